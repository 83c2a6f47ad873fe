"""Edits: changes to a .bib file that keep every other byte."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats.bibtex.document import BibDocument
from moebib.formats.bibtex.edit._splice import new_entry, renamed, retyped, with_field, without_fields
from moebib.formats.bibtex.entry import BibEntry
from moebib.formats.bibtex.syntax.blocks import Block, BlockKind, scan
from moebib.text.lines import LINE_BREAK

__all__ = ["AddEntry", "Edit", "RemoveEntry", "RemoveField", "RenameEntry", "SetField", "SetType", "apply_edits"]

_BESIDE = re.compile(r"[ \t]*%[^\r\n]*")
"""A comment in the line in which an entry ends."""
_NEWLINE = f"(?:{LINE_BREAK.pattern})"


class SetField(NamedTuple):
    """Set the value of a field, new or not.

    An entry is identified by its key or, since keys may be duplicated, by the offset at which it starts.
    """

    entry: str | int
    field: str
    value: str
    """LaTeX without delimiters: it gets those of the other fields."""
    is_written: bool = False
    """Whether the value is written to the file unchanged: ``jan``, ``acm # { Letters}``."""
    instead: str = ""
    """The field whose place a new field takes: ``booktitle`` that of ``journal``."""


class RemoveField(NamedTuple):
    """Remove a field from an entry; if several have the name, all of them."""

    entry: str | int
    field: str


class SetType(NamedTuple):
    """Change the type of an entry."""

    entry: str | int
    type: str


class RenameEntry(NamedTuple):
    """Change the key of an entry. References to it elsewhere (``crossref``) are not changed."""

    entry: str | int
    key: str


class AddEntry(NamedTuple):
    """Add an entry after the last one, with the same layout."""

    new: BibEntry


class RemoveEntry(NamedTuple):
    """Remove an entry from the file."""

    entry: str | int


Edit = SetField | RemoveField | SetType | RenameEntry | AddEntry | RemoveEntry


def apply_edits(document: BibDocument, edits: Iterable[Edit]) -> str:
    r"""The text of a .bib file after *edits*, made one after the other; every other byte is kept.

    >>> document = BibDocument('@book{a,\n Title = "A", % mine\n Year  = 1999\n}')
    >>> apply_edits(document, [SetField("a", "title", "B"), SetField("a", "url", "u")])
    '@book{a,\n Title = "B", % mine\n Year  = 1999,\n Url   = "u"\n}'

    Raises:
        InputError: If there is no such entry, a key, name or value is invalid, or the file is so malformed that more
            would change.
    """
    edits = list(edits)
    if not edits:
        return document.text
    newline = document.newline
    by_start = {block.start: _EditedBlock(block.raw, block.kind, block.key) for block in document.blocks}
    pieces = list(by_start.values())
    for edit in edits:
        if isinstance(edit, AddEntry):
            _refuse_unclosed(document)
            _add(pieces, edit.new, newline)
            continue
        piece = by_start.get(edit.entry) if isinstance(edit.entry, int) else _with_key(pieces, edit.entry)
        if piece is None or piece.kind != "entry":
            raise InputError(f"no entry {edit.entry!r} in this file")
        block = next(scan(piece.raw))
        if isinstance(edit, SetField):
            piece.raw = with_field(
                block, edit.field, edit.value, newline, instead=edit.instead, is_written=edit.is_written
            )
        elif isinstance(edit, RemoveField):
            piece.raw = without_fields(block, edit.field)
        elif isinstance(edit, SetType):
            piece.raw = retyped(block, edit.type)
        elif isinstance(edit, RenameEntry):
            piece.raw = renamed(block, edit.key)
            piece.key = edit.key
        else:
            _drop(pieces, pieces.index(piece))
            piece.kind = "between"
    text = "".join(piece.raw for piece in pieces)
    if _blocks(scan(text)) != _blocks(pieces):
        raise InputError("the file is malformed: with this edit, its entries would be read differently")
    return text


def _blocks(blocks: Iterable[Block | _EditedBlock]) -> list[tuple[bool, str]]:
    """The blocks as they are written, with the texts between two of them as one."""
    written: list[tuple[bool, str]] = []
    for is_between, group in groupby((block for block in blocks if block.raw), lambda block: block.kind == "between"):
        raws = [block.raw for block in group]
        written += [(True, "".join(raws))] if is_between else [(False, raw) for raw in raws]
    return written


@dataclass(eq=False)
class _EditedBlock:
    """A block after the edits made so far."""

    raw: str
    kind: BlockKind
    key: str = ""


def _with_key(pieces: list[_EditedBlock], key: str) -> _EditedBlock | None:
    """The first entry with this key; if there is none, the first whose key differs in case only."""
    entries = [piece for piece in pieces if piece.kind == "entry"]
    exact = (piece for piece in entries if piece.key == key)
    return next(exact, None) or next((piece for piece in entries if piece.key.lower() == key.lower()), None)


def _refuse_unclosed(document: BibDocument) -> None:
    """Raise InputError if a block is not closed, because BibTeX reads all that follows as a part of it."""
    for block in document.blocks:
        if block.problem.startswith(("missing closing", "value not closed")):
            name = block.key or f"@{block.type}"
            raise InputError(f"BibTeX does not read entries after the malformed {name!r}: {block.problem}")


def _add(pieces: list[_EditedBlock], entry: BibEntry, newline: str) -> None:
    """Add an entry after the last one, with as many empty lines as there are before that."""
    places = [place for place, piece in enumerate(pieces) if piece.kind == "entry"]
    if places:
        last = places[-1]
        before = pieces[last - 1].raw if len(places) > 1 else ""
        between = before if re.fullmatch(f"{_NEWLINE}+", before) else newline * 2
        model = next(scan(pieces[last].raw))
        after = pieces[last + 1] if last + 1 < len(pieces) else _EditedBlock("", "between")
        if after.kind == "between" and (beside := _BESIDE.match(after.raw)):  # it is about the last entry
            after.raw = after.raw[beside.end() :]
            last += 1
            pieces.insert(last, _EditedBlock(beside[0], "between"))
    else:
        last = len(pieces) - 1
        text = pieces[last].raw if pieces else "\n"
        between, model = "" if text.endswith(("\n", "\r")) else newline, None
    end = [] if model else [_EditedBlock(newline, "between")]
    new = _EditedBlock(new_entry(entry, model, newline), "entry", entry.key)
    pieces[last + 1 : last + 1] = [_EditedBlock(between, "between"), new, *end]


def _drop(pieces: list[_EditedBlock], place: int) -> None:
    """Remove a block, and the empty lines on one side of it."""
    nothing = _EditedBlock("", "between")
    before = pieces[place - 1] if place else nothing
    after = pieces[place + 1] if place + 1 < len(pieces) else nothing
    if before.kind == after.kind == "between" and any(
        block.kind != "between" for block in scan(before.raw + after.raw)
    ):
        raise InputError(f"cannot remove the entry {pieces[place].key!r}: the text around it would become an entry")
    del pieces[place]
    if before.kind == "between" and place + 1 >= len(pieces) and not after.raw.strip():
        before.raw = before.raw.rstrip() + (after.raw if before.raw else "")
        after.raw = ""
    elif after.kind == "between" and (place == 0 or before.raw.endswith(("\n", "\r"))):
        after.raw = re.sub(rf"\A(?:[ \t]*{_NEWLINE})+", "", after.raw)
