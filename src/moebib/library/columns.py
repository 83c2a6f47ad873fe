"""Values of a work by the names that people use: columns of tables, names in templates, what a list is sorted by."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from moebib.errors import InputError
from moebib.records.fields import MARKUP
from moebib.records.identifier import Scheme
from moebib.records.name import Names
from moebib.records.record import Links, Record
from moebib.text.fold import fold
from moebib.text.markup import plain
from moebib.text.suggest import unknown

__all__ = ["COLUMNS", "LineTemplate", "column", "columns_of", "sort_works", "text_of"]

Value = str | int | list[str] | None

COLUMNS = ("key", "title", "authors", "year", "date", "venue", "doi", "arxiv", "link", "code", "tags", "keywords")
"""The names that the help lists; there are those of any other identifier, link and field of an entry, too."""

_FORM = re.compile(r"(?:.?[<>^])?[1-9]?\d{0,2}(?:\.\d{1,3})?")
"""Alignment, least width and greatest length, as Python has them."""
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\"}


def _field(name: str) -> Callable[[Record], Value]:
    """The value of a field of an entry file."""

    def value(record: Record) -> Value:
        value = getattr(record, name)
        if isinstance(value, Names):
            return [person.display() for person in value]
        if isinstance(value, tuple):
            return list(map(str, value))
        return None if value is None else plain(value) if name in MARKUP else str(value)

    return value


def _identifier(scheme: Scheme) -> Callable[[Record], Value]:
    return lambda record: identifier.value if (identifier := record.identifier(scheme)) else None


def _links(name: str) -> Callable[[Record], Value]:
    return lambda record: list(getattr(record.links, name))


_NOT_TEXT = ("versions", "relations", "origin", "extra", "links")
_VALUES: dict[str, Callable[[Record], Value]] = {
    **{name: _field(name) for name in Record.model_fields if name not in _NOT_TEXT},
    **{name: _links(name) for name in Links.model_fields},
    **{str(scheme): _identifier(scheme) for scheme in Scheme if scheme is not Scheme.URL},
    "key": _field("id"),
    "authors": _field("author"),
    "editors": _field("editor"),
    "date": _field("issued"),
    "year": lambda record: record.year,
    "venue": lambda record: record.venue,
    "link": lambda record: record.link,
    "keywords": _field("keyword"),
    "status": lambda record: record.status.kind if record.status else None,
}
_DATES = {"date": "issued", **{name: name for name in ("issued", "accessed", "event_date", "original_date")}}
"""The names of dates, which are sorted as such, with their fields."""


def column(name: str) -> Callable[[Record], Value]:
    """The value that *name* means, of a work: of one or of several parts, ``None`` or empty if the work has none.

    >>> record = Record(id="knuth1984", type="book", title="The <i>TeXbook</i>", issued="1984-01")
    >>> [column(name)(record) for name in ("key", "title", "year", "date", "doi")]
    ['knuth1984', 'The TeXbook', 1984, '1984-01', None]

    Raises:
        InputError: If there is no such name.
    """
    if value := _VALUES.get(name):
        return value
    from moebib.records.foreign_words import field_for  # the words of other formats, for an error only

    raise InputError(unknown("field", name, dict.fromkeys((*COLUMNS, *_VALUES)), meant=field_for(name)))


def columns_of(text: str) -> dict[str, Callable[[Record], Value]]:
    """The columns that a text names, in its order, separated by commas.

    Raises:
        InputError: If there is no such name, or none at all.
    """
    names = [name.strip() for name in text.split(",")]
    return {name: column(name) for name in names}


def text_of(value: Value) -> str:
    """A value as text on one line, parts joined by "; "."""
    if isinstance(value, list):
        return "; ".join(map(text_of, value))
    return "" if value is None else " ".join(str(value).split())


def sort_works(records: Iterable[Record], order: str) -> list[Record]:
    """The works by the columns that *order* names, downwards for those with a "-": "-date,title".

    Numbers in texts are compared as such. Works without a value come last. Works that are equal stay in their order.

    Raises:
        InputError: If there is no such column.
    """
    works = list(records)
    for name in reversed([name.strip() for name in order.split(",")]):
        key = _sort_key(name.removeprefix("-"))
        keys: list[tuple[Any, Record]] = [(key(work), work) for work in works]
        known = [pair for pair in keys if pair[0]]
        known.sort(key=itemgetter(0), reverse=name.startswith("-"))
        works = [work for _, work in known] + [work for value, work in keys if not value]
    return works


def _sort_key(name: str) -> Callable[[Record], Sequence[Any]]:
    """What works are sorted by, empty for one without a value."""
    value = column(name)
    if name in _DATES:
        field = _DATES[name]
        return lambda record: date.sort_key if (date := getattr(record, field)) else ()

    def parts(record: Record) -> Sequence[Any]:
        parts_of = value(record)
        if isinstance(parts_of, int):
            return (parts_of,)
        words = re.split(r"0*(\d+)", fold(text_of(parts_of)))  # every second one is a number
        return [(len(word), word) if index % 2 else word for index, word in enumerate(words)] if any(words) else ()

    return parts


class LineTemplate(NamedTuple):
    r"""A template of what is printed of each work: "{key} {title:.60}".

    A name in braces is a column; behind a colon follows its width, alignment and greatest length as in Python.
    ``{{`` is a brace, and ``\t`` and ``\n`` are a tab and a line break.

    >>> record = Record(id="knuth1984", type="book", title="The TeXbook")
    >>> LineTemplate.parse("{key:<10}|{title:.5}|{doi}").fill(record)
    'knuth1984 |The T|\n'
    """

    parts: tuple[tuple[str, Callable[[Record], Value] | None, str], ...]
    """A literal text, and the column that follows it, with its format."""

    @classmethod
    def parse(cls, text: str) -> LineTemplate:
        """The template *text*.

        Raises:
            InputError: If it has an unknown name or format, or a brace without its counterpart.
        """
        text = re.sub(r"\\([nt\\])", lambda match: _ESCAPES[match[1]], text)
        try:
            pieces = list(string.Formatter().parse(text))
        except ValueError as error:
            raise InputError(
                f"invalid template {text!r}: a brace without its counterpart; write {{{{ for {{"
            ) from error
        parts = []
        for literal, name, form, conversion in pieces:
            if conversion:
                raise InputError(f"invalid template {text!r}: '!{conversion}' is not supported")
            if form and not _FORM.fullmatch(form):
                raise InputError(f"invalid template {text!r}: {form!r} is not a width such as '<12' or '.60'")
            parts.append((literal, None if name is None else column(name), form or ""))
        return cls(tuple(parts))

    def fill(self, record: Record) -> str:
        """What the template says of a work, ending in a line break."""
        return (
            "".join(
                f"{literal}{format(text_of(value(record)), form) if value else ''}"
                for literal, value, form in self.parts
            )
            + "\n"
        )
