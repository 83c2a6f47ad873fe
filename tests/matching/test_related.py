"""Related works: which pairs are suggested, as what, and which are not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.matching.related import find_related, relate
from moebib.records.record import Record
from strategies import records

FOUR = ["Arden, Mia", "Brook, Tom", "Cho, Ada", "Dale, Eva"]
STUDY = (
    "We store warm experts near the router, measure how quickly they cool on small devices, and show that a thermal "
    "cache of modest size keeps latency below one millisecond for all invented workloads."
)

LEMMA = (
    "Wires of unequal length delay signals. We prove a lower bound for their total delay in planar graphs, construct "
    "matching layouts in polynomial time, and discuss consequences for clock distribution."
)


def work(key: str, **fields: Any) -> Record:
    plain: dict[str, Any] = {
        "type": "paper-conference", "title": "Kiln: Warm Experts with a Thermal Cache on Small Devices",
        "author": FOUR, "issued": "2024-03", "container_title": "Congress of Invented Systems",
    }  # fmt: skip
    return Record.model_validate({"id": key, **plain, **fields})


def preprint(**fields: Any) -> Record:
    plain = {"type": "article", "genre": "preprint", "issued": "2023-05", "container_title": "arXiv"}
    return work("a", **{**plain, "identifiers": ["arxiv:2305.99991"], **fields})


def kind_of(first: Record, second: Record) -> str | None:
    suggestion = relate(first, second)
    assert suggestion == relate(second, first)
    return suggestion and suggestion.kind


RENAMED = "Ember: Thermal Caches that Keep Warm Experts on Devices"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({"author": FOUR[:3]}, {"author": FOUR[:3], "title": "Warm Experts with Thermal Caches on Small Devices"}),
        ({"author": [*FOUR, "Elm, Kim", "Fern, Lou", "Gale, Max", "Hart, Ned"]},
         {"author": [*FOUR, "Elm, Kim", "Fern, Lou", "Gale, Max", "Hart, Ned"], "title": "A Warm Cache of Experts"}),
        ({"abstract": STUDY, "author": FOUR[:2]},
         {"abstract": STUDY.replace("thermal", "warm"), "author": FOUR[:2], "title": "A Study of Cooling"}),
        ({"author": ["Arden, M.", "Brook, T.", "Cho, A.", "Dale, E."]}, {}),
        ({"issued": None}, {}),
        ({}, {"identifiers": ["doi:10.5555/ember"], "versions": [{"genre": "preprint", "container_title": "arXiv"}]}),
    ],
)  # fmt: skip
def test_a_publication_under_another_title_is_suggested(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert kind_of(preprint(**first), work("b", **{"title": RENAMED, **second})) == "published-as"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"author": FOUR[:2]}, {"author": FOUR[:2]}),
        ({"author": FOUR[:3]}, {"author": FOUR[:3]}),
        ({}, {"author": FOUR[::-1]}),
        ({}, {"author": ["Arden, Mia", "Brook, Ulf", "Cho, Ben", "Dale, Eva"]}),
        ({}, {"author": [*FOUR, "Elm, Kim"]}),
        ({}, {"title": "Ember: Learning to Route on Slow Wires"}),
        ({}, {"title": f"{RENAMED}, Part 2"}),
        ({"abstract": STUDY}, {"abstract": f"{LEMMA} It is tight."}),
        ({}, {"issued": "2020"}),
        ({}, {"issued": "2029"}),
        ({}, {"container_title": ""}),
        ({}, {"type": "software"}),
        ({}, {"identifiers": ["doi:10.5555/ember"], "versions": [{"identifiers": ["arxiv:2306.99999"]}]}),
        ({"identifiers": ["doi:10.5555/ember"]}, {"identifiers": ["doi:10.5555/ember"]}),
        ({"relations": [{"kind": "extended-by", "key": "b"}]}, {}),
        ({}, {"relations": [{"kind": "same-work", "identifier": "arxiv:2305.99991"}]}),
        ({"title": RENAMED}, {}),
        ({"title": "Proceedings of the Congress of Warm Experts"}, {"title": "Proceedings of the Congress of Experts"}),
        ({"title": "Editorial"}, {"title": "Editorial"}),
    ],
)
def test_it_is_not_suggested_without_enough_evidence(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert kind_of(preprint(**first), work("b", **{"title": RENAMED, **second})) is None


ARTICLE = {"type": "article-journal", "container_title": "Journal of Invented Systems", "issued": "2025", "volume": "3"}


@pytest.mark.parametrize("changed", [
    {**ARTICLE, "page": "301-330"},
    {**ARTICLE, "page": "301-330", "title": "Warm Experts with a Thermal Cache on All Devices"},
    {"title": "Ember: Warm Experts", "issued": "2025", "abstract": STUDY},
])  # fmt: skip
def test_a_longer_version_is_suggested(changed: dict[str, Any]) -> None:
    assert kind_of(work("a", page="21-32", abstract=STUDY), work("b", **changed)) == "extended-by"


@pytest.mark.parametrize("changed", [
    {**ARTICLE, "page": "301-330", "title": "Ember: Thermal Routers on Wires"},
    {"title": RENAMED, "issued": "2025"},
    {**ARTICLE, "page": "301-330", "title": RENAMED, "issued": None},
    {**ARTICLE, "page": "301-330", "issued": "2031"},
])  # fmt: skip
def test_another_paper_of_the_same_people_is_no_longer_version(changed: dict[str, Any]) -> None:
    assert kind_of(work("a", page="21-32"), work("b", **changed)) is None


@pytest.mark.parametrize(("first", "second", "kind"), [
    ("Kiln-V2: A Warm Model", "Kiln-V3 Technical Report", "continued-by"),
    ("OpenKiln2 Technical Report", "OpenKiln3 Technical Report", "continued-by"),
    ("Byzantine Warmth: Part I", "Byzantine Warmth: Part II", "continued-by"),
    ("Kiln-V3: A Warm Model", "Kiln-V2 Technical Report", None),
    ("Phase 3: Warmth", "Phase 4: Cold", None),
    ("Invented Systems in Practice 2016", "Invented Systems in Practice 2017", None),
    ("Kiln-V2: A Warm Model", "Oven-V3: A Warm Model", None),
])  # fmt: skip
def test_a_sequel_has_the_same_name_and_a_higher_number(first: str, second: str, kind: str | None) -> None:
    few = ["Arden, Mia", "Brook, Tom", "Cho, Ada"]
    earlier = work("a", title=first, author=[*few, "Ash, Ida", "Elm, Kim", "Yew, Ole"], issued="2023")
    assert kind_of(earlier, work("b", title=second, author=[*few, "Oak, Pia", "Fir, Ute"], issued="2024")) == kind


def test_the_evidence_is_counted() -> None:
    suggestion = relate(preprint(abstract=STUDY), work("b", title=RENAMED, abstract=STUDY))
    assert suggestion
    assert (suggestion.first.id, suggestion.second.id) == ("a", "b")
    assert str(suggestion.evidence) == (
        "in common: 4 of 4 authors, 50% of the words of the titles, 100% of those of the abstracts"
    )
    more = relate(preprint(abstract=STUDY), work("b", title=RENAMED, abstract=STUDY, author=[*FOUR, "Elm, Kim"]))
    assert more
    assert str(more.evidence).startswith("in common: 4 of 4 and 5 authors")


def test_pairs_that_are_recorded_as_different_are_left_out() -> None:
    pair = [preprint(), work("b", title=RENAMED)]
    assert [suggestion.kind for suggestion in find_related(pair)] == ["published-as"]
    assert find_related(pair, {frozenset(("a", "b"))}) == []


def test_duplicates_are_not_suggested_again() -> None:
    assert find_related([preprint(), work("b")]) == []


@given(st.lists(records(), max_size=6, unique_by=lambda record: record.id))
def test_any_records_can_be_compared_and_their_order_does_not_matter(listed: list[Record]) -> None:
    found = find_related(listed)
    assert find_related(listed[::-1]) == found
    assert all(suggestion.first.id != suggestion.second.id for suggestion in found)
