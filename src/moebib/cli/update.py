"""`moebib update`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from moebib.cli._options import Preview, cache_options, json_option, preview_options
from moebib.cli._output import Terminal, counted, progress

if TYPE_CHECKING:
    from moebib.commands.update import Updated
    from moebib.lookup.update import Aspect, FieldUpdate

GROUP = "Add and keep current"


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--all", "everything", is_flag=True, help="Check every work in the list.")
@click.option("--published", is_flag=True, help="Only check whether preprints were published.")
@click.option("--withdrawn", is_flag=True, help="Only check for withdrawals, retractions and corrections.")
@click.option("--apply", is_flag=True, help="Save the changes; without it nothing is written.")
@preview_options()
@json_option
@cache_options
@click.pass_obj
def update(
    out: Terminal,
    keys: tuple[str, ...],
    everything: bool,
    published: bool,
    withdrawn: bool,
    apply: bool,
    preview: Preview,
    as_json: bool,
    offline: bool,
    refresh: bool,
) -> None:
    """Check works for new metadata (publication, retraction, corrections); --apply saves the changes.

    KEY is a key or an identifier of a listed work. Queries every relevant service for all identifiers of the work, and
    prints what is new in its fields, with the service that has it.

    A field that you wrote or edited is never changed; a service with another value is reported as a finding.

    \b
    Examples:
      moebib update dai2024deepseekmoe 2101.03961
      moebib update --published --apply
      moebib update --all --diff

    \b
    Exit code:
      0  nothing is new, or all changes are saved
      1  there are changes to save, or findings
      4  some services did not respond, so there may be more
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.update import choose, update
    from moebib.lookup.client import open_client
    from moebib.store import ListSession

    only: set[Aspect] = {*(("published",) if published else ()), *(("withdrawn",) if withdrawn else ())}
    if not (keys or everything or only):
        raise click.UsageError("no work given; pass keys, or --all, --published or --withdrawn")
    apply = apply and preview.write
    session = ListSession(out.root(), write=apply)
    listed = [session.library.find_work(key) for key in keys]
    records = choose(session.library, listed if keys else None, only)
    report = _UpdateReport(out, is_applied=apply, is_shown=not (preview.diff or as_json))
    with (
        open_client(offline=offline, refresh=refresh) as client,
        progress(out, "looking up", len(records)) as bar,
    ):
        for updated in update(session, records, client, only=only):
            with bar.paused():
                report.take(updated)
            bar.advance()
    if preview.diff:
        out.data("".join(change.diff() for updated in report.taken for change in updated.files))
    if as_json:
        out.json([_as_json(updated, is_applied=apply) for updated in report.taken])
    report.sum_up()
    if report.exit_code:
        raise click.exceptions.Exit(report.exit_code)


class _UpdateReport:
    """Prints the result for each work as it comes, and the summary of all of them."""

    def __init__(self, out: Terminal, *, is_applied: bool, is_shown: bool) -> None:
        self._out, self._is_applied, self._is_shown = out, is_applied, is_shown
        self.taken: list[Updated] = []
        self._known_outages: dict[str, str] = {}

    def take(self, updated: Updated) -> None:
        self.taken.append(updated)
        unknown = list(self._unknown_of(updated))
        text = "\n".join(_describe(updated, unknown))
        if text and self._is_shown:
            self._out.text(f"{text}\n")
        elif not self._is_shown:
            for line in (*map(str, updated.findings), *unknown):
                self._out.say(f"{updated.key}: {line}")

    def _unknown_of(self, updated: Updated) -> Iterator[str]:
        """Why more may have changed than is known, without what was said of an earlier work."""
        from moebib.lookup.lookup import MOEBIB, outages

        if not updated.is_queried:
            yield "cannot look it up: it has no identifier, and no title with an author"
        reasons = dict(updated.unavailable)
        if why := reasons.pop(MOEBIB, None):
            yield f"cannot look it up: {why}"
        new = reasons.items() - self._known_outages.items()
        yield from map(str, outages(reason for reason in reasons.items() if reason in new))
        self._known_outages |= reasons

    @property
    def exit_code(self) -> int:
        """4 if there may be more changes, 1 if there is something left to do, otherwise 0."""
        if self._unknown:
            return 4
        return int(any(updated.findings or (updated.changes and not self._is_applied) for updated in self.taken))

    @property
    def _unknown(self) -> int:
        """The number of works that may have more changes."""
        return sum(bool(updated.unavailable) or not updated.is_queried for updated in self.taken)

    def sum_up(self) -> None:
        changed = [updated for updated in self.taken if updated.changes]
        fields = sum(len(updated.changes) for updated in changed)
        verb = "changed" if self._is_applied else "would change"
        findings = sum(len(updated.findings) for updated in self.taken)
        parts = [f"{len(self.taken)} checked", f"{len(changed)} {verb} ({counted(fields, 'field')})"]
        parts += [counted(findings, "finding")] if findings else []
        parts += [f"{self._unknown} incomplete"] if self._unknown else []
        self._out.say(", ".join(parts))
        if changed and self._is_applied:
            self._out.point_to_build()
        elif changed:
            self._out.say("nothing was written; --apply saves the changes")


def _describe(updated: Updated, unknown: Sequence[str]) -> Iterator[str]:
    """The key of a work, and below it what is new or unknown; nothing if there is nothing."""
    lines = [line for change in updated.changes for line in _lines(change)]
    lines += [*map(str, updated.findings), *unknown]
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


def _as_json(updated: Updated, *, is_applied: bool) -> dict[str, Any]:
    return {
        "key": updated.key,
        "changes": [{**change.diff._asdict(), "source": change.source} for change in updated.changes],
        "findings": [
            {"code": finding.code, "message": finding.message, "field": finding.field, "hint": finding.hint}
            for finding in updated.findings
        ],
        "unavailable": dict(updated.unavailable),
        "asked": updated.is_queried,
        "files": [change.path for change in updated.files],
        "applied": bool(updated.files) and is_applied,
    }
