r"""Writes Markdown (CommonMark 0.31, with tables and math as on GitHub): escaped text, links, headings, tables.

The text may be hostile. The result is one line without markup other than math, and parsing it gives the same text.
``$d_{model}$`` is kept for GitHub to render; a dollar sign that does not begin a simple, harmless formula is escaped.
``moebib.text.markup.markdown`` writes text with markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from moebib.text.characters import UNSEEN
from moebib.text.latex.formulas import is_harmless
from moebib.text.urls import starts_with_http

__all__ = [
    "MATH",
    "anchors",
    "at_beginning",
    "clean",
    "destination",
    "escape",
    "escape_all",
    "heading",
    "link",
    "table",
]

MATH = re.compile(r"(?<![\w$\\])\$(?!\s)(?P<tex>(?:\\[A-Za-z]|[\w ^{}+=.,:;()/'!-])+)(?<!\s)\$(?![\w$])")
"""A formula that needs no escapes in Markdown: no brackets, pipes, angle brackets, asterisks or escaped punctuation."""

# "http:" in text would become a link on GitHub (GFM 6.9).
_SPECIAL = r"[\\`*\[\]<|~$^]|(?<=http):(?=//)|(?<=https):(?=//)|&(?=#?\w+;)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"
# MathJax searches web pages for formulas and commands that begin with a backslash, but not across tags.
_COMMAND = re.compile(r"(?<=\\)(?=[A-Za-z(\[])")
# At the beginning of a line: a list item, a heading, a block quote, a thematic break.
_BEGINNING = re.compile(r"^(\d*)([-+#=>.)])(?=\s|$|[-+#=>])")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def clean(text: str) -> str:
    r"""*text* on one line; a character that nobody sees becomes U+FFFD, so that readers see that the text had more.

    >>> clean("a  b\n c\u202ed")
    'a b c\ufffdd'
    """
    return UNSEEN.sub("\ufffd", " ".join(text.split()))


def escape(text: str, also: str = "") -> str:
    r"""*text* escaped, so that Markdown shows it as it is; the characters in *also* are escaped everywhere.

    >>> escape("A_b *c* [d](javascript:e) <f> &amp; $d_{model}$ costs $5")
    'A_b \\*c\\* \\[d\\](javascript:e) \\<f> \\&amp; $d_{model}$ costs \\$5'

    ``also`` may contain any ASCII punctuation.

    >>> escape("1. Foo, bar", also=",")
    '1\\. Foo\\, bar'
    """
    shown = clean(text)
    pieces = []
    done = 0
    for formula in MATH.finditer(shown):
        if is_harmless(formula["tex"]):
            pieces += [escape_all(shown[done : formula.start()], also), formula[0]]
            done = formula.end()
    return at_beginning("".join([*pieces, escape_all(shown[done:], also)]))


def escape_all(text: str, also: str = "") -> str:
    """*text*, which is clean, as characters: as ``escape``, but it contains no formula and does not begin a line."""
    special = rf"{_SPECIAL}|[{re.escape(also)}]" if also else _SPECIAL
    return "<span></span>".join(re.sub(special, r"\\\g<0>", piece) for piece in _COMMAND.split(text))


def at_beginning(markdown: str) -> str:
    """*markdown* at the beginning of a line, where some characters would begin a list or a heading."""
    return _BEGINNING.sub(r"\1\\\2", markdown)


def link(label: str, url: str | None) -> str:
    r"""A link with *label*, which is Markdown, or only the label if *url* is not an http(s) URL.

    >>> link(escape("A [b]"), "https://a.example/x(y")
    '[A \\[b\\]](https://a.example/x\\(y)'
    >>> link("A", "javascript:alert(1)")
    'A'
    """
    target = destination(url)
    return f"[{label}]({target})" if target else label


def destination(url: str | None) -> str:
    """*url* as the destination of a link, "" if it is not an http(s) URL.

    It is escaped, not percent-encoded, so that the same URL is read back.
    """
    if not url or not starts_with_http(url):
        return ""
    if re.search(r"[\s<>\"]", url) or UNSEEN.search(url):
        url = "".join(_percent(char) if re.match(r"[\s<>\"]", char) or UNSEEN.match(char) else char for char in url)
    marks = r"[\\`|()]" if not _balanced(url) else r"[\\`|]"
    return re.sub(rf"{marks}|{_ENTITY.pattern}", r"\\\g<0>", url)


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))


def _balanced(url: str) -> bool:
    """Whether each parenthesis has its counterpart, so that none needs an escape in a link."""
    depth = 0
    for char in url:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if not 0 <= depth <= 30:  # CommonMark allows parsers to stop at 32 nested parentheses
            return False
    return depth == 0


def heading(text: str, level: int) -> str:
    """A heading; levels deeper than 6 become 6, the last one of HTML."""
    # Trailing "#" characters would not be part of the heading, so the last one is escaped.
    shown = re.sub(r"(?<!\\)#$", r"\\#", escape(text))
    return f"{'#' * min(level, 6)} {shown}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells in Markdown, padded so that the source is readable."""
    lines = [list(head), *map(list, rows)]
    widths = [max(3, *(_width(line[i]) for line in lines)) for i in range(len(head))]
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    shown = ["| " + " | ".join(_pad(cell, width) for cell, width in zip(line, widths, strict=True)) + " |"
             for line in lines]  # fmt: skip
    return "\n".join([shown[0], rule, *shown[1:]])


def _pad(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(text: str) -> int:
    """The width in a monospaced font (UAX 11): 2 for a wide character, 0 for a combining one."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def anchors(headings: Iterable[str]) -> list[str]:
    """The anchors that GitHub gives to *headings* in the order of the document; a duplicate gets "-1", "-2", ...

    >>> anchors(["Expert Skip/Adaptive Gating", "Others", "Others", "MoE & $d_{model}$"])
    ['expert-skipadaptive-gating', 'others', 'others-1', 'moe--d_model']
    """
    seen: Counter[str] = Counter()
    unique = []
    for text in headings:
        slug = anchor = "".join(map(_anchored, clean(text).lower()))
        while anchor in seen:
            seen[slug] += 1
            anchor = f"{slug}-{seen[slug]}"
        seen[anchor] += 0
        unique.append(anchor)
    return unique


def _anchored(char: str) -> str:
    if char == " ":
        return "-"
    return char if char == "-" or unicodedata.category(char) in _WORD else ""


# \p{Word} in the regular expressions of Ruby, which GitHub uses: letters, marks, decimal digits, connectors.
_WORD = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Pc"))
