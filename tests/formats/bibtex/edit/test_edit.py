"""An edit changes what it is for and no other byte of the file."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bib_texts import FIELD_NAMES, VALUES, files
from moebib.errors import InputError
from moebib.formats.bibtex import (
    AddEntry,
    BibDocument,
    Edit,
    RemoveEntry,
    RemoveField,
    RenameEntry,
    SetField,
    SetType,
    apply_edits,
)
from moebib.formats.bibtex.entry import BibEntry
from moebib.formats.bibtex.syntax.blocks import Block, scan
from moebib.text.encoding import decode_bytes, encode_text

FILE = """\
% A file of three hands.
@book{arden2021,
  author = {Arden, Mia and Brook, Tom},
  title  = "Sorting", % the short one
  year   = 2021
}

@Misc{brook2024, title={Keeping {Experts} Warm}, note = acm # " Letters"}

@ARTICLE{cho2022
 , TITLE = {Bounds}
 , YEAR = {2022}
 }
"""


def edit(text: str, edits: Iterable[Edit]) -> str:
    return apply_edits(BibDocument(text), edits)


def same_beginning(text: str, other_text: str) -> int:
    pairs = enumerate(zip(text, other_text, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(text), len(other_text)))


def changed(text: str, *edits: Edit) -> tuple[str, str]:
    """The old and the new text, without what they have in common at the beginning and at the end."""
    new = edit(text, edits)
    start = same_beginning(text, new)
    end = same_beginning(text[start:][::-1], new[start:][::-1])
    return text[start : len(text) - end], new[start : len(new) - end]


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (SetField("arden2021", "title", "Order"), "Sorting", "Order"),
        (SetField("ARDEN2021", "Title", "Order"), "Sorting", "Order"),
        (SetField("arden2021", "title", 'The "Best"'), '"Sorting"', '{The "Best"}'),
        (SetField("arden2021", "year", "2020"), "2021\n", "2020\n"),
        (SetField("arden2021", "year", "in press"), "2021\n", '"in press"\n'),
        (SetField("arden2021", "doi", "10.5555/a"), "2021\n", '2021,\n  doi    = "10.5555/a"\n'),
        (SetField("arden2021", "volume", "7"), "2021\n", "2021,\n  volume = 7\n"),
        (SetField("arden2021", "month", "jan"), "2021\n", "2021,\n  month  = jan\n"),
        (SetField("arden2021", "howpublished", "Web"), "2021\n", '2021,\n  howpublished = "Web"\n'),
        (SetField("arden2021", "publisher", "acm", is_written=True), "2021\n", "2021,\n  publisher = acm\n"),
        (SetField("brook2024", "note", "Draft"), 'acm # " Letters"', "{Draft}"),
        (SetField("brook2024", "url", "https://a.example"), 'Letters"', 'Letters", url = {https://a.example}'),
        (SetField("cho2022", "title", "Limits"), "Bounds", "Limits"),
        (SetField("cho2022", "pages", "1--2"), "{2022}", "{2022}\n , PAGES = {1--2}"),
        (RemoveField("arden2021", "author"), "  author = {Arden, Mia and Brook, Tom},\n", ""),
        (RemoveField("arden2021", "year"), "  year   = 2021\n", ""),
        (RemoveField("brook2024", "TITLE"), " title={Keeping {Experts} Warm},", ""),
        (RemoveField("brook2024", "note"), ', note = acm # " Letters"', ""),
        (RemoveField("cho2022", "year"), " , YEAR = {2022}\n", ""),
        (RemoveField("cho2022", "doi"), "", ""),
        (
            SetField("arden2021", "booktitle", "W", instead="author"),
            "author = {Arden, Mia and Brook, Tom}",
            "booktitle = {W}",
        ),
        (SetField("arden2021", "doi", "10.1/a", instead="title"), 'title  = "Sorting"', 'doi    = "10.1/a"'),
        (SetField("cho2022", "volume", "7", instead="Year"), "YEAR = {2022}", "VOLUME = {7}"),
        (SetField("cho2022", "title", "Limits", instead="year"), "Bounds", "Limits"),
        (SetField("cho2022", "doi", "10.1/a", instead="pages"), "{2022}", "{2022}\n , DOI = {10.1/a}"),
        (SetType("arden2021", "inproceedings"), "book", "inproceedings"),
        (SetType("brook2024", "article"), "Misc", "Article"),
        (SetType("cho2022", "misc"), "ARTICLE", "MISC"),
        (RenameEntry("cho2022", "cho2022bounds"), "cho2022", "cho2022bounds"),
        (RemoveEntry("brook2024"), '@Misc{brook2024, title={Keeping {Experts} Warm}, note = acm # " Letters"}\n\n', ""),
        (
            AddEntry(BibEntry("misc", "dune2020", {"title": "Grains", "year": "2020"})),
            "{2022}\n }\n",
            "{2022}\n }\n\n@MISC{dune2020\n , TITLE = {Grains}\n , YEAR = {2020}\n }\n",
        ),
    ],
)
def test_an_edit_is_written_like_its_neighbours(change: Edit, old: str, new: str) -> None:
    assert edit(FILE, [change]) == FILE.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "change", "expected"),
    [
        ("@misc{a}", SetField("a", "title", "T"), "@misc{a,\n  title = {T}\n}"),
        ("@misc{a,\n}", SetField("a", "title", "T"), "@misc{a,\n  title = {T},\n}"),
        ("@misc(a, year = 1)", SetField("a", "day", "2"), "@misc(a, year = 1, day = 2)"),
        ("@misc{a,\r\n  year = {1},\r\n}\r\n", SetField("a", "note", "n"),
         "@misc{a,\r\n  year = {1},\r\n  note = {n},\r\n}\r\n"),
        ("@misc{a,\n     year = {1},\n    title = {t}\n}", SetField("a", "author", "b"),
         "@misc{a,\n     year = {1},\n    title = {t},\n   author = {b}\n}"),  # aligned on the right
        ("@misc{a,\n     year = {1},\n    title = {t}\n}", SetField("a", "author", "b", instead="year"),
         "@misc{a,\n   author = {b},\n    title = {t}\n}"),
        ("@ misc {misc, title = {t}}", SetType("misc", "book"), "@ book {misc, title = {t}}"),
        ("@misc{a,\n  Title = {t}}", SetField("a", "year", "1"), "@misc{a,\n  Title = {t},\n  Year = {1}}"),
        ("@misc{a, title = {t}}", RemoveField("a", "title"), "@misc{a}"),
        ("@misc{a, note = {x}, year = 1, Note = {y}}", RemoveField("a", "note"), "@misc{a, year = 1}"),
        ("@misc{a, note = {x}, Note = {y}}", SetField("a", "note", "z"), "@misc{a, note = {z}, Note = {y}}"),
        ("@misc{a, % why\n  title = {t}, year = 1}", RemoveField("a", "title"), "@misc{a, % why\n   year = 1}"),
        ("@misc{a,\n title = {t}, % why\n year = 1}\n", RemoveField("a", "year"),
         "@misc{a,\n title = {t}, % why\n }\n"),  # the comment does not reach the brace
        ("@misc(a, title = {t}, % why\n year = 1)", RemoveField("a", "year"), "@misc(a, title = {t}, % why\n )"),
        ("@misc{a, title = {t}, % one\n year = 1, % two\n note = {n}}", RemoveField("a", "year"),
         "@misc{a, title = {t}, % one\n  % two\n note = {n}}"),  # two comments stay two
        ("@misc{a, title = {t}, % one\n year = 1 % two\n, note = {n}}", RemoveField("a", "year"),
         "@misc{a, title = {t}, % one\n  % two\n note = {n}}"),
        ("@misc{a,\n  title = {t} % of t\n}", SetField("a", "year", "1"),
         "@misc{a,\n  title = {t}, % of t\n  year = {1}\n}"),
        ("@misc{a,\n  title = {t}, % of t\n}", SetField("a", "year", "1"),
         "@misc{a,\n  title = {t}, % of t\n  year = {1},\n}"),
        ("@misc{a\n , title = {t} % of t\n }", SetField("a", "year", "1"),
         "@misc{a\n , title = {t} % of t\n , year = {1}\n }"),
        ("@misc{a, title = {t} % of t\n}", SetField("a", "year", "1"), "@misc{a, title = {t}, % of t\n year = {1}\n}"),
        ("", AddEntry(BibEntry("misc", "a", {"title": "T"})), "@misc{a,\n  title = {T},\n}\n"),
        ("% mine", AddEntry(BibEntry("misc", "a", {"title": "T"})), "% mine\n@misc{a,\n  title = {T},\n}\n"),
        ("@misc{b}\n@misc{c}\n", AddEntry(BibEntry("misc", "a", {"title": "T"})),
         "@misc{b}\n@misc{c}\n@misc{a,\n  title = {T},\n}\n"),
        ("@misc{a}\n\n@misc{b}\n", RemoveEntry("a"), "@misc{b}\n"),
        ("@misc{a}\n\n@misc{b}\n", RemoveEntry("b"), "@misc{a}\n"),
        ("@misc{a}\n", RemoveEntry("a"), ""),
        ("@misc{a, year = 1} @misc{a, year = 2}", SetField(19, "year", "3"), "@misc{a, year = 1} @misc{a, year = 3}"),
        ("@misc{a, year = 1} @misc{A, year = 2}", SetField("A", "year", "3"), "@misc{a, year = 1} @misc{A, year = 3}"),
        ("@misc{a, year = {1}\n\n@misc{b, year = {2}}", SetField("a", "year", "3"),
         "@misc{a, year = {3}\n\n@misc{b, year = {2}}"),  # the closing brace is still missing
    ],
)  # fmt: skip
def test_an_edit_of_a_file_in_another_style(text: str, change: Edit, expected: str) -> None:
    assert edit(text, [change]) == expected


def test_edits_are_applied_in_order() -> None:
    edits: list[Edit] = [
        RenameEntry("cho2022", "cho"),
        SetField("cho", "title", "Limits"),
        RemoveEntry("cho"),
        AddEntry(BibEntry("misc", "cho", {"title": "New"})),
        SetField("cho", "year", "2025"),
    ]
    assert edit(FILE, edits).endswith("@Misc{cho, title = {New}, year = {2025}}\n")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (SetField("missing", "title", "T"), "no entry 'missing' in this file"),
        (SetField(7, "title", "T"), "no entry 7 in this file"),
        (SetField("cho2022", "title", "}{"), "unbalanced braces in the value for 'title': }{"),
        (SetField("cho2022", "title", "a # ", is_written=True), "invalid field value: a # "),
        (SetField("cho2022", "ti tle", "T"), "invalid field name 'ti tle'"),
        (RenameEntry("cho2022", "two words"), "invalid key 'two words'"),
        (AddEntry(BibEntry("misc", "a,b", {})), "invalid key 'a,b'"),
        (AddEntry(BibEntry("misc", "a", {"x y": "z"})), "invalid field name 'x y'"),
        (SetField("dropped", "title", "T"), "no entry 'dropped' in this file"),
    ],
)
def test_an_impossible_edit_is_refused(change: Edit, message: str) -> None:
    text = FILE + "@misc{dropped}\n"
    with pytest.raises(InputError) as caught:
        edit(text, [RemoveEntry("dropped"), change])
    assert str(caught.value) == message


def test_an_entry_whose_neighbours_would_merge_is_not_removed() -> None:
    with pytest.raises(InputError, match="cannot remove the entry 'a': the text around it"):
        edit("see @misc@misc{a, year = 1}(b,", [RemoveEntry("a")])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("@misc{a, title = {never closed\n", "'a': missing closing brace"),
        ("@misc{a, title = {never closed,\n year = {1}\n}\n@misc{b, year = 2}\n", "'a': value not closed"),
        ("@misc{a, year = 1}\n@string{x = {y}\n", "'@string': missing closing brace"),
    ],
)
def test_no_entry_is_added_where_bibtex_reads_it_as_a_part_of_another_one(text: str, why: str) -> None:
    with pytest.raises(InputError, match=f"BibTeX does not read entries after the malformed {why}"):
        edit(text, [AddEntry(BibEntry("misc", "new", {"title": "T"}))])


def test_an_entry_that_is_too_broken_is_not_edited() -> None:
    with pytest.raises(InputError, match="cannot edit the malformed entry 'a': missing closing brace"):
        edit("@misc{a, note = {x}, title = {never closed\n", [SetField("a", "year", "2")])


@pytest.mark.parametrize(
    "data",
    [
        "@book{é, title = {Été}}\r\n".encode("latin-1"),
        b"\xef\xbb\xbf@book{a, title = {\xc3\x89t\xc3\xa9}}\n",
        "@book{a, title = {Été}}\n".encode("utf-16"),
    ],
)
def test_a_file_stays_in_its_encoding(data: bytes) -> None:
    decoded = decode_bytes(data)
    assert encode_text(edit(decoded.text, []), decoded) == data
    key = next(block.key for block in scan(decoded.text) if block.kind == "entry")
    new = encode_text(edit(decoded.text, [SetField(key, "title", "Naïve")]), decoded)
    assert decode_bytes(new).text == decoded.text.replace("Été", "Naïve")
    assert decode_bytes(new).encoding == decoded.encoding


_ANYTHING = st.text('@{}()",=#%\\ab1 \n', max_size=40).map(lambda text: f"{text}@a{{k1, b = {{1}}, a = 2}}{text}")


def entry(text: str, key: str) -> Block:
    return next(block for block in scan(text) if block.kind == "entry" and block.key == key)


@given(files(), FIELD_NAMES, VALUES)
def test_a_value_that_was_set_is_read_back_and_nothing_else_changed(text: str, name: str, value: str) -> None:
    before = [(field.name, field.value) for field in entry(text, "k0").fields]
    old, _ = changed(text, SetField("k0", name, value))
    after = [(field.name, field.value) for field in entry(edit(text, [SetField("k0", name, value)]), "k0").fields]
    places = [place for place, (other, _) in enumerate(before) if other.lower() == name.lower()]
    place = places[0] if places else len(before)
    written = after.pop(place)[1]
    assert written == value if written.isdecimal() else written[1:-1] == value
    assert old in (before.pop(place)[1] if places else "")
    assert after == before


@given(files(), FIELD_NAMES)
def test_a_field_that_was_added_and_removed_leaves_the_file_as_it_was(text: str, name: str) -> None:
    if any(field.name.lower() == name.lower() for field in entry(text, "k0").fields) or not entry(text, "k0").fields:
        return
    assert edit(text, [SetField("k0", name, "new"), RemoveField("k0", name)]) == text


@given(
    files(),
    st.permutations(
        [SetField("k0", "doi", "x"), RemoveField("k0", "title"), RenameEntry("k0", "k0"), SetField("k0", "note", "n")]
    ),
)
def test_the_order_of_edits_does_not_matter_to_what_they_say(text: str, edits: list[Edit]) -> None:
    after = entry(edit(text, edits), "k0")
    names = [field.name.lower() for field in after.fields]
    assert "title" not in names
    assert {"doi", "note"} <= set(names)


@given(
    st.one_of(files(), _ANYTHING),
    st.sampled_from(
        [
            SetField("k1", "b", "x"),
            SetField("k1", "c", "x"),
            SetField("k1", "z", "x", instead="b"),
            SetType("k1", "online"),
            RemoveField("k1", "b"),
            RemoveEntry("k1"),
        ]
    ),
)
def test_every_other_block_is_unchanged(text: str, change: Edit) -> None:
    try:
        new = edit(text, [change])
    except InputError:
        return
    keys = [block.raw for block in scan(text) if block.kind != "between" and block.key != "k1"]
    assert [block.raw for block in scan(new) if block.kind != "between" and block.key != "k1"] == keys


_COMMENTED = st.lists(
    st.tuples(
        st.sampled_from(["", " % one", "\n % two @b{c,", " % x = {y},"]),
        st.sampled_from([",", ", % three", "\n,"]),
        st.sampled_from(["\n b = {1}", "\n a = 2", "\n c = d # % four\n {e}"]),
    ),
    max_size=4,
).flatmap(
    lambda parts: st.sampled_from(["}", "\n}", " % end\n}", ", % end\n}"]).map(
        lambda tail: (
            "@a{k1" + "".join(f"{before}\n{comma}{field}" for before, comma, field in parts) + tail + "\n@b{k2}"
        )
    )
)


@given(
    _COMMENTED,
    st.sampled_from(
        [
            SetField("k1", "b", "x"),
            SetField("k1", "z", "x"),
            SetField("k1", "z", "x", instead="b"),
            SetType("k1", "online"),
            RemoveField("k1", "b"),
            RemoveField("k1", "a"),
        ]
    ),
)
def test_an_edit_keeps_every_comment_between_fields_and_makes_no_problem(text: str, change: Edit) -> None:
    try:
        new = edit(text, [change])
    except InputError:
        return
    assert [block.problem for block in scan(new)] == [block.problem for block in scan(text)]
    for comment in ("% one", "% two", "% x = ", "% three", "% end"):
        assert new.count(comment) == text.count(comment)
        assert new.count(f"{comment} %") == text.count(f"{comment} %")


@given(st.one_of(files(), _ANYTHING, st.text()))
def test_no_edit_changes_nothing(text: str) -> None:
    assert edit(text, []) == text
