"""Editing a paper list in place: what agrees stays byte for byte, and what changes is written as the list writes it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from marked_list import library_of, marked_list
from moebib.formats.paper_list.document import ListDocument
from moebib.formats.paper_list.edit.edit import EditedList, edit_list
from moebib.formats.paper_list.edit.match import match_blocks
from moebib.library.library import Library
from moebib.records.record import Record

DATED = """# Papers

## Caching {#caching}

«- {title|Warm Experts}, [[{venue|ICML} {date|2024}]]({url:paper|https://arxiv.org/abs/2405.00001}), {date|2024-5-9}»

«- {title|Cold Experts}, [[{venue|ArXiv} {date|2024}]]({url:paper|https://arxiv.org/abs/2403.00002}), {date|2024-3-12} \
[[Code]({url:code|https://github.com/a/b})]»

«- {title|Old Experts}, [[{venue|ArXiv} {date|2023}]]({url:paper|https://arxiv.org/abs/2303.00003}), {date|2023-3-2}»

## Routing {#routing}

«- {title|Paths}, [[{venue|NeurIPS} {date|2023}]]({url:paper|https://arxiv.org/abs/2305.00004}), {date|2023-12-1}»
"""


def edit(document: ListDocument, records: Iterable[Record], base: Library | None) -> EditedList:
    library = Library(records, config=library_of(document).config)
    return edit_list(document, library, match_blocks(document, library, base), base)


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def preprint(**values: Any) -> Record:
    return Record(**{"type": "article", "genre": "preprint", "container_title": "arXiv"} | values)


def test_a_list_that_agrees_with_the_library_stays_as_it_is() -> None:
    document = marked_list(DATED)
    library = library_of(document)
    for base in (None, library):
        assert edit(document, library, base) == EditedList(document.text)


def test_a_new_work_is_written_as_its_neighbours_are_in_their_order() -> None:
    document = marked_list(DATED)
    library = library_of(document)
    new = preprint(id="doe2024new", title="New [Things] | <b>", issued="2024-04-02", identifiers=["arxiv:2404.00009"],
                   tags=["caching"])  # fmt: skip
    edited = edit(document, [*library, new], library)
    assert changed_lines(document.text, edited.text) == [
        "+",
        r"+- New \[Things\] \| \<b>, [[ArXiv 2024]](https://arxiv.org/abs/2404.00009), 2024-4-2",
    ]
    assert [(change.kind, change.key, change.line) for change in edited.changes] == [("added", "doe2024new", 7)]
