"""OpenReview (https://docs.openreview.net/reference/api-v2): submissions and their decisions.

A venue is in one of two APIs: until about 2023 in the first, since then in the second. The response to a request
without a token is usually a challenge for browsers. A submission is published if its ``venue`` says where ("ICLR 2025
Poster"); before that, and if it was rejected or withdrawn, it is a preprint at OpenReview.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from moebib.errors import SourceUnavailable, UnexpectedAnswer
from moebib.normalise.fields import answer_of, identifiers, link, make_record, related_as, text
from moebib.normalise.names import all_names, display_name
from moebib.records.answer import Absent, Answer, Related, Unavailable
from moebib.records.date import Date
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.publication import ARXIV_PREPRINT, Status
from moebib.records.record import Record
from moebib.sources import AbsentResponse, Rank, Source, is_absent
from moebib.text.latex import decode
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_json

_NAME = "openreview"
_APIS = ("https://api2.openreview.net/notes", "https://api.openreview.net/notes")
_ABSENT = (
    AbsentResponse(200, ("application/json",), r'(?!.*"count"\s*:\s*[1-9])\{[^\[\]]*"notes"\s*:\s*\[\s*\][^\[\]]*\}'),
    AbsentResponse(404, ("application/json",), r'\{.*"name"\s*:\s*"NotFoundError".*\}'),
)
_Content = Mapping[str, Any]
_UNPUBLISHED = re.compile(r"submitted|submission|reject|withdrawn|under.review|pending", re.I)
_ACCEPTED = re.compile(r"^(?:accepted by|published in|to appear in) ", re.I)
_VENUE = re.compile(r"(?P<short>[^\d]+?)\s*(?P<year>(?:19|20)\d\d)?(?:\s.*)?")
_DECISION = re.compile(r"(?:\s+(?:poster|oral|spotlight|talk|notable.*|conditional.*|presentation))+$", re.I)
# Tracks that the booktitle need not name.
_TRACK = re.compile(
    r"\b(?:findings|workshop|track|datasets|demos?|tiny ?papers|blog ?posts?|industry|tutorials?|competitions?)\b", re.I
)
_WORKSHOP = re.compile(r"(?:[^/]*/)?(?P<host>[^/.]+)[^/]*/(?P<year>(?:19|20)\d\d)/Workshop/(?P<name>[^/]+)", re.I)
_BOOKTITLE = re.compile(r"^[ \t]*(?P<field>booktitle|journal)[ \t]*=[ \t]*\{(?P<title>.+)\},?[ \t\r]*$", re.M)


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """Queries the second API, and the first if that has no such note."""
    (identifier,) = identifiers
    key = http.keys.get(_NAME)
    responses: list[Response] = []
    for api in _APIS:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        responses.append(http.get(api, params={"id": identifier.value}, headers=headers))
        if not is_absent(responses[-1], _ABSENT):
            break
    return responses


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """Absent if neither API has such a note."""
    (identifier,) = identifiers
    for response in responses:
        if not is_absent(response, _ABSENT):
            return {identifier: _answer(_notes(response), identifier, response)}
    if len(responses) < len(_APIS):
        raise UnexpectedAnswer("only one of OpenReview's two APIs was queried", url=_APIS[0])
    return {identifier: Absent(_NAME)}


def _notes(response: Response) -> Sequence[Mapping[str, Any]]:
    """The notes in a response."""
    if response.status == 403:
        raise SourceUnavailable(
            "OpenReview blocks anonymous requests; set a token as the API key 'openreview'", url=response.url
        )
    body = read_json(response)
    notes = body.get("notes") if isinstance(body, dict) else None
    if not isinstance(notes, list) or not notes or not all(isinstance(note, dict) for note in notes):
        raise UnexpectedAnswer("OpenReview returned no list of notes", url=response.url)
    return notes


def _answer(notes: Sequence[Mapping[str, Any]], identifier: Identifier, response: Response) -> Answer:
    note = next((note for note in notes if text(note.get("id")) == identifier.value), None)
    if note is None:
        return Unavailable(_NAME, f"openreview returned other notes for {identifier}")
    if note.get("replyto"):
        return Unavailable(_NAME, f"{identifier} is a comment on openreview:{text(note.get('forum'))}, not a paper")
    if note.get("ddate"):
        return Unavailable(_NAME, f"{identifier} was deleted from OpenReview")
    if not _names_of(_content_of(note)):
        return Unavailable(_NAME, f"OpenReview hides the authors of {identifier} or has invalid names")
    record = record_of(note)
    own = record.identifiers if record else ()
    related = (other for other in related_to(note) if other.identifier not in own)
    return answer_of(_NAME, identifier, record, response.fetched, related)


def _content_of(note: Mapping[str, Any]) -> _Content:
    """The fields of a note, which are ``{"value": ...}`` in the second API."""
    content = note.get("content")
    fields = content.items() if isinstance(content, dict) else ()
    return {name: value.get("value") if isinstance(value, dict) else value for name, value in fields}


def _names_of(content: _Content) -> tuple[Name, ...]:
    """All authors; empty if they are hidden or a name is invalid."""
    authors, ids = _list(content.get("authors")), _list(content.get("authorids"))
    ids = ids if len(ids) == len(authors) else [""] * len(authors)
    names = [_name(author, id_) for author, id_ in zip(authors, ids, strict=True)]
    hidden = any(name and name.display().lower() == "anonymous" for name in names)
    return () if hidden else all_names(names) or ()


def record_of(note: Mapping[str, Any]) -> Record | None:
    """The record of a submission; ``None`` if it has no title."""
    content = _content_of(note)
    version = _publication(content, note) if _is_published(content) else _submission(content, note)
    # A note that was imported from DBLP is about the preprint or the forum that it leads to, not about another version.
    scheme = Scheme.ARXIV if version["container_title"] == "arXiv" else Scheme.OPENREVIEW
    is_imported = _first(content.get("venueid")).startswith("dblp.org/")
    leads = [other.identifier for other in related_to(note) if is_imported and other.identifier.scheme is scheme]
    return make_record(
        **version,
        title=text(content.get("title")),
        author=_names_of(content),
        identifiers=(*identifiers(f"openreview:{text(note.get('id'))}"), *leads),
        abstract=text(content.get("abstract")),
        links={"pdf": _pdf(content), "code": link(content.get("code"))},
    )


def related_to(note: Mapping[str, Any]) -> tuple[Related, ...]:
    """The publications and copies that the pages of the note are of; a note imported from DBLP leads to its pages."""
    content = _content_of(note)
    related = related_as("same-work", _first(content.get("html")), _first(content.get("pdf")))
    return tuple(other for other in related if other.identifier.value != text(note.get("id")))


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def _first(value: object) -> str:
    """A short text, which is a list in some notes."""
    return " ".join(text(value[0] if isinstance(value, list) and value else value)[:500].split())


def _name(author: object, id_: object) -> Name | None:
    """The name, in the order of the profile ID ("~Given_Family1") if both have the same words."""
    printed = text(author.get("fullname") if isinstance(author, dict) else author)
    profile = re.sub(r"^~|\d+$", "", text(id_)).replace("_", " ") if text(id_).startswith("~") else ""
    words, ordered = printed.casefold().split(), profile.casefold().split()
    return display_name(profile if words != ordered and sorted(words) == sorted(ordered) else printed)


def _venue_text(content: _Content) -> str:
    return f"{_first(content.get('venueid'))} {_first(content.get('venue'))}"


def _is_published(content: _Content) -> bool:
    """Whether the venue is a publication; "CoRR", imported from DBLP, is arXiv."""
    venue = _first(content.get("venue"))
    return bool(venue) and not _UNPUBLISHED.search(_venue_text(content)) and not venue.startswith("CoRR")


def _submission(content: _Content, note: Mapping[str, Any]) -> dict[str, Any]:
    venue = _first(content.get("venue"))
    state = f"{_venue_text(content)} {text(note.get('invitation'))}"
    if venue.startswith("CoRR"):
        return {**ARXIV_PREPRINT, "issued": _year(venue)}
    return {
        "type": "article",
        "genre": "preprint",
        "container_title": "OpenReview",
        "issued": next((day for name in ("odate", "cdate", "tcdate") if (day := _day(note.get(name)))), None),
        "status": Status(kind="withdrawn", source="openreview") if "withdrawn" in state.lower() else None,
    }


def _publication(content: _Content, note: Mapping[str, Any]) -> dict[str, Any]:
    venue, bibtex = _first(content.get("venue")), text(content.get("_bibtex"))
    full = _BOOKTITLE.search(bibtex)
    name = _DECISION.sub("", _ACCEPTED.sub("", venue))
    title = decode(full["title"]) if full else name
    year, day = _year(venue) or _bibtex_year(bibtex), _day(note.get("pdate"))
    workshop = _WORKSHOP.match(_first(content.get("venueid")))
    event = f"{workshop['host']} {workshop['year']} Workshop {workshop['name']}" if workshop else name
    track = _TRACK.search(event)
    in_workshop = "workshop" in f"{event} {_venue_text(content)}".lower()
    return {
        "type": "article-journal" if full and full["field"] == "journal" else "paper-conference",
        "container_title": title,
        "container_title_short": "" if in_workshop else _short(name),
        "event_title": event if track and track[0].lower() not in title.lower() else "",
        "issued": day if day and (year is None or day.year == year.year) else year,
    }


def _short(name: str) -> str:
    """The venue without year and track: "ICLR" of "ICLR 2025 Blogposts", "Findings of X" of "X 2023 Findings"."""
    parts = _VENUE.fullmatch(name)
    short = parts["short"] if parts else ""
    return f"Findings of {short}" if short and re.search(r"\bfindings\b", name, re.I) else short


def _year(venue: str) -> Date | None:
    match = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", venue)
    return Date(int(match[0])) if match else None


def _bibtex_year(bibtex: str) -> Date | None:
    match = re.search(r"^[ \t]*year[ \t]*=[ \t]*\{(\d{4})\}", bibtex, re.M)
    return Date(int(match[1])) if match else None


def _day(milliseconds: object) -> Date | None:
    """The day of a time in milliseconds since 1970, in UTC."""
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool) or milliseconds <= 0:
        return None
    try:
        day = datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return Date(day.year, day.month, day.day)


def _pdf(content: _Content) -> tuple[str, ...]:
    path = _first(content.get("pdf"))
    return link(f"https://openreview.net{path}" if path.startswith("/") else path)


SOURCE = Source(
    schemes=frozenset({Scheme.OPENREVIEW}),
    batch=1,
    load=load,
    parse=parse,
    absent=_ABSENT,
    limits=(Limit("api2.openreview.net"), Limit("api.openreview.net")),
    rank=Rank(venue=60, title=20, author=60, abstract=30, identity=50),
    types=frozenset({"article", "article-journal", "paper-conference"}),
    example="openreview:aB3dEfGhIj",
)
