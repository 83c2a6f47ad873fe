"""A record while it is updated: the new values of its fields, their sources, and what is for a person to decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from moebib.errors import Finding
from moebib.lookup.reconcile import reconcile
from moebib.records.answer import Found
from moebib.records.equivalence import is_archive
from moebib.records.identifier import Scheme
from moebib.records.publication import Version
from moebib.records.record import Record
from moebib.text.shorten import quote

__all__ = ["Draft", "is_refreshable", "is_unpublished"]


class Draft:
    """The fields of *old*, to be updated from *answers*; ``new`` is the record that these reconcile to."""

    def __init__(self, old: Record, answers: Sequence[Found]) -> None:
        self.old = old
        self.answers = answers
        self.new = reconcile(answers, like=None if is_unpublished(old) else old).record
        self.findings: list[Finding] = []
        self._plain = old.to_dict()
        self._values: dict[str, Any] = {field: getattr(old, field) for field in Record.model_fields}
        self._origins = dict(old.origin)
        self._sources: dict[str, str] = {}

    def __getitem__(self, field: str) -> Any:
        return self._values[field]

    @property
    def record(self) -> Record:
        """The record with the new values so far."""
        return Record.model_validate({**self._values, "origin": self._origins})

    @property
    def arxiv_version(self) -> str:
        """The version of the preprint that the sources describe, as "v2"; "" if they do not say."""
        described = (
            identifier.version
            for answer in self.answers
            if answer.record.is_preprint
            for identifier in answer.record.identifiers
            if identifier.scheme is Scheme.ARXIV and identifier.version
        )
        return next((f"v{version}" for version in described), "")

    def is_refreshable(self, field: str) -> bool:
        """Whether the value of *field* in the old record may be replaced."""
        return is_refreshable(self.old, field)

    def is_emptied(self, field: str) -> bool:
        """Whether a person removed the value: its origin is still there."""
        return not self._values[field] and field in self._origins

    def take(self, field: str) -> None:
        """Set the field to the value of the sources, with its origin."""
        origin = self.new.origin.get(field)
        self.set(field, getattr(self.new, field), origin.source if origin else self.source_of_new(field))
        if origin:
            self._origins[field] = origin

    def set(self, field: str, value: Any, source: str) -> None:
        """Set the field to a value without an origin."""
        self._values[field] = value
        self._origins.pop(field, None)
        self._sources[field] = source

    def set_list(self, field: str, value: Any, source: str, added: Iterable[object] = ()) -> None:
        """Set a list, or a table of lists, with elements *added* to it; what its origin says of the others stays."""
        if value == self._values[field]:
            return
        origin = self._origins.get(field)
        self.set(field, value, source)
        if origin:
            self._origins[field] = origin.with_added(added, source)

    def clear(self, field: str) -> Any:
        """Empty the field and return its value."""
        value = self._values[field]
        self.set(field, Record.model_fields[field].default, self.source_of_new("container_title"))
        return value

    def contradict(self, field: str, new: object, source: str, *, old: object = None) -> None:
        """Leave the field as it is, with a finding that *source* has another value."""
        here = self._plain.get(field) if old is None else old
        here, there = (quote("; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))
                       for value in (here, new))  # fmt: skip
        self.findings.append(Finding("MB201", f"{field}: {here} here, {there} in {source}", self.old.id, field))

    def note_source(self, field: str, source: str) -> None:
        """Remember *source* as the reason of a change in a part of a table ("links.code")."""
        self._sources.setdefault(field, source)

    def source_of_new(self, field: str) -> str:
        """The source of the field of ``new``."""
        if origin := self.new.origin.get(field):
            return origin.source
        return self.first_source(answer for answer in self.answers if getattr(answer.record, field))

    def first_source(self, answers: Iterable[Found]) -> str:
        """The source of the first of *answers*; all sources of the draft, if there is none."""
        first = next((answer.source for answer in answers), None)
        return first or ", ".join(dict.fromkeys(answer.source for answer in self.answers))

    def source_of_change(self, field: str) -> str:
        """The source because of which a field, or a part of a table, was changed."""
        return self._sources.get(field) or self._sources.get(field.partition(".")[0]) or self.source_of_new("title")


def is_refreshable(record: Record, field: str) -> bool:
    """Whether *field* has the value that was fetched from a source, so that an update may replace it."""
    origin = record.origin.get(field)
    return origin is not None and origin.fits(record.to_dict().get(field))


def is_unpublished(record: Record | Version) -> bool:
    """Whether the top level is a preprint, or only its venue shows that it is, as in many .bib files.

    Archives such as Zenodo have software and data, too.
    """
    is_text = record.type not in ("dataset", "software")
    return record.is_preprint or (is_text and is_archive(record.container_title or record.container_title_short))
