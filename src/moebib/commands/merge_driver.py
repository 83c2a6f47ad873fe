"""`moebib merge-driver`: merge a file of a list that two branches of git have changed."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import NamedTuple

from moebib import store, three_way
from moebib.store import ChangeSet, FileChange
from moebib.store.git import merge_lines
from moebib.text.encoding import decode_bytes, encode_text

__all__ = ["MergedFile", "merge_file"]


class MergedFile(NamedTuple):
    """How a merge ended."""

    is_clean: bool
    """Whether the file has no conflict markers."""
    conflicts: tuple[str, ...] = ()
    """The fields that both sides changed, if the file was merged by fields."""


def merge_file(base: Path, ours: Path, theirs: Path, *, path: str, folder: Path) -> MergedFile:
    """Merge three versions of the file that is called *path* in the repository, and write the result to *ours*.

    Entries, .bib and JSON files are merged by fields, all others by lines. An output of the list of *folder* never
    conflicts, because the next ``moebib build`` writes it again.
    """
    is_output = path in _outputs(folder)
    lines, is_clean = merge_lines(base, ours, theirs)
    base_file, our_file, their_file = (decode_bytes(store.read_bytes(file)) for file in (base, ours, theirs))
    texts = (base_file.text, our_file.text, their_file.text)
    # If merging by lines gives the same content as by fields, it is preferred: it keeps the comments of both sides.
    clean_lines = decode_bytes(lines).text if is_clean else None
    suffix = PurePosixPath(path).suffix.lower()
    result: three_way.MergedText | None = None
    if suffix == ".toml":
        result = three_way.merge_toml(*texts, clean_lines)
    elif suffix == ".bib":
        result = three_way.merge_bib(*texts, clean_lines)
    elif suffix == ".json":
        result = three_way.merge_json(*texts)
    try:
        data = encode_text(result.text, our_file) if result else None
    except UnicodeEncodeError:  # the encoding of *ours* does not have all the characters of *theirs*
        data = None
    if result is None or data is None:
        _write(ours, our_file.text, merge_lines(base, ours, theirs, union=True)[0] if is_output else lines)
        return MergedFile(is_output or is_clean)
    if result.conflicts and is_output:
        return MergedFile(is_clean=True)
    _write(ours, our_file.text, data)
    return MergedFile(not result.conflicts, result.conflicts)


def _write(file: Path, old: str, data: bytes) -> None:
    new = data.decode(errors="replace")
    ChangeSet((FileChange(file.as_posix(), old, new, data),)).apply()


def _outputs(folder: Path) -> set[str]:
    """The paths that ``moebib build`` writes; none if *folder* is in no list."""
    root = store.find_root(folder)
    if root is None:
        return set()
    config = store.read_config(root)
    return {output.path for output in config.outputs} | ({config.readme.path} if config.readme else set())
