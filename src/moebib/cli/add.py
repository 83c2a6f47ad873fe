"""`moebib add`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moebib.cli._options import Preview, cache_options, json_option, preview_options, read_stdin
from moebib.cli._output import Bar, Terminal, counted, plain, progress
from moebib.errors import InputError
from moebib.records.answer import Unavailable
from moebib.text import markup
from moebib.text.shorten import quote, shorten

if TYPE_CHECKING:
    from moebib.commands.add import Destination, Outcome, Proposal, Request
    from moebib.errors import InvalidIdentifier
    from moebib.store import FileChange

GROUP = "Add and keep current"

_GOOD = ("added", "listed")
_SUMMARY = {
    "added": "added",
    "listed": "already listed",
    "absent": "not found",
    "unavailable": "unknown (some services did not respond)",
    "refused": "refused",
    "invalid": "invalid",
}


@click.command()
@click.argument("ids", nargs=-1, metavar="ID...")
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read more IDs from this file, one per line; # starts a comment.",
)
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.bib",
    help="Add entries to this .bib file, and not to a list; it is created if it does not exist.",
)
@click.option("-t", "--tag", "tags", multiple=True, metavar="TAG", help="Add the works to this section; repeatable.")
@click.option(
    "--link", "links", multiple=True, metavar="KIND=URL", help="Add a link, for example code=https://...; repeatable."
)
@click.option("-y", "--yes", is_flag=True, help="Accept the suggested sections.")
@click.option("--manual", is_flag=True, help="Make no requests: write an entry to complete by hand.")
@click.option("--title", default="", help="With --manual: the title of the work.")
@click.option(
    "--author",
    "authors",
    multiple=True,
    metavar="NAME",
    help='With --manual: an author, as "Family, Given"; repeatable.',
)
@cache_options
@preview_options()
@json_option
@click.pass_obj
def add(
    out: Terminal,
    ids: tuple[str, ...],
    file: Path | None,
    to: Path | None,
    tags: tuple[str, ...],
    links: tuple[str, ...],
    yes: bool,
    manual: bool,
    title: str,
    authors: tuple[str, ...],
    offline: bool,
    refresh: bool,
    preview: Preview,
    as_json: bool,
) -> None:
    """Add works to the list by identifier or title.

    ID is an arXiv ID, a DOI, a URL or any other identifier, or a title in quotes. Use - to read IDs from stdin, one per
    line. With --manual, --title is enough.

    Queries every relevant service and writes each work as soon as it is complete. Interrupt and re-run at any time:
    finished works are kept. A work that is already listed only gets the sections and links given here.

    Sections are suggested by the words that moebib.toml lists for them; accept them with --yes or at the prompt. In an
    empty directory, a new list is created.

    With --to, each work becomes an entry of a .bib file, outside of a list, too, with a key and a layout like those of
    the other entries. A work that is in the file already is not changed.

    \b
    Examples:
      moebib add 2401.06066 https://aclanthology.org/2024.acl-long.70
      moebib add "Mixtral of Experts" --tag models
      moebib add --manual --title "On Routing" --author "Doe, Jane"
      moebib add --file reading-list.txt --yes
      moebib add 2401.06066 --to refs.bib

    \b
    Exit code:
      0  all works are added, or were already listed
      1  some works are not added
      4  some works are unknown because services did not respond
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.add import (
        Annotations,
        Proposal,
        Request,
        accept,
        add,
        add_listed,
        add_record,
        read_links,
        read_requests,
        record_by_hand,
    )
    from moebib.library.tags import find_tags

    requests, invalid = read_requests(_texts(ids, file))
    if manual and title.strip() and not (ids or file):
        requests = [Request(title.strip(), None)]
    _check_use(len(requests) + len(invalid), manual=manual, by_hand=bool(title or authors), links=bool(links))
    if to and (tags or links or yes):
        raise click.UsageError("--tag, --link and --yes are for lists; they cannot be used with --to")
    report = _AddReport(out, requests, invalid, write=preview.write, to=to)
    session = _session(out, to, write=preview.write)
    annotations = Annotations(find_tags(session.library.config, tags), read_links(links))
    can_ask = "-" not in ids and preview.write and sys.stdin.isatty()
    try:
        if manual:
            for request in requests:
                record = record_by_hand(request, title=title, author=authors)
                report.take(
                    add_listed(session, request, annotations) or add_record(session, request, record, annotations)
                )
        else:
            from moebib.lookup.client import open_client

            with (
                open_client(offline=offline, refresh=refresh) as client,
                progress(out, "looking up", len(requests)) as bar,
            ):
                for result in add(session, requests, annotations, client):
                    bar.advance()
                    if isinstance(result, Proposal):
                        is_accepted = yes or (can_ask and _confirm(result, bar))
                        result = accept(session, result, annotations, with_suggestions=is_accepted)
                    report.take(result)
    finally:
        report.sum_up()
    if preview.diff:
        out.data("".join(change.diff() for change in report.changes))
    if as_json:
        out.json(report.to_json())
    if report.exit_code:
        raise click.exceptions.Exit(report.exit_code)


