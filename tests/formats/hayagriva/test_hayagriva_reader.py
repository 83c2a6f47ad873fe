"""Hayagriva as people write it, and invalid Hayagriva."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats import ParsedFile, for_file, get
from moebib.formats.hayagriva.writer import to_hayagriva
from moebib.records.name import Name
from valid_reading import assert_is_valid


def read(text: str) -> ParsedFile:
    return get("hayagriva").parse_text(text)


def fields(entry: str) -> dict[str, Any]:
    """The fields of the only entry, which must be read without a finding."""
    parsed = read("k:\n" + textwrap.indent(textwrap.dedent(entry).strip(), "  ") + "\n")
    assert parsed.findings == ()
    values = parsed.records[0].to_dict()
    del values["id"]
    return values


def codes(parsed: ParsedFile) -> list[tuple[int | None, str]]:
    return [(finding.line, finding.code) for finding in parsed.findings]


def test_a_journal_is_the_parent_of_an_article() -> None:
    assert fields("""
        type: Article
        title: Kinetics of Things
        author: ["Doan, T. D.", "Tran Thoai, D. B."]
        serial-number: {doi: "10.1103/PhysRevB.102.165126"}
        page-range: 165126-165139
        date: 2020-10-14
        parent:
          title: Physical Review B
          volume: 102
          issue: 16
          publisher: American Physical Society
    """) == {
        "type": "article-journal", "title": "Kinetics of Things", "author": ["Doan, T. D.", "Tran Thoai, D. B."],
        "issued": "2020-10-14", "container_title": "Physical Review B", "publisher": "American Physical Society",
        "volume": "102", "issue": "16", "page": "165126-165139", "identifiers": ["doi:10.1103/physrevb.102.165126"],
    }  # fmt: skip


def test_every_value_is_the_text_as_written() -> None:
    assert fields("type: book\ntitle: no\nvolume: 1e3\nedition: 2_0\nnote: 2024-02-30\npage-range: 0x1F") == {
        "type": "book", "title": "no", "volume": "1e3", "edition": "2_0", "note": "2024-02-30", "page": "0x1F",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("type: anthos\nparent: {title: Book, editor: ['Berg, Ed'], publisher: {name: P, location: L}}",
         {"type": "chapter", "editor": ["Berg, Ed"], "container_title": "Book", "publisher": "P",
          "publisher_place": "L"}),
        ("type: article\nparent: [{type: Conference, title: ICML, location: Rome}, {type: proceedings, title: P}]",
         {"type": "paper-conference", "container_title": "P", "event_title": "ICML", "event_place": "Rome"}),
        ("type: book\nparent: {type: anthology, title: Series}", {"type": "book", "collection_title": "Series"}),
        ("type: chapter\nparent: {title: Book, parent: {type: anthology, title: Series}}",
         {"type": "chapter", "container_title": "Book", "collection_title": "Series"}),
        ("type: proceedings", {"type": "book", "genre": "proceedings"}),
        ("type: Web\nurl: {value: 'https://a.example/', date: 2020-01-02}",
         {"type": "webpage", "url": "https://a.example/", "accessed": "2020-01-02"}),
        ("type: web\nurl: https://doi.org/10.1145/1.2", {"type": "webpage", "identifiers": ["doi:10.1145/1.2"]}),
        ("title: {value: A B, short: A}",
         {"type": "document", "title": "A B", "title_short": "A"}),
        ("affiliated: [{role: translator, names: ['Cho, Ada']}, {role: composer, names: 'Berg, Ed'}]",
         {"type": "document", "translator": ["Cho, Ada"],
          "extra": {"composer": "Berg, Ed"}}),
        ("affiliated: {role: cast-member, names: 'Berg, Ed'}",
         {"type": "document", "extra": {"hayagriva-affiliated": '[{"role": "cast-member", "names": "Berg, Ed"}]'}}),
        ("affiliated: [{role: holder, names: ['Ö & Co']}, {role: director, names: [{name: Holm, given-name: Eva}]}]",
         {"type": "document", "extra": {"holder": r"{{\"O} \& Co}", "director": "Holm, Eva"}}),
        ("type: book\npage-total: 200\nvolume-total: 3",
         {"type": "book", "extra": {"pagetotal": "200", "volumes": "3"}}),
        ("type: article\nserial-number: {pmcid: PMC123}\nurl: {value: 'https://a.example/x', date: 2023-12}",
         {"type": "article", "identifiers": ["pmcid:PMC123"], "url": "https://a.example/x", "accessed": "2023-12"}),
        ("date: 1850~", {"type": "document", "issued": "1850~"}),
        ("date: ~1850", {"type": "document", "issued": "1850~"}),
        ("date: -44", {"type": "document", "issued": "-0044"}),
        ("date: ~-0043", {"type": "document", "issued": "-0043~"}),
        ("serial-number: {issn: '1558-0660, 0302-9743', arxiv: '2401.06066v2 [cs.CL]'}",
         {"type": "document", "identifiers": ["issn:1558-0660", "issn:0302-9743", "arxiv:2401.06066"], "label": "v2"}),
        ("url: 'HTTP://a.example/{x}'", {"type": "document", "url": "http://a.example/{x}"}),
        ("serial-number: 10.1145/1\nurl: www.a.example/x",
         {"type": "document", "identifiers": ["doi:10.1145/1"], "url": "http://www.a.example/x"}),
        ("date: 79-10", {"type": "document", "issued": "0079-10"}),
        ("date: 2012-06-05T10:30:00",
         {"type": "document", "issued": "2012-06-05", "extra": {"hayagriva-date": "2012-06-05T10:30:00"}}),
        ("title: On $x^2 + alpha_(i j)$", {"type": "document", "title": r"On $x^2 + \alpha_{ij}$"}),
        ("type: repository\nserial-number: {version: 1.2}", {"type": "software", "version": "1.2"}),
        ("type: book\nparent: {type: original, date: 1962}", {"type": "book", "original_date": "1962"}),
        ("type: article\nparent: [{type: Conference, title: ICML, date: 2024-07-21}, {type: proceedings, title: P}]",
         {"type": "paper-conference", "container_title": "P", "event_title": "ICML", "event_date": "2024-07-21"}),
        ("title: {value: On $x$, verbatim: true}", {"type": "document", "title": r"{On \$x\$}"}),
        ("title: 'The {Kalman} {GPU} \\$5'", {"type": "document", "title": "The {Kalman} GPU $5"}),
        ("author: {given-name: Gloria Jean, name: Watkins, alias: bell hooks}",
         {"type": "document", "author": ["Watkins, Gloria Jean"]}),
        ("author: Luther King, Jr., Martin", {"type": "document", "author": ["Luther King, Jr., Martin"]}),
        ("author: UNICEF", {"type": "document", "author": ["{UNICEF}"]}),
        ("doi: 10.1145/1.2\nisbn: 978-0-262-03384-8", {"type": "document",
         "identifiers": ["doi:10.1145/1.2", "isbn:9780262033848"]}),
        ("serial-number: 7", {"type": "document", "number": "7"}),
        ("serial-number: {serial: 7, pmcid: PMC1, oclc: '2'}",
         {"type": "document", "number": "7", "identifiers": ["pmcid:PMC1"],
          "extra": {"hayagriva-serial-number": '{"oclc": "2"}'}}),
        ("archive: A\ncall-number: [1, {a: b}]\nabstract: ''",
         {"type": "document", "extra": {"hayagriva-archive": "A", "hayagriva-call-number": '["1", {"a": "b"}]'}}),
        ("parent: {title: T, author: 'A, B', parent: {title: U, date: 1999}}",
         {"type": "document", "container_title": "T", "collection_title": "U",
          "extra": {"bookauthor": "A, B", "hayagriva-parent": '[{"type": "misc", "parent": [{"date": "1999"}]}]'}}),
        ("type: chapter\nchapter: 3\nparent: {title: T, edition: 2nd, author: ['A, B', 'C, D']}",
         {"type": "chapter", "container_title": "T", "edition": "2nd",
          "extra": {"bookauthor": "A, B and C, D", "chapter": "3"}}),
        ("type: thesis\norganization: Hill School", {"type": "thesis", "publisher": "Hill School"}),
        ("type: book\npublisher: Hills\nlocation: Oslo",
         {"type": "book", "publisher": "Hills", "publisher_place": "Oslo"}),
        ("type: book\npublisher: {name: Hills, location: Bonn}\nlocation: Oslo\norganization: Hill School",
         {"type": "book", "publisher": "Hills", "publisher_place": "Bonn",
          "extra": {"hayagriva-location": "Oslo", "hayagriva-organization": "Hill School"}}),
        *((f"type: {name}", {"type": type_}) for name, type_ in (
            ("case", "legal_case"), ("legislation", "legislation"), ("artwork", "graphic"), ("audio", "song"),
        )),
    ],
)  # fmt: skip
def test_common_entries_are_read(entry: str, expected: dict[str, Any]) -> None:
    values = fields(entry)
    assert values == expected


def test_an_alias_is_replaced_by_its_anchor() -> None:
    parsed = read("a: &a\n  type: book\n  author: &who ['Wit, Jan']\nb:\n  type: book\n  author: *who\nc: *a\n")
    assert [str(record.author[0]) for record in parsed.records] == ["Wit, Jan"] * 3


def test_people_of_the_form_before_hayagriva_0_4_are_read_and_others_are_not_written() -> None:
    (record,) = read('a:\n  type: book\n  affiliated: [["translator", ["Holm, Eva"]], "nobody"]\n').records
    assert (record.to_dict()["translator"], record.extra) == (["Holm, Eva"], {"hayagriva-affiliated": '["nobody"]'})
    assert to_hayagriva(record)["affiliated"] == [{"role": "translator", "names": ["Holm, Eva"]}]


def test_unreadable_values_are_kept_and_reported_with_their_line() -> None:
    parsed = read(
        "a:\n  type: scroll\n  author: ['A, B, C, D', 'Wit, Jan']\n  date: soon\n  url: nope\n"
        "  serial-number: {doi: none}\n  title: A\n  title: B\n"
    )
    assert sorted(codes(parsed)) == [(2, "MB139"), *((line, "MB138") for line in (3, 4, 5, 6, 8))]
    assert parsed.records[0].to_dict() == {
        "id": "a", "type": "document", "title": "A", "author": ["Wit, Jan"],
        "extra": {
            "hayagriva-type": "scroll", "hayagriva-author": '["A, B, C, D"]', "year": "soon",
            "hayagriva-url": "nope", "hayagriva-serial-number": '{"doi": "none"}', "hayagriva-title-2": "B",
        },
    }  # fmt: skip


def test_an_invalid_url_that_contains_a_doi_costs_nothing_else() -> None:
    url = "https://a.example/x y/https://doi.org/10.5555/j"
    parsed = read(f"a:\n  type: web\n  title: A\n  url: '{url}'\n")
    assert codes(parsed) == [(4, "MB138")]
    assert (parsed.records[0].title, parsed.records[0].extra) == ("A", {"hayagriva-url": url})


def test_an_invalid_entry_does_not_affect_the_others() -> None:
    parsed = read(
        'a:\n  type: book\nb:\n  title: "open\n  x: [1\n# a comment\n"c c":\n  type: book\nd: text\ne:\n  - 1\n'
    )
    assert [record.id for record in parsed.records] == ["a", "c-c"]
    assert codes(parsed) == [(4, "MB137"), (7, "MB131"), (9, "MB137"), (10, "MB137")]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('a:\n  type: book\nb:\n  type: book\n  title: "open\n', 5, 10, "found unexpected end of stream"),
        ("a:\n  type: book\n\tx: 1\n", 3, 1, "found a tab character that violates indentation"),
        ("ä:\n  type: book\n  title: é木\x01\n", 3, 12, "control characters are not allowed"),
        ("a:\n  type: book\n  title: é\ud800\n", 3, 11, "characters that cannot be encoded"),
        ("a:\n  title: *none\n", 2, 10, "alias 'none' has no anchor"),
        ("a:\n  x: " + "[" * 50 + "\n", 2, 44, "nested too deeply"),
    ],
)
def test_invalid_yaml_is_placed_where_it_is(text: str, line: int, column: int, message: str) -> None:
    finding = read(text).findings[0]
    assert (finding.line, finding.column, finding.message) == (line, column, f"invalid YAML: {message}")


def test_a_duplicate_key_is_replaced() -> None:
    parsed = read("a: {type: book, title: One}\nA: {type: book, title: Two}\n")
    assert [record.id for record in parsed.records] == ["a", "two"]
    assert codes(parsed) == [(2, "MB138")]


def test_kept_values_are_used_only_if_they_match_the_entry() -> None:
    text = "a:\n  type: misc\n  title: A\n  moebib:\n    {}\n"
    assert read(text.format("keyword: ['x; y']")).records[0].keyword == ("x; y",)
    assert read(text.format("nonsense: 1")).records[0].extra == {"hayagriva-moebib": '{"nonsense": "1"}'}
    assert codes(read(text.format("type: nonsense"))) == [(1, "MB138")]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["MB147"]),
        ("# nothing\n", []),
        ("{}", []),
        ("- a\n- b\n", ["MB137"]),
        ("just words", ["MB137"]),
        ("a: b: c", ["MB137"]),
        ("\x00", ["MB137"]),
        ("a: " + "[" * 100_000, ["MB137"]),
        ("a: " + "{a: " * 100_000, ["MB137"]),
        ("a:\n" + "- " * 100_000, ["MB137"]),
        ("\n".join(" " * depth + "a:" for depth in range(500)), ["MB137"]),
        ("a: &a {type: book, x: *a}", ["MB137"]),
    ],
)
def test_a_file_without_a_bibliography_is_a_finding(text: str, codes: list[str]) -> None:
    parsed = read(text)
    assert [finding.code for finding in parsed.findings] == codes
    assert parsed.records == ()


def test_aliases_cannot_expand_to_more_than_the_file() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    parsed = read("ok: {type: book}\n" + "\n".join(lines) + "\nz: {type: book, note: *a11}\n")
    assert [record.id for record in parsed.records] == ["ok"]


def test_a_yaml_file_is_recognised_by_its_name_and_by_its_text() -> None:
    assert for_file("refs.YML") is for_file("refs.yaml") is get("hayagriva")
    assert for_file("<stdin>", b"a:\n  type: book\n") is get("hayagriva")


@given(st.text(alphabet="ab:- \n[]{}&*'\"#|>,!%@`\t1", max_size=60))
def test_any_text_gives_only_valid_records(text: str) -> None:
    assert_is_valid(read(text))
    assert_is_valid(read(f"a:\n  type: book\n{text}"))


@given(
    st.dictionaries(
        st.sampled_from(
            ("type", "title", "author", "date", "parent", "publisher", "serial-number", "url", "volume", "editor", "x")
        ),
        st.recursive(
            st.sampled_from(("", "a", "article", "2024", "{x", "A, B", "10.1/x", "\\")),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(("value", "name", "title", "type", "doi", "parent", "short")), inner)
            ),
            max_leaves=5,
        ),
    )
)
def test_any_entry_is_read(entry: dict[str, Any]) -> None:
    import yaml

    parsed = read(yaml.safe_dump({"k": entry or {"a": "b"}}))
    assert len(parsed.records) + len(parsed.findings) > 0


def test_a_formula_that_tex_does_not_have_is_kept_and_reported() -> None:
    parsed = read("k:\n  type: book\n  title: On $mat(1, 2)$ and $x$\n")
    assert parsed.records[0].title == r"On \$mat(1, 2)\$ and $x$"
    assert [str(finding) for finding in parsed.findings] == [
        "3: MB138 title: not a formula that TeX has, too; kept as characters: '$mat(1, 2)$'"
    ]


def test_several_people_in_one_name_are_read_and_reported() -> None:
    parsed = read("k: {type: book, editor: 'Berg, Jan; Lund, Ada'}\n")
    assert parsed.records[0].editor == (Name("Berg", "Jan"), Name("Lund", "Ada"))
    assert [finding.message for finding in parsed.findings] == ["editor: 2 people in one name: 'Berg, Jan; Lund, Ada'"]
