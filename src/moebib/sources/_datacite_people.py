"""Creators and contributors, as DataCite tells them (DataCite Metadata Schema 4.6, properties 2 and 7)."""

from __future__ import annotations

from moebib.records.name import Name
from moebib.sources._people import in_parts, organisation, whole
from moebib.sources._values import person, text

__all__ = ["people"]


def people(value: object) -> tuple[Name, ...] | None:
    """All of them, in order; ``None`` if one of them cannot be read."""
    return whole(map(_name, value)) if isinstance(value, list) else None


def _name(one: object) -> Name | None:
    """A name that is neither said to be of a person nor written as one stays whole."""
    if not isinstance(one, dict):
        return None
    name, kind = one.get("name"), text(one.get("nameType"))
    if kind != "Organizational" and text(one.get("familyName")):
        return in_parts(one.get("familyName"), one.get("givenName"))
    if kind == "Personal" or (not kind and text(name).count(",") == 1):
        return person(name) or organisation(name)
    return organisation(name)
