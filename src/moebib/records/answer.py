"""The answer of a source to the query for one identifier: found, absent or unavailable."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from moebib.records.record import Record

__all__ = ["NEW", "Absent", "Answer", "Found", "Unavailable"]

NEW = "new"
"""The ``id`` of a record that has no key yet."""


@dataclass(frozen=True, slots=True)
class Found:
    """The source has it. The record describes one version of the work and has the key ``NEW``."""

    record: Record
    source: str
    fetched: date


@dataclass(frozen=True, slots=True)
class Absent:
    """The source responded and does not have it."""

    source: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """It is unknown whether the source has it: there was no response, or none that could be used."""

    source: str
    why: str
    has_record: bool = field(default=False, compare=False)
    """Whether the source responded as documented, with a record that cannot be used."""


Answer = Found | Absent | Unavailable
