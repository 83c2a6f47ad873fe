"""A fact: a value of one field of one publication, with its evidence; and what it does to an entry."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pydantic import Field, JsonValue

from moebib.errors import Finding
from moebib.records.entry import FrozenEntry
from moebib.records.fields import Day
from moebib.records.model import Model
from moebib.records.publication import Alternative, SourceName
from moebib.records.record import Record
from moebib.toml.validation import FieldProblem

__all__ = ["Fact", "FactOutcome", "InvalidFact", "Stated", "invalid"]

FactOutcome = Literal["new", "confirmed", "known", "disputed", "locked"]
"""What a fact did: it set a value; added evidence to it; nothing; was kept as an alternative; contradicts a lock."""


class Fact(FrozenEntry, frozen=True):
    """A value of one field, with its evidence; a line of a file of facts."""

    key: str = Field(description="the key of the work or model")
    field: str = Field(description='the field; "links.code" for a link, "cite" for the version to cite')
    version: str = Field(
        default="",
        description=(
            "the publication, if it is not the top level: an identifier (arxiv:2401.06066v1), "
            "or the label or short venue of one without an identifier"
        ),
    )
    value: JsonValue = Field(
        default=None,
        description="as in an entry; null if none is known; left out to add evidence to the value that is there",
    )
    replaces: JsonValue = Field(
        default=None, description="the wrong value, which is replaced even if a person wrote it"
    )
    source: SourceName = Field(description="as in an origin")
    date: Day | None = Field(default=None, description="when the value was seen there; by default, today")
    confirmed: int = Field(
        default=0, ge=0, strict=True, description="how many independent sources give this value, in all"
    )
    disputed: tuple[Alternative, ...] = Field(default=(), description="other values, with their sources")
    remark: str = Field(default="", description="for maintainers")


class Stated(NamedTuple):
    """An entry after a fact, and what the fact did; the findings say why it did nothing."""

    entry: Record | Model
    outcome: FactOutcome
    findings: tuple[Finding, ...] = ()


class InvalidFact(ValueError):
    """A fact that no entry can have."""

    def __init__(self, problem: FieldProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def invalid(fact: Fact, message: str) -> InvalidFact:
    """The error for a *fact* that names what its entry cannot have."""
    return InvalidFact(FieldProblem("MB112", (fact.field,), message))
