"""Publications under another title: which of the works that were found are suggested for a preprint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from moebib.library.config import Config
from moebib.library.library import Library
from moebib.lookup.client import Client
from moebib.lookup.lookup import Lookup
from moebib.lookup.other_titles import publications_of_other_title
from moebib.lookup.published import look_up_works
from moebib.lookup.update import update_record
from moebib.records.answer import NEW, Found, Related
from moebib.records.identifier import Scheme, parse_identifier
from moebib.records.record import Record
from services import DAY, services

PEOPLE = ["Arden, Mia", "Brook, Tom", "Cho, Ada", "Dale, Eva"]
PREPRINT = {
    "type": "article", "genre": "preprint", "title": "Kiln: Warm Experts with a Thermal Cache", "author": PEOPLE,
    "issued": "2023-05", "container_title": "arXiv", "identifiers": ["arxiv:2305.99991"],
}  # fmt: skip
PAPER = {
    "type": "paper-conference", "title": "Ember: A Thermal Cache for Warm Experts", "author": PEOPLE,
    "issued": "2024-03", "container_title_short": "CIS", "container_title": "Congress of Invented Systems",
    "identifiers": ["doi:10.5555/ember"],
}  # fmt: skip
OTHER = {**PAPER, "title": "Routing on Slow Wires", "identifiers": ["doi:10.5555/wires"]}
STUDY = (
    "We store warm experts near the router, measure how quickly they cool on small devices, and show that a thermal "
    "cache of modest size keeps latency below one millisecond for all invented workloads."
)

RECORD = Record.model_validate({"id": "arden2023kiln", **PREPRINT})


def messages(works: Mapping[str, Sequence[Mapping[str, Any]]], record: Record = RECORD, **options: Any) -> list[str]:
    schemes = {"arxiv": {Scheme.ARXIV}, "crossref": {Scheme.DOI}, "dblp": {Scheme.DBLP}}
    with services(works, schemes=schemes), Client() as client:
        (lookups,) = look_up_works([record], client)
        assert update_record(record, [answer for lookup in lookups for answer in lookup.found]).record.is_preprint
        return [finding.message for finding in publications_of_other_title(record, lookups, **options)]


EMBER = (
    "probably published as 'Ember: A Thermal Cache for Warm Experts' (CIS, 2024-03, doi:10.5555/ember), according to "
    "crossref; in common: 4 of 4 authors, 67% of the words of the titles"
)


def test_a_work_of_the_same_people_with_a_similar_title_is_suggested() -> None:
    assert messages({"arxiv": [PREPRINT], "crossref": [PAPER, OTHER]}) == [EMBER]


def test_the_abstracts_decide_if_both_are_known() -> None:
    renamed = {**OTHER, "abstract": STUDY}
    (message,) = messages({"arxiv": [{**PREPRINT, "abstract": STUDY}], "crossref": [renamed]})
    assert message.endswith("100% of those of the abstracts")
    lemma = " ".join(f"invented{number}" for number in range(30))
    assert messages({"arxiv": [{**PREPRINT, "abstract": STUDY}], "crossref": [{**PAPER, "abstract": lemma}]}) == []


def test_one_publication_that_two_sources_have_is_suggested_once() -> None:
    listed = {**PAPER, "identifiers": ["dblp:conf/cis/Arden24"]}
    abstract = {**PAPER, "abstract": STUDY}
    works = {"arxiv": [{**PREPRINT, "abstract": STUDY}], "dblp": [listed], "crossref": [abstract]}
    assert messages(works) == [f"{EMBER}, 100% of those of the abstracts"]


def test_a_publication_that_only_a_service_of_works_relates_is_suggested() -> None:
    lookup = Lookup("arxiv:2305.99991", RECORD.identifiers[0])
    of_work = Related("published-as", parse_identifier("doi:10.5555/ember"))
    preprint, paper = (Record.model_validate({"id": NEW, **work}) for work in (PREPRINT, PAPER))
    lookup.add("arxiv", RECORD.identifiers[0], Found(preprint, "arxiv", DAY))
    lookup.add("semantic-scholar", RECORD.identifiers[0], Found(preprint, "semantic-scholar", DAY, (of_work,)))
    lookup.add("crossref", of_work.identifier, Found(paper, "crossref", DAY))
    assert [answer.source for answer in lookup.found] == ["arxiv", "semantic-scholar"]
    assert [finding.message for finding in publications_of_other_title(RECORD, [lookup])] == [EMBER]


@pytest.mark.parametrize("changed", [
    {"id": "ember", "type": "paper-conference", "genre": "", "container_title": "Congress"},
    {"relations": [{"kind": "published-as", "identifier": "doi:10.5555/ember"}]},
])  # fmt: skip
def test_nothing_is_suggested_for_what_is_known(changed: dict[str, Any]) -> None:
    record = RECORD.evolve(**changed)
    with services({"arxiv": [PREPRINT], "crossref": [PAPER]}), Client() as client:
        (lookups,) = look_up_works([RECORD], client)
        assert publications_of_other_title(record, lookups) == []


def test_a_work_that_is_listed_or_recorded_as_different_is_not_suggested() -> None:
    works = {"arxiv": [PREPRINT], "crossref": [PAPER]}

    def library(identifier: str, *records: Record) -> Library:
        return Library(records, config=Config(different=(("arden2023kiln", identifier),)))

    assert messages(works, library=library("doi:10.5555/ember")) == []
    assert messages(works, library=library("doi:10.5555/wires")) == [EMBER]
    listed = Record.model_validate({"id": "ember", **PAPER})
    assert messages(works, library=library("doi:10.5555/wires", listed)) == []
