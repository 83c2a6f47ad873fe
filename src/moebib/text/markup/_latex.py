"""Text with markup as LaTeX, with braces around what must keep its case, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from moebib.text.grammar import CASE, ParsedText, TextPart, merged, parse, source
from moebib.text.latex import COMMANDS_OF_TAGS, PLAIN, escape, read, separated, tidy
from moebib.text.latex.formulas import is_harmless
from moebib.text.markup._plain import as_characters, flattened

__all__ = ["from_latex", "latex", "may_lose_capitals"]

# A part of a word: the characters between spaces and dashes, without the punctuation around them.
_PART = re.compile(r"[^\W_](?:[^\s{}$\-\u2010-\u2014\u2212]*[^\W_])?")
# If nothing matches, no part of a plain title needs braces.
_CAPITALS = re.compile(
    r"(?<!\S)(?:[^\sA-Za-z0-9]*+[A-Za-z0-9]\S*[A-Z]|[^\sA-Z]*+[A-Z]\S*[0-9])"
    r"|(?<![A-Za-z0-9])[B-HJ-Z](?![A-Za-z0-9])"
)
_NAME_IN_FRONT = re.compile(r"[^\W_]+(?:-[^\W_]+)+")


def latex(text: str, *, unicode: bool = False, is_title: bool = True) -> str:
    r"""The LaTeX for *text*; in a title, with braces around what must keep its case in styles that lower-case titles.

    Braces are put around parts of words with an upper-case letter after the first (DeepSeekMoE, GPU) or with a digit
    and an upper-case letter (2D), single capitals except "A" and "I", formulas with capitals, and a hyphenated name at
    the beginning of a title ("MoE-Lightning: ..."). A ``{span}`` of the text keeps its braces. :func:`from_latex`
    returns the same text. A formula that TeX could execute is characters.

    >>> print(latex("Mixture-of-Experts on GPUs: A 303.5mW {Kalman} <i>Filter</i>"))
    Mixture-of-Experts on {GPUs}: A {303.5mW} {Kalman} \emph{Filter}
    >>> print(latex("Read-ME: MoE-Based"))
    {Read-ME}: {MoE}-Based
    """
    text = tidy(text)
    is_plain = PLAIN.fullmatch(text)
    if is_plain and not is_title:
        return text
    if is_plain and not (_NAME_IN_FRONT.match(text) and _name_in_front((TextPart("text", text),))[1]):
        return text if not _CAPITALS.search(text) else _PART.sub(lambda part: _protected_part(part[0]), text)
    parts = parse(text)
    if "$" in text:  # only formulas change
        parts = flattened(parts, (CASE, *COMMANDS_OF_TAGS), _formula)
    if not is_title:
        written = separated(_encoded(part, unicode) for part in parts)
        return "{" + written + "}" if _is_whole(parts) else written
    layers, name = _name_in_front(parts)
    front: list[str] = []
    if name:
        front = ["{" * (layers + 1), escape(name, unicode), "}" * (layers + 1)]
        rest = parts[layers].value[len(name) :]
        parts = (*((TextPart("text", rest),) if rest else ()), *parts[2 * layers + 1 :])
    return separated([*front, *_protected(parts, unicode)])


def may_lose_capitals(title: str) -> bool:
    """Whether a style that lower-cases titles changes one: it keeps the first letter, and one after a colon.

    >>> may_lose_capitals("A survey of GPU experts: A study"), may_lose_capitals("A Survey")
    (False, True)
    """
    bare = re.sub(r"\{[^{}]*\}", "", latex(title, unicode=True))
    return any(char.isupper() for char in re.sub(r"(?:^|: )\w", "", bare))


def from_latex(latex: str, *, is_title: bool = True) -> str:
    r"""The inverse of :func:`latex`: braces that it would add are removed, others stay as spans.

    >>> from_latex(r"{\it E. coli}, {{iPhone}}, {GPU} and CO\textsubscript{2}: \{0, 1\}")
    '<i>E. coli</i>, {iPhone}, GPU and CO<sub>2</sub>: \\{0, 1\\}'
    """
    text = read(latex)
    if "{" not in text:
        return text
    parts = parse(text)
    if not is_title:
        return source(parts[1:-1]) if _is_whole(parts) else text
    added = _added_braces(parts)
    parts = merged(part for number, part in enumerate(parts) if number not in added)
    layers, _ = _name_in_front(parts)
    return source(merged((*parts[1 : 2 * layers], *parts[2 * layers + 1 :])) if layers else parts)


def _added_braces(parts: ParsedText) -> frozenset[int]:
    """Where the outermost braces are that the writer adds to what is in them, or to the word of which it is a part.

    {GPU} and My{SQL} would get braces anyway, but {P}aris would not.
    """
    added: list[int] = []
    letters: list[tuple[int, int, int]] = []
    """Spans that are a part of a word: their numbers in *parts*, and where they begin in *text*."""
    text, number = "", 0

    def end_of_text() -> None:
        words = [word.span() for word in _PART.finditer(text) if _keeps_case(word[0])]
        for opening, closing, at in letters:
            added.extend((opening, closing) if any(start <= at < end for start, end in words) else ())
        letters.clear()

    while number < len(parts):
        part = parts[number]
        end = _closing(parts, number) if part == ("open", CASE) else number
        if part.kind == "text":
            text += part.value
        elif end - number == 2 and parts[number + 1].kind == "text" and _adds_braces(parts[number + 1 : end]):
            letters.append((number, end, len(text)))
            text += parts[number + 1].value
        else:
            end_of_text()
            text = ""
            added += (number, end) if end > number and _adds_braces(parts[number + 1 : end]) else ()
        number = end + 1
    end_of_text()
    return frozenset(added)


def _formula(tex: str) -> ParsedText:
    return (TextPart("math", tex),) if is_harmless(tex) else as_characters(tex)


def _is_whole(parts: ParsedText) -> bool:
    """Whether one pair of braces is around everything; many .bib files have it around every value."""
    return parts[:1] == (("open", CASE),) and _closing(parts, 0) == len(parts) - 1


def _name_in_front(parts: ParsedText) -> tuple[int, str]:
    """The capitalised, hyphenated name at the beginning, and the number of braces around it, or (0, "")."""
    layers = 0
    while layers < len(parts) and parts[layers] == ("open", CASE):
        layers += 1
    first = parts[layers] if parts else TextPart("text", "")
    match = _NAME_IN_FRONT.match(first.value) if first.kind == "text" else None
    if not match or any(part[0].islower() for part in match[0].split("-")):
        return 0, ""
    rest = first.value[match.end() :]
    if layers:
        after = (*parts[layers + 1 : 2 * layers + 2], TextPart("text", ""))
        *closing, following = after[: layers + 1]
        is_alone = not rest and all(part == ("close", CASE) for part in closing)
        rest = following.value if is_alone and following.kind == "text" else ""
    return (layers, match[0]) if rest.startswith(":") else (0, "")


def _protected(parts: ParsedText, unicode: bool) -> Iterator[str]:
    added = _added_braces(parts)
    i = 0
    while i < len(parts):
        part = parts[i]
        if part == ("open", CASE):
            end = _closing(parts, i)
            # A second pair of braces distinguishes a span that would get braces anyway from plain text.
            is_doubled = i in added
            yield from "{" * is_doubled
            yield from (_encoded(inner, unicode) for inner in parts[i : end + 1])
            yield from "}" * is_doubled
            i = end
        elif part.kind == "text":
            yield from _protected_text(part.value, unicode)
        elif part.kind == "math" and _adds_braces((part,)):
            yield from ("{", _encoded(part, unicode), "}")
        else:
            yield _encoded(part, unicode)
        i += 1


def _closing(parts: Sequence[TextPart], start: int) -> int:
    depth = 0
    for i in range(start, len(parts)):
        depth += (parts[i] == ("open", CASE)) - (parts[i] == ("close", CASE))
        if depth == 0:
            return i
    raise AssertionError("every open brace is closed")


def _encoded(part: TextPart, unicode: bool) -> str:
    if part.kind == "text":
        return escape(part.value, unicode)
    if part.kind == "math":
        return f"${part.value}$"
    command = f"\\{COMMANDS_OF_TAGS[part.value]}" if part.value != CASE else ""
    return command + "{" if part.kind == "open" else "}"


def _protected_text(text: str, unicode: bool) -> Iterator[str]:
    done = 0
    for part in _PART.finditer(text):
        if _keeps_case(part[0]):
            yield from (escape(text[done : part.start()], unicode), "{", escape(part[0], unicode), "}")
            done = part.end()
    yield escape(text[done:], unicode)


@lru_cache(maxsize=100_000)
def _protected_part(part: str) -> str:
    return "{" + part + "}" if _keeps_case(part) else part


@lru_cache(maxsize=100_000)
def _keeps_case(part: str) -> bool:
    if len(part) == 1:
        return part.isupper() and part not in "AI"
    capital = part[0].isupper()
    return any(char.isupper() for char in part[1:]) or (capital and any(char.isdigit() for char in part))


def _adds_braces(inner: Sequence[TextPart]) -> bool:
    """Whether the only word or formula of a span, without all braces around it, would get braces anyway."""
    if not inner:
        return False
    if middle := len(inner) // 2:
        around = [("open", CASE)] * middle + [("close", CASE)] * middle
        if [*inner[:middle], *inner[middle + 1 :]] != around:
            return False
    kind, value = inner[middle]
    if kind == "math":
        return any(char.isupper() for char in value)
    return kind == "text" and _PART.fullmatch(value) is not None and _keeps_case(value)
