"""`moebib merge-driver`: merge a file of a list that two branches of git have changed."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

from moebib import store, three_way
from moebib.errors import InputError
from moebib.library.config import IN_PLACE
from moebib.store import ChangeSet, FileChange
from moebib.store.git import merge_lines
from moebib.text.conflicts import find_conflicts
from moebib.text.encoding import decode_bytes, encode_text

__all__ = ["MergedFile", "merge_file"]

_BY_FIELDS = (".toml", ".bib", ".json")


class MergedFile(NamedTuple):
    """How a merge ended."""

    is_clean: bool
    """Whether the file has no conflict markers."""
    conflicts: tuple[str, ...] = ()
    """The fields that both sides changed, if the file was merged by fields."""


def merge_file(base: Path, ours: Path, theirs: Path, *, path: str, folder: Path) -> MergedFile:
    """Merge three versions of the file that is called *path* in the repository, and write the result to *ours*.

    Entries, .bib and JSON files are merged by fields, all others by lines. What the next ``moebib build`` writes again
    never conflicts: the outputs of the list, and the list in its README. In a README that is kept as it is, it does not
    conflict if both sides add works in one place.
    """
    output = _output(folder / path)
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
    elif output == "readme" and not is_clean:
        result = three_way.merge_readme(decode_bytes(lines).text)
    elif output == "kept readme" and not is_clean:
        with_base = merge_lines(base, ours, theirs, with_base=True)[0]
        result = three_way.merge_kept_readme(decode_bytes(with_base).text)
    if output == "export" and (result is None or result.conflicts):
        if result is None:
            _write(ours, our_file.text, merge_lines(base, ours, theirs, union=True)[0])
        return MergedFile(is_clean=True)
    try:
        data = encode_text(result.text, our_file) if result else lines
    except UnicodeEncodeError:  # the encoding of *ours* does not have all the characters of *theirs*
        result, data, is_clean = None, lines, False
    conflicts = result.conflicts if result else ()
    if result is None and not is_clean and suffix in _BY_FIELDS and not find_conflicts(data.decode(errors="replace")):
        whole = three_way.with_whole_in_markers(our_file.text, their_file.text)
        conflicts = whole.conflicts
        try:
            data = encode_text(whole.text, our_file)
        except UnicodeEncodeError:  # each side keeps its encoding
            sides = (store.read_bytes(file).decode(errors="surrogateescape") for file in (ours, theirs))
            data = three_way.with_whole_in_markers(*sides).text.encode(errors="surrogateescape")
    _write(ours, our_file.text, data)
    return MergedFile(not conflicts if result else is_clean, conflicts)


def _write(file: Path, old: str, data: bytes) -> None:
    new = data.decode(errors="replace")
    ChangeSet((FileChange(file.as_posix(), old, new, data),)).apply()


def _output(file: Path) -> Literal["readme", "kept readme", "export", ""]:
    """What ``moebib build`` writes into this file; nothing, if the list cannot be read."""
    root = store.find_root(file.parent)
    if root is None:
        return ""
    try:
        config = store.read_config(root)
    except InputError:  # moebib.toml may be in conflict, too
        return ""
    if config.readme and file == root / config.readme.path:
        return "kept readme" if config.readme.style == IN_PLACE else "readme"
    return "export" if file in {root / path for _, path in config.output_paths} else ""
