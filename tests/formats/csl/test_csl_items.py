"""CSL-JSON files: the items in them, and findings for what is invalid."""

from __future__ import annotations

import functools
import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib import Library, Record, export
from moebib.formats import ParsedFile, for_file, get
from moebib.formats.csl.fields import NOT_IN_CSL
from moebib.formats.csl.writer import to_csl
from shared_data import shared
from strategies import records
from valid_reading import assert_is_valid


def read(text: str) -> ParsedFile:
    return get("csl-json").parse_text(text)


def libraries() -> st.SearchStrategy[Library]:
    return st.lists(records(), max_size=3, unique_by=lambda record: record.id).map(
        lambda drawn: Library(record.evolve(identifiers=()) for record in drawn)
    )


def test_the_text_is_an_array_in_the_order_of_the_keys() -> None:
    library = Library([Record(id="b", type="book", title="Größe"), Record(id="a", type="book")])
    assert export(library, "csl-json") == (
        "[\n"
        '  {\n    "id": "a",\n    "type": "book"\n  },\n'
        '  {\n    "id": "b",\n    "type": "book",\n    "title": "Größe"\n  }\n'
        "]\n"
    )


def test_an_empty_library_is_an_empty_array() -> None:
    assert export(Library(), "csl-json") == "[]\n"


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (f'"volume": {"9" * 5000}', "a number with too many digits"),
        (f'"custom": {"[" * 100_000}"]\\"}}{{"{"]" * 100_000}', "nested too deeply"),
        ('"id": "b"', "duplicate key 'id'"),
    ],
    ids=["digits", "nested", "duplicate"],
)
def test_an_item_that_python_cannot_read_costs_no_other_of_its_line(field: str, message: str) -> None:
    parsed = read(f'[{{"id": "a", "type": "book", {field}}}, {{"id": "ok", "type": "book"}}]')
    assert [record.id for record in parsed.records] == ["ok"]
    assert [(finding.code, finding.line) for finding in parsed.findings] == [("MB111", 1)]
    assert parsed.findings[0].message.startswith(f"invalid JSON: {message}")


@pytest.mark.parametrize("text", ["[" + "9" * 5000 + ', {"id": "a"}]', '[{"id": "a", "x": ' + "[" * 5000])
def test_an_item_without_an_end_is_reported_once(text: str) -> None:
    parsed = read(text)
    assert (len(parsed.records), [finding.code for finding in parsed.findings]) == (0, ["MB111"])


def test_a_formula_that_is_nested_too_deeply_is_kept_as_it_is() -> None:
    title = f"${'{' * 3000}x{'}' * 3000}$"
    assert json.loads(export([Record(id="a", type="book", title=title)], "csl-json"))[0]["title"] == title


@functools.cache
def validator() -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(json.loads(shared("data/csl-data.json").read_text("utf-8")))


@given(libraries())
def test_the_text_is_valid_and_read_back(library: Library) -> None:
    text = export(library, "csl-json")
    validator().validate(json.loads(text))
    parsed = read(text)
    assert parsed.findings == ()
    lost = dict.fromkeys(NOT_IN_CSL)
    assert [r.model_dump() | lost for r in parsed.records] == [r.model_dump() | lost for r in library]


def test_one_item_alone_is_read() -> None:
    assert [record.id for record in read('{"id": "a", "type": "book"}').records] == ["a"]


def test_a_json_file_is_read_as_csl_json() -> None:
    assert for_file("My Library.JSON") is get("csl-json")


@pytest.mark.parametrize(
    ("item", "finding"),
    [
        ('"text"', "2: MB112 not an object: 'text'"),
        ('{"id": "b"}', "2: MB112 type: Field required"),
        ('{"name": "a", "version": "1.0", "author": "B"}', "2: MB112 id: Field required"),
        ('{"id": "b", "type": "book", "custom": {"moebib": {"title": 1}}}', "2: MB112 title: Input should be a valid"),
        ('{"id": "b", "id": "c"}', "2: MB111 invalid JSON: duplicate key 'id'"),
        ('{"id": "b",\n  "title": }', "3:12: MB111 invalid JSON: expecting value"),
        ('{"id": "b", "type": "book"} {', "2:31: MB111 invalid JSON: expecting ',' or ']' after an item"),
        ('{"id": "b", "note": "unclosed}', "2:34: MB111 invalid JSON: invalid control character at"),
        ('{"id": ' + "[" * 100_000, "2:3: MB111 invalid JSON: nested too deeply"),
        ('{"id": ' + "1" * 5000 + "}", "2: MB111 invalid JSON: a number with too many digits"),
    ],
)
def test_a_bad_item_is_a_finding_and_does_not_affect_the_others(item: str, finding: str) -> None:
    parsed = read('[{"id": "a", "type": "book"},\n  {"id": "z", "type": "book"}]'.replace(",\n", f",\n  {item},\n", 1))
    assert str(parsed.findings[0]).startswith(finding)


