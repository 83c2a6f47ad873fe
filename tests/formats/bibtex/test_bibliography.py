"""`BibFiles`: several .bib files that are read as one bibliography."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.bibtex import (
    BibDocument,
    BibFiles,
    excerpt_entries,
    join_excerpts,
    read_each,
    read_entries,
    read_file,
)
from strategies import examples

MACROS = '@string{press = "Pebble Press"}\n@string{long = press # " and Sons"}\n'
REFS = "@inbook{kid, crossref = {vol}, title = {Ponds}}\n@misc{late, publisher = long, author = {xdata=team-author}}\n"
PARENTS = "@book{vol, title = {Water}, publisher = press}\n@xdata{team, author = {Lund, Ida}}\n"


def documents(*texts: str) -> list[BibDocument]:
    return [BibDocument(text, f"{number}.bib") for number, text in enumerate(texts)]


def fields(*texts: str) -> dict[str, dict[str, str]]:
    entries = (resolved.entry for resolved in read_entries(*documents(*texts)))
    return {entry.key: dict(entry.fields) for entry in entries if entry}


def messages(*texts: str) -> list[str]:
    findings = (finding for resolved in read_entries(*documents(*texts)) for finding in resolved.findings)
    return [f"{finding.where}: {finding.message}" for finding in findings]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (1, 0, 2)])
def test_macros_and_parents_may_be_in_any_file(order: tuple[int, ...]) -> None:
    texts = [(MACROS, REFS, PARENTS)[number] for number in order]
    read = fields(*texts)
    assert read["kid"] == {"title": "Ponds", "booktitle": "Water", "publisher": "Pebble Press"}
    assert read["late"] == {"publisher": "Pebble Press and Sons", "author": "Lund, Ida"}
    assert messages(*texts) == []


def test_a_parent_in_the_same_file_comes_first() -> None:
    child, parent = "@inbook{%s, crossref = {vol}}", "@book{vol, title = {%s}}@xdata{team, note = {%s}}"
    texts = (parent % ("One", 1), child % "a", parent % ("Two", 2) + child % "b" + "@misc{c, xdata = {team}}")
    read = fields(*texts)
    assert [read[key].get("booktitle") for key in "ab"] == ["One", "Two"]
    assert read["c"] == {"note": "2"}
    files = BibFiles(*documents(*texts))
    at = files.find("b")
    assert at is not None
    assert "{Two}" in join_excerpts(excerpt_entries(files, {"b": at}), ())


def test_a_macro_is_that_of_the_last_definition_before_it() -> None:
    entry = "@misc{%s, note = m}"
    texts = ("@string{m = {1}}" + entry % "a", entry % "b" + "@string{m = {2}}" + entry % "c", entry % "d")
    assert [entry["note"] for entry in fields(*texts).values()] == ["1", "1", "2", "2"]


def test_a_macro_that_is_defined_in_a_later_file_only_has_its_first_definition_there() -> None:
    text = "@string{n = m # {!}}@misc{a, note = n}@misc{b, note = late}@string{late = {x}}"
    texts = (text, "@string{m = {1}}@string{m = {2}}")
    assert [entry["note"] for entry in fields(*texts).values()] == ["1!", "late"]
    assert messages(*texts) == ["0.bib:1:55: undefined macro 'late'"]  # BibTeX has it after this entry only, too


def test_macros_that_are_made_of_each_other_end() -> None:
    texts = ("@string{a = b}@misc{x, note = a}", "@string{b = a}")
    assert fields(*texts)["x"]["note"]
    files = BibFiles(*documents(*texts))
    assert excerpt_entries(files, {"x": texts[0].index("@misc")})


def test_a_finding_has_the_file_that_it_is_in() -> None:
    texts = (MACROS, "\n@misc{a, note = gone, crossref = {b}, title = {x}", "@preamble{x}\n<<<<<<< a\n@misc{c}\n")
    assert messages(*texts) == [
        "1.bib:2:1: malformed entry, missing closing brace: a",
        "1.bib:2:17: undefined macro 'gone'",
        "1.bib:2:23: 'crossref' refers to 'b', but there is no such entry",
        "2.bib:1:11: not kept of @preamble, where only harmless definitions are kept: 'x'",
        "2.bib:2:1: unresolved merge conflict in line 2",
    ]


def test_a_command_may_be_defined_in_the_preamble_of_any_file() -> None:
    texts = (r"@misc{a, title = {{\lake}Como}}", r'@preamble{"\newcommand{\lake}{Lake }"}')
    assert fields(*texts)["a"]["title"] == "{Lake }Como"


def test_a_file_that_is_not_closed_does_not_affect_the_next_one() -> None:
    assert list(fields("@misc{a, title = {never closed", "% }\n@misc{b, title = {B}}")) == ["a", "b"]


def test_keys_are_unique_in_all_files() -> None:
    texts = ("@misc{a, note = {1}}", "\n@misc{A, note = {2}}@misc{a, note = {1}}")
    assert list(fields(*texts)) == ["a", "A-2"]
    assert messages(*texts) == [
        "1.bib:2:7: duplicate key 'A', also in 0.bib:1; read as 'A-2'",
        "1.bib:2:27: duplicate entry 'a', the same as the first in 0.bib:1: skipped",
    ]


def test_read_one_by_one_keys_are_unique_in_each_file() -> None:
    texts = (MACROS + "@misc{a, note = press}", "@misc{a, note = press}@misc{A, note = {2}}")
    entries = [[resolved.entry for resolved in of_file] for of_file in read_each(*documents(*texts))]
    assert [[entry and entry.key for entry in of_file] for of_file in entries] == [["a"], ["a", "A-2"]]
    assert entries[1][0] == entries[0][0]


def test_a_container_is_used_if_an_entry_in_another_file_refers_to_it() -> None:
    container = "@xdata{team, author = {Lund, Ida}}"
    assert messages(container, "@misc{a, xdata = {team}}") == []
    assert messages(container, "@misc{a}") == ["0.bib:1:8: not kept: @xdata 'team', to which no entry refers"]


def test_an_excerpt_has_the_macros_and_parents_of_other_files() -> None:
    files = BibFiles(*documents(PARENTS, REFS, MACROS))
    starts = {key: files.find(key) for key in ("kid", "late")}
    text = join_excerpts(excerpt_entries(files, {key: at for key, at in starts.items() if at is not None}), ())
    records, findings = read_file(text)
    assert not findings
    assert {record.id: record.publisher for record in records} == {
        "kid": "Pebble Press",
        "late": "Pebble Press and Sons",
        "vol": "Pebble Press",
    }


def test_an_empty_file_has_no_offsets() -> None:
    files = BibFiles(*documents("", "@misc{a}", "", "@misc{b}"))
    ats = [files.find(key) for key in "ab"]
    assert [(files.document_at(at).name, files.block_at(at).key) for at in ats if at is not None] == [
        ("1.bib", "a"),
        ("3.bib", "b"),
    ]


WELL_FORMED = (
    "@string{p = {Press}}\n", "@string{q = p # { and Sons}}\n", "@misc{a, note = p}\n", "@misc{b, note = q # {!}}\n",
    "@inbook{c, crossref = {d}, title = {C}}\n", "@book{d, title = {D}, publisher = p, ids = {e}}\n",
    "@misc{f, xdata = {x}}\n", "@xdata{x, note = q}\n", "@misc{g, crossref = {e}, author = {xdata=y-author-1}}\n",
    "@xdata{y, author = {Lund, Ida and Roe, Al}}\n", "% a comment\n", "@comment{none}\n",
)  # fmt: skip


@given(st.permutations(WELL_FORMED), st.lists(st.integers(0, len(WELL_FORMED)), max_size=3))
@examples(25)
def test_files_are_read_as_if_their_texts_were_one(blocks: list[str], cuts: list[int]) -> None:
    """Where a macro is undefined in one text, its definition comes later, and may be in a later file."""
    places = [0, *sorted(cuts), len(blocks)]
    texts = ["".join(blocks[start:end]) for start, end in pairwise(places)]
    whole, parts = fields("".join(blocks)), fields(*texts)
    assert list(parts) == list(whole)
    undefined = {"p", "q", "p and Sons", "p and Sons!", "q!"}
    for key, values in whole.items():
        if undefined.isdisjoint(values.values()):
            assert parts[key] == values
