"""What a registrar says about a DOI, compared with the publication that has it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from moebib.checks.registration import contradictions, registered
from moebib.records.answer import Found
from moebib.records.identifier import parse_identifier
from moebib.records.record import Record


def publication(type_: str = "article-journal", container: str = "", issued: str = "", **fields: Any) -> Record:
    return Record.model_validate(
        {"id": "doe2024", "type": type_, "title": "Experts", "container_title": container, "issued": issued or None}
        | fields
    )


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (publication(issued="2023"), publication(issued="2024")),
        (publication(container="J. Imag. Syst."), publication(container="Journal of Imagined Systems")),
        (publication("paper-conference", "NIPS 2017"),
         publication("paper-conference", "Advances in Neural Information Processing Systems 30", "2018")),
        (publication("paper-conference", "ECCV 2022"),
         publication("chapter", "Lecture Notes in Computer Science", "2022",
                     event_title="17th European Conference on Computer Vision")),
        (publication("paper-conference", "AAAI", "2023"),
         publication(container="Proceedings of the AAAI Conference on Artificial Intelligence", issued="2023")),
        (publication("document", "bioRxiv"), publication("article", "bioRxiv", genre="preprint")),
        (publication("article-journal", "SSRN Electronic Journal"), publication("article", "SSRN", genre="preprint")),
        (publication("report"), publication("article", "SSRN", genre="preprint")),
        (publication("book", issued="1984"), publication("book", issued="2012")),
        (publication("software", issued="2020"), publication("software", issued="2024")),
        (publication("software", "Zenodo"), publication("software")),
        (publication("webpage"), publication()),
        (publication("thesis"), publication("book")),
    ],
)  # fmt: skip
def test_other_names_and_dates_of_one_publication_are_no_contradiction(here: Record, there: Record) -> None:
    assert list(contradictions(here, there)) == list(contradictions(there, here)) == []


@pytest.mark.parametrize(
    ("here", "there", "fields"),
    [
        (publication("thesis"), publication(), ["type"]),
        (publication("software"), publication("paper-conference"), ["type"]),
        (publication("paper-conference", "ICML 2023", "2023"), publication("paper-conference", "ICML 2024", "2024"),
         ["issued"]),
        (publication(container="Invented Letters", volume="2"), publication(container="Invented Letters", volume="3"),
         ["volume"]),
        (publication("paper-conference", "ACL 2024"), publication("paper-conference", "Findings of ACL", "2024"),
         ["container_title"]),
        (publication("article", "arXiv", "2019", genre="preprint"), publication(container="Nature", issued="2023"),
         ["type", "issued"]),
    ],
)  # fmt: skip
def test_another_type_container_volume_or_year_is_a_contradiction(
    here: Record, there: Record, fields: list[str]
) -> None:
    assert [field for field, *_ in contradictions(here, there)] == fields


def test_only_the_registrar_decides_what_a_doi_is_of() -> None:
    record = publication(identifiers=["doi:10.5555/1", "arxiv:2401.01234"])
    answers = [Found(record, source, date(2026, 1, 1)) for source in ("openalex", "doi", "crossref")]
    found = registered(parse_identifier("doi:10.5555/1"), answers)
    assert found
    assert found.source == "crossref"
    assert registered(parse_identifier("doi:10.5555/2"), answers) is None
    assert registered(parse_identifier("arxiv:2401.01234"), answers) is None
    assert registered(parse_identifier("doi:10.5555/1"), answers[:1]) is None


def test_the_acl_anthology_decides_what_its_ids_are_of() -> None:
    workshop = publication("paper-conference", "Proceedings of the First Workshop on Things", "2024",
                           identifiers=["acl:2024.things-1.7"])  # fmt: skip
    found = registered(parse_identifier("acl:2024.things-1.7"), [Found(workshop, "acl", date(2026, 1, 1))])
    assert found
    here = publication("paper-conference", "ACL 2024", identifiers=["acl:2024.things-1.7"])
    assert [field for field, *_ in contradictions(here, found.record)] == ["container_title"]
