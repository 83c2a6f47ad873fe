"""Text with markup as HTML."""

from __future__ import annotations

import re
from html import escape

from moebib.text.characters import UNSEEN
from moebib.text.grammar import ParsedText, TextPart, parse
from moebib.text.latex.formulas import as_text, is_harmless
from moebib.text.markup._plain import as_characters, flattened

__all__ = ["html"]

# MathJax and KaTeX search the text between tags for these.
_DELIMITER = re.compile(r"\$|\\(?=[A-Za-z(\[])")


def html(text: str) -> str:
    r"""*text* as well-formed HTML of ``<i>``, ``<b>``, ``<sub>``, ``<sup>`` and ``<span>`` without attributes.

    A harmless formula is HTML, or ``$TeX$`` for MathJax; any other is text in which MathJax finds no formula. HTML has
    no tag for small capitals.

    >>> print(html(r"$x_1$ <script> $\frac{a}{b}$ $\input{x}$"))
    x<sub>1</sub> &lt;script&gt; $\frac{a}{b}$ <span>$</span><span>\</span>input{x}<span>$</span>
    """
    return "".join(map(_written, flattened(parse(text), ("i", "b", "sub", "sup"), _formula)))


def _formula(tex: str) -> ParsedText:
    return as_text(tex) or ((TextPart("math", tex),) if is_harmless(tex) else as_characters(tex))


def _written(part: TextPart) -> str:
    if part.kind == "math":
        return f"${escape(part.value)}$"
    if part.kind == "text":
        shown = escape(UNSEEN.sub("\ufffd", part.value))
        return _DELIMITER.sub(r"<span>\g<0></span>", shown)
    return f"<{part.value}>" if part.kind == "open" else f"</{part.value}>"
