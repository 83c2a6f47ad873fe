"""Three-way merges of whole files: neither side loses anything, and conflicts are between markers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.bibtex import BibDocument
from moebib.three_way import MergedText, merge_bib, merge_json, merge_toml

ENTRY = "@book{a,\n  title = {A},\n  year = 2000,\n}\n"
TWICE = "@misc{a,\n  note = {1},\n}\n@misc{a,\n  note = {2},\n}\n"
PAIR = f"{ENTRY}\n% of Roe\n@misc{{b,\n  note = {{B}},\n}}\n"


@pytest.mark.parametrize(("base", "theirs"), [
    (ENTRY, f"{ENTRY}% the end\n"),
    (PAIR, PAIR.replace("% of Roe", "% of Jane Roe")),
    (PAIR, PAIR.replace("% of Roe\n", "")),
    (ENTRY, ENTRY.replace("@book", "@misc")),
    (ENTRY, ENTRY.replace("{a,", "{A,")),
    (TWICE, TWICE.replace("{1}", "{one}")),
    (TWICE, TWICE.replace("{2}", "{two}")),
    (TWICE, TWICE.replace("@misc{a,\n  note = {2},\n}\n", "")),
    (f"% of the file\n\n{ENTRY}", f"% of this file\n\n{ENTRY}"),
    (PAIR, PAIR.removeprefix(ENTRY)),
    ("", ENTRY),
])  # fmt: skip
def test_a_change_made_only_by_theirs_is_taken(base: str, theirs: str) -> None:
    merged = merge_bib(base, base, theirs)
    assert (merged.text.strip(), merged.conflicts) == (theirs.strip(), ())
    assert merge_bib(base, theirs, base) == MergedText(theirs)


@pytest.mark.parametrize(("base", "ours", "theirs", "expected"), [
    (ENTRY, ENTRY.replace("{A}", "{B}"), ENTRY.replace("@book", "@misc"),
     ENTRY.replace("{A}", "{B}").replace("@book", "@misc")),
    (PAIR, PAIR.replace("{B}", "{C}"), PAIR.replace("of Roe", "of Jane Roe"),
     PAIR.replace("{B}", "{C}").replace("of Roe", "of Jane Roe")),
    (ENTRY, ENTRY.replace("  year = 2000,\n", ""), ENTRY.replace("{A}", "{B}"),
     "@book{a,\n  title = {B},\n}\n"),
    ("", "@misc{b}\n", "@misc{a}\n", "@misc{a}\n\n@misc{b}\n"),
    ("", "@misc{a}\n", "@misc{b}\n", "@misc{a}\n\n@misc{b}\n"),
])  # fmt: skip
def test_changes_to_different_parts_of_a_bib_file_are_merged(base: str, ours: str, theirs: str, expected: str) -> None:
    assert merge_bib(base, ours, theirs) == MergedText(expected)


def test_a_merge_by_lines_keeps_the_comments_within_an_entry() -> None:
    by_lines = ENTRY.replace("{A},", "{B},").replace("2000,", "2000,  % or so")
    assert merge_bib(
        ENTRY, ENTRY.replace("{A}", "{B}"), ENTRY.replace("2000,", "2000,  % or so"), by_lines
    ) == MergedText(by_lines)


@pytest.mark.parametrize(("ours", "theirs", "marked", "conflicts"), [
    (ENTRY.replace("{A}", "{B}"), ENTRY.replace("{A}", "{C}"),
     "<<<<<<< ours\ntitle = {B},\n=======\ntitle = {C},\n>>>>>>> theirs\nyear", ("a.title",)),
    (ENTRY.replace("  title = {A},\n", ""), ENTRY.replace("{A}", "{C}"),
     "@book{a,\n<<<<<<< ours\n=======\ntitle = {C},\n>>>>>>> theirs\nyear", ("a.title",)),
    (ENTRY.replace("{A}", "{B}"), ENTRY.replace("  title = {A},\n", ""),
     "<<<<<<< ours\ntitle = {B},\n=======\n>>>>>>> theirs\nyear", ("a.title",)),
    (ENTRY.replace("{A}", "{B}").replace("2000", "2001"), ENTRY.replace("{A}", "{C}").replace("2000", "2002"),
     "title = {C},\n>>>>>>> theirs\n<<<<<<< ours\nyear = 2001,\n=======\nyear = 2002,\n", ("a.title", "a.year")),
    (ENTRY.replace("@book", "@misc"), ENTRY.replace("@book", "@report"),
     "<<<<<<< ours\n@misc{a,\n  title = {A},\n  year = 2000,\n}\n=======\n@report{a,", ("a",)),
    (ENTRY.replace("{A}", "{B}"), "@book{a,\n  title = {A\n", "=======\n@book{a,\n  title = {A\n>>>>>>> theirs",
     ("a",)),
    (f"% one\n{ENTRY}", f"% two\n{ENTRY}", "<<<<<<< ours\n% one\n=======\n% two\n>>>>>>> theirs\n@book{a",
     ("the comment above a",)),
])  # fmt: skip
def test_conflicting_changes_to_a_bib_file_are_marked(
    ours: str, theirs: str, marked: str, conflicts: tuple[str, ...]
) -> None:
    merged = merge_bib(ENTRY, ours, theirs)
    assert marked in merged.text
    assert merged.conflicts == conflicts


def test_conflict_markers_have_the_line_endings_of_the_file() -> None:
    base, ours, theirs = (ENTRY.replace("{A}", title).replace("\n", "\r\n") for title in ("{A}", "{B}", "{C}"))
    assert merge_bib(base, ours, theirs).text.replace("\r\n", "").count("\n") == 0


def test_an_entry_removed_by_one_side_and_changed_by_the_other_is_kept_and_reported() -> None:
    changed = PAIR.replace("{B}", "{C}")
    assert merge_bib(PAIR, ENTRY, changed) == MergedText(changed, ("b (removed by ours, changed by theirs)",))
    assert merge_bib(PAIR, changed, ENTRY) == MergedText(changed, ("b (changed by ours, removed by theirs)",))


BLOCKS = st.sampled_from(
    ["@string{p = {P}}", "% a", "% b", "@misc{k}", "@misc{k,\n n = 1\n}", "@book{l,\n n = 2\n}", "\n"]
)
FILES = st.lists(BLOCKS, max_size=6).map(lambda blocks: "".join(f"{block}\n" for block in blocks))


@given(FILES, FILES)
def test_a_change_by_one_side_loses_no_block(base: str, changed: str) -> None:
    for text in (merge_bib(base, base, changed).text, merge_bib(base, changed, base).text):
        assert _blocks(text) == _blocks(changed)


@given(FILES, FILES, FILES)
def test_merging_bib_files_invents_no_block(base: str, ours: str, theirs: str) -> None:
    merged = merge_bib(base, ours, theirs)
    if not merged.conflicts:
        assert set(_blocks(merged.text)) <= {*_blocks(ours), *_blocks(theirs)}


def _blocks(text: str) -> list[str]:
    """The blocks and comments of a text, ignoring order and spaces."""
    raws = [
        line
        for block in BibDocument(text).blocks
        for line in (block.raw.split("\n") if block.kind == "between" else [block.raw])
    ]
    return sorted(" ".join(raw.split()) for raw in raws if raw.strip())


ITEMS = '[\n  {\n    "id": "a",\n    "title": "A"\n  }\n]\n'


def test_csl_json_items_are_merged_and_conflicts_marked() -> None:
    ours, theirs = ITEMS.replace('"A"', '"B"'), ITEMS.replace('"A"', '"A",\n    "volume": "3"')
    assert merge_json(ITEMS, ours, theirs) == MergedText(theirs.replace('"A"', '"B"'))
    assert merge_json(ITEMS, ours, ITEMS.replace('"A"', '"C"')) == MergedText(
        '[\n  {\n    "id": "a",\n<<<<<<< ours\n    "title": "B"\n=======\n    "title": "C"\n>>>>>>> theirs\n  }\n]\n',
        ('"a"."title"',),
    )
    assert merge_json(ITEMS, ours, "{}") is None


def test_a_removed_field_of_an_entry_is_marked_before_the_tables() -> None:
    base = 'title = "A"\nvolume = "1"\n\n[links]\npdf = ["https://a.example"]\n'
    merged = merge_toml(base, base.replace('volume = "1"\n', ""), base.replace('"1"', '"2"'))
    assert merged is not None
    assert '<<<<<<< ours\n=======\nvolume = "2"\n>>>>>>> theirs\n[links]' in merged.text
    assert merged.conflicts == ("volume",)
    assert merge_toml(base, base, "title = ") is None
