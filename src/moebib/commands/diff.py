"""`moebib diff`: what changed in a list since a revision of git."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.errors import Finding
from moebib.merging.diff import EntryDiff, diff_entries
from moebib.store.git import read_at

__all__ = ["ListDiff", "diff_list"]


class ListDiff(NamedTuple):
    """The differences between two states of a list."""

    entries: tuple[EntryDiff, ...]
    """Works first, then models."""
    unreadable: tuple[Finding, ...]
    """The problems of entries that cannot be read in one of the states, and are not compared."""


def diff_list(root: Path, revision: str, until: str | None = None) -> ListDiff:
    """The list in *root* at *revision*, compared with that at *until* or, without it, with the files as they are now.

    Raises:
        InputError: If *root* is not in a repository, or a revision does not exist.
    """
    old = read_at(root, revision)
    new = read_at(root, until) if until else store.read_entries(root)
    entries = diff_entries(old.works, new.works) + diff_entries(old.models, new.models)
    return ListDiff(tuple(entries), (*old.findings, *new.findings))
