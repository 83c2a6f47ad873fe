"""arXiv (https://info.arxiv.org/help/api/user-manual.html): preprints, with the day of their first version.

Read by us and not by the package ``arxiv``: see docs/decisions/0004-arxiv-package.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from moebib.errors import UnexpectedAnswer
from moebib.records.answer import Absent, Answer, Unavailable
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record, Status
from moebib.sources import Rank, Source
from moebib.sources._fields import answer_of, displayed, identifiers, make_record, published, whole
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_xml

_NAME = "arxiv"
_API = "https://export.arxiv.org/api/query"
# A paper that is there. Now and then arXiv sends an empty feed for papers that it has
# (https://github.com/lukasschwab/arxiv.py/issues/43); where this one is missing too, the feed says nothing.
_CONTROL = "1706.03762"
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
    """One request for all. Without ``max_results`` the answer would end after ten."""
    ids = dict.fromkeys([*map(_spelled, identifiers), _CONTROL])
    return [http.get(_API, params={"id_list": ",".join(ids), "max_results": str(len(ids))})]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """Papers that arXiv does not have are missing from the feed, which has them in any order."""
    (response,) = responses
    feed = read_feed(response)
    entries = {one: entry for entry in feed.entries if (one := _identifier(entry))}
    is_of_question = entries.keys() <= {*identifiers, Identifier(Scheme.ARXIV, _CONTROL)}
    is_whole = is_of_question and feed.total == len(feed.entries) == len(entries) > 0
    missing: Answer = Absent(_NAME) if is_whole else Unavailable(_NAME, "arxiv returned an empty or incomplete feed")
    return {
        one: answer_of(_NAME, one, _record(one, entries[one]), response.fetched) if one in entries else missing
        for one in identifiers
    }


def search(http: Http, title: str) -> Sequence[Response]:
    """By the words of the title, in their order; in a query, other signs have a meaning."""
    words = " ".join(re.findall(r"\w+", title))
    return [http.get(_API, params={"search_query": f'ti:"{words}"', "max_results": "5"})]


def candidates(responses: Sequence[Response]) -> Sequence[Record]:
    """The papers of a page of results, in its order."""
    entries = (entry for response in responses for entry in read_feed(response).entries)
    pairs = ((_identifier(entry), entry) for entry in entries)
    return [record for one, entry in pairs if one and (record := _record(one, entry))]


def _spelled(identifier: Identifier) -> str:
    return f"{identifier.value}v{identifier.version}" if identifier.version else identifier.value


def _identifier(entry: Element) -> Identifier | None:
    address = re.fullmatch(r"https?://arxiv\.org/abs/(\S+)", tell(entry, "id"))
    return next(iter(identifiers(f"arxiv:{address[1]}")), None) if address else None


def _record(identifier: Identifier, entry: Element) -> Record | None:
    author = whole(map(displayed, tell_all(entry, "author/name")))
    issued = published(tell(entry, "published"))
    if not author or not issued:
        return None
    subject = tell_attribute(entry, "arxiv:primary_category", "term")
    return make_record(
        type="article",
        genre="preprint",
        title=tell(entry, "title"),
        author=author,
        issued=issued,
        container_title="arXiv",
        # Of a paper in several parts, authors give several DOIs, with blanks between them.
        identifiers=(identifier, *identifiers(*(f"doi:{one}" for one in tell(entry, "arxiv:doi").split()))),
        abstract=tell(entry, "summary"),
        status=_status(identifier, entry),
        extra={"primaryclass": subject} if subject else {},
    )


def _status(identifier: Identifier, entry: Element) -> Status | None:
    """Withdrawn, where a comment says so, or an abstract that was replaced by a note: there is no flag."""
    if not _IN_COMMENT.search(tell(entry, "arxiv:comment")) and not _IN_ABSTRACT.search(tell(entry, "summary")):
        return None
    return Status(kind="withdrawn", date=published(tell(entry, "updated")), source=identifier.url or _NAME)


class Feed(NamedTuple):
    """What arXiv answered."""

    total: int
    """How many entries there are to what was asked; more than ``entries``, where they are one page of many."""
    entries: Sequence[Element]


def read_feed(response: Response) -> Feed:
    """The feed, once it is sure that it is one, whole, and not an error in the form of a feed.

    arXiv tells an error as an entry, with status 400 since 2026 and with 200 before.

    Raises:
        SourceUnavailable, UnexpectedAnswer: As :func:`moebib.sources._reading.read_xml`, and for an error.
    """
    root = read_xml(response, allowed=(200, 400))
    total = tell(root, "opensearch:totalResults")
    if root.tag != f"{{{_NAMESPACES['']}}}feed" or not re.fullmatch(r"[0-9]{1,9}", total):
        raise UnexpectedAnswer("export.arxiv.org returned XML that is not its Atom feed", url=response.url)
    entries = root.findall("entry", _NAMESPACES)
    errors = [tell(entry, "summary") for entry in entries if "/api/errors" in tell(entry, "id")]
    if errors or response.status != 200:
        reason = "; ".join(errors) or f"status {response.status}"
        raise UnexpectedAnswer(f"export.arxiv.org rejected the request: {reason}", url=response.url)
    return Feed(int(total), entries)


def tell(element: Element, path: str) -> str:
    """The text at *path*, or none ("arxiv:comment", "author/name")."""
    return (element.findtext(path, "", _NAMESPACES) or "").strip()


def tell_all(element: Element, path: str) -> list[str]:
    """The text of each element at *path*, also where it is empty."""
    return [(one.text or "").strip() for one in element.findall(path, _NAMESPACES)]


def tell_attribute(element: Element, path: str, name: str) -> str:
    """The attribute *name* of the element at *path*, or none."""
    found = element.find(path, _NAMESPACES)
    return "" if found is None else found.get(name, "").strip()


SOURCE = Source(
    schemes=frozenset({Scheme.ARXIV}),
    batch=100,
    load=load,
    parse=parse,
    search=search,
    candidates=candidates,
    # Over all its interfaces together: https://info.arxiv.org/help/api/tou.html
    limits=(Limit(".arxiv.org", ((1, 3),)),),
    rank=Rank(venue=100, title=80, author=90, abstract=10, identity=10),
    types=frozenset({"article"}),
    example="arxiv:2402.01234",
)
