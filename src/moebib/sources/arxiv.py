"""arXiv (https://info.arxiv.org/help/api/user-manual.html): preprints, with the day of their first version.

The package ``arxiv`` writes the requests and reads the feeds; ``Web`` makes the requests, and a feed that the package
would read in part is rejected before. See docs/decisions/0023-the-package-arxiv-asks-arxiv.md.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple

from moebib.errors import UnexpectedAnswer
from moebib.normalise.fields import answer_of, identifiers, make_record, published, related_as
from moebib.normalise.names import all_names, display_name
from moebib.records.answer import Absent, Answer, Found, Related, Unavailable
from moebib.records.identifier import Identifier, Scheme
from moebib.records.publication import ARXIV_PREPRINT, Status
from moebib.records.record import Record
from moebib.sources import AbsentResponse, Coverage, Rank, Source, is_absent
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_xml

if TYPE_CHECKING:
    import arxiv

_NAME = "arxiv"
# A paper that exists, requested after all others. Sometimes arXiv returns an empty feed for papers that it has
# (https://github.com/lukasschwab/arxiv.py/issues/43); a feed without this one proves nothing.
_CONTROL = Identifier(Scheme.ARXIV, "1706.03762")
_ABSENT = (
    AbsentResponse(200, ("application/atom+xml",), r".*<id>\s*https?://arxiv\.org/abs/1706\.03762(?:v\d+)?\s*</id>.*"),
)
_IS_WITHDRAWN = (
    r"(?:article|manuscript|note|paper|preprint|submission|this|version|work)\s+(?:(?:(?:has|have)\s+been|is|was|being)\s+)?"
    r"(?:\w+ly\s+)?withdrawn\b(?!\s+from\s+(?!arxiv))"
)
_IN_COMMENT = re.compile(rf"^\W*withdrawn\b(?!\s+from\b)|\b{_IS_WITHDRAWN}", re.I)
_IN_ABSTRACT = re.compile(rf"^\W*(?:withdrawn\W*$|(?:(?:the|this)\s+)?{_IS_WITHDRAWN})", re.I)
_NAMESPACES = {"": "http://www.w3.org/2005/Atom", "opensearch": "http://a9.com/-/spec/opensearch/1.1/"}
_EMPTY_FEED = b"<feed/>"
# The package logs what it skips, and Python prints warnings on stderr if nothing handles them.
logging.getLogger("arxiv").addHandler(logging.NullHandler())


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request for all, and for the control paper at the end."""
    import arxiv

    papers = sorted(dict.fromkeys([*identifiers, _CONTROL]), key=_CONTROL.__eq__)
    return _request(http, arxiv.Search(id_list=[*map(_spelled, papers)], max_results=len(papers)))


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """Unknown papers are missing from the feed, which has the others in any order."""
    (response,) = responses
    feed = _read_feed(response)
    is_expected = feed.papers.keys() <= {*identifiers, _CONTROL}
    is_complete = is_expected and feed.total == len(feed.papers) and is_absent(response, _ABSENT)
    missing: Answer = Absent(_NAME) if is_complete else Unavailable(_NAME, "arxiv returned an empty or incomplete feed")
    answers: dict[Identifier, Answer] = dict.fromkeys(identifiers, missing)
    for identifier in answers.keys() & feed.papers.keys():
        result = feed.papers[identifier]
        record, related = _record(identifier, result), _related(identifier, result)
        answer = answer_of(_NAME, identifier, record, response.fetched, related)
        answers[identifier] = replace(answer, stated=_stated(result)) if isinstance(answer, Found) else answer
    return answers


def search(http: Http, title: str) -> Sequence[Response]:
    """By the words of the title in their order; other characters have a meaning in queries."""
    import arxiv

    words = " ".join(re.findall(r"\w+", title))
    return _request(http, arxiv.Search(query=f'ti:"{words}"', max_results=5))


def candidates(responses: Sequence[Response]) -> Sequence[Found]:
    """The papers of a page of results, in order."""
    (response,) = responses
    feed = _read_feed(response)
    if feed.total and not feed.papers:
        raise UnexpectedAnswer("export.arxiv.org returned no paper that can be read", url=response.url)
    return [
        Found(record, _NAME, response.fetched, _related(identifier, result), _stated(result))
        for identifier, result in feed.papers.items()
        if (record := _record(identifier, result))
    ]


def _spelled(identifier: Identifier) -> str:
    return f"{identifier.value}v{identifier.version}" if identifier.version else identifier.value


def _client(get: Callable[[str], bytes], page_size: int) -> arxiv.Client:
    """A client of the package that reads what *get* returns for a URL. It never waits nor tries again: ``Web`` does."""
    import arxiv

    client = arxiv.Client(page_size=page_size, delay_seconds=0, num_retries=0)
    client._session = SimpleNamespace(get=lambda url, **_: SimpleNamespace(status_code=200, content=get(url)))
    return client


