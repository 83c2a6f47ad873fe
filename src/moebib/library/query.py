"""Searches records by a query of words and fields. It scans all records, which is fast enough for some 5,000.

    offload "expert parallel" year:2023..2024 (tag:system OR venue:mlsys) author:dean has:code -type:book

All words and fields must match, regardless of case and accents, unless ``OR`` joins them; ``NOT`` and a leading ``-``
negate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from typing import NamedTuple

from moebib.errors import InputError, InvalidIdentifier
from moebib.library.search_fields import FIELDS, FIELDS_OF_WORDS, condition_on, searched_text
from moebib.records.identifier import parse_identifier
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain
from moebib.text.suggest import nearest

__all__ = ["corrected", "query_of", "search"]

_OPERATORS = ("AND", "OR", "NOT", "(", ")")
_DEEPEST = 50
"""How many parentheses may be open."""
_CHUNK = re.compile(r'(?:[^\s"]|"[^"]*")+')
_FIELD = re.compile(r"([a-z]+):(.+)", re.DOTALL)
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class _Condition(NamedTuple):
    """A part of a query."""

    matches: Callable[[Record], bool]
    words: tuple[str, ...] = ()
    """The folded words that are looked for, for ranking."""


class _QueryPart(NamedTuple):
    """A word, a field with its value, or an operator, as it is written."""

    text: str
    start: int

    @property
    def field(self) -> str:
        """The name of a field; empty for a word."""
        match = _FIELD.fullmatch(self.text.removeprefix("-"))
        return match[1] if match else ""


def search(records: Iterable[Record], query: str, tags: Collection[str] = ()) -> list[Record]:
    """The records that match *query*: first those with its words in the title, then the newest.

    A tag is known if a record has it, or if it is among *tags*.

    Raises:
        InputError: If the query is incomplete, or has an unknown field or value.
    """
    records = list(records)
    known = dict.fromkeys((*tags, *(tag for record in records for tag in record.tags)))
    condition = _Parser(query, known.keys()).parse()

    def rank(record: Record) -> tuple[int, bool, tuple[int, ...], str]:
        title = fold(plain(record.title))
        newest = tuple(-part for part in record.issued.sort_key) if record.issued else ()
        return -sum(word in title for word in condition.words), not newest, newest, record.id

    return sorted(filter(condition.matches, records), key=rank)


def query_of(arguments: Iterable[str]) -> str:
    """The query that the *arguments* of a command are: one with spaces is a phrase, unless it is a query itself.

    >>> query_of(["offload", "expert parallel", "author:Jan Berg", "a OR b"])
    'offload "expert parallel" author:"Jan Berg" (a OR b)'
    """
    parts = [_part_of(argument) for argument in arguments]
    return parts[0].text if len(parts) == 1 else " ".join(f"({text})" if is_query else text for text, is_query in parts)


class _Argument(NamedTuple):
    """What an argument is in a query."""

    text: str
    is_query: bool = False
    """Whether it is one itself, which is in parentheses beside others."""


def _part_of(argument: str) -> _Argument:
    if len(argument.split()) < 2 or '"' in argument:
        return _Argument(argument)
    parts = _parts(argument)
    if any(part.text in _OPERATORS or (part.start and part.field in FIELDS) for part in parts):
        return _Argument(argument, is_query=True)
    field, colon, value = argument.partition(":") if parts[0].field else ("", "", argument)
    return _Argument(f'{field}{colon}"{value}"')


def corrected(records: Iterable[Record], query: str) -> str | None:
    """*query* with the nearest word of the *records* in place of each word that none has.

    ``None`` if all occur, or it is an identifier, of which no other one is a correction.
    """
    with suppress(InvalidIdentifier):
        parse_identifier(query)
        return None
    texts = [searched_text(record) for record in records]
    known = sorted({word for text in texts for word in _WORD.findall(text)})
    better = query
    for part in reversed(_parts(query)):
        if part.text in _OPERATORS or part.field not in ("", *FIELDS_OF_WORDS):
            continue
        start = part.start + (part.text.index(":") if part.field else 0)
        for word in reversed(list(_WORD.finditer(query, start, part.start + len(part.text)))):
            if not any(fold(word[0]) in text for text in texts) and (other := nearest(fold(word[0]), known)):
                better = better[: word.start()] + other + better[word.end() :]
    return better if better != query else None


def _parts(query: str) -> list[_QueryPart]:
    """The parts of *query*. A parenthesis within a word, as in "f(x)", belongs to the word."""
    if query.count('"') % 2:
        raise InputError(f"unclosed quotation mark: {query!r}")
    parts: list[_QueryPart] = []
    for chunk in _CHUNK.finditer(query):
        text, start = chunk[0], chunk.start()
        while opening := re.match(r"(-?)\(", text):
            parts += [_QueryPart("NOT", start)] if opening[1] else []
            parts.append(_QueryPart("(", start))
            text, start = text[opening.end() :], start + opening.end()
        unquoted = re.sub(r'"[^"]*"', "", text)
        closing = min(len(text) - len(text.rstrip(")")), max(unquoted.count(")") - unquoted.count("("), 0))
        text = text[: len(text) - closing]
        parts += [_QueryPart(text, start)] if text else []
        parts += [_QueryPart(")", start + len(text))] * closing
    return parts


class _Parser:
    """Reads a query by recursive descent: OR binds less than AND, which may be left out, and NOT more."""

    def __init__(self, query: str, tags: Collection[str]) -> None:
        self._parts = [part.text for part in reversed(_parts(query))]
        self._query, self._tags, self._depth = query, tags, 0

    def parse(self) -> _Condition:
        """The condition that the query is; an empty query matches every record."""
        condition = self._any_of() if self._parts else _Condition(lambda record: True)
        if self._parts:
            raise InputError(f"unexpected ')' in {self._query!r}\nhint: put text with parentheses in quotation marks")
        return condition

    def _next(self) -> str:
        return self._parts[-1] if self._parts else ""

    def _any_of(self) -> _Condition:
        parts = [self._all_of()]
        while self._next() == "OR":
            self._parts.pop()
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else _joined(any, parts)

    def _all_of(self) -> _Condition:
        parts = [self._factor()]
        while self._next() not in ("", "OR", ")"):
            if self._next() == "AND":
                self._parts.pop()
            parts.append(self._factor())
        return parts[0] if len(parts) == 1 else _joined(all, parts)

    def _factor(self) -> _Condition:
        is_negated = False
        while self._next() == "NOT":
            self._parts.pop()
            is_negated = not is_negated
        part = self._parts.pop() if self._parts else ""
        if part in ("", "AND", "OR", ")"):
            found = f"{part!r}" if part else "the end"
            hint = "put a word that is no operator in quotation marks"
            raise InputError(f"expected a word or a field before {found} in {self._query!r}\nhint: {hint}")
        condition = self._group() if part == "(" else _term(part, self._tags)
        return _Condition(lambda record: not condition.matches(record)) if is_negated else condition

    def _group(self) -> _Condition:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InputError(f"more than {_DEEPEST} parentheses are open in {self._query!r}")
        condition = self._any_of()
        if not self._parts:
            raise InputError(f"unclosed parenthesis: {self._query!r}")
        self._parts.pop()
        self._depth -= 1
        return condition


def _joined(join: Callable[[Iterable[bool]], bool], parts: list[_Condition]) -> _Condition:
    words = tuple(word for part in parts for word in part.words)
    return _Condition(lambda record: join(part.matches(record) for part in parts), words)


def _term(text: str, tags: Collection[str]) -> _Condition:
    is_negated = text.startswith("-") and len(text) > 1
    condition = _positive(text[1:] if is_negated else text, tags)
    return _Condition(lambda record: not condition.matches(record)) if is_negated else condition


def _positive(text: str, tags: Collection[str]) -> _Condition:
    field = _FIELD.fullmatch(text)
    if field is None:
        folded = fold(text.replace('"', ""))
        return _Condition(lambda record: folded in searched_text(record), (folded,))
    return _Condition(condition_on(field[1], field[2].replace('"', ""), tags))
