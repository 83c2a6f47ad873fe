"""No source takes a response for an absent work that any proxy, portal or web server may give in place of the service.

All sources are tried: a new one is, too, once its file is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from moebib import sources
from moebib.errors import SourceError
from moebib.records.answer import Absent, Answer
from moebib.records.identifier import Identifier, parse_identifier
from moebib.sources import AbsentResponse, Source, source
from moebib.web.response import Response
from responses import RepeatingHttp, invented, outcome, respond

every_source = pytest.mark.parametrize("name", sources.sources())

LOGIN = "<html><title>Welcome to Town Wi-Fi</title><form action='/login'>Accept the terms to go online</form></html>"
NO_SITE = "<html><title>Not found</title><h1>404</h1><p>The requested paper, DOI or page was not found here.</p></html>"
NGINX = "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><hr>nginx/1.27.0</body></html>"
APACHE = (
    "<!DOCTYPE HTML><html><head><title>404 Not Found</title></head><body><h1>Not Found</h1>"
    "<p>The requested URL /works was not found on this server.</p></body></html>"
)
RAILS = "<html><title>The page you were looking for doesn't exist (404)</title><h1>Look at the address</h1></html>"
FOREIGN = {
    "a portal that wants a login": ("text/html", LOGIN),
    "a portal without the site": ("text/html", NO_SITE),
    "nginx": ("text/html", NGINX),
    "Apache": ("text/html", APACHE),
    "a web framework": ("text/html", RAILS),
    "HTML without a word": ("text/html", "<html></html>"),
    "XHTML": ("application/xhtml+xml", "<html xmlns='http://www.w3.org/1999/xhtml'><title>Not Found</title></html>"),
    "a proxy": ("text/plain", "404 page not found\n"),
    "a balancer": ("text/plain", "no healthy upstream"),
    "a storage": ("application/xml", "<Error><Code>NoSuchKey</Code><Message>Not found</Message></Error>"),
    "a gateway": ("application/json", '{"message": "no Route matched with those values"}'),
    "a gateway that says not found": ("application/json", '{"message": "Not Found"}'),
    "a gateway with an error": ("application/json", '{"error": "Not Found"}'),
    "a gateway with an error and a message": (
        "application/json",
        '{"timestamp": 1, "status": 404, "error": "Not Found", "message": "not found", "path": "/works"}',
    ),
    "a gateway with errors": ("application/json", '{"errors": [{"status": "404", "title": "Not Found"}]}'),
    "a gateway with a detail": ("application/json", '{"detail": "Not Found"}'),
    "maintenance": ("application/json", '{"error": "maintenance"}'),
    "null": ("application/json", "null"),
    "an empty list": ("application/json", "[]"),
    "an empty object": ("application/json", "{}"),
    "another Atom feed": ("application/atom+xml", '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title></feed>'),
    **{
        f"an empty body of type {kind or 'nothing'}": (kind, "")
        for kind in ("", "text/html", "text/plain", "text/x-bibtex", "application/json", "application/atom+xml")
    },
}  # fmt: skip
STATUSES = (200, 204, 400, 403, 404, 410, 451, 500, 503)


def foreign() -> Iterator[tuple[str, Response]]:
    for what, (kind, body) in FOREIGN.items():
        yield from ((f"{what} with {status}", respond(body, kind=kind, status=status)) for status in STATUSES)


def queries(source: Source) -> Iterator[Sequence[Identifier]]:
    """The example, and in a list of two with an invented work where the source is queried for lists."""
    example = parse_identifier(source.example)
    yield [example]
    if source.batch > 1:
        yield [example, Identifier(example.scheme, f"{example.value[:-1]}9")]


def answers(source: Source, response: Response, identifiers: Sequence[Identifier]) -> list[Answer]:
    """The answers if every request gets *response*; none if it is an error."""
    try:
        return list(source.parse(source.load(RepeatingHttp(response), identifiers), identifiers).values())
    except SourceError:
        return []


@every_source
def test_a_response_of_something_else_is_never_an_absent_work(name: str) -> None:
    for identifiers in queries(source(name)):
        for what, response in foreign():
            assert Absent(name) not in answers(source(name), response, identifiers), what


@pytest.mark.parametrize("name", [name for name in sources.sources() if source(name).candidates])
def test_a_response_of_something_else_is_never_a_search_without_a_result(name: str) -> None:
    candidates = source(name).candidates
    assert candidates
    for what, response in foreign():
        try:
            records = [found.record for found in candidates([response])]
        except SourceError:
            continue
        pytest.fail(f"{what} gives {records}")


@every_source
def test_no_response_of_another_service_proves_an_absence(name: str) -> None:
    example = parse_identifier(source(name).example)
    for other in sources.sources():
        if other != name and source(other).absent:
            assert Absent(name) not in answers(source(name), invented(other, "absent"), [example]), other


def other_than(response: Response) -> Iterator[tuple[str, Response]]:
    """*response* without one of the parts by which it proves an absence."""
    yield from (
        (f"status {status}", response._replace(status=status)) for status in STATUSES if status != response.status
    )
    for kind in ("", "text/html", "text/plain", "application/json", "application/pdf"):
        if kind != response.content_type:
            yield f"type {kind!r}", response._replace(content_type=kind)
    yield "no body", response._replace(body=b"")
    yield "another body", response._replace(body=b"{}" if "json" in response.content_type else b"<html><p>x</html>")


@every_source
def test_an_absence_needs_its_status_its_type_and_its_words(name: str) -> None:
    for form in source(name).absent:
        assert form.content_types
        assert form.body.strip(".*")
    for response in [invented(name, "absent")] if source(name).absent else ():
        assert any(form.matches(response) for form in source(name).absent)
        for what, other in other_than(response):
            if not any(form.matches(other) for form in source(name).absent):
                assert Absent(name) not in answers(source(name), other, [parse_identifier(source(name).example)]), what


@every_source
def test_a_missing_page_is_no_absence_for_a_source_that_declares_none(name: str) -> None:
    if not source(name).absent:
        for status in (404, 410):
            response = invented(name, "found")._replace(status=status)
            assert outcome(source(name), [response], parse_identifier(source(name).example)) == "unavailable"


def test_a_form_matches_the_whole_body_and_ignores_the_white_space_around_it() -> None:
    form = AbsentResponse(404, ("text/plain",), r"nothing\.")
    assert form.matches(respond("nothing.\r\n", kind="text/plain", status=404))
    assert not form.matches(respond("nothing. Come back later", kind="text/plain", status=404))
    assert not form.matches(respond("nothing.", kind="text/html", status=404))
    assert not form.matches(respond("nothing.", kind="text/plain", status=200))
