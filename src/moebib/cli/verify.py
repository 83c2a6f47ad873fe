"""`moebib verify`."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moebib.cli._options import FormatOption, cache_options, json_option
from moebib.cli._output import Terminal, counted, progress
from moebib.text import markup

if TYPE_CHECKING:
    from moebib.commands.references import References
    from moebib.commands.verify import Verified

GROUP = "Check and fix"

_EXIT_CODES = {"retracted": 6, "withdrawn": 6, "not found": 5, "differs": 1, "cannot tell": 4, "ok": 0}
"""The exit code of the command is that of the first kind that a reference has."""


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="FILE|KEY...")
@click.option(
    "--from",
    "format_",
    cls=FormatOption,
    use="read",
    help="Input format: {formats}; by default from the file name or the content.",
)
@json_option
@cache_options
@click.option(
    "--record",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Keep all responses in this folder, for --replay.",
)
@click.option(
    "--replay",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Make no requests; use the responses in this folder, as of the day they were recorded.",
)
@click.pass_obj
def verify(
    out: Terminal,
    targets: tuple[str, ...],
    format_: str | None,
    as_json: bool,
    offline: bool,
    refresh: bool,
    record: Path | None,
    replay: Path | None,
) -> None:
    """Check that references exist and that their details are correct.

    FILE is in any format that `moebib import` reads: .bib, CSL-JSON, RIS, Hayagriva, a Markdown list. Of a document
    (.tex, .aux, .bcf, .md, .typ), the works that it cites are verified, from the .bib files that it names. KEY is a key
    or an identifier of a listed work.

    Compares title, authors, year and venue with every relevant service, ignoring case, accents, punctuation, initials
    and abbreviations; the year may be that of any version. A reference without an identifier is searched by title, and
    accepted only if the first author agrees.

    \b
    Examples:
      moebib verify paper.bib
      moebib verify paper.tex
      moebib verify dai2024deepseekmoe --json
      moebib verify paper.bib --record responses && moebib verify paper.bib --replay responses

    \b
    Exit code, the first that applies:
      6  a reference is retracted or withdrawn
      5  a reference is not found, although every service responded
      1  a reference differs
      4  a reference could not be checked because a service did not respond
      0  all are ok
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.verify import recorded_on, verify
    from moebib.lookup.client import open_client

    if record and replay:
        raise click.UsageError("--record and --replay cannot be used together")
    recording = str(record or replay) if record or replay else None
    today = recorded_on(replay) if replay else date.today()
    references = _references(out, targets, format_)
    for finding in references.lost:
        click.echo(f"cannot read: {finding}", err=True)
    verdicts: list[Verified] = []
    records = references.records
    with (
        open_client(offline=offline or replay is not None, refresh=refresh, recording=recording) as client,
        progress(out, "looking up", len(records)) as bar,
    ):
        for verified in verify(records, client, today):
            verdicts.append(verified)
            if not as_json:
                with bar.paused():
                    out.text(f"{_line(verified)}\n")
            bar.advance()
    if as_json:
        out.json([_as_json(verified) for verified in sorted(verdicts, key=lambda verified: verified.number)])
    _sum_up(out, verdicts, references)
    if code := _exit_code(verdicts, references):
        raise click.exceptions.Exit(code)


def _references(out: Terminal, targets: tuple[str, ...], format_: str | None) -> References:
    """The references in the files, and then the works of the list."""
    from moebib.commands.references import References, read_references

    # Also of names that are too long for a path: a target may be a title.
    files = [target for target in targets if os.path.exists(target) and not os.path.isdir(target)]  # noqa: PTH110, PTH112
    parsed = [read_references(Path(file), format_) for file in files]
    keys = [target for target in targets if target not in files]
    library = out.library(keys=keys) if keys else None
    listed = [library.find_work(key) for key in keys] if library else []
    records = [record for references in parsed for record in references.records]
    lost = [finding for references in parsed for finding in references.lost]
    return References((*records, *listed), tuple(lost))


def _line(verified: Verified) -> str:
    verdict = verified.verdict
    differences = "; ".join(map(str, verdict.differences))
    hints = "".join(f" (hint: {hint})" for hint in verdict.hints)
    return f"{verified.record.id}: {verdict}{f': {differences}' if differences else ''}{hints}"


def _sum_up(out: Terminal, verdicts: list[Verified], references: References) -> None:
    from moebib.lookup.lookup import outages_in

    counts: Counter[str] = Counter(verified.verdict.kind for verified in verdicts)
    parts = [f"{counts[kind]} {kind}" for kind in reversed(_EXIT_CODES) if counts[kind]]
    parts += [f"{len(references.lost)} unreadable"] if references.lost else []
    for outage in outages_in(verified.unavailable for verified in verdicts):
        out.say(str(outage))
    out.say(f"{counted(len(verdicts), 'reference')}: {', '.join(parts)}")


def _exit_code(verdicts: list[Verified], references: References) -> int:
    kinds = {verified.verdict.kind for verified in verdicts} | ({"cannot tell"} if references.lost else set())
    return next((code for kind, code in _EXIT_CODES.items() if kind in kinds), 0)


def _as_json(verified: Verified) -> dict[str, Any]:
    verdict = verified.verdict
    return {
        "key": verified.record.id,
        "title": markup.plain(verified.record.title),
        "verdict": verdict.kind,
        "why": verdict.why,
        "differences": [difference._asdict() for difference in verdict.differences],
        "hints": list(verdict.hints),
        "unavailable": dict(verified.unavailable),
    }
