"""Finds the publication of an entry that a fact names, by an identifier, a label or a short venue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moebib.errors import InvalidIdentifier
from moebib.merging.fact import Fact, invalid
from moebib.records.fields import TYPES, FieldPath
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.model import Model
from moebib.records.publication import ARXIV_PREPRINT, Publication, Version
from moebib.records.record import Record

__all__ = ["path_of", "publication_at", "with_version"]


def path_of(entry: Record | Model, fact: Fact, name: str) -> FieldPath | None:
    """The path to the publication called *name*; ``None`` if the entry has none of this name."""
    if not name:
        return ()
    if not isinstance(entry, Record):
        raise invalid(fact, "version: a model has no versions")
    identifier = _identifier(name)
    publications: list[Publication] = [*entry.versions, entry]
    number = next((n for n, found in enumerate(publications) if _is_named(found, identifier, name)), None)
    if number is None:
        return None
    return ("versions", number) if number < len(entry.versions) else ()


def _is_named(publication: Publication, identifier: Identifier | None, name: str) -> bool:
    if identifier is None:
        return name in (publication.label, publication.container_title_short)
    if identifier.canonical not in (other.canonical for other in publication.identifiers):
        return False
    if identifier.scheme is not Scheme.ARXIV:
        return True
    # A publication may have the arXiv ID of its preprint.
    return publication.is_preprint and (not identifier.version or publication.label == f"v{identifier.version}")


def with_version(entry: Record | Model, fact: Fact) -> Record | Model:
    """The work with a new version of the name in the fact: a preprint for an arXiv ID, else a conference paper."""
    assert isinstance(entry, Record)
    identifier = _identifier(fact.version)
    type_ = fact.value if fact.field == "type" and fact.value in TYPES else "paper-conference"
    values: Mapping[str, Any]
    if identifier is None:
        values = {"type": type_, "container_title_short": fact.version}
    elif identifier.scheme is Scheme.ARXIV:
        label = f"v{identifier.version}" if identifier.version else ""
        values = {**ARXIV_PREPRINT, "label": label, "identifiers": [identifier.canonical]}
    else:
        values = {"type": type_, "identifiers": [identifier.canonical]}
    return entry.evolve(versions=(*entry.versions, Version(**values)))


def _identifier(text: str) -> Identifier | None:
    try:
        return parse_identifier(text)
    except InvalidIdentifier:
        return None


def publication_at(entry: Record | Model, path: FieldPath) -> Any:
    """The publication at *path*, or the model."""
    return entry.versions[int(path[1])] if path and isinstance(entry, Record) else entry
