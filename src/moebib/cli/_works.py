"""Works as a table, lines of a template, JSON or in a format: what `list`, `search` and `show` have in common."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from moebib.cli._output import Terminal, counted, plain

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

    works = sort_works(records, view.sort) if view.sort else records
    works = works[: view.limit]
    shown = f"{len(works)} of {counted(total, 'work')}"
    text = works_text(works, view)
    if text is not None:
        out.write(text, view.output, view.preview, shown)
        return
    columns = columns_of(view.fields or _FIELDS)
    rows = (tuple(text_of(value(work)) for value in columns.values()) for work in works)
    least = {name.upper(): width for name, width in _LEAST.items() if name in columns}
    out.table(tuple(name.upper() for name in columns), rows, least=least)
    out.say(shown)


def works_text(works: Sequence[Record], view: WorksView) -> str | None:
    """The works by a template, as JSON or in a format; ``None`` if *view* wants them as a command shows them.

    Raises:
        UsageError: If it wants several of these.
        InputError: If there is no such format or field, or the name of the output file means no format.
    """
    from moebib.library.columns import LineTemplate, columns_of

    wanted = {"--format": view.format, "--template": view.template, "--json": view.as_json or None}
    names = [name for name, value in wanted.items() if value is not None]
    names += ["--fields"] if view.fields is not None and names != ["--json"] else []
    if len(names) > 1:
        raise click.UsageError(f"{' and '.join(names)} cannot be combined")
    if view.template is not None:
        template = LineTemplate.parse(view.template)
        return plain("".join(map(template.fill, works)))
    if view.as_json:
        columns = columns_of(view.fields) if view.fields else None
        rows = [work.to_dict() if columns is None else {name: value(work) for name, value in columns.items()}
                for work in works]  # fmt: skip
        return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    if view.format is None and (view.output is None or str(view.output) == "-"):
        return None
    from moebib import formats

    writer = formats.for_output(str(view.output), name=view.format).record_writer()
    return writer.dump(works, formats.Options())
