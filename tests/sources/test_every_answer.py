"""Every recorded answer, of whatever service and however ugly, ends as one of the three answers."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

import pytest

from answered import answered, outcome
from moebib.errors import InputError, SourceError
from moebib.records.identifier import Identifier, parse_identifier
from moebib.sources import source, sources
from moebib.web.response import Response
from shared_data import shared

SOURCE_OF = {
    "acl": "acl", "arxiv": "arxiv", "arxiv_abs": "page", "arxiv_oai": "arxiv", "cff": "github", "crossref": "crossref",
    "datacite": "datacite", "dblp": "dblp", "doi_cn": "doi", "github": "github", "html": "page",
    "huggingface": "hugging-face", "openalex": "openalex", "openreview": "openreview",
    "semanticscholar": "semantic-scholar",
}  # fmt: skip
WITHOUT_A_SOURCE = {"arxiv_kaggle", "paperswithcode", "unpaywall"}
# Answers of another address than the one that the source asks: lists, the API of GitHub, OAI, files of arXiv's own.
NOTHING_FOUND = {"arxiv_abs", "arxiv_oai", "github", "huggingface"}

# For each source: how an identifier stands in the address that was asked, and what to ask for where none does.
ASKED = {
    "acl": (r"aclanthology\.org/(.+)\.bib", "acl:2022.acl-long.1"),
    "arxiv": (r"id_list=([^&%]+)", "arxiv:2402.01234"),
    "crossref": (r"(10\.\d{4,9}/.+?)(?:/transform/.+|\?.*)?$", "doi:10.5555/12345678"),
    "datacite": (r"(10\.\d{4,9}/[^?]+)", "doi:10.5281/zenodo.1"),
    "dblp": (r"dblp\.org/rec/(.+)\.bib", "dblp:conf/cit/BergZ24"),
    "doi": (r"(10\.\d{4,9}/.+?)(?:/transform.*| \[.*)?$", "doi:10.5555/12345678"),
    "github": (r"(https://github\.com/.+)", "https://github.com/berg/things"),
    "hugging-face": (r"/papers/(\d+\.\d+)", "arxiv:2602.23229"),
    "openalex": (r"(10\.\d{4,9}/[^?]+)", "doi:10.5555/12345678"),
    "openreview": (r"[?&](?:id|forum|referent)=([\w-]+)", "openreview:aB3dEfGhIj"),
    "page": (r"(https?://.+)", "url:https://press.example/berg"),
    "semantic-scholar": (r"paper/((?:arXiv:|DOI:)?[^/?]+/?[^?/]*)(?:\?|$)", "arxiv:2402.01234"),
}


class Recorded(NamedTuple):
    name: str
    service: str
    asked: str
    response: Response
    peculiar: str


@cache
def recordings() -> tuple[Recorded, ...]:
    _, *rows = shared("answers/INDEX.tsv").read_text("utf-8").splitlines()
    return tuple(recording(*row.split("\t")[:8]) for row in rows)


def recording(name: str, service: str, url: str, status: str, kind: str, _: str, how: str, peculiar: str) -> Recorded:
    body = shared(f"answers/{name}").read_bytes()
    code = int(status) if status.isdecimal() else 200
    response = answered(body, kind=kind.partition(";")[0].lower(), status=code, url=url)
    return Recorded(name, service, unquote(url), response, f"{how} {peculiar}")


def identifier_in(recorded: Recorded, name: str) -> Identifier:
    pattern, default = ASKED[name]
    found = re.search(pattern, recorded.asked)
    try:
        prefix = "openreview:" if name == "openreview" else ""
        identifier = parse_identifier(prefix + found[1] if found else default)
    except InputError:
        identifier = parse_identifier(default)
    return identifier if identifier.scheme in source(name).schemes else parse_identifier(default)


def test_every_service_has_a_source_or_is_known_to_have_none() -> None:
    services = {recorded.service for recorded in recordings()}
    assert services == SOURCE_OF.keys() | WITHOUT_A_SOURCE
    assert set(SOURCE_OF.values()) == set(sources()) == ASKED.keys()


@pytest.mark.parametrize("service", SOURCE_OF)
def test_every_answer_is_one_of_three(service: str) -> None:
    """An error of any other kind than ``SourceError`` fails here."""
    name = SOURCE_OF[service]
    results: Counter[str] = Counter()
    for recorded in recordings():
        if recorded.service != service:
            continue
        result = outcome(source(name), [recorded.response], identifier_in(recorded, name))
        results[result] += 1
        status = recorded.response.status
        assert result != "found" or status == 200, recorded.name
        assert result != "absent" or status in (200, 400, 404, 410), recorded.name
        if re.search(r"bot wall|challenge|truncated|cut short", recorded.peculiar, re.I) or status >= 500:
            assert result == "unavailable", recorded.name
    assert results["found"] or service in NOTHING_FOUND, results


@pytest.mark.parametrize("name", sources())
def test_no_answer_of_another_service_is_an_answer(name: str) -> None:
    own = {service for service, source_name in SOURCE_OF.items() if source_name == name}
    for recorded in recordings():
        if recorded.service not in own and len(recorded.response.body) < 20_000:
            result = outcome(source(name), [recorded.response], identifier_in(recorded, name))
            assert result != "absent" or recorded.response.status in (404, 410), recorded.name


@pytest.mark.parametrize("name", [name for name in sources() if source(name).candidates])
def test_every_answer_to_a_search_has_candidates_or_is_an_error(name: str) -> None:
    candidates = source(name).candidates
    assert candidates
    for recorded in recordings():
        if len(recorded.response.body) < 300_000:
            try:
                records = candidates([recorded.response])
            except SourceError:
                continue
            assert all(record.title for record in records), recorded.name
