"""What can go wrong: exceptions that stop the work, findings that are data.

MoebibError
|- InputError(ValueError)   fix the data; .where says which
|  |- InvalidIdentifier     a text that is no identifier, and why
|  |- InvalidRecord         one or many entries that cannot be read; .findings
|- NoSuchWork(LookupError)  every source that was asked says that there is none
|- SourceError              a service gave no answer that can be used; .url
   |- Unavailable           it did not answer: try again later
   |- UnexpectedAnswer      it answered, not in the documented form: report it
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = [
    "CODES",
    "Finding",
    "InputError",
    "InvalidIdentifier",
    "InvalidRecord",
    "MoebibError",
    "NoSuchWork",
    "Patch",
    "SourceError",
    "Unavailable",
    "UnexpectedAnswer",
]

CODES = {
    "MB001": "a file is not UTF-8 (without a byte order mark)",
    "MB002": "a file is not TOML",
    "MB003": "a field that does not exist",
    "MB004": "a field that is missing, or has a wrong type or value",
    "MB005": "a date in another form than EDTF level 0, or one that does not exist",
    "MB006": "an identifier that is none, or has a wrong part",
    "MB007": "an identifier that stands twice in a work, or in two works",
    "MB008": "a key that two entries share; case does not count, and former keys do",
    "MB009": "a tag that is none of the sections in moebib.toml",
    "MB010": "a file name that cannot be a key on every system, or does not fit the entry",
    "MB011": "a model that names a paper which is not in the list",
}
"""What is wrong when an entry file cannot be read; a code never changes its meaning."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A repair as data: in the entry *id*, each field of *changes* gets its new value."""

    id: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in an entry, with its place and, where the repair is certain, a patch.

    ``line`` and ``column`` count from 1. ``code`` ("MB003") never changes its meaning.

    >>> print(Finding("MB003", "unknown field 'titel'", file="a.toml", line=2, column=1, hint="title"))
    a.toml:2:1: MB003 unknown field 'titel'
      hint: title
    """

    code: str
    message: str
    id: str | None = None
    field: str | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None
    hint: str | None = None
    patch: Patch | None = None

    @property
    def where(self) -> str:
        """The place as ``file:line:column``, as far as it is known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{place}{self.code} {self.message}{hint}"


class MoebibError(Exception):
    """The base of every error that moebib raises on purpose."""


class InputError(MoebibError, ValueError):
    """What was given cannot be used; ``where`` is the file, option or text it stands in."""

    def __init__(self, message: str, *, where: str | None = None) -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.where = where


class InvalidIdentifier(InputError):
    """A text in which no identifier was recognised, or one with a wrong part; ``given`` is the text."""

    def __init__(self, message: str, *, given: str) -> None:
        super().__init__(message)
        self.given = given


class InvalidRecord(InputError):
    """One or many entries that cannot be read; ``findings`` lists every problem, not only the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class NoSuchWork(MoebibError, LookupError):
    """Every source that was asked answered, and none has the work."""


class SourceError(MoebibError):
    """A service gave no answer that can be used; ``url`` is what it was asked."""

    def __init__(self, message: str, *, url: str) -> None:
        super().__init__(message)
        self.url = url


class Unavailable(SourceError):
    """A service did not answer: no connection, a bot wall, too many requests, a failure of its own. Try again later."""


class UnexpectedAnswer(SourceError):
    """A service answered, but not in its documented form. Nothing is known of what it was asked for."""
