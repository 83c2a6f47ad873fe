"""Text with the tags that CSL processors and reference managers read in it, and back.

They are described in the manual of citeproc-js ("HTML-like formatting tags"). There are no entities: pandoc and
citeproc-js print ``&lt;`` as four characters, and ``<`` as itself, unless a whole tag that they know begins there. In
characters, such a tag is broken by a word joiner (U+2060), which is invisible; so is a ``$`` that begins no formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from moebib.text.grammar import CASE, TAGS, Formulas, ParsedText, TextPart, Token, merged, pair, parse
from moebib.text.latex.formulas import as_text

__all__ = ["ANY_TAG", "csl", "from_tags", "is_plain", "quote", "unquote", "with_tags"]

_JOINER = "\u2060"
_TAG = rf"{_JOINER}*(?:/?(?:i|b|sc|sub|sup)|span\b[^<>]*|/span)>"
ANY_TAG = rf"{_JOINER}*[A-Za-z/!?]"
"""What may follow ``<`` in any HTML tag; for text that a processor copies without escaping."""
_TOKEN = re.compile(
    rf"<(?P<end>/)?(?P<tag>i|b|sc|sub|sup|span(?(end)|\b(?P<style>[^<>]*)))>|(?P<dollar>\$)(?P<quoted>{_JOINER})?"
    rf"|<{_JOINER}(?={_TAG})"
)
_SPECIAL = re.compile(rf"[<{{}}\\{_JOINER}]")
_OPENING = {CASE: '<span class="nocase">', "sc": '<span style="font-variant:small-caps;">'}


def is_plain(text: str) -> bool:
    """Whether *text* contains nothing that has a meaning with tags or in the grammar, except formulas."""
    return not _SPECIAL.search(text)


def quote(text: str, tag: str = _TAG) -> str:
    """*text* with its tags broken, so that a processor prints them; ``unquote(quote(text)) == text``."""
    return re.sub(rf"<(?={tag})", f"<{_JOINER}", text) if "<" in text else text


def unquote(text: str, tag: str = _TAG) -> str:
    """*text* as it was before ``quote``."""
    return re.sub(rf"<{_JOINER}(?={tag})", "<", text) if _JOINER in text else text


def csl(text: str, *, is_title: bool = True) -> str:
    """*text* in a variable of CSL-JSON; in a title, a formula of letters, signs and scripts has no TeX.

    >>> csl("{iPhone} <i>E. coli</i> <sc> $x_{1}$")
    '<span class="nocase">iPhone</span> <i>E. coli</i> <\u2060sc> <span class="nocase">x<sub>1</sub></span>'
    """
    if is_plain(text) and "$" not in text:  # most texts
        return text
    return _written(merged(_without_tex(parse(text))) if is_title and "$" in text else parse(text))


def with_tags(text: str) -> str:
    """*text* for programs that read tags, as csl() writes them, but no protected words; formulas are TeX.

    >>> with_tags("{iPhone} <i>E. coli</i> $x_{1}$")
    'iPhone <i>E. coli</i> $x_{1}$'
    """
    if is_plain(text) and "$" not in text:  # most texts
        return text
    return _written(merged(part for part in parse(text) if part.kind in ("text", "math") or part.value != CASE))


def _without_tex(text: ParsedText) -> Iterator[TextPart]:
    """The parts, with formulas as text where that is possible; their letters are protected from changes of case."""
    depth = 0
    for part in text:
        depth += ((part.kind == "open") - (part.kind == "close")) * (part.value == CASE)
        formula = as_text(part.value) if part.kind == "math" else None
        if not formula:
            yield part
            continue
        shown = "".join(inner.value for inner in formula)
        is_safe = depth or shown.upper() == shown.lower() or formula[0].kind == "open"
        yield from formula if is_safe else (TextPart("open", CASE), *formula, TextPart("close", CASE))


def _written(text: ParsedText) -> str:
    bare = "".join(_part(part, "$") for part in text)
    if "$" not in bare or from_tags(bare) == (text, True):
        return bare
    return "".join(_part(part, f"${_JOINER}") for part in text)


def _part(part: TextPart, dollar: str) -> str:
    kind, value = part
    if kind == "text":
        return quote(value).replace("$", dollar)
    if kind == "math":
        return f"${value}$"
    is_span = value in _OPENING
    return (_OPENING[value] if is_span else f"<{value}>") if kind == "open" else "</span>" if is_span else f"</{value}>"


def from_tags(text: str) -> tuple[ParsedText, bool]:
    """*text* as it is read, and whether no pair of tags is unknown; an unpaired tag is characters.

    >>> from_tags('<span style="color:red">x</span> < <b>')
    ((TextPart(kind='text', value='x < <b>'),), False)
    """
    if not _TOKEN.search(text):  # most texts
        return ((TextPart("text", text),) if text else ()), True
    parts = pair(_tokens(text))
    known = merged(part for part in parts if part.kind in ("text", "math") or part.value in (CASE, *TAGS))
    return known, len(known) == len(parts)


def _tokens(text: str) -> Iterable[Token]:
    formulas = Formulas(text)
    done = 0
    while token := _TOKEN.search(text, done):
        yield Token("text", text[done : token.start()])
        done = token.end()
        if tag := token["tag"]:
            name = "span" if tag.startswith("span") else tag
            yield Token("close" if token["end"] else "open", name, token[0], _mark(token["style"]))
        elif token["dollar"] and not token["quoted"] and (tex := formulas.at(token.start())):
            yield Token("math", tex)
            done = token.start() + len(tex) + 2
        else:
            yield Token("text", token[0][0])
    yield Token("text", text[done:])


def _mark(style: str | None) -> str:
    if style and re.search("small-?caps", style):
        return "sc"
    return CASE if style and "nocase" in style else ""
