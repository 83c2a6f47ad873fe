"""Records of one work from several sources are reconciled to one record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from moebib.lookup.fill import sources_of
from moebib.lookup.reconcile import reconcile
from moebib.records.answer import NEW, Found, Related, RelatedKind
from moebib.records.identifier import parse_identifier
from moebib.records.record import Record
from moebib.sources import sources

DAY = date(2026, 11, 24)


def found_by(source: str, *related: tuple[RelatedKind, str], **fields: Any) -> Found:
    others = tuple(Related(kind, parse_identifier(text)) for kind, text in related)
    return Found(Record.model_validate({"id": NEW, **fields}), source, DAY, others)


ARXIV = found_by(
    "arxiv", ("published-as", "10.1000/sida"), type="article", genre="preprint", title="SiDA: Serving Experts",
    author=["Du, Ann", "Yu, Bo"], issued="2023-10-28", container_title="arXiv", identifiers=["arxiv:2310.18859"],
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


S2 = found_by(
    "semantic-scholar", ("same-work", "10.1000/sida"), ("same-work", "2310.18859"), type="paper-conference",
    title="SiDA: Serving Experts", author=["A. Du", "B. Yu"], container_title="Examples",
    identifiers=["s2:CorpusID:7"],
)  # fmt: skip


def test_a_source_that_describes_works_fills_no_field_if_another_source_has_a_publication() -> None:
    record = reconcile([S2, CROSSREF]).record
    assert {origin.source for origin in record.origin.values()} == {"crossref"}
    assert record.versions == ()


def test_a_source_that_describes_works_fills_all_fields_if_no_other_has_the_work_and_that_is_doubtful() -> None:
    reconciled = reconcile([S2])
    record = reconciled.record
    assert (record.venue, [str(other) for other in record.identifiers]) == ("Examples", ["doi:10.1000/sida"])
    (preprint,) = record.versions
    assert [str(other) for other in preprint.identifiers] == ["arxiv:2310.18859"]
    assert reconciled.doubts[0].message.startswith("only semantic-scholar has it, which mixes versions")


def test_an_identifier_that_was_asked_for_is_in_the_record_even_if_no_source_describes_its_publication() -> None:
    (preprint,) = reconcile([S2, CROSSREF], parse_identifier("2310.18859")).record.versions
    assert preprint.to_dict() == {
        "genre": "preprint", "container_title": "arXiv", "identifiers": ["arxiv:2310.18859"],
    }  # fmt: skip


def test_what_was_asked_for_by_its_own_doi_is_the_top_level() -> None:
    journal = found_by(
        "crossref", type="article-journal", title="SiDA: Serving Experts", author=["Du, Ann", "Yu, Bob"],
        issued="2025", container_title="Journal of Examples", volume="9", identifiers=["doi:10.1000/journal"],
    )  # fmt: skip
    answers = [ARXIV, CROSSREF, journal]
    for doi in ("doi:10.1000/journal", "doi:10.1000/sida"):
        record = reconcile(answers, parse_identifier(doi)).record
        assert [str(other) for other in record.identifiers][:1] == [doi]
        assert len(record.versions) == 2
    assert reconcile(answers, parse_identifier("2310.18859")).record.volume == "6"  # the one that arXiv names


@pytest.mark.parametrize(
    ("type_", "venue", "page"),
    [
        ("article-journal", "Journal of Examples", "401-420"),  # the same words, but another type and page
        ("paper-conference", "Workshop on Small Gates", "401-420"),
        ("article-journal", "Gates Quarterly", ""),
    ],
)
def test_a_doi_that_is_registered_for_another_place_is_not_that_of_the_publication(
    type_: str, venue: str, page: str
) -> None:
    doi = "doi:10.1000/elsewhere"
    elsewhere = found_by(
        "crossref", type=type_, title="SiDA: Serving Experts", author=["Du, Ann", "Yu, Bob"], issued="2025",
        container_title=venue, page=page, identifiers=[doi],
    )  # fmt: skip
    with_its_doi = replace(DBLP, record=DBLP.record.evolve(identifiers=[doi, "dblp:conf/ex/DuY24"]))
    for asked in (doi, "dblp:conf/ex/DuY24"):
        record = reconcile([with_its_doi, elsewhere], parse_identifier(asked)).record
        by_place = {one.container_title: (one.page, [str(other) for other in one.identifiers]) for one in
                    (record, *record.versions)}  # fmt: skip
        assert by_place == {"Examples": ("224-238", ["dblp:conf/ex/DuY24"]), venue: (page, [doi])}
        assert str(record.identifiers[0]) == asked


def test_proceedings_that_are_registered_as_a_journal_are_one_publication() -> None:
    as_journal = replace(CROSSREF, record=CROSSREF.record.evolve(type="article-journal", page="224-238"))
    with_its_doi = replace(DBLP, record=DBLP.record.evolve(identifiers=["doi:10.1000/sida", "dblp:conf/ex/DuY24"]))
    assert reconcile([as_journal, with_its_doi]).record.versions == ()


def test_a_repository_keeps_its_name_at_hugging_face_and_no_number_of_a_database() -> None:
    of_model = found_by(
        "hugging-face", type="software", title="Router-7B", author=["{things-lab}"],
        identifiers=["hf:things-lab/Router-7B", "openalex:W1234567"],
    )  # fmt: skip
    assert [str(other) for other in reconcile([of_model]).record.identifiers] == ["hf:things-lab/Router-7B"]


def test_nothing_depends_on_the_order_of_the_answers() -> None:
    answers = [ARXIV, CROSSREF, DBLP, S2]
    (first, *others) = [reconcile(order) for order in permutations(answers)]
    assert all(other == first for other in others)


def test_a_notice_says_what_it_is_a_notice_of_and_software_what_it_is_a_version_of() -> None:
    of_other = (Related("notice-of", parse_identifier("doi:10.1000/sida")),)
    (relation,) = reconcile([replace(DBLP, related=of_other)]).record.relations
    assert relation.to_dict() == {"kind": "notice-of", "identifier": "doi:10.1000/sida", "source": "dblp"}
    all_versions = (Related("version", parse_identifier("doi:10.5281/zenodo.1")),)
    assert reconcile([replace(DBLP, related=all_versions)]).record.relations[0].kind == "version-of"
