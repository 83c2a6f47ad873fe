"""Finds the tables of models in a list, with the place of each cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from moebib.formats.paper_list.read.blocks import ListText, TableBlock
from moebib.formats.paper_list.read.line import MarkdownLine
from moebib.formats.paper_list.read.markdown_blocks import read_blocks
from moebib.formats.paper_list.read.models import is_model_table, model_fields, read_model_row

__all__ = ["ModelCell", "ModelRow", "find_model_tables"]


class ModelCell(NamedTuple):
    """A cell of a row."""

    field: str
    """That of the column, "" for an unknown one."""
    start: int
    end: int
    """Of what is in the cell, without the spaces around it."""


class ModelRow(NamedTuple):
    """The row of a model."""

    line: int
    start: int
    end: int
    """After its line break."""
    cells: tuple[ModelCell, ...]
    values: Mapping[str, Any]
    """What the row states: fields of a model, and the URLs of "reports"."""


def find_model_tables(text: str) -> Iterator[list[ModelRow]]:
    """The rows of each table of models, with the places of their cells."""
    source = ListText(text)
    for table in read_blocks(source):
        if isinstance(table, TableBlock) and table.rows and is_model_table(table.head):
            fields = model_fields(table.head)
            yield [
                ModelRow(number, start, end, tuple(map(_cell, fields, cells)), values)
                for cells, start, end in table.rows
                for number in [source.number(start)]
                for values, _ in [read_model_row(table.head, cells, number)]
            ]


def _cell(field: str, line: MarkdownLine) -> ModelCell:
    written = line.strip()
    return ModelCell(field, written.at[0], written.at[-1])
