"""A work that is added to a .bib file is read back, and nothing else in the file changes."""

from __future__ import annotations

from hypothesis import given

from bib_texts import files
from moebib.errors import InputError
from moebib.formats.bibtex import (
    BibDocument,
    adding_edits,
    apply_edits,
    decode_entry,
    encode_record,
    read_file,
    style_of,
)
from moebib.records.record import Record
from strategies import records


@given(files(), records())
def test_an_added_work_is_read_back_and_every_other_byte_is_kept(text: str, record: Record) -> None:
    document = BibDocument(text)
    style = style_of(document, unicode=not text.isascii())
    try:
        after = apply_edits(document, adding_edits(document, record.evolve(id="new-one"), style))
    except InputError:
        return
    old, new = list(document.blocks), list(BibDocument(after).blocks)
    (added,) = (block for block in new if block.key == "new-one")
    assert [block.raw for block in new if block.kind != "between" and block is not added] == [
        block.raw for block in old if block.kind != "between"
    ]
    assert after[: added.start].rstrip() == text[: len(after[: added.start].rstrip())]
    assert text.endswith(after[added.end :])
    (read,) = (read for read in read_file(after)[0] if read.id == "new-one")
    expected, _ = decode_entry(encode_record(record, style.dialect, unicode=style.unicode))
    assert expected
    assert (read.type, read.title, read.author) == (expected.type, expected.title, expected.author)


def test_fields_are_in_the_order_of_the_last_entry_of_the_type() -> None:
    text = "@book{a, year = {2001}, title = {A}, author = {A, B}}\n@misc{b, title = {B}, year = {2002}}\n"
    record = Record(id="c", type="book", title="Cooling", author=["Cho, Ada"], issued="2003", publisher="P", volume="2")
    document = BibDocument(text)
    after = apply_edits(document, adding_edits(document, record, style_of(document, unicode=False)))
    assert after == (
        f"{text[:-1]}\n@book{{c, year = {{2003}}, title = {{Cooling}}, author = {{Cho, Ada}}, publisher = {{P}}, "
        "volume = {2}}\n"
    )
