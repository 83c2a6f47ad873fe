"""Characters in .bib files that TeX does not print: they stay as they are in every .bib file that is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.checks.rules import Context, Flaw, Rule
from moebib.records.record import Record
from moebib.text.shorten import quote

_PRINTED = (
    "title", "subtitle", "booktitle", "booksubtitle", "maintitle", "shorttitle", "journal", "journaltitle",
    "shortjournal", "series", "publisher", "institution", "school", "organization", "address", "location", "edition",
    "note", "addendum",
)  # fmt: skip
"""The fields that styles print as text; in others, such as ``url``, the characters are what they are.

In a name, ``&`` is not a character that needs a backslash but another name (MB401).
"""
_SPECIAL = re.compile(
    r"\\(?:url|path|nolinkurl|href|ensuremath|ce|ref|label|[a-zA-Z]*cite[a-zA-Z]*)\s*\{(?:[^{}]|\{[^{}]*\})*\}"
    r"|\\verb(?P<end>[^a-zA-Z\s]).*?(?P=end)|\\\(.*?\\\)|\\\[.*?\\\]|\$\$.*?\$\$|\$[^$]*\$|\\.|(?P<char>[&%#_^])",
    re.DOTALL,
)
"""What needs no backslash, and what does."""


@Rule(
    code="MB331", name="unescaped-character", finds="a character in a .bib file that needs a backslash before it",
    why="BibTeX copies it, and LaTeX stops at `&`, `#`, `_` and `^`, and drops the rest of the line after `%`.",
    bad=("@book{a, title = {Experts & Routers}}", "@book{a, title = {10% of the Experts}}",
         "@book{a, title = {Experts}, publisher = {Warm_Lab}}"),
    good=(r"@book{a, title = {Experts \& Routers}}", r"@book{a, title = {The $a_i^2$ of {\'E}xperts}}",
          r"@misc{a, title = {Experts}, note = {\url{https://a.example/b_c%20d}}, url = {https://a.example/b_c}}"),
    fix="`moebib fix` writes a backslash before `&`, `%` and `#`. Where `_` and `^` mean a formula, write `$H_2O$`.",
).each_work  # fmt: skip
def unescaped_character(record: Record, context: Context) -> Iterator[Flaw]:
    """Outside of formulas and URLs. One flaw per field."""
    fields = context.bib_fields.get(record.id, {})
    for name in filter(fields.__contains__, _PRINTED):
        chars = {match["char"] for match in _SPECIAL.finditer(fields[name]) if match["char"]}
        if not chars:
            continue
        listed = ", ".join(sorted(chars))
        is_certain = chars <= {"&", "%", "#"}
        escaped = _SPECIAL.sub(lambda match: f"\\{match[0]}" if match["char"] else match[0], fields[name])
        hint = "write a backslash before it" if is_certain else "write a backslash before it, or $...$ for a formula"
        message = f"unescaped {listed} in the {name}: {quote(fields[name])}"
        yield Flaw(("extra", name), message, hint, written={name: escaped} if is_certain else None)
