"""Merging two records of one work."""

from __future__ import annotations

import pytest
from hypothesis import example, given

from moebib.library.library import Library
from moebib.merging.merge import as_version, find_same, merge_records, unite
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain
from strategies import records

KNOWN = Record(
    id="du2024sida", type="paper-conference", title="SiDA: Serving", issued="2024-05", identifiers=["doi:10.1000/a"],
    tags=["system"], keyword=["Offloading"], links={"code": ["https://example.org/a"]},
    versions=[{"genre": "preprint", "identifiers": ["arxiv:2310.18859"]}],
)  # fmt: skip


@pytest.mark.parametrize("candidate", [
    Record(id="x", type="article", title="Other", identifiers=["arxiv:2310.18859"]),
    Record(id="x", type="article", title="sida: SERVING"),
    Record(id="x", type="article", title="New name", aliases=["SiDA: Serving"]),
    Record(id="x", type="article", title="SiDA: Serving", identifiers=["acl:2024.acl-long.70"]),
])  # fmt: skip
def test_the_same_work_is_found_by_identifier_or_title(candidate: Record) -> None:
    assert find_same(Library([KNOWN]), candidate) is KNOWN


@pytest.mark.parametrize("candidate", [
    Record(id="x", type="article", title="Another"),
    Record(id="x", type="article", title=""),
    Record(id="x", type="article", title="SiDA: Serving", identifiers=["doi:10.1000/other"]),  # a homonym
])  # fmt: skip
def test_a_different_work_is_not_found(candidate: Record) -> None:
    assert find_same(Library([KNOWN]), candidate) is None


def test_uniting_only_adds() -> None:
    fetched = Record(
        id="x", type="article", title="SiDA-MoE", issued="2023",
        identifiers=["arxiv:2310.18859", "acl:2024.acl-long.70"],
        tags=["hardware", "system"], keyword=["Skip"], links={"code": ["https://example.org/b"]},
    )  # fmt: skip
    work = unite(KNOWN, fetched)
    assert (work.id, work.title, work.issued) == (KNOWN.id, KNOWN.title, KNOWN.issued)
    assert work.tags == ("system", "hardware")
    assert work.keyword == ("Offloading", "Skip")
    assert work.aliases == ("SiDA-MoE",)
    assert work.links.code == ("https://example.org/a", "https://example.org/b")
    assert [str(identifier) for identifier in work.identifiers] == ["doi:10.1000/a", "acl:2024.acl-long.70"]


def test_uniting_is_idempotent() -> None:
    fetched = Record(id="x", type="article", title="SiDA-MoE", tags=["hardware"])
    assert unite(unite(KNOWN, fetched), fetched) == unite(KNOWN, fetched)
    assert unite(KNOWN, KNOWN) == KNOWN


PUBLISHED = Record(
    id="doe2024sparse", type="paper-conference", title="Sparse Experts", author=["Doe, Jane"], issued="2024-05",
    container_title="Imagined Systems", page="1-10", identifiers=["doi:10.1000/a"], tags=["system"],
)  # fmt: skip
PREPRINT = Record(
    id="doe2023sparse", type="article", genre="preprint", title="Experts That Are Sparse", author=["Doe, J."],
    issued="2023-12", container_title="arXiv", identifiers=["arxiv:2312.01234"], tags=["model"],
    links={"code": ["https://example.org/code"]}, abstract="On sparse experts.", ids=["old"],
)  # fmt: skip


@pytest.mark.parametrize(("keep", "drop"), [(PUBLISHED, PREPRINT), (PREPRINT, PUBLISHED)])
def test_a_preprint_becomes_a_version_of_the_publication(keep: Record, drop: Record) -> None:
    merged, conflicts = merge_records(keep, drop)
    assert merged.id == keep.id
    assert set(merged.ids) == {drop.id, "old"} if "old" in keep.ids or "old" in drop.ids else {drop.id}
    assert (merged.title, merged.container_title, str(merged.issued)) == (
        "Sparse Experts",
        "Imagined Systems",
        "2024-05",
    )
    assert [str(identifier) for identifier in merged.identifiers] == ["doi:10.1000/a", "arxiv:2312.01234"]
    (version,) = merged.versions
    assert (version.title, str(version.issued), version.genre) == ("Experts That Are Sparse", "2023-12", "preprint")
    assert (merged.abstract, merged.links.code, set(merged.tags)) == (
        "On sparse experts.", ("https://example.org/code",), {"system", "model"},
    )  # fmt: skip
    assert conflicts == ()


