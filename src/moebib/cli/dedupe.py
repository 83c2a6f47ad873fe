"""`moebib dedupe`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import click

from moebib.cli._completion import complete_keys
from moebib.cli._list import list_root, point_to_build
from moebib.cli._options import Preview, json_option, preview_options
from moebib.cli._output import Terminal
from moebib.cli._progress import busy
from moebib.cli._text import counted
from moebib.text import markup
from moebib.text.shorten import shorten

if TYPE_CHECKING:
    from moebib.commands.dedupe import MergedPair, Similar
    from moebib.matching.duplicates import Pair
    from moebib.matching.related import RelatedPair
    from moebib.records.record import Record, RelationKind

GROUP = "Change a list"


@click.command()
@click.option(
    "--merge",
    "to_merge",
    nargs=2,
    metavar="KEEP DROP",
    shell_complete=complete_keys,
    help="Merge two works under the first key.",
)
@click.option(
    "--not",
    "different",
    nargs=2,
    metavar="KEY KEY",
    shell_complete=complete_keys,
    help="Record in moebib.toml that these are different works. The second one may be an identifier.",
)
@click.option(
    "--relate",
    "relation",
    nargs=3,
    metavar="KEY KIND KEY",
    shell_complete=complete_keys,
    help="Record in the entry of the first work how it is related to the second one, a key or an identifier: "
    "extended-by, continued-by, published-as, ...",
)
@click.option(
    "--merge-above",
    "similarity",
    type=click.FloatRange(0, 1),
    metavar="SIMILARITY",
    help="Merge all pairs with at least this similarity (0 to 1) that differ in no volume, edition, publisher or other "
    "detail; the first key is kept.",
)
@json_option
@preview_options()
@click.pass_obj
def dedupe(
    out: Terminal,
    to_merge: tuple[str, str] | None,
    different: tuple[str, str] | None,
    relation: tuple[str, str, str] | None,
    similarity: float | None,
    as_json: bool,
    preview: Preview,
) -> None:
    """Find duplicate and related works.

    Without options, lists the pairs that are probably the same work, and those of which one is probably the publication
    of the other under another title, a longer version of it, or its sequel, with the evidence. Nothing is changed.

    A preprint and its publication are one work: merging them keeps both, with the preprint as a version. Nothing is
    lost: fields and versions of both works are combined, conflicting values are reported and kept as well, and the
    dropped key still cites the work.

    \b
    Examples:
      moebib dedupe
      moebib dedupe --merge doe2024sparse doe2023sparse
      moebib dedupe --merge-above 0.98 --dry-run
      moebib dedupe --relate doe2024sparse continued-by doe2025sparser
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.dedupe import find_similar, mark_different, mark_related, merge, merge_similar

    if similarity is not None and math.isnan(similarity):
        raise click.UsageError("--merge-above needs a number from 0 to 1, not nan")
    if sum(option is not None for option in (to_merge, different, relation, similarity)) > 1:
        raise click.UsageError("--merge, --not, --relate and --merge-above cannot be combined")
    root = list_root(out)
    write = preview.write
    if to_merge:
        _report(out, [merge(root, *to_merge, write=write)], preview, as_json=as_json)
    elif similarity is not None:
        with busy(out, "comparing works"):
            merged, doubtful = merge_similar(root, similarity, write=write)
        _report(out, merged, preview, as_json=as_json)
        for pair in doubtful:
            keys = f"{pair.first.id} {pair.second.id}"
            differing = ", ".join(pair.distance.details) or "what they were merged with"
            out.say(f"not merged, because they differ in {differing}: {keys}")
        if doubtful:
            out.say("hint: `moebib dedupe --merge KEEP DROP` if they are one work, --not KEY KEY if they are two")
    elif different:
        changes = mark_different(root, *different, write=write)
        out.changes(changes, preview, {"different": different} if as_json else None)
        recorded = "are already recorded" if not changes else "are recorded" if write else "would be recorded"
        out.say(f"{different[0]} and {different[1]} {recorded} as different works")
    elif relation:
        first, kind, second = relation
        changes = mark_related(root, first, _kind(kind), second, write=write)
        out.changes(changes, preview, {"related": relation} if as_json else None)
        recorded = "is already recorded" if not changes else "is recorded" if write else "would be recorded"
        out.say(f"{first} {kind} {second} {recorded}")
    else:
        with busy(out, "comparing works"):
            similar = find_similar(root)
        _show(out, similar, as_json=as_json)


