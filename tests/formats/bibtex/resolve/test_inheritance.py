"""Inheritance by ``crossref`` and ``xdata``, by the rules of BibLaTeX (3.18, 3.14.6 and appendix B)."""

from __future__ import annotations

import pytest

from moebib.formats.bibtex import BibDocument, read_entries, read_file


def fields(text: str, key: str) -> dict[str, str]:
    """The fields of the entry *key* when the file is read."""
    return next(item.entry.fields for item in read_entries(BibDocument(text)) if item.entry and item.entry.key == key)


def codes(text: str) -> list[tuple[str, int | None, int | None]]:
    return [(finding.code, finding.line, finding.column) for finding in read_file(text)[1]]


PARENT = "@{parent}{{p, title={{T}}, subtitle={{S}}, titleaddon={{X}}, shorttitle={{t}}}}\n"
CHILD = "@{child}{{c, crossref={{p}}, title={{C}}}}\n"


@pytest.mark.parametrize(
    ("parent", "child", "name"),
    [
        ("book", "inbook", "booktitle"),
        ("book", "bookinbook", "booktitle"),
        ("book", "suppbook", "booktitle"),
        ("collection", "incollection", "booktitle"),
        ("reference", "inreference", "booktitle"),
        ("proceedings", "inproceedings", "booktitle"),
        ("proceedings", "conference", "booktitle"),
        ("Proceedings", "InProceedings", "booktitle"),
        ("book", "incollection", "booktitle"),  # as in classic files
        ("mvbook", "book", "maintitle"),
        ("mvbook", "inbook", "maintitle"),
        ("mvcollection", "collection", "maintitle"),
        ("mvreference", "inreference", "maintitle"),
        ("mvproceedings", "proceedings", "maintitle"),
        ("mvproceedings", "inproceedings", "maintitle"),
        ("periodical", "article", "journaltitle"),
        ("periodical", "suppperiodical", "journaltitle"),
    ],
)
def test_the_title_of_the_parent_becomes_the_container_title(parent: str, child: str, name: str) -> None:
    text = PARENT.format(parent=parent) + CHILD.format(child=child)
    part = name.removesuffix("title")
    expected = {"title": "C", name: "T", f"{part}subtitle": "S", f"{part}titleaddon": "X"}
    assert fields(text, "c") == expected


@pytest.mark.parametrize(("parent", "child"), [("misc", "misc"), ("article", "inproceedings"), ("book", "book")])
def test_a_subtitle_stays_with_its_title(parent: str, child: str) -> None:
    assert fields(PARENT.format(parent=parent) + CHILD.format(child=child), "c") == {"title": "C"}


def test_an_entry_without_a_title_inherits_the_whole_title() -> None:
    text = "@book{p, title={T}, subtitle={S}}@book{c, crossref={p}, volume=2}"
    assert fields(text, "c") == {"volume": "2", "title": "T", "subtitle": "S"}


@pytest.mark.parametrize(
    "text",
    [
        "@proceedings{p, title={T}, year=2001}\n@inproceedings{c, crossref={p}, title={C}}",
        "@inproceedings{c, crossref={p}, title={C}}\n@proceedings{p, title={T}, year=2001}",
        "@inproceedings{c, crossref={P}, title={C}}\n@proceedings{p, title={T}, year=2001}",
        '@inproceedings{c, crossref="p", title={C}}\n@string{t={T}}\n@proceedings{p, title=t, year=2001}',
        "@inproceedings{c, crossref={p}, title={C}, booktitle={ }}\n@proceedings{p, title={T}, year=2001}",
    ],
    ids=["before", "after", "in other case", "with a macro that comes later", "with an empty field"],
)
def test_the_parent_may_be_anywhere_in_the_file(text: str) -> None:
    assert fields(text, "c") == {"title": "C", "year": "2001", "booktitle": "T"}
    assert codes(text) == []


def test_the_exact_key_takes_precedence_over_one_in_another_case() -> None:
    text = "@book{P, publisher={A}}@book{q, crossref={p-2}}@book{p-2, publisher={B}}@book{P-2, publisher={C}}"
    assert fields(text, "q") == {"publisher": "B"}


