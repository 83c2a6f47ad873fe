"""What follows from the absence of a work depends on its kind, its age and its script."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from moebib.lookup.coverage import are_enough, why_not_covered, without_registration
from moebib.lookup.lookup import Lookup
from moebib.records.answer import Absent, Unavailable
from moebib.records.identifier import parse_identifier
from moebib.records.record import Record

TODAY = date(2026, 11, 30)


def work(**fields: Any) -> Record:
    return Record.model_validate({"id": "a", "type": "paper-conference", "title": "On Invented Things", **fields})


ESSAY = {"type": "article-journal", "container_title": "Clay Notes"}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, None),
        ({"type": "article-journal", "issued": "1990"}, None),
        ({"type": "article", "genre": "preprint"}, None),
        ({"type": "document", "identifiers": ["arxiv:2401.01234"]}, None),
        ({"type": "book"}, "no source covers books"),
        ({"type": "chapter"}, "no source covers books"),
        ({"type": "thesis"}, "no source covers grey literature"),
        ({"type": "document"}, "no source covers grey literature"),
        ({"type": "document", "url": "https://page.example/"}, "no source covers web pages"),
        ({"type": "webpage"}, "no source covers web pages"),
        ({"type": "software"}, "no source covers software and data"),
        ({"type": "song"}, "no source covers works of this kind"),
        ({"issued": "1969"}, "no source covers works of this age"),
        ({"issued": "1985"}, None),  # before the index of one source, and not of the other
        ({"title": "О вещах придуманных"}, "no source covers titles in this script"),
        ({"title": "模糊测试技术研究"}, "no source covers titles in this script"),
        ({"title": "基于 Transformer 的图像分类方法"}, "no source covers titles in this script"),
        ({"title": "Nghiên cứu về gốm"}, "no source covers works in this language"),
        ({"title": "Kil fırınlarının ısıl analizi"}, "no source covers works in this language"),
        ({"title": "Erdős-Rényi Kilns"}, None),  # names of people
        ({"title": "Naïve Kilns"}, None),
        ({"container_title": "Zeitschrift für Ton"}, "no source covers works in this language"),
        ({"container_title": "Dokl. Akad. Nauk SSSR"}, "no source covers works in this language"),
        ({"container_title": "计算机学报"}, "no source covers titles in this script"),
        ({"title": "Das Brennen von Töpfen und Ziegeln"}, "no source covers works in this language"),
        ({"title": "La cuisson des pots et la glaçure"}, "no source covers works in this language"),
        ({"title": "Firing Pots (in Russian)"}, "no source covers works in this language"),
        ({"note": "In Chinese"}, "no source covers works in this language"),
        ({"language": "de-AT"}, "no source covers works in this language"),
        ({"language": "en-GB"}, None),
        ({"language": "American English"}, None),
        ({"title": "De Novo Design of the Kiln"}, None),
        ({"title": "Об {LLM} in Invented Systems"}, None),
        ({"issued": "2026-10"}, "too new to be in an index"),
        ({"issued": "2026-06-15"}, None),
        ({"issued": "2026"}, "too new to be in an index"),  # it may have appeared yesterday
        ({"issued": "2025"}, None),
        ({"issued": "2026", "container_title": "NeurIPS"}, "too new to be in an index"),  # in December
        ({"issued": "2026", "container_title": "ICML"}, None),  # in July
        ({"issued": "2026", "container_title": "Workshop on Kilns at CVPR 2026"}, "too new to be in an index"),
        ({"issued": "2027", "container_title": "ICML"}, "too new to be in an index"),
        ({"issued": "2026", "identifiers": ["arxiv:2610.01234"]}, "too new to be in an index"),
        ({"issued": "2026", "note": "In press"}, "too new to be in an index"),
        ({"issued": None, "extra": {"year": "forthcoming"}}, "too new to be in an index"),
        ({"issued": "2021", "note": "To appear"}, None),
        ({"container_title": "Kiln Lab Blog"}, "no source covers web pages"),
        ({"container_title": "Technical report, Kiln Lab"}, "no source covers grey literature"),
        ({"container_title": "The Claytown Times"}, "no source covers newspapers and magazines"),
        ({"container_title": "Wired"}, "no source covers newspapers and magazines"),
        ({"container_title": "The New York Times"}, "no source covers newspapers and magazines"),
        ({"type": "article-magazine"}, "no source covers newspapers and magazines"),
        ({"container_title": "IEEE Clay Magazine"}, None),
        ({"container_title": "Transformer Circuits Thread"}, "no source covers web pages"),
        ({"container_title": "clay-lab.example.org"}, "no source covers web pages"),
        ({**ESSAY, "url": "https://clay.example/essay"}, "no source covers web pages"),
        ({**ESSAY, "url": "https://clay.example/essay", "volume": "3"}, None),
        (ESSAY, None),
        ({"container_title": "Kiln Lab Working Paper Series"}, "no source covers grey literature"),
        ({"container_title": "OpenAI"}, "no source covers grey literature"),
        ({"container_title": "CVPR Tutorials"}, "no source covers grey literature"),
        ({"container_title": "US Patent App. 15/123,456"}, "no source covers grey literature"),
        ({"container_title": "World Patent Information"}, None),
        ({"container_title": "Supreme Court"}, "no source covers grey literature"),
        ({"container_title": "ISO/IEC 9899"}, "no source covers grey literature"),
        ({"container_title": "Journal of Clay (in Chinese)"}, "no source covers works in this language"),
        ({"container_title": "GitHub repository"}, "no source covers software and data"),
        ({"container_title": "NeurIPS 2023 Workshop on Sparse Kilns"}, "no source covers this venue"),
        (
            {"container_title": "Workshop on Kilns at the International Conference on Learning Representations"},
            "no source covers this venue",
        ),
        ({"container_title": "CVPR 2023 Workshops"}, None),
        ({"container_title": "NeurIPS"}, None),
        ({"type": "article", "container_title": "Cryptology ePrint Archive"}, "no source covers this venue"),
        ({"type": "article", "genre": "preprint", "container_title": "bioRxiv"}, None),
        ({"type": "article", "container_title": "arXiv", "issued": "2026-10"}, None),
        ({"type": "article", "container_title": "bioRxiv", "issued": "2026-10"}, "too new to be in an index"),
        ({"type": "document", "container_title": "In NeurIPS 2023"}, None),
        ({"type": "document", "note": "Accepted at the Conference on Kilns"}, None),
        ({"container_title": "Journal of Blogging"}, None),
        ({"issued": "2033"}, None),  # an error, whatever indexes have
    ],
)
def test_the_reason_why_nothing_follows_from_an_absence(fields: dict[str, Any], reason: str | None) -> None:
    assert why_not_covered(work(**fields), TODAY) == reason


def test_all_sources_that_have_nearly_all_works_of_a_kind_have_to_respond() -> None:
    assert are_enough(work(), ["crossref", "openalex"], ["dblp", "hugging-face"], TODAY)
    # Some papers are in one of them only.
    assert not are_enough(work(), ["crossref", "openalex"], ["dblp", "semantic-scholar"], TODAY)
    assert not are_enough(work(), ["crossref", "dblp"], ["openalex"], TODAY)
    # They are optional: nothing follows from their absence.
    assert not are_enough(work(), ["dblp", "semantic-scholar"], [], TODAY)


@pytest.mark.parametrize(
    ("fields", "responded", "silent", "expected"),
    [
        ({"type": "article", "container_title": "arXiv"}, ["arxiv", "openalex"], ["crossref"], True),
        ({"type": "article", "container_title": "bioRxiv"}, ["arxiv", "openalex"], ["crossref"], False),
        ({"type": "article", "container_title": "bioRxiv"}, ["crossref", "openalex"], ["arxiv"], True),
        ({"type": "article", "container_title": "arXiv", "issued": "2026-10"}, ["arxiv"], ["openalex"], True),
        ({"type": "article", "container_title": "arXiv", "issued": "2026-10"}, ["openalex"], [], False),
        ({"issued": "1985"}, ["openalex"], ["crossref"], True),
        ({"issued": "1985"}, ["crossref"], [], False),
        ({"container_title": "NeurIPS"}, ["openalex"], ["crossref"], True),  # its papers have no DOIs
        ({"container_title": "NeurIPS"}, ["crossref"], [], False),
        ({"container_title": "CVPR"}, ["openalex"], ["crossref"], False),
    ],
)
def test_only_sources_that_cover_the_venue_and_the_year_have_to_respond(
    fields: dict[str, Any], responded: list[str], silent: list[str], expected: bool
) -> None:
    assert are_enough(work(**fields), responded, silent, TODAY) == expected


def looked_up(identifier: str, *, absent: tuple[str, ...] = (), silent: tuple[str, ...] = ()) -> Lookup:
    misses: list[Absent | Unavailable] = [*map(Absent, absent), *(Unavailable(name, "no response") for name in silent)]
    return Lookup(identifier, parse_identifier(identifier), misses=misses)


@pytest.mark.parametrize(
    ("lookup", "sources"),
    [
        (looked_up("doi:10.5555/x", absent=("crossref", "openalex")), "crossref, openalex"),
        (looked_up("doi:10.5555/x", absent=("crossref",), silent=("openalex",)), "crossref"),
        (looked_up("doi:10.5555/x", absent=("crossref",), silent=("datacite",)), ""),
        (looked_up("doi:10.5555/x", absent=("openalex",)), "openalex"),
        (looked_up("doi:10.5555/x", silent=("crossref",)), ""),
        (looked_up("arxiv:2401.00001", absent=("arxiv",), silent=("semantic-scholar",)), "arxiv"),
        (looked_up("isbn:9780306406157", absent=("open-library",)), ""),
        (looked_up("url:https://clay.example/pots", absent=("page",)), ""),
        (Lookup("Firing Pots", is_title=True, misses=[Absent("crossref")]), ""),
    ],
)
def test_an_identifier_does_not_exist_if_its_registrar_says_so(lookup: Lookup, sources: str) -> None:
    assert without_registration(lookup) == sources
