"""DBLP (https://dblp.org): computer science, with names and venues as its editors keep them.

A record is requested as .bib, which has the proceedings' full title, series, publisher and editors; the .xml has them
in a record of their own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from moebib.errors import UnexpectedAnswer
from moebib.records.answer import Absent, Answer, Found, Unavailable
from moebib.records.fields import Type
from moebib.records.identifier import Identifier, Scheme
from moebib.records.publication import ARXIV_PREPRINT, Status
from moebib.records.record import Record
from moebib.sources import AbsentResponse, Rank, Source, is_absent
from moebib.sources._bibtex import BIB_TYPES, single_record
from moebib.sources._fields import all_names, answer_of, display_name, identifiers, make_record, part, published, text
from moebib.text import grammar
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_json, read_text

_NAME = "dblp"
# The page is not documented; the titles of all pages of dblp begin with its name.
_ABSENT = (AbsentResponse(404, ("text/html", "application/xhtml+xml"), r".*<title>\s*dblp\b.*"),)
_CORR = "CoRR"
# "Third Conference on Invented Things, CIT 2024, Some Town, Some Country, May 7-11, 2024"
_PROCEEDINGS = re.compile(r"(?P<title>.+?), (?P<short>(?=[^ ]*[A-Z][^ ]*[A-Z])[^ ,]+) (?:19|20)\d\d(?:,.*)?", re.S)
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


def candidates(responses: Sequence[Response]) -> Sequence[Found]:
    """The hits of a search; without any, the key "hit" is missing."""
    return [
        Found(record, _NAME, response.fetched)
        for response in responses
        for info in _infos(response)
        if (record := _from_info(info))
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
    if key != _key(identifier):
        return Unavailable(_NAME, f"dblp returned another record for {identifier}: {key}")
    return answer_of(_NAME, identifier, _from_bib(record, key), response.fetched)


def _infos(response: Response) -> Sequence[Mapping[str, Any]]:
    data = read_json(response)
    try:
        hits = data["result"]["hits"]
        items = hits.get("hit", [] if text(hits["@total"]) == "0" else None)
        return [hit["info"] for hit in items if isinstance(hit["info"], dict)]
    except (KeyError, TypeError, AttributeError) as error:
        raise UnexpectedAnswer("dblp.org returned a search result in an unknown format", url=response.url) from error


def _from_bib(record: Record, key: str) -> Record | None:
    """The record of an entry, without DBLP's own fields (``timestamp``, ``biburl``); CoRR becomes a preprint."""
    author = all_names(display_name(name.display()) for name in record.author)
    if author is None:
        return None
    links = () if record.url is None else (record.url,)
    changes: dict[str, Any] = {
        "title": _unprotected(record.title),
        "author": author,
        "editor": record.editor.with_names(all_names(display_name(name.display()) for name in record.editor) or ()),
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


def _from_info(info: Mapping[str, Any]) -> Record | None:
    """The record of a hit; ``None`` without a title or identifier, or with an invalid name."""
    author, identifiers_of_work = all_names(map(display_name, _names(info))), _identifiers(info)
    if author is None or not identifiers_of_work:
        return None
    return make_record(
        **_version(info),
        title=_unescaped(info.get("title")),
        author=author,
        issued=published(info.get("year")),
        volume="" if _is_corr(info) else text(info.get("volume")),
        issue=text(info.get("number")),
        page=text(info.get("pages")),
        identifiers=identifiers_of_work,
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
    urls = links if isinstance(links, list) else [links]
    return identifiers(f"dblp:{text(info.get('key'))}", f"doi:{text(info.get('doi'))}", *urls)


def _names(info: Mapping[str, Any]) -> Iterator[str]:
    """The authors: a list, or a single one; each is an object with ``text``, or the text itself."""
    authors = part(info, "authors").get("author", [])
    for author in authors if isinstance(authors, list) else [authors]:
        # Namesakes are numbered: "Jan Berg 0002".
        yield re.sub(r"\s+\d{4}$", "", _unescaped(author.get("text") if isinstance(author, dict) else author))


def _is_corr(info: Mapping[str, Any]) -> bool:
    return _venue(info) == _CORR


def _venue(info: Mapping[str, Any]) -> str:
    venue = info.get("venue")
    return _unescaped(venue[0] if isinstance(venue, list) and venue else venue)


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
    candidates=candidates,
    takes=takes,
    last_resort=frozenset({Scheme.ARXIV}),  # a copy of arXiv's record, without its publication
    limits=(Limit("dblp.org"),),
    rank=Rank(venue=30, title=40, author=70, abstract=100, identity=60),
    types=frozenset({*_KINDS.values(), "article", "document", "thesis"}),
    example="dblp:conf/cit/BergZ24",
)