def test_own_fields_take_precedence_under_old_names_too() -> None:
    text = (
        "@book{p, location={A}, publisher={A}, journaltitle={A}, editor={A, B}}"
        "@inbook{c, crossref={p}, address={C}, journal={C}, publisher={C}, title={C}}"
    )
    assert fields(text, "c") == {"address": "C", "journal": "C", "publisher": "C", "title": "C", "editor": "A, B"}


def test_proceedings_in_a_classic_file_pass_on_their_own_booktitle() -> None:
    text = "@inproceedings{c, crossref={p}, title={C}}@proceedings{p, title={Long}, booktitle={Short}}"
    assert fields(text, "c") == {"title": "C", "booktitle": "Short"}


def test_the_author_of_a_book_is_inherited_by_its_parts() -> None:
    text = (
        "@book{p, author={A, B}, title={T}}@inbook{c, crossref={p}, title={C}}@inbook{d, crossref={p}, author={D, E}}"
    )
    assert fields(text, "c") == {"title": "C", "author": "A, B", "bookauthor": "A, B", "booktitle": "T"}
    assert fields(text, "d") == {"author": "D, E", "bookauthor": "A, B", "booktitle": "T"}


@pytest.mark.parametrize(
    ("child_fields", "expected"),
    [
        ("", "year month day"),
        ("year = 2001", "year"),
        ("date = {2001}", "date"),
        ("month = feb", "month year"),  # now a complete date
        ("day = 3", "day year"),
    ],
)
def test_two_dates_are_never_combined(child_fields: str, expected: str) -> None:
    text = f"@book{{p, year=2000, month=jan, day=7, publisher={{P}}}}@inbook{{c, crossref={{p}}, {child_fields}}}"
    assert [name for name in fields(text, "c") if name != "publisher"] == expected.split()


def test_a_month_is_not_added_to_the_date_of_a_parent() -> None:
    assert fields("@book{p, date={2000-05}}@inbook{c, crossref={p}, month=feb}", "c") == {"month": "feb"}


NEVER = (
    "ids", "entryset", "entrysubtype", "execute", "label", "options", "presort", "related", "relatedoptions",
    "relatedstring", "relatedtype", "shorthand", "shorthandintro", "sortkey", "key", "xref",
    "timestamp", "owner", "x-topics", "note-2",
)  # fmt: skip


@pytest.mark.parametrize("name", NEVER)
def test_fields_about_the_parent_only_are_not_inherited(name: str) -> None:
    assert fields(f"@book{{p, {name}={{x}}, publisher={{P}}}}@inbook{{c, crossref={{p}}}}", "c") == {"publisher": "P"}


def test_identifiers_of_the_parent_are_not_inherited() -> None:
    parent = (
        "@book{p, doi={10.5555/p}, eprint={2001.1}, archiveprefix={arXiv}, url={https://doi.org/10.5555/p}, isbn={9}}"
    )
    assert fields(parent + "@inbook{c, crossref={p}}", "c") == {"isbn": "9"}
    other = "@book{p, url={https://a.example}}@inbook{c, crossref={p}}"
    assert fields(other, "c") == {"url": "https://a.example"}


def test_inheritance_is_transitive() -> None:
    text = (
        "@inbook{c, crossref={b}, title={C}}"
        "@book{b, crossref={a}, title={B}, volume=2}"
        "@mvbook{a, title={A}, author={Berg, Jan}, year=2001}"
    )
    assert fields(text, "c") == {
        "title": "C",
        "volume": "2",
        "author": "Berg, Jan",
        "year": "2001",
        "maintitle": "A",
        "bookauthor": "Berg, Jan",
        "booktitle": "B",
    }


def test_a_second_value_of_a_field_is_not_inherited() -> None:
    assert fields("@book{p, note={a}, note={b}}@inbook{c, crossref={p}}", "c") == {"note": "a"}


def test_xref_inherits_nothing() -> None:
    assert fields("@book{p, publisher={P}}@inbook{c, xref={p}}", "c") == {"xref": "p"}


def test_a_missing_parent_is_reported_and_its_key_kept() -> None:
    text = "@inbook{c,\n  title={C}, crossref={p}}"
    records, findings = read_file(text)
    assert records[0].extra["crossref"] == "p"
    assert [(finding.code, finding.line, finding.column, finding.field) for finding in findings] == [
        ("MB129", 2, 14, "crossref")
    ]