def _kind(text: str) -> RelationKind:
    """*text* as a kind of relation."""
    from typing import cast, get_args

    from moebib.records.record import RelationKind
    from moebib.text.suggest import unknown

    if text not in get_args(RelationKind):
        raise click.UsageError(unknown("relation", text, get_args(RelationKind)))
    return cast("RelationKind", text)


def _show(out: Terminal, similar: Similar, *, as_json: bool) -> None:
    if as_json:
        out.json([*map(_plain, similar.duplicates), *map(_plain_relation, similar.related)])
    else:
        out.text("\n".join([*map(_lines, similar.duplicates), *map(_lines_on_relation, similar.related)]))
    if similar.duplicates:
        out.say(
            f"{counted(len(similar.duplicates), 'pair')} of probable duplicates\n"
            "hint: merge them with `moebib dedupe --merge KEEP DROP`, or record that they are different works with "
            "`moebib dedupe --not KEY KEY`"
        )
    else:
        out.say("no duplicates found")
    if similar.related:
        out.say(
            f"{counted(len(similar.related), 'pair')} of probably related works\n"
            "hint: record the relation with `moebib dedupe --relate KEY KIND KEY`; --merge them if they are one work, "
            "or use --not if they are unrelated"
        )
    if any(similar):
        raise click.exceptions.Exit(1)


def _lines(pair: Pair) -> str:
    similarity = f"{1 - float(pair.distance):.2f}"
    return f"{similarity}  {pair.first.id} {pair.second.id}\n      distance {pair.distance}\n{_rows(pair)}"


def _lines_on_relation(pair: RelatedPair) -> str:
    return f"{pair.first.id} {pair.kind} {pair.second.id}?\n      {pair.evidence}\n{_rows(pair)}"


def _rows(pair: Pair | RelatedPair) -> str:
    return "".join(f"      {record.id}: {_about(record)}\n" for record in (pair.first, pair.second))


def _about(record: Record) -> str:
    authors = record.author[0].display() if record.author else ""
    authors += " et al." if len(record.author) > 1 or record.author.others else ""
    date = str(record.issued) if record.issued else ""
    identifiers = " ".join(map(str, record.identifiers))
    return ", ".join(
        part for part in (authors, f'"{markup.plain(record.title)}"', record.venue, date, identifiers) if part
    )


def _plain(pair: Pair) -> dict[str, Any]:
    return {
        "keys": [pair.first.id, pair.second.id],
        "alike": round(1 - float(pair.distance), 4),
        "distance": float(pair.distance),
        "penalties": dict(pair.distance),
    }


def _plain_relation(pair: RelatedPair) -> dict[str, Any]:
    return {
        "keys": [pair.first.id, pair.second.id],
        "relation": pair.kind,
        "evidence": {**pair.evidence._asdict(), "of_people": list(pair.evidence.of_people)},
    }


def _report(out: Terminal, merged: list[MergedPair], preview: Preview, *, as_json: bool) -> None:
    for pair in merged:
        if not pair.changes:
            out.say(f"{pair.drop} was already merged into {pair.keep}")
            continue
        if not as_json:
            out.changes(pair.changes, preview)
        out.say(
            f"{'merged' if preview.write else 'would merge'} {pair.drop} into {pair.keep}; {pair.drop} still cites it"
        )
        for conflict in pair.conflicts:
            kept, dropped = _short(conflict.kept), _short(conflict.dropped)
            out.say(f"  {conflict.field}: {kept} is kept; {dropped} is kept in aliases, extra or origin")
    if as_json:
        out.json(
            {
                "merged": [{"kept": pair.keep, "dropped": pair.drop} for pair in merged],
                "written": preview.write,
                "changes": [change for pair in merged for change in pair.changes.to_dicts(with_diff=preview.diff)],
            }
        )
    pairs = counted(sum(bool(pair.changes) for pair in merged), "pair")
    out.say(f"{pairs} {'' if preview.write else 'would be '}merged")
    if preview.write and any(pair.changes for pair in merged):
        point_to_build(out)


def _short(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return repr(shorten(text, 70))
