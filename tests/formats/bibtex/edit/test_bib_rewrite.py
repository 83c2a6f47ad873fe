"""A .bib file gets the works of a changed bibliography: nothing else changes, and what is different is known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bib_texts import files
from moebib.errors import InputError
from moebib.formats.bibtex import BibDocument, read_file, rewrite
from moebib.records.record import Record
from strategies import examples, records


@examples(12)
@given(files(), st.data(), records())
def test_one_change_leaves_all_other_entries_and_the_text_between_them(
    text: str, data: st.DataObject, new: Record
) -> None:
    works = list(read_file(text)[0])
    changed = data.draw(st.sampled_from(works)) if works else None
    others = [work for work in works if work is not changed]
    kept = [] if data.draw(st.booleans()) or not changed else [new.evolve(id=changed.id)]
    try:
        result = rewrite(text, [*others, *kept], unicode=True)
    except InputError:  # a malformed file, in which more would change
        return
    assert {work.id for work in read_file(result.text)[0]} == {work.id for work in (*others, *kept)}
    assert {work.id for work, _ in result.different} <= {work.id for work in kept}
    keys = {block.key for block in BibDocument(text).blocks if changed and block.key != changed.id}
    for block in BibDocument(text).blocks:
        if block.kind == "entry" and block.key in keys:
            assert block.raw in result.text


@examples(12)
@given(files(), st.lists(records(), max_size=3, unique_by=lambda record: record.id.lower()))
def test_new_works_change_nothing_that_is_there(text: str, added: list[Record]) -> None:
    works = list(read_file(text)[0])
    new = [record.evolve(id=f"new-{number}") for number, record in enumerate(added)]
    try:
        result = rewrite(text, [*works, *new], unicode=True)
    except InputError:
        return
    read = {work.id: work for work in read_file(result.text)[0]}
    different = {record.id for record, _ in result.different}
    assert {key for key, work in read.items() if work not in (*works, *new)} <= different <= {work.id for work in new}
    for block in BibDocument(text).blocks:
        assert block.kind != "entry" or block.raw in result.text


def test_a_comment_beside_the_last_entry_stays_there() -> None:
    text = "@misc{a, title = {A}} % mine\n% the end\n"
    works = [*read_file(text)[0], Record(id="b", type="document", title="B")]
    expected = "@misc{a, title = {A}} % mine\n\n@misc{b, title = {{B}}}\n% the end\n"
    assert rewrite(text, works, unicode=True).text == expected


def test_an_unchanged_bibliography_is_the_same_text() -> None:
    text = "x @book{a, title = {A}} @book{a, title = {A}} @xdata{x, y = {z}} @comment{c}"
    assert rewrite(text, read_file(text)[0], unicode=False) == (text, ())
