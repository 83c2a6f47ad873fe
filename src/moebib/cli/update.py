"""`moebib update`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from moebib.cli._options import asking_options
from moebib.cli._output import Terminal, counted, progress

if TYPE_CHECKING:
    from moebib.commands.update import Updated
    from moebib.lookup.update import Aspect, FieldUpdate


@click.command()
@click.argument("keys", nargs=-1, metavar="KEY...")
@click.option("--all", "everything", is_flag=True, help="Ask about every work of the list.")
@click.option("--published", is_flag=True, help="Only look whether a preprint was published.")
@click.option("--withdrawn", is_flag=True, help="Only look whether a work was withdrawn, retracted or corrected.")
@click.option("--apply", is_flag=True, help="Write what changed into the entries; without it nothing is written.")
@click.option("--diff", is_flag=True, help="Print the changes of the entry files, as a patch.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each work, as JSON.")
@asking_options
@click.pass_obj
def update(
    out: Terminal,
    keys: tuple[str, ...],
    everything: bool,
    published: bool,
    withdrawn: bool,
    apply: bool,
    diff: bool,
    as_json: bool,
    offline: bool,
    refresh: bool,
) -> None:
    """Show what changed since in works of the list; --apply writes it.

    The services that may know a work, named by key or identifier, are asked for all of its identifiers. Shown is what
    is new in title, authors, venue, identifiers, a published version, and what became of the work, each with the
    service that says so.

    A field that a person wrote is never changed: where a service says otherwise, that is a finding.

    \b
    Exit code 1 if something is shown that is not applied; 4 if somebody did not answer, so that
    more may have changed than is known. Without KEY, say which works: --all, --published, --withdrawn.
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.update import choose, update
    from moebib.lookup.client import open_client
    from moebib.store import ListSession

    only: set[Aspect] = {*(("published",) if published else ()), *(("withdrawn",) if withdrawn else ())}
    if not (keys or everything or only):
        raise click.UsageError("no work was named; give keys, or say --all, --published or --withdrawn")
    session = ListSession(out.root(), write=apply)
    named = [session.library.find_work(key) for key in keys]
    records = choose(session.library, named if keys else None, only)
    report = _Report(out, is_applied=apply, is_shown=not (diff or as_json))
    with (
        open_client(offline=offline, refresh=refresh) as client,
        progress(out, "asking", len(records)) as bar,
    ):
        for updated in update(session, records, client, only=only):
            with bar.paused():
                report.take(updated)
            bar.advance()
    if diff:
        out.data("".join(change.diff() for one in report.taken for change in one.files))
    if as_json:
        out.json([_as_json(one, is_applied=apply) for one in report.taken])
    report.sum_up()
    if report.exit_code:
        raise click.exceptions.Exit(report.exit_code)


class _Report:
    """Tells of each work as it comes, and of all of them in the end."""

    def __init__(self, out: Terminal, *, is_applied: bool, is_shown: bool) -> None:
        self._out, self._is_applied, self._is_shown = out, is_applied, is_shown
        self.taken: list[Updated] = []

    def take(self, updated: Updated) -> None:
        self.taken.append(updated)
        told = "\n".join(_told(updated))
        if told and self._is_shown:
            self._out.text(f"{told}\n")
        elif not self._is_shown:
            for line in (*map(str, updated.findings), *_unknown(updated)):
                self._out.say(f"{updated.key}: {line}")

    @property
    def exit_code(self) -> int:
        """4 if something is not known, 1 if something is left to do."""
        if any(one.unavailable or not one.is_asked for one in self.taken):
            return 4
        return int(any(one.findings or (one.changes and not self._is_applied) for one in self.taken))

    def sum_up(self) -> None:
        changed = [one for one in self.taken if one.changes]
        fields = sum(len(one.changes) for one in changed)
        verb = "changed" if self._is_applied else "would change"
        findings = sum(len(one.findings) for one in self.taken)
        parts = [f"{len(self.taken)} asked about", f"{len(changed)} {verb} ({counted(fields, 'field')})"]
        parts += [counted(findings, "finding")] if findings else []
        unknown = sum(bool(one.unavailable) or not one.is_asked for one in self.taken)
        parts += [f"{unknown} not known in full"] if unknown else []
        self._out.say(", ".join(parts))
        if changed:
            self._out.say(
                "hint: the outputs may be stale now; run `moebib build`"
                if self._is_applied
                else "nothing was written; --apply writes it"
            )


def _told(updated: Updated) -> Iterator[str]:
    """What is to be said of a work, below its key; nothing if nothing is new."""
    lines = [line for change in updated.changes for line in _lines(change)]
    lines += [*map(str, updated.findings), *_unknown(updated)]
    if lines:
        yield updated.key
        yield from (f"  {line}" for text in lines for line in text.splitlines())


def _lines(change: FieldUpdate) -> Iterator[str]:
    """The change, with a line for each element that is removed or added."""
    yield f"{change.diff.field} ({change.source})"
    yield from (f"- {_text(value)}" for value in change.diff.removed)
    yield from (f"+ {_text(value)}" for value in change.diff.added)
    if change.diff.is_reordered:
        yield "  in another order"


def _text(value: Any) -> str:
    """An element of a value on one line; of a version or a status, the values of its fields."""
    if not isinstance(value, dict):
        return str(value)
    parts = ("; ".join(map(str, part)) if isinstance(part, list) else str(part)
             for field, part in value.items() if field != "type")  # fmt: skip
    return " · ".join(part for part in parts if part)


def _unknown(updated: Updated) -> Iterator[str]:
    if not updated.is_asked:
        yield "cannot tell: no identifier, and no title and author to ask for"
    for source, why in updated.unavailable.items():
        yield f"cannot tell what {source} says: {why}"


def _as_json(updated: Updated, *, is_applied: bool) -> dict[str, Any]:
    return {
        "key": updated.key,
        "changes": [{**change.diff._asdict(), "source": change.source} for change in updated.changes],
        "findings": [
            {"code": one.code, "message": one.message, "field": one.field, "hint": one.hint} for one in updated.findings
        ],
        "unavailable": dict(updated.unavailable),
        "asked": updated.is_asked,
        "files": [change.path for change in updated.files],
        "applied": bool(updated.files) and is_applied,
    }
