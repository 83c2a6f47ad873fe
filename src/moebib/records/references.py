"""References: the keys of works that other entries name. What finds, renames or removes them is here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

from moebib.records.fields import FieldPath
from moebib.records.model import Model
from moebib.records.record import Record

__all__ = ["references", "with_references", "without_references"]

EntryT = TypeVar("EntryT", Record, Model)

_IN_EXTRA = ("related", "xref", "entryset")
"""The fields of .bib files with keys that a record keeps as they are, between commas."""


def references(entry: Record | Model) -> Iterator[tuple[FieldPath, str]]:
    """The path and the key of each work that *entry* refers to: the papers of a model, the relations of a work.

    >>> hydra = Model(id="hydra", name="Hydra", papers=["arden2024"])
    >>> list(references(hydra))
    [(('papers', 0), 'arden2024')]
    """
    if isinstance(entry, Model):
        for number, paper in enumerate(entry.papers):
            yield ("papers", number), paper
    else:
        for number, relation in enumerate(entry.relations):
            if relation.key is not None:
                yield ("relations", number, "key"), relation.key


def with_references(entry: EntryT, keys: Mapping[str, str]) -> EntryT:
    """*entry* with the new keys of the works it refers to (old key -> new key, in any case), also in ``extra``.

    What would refer to the entry itself, or to one work twice in the same way, is left out.

    >>> hydra = Model(id="hydra", name="Hydra", papers=["Arden2024", "cho2022"])
    >>> with_references(hydra, {"arden2024": "cho2022"}).papers
    ('cho2022',)
    """
    new = {old.lower(): key for old, key in keys.items()}
    if isinstance(entry, Record):
        lists = {name: entry.extra[name] for name in _IN_EXTRA if name in entry.extra}
        changed = {
            name: re.sub(r"[^,\s]+", lambda key: new.get(key[0].lower(), key[0]), text) for name, text in lists.items()
        }
        if changed != lists:
            entry = entry.evolve(extra={**entry.extra, **changed})
    if not any(key.lower() in new for _, key in references(entry)):
        return entry
    if isinstance(entry, Model):
        return entry.evolve(papers=tuple(dict.fromkeys(new.get(paper.lower(), paper) for paper in entry.papers)))
    renamed = (
        relation.evolve(key=new.get(relation.key.lower(), relation.key)) if relation.key else relation
        for relation in entry.relations
    )
    relations = dict.fromkeys(relation for relation in renamed if relation.key != entry.id)
    return entry.evolve(relations=tuple(relations))


def without_references(entry: EntryT, keys: Collection[str]) -> EntryT:
    """*entry* without its references to the works with these *keys*, in any case.

    >>> hydra = Model(id="hydra", name="Hydra", papers=["Arden2024", "cho2022"])
    >>> without_references(hydra, {"arden2024"}).papers
    ('cho2022',)
    """
    lower = {key.lower() for key in keys}
    if all(key.lower() not in lower for _, key in references(entry)):
        return entry
    if isinstance(entry, Model):
        return entry.evolve(papers=tuple(paper for paper in entry.papers if paper.lower() not in lower))
    kept = (relation for relation in entry.relations if not (relation.key and relation.key.lower() in lower))
    return entry.evolve(relations=tuple(kept))
