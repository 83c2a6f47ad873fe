"""`moebib import`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moebib.cli._built import report_built
from moebib.cli._format_options import input_format_option
from moebib.cli._list import list_root, point_to_build
from moebib.cli._options import (
    Preview,
    input_file,
    journals_options,
    json_option,
    preview_options,
    strict_option,
    verbose_option,
)
from moebib.cli._output import Terminal
from moebib.cli._progress import busy
from moebib.cli._text import counted

if TYPE_CHECKING:
    from moebib.normalise.journals import JournalNames

GROUP = "Start a list"

_OUTCOMES = {
    "new": "new", "confirmed": "with more evidence", "known": "known", "disputed": "kept as alternatives",
    "locked": "contradict what a person wrote", "invalid": "invalid",
}  # fmt: skip


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=input_file, metavar="FILE...")
@input_format_option(also=", or facts")
@journals_options("full")
@preview_options()
@json_option
@strict_option
@verbose_option
@click.pass_obj
def import_(
    out: Terminal,
    files: tuple[Path, ...],
    input_format: str | None,
    journals: JournalNames | None,
    preview: Preview,
    as_json: bool,
    strict: bool,
    verbose: bool,
) -> None:
    """Add the works of a file to the list.

    FILE is a Markdown list or a bibliography in any format that --input-format (or --from) names; - is stdin. If there
    is no list here or in a parent directory, one is created, with the sections of the file. Works that are in the list
    already are not added again; they get the sections, labels and links that are new. Several .bib files are read as
    one bibliography: macros and parents may be in another file.

    If FILE is the README of the list, which is kept as it is, the entries are changed where its lines differ from them.

    A file of facts (*.facts.jsonl) has values for listed works and models, with their evidence. They become values and
    origins of the entries; what a person wrote is not overwritten, but reported.

    Of a list, the report says what was read, by section. It shows what needs a person, a few findings of each kind;
    --verbose shows all, also of duplicates and of text that is not an entry.

    \b
    Examples:
      moebib import README.md
      moebib import old.bib --dry-run
      moebib import macros.bib refs.bib
      moebib import proceedings.facts.jsonl --diff
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.build import is_kept
    from moebib.commands.facts import is_facts
    from moebib.store import find_root

    file = files[0] if len(files) == 1 else None
    root = find_root(out.folder)
    if file and is_facts(file, input_format):
        _import_facts(out, file, preview, strict=strict, as_json=as_json)
    elif file and root and input_format is None and is_kept(root, file):
        _import_kept_readme(out, file, root, preview, as_json=as_json)
    else:
        _import_works(out, files, input_format, journals, preview, as_json=as_json, strict=strict, verbose=verbose)


def _import_works(
    out: Terminal,
    files: tuple[Path, ...],
    input_format: str | None,
    journals: JournalNames | None,
    preview: Preview,
    *,
    as_json: bool,
    strict: bool,
    verbose: bool,
) -> None:
    from moebib.cli._reading_report import say_findings, say_sections
    from moebib.commands.import_ import import_files

    write = preview.write
    with busy(out, f"importing {', '.join(map(str, files))}"):
        report = import_files(files, out.folder, format=input_format, journals=journals, write=write)
    say_sections(out, report.sections)
    say_findings(out, report.findings, verbose=verbose)
    counts = {name: getattr(report, name) for name in ("added", "added_models", "updated", "known", "not_understood")}
    out.changes(report.changes, preview, {**counts, "findings": report.findings} if as_json else None)
    verb = "" if write else "would be "
    added = f"{counted(report.added, 'work')} and {counted(report.added_models, 'model')} {verb}added"
    not_understood = f"{counted(report.not_understood, 'line')} not understood"
    names = ", ".join(map(str, files))
    out.say(f"{names}: {added}, {report.updated} {verb}updated, {report.known} already listed; {not_understood}")
    if report.changes and write:
        point_to_build(out)
    if strict and report.not_understood:
        raise click.exceptions.Exit(1)


def _import_kept_readme(out: Terminal, file: Path, root: Path, preview: Preview, *, as_json: bool) -> None:
    from moebib.commands.build import build

    with busy(out, f"reading {file}"):
        built = build(root, side="readme", write=preview.write)
    report_built(out, built, preview, as_json=as_json)


def _import_facts(out: Terminal, file: Path, preview: Preview, *, strict: bool, as_json: bool) -> None:
    from moebib.commands.facts import import_facts

    root = list_root(out)
    with busy(out, f"importing {file}"):
        report = import_facts(file, root, date.today(), write=preview.write)
    for finding in report.findings:
        out.say(str(finding))
    facts = {"facts": dict(report.outcomes), "findings": report.findings}
    out.changes(report.changes, preview, facts if as_json else None)
    total = sum(report.outcomes.values())
    counts = (f"{report.outcomes.get(outcome, 0)} {words}" for outcome, words in _OUTCOMES.items())
    out.say(f"{file}: {counted(total, 'fact')}: {', '.join(counts)}")
    if report.changes and preview.write:
        point_to_build(out)
    if strict and report.outcomes.get("invalid"):
        raise click.exceptions.Exit(1)
