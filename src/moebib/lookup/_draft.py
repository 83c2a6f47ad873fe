"""A record while it is revised: its fields as they are to become, who says so, and what is for a person to decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from moebib.errors import Finding
from moebib.lookup.reconcile import assemble
from moebib.records.answer import Found
from moebib.records.record import Record
from moebib.records.venue import is_archive
from moebib.text.shorten import quote

__all__ = ["Draft", "is_free", "is_unpublished"]


class Draft:
    """The fields of *old*, to be changed to what *answers* say together, which is ``new``."""

    def __init__(self, old: Record, answers: Sequence[Found]) -> None:
        self.old = old
        self.new = assemble(answers).record
        self.findings: list[Finding] = []
        self._answers = answers
        self._plain = old.to_dict()
        self._values: dict[str, Any] = {name: getattr(old, name) for name in Record.model_fields}
        self._origins = dict(old.origin)
        self._sources: dict[str, str] = {}

    def __getitem__(self, field: str) -> Any:
        return self._values[field]

    @property
    def record(self) -> Record:
        """The record as it is by now."""
        return Record.model_validate({**self._values, "origin": self._origins})

    def is_free(self, field: str) -> bool:
        """Whether *field* may be refreshed, as it was before anything was changed."""
        return is_free(self.old, field)

    def is_emptied(self, field: str) -> bool:
        """Whether a person took the value out: its origin is still there."""
        return not self._values[field] and field in self._origins

    def take(self, field: str) -> None:
        """The value of the sources, with its origin."""
        origin = self.new.origin.get(field)
        self.set(field, getattr(self.new, field), origin.source if origin else self.told_by(field))
        if origin:
            self._origins[field] = origin

    def set(self, field: str, value: Any, source: str) -> None:
        """Another value, which has no origin."""
        self._values[field] = value
        self._origins.pop(field, None)
        self._sources[field] = source

    def clear(self, field: str) -> Any:
        """Leave the field empty; what was in it."""
        value = self._values[field]
        self.set(field, Record.model_fields[field].default, self.told_by("container_title"))
        return value

    def contradict(self, field: str, new: object, source: str, *, old: object = None) -> None:
        """Leave the field to a person: *source* says otherwise."""
        here = self._plain.get(field) if old is None else old
        message = f"{field}: {_told(here)} here, {_told(new)} by {source}"
        self.findings.append(Finding("MB201", message, self.old.id, field))

    def note_source(self, field: str, source: str) -> None:
        """*source* made *field* change, a part of a table."""
        self._sources.setdefault(field, source)

    def told_by(self, field: str) -> str:
        """Who told the field of ``new``."""
        if origin := self.new.origin.get(field):
            return origin.source
        return self.who(lambda said: bool(getattr(said, field)))

    def who(self, says: Callable[[Record], bool]) -> str:
        """The first source whose answer is one that *says* it; all of them if there is none."""
        names = [one.source for one in self._answers if says(one.record)]
        return names[0] if names else ", ".join(dict.fromkeys(one.source for one in self._answers))

    def source_of(self, field: str) -> str:
        """Who made a field change."""
        return self._sources.get(field) or self._sources.get(field.partition(".")[0]) or self.told_by("title")


def is_free(record: Record, field: str) -> bool:
    """Whether *field* is as a source told it, so that it may be refreshed."""
    origin = record.origin.get(field)
    return origin is not None and origin.fits(record.to_dict().get(field))


def is_unpublished(record: Record) -> bool:
    """Whether the top level is a preprint, also one of which only the venue says so, as in many a .bib file."""
    return record.is_preprint or is_archive(record.container_title or record.container_title_short)


def _told(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return quote("; ".join(map(str, value)))
    return quote(str(value))
