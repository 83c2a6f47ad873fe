"""The publications of one work: a version of an arXiv ID is not another one, a place is not another place."""

from __future__ import annotations

from typing import Any

import pytest

from moebib.merging.versions import as_version, is_one_publication, is_same_publication, is_version_of
from moebib.records.publication import Publication, Version
from moebib.records.record import Record

PUBLISHED = Record(
    id="arden2024", type="paper-conference", title="Warm Experts", author=["Arden, Mia"], issued="2024",
    container_title="Workshop on Invented Systems", identifiers=["doi:10.5555/warm"],
)  # fmt: skip
PREPRINT = Record(
    id="arden2023", type="article", genre="preprint", title="Warm Routers", author=["Arden, Mia"], issued="2023-12",
    container_title="arXiv", identifiers=["arxiv:2312.01234"],
)  # fmt: skip


def preprint(**fields: Any) -> Version:
    return Version(genre="preprint", **{"identifiers": ["arxiv:2312.01234"], **fields})


def test_a_version_holds_only_what_differs_in_the_preprint() -> None:
    same = PREPRINT.evolve(title=PUBLISHED.title, author=PUBLISHED.author)
    assert as_version(same, PUBLISHED).to_dict() == {
        "genre": "preprint", "issued": "2023-12", "container_title": "arXiv", "identifiers": ["arxiv:2312.01234"],
    }  # fmt: skip
    assert as_version(PREPRINT, PUBLISHED).title == PREPRINT.title


@pytest.mark.parametrize(("a", "b", "is_same"), [
    (preprint(), preprint(issued="2023-12"), True),
    (preprint(label="v1"), preprint(label="v2"), False),
    (preprint(title="Warm Routers"), preprint(title="Cold Routers"), False),
    (preprint(), preprint(identifiers=["arxiv:2312.09999"]), False),
    (preprint(), Version(type="paper-conference", identifiers=["arxiv:2312.01234"]), False),
    (Version(type="report", issued="2024", container_title="A"), Version(type="report", issued="2024"), False),
    (Version(type="report", issued="2024", container_title="A"),
     Version(type="report", issued="2024", container_title="A", page="1-9"), True),
    (Version(type="report", issued="2024", container_title="A", volume="1"),
     Version(type="report", issued="2024", container_title="A", volume="2"), False),
])  # fmt: skip
def test_publications_are_the_same_by_identifier_and_label_or_by_place(a: Version, b: Version, is_same: bool) -> None:
    assert is_same_publication(a, b) is is_same
    assert is_same_publication(b, a) is is_same


def test_a_preprint_is_a_version_of_its_publication_and_v1_of_v2() -> None:
    assert is_version_of(PREPRINT, PUBLISHED)
    assert not is_version_of(PUBLISHED, PREPRINT)
    assert is_version_of(PREPRINT.evolve(label="v1"), PREPRINT.evolve(label="v2"))
    assert not is_version_of(PREPRINT, PREPRINT)


@pytest.mark.parametrize(
    ("a", "b", "is_one"),
    [
        (preprint(), preprint(identifiers=["dblp:journals/corr/abs-2312-01234"]), None),
        (preprint(), preprint(identifiers=["doi:10.2139/ssrn.4000001"]), False),
        (preprint(), preprint(identifiers=["openreview:aWarmForum1"], container_title="OpenReview"), False),
        (preprint(), preprint(identifiers=["dblp:conf/wis/Arden24"]), None),
        (
            PUBLISHED.evolve(identifiers=["dblp:journals/corr/abs-2312-01234"]),
            PUBLISHED.evolve(identifiers=["dblp:conf/wis/Arden24"]),
            True,
        ),
    ],
)
def test_an_archive_and_the_identifiers_of_its_deposits_are_of_a_preprint(
    a: Publication, b: Publication, is_one: bool | None
) -> None:
    assert is_one_publication(a, b) is is_one
    assert is_one_publication(b, a) is is_one
