"""Publications of preprints that only a search for the title finds, and how many requests that takes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from moebib.lookup.client import Client
from moebib.lookup.lookup import Lookup
from moebib.lookup.published import look_up_works, unavailable_for
from moebib.records.identifier import Scheme
from moebib.records.record import Record
from services import queried, services

NAMES = ("Amber", "Basalt", "Chalk", "Dolomite", "Emerald", "Flint", "Garnet", "Halite", "Jade", "Kyanite", "Lapis",
         "Marble")  # fmt: skip


def preprint(number: int) -> dict[str, object]:
    return {
        "type": "article", "genre": "preprint", "title": f"Sorting Invented {NAMES[number]}", "author": ["Arden, Mia"],
        "issued": "2024", "container_title": "arXiv", "identifiers": [f"arxiv:2402.{number:05}"],
    }  # fmt: skip


def paper(number: int) -> dict[str, object]:
    return {
        **preprint(number), "type": "paper-conference", "genre": "", "container_title": "Congress of Invented Stones",
        "identifiers": [f"dblp:conf/stones/Arden24{chr(97 + number)}"],
    }  # fmt: skip


RECORDS = [Record.model_validate({"id": f"a{number}", **preprint(number)}) for number in range(len(NAMES))]


@pytest.fixture
def client() -> Iterator[Client]:
    works = {"arxiv": [preprint(number) for number in range(12)], "dblp": [paper(number) for number in range(12)]}
    with services(works, schemes={"arxiv": {Scheme.ARXIV}, "dblp": {Scheme.DBLP}}), Client() as opened:
        yield opened


def venues(lookups: list[Lookup]) -> set[str]:
    return {answer.record.container_title for lookup in lookups for answer in lookup.found}


def test_a_preprint_without_a_publication_takes_one_search_in_each_source(client: Client) -> None:
    (lookups,) = look_up_works(RECORDS[:1], client)
    assert venues(lookups) == {"arXiv", "Congress of Invented Stones"}
    assert [request for request in queried if not request[1]] == [("arxiv", ()), ("dblp", ())]


def test_what_ten_searches_find_is_queried_together(client: Client) -> None:
    assert all(len(venues(lookups)) == 2 for lookups in look_up_works(RECORDS, client))
    by_identifier = [len(identifiers) for name, identifiers in queried if identifiers and name == "dblp"]
    assert (by_identifier, len(queried) - len(by_identifier)) == ([10, 2], 2 * 12 + 3)


def test_the_works_of_the_authors_are_the_last_resort() -> None:
    renamed = {**paper(0), "title": "A Study of Stones", "author": ["Arden, Mia", "Brook, Tom"]}
    record = RECORDS[0].evolve(author=["Arden, Mia", "Brook, Tom"])
    works = {"arxiv": [{**preprint(0), "author": ["Arden, Mia", "Brook, Tom"]}], "dblp": [renamed]}
    schemes = {"arxiv": {Scheme.ARXIV}, "dblp": {Scheme.DBLP}}
    with services(works, schemes=schemes), Client() as opened:
        (lookups,) = look_up_works([record], opened)
        assert venues(lookups) == {"arXiv"}
        others = [answer.record.title for answer in lookups[-1].others]
        assert others == ["Sorting Invented Amber", "A Study of Stones"]
        assert [name for name, identifiers in queried if identifiers == ("authors",)] == ["arxiv", "dblp"]
        (lookups,) = look_up_works([record.evolve(author=["Arden, Mia"])], opened)
        assert [lookup.identifier is None for lookup in lookups] == [False, True]
    with services(works, schemes=schemes, cut={"dblp"}), Client() as opened:
        (lookups,) = look_up_works([record], opened)
        assert "dblp" in unavailable_for(lookups[-1:])


def test_nothing_is_searched_for_where_it_is_not_needed(client: Client) -> None:
    published = Record.model_validate({"id": "b", **paper(0), "identifiers": ["arxiv:2402.00000"]})
    without_author = RECORDS[1].evolve(author=())
    assert [len(lookups) for lookups in look_up_works([published, without_author], client)] == [1, 1]
    assert [len(lookups) for lookups in look_up_works(RECORDS[:1], client, {"withdrawn"})] == [1]
    assert all(identifiers for _, identifiers in queried)


def test_works_that_need_no_search_do_not_wait_for_others(client: Client) -> None:
    published = Record.model_validate({"id": "b", **paper(0), "identifiers": ["arxiv:2402.00000"]})
    works = look_up_works([published, *RECORDS[1:3]], client)
    next(works)
    assert all(identifiers for _, identifiers in queried)
