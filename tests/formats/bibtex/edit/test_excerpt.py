"""Excerpts: entries copied from a .bib file, with the macros and parents that they need."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clock import in_proportion
from moebib.formats.bibtex import (
    BibDocument,
    BibFiles,
    Dialect,
    Excerpt,
    excerpt_entries,
    join_excerpts,
    portable_entries,
    read_file,
)
from moebib.formats.bibtex.edit.excerpt import Macro
from moebib.formats.bibtex.file import read_records
from steps import steps

FILE = """\
% not an entry
@preamble{"\\newcommand{\\noopsort}[1]{}"}
@string{ ams = "AMS" }
@string(lncs = ams # { Notes})

@InProceedings{Kid,   title="T  x",
  publisher = LNCS # { 1}, crossref = {Vol}}
@comment{Kid, title = {no}}
@book{plain, title = {B}, ids = {older, oldest}}
@proceedings{Vol, booktitle = {P}, xdata = {press, gone}}
@xdata{press, publisher = ams}
@string{ams = "Anew"}
@misc{late, title = {L}, note = ams}
@online{web, title = {W}, date = {2020}, author = {xdata=press-publisher-1}}
@misc{torn, title = {x
"""


def excerpted(*keys: str, text: str = FILE) -> str:
    files = BibFiles(BibDocument(text))
    return join_excerpts(excerpt_entries(files, {key: at_key(files, key) for key in keys}), ())


def at_key(files: BibFiles, key: str) -> int:
    at = files.find(key)
    assert at is not None
    return at


def test_an_entry_is_copied_unchanged() -> None:
    assert excerpted("plain") == "@book{plain, title = {B}, ids = {older, oldest}}\n"


def test_macros_come_before_their_uses_and_parents_after_their_children() -> None:
    assert excerpted("Kid") == (
        '@string{ ams = "AMS" }\n@string(lncs = ams # { Notes})\n\n'
        '@InProceedings{Kid,   title="T  x",\n  publisher = LNCS # { 1}, crossref = {Vol}}\n\n'
        "@proceedings{Vol, booktitle = {P}, xdata = {press, gone}}\n\n"
        "@xdata{press, publisher = ams}\n"
    )


def test_a_redefined_macro_applies_to_later_entries() -> None:
    text = excerpted("late", "press", "plain")
    assert text.index('"Anew"') < text.index("@misc{late") < text.index('"AMS"') < text.index("@xdata{press")


def test_entries_are_sorted_by_key() -> None:
    entries = "@misc{b, title = {b}}\n@misc{C, title = {C}}\n@misc{a, title = {a}}\n"
    text = excerpted("C", "b", "a", text=entries)
    assert text == excerpted("a", "C", "b", text=entries)
    assert [line[6] for line in text.splitlines() if line] == ["a", "b", "C"]


def test_an_entry_is_found_in_any_case_and_by_a_former_key() -> None:
    files = BibFiles(BibDocument(FILE))
    assert {files.find(key) for key in ("plain", "PLAIN", "Older")} == {FILE.index("@book{plain")}
    assert files.find("gone") is None


def test_an_entry_may_be_given_another_key() -> None:
    files = BibFiles(BibDocument(FILE))
    (excerpt,) = excerpt_entries(files, {"oldest": at_key(files, "plain")})
    assert excerpt.text == "@book{oldest, title = {B}, ids = {older}}"


def test_an_entry_does_not_list_the_key_of_another_one() -> None:
    files = BibFiles(BibDocument("@book{a, ids={b,c}, title={A}}\n@book{d, related={a}}"))
    excerpts = excerpt_entries(files, {"b": at_key(files, "a"), "d": at_key(files, "d")})
    assert [excerpt.text for excerpt in excerpts] == [
        "@book{b, ids={c}, title={A}}",
        "@book{d, related={a}}",
        "@book{a, ids={c}, title={A}}",
    ]


def test_a_parent_with_another_key_is_also_included_under_its_own() -> None:
    files = BibFiles(BibDocument(FILE))
    text = join_excerpts(excerpt_entries(files, {"Kid": at_key(files, "Kid"), "volume": at_key(files, "Vol")}), ())
    assert "@proceedings{volume," in text
    assert "@proceedings{Vol," in text


def test_only_as_many_parents_as_can_be_inherited_from_are_included_for_reading() -> None:
    files = BibFiles(BibDocument("".join(f"@book{{a{n}, crossref = {{a{n + 1}}}}}" for n in range(40))))
    wanted = {"a0": at_key(files, "a0")}
    assert [excerpt.depth for excerpt in excerpt_entries(files, wanted)] == [*range(40)]
    assert [excerpt.depth for excerpt in excerpt_entries(files, wanted, for_reading=True)] == [*range(12)]
    alone, in_file = (
        next((record, [finding.message for finding in findings]) for record, findings in read_records(text))
        for text in (join_excerpts(excerpt_entries(files, wanted, for_reading=True), ()), files.documents[0].text)
    )
    assert alone == in_file


def test_every_entry_is_below_those_that_refer_to_it() -> None:
    files = BibFiles(BibDocument("".join(f"@book{{a{n}, crossref = {{a{n + 1}}}}}" for n in range(2_000))))
    with in_proportion():
        excerpts = excerpt_entries(files, {f"a{n}": at_key(files, f"a{n}") for n in range(2_000)})
    assert [excerpt.depth for excerpt in excerpts] == [*range(2_000)]


def test_circular_parents_are_included_once() -> None:
    text = excerpted("a", text="@misc{a, crossref = {b}}\n@misc{b, crossref = {a}}\n")
    assert sorted(text.split("\n\n")) == ["@misc{a, crossref = {b}}", "@misc{b, crossref = {a}}\n"]


@pytest.mark.parametrize(
    ("key", "dialect", "stays"),
    [
        ("plain", "bibtex", True),
        ("Kid", "bibtex", True),
        ("web", "bibtex", False),
        ("web", "biblatex", True),
        ("Vol", "bibtex", False),  # its xdata
        ("torn", "biblatex", False),  # it would swallow the text after it
    ],
)
def test_entries_that_can_be_copied_unchanged(key: str, dialect: Dialect, stays: bool) -> None:
    files = BibFiles(BibDocument(FILE))
    assert bool(portable_entries(files, [at_key(files, key)], dialect)) == stays


def test_what_refers_to_an_entry_that_is_executed_is_not_copied() -> None:
    text = "@misc{a, crossref={b}} @misc{b, crossref={c}} @misc{c, note={\\input{x}}} @misc{d, title={x}}"
    files = BibFiles(BibDocument(text))
    assert portable_entries(files, [at_key(files, key) for key in "abcd"], "bibtex") == {at_key(files, "d")}


def test_long_chains_of_parents_are_judged_once() -> None:
    def judge(count: int) -> None:
        files = BibFiles(BibDocument("".join(f"@book{{a{n}, crossref={{a{n + 1}}}}}" for n in range(count))))
        starts = [at_key(files, f"a{n}") for n in range(count)]
        assert portable_entries(files, starts, "bibtex") == {*starts}

    few, many = (steps(lambda count=count: judge(count)) for count in (25, 100))  # type: ignore[misc]
    assert many < 5 * few


def test_works_are_all_entries_except_containers() -> None:
    assert BibFiles(BibDocument(FILE)).works() == ["Kid", "plain", "Vol", "late", "web", "torn"]


def test_files_that_share_a_macro_keep_their_own_definitions() -> None:
    first = Excerpt("a", "@misc{a, note = m}", macros=(Macro("m", "@string{m = {1}}"),))
    second = Excerpt("b", "@misc{b, note = m}", macros=(Macro("m", "@string{m = {2}}"),))
    assert join_excerpts([second, first], ["@preamble{x}", "@preamble{x}"], head="% h\n\n") == (
        "% h\n\n@preamble{x}\n\n@string{m = {1}}\n\n@misc{a, note = m}\n\n@string{m = {2}}\n\n@misc{b, note = m}\n"
    )
    records, _ = read_file(join_excerpts([second, first], ()))
    assert [record.note for record in records] == ["1", "2"]


@given(st.text(alphabet='@abk{}(),="#% \n', max_size=60))
def test_any_text_is_a_file(text: str) -> None:
    files = BibFiles(BibDocument(text))
    for excerpt in excerpt_entries(files, {key: at_key(files, key) for key in files.works()}):
        assert excerpt.text in text


def test_an_excerpt_is_read_like_the_file() -> None:
    whole = {record.id: record for record in read_file(FILE)[0]}
    for key in ("Kid", "plain", "late", "web"):
        part = {record.id: record for record in read_file(excerpted(key))[0]}
        assert part[key] == whole[key]
