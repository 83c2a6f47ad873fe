"""DBLP (https://dblp.org): computer science, with names and venues as its editors keep them.

A record is requested as .bib, which has the proceedings' full title, series, publisher and editors; the .xml has them
in a record of their own. Each record is about one publication, which its key names: a preprint and the paper in the
proceedings have two keys.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from moebib.errors import UnexpectedAnswer
from moebib.normalise.fields import answer_of, identifiers, is_abbreviated, link, make_record, part, published, text
from moebib.normalise.names import all_names, display_name
from moebib.records.answer import Absent, Answer, Found, Related, Unavailable
from moebib.records.archives import archive_of, archive_of_identifier
from moebib.records.fields import Type
from moebib.records.identifier import Identifier, Scheme
from moebib.records.publication import Status
from moebib.records.record import Record
from moebib.sources import AbsentResponse, Rank, Source, is_absent
from moebib.sources._bibtex import BIB_TYPES, single_record
from moebib.sources.dblp._venues import names_of_proceedings, short_name
from moebib.text import grammar
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_json, read_text

_NAME = "dblp"
# The page is not documented; the titles of all pages of dblp begin with its name.
_ABSENT = (AbsentResponse(404, ("text/html", "application/xhtml+xml"), r".*<title>\s*dblp\b.*"),)
_MOST_PEOPLE = 8
"""How many authors a query names; DBLP has only works with all of them."""
_NUMBERED = re.compile(r"\\unicode\{([0-9]{3,7})\}")
_ESCAPED_FORMULA = re.compile(r"\{\\textdollar\}(.+?)\{\\textdollar\}", re.S)
_KINDS: Mapping[str, Type] = {
    "Conference and Workshop Papers": "paper-conference",
    "Journal Articles": "article-journal",
    "Parts in Books or Collections": "chapter",
    "Books and Theses": "book",
    "Editorship": "book",
    "Reference Works": "entry",
    "Data and Artifacts": "dataset",
}
# What a hit has as the venue: the university of a thesis, the conference of proceedings.
_VENUES: Mapping[Type, str] = {
    "book": "event_title",
    "dataset": "publisher",
    "paper-conference": "container_title_short",
    "thesis": "publisher",
}
# What keys of these kinds name, whatever else the record says.
_KINDS_OF_KEYS: Mapping[str, Type] = {"data": "dataset", "ms": "thesis", "phd": "thesis", "tr": "report"}


def takes(identifier: Identifier) -> bool:
    """Since September 2017 the key of a preprint contains its arXiv ID; many earlier keys are made of names."""
    return identifier.scheme is Scheme.DBLP or bool(re.match(r"17(?:09|1)|(?:1[89]|[2-9])\d", identifier.value))


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request per record."""
    urls = [f"https://dblp.org/rec/{quote(_key(identifier))}.bib" for identifier in identifiers]
    return [http.get(url, params={"param": "1"}) for url in urls]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """The response for an unknown key is dblp's own page for 404."""
    pairs = zip(identifiers, responses, strict=True)
    return {identifier: _answer(response, identifier) for identifier, response in pairs}


def search(http: Http, title: str) -> Sequence[Response]:
    """By all words of the title; other characters have a meaning in queries (https://dblp.org/faq/13501473)."""
    words = " ".join(re.findall(r"\w+", title))
    params = {"q": words, "format": "json", "h": "10", "c": "0"}
    return [http.get("https://dblp.org/search/publ/api", params=params)]


def search_people(http: Http, record: Record) -> Sequence[Response]:
    """By all family names; the words of a title need not be the same."""
    words = (word for name in record.author[:_MOST_PEOPLE] for word in re.findall(r"\w+", name.family or name.literal))
    params = {"q": " ".join(dict.fromkeys(words)), "format": "json", "h": "30", "c": "0"}
    return [http.get("https://dblp.org/search/publ/api", params=params)]


def candidates(responses: Sequence[Response]) -> Sequence[Found]:
    """The hits of a search; without any, the key "hit" is missing."""
    return [
        Found(record, _NAME, response.fetched, related)
        for response in responses
        for info in _infos(response)
        for record, related in _from_info(info)
    ]


def _key(identifier: Identifier) -> str:
    if identifier.scheme is Scheme.ARXIV:
        return f"journals/corr/abs-{identifier.value.replace('.', '-')}"
    return identifier.value


