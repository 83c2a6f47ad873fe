"""Facts: a value with its evidence becomes that of an entry, unless a person wrote another one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from moebib.merging.fact import Fact, InvalidFact, Stated
from moebib.merging.facts import state
from moebib.records.model import Model
from moebib.records.publication import ARXIV_PREPRINT, Origin
from moebib.records.record import Record

TODAY = date(2026, 11, 24)
WIS = "https://papers.example/wis2021"
PREPRINT: dict[str, Any] = {**ARXIV_PREPRINT, "identifiers": ["arxiv:2012.99991"]}


def work(**fields: Any) -> Record:
    given = {"type": "paper-conference", "title": "Sorting Experts", "author": ["Arden, Mia"]} | fields
    return Record(id="arden2021sorting", **given)


def fetched(field: str, value: str, **evidence: Any) -> Record:
    return work(**{field: value}, origin={field: Origin.of("dblp", TODAY, value).evolve(**evidence)})


def stated(entry: Record | Model, field: str, value: Any = None, **given: Any) -> Stated:
    fact = Fact(key=entry.id, field=field, **{"source": WIS, "value": value, **given})
    done = state(entry, fact, TODAY)
    again = state(done.entry, fact, date(2027, 1, 1))
    assert again.entry == done.entry
    return done


def test_an_empty_field_gets_the_value_with_its_evidence() -> None:
    done = stated(work(), "page", "12-34", confirmed=2, remark="Page 35 is empty.")
    assert isinstance(done.entry, Record)
    assert (done.outcome, done.entry.page) == ("new", "12-34")
    origin = done.entry.origin["page"]
    assert (origin.source, origin.date, origin.confirmed, origin.remark) == (WIS, TODAY, 2, "Page 35 is empty.")
    assert origin.fits("12-34")


def test_a_value_that_was_fetched_is_replaced() -> None:
    done = stated(fetched("page", "1-2"), "page", "12-34")
    assert (done.outcome, done.entry.to_dict()["page"], done.entry.origin["page"].source) == ("new", "12-34", WIS)


@pytest.mark.parametrize("entry", [work(page="1-2"), work(page="1-2", origin={"page": Origin.of("dblp", TODAY, "9")})])
def test_a_value_that_a_person_wrote_is_reported_and_kept(entry: Record) -> None:
    done = stated(entry, "page", "12-34")
    assert (done.outcome, done.entry) == ("locked", entry)
    assert [str(finding).splitlines()[0] for finding in done.findings] == [f"MB201 page: '1-2' here, '12-34' in {WIS}"]


def test_a_value_that_a_person_removed_stays_removed() -> None:
    entry = work(origin={"page": Origin.of("dblp", TODAY, "9")})
    assert stated(entry, "page", "12-34").outcome == "locked"


def test_a_written_value_is_replaced_if_the_fact_names_it_as_wrong() -> None:
    done = stated(work(page="1-2"), "page", "12-34", replaces="1-2")
    assert (done.outcome, done.entry.to_dict()["page"]) == ("new", "12-34")
    assert stated(work(page="1-3"), "page", "12-34", replaces="1-2").outcome == "locked"


def test_the_same_value_gets_more_evidence() -> None:
    done = stated(fetched("page", "12-34", confirmed=1), "page", "12-34", confirmed=3)
    origin = done.entry.origin["page"]
    assert (done.outcome, origin.source, origin.confirmed, origin.fits("12-34")) == ("confirmed", WIS, 3, True)


def test_less_evidence_changes_no_source() -> None:
    entry = fetched("page", "12-34", confirmed=2)
    assert stated(entry, "page", "12-34", confirmed=1) == Stated(entry, "known")


def test_a_written_value_with_evidence_is_still_locked() -> None:
    done = stated(work(page="12-34"), "page", "12-34", confirmed=2)
    assert (done.outcome, done.entry.origin["page"].digest) == ("confirmed", "")
    assert stated(done.entry, "page", "1-2", confirmed=9).outcome == "locked"


def test_a_value_with_less_evidence_becomes_an_alternative() -> None:
    done = stated(fetched("page", "12-34", confirmed=2), "page", "12-35", confirmed=1)
    assert isinstance(done.entry, Record)
    assert (done.outcome, done.entry.page) == ("disputed", "12-34")
    assert [(other.value, other.source) for other in done.entry.origin["page"].disputed] == [("12-35", WIS)]


def test_a_status_with_less_evidence_is_reported_because_no_alternative_can_hold_it() -> None:
    entry = stated(work(), "status", {"kind": "corrected"}, confirmed=2).entry
    done = stated(entry, "status", {"kind": "retracted"}, confirmed=1)
    assert (done.outcome, done.entry) == ("locked", entry)
    assert done.findings[0].hint == "this value is better confirmed"


def test_alternatives_are_kept_without_the_value_itself() -> None:
    others = [{"value": "12-35", "source": "dblp"}, {"value": "12-34", "source": "crossref"}]
    done = stated(work(), "page", "12-34", disputed=others)
    assert [other.value for other in done.entry.origin["page"].disputed] == ["12-35"]


def test_evidence_without_a_value_is_for_the_value_that_is_there() -> None:
    fact = Fact(key="a", field="page", source=WIS, remark="not seen")
    assert state(work(page="1"), fact, TODAY).entry.origin["page"].remark == "not seen"
    with pytest.raises(InvalidFact, match="no value, here or in the entry"):
        state(work(), fact, TODAY)


def test_null_removes_a_wrong_value_without_a_trace() -> None:
    done = stated(work(page="1-2"), "page", None, replaces="1-2")
    assert (done.outcome, done.entry) == ("new", work())


def test_lists_are_added_to() -> None:
    done = stated(work(identifiers=["doi:10.5555/a"]), "identifiers", ["openreview:Ab1cdEFgHi", "doi:10.5555/a"])
    assert isinstance(done.entry, Record)
    assert [str(identifier) for identifier in done.entry.identifiers] == ["doi:10.5555/a", "openreview:Ab1cdEFgHi"]
    more = stated(done.entry, "identifiers", "isbn:9780201134476", source="crossref").entry
    assert (more.origin["identifiers"].source, more.origin["identifiers"].remark) == (
        WIS,
        "isbn:9780201134476: crossref",
    )


def test_a_link_that_moved_is_replaced() -> None:
    entry = work(links={"code": ["https://old.example/a", "https://code.example/b"]})
    done = stated(entry, "links.code", "https://new.example/a", replaces="https://old.example/a")
    assert isinstance(done.entry, Record)
    assert done.entry.links.code == ("https://code.example/b", "https://new.example/a")


def test_remarks_are_appended() -> None:
    done = stated(work(remark="One."), "remark", "Two.")
    assert isinstance(done.entry, Record)
    assert (done.entry.remark, done.entry.origin) == ("One. Two.", {})


def test_a_fact_about_a_version_of_an_arxiv_id_does_not_touch_the_others() -> None:
    entry = Record(id="arden2021sorting", title="Sorting", label="v2", **PREPRINT)
    done = stated(entry, "author", ["Arden, Mia"], version="arxiv:2012.99991v1")
    assert isinstance(done.entry, Record)
    assert [version.label for version in done.entry.versions] == ["v1"]
    assert not done.entry.author
    more = stated(done.entry, "author", ["Berg, Jan", "Arden, Mia"], version="arxiv:2012.99991v2").entry
    assert isinstance(more, Record)
    assert [name.family for name in more.author] == ["Berg", "Arden"]
    assert more.versions == done.entry.versions


def test_an_arxiv_id_is_that_of_the_preprint_and_not_of_its_publication() -> None:
    entry = work(identifiers=["doi:10.5555/a", "arxiv:2012.99991"], versions=[PREPRINT])
    done = stated(entry, "issued", "2020-12-24", version="arxiv:2012.99991").entry
    assert isinstance(done, Record)
    assert (done.issued, str(done.versions[0].issued)) == (None, "2020-12-24")


def test_a_publication_to_cite_has_its_own_place_and_the_preprint_becomes_a_version() -> None:
    entry = Record(id="arden2021sorting", title="Sorting Experts", author=["Arden, Mia"], issued="2020", **PREPRINT)
    for field, value in {"container_title": "Workshop on Invented Systems", "issued": "2021", "page": "1-9"}.items():
        entry = stated(entry, field, value, version="doi:10.5555/a").entry  # type: ignore[assignment]
    done = stated(entry, "cite", "doi:10.5555/a")
    assert {field: value for field, value in done.entry.to_dict().items() if field not in ("origin", "versions")} == {
        "id": "arden2021sorting",
        "type": "paper-conference",
        "title": "Sorting Experts",
        "author": ["Arden, Mia"],
        "issued": "2021",
        "container_title": "Workshop on Invented Systems",
        "page": "1-9",
        "identifiers": ["doi:10.5555/a", "arxiv:2012.99991"],
    }
    assert isinstance(done.entry, Record)
    preprint = done.entry.versions[0]
    assert (preprint.is_preprint, str(preprint.issued), preprint.title, preprint.page) == (True, "2020", "", "")


def test_a_publication_without_an_identifier_is_named_by_its_venue() -> None:
    entry = stated(work(), "status", {"kind": "accepted"}, version="WIS").entry
    assert isinstance(entry, Record)
    assert [(version.venue, version.status.kind) for version in entry.versions if version.status] == [
        ("WIS", "accepted")
    ]


def test_a_new_version_has_the_type_of_the_first_fact_about_it() -> None:
    entry = stated(work(), "type", "article-journal", version="doi:10.5555/b").entry
    assert isinstance(entry, Record)
    assert [version.type for version in entry.versions] == ["article-journal"]


def test_numbers_of_models_are_validated_as_in_a_file() -> None:
    model = Model(id="hydra", name="Hydra", experts_routed=4)
    done = stated(model, "experts_routed", 8, replaces=4)
    assert isinstance(done.entry, Model)
    assert done.entry.experts_routed == 8
    with pytest.raises(InvalidFact, match="experts_routed: should be a whole number, not a string"):
        state(model, Fact(key="hydra", field="experts_routed", value="8", source=WIS), TODAY)


@pytest.mark.parametrize(
    ("field", "value", "given", "message"),
    [
        ("pages", "1", {}, "not a field that a fact can have: 'pages'; did you mean 'page'?"),
        ("origin", {}, {}, "not a field that a fact can have: 'origin'"),
        ("page.first", "1", {}, "not a field: 'page.first'"),
        ("links", "https://code.example", {}, "not a field: 'links'"),
        ("issued", "2021-13", {}, "13 is not a month"),
        ("cite", "doi:10.5555/none", {}, "cite: no version 'doi:10.5555/none'"),
        ("page", ["1"], {"version": "arxiv:2012.99991"}, "page: should be a string, not a list"),
    ],
)
def test_a_fact_that_no_entry_can_have_is_refused(field: str, value: Any, given: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidFact, match=message):
        state(work(), Fact(key="a", field=field, value=value, source=WIS, **given), TODAY)


def test_a_fact_needs_a_source() -> None:
    with pytest.raises(ValidationError):
        Fact.model_validate({"key": "a", "field": "page", "value": "1"})
