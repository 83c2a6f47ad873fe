"""`moebib diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from moebib.cli._terminal import Terminal, counted

if TYPE_CHECKING:
    from moebib.merging.diff import Difference

_MARKS = {"added": "+", "removed": "-", "renamed": ">", "changed": "~"}


@click.command()
@click.argument("revision", default="HEAD")
@click.argument("until", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the differences as JSON.")
@click.pass_obj
def diff(out: Terminal, revision: str, until: str | None, as_json: bool) -> None:
    """Tell in words what changed since a revision of git.

    Or between two revisions.

    REVISION is whatever git takes: HEAD (the default), HEAD~3, main, v1.0, a hash. Without UNTIL, the list is compared
    as it stands in the folder now.
    """
    from moebib import store
    from moebib.merging.diff import differences
    from moebib.store.git import read_at

    root = out.root()
    old = read_at(root, revision)
    new = read_at(root, until) if until else store.read_entries(root)
    for finding in (*old.findings, *new.findings):
        out.say(f"cannot be read: {finding}")
    found = differences(old.works, new.works) + differences(old.models, new.models)
    if as_json:
        out.json([one._asdict() for one in found])
    else:
        out.text("".join(map(_lines, found)))
    out.say(_summary(found) if found else "nothing changed")


def _lines(one: Difference) -> str:
    words = "".join(f"      {word}\n" for word in one.words)
    return f"{_MARKS[one.kind]} {one.key}  {one.title}\n{words}"


def _summary(found: list[Difference]) -> str:
    counts = {kind: sum(one.kind == kind for one in found) for kind in _MARKS}
    told = ", ".join(f"{number} {kind}" for kind, number in counts.items() if number)
    return f"{counted(len(found), 'entry').replace('entrys', 'entries')}: {told}"