def _answer(response: Response, identifier: Identifier) -> Answer:
    if is_absent(response, _ABSENT):
        return Absent(_NAME)
    record = single_record(_with_formulas(read_text(response, types=BIB_TYPES)))
    if record is None:
        raise UnexpectedAnswer("dblp.org returned invalid or truncated BibTeX", url=response.url)
    key = record.id.removeprefix("DBLP:")
    if key != _key(identifier) and not _is_merged(identifier, key, response):
        return Unavailable(_NAME, f"dblp returned another record for {identifier}: {key}")
    changed, related = _from_bib(record, key)
    if changed and key != _key(identifier):
        changed = changed.evolve(identifiers=(*changed.identifiers, identifier))
    return answer_of(_NAME, identifier, changed, response.fetched, related)


def _is_merged(identifier: Identifier, key: str, response: Response) -> bool:
    """Whether DBLP redirected from the key of a record to that of the record it was merged into."""
    return identifier.scheme is Scheme.DBLP and f"/rec/{quote(key)}.bib" in response.url


def _infos(response: Response) -> Sequence[Mapping[str, Any]]:
    data = read_json(response)
    try:
        hits = data["result"]["hits"]
        items = hits.get("hit", [] if text(hits["@total"]) == "0" else None)
        return [hit["info"] for hit in items if isinstance(hit["info"], dict)]
    except (KeyError, TypeError, AttributeError) as error:
        raise UnexpectedAnswer("dblp.org returned a search result in an unknown format", url=response.url) from error


def _from_bib(record: Record, key: str) -> tuple[Record | None, tuple[Related, ...]]:
    """The record of an entry, without DBLP's own fields (``timestamp``, ``biburl``), and the related publications."""
    author = all_names(display_name(name.display()) for name in record.author)
    if author is None:
        return None, ()
    own, related = _publications(key, record.container_title, (*record.identifiers, *identifiers(record.url)))
    has_page = any(identifier.is_of_one_work and identifier.scheme is not Scheme.DBLP for identifier in own)
    changes: dict[str, Any] = {
        "title": _unprotected(record.title),
        "author": author,
        "editor": record.editor.with_names(all_names(display_name(name.display()) for name in record.editor) or ()),
        "identifiers": own,
        "extra": {},
        "url": None if has_page else record.url,
        **_place(key, record.type, record.container_title, record.volume),
    }
    if re.fullmatch(r"withdrawn\.?", record.note, re.I):
        changes |= {"note": "", "status": Status(kind="withdrawn", source="dblp")}
    changed = record.evolve(**changes)
    return make_record(**{name: value for name, value in changed if name != "id"}), related


def _publications(
    key: str, venue: str, others: Iterable[Identifier]
) -> tuple[tuple[Identifier, ...], tuple[Related, ...]]:
    """The identifiers of the publication with *key*, and those of its preprint or of the publication of a preprint."""
    archive = archive_of(venue)
    own: dict[Identifier, None] = {}
    related: list[Related] = []
    for identifier in others:
        if identifier.scheme is Scheme.HAL:
            related.append(Related("same-work", identifier))
        elif archive_of_identifier(identifier) == archive or not identifier.is_of_one_work:
            own[identifier] = None
        else:
            related.append(Related("published-as" if archive else "preprint", identifier))
    return (*own, *identifiers(f"dblp:{key}")), tuple(related)


def _place(key: str, type_: Type, container: str, volume: str) -> dict[str, Any]:
    """The type, and the venue in full or abbreviated, as far as the key or the form of the name says more."""
    if archive := archive_of(container):
        return {"type": "article", "genre": "preprint", "container_title": archive.name, "volume": "", "page": ""}
    kind = _KINDS_OF_KEYS.get(key.partition("/")[0], type_)
    if kind == "report":
        return {"type": kind, "container_title": "", "collection_title": container, "volume": "", "number": volume}
    if kind == "paper-conference" and (names := names_of_proceedings(container, key)):
        return {"container_title": names[0], "container_title_short": names[1]}
    if kind == "article-journal" and is_abbreviated(container):
        return {"container_title": "", "container_title_short": container}
    return {"type": kind}


