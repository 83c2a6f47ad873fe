"""`moebib import`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from moebib.cli._built import report_built
from moebib.cli._options import FormatOption, Preview, preview_options, verbose_option
from moebib.cli._output import Terminal, counted

GROUP = "Start a list"

_OUTCOMES = {
    "new": "new", "confirmed": "with more evidence", "known": "known", "disputed": "kept as alternatives",
    "locked": "contradict what a person wrote", "invalid": "invalid",
}  # fmt: skip


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--from",
    "format_",
    cls=FormatOption,
    use="read",
    help="Input format: {formats}, or facts; by default from the file name or the content.",
)
@preview_options()
@click.option("--strict", is_flag=True, help="Exit with code 1 if any line was not understood.")
@verbose_option
@click.pass_obj
def import_(out: Terminal, file: Path, format_: str | None, preview: Preview, strict: bool, verbose: bool) -> None:
    """Add the works of a file to the list.

    FILE is a Markdown list or a bibliography in any format that --from names. If there is no list here or in a parent
    directory, one is created, with the sections of the file. Works that are in the list already are not added again;
    they get the sections, labels and links that are new.

    If FILE is the README of the list, which is kept as it is, the entries are changed where its lines differ from them.

    A file of facts (*.facts.jsonl) has values for listed works and models, with their evidence. They become values and
    origins of the entries; what a person wrote is not overwritten, but reported.

    Of a list, the report says what was read, by section. It shows what needs a person, a few findings of each kind;
    --verbose shows all, also of duplicates and of text that is no entry.

    \b
    Examples:
      moebib import README.md
      moebib import old.bib --dry-run
      moebib import proceedings.facts.jsonl --diff
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.facts import is_facts

    if is_facts(file, format_):
        _import_facts(out, file, preview, strict=strict)
        return
    from moebib.cli._reading_report import say_findings, say_sections
    from moebib.commands.build import build, is_kept
    from moebib.commands.import_ import import_file
    from moebib.store import find_root

    root = find_root(out.folder)
    if root and format_ is None and is_kept(root, file):
        report_built(out, build(root, side="readme", write=preview.write), preview)
        return
    write = preview.write
    report = import_file(file, out.folder, format=format_, write=write)
    say_sections(out, report.sections)
    say_findings(out, report.findings, verbose=verbose)
    if not write:
        out.changes(report.changes, preview)
    verb = "" if write else "would be "
    added = f"{counted(report.added, 'work')} and {counted(report.added_models, 'model')} {verb}added"
    not_understood = f"{counted(report.not_understood, 'line')} not understood"
    out.say(f"{file}: {added}, {report.updated} {verb}updated, {report.known} already listed; {not_understood}")
    if report.changes and write:
        out.point_to_build()
    if strict and report.not_understood:
        raise click.exceptions.Exit(1)


def _import_facts(out: Terminal, file: Path, preview: Preview, *, strict: bool) -> None:
    from moebib.commands.facts import import_facts

    report = import_facts(file, out.root(), date.today(), write=preview.write)
    for finding in report.findings:
        out.say(str(finding))
    if not preview.write:
        out.changes(report.changes, preview)
    total = sum(report.outcomes.values())
    counts = (f"{report.outcomes.get(outcome, 0)} {words}" for outcome, words in _OUTCOMES.items())
    out.say(f"{file}: {counted(total, 'fact')}: {', '.join(counts)}")
    if report.changes and preview.write:
        out.point_to_build()
    if strict and report.outcomes.get("invalid"):
        raise click.exceptions.Exit(1)
