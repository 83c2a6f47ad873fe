"""`moebib update`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from moebib.cli._completion import complete_keys_or_files
from moebib.cli._list import known_people, list_root, point_to_build
from moebib.cli._options import Preview, all_option, cache_options, json_option, preview_options
from moebib.cli._output import Terminal
from moebib.cli._progress import Bar, busy, progress
from moebib.cli._text import counted

if TYPE_CHECKING:
    from moebib.commands.update import Updated
    from moebib.lookup.update import Aspect, FieldUpdate
    from moebib.store import FileChange

GROUP = "Add and keep current"


@click.command()
@click.argument("targets", nargs=-1, metavar="[KEY|FILE.bib]...", shell_complete=complete_keys_or_files)
@all_option
@click.option("--published", is_flag=True, help="Only check whether preprints were published.")
@click.option("--withdrawn", is_flag=True, help="Only check for withdrawals, retractions and corrections.")
@click.option("--fill", is_flag=True, help="In .bib files: also fill empty fields.")
@click.option("--apply", is_flag=True, help="Save the changes; without it nothing is written.")
@preview_options()
@json_option
@cache_options
@click.pass_obj
def update(
    out: Terminal,
    targets: tuple[str, ...],
    everything: bool,
    published: bool,
    withdrawn: bool,
    fill: bool,
    apply: bool,
    preview: Preview,
    as_json: bool,
    offline: bool,
    refresh: bool,
) -> None:
    """Check works for new metadata (publication, retraction, corrections); --apply saves the changes.

    KEY is a key or an identifier of a listed work. Queries every relevant service for all identifiers of the work, or
    also for the title of a preprint without a known publication, and prints what is new in its fields, with the service
    that has it.

    A field that you wrote or edited is never changed; a service with another value is reported as a finding.

    With FILE.bib, the entries of .bib files are updated, outside of a list, too, or only those with a KEY: the entry of
    a preprint becomes that of its publication. Its key, its other fields and the rest of the file are left untouched.
    - reads stdin, and writes to stdout with --apply.

    \b
    Examples:
      moebib update dai2024deepseekmoe 2101.03961
      moebib update --published --apply
      moebib update refs.bib --diff

    \b
    Exit code:
      0  nothing is new, or all changes are saved
      1  there are changes to save, or findings
      4  some services did not respond, so there may be more
    """  # noqa: D301 - click wants the character, not its name
    only: set[Aspect] = {*(("published",) if published else ()), *(("withdrawn",) if withdrawn else ())}
    files = [str(_FILE.convert(target, None, None)) for target in targets if _is_file(target)]
    if not (targets or everything or only):
        raise click.UsageError("no work given; pass keys, .bib files, or --all, --published or --withdrawn")
    keys = [target for target in targets if not _is_file(target)]
    if fill and not files:
        raise click.UsageError("--fill needs a .bib file")
    if as_json and apply and "-" in files:
        raise click.UsageError("with -, stdout is for the file; --json cannot be used with --apply")
    report = _UpdateReport(out, preview, is_applied=apply and preview.write, as_json=as_json, files=files)
    if files:
        _update_files(out, report, keys, only, fill=fill, offline=offline, refresh=refresh)
    else:
        _update_list(out, report, keys, only, offline=offline, refresh=refresh)
    if report.exit_code:
        raise click.exceptions.Exit(report.exit_code)


_FILE = click.Path(exists=True, dir_okay=False, allow_dash=True)


def _is_file(target: str) -> bool:
    return target == "-" or target.lower().endswith(".bib")


def _update_list(
    out: Terminal, report: _UpdateReport, keys: Sequence[str], only: set[Aspect], *, offline: bool, refresh: bool
) -> None:
    """Update the works with *keys*, or all works of the list; each is saved as soon as its answers are complete."""
    from moebib.commands.update import choose, update
    from moebib.lookup.client import open_client
    from moebib.store import ListSession

    root = list_root(out, or_files=True)
    with busy(out, "reading the list"):
        session = ListSession(root, write=report.is_applied)
    listed = [session.library.find_work(key) for key in keys]
    records = choose(session.library, listed if keys else None, only)
    with (
        open_client(offline=offline, refresh=refresh, on_low_budget=out.warn) as client,
        progress(out, "looking up", len(records)) as bar,
    ):
        report.take_all(update(session, records, client, only=only), bar)
    report.sum_up([change for updated in report.taken for change in updated.files])


def _update_files(
    out: Terminal,
    report: _UpdateReport,
    keys: Sequence[str],
    only: set[Aspect],
    *,
    fill: bool,
    offline: bool,
    refresh: bool,
) -> None:
    """Update the entries with *keys*, or all, of .bib files; if this is interrupted, what is complete is written."""
    from moebib.commands.update_bib import STDIN, choose, open_bib_files, save, update
    from moebib.lookup.client import open_client

    with busy(out, f"reading {', '.join(report.files)}"):
        files = open_bib_files(dict.fromkeys(report.files), date.today())
    works = choose(files, only, keys)
    try:
        with (
            open_client(offline=offline, refresh=refresh, on_low_budget=out.warn) as client,
            progress(out, "looking up", len(works)) as bar,
        ):
            client.people = known_people(out)
            report.take_all(update(works, client, only=only, fill=fill), bar)
    finally:
        changes = save(files, write=report.is_applied)
        for file in files:
            if file.path == STDIN and report.is_applied:
                out.bytes(file.change.data or b"")
    out.unread.extend(finding for file in files for finding in file.unread)
    report.sum_up(changes)


class _UpdateReport:
    """Prints the result for each work as it comes, and the summary of all of them."""

    def __init__(
        self, out: Terminal, preview: Preview, *, is_applied: bool, as_json: bool, files: Sequence[str]
    ) -> None:
        self._out, self._preview, self._as_json = out, preview, as_json
        self.is_applied, self.files = is_applied, files
        self._is_shown = not (preview.diff or as_json or (is_applied and "-" in files))
        self.taken: list[Updated] = []
        self._known_outages: dict[str, str] = {}

    def take_all(self, results: Iterable[Updated], bar: Bar) -> None:
        """Print each of *results*."""
        for updated in results:
            with bar.paused():
                self._take(updated)
            bar.advance()

    def _take(self, updated: Updated) -> None:
        self.taken.append(updated)
        unknown = list(self._unknown_of(updated))
        name = f"{updated.file}: {updated.key}" if len(self.files) > 1 else updated.key
        text = "\n".join(_describe(name, updated, unknown))
        if text and self._is_shown:
            self._out.text(f"{text}\n")
        elif not self._is_shown:
            for line in (*_to_check(updated), *unknown):
                self._out.say(f"{name}: {line}")

    def _unknown_of(self, updated: Updated) -> Iterator[str]:
        """Why more may have changed than is known, without what was said of an earlier work."""
        from moebib.lookup.outages import MOEBIB, outages

        if not updated.is_queried and not self.files:
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
        return int(any(updated.findings or (updated.changes and not self.is_applied) for updated in self.taken))

    @property
    def _unknown(self) -> int:
        """The number of works that may have more changes; many entries of a .bib file are in no database."""
        return sum(bool(updated.unavailable) or not (updated.is_queried or self.files) for updated in self.taken)

    def sum_up(self, files: Iterable[FileChange]) -> None:
        """Print the patch of *files* or the result as JSON, if requested, and the summary."""
        if self._preview.diff:
            self._out.patch("".join(change.diff() for change in files))
        if self._as_json:
            self._out.json([_as_json(updated, is_applied=self.is_applied) for updated in self.taken])
        changed = [updated for updated in self.taken if updated.changes]
        fields = sum(len(updated.changes) for updated in changed)
        verb = "changed" if self.is_applied else "would change"
        findings = sum(len(updated.findings) for updated in self.taken)
        queried = sum(updated.is_queried or not self.files for updated in self.taken)
        parts = [f"{queried} checked", f"{len(changed)} {verb} ({counted(fields, 'field')})"]
        parts += [counted(findings, "finding")] if findings else []
        parts += [f"{self._unknown} incomplete"] if self._unknown else []
        if skipped := len(self.taken) - queried:
            parts.append(f"{skipped} skipped (no identifier, and no title with an author)")
        self._out.say(", ".join(parts))
        if changed and self.is_applied and not self.files:
            point_to_build(self._out)
        elif changed and not self.is_applied:
            self._out.say("nothing was written; --apply saves the changes")


def _describe(name: str, updated: Updated, unknown: Sequence[str]) -> Iterator[str]:
    """The name of a work, and below it what is new or unknown; nothing if there is nothing."""
    lines = [line for change in updated.changes for line in _lines(change)]
    lines += [*_to_check(updated), *unknown]
    if lines:
        yield name
        yield from (f"  {line}" for text in lines for line in text.splitlines())


def _to_check(updated: Updated) -> list[str]:
    """What a person should look at."""
    return [*(f"check: {doubt.message}" for doubt in updated.doubts), *map(str, updated.findings)]


def _lines(change: FieldUpdate) -> Iterator[str]:
    """The change, with a line for each element that is removed or added."""
    yield f"{change.diff.field} ({change.source})"
    yield from (f"- {_text(value)}" for value in change.diff.removed)
    yield from (f"+ {_text(value)}" for value in change.diff.added)
    if change.diff.is_reordered:
        yield "  in another order"


def _text(value: Any) -> str:
    """A value on one line; of a version or a status, the values of its fields, but not where they came from."""
    if isinstance(value, dict):
        parts = (_text(part) for field, part in value.items() if field not in ("type", "origin"))
        return " · ".join(part for part in parts if part)
    return "; ".join(map(_text, value)) if isinstance(value, list) else str(value)


def _as_json(updated: Updated, *, is_applied: bool) -> dict[str, Any]:
    return {
        "key": updated.key,
        "changes": [{**change.diff._asdict(), "source": change.source} for change in updated.changes],
        "findings": [
            {"code": finding.code, "message": finding.message, "field": finding.field, "hint": finding.hint}
            for finding in updated.findings
        ],
        **({"doubts": [doubt._asdict() for doubt in updated.doubts]} if updated.file else {}),
        "unavailable": dict(updated.unavailable),
        "asked": updated.is_queried,
        "files": [updated.file] if updated.file else [change.path for change in updated.files],
        "applied": bool(updated.files or (updated.file and updated.changes)) and is_applied,
    }
