"""Facts: values with their evidence, added to the entries of a list without overwriting what people wrote.

A fact is about one field of one publication. A value that a person wrote is only replaced if the fact names it in
``replaces``. Idempotent.
"""

from __future__ import annotations

from datetime import date as day
from typing import Any

from moebib.errors import Finding
from moebib.merging.fact import Fact, InvalidFact, Stated, invalid
from moebib.merging.merge import merge_records
from moebib.merging.named_publications import path_of, publication_at, with_version
from moebib.records.fields import FieldPath
from moebib.records.foreign_words import field_for
from moebib.records.model import Model
from moebib.records.publication import Alternative, Origin, Version
from moebib.records.record import Record
from moebib.text.shorten import quote
from moebib.toml.validation import validate

__all__ = ["state"]

_LISTS = frozenset({"identifiers", "aliases", "ids", "keyword", "tags", "papers"})
"""The fields whose values a fact adds to."""
_NOT_STATED = frozenset({"id", "origin", "extra", "versions"})
_TO_CITE = "cite"
"""Not a field: its value names the publication that becomes the top level."""


def state(entry: Record | Model, fact: Fact, today: day) -> Stated:
    """*entry* with *fact*.

    Raises:
        InvalidFact: If the value is not valid for the field, or there is no such field or publication.
    """
    if fact.field == _TO_CITE:
        return _cite(entry, fact)
    path = path_of(entry, fact, fact.version)
    if path is None:
        return state(with_version(entry, fact), fact, today)._replace(outcome="new")
    return _Statement(entry, path, fact, today).made()


