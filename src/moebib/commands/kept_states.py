"""The earlier states with which a list is compared whose README is kept as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from moebib.commands.kept_files import read_list
from moebib.errors import InvalidRecord
from moebib.formats.paper_list.document import ListDocument
from moebib.formats.paper_list.joined import join_files
from moebib.library.config import Config
from moebib.library.library import Library
from moebib.records.record import Record
from moebib.store import file_of
from moebib.store.earlier import Commit, TracedWork, read_built, read_changes, read_commit
from moebib.three_way.bases import Bases
from moebib.three_way.keys import find_keys
from moebib.three_way.states import ListState, StateWork, differences_in, listed_state

__all__ = ["EarlierStates", "earlier_states", "older_works"]


class EarlierStates(NamedTuple):
    """The states of a list that are compared with it."""

    built: ListState | None
    committed: ListState | None = None

    @property
    def near(self) -> list[ListState]:
        """The states that there are, the last build first."""
        return [state for state in self if state]

    def removed(self, keys: Iterable[str | None], library: Library) -> dict[str, StateWork]:
        """The works with these *keys* that are in an earlier state, but not in the library any more."""
        gone = {key for key in keys if key is not None and key not in library}
        return {key: state.works[key] for state in reversed(self.near) for key in gone if key in state.works}


def earlier_states(root: Path, files: Sequence[str], document: ListDocument, library: Library) -> EarlierStates:
    """The last build and, unless nothing changed since, the last commit."""
    built = read_built(root)
    if built:
        keys = find_keys(document, library, [built])
        differences = differences_in(document, library, keys, library)
        if None not in keys and all(map(Bases(built.works).is_settled, differences)):
            return EarlierStates(built)
    return EarlierStates(built, _state_of(read_commit(root, files)))


def _state_of(commit: Commit | None) -> ListState | None:
    if commit is None:
        return None
    with suppress(InvalidRecord):  # two of its entries contradict each other
        library = Library(commit.entries.works, commit.entries.models, commit.entries.config)
        return listed_state(read_list(join_files(commit.texts), library.config), library)
    return None


def older_works(
    root: Path,
    files: Sequence[str],
    config: Config,
    document: ListDocument,
    keys: Sequence[str | None],
    undecided: Collection[str],
) -> dict[str, list[StateWork]] | None:
    """See ``three_way.bases.Older``."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for block, key in zip(document.blocks, keys, strict=True):
        if key is not None and key in undecided:
            lines[key].append(document.text[block.start : block.end].strip())
    works = {key: TracedWork(file_of(config, Record, key), tuple(texts)) for key, texts in lines.items()}
    commits = read_changes(root, files, works)
    if commits is None:
        return None
    states = {id(commit): _state_of(commit) for found in commits.values() for commit in found}
    return {
        key: [work for commit in found if (state := states[id(commit)]) and (work := state.works.get(key))]
        for key, found in commits.items()
    }
