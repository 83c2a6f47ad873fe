"""Crossref's JSON as a file."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats import ParsedFile, for_file, get
from valid_reading import assert_is_valid

WORK: dict[str, Any] = {
    "DOI": "10.5555/STONES.1", "type": "journal-article",
    "title": ["Grey\n    <jats:italic>stones</jats:italic>"], "reference-count": 0,
    "author": [{"given": "Ada", "family": "Lund", "sequence": "first"}, {"name": "Stone Study Group"}],
    "issued": {"date-parts": [[2020, 5]]}, "container-title": ["Journal of Stones"], "volume": "3", "page": "1-9",
}  # fmt: skip
OTHER = {**WORK, "DOI": "10.5555/stones.2", "title": ["Red stones"]}
FORMS = {
    "an answer": {"status": "ok", "message-type": "work", "message": WORK},
    "answers": {"message-type": "work-list", "message": {"total-results": 2, "items": [WORK, OTHER]}},
    "a work": WORK,
    "works": [WORK, OTHER],
    "items": {"items": [WORK, OTHER]},
}


def read(text: str) -> ParsedFile:
    return get("crossref").parse_text(text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("indent", [None, 2])
def test_an_answer_is_read_in_every_form(form: str, indent: int | None) -> None:
    text = json.dumps(FORMS[form], indent=indent)
    assert for_file("works.json", text.encode()) is for_file("<stdin>", text.encode()) is get("crossref")
    parsed = read(text)
    assert parsed.findings == ()
    assert parsed.records[0].to_dict() == {
        "id": "lund2020grey", "type": "article-journal", "title": "Grey <i>stones</i>", "issued": "2020-05",
        "author": ["Lund, Ada", "{Stone Study Group}"], "container_title": "Journal of Stones", "volume": "3",
        "page": "1-9", "identifiers": ["doi:10.5555/stones.1"],
    }  # fmt: skip
    assert [record.id for record in parsed.records[1:]] == ["lund2020red"][: len(parsed.records) - 1]


def test_one_work_per_line_is_read_and_a_bad_line_costs_no_other() -> None:
    lines = [json.dumps(WORK), '{"DOI": ', "[]", json.dumps({"DOI": "10.5555/3"}), "", "7", json.dumps(WORK)]
    parsed = read("\n".join(lines))
    assert [record.id for record in parsed.records] == ["lund2020grey", "lund2020greya"]
    assert [(finding.line, finding.code) for finding in parsed.findings] == [(4, "MB111"), (4, "MB112"), (6, "MB112")]
    assert parsed.findings[1].message == "the work '10.5555/3' has no valid title or authors"


def test_other_json_is_not_taken_for_crossrefs() -> None:
    assert for_file("a.json", b'[{"id": "a", "type": "book", "title": "reference-count"}]') is get("csl-json")
    assert for_file("a.json") is get("csl-json")


@given(st.text(alphabet='[]{},:"DOI\n 1\\ud', max_size=40))
def test_any_text_gives_only_valid_records(text: str) -> None:
    assert_is_valid(read(text))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"event": {"name": "Hill Days", "start": {"date-parts": [[2018, 9]]}, "end": {"date-parts": [[2018, 10]]}}},
         {"event_title": "Hill Days", "event_date": "2018-09/2018-10"}),
        ({"event": {"start": {"date-parts": [[2018]]}, "end": {"date-parts": [[2018]]}}}, {"event_date": "2018"}),
        ({"event": {"start": {"date-parts": [[2018]]}, "end": {"date-parts": [[2017]]}}}, {"event_date": "2018"}),
        ({"translator": [{"given": "Eva", "family": "Holm"}]}, {"translator": ["Holm, Eva"]}),
        ({"type": "report", "institution": [{"name": "Hill Institute"}]}, {"publisher": "Hill Institute"}),
    ],
)  # fmt: skip
def test_events_translators_and_institutions_are_read(more: dict[str, Any], expected: dict[str, Any]) -> None:
    parsed = read(json.dumps(WORK | more))
    values = parsed.records[0].to_dict()
    assert {name: values.get(name) for name in expected} == expected
    assert parsed.left == ()


def test_what_crossref_says_beyond_a_record_is_left() -> None:
    orcid = "https://orcid.org/0000-0002-1825-0097"
    person = {"given": "Ada", "family": "Lund", "ORCID": orcid, "affiliation": [{"name": "Hill Institute"}]}
    more = {"subject": ["Geology"], "funder": [], "license": [{"URL": "https://a.example"}], "score": 1.5}
    assert [
        (item.key, item.name, item.values) for item in read(json.dumps(WORK | more | {"author": [person]})).left
    ] == [
        ("lund2020grey", "ORCID", (orcid,)),
        ("lund2020grey", "affiliation", ("Hill Institute",)),
        ("lund2020grey", "license", ('{"URL": "https://a.example"}',)),
        ("lund2020grey", "subject", ("Geology",)),
    ]
