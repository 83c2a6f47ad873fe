"""The distance between two records: which are the same work, and why others are not."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from hypothesis import given

from clock import calls
from moebib.matching.distance import SAME, Distance, agree, compare, is_same
from moebib.records.name import Name
from moebib.records.record import Record
from shared_data import shared
from strategies import records

PEOPLE = ("Roe, Ann B.", "Vale, Tom", "Li, Wei")


def paper(title: str = "Sparse Gates for Wide Networks", *people: str, **fields: Any) -> Record:
    """A published paper; ``venue`` is the container title and ``ids`` are the identifiers."""
    usual = {
        "type": "paper-conference",
        "container_title": fields.pop("venue", ""),
        "identifiers": fields.pop("ids", ()),
    }
    return Record.model_validate({"id": "new", "title": title, "author": people or PEOPLE, **usual, **fields})


def preprint(title: str = "Sparse Gates for Wide Networks", *people: str, **fields: Any) -> Record:
    return paper(title, *people, type="article", genre="preprint", **fields)


SAME_TITLES = [
    ("Sparse Gates for Wide Networks", "SPARSE GATES FOR WIDE NETWORKS."),
    ("Pre-training of Mixture-of-Experts", "Pretraining of Mixture of Experts"),
    ("MoE-I² on 2D $k$-Means & {Kalman}", "MoE-I2 on 2D k-Means and Kalman"),
    ("Modèles épars à Győr", "Modeles epars a Gyor"),
    ("Towards Wide Networks", "Toward Wide Networks"),
    ("Optimisation of Wide Networks", "Optimization of Wide Networks"),
    ("Wide Mixture-of-Expert (MoE) Inference", "Wide Mixture-of-Experts Inference"),
    ("Sparse Gates for Wide Networks: A Long View", "Sparse Gates for Wide Networks"),
    ("RouteMoE: Practical Half-Bit Gates", "RouteMoE: Half-Bit Gates"),
    ("RouteMoE: Fast Gates for Small Devices", "RouteMoE: Wide Networks in Your Pocket"),
    ("RouteMoE: Fast Gates for Small Devices", "RouteMoE"),
    ("Lattices Part I: Theory", "Lattices, Part 1: Theory"),
    ("深度学习与专家混合", "深度学习与专家混合。"),
    ("Binding of p110α to the Gate", "Binding of p110alpha to the gate"),
    ("Sparse Gates fo Wide Networks", "Sparse Gates for Wide Networks"),
    ("Sparse Gates wtih Wide Networks", "Sparse Gates with Wide Networks"),
    ("Learning with Opponent-Learning Gates", "Learning with Opponent-Leerning Gates"),
    ("Sublinear Methods for Wide Networks of Gates", "Methods Sublinear for Wide Networks of Gates"),
    ("Fast Gates for Small Devices and Long Texts on Slow Wires", "Fast Gates for Small Devices and Long Texts"),
    ("Fast Gates for Small Devices in 2024", "Fast Gates for Small..."),
    ("Gate Transformer: Reinforcement by Wide Networks", "Gate Transformer"),
    ("Gatemaker: Reinforcement by Wide Networks", "Gatemaker"),
    ("Oestrogen in Wide Networks of Gates", "Estrogen in Wide Networks of Gates"),
]
OTHER_TITLES = [
    ("Lattices Part I", "Lattices Part II"),
    ("Lattices. I. Theory", "Lattices. II. Theory"),
    ("Lattices", "Lattices II"),
    ("Lattices I", "Lattices V"),
    ("Lattices: Part A", "Lattices: Part B"),
    ("Wide Networks, Part One", "Wide Networks, Part Two"),
    ("RouteMoE: Half-Bit Gates", "RouteMoE v2: Half-Bit Gates"),
    ("RouteMoE: Half-Bit Gates", "RouteMoE++: Half-Bit Gates"),
    ("GPT-3 on Wide Networks", "GPT-4 on Wide Networks"),
    ("Annual Survey of Wide Networks 2022", "Annual Survey of Wide Networks 2023"),
    ("Findings of the Third Task on Gates", "Findings of the Fourth Task on Gates"),
    ("Wide Networks, Second Edition", "Wide Networks, Third Edition"),
    ("Sparse Gates for Wide Networks", "Erratum: Sparse Gates for Wide Networks"),
    ("Sparse Gates for Wide Networks", "Correction to: Sparse Gates for Wide Networks"),
    ("Sparse Gates for Wide Networks", "Reply to “Sparse Gates for Wide Networks”"),
    ("Sparse Gates for Wide Networks", "Comment on Sparse Gates for Wide Networks"),
    ("Gates Are All You Need", "Gates Are Not All You Need"),
    ("Neural Transport", "Kernel Neural Transport"),
    ("On Linear Programs by Networks", "On Mixed-Integer Linear Programs by Networks"),
    ("A Survey on Mixture of Experts", "A Survey on Mixture of Agents"),
    ("Efficient Training of Wide Networks", "Efficient Inference of Wide Networks"),
    ("Networks: Fast Training", "Networks: Slow Inference"),
    ("LLM Gates: Fast Training", "LLM Gates: Slow Inference"),
    ("Asynchronous Gates for Wide Networks", "Synchronous Gates for Wide Networks"),
    ("Supervised Gates for Wide Networks", "Unsupervised Gates for Wide Networks"),
    ("Wide Networks: A Prospective View", "Wide Networks: A Retrospective View"),
    ("Assembly of Heterogeneous Wide Networks", "Assembly of Homogeneous Wide Networks"),
    ("Maximization of Flow in Wide Networks", "Minimization of Flow in Wide Networks"),
    ("Liquids Confined to Thin Layers: Behavior", "Liquids Behavior Confined to Thin Layers: Behavior"),
    ("Fast Gates for Wide Networks", "Fast Gates for Wide Networks with Memory"),
    ("Introduction", "Introduction: Gates and Networks"),
    ("BART", "BERT"),
    ("???", "!!!"),
]


@pytest.mark.parametrize(("title", "other_title"), SAME_TITLES)
def test_titles_of_the_same_work(title: str, other_title: str) -> None:
    distance = compare(preprint(title), paper(other_title))
    assert distance.is_same, distance


@pytest.mark.parametrize(("title", "other_title"), OTHER_TITLES)
def test_titles_of_two_works_by_the_same_people(title: str, other_title: str) -> None:
    distance = compare(preprint(title), paper(other_title))
    assert not distance.is_same, distance
    assert distance["title"] > SAME


@pytest.mark.parametrize(("name", "other_name"), [
    ("Roe, Ann B.", "Roe, A."),
    ("Roe, Ann B.", "ROE, Ann"),
    ("Roe, Ann B.", "Roe, A. B."),
    ("Roe, Ann", "Ann, Roe"),
    ("Li, Wei", "Wei, Li"),
    ("van den Berg, Jan", "Berg, Jan van den"),
    ("van den Berg, Jan", "{van den Berg}, Jan"),
    ("Csordás, Róbert", "Csordas, Robert"),
    ("Łukaszewicz, Ø.", "Lukaszewicz, O."),
    ("Schneemüller, K.", "Schneemueller, K."),
    ("O’Neil, Pat", "O'Neil, P."),
    ("{Vale Collaboration}", "{VALE Collaboration}"),
    ("Vale, Thomas", "Vale, Tom"),
    ("Roe, J. Edna", "Roe, Edna"),
])  # fmt: skip
def test_names_of_the_same_first_author(name: str, other_name: str) -> None:
    assert is_same(paper("Wide Gates", name, "Vale, Tom"), paper("Wide Gates", other_name, "Vale, Tom"))


@pytest.mark.parametrize(("name", "other_name"), [
    ("Roe, Ann", "Roe, Zoë"),
    ("Roe, Ann", "Vale, Ann"),
    ("Chen, Wei", "Cheng, Wei"),
    ("Li, W.", "Liu, W."),
    ("Roe, Ann", "{Roe Labs}"),
])  # fmt: skip
def test_names_of_different_first_authors(name: str, other_name: str) -> None:
    distance = compare(paper("Wide Gates", name, "Vale, Tom"), paper("Wide Gates", other_name, "Vale, Tom"))
    assert not distance.is_same, distance
    assert distance["first author"] > SAME


def test_a_title_by_other_people_is_another_work() -> None:
    book = paper("Deep Gates", "Roe, Ann", "Vale, Tom", type="book", issued="2016")
    assert not is_same(book, paper("Deep Gates", "Li, Wei", "Moor, Eva", type="article-journal", issued="2015"))


def test_authors_with_the_same_name_are_distinguished_by_their_coauthors() -> None:
    record = paper("Deep Gates", "Wang, Wei", "Roe, Ann", "Vale, Tom", "Moor, Eva")
    other = paper("Deep Gates", "Wang, Wei", "Lund, Per", "Hill, Sam", "Sand, Ida")
    assert not is_same(record, other)


def test_a_truncated_or_extended_list_of_authors_is_the_same_work() -> None:
    many = [f"{family}, X." for family in ("Roe", "Vale", "Li", "Moor", "Lund", "Hill", "Sand", "Berg", "Dale")]
    assert is_same(paper("Deep Gates", *many), paper("Deep Gates", many[0]))
    assert is_same(paper("Deep Gates", *many), paper("Deep Gates", *many[:8], "Fell, Y."))


def test_an_organisation_before_the_people_is_ignored() -> None:
    assert is_same(paper("Deep Gates", "{Vale AI}", "Roe, Ann"), paper("Deep Gates", "Roe, Ann", "{Vale AI}"))


@pytest.mark.parametrize(("record", "other", "same"), [
    (preprint(issued="2022"), paper(issued="2023", venue="Vale"), True),
    (preprint(issued="2020"), paper(issued="2024", venue="Vale"), True),
    (paper(issued="2023"), paper(issued="2024"), True),
    (paper(venue="Journal of Gates", issued="2019"), paper(venue="Journal of Gates", issued="2023"), False),
    (paper(venue="Journal of Gates", volume="3"), paper(venue="Journal of Gates", volume="4"), False),
    (paper(venue="Vale 24", page="40-49"), paper(venue="Vale 24", page="100-109"), False),
    (paper(venue="Vale 24", page="40-49"), paper(venue="Vale 24", page="40"), True),
    (paper(venue="Vale 24", page="40-49"), paper(venue="Vale 24", page="1-10"), True),
    (paper(venue="Meeting on Gates"), paper(venue="Workshop on Gates at the Meeting on Gates"), False),
    (paper(venue="VALE"), paper(venue="Proceedings of the 3rd Valley Meeting"), True),
    (paper(venue="Gates", volume="31", page="39"), paper(venue="Gates", volume="3", page="39"), True),
    (paper(venue="Gates", volume="31", page="39"), paper(venue="Gates", volume="32", page="42"), False),
    (paper(venue="Gates", volume="31", page="39"), paper(venue="Gates", volume="31", page="42"), False),
    (paper(venue="Vale", issued="2001"), paper(venue="Gates", issued="2002"), True),
    (paper(venue="Vale", issued="2001"), paper(venue="Gates", issued="2005"), False),
    (paper(venue="Vale", page="9"), paper(venue="Gates", page="9", type="article-journal"), True),
    (paper(venue="Vale", page="9"), paper(venue="Gates", page="77", type="article-journal"), False),
    (paper(venue="Vale", issued="2001"), paper(venue="Gates", issued="2003", type="article-journal"), False),
    (paper(venue="Vale", volume="7", page="9"), paper(venue="Gates", volume="480", page="179"), False),
    (paper(venue="Vale", volume="7", page="9"), paper(venue="Gates", volume="480", page="9"), True),
    (paper(type="thesis"), paper(), False),
    (paper(type="software"), paper(), False),
    (paper(type="dataset"), preprint(), False),
    (paper(type="document"), paper(), True),
    (paper(type="webpage"), preprint(), True),
    (paper(type="article-journal", venue="Gates"), paper(type="chapter", venue="Notes 7"), True),
    (paper(type="book", edition="2"), paper(type="book", edition="3"), False),
    (paper(type="book", edition="2"), paper(type="book", edition="Second"), True),
    (paper(ids=["doi:10.1000/a"]), paper(ids=["doi:10.1000/b"]), False),
    (preprint(ids=["doi:10.1000/a"]), paper(ids=["doi:10.1000/b"]), True),
    (preprint(ids=["arxiv:2401.00001"]), preprint(ids=["arxiv:2401.00002"]), False),
    (paper(ids=["isbn:9780306406157"]), paper(ids=["isbn:9781402894626"]), True),
])  # fmt: skip
def test_date_type_and_venue(record: Record, other: Record, same: bool) -> None:
    assert compare(record, other).is_same is same, compare(record, other)


def test_a_common_identifier_outweighs_a_new_title_or_first_author() -> None:
    ids = ["arxiv:2401.00001"]
    reference = preprint("Towards Wide Networks", ids=ids)
    assert is_same(reference, paper("Gates Made Small", ids=["doi:10.48550/arxiv.2401.00001"]))
    assert is_same(reference, paper("Towards Wide Networks", "Vale, Tom", "Roe, Ann B.", "Li, Wei", ids=ids))
    assert not is_same(reference, paper("Gates Made Small", "Lund, Per", ids=ids))


PLACE = {"type": "article-journal", "issued": "2004", "volume": "25", "page": "402-408"}


def test_a_common_page_of_a_volume_outweighs_a_different_title_or_a_misspelt_author() -> None:
    record = paper("Measuring Gates with the Folin Reagent", **PLACE)
    there = {**PLACE, "page": "402"}
    assert is_same(record, paper("Determination of Gates by the Folin Method", venue="J. Gates", **there))
    assert is_same(record, paper(record.title, "Rowe, Ann B.", **there))
    assert not is_same(record, paper("Determination of Gates by the Folin Method", "Rowe, Ann B.", **there))
    assert not is_same(record, paper("A Letter on Something Else", **there))


def test_a_common_first_page_of_a_volume_is_no_evidence() -> None:
    first = {**PLACE, "page": "1"}
    record = paper("Measuring Gates with the Folin Reagent", **first)
    assert not is_same(record, paper("Determination of Gates by the Folin Method", **first))


def test_a_shared_isbn_is_no_evidence() -> None:
    ids = ["isbn:9780306406157"]
    assert not is_same(paper("Towards Wide Networks", ids=ids), paper("Gates Made Small", ids=ids))


def test_an_answer_is_accepted_for_its_title_and_first_author_only() -> None:
    ids = ["arxiv:2401.00001"]
    reference = preprint(ids=ids)
    assert agree(reference, paper()).is_same
    assert not agree(reference, paper("Gates Made Small", ids=ids)).is_same
    assert not agree(reference, paper(reference.title, "Lund, Per", ids=ids)).is_same


def test_an_answer_may_have_another_venue_and_version() -> None:
    reference = paper(venue="Vale 24", page="40-49", ids=["doi:10.1000/a"])
    assert agree(reference, paper(venue="Vale 24", page="100-109", ids=["doi:10.1000/b"])).is_same
    assert not agree(reference, paper(type="software")).is_same


def test_unknown_values_do_not_agree() -> None:
    anonymous = Record(id="new", type="article", title=PEOPLE[0])
    assert not agree(anonymous, paper(PEOPLE[0])).is_same
    assert agree(anonymous, anonymous).is_same
    assert not agree(Record(id="new", type="article"), Record(id="new", type="article")).is_same


def test_a_work_matches_by_each_of_its_titles() -> None:
    versions = [{"title": "Towards Wide Networks", "genre": "preprint", "issued": "2020"}]
    work = paper("Gates Made Small", issued="2023", versions=versions)
    distance = compare(preprint("Towards Wide Networks", issued="2020"), work)
    assert (distance["title"], distance["year"]) == (0, 0)


def test_a_distance_is_a_number_and_explains_itself() -> None:
    near, far = Distance({"title": 0.03, "year": 1.0}), Distance({"title": 0.5})
    assert str(near) == "0.18 (title 0.03, year 1.00)"
    assert sorted([far, near]) == [near, far]
    assert near < 0.2 < far <= 0.5
    assert dict(near) == {"title": 0.03, "year": 1.0}
    assert str(Distance({"title": 0.0})) == "0.00 (nothing differs)"
    assert near != far
    assert len({near, Distance({"title": 0.03, "year": 1.0})}) == 1


@given(records(), records())
def test_the_order_does_not_matter(a: Record, b: Record) -> None:
    assert compare(a, b) == compare(b, a)
    assert 0 <= float(compare(a, b)) <= 1
    assert all(0 <= penalty <= 1 for penalty in compare(a, b).values())


@given(records())
def test_a_record_is_the_same_work_as_itself(record: Record) -> None:
    assert float(compare(record, record)) == 0


def test_another_paper_of_one_of_the_authors_is_rejected() -> None:
    """Crossref's first answer to this title and these authors is not the work."""
    body = json.loads(shared("answers/crossref/query_title_attention.json").read_text("utf-8"))
    hit = body["message"]["items"][0]
    people = [Name(family=name["family"], given=name["given"]) for name in hit["author"]]
    answer = Record(id="new", type="paper-conference", title=hit["title"][0], author=tuple(people), issued="2018")
    reference = preprint(
        "Attention is All you Need", "Vaswani, Ashish", "Shazeer, Noam", "Uszkoreit, Jakob", issued="2017"
    )
    assert not agree(reference, answer).is_same
    assert agree(reference, reference.evolve(title="Attention Is All You Need")).is_same


