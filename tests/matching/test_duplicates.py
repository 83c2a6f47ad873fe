"""Duplicates: which pairs are found and which are not, and each only once."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.matching.duplicates import find_pairs
from moebib.records.record import Record
from strategies import records


def work(key: str, **fields: Any) -> Record:
    plain: dict[str, Any] = {
        "type": "paper-conference", "title": "Sparse Experts at the Edge of the Network", "issued": "2024",
        "author": ["Doe, Jane", "Roe, Max"], "container_title": "Imagined Systems",
    }  # fmt: skip
    return Record.model_validate({"id": key, **plain, **fields})


PREPRINT = {"type": "article", "genre": "preprint", "container_title": "arXiv", "issued": "2023"}


@pytest.mark.parametrize("other", [
    {},
    {"title": "Sparse experts at the edge of the network."},
    {"title": "Sparse Experts at the Edge of the Netwrok"},
    {"author": ["Doe, J.", "Roe, M."], "issued": "2025"},
    {"author": ["Doe, J."], "title": "Sparse-Experts at the Edge of the Network"},
    PREPRINT,
    {**PREPRINT, "identifiers": ["arxiv:2301.01234"]},
    {"container_title": "Proceedings of Imagined Systems", "page": "1-10"},
    {"title": "Sparse Experts at the Edge of the..."},
    {"title": "Sparse Experts at the Edge of the Network: What Routers Learn from Wires"},
    {"title": "Experts Sparse at the Edge of the Network"},
    {"author": ["Jane, Doe", "Roe, Max"]},
    {"author": ["Doe"], "issued": None, "container_title": ""},
])  # fmt: skip
def test_a_duplicate_is_found(other: dict[str, Any]) -> None:
    pairs = find_pairs([work("a"), work("b", **other)])
    assert [(pair.first.id, pair.second.id) for pair in pairs] == [("a", "b")]


@pytest.mark.parametrize("other", [
    {"author": ["Poe, Ann"]},
    {"title": "Sparse Experts at the Edge of the Network, Part II"},
    {"title": "Erratum: Sparse Experts at the Edge of the Network"},
    {"container_title": "Workshop on Imagined Systems"},
    {"type": "book", "edition": "2"},
    {"title": "Dense Experts in the Middle of the Network"},
    {"title": "Sparse Experts at the Edge of the Network 2"},
    {"identifiers": ["arxiv:2301.01234"]},
    {"type": "article-journal", "issued": "2025", "page": "301"},
    {"container_title": "Things", "issued": "2029"},
])  # fmt: skip
def test_a_different_work_is_not_a_duplicate(other: dict[str, Any]) -> None:
    opposite = {"type": "book", "edition": "1"} if "edition" in other else {"page": "12-20"}
    first = work("a", identifiers=["arxiv:2401.09999"], **opposite)
    assert find_pairs([first, work("b", **other)]) == []


def test_a_common_identifier_is_enough_to_be_compared() -> None:
    first, second = (
        work("a", identifiers=["arxiv:2401.01234"]),
        work("b", identifiers=["arxiv:2401.01234"], title="Sparse Edge"),
    )
    assert len(find_pairs([first, second])) == 1


def test_a_common_page_of_a_volume_is_enough_to_be_compared() -> None:
    place = {"type": "article-journal", "volume": "25", "page": "402"}
    first = work("a", title="Measuring Gates with the Folin Reagent", **place)
    second = work("b", title="Determination of Gates by the Folin Method", container_title="Im. Syst.", **place)
    assert len(find_pairs([first, second])) == 1


def test_a_work_is_found_by_the_title_that_its_preprint_had() -> None:
    versions = [{"genre": "preprint", "title": "Experts Nobody Asked For", "issued": "2021"}]
    first, second = work("a", versions=versions), work("b", title="Experts Nobody Asked For", **PREPRINT)
    assert len(find_pairs([first, second])) == 1
    assert len(find_pairs([first.evolve(versions=(), aliases=("Experts nobody asked for",)), second])) == 1


def test_pairs_marked_as_different_are_not_reported_again() -> None:
    assert find_pairs([work("a"), work("b")], {frozenset(("b", "a"))}) == []


def test_the_closest_pairs_come_first_and_each_is_listed_once() -> None:
    pairs = find_pairs([work("a"), work("b", title="Sparse Experts at the Edge of the Netwrok"), work("c")])
    assert [(pair.first.id, pair.second.id) for pair in pairs] == [("a", "c"), ("a", "b"), ("b", "c")]


def test_many_works_of_one_family_name_and_year_are_cheap() -> None:
    names = product(("Sparse", "Dense", "Lazy", "Shared"), ("Routing", "Pruning", "Caching"), range(200))
    many = [work(f"k{i}", title=f"{a} {b} of {number * 7919} Things") for i, (a, b, number) in enumerate(names)]
    twin = work("twin", title=many[1234].title)
    assert [(pair.first.id, pair.second.id) for pair in find_pairs([*many, twin])] == [("k1234", "twin")]


@given(st.lists(records(), max_size=4))
def test_a_copy_is_always_found(works: list[Record]) -> None:
    titled = [work.evolve(id=f"k{i}") for i, work in enumerate(works) if work.title and work.author]
    copies = [work.evolve(id=f"copy-{work.id}") for work in titled]
    found_pairs = {frozenset((pair.first.id, pair.second.id)) for pair in find_pairs([*titled, *copies])}
    assert {frozenset((work.id, f"copy-{work.id}")) for work in titled} <= found_pairs