def _with_formulas(bib: str) -> str:
    r"""The text of an entry with the formulas and characters that DBLP has as escaped text and as numbers.

    >>> _with_formulas(r"An {\textdollar}{\textbackslash}ell{\_}\{1\}{\textdollar} Bound, and O(d/{\unicode{1013}})")
    'An $\\ell_{1}$ Bound, and O(d/{ϵ})'
    >>> _with_formulas(r"From {\textdollar}5 to {\textdollar}10")
    'From {\\textdollar}5 to {\\textdollar}10'
    """
    return _ESCAPED_FORMULA.sub(_formula, _NUMBERED.sub(_character, bib))


def _character(number: re.Match[str]) -> str:
    code = int(number[1])
    return chr(code) if 160 <= code < 0xD800 or 0xE000 <= code < 0x110000 else number[0]


def _formula(escaped: re.Match[str]) -> str:
    tex = escaped[1].replace(r"{\textbackslash}", "\\").replace(r"{\_}", "_").replace(r"\{", "{").replace(r"\}", "}")
    # Amounts of money have dollar signs, too.
    return f"${tex}$" if "\\" in tex or not re.search(r"\s", tex) else escaped[0]


def _unprotected(title: str) -> str:
    """The title without the braces that DBLP puts around every capital."""
    parts = (part for part in grammar.parse(title) if part.kind in ("text", "math") or part.value != grammar.CASE)
    return grammar.source(grammar.merged(parts))


def _from_info(info: Mapping[str, Any]) -> Iterator[tuple[Record, tuple[Related, ...]]]:
    """The record of a hit with its related publications; none without a title or key, or with an invalid name."""
    people, key = all_names(map(display_name, _names(info))), text(info.get("key"))
    given = text(info.get("type"))
    venue, volume = _unescaped(_first(info.get("venue"))), text(info.get("volume"))
    own, related = _publications(key, venue, identifiers(f"doi:{text(info.get('doi'))}", *_links(info)))
    if people is None or not identifiers(f"dblp:{key}"):
        return
    kind = _KINDS_OF_KEYS.get(key.partition("/")[0]) or _KINDS.get(given, "document")
    record = make_record(
        **{
            "type": kind,
            "publisher": _unescaped(info.get("publisher")),
            _VENUES.get(kind, "container_title"): short_name(venue) if kind == "paper-conference" else venue,
            "volume": volume,
            "page": text(info.get("pages")),
            **_place(key, kind, venue, volume),
        },
        title=_unescaped(info.get("title")),
        **{"editor" if given == "Editorship" else "author": people},
        issued=published(info.get("year")),
        issue=text(info.get("number")),
        identifiers=own,
        url=next((url for url in _links(info) if link(url)), "") if len(own) == 1 else "",
        status=Status(kind="withdrawn", source="dblp") if given == "Withdrawn Items" else None,
    )
    if record:
        yield record, related


def _links(info: Mapping[str, Any]) -> Sequence[object]:
    """The pages of the publication, the first of which is the publisher's."""
    links = info.get("ee")
    return links if isinstance(links, list) else [links]


def _names(info: Mapping[str, Any]) -> Iterator[str]:
    """The authors: a list, or a single one; each is an object with ``text``, or the text itself."""
    authors = part(info, "authors").get("author", [])
    for author in authors if isinstance(authors, list) else [authors]:
        # Namesakes are numbered: "Jan Berg 0002".
        yield re.sub(r"\s+\d{4}$", "", _unescaped(author.get("text") if isinstance(author, dict) else author))


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _unescaped(value: object) -> str:
    """The text of *value*, which DBLP escapes as for HTML ("&apos;")."""
    return html.unescape(text(value))


SOURCE = Source(
    schemes=frozenset({Scheme.DBLP, Scheme.ARXIV}),
    batch=1,
    load=load,
    parse=parse,
    absent=_ABSENT,
    search=search,
    search_people=search_people,
    candidates=candidates,
    takes=takes,
    last_resort=frozenset({Scheme.ARXIV}),  # a copy of arXiv's record, without its publication
    limits=(Limit("dblp.org"),),
    rank=Rank(venue=30, title=40, author=70, abstract=100, identity=60),
    types=frozenset({*_KINDS.values(), *_KINDS_OF_KEYS.values(), "article", "document"}),
    example="dblp:conf/cit/BergZ24",
)
