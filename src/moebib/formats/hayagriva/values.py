"""Text, which Typst reads as a template, names and dates, in both directions.

In a template braces protect case, ``$x$`` is math, and a backslash makes a plain character of the next one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from moebib.errors import InputError
from moebib.records.date import Date, parse_date
from moebib.records.name import Name

__all__ = ["decode_text", "encode_text", "encode_title", "read_date", "read_name", "write_date", "write_name"]

# A formula that means the same in LaTeX and Typst; any other would mean something else in Typst, or run as code.
_ALIKE = re.compile(
    r"((?<![\w$\\])\$(?!\s)(?:(?<![A-Za-z])[A-Za-z](?![A-Za-z])|\d+|[ +=,.()-]|[\^_][A-Za-z0-9](?![A-Za-z0-9]))+"
    r"(?<!\s)\$(?![\w$]))"
)
_WORD = re.compile(r"\w(?:[\w.'\u2019]*\w)?")
_PROTECTED = re.compile(r"\\[\\{}$]|\{(\w(?:[\w.'\u2019]*\w)?)\}")


def encode_title(title: str) -> str:
    r"""A title: words with capitals inside and ``{spans}`` keep their case; an unbalanced brace is a character.

    >>> print(encode_title(r"On NeRF, {iPhone} at $5, $k$ of $d_{model}$ } \input"))
    On {NeRF}, {{iPhone}} at \$5, $k$ of \$d_{model}\$ \} \\input
    """
    return "".join(_spans(piece) if i % 2 == 0 else piece for i, piece in enumerate(_ALIKE.split(title)))


def encode_text(text: str) -> str:
    """A text that is not a title: its braces are characters."""
    return "".join(_escape(piece) if i % 2 == 0 else piece for i, piece in enumerate(_ALIKE.split(text)))


def _spans(text: str) -> str:
    pieces = re.split(r"([{}])", text)
    partner = _partners(pieces)
    depth = 0
    for i, piece in enumerate(pieces):
        if i in partner:
            depth += 1 if piece == "{" else -1
            # A protected word that would get braces anyway has two pairs, so that the span is read back.
            start, end = sorted((i, partner[i]))
            pieces[i] = piece * 2 if end == start + 2 and _keeps_case(pieces[start + 1]) else piece
        else:
            piece = _escape(piece)
            pieces[i] = piece if depth else _WORD.sub(_protected, piece)
    return "".join(pieces)


def _partners(pieces: list[str]) -> dict[int, int]:
    """Index of each balanced brace -> index of its partner."""
    opened: list[int] = []
    partner: dict[int, int] = {}
    for i, piece in enumerate(pieces):
        if piece == "{":
            opened.append(i)
        elif piece == "}" and opened:
            start = opened.pop()
            partner |= {start: i, i: start}
    return partner


def _protected(match: re.Match[str]) -> str:
    return "{" + match[0] + "}" if _keeps_case(match[0]) else match[0]


def _keeps_case(word: str) -> bool:
    """Whether a style that changes the case of titles would spoil *word*: "NeRF", "303.5mW"."""
    return _WORD.fullmatch(word) is not None and any(char.isupper() for char in word[1:])


def _escape(text: str) -> str:
    return re.sub(r"[\\{}$]", r"\\\g<0>", text)


def decode_text(text: str, *, is_title: bool = False) -> str:
    r"""The text of a template; in a title, the braces around protected words are kept.

    >>> decode_text(r"{GPU} {for} \$5", is_title=True), decode_text(r"{GPU} \{1\}")
    ('GPU {for} $5', 'GPU {1}')
    """
    if is_title:
        text = _PROTECTED.sub(lambda match: match[1] if _keeps_case(match[1] or "") else match[0], text)
    else:
        pieces = re.split(r"(\\[\\{}$]|\$[^$]*\$)", text)
        text = "".join(piece if i % 2 else re.sub("[{}]", "", piece) for i, piece in enumerate(pieces))
    return re.sub(r"\\([\\{}$])", r"\1", text)


_PARTS = {
    "name": "family",
    "given-name": "given",
    "prefix": "non_dropping_particle",
    "suffix": "suffix",
}


def write_name(name: Name) -> str | dict[str, str]:
    """The name as "prefix Family, Suffix, Given", or in parts if that would be read as another name.

    >>> write_name(Name(family="Berg", given="Jan", non_dropping_particle="van den"))
    'van den Berg, Jan'
    >>> write_name(Name(literal="Barnes, Inc."))
    {'name': 'Barnes, Inc.'}
    """
    last = (name.literal or name.family, name.particle)
    parts = dict(zip(_PARTS, (last[0], name.given, last[1], name.suffix), strict=True))
    mapping = {part: text for part, text in parts.items() if text}
    if "," in "".join(mapping.values()) or not (name.literal or name.given):
        return mapping
    text = ", ".join(part for part in (" ".join(last[::-1]).strip(), name.suffix, name.given) if part)
    return text if read_name(text) == read_name(mapping) else mapping


def read_name(value: Any) -> Name:
    """The name; a single part is an organisation.

    Raises:
        InputError: If it is empty, or has too many commas.
    """
    if isinstance(value, dict):
        parts = {_PARTS[part]: _tidy(text) for part, text in value.items() if part in _PARTS and isinstance(text, str)}
    elif isinstance(value, str) and value.count(",") <= 2:
        last, *rest = [part.strip() for part in value.split(",")]
        prefix, family = _prefix_and_family(last)
        suffix = rest[0] if len(rest) == 2 else ""
        parts = {"family": family, "given": rest[-1] if rest else "", "suffix": suffix, "non_dropping_particle": prefix}
    else:
        raise InputError(f"not a person: {value!r}")
    parts = {part: text for part, text in parts.items() if text}
    if not parts.get("family"):
        raise InputError(f"a person without a name: {value!r}")
    return Name(literal=parts["family"]) if len(parts) == 1 else Name(**parts)


def _prefix_and_family(text: str) -> tuple[str, str]:
    """Split as Hayagriva does: the prefix ends with the last word that begins with a lower-case letter."""
    words = _tidy(text).split(" ")
    small = [i for i, word in enumerate(words) if word[:1].islower()]
    cut = small[-1] + 1 if small else 0
    if cut == len(words):  # it would be all prefix
        cut = len(words) - 1 if len(small) == len(words) else 0
    return " ".join(words[:cut]), " ".join(words[cut:])


def _tidy(text: str) -> str:
    return " ".join(word for word in re.split(r"[ \n\r\t]", re.sub("[{}]", "", text)) if word)


def write_date(date: Date) -> str:
    """The beginning of the date, the only one that Typst accepts; "~" means "circa", also for a decade or century.

    >>> [write_date(parse_date(text)) for text in ("1999-05", "1999~/2001", "-0043", "199X")]
    ['1999-05', '~1999', '-0043', '~1990']
    """
    if abs(date.year) > 9999:
        return ""
    is_approximate = date.qualifier in ("~", "%") or len(date.years) > 1
    return f"~{date.bare}" if is_approximate else str(date.bare)


def read_date(text: str) -> Date:
    """The date in EDTF, in which Hayagriva puts "~" first, and allows "+".

    Raises:
        InputError: If it is not a date.
    """
    approximate, bare = text.startswith("~"), text.strip().removeprefix("~").removeprefix("+")
    return replace(parse_date(bare), qualifier="~") if approximate else parse_date(bare)
