"""Finds what the entries of a list share that must be unique, and what they refer to that is not in the list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from moebib.errors import Finding
from moebib.library.config import Config
from moebib.records.fields import FieldPath
from moebib.records.identifier import Identifier
from moebib.records.model import EntryKind, Model
from moebib.records.record import Record
from moebib.records.references import references
from moebib.text.suggest import suggestion

__all__ = ["Clash", "find_clashes", "find_contradictions"]


class Clash(NamedTuple):
    """A contradiction between two entries of a list, as a finding about one of them without its position."""

    kind: EntryKind
    path: FieldPath
    """The value in the entry that contradicts the other one; () for its key, which is the name of its file."""
    finding: Finding


def find_clashes(records: Iterable[Record], models: Iterable[Model] = ()) -> list[Clash]:
    """Keys that two entries share (MB008) and identifiers that two works share (MB007).

    A clash is about the later of the two entries.

    >>> works = [Record(id="a", type="book"), Record(id="b", type="book", ids=["c", "A"])]
    >>> [(clash.path, clash.finding.message) for clash in find_clashes(works)]
    [(('ids', 1), "the key 'A' is already used by 'a'")]
    """
    clashes: list[Clash] = []
    keys: dict[str, tuple[int, str]] = {}
    identifiers: dict[Identifier, tuple[int, str]] = {}
    for place, record in enumerate(records):
        for number, key in enumerate((record.id, *record.ids)):
            first, other = keys.setdefault(key.lower(), (place, record.id))
            if first != place:
                clashes.append(Clash(Record, ("ids", number - 1) if number else (), _same_key(key, record.id, other)))
        canonical = (identifier.canonical for identifier in record.all_identifiers if identifier.is_of_one_work)
        for identifier in dict.fromkeys(canonical):
            first, other = identifiers.setdefault(identifier, (place, record.id))
            if first != place:
                message = f"{identifier} is also an identifier of {other!r}"
                hint = "a work should have one entry only"
                finding = Finding("MB007", message, record.id, "identifiers", hint=hint)
                clashes.append(Clash(Record, _path_of(identifier, record), finding))
    model_keys: dict[str, tuple[int, str]] = {}
    for place, model in enumerate(models):
        first, other = model_keys.setdefault(model.id.lower(), (place, model.id))
        if first != place:
            clashes.append(Clash(Model, (), _same_key(model.id, model.id, other)))
    return clashes


def _same_key(key: str, id: str, other: str) -> Finding:
    return Finding("MB008", f"the key {key!r} is already used by {other!r}", id, "id")


def _path_of(identifier: Identifier, record: Record) -> FieldPath:
    """The path of the first identifier of *record* or of its versions that is, in its canonical form, *identifier*."""
    lists: list[tuple[FieldPath, tuple[Identifier, ...]]] = [(("identifiers",), record.identifiers)]
    lists += (
        (("versions", number, "identifiers"), version.identifiers) for number, version in enumerate(record.versions)
    )
    return next(
        (*path, number)
        for path, identifiers in lists
        for number, other in enumerate(identifiers)
        if other.canonical == identifier
    )


def find_contradictions(
    works: Iterable[Record], models: Iterable[Model], keys: Collection[str], config: Config
) -> list[Clash]:
    """Duplicate keys and identifiers, tags without a section, and references to works that are not in the list.

    *keys* are those of all works in lower case, including invalid ones.
    """
    works = list(works)
    known_keys = {*keys, *(key.lower() for work in works for key in work.ids)}
    unknown = _unknown_references((*works, *models), known_keys)
    return [*find_clashes(works), *_unknown_tags(works, config.tags), *unknown, *_relations_to_itself(works)]


def _unknown_tags(works: Iterable[Record], tags: Collection[str]) -> Iterator[Clash]:
    """The tags that no section has; in a list without sections, any tag is valid."""
    for work in works if tags else ():
        for number, tag in enumerate(work.tags):
            if tag not in tags:
                hint = suggestion(tag, tags) or "add a section with this tag to moebib.toml"
                finding = Finding("MB009", f"unknown tag {tag!r}", work.id, "tags", hint=hint)
                yield Clash(Record, ("tags", number), finding)


def _unknown_references(entries: Iterable[Record | Model], keys: Collection[str]) -> Iterator[Clash]:
    for entry in entries:
        for path, key in references(entry):
            if key.lower() not in keys:
                hint = suggestion(key.lower(), keys)
                yield Clash(type(entry), path, Finding("MB011", f"no entry {key!r}", entry.id, str(path[0]), hint=hint))


def _relations_to_itself(works: Iterable[Record]) -> Iterator[Clash]:
    for work in works:
        for number, relation in enumerate(work.relations):
            if relation.is_to(work):
                name = "key" if relation.key else "identifier"
                message = f"{relation.key or relation.identifier} is this work itself"
                finding = Finding("MB011", message, work.id, "relations", hint="name another work")
                yield Clash(Record, ("relations", number, name), finding)
