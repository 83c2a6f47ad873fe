"""Open Library (https://openlibrary.org/dev/docs/api/books): books by ISBN or title, catalogued by everyone.

Its list of authors says nothing of what they did: the editors of a volume are among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from moebib.errors import UnexpectedAnswer
from moebib.normalise.fields import answer_of, identifiers, make_record, published, text, with_subtitle
from moebib.normalise.names import all_names, display_name, names_in
from moebib.records.answer import Absent, Answer, Found, Unavailable
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.records.written_date import read_written_date
from moebib.sources import AbsentResponse, Rank, Source, is_absent
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_json

_NAME = "open-library"
# A book that exists, requested after all others: an answer without it proves nothing.
_CONTROL = "9780140328721"
_ABSENT = (AbsentResponse(200, ("application/json",), rf'\{{.*"ISBN:{_CONTROL}"\s*:\s*\{{.*\}}'),)


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request for all."""
    keys = ",".join(f"ISBN:{number}" for number in _requested(identifiers))
    params = {"bibkeys": keys, "format": "json", "jscmd": "data"}
    return [http.get("https://openlibrary.org/api/books", params=params)]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """Unknown books are missing from the answer."""
    (response,) = responses
    books = read_json(response)
    if not isinstance(books, dict):
        raise UnexpectedAnswer("openlibrary.org returned no books", url=response.url)
    is_expected = books.keys() <= {f"ISBN:{number}" for number in _requested(identifiers)}
    is_complete = is_expected and None not in books.values() and is_absent(response, _ABSENT)
    why = "Open Library returned an empty or incomplete list of books"
    missing = Absent(_NAME) if is_complete else Unavailable(_NAME, why)
    return {identifier: _answer(books, identifier, response) or missing for identifier in identifiers}


def search(http: Http, title: str) -> Sequence[Response]:
    """By title (https://openlibrary.org/dev/docs/api/search)."""
    fields = "key,title,subtitle,author_name,first_publish_year"
    return [http.get("https://openlibrary.org/search.json", params={"title": title, "fields": fields, "limit": "5"})]


def candidates(responses: Sequence[Response]) -> Sequence[Found]:
    """Works, not editions: the year is that of the first one."""
    (response,) = responses
    page = read_json(response)
    books = page.get("docs") if isinstance(page, dict) else None
    if not isinstance(books, list):
        raise UnexpectedAnswer("openlibrary.org returned no list of books", url=response.url)
    records = (_work(book) for book in books if isinstance(book, dict))
    return [Found(record, _NAME, response.fetched) for record in records if record]


def _work(book: Mapping[str, Any]) -> Record | None:
    key = text(book.get("key")).rpartition("/")[2]
    named = book.get("author_name")
    author = all_names(map(display_name, named)) if isinstance(named, list) and all(map(text, named)) else None
    if not author or not key:
        return None
    return make_record(
        type="book",
        title=with_subtitle(text(book.get("title")), text(book.get("subtitle"))),
        author=author,
        issued=published(book.get("first_publish_year")),
        url=f"https://openlibrary.org/works/{quote(key)}",
    )


def _requested(identifiers: Sequence[Identifier]) -> Sequence[str]:
    return tuple(dict.fromkeys([*(identifier.value for identifier in identifiers), _CONTROL]))


def _answer(books: Mapping[str, Any], identifier: Identifier, response: Response) -> Answer | None:
    """The answer about a book; ``None`` if it is missing."""
    book = books.get(f"ISBN:{identifier.value}")
    if book is None:
        return None
    return answer_of(_NAME, identifier, _record(book) if isinstance(book, dict) else None, response.fetched)


def _record(book: Mapping[str, Any]) -> Record | None:
    author = names_in(book.get("authors", []))
    if author is None:
        return None
    return make_record(
        type="book",
        title=with_subtitle(text(book.get("title")), text(book.get("subtitle"))),
        author=author,
        # "c1999" is the year of the copyright.
        issued=read_written_date(re.sub(r"^[c©]\s?(?=\d{4}$)", "", text(book.get("publish_date")))),
        publisher=next(_named(book, "publishers"), ""),
        publisher_place=next(_named(book, "publish_places"), ""),
        identifiers=identifiers(*_isbns(book)),
    )


def _named(book: Mapping[str, Any], field: str) -> Iterator[str]:
    listed = book.get(field)
    yield from (
        text(item.get("name")) for item in (listed if isinstance(listed, list) else ()) if isinstance(item, dict)
    )


def _isbns(book: Mapping[str, Any]) -> Iterator[str]:
    numbers = book.get("identifiers")
    for kind in ("isbn_13", "isbn_10"):
        listed = numbers.get(kind) if isinstance(numbers, dict) else None
        yield from (f"isbn:{text(number)}" for number in (listed if isinstance(listed, list) else ()))


SOURCE = Source(
    schemes=frozenset({Scheme.ISBN}),
    batch=50,
    load=load,
    parse=parse,
    absent=_ABSENT,
    search=search,
    candidates=candidates,
    searched_for=frozenset({"book", "classic", "collection"}),
    leads_to=frozenset(),
    # It asks for a contact in the User-Agent, and documents no rate of this API.
    limits=(Limit("openlibrary.org", with_mailto=True), Limit("openlibrary.org")),
    rank=Rank(venue=95, title=95, author=95, abstract=95),
    types=frozenset({"book"}),
    example="isbn:9781939133311",
)
