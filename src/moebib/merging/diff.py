"""Differences: what changed between two states of a list, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from moebib.records.record import Model, Record
from moebib.text.shorten import shorten

__all__ = ["Difference", "differences"]

_QUIET = frozenset({"id", "origin", "ids"})
"""Fields that say nothing of the work itself."""
_LONGEST = 80


class Difference(NamedTuple):
    """An entry that is new, gone, renamed or changed, and what about it."""

    kind: Literal["added", "removed", "renamed", "changed"]
    key: str
    title: str
    words: tuple[str, ...] = ()
    """One line a change: ``title: "Sparse" -> "Sparse Experts"``."""


Entries = Sequence[Record] | Sequence[Model]


def differences(old: Entries, new: Entries) -> list[Difference]:
    """What became of the entries of *old* in *new*: in the order of keys, the added ones first.

    An entry that has the key of one of *old* among its former keys is that one, renamed.
    """
    before = {one.id: one for one in old}
    after = {one.id: one for one in new}
    renamed = {key: one.id for one in new if one.id not in before for key in _former(one) if key in before}
    taken = {key: name for key, name in renamed.items() if key not in after}
    came = [Difference("added", key, _title(one)) for key, one in after.items() if key not in before]
    came = [one for one in came if one.key not in taken.values()]
    gone = [Difference("removed", key, _title(one)) for key, one in before.items() if key not in {*after, *taken}]
    moved = [
        Difference("renamed", name, _title(after[name]), (f"was {key}", *_words(before[key], after[name])))
        for key, name in taken.items()
    ]
    changed = [
        Difference("changed", key, _title(one), words)
        for key, one in after.items()
        if key in before and (words := tuple(_words(before[key], one)))
    ]
    return [one for group in (came, moved, changed, gone) for one in sorted(group, key=lambda found: found.key)]


def _former(entry: Record | Model) -> tuple[str, ...]:
    return entry.ids if isinstance(entry, Record) else ()


def _title(entry: Record | Model) -> str:
    if isinstance(entry, Model):
        return entry.name
    place = " ".join(str(part) for part in (entry.venue, entry.issued and entry.issued.year) if part)
    return f"{entry.title} ({place})" if place else entry.title


def _words(old: Record | Model, new: Record | Model) -> Iterator[str]:
    if isinstance(old, Record) and isinstance(new, Record) and old.is_preprint and not new.is_preprint:
        yield f"published: {new.venue or new.type}"
    before, after = old.to_dict(), new.to_dict()
    for field in dict.fromkeys((*before, *after)):
        if field not in _QUIET and before.get(field) != after.get(field):
            yield from _of_field(field, before.get(field), after.get(field))


def _of_field(field: str, old: Any, new: Any) -> Iterator[str]:
    if isinstance(old or new, dict) and isinstance(new or old, dict):
        for key in dict.fromkeys((*(old or {}), *(new or {}))):
            if (old or {}).get(key) != (new or {}).get(key):
                yield from _of_field(f"{field}.{key}", (old or {}).get(key), (new or {}).get(key))
    elif isinstance(old or new, list):
        yield from _of_list(field, old or [], new or [])
    elif old is None:
        yield f"{field}: {_shown(new)}, which is new"
    elif new is None:
        yield f"{field}: {_shown(old)} is gone"
    else:
        yield f"{field}: {_shown(old)} -> {_shown(new)}"


def _of_list(field: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[str]:
    if any(isinstance(one, Mapping) for one in (*old, *new)):
        if len(old) != len(new):
            yield f"{field}: {len(old)} -> {len(new)}"
        else:
            for number, (was, now) in enumerate(zip(old, new, strict=True)):
                if was != now:
                    yield from _of_field(f"{field}.{number}", was, now)
        return
    gone, come = ([one for one in values if one not in others] for values, others in ((old, new), (new, old)))
    if come:
        yield f"{field}: + {_listed(come)}"
    if gone:
        yield f"{field}: - {_listed(gone)}"
    if not come and not gone:
        yield f"{field}: in another order"


def _listed(values: Iterable[Any]) -> str:
    shown = [str(value) for value in values]
    return "; ".join(shown[:5]) + (f" and {len(shown) - 5} more" if len(shown) > 5 else "")


def _shown(value: Any) -> str:
    return f'"{shorten(str(value), _LONGEST)}"'
