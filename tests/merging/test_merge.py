"""Merging two records of one work."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moebib.merging.merge import UNITED_FIELDS, merge_records, unite
from moebib.records.publication import Version
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain
from strategies import examples, whole

KNOWN = Record(
    id="du2024sida", type="paper-conference", title="SiDA: Serving", issued="2024-05", identifiers=["doi:10.1000/a"],
    tags=["system"], keyword=["Offloading"], links={"code": ["https://example.org/a"]},
    versions=[{"genre": "preprint", "identifiers": ["arxiv:2310.18859"]}],
)  # fmt: skip


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


def test_conflicts_are_listed_and_kept() -> None:
    other = PUBLISHED.evolve(id="other", page="11-20", title="Sparse Experts, Again")
    merged, conflicts = merge_records(PUBLISHED, other)
    assert [(conflict.field, conflict.kept, conflict.dropped) for conflict in conflicts] == [
        ("title", "Sparse Experts", "Sparse Experts, Again"), ("page", "1-10", "11-20"),
    ]  # fmt: skip
    assert merged.page == "1-10"
    assert merged.extra == {"merged-page": "11-20"}
    assert merged.aliases == ("Sparse Experts, Again",)


def _described(record: Record, kinds: list[dict[str, Any]]) -> Record:
    """*record* and its versions as what *kinds* says, so that two of them often are one publication."""
    versions = [version.evolve(**kind) for version, kind in zip(record.versions, kinds[1:], strict=False)]
    return record.evolve(versions=versions, **kinds[0])


_KINDS = st.fixed_dictionaries(
    {"type": st.sampled_from(("article", "paper-conference")), "label": st.sampled_from(("", "v1", "v2"))},
    optional={
        "genre": st.just("preprint"), "title": st.sampled_from(("", "A")), "issued": st.just("2024"),
        "identifiers": st.sampled_from((["arxiv:2401.06066"], ["doi:10.5555/1"], [])),
        "container_title": st.sampled_from(("", "W", "V")),
    },
)  # fmt: skip
RECORDS = st.builds(_described, whole(Record), st.lists(_KINDS, min_size=3, max_size=3))
V1 = {"type": "article", "genre": "preprint", "label": "v1", "identifiers": ["arxiv:2312.01234"]}
V2 = V1 | {"label": "v2"}


@pytest.mark.parametrize(("mine", "theirs", "merged"), [
    (V1 | {"issued": "2023-12"}, V1 | {"note": "12 pages"}, [V1 | {"issued": "2023-12", "note": "12 pages"}]),
    (V1, V2, [V1, V2]),
    ({"type": "paper-conference", "container_title": "Workshop W", "issued": "2023"},
     {"type": "paper-conference", "container_title": "Workshop W", "issued": "2023", "page": "1-2"},
     [{"type": "paper-conference", "container_title": "Workshop W", "issued": "2023", "page": "1-2"}]),
    ({"type": "paper-conference", "container_title": "Workshop W", "issued": "2023"},
     {"type": "paper-conference", "container_title": "Workshop V", "issued": "2023"},
     [{"type": "paper-conference", "container_title": "Workshop W", "issued": "2023"},
      {"type": "paper-conference", "container_title": "Workshop V", "issued": "2023"}]),
])  # fmt: skip
def test_versions_that_are_one_publication_become_one(mine: Any, theirs: Any, merged: list[Any]) -> None:
    keep, drop = (PUBLISHED.evolve(id=key, versions=[version]) for key, version in (("a", mine), ("b", theirs)))
    work, conflicts = merge_records(keep, drop)
    assert work.versions == PUBLISHED.evolve(versions=merged).versions
    assert conflicts == ()
    assert unite(keep, drop).versions == work.versions


def test_a_preprint_completes_the_version_that_the_publication_has() -> None:
    published = PUBLISHED.evolve(versions=[{"genre": "preprint", "identifiers": ["arxiv:2312.01234"]}])
    merged, conflicts = merge_records(published, PREPRINT.evolve(title=PUBLISHED.title))
    assert [(version.venue, str(version.issued)) for version in merged.versions] == [("arXiv", "2023-12")]
    assert conflicts == ()


@pytest.mark.parametrize("is_turned", [False, True])
def test_of_two_versions_of_one_arxiv_id_the_later_one_becomes_the_entry(is_turned: bool) -> None:
    first, second = (
        PREPRINT.evolve(id=label, ids=(), label=label, issued=f"2023-1{label[1]}") for label in ("v1", "v2")
    )
    keep, drop = (second, first) if is_turned else (first, second)
    merged, conflicts = merge_records(keep, drop)
    assert (merged.id, merged.label, str(merged.issued)) == (keep.id, "v2", "2023-12")
    assert [(version.label, str(version.issued)) for version in merged.versions] == [("v1", "2023-11")]
    assert conflicts == ()


def test_a_work_that_is_a_version_of_the_other_one_becomes_this_version() -> None:
    workshop = {"type": "paper-conference", "container_title": "Workshop W", "issued": "2023"}
    published = PUBLISHED.evolve(versions=[workshop])
    other = Record.model_validate({"id": "w", "title": PUBLISHED.title, "page": "7", "tags": ["w"], **workshop})
    for keep, drop in ((published, other), (other, published)):
        merged, conflicts = merge_records(keep, drop)
        assert (merged.venue, merged.page, set(merged.tags)) == ("Imagined Systems", "1-10", {"system", "w"})
        assert [version.page for version in merged.versions] == ["7"]
        assert conflicts == ()


def test_a_version_of_one_record_that_the_other_describes_completes_its_top_level() -> None:
    version = PUBLISHED.evolve(volume="3", page="").to_dict()
    fields = {field: value for field, value in version.items() if field in Version.model_fields}
    other = Record(id="x", type="article", genre="preprint", title="Experts", versions=[fields])
    merged, _ = merge_records(PUBLISHED, other)
    assert (merged.volume, merged.page) == ("3", "1-10")
    assert [(version.genre, version.title) for version in merged.versions] == [("preprint", "Experts")]


def test_a_version_keeps_the_title_that_it_had_from_its_work() -> None:
    other = PUBLISHED.evolve(id="x", title="Experts", versions=[V1])
    merged, _ = merge_records(PUBLISHED, other)
    assert [version.title for version in merged.versions] == ["Experts"]


def _origin(source: str, **fields: Any) -> dict[str, Any]:
    return {"source": source, "date": "2026-11-24", **fields}


def test_origins_follow_their_values() -> None:
    keep = PUBLISHED.evolve(origin={"page": _origin("crossref", remark="one"), "issued": _origin("a", confirmed=1)})
    drop = PUBLISHED.evolve(
        id="x", page="1-12", volume="3",
        origin={"page": _origin("dblp", remark="two"), "volume": _origin("dblp"), "issued": _origin("b", confirmed=2),
                "title": _origin("b")},
    )  # fmt: skip
    merged, conflicts = merge_records(keep, drop)
    assert {field: origin.to_dict() for field, origin in merged.origin.items()} == {
        "page": _origin(
            "crossref", remark="one\ntwo", disputed=[{"value": "1-12", "source": "dblp", "date": "2026-11-24"}]
        ),
        "issued": _origin("a", confirmed=2), "volume": _origin("dblp"), "title": _origin("b"),
    }  # fmt: skip
    assert [conflict.field for conflict in conflicts] == ["page"]
    assert merged.extra == {}


def test_a_value_is_no_alternative_to_itself_and_an_alternative_is_listed_once() -> None:
    disputes = [("1-10", "1-12", "crossref", "dblp"), ("1-12", "1-10", "dblp", "crossref")]
    keep, drop = (
        PUBLISHED.evolve(
            id=source, page=page, origin={"page": _origin(source, disputed=[{"value": other, "source": other_source}])}
        )
        for page, other, source, other_source in disputes
    )
    merged, _ = merge_records(keep, drop)
    assert merged.origin["page"].to_dict()["disputed"] == [{"value": "1-12", "source": "dblp"}]


def test_the_origin_of_a_value_that_is_not_kept_is_not_that_of_the_kept_one() -> None:
    drop = PUBLISHED.evolve(id="x", page="1-12", origin={"page": _origin("dblp")})
    merged, _ = merge_records(PUBLISHED, drop)
    assert (merged.page, merged.origin, merged.extra) == ("1-10", {}, {"merged-page": "1-12"})


def test_origins_of_a_preprint_are_in_its_version() -> None:
    preprint = PREPRINT.evolve(origin={"issued": _origin("arxiv"), "abstract": _origin("arxiv")})
    merged, _ = merge_records(PUBLISHED, preprint)
    assert set(merged.origin) == {"abstract"}
    assert set(merged.versions[0].origin) == {"issued"}


def test_remarks_are_joined_and_relations_lead_to_others() -> None:
    keep = PUBLISHED.evolve(remark="Seen.", relations=[{"kind": "same-work", "key": "other"}])
    drop = PUBLISHED.evolve(
        id="other", remark="Seen.\nTwice.",
        relations=[{"kind": "extended-by", "key": "third"}, {"kind": "same-work", "identifier": "doi:10.1000/a"}],
    )  # fmt: skip
    merged, _ = merge_records(keep, drop)
    assert merged.remark == "Seen.\nTwice."
    assert [(relation.kind, relation.key) for relation in merged.relations] == [("extended-by", "third")]
    assert [relation.key for relation in unite(KNOWN, drop).relations] == ["third"]


def test_a_status_that_is_not_kept_is_kept_in_words() -> None:
    keep, drop = (
        PUBLISHED.evolve(id=kind, status={"kind": kind, "date": "2025"}) for kind in ("corrected", "retracted")
    )
    merged, _ = merge_records(keep, drop)
    assert merged.extra == {"merged-status": "retracted 2025"}


def _values(data: object) -> set[str]:
    """Every text and number in an entry, without what describes the way of a value into it."""
    if isinstance(data, dict):
        inner = (value for name, value in data.items() if name not in ("digest", "confirmed"))
        return {leaf for value in inner for leaf in _values(value)}
    if isinstance(data, list):
        return {leaf for value in data for leaf in _values(value)}
    return {line for line in str(data).split("\n") if line}


def _parts(*records: Record) -> list[Record | Version]:
    parts: list[Record | Version] = [*records]
    return [*parts, *(version for record in records for version in record.versions)]


def _without_origins(record: Record) -> Record:
    versions = [version.evolve(origin={}) for version in record.versions]
    return record.evolve(origin={}, versions=versions)


@examples(40)
@given(RECORDS, RECORDS)
@example(*(Record(id=key, type="book", title=title) for key, title in (("a", "Éclairs"), ("b", "Eclairs"))))
def test_nothing_is_lost(keep: Record, drop: Record) -> None:
    keep, drop = keep.evolve(id="keep"), drop.evolve(id="drop")
    merged, _ = merge_records(keep, drop)
    keep, drop = (
        record.evolve(relations=[relation for relation in record.relations if not relation.is_to(merged)])
        for record in (keep, drop)
    )
    there = _values(merged.to_dict()) | {version.type for version in merged.versions}
    text = "\n".join(there)
    titles = {fold(title) for title in merged.titles}  # values that differ only in case or accents are the same
    for value in _values(_without_origins(keep).to_dict()) | _values(_without_origins(drop).to_dict()):
        assert value in there or value in text or fold(plain(value)) in titles, value
    origins = (origin.to_dict() for part in _parts(keep, drop) for origin in part.origin.values())
    for origin in origins:
        for value in _values([origin.get("remark", ""), [other["value"] for other in origin.get("disputed", ())]]):
            assert value in there or value in text, value


@examples(40)
@given(RECORDS)
def test_merging_a_copy_changes_nothing_but_the_keys(work: Record) -> None:
    work = work.evolve(ids=(), relations=[relation for relation in work.relations if not relation.is_to(work)])
    merged, conflicts = merge_records(work, work.evolve(id="copy"))
    assert conflicts == ()
    assert merged == work.evolve(ids=("copy",))


@examples(40)
@given(RECORDS, RECORDS)
def test_every_field_has_the_value_of_one_of_the_two(keep: Record, drop: Record) -> None:
    keep, drop = keep.evolve(id="keep"), drop.evolve(id="drop")
    merged, _ = merge_records(keep, drop)
    for field in set(Record.model_fields) - {*UNITED_FIELDS, "ids", "remark"}:
        of_versions = [getattr(version, field, None) for version in (*keep.versions, *drop.versions)]
        assert getattr(merged, field) in (getattr(keep, field), getattr(drop, field), *of_versions)
    for field in merged.origin.keys() - UNITED_FIELDS - {"ids", "remark"}:
        values = [part.to_dict().get(field) for part in _parts(keep, drop) if field in part.origin]
        assert merged.to_dict().get(field) in values