def test_after_a_syntax_error_the_next_item_is_read() -> None:
    text = export(Library(Record(id=key, type="book", title=key * 9) for key in "abcd"), "csl-json")
    parsed = read(text.replace('"ccccccccc"', '"c'))
    assert [record.id for record in parsed.records] == ["a", "b", "d"]
    assert [str(finding) for finding in parsed.findings] == ["15:16: MB111 invalid JSON: invalid control character at"]


def test_the_complete_items_of_a_truncated_file_are_read() -> None:
    text = export(Library(Record(id=key, type="book") for key in "abc"), "csl-json")
    parsed = read(text[:-12])
    assert [record.id for record in parsed.records] == ["a", "b"]
    assert [finding.code for finding in parsed.findings] == ["MB111"]


@pytest.mark.parametrize("text", ["no", "[", "[}", "[1 2]", '[{"id"', "\x00"])
def test_invalid_json_is_a_finding(text: str) -> None:
    parsed = read(text)
    assert parsed.records == ()
    assert "MB111" in {finding.code for finding in parsed.findings}


def test_a_byte_order_mark_is_skipped() -> None:
    assert read("\ufeff" + json.dumps([to_csl(Record(id="a", type="book"))])).findings == ()


@given(st.text(alphabet='[]{},:"ab\n 1', max_size=40))
def test_any_text_gives_only_valid_records(text: str) -> None:
    assert_is_valid(read(text))
    assert_is_valid(read(f"[\n {text}"))


@pytest.mark.parametrize(
    ("item", "fields", "findings"),
    [
        (
            '{"type": "book", "title": "Grey Stones", "author": [{"family": "Lund"}], "issued": {"raw": "2020"}}',
            {"id": "lund2020grey", "type": "book"},
            ["2: MB113 no id; read as 'lund2020grey'"],
        ),
        ('{"id": "b", "title": "T"}', {"id": "b", "type": "document"}, ["2: MB113 no type; read as 'document'"]),
        (
            '{"id": "b", "type": null, "DOI": "10.5555/1.2"}',
            {"id": "b", "type": "document"},
            ["2: MB113 no type; read as 'document'"],
        ),
        (
            '{"id": "b", "type": "video"}',
            {"id": "b", "type": "document", "extra": {"csl-type": "video"}},
            ["2: MB113 unknown type 'video'; read as 'document'"],
        ),
        ('{"id": "b", "type": "journal-article"}', {"id": "b", "type": "article-journal"}, []),
        ('{"id": "b", "type": "journalArticle"}', {"id": "b", "type": "article-journal"}, []),
        ('{"id": "b", "type": "Article_Journal"}', {"id": "b", "type": "article-journal"}, []),
        ('{"id": "b", "type": "Book"}', {"id": "b", "type": "book"}, []),
        (
            '{"id": "b", "type": "book", "volume": NaN, "issue": -Infinity, "page": "NaN"}',
            {"id": "b", "volume": None, "issue": None, "page": "NaN"},
            ["2: MB114 volume: not a number; read as null", "2: MB114 issue: not a number; read as null"],
        ),
        (
            r'{"id": "b", "type": "book", "title": "A\ud83d", "publisher": "P \ud83d\ude00"}',
            {"id": "b", "title": "A\ufffd", "publisher": "P \U0001f600"},
            ["2: MB114 title: half of a surrogate pair is not a character; read as U+FFFD"],
        ),
    ],
)
def test_what_an_item_lacks_costs_nothing_else(item: str, fields: dict[str, Any], findings: list[str]) -> None:
    parsed = read(f'[{{"id": "a", "type": "book"}},\n{item}]')
    given = parsed.records[1].to_dict()
    assert {name: given.get(name) for name in fields} == fields
    assert [str(finding) for finding in parsed.findings] == findings


