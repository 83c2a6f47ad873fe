r"""Text with markup (``moebib.text.grammar``) as plain text, HTML, LaTeX, Markdown and CSL-JSON, and back.

>>> from moebib.text.markup import csl, html, latex, markdown, plain
>>> title = r"<i>E. coli</i> in {H}<sub>2</sub>O: $x_1$ & $5"
>>> print(plain(title), html(title), latex(title), markdown(title), csl(title), sep="\n")
E. coli in H₂O: x₁ & $5
<i>E. coli</i> in H<sub>2</sub>O: x<sub>1</sub> &amp; <span>$</span>5
\emph{{E}. coli} in {{H}}\textsubscript{2}{O}: $x_1$ \& \$5
*E. coli* in H<sub>2</sub>O: $x_1$ & \$5
<i>E. coli</i> in <span class="nocase">H</span><sub>2</sub>O: <span class="nocase">x<sub>1</sub></span> & $5
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from moebib._lazy import lazy_names
from moebib.text.grammar import ParsedText, escape, parse, source
from moebib.text.markup._plain import plain

if TYPE_CHECKING:
    from moebib.text.markup._html import html
    from moebib.text.markup._latex import from_latex, latex, may_lose_capitals
    from moebib.text.markup._markdown import markdown
    from moebib.text.tags import csl, from_tags, with_tags

__all__ = [
    "ParsedText", "csl", "escape", "from_latex", "from_tags", "html", "latex", "markdown",
    "may_lose_capitals", "parse", "plain", "source", "with_tags",
]  # fmt: skip

# Every command sees plain text; the other forms, with the tables of LaTeX, are needed by few.
__getattr__ = lazy_names(
    __name__,
    {
        "_html": ("html",),
        "_latex": ("from_latex", "latex", "may_lose_capitals"),
        "_markdown": ("markdown",),
        ".tags": ("csl", "from_tags", "with_tags"),
    },
)
