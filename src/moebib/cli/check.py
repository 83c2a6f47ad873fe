"""`moebib check`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moebib.cli._terminal import Terminal, counted

if TYPE_CHECKING:
    from moebib.commands.check import Ask, Checked


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FILE]...")
@click.option("--select", multiple=True, metavar="CODE", help="Only rules whose code begins so; several with commas.")
@click.option("--ignore", multiple=True, metavar="CODE", help="No rules whose code begins so; several with commas.")
@click.option(
    "--output-format",
    "format_",
    type=click.Choice(["text", "concise", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="For people, or for a program.",
)
@click.option("--fix", is_flag=True, help="Make every certain repair first, as `moebib fix` does.")
@click.option("--diff", is_flag=True, help="With --fix: print what changes.")
@click.option("--dry-run", is_flag=True, help="With --fix: write nothing.")
@click.option("--online", is_flag=True, help="Ask services about identifiers, retractions and publications, too.")
@click.option("--links", is_flag=True, help="Look whether the links lead somewhere, too.")
@click.option("--refresh", is_flag=True, help="With --online or --links: ask anew what is in the cache.")
@click.pass_context
def check(
    ctx: click.Context,
    files: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    format_: str,
    fix: bool,
    diff: bool,
    dry_run: bool,
    online: bool,
    links: bool,
    refresh: bool,
) -> None:
    """Check the list, or anybody's files, by the rules.

    Nobody is asked but with --online or --links.

    FILE is a .bib file, CSL-JSON, RIS, a list in Markdown: whatever `moebib import` takes.

    A comment "# moebib: ignore CODE reason" in an entry ("% moebib: ..." in a .bib file) leaves a rule out there,
    [check] in moebib.toml everywhere. `moebib rule CODE` explains a rule. Notes are suggestions: they are shown, and do
    not count.

    \b
    Exit code:
      0  nothing is wrong
      1  something is
      4  nothing is, as far as can be told: somebody did not answer (--online, --links)
    """  # noqa: D301 - click wants the character, not its name
    from moebib.cli._check_asking import Asking
    from moebib.cli.fix import fix as command

    out: Terminal = ctx.obj
    if fix:
        ctx.invoke(command, files=files, select=select, ignore=ignore, diff=diff, dry_run=dry_run)
    elif diff or dry_run:
        raise click.UsageError("--diff and --dry-run go with --fix")
    if refresh and not (online or links):
        raise click.UsageError("--refresh goes with --online or --links")
    asking = Asking(out, online=online, links=links, refresh=refresh)
    checked, root = _check(out, files, select, ignore, asking.asks)
    _print(out, checked, root, format_)
    is_untold = asking.tell()
    if any(finding.level != "note" for finding in checked.findings):
        raise click.exceptions.Exit(1)
    if is_untold:
        raise click.exceptions.Exit(4)


def _check(
    out: Terminal, files: tuple[Path, ...], select: tuple[str, ...], ignore: tuple[str, ...], ask: tuple[Ask, ...]
) -> tuple[Checked, Path]:
    from moebib import store
    from moebib.commands import check as action_check

    if files:
        from moebib.commands.check_file import check_files

        return check_files(files, date.today(), select=select, ignore=ignore, ask=ask), Path()
    root = store.find_root(out.folder) or store.bundled()
    return action_check.check_list(root, date.today(), select=select, ignore=ignore, ask=ask), root


def _print(out: Terminal, checked: Checked, root: Path, format_: str) -> None:
    from moebib.cli._diagnostics import report
    from moebib.commands.check import texts_of

    shown = report(checked.findings, texts_of(checked.findings, root), format_)
    if format_ in ("text", "concise"):
        out.text(shown)
    else:
        out.data(shown)
    out.say(_summary(checked))


def _summary(checked: Checked) -> str:
    wrong = [finding for finding in checked.findings if finding.level != "note"]
    notes = len(checked.findings) - len(wrong)
    looked_at = counted(checked.works, "work") + (f" and {counted(checked.models, 'model')}" if checked.models else "")
    if not wrong:
        return f"nothing wrong in {looked_at}" + (f"; {counted(notes, 'note')}" if notes else "")
    files = len({finding.file for finding in wrong})
    repairable = sum(finding.patch is not None for finding in checked.findings)
    hint = f"; [*] {repairable} can be repaired by `moebib fix`" if repairable else ""
    noted = f" and {counted(notes, 'note')}" if notes else ""
    return f"{counted(len(wrong), 'problem')}{noted} in {counted(files, 'file')}, of {looked_at}{hint}"
