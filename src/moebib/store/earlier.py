"""Earlier states of a list: as it was last built, kept in the user's cache, and as it was committed.

From them one can tell which side a person changed, if the README and an entry differ.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from moebib.places import cache_folder
from moebib.records.record import Record
from moebib.store.git import commits, read_at, read_text_at
from moebib.store.locking import name_in_cache
from moebib.store.reading import Entries
from moebib.store.writing import replace_all
from moebib.three_way.follow import ListState, StateWork, listed_fields

__all__ = ["Commit", "read_built", "read_commits", "write_built"]

_FORMAT = 1


def read_built(root: Path) -> ListState:
    """The list in *root* as this user last built it; empty if that was not kept.

    The records are without the fields that no list shows.
    """
    with suppress(OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        state = json.loads(_built_file(root).read_bytes())
        if state["format"] == _FORMAT:
            return {key: _parsed(key, **work) for key, work in state["works"].items()}
    return {}


def write_built(root: Path, state: ListState) -> None:
    """Keep *state* as that in which the list in *root* was last built, if there is a cache to write to."""
    works = {
        key: {"record": listed_fields(work.record) | {"tags": work.record.tags}, "sections": sorted(work.sections)}
        for key, work in state.items()
    }
    data = json.dumps({"format": _FORMAT, "works": works}, ensure_ascii=False, separators=(",", ":"))
    with suppress(OSError):
        replace_all({_built_file(root): data})


def _built_file(root: Path) -> Path:
    return cache_folder() / f"{name_in_cache(root)}.built.json"


def _parsed(key: str, *, record: dict[str, Any], sections: list[str]) -> StateWork:
    return StateWork(Record.model_validate({**record, "id": key}), frozenset(sections))


class Commit(NamedTuple):
    """A list as it is in a commit."""

    entries: Entries
    readme: str


def read_commits(root: Path, readme: str) -> Iterator[Commit]:
    """The list in *root* in the last commits that changed it, newest first; none if it is in no repository of git.

    *readme* is the path of the README from *root*. Commits without a README or entries are left out.
    """
    for revision in commits(root):
        text = read_text_at(root, revision, readme)
        if text is not None and (entries := read_at(root, revision)).works:
            yield Commit(entries, text)
