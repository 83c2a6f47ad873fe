"""JSON Lines: every field comes back, and an invalid line does not affect the others."""

from __future__ import annotations

import pytest
from hypothesis import given

from moebib import Library, Record, export
from moebib.formats import ParsedFile, for_file, get
from strategies import whole


def read(text: str) -> ParsedFile:
    return get("jsonl").parse_text(text)


FULL = Record(
    id="a",
    type="paper-conference",
    title="A {B} $c$",
    author=["van den Berg, Jan", "{DeepSeek-AI}"],
    issued="2024-06-12/2024-06-14",
    identifiers=["doi:10.1145/3503221.3508418"],
    tags=["system/offloading"],
    ids=["old"],
    aliases=["Other title"],
    links={"code": ["https://a.example/x"]},
    versions=[{"genre": "preprint", "identifiers": ["arxiv:2401.06066"]}],
    status={"kind": "retracted", "date": "2025"},
    origin={"title": {"source": "arxiv", "date": "2026-11-24", "digest": "5f0c2a91"}},
    extra={"howpublished": "x\u2028y"},
)


def test_a_line_is_a_record_as_plain_data() -> None:
    assert export(Library([Record(id="a", type="book", title="Größe")]), "jsonl") == (
        '{"id": "a", "type": "book", "title": "Größe"}\n'
    )


def test_an_empty_library_is_an_empty_file() -> None:
    assert export(Library(), "jsonl") == ""
    assert read("").records == ()


def test_no_field_is_lost() -> None:
    assert read(export(Library([FULL]), "jsonl")) == ParsedFile((FULL,))


@given(whole(Record))
def test_what_was_written_is_read_back(record: Record) -> None:
    assert read(export(Library([record]), "jsonl")) == ParsedFile((record,))


def test_a_line_separator_in_a_value_does_not_end_the_line() -> None:
    text = export(Library([FULL]), "jsonl")
    assert "x\u2028y" in text
    assert text.count("\n") == 1


def test_a_jsonl_file_is_read_as_json_lines() -> None:
    assert for_file("works.jsonl") is get("jsonl")


@pytest.mark.parametrize(
    ("line", "findings"),
    [
        ('{"id": "b"', ["3:12: MB111 invalid JSON: expecting ',' delimiter"]),
        ("[1]", ["3: MB112 not an object: [1]"]),
        ('{"id": "b", "type": "book", "id": "c"}', ["3: MB111 invalid JSON: duplicate key 'id'"]),
        ('{"id": "b", "type": "book", "titel": "x"}', ["3: MB112 titel: Extra inputs are not permitted: 'x'"]),
        ('{"id": "b", "type": "book", "issued": "2024-13"}', ["3: MB112 issued: '2024-13': 13 is not a month"]),
        ('{"title": 1}', ["3: MB112 id: Field required", "3: MB112 type: Field", "3: MB112 title: Input should be"]),
    ],
)
def test_a_bad_line_is_a_finding_and_does_not_affect_the_others(line: str, findings: list[str]) -> None:
    parsed = read(f'{{"id": "a", "type": "book"}}\n\n{line}\r\n{{"id": "z", "type": "book"}}')
    assert [record.id for record in parsed.records] == ["a", "z"]
    assert len(parsed.findings) == len(findings)
    for finding, expected in zip(parsed.findings, findings, strict=True):
        assert str(finding).startswith(expected)


def test_a_finding_names_the_entry_and_the_field() -> None:
    (finding,) = read('{"id": "b", "type": "book", "author": ["Berg, Jan", ","]}').findings
    assert (finding.code, finding.id, finding.field) == ("MB112", "b", "author.1")
