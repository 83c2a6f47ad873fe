"""`moebib diff`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from moebib.cli._list import list_root
from moebib.cli._options import json_option
from moebib.cli._output import Terminal
from moebib.cli._progress import busy
from moebib.cli._text import counted
from moebib.text import markup
from moebib.text.shorten import shorten

if TYPE_CHECKING:
    from moebib.merging.diff import EntryDiff, FieldDiff
    from moebib.records.model import Model
    from moebib.records.record import Record

GROUP = "Git and CI"

_LONGEST = 80
_MOST_ELEMENTS = 5
_MARKS = {"added": "+", "removed": "-", "renamed": ">", "changed": "~"}


@click.command()
@click.argument("revision", default="HEAD")
@click.argument("until", required=False)
@json_option
@click.pass_obj
def diff(out: Terminal, revision: str, until: str | None, as_json: bool) -> None:
    """Describe what changed in the list since a git revision.

    REVISION is anything that git accepts: HEAD (the default), HEAD~3, main, v1.0 or a hash. It is compared with UNTIL,
    another revision, or with the files as they are now. The exit code is 1 if an entry cannot be read and compared.

    \b
    Examples:
      moebib diff
      moebib diff v1.0 main
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.diff import diff_list

    root = list_root(out)
    with busy(out, "comparing the list"):
        list_diff = diff_list(root, revision, until)
    for finding in list_diff.unreadable:
        out.say(f"cannot read: {finding}")
    entries = list_diff.entries
    if as_json:
        out.json([_as_json(entry) for entry in entries])
    else:
        out.text("".join(map(_lines, entries)))
    out.say(_summary(entries) if entries else "nothing changed")
    if list_diff.unreadable:
        raise click.exceptions.Exit(1)


def _as_json(diff: EntryDiff) -> dict[str, Any]:
    return {"kind": diff.kind, "key": diff.entry.id, "title": _title(diff.entry), "words": list(describe(diff))}


def _lines(diff: EntryDiff) -> str:
    words = "".join(f"      {line}\n" for line in describe(diff))
    return f"{_MARKS[diff.kind]} {diff.entry.id}  {_title(diff.entry)}\n{words}"


def _title(entry: Record | Model) -> str:
    from moebib.records.model import Model

    if isinstance(entry, Model):
        return entry.name
    place = " ".join(str(part) for part in (entry.venue, entry.issued and entry.issued.year) if part)
    return f"{markup.plain(entry.title)} ({place})" if place else markup.plain(entry.title)


def describe(diff: EntryDiff) -> Iterator[str]:
    """What changed in an entry, a line for each change: ``title: "Sparse" -> "Sparse Experts"``."""
    from moebib.records.record import Record

    if diff.kind == "renamed" and diff.old:
        yield f"was {diff.old.id}"
    if isinstance(diff.old, Record) and isinstance(diff.new, Record) and diff.old.is_preprint > diff.new.is_preprint:
        yield f"published: {diff.new.venue or diff.new.type}"
    for field in diff.fields:
        yield from _describe_field(field)


def _describe_field(diff: FieldDiff) -> Iterator[str]:
    parts = diff.parts()
    if parts != (diff,):
        for part in parts:
            yield from _describe_field(part)
    elif not isinstance(diff.new or diff.old, list):
        if diff.old is None:
            yield f"{diff.field}: added {_quoted(diff.new)}"
        elif diff.new is None:
            yield f"{diff.field}: removed {_quoted(diff.old)}"
        else:
            yield f"{diff.field}: {_quoted(diff.old)} -> {_quoted(diff.new)}"
    else:
        if diff.added:
            yield f"{diff.field}: + {_listed(diff.added)}"
        if diff.removed:
            yield f"{diff.field}: - {_listed(diff.removed)}"
        if diff.is_reordered:
            yield f"{diff.field}: reordered"


def _listed(values: list[Any]) -> str:
    more = len(values) - _MOST_ELEMENTS
    return "; ".join(map(_element, values[:_MOST_ELEMENTS])) + (f" and {more} more" if more > 0 else "")


def _element(value: Any) -> str:
    """An element of a list; of a relation, a version or a checkpoint, what tells it from the others."""
    if isinstance(value, list):
        return _listed(value)
    if not isinstance(value, dict):
        return str(value)
    if "value" in value:  # of a disputed field
        return f"{_element(value['value'])} ({value['source']})"
    if value.keys() == {"source", "date"}:  # of a confirmation
        return str(value["source"])
    names = ("kind", "label", "genre", "container_title", "issued", "title", "key", "identifier", "name")
    parts = [value[name].replace("-", " ") if name == "kind" else value[name] for name in names if name in value]
    return " ".join([*parts, *value.get("identifiers", ())]) or shorten(str(value), _LONGEST)


def _quoted(value: Any) -> str:
    return f'"{shorten(str(value), _LONGEST)}"'


def _summary(diffs: Sequence[EntryDiff]) -> str:
    counts = {kind: sum(diff.kind == kind for diff in diffs) for kind in _MARKS}
    parts = ", ".join(f"{number} {kind}" for kind, number in counts.items() if number)
    return f"{counted(len(diffs), 'entry', 'entries')}: {parts}"
