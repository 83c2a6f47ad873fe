"""Keys and names that TeX would execute: none leaves moebib, in any format, and each is reported."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib import InputError, Record, export, parse
from moebib.formats.bibtex import BibDocument, BibEntry, BibFiles, dump_entry, portable_entries
from moebib.formats.bibtex.edit.edit import AddEntry, RenameEntry, SetField, apply_edits
from moebib.records.citekey import fit_key, is_key
from small_list import make_list, moebib

HOSTILE = {
    "a^^7d^^5cinput^^7bx^^7d^^7b": "a-7d-5cinput-7bx-7d-7b",
    "doe^^": "doe",
    "doe&roe": "doe-roe",
    "doe$x$": "doe-x",
    "doe~2024": "doe-2024",
    "doe#1": "doe-1",
    "doe%": "doe",
    "doe\\input": "doeinput",
    "doe{x}": "doex",
    "doe 2024": "doe-2024",
    "doe\x7f2024": "doe-2024",
    "doe\x852024": "doe-2024",
    "doe\u202e2024": "doe-2024",
    "doe\u200b2024": "doe-2024",
}
ALLOWED = ["DBLP:conf/acl/DaiDZX24", "a^b", "doe+roe", "doe_roe", "müller2024", "10.1145/3503221", "doe<1>;*!?|`@="]
BAD = r"[\s~#%&\\{}$\x00-\x1f\x7f-\x9f\u200b\u202e]|\^\^"


FILES: dict[str, Callable[[str], str]] = {
    "csl-json": lambda key: json.dumps([{"id": key, "type": "book", "title": "A"}]),
    "jsonl": lambda key: json.dumps({"id": key, "type": "book", "title": "A"}) + "\n",
    "hayagriva": lambda key: json.dumps({key: {"type": "book", "title": "A"}}).replace("\x7f", "\\x7f"),
    "ris": lambda key: f"TY  - BOOK\nID  - {key}\nTI  - A\nER  - \n",
    "bibtex": lambda key: f"@book{{{key}, title = {{A}}}}\n",
}
ENDED_BY = {("bibtex", "doe%"), ("bibtex", "doe{x}")}
"""Keys in which a comment begins, or the entry ends."""


@pytest.mark.parametrize(
    ("format", "key"),
    [(format, key) for format in FILES for key in HOSTILE if (format, key) not in ENDED_BY],
)
def test_a_key_that_tex_would_execute_is_read_as_the_nearest_key_and_reported(format: str, key: str) -> None:
    (record,), findings = parse(FILES[format](key), format)
    assert (record.id, record.title) == (HOSTILE[key], "A")
    assert [(finding.code, finding.message) for finding in findings] == [
        ("MB131", f"invalid key {key!r}; read as {record.id!r}")
    ]


@pytest.mark.parametrize("key", ALLOWED)
@pytest.mark.parametrize("format", FILES)
def test_a_key_that_tex_reads_as_it_is_stays(format: str, key: str) -> None:
    (record,), findings = parse(FILES[format](key), format)
    assert (record.id, findings) == (key, ())


@pytest.mark.parametrize("format", FILES)
def test_a_key_of_which_nothing_is_left_is_replaced(format: str) -> None:
    (record,), findings = parse(FILES[format]("^^"), format)
    assert is_key(record.id)
    assert record.title == "A"
    assert [finding.code for finding in findings] == ["MB131"]


@given(st.text())
def test_any_text_has_a_nearest_key_which_stays(text: str) -> None:
    key = fit_key(text)
    assert key == "" or (is_key(key) and fit_key(key) == key)
    assert not re.search(BAD, key)
    assert (key == text) == is_key(text) or not text


@given(st.text(st.sampled_from("ab^&$~#%\\{} \n\x00\x85\u202e:/\ud800"), max_size=6))
def test_a_record_takes_the_keys_of_the_grammar_and_no_others(text: str) -> None:
    for field in ({"id": text}, {"id": "a", "ids": [text]}):
        try:
            Record.model_validate({"type": "book", **field})
            is_taken = True
        except ValueError:
            is_taken = False
        assert is_taken == is_key(text)


NAMES = ["a^^5cinput", "x&y", "b#c", "d$", "e~f", "g\x01h"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_the_name_of_a_field_is_written_without_what_tex_would_execute(name: str, dialect: str) -> None:
    record = Record(id="a", type="book", title="A", extra={name: "kept", fit_key(name): "another"})
    text = export([record], dialect)
    fields = dict(re.findall(r"^  (\S+) = \{(.*)\},$", text, flags=re.MULTILINE))
    assert "kept" in fields.values()
    assert "another" in fields.values()
    assert all(is_key(field) for field in fields)


@pytest.mark.parametrize("name", ["ids", "xref", "related", "entryset"])
def test_a_field_with_keys_is_written_without_what_tex_would_execute(name: str) -> None:
    (record,), findings = parse(f"@book{{a, title = {{A}}, {name} = {{b^^5c, c&d}}}}")
    assert record.ids == ()
    assert [(finding.code, finding.field) for finding in findings] == [("MB131", name)]
    assert f"{name} = {{b-5c,c-d}}" in export([record], "biblatex").replace("b-5c, ", "b-5c,")


def test_names_of_fields_and_macros_are_reported_where_they_are() -> None:
    _, findings = parse('@string{m^^5c = "x"}\n@book{a, title = m^^5c,\n n^^5c = {x}}')
    assert [(finding.code, finding.line, finding.message) for finding in findings] == [
        ("MB140", 1, "invalid macro name 'm^^5c'"),
        ("MB140", 3, "invalid field name 'n^^5c'"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "@book{k, n^^5c = {x}}",
        "@b^^5c{k, title = {x}}",
        "@book{k, title = m^^5c}",
        '@string{m = "x", n^^5c = "y"} @book{k, title = m}',
        "@book{k, ids = {b^^5c}}",
        "@book{k, xref = {c&d}} @book{c&d, title = {x}}",
        "@book{k, crossref = {p}} @book{p, n^^5c = {x}}",
        "@book{k, url = {https://a.example/^^5c}}",
        '@string{m = "^^5c"} @book{k, title = m}',
    ],
)
def test_an_entry_with_what_tex_would_execute_is_not_copied(text: str) -> None:
    files = BibFiles(BibDocument(text))
    at = files.find("k")
    assert at is not None
    assert not portable_entries(files, [at], "biblatex")


@pytest.mark.parametrize(
    "entry",
    [BibEntry("book", "a^^5c", {}), BibEntry("b^^5c", "a", {}), BibEntry("book", "a", {"t^^5c": "x"})],
)
def test_an_entry_that_was_not_validated_is_refused(entry: BibEntry) -> None:
    with pytest.raises(InputError, match=r"invalid key or name '.*\^\^5c'"):
        dump_entry(entry)
    with pytest.raises(InputError, match="invalid"):
        apply_edits(BibDocument("@book{b}"), [AddEntry(entry)])


def test_an_edit_cannot_bring_in_a_hostile_name() -> None:
    for edit in (RenameEntry("b", "a^^5c"), RenameEntry("b", "a&c"), SetField("b", "t^^5c", "x")):
        with pytest.raises(InputError, match="invalid"):
            apply_edits(BibDocument("@book{b, title = {B}}"), [edit])


def test_a_link_is_written_without_characters_in_hexadecimal() -> None:
    record = Record(
        id="a", type="book", url="https://a.example/^^5cx^b", identifiers=["doi:10.5555/a^^7d"], links={"pdf": []}
    )
    for dialect in ("bibtex", "biblatex"):
        text = export([record], dialect)
        assert "url = {https://a.example/%5E%5E5cx^b}" in text
        assert "doi = {10.5555/a%5E%5E7d}" in text


BIB = "@book{a^^5c, title = {A}}\n@book{c&d, title = {B}, n^^5c = {x}}\n@book{c-d, title = {C}}\n"


def test_check_reports_a_bib_file(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, "utf-8")
    done = moebib("check", "refs.bib", folder=tmp_path)
    assert done.code == 1
    assert "MB131 invalid key 'a^^5c'; read as 'a-5c'" in done.out
    assert "MB131 invalid key 'c&d'; read as 'c-d-2'" in done.out
    assert "MB140 invalid field name 'n^^5c'" in done.out


def test_check_reports_a_list(tmp_path: Path) -> None:
    folder = make_list(tmp_path)
    papers = folder / "entries" / "papers"
    (papers / "roe2024a.toml").write_text('type = "book"\ntitle = "A"\n[extra]\n"n^^5c" = "x"\n', "utf-8")
    done = moebib("check", folder=folder)
    assert "MB417 invalid field name 'n^^5c'" in done.out
    (papers / "roe2024b.toml").write_text('type = "book"\ntitle = "B"\nids = ["c^^5c"]\n', "utf-8")
    done = moebib("check", folder=folder)
    assert done.code != 0
    assert "not a key: 'c^^5c'" in done.out + done.err


@pytest.mark.parametrize("key", ["a^^5c", "a&b", "a b"])
def test_no_command_takes_a_hostile_key(tmp_path: Path, key: str) -> None:
    folder = make_list(tmp_path)
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    for command in (
        ("rekey", "cho2022bounds", key),
        ("add", "--title", "A", "--author", "Roe, Max", "--key", key, "doi:10.5555/12345678", "--offline"),
    ):
        done = moebib(*command, folder=folder)
        assert done.code != 0
        assert "key" in done.err
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_cite_writes_a_work_under_the_nearest_key_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, "utf-8")
    (tmp_path / "paper.tex").write_text("\\cite{c-d}\n\\cite{c&d, a^^5c}\n", "utf-8")
    done = moebib("cite", "paper.tex", "--from", "refs.bib", "--no-list", folder=tmp_path)
    records, findings = parse(done.out)
    assert {record.id: record.title for record in records} == {"a-5c": "A", "c-d": "C", "c-da": "B"}
    assert findings == ()
    assert "^^" not in done.out
    assert "paper.tex:2:7: MB131 invalid key 'c&d'; written as 'c-da'" in done.err
    assert "paper.tex:2:12: MB131 invalid key 'a^^5c'; written as 'a-5c'" in done.err
    assert "hint: cite it by that key" in done.err
