"""Works as a table, lines of a template, JSON or in a format: what `list`, `search` and `show` have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from moebib.cli._output import Terminal
from moebib.cli._text import counted, json_text, plain

if TYPE_CHECKING:
    from moebib.cli._options import WorksView
    from moebib.records.record import Record

__all__ = ["print_works", "works_text"]

_FIELDS = "key,year,venue,title"
_LEAST = {"abstract": 24, "title": 24, "authors": 16, "container_title": 12, "tags": 8, "keywords": 8, "venue": 8}
"""The columns that give way in a narrow terminal, in this order, and their least widths."""


def print_works(out: Terminal, records: Sequence[Record], total: int, view: WorksView) -> None:
    """Print those of *records* that *view* wants, as it wants them, or write them to its file."""
    from moebib.library.columns import columns_of, sort_works, text_of

    works = records if view.sort is None else sort_works(records, view.sort)
    works = works[: view.limit]
    shown = f"{len(works)} of {counted(total, 'work')}"
    columns = columns_of(_FIELDS if view.fields is None else view.fields)
    text: str | None
    if view.as_json:
        as_json = ({name: value(work) for name, value in columns.items()} for work in works)
        text = json_text(list(as_json) if view.fields else [work.to_dict() for work in works])
    else:
        text = works_text(works, view)
    rows = (tuple(text_of(value(work)) for value in columns.values()) for work in works)
    if text is None and view.output:
        text = plain("".join("\t".join(row) + "\n" for row in rows))
    if text is not None:
        out.write(text, view.output, view.preview, shown)
        return
    least = {name.upper(): width for name, width in _LEAST.items() if name in columns}
    out.table(tuple(name.upper() for name in columns), rows, least=least)
    out.say(shown)


def works_text(works: Sequence[Record], view: WorksView) -> str | None:
    """The works by a template or in a format; ``None`` if *view* wants them in the way of the command.

    Raises:
        InputError: If there is no such format or field.
    """
    if view.template is not None:
        from moebib.library.columns import LineTemplate

        template = LineTemplate.parse(view.template)
        return plain("".join(map(template.fill, works)))
    if view.format is None and view.output is None:
        return None
    from moebib import formats

    format = formats.get(view.format, "write") if view.format else formats.by_ending(str(view.output))
    if format is None:
        return None
    if view.fields is not None:
        raise click.UsageError(f"--fields and the format {format.name} cannot be combined")
    return format.record_writer().dump(works, formats.Options())
