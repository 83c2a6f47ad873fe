"""Gives a work another key, and recognises a work that has got one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from moebib.errors import InputError
from moebib.library.config import Config
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.records.references import with_references

__all__ = ["Renaming", "find_renamed", "rename"]


class Renaming(NamedTuple):
    """What changes if a work gets another key."""

    work: Record
    others: tuple[Record, ...]
    """The works that refer to it."""
    models: tuple[Model, ...]
    """The models that it describes."""
    different: tuple[tuple[str, str], ...]
    """The pairs of ``Config.different``."""


def rename(work: Record, key: str, works: Iterable[Record], models: Iterable[Model], config: Config) -> Renaming:
    """The changes if *work*, which is one of *works*, gets another *key*: its old one becomes a former key.

    >>> first, second = Record(id="a", type="book"), Record(id="b", type="book", extra={"related": "a"})
    >>> renaming = rename(first, "new", [first, second], [], Config())
    >>> renaming.work.ids, renaming.others[0].extra
    (('a',), {'related': 'new'})

    Raises:
        InvalidRecord: If it cannot be a key.
        InputError: If another work has or had it.
    """
    works = tuple(works)
    for other in works:
        if other is not work and key.lower() in (own.lower() for own in (other.id, *other.ids)):
            raise InputError(f"the key {key!r} is already used by {other.id!r}")
    renamed = work.evolve(id=key, ids=(*(old for old in work.ids if old.lower() != key.lower()), work.id))
    keys = {work.id: key}
    others = ((other, with_references(other, keys)) for other in works if other is not work)
    of_models = ((model, with_references(model, keys)) for model in models)
    return Renaming(
        with_references(renamed, keys),
        tuple(new for old, new in others if new is not old),
        tuple(new for old, new in of_models if new is not old),
        tuple((keys.get(first, first), keys.get(second, second)) for first, second in config.different),
    )


def find_renamed(old: Iterable[Record], new: Iterable[Record]) -> dict[str, str]:
    """The keys of works that have another key in *new* than in *old*: old key -> new key.

    The old key is a former key of the work, or nothing but the key is different.

    >>> first, second = (Record(id=key, type="book", title=key) for key in ("a", "b"))
    >>> find_renamed([first, second], [first.evolve(id="c"), second.evolve(id="d", ids=["b"], title="Brown")])
    {'b': 'd', 'a': 'c'}
    """
    old, new = tuple(old), tuple(new)
    keys = {record.id for record in new}
    gone = {record.id: record for record in old if record.id not in keys}
    added = {record.id: record for record in new} if gone else {}
    for record in old if gone else ():
        added.pop(record.id, None)
    renamed = {}
    for record in added.values():
        if former := next((key for key in reversed(record.ids) if key in gone), None):
            renamed[former] = record.id
            del gone[former]
    same = {record.evolve(id="-", ids=()): key for key, record in reversed(gone.items())} if added else {}
    for record in added.values():
        if record.id not in renamed.values() and (key := same.pop(record.evolve(id="-", ids=()), None)):
            renamed[key] = record.id
    return renamed
