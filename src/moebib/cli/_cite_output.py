"""What `moebib cite` writes, and what it says of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import click

from moebib import store
from moebib.cli._terminal import Terminal, plain
from moebib.commands.cite import Bibliography, Cited
from moebib.errors import InputError
from moebib.library.library import Library

__all__ = ["Written", "refuse", "write"]


class Written(NamedTuple):
    """What became of one run."""

    missing: int
    """How many keys are nowhere to be found."""
    files: tuple[Path, ...]
    """All that was read."""
    library: Library | None


def refuse(target: Path | None, inputs: Iterable[Path]) -> None:
    """See to it that no file is written over that is read.

    Raises:
        InputError: If *target* is one of *inputs*.
    """
    if target and any(target.resolve() == path.resolve() for path in inputs):
        raise InputError(f"{store.printable(target)} is read, and would be overwritten; write to another file")


def write(
    out: Terminal,
    cited: Cited,
    done: Bibliography,
    target: Path | None,
    *,
    sources: Iterable[Path],
    dry_run: bool,
    diff: bool,
) -> int:
    """Write the bibliography and say what is in it; how many keys are missing."""
    findings = tuple(dict.fromkeys((*cited.findings, *done.findings)))
    for finding in findings:
        if finding.code == "MB141":
            click.echo(plain(str(finding)), err=True)
        else:
            out.say(str(finding))
    missing = len({finding.id for finding in findings if finding.code == "MB141"})
    verb = _write(out, done.text, target, dry_run=dry_run, diff=diff)
    absent = f", {missing} missing" if missing else ""
    out.say(f"{verb}{done.works + missing} cited, {done.works} found{absent}")
    if missing:
        _hint(out, cited, sources, target)
    return missing


def _write(out: Terminal, text: str, target: Path | None, *, dry_run: bool, diff: bool) -> str:
    """What was done with the file, for a message: "wrote refs.bib: "."""
    if target is None:
        out.data(text)
        return ""
    changes = store.ChangeSet.plan(None, {target.as_posix(): text})
    write = not (dry_run or diff)
    if write:
        changes.apply()
    if diff:
        out.data(changes.diff())
    verb = "unchanged" if not changes else "wrote" if write else "would write"
    return f"{verb} {store.printable(target)}: "


def _hint(out: Terminal, cited: Cited, sources: Iterable[Path], target: Path | None) -> None:
    """A .bib file that the document names and that was not read."""
    known = {path.resolve() for path in (*sources, *([target] if target else []))}
    for path in cited.documents.bibliographies:
        if path.resolve() not in known:
            name = store.printable(path)
            out.say(f"  hint: the document names {name}; take works from it with --from {name}")
