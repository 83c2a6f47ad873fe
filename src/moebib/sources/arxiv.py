"""arXiv (https://info.arxiv.org/help/api/user-manual.html): preprints, with the day of their first version.

Feeds are read here and not by the package ``arxiv``: see docs/decisions/0004-arxiv-package.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from moebib.errors import UnexpectedAnswer
from moebib.records.answer import Absent, Answer, Found, Unavailable
from moebib.records.identifier import Identifier, Scheme
from moebib.records.publication import ARXIV_PREPRINT, Status
from moebib.records.record import Record
from moebib.sources import AbsentResponse, Rank, Source, is_absent
from moebib.sources._fields import all_names, answer_of, display_name, identifiers, make_record, published
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_xml

_NAME = "arxiv"
_API = "https://export.arxiv.org/api/query"
# A paper that exists. Sometimes arXiv returns an empty feed for papers that it has
# (https://github.com/lukasschwab/arxiv.py/issues/43); if this one is missing too, the feed proves nothing.
_CONTROL = "1706.03762"
_ABSENT = (AbsentResponse(200, ("application/atom+xml",), r".*<id>\s*https?://arxiv\.org/abs/.*"),)
_IS_WITHDRAWN = (
    r"(?:article|manuscript|note|paper|preprint|submission|this|version|work)\s+(?:(?:(?:has|have)\s+been|is|was|being)\s+)?"
    r"(?:\w+ly\s+)?withdrawn\b(?!\s+from\s+(?!arxiv))"
)
_IN_COMMENT = re.compile(rf"^\W*withdrawn\b(?!\s+from\b)|\b{_IS_WITHDRAWN}", re.I)
_IN_ABSTRACT = re.compile(rf"^\W*(?:withdrawn\W*$|(?:(?:the|this)\s+)?{_IS_WITHDRAWN})", re.I)
_NAMESPACES = {
    "": "http://www.w3.org/2005/Atom",
    "arxiv": "http://arxiv.org/schemas/atom",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
}


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request for all. Without ``max_results`` the feed would end after ten papers."""
    ids = dict.fromkeys([*map(_spelled, identifiers), _CONTROL])
    return [http.get(_API, params={"id_list": ",".join(ids), "max_results": str(len(ids))})]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """Unknown papers are missing from the feed, which has the others in any order."""
    (response,) = responses
    feed = _read_feed(response)
    entries = {identifier: entry for entry in feed.entries if (identifier := _identifier(entry))}
    is_expected = entries.keys() <= {*identifiers, Identifier(Scheme.ARXIV, _CONTROL)}
    is_complete = is_expected and feed.total == len(feed.entries) == len(entries) and is_absent(response, _ABSENT)
    missing: Answer = Absent(_NAME) if is_complete else Unavailable(_NAME, "arxiv returned an empty or incomplete feed")
    answers: dict[Identifier, Answer] = dict.fromkeys(identifiers, missing)
    for identifier in answers.keys() & entries.keys():
        answers[identifier] = answer_of(_NAME, identifier, _record(identifier, entries[identifier]), response.fetched)
    return answers


def search(http: Http, title: str) -> Sequence[Response]:
    """By the words of the title in their order; other characters have a meaning in queries."""
    words = " ".join(re.findall(r"\w+", title))
    return [http.get(_API, params={"search_query": f'ti:"{words}"', "max_results": "5"})]


def candidates(responses: Sequence[Response]) -> Sequence[Found]:
    """The papers of a page of results, in order."""
    (response,) = responses
    pairs = ((_identifier(entry), entry) for entry in _read_feed(response).entries)
    records = (_record(identifier, entry) for identifier, entry in pairs if identifier)
    return [Found(record, _NAME, response.fetched) for record in records if record]


def _spelled(identifier: Identifier) -> str:
    return f"{identifier.value}v{identifier.version}" if identifier.version else identifier.value


