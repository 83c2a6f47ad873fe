r"""CSV for spreadsheets: what fits in a table (``library.row``), lists joined by "; ".

Every cell is quoted, by RFC 4180, except that lines end in ``\n``, as in every export here; every reader accepts that.

A spreadsheet runs a cell as a formula if it begins with one of a few signs (OWASP, "CSV Injection"). One that separates
cells by semicolons or tabs, or that splits a cell into lines, runs what follows those, too. So an apostrophe is put in
front of each such part; also of one that already begins with apostrophes and a sign, so that removing one apostrophe
from each always restores the cell. ``--report`` lists the cells that this changes, ``--raw`` writes them unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from moebib.formats import Format, Options, RecordWriter
from moebib.records.fields import MARKUP
from moebib.text.markup import escape, plain

if TYPE_CHECKING:
    from moebib.records.record import Record

__all__ = ["FORMAT"]

_COLUMNS = {
    "id": "id", "type": "type", "title": "title", "author": "author", "year": "issued", "issued": "issued",
    "venue": "container_title_short", "container_title": "container_title", "doi": "identifiers",
    "arxiv": "identifiers", "link": "url", "code": "links", "tags": "tags", "keyword": "keyword",
}  # fmt: skip
"""Each column of a row, with the field that it shows."""
_TEXTS = ("id", "title", "container_title", "container_title_short", "url", "keyword")
_BREAKS = r";\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029"
_FORMULA = re.compile(
    rf"""
      (?: \A | (?<=[{_BREAKS}]) ) (?= (?: ' | [^\S{_BREAKS}] )* [=+\-@＝＋－＠] )
    | \A (?= '*[\t\r\n] )
    """,  # noqa: RUF001 - full-width signs start formulas, too
    re.VERBOSE,
)
"""The places where a spreadsheet may begin to read a formula."""
_APOSTROPHES = "without --raw, an apostrophe before what a spreadsheet would run as a formula"


def _item(record: Record, options: Options) -> str:
    """One row."""
    from moebib.library.table import row

    texts = ("; ".join(map(str, value)) if isinstance(value, list) else value for value in row(record).values())
    cells = ("" if text is None else text for text in texts)
    # A negative number, as the year of a classic, is no formula.
    return _line(str(cell) if options.raw or isinstance(cell, int) else _disarmed(cell) for cell in cells)


def _line(cells: Iterable[str]) -> str:
    quoted = (cell.replace('"', '""') for cell in cells)
    return ",".join(f'"{cell}"' for cell in quoted) + "\n"


def _disarmed(text: str) -> str:
    return _FORMULA.sub("'", text)


def _fields() -> Mapping[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for column, field in _COLUMNS.items():
        columns.setdefault(field, []).append(column)
    return columns


def _kept_text(field: str, record: Record, options: Options) -> object:
    value = getattr(record, field)
    if field in MARKUP:
        value = escape(plain(value))
    if options.raw or not value:
        return value
    return _disarmed(value) if isinstance(value, str) else tuple(map(_disarmed, value))


def _kept_issued(record: Record, options: Options) -> object:
    cell = str(record.issued or "")
    return record.issued if options.raw or _disarmed(cell) == cell else None


def _kept_authors(record: Record, options: Options) -> object:
    from moebib.records.name import Name

    if options.raw:
        return tuple(record.author)
    cells = [(name, name.display()) for name in record.author]
    return tuple(name if _disarmed(cell) == cell else Name(literal=_disarmed(cell)) for name, cell in cells)


def _kept_identifiers(record: Record, options: Options) -> object:
    from moebib.records.identifier import Scheme

    first = {identifier.scheme: identifier for identifier in reversed(record.identifiers)}
    shown = (first[scheme] for scheme in (Scheme.DOI, Scheme.ARXIV) if scheme in first)
    return tuple(identifier for identifier in shown if options.raw or _disarmed(identifier.value) == identifier.value)


def _kept_links(record: Record, options: Options) -> object:
    shown = (url for url in record.links.code if options.raw or _disarmed(url) == url)
    return type(record.links)(code=tuple(shown))


FORMAT = Format(
    name="csv",
    title="CSV",
    suffixes=(".csv",),
    write=RecordWriter(_item, head=_line(_COLUMNS)),
    fields=_fields,
    caveats={
        **dict.fromkeys((*_TEXTS, "issued"), _APOSTROPHES),
        **dict.fromkeys(("title", "container_title"), f"without markup; {_APOSTROPHES}"),
        "author": f'as displayed, not in parts, and without "and others"; {_APOSTROPHES}',
        "container_title_short": f"the container_title if there is none; {_APOSTROPHES}",
        "identifiers": f"only the first DOI and arXiv ID; {_APOSTROPHES}",
        "url": f"the preferred page; {_APOSTROPHES}",
        "links": f"only code; {_APOSTROPHES}",
    },
    kept={
        **{field: partial(_kept_text, field) for field in _TEXTS},
        "author": _kept_authors,
        "issued": _kept_issued,
        "identifiers": _kept_identifiers,
        "links": _kept_links,
    },
    notes="""\
Every cell is quoted. An apostrophe is put in front of a cell, or of a part of it behind a semicolon, a tab or a line
break, that a spreadsheet would run as a formula; removing it restores the text. `--raw` writes the cells unchanged, for
programs that are not spreadsheets.
""",
)
