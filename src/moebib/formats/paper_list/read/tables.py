"""Reads the tables of papers: which column has the titles, and a candidate for each row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from moebib.formats.paper_list.document import Role
from moebib.formats.paper_list.read.blocks import ListText, TableBlock
from moebib.formats.paper_list.read.candidates import WorkCandidate
from moebib.formats.paper_list.read.line import CELL, join
from moebib.formats.paper_list.read.unit import WorkUnit
from moebib.formats.paper_list.read.words import column_role

__all__ = ["has_titles", "rows_of"]


def rows_of(table: TableBlock, source: ListText) -> Iterator[WorkCandidate]:
    """The rows of a table of papers."""
    headers = tuple(cell.plain for cell in table.head)
    roles: list[Role | None] = list(map(column_role, headers))
    title = _title_column(table, roles)
    for index, role in enumerate(roles):
        if role == "title" and index != title:
            roles[index] = "comment"
        elif role in ("venue", "date", "authors") and role in roles[:index]:
            roles[index] = None
    if title is not None:
        roles[title] = "title"
    for cells, start, end in table.rows:
        line = join(cells, CELL)
        yield WorkCandidate(
            "row", WorkUnit(line, source.number(start), tuple(roles), headers, table.is_marked), start, end
        )


def has_titles(table: TableBlock) -> bool:
    """Whether a column that may hold titles has texts as long as titles, and not only names."""
    columns = [index for index, cell in enumerate(table.head) if column_role(cell.plain) == "title"]
    lengths = (sum(_words(cells[column].plain) for cells, _, _ in table.rows) for column in columns)
    return max(lengths, default=0) >= 5 * len(table.rows)


def _title_column(table: TableBlock, roles: Sequence[Role | None]) -> int | None:
    """The column of titles: of those that the headers allow, that with the longest texts.

    A column of names ("Method") is none if there is one with longer texts.
    """
    lengths = [sum(_words(cells[index].plain) for cells, _, _ in table.rows) for index in range(len(roles))]
    stated = [index for index, role in enumerate(roles) if role == "title"]
    best = max(stated, key=lambda index: lengths[index], default=None)
    if best is not None and (table.is_marked or lengths[best] >= 2 * len(table.rows)):
        return best
    open_columns = [index for index, role in enumerate(roles) if role is None]
    guess = max(open_columns, key=lambda index: lengths[index], default=None)
    return guess if guess is not None and lengths[guess] >= 3 * len(table.rows) else best


def _words(text: str) -> int:
    """How many words there are; three characters of Chinese, Japanese or Korean count as one."""
    return max(len(text.split()), len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]", text)) // 3)