def test_items_without_an_id_get_different_keys() -> None:
    item = '{"type": "book", "title": "Grey Stones", "issued": {"raw": "2020"}}'
    text = f"[{item}, {item}]"
    keys = [record.id for record in read(text).records]
    assert len(set(keys)) == 2
    steps = get("csl-json").steps()
    made = [steps.make(piece.raw)[0] for piece in steps.split(text)]
    assert [record.id for record in made if record] == keys


def test_items_may_be_nested() -> None:
    items = '[{"id": "a", "type": "book"},\n{"id": "b", "type": "book"}]'
    for text in (f"[{items}]", f'{{"bibliography": {items}, "version": 1}}'):
        assert [record.id for record in read(text).records] == ["a", "b"]


@pytest.mark.parametrize("before", ["", '"total": 2, "library": "mine",\n '])
def test_items_in_an_object_are_read(before: str) -> None:
    text = f'{{{before}"items": [{{"id": "a", "type": "book"}},\n{{"id": "b", "type": "book"}}], "next": {{}}}}'
    assert [record.id for record in read(text).records] == ["a", "b"]


@pytest.mark.parametrize("variable", ["issued", "accessed", "submitted", "available-date"])
@pytest.mark.parametrize("parts", [[["2020"]], [["2024", 1, 12]], [[2020, "1"], ["2021"]], [[2020.0, 1]]])
def test_lists_are_written_as_json(variable: str, parts: list[Any]) -> None:
    text = json.dumps([{"id": "a", "type": "book", variable: {"date-parts": parts}}])
    written = export(read(text).records, "csl-json")
    validator().validate(json.loads(written))
    assert read(written).records == read(text).records


UNREAD = {
    "issued": {"date-parts": [[1, 2, 3, 4]]}, "accessed": {"timestamp": 1}, "title": {"en": "A"}, "volume": True,
    "author": [[]], "DOI": "none", "URL": "soon", "ISBN": 1, "PMID": ["a", "b"],
}  # fmt: skip


@pytest.mark.parametrize("variable", UNREAD)
def test_a_value_that_cannot_be_read_is_reported_and_stays(variable: str) -> None:
    parsed = read(json.dumps([{"id": "a", "type": "book", variable: UNREAD[variable]}]))
    assert [(finding.code, finding.id, finding.field) for finding in parsed.findings] == [("MB115", "a", variable)]
    assert [name for name in parsed.records[0].extra if variable.lower() in name]
    written = export(parsed.records, "csl-json")
    validator().validate(json.loads(written))
    assert read(written).records == parsed.records


ITEM = {"id": "a", "type": "book", "title": "Ponds"}


@pytest.mark.parametrize(
    "whole",
    [
        {"items": [ITEM]},
        {"total": 1, "settings": {"x": []}, "items": [ITEM]},
        {"items": {"a": {"type": "book", "title": "Ponds"}}},
        {"references": [ITEM], "csl": "ieee"},
        {"a": {"type": "book", "title": "Ponds"}},
        ITEM,
    ],
)
def test_items_are_found_in_an_object(whole: dict[str, Any]) -> None:
    parsed = read(json.dumps(whole))
    assert [record.to_dict() for record in parsed.records] == [ITEM]
    assert parsed.findings == ()


@pytest.mark.parametrize(
    "answer",
    [
        {"data": {"id": "1", "attributes": {}}, "included": [{"id": "a.b", "type": "clients", "attributes": {}}]},
        {"errors": [{"status": "404", "title": "There is no such work."}]},
        {"meta": {"count": 1}, "results": [{"id": "W1", "title": "Ponds", "authorships": []}]},
        {"total": 1, "data": [{"paperId": "1", "title": "Ponds"}]},
    ],
)
def test_an_answer_of_a_service_is_no_array_of_items(answer: dict[str, Any]) -> None:
    parsed = read(json.dumps(answer))
    assert parsed.records == ()
    assert parsed.findings


@pytest.mark.parametrize("id", [None, "", [], ["x"], {"a": 1}])
def test_an_item_without_a_usable_id_gets_one(id: object) -> None:
    parsed = read(json.dumps([{**ITEM, "id": id}]))
    assert [record.id for record in parsed.records] == ["ponds"]
    assert [(finding.code, finding.field) for finding in parsed.findings] == [("MB113", "id")]
