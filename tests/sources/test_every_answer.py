"""Every recorded answer of any service, however malformed, ends as the right one of three.

Which one is right is judged from the status, the content type and the body alone: ``stated`` reads it without moebib.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence

import pytest

from moebib.errors import InputError, SourceError
from moebib.records.answer import Absent, Found, Unavailable
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.sources import Source, source, sources
from recorded_answers import SOURCES, Recorded, recordings
from responses import outcome
from stated import Stated, doi, folded, stated_in

LEFT_OUT = {
    "arxiv_abs": "files of arXiv itself",
    "arxiv_kaggle": "a dump",
    "arxiv_oai": "moebib uses arXiv's other interface",
    "github": "links only: works come from the CITATION.cff, which is the service cff",
    "paperswithcode": "no source",
    "unpaywall": "no source",
}
CONTENT_TYPES = {
    "acl": "bibtex", "arxiv": "xml", "cff": "text", "dblp": "bibtex", "html": "html", "page": "html",
}  # fmt: skip
"""Service -> what its content type contains; JSON for the others."""
ABSENCES = {
    "crossref": r"\s*Resource not found\.\s*",
    "datacite": r'.*"errors".*"404".*The resource you are looking for doesn.t exist.*',
    "doi": r"(?i).*<title>[^<]*DOI not found.*",
    "openalex": r".*The requested URL was not found on the server.*",
    "semantic-scholar": r'\{"error":\s*"Paper with id .* not found"\}\s*',
}
"""Source -> what the body of its 404 contains if it has no such work; of the others none was recorded."""


def expected(recorded: Recorded, identifier: Identifier) -> str:
    """The right outcome if the source was asked for *identifier*."""
    status, body = recorded.response.status, recorded.response.body
    form = ABSENCES.get(recorded.source)
    if form and status == 404 and re.fullmatch(form, body.decode("utf-8", "replace"), re.S):
        return "absent"
    is_of_kind = CONTENT_TYPES.get(recorded.service, "json") in recorded.response.content_type
    if status == 200 and is_of_kind and any(is_about(stated, identifier) for stated in works_in(recorded)):
        return "found"
    return "unavailable"


def is_about(stated: Stated, identifier: Identifier) -> bool:
    """Whether the publication has a title and is the one asked for. A page is asked for by its URL, and has no other
    identifier of its own; without authors, it leads to its DOI."""
    if identifier.scheme is Scheme.URL:
        return bool(stated.title and (stated.authors or any(name.startswith("doi:") for name in stated.identifiers)))
    return bool(stated.title) and identifier in set(map(parse_identifier, stated.identifiers))


def works_in(recorded: Recorded) -> Sequence[Stated]:
    return stated_in(recorded.service, recorded.response.body)


def asked(recorded: Recorded, here: Source) -> Identifier:
    """What the service was asked for, as far as it is known; else what the first work of the answer is."""
    of_first = sorted(name for stated in works_in(recorded)[:1] for name in stated.identifiers)
    repository = f"https://github.com/{recorded.identifier.partition('#')[0]}"
    given = recorded.identifier
    for text in (doi(given), given, f"dblp:{given}", f"acl:{given}", repository, *of_first):
        try:
            identifier = parse_identifier(text)
        except InputError:
            continue
        if identifier.scheme in here.schemes and (here.takes is None or here.takes(identifier)):
            return identifier
    return parse_identifier(here.example)


def is_list(recorded: Recorded) -> bool:
    """Whether it is a list of works, in answer to several identifiers or to a search."""
    if recorded.source not in ("crossref", "hugging-face", "openalex", "semantic-scholar") or not works_in(recorded):
        return False
    answer = json.loads(recorded.response.body)
    lists = answer if isinstance(answer, list) else answer.get("results", answer.get("data"))
    return isinstance(lists, list) or answer.get("message-type") == "work-list"


def test_every_service_is_tested_or_left_out_for_a_reason() -> None:
    assert {recorded.service for recorded in recordings()} == {*SOURCES, *LEFT_OUT}


@pytest.mark.parametrize("name", sorted(set(SOURCES.values())))
def test_every_answer_of_a_service_ends_as_the_right_one_of_three(name: str) -> None:
    results: Counter[str] = Counter()
    for recorded in recordings():
        if recorded.source == name and not is_list(recorded):
            identifier = asked(recorded, source(name))
            result = outcome(source(name), [recorded.response], identifier)
            assert result == expected(recorded, identifier), (recorded.name, identifier)
            results[result] += 1
    assert results["found"] or not results.total(), results


@pytest.mark.parametrize("name", ["crossref", "openalex"])
def test_every_work_of_a_list_is_found_and_others_are_absent_only_if_it_is_complete(name: str) -> None:
    unknown = parse_identifier("doi:10.5555/unknown")
    for recorded in filter(is_list, recordings()):
        if recorded.source != name:
            continue
        works = {
            parse_identifier(text): stated
            for stated in works_in(recorded)
            for text in stated.identifiers
            if text.startswith(("doi:", "arxiv:"))
        }
        answers = source(name).parse([recorded.response], [*works, unknown])
        for identifier, stated in works.items():
            assert isinstance(answers[identifier], Found) == bool(stated.title), (recorded.name, identifier)
        right = Absent if total(recorded) == len(works_in(recorded)) else Unavailable
        assert isinstance(answers[unknown], right), recorded.name


def test_papers_are_found_and_absent_by_their_place_in_a_batch_of_semantic_scholar() -> None:
    """An unknown paper is ``null``."""
    for name in ("batch.json", "batch_with_nulls.json"):
        (recorded,) = (one for one in recordings() if one.name == f"answers/semanticscholar/{name}")
        papers = json.loads(recorded.response.body)
        requested_in = [parse_identifier(f"s2:{paper['paperId'] if paper else '0' * 40}") for paper in papers]
        answers = source("semantic-scholar").parse([recorded.response], requested_in)
        for identifier, paper in zip(requested_in, papers, strict=True):
            right = (Found if paper.get("title") else Unavailable) if paper else Absent
            assert isinstance(answers[identifier], right), (recorded.name, identifier)


@pytest.mark.parametrize("name", [name for name in sources() if source(name).candidates])
def test_the_candidates_of_a_search_are_the_works_that_it_states(name: str) -> None:
    """And those of a response of another service are none."""
    candidates = source(name).candidates
    assert candidates
    for recorded in recordings():
        try:
            found = candidates([recorded.response])
        except SourceError:
            continue
        works = [work for work in works_in(recorded) if work.title and work.identifiers and recorded.source == name]
        if recorded.service != "dblp":
            first_words = [first_word(answer.record.title) for answer in found]
            assert first_words == [first_word(work.title) for work in works], recorded.name


def first_word(title: str) -> str:
    return folded(title).partition(" ")[0]


def total(recorded: Recorded) -> object:
    """How many works match the query, of which the list may be one page."""
    body = json.loads(recorded.response.body)
    return body["message"]["total-results"] if "message" in body else body["meta"]["count"]


@pytest.mark.parametrize("name", sources())
def test_the_answers_of_other_services_say_nothing(name: str) -> None:
    """Another service answers in its place: a proxy, a portal, or a mistake. Any error but ``SourceError`` is raised.

    Pages are the exception: any page with citation data is the page that was asked for.
    """
    here = source(name)
    example = parse_identifier(here.example)
    for recorded in recordings():
        if recorded.source != name and len(recorded.response.body) < 60_000:
            result = outcome(here, [recorded.response] * 2 if name == "openreview" else [recorded.response], example)
            assert result == "unavailable" or is_page(recorded, name), (recorded.name, result)


def is_page(recorded: Recorded, name: str) -> bool:
    return name == "page" and "html" in recorded.response.content_type
