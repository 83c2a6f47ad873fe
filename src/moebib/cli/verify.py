"""`moebib verify`."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moebib.cli._options import (
    FormatOption,
    Preview,
    all_option,
    cache_options,
    json_option,
    output_option,
    preview_options,
)
from moebib.cli._output import Bar, Terminal, plain, progress

if TYPE_CHECKING:
    from moebib.commands.references import References
    from moebib.commands.verify import Verified
    from moebib.commands.verify_confirm import Confirmed
    from moebib.commands.verify_report import Result, VerifyReport
    from moebib.store import ListSession

GROUP = "Check and fix"

_FORMATS = ("text", "json", "sarif", "github", "junit", "html")
_BY_SUFFIX = {".html": "html", ".htm": "html", ".json": "json", ".sarif": "sarif", ".xml": "junit"}
_EXIT_CODES = {"retracted": 6, "withdrawn": 6, "not found": 5, "differs": 1, "cannot tell": 4, "ok": 0}
"""The exit code of the command is that of the first kind that a reference has."""


@click.command()
@click.argument("targets", nargs=-1, metavar="[FILE|KEY]...")
@all_option
@click.option(
    "--from",
    "format_",
    cls=FormatOption,
    use="read",
    help="Input format: {formats}; by default from the file name or the content.",
)
@click.option(
    "--output-format",
    type=click.Choice(_FORMATS),
    help="Print findings for people or for a program; html is a report to pass on.",
)
@click.option(
    "--policy",
    type=click.Choice(["arxiv", "acl", "neurips"]),
    help="Also say what each verdict means by the words of this venue.",
)
@click.option("--fix", is_flag=True, help="In .bib files: correct what differs, where it is certain.")
@click.option("--confirm", is_flag=True, help="In the list: note which sources give each value, and since when.")
@json_option
@output_option
@preview_options(needs="--fix, --confirm or -o")
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
    everything: bool,
    format_: str | None,
    output_format: str | None,
    policy: str | None,
    fix: bool,
    confirm: bool,
    as_json: bool,
    output: Path | None,
    preview: Preview,
    offline: bool,
    refresh: bool,
    record: Path | None,
    replay: Path | None,
) -> None:
    """Check that references exist and that their details are correct.

    FILE is in any format that `moebib import` reads: .bib, CSL-JSON, RIS, Hayagriva, a Markdown list. Of a document
    (.tex, .aux, .bcf, .md, .typ), the works that it cites are verified, from the .bib files that it names. The fields
    of printed references, in a .bbl, .docx or text file, are guessed, and shown unless the verdict is ok. KEY is a key
    or an identifier of a listed work.

    Compares title, authors, year and venue with every relevant service, ignoring case, accents, punctuation, initials
    and abbreviations; the year may be that of any version. A reference without an identifier is searched by title, and
    accepted only if the people agree.

    \b
    Examples:
      moebib verify paper.bib
      moebib verify paper.tex
      moebib verify paper.bib --fix --diff
      moebib verify paper.bib -o report.html --policy acl
      moebib verify dai2024deepseekmoe --json
      moebib verify --all --confirm --diff
      moebib verify paper.bib --record responses && moebib verify paper.bib --replay responses

    \b
    Exit code, the first that applies:
      6  a reference is retracted or withdrawn
      5  a reference is not found, although every service that has works of its kind responded
      1  a reference differs, and --fix has not corrected all of it
      4  a reference cannot be verified: a service did not respond, or none has works of its kind
      0  all are ok
    """  # noqa: D301 - click wants the character, not its name
    from moebib.cli._verdicts import FORMATS
    from moebib.commands.verify import recorded_on, verify
    from moebib.commands.verify_confirm import confirm_entry
    from moebib.commands.verify_report import Result, report
    from moebib.lookup.client import open_client
    from moebib.lookup.policies import POLICIES, treatment_of
    from moebib.store import ChangeSet

    name = _format(as_json, output_format, output)
    file = output if output and str(output) != "-" else None
    is_edited = fix or confirm
    _check_use(preview, name, is_written=file is not None, is_edited=is_edited, is_both=bool(record and replay))
    if file:
        ChangeSet.plan(None, {file.as_posix(): ""})  # refuses a file of git or of a list before any query
    today = recorded_on(replay) if replay else date.today()
    followed = POLICIES[policy] if policy else None
    references = _references(out, targets, format_, everything=everything)
    session = _session(out, references, preview) if confirm else None
    in_bib = {number: file for number, file in enumerate(references.files) if file.lower().endswith(".bib")}
    if fix and not in_bib:
        raise click.UsageError("--fix needs a .bib file")
    for finding in references.lost:
        click.echo(plain(f"cannot read: {finding}"), err=True)
    results: list[Result] = []
    evidence: list[Confirmed] = []
    with (
        open_client(
            offline=offline or replay is not None,
            refresh=refresh,
            recording=str(record or replay) if record or replay else None,
            on_low_budget=out.warn,
        ) as client,
        progress(out, "looking up", len(references.records)) as bar,
    ):
        for verified in _in_order(verify(references.records, client, today, guessed=references.guessed), bar):
            results.append(Result(verified, treatment_of(verified.verdict, followed) if followed else None))
            if (name == "text" or file) and not preview.diff:  # stdout is for the patch
                with bar.paused():
                    _print(out, results[-1])
            if session and verified.number >= len(references.files):
                evidence.append(confirm_entry(session, verified, today))
    complete = report(results, references, today, followed)
    if file:
        _write(out, FORMATS[name](complete), file, preview)
    elif name != "text":
        out.data(FORMATS[name](complete))
    corrected = _fix(out, complete, in_bib, preview) if fix else set()
    _say_confirmed(out, evidence, preview)
    _sum_up(out, complete, is_fixed=fix)
    if code := _exit_code(complete, corrected):
        raise click.exceptions.Exit(code)


def _check_use(preview: Preview, name: str, *, is_written: bool, is_edited: bool, is_both: bool) -> None:
    """Raises UsageError for options that cannot be used together."""
    if not preview.write and not is_written and not is_edited:
        raise click.UsageError("--diff and --dry-run need --fix, --confirm or -o")
    if preview.diff and name != "text" and not is_written:
        raise click.UsageError(f"--diff prints a patch; write the {name} to a file with -o")
    if is_both:
        raise click.UsageError("--record and --replay cannot be used together")


def _references(out: Terminal, targets: tuple[str, ...], format_: str | None, *, everything: bool) -> References:
    """The references in the files, and then the works of the list.

    Raises:
        UsageError: If nothing is to be verified.
    """
    from moebib.commands.references import References, read_references

    if not targets and not everything:
        raise click.UsageError("nothing to verify; pass files, keys, or --all for the list")
    # Also of names that are too long for a path: a target may be a title.
    files = [target for target in targets if os.path.exists(target) and not os.path.isdir(target)]  # noqa: PTH110, PTH112
    parsed = [read_references(Path(file), format_) for file in files]
    keys = [target for target in targets if target not in files]
    library = out.library(keys=keys) if keys or everything else None
    named = [library.find_work(key) for key in keys] if library else []
    listed = library.records if library and everything else named
    records = [record for references in parsed for record in references.records]
    lost = [finding for references in parsed for finding in references.lost]
    of_files = [name for references in parsed for name in references.files]
    guessed = frozenset[str]().union(*(references.guessed for references in parsed))
    return References((*records, *listed), tuple(lost), tuple(of_files), guessed)


def _session(out: Terminal, references: References, preview: Preview) -> ListSession:
    """The user's own list, in whose entries evidence is noted.

    Raises:
        UsageError: If no work of a list is verified.
        InputError: If there is no list.
    """
    from moebib.store import ListSession

    if len(references.records) == len(references.files):
        raise click.UsageError("--confirm needs works of the list: keys, or --all")
    return ListSession(out.root(), write=preview.write)


def _format(as_json: bool, named: str | None, output: Path | None) -> str:
    """The output format: the one that was named, else that of the file to write, else text.

    Raises:
        UsageError: If two are named, or none of a file.
    """
    if as_json and named not in (None, "json"):
        raise click.UsageError(f"--json cannot be used with --output-format {named}")
    of_file = _BY_SUFFIX.get(output.suffix.lower()) if output else None
    name = named or ("json" if as_json else of_file) or "text"
    if name == "text" and output and str(output) != "-":
        endings = ", ".join(_BY_SUFFIX)
        raise click.UsageError(f"no report of this kind: {output.name!r}; -o needs {endings}, or --output-format")
    return name


def _in_order(verdicts: Iterator[Verified], bar: Bar) -> Iterator[Verified]:
    """*verdicts* in the order of the references, as soon as all before them are known."""
    waiting: dict[int, Verified] = {}
    number = 0
    for verified in verdicts:
        waiting[verified.number] = verified
        bar.advance()
        while number in waiting:
            yield waiting.pop(number)
            number += 1


def _print(out: Terminal, result: Result) -> None:
    """Print what is known of a reference, as text for people."""
    from moebib.cli._verdicts import STYLES, headline, text_rows

    out.rows(headline(result), text_rows(result), is_data=True, style=STYLES[result.verified.verdict.kind])


def _sum_up(out: Terminal, report: VerifyReport, *, is_fixed: bool) -> None:
    from moebib.cli._verdicts import advice, policy_lines, summary
    from moebib.lookup.outages import outages_in

    for outage in outages_in(result.verified.unavailable for result in report.results):
        out.say(str(outage))
    out.say(summary(report))
    for line in (*advice(report, is_fixed=is_fixed), *policy_lines(report)):
        out.say(line)


def _write(out: Terminal, text: str, output: Path, preview: Preview) -> None:
    from moebib.store import ChangeSet

    changes = ChangeSet.plan(None, {output.as_posix(): text})
    if not preview.write:
        out.preview(changes, preview)
    else:
        changes.apply()
        out.say(f"{'wrote' if changes else 'unchanged'} {output.as_posix()}")


def _fix(out: Terminal, report: VerifyReport, in_bib: Mapping[int, str], preview: Preview) -> set[int]:
    """Correct .bib files, and return the numbers of the references in which nothing else differs."""
    from moebib.commands.update_bib import save
    from moebib.commands.verify_fix import correct

    opened, corrections = correct([result.verified for result in report.results], in_bib, report.day)
    changes = save(opened, write=preview.write)
    for correction in corrections:
        verb = "corrected" if preview.write else "would correct"
        out.say(f"{verb} {correction.key}: {', '.join(correction.fields)}")
    if not preview.write:
        out.preview(changes, preview)
    return {correction.number for correction in corrections if correction.is_complete and preview.write}


def _say_confirmed(out: Terminal, evidence: Sequence[Confirmed], preview: Preview) -> None:
    new = [confirmed for confirmed in evidence if confirmed.fields]
    for confirmed in new:
        out.say(f"{'confirmed' if preview.write else 'would confirm'} {confirmed.key}: {', '.join(confirmed.fields)}")
    if preview.diff:
        out.data("".join(change.diff() for confirmed in new for change in confirmed.files))
    if new and preview.write:
        out.point_to_build()


def _exit_code(report: VerifyReport, corrected: Container[int]) -> int:
    verdicts = [result.verified for result in report.results if result.verified.number not in corrected]
    kinds = {verified.verdict.kind for verified in verdicts} | ({"cannot tell"} if report.lost else set())
    return next((code for kind, code in _EXIT_CODES.items() if kind in kinds), 0)
