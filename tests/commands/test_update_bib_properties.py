"""What an update makes of a .bib file, whatever is in the file and whatever the sources have."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bib_texts import files
from moebib.commands.update_bib import BibFile, open_bib_files
from moebib.formats.bibtex import BibDocument
from moebib.lookup.update import update_record
from moebib.records.answer import Found
from moebib.records.record import Record
from services import DAY
from strategies import records

_PREPRINT = (
    "\n@misc{warm, title = {Warm Experts}, author = {Doe, Jane}, eprint = {2401.01234}, archivePrefix = {arXiv}}\n"
)


def updated(file: BibFile, answer: Record, *, fill: bool) -> None:
    """Update each entry as if the sources had *answer* about it."""
    for record in file.records:
        about = answer.evolve(id="new", title=record.title, author=record.author, tags=(), links={}, keyword=())
        file.update(record, update_record(record, [Found(about, "crossref", DAY)]), (), fill=fill)


@given(files(), records(), st.booleans())
def test_a_second_update_changes_nothing(text: str, answer: Record, fill: bool) -> None:
    text += _PREPRINT
    (file,) = open_bib_files({"-": text.encode()}, date(2027, 1, 1))
    updated(file, answer, fill=fill)
    after = file.change.new or ""
    (again,) = open_bib_files({"-": after.encode()}, date(2027, 1, 1))
    updated(again, answer, fill=fill)
    assert again.change.new == after


@given(files(), records())
def test_only_entries_of_preprints_change(text: str, answer: Record) -> None:
    (file,) = open_bib_files({"-": (text + _PREPRINT).encode()}, date(2027, 1, 1))
    preprints = {record.id for record in file.records if record.is_preprint}
    updated(file, answer, fill=False)
    blocks = [block for block in BibDocument(file.change.new or "").blocks if block.key not in preprints]
    assert [block.raw for block in blocks] == [
        block.raw for block in file.editor.document.blocks if block.key not in preprints
    ]
