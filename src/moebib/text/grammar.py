r"""The grammar of text with markup: titles, notes and abstracts.

Such a text is plain Unicode with formulas (``$x_1$``), words that keep their case (``{iPhone}``) and five tags:
``<i>``, ``<b>``, ``<sub>``, ``<sup>`` and ``<sc>``. Marks count only in pairs that are nested and not empty; every
other ``<``, brace and ``$`` is a character, and so is each of ``{ } $ < \`` after a backslash.
docs/reference/entry-format.md has examples.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

__all__ = [
    "CASE", "DEEPEST", "TAGS", "Formulas", "ParsedText", "TextPart", "Token", "depth_of_braces", "escape", "formula_at",
    "is_formula", "merged", "pair", "parse", "source", "split_formulas",
]  # fmt: skip

TAGS = ("i", "b", "sub", "sup", "sc")
CASE = "{}"
"""The mark of words that keep their case."""
DEEPEST = 40
"""Marks that are nested deeper are characters: TeX fails at 255 groups."""


class TextPart(NamedTuple):
    """A part of a text: the beginning or end of a mark, and what is between them."""

    kind: Literal["text", "math", "open", "close"]
    value: str
    """The characters, the formula without its dollar signs, or the mark: one of TAGS, or CASE."""


ParsedText = tuple[TextPart, ...]
"""A text that was read: characters are merged, and every "open" has its "close", correctly nested."""


class Token(NamedTuple):
    """What may become a part of a text: a mark counts only if it has its counterpart."""

    kind: Literal["text", "math", "open", "close"]
    value: str
    shown: str = ""
    """The characters that a mark is if it has no counterpart."""
    mark: str = ""
    """The mark of an "open" whose *value* only says which "close" it needs."""


_SPECIAL = re.compile(r"[{}$<\\]")
_TOKEN = re.compile(r"\\(?P<escaped>[{}$<\\])|(?P<dollar>\$)|(?P<brace>[{}])|<(?P<end>/?)(?P<tag>i|b|su[bp]|sc)>")
# As in pandoc: no space after the first and before the last $, and no digit after it ("costs $5 or $10").
_FORMULA = re.compile(r"\$(?=\S)((?:[^$\\]|\\.)++)(?<=\S)\$(?![0-9])", re.S)
_TO_DOLLAR = re.compile(r"\$(?:[^$\\]|\\.)*+", re.S)
_CLOSING = re.compile(r"(?<=\S)\$(?![0-9])")
_BRACE = re.compile("[{}]")
_END_TAG = re.compile("</(?:i|b|su[bp]|sc|span)>")


def parse(text: str) -> ParsedText:
    r"""The parts of *text*; any text is valid.

    >>> parse("<i>E. coli</i> < {GPU}s at $5")  # doctest: +NORMALIZE_WHITESPACE
    (TextPart(kind='open', value='i'), TextPart(kind='text', value='E. coli'), TextPart(kind='close', value='i'),
     TextPart(kind='text', value=' < '), TextPart(kind='open', value='{}'), TextPart(kind='text', value='GPU'),
     TextPart(kind='close', value='{}'), TextPart(kind='text', value='s at $5'))
    """
    if not _SPECIAL.search(text):
        return (TextPart("text", text),) if text else ()
    return _parse(text)


@lru_cache(maxsize=5_000)
def _parse(text: str) -> ParsedText:
    return pair(_tokens(text))


def _tokens(text: str) -> Iterable[Token]:
    done = 0
    while token := _TOKEN.search(text, done):
        yield Token("text", text[done : token.start()])
        done = token.end()
        if escaped := token["escaped"]:
            yield Token("text", escaped)
        elif token["tag"]:
            yield Token("close" if token["end"] else "open", token["tag"], token[0])
        elif token["brace"]:
            yield Token("open" if token[0] == "{" else "close", CASE, token[0])
        elif tex := formula_at(text, token.start()):
            yield Token("math", tex)
            done = token.start() + len(tex) + 2
        else:
            yield Token("text", "$")
    yield Token("text", text[done:])


def formula_at(text: str, start: int) -> str:
    """The inside of the formula that begins with the dollar sign at *start*, or nothing.

    No mark begins outside of it and ends in it, or the other way round.
    """
    match = _FORMULA.match(text, start)
    return match[1] if match and depth_of_braces(match[1]) is not None and not _END_TAG.search(match[1]) else ""


class Formulas:
    """The formulas of a text in which a dollar sign after a backslash may begin one, found from left to right.

    Thousands of such signs end at the same one: if that cannot end a formula, they are not tried one by one.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._none_before = 0

    def at(self, start: int) -> str:
        """The inside of the formula that begins with the dollar sign at *start*, or nothing."""
        if start < self._none_before:
            return ""
        tex = formula_at(self._text, start)
        if not tex and (unended := _TO_DOLLAR.match(self._text, start)):
            end = unended.end()
            self._none_before = 0 if _CLOSING.match(self._text, end) else end
        return tex