def test_the_venue_of_the_preprint_does_not_become_the_venue_of_the_work() -> None:
    bare = Record(id="doe2024sparse", type="paper-conference", title="Sparse Experts", author=["Doe, Jane"])
    preprint = PREPRINT.evolve(container_title_short="CoRR", note="Work in progress")
    merged, _ = merge_records(bare, preprint)
    assert (merged.genre, merged.issued, merged.venue, merged.note) == ("", None, "", "")
    assert [(version.genre, str(version.issued), version.note) for version in merged.versions] == [
        ("preprint", "2023-12", "Work in progress")
    ]


def test_the_place_of_the_preprint_stays_with_its_version() -> None:
    """The series that DBLP gives for arXiv and the number of a report do not belong to the publication."""
    preprint = PREPRINT.evolve(collection_title="CoRR", number="TR-7", editor=["Roe, Ann", "Poe, Ed"], page="1-9")
    merged, conflicts = merge_records(PUBLISHED, preprint)
    assert (merged.collection_title, merged.number, merged.editor, merged.page) == ("", "", (), "1-10")
    (version,) = merged.versions
    assert (version.collection_title, version.number, version.page) == ("CoRR", "TR-7", "1-9")
    assert version.editor == preprint.editor
    assert (merged.extra, conflicts) == ({}, ())


def test_a_version_holds_only_what_differs_in_the_preprint() -> None:
    same = PREPRINT.evolve(title=PUBLISHED.title, author=PUBLISHED.author)
    assert as_version(same, PUBLISHED).to_dict() == {
        "genre": "preprint", "issued": "2023-12", "container_title": "arXiv", "identifiers": ["arxiv:2312.01234"],
    }  # fmt: skip
    assert as_version(PREPRINT, PUBLISHED).title == PREPRINT.title


def test_conflicts_are_listed_and_kept() -> None:
    other = PUBLISHED.evolve(id="other", page="11-20", title="Sparse Experts, Again")
    merged, conflicts = merge_records(PUBLISHED, other)
    assert [(conflict.field, conflict.kept, conflict.dropped) for conflict in conflicts] == [
        ("title", "Sparse Experts", "Sparse Experts, Again"), ("page", "1-10", "11-20"),
    ]  # fmt: skip
    assert merged.page == "1-10"
    assert merged.extra == {"merged-page": "11-20"}
    assert merged.aliases == ("Sparse Experts, Again",)


def _values(data: object) -> set[str]:
    if isinstance(data, dict):
        return {leaf for value in data.values() for leaf in _values(value)}
    if isinstance(data, list):
        return {leaf for value in data for leaf in _values(value)}
    return {str(data)}


@given(records(), records())
@example(*(Record(id=key, type="book", title=title) for key, title in (("a", "Éclairs"), ("b", "Eclairs"))))
def test_nothing_is_lost(keep: Record, drop: Record) -> None:
    keep, drop = keep.evolve(id="keep", ids=()), drop.evolve(id="drop", ids=())
    merged, _ = merge_records(keep, drop)
    there = _values(merged.to_dict()) | {version.type for version in merged.versions}
    text = "\n".join(there)
    titles = {fold(title) for title in merged.titles}  # values that differ only in case or accents are the same
    for value in _values(keep.to_dict()) | _values(drop.to_dict()):
        assert value in there or value in text or fold(plain(value)) in titles


@given(records())
def test_merging_a_copy_changes_nothing_but_the_keys(work: Record) -> None:
    work = work.evolve(ids=())
    merged, conflicts = merge_records(work, work.evolve(id="copy"))
    assert conflicts == ()
    assert merged == work.evolve(ids=("copy",) if work.id != "copy" else ())
