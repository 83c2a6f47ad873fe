"""Every recorded response of any service, however malformed, becomes one of the three answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from moebib.errors import InputError, SourceError
from moebib.records.identifier import Identifier, parse_identifier
from moebib.sources import Source, source, sources
from moebib.web.limits import limit_of
from moebib.web.response import Response
from responses import RepeatingHttp, invented, outcome, respond
from shared_data import shared

RECORDED_ABSENCES = {
    "crossref/agency_404.txt",
    "crossref/r_works_404.txt",
    "crossref/transform_bibtex_404.txt",
    "crossref/works_404.txt",
    "crossref/works_arxiv_doi_404.txt",
    "datacite/404.json",
    "doi_cn/cn_404.html",
    "openalex/404_html.html",
    "semanticscholar/404_paper.json",
    "semanticscholar/doi_404.json",
}


class Recorded(NamedTuple):
    name: str
    url: str
    response: Response
    peculiar: str


@cache
def recordings() -> tuple[Recorded, ...]:
    _, *rows = shared("answers/INDEX.tsv").read_text("utf-8").splitlines()
    return tuple(recording(*row.split("\t")[:8]) for row in rows)


def recording(name: str, _: str, url: str, status: str, kind: str, __: str, how: str, peculiar: str) -> Recorded:
    body = shared(f"answers/{name}").read_bytes()
    code = int(status) if status.isdecimal() else 200
    response = respond(body, kind=kind.partition(";")[0].lower(), status=code, url=url)
    return Recorded(name, re.sub(r" \[.*", "", unquote(url)), response, f"{how} {peculiar}")


def identifier_in(url: str, source: Source) -> Identifier:
    """The identifier in a URL that the source can be queried by; the source's example if the URL has none."""
    for text in parts_of(url):
        for prefix in ("", *(f"{scheme}:" for scheme in source.schemes)):
            try:
                identifier = parse_identifier(prefix + text)
            except InputError:
                continue
            if identifier.scheme in source.schemes and (source.takes is None or source.takes(identifier)):
                return identifier
    return parse_identifier(source.example)


def parts_of(url: str) -> Iterator[str]:
    """The URL, its query values and the ends of its path: each may be the identifier ("10.1145/1", "1.2.bib")."""
    yield url
    parts = urlsplit(url)
    yield from (value.partition(",")[0] for name, value in parse_qsl(parts.query) if name in ("id", "id_list", "forum"))
    steps = parts.path.strip("/").split("/")
    yield from ("/".join(steps[start:]).removesuffix(".bib") for start in range(1, len(steps)))


def is_own(recorded: Recorded, name: str, identifier: Identifier) -> bool:
    """Whether the source requests the URL of the response, if its earlier requests have no result."""
    http = RepeatingHttp(invented(name, "absent" if source(name).absent else "found"))
    source(name).load(http, [identifier])
    place = recorded.url.partition("?")[0].lower()
    return any(unquote(url).partition("?")[0].lower() == place for url in http.urls)


@pytest.mark.parametrize("name", sources())
def test_every_recorded_response_gives_one_of_three_answers(name: str) -> None:
    """Any error other than ``SourceError`` fails the test."""
    results: Counter[str] = Counter()
    for recorded in recordings():
        identifier = identifier_in(recorded.url, source(name))
        is_own_response = is_own(recorded, name, identifier)
        is_of_host = limit_of(recorded.url, source(name).limits) in source(name).limits
        if not is_own_response and not is_of_host and len(recorded.response.body) > 20_000:
            continue
        result = outcome(source(name), [recorded.response], identifier)
        status = recorded.response.status
        assert result != "found" or status == 200, recorded.name
        assert (result == "absent") == (is_of_host and recorded.name in RECORDED_ABSENCES), recorded.name
        if re.search(r"bot wall|challenge|truncated|cut short", recorded.peculiar, re.I) or status >= 500:
            assert result == "unavailable", recorded.name
        results[result] += is_own_response
    assert results["found"] or not results.total(), results


@pytest.mark.parametrize("name", [name for name in sources() if source(name).candidates])
def test_every_response_to_a_search_has_candidates_or_is_an_error(name: str) -> None:
    candidates = source(name).candidates
    assert candidates
    for recorded in recordings():
        if len(recorded.response.body) < 300_000:
            try:
                records = candidates([recorded.response])
            except SourceError:
                continue
            assert all(found.record.title for found in records), recorded.name
