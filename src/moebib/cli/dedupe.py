"""`moebib dedupe`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from moebib.cli._options import preview_options
from moebib.cli._output import Terminal, counted
from moebib.text.shorten import shorten

if TYPE_CHECKING:
    from moebib.commands.dedupe import Merged
    from moebib.matching.duplicates import Pair
    from moebib.records.record import Record


@click.command()
@click.option("--merge", "pair", nargs=2, metavar="KEEP DROP", help="Make the two one work, under the first key.")
@click.option("--not", "two", nargs=2, metavar="KEY KEY", help="Remember in moebib.toml that the two are two works.")
@click.option(
    "--yes",
    "above",
    type=click.FloatRange(0, 1),
    metavar="ABOVE",
    help="Make every pair one that is at least so alike, from 0 to 1; the first key stays.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the pairs as JSON.")
@preview_options
@click.pass_obj
def dedupe(
    out: Terminal,
    pair: tuple[str, str] | None,
    two: tuple[str, str] | None,
    above: float | None,
    as_json: bool,
    dry_run: bool,
    diff: bool,
) -> None:
    """Find works that stand in the list twice.

    It shows the evidence, makes them one, or remembers that they are two.

    A preprint and its publication are one work: merging keeps both, the preprint as a version. Nothing is lost: fields
    are united, and what contradicts is listed and kept in `extra`; the key that is dropped still cites the work.
    """
    from moebib.commands import dedupe as action_dedupe

    if sum(option is not None for option in (pair, two, above)) > 1:
        raise click.UsageError("one of --merge, --not and --yes at a time")
    root = out.root()
    write = not (dry_run or diff)
    if pair:
        _report(out, [action_dedupe.merge(root, *pair, write=write)], applied=write, diff=diff)
    elif above is not None:
        _report(out, action_dedupe.merge_sure(root, above, write=write), applied=write, diff=diff)
    elif two:
        changes = action_dedupe.tell_apart(root, *two, write=write)
        if not write:
            out.preview(changes, diff=diff)
        out.say(f"{two[0]} and {two[1]} are two works" + ("" if changes else ", as moebib.toml said already"))
    else:
        _show(out, action_dedupe.find_duplicates(root), as_json=as_json)


def _show(out: Terminal, pairs: list[Pair], *, as_json: bool) -> None:
    if as_json:
        out.json([_plain(pair) for pair in pairs])
    else:
        out.text("\n".join(map(_lines, pairs)))
    if pairs:
        out.say(
            f"{counted(len(pairs), 'pair')} of works that are probably one: "
            "`moebib dedupe --merge KEEP DROP` makes them one, `--not KEY KEY` remembers that they are two"
        )
        raise click.exceptions.Exit(1)
    out.say("no work stands in the list twice")


def _lines(pair: Pair) -> str:
    alike = f"{1 - float(pair.distance):.2f}"
    rows = "".join(f"      {record.id}: {_about(record)}\n" for record in pair[:2])
    return f"{alike}  {pair.first.id} {pair.second.id}\n      distance {pair.distance}\n{rows}"


def _about(record: Record) -> str:
    who = record.author[0].display() + (" et al." if len(record.author) > 1 else "") if record.author else ""
    when = str(record.issued) if record.issued else ""
    ids = " ".join(str(one) for one in record.identifiers)
    return ", ".join(part for part in (who, f'"{record.title}"', record.venue, when, ids) if part)


def _plain(pair: Pair) -> dict[str, Any]:
    return {
        "keys": [pair.first.id, pair.second.id],
        "alike": round(1 - float(pair.distance), 4),
        "distance": float(pair.distance),
        "penalties": dict(pair.distance),
    }


def _report(out: Terminal, merged: list[Merged], *, applied: bool, diff: bool) -> None:
    for one in merged:
        if not applied:
            out.preview(one.changes, diff=diff)
        out.say(f"{'merged' if applied else 'would merge'} {one.drop} into {one.keep}; {one.drop} still cites it")
        for conflict in one.conflicts:
            out.say(f"  {conflict.field}: {_short(conflict.kept)} stays; {_short(conflict.dropped)} is kept beside it")
    if applied:
        out.say(f"{counted(len(merged), 'pair')} merged")


def _short(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return repr(shorten(text, 70))