def test_an_exported_child_no_longer_needs_its_parent() -> None:
    records, _ = read_file("@book{p, title={T}, xdata={x}}@inbook{c, crossref={p}, title={C}}@xdata{x, publisher={P}}")
    assert [(record.publisher, record.extra.keys() & {"crossref", "xdata"}) for record in records] == [("P", set())] * 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@book{a, crossref={a}, title={A}}", "'crossref' is circular: 'a', 'a'"),
        (
            "@book{a, crossref={b}}\n@book{b, crossref={a}, title={B}}",
            "'crossref' is circular: 'a', 'b', 'a'",
        ),
        (
            "@book{c, crossref={b}}\n@book{b, crossref={b}, title={B}}",
            "'crossref' is circular: 'c', 'b', 'b'",
        ),
        ("@book{c, xdata={x}}\n@xdata{x, xdata={x}, title={B}}", "'xdata' is circular: 'c', 'x', 'x'"),
    ],
)
def test_circular_inheritance_is_reported_and_ends(text: str, message: str) -> None:
    records, findings = read_file(text)
    assert len(records) == text.count("@book")
    assert records[0].title in ("A", "B")
    assert {(finding.code, finding.message) for finding in findings} >= {("MB130", message)}


def test_endless_inheritance_is_reported_and_ends() -> None:
    text = "".join(f"@book{{k{n}, crossref={{k{n + 1}}}}}\n" for n in range(20)) + "@book{k20, title={T}}"
    records, findings = read_file(text)
    assert len(records) == 21
    assert records[15].title == "T"
    assert findings[0].code == "MB130"


def test_inheritance_cannot_multiply_the_size_of_the_file() -> None:
    text = "@book{p, note={" + "x" * 100_000 + "}}" + "".join(f"@book{{c{n}, crossref={{p}}}}" for n in range(100))
    records, findings = read_file(text)
    assert sum(len(record.note) for record in records) < 3_000_000
    assert {finding.code for finding in findings} == {"MB130"}
    assert records[-1].extra == {"crossref": "p"}


def test_xdata_is_inherited_and_is_not_a_work_itself() -> None:
    text = (
        "@xdata{macmillan, xdata={name, place}}@xdata{name, publisher={Macmillan}, ids={n}}"
        "@book{b, title={B}, xdata={macmillan}, publisher={Own}}@book{c, title={C}, xdata={macmillan}}"
        "@xdata{place, location={London}}"
    )
    assert fields(text, "b") == {"title": "B", "publisher": "Own", "location": "London"}
    assert fields(text, "c") == {"title": "C", "location": "London", "publisher": "Macmillan"}
    assert codes(text) == []


def test_the_last_xdata_wins() -> None:
    text = "@book{b, xdata={x, y}}@xdata{x, note={X}, publisher={X}}@xdata{y, note={Y}}"
    assert fields(text, "b") == {"note": "Y", "publisher": "X"}


def test_missing_and_unused_xdata_are_reported() -> None:
    text = "@book{b, xdata={x, nowhere, c}}\n@xdata{x, note={X}}\n@xdata{y, note={Y}}\n@book{c, title={C}}"
    assert fields(text, "b") == {"note": "X", "xdata": "nowhere,c"}
    assert [code for code, *_ in codes(text)] == ["MB129", "MB129", "MB127"]
    assert codes(text)[2] == ("MB127", 3, 8)


def test_a_value_may_refer_to_xdata() -> None:
    text = (
        "@xdata{my-people, author={John Smith and Brian Brown}, note={A note}, location={L1 and L2}}"
        "@book{b, author={Alan Drudge and xdata=my-people-author-2}, editor={xdata=my-people-author and Ann Editor},"
        " location={xdata=my-people-location-1 and L3}, note={xdata=my-people-note}}"
    )
    assert fields(text, "b") == {
        "author": "Alan Drudge and Brian Brown",
        "editor": "John Smith and Brian Brown and Ann Editor",
        "location": "L1 and L3",
        "note": "A note",
    }
    assert codes(text) == []


@pytest.mark.parametrize(
    "value", ["xdata=nowhere-note", "xdata=x-title", "xdata=x-author-3", "xdata=x", "see xdata=x-note"]
)
def test_an_unresolved_reference_to_xdata_is_kept(value: str) -> None:
    text = f"@xdata{{x, author={{A and B}}, note={{N}}}}@book{{b, note={{{value}}}}}"
    assert fields(text, "b") == {"note": value}
