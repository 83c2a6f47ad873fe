"""A paper list in Markdown: entries as lines, bullets or tables, under headings that are the sections.

Every line is accounted for: it is a heading, an entry, a row, or it has a finding.

    MB101  a line that looks like an entry and was not understood
    MB102  text that is no entry, skipped
    MB103  a work that stands there more than once, united
    MB104  a link that was repaired, or not kept
    MB105  a value that is none
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from moebib.formats import ParsedFile
from moebib.formats.paper_list.lines import parser
from moebib.formats.paper_list.reading import Reading
from moebib.library.config import Config

__all__ = ["read"]

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read(text: str, config: Config) -> ParsedFile:
    """The works, models and sections of a list."""
    tokens = parser().parse(_CONTROL.sub("\ufffd", text.removeprefix("\ufeff")))
    reading = Reading(config, titled=sum(token.type == "heading_open" and token.tag == "h1" for token in tokens) == 1)
    for token, context in _blocks(tokens):
        reading.take(token, context)
    records = reading.works.records()
    models = reading.models(records)
    findings = sorted(
        [*reading.findings, *reading.skipped(), *reading.works.findings], key=lambda finding: finding.line or 0
    )
    return ParsedFile(records, models, reading.sections.found(), tuple(findings))


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """The tokens with the block they stand in: of a heading, a list, a quotation, a table or nothing of these."""
    within: list[str] = [""]
    for token in tokens:
        kind = token.type.partition("_")[0]
        if token.nesting == 1 and kind in ("heading", "list", "blockquote", "table"):
            within.append(token.tag if kind == "heading" else kind)
            yield token, within[-1]
        elif token.nesting == -1 and kind in ("heading", "list", "blockquote", "table"):
            yield token, within.pop()
        else:
            yield token, within[-1]
