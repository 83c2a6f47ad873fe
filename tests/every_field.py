"""For each field of an entry, and of the tables in it, a value: the example that the field declares.

A field that is added has a value, too, so that tests with these values fail for code that forgets it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from moebib.records.entry import FrozenEntry
from moebib.records.model import Checkpoint, Model
from moebib.records.publication import Alternative, Confirmation, Origin, Status, Version
from moebib.records.record import Links, Record, Relation

__all__ = ["NESTED", "example", "models", "values"]

ORIGIN = {"source": "acl", "date": "2026-11-20"}
NESTED: tuple[tuple[type[FrozenEntry], str, dict[str, Any], Callable[[Any], Any]], ...] = (
    (Version, "versions", {"note": "A version"}, lambda item: [item]),
    (Relation, "relations", {"kind": "same-work", "key": "roe2025"}, lambda item: [item]),
    (Status, "status", {"kind": "accepted"}, lambda item: item),
    (Links, "links", {}, lambda item: item),
    (Origin, "origin", ORIGIN, lambda item: {"title": item}),
    (Confirmation, "origin", ORIGIN, lambda item: {"title": ORIGIN | {"confirmed_by": [item]}}),
    (Alternative, "origin", {"value": "A", "source": "acl"}, lambda item: {"title": ORIGIN | {"disputed": [item]}}),
)
"""The tables in a record: their class, their field, what they have without an example, and the value of the field."""


class Value(NamedTuple):
    """A field of a record or of a table in it, with its example."""

    name: str
    """``title``, ``Version.title``."""
    field: str
    """The field of the record."""
    value: Any
    """The value of the field of the record."""
    without: Any
    """The same value without the example."""


def example(kind: type[FrozenEntry], name: str) -> Any:
    """The first example of a field."""
    examples = kind.model_fields[name].examples
    assert examples, f"{kind.__name__}.{name} has no example"
    return examples[0]


def values() -> Iterator[Value]:
    """Each field of a record and of the tables in it."""
    for name in Record.model_fields:
        if name not in ("id", "type"):
            yield Value(name, name, example(Record, name), Record.model_fields[name].get_default())
    for kind, field, required, wrapped in NESTED:
        for name in kind.model_fields:
            item = required | {name: example(kind, name)}
            if kind is Relation and name == "identifier":
                del item["key"]
            yield Value(f"{kind.__name__}.{name}", field, wrapped(item), wrapped(required))


def models() -> Iterator[tuple[str, Model, Model]]:
    """For each field of a model and of the tables in it: its name, a model with its example, and one without."""
    plain = {"id": "hydra", "name": "Hydra"}
    for name in Model.model_fields:
        yield name, _model(plain | {name: example(Model, name)}), _model(plain)
    for name in Checkpoint.model_fields:
        item = {"name": "Hydra"}
        with_it = _model(plain | {"checkpoints": [item | {name: example(Checkpoint, name)}]})
        yield f"Checkpoint.{name}", with_it, _model(plain | {"checkpoints": [item]})
    for field in Model.model_fields:
        fields = plain | ({field: example(Model, field)} if field != "origin" else {})
        for name in Origin.model_fields:
            origin = ORIGIN | {name: example(Origin, name)}
            with_it = _model(fields | {"origin": {field: origin}})
            yield f"origin.{field}.{name}", with_it, _model(fields | {"origin": {field: ORIGIN}})


def _model(fields: dict[str, Any]) -> Model:
    return Model.model_validate(fields)
