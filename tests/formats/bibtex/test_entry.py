"""The two tables of .bib entries: complete, used in both directions, and without any loss they do not document."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given

from moebib.formats.bibtex.entry import TYPE_ROWS, BibEntry, Dialect
from moebib.formats.bibtex.fields import FIELD_ROWS, NOT_CARRIED, fields_to_read, fields_to_write, written_extra
from moebib.formats.bibtex.reader import decode_entry
from moebib.formats.bibtex.writer import dump_entry, encode_record
from moebib.records.fields import TYPES
from moebib.records.name import Name, format_name
from moebib.records.record import Record
from strategies import disarmed, records

DIALECTS: tuple[Dialect, ...] = get_args(Dialect)


def make(**fields: Any) -> Record:
    return Record.model_validate({"id": "key2024", "type": "document", **fields})


def read(type_: str, **fields: str) -> Record:
    record, _ = decode_entry(BibEntry(type_, "key2024", fields))
    assert record
    return record


def sayable(name: Name, dialect: Dialect) -> Name:
    """The name, without the parts that *dialect* has no form for."""
    if dialect == "biblatex" and not (name.dropping_particle and name.non_dropping_particle):
        return name
    joined = name if name.literal else Name(name.family, name.given, "", name.particle, name.suffix)
    if dialect == "bibtex" and format_name(joined).startswith("family="):
        return Name(family=f"{name.particle} {name.family}".strip(), given=name.given, suffix=name.suffix)
    return joined


def carried(record: Record, dialect: Dialect) -> Record:
    """The record without the values that a .bib file has no field for."""
    empty = {field: Record.model_fields[field].default for field in NOT_CARRIED}
    names = record.author.with_names(sayable(name, dialect) for name in record.author)
    return in_order(record.evolve(author=names, **empty))


def in_order(record: Record) -> Record:
    return record.evolve(identifiers=tuple(sorted(record.identifiers, key=str)))


def test_every_field_of_a_record_is_in_the_table_or_named_as_lost() -> None:
    fields = {row.field for row in FIELD_ROWS}
    assert fields | NOT_CARRIED | {"id", "type", "label", "extra"} == set(Record.model_fields)
    assert not fields & NOT_CARRIED


def test_every_csl_type_has_an_entry_type() -> None:
    assert {row.type for row in TYPE_ROWS if not row.genre or row.genre == "preprint"} == set(TYPES)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_type_is_read_back(dialect: Dialect, subtests: pytest.Subtests) -> None:
    for type_ in TYPES:
        with subtests.test(type_):
            entry = encode_record(make(type=type_), dialect)
            assert decode_entry(entry)[0] == make(type=type_)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_two_fields_of_a_type_share_a_name(dialect: Dialect, subtests: pytest.Subtests) -> None:
    for type_ in TYPES:
        with subtests.test(type_):
            names = [name for _, name in fields_to_write(type_, dialect)]
            assert len(names) == len(set(names))
            assert set(fields_to_write(type_, dialect)) <= set(fields_to_read(type_))


@given(records())
def test_a_record_goes_to_bib_and_back_unchanged(record: Record) -> None:
    for dialect in DIALECTS:
        for unicode in (False, True):
            back, findings = decode_entry(encode_record(record, dialect, unicode=unicode))
            assert back
            assert in_order(back) == carried(disarmed(record), dialect)
            incomplete = (back.author.others, back.editor.others, back.translator.others)
            assert [finding.code for finding in findings] == ["MB126"] * sum(incomplete)


@pytest.mark.parametrize(
    ("fields", "bibtex", "biblatex"),
    [
        ({"type": "article-journal", "container_title": "PAMI"}, "article journal", "article journaltitle"),
        ({"type": "paper-conference", "container_title": "ICLR"}, "inproceedings booktitle", "inproceedings booktitle"),
        ({"type": "post", "container_title": "B", "url": "http://b.org"}, "misc howpublished", "online organization"),
        ({"type": "chapter", "container_title": "Book"}, "incollection booktitle", "inbook booktitle"),
        ({"type": "report", "publisher": "NVIDIA"}, "techreport institution", "techreport institution"),
        ({"type": "thesis", "genre": "PhD thesis", "publisher": "ETH"}, "phdthesis school", "phdthesis institution"),
        ({"type": "thesis", "genre": "Habilitation"}, "phdthesis type", "thesis type"),
        ({"type": "book", "publisher_place": "Bonn"}, "book address", "book location"),
        ({"type": "article-journal", "issue": "3"}, "article number", "article number"),
        ({"type": "article-journal", "number": "e12"}, "article eid", "article eid"),
        ({"type": "paper-conference", "number": "7"}, "inproceedings eid", "inproceedings eid"),
        ({"type": "report", "number": "TR-1"}, "techreport number", "techreport number"),
        ({"type": "software", "publisher": "Meta"}, "misc publisher", "software organization"),
        ({"type": "dataset", "note": "n"}, "misc note", "dataset note"),
        ({"type": "webpage", "note": "no link"}, "misc note", "misc note"),
    ],
)  # fmt: skip
def test_fields_stand_where_styles_look_for_them(fields: dict[str, str], bibtex: str, biblatex: str) -> None:
    for dialect, expected in (("bibtex", bibtex), ("biblatex", biblatex)):
        entry = encode_record(make(**fields), dialect)  # type: ignore[arg-type]
        type_, field = expected.split()
        assert entry.type == type_
        assert field in entry.fields


def test_a_preprint_is_an_eprint() -> None:
    record = make(
        type="article", genre="preprint", title="GShard", container_title="arXiv", issued="2020-06-30",
        identifiers=["arxiv:2006.16668"], extra={"primaryclass": "cs.CL"},
    )  # fmt: skip
    bibtex, biblatex = encode_record(record, "bibtex"), encode_record(record, "biblatex")
    assert dump_entry(bibtex) == (
        "@misc{key2024,\n"
        "  title = {{GShard}},\n"
        "  howpublished = {arXiv:2006.16668},\n"
        "  year = {2020},\n"
        "  month = jun,\n"
        "  day = {30},\n"
        "  eprint = {2006.16668},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cs.CL},\n"
        "  url = {https://arxiv.org/abs/2006.16668},\n"
        "}\n"
    )
    assert dump_entry(biblatex) == (
        "@online{key2024,\n"
        "  title = {{GShard}},\n"
        "  date = {2020-06-30},\n"
        "  eprint = {2006.16668},\n"
        "  eprinttype = {arxiv},\n"
        "  eprintclass = {cs.CL},\n"
        "}\n"
    )
    assert decode_entry(bibtex)[0] == decode_entry(biblatex)[0] == record


def test_a_published_work_names_its_eprint_and_no_page_that_its_doi_leads_to() -> None:
    record = make(
        type="paper-conference",
        identifiers=["doi:10.1145/1.2", "arxiv:2401.06066", "isbn:9780262033848"],
        versions=[{"identifiers": ["doi:10.20944/preprints1"]}],
    )
    fields = encode_record(record, "biblatex").fields
    assert fields == {
        "doi": "10.1145/1.2",
        "isbn": "9780262033848",
        "eprint": "2401.06066",
        "eprinttype": "arxiv",
    }


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"identifiers": ["acl:2024.acl-long.7", "doi:10.1145/3"]}, "https://aclanthology.org/2024.acl-long.7/"),
        ({"identifiers": ["openreview:abcdEFG"]}, "https://openreview.net/forum?id=abcdEFG"),
        ({"url": "http://a.example/x_y?q=%20a&b=~c#d"}, "http://a.example/x_y?q=%20a&b=~c#d"),
        ({"url": "http://a.example/{x}"}, "http://a.example/{x}"),
        ({"url": "http://a.example/{x"}, "http://a.example/%7Bx"),
        ({"url": "http://a.example/}{"}, "http://a.example/%7D%7B"),
        ({"url": "http://a.example/x\\"}, "http://a.example/x%5C"),
        ({"links": {"pdf": ["http://a.example/x.pdf"]}}, "http://a.example/x.pdf"),
    ],
)  # fmt: skip
def test_a_link_stays_the_link_it_is(fields: dict[str, Any], url: str) -> None:
    assert encode_record(make(**fields), "bibtex").fields["url"] == url


@pytest.mark.parametrize(
    ("name", "bibtex", "biblatex"),
    [
        (Name("Berg", "Jan", "", "van den"), "van den Berg, Jan", "van den Berg, Jan"),
        (Name(literal="Barnes and Noble, Inc."), "{Barnes and Noble, Inc.}", "{Barnes and Noble, Inc.}"),
        (Name("Liu", "Tom", suffix="Jr."), "Liu, Jr., Tom", "Liu, Jr., Tom"),
        (Name("Plato"), "Plato", "Plato"),
        (Name("Van Houten Smith"), "Van{ }Houten{ }Smith", "Van{ }Houten{ }Smith"),
        (Name("Erdős", "Paul"), r"Erd{\H{o}}s, Paul", r"Erd{\H{o}}s, Paul"),
        (Name("李", "明"), "李, 明", "李, 明"),
        (
            Name("Tocqueville", "Alexis", "de"),
            "de Tocqueville, Alexis",
            "family=Tocqueville, given=Alexis, prefix=de, useprefix=false",
        ),
        (Name("Gool", "Luc", "", "Van"), "Van Gool, Luc", "family=Gool, given=Luc, prefix=Van"),
        (Name("King", "", suffix="Jr."), "King, Jr., {}", "King, Jr., {}"),
    ],
)
def test_a_name_is_one_that_the_dialect_can_read(name: Name, bibtex: str, biblatex: str) -> None:
    assert encode_record(make(author=[name]), "bibtex").fields["author"] == bibtex
    assert encode_record(make(author=[name]), "biblatex").fields["author"] == biblatex


def test_three_thousand_authors_come_back() -> None:
    record = make(author=[f"Family{i}, Given" for i in range(3000)])
    assert decode_entry(encode_record(record, "bibtex"))[0] == record


@pytest.mark.parametrize(
    ("page", "latex"),
    [("1280-1297", "1280--1297"), ("7", "7"), ("C3-32–C3-35", "C3-32--C3-35"), ("1-10, 20-25", "1--10, 20--25")],
)
def test_pages_have_the_dash_that_tex_prints(page: str, latex: str) -> None:
    entry = encode_record(make(page=page), "bibtex")
    assert entry.fields["pages"] == latex
    assert read("misc", pages=latex).page == page


def test_a_range_of_days_is_carried_by_both() -> None:
    record = make(issued="2024-06-12/2024-06-14")
    assert encode_record(record, "bibtex").fields == {
        "year": "2024",
        "month": "jun",
        "date": "2024-06-12/2024-06-14",
    }
    assert encode_record(record, "biblatex").fields == {"date": "2024-06-12/2024-06-14"}


@pytest.mark.parametrize(
    ("fields", "issued"),
    [
        ({"year": "2024", "month": "jun"}, "2024-06"),
        ({"year": "2024", "month": "June"}, "2024-06"),
        ({"year": "2024", "month": "6"}, "2024-06"),
        ({"year": "2024", "month": "sept."}, "2024-09"),
        ({"date": "2024-06-12", "year": "2024", "month": "jan"}, "2024-06-12"),
    ],
)
def test_dates_of_both_dialects_are_read(fields: dict[str, str], issued: str) -> None:
    assert str(read("misc", **fields).issued) == issued


def test_what_cannot_be_read_is_kept_and_reported() -> None:
    fields = {"year": "in press", "author": "A, B, C, D", "doi": "none", "url": "ftp://x", "zzz": "{Z}"}
    record, findings = decode_entry(BibEntry("misc", "key", fields))
    assert record
    assert record.author == (Name(literal="A, B, C, D"),)
    assert record.extra == {name: value for name, value in fields.items() if name != "author"}
    assert [(finding.code, finding.field) for finding in findings] == [
        ("MB122", "doi"),
        ("MB122", "url"),
        ("MB122", "year"),
        ("MB120", "author"),
    ]


def test_a_month_that_is_none_does_not_cost_the_year() -> None:
    record, findings = decode_entry(BibEntry("misc", "key", {"year": "2024", "month": "soon"}))
    assert record
    assert str(record.issued) == "2024"
    assert record.extra == {"month": "soon"}
    assert [finding.code for finding in findings] == ["MB122"]


def test_a_list_that_ends_in_others_is_reported_and_written_back() -> None:
    record, findings = decode_entry(BibEntry("misc", "key", {"author": "Dai, Damai and others"}))
    assert record
    assert [finding.code for finding in findings] == ["MB126"]
    assert encode_record(record, "bibtex").fields["author"] == "Dai, Damai and others"


@pytest.mark.parametrize(("written", "kept"), [("weird", "weird"), ("weird$", "misc"), ("[weird]", "misc")])
def test_an_unknown_entry_type_is_reported_and_written_again(written: str, kept: str) -> None:
    record, findings = decode_entry(BibEntry(written, "key", {"title": "X"}))
    assert record
    assert record.type == "document"
    assert [finding.code for finding in findings] == ["MB123"]
    assert [encode_record(record, "bibtex").type, encode_record(record, "biblatex").type] == [kept, kept]
    assert encode_record(record.evolve(type="book"), "bibtex").type == "book"


def test_a_set_of_biblatex_is_no_unknown_type_and_keeps_its_members() -> None:
    record, findings = decode_entry(BibEntry("set", "pair", {"entryset": "a,b"}))
    assert record
    assert (findings, record.extra) == ((), {"entryset": "a,b", "bib-type": "set"})
    assert "bib-type" not in encode_record(record, "bibtex").fields


@pytest.mark.parametrize(
    ("written", "type_"),
    [
        ("newspaperArticle", "article-newspaper"),
        ("bookSection", "chapter"),
        ("softwareversion", "software"),
        ("forumPost", "post"),
        ("videoRecording", "motion_picture"),
    ],
)
def test_types_of_other_programs_are_read(written: str, type_: str) -> None:
    assert read(written.lower(), title="A").type == type_


def test_an_invalid_key_gives_no_record() -> None:
    record, findings = decode_entry(BibEntry("misc", "a b", {}))
    assert record is None
    assert [finding.code for finding in findings] == ["MB121"]


def test_extra_fields_are_written_back_unless_they_could_run_code() -> None:
    record = make(extra={"crossref": "x", "annote": r"{\'E}t{\'e} \emph{x}", "series": "9", "addendum": r"\input{x}"})
    fields = encode_record(record, "bibtex").fields
    assert fields["annote"] == r"{\'E}t{\'e} \emph{x}"
    assert fields["crossref"] == "x"
    assert fields["addendum"] == r"{\textbackslash}input{\textbraceleft}x{\textbraceright}"


@pytest.mark.parametrize(
    ("field", "value", "written"),
    [
        ("url", "run:calc.exe", "run%3Acalc.exe"),
        ("url", "run:80/calc.exe", "run%3A80/calc.exe"),
        ("link", "JavaScript:alert(1)", "JavaScript%3Aalert(1)"),
        ("bdsk-url-1", " file:///etc/passwd", "file%3A///etc/passwd"),
        ("ee", "https://a.example/x:y", "https://a.example/x:y"),
        ("url", "CTAN://macros/latex/base/", "CTAN://macros/latex/base/"),
        ("url", "urn:nbn:de:1", "urn:nbn:de:1"),
        ("url", "www.a.example:80/x", "www.a.example:80/x"),
        ("howpublished", r"\url{CTAN://macros/x} \url{a.example:80/y}", r"\url{CTAN://macros/x} \url{a.example:80/y}"),
        ("eprint", "hal:1", "hal:1"),
        ("howpublished", r"\href{run:x}{click}", r"{\textbackslash}href{run:x}{click}"),
        ("annote", "a\x9bb\u202ec", "abc"),
        ("ee", "https://a.example/\x9b\u202ex", "https://a.example/x"),
    ],
)
def test_a_field_from_outside_has_no_link_that_runs_a_program(field: str, value: str, written: str) -> None:
    assert written_extra({field: value})[field] == written


def test_a_hostile_field_name_does_not_end_the_entry() -> None:
    entry = encode_record(make(extra={"x = {}}\n@misc{y": "z"}), "bibtex")
    assert dump_entry(entry).count("\n@") == 0


def test_fields_of_the_other_dialect_or_an_unusual_place_are_read() -> None:
    record = read("misc", journaltitle="J", institution="I", location="L", archiveprefix="arXiv", eprint="2401.06066")
    assert (record.container_title, record.publisher, record.publisher_place) == ("J", "I", "L")
    assert [str(identifier) for identifier in record.identifiers] == ["arxiv:2401.06066"]


def test_an_abbreviated_venue_fills_the_field_that_styles_require() -> None:
    entry = encode_record(make(type="paper-conference", container_title_short="NeurIPS"), "bibtex")
    assert entry.fields["booktitle"] == "NeurIPS"


@pytest.mark.parametrize("key", ["a'b", "DBLP:a=b", "doe(2001)"])
def test_a_key_that_biber_rejects_is_read_back(key: str) -> None:
    record = make(id=key)
    entry = encode_record(record, "biblatex")
    assert not set("=()'") & set(entry.key)
    assert decode_entry(entry)[0] == record
    assert encode_record(record, "bibtex").key == key