NEW_TITLES = {"2303.06182"}
"""Published under a title that has hardly a word in common with the preprint's; only an identifier connects them."""


def facts() -> list[dict[str, Any]]:
    works: list[dict[str, Any]] = json.loads(shared("data/facts.json").read_text("utf-8"))
    return [work for work in works if work["authors"]]


def names(parts: list[list[str]]) -> tuple[Name, ...]:
    return tuple(Name(family=f, given=g) if f and g else Name(literal=f or g) for f, g in parts)


def as_preprint(work: dict[str, Any]) -> Record:
    return preprint(work["title"], issued=str(work["year"])).evolve(author=names(work["authors"]))


def test_published_versions_are_accepted_unless_their_title_is_new() -> None:
    pairs = [(work, work["published_version"]) for work in facts() if work.get("published_version")]
    refused = set()
    for work, version in pairs:
        published = paper(version.get("title") or work["title"], issued=str(version["year"]), venue=version["venue"])
        published = published.evolve(author=names(version.get("authors") or work["authors"]))
        if not agree(as_preprint(work), published).is_same:
            refused.add(work["key"])
    assert len(pairs) > 40
    assert refused == NEW_TITLES


def test_no_two_works_of_a_list_match() -> None:
    works = [as_preprint(work) for work in facts()]
    assert [(a.title, b.title) for a, b in itertools.combinations(works, 2) if is_same(a, b)] == []


