r"""CSV for spreadsheets: what fits in a table (``library.row``), lists joined by "; ".

Quoted as RFC 4180 has it, but lines end in ``\n``, as every export here does and every reader takes. A cell that a
spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection"); so does one that already has
apostrophes there, so that leaving one out gives the cell back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from moebib.formats.exporters import Exporter, Options
from moebib.library.library import row
from moebib.records.record import Record

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001 (full-width signs start formulas too)


def item(record: Record, options: Options) -> str:
    """One row."""
    return _line(row(record).values())


def _line(cells: Iterable[object]) -> str:
    return ",".join(map(_cell, cells)) + "\n"


def _cell(value: object) -> str:
    """The csv module of Python < 3.13 leaves a lone CR unquoted, which then reads as the end of the row."""
    text = _plain(value)
    text = f"'{text}" if _FORMULA.match(text) else text
    return '"' + text.replace('"', '""') + '"' if re.search(r'[",\r\n]', text) else text


def _plain(value: object) -> str:
    if value is None:
        return ""
    return (
        str(value) if isinstance(value, (str, int)) or not isinstance(value, Iterable) else "; ".join(map(str, value))
    )


EXPORTER = Exporter(suffix=".csv", item=item, head=_line(row(Record(id="a", type="document"))))
