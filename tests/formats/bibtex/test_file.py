"""Reading foreign .bib files: every entry, and every problem with its line."""

from __future__ import annotations

import logging

import pytest

from moebib.commands.convert import convert
from moebib.formats import ParsedFile, for_file, get


def read(text: str) -> ParsedFile:
    return for_file("refs.bib").parse_text(text)


def test_an_ordinary_entry_is_read() -> None:
    parsed = read(
        '@string{acl = "ACL"}\n'
        "@InProceedings{dai2024,\n"
        "  author    = {Dai, Damai and {\\'E}mile van den Berg and {DeepSeek-AI}},\n"
        '  title     = "{DeepSeekMoE}: Towards {K}almans",\n'
        "  booktitle = acl # { Proceedings},\n"
        "  month = aug, year = 2024,\n"
        "  pages     = {1280--1297},\n"
        "  doi       = {https://doi.org/10.1145/ABC\\_1},\n"
        "}\n"
    )
    assert parsed.findings == ()
    assert parsed.records[0].to_dict() == {
        "id": "dai2024",
        "type": "paper-conference",
        "title": "DeepSeekMoE: Towards {K}almans",
        "author": ["Dai, Damai", "van den Berg, Émile", "{DeepSeek-AI}"],
        "issued": "2024-08",
        "container_title": "ACL Proceedings",
        "page": "1280-1297",
        "identifiers": ["doi:10.1145/abc_1"],
    }


@pytest.mark.parametrize(
    "entry",
    [
        '@misc(key, title = "X")',
        "@misc{key, title = {X}}",
        "@MISC { key ,\r\n TITLE = {X} ,\r\n}",
        "\ufeff@misc{key, title={X},}",
        'text between @string{x = "X"} @misc{key, title = x}',
        '@misc{key, title = "{X}"}',
    ],
)
def test_every_way_to_write_an_entry_is_read(entry: str) -> None:
    parsed = read(entry)
    assert [(record.id, record.title) for record in parsed.records] == [("key", "X")]
    assert parsed.findings == ()


def test_a_broken_entry_does_not_affect_the_others() -> None:
    parsed = read("@misc{a, title={A}}\n@misc{b, title = {open\n@misc{c, title={C}}\n@misc{d, title={D}}\n")
    assert [(record.id, record.title) for record in parsed.records] == [
        ("a", "A"),
        ("b", "open"),
        ("c", "C"),
        ("d", "D"),
    ]
    assert [(finding.code, finding.line) for finding in parsed.findings] == [("MB132", 2)]


def test_a_duplicate_field_is_kept_under_another_name() -> None:
    parsed = read("\n@misc{a, title={A}, note={one}, note={two}, note={one}}")
    assert parsed.records[0].note == "one"
    assert parsed.records[0].extra == {"note-2": "two"}
    assert [(finding.code, finding.line, finding.id) for finding in parsed.findings] == [("MB125", 2, "a")]


def test_an_entry_with_a_duplicate_key_is_kept_under_another_key() -> None:
    parsed = read("@misc{a, title={A}}\n@misc{A, title={B}}\n@misc{a, title={A}}\n@misc{A, title={C}}")
    assert [(record.id, record.title) for record in parsed.records] == [("a", "A"), ("A-2", "B"), ("A-3", "C")]
    assert [(finding.code, finding.line) for finding in parsed.findings] == [("MB125", 2), ("MB125", 3), ("MB125", 4)]


def test_blocks_that_are_not_kept_are_reported() -> None:
    parsed = read("@comment{jabref-meta: x}\n@preamble{{\\input{x}}}\n@misc{a, title = nowhere}\n")
    assert parsed.records[0].title == "nowhere"
    assert [(finding.code, finding.line) for finding in parsed.findings] == [("MB127", 1), ("MB127", 2), ("MB124", 3)]


@pytest.mark.parametrize(
    ("entry", "unread"),
    [
        ("@misc{a,\n title = {A}\n year: 2000,\n note = see {x},\n}", ["year: 2000", "{x}"]),
        (
            '@misc{a, volume = 3 4, % no 5\n doi == {10.5555/x}, address "Bonn"}',
            ['4, doi == {10.5555/x}, address "Bonn"'],
        ),
        ("@misc{a, title = {A}}, year = 2000}", []),
        ("@misc{a title = {A}, year = 2000}", []),
    ],
)
def test_the_unread_parts_of_a_malformed_entry_are_reported(entry: str, unread: list[str]) -> None:
    hints = [finding.hint or "" for finding in read(entry).findings if finding.code == "MB132"]
    assert [hint.partition("not read: ")[2] for hint in hints] == ["; ".join(map(repr, unread))]


OPTIONS_OF_A_STYLE = """
@CONTROL{REVTEX41Control}
@CONTROL{apsrev41Control,author="08",pages="0",title="",year="1"}
@IEEEtranBSTCTL{IEEEexample:BSTcontrol,
  CTLuse_forced_etal = "yes" }
"""


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_options_of_a_style_are_no_work_and_stay_as_they_are_in_bib_files(dialect: str) -> None:
    parsed = read(OPTIONS_OF_A_STYLE)
    assert [(len(parsed.records), finding.code, finding.line) for finding in parsed.findings] == [
        (0, "MB127", 2), (0, "MB127", 3), (0, "MB127", 4),
    ]  # fmt: skip
    data = {"a.bib": (OPTIONS_OF_A_STYLE + "@misc{a, title = {A}}").encode()}
    parts = list(convert(data, target=get(dialect)))
    text = "".join(part.text for part in parts)
    assert all(entry in text for entry in OPTIONS_OF_A_STYLE.strip().split("\n@"))
    assert not any(part.findings for part in parts)


@pytest.mark.parametrize("entry", ["@control{a, title = {Control}}", "@IEEEtranBSTCTL{a, x = {\\input{x}}}"])
def test_an_unknown_type_of_the_same_name_or_with_commands_is_a_work(entry: str) -> None:
    assert read(entry).records


def test_findings_of_an_entry_have_its_line() -> None:
    parsed = read("\n\n@misc{a, year = {in press}}")
    assert [(finding.code, finding.line, finding.field) for finding in parsed.findings] == [("MB122", 3, "year")]
    assert parsed.records[0].extra == {"year": "in press"}


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    read("@misc{a, title = {open\n@misc{b}")
    assert caplog.records == []
    assert not logging.getLogger("bibtexparser.splitter").disabled
