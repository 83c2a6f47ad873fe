"""Exceptions, which stop the work, and findings, which are data.

MoebibError
|- InputError(ValueError)   invalid input; .where is its location
|  |- InvalidIdentifier     a text that is not a valid identifier; .given
|  |- InvalidRecord         one or more invalid entries; .findings
|  |- IdentifierClash       a work with an identifier of another entry; .findings
|  |- UnknownKey(KeyError)  a key or identifier that no entry has
|- InvalidArgument(TypeError)    an argument of a wrong type, or one that a function does not have
|- InvalidAttribute(AttributeError)  an attribute that an object does not have, or that cannot be changed
|- MissingPackage(ImportError)  an optional package that is not installed
|- NoSuchWork(LookupError)  every source that was queried responded, and none has the work
|- SourceError              a service gave no usable response; .url
   |- SourceUnavailable     no response: try again later
   |- UnexpectedAnswer      a response that is not in the documented form: report it
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moebib.codes import CODES, Level

__all__ = [
    "Finding",
    "IdentifierClash",
    "InputError",
    "InvalidArgument",
    "InvalidAttribute",
    "InvalidIdentifier",
    "InvalidRecord",
    "MissingPackage",
    "MoebibError",
    "NoSuchWork",
    "Patch",
    "SourceError",
    "SourceUnavailable",
    "UnexpectedAnswer",
    "UnknownKey",
]


@dataclass(frozen=True, slots=True)
class Patch:
    """A fix as data: in the entry *id*, each field in *changes* gets its new value.

    >>> Patch("knuth1984", {"title": "The TeXbook"}).changes["title"]
    'The TeXbook'
    """

    id: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in an entry or file, with its location and, if the fix is certain, a patch.

    ``line`` and ``column`` start at 1. ``code`` ("MB003") never changes its meaning.

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
    level: Level = dataclasses.field(default="", repr=False)  # type: ignore[arg-type]
    """The level in ``CODES``, unless it is given: a rule gives its own."""

    def __post_init__(self) -> None:
        if not self.level:
            declared = CODES.get(self.code)
            object.__setattr__(self, "level", declared.level if declared else "error")

    @property
    def where(self) -> str:
        """The location as ``file:line:column``, as far as it is known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{place}{self.code} {self.message}{hint}"


class MoebibError(Exception):
    """Base class of every error that moebib raises on purpose; errors can be pickled and copied with their fields.

    >>> from moebib.store.library_files import load
    >>> try:
    ...     load("no/such/list")
    ... except MoebibError as error:
    ...     print(error)
    no/such/list: no such file or directory
    """

    def __reduce__(self) -> tuple[Any, ...]:
        # An exception is made again from its message alone by default, which loses or lacks the other arguments.
        return _restore, (type(self), self.args, self.__dict__)


def _restore(kind: type[MoebibError], arguments: tuple[Any, ...], fields: dict[str, Any]) -> MoebibError:
    error = kind.__new__(kind)
    error.args = arguments
    error.__dict__.update(fields)
    return error


class InputError(MoebibError, ValueError):
    """Invalid input; ``where`` is the file, option or text that contains it.

    >>> error = InputError("not a date: 'soon'", where="a.toml")
    >>> print(error, error.where, isinstance(error, ValueError))
    a.toml: not a date: 'soon' a.toml True
    """

    def __init__(self, message: str, *, where: str | None = None) -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.where = where


class InvalidIdentifier(InputError):
    """A text that is not a valid identifier; ``given`` is the text.

    >>> from moebib.records.identifier import parse_identifier
    >>> try:
    ...     parse_identifier("10.1000")
    ... except InvalidIdentifier as error:
    ...     print(error.given)
    10.1000
    """

    def __init__(self, message: str, *, given: str) -> None:
        super().__init__(message)
        self.given = given


class InvalidRecord(InputError):
    """One or more invalid entries; ``findings`` lists every problem, not only the first.

    >>> from moebib.records.record import Record
    >>> try:
    ...     Record(id="knuth1984", type="bok")
    ... except InvalidRecord as error:
    ...     print(error)
    MB004 type: unknown value 'bok'
      hint: did you mean 'book'?
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class IdentifierClash(InputError):
    """A work that cannot be saved because another entry has one of its identifiers; ``findings`` lists them."""

    def __init__(self, message: str, *, findings: Iterable[Finding]) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class UnknownKey(InputError, KeyError):
    """A key or an identifier that no entry has; the message suggests the closest key. It is also a ``KeyError``.

    >>> from moebib.library.library import Library
    >>> try:
    ...     Library()["knuth1984"]
    ... except KeyError as error:
    ...     print(error)
    no entry 'knuth1984'
    """

    __str__ = Exception.__str__  # that of KeyError would put the message in quotes


class InvalidArgument(MoebibError, TypeError):
    """An argument of a wrong type, or one that a function does not have. It is also a ``TypeError``.

    >>> from moebib.store.library_files import load
    >>> try:
    ...     load(file="refs.bib")
    ... except TypeError as error:
    ...     print(error)
    load: unknown argument 'file'; did you mean 'path'?
    """


class InvalidAttribute(MoebibError, AttributeError):
    """An attribute that an object does not have, or that cannot be changed. It is also an ``AttributeError``.

    >>> from moebib.records.name import parse_name
    >>> try:
    ...     parse_name("Knuth, Donald E.").last
    ... except AttributeError as error:
    ...     print(error)
    Name has no attribute 'last'
    hint: did you mean 'family'?
    """

    def __init__(self, message: str, hint: Callable[[], str] | None = None) -> None:
        super().__init__(message)
        self._hint = hint
        self.name = None  # otherwise, Python 3.13 adds a suggestion of its own

    def __str__(self) -> str:
        # Imports, dataclasses and `hasattr` look for attributes and never read the message; a hint is slow to find.
        return f"{super().__str__()}\nhint: {self._hint()}" if self._hint else super().__str__()

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), (str(self),), self.__dict__ | {"_hint": None})


class MissingPackage(MoebibError, ImportError):
    """An optional package is not installed; the message says how to install it.

    >>> from moebib.library.table import package_for
    >>> package_for("no_such_frames")
    Traceback (most recent call last):
    ...
    moebib.errors.MissingPackage: to_no_such_frames needs no_such_frames; install it with `pip install no_such_frames`
    """


class NoSuchWork(MoebibError, LookupError):
    """Every source that was queried responded, and none has the work.

    >>> error = NoSuchWork("no such work: '10.5555/none' (queried: crossref)")
    >>> isinstance(error, MoebibError), isinstance(error, LookupError)
    (True, True)
    """


class SourceError(MoebibError):
    """A service gave no usable response; ``url`` is the URL of the request."""

    def __init__(self, message: str, *, url: str) -> None:
        super().__init__(message)
        self.url = url


class SourceUnavailable(SourceError):
    """A service did not respond: no connection, a bot wall, too many requests, a server error. Try again later.

    >>> SourceUnavailable("too many requests", url="https://api.crossref.org/works/10.5555/pots").url
    'https://api.crossref.org/works/10.5555/pots'
    """


class UnexpectedAnswer(SourceError):
    """A service responded, but not in its documented form, so nothing is known about the work."""


if not TYPE_CHECKING:  # type checkers would take any name for one of this module

    def __getattr__(name: str) -> object:
        if name != "Unavailable":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import warnings

        message = "moebib.errors.Unavailable is now SourceUnavailable; the old name will be removed in moebib 0.3"
        warnings.warn(message, DeprecationWarning, stacklevel=2)
        return SourceUnavailable
