"""Jupyter notebooks: the Markdown in their cells, as Jupyter Book, MyST and Quarto read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from json import scanner
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from moebib.citations import CitingText, Offsets, markdown
from moebib.errors import InputError

__all__ = ["read_notebook"]

_CHARACTER = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|.", re.DOTALL)


def read_notebook(text: str) -> CitingText:
    r"""The citations in the Markdown cells of an .ipynb file, by line and column of the file itself.

    >>> notebook = '{"cells": [{"cell_type": "markdown", "source": ["As\\n", "@knuth1984 says"]}]}'
    >>> read_notebook(notebook).citations
    (Citation(key='knuth1984', line=1, column=58),)

    Raises:
        InputError: If it is not a notebook.
    """
    try:
        notebook = _PlacedDecoder().decode(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not a notebook: {error}") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise InputError("not a notebook: no list of cells")
    keys: list[tuple[int, str]] = []
    includes: list[tuple[int, tuple[str, ...]]] = []
    bibliographies: list[str] = []
    labels: list[str] = []
    biblatex = False
    for cell in cells:
        # A raw cell at the top has the metadata of Quarto.
        if isinstance(cell, dict) and (cell.get("cell_type") == "markdown" or cell is cells[0]):
            source, places = _source(text, cell.get("source"))
            offsets = markdown.offsets(source)
            keys += ((places[offset], key) for offset, key in offsets.keys)
            includes += ((places[offset], names) for offset, names in offsets.includes)
            bibliographies += offsets.bibliographies
            labels += offsets.labels
            biblatex |= offsets.biblatex
    return Offsets(keys, includes, bibliographies, labels, biblatex).placed(text)


class _PlacedString(str):
    """A string of a JSON text that knows its offset there."""

    start: int


class _PlacedDecoder(json.JSONDecoder):
    """Reads JSON with strings that know their offsets."""

    def __init__(self) -> None:
        super().__init__()
        self.parse_string = self._parse_placed
        self.scan_once = scanner.py_make_scanner(self)  # type: ignore[attr-defined]

    def _parse_placed(self, text: str, start: int, strict: bool) -> tuple[_PlacedString, int]:
        value, end = scanstring(text, start, strict)
        placed = _PlacedString(value)
        placed.start = start
        return placed, end


def _source(text: str, source: Any) -> tuple[str, list[int]]:
    """The text of a cell, a string or a list of them, and the offset of each of its characters in the file."""
    strings = [part for part in (source if isinstance(source, list) else [source]) if isinstance(part, _PlacedString)]
    return "".join(strings), [place for string in strings for place in _places(text, string)]


def _places(text: str, string: _PlacedString) -> Iterator[int]:
    characters = _CHARACTER.finditer(text, string.start)
    return (character.start() for character, _ in zip(characters, string, strict=False))
