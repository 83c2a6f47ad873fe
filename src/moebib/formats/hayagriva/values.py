"""Text, which Typst reads as a template, names and dates, in both directions.

In a template braces protect case, ``$x$`` is math, and a backslash makes a plain character of the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from moebib.errors import InputError
from moebib.formats.hayagriva.formulas import to_tex, to_typst
from moebib.records.date import Date, parse_date
from moebib.records.name import Name, plain_name
from moebib.text.grammar import CASE, ParsedText, TextPart, Token, is_formula, merged, pair, parse, source
from moebib.text.latex.formulas import as_text, is_harmless
from moebib.text.scripts import without_scripts
from moebib.text.tags import is_plain

__all__ = [
    "decode_markup",
    "decode_text",
    "encode_markup",
    "encode_text",
    "is_written",
    "read_date",
    "read_name",
    "unknown_formulas",
    "write_date",
    "write_name",
]  # fmt: skip

# A formula that means the same in LaTeX and Typst; any other would mean something else in Typst, or run as code.
_ALIKE = re.compile(
    r"((?<![\w$\\])\$(?!\s)(?:(?<![A-Za-z])[A-Za-z](?![A-Za-z])|\d+|[ +=,.()-]|[\^_][A-Za-z0-9](?![A-Za-z0-9]))+"
    r"(?<!\s)\$(?![\w$]))"
)
_WORD = re.compile(r"\w(?:[\w.'\u2019]*\w)?")
_PROTECTED = re.compile(r"\\[\\{}$]|\{(\w(?:[\w.'\u2019]*\w)?)\}")


def encode_markup(text: str, *, is_title: bool = True) -> str:
    r"""A text with markup; in a title, words with capitals inside and ``{spans}`` keep their case.

    Typst has no tags here, and its formulas are not those of TeX. A formula that it has not is text, if possible, and
    TeX otherwise.

    >>> print(encode_markup(r"On NeRF, {iPhone} at $5, $k$ of $d_{model}$ } in H<sub>2</sub>O and N$_2$"))
    On {NeRF}, {{iPhone}} at \$5, $k$ of $d_(m o d e l)$ \} in {H₂O} and N₂
    """
    if is_plain(text) and "$" not in text:  # most texts
        return _WORD.sub(_protected, text) if is_title else text
    parts = without_scripts(merged(_without_tex(parse(text))))
    pieces: list[str] = []
    depth = 0
    for number, part in enumerate(parts):
        if part.kind == "text":
            words = _escape(part.value)
            pieces.append(_WORD.sub(_protected, words) if is_title and not depth else words)
        elif part.kind == "math":
            formula = _typst(part.value)
            pieces.append(f"${formula}$" if formula else _escape(f"${part.value}$"))
        elif is_title:
            depth += 1 if part.kind == "open" else -1
            # A protected word that would get braces anyway has two pairs, so that the span is read back.
            inside = number + 1 if part.kind == "open" else number - 1
            other_end = 2 * inside - number
            is_word = parts[inside].kind == "text" and parts[other_end].kind in {"open", "close"} - {part.kind}
            pieces.append(_BRACES[part.kind] * (2 if is_word and _keeps_case(parts[inside].value) else 1))
    return "".join(pieces)


_BRACES = {"open": "{", "close": "}"}


def _typst(tex: str) -> str | None:
    return to_typst(tex) if is_harmless(tex) else None


def _without_tex(text: ParsedText) -> Iterator[TextPart]:
    """The parts that Typst has; a formula that it has not is text, if it is no more than letters and scripts."""
    for part in text:
        if part.kind == "math":
            yield from (part,) if _typst(part.value) else as_text(part.value) or (part,)
        elif part.kind == "text" or part.value in (CASE, "sub", "sup"):
            yield part


def is_written(tex: str) -> bool:
    r"""Whether Typst prints a formula.

    >>> is_written("k"), is_written("H_2"), is_written(r"\overset{a}{b}")
    (True, True, False)
    """
    return bool(_typst(tex) or as_text(tex))


def encode_text(text: str) -> str:
    """A text without markup: its braces are characters."""
    if is_plain(text) and "$" not in text:  # most texts
        return text
    return "".join(_escape(piece) if i % 2 == 0 else piece for i, piece in enumerate(_ALIKE.split(text)))


def _protected(match: re.Match[str]) -> str:
    word = match[0]
    return "{" + word + "}" if not word[1:].islower() and _keeps_case(word) else word


def _keeps_case(word: str) -> bool:
    """Whether a style that changes the case of titles would spoil *word*: "NeRF", "303.5mW"."""
    return _WORD.fullmatch(word) is not None and any(char.isupper() for char in word[1:])


def _escape(text: str) -> str:
    return re.sub(r"[\\{}$]", r"\\\g<0>", text)


def decode_text(text: str) -> str:
    r"""The characters of a template without markup.

    >>> decode_text(r"{GPU} \{1\}")
    'GPU {1}'
    """
    if is_plain(text) and "$" not in text:  # most texts
        return text
    pieces = re.split(r"(\\[\\{}$]|\$[^$]*\$)", text)
    text = "".join(piece if i % 2 else re.sub("[{}]", "", piece) for i, piece in enumerate(pieces))
    return re.sub(r"\\([\\{}$])", r"\1", text)


_TOKEN = re.compile(
    r"\\\$(?P<tex>(?:\\[\\{}]|[^\\{}$])+)\\\$|\$(?P<math>[^$]+)\$|\\(?P<escaped>[\\{}$])|(?P<brace>[{}])"
    r"|(?P<text>[^\\{}$]+|.)",
    re.S,
)


def unknown_formulas(text: str) -> list[str]:
    r"""The formulas in a template that TeX does not have, or that are not known here: they become characters.

    >>> unknown_formulas(r"On $x^2$, $mat(1, 2)$ and \$5")
    ['$mat(1, 2)$']
    """
    found = (token["math"] for token in _TOKEN.finditer(text) if token["math"])
    return [f"${typst}$" for typst in found if not is_formula(_tex(typst))]


def _tex(typst: str) -> str:
    """The TeX of a formula; what is TeX already, as some people write it, stays. Empty if it is unknown."""
    return to_tex(typst) or (typst if re.search(r"[\\{]", typst) and is_harmless(typst) else "")


def decode_markup(text: str, *, is_title: bool = True) -> str:
    r"""The text with markup of a template; in a title, ``{spans}`` are kept, if braces would not be added anyway.

    >>> decode_markup(r"{GPU} {for} \$5 \{1\}"), decode_markup(r"{GPU} \{1\} {2}", is_title=False)
    ('GPU {for} $5 \\{1\\}', 'GPU \\{1\\} 2')
    """
    if is_plain(text) and "$" not in text:  # most texts
        return text
    if is_title:
        text = _PROTECTED.sub(lambda match: match[1] if _keeps_case(match[1] or "") else match[0], text)
    return source(pair(_tokens(text, is_title)))


def _tokens(text: str, is_title: bool) -> Iterator[Token]:
    for token in _TOKEN.finditer(text):
        typst = token["math"]
        tex = _tex(typst) if typst else re.sub(r"\\([\\{}])", r"\1", token["tex"] or "")
        if typst and not tex:
            yield Token("text", token[0])
        elif tex:
            yield Token("math", tex) if is_formula(tex) else Token("text", f"${tex}$")
        elif token["brace"] and is_title:
            yield Token("open" if token["brace"] == "{" else "close", CASE, token["brace"])
        elif not token["brace"]:
            yield Token("text", token["escaped"] or token["text"])


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
    if plain_name(text := f"{name.family}, {name.given}") == name:  # most names
        return text
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
    if isinstance(value, str) and (plain := plain_name(value)):
        return plain
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
    """The date in EDTF, in which Hayagriva puts "~" first, and allows "+"; YAML shortens years ("-44").

    Raises:
        InputError: If it is not a date.
    """
    approximate, bare = text.startswith("~"), text.strip().removeprefix("~").removeprefix("+")
    bare = re.sub(r"^(-?)(\d{1,3})(?=[-~?%]|$)", lambda year: f"{year[1]}{year[2]:0>4}", bare)
    return replace(parse_date(bare), qualifier="~") if approximate else parse_date(bare)
