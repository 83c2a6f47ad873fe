"""Three-way merges of whole files: neither side loses anything, and conflicts are between markers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.bibtex import BibDocument
from moebib.records.record import Record
from moebib.three_way import MergedText, merge_json, merge_toml
from moebib.three_way import merge_bib as merge_bib_or_not
from moebib.three_way.markers import sides_of, with_whole_in_markers
from moebib.toml.dump import dump_record
from moebib.toml.positions import decode
from strategies import records


def merge_bib(base: str, ours: str, theirs: str, by_lines: str | None = None) -> MergedText:
    """A merge by entries, which is possible."""
    merged = merge_bib_or_not(base, ours, theirs, by_lines)
    assert merged is not None
    return merged


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


def test_an_entry_removed_by_one_side_and_changed_by_the_other_is_between_markers() -> None:
    changed = PAIR.replace("{B}", "{C}")
    entry = changed.removeprefix(f"{ENTRY}\n")
    assert merge_bib(PAIR, ENTRY, changed) == MergedText(
        f"{ENTRY}\n<<<<<<< ours\n=======\n{entry}>>>>>>> theirs\n", ("b (removed by ours, changed by theirs)",)
    )
    assert merge_bib(PAIR, changed, ENTRY) == MergedText(
        f"{ENTRY}\n<<<<<<< ours\n{entry}=======\n>>>>>>> theirs\n", ("b (changed by ours, removed by theirs)",)
    )


def test_a_removed_field_leaves_the_closing_brace_outside_of_comments() -> None:
    base = "@book{a,\n  title = {A}, % why\n  year = 2000}\n\n@misc{b}\n"
    ours, theirs = base.replace("{A}", "{B}"), base.replace("\n  year = 2000", "\n  ")
    merged = merge_bib(base, ours, theirs)
    assert merged.conflicts == ()
    assert [(block.kind, block.key, block.problem) for block in BibDocument(merged.text).blocks if block.key] == [
        ("entry", "a", ""),
        ("entry", "b", ""),
    ]
    assert "{B}, % why\n" in merged.text


COMMENTED = ENTRY.replace("2000,", "2000,  % looked up")


@pytest.mark.parametrize(("ours", "theirs", "expected"), [
    (ENTRY.replace("{A}", "{B}"), COMMENTED, COMMENTED.replace("{A}", "{B}")),
    (COMMENTED, ENTRY.replace("{A}", "{B}"), COMMENTED.replace("{A}", "{B}")),
])  # fmt: skip
def test_a_comment_within_an_entry_is_kept_whichever_side_wrote_it(ours: str, theirs: str, expected: str) -> None:
    assert merge_bib(ENTRY, ours, theirs) == MergedText(expected)


def test_comments_within_an_entry_that_both_sides_changed_are_a_conflict() -> None:
    ours = COMMENTED.replace("{A}", "{B}")
    theirs = ENTRY.replace("{A},", "{A},  % as printed").replace("2000", "2001")
    merged = merge_bib(ENTRY, ours, theirs)
    assert sides_of(merged.text) == (ours, theirs)
    assert merged.conflicts == ("a",)


@pytest.mark.parametrize("ours", ["@misc{a\n , year = 1\n}\n", "@misc{a % c\n, year = 1\n}\n", "@misc{a, year = 1}\n"])
def test_both_sides_of_a_conflict_can_be_read(ours: str) -> None:
    theirs = ours.replace("year = 1", "note = {x}, title = {T}").replace("% c", "% d")
    base = ours.replace("year = 1", "year = 2, title = {S}")
    merged = merge_bib(base, ours, theirs)
    assert merged.conflicts
    for side in sides_of(merged.text):
        assert [block.problem for block in BibDocument(side).blocks if block.kind == "entry"] == [""]


def test_a_text_with_conflict_markers_is_merged_by_lines_only() -> None:
    marked = merge_bib(ENTRY, ENTRY.replace("{A}", "{B}"), ENTRY.replace("{A}", "{C}")).text
    assert merge_bib_or_not(ENTRY, marked, ENTRY.replace("2000", "2001")) is None
    assert merge_toml('note = ""', 'note = """\n<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n"""', 'note = "x"') is None


def test_blocks_that_would_be_read_differently_side_by_side_are_a_conflict() -> None:
    base = "@misc{b}\n"
    ours, theirs = f"@misc{{a, title = {{open\n\n{base}", f"{base}\n@misc{{c, note = {{}}}}\n}}\n"
    merged = merge_bib_or_not(base, ours, theirs, by_lines=ours)
    assert merged is None or merged.conflicts or all(part in merged.text for part in ("open", "@misc{c"))


@pytest.mark.parametrize(("base", "ours", "theirs"), [
    ("@string{p = {P}}\n\n@misc{a}\n", "@misc{a}\n", "@string{p = {P}}\n\n@misc{a}\n\n@misc{b, note = p}\n"),
    ("@misc{a}\n\n@misc{b}\n", "@misc{a}\n", "@misc{a, crossref = {b}}\n\n@misc{b}\n"),
    ("@misc{m}\n", "@misc{a, note = {1}}\n\n@misc{m}\n", "@misc{m}\n\n@misc{A, note = {2}}\n"),
])  # fmt: skip
def test_changes_that_only_together_make_a_problem_are_a_conflict(base: str, ours: str, theirs: str) -> None:
    assert merge_bib_or_not(base, ours, theirs) is None
    assert merge_bib_or_not(base, ours, theirs, by_lines=theirs) == with_whole_in_markers(ours, theirs)


def test_two_valid_entries_are_never_merged_to_an_invalid_one() -> None:
    base = 'name = "Hydra"\n\nlayers = 4\n'
    ours, theirs = f"{base}heads = 8\n", f'not_applicable = ["heads"]\n{base}'
    assert merge_toml(base, ours, theirs) == with_whole_in_markers(ours, theirs)
    by_lines = f'not_applicable = ["heads"]\n{base}heads = 8\n'
    assert merge_toml(base, ours, theirs, by_lines) == with_whole_in_markers(ours, theirs)


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
    merged = merge_bib_or_not(base, ours, theirs)
    if merged and not merged.conflicts:
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
    assert merge_json(ITEMS, "[]\n", ours) is None
    assert merge_json(ITEMS, ours, "[]\n") is None


def test_a_removed_field_of_an_entry_is_marked_before_the_tables() -> None:
    base = 'title = "A"\nvolume = "1"\n\n[links]\npdf = ["https://a.example"]\n'
    merged = merge_toml(base, base.replace('volume = "1"\n', ""), base.replace('"1"', '"2"'))
    assert merged is not None
    assert '<<<<<<< ours\n=======\nvolume = "2"\n>>>>>>> theirs\n[links]' in merged.text
    assert merged.conflicts == ("volume",)
    assert merge_toml(base, base, "title = ") is None


VERSIONS = 'title = "A"\n\n[[versions]]\nissued = "2023"\n\n[[versions]]\nissued = "2024"\n'


@pytest.mark.parametrize(("base", "ours", "theirs", "conflict"), [
    (VERSIONS, VERSIONS.replace("2023", "2023-01"), VERSIONS.replace("2023", "2023-02"), "versions.0.issued"),
    (VERSIONS, VERSIONS.partition("\n\n")[0] + "\n", VERSIONS.replace("2023", "2023-02"), "versions"),
    (VERSIONS, VERSIONS.replace("2023", "2023-02"), VERSIONS.partition("\n\n")[0] + "\n", "versions"),
    ('[status]\nkind = "x"\ndate = "1"\n', 'title = "A"\n', '[status]\nkind = "x"\ndate = "2"\n', "status"),
    ('[status]\nkind = "x"\ndate = "1"\n', '[status]\nkind = "x"\n', '[status]\nkind = "x"\ndate = "2"\n',
     "status.date"),
])  # fmt: skip
def test_both_sides_of_a_conflict_in_tables_are_what_the_two_wrote(
    base: str, ours: str, theirs: str, conflict: str
) -> None:
    merged = merge_toml(base, ours, theirs)
    assert merged is not None
    assert merged.conflicts == (conflict,)
    side, other_side = map(decode, sides_of(merged.text))
    assert side == decode(ours)
    added = {name: value for name, value in decode(ours).items() if name not in decode(base)}
    assert other_side == {**added, **decode(theirs)}


def test_comments_of_an_entry_file_are_kept_whichever_side_wrote_them() -> None:
    base = 'title = "A"\nvolume = "1"\n'
    ours, theirs = base.replace('"A"', '"B"'), base.replace('"1"', '"1"  # as printed')
    merged = merge_toml(base, ours, theirs)
    assert merged == MergedText('title = "B"\nvolume = "1"  # as printed\n')
    sic = ours.replace("\n", "  # sic\n", 1)
    assert merge_toml(base, sic, f"# mine\n{theirs}") == MergedText(
        '# mine\ntitle = "B"  # sic\nvolume = "1"  # as printed\n'
    )
    of_both = theirs.replace("\n", "  # so\n", 1)
    assert merge_toml(base, sic, of_both) is None  # only by lines
    assert merge_toml(base, sic, of_both, by_lines=base) == with_whole_in_markers(sic, of_both)


@given(records(), records(), records())
def test_every_field_of_an_entry_can_be_merged(first: Record, second: Record, third: Record) -> None:
    base, ours, theirs = (dump_record(record, schema=None) for record in (first, second, third))
    for merged, expected in (
        (merge_toml(base, ours, base), ours),
        (merge_toml(base, base, theirs), theirs),
        (merge_toml(base, ours, ours), ours),
    ):
        assert merged is not None
        assert (decode(merged.text), merged.conflicts) == (decode(expected), ())
    merged = merge_toml(base, ours, theirs)
    assert merged is None or all(map(decode, sides_of(merged.text)))
    whole = merge_toml(base, ours, theirs, by_lines="")
    assert whole is not None
    assert bool(whole.conflicts) == ("<<<<<<< ours\n" in whole.text)
