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
        ({"issued": "1969"}, "no source covers works before 1970"),
        ({"title": "О вещах придуманных"}, "no source covers titles in this script"),
        ({"title": "模糊测试技术研究"}, "no source covers titles in this script"),
        ({"title": "Об {LLM} in Invented Systems"}, None),
        ({"issued": "2026-10"}, "too new to be in an index"),
        ({"issued": "2026-06-15"}, None),
        ({"issued": "2026"}, None),
        ({"issued": "2026", "identifiers": ["arxiv:2610.01234"]}, "too new to be in an index"),
        ({"issued": "2026", "note": "In press"}, "too new to be in an index"),
        ({"issued": None, "extra": {"year": "forthcoming"}}, "too new to be in an index"),
        ({"issued": "2021", "note": "To appear"}, None),
        ({"container_title": "Kiln Lab Blog"}, "no source covers web pages"),
        ({"container_title": "Technical report, Kiln Lab"}, "no source covers grey literature"),
        ({"container_title": "The Claytown Times"}, "no source covers grey literature"),
        ({"container_title": "Journal of Blogging"}, None),
        ({"issued": "2033"}, None),  # an error, whatever indexes have
    ],
)
def test_the_reason_why_nothing_follows_from_an_absence(fields: dict[str, Any], reason: str | None) -> None:
    assert why_not_covered(work(**fields), TODAY) == reason


def test_all_sources_that_have_nearly_all_works_of_a_kind_have_to_respond() -> None:
    assert are_enough(work(), ["crossref", "openalex"], ["dblp", "hugging-face"])
    assert not are_enough(work(), ["crossref", "openalex"], ["dblp", "semantic-scholar"])  # who else has its papers?
    assert not are_enough(work(), ["crossref", "dblp"], ["openalex"])
    assert not are_enough(work(), ["dblp", "semantic-scholar"], [])  # optional: nothing follows from their absence
    assert are_enough(work(type="article", genre="preprint"), ["arxiv", "openalex"], ["crossref"])


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
