"""`moebib fix`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from moebib.cli._list import list_root, point_to_build
from moebib.cli._options import Preview, input_file, json_option, preview_options, rules_options
from moebib.cli._output import Terminal
from moebib.cli._progress import busy
from moebib.cli._text import counted

GROUP = "Check and fix"


@click.command()
@click.argument("files", nargs=-1, type=input_file, metavar="[FILE.bib]...")
@rules_options
@preview_options()
@json_option
@click.pass_obj
def fix(
    out: Terminal,
    files: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    preview: Preview,
    as_json: bool,
) -> None:
    """Fix every problem whose fix is certain.

    Works on the list or on .bib files; everything else in the file is left untouched. `moebib check` shows the problems
    that remain. RULE is what `moebib check --select` takes. With - as FILE.bib, stdin is fixed and written to stdout.

    \b
    Examples:
      moebib fix --diff
      moebib fix refs.bib --select title-ends-with-period
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.fix import fix_files, fix_list

    today = date.today()
    write = preview.write
    root = Path() if files else list_root(out, or_files=True)
    with busy(out, "fixing"):
        if files:
            fixed = fix_files(files, today, select=select, ignore=ignore, write=write)
        else:
            fixed = fix_list(root, today, select=select, ignore=ignore, write=write)
    out.unread.extend(fixed.unread)
    facts: dict[str, object] | None = {"findings": fixed.findings} if as_json else None
    if fixed.stdin and write and facts is not None:
        facts["text"] = fixed.stdin.new
    elif fixed.stdin and write:
        out.bytes(fixed.stdin.data or b"")
    out.changes(fixed.changes, preview, facts)
    for finding in fixed.findings:
        out.say(f"{'fixed' if write else 'would fix'} {finding.where}: {finding.code} {finding.message}")
    out.say(
        f"{counted(len(fixed.findings), 'problem')} {'' if write else 'would be '}fixed in "
        f"{counted(len({finding.file for finding in fixed.findings}), 'file')}"
        if fixed.findings
        else "nothing to fix"
    )
    if fixed.changes and write and not files:
        point_to_build(out)
