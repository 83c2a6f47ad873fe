"""DBLP (https://dblp.org): computer science, with names and venues as its editors keep them.

A record is asked for as .bib: unlike the .xml it gives the proceedings' full title,
series, publisher and editors, which there stand in a record of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from moebib.errors import UnexpectedAnswer
from moebib.records.answer import Absent, Answer, Unavailable
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.sources import Rank, Source
from moebib.sources._bib import BIB_TYPES, one_entry
from moebib.sources._dblp import from_bib, from_info
from moebib.sources._values import answer_of, text
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, check, read_json, read_text

_NAME = "dblp"


def takes(identifier: Identifier) -> bool:
    """From September 2017 on a preprint's key is made of its arXiv ID; many earlier ones have one made of names."""
    return identifier.scheme is Scheme.DBLP or bool(re.match(r"17(?:09|1)|(?:1[89]|[2-9])\d", identifier.value))


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One record a request."""
    return [http.get(f"https://dblp.org/rec/{quote(_key(one))}.bib", params={"param": "1"}) for one in identifiers]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """An unknown key is answered with 404."""
    return {one: _answer(response, one) for response, one in zip(responses, identifiers, strict=True)}


def search(http: Http, title: str) -> Sequence[Response]:
    """All words must be there; signs have a meaning in a query (https://dblp.org/faq/13501473)."""
    words = " ".join(re.findall(r"\w+", title))
    params = {"q": words, "format": "json", "h": "10", "c": "0"}
    return [http.get("https://dblp.org/search/publ/api", params=params)]


def candidates(responses: Sequence[Response]) -> Sequence[Record]:
    """The hits of a search; where there are none, the key is missing."""
    return [record for response in responses for info in _infos(response) if (record := from_info(info))]


def _key(identifier: Identifier) -> str:
    if identifier.scheme is Scheme.ARXIV:
        return f"journals/corr/abs-{identifier.value.replace('.', '-')}"
    return identifier.value


def _answer(response: Response, identifier: Identifier) -> Answer:
    check(response, allowed=(200, 404))
    if response.status == 404:
        return Absent(_NAME)
    record = one_entry(read_text(response, types=BIB_TYPES))
    if record is None:
        raise UnexpectedAnswer("dblp.org sent .bib that cannot be read, or is cut short", url=response.url)
    key = record.id.removeprefix("DBLP:")
    if key != _key(identifier):
        return Unavailable(_NAME, f"dblp answered {identifier} with another record: {key}")
    return answer_of(_NAME, identifier, from_bib(record, key), response.fetched)


def _infos(response: Response) -> Sequence[Mapping[str, Any]]:
    answer = read_json(response)
    try:
        hits = answer["result"]["hits"]
        found = hits.get("hit", [] if text(hits["@total"]) == "0" else None)
        return [hit["info"] for hit in found if isinstance(hit["info"], dict)]
    except (KeyError, TypeError, AttributeError) as error:
        raise UnexpectedAnswer("dblp.org sent a search result in an unknown form", url=response.url) from error


SOURCE = Source(
    schemes=frozenset({Scheme.DBLP, Scheme.ARXIV}),
    batch=1,
    load=load,
    parse=parse,
    search=search,
    candidates=candidates,
    takes=takes,
    last_resort=frozenset({Scheme.ARXIV}),  # a copy of arXiv's record, without its publication
    limits=(Limit("dblp.org"),),
    rank=Rank(venue=30, title=40, author=70, abstract=100, identity=60),
    example="dblp:conf/cit/BergZ24",
)
