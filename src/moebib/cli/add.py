"""`moebib add`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moebib.cli._options import asking, asking_options, preview_options
from moebib.cli._output import Bar, Terminal, plain, progress
from moebib.errors import InputError

if TYPE_CHECKING:
    from moebib.commands.add import Growing, Outcome
    from moebib.commands.requests import Request, Wishes
    from moebib.library.tags import Suggestion
    from moebib.lookup.lookup import Inquiry
    from moebib.records.record import Record


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
    from moebib.cli._add_report import Report
    from moebib.commands import requests as adding
    from moebib.commands.add import Growing
    from moebib.library.tags import find_tags

    dry_run = dry_run or diff
    root, is_new = _root(out)
    requests, invalid = adding.read_requests(_texts(ids, file))
    _check_use(len(requests) + len(invalid), manual=manual, by_hand=bool(title or authors), links=bool(links))
    report = Report(out, requests, invalid, dry_run=dry_run)
    growing = Growing(root, is_new=is_new, write=not dry_run)
    wishes = adding.Wishes(find_tags(growing.library.config, tags), adding.read_links(links))
    can_ask = "-" not in ids and not dry_run and sys.stdin.isatty()
    try:
        if manual:
            report.take(_by_hand(growing, requests, wishes, title, authors))
        else:
            asker = _Asker(out, offline=offline, refresh=refresh, yes=yes, can_ask=can_ask)
            report.take(asker.add(growing, requests, wishes))
    finally:
        report.sum_up(growing.library.config)
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
    from moebib.commands.requests import read_lines

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


def _by_hand(
    growing: Growing, requests: Iterable[Request], wishes: Wishes, title: str, authors: Sequence[str]
) -> Iterator[Outcome]:
    from moebib.commands.add import add_by_hand
    from moebib.commands.requests import record_by_hand

    for request in requests:
        record = record_by_hand(request, title=title, author=authors)
        yield add_by_hand(growing, request, record, wishes)


class _Asker:
    """Asks the services for works, and the person for sections."""

    def __init__(self, out: Terminal, *, offline: bool, refresh: bool, yes: bool, can_ask: bool) -> None:
        self._out, self._offline, self._refresh, self._yes, self._can_ask = out, offline, refresh, yes, can_ask
        self._bar = Bar()

    def add(self, growing: Growing, requests: Sequence[Request], wishes: Wishes) -> Iterator[Outcome]:
        from moebib.commands.add import add

        with progress(self._out, "asking", len(requests)) as self._bar:
            for outcome in add(growing, requests, self._inquire, wishes, self._choose):
                self._bar.advance()
                yield outcome

    def _inquire(self, texts: Sequence[str]) -> Iterator[Inquiry]:
        """Ask the services; they are only imported when something is to be asked."""
        with asking(offline=self._offline, refresh=self._refresh) as inquire:
            yield from inquire(texts)

    def _choose(self, record: Record, suggestions: Sequence[Suggestion]) -> bool:
        if self._yes or not self._can_ask:
            return self._yes
        return self._bar.aside(lambda: self._confirm(record, suggestions))

    def _confirm(self, record: Record, suggestions: Sequence[Suggestion]) -> bool:
        lines = [record.title, *(f"  {suggestion}" for suggestion in suggestions)]
        click.echo(plain("\n".join(lines)), err=True)
        return click.confirm("Put it there?", default=False, err=True)
