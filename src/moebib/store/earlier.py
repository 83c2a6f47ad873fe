"""Earlier states of a list: as it was last built, kept in the user's cache, and as it was committed.

From them one can tell which side a person changed, if the README and an entry differ.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from moebib.errors import InputError
from moebib.places import cache_folder
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.store.git import commits_of, has_whole_history, read_at, read_files_at
from moebib.store.locking import name_in_cache
from moebib.store.reading import Entries
from moebib.store.writing import replace_all
from moebib.three_way.states import ListState, StateWork, listed_fields

__all__ = ["Commit", "TracedWork", "read_built", "read_changes", "read_commit", "write_built"]

_FORMAT = 1
_MOST_CHANGES = 8
"""How many earlier states of a work are read."""


def read_built(root: Path) -> ListState | None:
    """The list in *root* as this user last built it; ``None`` if that was not kept.

    The records are without the fields that no list shows.
    """
    with suppress(OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        state = json.loads(_built_file(root).read_bytes())
        if state["format"] == _FORMAT:
            works = {key: _parsed(key, **work) for key, work in state["works"].items()}
            models = {key: Model.model_validate({**model, "id": key}) for key, model in state["models"].items()}
            return ListState(works, dict(state["headings"]), models)
    return None


def write_built(root: Path, state: ListState) -> None:
    """Keep *state* as that in which the list in *root* was last built, if there is a cache to write to."""
    works = {
        key: {
            "record": listed_fields(work.record) | {"tags": work.record.tags},
            "sections": sorted(work.sections),
            "differing": sorted(work.differing),
        }
        for key, work in state.works.items()
    }
    models = {key: model.evolve(origin={}).to_dict() | {"id": key} for key, model in state.models.items()}
    parts = {"format": _FORMAT, "headings": dict(state.headings), "models": models, "works": works}
    data = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    with suppress(OSError):
        replace_all({_built_file(root): data})


def _built_file(root: Path) -> Path:
    return cache_folder() / f"{name_in_cache(root)}.built.json"


def _parsed(key: str, *, record: dict[str, Any], sections: list[str], differing: list[tuple[str, str]]) -> StateWork:
    parts = frozenset((role, text) for role, text in differing)
    return StateWork(Record.model_validate({**record, "id": key}), frozenset(sections), parts)


class Commit(NamedTuple):
    """A list as it is in a commit."""

    entries: Entries
    texts: dict[str, str]
    """Path -> text, of the README and the other files of its list."""


class TracedWork(NamedTuple):
    """A work of which an earlier state is searched."""

    path: str
    """Of its entry, from the root."""
    lines: tuple[str, ...]
    """Its lines in the README, as they are now."""


def read_commit(root: Path, files: Sequence[str], revision: str = "HEAD") -> Commit | None:
    """The list in *root* in a commit; ``None`` without one, or if it has no such list there.

    *files* are the paths of the README and of the other files of its list, from *root*; only the README must exist.
    """
    contents = read_files_at(root, [(revision, path) for path in files])
    if contents[0] is None:
        return None
    with suppress(UnicodeDecodeError, InputError):
        texts = {path: data.decode("utf-8-sig") for path, data in zip(files, contents, strict=True) if data is not None}
        if (entries := read_at(root, revision)).works:
            return Commit(entries, texts)
    return None


def read_changes(root: Path, files: Sequence[str], works: Mapping[str, TracedWork]) -> dict[str, list[Commit]] | None:
    """For works that are in the last commit as they are now, the commits before those that changed one of the sides.

    They are the newest few, newest first. *files* are as for :func:`read_commit`. ``None`` if the history is
    incomplete, as in a shallow clone.
    """
    if not has_whole_history(root):
        return None
    paths = [*files, *(work.path for work in works.values())]
    revisions = commits_of(root, paths)
    contents = read_files_at(root, [(revision, path) for revision in revisions for path in paths])
    found: dict[str, list[Commit]] = {key: [] for key in works}
    commits: dict[str, Commit | None] = {}
    before: dict[str, tuple[bytes | None, list[bool]]] = {}
    for number, revision in enumerate(revisions):
        then = contents[number * len(paths) : (number + 1) * len(paths)]
        text = b"\n".join(content for content in then[: len(files)] if content is not None)
        for (key, work), entry in zip(works.items(), then[len(files) :], strict=True):
            state = entry, [line.encode() in text for line in work.lines]
            if before.setdefault(key, state) == state or len(found[key]) == _MOST_CHANGES:
                continue
            before[key] = state
            if revision not in commits:
                commits[revision] = read_commit(root, files, revision)
            if commit := commits[revision]:
                found[key].append(commit)
    return found
