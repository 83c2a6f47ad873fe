"""Merging two records of one work."""

from __future__ import annotations

import pytest

from moebib.library import Library
from moebib.merge import find_same, unite
from moebib.record import Record

KNOWN = Record(
    id="du2024sida", type="paper-conference", title="SiDA: Serving", issued="2024-05", identifiers=["doi:10.1000/a"],
    tags=["system"], keyword=["Offloading"], links={"code": ["https://example.org/a"]},
    versions=[{"genre": "preprint", "identifiers": ["arxiv:2310.18859"]}],
)  # fmt: skip


@pytest.mark.parametrize("found", [
    Record(id="x", type="article", title="Other", identifiers=["arxiv:2310.18859"]),
    Record(id="x", type="article", title="sida: SERVING"),
    Record(id="x", type="article", title="New name", aliases=["SiDA: Serving"]),
    Record(id="x", type="article", title="SiDA: Serving", identifiers=["acl:2024.acl-long.70"]),
])  # fmt: skip
def test_one_work_is_known_by_identifier_or_title(found: Record) -> None:
    assert find_same(Library([KNOWN]), found) is KNOWN


@pytest.mark.parametrize("found", [
    Record(id="x", type="article", title="Another"),
    Record(id="x", type="article", title=""),
    Record(id="x", type="article", title="SiDA: Serving", identifiers=["doi:10.1000/other"]),  # a homonym
])  # fmt: skip
def test_another_work_is_not_taken_for_it(found: Record) -> None:
    assert find_same(Library([KNOWN]), found) is None


def test_uniting_adds_and_changes_nothing() -> None:
    found = Record(
        id="x", type="article", title="SiDA-MoE", issued="2023",
        identifiers=["arxiv:2310.18859", "acl:2024.acl-long.70"],
        tags=["hardware", "system"], keyword=["Skip"], links={"code": ["https://example.org/b"]},
    )  # fmt: skip
    work = unite(KNOWN, found)
    assert (work.id, work.title, work.issued) == (KNOWN.id, KNOWN.title, KNOWN.issued)
    assert work.tags == ("system", "hardware")
    assert work.keyword == ("Offloading", "Skip")
    assert work.aliases == ("SiDA-MoE",)
    assert work.links.code == ("https://example.org/a", "https://example.org/b")
    assert [str(one) for one in work.identifiers] == ["doi:10.1000/a", "acl:2024.acl-long.70"]


def test_uniting_twice_is_uniting_once() -> None:
    found = Record(id="x", type="article", title="SiDA-MoE", tags=["hardware"])
    assert unite(unite(KNOWN, found), found) == unite(KNOWN, found)
    assert unite(KNOWN, KNOWN) == KNOWN