def _identifier(entry: Element) -> Identifier | None:
    match = re.fullmatch(r"https?://arxiv\.org/abs/(\S+)", _text_at(entry, "id"))
    return next(iter(identifiers(f"arxiv:{match[1]}")), None) if match else None


def _record(identifier: Identifier, entry: Element) -> Record | None:
    author = all_names(map(display_name, _texts_at(entry, "author/name")))
    issued = published(_text_at(entry, "published"))
    if not author or not issued:
        return None
    subject = _attribute_at(entry, "arxiv:primary_category", "term")
    return make_record(
        **ARXIV_PREPRINT,
        title=_text_at(entry, "title"),
        author=author,
        issued=issued,
        # Authors of a paper in several parts give several DOIs, separated by spaces.
        identifiers=(identifier, *identifiers(*(f"doi:{doi}" for doi in _text_at(entry, "arxiv:doi").split()))),
        abstract=_text_at(entry, "summary"),
        status=_status(identifier, entry),
        extra={"primaryclass": subject} if subject else {},
    )


def _status(identifier: Identifier, entry: Element) -> Status | None:
    """Withdrawn if a comment says so, or a note in place of the abstract: there is no flag."""
    if not _IN_COMMENT.search(_text_at(entry, "arxiv:comment")) and not _IN_ABSTRACT.search(_text_at(entry, "summary")):
        return None
    return Status(kind="withdrawn", date=published(_text_at(entry, "updated")), source=identifier.url or _NAME)


class _Feed(NamedTuple):
    """The feed that arXiv returned."""

    total: int
    """How many entries match the query; more than ``entries`` if they are one page of many."""
    entries: Sequence[Element]


def _read_feed(response: Response) -> _Feed:
    """The feed, after checking that it is complete and not an error in the form of a feed.

    arXiv reports an error as an entry, with status 400 since 2026 and with 200 before.

    Raises:
        SourceUnavailable, UnexpectedAnswer: As :func:`moebib.web.response.read_xml`, and for an error.
    """
    root = read_xml(response, allowed=(200, 400))
    total = _text_at(root, "opensearch:totalResults")
    if root.tag != f"{{{_NAMESPACES['']}}}feed" or not re.fullmatch(r"[0-9]{1,9}", total):
        raise UnexpectedAnswer("export.arxiv.org returned XML that is not its Atom feed", url=response.url)
    entries = root.findall("entry", _NAMESPACES)
    errors = [_text_at(entry, "summary") for entry in entries if "/api/errors" in _text_at(entry, "id")]
    if errors or response.status != 200:
        reason = "; ".join(errors) or f"status {response.status}"
        raise UnexpectedAnswer(f"export.arxiv.org rejected the request: {reason}", url=response.url)
    return _Feed(int(total), entries)


def _text_at(element: Element, path: str) -> str:
    """The text at *path* ("arxiv:comment"), or ""."""
    return (element.findtext(path, "", _NAMESPACES) or "").strip()


def _texts_at(element: Element, path: str) -> list[str]:
    """The text of each element at *path* ("author/name"), which may be empty."""
    return [(child.text or "").strip() for child in element.findall(path, _NAMESPACES)]


def _attribute_at(element: Element, path: str, name: str) -> str:
    """The attribute *name* of the element at *path*, or ""."""
    child = element.find(path, _NAMESPACES)
    return "" if child is None else child.get(name, "").strip()


SOURCE = Source(
    schemes=frozenset({Scheme.ARXIV}),
    batch=100,
    load=load,
    parse=parse,
    absent=_ABSENT,
    search=search,
    candidates=candidates,
    # Over all its interfaces together: https://info.arxiv.org/help/api/tou.html
    # It refuses some clients that name no contact.
    limits=(Limit(".arxiv.org", ((1, 3),), with_mailto=True), Limit(".arxiv.org", ((1, 3),))),
    rank=Rank(venue=100, title=80, author=90, abstract=10, identity=10),
    types=frozenset({"article"}),
    example="arxiv:2402.01234",
)