def depth_of_braces(text: str) -> int | None:
    """How deep the braces of *text* are nested; ``None`` if they are unbalanced. As in BibTeX, escaped ones count."""
    deepest = depth = 0
    for brace in _BRACE.findall(text):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
        if depth < 0:
            return None
    return None if depth else deepest


def split_formulas(text: str) -> list[str]:
    r"""*text* as it is written, in an odd number of pieces: those with odd indexes are formulas.

    >>> split_formulas(r"$x$ for \$5")
    ['', '$x$', ' for \\$5']
    """
    pieces = [""]
    done = 0
    for sign in re.finditer(r"\\[{}$<\\]|\$", text):
        if sign.start() >= done and sign[0] == "$" and (tex := formula_at(text, sign.start())):
            pieces[-1] = text[done : sign.start()]
            pieces += [f"${tex}$", ""]
            done = sign.start() + len(tex) + 2
    pieces[-1] = text[done:]
    return pieces


def is_formula(tex: str) -> bool:
    """Whether *tex* between dollar signs is a formula, wherever no digit follows."""
    return parse(f"${tex}$") == (TextPart("math", tex),)


def pair(tokens: Iterable[Token]) -> ParsedText:
    """The text of *tokens*: a mark that has no counterpart, or contains nothing, is characters.

    Of two pairs that cross, the one that ends first counts, and the beginning of the other is characters.
    """
    parts: list[TextPart] = []
    opened: list[tuple[int, Token]] = []
    still_open: Counter[str] = Counter()
    for token in tokens:
        if token.kind == "open":
            opened.append((len(parts), token))
            still_open[token.value] += 1
        elif token.kind == "close" and still_open[token.value]:
            start, opening = opened.pop()
            while opening.value != token.value:
                still_open[opening.value] -= 1
                start, opening = opened.pop()
            still_open[token.value] -= 1
            if start < len(parts) - 1 and len(opened) < DEEPEST:
                parts[start] = TextPart("open", opening.mark or opening.value)
                parts.append(TextPart("close", opening.mark or opening.value))
                continue
        elif token.kind == "text" or token.kind == "math":
            if token.value:
                parts.append(TextPart(token.kind, token.value))
            continue
        if token.shown or token.kind == "open":
            parts.append(TextPart("text", token.shown))
    return merged(parts)


def merged(parts: Iterable[TextPart]) -> ParsedText:
    """The parts, with adjacent characters as one part; digits after a formula become a part of it.

    They look the same there, and a dollar sign before a digit ends no formula.
    """
    result: list[TextPart] = []
    characters: list[str] = []
    for part in parts:
        kind, value = part
        if kind == "text":
            characters.append(value)
        elif value:
            if characters:
                _add_text(result, "".join(characters))
                characters.clear()
            result.append(part)
    if characters:
        _add_text(result, "".join(characters))
    return tuple(result)


def _add_text(parts: list[TextPart], text: str) -> None:
    if parts and parts[-1].kind == "math" and text[:1].isdecimal() and (digits := re.match("[0-9]+", text)):
        parts[-1] = TextPart("math", parts[-1].value + digits[0])
        text = text[digits.end() :]
    if text:
        parts.append(TextPart("text", text))


def source(text: ParsedText) -> str:
    r"""The text as an entry has it, with a backslash only where it is needed: ``parse(source(text)) == text``.

    >>> source((TextPart("text", "x < $5 {"),)), source((TextPart("text", "{0,1}"),))
    ('x < $5 {', '\\{0,1\\}')
    """
    if len(text) == 1 and text[0].kind == "text" and not _SPECIAL.search(text[0].value):  # most texts
        return text[0].value
    for special in ("", "{}", "{}$"):
        written = "".join(_SOURCE[kind](_escaped(value, special) if kind == "text" else value) for kind, value in text)
        if parse(written) == text:
            break
    return written


_SOURCE: dict[str, Callable[[str], str]] = {
    "text": str,
    "math": lambda tex: f"${tex}$",
    "open": lambda mark: "{" if mark == CASE else f"<{mark}>",
    "close": lambda mark: "}" if mark == CASE else f"</{mark}>",
}


def _escaped(characters: str, special: str) -> str:
    """The characters with a backslash before each that is *special*, and before tags and backslashes if any is."""
    if not special:
        return characters
    return re.sub(rf"[{special}]|<(?=/?(?:i|b|su[bp]|sc)>)|\\(?=[{{}}$<\\]|$)", r"\\\g<0>", characters)


def escape(characters: str) -> str:
    r"""*characters* as a text without markup: every character is one, also ``{``, ``$`` and ``<i>``.

    >>> print(escape("On {0,1} for $5"), escape("<i>"), escape("<i>x</i>"))
    On \{0,1\} for $5 <i> \<i>x\</i>
    """
    return source((TextPart("text", characters),)) if characters else ""
