"""`moebib init`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moebib.cli._options import preview_options
from moebib.cli._output import Terminal, counted

if TYPE_CHECKING:
    from moebib.commands.init import Begun


@click.command()
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Begin with the works of this file: a README.md, a .bib, or what `moebib import` takes.",
)
@click.option("--title", default="", help="Title of the list; by default the name of the folder.")
@click.option(
    "--git", is_flag=True, help="Let git merge entries and .bib files by field; in a list that is there, too."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@preview_options
@click.pass_obj
def init(out: Terminal, source: Path | None, title: str, git: bool, yes: bool, dry_run: bool, diff: bool) -> None:
    """Begin a list in this folder.

    That is: moebib.toml with the sections found, entries, README, exports, a workflow.

    Everything is shown first. In a README that is there, marks take the place of the list that was read from it; every
    other line stays. `--git` also writes .gitattributes, and tells git of `moebib merge-driver` in this clone.
    """
    from moebib import store
    from moebib.commands import init as action_init

    root = out.folder
    if git and store.find_root(root) is not None and source is None:
        _only_git(out, write=not (dry_run or diff), diff=diff)
        return
    begun = action_init.plan_list(
        root, title or _title_of(root, source), source=source, is_readme=_is_readme(source, root), git=git
    )
    for finding in begun.findings:
        out.say(str(finding))
    _show(out, begun, diff=diff)
    if dry_run or diff:
        return
    if not yes and not _agreed(out):
        raise click.exceptions.Exit(1)
    begun.changes.apply()
    if git:
        _install(out)
    out.say("begun; next: `moebib check`, `moebib add ID`, `moebib build`")


def _title_of(root: Path, source: Path | None) -> str:
    """The first heading of a README, or the name of the folder."""
    if source and source.suffix.lower() == ".md":
        lines = source.read_text(encoding="utf-8", errors="replace").splitlines()
        heading = next((line[2:].strip() for line in lines if line.startswith("# ")), "")
        if heading:
            return heading
    return root.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize() or "Papers"


def _is_readme(source: Path | None, root: Path) -> bool:
    return source is not None and source.resolve() == (root / "README.md").resolve()


def _show(out: Terminal, begun: Begun, *, diff: bool) -> None:
    out.preview(begun.changes, diff=diff)
    config = next((change.new for change in begun.changes if change.path == "moebib.toml"), None) or ""
    out.say(f"\nmoebib.toml:\n{_indented(config)}")
    out.say(f"{counted(begun.works, 'work')} and {counted(begun.models, 'model')}")
    if begun.is_marked:
        out.say("README.md gets marks, between which `moebib build` writes; all other lines stay")


def _indented(text: str) -> str:
    return "".join(f"  {line}" for line in text.splitlines(keepends=True))


def _agreed(out: Terminal) -> bool:
    if not sys.stdin.isatty():
        raise click.UsageError("nobody to ask here: say --yes to write these files, or --dry-run to only see them")
    return click.confirm("Write these files?", default=True, err=True)


def _only_git(out: Terminal, *, write: bool, diff: bool) -> None:
    from moebib.commands import init as action_init

    changes = action_init.plan_git(out.root())
    if not write:
        out.preview(changes, diff=diff)
        return
    changes.apply()
    if changes:
        out.say(changes.summary(applied=True))
    _install(out)


def _install(out: Terminal) -> None:
    from moebib.commands.init import install_merge_driver

    if install_merge_driver(out.folder):
        out.say("git calls `moebib merge-driver` in this clone; in another one, run `moebib init --git` there")
    else:
        out.say("not in a git repository: run `git init`, then `moebib init --git` once more")
