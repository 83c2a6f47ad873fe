"""`BibDocument`: blocks, keys and positions of a .bib file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import moebib.formats.bibtex as face
from moebib.errors import Finding
from moebib.formats.bibtex import (
    BibDocument,
    BibFiles,
    Block,
    decode_entry,
    format_document,
    read_entries,
    sort_entries,
)
from moebib.formats.bibtex.syntax.blocks import Scanner

TEXT = """\
@string{p = "Press", q = "Q"}
@book{Vol, title = {V}, ids = {old, older}}
@misc{VOL, title = {another}}
@string(P = {Anew})
@xdata{press, publisher = p}
"""


def test_every_exported_name_exists() -> None:
    assert dir(face) == sorted(face.__all__)
    assert all(getattr(face, name) for name in face.__all__)
    with pytest.raises(AttributeError, match="no attribute 'scan'"):
        _ = face.scan


def test_the_index_knows_works_containers_former_keys_and_macros() -> None:
    files = BibFiles(BibDocument(TEXT))
    assert files.works() == ["Vol", "VOL"]
    assert {name: len(starts) for name, starts in files.macros.items()} == {"p": 2, "q": 1}
    first, second, press = (TEXT.index(head) for head in ("@book{Vol", "@misc{VOL", "@xdata{press"))
    assert [files.find_work(key) for key in ("VOL", "vol", "Older", "press")] == [second, first, first, None]
    assert [files.find(key) for key in ("vol", "press", "Press", "gone")] == [first, press, None, None]


def test_a_block_is_the_same_when_read_alone() -> None:
    document = BibDocument(TEXT)
    assert all(document.block_at(block.start) == block for block in document.blocks if block.kind != "between")


def test_a_finding_is_located_at_its_field_or_the_key() -> None:
    document = BibDocument(TEXT)
    block = document.block_at(TEXT.index("@book{Vol"))
    assert document.place(Finding("", "", field="title"), block).where == "2:12"
    assert document.place(Finding("", "", field="year"), block).where == "2:7"
    assert document.place(Finding("", ""), block, at=0).where == "1:1"


def test_a_document_is_scanned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    scanned: list[str] = []
    scan = Scanner.scan

    def counted(scanner: Scanner) -> Iterator[Block]:
        scanned.append(scanner.text)
        return scan(scanner)

    monkeypatch.setattr(Scanner, "scan", counted)
    document = BibDocument(f"{TEXT}@inbook{{a, crossref = {{Vol}}, xdata = {{press}}}}\n")
    assert [resolved for resolved in read_entries(document) if resolved.entry and decode_entry(resolved.entry)]
    assert format_document(document)  # scans each formatted entry, to compare it
    assert BibFiles(document).works()
    assert scanned.count(document.text) == 1


def test_the_blocks_of_a_long_text_are_not_kept() -> None:
    document = BibDocument(TEXT * 3000)
    assert next(iter(document.blocks)) is not next(iter(document.blocks))
    assert len(BibFiles(document).works()) == 2


def test_a_macro_defined_later_applies_to_values_inherited_from_there() -> None:
    text = "@inbook{a, crossref = {b}}\n@string{p = {Press}}\n@book{b, publisher = p}\n@misc{c, publisher = p}"
    entries = [resolved.entry for resolved in read_entries(BibDocument(text)) if resolved.entry]
    assert [entry.fields.get("publisher") for entry in entries] == ["Press", "Press", "Press"]


def test_sorting_does_not_change_the_document() -> None:
    document = BibDocument("@misc{b}\n@misc{a}\n")
    assert sort_entries(document) == "@misc{a}\n\n@misc{b}\n"
    assert document == BibDocument("@misc{b}\n@misc{a}\n")


def test_a_parent_may_be_referred_to_by_a_former_key() -> None:
    text = "@inbook{a, crossref = {OLD}}\n@book{b, ids = {older, old}, publisher = {P}}\n@misc{c, crossref = {none}}"
    (child, _, other) = read_entries(BibDocument(text))
    assert child.entry
    assert child.entry.fields == {"publisher": "P"}
    assert [finding.code for finding in other.findings] == ["MB129"]
