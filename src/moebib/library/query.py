"""Searches records by a query of words and fields. It scans all records, which is fast enough for some 5,000.

    offload "expert parallel" year:2023..2024 tag:system venue:mlsys author:dean has:code -type:book

All words and fields must match, regardless of case and accents; a leading ``-`` negates.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from moebib.errors import InputError
from moebib.library.config import tag_matches
from moebib.records.fields import Links
from moebib.records.identifier import Scheme
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain
from moebib.text.suggest import suggest

__all__ = ["search"]


class _Term(NamedTuple):
    """A word or a field of a query."""

    matches: Callable[[Record], bool]
    word: str
    """The folded word, for ranking; empty for a field."""


def search(records: Iterable[Record], query: str) -> list[Record]:
    """The records that match *query*: first those with its words in the title, then the newest.

    Raises:
        InputError: If the query has an unknown field or an invalid year.
    """
    terms = [_term(word) for word in _split(query)]
    matches = [record for record in records if all(term.matches(record) for term in terms)]
    words = [term.word for term in terms if term.word]

    def rank(record: Record) -> tuple[int, bool, tuple[int, ...], str]:
        title = fold(plain(record.title))
        newest = tuple(-part for part in record.issued.sort_key) if record.issued else ()
        return -sum(word in title for word in words), not newest, newest, record.id

    return sorted(matches, key=rank)


def _split(query: str) -> list[str]:
    lexer = shlex.shlex(query, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    lexer.quotes = '"'
    lexer.escape = ""
    try:
        return list(lexer)
    except ValueError as error:
        raise InputError(f"unclosed quotation mark: {query!r}") from error


def _term(word: str) -> _Term:
    negated = word.startswith("-") and len(word) > 1
    term = _positive(word[1:] if negated else word)
    return _Term(lambda record: not term.matches(record), "") if negated else term


def _positive(word: str) -> _Term:
    field, colon, value = word.partition(":")
    if colon and value and re.fullmatch(r"[a-z]+", field):
        if field not in _FIELDS:
            hint = suggest(field, _FIELDS) or f"; choose from {', '.join(_FIELDS)}"
            raise InputError(f"unknown search field {field!r}{hint}")
        return _Term(_FIELDS[field](value), "")
    folded = fold(word)
    return _Term(lambda record: folded in _text(record), folded)


def _text(record: Record) -> str:
    """Everything that a word without a field is searched in, folded."""
    names = (name.display() for name in record.author)
    parts = (record.id, *record.titles, *names, record.venue, plain(record.container_title),
             *record.keyword, *record.tags, *record.ids, *map(str, record.all_identifiers),
             plain(record.abstract), *_remarks(record))  # fmt: skip
    return fold("\n".join(parts))


def _remarks(record: Record) -> Iterator[str]:
    """The remarks about the work and about its values."""
    yield record.remark
    for origins in (record.origin, *(version.origin for version in record.versions)):
        yield from (origin.remark for origin in origins.values() if origin.remark)


def _year(value: str) -> Callable[[Record], bool]:
    match = re.fullmatch(r"(\d{4})?(\.\.)?(\d{4})?", value)
    if not match or not (match[1] or match[3]):
        raise InputError(
            f"not a year or a range of years: {value!r}; should be like 2024, 2023..2024, 2024.. or ..2022"
        )
    low = int(match[1] or 0)
    high = int(match[3] or (9999 if match[2] else match[1]))
    return lambda record: record.issued is not None and low <= record.issued.year <= high


def _contains(texts: Callable[[Record], Iterable[str]]) -> Callable[[str], Callable[[Record], bool]]:
    """A field that matches if one of the *texts* of a record contains the value."""

    def condition(value: str) -> Callable[[Record], bool]:
        folded = fold(value)
        return lambda record: any(folded in fold(text) for text in texts(record))

    return condition


def _has(value: str) -> Callable[[Record], bool]:
    if value == "published":
        return lambda record: not record.is_preprint
    if value == "preprint":
        return lambda record: record.is_preprint or any(version.genre == "preprint" for version in record.versions)
    names = [*Links.model_fields, *Record.model_fields, *_SCHEMES]
    if value not in names:
        raise InputError(
            f"unknown field {value!r} in has:{suggest(value, names)}; examples: has:code, has:doi, has:abstract"
        )
    if value in _SCHEMES:
        return lambda record: any(identifier.scheme == value for identifier in record.all_identifiers)
    return lambda record: bool(getattr(record.links, value, None) or getattr(record, value, None))


# A URL has a field of its own.
_SCHEMES = [str(scheme) for scheme in Scheme if scheme is not Scheme.URL]

# Field -> value -> condition on a record.
_FIELDS: dict[str, Callable[[str], Callable[[Record], bool]]] = {
    "year": _year,
    "tag": lambda value: lambda record: any(tag_matches(tag, value) for tag in record.tags),
    "venue": _contains(
        lambda record: (plain(record.container_title), record.container_title_short, plain(record.event_title))
    ),
    "author": _contains(lambda record: (name.display() for name in record.author)),
    "title": _contains(lambda record: record.titles),
    "keyword": _contains(lambda record: record.keyword),
    "key": _contains(lambda record: (record.id, *record.ids)),
    "id": _contains(lambda record: map(str, record.all_identifiers)),
    "type": lambda value: lambda record: record.type == value,
    "remark": _contains(_remarks),
    "status": lambda value: lambda record: record.status is not None and record.status.kind == value,
    "has": _has,
}
