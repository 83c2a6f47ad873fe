"""Updating a record: fetched values are replaced, values written by hand are kept, and disagreements are findings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.lookup.reconcile import reconcile
from moebib.lookup.update import Aspect, FieldUpdate, RecordUpdate, update_record
from moebib.merging.diff import FieldDiff
from moebib.merging.merge import add_publications
from moebib.records.answer import NEW, Found
from moebib.records.publication import Origin, Version
from moebib.records.record import Record
from strategies import examples, records, titles

DAY = date(2026, 11, 24)
LATER = date(2027, 2, 1)

PREPRINT = {
    "type": "article", "genre": "preprint", "title": "Keeping Experts Warm", "author": ["Brook, Tom", "Li, Hai Helen"],
    "issued": "2024-02-03", "container_title": "arXiv", "identifiers": ["arxiv:2402.09992"],
}  # fmt: skip
PAPER = {
    "type": "paper-conference", "title": "Keeping Experts Warm", "author": ["Brook, Tom", "Li, Hai Helen"],
    "issued": "2025-03", "container_title": "Proceedings of the 5th Workshop on Invented Systems",
    "container_title_short": "WIS", "publisher": "Invented Press", "volume": "5", "page": "12-34",
    "identifiers": ["doi:10.5555/warm.1"],
}  # fmt: skip


def found_by(source: str, fields: dict[str, Any], **changed: Any) -> Found:
    return Found(Record.model_validate({"id": NEW, **fields, **changed}), source, LATER)


def entry(fields: dict[str, Any], *, fetched: Sequence[str] = (), **changed: Any) -> Record:
    """A record whose fields *fetched* came from a source; the others were written by hand."""
    record = Record.model_validate({"id": "brook2024", **fields, **changed})
    plain = record.to_dict()
    origin = {field: Origin.of("crossref", DAY, plain[field]) for field in fetched if plain[field]}
    return record.evolve(origin={**record.origin, **origin})


def messages(result: RecordUpdate) -> list[str]:
    return [finding.message for finding in result.findings]


FETCHED = [field for field in PAPER if field not in ("type", "identifiers")]


def test_a_record_that_agrees_with_the_sources_is_unchanged() -> None:
    record = entry(PAPER, fetched=FETCHED)
    assert update_record(record, [found_by("crossref", PAPER)]) == (record, (), ())


def test_a_fetched_field_is_refreshed_with_its_source() -> None:
    result = update_record(entry(PAPER, fetched=FETCHED), [found_by("dblp", PAPER, title="Keeping All Experts Warm")])
    (change,) = result.changes
    assert change == FieldUpdate(FieldDiff("title", "Keeping Experts Warm", "Keeping All Experts Warm"), "dblp")
    assert result.record.title == "Keeping All Experts Warm"
    assert result.record.origin["title"] == Origin.of("dblp", LATER, "Keeping All Experts Warm")


@pytest.mark.parametrize("fetched", [[], FETCHED])
def test_a_value_written_by_hand_is_kept_and_a_different_one_is_a_finding(fetched: list[str]) -> None:
    """A fetched value that was edited later counts as written by hand."""
    record = entry(PAPER, fetched=fetched).evolve(title="Keeping All the Experts Warm")
    result = update_record(record, [found_by("dblp", PAPER, title="Keeping All Experts Warm")])
    assert (result.record, result.changes) == (record, ())
    assert messages(result) == [f"title: {record.title!r} here, 'Keeping All Experts Warm' in dblp"]
    assert (result.findings[0].code, result.findings[0].id, result.findings[0].field) == (
        "MB201",
        "brook2024",
        "title",
    )


@pytest.mark.parametrize(
    ("field", "ours", "theirs"),
    [
        ("title", "Keeping Experts Warm", "KEEPING EXPERTS: warm."),
        ("title", "Naïve Experts Keep Warm", "Naive experts keep warm"),
        ("author", ["Brook, Tom", "Li, Hai Helen"], ["Brook, T.", "Li, H."]),
        ("author", ["Brook, T.", "Li, H."], ["Brook, Tom", "Li, Hai Helen"]),
        ("author", ["van den Berg, Jan"], ["Berg, Jan van den"]),
        ("issued", "2025-03-01", "2025"),
        ("page", "12-34", "12--34"),
        ("page", "12-34", "12"),
        ("container_title", "Workshop on Invented Systems", "Proceedings of the 5th Workshop on Invented Systems"),
        ("container_title", "WIS", "Workshop on Invented Systems"),
        ("publisher", "ACM", "Association for Computing Machinery"),
    ],
)
@pytest.mark.parametrize("fetched", [[], ["title", "author", "issued", "page", "container_title", "publisher"]])
def test_an_equivalent_value_is_not_a_change(field: str, ours: Any, theirs: Any, fetched: list[str]) -> None:
    record = entry(PAPER, fetched=fetched, **{field: ours})
    assert update_record(record, [found_by("crossref", PAPER, **{field: theirs})]) == (record, (), ())


@pytest.mark.parametrize(
    ("field", "theirs"),
    [
        ("author", ["Brook, Tom", "Li, Hai Helen", "Cho, Ada"]),
        ("author", ["Brook, Tom", "Lin, Hai Helen"]),
        ("issued", "2025-04"),
        ("volume", "6"),
        ("page", "13-34"),
        ("container_title", "Journal of Experts"),
    ],
)
def test_a_different_value_is_a_change_or_a_finding(field: str, theirs: Any) -> None:
    answer = found_by(
        "crossref", PAPER, **{field: theirs, **({"container_title_short": ""} if "title" in field else {})}
    )
    free = update_record(entry(PAPER, fetched=FETCHED), [answer])
    assert field in [change.diff.field for change in free.changes]
    assert free.findings == ()
    locked = update_record(entry(PAPER), [answer])
    assert locked.changes == ()
    assert [finding.field for finding in locked.findings] == [field]


def test_an_empty_field_is_filled_unless_it_is_an_abstract_or_was_removed_by_hand() -> None:
    record = entry(PAPER, fetched=["publisher"], page="", volume="").evolve(publisher="")
    result = update_record(record, [found_by("crossref", PAPER, abstract="We keep them warm.")])
    assert [change.diff.field for change in result.changes] == ["volume", "page"]
    assert result.record.origin["page"].source == "crossref"


def test_an_existing_abstract_is_refreshed() -> None:
    record = entry(PAPER, fetched=["abstract"], abstract="We keep them warm.")
    result = update_record(record, [found_by("crossref", PAPER, abstract="We keep all of them warm.")])
    assert result.record.abstract == "We keep all of them warm."


def test_a_full_name_is_never_replaced_by_an_initial() -> None:
    record = entry(PAPER, fetched=["author"])
    result = update_record(record, [found_by("crossref", PAPER, author=["Brook, T.", "Li, H. H.", "Cho, A."])])
    assert result.record == record
    assert messages(result) == [
        "author: 'Brook, Tom; Li, Hai Helen' here, 'Brook, T.; Li, H. H.; Cho, A.' in crossref",
    ]


def test_a_truncated_list_of_authors_is_completed_and_never_adopted() -> None:
    cut = ["Brook, Tom", "others"]
    assert len(update_record(entry(PAPER, author=cut, fetched=["author"]), [found_by("acl", PAPER)]).record.author) == 2
    assert (
        update_record(
            entry(PAPER, author=["Brook, Tom"], fetched=["author"]), [found_by("acl", PAPER, author=cut)]
        ).changes
        == ()
    )
    assert "Li, Hai Helen" in messages(update_record(entry(PAPER, author=cut), [found_by("acl", PAPER)]))[0]


def test_a_date_and_pages_become_more_precise() -> None:
    record = entry(PAPER, fetched=["issued", "page"], issued="2025", page="12")
    assert [str(change.diff.new) for change in update_record(record, [found_by("acl", PAPER)]).changes] == [
        "2025-03",
        "12-34",
    ]


def test_values_of_another_publication_do_not_mix_with_a_venue_written_by_hand() -> None:
    """Combining the volume of one journal with pages in another would be worse than having neither."""
    record = entry(PAPER, fetched=["page"], volume="")
    answer = found_by(
        "crossref", PAPER, container_title="Journal of Experts", container_title_short="", volume="77", page="1-40",
        identifiers=["doi:10.5555/other"], links={"code": ["https://code.example/warm"]},
    )  # fmt: skip
    result = update_record(record, [answer])
    assert [change.diff.field for change in result.changes] == ["links.code", "versions"]
    (version,) = result.record.versions
    assert (version.venue, version.volume, version.page) == ("Journal of Experts", "77", "1-40")
    assert messages(result) == [f"container_title: {PAPER['container_title']!r} here, 'Journal of Experts' in crossref"]


def test_a_new_venue_replaces_or_clears_what_was_fetched_with_the_old_one() -> None:
    record = entry(PAPER, fetched=FETCHED)
    answer = found_by(
        "dblp", PAPER, container_title="Journal of Experts", container_title_short="", page="", volume="77"
    )
    result = update_record(record, [answer])
    assert (result.record.volume, result.record.page, result.record.container_title_short) == ("77", "", "")


def test_identifiers_and_links_are_only_added() -> None:
    record = entry(PAPER, links={"code": ["https://code.example/warm"]})
    answers = [
        found_by("crossref", PAPER, links={"code": ["http://www.code.example/warm.git/", "https://code.example/b"]}),
        found_by("dblp", PAPER, identifiers=["dblp:conf/wis/Brook25"]),
    ]
    result = update_record(record, answers)
    assert [(change.diff.field, change.diff.new, change.source) for change in result.changes] == [
        ("identifiers", ["doi:10.5555/warm.1", "dblp:conf/wis/Brook25"], "dblp"),
        ("links.code", ["https://code.example/warm", "https://code.example/b"], "crossref"),
    ]


EVIDENCE = Origin(source="dblp", date=DAY, confirmed=2, remark="seen on the page")


def test_the_evidence_of_a_list_stays_if_elements_are_added() -> None:
    origin = {"identifiers": EVIDENCE, "links": EVIDENCE}
    record = entry(PAPER, links={"code": ["https://code.example/warm"]}, origin=origin)
    unchanged = update_record(record, [found_by("crossref", PAPER, links={"code": ["https://code.example/warm"]})])
    assert unchanged.record == record
    links = {"code": ["https://code.example/b", "https://code.example/c"]}
    added = found_by("acl", PAPER, identifiers=["acl:2025.wis-1.3"], links=links)
    new = update_record(record, [added]).record
    assert {field: (origin.source, origin.confirmed, origin.remark) for field, origin in new.origin.items()} == {
        "identifiers": ("dblp", 2, "seen on the page; acl:2025.wis-1.3: acl"),
        "links": ("dblp", 2, "seen on the page; https://code.example/b: acl; https://code.example/c: acl"),
    }
    assert update_record(new, [added]).record == new


def test_the_evidence_of_identifiers_goes_with_them_to_the_version_of_the_preprint() -> None:
    record = entry(PREPRINT, origin={"identifiers": EVIDENCE})
    new = update_record(record, [found_by("arxiv", PREPRINT), found_by("crossref", PAPER)]).record
    assert new.versions[0].origin["identifiers"] == EVIDENCE
    assert "identifiers" not in new.origin


def test_another_doi_is_a_finding_and_another_spelling_of_the_same_one_is_not() -> None:
    other = update_record(entry(PAPER), [found_by("crossref", PAPER, identifiers=["doi:10.5555/warm.2"])])
    assert other.changes == ()
    assert messages(other) == ["identifiers: 'doi:10.5555/warm.1' here, 'doi:10.5555/warm.2' in crossref"]
    acl = entry(PAPER, identifiers=["acl:2025.wis-1.3"])
    assert update_record(acl, [found_by("crossref", PAPER, identifiers=["doi:10.18653/v1/2025.wis-1.3"])]) == (
        acl,
        (),
        (),
    )


@pytest.mark.parametrize("kind", ["accepted", "corrected"])
def test_a_worse_status_is_adopted_and_never_reverted(kind: str) -> None:
    answer = found_by("openalex", PAPER, status={"kind": "retracted"})
    result = update_record(entry(PAPER, status={"kind": kind}), [answer])
    assert [(change.diff.field, change.source) for change in result.changes] == [("status", "openalex")]
    assert result.record.status is not None
    assert (result.record.status.kind, result.record.status.source) == ("retracted", "openalex")
    again = update_record(
        result.record, [found_by("crossref", PAPER), found_by("acl", PAPER, status={"kind": "corrected"})]
    )
    assert again == (result.record, (), ())


def test_a_record_of_another_work_changes_nothing_and_is_a_finding() -> None:
    record = entry(PAPER, fetched=FETCHED)
    other = found_by("crossref", PAPER, title="On the Migration of Geese", author=["Marsh, Ida"], volume="9")
    result = update_record(record, [other, other])
    assert (result.record, result.changes) == (record, ())
    (finding,) = result.findings
    assert (finding.code, finding.id) == ("MB202", "brook2024")
    assert (
        "the record from crossref for doi:10.5555/warm.1 is of another work: 'On the Migration of Geese'"
        in finding.message
    )
    with_its_own = update_record(record, [other, found_by("dblp", PAPER, volume="6")])
    assert with_its_own.record.volume == "6"
    assert len(with_its_own.findings) == 1


def test_only_the_record_of_another_work_is_a_finding_and_not_the_one_that_names_it() -> None:
    record = entry(PREPRINT)
    arxiv = found_by("arxiv", PREPRINT, identifiers=["arxiv:2402.09992", "doi:10.5555/geese"])
    other = found_by("crossref", PAPER, title="On Geese", author=["Marsh, Ida"], identifiers=["doi:10.5555/geese"])
    assert ["'On Geese'" in message for message in messages(update_record(record, [arxiv, other]))] == [True]


def test_a_renamed_work_is_recognised_by_its_identifier_unless_its_title_was_written_by_hand() -> None:
    answers = [
        found_by("arxiv", PREPRINT, title="Heating Experts"),
        found_by("crossref", PAPER, title="Heating Experts"),
    ]
    result = update_record(entry(PREPRINT, fetched=["title"]), answers)
    assert (result.record.title, result.record.venue) == ("Heating Experts", "WIS")
    assert result.findings == ()
    by_a_person = update_record(entry(PREPRINT), answers)
    assert by_a_person.changes == ()
    assert [finding.code for finding in by_a_person.findings] == ["MB202", "MB202"]


def test_software_with_a_different_name_is_not_a_different_work() -> None:
    record = entry(PAPER)
    assert update_record(record, [found_by("github", PAPER, type="software", title="warm-cache")]) == (record, (), ())


def test_a_published_version_becomes_the_top_level() -> None:
    record = entry(
        PREPRINT, fetched=["title", "issued"], tags=["routing"], keyword=["Prefetch"], ids=["brook2023"],
        aliases=["WarmMoE"], links={"code": ["https://code.example/warm"]}, extra={"primaryclass": "cs.LG"},
        note="Read this first.",
    )  # fmt: skip
    answers = [found_by("arxiv", PREPRINT), found_by("crossref", PAPER, title="Keeping Experts Warm: A Study")]
    result = update_record(record, answers)
    new = result.record
    assert (new.id, new.tags, new.keyword, new.ids) == ("brook2024", record.tags, record.keyword, record.ids)
    assert (new.aliases, new.links, new.extra, new.note) == (record.aliases, record.links, record.extra, record.note)
    assert (new.type, new.genre, new.title, new.venue) == (
        "paper-conference",
        "",
        "Keeping Experts Warm: A Study",
        "WIS",
    )
    assert list(map(str, new.identifiers)) == ["doi:10.5555/warm.1"]
    assert [version.to_dict() for version in new.versions] == [
        {
            "genre": "preprint", "title": "Keeping Experts Warm", "issued": "2024-02-03", "container_title": "arXiv",
            "identifiers": ["arxiv:2402.09992"],
            "origin": {field: record.origin[field].to_dict() for field in ("title", "issued")},
        }
    ]  # fmt: skip
    assert {field: origin.source for field, origin in new.origin.items()} == dict.fromkeys(
        ("title", "issued", "container_title", "container_title_short", "publisher", "volume", "page"), "crossref"
    )
    (added,) = next(change.diff.added for change in result.changes if change.diff.field == "versions")
    assert added == new.versions[0].to_dict()


def test_fields_that_only_the_preprint_had_are_kept_in_its_version() -> None:
    record = entry(
        PREPRINT, publisher="Invented Archive", number="report 7", author=["Brook, Tom"], language="en",
        identifiers=["arxiv:2402.09992", "dblp:journals/corr/abs-2402-09992"],
    )  # fmt: skip
    answer = found_by("dblp", PAPER, identifiers=["dblp:conf/wis/Brook25"], publisher="")
    new = update_record(record, [answer]).record
    assert (new.publisher, new.number, new.language, len(new.author), new.extra) == ("", "", "en", 2, {})
    (version,) = new.versions
    assert (version.publisher, version.number) == ("Invented Archive", "report 7")
    assert [str(name) for name in version.author] == ["Brook, Tom"]
    assert list(map(str, version.identifiers)) == ["arxiv:2402.09992", "dblp:journals/corr/abs-2402-09992"]
    assert list(map(str, new.identifiers)) == ["dblp:conf/wis/Brook25"]


def test_a_publication_by_more_people_has_its_own_list_of_authors() -> None:
    of_paper = ["Brook, T.", "Li, H. H.", "Roe, Eva"]
    updated = update_record(entry(PREPRINT), [found_by("crossref", PAPER, author=of_paper)]).record
    assert [str(name) for name in updated.author] == of_paper
    assert [str(name) for name in updated.versions[0].author] == PREPRINT["author"]


def test_every_identifier_of_a_preprint_leaves_the_top_level_with_it() -> None:
    identifiers = ["arxiv:2402.09992", "dblp:journals/corr/abs-2402-09992", "openreview:aWarmForum1"]
    of_forum = found_by("openreview", {**PREPRINT, "container_title": "OpenReview", "identifiers": identifiers[2:]})
    answers = [found_by("crossref", PAPER), found_by("arxiv", PREPRINT), of_forum]
    updated = update_record(entry(PREPRINT, identifiers=identifiers), answers).record
    assert list(map(str, updated.identifiers)) == ["doi:10.5555/warm.1"]
    assert [str(identifier) for version in updated.versions for identifier in version.identifiers] == identifiers


def test_a_publication_that_was_added_as_a_version_of_its_preprint_becomes_the_top_level() -> None:
    paper = found_by("crossref", PAPER)
    added = add_publications(entry(PREPRINT), reconcile([paper]).record)
    assert (added.is_preprint, [str(version.identifiers[0]) for version in added.versions]) == (
        True, ["doi:10.5555/warm.1"],
    )  # fmt: skip
    new = update_record(added, [found_by("arxiv", PREPRINT), paper]).record
    assert (new.venue, [version.genre for version in new.versions]) == ("WIS", ["preprint"])


V1 = {**PREPRINT, "title": "Keeping Experts Warm", "author": ["Brook, Tom", "Li, Hai Helen"]}
V3 = {**PREPRINT, "title": "Keeping Experts Warm: A Field Study", "author": ["Brook, Tom", "Li, Hai Helen", "Roe, Eva"],
      "identifiers": ["arxiv:2402.09992v3"]}  # fmt: skip
OF_TEXT = ["title", "author"]


def texts(publication: Record | Version) -> tuple[str, int]:
    return publication.title, len(publication.author)


def test_title_and_authors_of_a_preprint_are_refreshed_together() -> None:
    new = update_record(entry(V1, fetched=OF_TEXT), [found_by("arxiv", V3)]).record
    assert texts(new) == (V3["title"], 3)


@pytest.mark.parametrize(("fetched", "finding"), [
    (["author"], "title: 'Keeping Experts Warm' here, 'Keeping Experts Warm: A Field Study' in arxiv"),
    (["title"], "author: 'Brook, Tom; Li, Hai Helen' here, 'Brook, Tom; Li, Hai Helen; Roe, Eva' in arxiv"),
    ([], "title: 'Keeping Experts Warm' here, 'Keeping Experts Warm: A Field Study' in arxiv"),
])  # fmt: skip
def test_a_title_of_one_version_is_not_joined_to_the_authors_of_another(fetched: list[str], finding: str) -> None:
    result = update_record(entry(V1, fetched=fetched, label=""), [found_by("arxiv", V3)])
    assert (texts(result.record), result.changes) == (("Keeping Experts Warm", 2), ())
    assert finding in messages(result)
    assert len(messages(result)) == 2


def test_an_entry_without_authors_gets_them_although_its_title_is_written_otherwise() -> None:
    result = update_record(entry(V1, author=[]), [found_by("arxiv", V3)])
    assert texts(result.record) == (V1["title"], 3)
    assert messages(result) == ["title: 'Keeping Experts Warm' here, 'Keeping Experts Warm: A Field Study' in arxiv"]
    assert texts(update_record(entry(V1, author=[], label="v1"), [found_by("arxiv", V3)]).record) == (V1["title"], 0)


@pytest.mark.parametrize(("label", "is_listed"), [("v1", False), ("v2", False), ("v2", True)])
def test_an_entry_that_describes_an_earlier_version_is_not_changed_to_a_later_one(label: str, is_listed: bool) -> None:
    later = {**V3, "genre": "preprint", "label": "v3", "identifiers": ["arxiv:2402.09992"]} if is_listed else None
    record = entry(V1, fetched=[*OF_TEXT, "issued"], label=label, versions=[later] if later else [])
    result = update_record(record, [found_by("arxiv", V3, issued="2024-01-09")])
    assert (result.record, result.changes) == (record, ())
    of_label = [] if is_listed else [f"label: '{label}' here, 'v3' in arxiv"]
    assert messages(result)[: len(of_label)] == of_label
    assert [message.partition(":")[0] for message in messages(result)[len(of_label) :]] == OF_TEXT


def test_a_version_with_another_title_is_no_other_work_if_the_entry_names_its_own() -> None:
    renamed = found_by("arxiv", V3, title="A Study of Heat")
    assert messages(update_record(entry(V1, label="v1"), [renamed]))[:2] == [
        "label: 'v1' here, 'v3' in arxiv", "title: 'Keeping Experts Warm' here, 'A Study of Heat' in arxiv",
    ]  # fmt: skip
    (message,) = messages(update_record(entry(V1), [renamed]))
    assert "is of another work" in message


def test_an_entry_that_describes_the_version_of_the_sources_is_refreshed() -> None:
    record = entry(V1, fetched=OF_TEXT, label="v3")
    result = update_record(record, [found_by("arxiv", V3), found_by("datacite", V3, identifiers=["arxiv:2402.09992"])])
    assert (texts(result.record), result.record.label, messages(result)) == ((V3["title"], 3), "v3", [])


def test_a_source_that_does_not_name_its_version_changes_no_version_that_the_entry_names() -> None:
    record = entry(V1, fetched=OF_TEXT, label="v1")
    result = update_record(record, [found_by("datacite", V3, identifiers=["arxiv:2402.09992"])])
    assert (result.record, len(messages(result))) == (record, 2)
    assert messages(update_record(record, [found_by("datacite", V1)])) == []


def test_versions_of_one_preprint_keep_their_own_values_below_a_publication() -> None:
    listed = [{"genre": "preprint", "label": f"v{number}", "title": f"Warm {number}", "container_title": "arXiv",
               "identifiers": ["arxiv:2402.09992"], **issued} for number, issued in
              enumerate([{}, {"issued": "2024-03"}, {}], start=1)]  # fmt: skip
    record = entry(PAPER, versions=listed)
    new = update_record(record, [found_by("crossref", PAPER), found_by("arxiv", V3)]).record
    assert [(version.label, version.title, version.author) for version in new.versions] == [
        (f"v{number}", f"Warm {number}", ()) for number in (1, 2, 3)
    ]
    assert [str(version.issued or "") for version in new.versions] == ["", "2024-03", ""]
    first = update_record(
        record, [found_by("crossref", PAPER), found_by("arxiv", V1, identifiers=["arxiv:2402.09992v1"])]
    )
    assert [str(version.issued or "") for version in first.record.versions] == ["2024-02-03", "2024-03", ""]


def test_all_versions_stay_apart_when_the_preprint_is_published() -> None:
    earlier = [{"genre": "preprint", "label": label, "title": f"Warm {label}", "issued": "2024-01",
                "container_title": "arXiv", "identifiers": ["arxiv:2402.09992"]} for label in ("v1", "v2")]  # fmt: skip
    record = entry(V3, label="v3", identifiers=["arxiv:2402.09992"], versions=earlier)
    new = update_record(record, [found_by("arxiv", V3), found_by("crossref", PAPER, title=V3["title"])]).record
    assert (new.venue, new.label) == ("WIS", "")
    assert {version.label: version.title for version in new.versions} == {"v3": "", "v1": "Warm v1", "v2": "Warm v2"}
    assert [len(version.author) for version in new.versions if version.label == "v3"] == [3]


def test_the_title_of_one_version_is_not_joined_to_the_authors_of_another_between_sources() -> None:
    """DBLP keeps the title of the first version; DataCite has the current one."""
    dblp = found_by("dblp", V1, author=["Brook, T.", "Li, H."], identifiers=["arxiv:2402.09992"])
    datacite = found_by("datacite", V3, identifiers=["arxiv:2402.09992"])
    for answers in ([dblp, datacite], [datacite, dblp]):
        assert texts(reconcile(answers).record) == ("Keeping Experts Warm", 2)
    same = found_by("dblp", V3, author=["Brook, T.", "Li, H.", "Roe, E."], identifiers=["arxiv:2402.09992"])
    assert [str(name) for name in reconcile([same, datacite]).record.author] == V3["author"]


def test_an_article_in_the_journal_arxiv_is_a_preprint() -> None:
    record = entry(PREPRINT, type="article-journal", genre="", container_title="arXiv preprint arXiv:2402.09992")
    new = update_record(record, [found_by("crossref", PAPER)]).record
    assert (new.venue, new.versions[0].container_title) == ("WIS", "arXiv preprint arXiv:2402.09992")


def test_an_article_in_another_archive_is_a_preprint_but_data_in_one_are_not() -> None:
    record = entry(PREPRINT, type="article-journal", genre="", container_title="SSRN Electronic Journal")
    assert update_record(record, [found_by("crossref", PAPER)]).record.venue == "WIS"
    data = entry(PREPRINT, type="dataset", genre="", container_title="Zenodo")
    assert update_record(data, [found_by("crossref", PAPER)]).record.type == "dataset"


def test_a_preprint_does_not_change_the_published_version() -> None:
    record = entry(PAPER, fetched=FETCHED)
    result = update_record(record, [found_by("arxiv", PREPRINT, title="Keeping Experts Warm: A Sketch")])
    assert [change.diff.field for change in result.changes] == ["versions"]
    (version,) = result.record.versions
    assert version.to_dict() == {
        "genre": "preprint", "title": "Keeping Experts Warm: A Sketch", "issued": "2024-02-03",
        "container_title": "arXiv", "identifiers": ["arxiv:2402.09992"],
        "origin": {field: origin.to_dict() for field, origin in version.origin.items()},
    }  # fmt: skip
    assert {field: origin.source for field, origin in version.origin.items()} == dict.fromkeys(
        ("genre", "title", "issued", "container_title"), "arxiv"
    )


def test_missing_fields_of_the_preprint_version_are_filled() -> None:
    below = {"genre": "preprint", "title": "Warm", "container_title": "arXiv", "identifiers": ["arxiv:2402.09992"]}
    record = entry(PAPER, versions=[below])
    new = update_record(record, [found_by("crossref", PAPER), found_by("arxiv", PREPRINT)]).record
    assert new.versions[0].evolve(origin={}).to_dict() == {**below, "issued": "2024-02-03"}
    assert new.versions[0].origin["issued"].source == "arxiv"


def test_an_entry_of_unknown_type_gets_its_type_and_fields() -> None:
    links = Record(id="brook2024", type="document", title="Keeping Experts Warm", identifiers=["doi:10.5555/warm.1"])
    new = update_record(links, [found_by("crossref", PAPER)]).record
    assert new.to_dict() == {**PAPER, "id": "brook2024", "origin": new.to_dict()["origin"]}
    assert all(origin.fits(new.to_dict()[field]) for field, origin in new.origin.items())


@pytest.mark.parametrize("type_", ["document", "software", "webpage", "dataset"])
def test_a_record_that_is_not_a_publication_does_not_change_the_preprint(type_: str) -> None:
    record = entry(PREPRINT)
    assert (
        update_record(record, [found_by("page", PREPRINT, type=type_, genre="", container_title="A Site")]).record
        == record
    )


@pytest.mark.parametrize(
    ("only", "fields"),
    [
        ({"published"}, {"type", "genre", "issued", "container_title", "container_title_short", "versions"}),
        ({"withdrawn"}, {"status"}),
        (set(), {"type", "versions"}),
    ],
)
def test_an_update_can_be_limited_to_one_aspect(only: set[Aspect], fields: set[str]) -> None:
    answers = [found_by("crossref", PAPER), found_by("arxiv", PREPRINT, status={"kind": "withdrawn"})]
    changed = {change.diff.field for change in update_record(entry(PREPRINT), answers, only=only).changes}
    assert fields <= changed
    assert ("status" in changed) is ("withdrawn" in only)
    assert (
        update_record(entry(PAPER), [found_by("crossref", PAPER, volume="6")], only=only or {"published"}).changes == ()
    )


def answers() -> st.SearchStrategy[list[Found]]:
    """Answers that sources may give for the work, correct or not."""
    values = {
        "title": st.sampled_from(["Keeping Experts Warm", "Keeping Experts Warm!", "Keeping the Experts Warm"]),
        "author": st.sampled_from([["Brook, Tom"], ["Brook, T.", "Li, H."], ["Brook, Tom", "Li, Hai"], []]),
        "issued": st.sampled_from(["2024", "2024-02", "2025-03", None]),
        "container_title": st.sampled_from(["arXiv", "WIS", "Workshop on Invented Systems", "Journal of Experts", ""]),
        "container_title_short": st.sampled_from(["", "WIS"]),
        "volume": st.sampled_from(["", "5", "6"]),
        "page": st.sampled_from(["", "12", "12-34"]),
        "abstract": st.sampled_from(["", "We keep them warm."]),
        "note": st.sampled_from(["", "12 pages"]),
        "url": st.sampled_from([None, "https://wis.example/1"]),
        "identifiers": st.lists(
            st.sampled_from(
                ["doi:10.5555/warm.1", "doi:10.5555/warm.2", "arxiv:2402.09992", "dblp:conf/wis/B25", "issn:2049-3630"]
            ),
            unique_by=lambda text: text[:4],
        ),
        "links": st.sampled_from([{}, {"code": ["https://code.example/warm"]}, {"pdf": ["https://wis.example/1.pdf"]}]),
        "status": st.sampled_from(
            [None, *({"kind": kind} for kind in ("accepted", "corrected", "withdrawn", "retracted"))]
        ),
    }
    kinds = st.sampled_from(
        [("article", "preprint"), ("paper-conference", ""), ("article-journal", ""), ("document", "")]
    )
    sources = st.sampled_from(["arxiv", "crossref", "dblp", "openalex", "page"])
    answer = st.builds(
        lambda source, kind, fields: found_by(source, {"type": kind[0], "genre": kind[1], **fields}),
        sources, kinds, st.fixed_dictionaries(values),
    )  # fmt: skip
    return st.lists(answer, min_size=1, max_size=4)


def entries() -> st.SearchStrategy[Record]:
    """Entries for that work, with fields written by hand and fields that were fetched."""

    def build(answer: Found, fetched: list[str], more: dict[str, Any]) -> Record:
        plain = answer.record.to_dict()
        origin = {field: Origin.of("crossref", DAY, plain[field]) for field in fetched if field in plain}
        return answer.record.evolve(id="brook2024", origin=origin, **more)

    names = st.lists(st.sampled_from(["title", "author", "issued", "container_title", "volume", "page", "note"]))
    more = st.fixed_dictionaries({}, optional={"aliases": st.just(("Warm",)), "publisher": st.just("By Hand")})
    return st.builds(build, answers().map(lambda answers: answers[0]), names, more)


@examples(150)
@given(entries(), answers())
def test_updating_is_idempotent(record: Record, answers: list[Found]) -> None:
    once = update_record(record, answers)
    twice = update_record(once.record, answers)
    assert twice.record == once.record
    assert twice.changes == ()


@examples(150)
@given(entries(), st.lists(answers(), max_size=3))
def test_values_written_by_hand_are_never_overwritten(record: Record, rounds: list[list[Found]]) -> None:
    plain = record.to_dict()
    by_hand = {
        field: value
        for field, value in plain.items()
        if field not in ("id", "type", "genre", "origin", "identifiers", "status", "links", "versions")
        and not (field in record.origin and record.origin[field].fits(value))
    }
    for answers in rounds:
        record = update_record(record, answers).record
    kept = json.dumps(record.to_dict(), ensure_ascii=False)
    assert {field for field, value in by_hand.items() if not all(text in kept for text in leaves(value))} == set()
    if not record.versions:
        assert {field: record.to_dict().get(field) for field in by_hand} == by_hand
    assert (record.id, record.aliases) == (plain["id"], tuple(plain.get("aliases", ())))


@examples(100)
@given(records(), titles(), st.booleans())
def test_adding_the_published_version_changes_no_key_and_loses_no_field(
    old: Record, title: str, is_renamed: bool
) -> None:
    old = old.evolve(type="article", genre="preprint", editor=old.author[:1])
    published = found_by("crossref", PAPER, title=title if is_renamed else old.title, author=old.author, identifiers=[])
    new = update_record(old, [published]).record
    assert new.id == old.id
    kept = json.dumps(new.model_dump(mode="json"), ensure_ascii=False)
    assert [text for text in leaves(old.to_dict()) if text not in kept] == []


def leaves(value: Any) -> list[str]:
    """The strings in plain data, as JSON writes them."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in leaves(part)]
    if isinstance(value, list):
        return [text for part in value for text in leaves(part)]
    return [json.dumps(value, ensure_ascii=False)[1:-1]]
