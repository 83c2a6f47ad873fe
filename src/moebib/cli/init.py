"""`moebib init`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moebib.cli._list import list_root
from moebib.cli._options import Preview, input_file, json_option, preview_options, verbose_option, yes_option
from moebib.cli._output import Terminal
from moebib.cli._progress import busy
from moebib.cli._text import counted

if TYPE_CHECKING:
    from moebib.commands.init import NewList

GROUP = "Start a list"
_MOST_LINES = 30
"""How many lines of moebib.toml are shown."""


@click.command()
@click.option(
    "--from",
    "sources",
    multiple=True,
    type=input_file,
    metavar="FILE",
    help="Start with the works of this file: a README.md, or another that `moebib import` reads; repeatable for .bib.",
)
@click.option("--title", default="", help="Title of the list; by default the name of the directory.")
@click.option("--git", is_flag=True, help="Let git merge entries and .bib files by field; works in an existing list.")
@yes_option
@preview_options()
@json_option
@verbose_option
@click.pass_obj
def init(
    out: Terminal,
    sources: tuple[Path, ...],
    title: str,
    git: bool,
    yes: bool,
    preview: Preview,
    as_json: bool,
    verbose: bool,
) -> None:
    """Create a list in this directory.

    Writes moebib.toml with the sections found, the entries, README.md, the exports and a workflow for GitHub Actions.
    Without --yes, all of it is shown first. A README that the list is read from stays as it is; another one gets
    markers at its end. Other existing files are never changed: the new ones get other names.

    With --git, .gitattributes is written, too, and git is set up to call `moebib merge-driver` in this clone. If git
    cannot run moebib, it marks conflicts line by line.

    \b
    Examples:
      moebib init --from README.md
      moebib init --from macros.bib --from refs.bib
      moebib init --title "Papers on routing" --yes
      moebib init --git
    """  # noqa: D301 - click wants the character, not its name
    from moebib.store import find_root
    from moebib.store.git import set_merge_driver

    is_new = not git or bool(sources) or find_root(out.folder) is None
    if is_new:
        is_empty = _create(out, title, sources, preview, git=git, yes=yes, as_json=as_json, verbose=verbose)
    else:
        _set_up_git(out, preview, as_json=as_json)
    if not preview.write:
        return
    if git:
        _say_driver(out, set_merge_driver(out.folder))
    if is_new:
        fill = "`moebib add ID`" if is_empty else "`moebib update --all --apply`"
        out.say(
            f"created the list; next steps: `moebib check`, {fill}, `moebib build`\n"
            "hint: before you push, set MOEBIB in the workflow to the place to install moebib from"
        )


def _set_up_git(out: Terminal, preview: Preview, *, as_json: bool) -> None:
    """Write the .gitattributes of an existing list."""
    from moebib.commands.init import plan_git

    changes = plan_git(list_root(out))
    if preview.write:
        changes.apply()
    out.changes(changes, preview, {} if as_json else None)
    if changes and preview.write:
        out.say(changes.summary(applied=True))


def _create(
    out: Terminal,
    title: str,
    sources: tuple[Path, ...],
    preview: Preview,
    *,
    git: bool,
    yes: bool,
    as_json: bool,
    verbose: bool,
) -> bool:
    """Show the new list, write it if a person confirms it, and return whether it has no works."""
    from moebib.commands.init import create_list, plan_list

    with busy(out, f"reading {', '.join(map(str, sources))}" if sources else "planning"):
        new_list = plan_list(out.folder.resolve(), title, sources=sources, git=git)
    is_confirmed = preview.write and yes
    if is_confirmed:
        create_list(out.folder.resolve(), new_list)
    _show(out, new_list, is_written=is_confirmed, with_diff=preview.diff and not as_json, verbose=verbose)
    if preview.write and not is_confirmed:
        if not _confirmed():
            out.say("nothing was written")
            raise click.exceptions.Exit(1)
        create_list(out.folder.resolve(), new_list)
    if as_json:
        facts = {"works": new_list.works, "models": new_list.models, "findings": new_list.findings}
        out.changes(new_list.changes, preview, facts)
    return not new_list.works


def _show(out: Terminal, new_list: NewList, *, is_written: bool, with_diff: bool, verbose: bool) -> None:
    """Print what was read, the files of the new list, and what becomes of those that exist."""
    from moebib.cli._reading_report import say_findings, say_sections

    say_sections(out, new_list.sections)
    say_findings(out, new_list.findings, verbose=verbose)
    if with_diff:
        out.patch(new_list.changes.diff())
    out.say(new_list.changes.summary(applied=is_written))
    lines = [f"  {line}" for line in new_list.config.splitlines()]
    if len(lines) > _MOST_LINES and not verbose:
        lines[_MOST_LINES:] = [f"  ... and {counted(len(lines) - _MOST_LINES, 'more line')}; -v shows all"]
    out.say("\n".join(("\nmoebib.toml:", *lines)))
    out.say(f"{counted(new_list.works, 'work')} and {counted(new_list.models, 'model')}")
    if new_list.readme_is == "kept":
        out.say(f"{new_list.readme} stays as it is; `moebib build` changes only lines whose entries change")
    elif new_list.readme_is == "marked":
        out.say(f"{new_list.readme} gets markers; `moebib build` writes only between them")
    for old, new in new_list.renamed.items():
        out.say(f"{old} exists and is kept; the new file is {new}")


def _say_driver(out: Terminal, driver: tuple[str, bool] | None) -> None:
    if driver is None:
        out.say("not in a git repository\nhint: run `git init`, and then `moebib init --git`")
        return
    program, can_run = driver
    if not can_run:
        out.say(
            "git cannot run `moebib`: until it can, it merges by lines and marks conflicts\n"
            "hint: add the directory of `moebib` to PATH, and run `moebib init --git` again"
        )
        return
    out.say(f"git calls `{program} merge-driver` in this clone; in other clones, run `moebib init --git` again")
    if program != "moebib":
        out.say("hint: git does not find `moebib` on PATH; if this program moves, run `moebib init --git` again")


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        raise click.UsageError(
            "not a terminal, so cannot ask for confirmation; pass --yes to write these files, or --dry-run to preview "
            "them"
        )
    return click.confirm("Write these files?", default=True, err=True)
