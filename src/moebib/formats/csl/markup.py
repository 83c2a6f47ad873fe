"""Text and the few tags that CSL processors read in it (citeproc-js manual, "HTML-like formatting tags").

A title is plain Unicode with $math$ and {protected} spans; every other text is plain. In CSL-JSON there are no
entities: pandoc and citeproc-js print ``&lt;`` as five characters of text, and ``<`` as itself, unless a whole tag
that they know begins there. Such a tag in plain text is broken by a word joiner (U+2060), which nobody sees.
"""

from __future__ import annotations

import re

from moebib.formats.csl.formula import to_text
from moebib.text.latex import is_math

__all__ = ["ANY_TAG", "from_markup", "is_plain", "quote", "to_markup", "unquote"]

_JOINER = "\u2060"
_TAG = rf"{_JOINER}*(?:/?(?:i|b|sc|sub|sup)|span\b[^<>]*|/span)>"
ANY_TAG = rf"{_JOINER}*[A-Za-z/!?]"
"""What may follow ``<`` in any tag of HTML; for text that a processor copies as it is."""
_PIECES = re.compile(r"(</?(?:i|b|sc|sub|sup)>|<span\b[^<>]*>|</span>)")
_NOCASE = '<span class="nocase">'
# What plain text has in place of a pair of tags; for other pairs it has nothing.
_EQUIVALENT = {_NOCASE: ("{", "}"), "<sub>": ("$_{", "}$"), "<sup>": ("$^{", "}$")}


def is_plain(text: str) -> bool:
    """Whether nothing in *text* could be taken for a tag, or for one that was broken: it is written as it is."""
    return "<" not in text and _JOINER not in text


def quote(text: str, tag: str = _TAG) -> str:
    """*text* so that nothing in it is taken for a tag; ``unquote(quote(text)) == text``."""
    return re.sub(rf"<(?={tag})", f"<{_JOINER}", text) if "<" in text else text


def unquote(text: str, tag: str = _TAG) -> str:
    """*text* as it was before ``quote``."""
    return re.sub(rf"<{_JOINER}(?={tag})", "<", text) if _JOINER in text else text


def to_markup(title: str) -> str:
    """A title with its ``{spans}`` and simple formulas as tags; a brace without its partner is left alone.

    >>> to_markup("{iPhone} <i> $x_{1}$")
    '<span class="nocase">iPhone</span> <\u2060i> <span class="nocase">x<sub>1</sub></span>'
    """
    if "{" not in title and "$" not in title:
        return quote(title)
    pieces = re.split(r"(\$[^$]+\$|[{}])", quote(title))
    opened: list[int] = []
    for i, piece in enumerate(pieces):
        if piece == "{":
            opened.append(i)
        elif piece == "}" and opened:
            pieces[opened.pop()], pieces[i] = _NOCASE, "</span>"
        elif piece.startswith("$"):
            pieces[i] = _formula(piece, protected=bool(opened))
    return "".join(pieces)


def _formula(piece: str, *, protected: bool) -> str:
    """What can be said of a ``$formula$`` without TeX; its letters keep their case, also where styles change it."""
    text = to_text(unquote(piece)[1:-1]) if is_math(unquote(piece)) else None
    if text is None:
        return piece
    bare = protected or text.upper() == text.lower() or text.startswith(("<sub>", "<sup>"))
    return text if bare else f"{_NOCASE}{text}</span>"


def from_markup(text: str) -> tuple[str, bool]:
    """*text* without pairs of tags, and whether nothing was lost with them; a lone tag is text.

    >>> from_markup("CO<sub>2</sub> and <b>E. coli</b>")
    ('CO$_{2}$ and E. coli', False)
    """
    if is_plain(text):
        return text, True
    pieces = _PIECES.split(text)
    opened: list[int] = []
    exact = True
    for i in range(1, len(pieces), 2):
        if not pieces[i].startswith("</"):
            opened.append(i)
        elif opened and _element(pieces[opened[-1]]) == _element(pieces[i]):
            tag = pieces[opened[-1]]
            exact = exact and tag in _EQUIVALENT
            pieces[opened.pop()], pieces[i] = _EQUIVALENT.get(tag, ("", ""))
    return unquote("".join(pieces)), exact


def _element(tag: str) -> str:
    return re.split(r"\W", tag.strip("</>"), maxsplit=1)[0]
