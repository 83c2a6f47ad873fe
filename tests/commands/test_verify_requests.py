"""References are verified in few requests: sources are searched only as far as a verdict needs them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from moebib.commands.verify import Verified, verify
from moebib.lookup.client import Client
from moebib.records.record import Record
from services import DAY, Known, queried, services

PAPER = {
    "type": "article-journal", "title": "Firing Pots with Care", "author": ["Lund, Ida", "Quill, Ada"],
    "issued": "2024", "container_title": "Journal of Clay", "identifiers": ["doi:10.5555/pots.1"],
}  # fmt: skip
PREPRINT = {**PAPER, "type": "article", "genre": "preprint", "container_title": "arXiv", "issued": "2022",
            "identifiers": ["arxiv:2201.00001"]}  # fmt: skip


def verified(reference: dict[str, Any], works: Known) -> Verified:
    with services(works):
        client = Client(SimpleNamespace(keys={}, mailto=None))
        (result,) = verify([Record.model_validate({"id": "a", **reference})], client, DAY)
    return result


def searched() -> list[str]:
    """The sources that were searched for a title, in their order."""
    return [name for name, identifiers in queried if not identifiers]


WITHOUT_IDENTIFIER = {**PAPER, "identifiers": []}


def test_once_a_source_confirms_all_of_a_reference_no_other_is_searched_for_its_title() -> None:
    works: Known = {"crossref": [PAPER], "arxiv": [PREPRINT], "openalex": [], "semantic-scholar": []}
    assert verified(WITHOUT_IDENTIFIER, works).verdict.kind == "ok"
    assert searched() == ["crossref"]


def test_all_sources_are_searched_while_something_is_open() -> None:
    works: Known = {"crossref": [], "arxiv": [PREPRINT], "openalex": [PAPER], "semantic-scholar": []}
    assert verified(WITHOUT_IDENTIFIER, works).verdict.kind == "ok"
    assert searched() == ["crossref", "openalex"]
    assert verified({**WITHOUT_IDENTIFIER, "issued": "2022"}, works).verdict.kind == "ok"
    assert verified({**WITHOUT_IDENTIFIER, "author": ["Marsh, Ida"]}, works).verdict.kind == "not found"
    assert sorted(searched()) == sorted(works)


def test_a_source_that_only_copies_the_metadata_of_another_is_not_queried() -> None:
    works: Known = {"arxiv": [PREPRINT], "hugging-face": [PREPRINT], "openalex": []}
    assert verified(PREPRINT, works).verdict.kind == "ok"
    assert {name for name, _ in queried} == {"arxiv", "openalex"}


def test_the_publication_of_a_preprint_to_which_nothing_leads_is_found_by_its_title() -> None:
    works: Known = {"arxiv": [PREPRINT], "crossref": [PAPER], "dblp": []}
    result = verified(PREPRINT, works).verdict
    assert (result.kind, result.hints) == (
        "ok",
        ("there is a published version: Journal of Clay 2024 (doi:10.5555/pots.1)",),
    )
    assert searched() == ["dblp", "crossref"]
    assert (
        verified(PREPRINT, {"arxiv": [PREPRINT], "crossref": [{**PAPER, "author": ["Marsh, Ida"]}]}).verdict.kind
        == "ok"
    )


def test_a_catalogue_of_books_is_searched_for_books_only() -> None:
    book = {
        "type": "book",
        "title": PAPER["title"],
        "author": PAPER["author"],
        "issued": "2024",
        "publisher": "Clay Press",
    }
    works: Known = {"crossref": [], "openalex": [], "open-library": [{**book, "issued": "1999", "publisher": ""}]}
    result = verified(book, works).verdict
    assert (result.kind, result.hints) == ("ok", ("year: 2024 here, 1999 in open-library",))
    assert verified(WITHOUT_IDENTIFIER, works).verdict.kind == "not found"
    assert searched() == ["crossref", "openalex"]
    other = verified({**book, "author": ["Marsh, Ida"]}, works).verdict
    assert str(other) == "cannot tell (no source covers books)"


def test_results_of_title_searches_come_after_every_ten() -> None:
    works: Known = {"crossref": [PAPER]}
    titles = [f"Firing Pots of Kiln Number {number}" for number in range(25)]
    records = [Record.model_validate({"id": "a", **WITHOUT_IDENTIFIER, "title": title}) for title in titles]
    with services(works):
        results = verify(records, Client(SimpleNamespace(keys={}, mailto=None)), DAY)
        next(results)
        assert len(searched()) == 10
        assert len(list(results)) == 24


def test_theses_and_software_are_searched_at_datacite() -> None:
    thesis = {**PAPER, "type": "thesis", "container_title": "", "identifiers": ["doi:10.5555/thesis"]}
    works: Known = {"crossref": [], "openalex": [], "datacite": [thesis]}
    assert verified({**thesis, "identifiers": []}, works).verdict.kind == "ok"
    assert str(verified({**thesis, "identifiers": [], "title": "Of Tin"}, works).verdict) == (
        "cannot tell (no source covers grey literature)"
    )


def test_a_reference_with_a_title_that_was_found_by_its_identifier_is_not_searched() -> None:
    works: Known = {"crossref": [PAPER], "openalex": []}
    assert verified(PAPER, works).verdict.kind == "ok"
    assert searched() == []
