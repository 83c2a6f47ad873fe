"""`moebib add`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moebib.cli._add_report import AddReport
from moebib.cli._completion import complete_tags
from moebib.cli._options import Preview, cache_options, input_file, json_option, preview_options, yes_option
from moebib.cli._output import Terminal
from moebib.cli._progress import Bar, progress
from moebib.cli._text import plain
from moebib.errors import InputError
from moebib.text import markup
from moebib.text.shorten import quote

if TYPE_CHECKING:
    from moebib.commands.add import Annotations, Destination, Proposal
    from moebib.commands.requests import Request
    from moebib.lookup.client import Client
    from moebib.records.record import Record

GROUP = "Add and keep current"


@click.command()
@click.argument("ids", nargs=-1, metavar="ID...")
@click.option(
    "--file",
    type=input_file,
    help="Read more IDs from this file, one per line; # starts a comment.",
)
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.bib",
    help="Add entries to this .bib file, and not to a list; it is created if it does not exist.",
)
@click.option(
    "-t",
    "--tag",
    "tags",
    multiple=True,
    metavar="TAG",
    shell_complete=complete_tags,
    help="Add the works to this section; repeatable.",
)
@click.option(
    "--link", "links", multiple=True, metavar="KIND=URL", help="Add a link, for example code=https://...; repeatable."
)
@yes_option
@click.option("--manual", is_flag=True, help="Make no requests: write an entry to complete by hand.")
@click.option("--title", default="", help="With --manual: the title of the work.")
@click.option(
    "--author",
    "authors",
    multiple=True,
    metavar="NAME",
    help='With --manual: an author, as "Family, Given"; repeatable.',
)
@click.option("--date", default="", help="With --manual: when it was published, for example 2024-06.")
@click.option("--venue", default="", help="With --manual: the conference, journal or site.")
@click.option("--url", default="", help="With --manual: its page.")
@click.option("--type", default="", help="With --manual: a CSL type such as book; by default that of its venue.")
@cache_options
@preview_options()
@json_option
@click.pass_obj
def add(
    out: Terminal,
    /,
    ids: tuple[str, ...],
    file: Path | None,
    to: Path | None,
    tags: tuple[str, ...],
    links: tuple[str, ...],
    yes: bool,
    manual: bool,
    offline: bool,
    refresh: bool,
    preview: Preview,
    as_json: bool,
    authors: tuple[str, ...],
    **typed: str,
) -> None:
    """Add works to the list by identifier or title.

    ID is an arXiv ID, a DOI, a URL or any other identifier, or a title in quotes. Use - to read IDs from stdin, one per
    line.

    Queries every relevant service and writes each work as soon as it is complete. Interrupt and re-run at any time:
    finished works are kept. A work that is already listed only gets the sections and links given here.

    Shows what was written, the sources of its fields, and what to check. If several works have a title, nothing is
    written, and their identifiers are shown. The notice of a retraction becomes the status of a listed work.

    Sections are suggested by the words that moebib.toml lists for them; accept them with --yes or at the prompt. In an
    empty directory, a new list is created.

    With --manual, an entry is written of what you give, and no service is queried: for a work that none of them has.
    --title is enough, without an ID, too.

    With --to, each work becomes an entry of a .bib file, outside of a list, too, with a key and a layout like those of
    the other entries. A work that is in the file already is not changed.

    \b
    Examples:
      moebib add 2401.06066 https://aclanthology.org/2024.acl-long.70
      moebib add "Mixtral of Experts" --tag models
      moebib add --manual --title "On Routing" --author "Doe, Jane" --date 2024
      moebib add --file reading-list.txt --yes
      moebib add 2401.06066 --to refs.bib

    \b
    Exit code:
      0  all works are added, or were already listed
      1  some works are not added
      4  some works are unknown because services did not respond
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.add import Annotations
    from moebib.commands.by_hand import ByHand, record_by_hand
    from moebib.commands.requests import Request, read_links, read_requests
    from moebib.library.tags import find_tags

    requests, invalid = read_requests(_texts(ids, file))
    by_hand = ByHand(author=authors, **{name: value.strip() for name, value in typed.items()})
    if manual and by_hand.title and not (ids or file):
        requests = [Request(by_hand.title, None)]
    _check_use(len(requests) + len(invalid), manual=manual, is_typed=any(by_hand), links=bool(links))
    if to and (tags or links or yes):
        raise click.UsageError("--tag, --link and --yes are for lists; they cannot be used with --to")
    session = _session(out, to, write=preview.write)
    annotations = Annotations(find_tags(session.library.config, tags), read_links(links))
    records = [record_by_hand(request, by_hand, session.library.config.venues) for request in requests if manual]
    report = AddReport(out, requests, invalid, write=preview.write, to=to, typed=by_hand if manual else None)
    try:
        if manual:
            _add_by_hand(session, requests, records, annotations, report)
        else:
            from moebib.lookup.client import open_client

            can_ask = "-" not in ids and preview.write and sys.stdin.isatty()
            with open_client(offline=offline, refresh=refresh, on_low_budget=out.warn) as client:
                _add_found(out, session, requests, annotations, client, report, yes=yes, can_ask=can_ask)
    finally:
        report.sum_up()
    if preview.diff:
        out.patch("".join(change.diff() for change in report.changes))
    if as_json:
        out.json(report.to_json())
    if report.exit_code:
        raise click.exceptions.Exit(report.exit_code)


