"""Writes the works of a list alike, in one style, where they are: headings, prose and order stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moebib.formats.paper_list.document import ListDocument
from moebib.formats.paper_list.styles import EntryStyle, SectionWork, as_shown
from moebib.library.library import Library
from moebib.text.lines import newline_of

__all__ = ["restyle"]

_TABLE_HEAD = re.compile(r"[^\n]*\|[^\n]*\n[ \t]*\|?[ \t]*:?-[-:| \t]*\r?\n[ \t]*\Z")
"""The header of a table and the line below it, at the end of a text."""


class _BlockRun(NamedTuple):
    """Blocks with nothing but spaces between them."""

    tag: str
    start: int
    end: int
    keys: tuple[str, ...]


def restyle(document: ListDocument, library: Library, keys: Sequence[str | None], style: EntryStyle) -> str:
    """The list with each work of *library* in *style*; a block without a key stays as it is.

    Works that follow each other are written together, each once: the rows of a table become lines, or the reverse.
    """
    text, newline = document.text, newline_of(document.text)
    headings = {section.tag: section.heading for section in library.config.sections}
    listed_in: dict[str, str] = {}
    pieces = []
    done = 0
    for run in _runs(document, keys):
        records = [library[key] for key in dict.fromkeys(run.keys)]
        works = [SectionWork(record, as_shown(record), listed_in.get(record.id)) for record in records]
        listed_in = {key: headings.get(run.tag, "") for key in run.keys} | listed_in
        before, after = text[done : run.start].rstrip(" \t"), text[run.end :]
        body = style.section(works).replace("\n", newline)
        pieces += [before, _blank_line(before, newline), body, newline, "" if _is_blank(after) else newline]
        done = run.end
    return "".join([*pieces, text[done:]])


def _runs(document: ListDocument, keys: Sequence[str | None]) -> Iterator[_BlockRun]:
    run: _BlockRun | None = None
    for block, key in zip(document.blocks, keys, strict=True):
        if run and (key is None or block.tag != run.tag or document.text[run.end : block.start].strip()):
            yield run
            run = None
        if key is None:
            continue
        head = _TABLE_HEAD.search(document.text, 0, block.start) if block.form == "row" and not run else None
        start = run.start if run else head.start() if head else block.start
        run = _BlockRun(block.tag, start, block.end, (*run.keys, key) if run else (key,))
    if run:
        yield run


def _blank_line(before: str, newline: str) -> str:
    """What separates a text from the paragraph before it."""
    if not before or re.search(r"\n[ \t]*\r?\n\Z", before):
        return ""
    return newline if before.endswith("\n") else newline * 2


def _is_blank(after: str) -> bool:
    return not after.strip() or bool(re.match(r"[ \t]*\r?\n", after))
