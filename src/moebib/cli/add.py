"""`moebib add`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moebib.cli._options import asking_options, preview_options
from moebib.cli._output import Terminal, counted, plain, progress
from moebib.errors import InputError
from moebib.records.answer import Unavailable

if TYPE_CHECKING:
    from moebib.commands.add import Outcome, Proposal, Request
    from moebib.errors import InvalidIdentifier
    from moebib.library.config import Config
    from moebib.store import FileChange

_GOOD = ("added", "listed")
_SUMMARY = {
    "added": "added",
    "listed": "listed already",
    "absent": "not found",
    "unavailable": "not known, for somebody did not answer",
    "refused": "refused",
    "invalid": "no identifier",
}


@click.command()
@click.argument("ids", nargs=-1, metavar="ID...")
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read more of them from this file, one a line; # begins a comment.",
)
@click.option("-t", "--tag", "tags", multiple=True, help="Put the works into this section; repeatable.")
@click.option("--link", "links", multiple=True, metavar="KIND=URL", help="Add a link, as code=https://...; repeatable.")
@click.option("-y", "--yes", is_flag=True, help="Take the sections that are suggested.")
@click.option("--manual", is_flag=True, help="Ask nobody: write what the identifier says by itself, to be completed.")
@click.option("--title", default="", help="The title of the one work, with --manual.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help='"Family, Given", with --manual; repeatable.')
@asking_options
@preview_options
@click.option("--json", "as_json", is_flag=True, help="Print what became of each ID, as JSON.")
@click.pass_obj
def add(
    out: Terminal,
    ids: tuple[str, ...],
    file: Path | None,
    tags: tuple[str, ...],
    links: tuple[str, ...],
    yes: bool,
    manual: bool,
    title: str,
    authors: tuple[str, ...],
    offline: bool,
    refresh: bool,
    dry_run: bool,
    diff: bool,
    as_json: bool,
) -> None:
    """Add works to the list, from identifiers or titles.

    Identifiers are taken in any form, with addresses of pages, and titles in quotes. Everybody who may know a work is
    asked, and it is written with a new key as soon as it is known: what is done stays, and the same command goes on
    where it was interrupted. A work that is listed already only gets the sections and links that are named here.

    Sections are suggested by the words that moebib.toml has for them, and taken with --yes or an answer at the
    terminal.

    An ID of - reads more of them from stdin. In an empty folder a new list is begun.
    """
    from moebib.commands.add import (
        Proposal,
        Wishes,
        accept,
        add,
        add_listed,
        add_record,
        read_links,
        read_requests,
        record_by_hand,
    )  # fmt: skip
    from moebib.library.tags import find_tags
    from moebib.store import ListSession

    dry_run = dry_run or diff
    root, is_new = _root(out)
    requests, invalid = read_requests(_texts(ids, file))
    _check_use(len(requests) + len(invalid), manual=manual, by_hand=bool(title or authors), links=bool(links))
    report = _Report(out, requests, invalid, dry_run=dry_run)
    session = ListSession(root, is_new=is_new, write=not dry_run)
    wishes = Wishes(find_tags(session.library.config, tags), read_links(links))
    can_ask = "-" not in ids and not dry_run and sys.stdin.isatty()
    try:
        if manual:
            for request in requests:
                record = record_by_hand(request, title=title, author=authors)
                report.take(add_listed(session, request, wishes) or add_record(session, request, record, wishes))
        else:
            from moebib.lookup.client import open_client

            with (
                open_client(offline=offline, refresh=refresh) as client,
                progress(out, "asking", len(requests)) as bar,
            ):
                for result in add(session, requests, wishes, client):
                    bar.advance()
                    if isinstance(result, Proposal):
                        is_accepted = yes
                        if result.suggestions and can_ask and not yes:
                            with bar.paused():
                                is_accepted = _confirm(result)
                        report.take(accept(session, result, wishes, with_suggestions=is_accepted))
                    else:
                        report.take(result)
    finally:
        report.sum_up(session.library.config)
    if diff:
        out.data("".join(change.diff() for change in report.changes))
    if as_json:
        out.json(report.to_json())
    if report.exit_code:
        raise click.exceptions.Exit(report.exit_code)


def _root(out: Terminal) -> tuple[Path, bool]:
    """The folder of the list, and whether it is to be begun there."""
    from moebib import store

    if root := store.find_root(out.folder):
        return root, False
    if any(not file.name.startswith(".") for file in out.folder.iterdir()):
        raise InputError(
            "no moebib.toml here or in a folder above; begin a list with `moebib import README.md`, or with "
            "`moebib add` in an empty folder"
        )
    return out.folder.resolve(), True


def _texts(ids: tuple[str, ...], file: Path | None) -> Iterator[str]:
    from moebib import store
    from moebib.commands.add import read_lines

    for text in ids:
        yield from read_lines(sys.stdin.read()) if text == "-" else [text]
    if file:
        yield from read_lines(store.read_text_strictly(file))


def _check_use(number: int, *, manual: bool, by_hand: bool, links: bool) -> None:
    if not number:
        raise click.UsageError("no work was named; give an arXiv ID, a DOI, a URL, or a title in quotes")
    if by_hand and not manual:
        raise click.UsageError("--title and --author go with --manual; what is asked for has both")
    if (by_hand or links) and number > 1:
        raise click.UsageError(f"--link, --title and --author are for one work, and {number} were named")


def _confirm(proposal: Proposal) -> bool:
    """Whether the person accepts the suggested sections."""
    lines = [proposal.record.title, *(f"  {suggestion}" for suggestion in proposal.suggestions)]
    click.echo(plain("\n".join(lines)), err=True)
    return click.confirm("Put it there?", default=False, err=True)


class _Report:
    """Tells of outcomes."""

    def __init__(
        self, out: Terminal, requests: Sequence[Request], invalid: Sequence[InvalidIdentifier], *, dry_run: bool
    ) -> None:
        self._out, self._requests, self._invalid, self._dry_run = out, requests, invalid, dry_run
        self._outcomes: list[Outcome] = []
        for error in invalid:
            _complain(f"error: {error}")

    def take(self, outcome: Outcome) -> None:
        """Report one outcome."""
        self._outcomes.append(outcome)
        if outcome.result in _GOOD:
            self._out.say("\n".join(_good_news(outcome, "would add" if self._dry_run else "added")))
        else:
            _complain(_bad_news(outcome))

    @property
    def changes(self) -> list[FileChange]:
        """What was changed, or would be."""
        return [change for outcome in self._outcomes for change in outcome.changes]

    @property
    def exit_code(self) -> int:
        """4 if something is not known, 2 if nothing that was given means anything, 1 if something is not added."""
        results = {outcome.result for outcome in self._outcomes}
        if "unavailable" in results:
            return 4
        if self._invalid and not self._requests:
            return 2
        return int(bool(self._invalid or results - set(_GOOD)))

    def sum_up(self, config: Config) -> None:
        """The numbers, what is not complete, and what to do now."""
        numbers = Counter([*(outcome.result for outcome in self._outcomes), *("invalid" for _ in self._invalid)])
        told = (f"{numbers[name]} {words}" for name, words in _SUMMARY.items() if numbers[name] or name == "added")
        self._out.say(", ".join(told) + ("; nothing was written" if self._dry_run else ""))
        for line in _incomplete(self._outcomes):
            self._out.say(line)
        if unknown := [outcome for outcome in self._outcomes if outcome.result == "unavailable"]:
            command = f"moebib add --manual {_quoted(unknown[0].request.text)}"
            self._out.say(f"hint: try again later, or write an entry to be completed by hand: `{command}`")
        if listed := [one.record for one in self._outcomes if one.result == "listed" and one.record]:
            keys = f"{listed[0].id}{' ...' if len(listed) > 1 else ''}"
            self._out.say(f"hint: `moebib update {keys}` shows what changed since in what is listed")
        if any(outcome.suggestions for outcome in self._outcomes):
            self._out.say("hint: `moebib add --tag TAG ID` puts a work that is listed into a section")
        if self.changes and not self._dry_run and (config.readme or config.outputs):
            self._out.say("hint: the outputs are stale now; run `moebib build`")

    def to_json(self) -> list[dict[str, Any]]:
        """What became of each request, in the order asked, and then of what is no request."""
        by_request = {outcome.request: _as_json(outcome) for outcome in self._outcomes}
        asked = [by_request[request] for request in self._requests if request in by_request]
        return [*asked, *({"given": error.given, "result": "invalid", "why": str(error)} for error in self._invalid)]


def _complain(message: str) -> None:
    """A message that `--quiet` does not keep back."""
    click.echo(plain(message), err=True)


def _good_news(outcome: Outcome, added: str) -> Iterator[str]:
    record = outcome.record
    assert record
    if outcome.result == "added":
        yield f"{added} {outcome.changes[-1].path}: {record.title or outcome.request.text}"
    else:
        more = f", and {added} what is new about it" if outcome.changes else ""
        yield f"{outcome.request.text}: already listed as {record.id}{more}"
    yield from (f"  suggested: {suggestion}" for suggestion in outcome.suggestions)
    for refused in outcome.lookup.rejected if outcome.lookup else ():
        yield f"  {refused.source} answered with another work, which is left out: {refused.title!r}, {refused.why}"


def _bad_news(outcome: Outcome) -> str:
    given = outcome.request.text
    if outcome.result == "absent":
        return f"no such work: {given} (asked: {outcome.why})"
    return f"{'cannot tell' if outcome.result == 'unavailable' else 'refused'}: {given}: {outcome.why}"


def _incomplete(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Who did not answer for works that others knew, so that something may be missing in their entries."""
    silent = [
        one
        for outcome in outcomes
        if outcome.lookup and outcome.result in _GOOD
        for one in outcome.lookup.misses
        if isinstance(one, Unavailable)
    ]
    reasons = {one.source: one.why for one in reversed(silent)}
    for source, number in sorted(Counter(one.source for one in silent).items()):
        yield f"{source} did not answer for {counted(number, 'work')} that others knew: {reasons[source]}"


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text


def _as_json(outcome: Outcome) -> dict[str, Any]:
    record, lookup, request = outcome.record, outcome.lookup, outcome.request
    facts: dict[str, Any] = {
        "given": request.text,
        "identifier": str(request.identifier) if request.identifier else None,
        "result": outcome.result,
        "why": outcome.why,
        "key": record and record.id,
        "title": record and record.title,
        "tags": list(record.tags) if record else [],
        "suggested": [suggestion._asdict() for suggestion in outcome.suggestions],
        "files": [change.path for change in outcome.changes],
    }
    if lookup:
        facts["unavailable"] = {one.source: one.why for one in lookup.misses if isinstance(one, Unavailable)}
        facts["refused"] = [{"source": one.source, "title": one.title, "why": one.why} for one in lookup.rejected]
    return {name: value for name, value in facts.items() if value}
