"""`moebib verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from moebib.cli._completion import complete_keys_or_files
from moebib.cli._format_options import input_format_option, output_format_option, read_output_format
from moebib.cli._options import (
    Preview,
    all_option,
    cache_options,
    json_option,
    output_option,
    preview_options,
    watch_option,
)
from moebib.cli._output import Terminal
from moebib.errors import InputError

if TYPE_CHECKING:
    from moebib.cli._verify_run import Run

GROUP = "Check and fix"

_FORMATS = ("text", "json", "sarif", "github", "junit", "html")
_BY_SUFFIX = {".html": "html", ".htm": "html", ".json": "json", ".sarif": "sarif", ".xml": "junit"}


@click.command()
@click.argument("targets", nargs=-1, metavar="[FILE|arxiv:ID|KEY]...", shell_complete=complete_keys_or_files)
@all_option
@input_format_option()
@output_format_option(*_FORMATS)
@click.option(
    "--policy",
    type=click.Choice(["arxiv", "acl", "neurips"]),
    help="Also say what each verdict means by the words of this venue.",
)
@click.option(
    "--since",
    metavar="REVISION",
    help="Only check references that are new or changed since this git revision.",
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
    metavar="DIR",
    help="Keep all responses in this folder, for --replay.",
)
@click.option(
    "--replay",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Make no requests; use the responses in this folder, as of the day they were recorded.",
)
@watch_option
@click.pass_obj
def verify(
    out: Terminal,
    targets: tuple[str, ...],
    everything: bool,
    input_format: str | None,
    output_format: str | None,
    policy: str | None,
    since: str | None,
    fix: bool,
    confirm: bool,
    as_json: bool,
    output: Path | None,
    preview: Preview,
    offline: bool,
    refresh: bool,
    record: Path | None,
    replay: Path | None,
    watch: bool,
) -> None:
    """Check that references exist and that their details are correct.

    FILE is in any format that `moebib import` reads: .bib, CSL-JSON, RIS, Hayagriva, a Markdown list; - is stdin.
    --input-format (or --from) names it. Of a document (.tex, .aux, .md, .org, .rst, ...), the works that it cites are
    verified, from the bibliographies that it names. The fields of printed references, in a .bbl, .docx or text file,
    are guessed, and shown unless the verdict is ok. arxiv:ID means the references of this paper, as Semantic Scholar
    has them. KEY is a key or another identifier of a listed work.

    Compares title, authors, year and venue with every relevant service, ignoring case, accents, punctuation, initials
    and abbreviations; the year may be that of any version. A reference without an identifier is searched by title, and
    accepted only if the people agree.

    With --since, a reference is new or changed if no file given had one with the same fields at that revision. With
    --watch, only what is new is printed after a change.

    \b
    Examples:
      moebib verify paper.bib
      moebib verify paper.tex
      moebib verify arxiv:2401.06066
      moebib verify paper.bib --fix --diff
      moebib verify paper.tex --since origin/main --output-format github
      moebib verify paper.bib -o report.html --policy acl
      moebib verify dai2024deepseekmoe --json
      moebib verify --all --confirm --diff
      moebib verify paper.bib --record responses
      moebib verify paper.bib --replay responses

    \b
    Exit code, the first that applies:
      6  a reference is retracted or withdrawn
      5  a reference is not found, although every service that has works of its
         kind responded
      1  a reference differs, and --fix has not corrected all of it
      4  a reference cannot be verified: a service did not respond, or none
         has works of its kind
      0  all are ok
    """  # noqa: D301 - click wants the character, not its name
    from moebib.cli._verify_run import Run
    from moebib.store import ChangeSet, find_root

    name = _format(as_json, output_format, output)
    file = output if output and str(output) != "-" else None
    if not targets and not everything:
        raise click.UsageError("nothing to verify; pass files, keys, or --all for the list")
    is_edited = fix or confirm
    _check_use(preview, name, is_written=file is not None, is_edited=is_edited, is_both=bool(record and replay))
    if watch and (not preview.write or (name != "text" and not file)):
        raise click.UsageError("--watch prints text: write other formats with -o, and leave out --dry-run and --diff")
    if file:
        ChangeSet.plan(None, {file.as_posix(): ""})  # refuses a file of git or of a list before any query
    run = Run(
        out=out,
        targets=targets,
        everything=everything,
        format=input_format,
        since=since,
        output_format=name,
        file=file,
        policy=policy,
        fix=fix,
        confirm=confirm,
        preview=preview,
        offline=offline or replay is not None,
        refresh=refresh,
        recording=record or replay,
        is_replay=replay is not None,
    )
    if watch and not run.files and find_root(out.folder) is None:
        raise click.UsageError("--watch needs a file, or a list of your own")
    if watch:
        _watch(run)
    if code := run.once().exit_code:
        raise click.exceptions.Exit(code)


def _watch(run: Run) -> NoReturn:
    """Verify now and after every change, until Ctrl-C; errors are reported and end nothing."""
    from moebib.cli._watch import FileWatch

    watch = FileWatch(run.files)
    printed: frozenset[str] = frozenset()
    while True:
        try:
            outcome = run.once(printed)
            printed = outcome.printed
            watch.follow(outcome.inputs)
        except (InputError, OSError) as error:
            run.out.error(str(error))
        watch.wait()


def _check_use(preview: Preview, name: str, *, is_written: bool, is_edited: bool, is_both: bool) -> None:
    """Raises UsageError for options that cannot be used together."""
    if not preview.write and not is_written and not is_edited:
        raise click.UsageError("--diff and --dry-run need --fix, --confirm or -o")
    if preview.diff and name != "text" and not is_written:
        raise click.UsageError(f"--diff prints a patch; write the {name} to a file with -o")
    if is_both:
        raise click.UsageError("--record and --replay cannot be used together")


def _format(as_json: bool, named: str | None, output: Path | None) -> str:
    """The output format: the one that was named, else that of the file to write, else text.

    Raises:
        UsageError: If two are named, or none of a file.
    """
    of_file = _BY_SUFFIX.get(output.suffix.lower()) if output else None
    name = read_output_format(named, as_json=as_json) or of_file or "text"
    if name == "text" and output and str(output) != "-":
        endings = ", ".join(_BY_SUFFIX)
        raise click.UsageError(f"no report of this kind: {output.name!r}; -o needs {endings}, or --output-format")
    return name
