"""Text with markup as Markdown (CommonMark 0.31, with math and the HTML tags that GitHub allows)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from moebib.text.grammar import ParsedText, TextPart, merged, parse
from moebib.text.latex.formulas import as_text, is_harmless
from moebib.text.markdown import MATH, at_beginning, clean, escape_all
from moebib.text.markup._plain import as_characters, flattened

__all__ = ["markdown"]

_STARS = {"i": "*", "b": "**"}


def markdown(text: str, also: str = "") -> str:
    r"""*text* on one line of Markdown; the characters in *also* are escaped everywhere.

    A harmless formula that GitHub recognises where it is remains one; any other is text. Emphasis is written with stars
    where these are unambiguous. Small capitals and protected case have no markup in Markdown.

    >>> print(markdown(r"<i>E. coli</i>, <i>(a)</i>, {iPhone} & $d_{model}$ or $k$NN, not $\input{x}$ or $5"))
    *E. coli*, <i>(a)</i>, iPhone & $d_{model}$ or kNN, not \$\\<span></span>input{x}\$ or \$5
    """
    kept = flattened(parse(clean(text)), ("i", "b", "sub", "sup"), _formula)
    parts = merged(chain.from_iterable(_fitted(kept, number) for number in range(len(kept))))
    stars = {number: _STARS[parts[number].value] for number in range(len(parts)) if _has_stars(parts, number)}
    stars |= {number + 2: mark for number, mark in stars.items()}
    return at_beginning("".join(stars.get(number) or _written(part, also) for number, part in enumerate(parts)))


def _formula(tex: str) -> ParsedText:
    is_simple = is_harmless(tex) and MATH.fullmatch(f"${tex}$")
    return (TextPart("math", tex),) if is_simple else as_text(tex) or as_characters(tex)


def _fitted(parts: Sequence[TextPart], number: int) -> ParsedText:
    """The part; a formula only if it is one for GitHub between the parts before and after it."""
    part = parts[number]
    if part.kind != "math":
        return (part,)
    before, after = (_shown(parts[i : i + 1]) for i in (number - 1, number + 1))
    formula = MATH.search(f"{before[-1:]}${part.value}${after[:1]}")
    is_one = formula and formula["tex"] == part.value
    return (part,) if is_one else as_text(part.value) or as_characters(part.value)


def _shown(parts: Sequence[TextPart]) -> str:
    return "".join("$" if part.kind == "math" else part.value if part.kind == "text" else "<" for part in parts)


def _has_stars(parts: Sequence[TextPart], number: int) -> bool:
    """Whether the part opens emphasis of some words that touches no other.

    ``*a***b**`` would be read in another way, and stars around a whole title as typography of the list.
    """
    part, *around = parts[number : number + 4]
    if part.kind != "open" or part.value not in _STARS or [inner.kind for inner in around[:2]] != ["text", "close"]:
        return False
    words = around[0].value
    touches = any(
        other.value in _STARS for other in (*parts[max(number - 1, 0) : number], *around[2:]) if other.kind != "text"
    )
    return words[0].isalnum() and words[-1].isalnum() and not touches and len(parts) > 3


def _written(part: TextPart, also: str) -> str:
    if part.kind == "math":
        return f"${part.value}$"
    if part.kind == "text":
        return escape_all(part.value, also)
    return f"<{part.value}>" if part.kind == "open" else f"</{part.value}>"
