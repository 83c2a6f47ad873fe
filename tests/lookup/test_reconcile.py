"""Records of one work from several sources are reconciled to one record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from moebib.lookup.fill import sources_of
from moebib.lookup.reconcile import reconcile
from moebib.records.answer import NEW, Found
from moebib.records.record import Record
from moebib.sources import sources

DAY = date(2026, 11, 24)


def found_by(source: str, **fields: Any) -> Found:
    return Found(Record.model_validate({"id": NEW, **fields}), source, DAY)


ARXIV = found_by(
    "arxiv", type="article", genre="preprint", title="SiDA: Serving Experts", author=["Du, Ann", "Yu, Bo"],
    issued="2023-10-28", container_title="arXiv", identifiers=["arxiv:2310.18859", "doi:10.1000/sida"],
    abstract="We serve.", extra={"primaryclass": "cs.LG"},
)  # fmt: skip
CROSSREF = found_by(
    "crossref", type="paper-conference", title="SiDA", author=["Du, Ann", "Yu, Bob"], issued="2024-05",
    container_title="Proceedings of Examples", volume="6", identifiers=["doi:10.1000/sida", "isbn:9781939133359"],
)  # fmt: skip
DBLP = found_by(
    "dblp", type="paper-conference", title="SiDA: Serving Experts.", author=["Du, Ann"], issued="2024",
    container_title="Examples", page="224-238", identifiers=["dblp:conf/ex/DuY24"],
)  # fmt: skip


def test_the_published_version_is_the_top_level_and_the_preprint_a_version() -> None:
    record = reconcile([ARXIV, CROSSREF]).record
    assert (record.type, record.title, str(record.issued), record.volume) == (
        "paper-conference",
        "SiDA",
        "2024-05",
        "6",
    )
    (preprint,) = record.versions
    assert preprint.evolve(origin={}).to_dict() == {
        "genre": "preprint", "title": "SiDA: Serving Experts", "author": ["Du, Ann", "Yu, Bo"], "issued": "2023-10-28",
        "container_title": "arXiv", "identifiers": ["arxiv:2310.18859"],
    }  # fmt: skip
    assert record.extra == {"primaryclass": "cs.LG"}


def test_a_field_is_taken_whole_from_the_first_source_that_has_it() -> None:
    record = reconcile([CROSSREF, DBLP, ARXIV]).record
    assert record.title == "SiDA: Serving Experts."  # from DBLP
    assert [name.given for name in record.author] == ["Ann", "Bob"]  # from Crossref, never mixed
    assert record.container_title == "Examples"
    assert (record.page, record.volume) == ("224-238", "6")
    assert record.abstract == ""  # only the preprint has one
    assert str(record.issued) == "2024-05"  # DBLP has the year, Crossref the year and month


def test_every_field_has_its_origin() -> None:
    record = reconcile([CROSSREF, DBLP, ARXIV]).record
    plain = record.to_dict()
    assert {field: origin.source for field, origin in record.origin.items()} == {
        "title": "dblp", "author": "crossref", "issued": "crossref", "container_title": "dblp", "page": "dblp",
        "volume": "crossref",
    }  # fmt: skip
    assert all(origin.fits(plain[field]) and origin.date == DAY for field, origin in record.origin.items())
    (preprint,) = record.versions
    assert {origin.source for origin in preprint.origin.values()} == {"arxiv"}
    assert all(origin.fits(preprint.to_dict()[field]) for field, origin in preprint.origin.items())


def test_the_identifiers_of_all_records_are_merged_in_a_fixed_order() -> None:
    record = reconcile([ARXIV, DBLP, CROSSREF]).record
    assert [str(identifier) for identifier in record.identifiers] == [
        "doi:10.1000/sida", "dblp:conf/ex/DuY24", "isbn:9781939133359",
    ]  # fmt: skip


def test_a_preprint_alone_is_the_top_level() -> None:
    record = reconcile([ARXIV]).record
    assert record.is_preprint
    assert record.versions == ()
    assert str(record.issued) == "2023-10-28"


def test_a_retraction_reported_by_any_source_is_kept() -> None:
    known = {"type": "paper-conference", "title": "SiDA", "identifiers": ["doi:10.1000/sida"]}
    corrected = found_by("openalex", **known, status={"kind": "corrected"})
    retracted = found_by("semantic-scholar", **known, status={"kind": "retracted"})
    status = reconcile([CROSSREF, corrected, retracted]).record.status
    assert status is not None
    assert status.kind == "retracted"


def test_software_ranks_below_the_paper_about_it() -> None:
    software = found_by("github", type="software", title="sida", links={"code": ["https://example.org/sida"]})
    record = reconcile([software, CROSSREF]).record
    assert (record.title, record.links.code) == ("SiDA", ("https://example.org/sida",))
    assert reconcile([software]).record.type == "software"


def test_the_candidates_for_each_field_are_available() -> None:
    candidates = reconcile([ARXIV, CROSSREF, DBLP]).candidates
    assert [(candidate.source, candidate.value, candidate.is_preprint) for candidate in candidates["title"]] == [
        ("dblp", "SiDA: Serving Experts.", False), ("crossref", "SiDA", False),
        ("arxiv", "SiDA: Serving Experts", True),
    ]  # fmt: skip


def test_records_without_authors_can_be_reconciled() -> None:
    preprint, published = (Found(answer.record.evolve(author=()), answer.source, DAY) for answer in (ARXIV, CROSSREF))
    record = reconcile([preprint, published]).record
    assert (record.title, record.author) == ("SiDA", ())
    assert record.versions[0].title == "SiDA: Serving Experts"


def test_no_records_cannot_be_reconciled() -> None:
    with pytest.raises(ValueError, match="nothing"):
        reconcile([])


@pytest.mark.parametrize(
    ("field", "order"),
    [
        ("title", "acl openreview page dblp crossref doi datacite arxiv openalex semantic-scholar hugging-face github"),
        (
            "author",
            "acl page crossref doi datacite openreview dblp openalex arxiv hugging-face semantic-scholar github",
        ),
        (
            "abstract",
            "arxiv acl openreview crossref datacite page openalex semantic-scholar doi dblp hugging-face github",
        ),
        (
            "issued",
            "acl page dblp crossref doi openreview datacite openalex semantic-scholar arxiv hugging-face github",
        ),
    ],
)
def test_the_ranks_of_the_sources_make_one_order_per_field(field: str, order: str) -> None:
    assert [source for source in sources_of(field) if source in order.split()] == order.split()
    assert set(sources_of(field)) == set(sources())


def test_a_complete_list_of_names_is_better_than_an_incomplete_one_of_a_better_source() -> None:
    truncated = found_by("crossref", type="paper-conference", title="SiDA", author=["Du, Ann", "others"])
    reconciled = reconcile([truncated, DBLP])
    assert reconciled.record.to_dict()["author"] == ["Du, Ann"]
    assert reconciled.record.origin["author"].source == "dblp"
    assert reconcile([truncated]).record.author.others
