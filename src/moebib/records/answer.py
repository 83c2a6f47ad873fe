"""Answer: what a source says of one identifier. There are three, and "not found" is only one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from moebib.records.record import Record

__all__ = ["NEW", "Absent", "Answer", "Found", "Unavailable"]

NEW = "new"
"""The ``id`` of a record that has no key yet."""


@dataclass(frozen=True, slots=True)
class Found:
    """The source has it. The record is one version of the work, as this source tells it, under the key ``NEW``."""

    record: Record
    source: str
    fetched: date


@dataclass(frozen=True, slots=True)
class Absent:
    """The source answered, and does not have it."""

    source: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Whether the source has it is not known, and why: it could not be reached, or its answer could not be used."""

    source: str
    why: str


Answer = Found | Absent | Unavailable