def _session(out: Terminal, to: Path | None, *, write: bool) -> Destination:
    """The list, which is created in an empty directory, or the .bib file."""
    from moebib import store

    if to:
        from moebib.commands.add_to_bib import BibSession

        if to.suffix.lower() != ".bib":
            raise InputError(f"--to takes a .bib file, not {quote(to.as_posix())}")
        if not to.parent.is_dir():
            raise InputError(f"no directory {quote(to.parent.as_posix())}\nhint: create it first")
        return BibSession(to, date.today(), write=write)
    if root := store.find_root(out.folder):
        return store.ListSession(root, write=write)
    if any(not file.name.startswith(".") for file in out.folder.iterdir()):
        raise InputError(
            "no moebib.toml here or in a parent directory\n"
            "hint: create a list with `moebib init`, or run `moebib add` in an empty directory"
        )
    return store.ListSession(out.folder.resolve(), is_new=True, write=write)


def _texts(ids: tuple[str, ...], file: Path | None) -> Iterator[str]:
    from moebib import store
    from moebib.commands.add import read_lines
    from moebib.text.encoding import decode_bytes

    for text in ids:
        yield from read_lines(decode_bytes(read_stdin()).text) if text == "-" else [text]
    if file:
        yield from read_lines(decode_bytes(store.read_bytes(file)).text)


def _check_use(number: int, *, manual: bool, by_hand: bool, links: bool) -> None:
    if not number:
        needed = "--title, or an ID" if manual else "an arXiv ID, a DOI, a URL or a title in quotes"
        raise click.UsageError(f"no work given; pass {needed}")
    if by_hand and not manual:
        raise click.UsageError("--title and --author need --manual")
    if (by_hand or links) and number > 1:
        raise click.UsageError(f"--link, --title and --author take a single work, but {number} were given")


def _confirm(proposal: Proposal, bar: Bar) -> bool:
    """Whether the person accepts the suggested sections; not asked if there are none."""
    if not proposal.suggestions:
        return False
    lines = [markup.plain(proposal.record.title), *(f"  {suggestion}" for suggestion in proposal.suggestions)]
    with bar.paused():
        click.echo(plain("\n".join(lines)), err=True)
        return click.confirm("Add it to these sections?", default=False, err=True)


