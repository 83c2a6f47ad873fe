"""`moebib verify`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moebib.cli._options import FormatOption, asking_options
from moebib.cli._output import Terminal, counted, progress

if TYPE_CHECKING:
    from moebib.commands.verify import References, Verified

_EXIT_CODES = {"retracted": 6, "withdrawn": 6, "not found": 5, "differs": 1, "cannot tell": 4, "ok": 0}
"""The worst first: the first of these that any reference has is the one of the command."""


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="FILE|KEY...")
@click.option("--from", "format_", cls=FormatOption, use="read", help="{formats}; by default from the file's ending.")
@click.option("--json", "as_json", is_flag=True, help="Print the verdicts as JSON.")
@asking_options
@click.pass_obj
def verify(
    out: Terminal, targets: tuple[str, ...], format_: str | None, as_json: bool, offline: bool, refresh: bool
) -> None:
    """Tell whether references exist, and say what they should.

    That is: whether title, authors, year and venue are as the services say that know the work.

    FILE is anybody's .bib (or CSL-JSON, JSON Lines, a list in Markdown); KEY is a work of this list, by key or
    identifier.

    A title is compared without case, accents and punctuation, a name with its initials, a venue with its short names;
    the year may be that of any version. A reference without an identifier is searched for by its title, and accepted
    only if the first author agrees. Nothing is "not found" as long as a service that may know it did not answer.

    \b
    Exit code, the first of these that fits:
      6  a reference is retracted or withdrawn
      5  one is not found, and every service that was asked answered
      1  one differs
      4  nothing can be told of one, for somebody did not answer
      0  all are ok
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.verify import verify
    from moebib.lookup.client import open_client

    references = _references(out, targets, format_)
    for finding in references.lost:
        click.echo(f"cannot be read: {finding}", err=True)
    verdicts: list[Verified] = []
    records = references.records
    with (
        open_client(offline=offline, refresh=refresh) as client,
        progress(out, "asking", len(records)) as bar,
    ):
        for verified in verify(records, client):
            verdicts.append(verified)
            if not as_json:
                with bar.paused():
                    out.text(f"{_line(verified)}\n")
            bar.advance()
    if as_json:
        out.json([_as_json(one) for one in sorted(verdicts, key=lambda one: one.number)])
    _sum_up(out, verdicts, references)
    if code := _exit_code(verdicts, references):
        raise click.exceptions.Exit(code)


def _references(out: Terminal, targets: tuple[str, ...], format_: str | None) -> References:
    """Those of the files and of the works named, in that order."""
    from moebib.commands.verify import References, read_references

    files = [target for target in targets if Path(target).is_file()]
    read = [read_references(Path(file), format_) for file in files]
    keys = [target for target in targets if target not in files]
    library = out.library() if keys else None
    named = [library.find_work(key) for key in keys] if library else []
    records = [record for one in read for record in one.records]
    return References((*records, *named), tuple(finding for one in read for finding in one.lost))


def _line(verified: Verified) -> str:
    verdict = verified.verdict
    told = "; ".join(map(str, verdict.differences))
    hints = "".join(f" (hint: {hint})" for hint in verdict.hints)
    return f"{verified.record.id}: {verdict}{f': {told}' if told else ''}{hints}"


def _sum_up(out: Terminal, verdicts: list[Verified], references: References) -> None:
    counts: Counter[str] = Counter(one.verdict.kind for one in verdicts)
    parts = [f"{counts[kind]} {kind}" for kind in reversed(_EXIT_CODES) if counts[kind]]
    parts += [f"{len(references.lost)} cannot be read"] if references.lost else []
    for source, why in {source: why for one in verdicts for source, why in one.unavailable.items()}.items():
        out.say(f"{source} did not answer: {why}")
    out.say(f"{counted(len(verdicts), 'reference')}: {', '.join(parts)}")


def _exit_code(verdicts: list[Verified], references: References) -> int:
    kinds = {one.verdict.kind for one in verdicts} | ({"cannot tell"} if references.lost else set())
    return next((code for kind, code in _EXIT_CODES.items() if kind in kinds), 0)


def _as_json(verified: Verified) -> dict[str, Any]:
    verdict = verified.verdict
    return {
        "key": verified.record.id,
        "title": verified.record.title,
        "verdict": verdict.kind,
        "why": verdict.why,
        "differences": [one._asdict() for one in verdict.differences],
        "hints": list(verdict.hints),
        "unavailable": dict(verified.unavailable),
    }
