"""An entry gets the values of a publication in the style of the file, and nothing else in the file changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bib_texts import files
from moebib.formats.bibtex import (
    BibDocument,
    BibEntry,
    Block,
    Replacement,
    apply_edits,
    decode_entry,
    read_entries,
    replace_values,
    style_of,
    with_missing,
)
from moebib.records.record import Record
from strategies import records

_CHANGEABLE = frozenset(
    ["title", "author", "journal", "journaltitle", "booktitle", "howpublished", "organization", "year", "month", "day",
     "date", "volume", "number", "issue", "eid", "pages", "publisher", "institution", "school", "address", "type",
     "entrysubtype", "doi", "eprint", "archiveprefix", "eprinttype", "url", "note", "pubstate", "lista"]
)  # fmt: skip
PUBLISHED = Record.model_validate({
    "id": "x", "type": "article-journal", "title": "Cooling Experts", "author": ["Dune, Ida"], "issued": "2025-06-07",
    "container_title": "Journal of Invented Results", "volume": "7", "issue": "2", "page": "1-9",
    "publisher": "Invented", "identifiers": ["doi:10.5555/cooling", "arxiv:2401.01234"],
})  # fmt: skip


class Entry(NamedTuple):
    block: Block
    entry: BibEntry
    record: Record


def entries(text: str) -> Iterator[Entry]:
    for _, block, entry, *_ in read_entries(BibDocument(text)):
        if entry and (record := decode_entry(entry)[0]):
            yield Entry(block, entry, record)


def replacement(text: str, entry: Entry, new: Record, *, is_publication: bool = True) -> Replacement | None:
    style = style_of(BibDocument(text), unicode=not text.isascii())
    new = new if is_publication else with_missing(entry.entry, entry.record, new)
    return replace_values(*entry, new, style, is_publication=is_publication)


def replaced(text: str, new: Record = PUBLISHED) -> str:
    """The file after its first entry got the values of *new*."""
    found = replacement(text, next(entries(text)), new)
    assert found
    return apply_edits(BibDocument(text), found.edits)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@misc{x, title = {Cooling Experts}, author = {Dune, Ida}, eprint = {2401.01234v2}, archivePrefix = {arXiv}}",
         "@article{x, title = {Cooling Experts}, author = {Dune, Ida}, eprint = {2401.01234v2}, "
         "archivePrefix = {arXiv}, journal = {Journal of Invented Results}, year = {2025}, volume = {7}, number = {2}, "
         "pages = {1--9}, doi = {10.5555/cooling}}"),
        ("@article{x, title = {Cooling Experts}, author = {Dune, Ida}, journal = {CoRR}, volume = {abs/2401.01234},\n"
         " number = {1}, pages = {1--20}, year = 2024, month = {jan}, publisher = {arXiv}, "
         "doi = {10.48550/arXiv.2401.01234}}",
         "@article{x, title = {Cooling Experts}, author = {Dune, Ida}, journal = {Journal of Invented Results}, "
         "volume = {7},\n number = {2}, pages = {1--9}, year = 2025, month = {jun}, doi = {10.5555/cooling}, "
         "eprint = {2401.01234}, archivePrefix = {arXiv}}"),
        ("@online{x, title = {Cooling Experts}, author = {Dune, Ida}, date = {2024-01}, organization = {arXiv},\n"
         " url = {https://arxiv.org/abs/2401.01234}, pubstate = {preprint}, entrysubtype = {preprint}, version = {2}}",
         "@article{x, title = {Cooling Experts}, author = {Dune, Ida}, date = {2025-06}, "
         "journaltitle = {Journal of Invented Results},\n url = {https://arxiv.org/abs/2401.01234}, version = {2}, "
         "volume = {7}, number = {2}, pages = {1--9}, doi = {10.5555/cooling}, eprint = {2401.01234}, "
         "eprinttype = {arxiv}}"),
    ],
)  # fmt: skip
def test_the_fields_of_a_preprint_become_those_of_the_article(old: str, new: str) -> None:
    assert replaced(old) == new
    assert replaced(new) == new


@pytest.mark.parametrize("note", [
    "arXiv preprint arXiv:2401.01234v2 [cs.CL]", "Preprint", "Unpublished manuscript", "arXiv: 2401.01234",
    "Under review", "ArXiv e-prints", "Preprint, available at https://arxiv.org/abs/2401.01234",
])  # fmt: skip
def test_a_note_that_says_only_that_it_is_a_preprint_is_removed(note: str) -> None:
    assert "note" not in replaced(f"@misc{{x, title = {{Cooling Experts}}, note = {{{note}}}}}")


@pytest.mark.parametrize("note", [
    "Preprint of a chapter", "To appear in arXiv Letters", "12", "Best paper", "arXiv preprint with code",
])  # fmt: skip
def test_any_other_note_is_kept(note: str) -> None:
    assert f"note = {{{note}}}" in replaced(f"@misc{{x, title = {{Cooling Experts}}, note = {{{note}}}}}")


def test_the_state_of_a_preprint_is_removed_but_not_a_retraction() -> None:
    for state in ("forthcoming", "inpress", "submitted", "preprint"):
        assert "pubstate" not in replaced(f"@misc{{x, title = {{Cooling Experts}}, pubstate = {{{state}}}}}")
    assert "pubstate = {retracted}" in replaced("@misc{x, title = {Cooling Experts}, pubstate = {retracted}}")


def test_a_publication_without_a_doi_has_no_doi_of_the_preprint_but_its_own_page() -> None:
    new = PUBLISHED.evolve(identifiers=["acl:2025.acl-long.7", "arxiv:2401.01234"])
    text = replaced("@misc{x, title = {Cooling Experts}, doi = {10.48550/arXiv.2401.01234}}", new)
    assert "10.48550" not in text
    assert "url = {https://aclanthology.org/2025.acl-long.7" in text


def test_a_page_cannot_end_its_field() -> None:
    new = PUBLISHED.evolve(identifiers=[], url="https://a.example/}}@string{x={\\write18")
    (entry,) = entries(replaced("@misc{x, title = {Cooling Experts}}", new))
    assert entry.entry.fields["url"] == "https://a.example/%7D%7D@string%7Bx=%7B%5Cwrite18"


def test_only_the_words_of_a_title_that_differ_are_written_again() -> None:
    text = "@misc{x, title = {{C}ooling Many {E}xperts}, eprint = {2401.01234}}"
    new = PUBLISHED.evolve(title="Cooling All Experts")
    assert "title = {{C}ooling All {E}xperts}" in replaced(text, new)


@pytest.mark.parametrize("text", [
    "@misc{x, title = {A}, title = {B}, eprint = {2401.01234}}",
    "@misc{x, crossref = {y}}\n@book{y, volume = {9}, year = {2001}}",
])  # fmt: skip
def test_an_entry_that_cannot_be_edited_is_refused(text: str) -> None:
    new = PUBLISHED.evolve(volume="", title="C") if "crossref" in text else PUBLISHED
    assert replacement(text, next(entries(text)), new) is None


@given(files(), records(), st.integers(0, 2), st.booleans())
def test_everything_but_the_changed_fields_is_untouched(
    text: str, new: Record, number: int, is_publication: bool
) -> None:
    """The other blocks, the comments and the other fields of the entry are, and a second edit changes nothing."""
    found = list(entries(text))[number : number + 1]
    change = replacement(text, found[0], new, is_publication=is_publication) if found else None
    if not change:  # an entry that cannot be edited
        return
    after = apply_edits(BibDocument(text), change.edits)
    blocks, new_blocks = list(BibDocument(text).blocks), list(BibDocument(after).blocks)
    edited = next(number for number, block in enumerate(blocks) if block.start == found[0].block.start)
    assert [block.raw for block in blocks[:edited]] == [block.raw for block in new_blocks[:edited]]
    assert [block.raw for block in blocks[edited + 1 :]] == [block.raw for block in new_blocks[edited + 1 :]]
    old_block, new_block = blocks[edited], new_blocks[edited]
    assert (new_block.key, new_block.other_text) == (old_block.key, old_block.other_text)
    assert kept_fields(new_block) == kept_fields(old_block)

    again = next(entry for entry in entries(after) if entry.block.start == found[0].block.start)
    second = replacement(after, again, new, is_publication=is_publication)
    assert second
    assert apply_edits(BibDocument(after), second.edits) == after


def kept_fields(block: Block) -> list[tuple[str, str]]:
    return [(field.name, field.value) for field in block.fields if field.name.lower() not in _CHANGEABLE]
