"""Adding: what a person asks for, and what an identifier says by itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from moebib.errors import InputError, InvalidIdentifier
from moebib.library.library import Library
from moebib.merging.merge import unite
from moebib.records.answer import NEW
from moebib.records.citekey import free_key, make_key
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.name import parse_name
from moebib.records.record import ARXIV_PREPRINT, Links, Record
from moebib.text.fold import fold

__all__ = [
    "Request",
    "Wishes",
    "find_listed",
    "key_for",
    "read_lines",
    "read_links",
    "read_requests",
    "record_by_hand",
]


class Request(NamedTuple):
    """One work that is asked for."""

    text: str
    identifier: Identifier | None
    """``None`` for a title."""


class Wishes(NamedTuple):
    """What every work that is added gets from the person."""

    tags: tuple[str, ...] = ()
    links: Links = Links()

    def fulfil(self, record: Record) -> Record:
        """*record* with the tags and links, beside its own."""
        return unite(record, record.evolve(tags=self.tags, links=self.links))


def read_lines(text: str) -> list[str]:
    r"""The identifiers and titles in *text*, one a line; ``#`` at the start or after a blank begins a comment.

    >>> read_lines("# to read\n2401.06066  # MoE\n\n'Attention Is All You Need'\nhttps://a.example/x#y\n")
    ['2401.06066', 'Attention Is All You Need', 'https://a.example/x#y']
    """
    lines = (re.sub(r"(?:^|\s)#.*", "", line).strip() for line in text.splitlines())
    return [re.sub(r"""^(["'])(.*)\1$""", r"\2", line) for line in lines if line]


def read_requests(texts: Iterable[str]) -> tuple[list[Request], list[InvalidIdentifier]]:
    """Each work that is asked for once, in order, and what is wrong with every text that asks for none.

    Words that are no identifier are a title, if there are at least two of them.

    >>> requests, invalid = read_requests(["2401.06066", "arXiv:2401.06066v2", "Sparse Experts", "2413.00001"])
    >>> [str(request.identifier or request.text) for request in requests]
    ['arxiv:2401.06066', 'Sparse Experts']
    >>> [str(error) for error in invalid]
    ["an arXiv ID begins with year and month, and there is no month 13: '2413.00001'"]
    """
    requests: dict[object, Request] = {}
    invalid: dict[str, InvalidIdentifier] = {}
    for text in texts:
        try:
            identifier = parse_identifier(text)
            requests.setdefault(identifier.canonical, Request(text, identifier))
        except InvalidIdentifier as error:
            if _is_title(text):
                requests.setdefault(fold(text.strip()), Request(text.strip(), None))
            else:
                invalid.setdefault(text, error)
    return list(requests.values()), list(invalid.values())


def _is_title(text: str) -> bool:
    """Whether it has two words with letters, and does not begin as an identifier does ("arxiv: 2413.00001")."""
    words = [word for word in text.split() if re.search(r"[^\W\d_]", word)]
    return len(words) > 1 and not re.match(rf"(?:{'|'.join(Scheme)})\s*:|https?:", text.strip(), re.I)


def find_listed(library: Library, request: Request) -> Record | None:
    """The work of *library* that is asked for; an ISBN or ISSN alone names a volume, not the work."""
    if request.identifier is None:
        return library.titled(request.text)
    return library.find(request.identifier) if request.identifier.is_of_one_work else None


def read_links(texts: Iterable[str]) -> Links:
    """Links from texts like "code=https://...".

    Raises:
        InputError: If a text has another form, or the link is of no kind that there is.
    """
    links: dict[str, tuple[str, ...]] = {}
    for text in texts:
        kind, _, url = text.partition("=")
        if kind not in Links.model_fields or not url:
            raise InputError(f"not KIND=URL with a kind of {', '.join(Links.model_fields)}: {text!r}")
        links[kind] = tuple(dict.fromkeys((*links.get(kind, ()), url)))
    try:
        return Links.model_validate(links)
    except ValueError:
        wrong = ", ".join(repr(text) for text in texts)
        raise InputError(f"not an http(s) link: {wrong}") from None


_ARXIV_MONTH = re.compile(r"(?:[a-z-]+/)?(\d\d)\d\d")
_BY_HAND: dict[Scheme, dict[str, Any]] = {
    Scheme.ARXIV: ARXIV_PREPRINT,
    Scheme.ISBN: {"type": "book"},
}
"""What an identifier says by itself; the others only name a document."""


def record_by_hand(request: Request, *, title: str = "", author: Sequence[str] = ()) -> Record:
    """A record of what *request* and the person say, without a key; nothing else is known.

    Raises:
        InputError: If a name is none.
    """
    known = _BY_HAND.get(request.identifier.scheme, {}) if request.identifier else {}
    identifiers = [request.identifier] if request.identifier else []
    named = title or ("" if request.identifier else request.text)
    own = {"title": named, "author": [parse_name(one) for one in author], "identifiers": identifiers}
    return Record.model_validate({"id": NEW, "type": "document"} | known | own)


def key_for(record: Record, taken: Collection[str]) -> str:
    """A key that is none of *taken* (in lower case); a work without a title is called by its identifier.

    >>> request = Request("2401.06066", parse_identifier("2401.06066"))
    >>> key_for(record_by_hand(request), set())
    'arxiv-2401.06066'
    >>> key_for(record_by_hand(request, title="Sparse Experts", author=["Dune, Ida"]), set())
    'dune2024sparse'
    """
    if record.title or not record.identifiers:
        return make_key(record if record.issued else record.evolve(issued=_year_told(record)), taken)
    identifier = record.identifiers[0]
    value = re.sub(r"^https?://(?:www\.)?", "", identifier.value)
    return free_key(f"{identifier.scheme}-{re.sub(r'[^A-Za-z0-9_+.-]+', '-', value)}"[:190].strip("-."), taken)


def _year_told(record: Record) -> str | None:
    """The year in which arXiv gave out the ID. Good for a key, but the work may be some days older."""
    identifier = record.identifier(Scheme.ARXIV)
    found = _ARXIV_MONTH.match(identifier.value) if identifier else None
    return f"{'19' if found[1] > '90' else '20'}{found[1]}" if found else None
