"""Writing RIS, and reading it back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib import Library, Record, export
from moebib.formats import get
from moebib.formats.ris.fields import TAG_ROWS, TYPE_ROWS
from moebib.formats.ris.values import read_name, write_name
from moebib.formats.ris.writer import to_ris
from moebib.records.fields import TYPES
from moebib.records.name import Name
from strategies import HOSTILE_TITLES, names, titles


def make(**fields: Any) -> Record:
    return Record.model_validate({"id": "key2024", "type": "document", **fields})


def tags(**fields: Any) -> list[str]:
    """The lines between ``ID`` and ``ER``."""
    return to_ris(make(**fields)).splitlines()[2:-1]


def read_back(record: Record) -> Record:
    parsed = get("ris").parse_text(export(Library([record]), "ris"))
    assert parsed.findings == ()
    assert len(parsed.records) == 1
    return parsed.records[0]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("On <i>E. coli</i> in H<sub>2</sub>O", "On <i>E. coli</i> in H<sub>2</sub>O"),
        ("<b>a</b> <sc>ad</sc>", '<b>a</b> <span style="font-variant:small-caps;">ad</span>'),
        (r"\<i>x\</i> and 2 < 3", "<\u2060i>x<\u2060/i> and 2 < 3"),
        (r"$\frac{a}{b}$ of \{0, 1\}", r"$\frac{a}{b}$ of {0, 1}"),
    ],
)
def test_tags_are_written_as_other_programs_read_them(title: str, written: str) -> None:
    record = make(title=title, note=title, abstract=title)
    assert tags(title=title) == [f"TI  - {written}"]
    assert read_back(record) == record


def test_a_paper_as_reference_managers_read_it() -> None:
    record = make(
        type="paper-conference", title="Sparse {GPUs}", author=["de Wit, Jan", "{The Team}"], issued="2024-06-12",
        container_title="Proceedings of Sparsity", container_title_short="SPAR", publisher="ACM", page="1-10",
        identifiers=["arxiv:2401.06066", "doi:10.1145/1.2"], keyword=["MoE", "a, b"], abstract="Line\n two",
        links={"pdf": ["https://a.example/x.pdf"]},
    )  # fmt: skip
    assert to_ris(record) == (
        "TY  - CONF\n"
        "ID  - key2024\n"
        "TI  - Sparse GPUs\n"
        "AU  - de Wit, Jan\n"
        "AU  - The Team\n"
        "T2  - Proceedings of Sparsity\n"
        "J2  - SPAR\n"
        "PY  - 2024\n"
        "DA  - 2024/06/12\n"
        "SP  - 1\n"
        "EP  - 10\n"
        "PB  - ACM\n"
        "DO  - 10.1145/1.2\n"
        "UR  - https://arxiv.org/abs/2401.06066\n"
        "L1  - https://a.example/x.pdf\n"
        "AB  - Line two\n"
        "KW  - MoE\n"
        "KW  - a, b\n"
        "ER  - \n"
    )


def test_works_have_an_empty_line_between_them() -> None:
    text = export(Library([make(id="a"), make(id="b")]), "ris")
    assert text == "TY  - GEN\nID  - a\nER  - \n\nTY  - GEN\nID  - b\nER  - \n"


def test_every_csl_type_has_a_type_of_ris() -> None:
    assert {row.type for row in TYPE_ROWS} == set(TYPES)


@pytest.mark.parametrize("genre", ["", "preprint", "PhD thesis", "event"])
def test_every_type_is_read_back(genre: str, subtests: pytest.Subtests) -> None:
    for type_ in TYPES:
        with subtests.test(type_):
            record = make(type=type_, genre=genre)
            assert read_back(record) == record


def test_no_two_fields_are_written_under_the_same_tag() -> None:
    for type_ in TYPES:
        rows = [row for row in TAG_ROWS if not row.on or type_ in row.on]
        written = {row.field: row.tag for row in reversed(rows)}
        assert len(set(written.values())) == len(written), type_


@pytest.mark.parametrize(
    ("issued", "lines"),
    [
        ("2024", ["PY  - 2024"]),
        ("2024-06", ["PY  - 2024", "DA  - 2024/06/"]),
        ("2024-06-12/2024-06-14", ["PY  - 2024", "DA  - 2024/06/12/to 2024-06-14"]),
        ("2023/2024", ["PY  - 2023", "DA  - 2023///to 2024"]),
        ("0050", ["PY  - 0050"]),
        ("2024-21", ["PY  - 2024", "DA  - 2024///Spring"]),
        ("2024-06~", ["PY  - 2024", "DA  - 2024/06//2024-06~"]),
        ("2024/..", ["PY  - 2024", "DA  - 2024///2024/.."]),
        ("../2024", ["PY  - 2024", "DA  - 2024///../2024"]),
        ("199X", ["PY  - 1990", "DA  - 1990///199X"]),
        ("-0043-03", ["PY  - -0043-03"]),
    ],
)
def test_a_date_has_a_year_and_every_known_part(issued: str, lines: list[str]) -> None:
    assert tags(issued=issued) == lines
    assert str(read_back(make(issued=issued)).issued) == issued


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("1280-1297", ["SP  - 1280", "EP  - 1297"]),
        ("7", ["SP  - 7"]),
        ("C3-32\u2013C3-35", ["SP  - C3-32", "EP  - C3-35"]),
        ("1-10, 20-25", ["SP  - 1-10, 20-25"]),
        ("1-", ["SP  - 1-"]),
    ],
)
def test_pages_have_a_start_and_an_end(page: str, lines: list[str]) -> None:
    assert tags(page=page) == lines
    assert read_back(make(page=page)).page == page


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (Name("Berg", "Jan", "", "van den"), "van den Berg, Jan"),
        (Name("Liu", "Tom", suffix="Jr."), "Liu, Tom, Jr."),
        (Name("King", suffix="Jr."), "King, , Jr."),
        (Name("Plato"), "Plato,"),
        (Name(literal="DeepSeek-AI"), "DeepSeek-AI"),
        (Name(literal="Barnes and Noble, Inc."), "Barnes and Noble,, Inc."),
        (Name("A,B", "C"), "A,,B, C"),
        (Name("李", "明"), "李, 明"),
    ],
)
def test_a_name_is_split_into_parts(name: Name, text: str) -> None:
    assert write_name(name) == text
    assert read_name(text) == name


@given(names())
def test_a_name_is_read_back_except_for_the_documented_losses(name: Name) -> None:
    back = read_name(write_name(name))
    joined = f"{name.particle} {name.family}".strip()
    assert (back.literal or f"{back.particle} {back.family}".strip()) == (name.literal or joined)
    assert (back.given, back.suffix) == (name.given, name.suffix)


@given(titles(), st.sampled_from(("title", "note", "publisher", "keyword", "abstract")))
def test_a_hostile_value_does_not_start_a_tag(text: str, field: str) -> None:
    value = f"{text}\nER  - \r\nTY  - BOOK\u2028AU  - x"
    record = make(**{field: [value] if field == "keyword" else value}, issued="2024")
    assert len(get("ris").parse_text(to_ris(record)).records) == 1
    assert to_ris(record).count("\n") == 5


@pytest.mark.parametrize("title", HOSTILE_TITLES)
def test_a_title_is_written_without_its_braces(title: str) -> None:
    assert read_back(make(publisher=title)).publisher == title


def test_values_without_a_field_are_written_back() -> None:
    record = make(extra={"ris-an": "1\n2", "ris-ty": "AGGR", "annote": "not RIS", "ris-er": "x"})
    assert to_ris(record) == "TY  - AGGR\nID  - key2024\nAN  - 1\nAN  - 2\nER  - \n"
    assert read_back(record).extra == {"ris-ty": "AGGR", "ris-an": "1\n2"}


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({"type": "book", "extra": {"pagetotal": "345"}}, ["SP  - 345"]),
        ({"type": "chapter", "extra": {"serieseditor": r"{\"O}, Eva and Lund, A"}}, ["A3  - Ö, Eva", "A3  - Lund, A"]),
        ({"type": "report", "number": "R-12"}, ["SN  - R-12"]),
        ({"type": "report", "number": "0302-9743"}, ["M1  - 0302-9743"]),
        ({"type": "bill", "number": "HB 7"}, ["M1  - HB 7"]),
        ({"type": "book", "original_date": "1950-06", "extra": {"volumes": "3"}}, ["OP  - 1950/06/", "NV  - 3"]),
        ({"type": "chapter", "extra": {"chapter": "4", "volumes": r"{\"O}"}}, ["NV  - Ö", "SE  - 4"]),
        ({"author": ["李四,", "{新华社}"]}, ["AU  - 李四", "AU  - 新华社"]),
        ({"type": "patent", "extra": {"holder": "{Stone Works}"}}, ["A2  - Stone Works,"]),
        ({"author": ["{Gates Unlimited}"]}, ["AU  - Gates Unlimited,"]),
        ({"author": ["{The Example Team}"]}, ["AU  - The Example Team"]),
        ({"publisher": "Hills &amp; Stones & Co"}, ["PB  - Hills &amp;amp; Stones & Co"]),
    ],
)  # fmt: skip
def test_what_has_a_tag_for_its_type_is_read_back(fields: dict[str, Any], lines: list[str]) -> None:
    record = make(**fields)
    assert to_ris(record).splitlines()[2:-1] == lines
    assert read_back(record) == record


def test_simple_formulas_are_written_with_the_tags_that_programs_show() -> None:
    record = make(type="article-journal", abstract=r"If $\alpha < k^2$, H$_2$O is $\frac{a}{b}$ and costs $5.")
    (line,) = (line for line in to_ris(record).splitlines() if line.startswith("AB"))
    assert line == r"AB  - If α < k<sup>2</sup>, H<sub>2</sub>O is $\frac{a}{b}$ and costs $5."
    losses = get("ris").losses(record)
    assert [(loss.field, loss.lost) for loss in losses] == [
        ("abstract", (record.abstract,)), ("abstract", (r"$\frac{a}{b}$",)),
    ]  # fmt: skip
