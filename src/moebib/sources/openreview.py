"""OpenReview (https://docs.openreview.net/reference/api-v2): submissions, and what became of them.

A venue is in one of two APIs: up to about 2023 in the first, since then in the second. Whoever asks without a token is
mostly answered with a challenge for browsers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from moebib.errors import SourceError, UnexpectedAnswer
from moebib.errors import Unavailable as UnavailableError
from moebib.records.answer import Absent, Answer, Unavailable
from moebib.records.identifier import Identifier, Scheme
from moebib.sources import Rank, Source
from moebib.sources._openreview import content_of, names_of, record_of
from moebib.sources._values import answer_of, text
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_json

_NAME = "openreview"
_APIS = ("https://api2.openreview.net/notes", "https://api.openreview.net/notes")


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """Asks the second API, and the first if that has no such note."""
    (identifier,) = identifiers
    key = http.keys.get(_NAME)
    responses: list[Response] = []
    for api in _APIS:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        responses.append(http.get(api, params={"id": identifier.value}, headers=headers))
        if not _is_empty(responses[-1]):
            break
    return responses


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """Absent if both APIs have no such note."""
    (identifier,) = identifiers
    for response in responses:
        if notes := _notes(response):
            return {identifier: _answer(notes, identifier, response)}
    if len(responses) < len(_APIS):
        raise UnexpectedAnswer("only one of OpenReview's two APIs was asked", url=_APIS[0])
    return {identifier: Absent(_NAME)}


def _is_empty(response: Response) -> bool:
    try:
        return not _notes(response)
    except SourceError:
        return False


def _notes(response: Response) -> Sequence[Mapping[str, Any]]:
    """The notes of an answer; an unknown one is answered with an empty list, or with 404."""
    if response.status == 403:
        raise UnavailableError("OpenReview wants a browser, or a token as the API key 'openreview'", url=response.url)
    answer = read_json(response, allowed=(200, 404))
    if response.status == 404 and isinstance(answer, dict) and answer.get("name") == "NotFoundError":
        return []
    notes = answer.get("notes") if isinstance(answer, dict) and response.status == 200 else None
    if not isinstance(notes, list) or not all(isinstance(note, dict) for note in notes):
        raise UnexpectedAnswer("OpenReview sent no list of notes", url=response.url)
    if not notes and answer.get("count", 0) != 0:
        raise UnexpectedAnswer("OpenReview counted notes that it did not send", url=response.url)
    return notes


def _answer(notes: Sequence[Mapping[str, Any]], identifier: Identifier, response: Response) -> Answer:
    note = next((one for one in notes if text(one.get("id")) == identifier.value), None)
    if note is None:
        return Unavailable(_NAME, f"openreview answered {identifier} with other notes")
    if note.get("replyto"):
        return Unavailable(_NAME, f"{identifier} is a comment on openreview:{text(note.get('forum'))}, not a paper")
    if note.get("ddate"):
        return Unavailable(_NAME, f"{identifier} was deleted at OpenReview")
    if not names_of(content_of(note)):
        return Unavailable(_NAME, f"OpenReview hides the authors of {identifier}, or has no names that can be read")
    return answer_of(_NAME, identifier, record_of(note), response.fetched)


SOURCE = Source(
    schemes=frozenset({Scheme.OPENREVIEW}),
    batch=1,
    load=load,
    parse=parse,
    limits=(Limit("api2.openreview.net"), Limit("api.openreview.net")),
    rank=Rank(venue=60, title=20, author=60, abstract=30, identity=50),
    types=frozenset({"article", "article-journal", "paper-conference"}),
    example="openreview:aB3dEfGhIj",
)
