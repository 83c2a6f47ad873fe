"""DBLP (https://dblp.org): computer science, with names and venues as its editors keep them.

A record is asked for as .bib: unlike the .xml it gives the proceedings' full title,
series, publisher and editors, which there stand in a record of their own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from moebib.errors import UnexpectedAnswer
from moebib.records.answer import Absent, Answer, Unavailable
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import ARXIV_PREPRINT, Record, Status, Type
from moebib.sources import Rank, Source
from moebib.sources._bibtex import BIB_TYPES, one_entry
from moebib.sources._fields import answer_of, displayed, identifiers, make_record, published, text, whole
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, check, read_json, read_text

_NAME = "dblp"
_CORR = "CoRR"
# "Third Conference on Invented Things, CIT 2024, Some Town, Some Country, May 7-11, 2024"
_PROCEEDINGS = re.compile(r"(?P<title>.+?), (?P<short>(?=[^ ]*[A-Z][^ ]*[A-Z])[^ ,]+) (?:19|20)\d\d(?:,.*)?", re.S)
_KINDS: Mapping[str, Type] = {
    "Conference and Workshop Papers": "paper-conference",
    "Journal Articles": "article-journal",
    "Parts in Books or Collections": "chapter",
    "Books and Theses": "book",
    "Editorship": "book",
    "Reference Works": "entry",
    "Data and Artifacts": "dataset",
}


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
        raise UnexpectedAnswer("dblp.org returned invalid or truncated BibTeX", url=response.url)
    key = record.id.removeprefix("DBLP:")
    if key != _key(identifier):
        return Unavailable(_NAME, f"dblp returned another record for {identifier}: {key}")
    return answer_of(_NAME, identifier, from_bib(record, key), response.fetched)


def _infos(response: Response) -> Sequence[Mapping[str, Any]]:
    answer = read_json(response)
    try:
        hits = answer["result"]["hits"]
        found = hits.get("hit", [] if text(hits["@total"]) == "0" else None)
        return [hit["info"] for hit in found if isinstance(hit["info"], dict)]
    except (KeyError, TypeError, AttributeError) as error:
        raise UnexpectedAnswer("dblp.org returned a search result in an unknown format", url=response.url) from error


def from_bib(record: Record, key: str) -> Record | None:
    """The entry without what DBLP says of itself (``timestamp``, ``biburl``), a preprint as such."""
    author = whole(displayed(name.display()) for name in record.author)
    if author is None:
        return None
    links = () if record.url is None else (record.url,)
    changes: dict[str, Any] = {
        "title": _unprotected(record.title),
        "author": author,
        "editor": whole(displayed(name.display()) for name in record.editor) or (),
        "identifiers": tuple(dict.fromkeys((*record.identifiers, *identifiers(f"dblp:{key}", *links)))),
        "extra": {},
        "url": None,
    }
    if record.container_title == _CORR:
        changes |= ARXIV_PREPRINT | {"volume": ""}
    if parts := _PROCEEDINGS.fullmatch(record.container_title):
        changes |= {"container_title": parts["title"], "container_title_short": parts["short"]}
    if re.fullmatch(r"withdrawn\.?", record.note, re.I):
        changes |= {"note": "", "status": Status(kind="withdrawn", source="dblp")}
    changed = record.evolve(**changes)
    return make_record(**{name: value for name, value in changed if name != "id"})


def _unprotected(title: str) -> str:
    """Without the braces that DBLP's software puts around every capital; a formula keeps its own."""
    return title if "$" in title else title.replace("{", "").replace("}", "")


def from_info(info: Mapping[str, Any]) -> Record | None:
    """What a hit tells; ``None`` if it has no title, no identifier, or names that cannot be read."""
    author, told = whole(map(displayed, _names(info))), _identifiers(info)
    if author is None or not told:
        return None
    return make_record(
        **_version(info),
        title=_unescaped(info.get("title")),
        author=author,
        issued=published(info.get("year")),
        volume="" if _is_corr(info) else text(info.get("volume")),
        issue=text(info.get("number")),
        page=text(info.get("pages")),
        identifiers=told,
    )


def _version(info: Mapping[str, Any]) -> Mapping[str, str]:
    if _is_corr(info):
        return ARXIV_PREPRINT
    kind = (
        "thesis"
        if text(info.get("key")).startswith(("phd/", "ms/"))
        else _KINDS.get(text(info.get("type")), "document")
    )
    return {"type": kind, "container_title_short" if kind == "paper-conference" else "container_title": _venue(info)}


def _identifiers(info: Mapping[str, Any]) -> tuple[Identifier, ...]:
    links = info.get("ee")
    addresses = links if isinstance(links, list) else [links]
    return identifiers(f"dblp:{text(info.get('key'))}", f"doi:{text(info.get('doi'))}", *addresses)


def _names(info: Mapping[str, Any]) -> Iterator[str]:
    """Authors are a list, or one alone; each is an object with ``text``, or the text itself."""
    authors = info.get("authors")
    found = authors.get("author", []) if isinstance(authors, dict) else []
    for one in found if isinstance(found, list) else [found]:
        # Namesakes are numbered: "Jan Berg 0002".
        yield re.sub(r"\s+\d{4}$", "", _unescaped(one.get("text") if isinstance(one, dict) else one))


def _is_corr(info: Mapping[str, Any]) -> bool:
    return _venue(info) == _CORR


def _venue(info: Mapping[str, Any]) -> str:
    venue = info.get("venue")
    return _unescaped(venue[0] if isinstance(venue, list) and venue else venue)


def _unescaped(value: object) -> str:
    """Texts in DBLP's JSON are escaped as for HTML ("&apos;")."""
    return html.unescape(text(value))


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
    types=frozenset({*_KINDS.values(), "article", "document", "thesis"}),
    example="dblp:conf/cit/BergZ24",
)