class _Statement:
    """One fact about the publication at *path*: () is the top level of the entry."""

    def __init__(self, entry: Record | Model, path: FieldPath, fact: Fact, today: day) -> None:
        self.entry, self.path, self.fact, self.today = entry, path, fact, today
        self.field, _, self.part = fact.field.partition(".")
        table = publication_at(entry, path)
        if self.field not in type(table).model_fields or self.field in _NOT_STATED:
            meant = field_for(self.field)
            similar = f"; did you mean {meant!r}?" if meant else ""
            raise invalid(fact, f"not a field that a fact can have: {quote(fact.field)}{similar}")
        if bool(self.part) != (self.field == "links"):
            raise invalid(fact, f"not a field: {quote(fact.field)}; links are links.code, links.pdf, ...")
        self.old = table.to_dict().get(self.field)
        self.origin: Origin | None = table.origin.get(self.field)

    def made(self) -> Stated:
        """The entry with the fact."""
        if self.field in _LISTS or self.field == "links":
            return self._added()
        if self.field == "remark":
            return self._with_remark()
        if "value" not in self.fact.model_fields_set:
            if self.old is None:
                raise invalid(self.fact, f"{self.fact.field}: there is no value, here or in the entry")
            return self._with_evidence()
        candidate = self._with(self.fact.value)
        new = publication_at(candidate, self.path).to_dict().get(self.field)
        if new == self.old:
            return self._with_evidence() if new is not None else Stated(self.entry, "known")
        if self.old is None and self.origin is None:
            return self._set(candidate, new)
        if self.fact.replaces is not None and self._canonical(self.fact.replaces) == self.old:
            return self._set(candidate, new)
        if self.origin is None or not self.origin.fits(self.old):
            return self._locked(new, 'a person wrote this value; "replaces" in a fact names a value that is wrong')
        if self.origin.confirmed > self.fact.confirmed:
            return self._disputed(new)
        return self._set(candidate, new)

    def _canonical(self, value: Any) -> Any:
        """The value as an entry has it, or itself if it is not valid."""
        try:
            return publication_at(self._with(value), self.path).to_dict().get(self.field)
        except InvalidFact:
            return value

    def _with(self, value: Any) -> Record | Model:
        """The entry with *value* in the field."""
        data = self.entry.to_dict()
        table = data["versions"][self.path[1]] if self.path else data
        table[self.field] = value
        if value is None:
            del table[self.field]
        candidate, problems = validate(data, type(self.entry), self.entry.id)
        if candidate is None:
            raise InvalidFact(problems[0])
        return candidate

    def _set(self, candidate: Record | Model, new: Any) -> Stated:
        """The entry with a new value, whose origin has the evidence of the fact and nothing of the old one."""
        if new is None:  # an origin without a value would say that a person removed it
            return Stated(self._with_origin(candidate, None), "new")
        origin = Origin.of(self.fact.source, self.fact.date or self.today, new)
        return Stated(self._with_origin(candidate, self._evidence(origin, new)), "new")

    def _with_evidence(self) -> Stated:
        """The entry with the same value and what the fact adds to its origin; a lock stays one."""
        fact, origin = self.fact, self.origin
        if origin is None:
            origin = Origin(source=fact.source, date=fact.date or self.today)
        elif not origin.fits(self.old):
            origin = origin.evolve(digest="")
        if fact.confirmed >= origin.confirmed and origin.source != fact.source:
            origin = origin.evolve(source=fact.source, date=fact.date or self.today)
        origin = self._evidence(origin, self.old)
        if origin == self.origin:
            return Stated(self.entry, "known")
        return Stated(self._with_origin(self.entry, origin), "confirmed")

    def _evidence(self, origin: Origin, value: Any) -> Origin:
        alternatives = {str(other.to_dict()["value"]): other for other in (*origin.disputed, *self.fact.disputed)}
        return origin.evolve(
            confirmed=max(origin.confirmed, self.fact.confirmed),
            disputed=[other for other in alternatives.values() if other.to_dict()["value"] != value],
            remark=self.fact.remark or origin.remark,
        )

    def _disputed(self, new: Any) -> Stated:
        """The better confirmed value stays; that of the fact becomes an alternative."""
        assert self.origin
        if new is None or any(isinstance(element, dict) for element in _as_list(new)):
            return self._locked(new, "this value is better confirmed")
        known = {str(other.to_dict()["value"]) for other in self.origin.disputed}
        if str(new) in known:
            return Stated(self.entry, "known")
        other = Alternative(value=new, source=self.fact.source, date=self.fact.date or self.today)
        origin = self.origin.evolve(disputed=(*self.origin.disputed, other))
        return Stated(self._with_origin(self.entry, origin), "disputed")

    def _locked(self, new: Any, why: str) -> Stated:
        message = f"{self.fact.field}: {_shown(self.old)} here, {_shown(new)} in {self.fact.source}"
        return Stated(self.entry, "locked", (Finding("MB201", message, self.entry.id, self.field, hint=why),))

    def _added(self) -> Stated:
        """The entry with the elements of the fact added to a list, without those that it replaces."""
        lists = self.old or {} if self.field == "links" else {"": self.old or []}
        old = lists.get(self.part, [])
        value, replaces = _as_list(self.fact.value), _as_list(self.fact.replaces)
        kept = [element for element in old if element not in replaces]
        lists = lists | {self.part: list(dict.fromkeys([*kept, *map(str, value)]))}
        candidate = self._with(lists if self.field == "links" else lists[""])
        new = publication_at(candidate, self.path).to_dict().get(self.field)
        if new == self.old:
            return Stated(self.entry, "known")
        return Stated(self._with_origin(candidate, self._origin_of(value) if value else self.origin), "new")

    def _with_remark(self) -> Stated:
        """The entry with one more sentence in its remark."""
        old, added = self.old or "", str(self.fact.value or "")
        if not added or added in old:
            return Stated(self.entry, "known")
        return Stated(self._with(f"{old} {added}".strip()), "new")

    def _origin_of(self, added: list[Any]) -> Origin:
        """The origin of a list, without a digest: it is that of its first elements, and of the others a remark."""
        fact = self.fact
        new = Origin(source=fact.source, date=fact.date or self.today, confirmed=fact.confirmed, remark=fact.remark)
        return self.origin.with_added(added, fact.source) if self.origin else new

    def _with_origin(self, entry: Record | Model, origin: Origin | None) -> Record | Model:
        origins: dict[str, Origin] = {**publication_at(entry, self.path).origin}
        origins.pop(self.field, None)
        if origin is not None:
            origins[self.field] = origin
        if isinstance(entry, Record) and self.path:
            versions = list(entry.versions)
            number = int(self.path[1])
            versions[number] = versions[number].evolve(origin=origins)
            return entry.evolve(versions=versions)
        return entry.evolve(origin=origins)


def _cite(entry: Record | Model, fact: Fact) -> Stated:
    """The work with the publication that the fact names at the top level, and the former top level as a version."""
    if not isinstance(entry, Record) or not isinstance(fact.value, str):
        raise invalid(fact, "cite: should be the identifier or label of a version of a work")
    path = path_of(entry, fact, fact.value)
    if path is None:
        raise invalid(fact, f"cite: no version {quote(fact.value)}")
    if not path:
        return Stated(entry, "known")
    number = int(path[1])
    rest = entry.evolve(versions=[version for n, version in enumerate(entry.versions) if n != number])
    version = entry.versions[number]
    values: dict[str, Any] = {name: getattr(version, name) for name in Version.model_fields}
    inherited = [name for name in ("title", "author") if not values[name]]
    values |= {name: getattr(entry, name) for name in inherited}
    values["origin"] = {name: entry.origin[name] for name in inherited if name in entry.origin} | version.origin
    merged, conflicts = merge_records(rest, Record(id=entry.id, **values))
    dropped = [f"{conflict.field}: {_shown(str(conflict.dropped))}" for conflict in conflicts]
    findings = (Finding("MB201", f"merged: {text} is not kept", entry.id) for text in dropped)
    return Stated(merged, "new", tuple(findings))


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _shown(value: Any) -> str:
    return quote("; ".join(map(str, value)) if isinstance(value, list) else str(value))
