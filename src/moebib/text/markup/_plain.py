"""Text without markup, and what all formats of text have in common."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import lru_cache

from moebib.text.grammar import ParsedText, TextPart, merged, parse
from moebib.text.scripts import without_marks

__all__ = ["as_characters", "flattened", "plain"]


def as_characters(tex: str) -> ParsedText:
    """A formula as characters, with its dollar signs."""
    return (TextPart("text", f"${tex}$"),)


def flattened(text: ParsedText, marks: Collection[str], formula: Callable[[str], ParsedText]) -> ParsedText:
    """*text* with only *marks*, and with *formula* applied to each formula."""
    parts: list[TextPart] = []
    for part in text:
        if part.kind == "math":
            parts += formula(part.value)
        elif part.kind == "text" or part.value in marks:
            parts.append(part)
    return merged(parts)


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    r"""The characters that a reader sees; a formula is TeX only if it is more than letters, signs and scripts.

    >>> plain(r"{GPU}s for CO<sub>2</sub> in $O(n \log n)$ or $\frac{a}{b}$")
    'GPUs for CO₂ in O(n log n) or $\\frac{a}{b}$'
    """
    return without_marks(flattened(parse(text), ("sub", "sup"), _formula))


def _formula(tex: str) -> ParsedText:
    from moebib.text.latex.formulas import as_text  # which most lists do not need

    return as_text(tex) or as_characters(tex)