class _AddReport:
    """Prints each outcome as it comes, and the summary of all of them."""

    def __init__(
        self,
        out: Terminal,
        requests: Sequence[Request],
        invalid: Sequence[InvalidIdentifier],
        *,
        write: bool,
        to: Path | None,
    ) -> None:
        self._out, self._requests, self._invalid, self._write, self._to = out, requests, invalid, write, to
        self._outcomes: list[Outcome] = []
        for error in invalid:
            self._out.error(str(error))

    def take(self, outcome: Outcome) -> None:
        """Print one outcome."""
        self._outcomes.append(outcome)
        if outcome.result in _GOOD:
            added = "added" if self._write else "would add"
            self._out.say("\n".join(_describe_entry(outcome, added, self._to)))
        elif outcome.result == "absent":
            self._out.error(f"no such work: {quote(outcome.request.text)} (queried: {outcome.why})")
        elif outcome.result == "unavailable":
            self._out.error(f"cannot look up {quote(outcome.request.text)}: {outcome.why}")
        else:
            self._out.error(f"cannot add {quote(outcome.request.text)}: {outcome.why}")

    @property
    def changes(self) -> list[FileChange]:
        """The changes of files that were written, or would be; each file once."""
        changes: dict[str, FileChange] = {}
        for change in (change for outcome in self._outcomes for change in outcome.changes):
            changes[change.path] = change._replace(old=changes.get(change.path, change).old)
        return list(changes.values())

    @property
    def exit_code(self) -> int:
        """4 if a work is unknown, 2 if no ID is valid, 1 if a work is not added; otherwise 0."""
        results = {outcome.result for outcome in self._outcomes}
        if "unavailable" in results:
            return 4
        if self._invalid and not self._requests:
            return 2
        return int(bool(self._invalid or results - set(_GOOD)))

    def sum_up(self) -> None:
        """Print the number of works with each result, what is incomplete, and what to do next."""
        numbers = Counter([*(outcome.result for outcome in self._outcomes), *("invalid" for _ in self._invalid)])
        parts = (f"{numbers[name]} {words}" for name, words in _SUMMARY.items() if numbers[name] or name == "added")
        self._out.say(", ".join(parts) + ("" if self._write else "; nothing was written"))
        for line in _incomplete(self._outcomes):
            self._out.say(line)
        if unknown := [outcome.request.text for outcome in self._outcomes if outcome.result == "unavailable"]:
            quoted = f'"{shorten(unknown[0])}"' if " " in unknown[0] else shorten(unknown[0])
            command = f"moebib add --manual {quoted}{f' --to {self._to.as_posix()}' if self._to else ''}"
            self._out.say(f"hint: try again later, or add an entry to complete by hand: `{command}`")
        if listed := [outcome.record.id for outcome in self._outcomes if outcome.result == "listed" and outcome.record]:
            keys = self._to.as_posix() if self._to else f"{listed[0]}{' ...' if len(listed) > 1 else ''}"
            self._out.say(f"hint: `moebib update {keys}` checks listed works for new metadata")
        if any(outcome.suggestions for outcome in self._outcomes):
            self._out.say("hint: `moebib add --tag TAG ID` adds a listed work to a section")
        if self.changes and self._write and not self._to:
            self._out.point_to_build()

    def to_json(self) -> list[dict[str, Any]]:
        """The result for each request in their order, and then for each invalid ID."""
        by_request = {outcome.request: _as_json(outcome) for outcome in self._outcomes}
        results = [by_request[request] for request in self._requests if request in by_request]
        return [*results, *({"given": error.given, "result": "invalid", "why": str(error)} for error in self._invalid)]


def _describe_entry(outcome: Outcome, added: str, to: Path | None) -> Iterator[str]:
    record = outcome.record
    assert record
    if outcome.result == "added":
        entry = f"{record.id} to {to.as_posix()}" if to else outcome.changes[-1].path
        yield f"{added} {entry}: {markup.plain(record.title) or outcome.request.text}"
    else:
        more = f"; {added} what is new" if outcome.changes else ""
        yield f"{outcome.request.text}: already listed as {record.id}{more}"
    yield from (f"  suggested: {suggestion}" for suggestion in outcome.suggestions)
    for rejected in outcome.lookup.rejected if outcome.lookup else ():
        yield f"  ignored a record of another work from {rejected.source}: {rejected.title!r}, distance {rejected.why}"


def _incomplete(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The services that did not respond about works that others have, whose entries may be incomplete."""
    misses = [
        miss
        for outcome in outcomes
        if outcome.lookup and outcome.result in _GOOD
        for miss in outcome.lookup.misses
        if isinstance(miss, Unavailable)
    ]
    reasons = {miss.source: miss.why for miss in reversed(misses)}
    for source, number in sorted(Counter(miss.source for miss in misses).items()):
        yield f"{source} did not respond about {counted(number, 'work')} that others have: {reasons[source]}"


def _as_json(outcome: Outcome) -> dict[str, Any]:
    record, lookup, request = outcome.record, outcome.lookup, outcome.request
    facts: dict[str, Any] = {
        "given": request.text,
        "identifier": str(request.identifier) if request.identifier else None,
        "result": outcome.result,
        "why": outcome.why,
        "key": record and record.id,
        "title": record and markup.plain(record.title),
        "tags": list(record.tags) if record else [],
        "suggested": [suggestion._asdict() for suggestion in outcome.suggestions],
        "files": [change.path for change in outcome.changes],
    }
    if lookup:
        facts["unavailable"] = {miss.source: miss.why for miss in lookup.misses if isinstance(miss, Unavailable)}
        facts["refused"] = [
            {"source": rejected.source, "title": rejected.title, "why": rejected.why} for rejected in lookup.rejected
        ]
    return {name: value for name, value in facts.items() if value}
