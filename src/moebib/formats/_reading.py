"""What reading a file in a format gives, and the steps in which it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from moebib._guesses import GuessedType, guessing
from moebib.errors import Finding

if TYPE_CHECKING:
    from moebib.library.config import Config, Section
    from moebib.records.model import Model
    from moebib.records.record import Record

__all__ = ["EMPTY", "Continuation", "Left", "Made", "ParsedFile", "Piece", "Stages", "is_blank"]

EMPTY = Finding("MB147", "the file is empty: a bibliography without works")
"""What is said of a file without any text, in each format."""


def is_blank(text: str, comment: str = "") -> bool:
    """Whether a file has no text at all, or only lines that are a *comment*, a regular expression."""
    text = text.removeprefix("\ufeff")
    if comment:
        text = re.sub(rf"(?m)^[^\S\n]*(?:{comment}).*", "", text)
    return not text.strip("\ufeff \t\r\n\f\v")


class Left(NamedTuple):
    """What a reader leaves of a work, or of what is no work, because a record has no place for it."""

    key: str
    """The key of the work; of what is none, what the file calls it."""
    name: str
    """Its name in the file."""
    values: tuple[str, ...]
    line: int | None = None


_GUESSES = {
    **dict.fromkeys(("entries", "works", "library", "references", "items", "values", "blocks"), "records"),
    **dict.fromkeys(("errors", "warnings", "problems", "failed_blocks", "issues"), "findings"),
}
"""What the parts of a file are called elsewhere."""


@guessing(_GUESSES, items="its records are in parsed.records")
@dataclass(frozen=True, slots=True)
class ParsedFile(metaclass=GuessedType):
    """The content of a file: its works and models, each once, and a finding for each thing that was not understood.

    It unpacks into the two that every format has: ``records, findings = parsed``.

    >>> from moebib.formats import parse
    >>> records, findings = parse("@book{knuth1984, title = {The {TeX}book}}")
    >>> records[0].id, findings
    ('knuth1984', ())
    """

    records: tuple[Record, ...]
    models: tuple[Model, ...] = ()
    sections: tuple[Section, ...] = ()
    """The sections found, in order, if the format has any."""
    findings: tuple[Finding, ...] = ()
    left: tuple[Left, ...] = ()
    """What records have no place for, in formats that are read whole."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found at all, not even something that cannot be read."""
        has_errors = any(finding.level == "error" for finding in self.findings)
        return not (self.records or self.models or self.sections or has_errors)

    def __repr__(self) -> str:
        counts = ((len(part), noun) for part, noun in ((self.records, "record"), (self.findings, "finding")))
        words = ", ".join(f"{number} {noun}{'s' * (number != 1)}" for number, noun in counts)
        return f"<ParsedFile: {words}>"

    def __iter__(self) -> Iterator[Any]:
        """The records and the findings."""
        return iter((self.records, self.findings))


Made = tuple["Record | None", tuple[Finding, ...]]
"""A record, if there is one, and the findings of reading it."""


def _unchanged(finding: Finding) -> Finding:
    return finding


class Piece(NamedTuple):
    """The part of a text that one record is made of."""

    raw: Any
    """The argument of ``Stages.make``, ``None`` if there is nothing to make; it can be pickled."""
    findings: tuple[Finding, ...] = ()
    """The findings of splitting."""
    place: Callable[[Finding], Finding] = _unchanged
    """Adds the position in the file to a finding of ``make``."""
    aside: str = ""
    """A part of the file between the records, which only formats with the same ``stages`` have a place for."""
    findings_elsewhere: tuple[Finding, ...] = ()
    """What is lost in other formats because they have no place for ``aside``."""
    left: tuple[Left, ...] = ()
    """What reading it left."""


class Stages(NamedTuple):
    """Reading in two steps, record by record.

    A file of any length then needs no more memory than its text, and several processes can share the second step, which
    costs most.
    """

    split: Callable[[str], Iterator[Piece]]
    make: Callable[[Any], Made]
    split_all: Callable[[Mapping[str, str]], Iterator[Piece]] | None = None
    """``split`` for several files that are one bibliography, given their texts by their names, which the findings get;
    ``None`` if the files of the format are independent."""


class Continuation(NamedTuple):
    """How a text in a format goes on in other files."""

    find: Callable[[str, str], Iterable[str]]
    """The paths of the files to which a text links, given its path; both from the folder of the first file."""
    read: Callable[[Mapping[str, str], Config], ParsedFile]
    """The content of several texts by their paths, the first one first; the file of a finding is such a path."""