def test_a_comparison_takes_few_calls() -> None:
    works = [
        paper(f"Sparse Gates of Kind {kind} for Wide Networks", ids=[f"doi:10.1000/{kind}"]) for kind in "abcdefgh"
    ]
    pairs = list(itertools.product(works, works)) * 3
    with calls() as counted:
        for record, other in pairs:
            compare(record, other)
    # About 250, in 15 to 30 microseconds; for a million pairs, each call costs a tenth of a second.
    assert counted.total() / len(pairs) < 500


@pytest.mark.parametrize("fields", [{}, {"issued": "2020"}, {"issued": "2020", "note": "to appear"}])
def test_works_without_title_and_author_do_not_match(fields: dict[str, Any]) -> None:
    a, b = (Record(id=key, type="document", **fields) for key in ("a", "b"))
    distance = compare(a, b)
    assert not distance.is_same
    assert float(distance) == distance["evidence"] == 1.0
    assert compare(a.evolve(identifiers=["doi:10.1000/x"]), b.evolve(identifiers=["doi:10.1000/x"])).is_same


@pytest.mark.parametrize(("field", "first", "second"), [
    ("volume", "III", "vol. 3"), ("volume", "03", "3"), ("issue", "no. 4", "4"), ("edition", "2nd", "Second"),
    ("version", "v1.0", "1.0"), ("page", "12", "12-34"), ("publisher", "ACM Press", "ACM"), ("volume", "3", ""),
    ("language", "en", "en-GB"), ("language", "eng", "en"), ("genre", "PhD thesis", "Ph.D. Thesis"),
])  # fmt: skip
def test_the_same_detail_in_another_spelling_is_no_difference(field: str, first: str, second: str) -> None:
    distance = compare(paper(**{field: first}), paper(**{field: second}))
    assert distance.details == ()


def test_only_pages_are_told_apart_by_their_links() -> None:
    links: list[dict[str, Any]] = [
        {"url": "http://www.a.example/1/"},
        {"url": "https://a.example/1"},
        {"url": "https://a.example/2"},
    ]
    page, same, other = (Record(id="a", type="webpage", title="Routes", author=["Doe, Jane"], **link) for link in links)
    assert (compare(page, same).details, compare(page, other).details) == ((), ("url",))
    assert compare(page.evolve(type="book"), other.evolve(type="book")).details == ()


def test_pages_that_share_one_of_their_urls_are_not_told_apart() -> None:
    page = Record(id="a", type="webpage", title="Routes", url="https://a.example/1")
    moved = page.evolve(url="https://b.example/1", identifiers=["https://a.example/1"])
    assert compare(page, moved).details == ()
