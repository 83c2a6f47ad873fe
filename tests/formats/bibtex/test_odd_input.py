"""Odd files: every input is valid for some program, or nearly so, and no work may be lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from clock import in_proportion
from moebib.formats import Options, get
from moebib.formats.bibtex.file import read_file
from moebib.records.record import Record

Facts = dict[str, Any]

# What is odd -> the file; the expected fields of each work by key, in order; the codes of the findings.
ODD: dict[str, tuple[str, dict[str, Facts], list[str]]] = {
    "nothing": ("", {}, []),
    "only spaces": ("\n\n \t\n", {}, []),
    "only comments": ("% mine\n@comment{x}\nand some words\n", {}, ["MB127"]),
    "no newline at the end": ("@misc{a, title={A}}", {"a": {"title": "A"}}, []),
    "a byte order mark": ("\ufeff@misc{a, title={A}}", {"a": {"title": "A"}}, []),
    "lines that end with CRLF": ("@misc{a,\r\n  title={A\r\n B},\r\n}\r\n", {"a": {"title": "A B"}}, []),
    "lines that end with CR": ("@misc{a,\r  title={A\r B},\r}\r@misc{b}", {"a": {"title": "A B"}, "b": {}}, []),
    "tabs": ("@misc{\ta\t,\ttitle\t=\t{A\tB}\t,\t}", {"a": {"title": "A B"}}, []),
    "two entries on one line": ("@misc{a}@misc{b, title={B}}", {"a": {}, "b": {"title": "B"}}, []),
    "text between the entries": ("Hello\n@misc{a}\nx@home.example {y}, z\n@misc{b}", {"a": {}, "b": {}}, []),
    "spaces everywhere": ("@ misc { a , title = {A} , }", {"a": {"title": "A"}}, []),
    "capitals": ("@MISC{a, TITLE={A}, Author={Berg, Jan}}", {"a": {"title": "A", "author": ["Berg, Jan"]}}, []),
    "parentheses": ('@misc(a, title = "x (y) z")', {"a": {"title": "x (y) z"}}, []),
    "a string in parentheses": ('@string(p = "P")@misc{a, title = p}', {"a": {"title": "P"}}, []),
    "no field": ("@misc{a}@misc{b,}", {"a": {}, "b": {}}, []),
    "empty fields": ("@misc{a, author = {}, year = \"\", month = , title={A}}", {"a": {"title": "A"}}, []),
    # heads
    "a type in a list": (
        "@['Article', 'Talk']{a, title={A}, journal={Ponds}}", {"a": {"type": "article-journal", "title": "A"}},
        ["MB132"],
    ),
    "a type in braces": ("@{Article}{a, title={A}}", {"a": {"type": "article-journal", "title": "A"}}, ["MB132"]),
    "no type": ("@{a, title={A}}\n@misc{b}", {"a": {"title": "A"}, "b": {}}, ["MB132"]),
    "a type in quotes": ('@"book"{a, title={A}}', {"a": {"type": "book", "title": "A"}}, ["MB132"]),
    "a type of two words": (
        "@misc{b}\n@book chapter{a,\n title={A}}", {"b": {}, "a": {"type": "book", "title": "A"}}, ["MB132"]
    ),
    "no brace after the type": ("@misc a, title={A}}\n@misc{b}", {"b": {}}, ["MB121"]),
    "no type and a key alone": ("@{x,\n@misc{b}", {"b": {}}, ["MB121"]),
    "no type and two keys": ("@{x, y, title={A}}\n@misc{b}", {"b": {}}, ["MB121"]),
    "no brace and no key": ("@misc title={A}}\n@misc{b}", {"b": {}}, ["MB121"]),
    "a bracket after the type": ("@misc[a,\n title={A}]\n@misc{b}", {"b": {}}, ["MB121"]),
    "a command in the key": (
        "@misc{reed\\kern{1pt}20, title={A}, note={n}}", {"reedkern1pt20": {"title": "A", "note": "n"}}, ["MB131"]
    ),
    "braces around the key": ("@misc{{a}, title={A}}", {"a": {"title": "A"}}, ["MB131"]),
    "no entry: a mention": ("Write to @jo, who said {a, b = c}\n@misc{b}", {"b": {}}, []),
    "no entry: a heading": ("@ the pond: {x}\n@misc{b}", {"b": {}}, []),
    # comments
    "a comment after the key": ("@misc{a, % mine\n title={A}}", {"a": {"title": "A"}}, []),
    "a comment before the comma": ("@misc{a % mine, yours\n, title={A}}", {"a": {"title": "A"}}, []),
    "a comment after a value": ("@misc{a, title={A} % {mine\n}", {"a": {"title": "A"}}, []),
    "a comment between the parts": ('@misc{a, title = "A" # % b\n "C"}', {"a": {"title": "AC"}}, []),
    "a percent sign in a value": ("@misc{a, title={A 10\\% B}}", {"a": {"title": "A 10% B"}}, []),
    "an entry in a comment": ("@comment{ @misc{no, title={No}} }@misc{a}", {"a": {}}, ["MB127"]),
    "a comment without braces": ("@comment mine\n@misc{a}", {"a": {}}, ["MB127"]),
    "an entry after the word comment": ("@comment @misc{a, title={A}}", {"a": {"title": "A"}}, ["MB127"]),
    "JabRef's comments": (
        "% Encoding: UTF-8\n@misc{a}\n@Comment{jabref-meta: databaseType:bibtex;}\n"
        "@Comment{jabref-meta: grouping:\n0 AllEntriesGroup:;\n1 StaticGroup:x\\;0\\;1\\;\\;\\;\\;;\n}\n",
        {"a": {}},
        ["MB127", "MB127"],
    ),
    "BibDesk's comments": (
        "%% Created for Jo\n@comment{BibDesk Static Groups{\n<dict><string>a@b</string></dict>\n}}\n@misc{a}",
        {"a": {}},
        ["MB127"],
    ),
    "a preamble with two parts": ('@preamble{"\\newcommand{\\x}{y}" # {z}}@misc{a}', {"a": {}}, ["MB127"]),
    # values
    "a brace in quotes": ('@misc{a, title = "{"}", note={n}}', {"a": {"note": "n"}}, []),
    "quotes in braces": ('@misc{a, title = {A "B" C}}', {"a": {"title": 'A "B" C'}}, []),
    "an escaped brace": ("@misc{a, title = {A \\} B}}@misc{b}", {"a": {"title": "A } B"}, "b": {}}, []),
    "double braces": ("@misc{a, note = {{A and B}}}", {"a": {"note": "A and B"}}, []),
    "an at sign in a value": (
        "@misc{a, note={jo@home.example, @misc{b, c}}, title={A}}",
        {"a": {"title": "A"}},
        [],
    ),
    "a line that begins like an entry in a value": (
        "@misc{a, abstract={See\n@misc{b, title={B}}\nfor more}, title={A}}",
        {"a": {"title": "A"}},
        [],
    ),
    "a number without delimiters": ("@misc{a, year = 2001}", {"a": {"issued": "2001"}}, []),
    "a number in quotes": ('@misc{a, year = "2001"}', {"a": {"issued": "2001"}}, []),
    "a number in braces": ("@misc{a, year = {2001}}", {"a": {"issued": "2001"}}, []),
    "a field name with a hyphen or a full stop": (
        "@misc{a, date-added={2001-01-01}, bdsk-url-1={x}, a.b={c}}",
        {"a": {"extra": {"date-added": "2001-01-01", "bdsk-url-1": "x", "a.b": "c"}}},
        [],
    ),
    "fields added by programs": (
        "@misc{a, groups={G}, file={:a.pdf:PDF}, xref={b}, related={c}, relatedtype={reprintof}, options={skipbib}}",
        {"a": {"extra": {"groups": "G", "file": ":a.pdf:PDF", "xref": "b", "related": "c", "relatedtype": "reprintof",
                         "options": "skipbib"}}},
        [],
    ),
    "a URL with everything": (
        "@misc{a, url={http://a.example/x%20y_z~q?a&b#c}}",
        {"a": {"url": "http://a.example/x%20y_z~q?a&b#c"}},
        [],
    ),
    "a URL with backslashes": (
        "@misc{a, url={http://a.example/x\\%20y\\_z?a\\&b}}",
        {"a": {"url": "http://a.example/x%20y_z?a&b"}},
        [],
    ),
    "a DOI as URL": (
        "@misc{a, doi={https://doi.org/10.1000/AB_c\\_d}}",
        {"a": {"identifiers": ["doi:10.1000/ab_c_d"]}},
        [],
    ),
    "a truncated list of authors": ("@book{a, author={Berg, Jan and others}}", {"a": {}}, ["MB126"]),
    # macros
    "a macro in another case": ('@STRING{p = "P"}@misc{a, title = P # {q}}', {"a": {"title": "Pq"}}, []),
    "a macro that uses a macro": ('@string{p="P"}@string{q = p # "Q"}@misc{a, title = q}', {"a": {"title": "PQ"}}, []),
    "an undefined macro": ("@misc{a, title = nowhere}", {"a": {"title": "nowhere"}}, ["MB124"]),
    "a macro defined too late": ('@misc{a, title = p}@string{p = "P"}', {"a": {"title": "p"}}, ["MB124"]),
    "a macro that uses itself": ('@string{p = p # "P"}@misc{a, title = p}', {"a": {"title": "pP"}}, ["MB124"]),
    "a macro defined again": (
        '@string{p="P"}@misc{a, title=p}@string{p="Q"}@misc{b, title=p}',
        {"a": {"title": "P"}, "b": {"title": "Q"}},
        [],
    ),
    "a macro of the standard styles": (
        "@article{a, journal = CACM}",
        {"a": {"container_title": "Communications of the ACM"}},
        [],
    ),
    "a month": ("@misc{a, month = oct, year = 2001}", {"a": {"issued": "2001-10"}}, []),
    "a redefined month": ('@string{oct="Okt."}@misc{a, month=Oct, year=2001}', {"a": {"issued": "2001-10"}}, []),
    "a month with a day": ('@misc{a, month = 10 # "~" # oct, year = 2001}', {"a": {"issued": "2001-10-10"}}, []),
    "a month with a day in quotes": ('@misc{a, month = "10~" # oct, year = 2001}', {"a": {"issued": "2001-10-10"}}, []),
    "an uncertain year": ("@misc{a, year = {c. 2001}}", {"a": {"issued": "2001~"}}, []),
    "a month in a note": ('@misc{a, note = "seen in " # oct # " 2001"}', {"a": {"note": "seen in October 2001"}}, []),
    "an invalid number": ("@misc{a, pages = 12-34}", {"a": {"page": "12-34"}}, ["MB124"]),
    # keys
    "a key with punctuation": ("@misc{DBLP:conf/a+b.c'd-e, title={A}}", {"DBLP:conf/a+b.c'd-e": {"title": "A"}}, []),
    "a key in another script": ("@misc{Müller2000}@misc{李2001}", {"Müller2000": {}, "李2001": {}}, []),
    "an empty key": (
        "@misc{, title={The Works}, author={Berg, Jan}, year=2001}",
        {"berg2001works": {"title": "The Works"}},
        ["MB131"],
    ),
    "an empty key, and no field to make one from": (
        "@misc{, year=2001}@misc{, year=2002}",
        {"entry-1": {}, "entry-1-2": {}},
        ["MB131", "MB131"],
    ),
    "a key with a space": (
        "@misc{de Wit 2001, year=2001}",
        {"de-Wit-2001": {"extra": {"original-key": "de Wit 2001"}}},
        ["MB131"],
    ),
    "a key with invalid characters": ('@misc{M\\"ul#1, year=2001}', {"Mul-1": {}}, ["MB131"]),
    "a generated key that is already used": (
        "@misc{a b, year=2001}@misc{a-b, year=2002}",
        {"a-b-2": {"issued": "2001"}, "a-b": {"issued": "2002"}},
        ["MB131"],
    ),
    "a duplicate key": ("@misc{a, title={A}}@misc{a, title={B}}", {"a": {"title": "A"}, "a-2": {"title": "B"}},
                        ["MB125"]),
    "a list of keywords in two fields": ("@misc{a, keywords={x; y, z}, keywords={v, x}}",
                                         {"a": {"keyword": ["x", "y, z", "v"]}}, []),
    "two classes of an eprint": ("@misc{a, eprint={2401.01234}, eprintclass={cs.CL}, primaryclass={cs.LG}}",
                                 {"a": {"extra": {"eprintclass": "cs.CL", "primaryclass": "cs.LG"}}}, []),
    "a duplicate key in another case": ("@misc{a, year=1999}@misc{A, year=2000}", {"a": {}, "A-2": {}}, ["MB125"]),
    "a duplicate entry": ("@misc{a, title={A B}}@misc{a,\n title = {A\n B},\n}", {"a": {"title": "A B"}}, ["MB125"]),
    "a numbered key that is already used": (
        "@misc{a, year=1999}@misc{a, year=2000}@misc{a-2, year=2001}",
        {"a": {}, "a-3": {"issued": "2000"}, "a-2": {"issued": "2001"}},
        ["MB125"],
    ),
    # fields
    "a duplicate field": (
        "@misc{a, note={one}, note={two}, NOTE={three}, note={one}}",
        {"a": {"note": "one", "extra": {"note-2": "two", "note-3": "three"}}},
        ["MB125", "MB125"],
    ),
    # malformed input
    "no comma after the key": ("@misc{a title={A}}", {"a": {"title": "A"}}, ["MB132"]),
    "no comma between fields": ("@misc{a, title={A} year=2001}", {"a": {"title": "A", "issued": "2001"}}, ["MB132"]),
    "an unexpected comma": ("@misc{a, title={A},, year=2001}", {"a": {"title": "A", "issued": "2001"}}, ["MB132"]),
    "no closing brace": ("@misc{a, title={A}\n\n@misc{b, title={B}}\n", {"a": {"title": "A"}, "b": {"title": "B"}},
                         ["MB132"]),
    "an unclosed value": ("@misc{a, title={A\n}\n@misc{b, title={B}}\n", {"a": {"title": "A"}, "b": {"title": "B"}},
                          ["MB132"]),
    "an unclosed quote": ('@misc{a, title="A\n}\n@misc{b, title={B}}\n', {"a": {}, "b": {"title": "B"}}, ["MB132"]),
    "an unexpected brace": ("@misc{a, title={A}}}\n@misc{b, title={B}}\n", {"a": {"title": "A"}, "b": {"title": "B"}},
                            []),
    "no key": ("@misc{title={Works}, year=2001}", {"works2001": {"title": "Works"}}, ["MB131"]),
    "cut off in the middle": ("@misc{a, title={A}}\n@misc{b, tit", {"a": {"title": "A"}}, ["MB121"]),
    "an empty entry": ("@misc{}\n@misc{a}", {"a": {}}, ["MB121"]),
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_odd_input_is_read(odd: str) -> None:
    text, expected, codes = ODD[odd]
    records, findings = read_file(text)
    assert [record.id for record in records] == list(expected)
    for record, facts in zip(records, expected.values(), strict=True):
        read = record.to_dict()
        assert {name: read.get(name) for name in facts} == facts
    assert [finding.code for finding in findings] == codes


@pytest.mark.parametrize("odd", ODD)
def test_odd_input_can_be_written_as_csl_json(odd: str) -> None:
    records, _ = read_file(ODD[odd][0])
    items = json.loads(as_csl(records))
    assert [item["id"] for item in items] == list(ODD[odd][1])


@pytest.mark.parametrize("odd", ODD)
def test_odd_input_is_reported_with_its_position(odd: str) -> None:
    text = ODD[odd][0]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in read_file(text)[1]:
        assert finding.line
        assert finding.column
        assert finding.column <= len(lines[finding.line - 1]) + 1


def as_csl(records: tuple[Record, ...]) -> str:
    return get("csl-json").record_writer().dump(records, Options())


def test_a_nul_byte_does_not_affect_the_rest() -> None:
    records, _ = read_file("@misc{a, title={A\x00B}}\x00@misc{b, title={B}}")
    assert [record.id for record in records] == ["a", "b"]
    assert json.loads(as_csl(records))[1]["title"] == "B"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("@misc{a, title={" + "{" * 10_000 + "A" + "}" * 10_000 + "}}", id="10,000 braces"),
        pytest.param("@misc{a, abstract={" + "words " * 1_700_000 + "}, title={A}}", id="10 MB in a field"),
        pytest.param('@misc{a, title="' + "{" * 100_000 + "\n@misc{b}", id="braces that are never closed"),
        pytest.param("@misc{a, title={A}" + "," * 100_000 + "}", id="commas"),
        pytest.param("@misc{a, title=" + '"A" # ' * 50_000 + '"B"}', id="50,000 parts"),
        pytest.param("@misc{a, note={A}" + "".join(f", note={n}" for n in range(9_000)) + "}", id="9,000 fields"),
        pytest.param("".join(f"@misc{{a, note={{{n}}}}}\n" for n in range(10_000)), id="a key 10,000 times"),
        pytest.param("@misc{, note={A}}\n" * 2_000, id="no key 2,000 times"),
        pytest.param("@" * 100_000 + "misc{a,}", id="at signs"),
        pytest.param("@preamble{" * 20_000, id="preambles that are never closed"),
        pytest.param("@string{a={" + "x" * 1000 + "}}" + "".join(
            f"@string{{{'a' * (n + 2)} = {'a' * (n + 1)} # {'a' * (n + 1)}}}" for n in range(40)
        ) + f"@misc{{k, title={'a' * 41}}}", id="each macro twice the one before"),
        pytest.param("".join(f"@misc{{k{n}, crossref={{k{n + 1}}}}}\n" for n in range(20_000)), id="a line of 20,000"),
        pytest.param("".join(f"@misc{{k{n}, crossref={{p}}}}\n" for n in range(20_000)) + "@book{p, abstract={"
                     + "words " * 20_000 + "}}", id="20,000 that inherit 100 kB"),
    ],
)  # fmt: skip
def test_no_input_takes_forever(text: str) -> None:
    with in_proportion():
        records, findings = read_file(text)
    assert records or findings


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_fields_that_a_record_lacks_are_read_back(dialect: str) -> None:
    extra = {
        "groups": "A, B", "file": ":papers/a_b.pdf:PDF", "annote": "Read {\\em twice}", "xref": "b", "related": "c,d",
        "relatedtype": "reprintof", "options": "skipbib=true", "owner": "jo", "timestamp": "2001-01-01", "note-2": "z",
        "bdsk-url-1": "http://a.example/x_y%20z", "crossref": "gone", "original-key": "a key",
    }  # fmt: skip
    fields = "".join(f", {name} = {{{value}}}" for name, value in extra.items())
    (record,), _ = read_file(f"@book{{a, ids = {{a1, a2}}, keywords = {{x, y}}, title = {{A}}{fields}}}")
    assert record.extra == extra
    assert (record.ids, record.keyword) == (("a1", "a2"), ("x", "y"))
    text = get(dialect).record_writer().dump([record], Options())
    assert read_file(text)[0] == (record,)
