"""Responses for tests without a service: invented, recorded or broken."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from moebib.errors import SourceError
from moebib.records.answer import Absent, Answer, Found
from moebib.records.identifier import Identifier
from moebib.sources import Source
from moebib.web.response import Response
from shared_data import shared

__all__ = [
    "TODAY",
    "FakeHttp",
    "RepeatingHttp",
    "broken",
    "invented",
    "is_never_wrong",
    "outcome",
    "recorded",
    "respond",
]

TODAY = date(2026, 11, 24)


def respond(
    body: object, *, kind: str = "application/json", status: int = 200, url: str = "https://service.example/works"
) -> Response:
    """A response; a *body* other than text or bytes is encoded as JSON."""
    if not isinstance(body, (str, bytes)):
        body = json.dumps(body)
    return Response(url, status, kind, body.encode() if isinstance(body, str) else body, TODAY)


def recorded(name: str) -> Response:
    """The response recorded in the shared file answers/*name*, with its status and content type."""
    rows = (line.split("\t") for line in shared("answers/INDEX.tsv").read_text("utf-8").splitlines())
    _, _, url, status, kind, *_ = next(row for row in rows if row[0] == name)
    body = shared(f"answers/{name}").read_bytes()
    return respond(body, kind=kind.partition(";")[0], status=int(status) if status.isdecimal() else 200, url=url)


def invented(name: str, kind: str) -> Response:
    """The invented response ``sources/responses/NAME.KIND.http``: status line, headers, an empty line, the body."""
    message = (Path(__file__).parent / "sources" / "responses" / f"{name}.{kind}.http").read_text("utf-8")
    head, _, body = message.partition("\n\n")
    status, content_type = re.fullmatch(r"HTTP/1\.1 (\d+)\nContent-Type: (\S+)", head).groups()  # type: ignore[union-attr]
    return respond(body, kind=content_type, status=int(status))


class FakeHttp:
    """An ``Http`` that returns *responses* in order and records the requests."""

    def __init__(self, *responses: Response, keys: Mapping[str, str] | None = None, mailto: str | None = None) -> None:
        self.responses = list(responses)
        self.keys: Mapping[str, str] = keys or {}
        self.mailto = mailto
        self.urls: list[str] = []
        self.params: list[Mapping[str, str]] = []
        self.headers: list[Mapping[str, str]] = []
        self.sent: list[Any] = []

    def get(
        self, url: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        self.urls.append(url)
        self.params.append(params or {})
        self.headers.append(headers or {})
        return self.responses.pop(0)

    def post(
        self,
        url: str,
        *,
        json: Any,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        self.sent.append(json)
        return self.get(url, params=params, headers=headers)


class RepeatingHttp(FakeHttp):
    """An ``Http`` that returns *response* to every request."""

    def get(self, url: str, **_: object) -> Response:
        self.urls.append(url)
        return self.responses[0]._replace(url=url)


def outcome(source: Source, responses: Sequence[Response], identifier: Identifier) -> str:
    """ "found", "absent" or "unavailable": the answer for one identifier."""
    try:
        answer: Answer = source.parse(responses, [identifier])[identifier]
    except SourceError:
        return "unavailable"
    return type(answer).__name__.lower()


def is_never_wrong(source: Source, responses: Sequence[Response], identifiers: Sequence[Identifier]) -> bool:
    """Whether no answer is absent, and every one found has the identifier or relates to it; other errors are raised."""
    try:
        answers = source.parse(responses, identifiers)
    except SourceError:
        return True
    found_answers = [(identifier, answer) for identifier, answer in answers.items() if isinstance(answer, Found)]
    return not any(isinstance(answer, Absent) for answer in answers.values()) and all(
        identifier in answer.identifiers for identifier, answer in found_answers
    )


def broken(body: bytes) -> st.SearchStrategy[bytes]:
    """*body* truncated, with some bytes replaced, or entirely other bytes."""
    cut = st.integers(0, max(len(body) - 3, 0)).map(lambda end: body[:end])
    places = st.tuples(st.integers(0, len(body)), st.integers(0, 8), st.binary(max_size=8))
    changed = places.map(lambda place: body[: place[0]] + place[2] + body[place[0] + place[1] :])
    return st.one_of(cut, changed, st.binary(max_size=60))
