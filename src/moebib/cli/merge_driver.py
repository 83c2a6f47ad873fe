"""`moebib merge-driver`: what git calls for the files of a list that two branches have changed."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from moebib.cli._terminal import Terminal

if TYPE_CHECKING:
    from moebib.three_way import Result


@click.command("merge-driver", hidden=True)
@click.argument("base", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("ours", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("theirs", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("path", default="")
@click.pass_obj
def merge_driver(out: Terminal, base: Path, ours: Path, theirs: Path, path: str) -> None:
    """Merge entries and .bib files field by field; git calls it as `moebib merge-driver %O %A %B %P`.

    `moebib init --git` installs it. Two branches that add an entry each, or change other fields of one, never conflict.
    What both changed otherwise stands in the file between the usual marks. What `build` writes is merged so that it
    never conflicts: it is made anew by the next `moebib build`.

    \b
    Exit code:
      0  merged
      1  something is left to decide; the file has conflict marks
    """  # noqa: D301 - click wants the character, not its name
    from moebib import store

    is_output = path in _outputs(out)
    as_lines, is_clean = _by_lines(base, ours, theirs)
    files = [store.read_bytes(file) for file in (base, ours, theirs)]
    merged = _by_fields(files, path, as_lines if is_clean else None)
    if merged is None:  # as git itself does it, or both sides where it is made anew
        store.write_text(ours, _by_lines(base, ours, theirs, union=True)[0] if is_output else as_lines)
        raise click.exceptions.Exit(0 if is_output or is_clean else 1)
    data, conflicts = merged
    if conflicts and is_output:
        return  # as ours is; the next `moebib build` makes it anew
    store.write_text(ours, data)
    for conflict in conflicts:
        out.say(f"{path or ours}: both changed {conflict}")
    if conflicts:
        raise click.exceptions.Exit(1)


def _by_fields(files: list[bytes], path: str, as_lines: bytes | None) -> tuple[bytes, tuple[str, ...]] | None:
    """The merge by fields, in the encoding of *ours*, and its conflicts; ``None`` for what has no form of ours."""
    from moebib.text.encoding import decode_bytes, encode_text

    was, own, other = map(decode_bytes, files)
    result = _join(was.text, own.text, other.text, path, None if as_lines is None else decode_bytes(as_lines).text)
    with suppress(UnicodeEncodeError):  # theirs is in an encoding that holds more
        return result and (encode_text(result.text, own), result.conflicts)
    return None


def _join(base: str, ours: str, theirs: str, path: str, as_lines: str | None) -> Result | None:
    """The merge by fields; where that by lines says the same, it is taken, as it keeps the comments of both."""
    from moebib import three_way as joining

    suffix = PurePosixPath(path).suffix.lower()
    if suffix == ".toml":
        return joining.join_entry(base, ours, theirs, as_lines)
    if suffix == ".bib":
        return joining.join_bib(base, ours, theirs, as_lines)
    return joining.join_json(base, ours, theirs) if suffix == ".json" else None


def _outputs(out: Terminal) -> set[str]:
    """What `build` writes; it may be called where there is no list."""
    from moebib import store

    root = store.find_root(out.folder)
    if root is None:
        return set()
    config = store.read_config(root)
    return {output.path for output in config.outputs} | ({config.readme.path} if config.readme else set())


def _by_lines(base: Path, ours: Path, theirs: Path, *, union: bool = False) -> tuple[bytes, bool]:
    """What git makes of it line by line, and whether without conflict."""
    options = ["--union"] if union else ["-L", "ours", "-L", "base", "-L", "theirs"]
    command = ["git", "merge-file", "-p", *options, str(ours), str(base), str(theirs)]
    done = subprocess.run(command, capture_output=True, check=False)
    if not 0 <= done.returncode < 128:  # it merges no binary files, and UTF-16 counts as that
        return ours.read_bytes(), False
    return done.stdout, done.returncode == 0