def _add_by_hand(
    session: Destination,
    requests: Sequence[Request],
    records: Sequence[Record],
    annotations: Annotations,
    report: AddReport,
) -> None:
    """Add the *records* that were typed, unless their identifiers are listed."""
    from moebib.commands.add import add_listed, add_record

    for request, record in zip(requests, records, strict=True):
        listed = add_listed(session, request, annotations) if request.identifier else None
        report.take(listed or add_record(session, request, record, annotations, is_by_hand=True))


def _add_found(
    out: Terminal,
    session: Destination,
    requests: Sequence[Request],
    annotations: Annotations,
    client: Client,
    report: AddReport,
    *,
    yes: bool,
    can_ask: bool,
) -> None:
    """Add what services know, with the suggested sections if they are accepted with *yes* or at the prompt."""
    from moebib.commands.add import Proposal, accept, add

    with progress(out, "looking up", len(requests)) as bar:
        for result in add(session, requests, annotations, client):
            bar.advance()
            if isinstance(result, Proposal):
                is_accepted = yes or (can_ask and _confirm(result, bar))
                result = accept(session, result, annotations, with_suggestions=is_accepted)
            with bar.paused():
                report.take(result)


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
    from moebib.commands.requests import read_lines
    from moebib.text.encoding import decode_bytes

    for text in ids:
        yield from read_lines(decode_bytes(store.read_stdin()).text) if text == "-" else [text]
    if file:
        yield from read_lines(decode_bytes(store.read_bytes(file)).text)


def _check_use(number: int, *, manual: bool, is_typed: bool, links: bool) -> None:
    if not number:
        needed = "--title, or an ID" if manual else "an arXiv ID, a DOI, a URL or a title in quotes"
        raise click.UsageError(f"no work given; pass {needed}")
    if is_typed and not manual:
        raise click.UsageError("--title, --author, --date, --venue, --url and --type need --manual")
    if (is_typed or links) and number > 1:
        raise click.UsageError(f"--link, --title, --author and the like take a single work, but {number} were given")


def _confirm(proposal: Proposal, bar: Bar) -> bool:
    """Whether the person accepts the suggested sections; not asked if there are none."""
    if not proposal.suggestions:
        return False
    lines = [markup.plain(proposal.record.title), *(f"  {suggestion}" for suggestion in proposal.suggestions)]
    with bar.paused():
        click.echo(plain("\n".join(lines)), err=True)
        return click.confirm("Add it to these sections?", default=False, err=True)