def _request(http: Http, search: arxiv.Search) -> Sequence[Response]:
    """The response to the request for the first page of *search*, which ``parse`` reads."""
    responses: list[Response] = []

    def get(url: str) -> bytes:
        responses.append(http.get(url))
        return _EMPTY_FEED

    next(_client(get, search.max_results).results(search), None)
    return responses


class _Feed(NamedTuple):
    """The feed that arXiv returned."""

    total: int
    """How many papers match the query; more than ``papers`` if they are one page of many."""
    papers: Mapping[Identifier, arxiv.Result]


def _read_feed(response: Response) -> _Feed:
    """The feed, after checking that it is complete and not an error in the form of a feed.

    arXiv reports an error as an entry, with status 400 since 2026 and with 200 before. The package skips it, reads a
    truncated feed as far as it goes, and anything else as an empty feed.

    Raises:
        SourceUnavailable, UnexpectedAnswer: As :func:`moebib.web.response.read_xml`, and for an error.
    """
    root = read_xml(response, allowed=(200, 400))
    total = root.findtext("opensearch:totalResults", "", _NAMESPACES).strip()
    if root.tag != f"{{{_NAMESPACES['']}}}feed" or not re.fullmatch(r"[0-9]{1,9}", total):
        raise UnexpectedAnswer("export.arxiv.org returned XML that is not its Atom feed", url=response.url)
    entries = root.findall("entry", _NAMESPACES)
    errors = [
        entry.findtext("summary", "", _NAMESPACES).strip()
        for entry in entries
        if "/api/errors" in entry.findtext("id", "", _NAMESPACES)
    ]
    if errors or response.status != 200:
        reason = "; ".join(errors) or f"status {response.status}"
        raise UnexpectedAnswer(f"export.arxiv.org rejected the request: {reason}", url=response.url)
    results = _results(response.body, len(entries))
    return _Feed(int(total), {identifier: result for result in results if (identifier := _identifier(result))})


def _results(body: bytes, number: int) -> list[arxiv.Result]:
    """The entries of a feed that the package can read, of *number* that it has.

    It skips an entry without a date, and looks on the next page for another one; an invalid date is an error.
    """
    import arxiv

    pages = iter([body])
    results = []
    with suppress(arxiv.ArxivError, ValueError, OverflowError):
        for result in _client(lambda _: next(pages, _EMPTY_FEED), number).results(arxiv.Search(max_results=number)):
            results.append(result)
    return results


def _identifier(result: arxiv.Result) -> Identifier | None:
    match = re.fullmatch(r"https?://arxiv\.org/abs/(\S+)", result.entry_id.strip())
    return next(iter(identifiers(f"arxiv:{match[1]}")), None) if match else None


def _record(identifier: Identifier, result: arxiv.Result) -> Record | None:
    author = all_names(display_name(author.name) for author in result.authors)
    if not author:
        return None
    return make_record(
        **ARXIV_PREPRINT,
        title=result.title.strip(),
        author=author,
        issued=published(result.published.date().isoformat()),
        identifiers=(identifier,),
        abstract=result.summary.strip(),
        status=_status(identifier, result),
        extra={"primaryclass": result.primary_category} if result.primary_category else {},
    )


def _related(identifier: Identifier, result: arxiv.Result) -> tuple[Related, ...]:
    """The publications whose DOIs the authors gave; those of a paper in several parts are separated by spaces."""
    dois = related_as("published-as", *(f"doi:{doi}" for doi in (result.doi or "").split()))
    return tuple(related for related in dois if related.identifier != identifier)


def _stated(result: arxiv.Result) -> str:
    return "; ".join(filter(None, (result.journal_ref, result.comment)))


def _status(identifier: Identifier, result: arxiv.Result) -> Status | None:
    """Withdrawn if a comment says so, or a note in place of the abstract: there is no flag."""
    if not _IN_COMMENT.search(result.comment or "") and not _IN_ABSTRACT.search(result.summary):
        return None
    date = published(result.updated.date().isoformat())
    return Status(kind="withdrawn", date=date, source=identifier.url or _NAME)


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
    limits=(Limit(".arxiv.org", ((1, 3),), with_mailto=True), Limit(".arxiv.org", ((1, 3),), contact_page=True)),
    rank=Rank(venue=100, title=80, author=90, abstract=10, identity=10),
    types=frozenset({"article"}),
    # It began on 14 August 1991 (https://info.arxiv.org/about/), wants titles in English
    # (https://info.arxiv.org/help/prep.html), and its API has new papers the next day
    # (https://info.arxiv.org/help/api/user-manual.html). A title search finds exact words only, so there is some time
    # for other sources to have them, too.
    covers=Coverage(types=frozenset({"article"}), since=1991, days=30, archives=frozenset({"arXiv"})),
    example="arxiv:2402.01234",
)
