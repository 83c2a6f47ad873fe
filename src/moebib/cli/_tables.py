"""Tables on a terminal: what fits in a line is a line; in a narrow terminal a row continues below itself.

Nothing is left out: a text that is cut ends with "…", and what has no room in a line gets lines of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import click
from rich.cells import cell_len, chop_cells, set_cell_size

__all__ = ["cut", "padded", "table_lines", "width_of"]

_GAP = 2
"""The number of spaces between two columns, and before the continuation of a row."""


def table_lines(
    head: Sequence[str], rows: Sequence[Sequence[str]], width: int, *, least: Mapping[str, int], color: bool
) -> Iterator[str]:
    """The lines of a table that is at most *width* cells wide.

    The columns in *least* give way in their order, each down to its least width; others are never cut, because people
    copy keys and compare numbers. If this is not enough, all values of a row are written below the first one.
    """
    natural = [max(width_of(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    widths = _fitted(dict(zip(head, natural, strict=True)), width, least)
    if widths is None:
        for row in rows:
            yield from _row_below(head, row, width, color=color)
        return
    for number, row in enumerate((head, *rows)):
        used = max((index for index, cell in enumerate(row) if cell), default=0) + 1
        cells = [padded(cut(cell, size), size) for cell, size in zip(row[:used], widths[:used], strict=True)]
        cells[-1] = cells[-1].rstrip()
        if color:
            cells = [_key(cells[0]), *cells[1:]] if number else [click.style(cell, bold=True) for cell in cells]
        yield (" " * _GAP).join(cells)


def width_of(text: str) -> int:
    """The number of cells that *text* takes: two for a Chinese character, none for a combining one."""
    return cell_len(text)


def cut(text: str, width: int) -> str:
    """*text*, cut to at most *width* cells; a text that is cut ends with "…"."""
    return text if width_of(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def padded(text: str, width: int) -> str:
    """*text* with spaces behind it up to *width* cells."""
    return text + " " * (width - width_of(text))


def _fitted(natural: dict[str, int], width: int, least: Mapping[str, int]) -> list[int] | None:
    """The width of each column, ``None`` if the line has no room for them."""
    widths = dict(natural)
    excess = sum(widths.values()) + _GAP * (len(widths) - 1) - width
    for name, smallest in least.items():
        given = min(max(excess, 0), max(widths[name] - max(smallest, width_of(name)), 0))
        widths[name] -= given
        excess -= given
    return list(widths.values()) if excess <= 0 else None


def _row_below(head: Sequence[str], row: Sequence[str], width: int, *, color: bool) -> Iterator[str]:
    """The first cell, and below it all others that are not empty, with their labels."""
    yield _key(row[0]) if color else row[0]
    words: list[str] = []
    for name, cell in zip(head[1:], row[1:], strict=True):
        if first := cell.split():
            words += [*(["·"] if words else []), f"{name.lower()} {first[0]}", *first[1:]]
    for line in _wrapped(words, max(width - _GAP, 2)):
        if line != "·":
            yield " " * _GAP + line.removeprefix("· ").removesuffix(" ·")


def _wrapped(words: Iterable[str], width: int) -> Iterator[str]:
    """*words* in lines of at most *width* cells; only a URL may be longer, so that it can be copied."""
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if width_of(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        *full, line = [word] if "://" in word else chop_cells(word, width)
        yield from full
    if line:
        yield line


def _key(text: str) -> str:
    return click.style(text, fg="cyan")
