r"""CSV for spreadsheets: what fits in a table (``library.row``), lists joined by "; ".

Quoted by RFC 4180, except that lines end in ``\n``, as in every export here; every reader accepts that. A cell that a
spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection"); so does one that already begins
with apostrophes and such a sign, so that removing one apostrophe always restores the cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from moebib.formats import Format, Options, RecordWriter

if TYPE_CHECKING:
    from moebib.records.record import Record

__all__ = ["FORMAT"]

_COLUMNS = {
    "id": "id", "type": "type", "title": "title", "author": "author", "year": "issued", "issued": "issued",
    "venue": "container_title_short", "container_title": "container_title", "doi": "identifiers",
    "arxiv": "identifiers", "link": "url", "code": "links", "tags": "tags", "keyword": "keyword",
}  # fmt: skip
"""Each column of a row, with the field that it shows."""
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001 (full-width signs start formulas too)


def _item(record: Record, options: Options) -> str:
    """One row."""
    from moebib.library.library import row

    return ",".join(map(_cell, row(record).values())) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = f"'{text}" if _FORMULA.match(text) else text
    # The csv module of Python < 3.13 leaves a lone CR unquoted, which then reads as the end of the row.
    return '"' + text.replace('"', '""') + '"' if re.search(r'[",\r\n]', text) else text


def _fields() -> Mapping[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for column, field in _COLUMNS.items():
        columns.setdefault(field, []).append(column)
    return columns


def _kept_identifiers(record: Record) -> object:
    from moebib.records.identifier import Scheme

    first = {identifier.scheme: identifier for identifier in reversed(record.identifiers)}
    return tuple(first[scheme] for scheme in (Scheme.DOI, Scheme.ARXIV) if scheme in first)


def _kept_links(record: Record) -> object:
    return type(record.links)(code=record.links.code)


FORMAT = Format(
    name="csv",
    title="CSV",
    suffixes=(".csv",),
    write=RecordWriter(_item, head=",".join(_COLUMNS) + "\n"),
    fields=_fields,
    caveats={
        "author": "as displayed, not in parts",
        "container_title_short": "the container_title if there is none",
        "identifiers": "only the first DOI and arXiv ID",
        "url": "the preferred page",
        "links": "only code",
    },
    kept={"identifiers": _kept_identifiers, "links": _kept_links},
)
