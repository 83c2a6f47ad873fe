"""Gives a .bib file the works of a changed bibliography: untouched entries and all other text keep their characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats.bibtex.document import BibDocument
from moebib.formats.bibtex.edit.edit import Edit, RemoveEntry, RenameEntry, SetField, apply_edits
from moebib.formats.bibtex.edit.new import adding_edits
from moebib.formats.bibtex.edit.record import overwriting_edits, record_edits
from moebib.formats.bibtex.edit.style import style_of
from moebib.formats.bibtex.entry import BibEntry
from moebib.formats.bibtex.fields import KEY_FIELDS
from moebib.formats.bibtex.file import read_entries
from moebib.formats.bibtex.reader import decode_entry
from moebib.formats.bibtex.syntax.blocks import Block
from moebib.formats.bibtex.values import SUBTITLES
from moebib.library.renaming import find_renamed
from moebib.records.record import Record

__all__ = ["RewrittenFile", "rewrite"]

_MOST_ROUNDS = 3
"""How often entries are edited: removing an entry changes those that inherit from it, and these no others."""


class RewrittenFile(NamedTuple):
    """The new text of a file, and the works that BibTeX cannot express as they should be."""

    text: str
    different: tuple[tuple[Record, Record], ...] = ()
    """Each work as it should be, and as it is read from the new text."""


class _WrittenEntry(NamedTuple):
    """An entry as it is written, and the work that it is read as."""

    block: Block
    entry: BibEntry
    record: Record


def rewrite(text: str, records: Iterable[Record], *, unicode: bool) -> RewrittenFile:
    r"""The .bib file *text* with exactly *records*, of which those that it has are the same up to what was changed.

    Removed entries are cut out, changed ones get the new values in place, also if they have another key, and new ones
    are added at the end, in the style of the file. *unicode* says whether accented letters are written as they are.

    >>> text = '% mine\n@book{a, title = "A", year = 1999} % done\n@misc{b}\n'
    >>> works = [Record(id="a", type="book", title="Brown", issued="1999")]
    >>> rewrite(text, works, unicode=True).text
    '% mine\n@book{a, title = "Brown", year = 1999} % done\n'

    Raises:
        InputError: If the file is so malformed that more would change.
    """
    records = tuple(records)
    document = BibDocument(text)
    entries = _entries(document)
    if renamed := find_renamed((entry.record for entry in entries.values()), records):
        text = apply_edits(document, _renamings(document, entries, renamed))
        document = BibDocument(text)
        entries = _entries(document)
    wanted = {record.id: _without_old_subtitles(record, entries.get(record.id)) for record in records}
    for _ in range(_MOST_ROUNDS):
        edits = [*_removals(document, entries, wanted), *_changes(document, entries, wanted, unicode=unicode)]
        style = style_of(document, unicode=unicode)
        for record in wanted.values():
            if record.id not in entries:
                edits += adding_edits(document, record, style)
        new = apply_edits(document, edits)
        if new == text:
            break
        text, document = new, BibDocument(new)
        entries = _entries(document)
    if entries.keys() != wanted.keys():
        key = min(entries.keys() ^ wanted.keys())
        raise InputError(f"the entry {key!r} cannot be changed: the file is malformed, or the key is none for BibTeX")
    pairs = ((record, entries[record.id].record) for record in records)
    return RewrittenFile(text, tuple((record, read) for record, read in pairs if record != read))


def _entries(document: BibDocument) -> dict[str, _WrittenEntry]:
    entries = {}
    for _, block, entry, *_ in read_entries(document):
        record = decode_entry(entry)[0] if entry else None
        if entry and record:
            entries[record.id] = _WrittenEntry(block, entry, record)
    return entries


def _renamings(
    document: BibDocument, entries: Mapping[str, _WrittenEntry], renamed: Mapping[str, str]
) -> Iterator[Edit]:
    """Gives entries their new keys, also where other entries inherit from them or refer to them."""
    new_keys = {entries[old].block.key.lower(): new for old, new in renamed.items()}
    for old, new in renamed.items():
        yield RenameEntry(entries[old].block.start, new)
    for block in document.blocks:
        for field in block.fields:
            name = field.name.lower()
            if name in KEY_FIELDS and name != "ids" and field.value[:1] in ("{", '"'):
                value = re.sub(r'[^\s,{}"]+', lambda key: new_keys.get(key[0].lower(), key[0]), field.value)
                if value != field.value:
                    yield SetField(block.start, field.name, value, is_written=True)


def _without_old_subtitles(record: Record, entry: _WrittenEntry | None) -> Record:
    """*record* without the subtitles that its entry has for another title: they would be the end of the new one."""
    old = entry.record if entry else record
    extra = dict(record.extra)
    for field, names in SUBTITLES.items():
        title = getattr(record, field)
        for name in names if title != getattr(old, field) else ():
            if name in extra and extra[name] == old.extra.get(name) and not title.endswith(extra[name]):
                del extra[name]
    return record if extra == record.extra else record.evolve(extra=extra)


def _removals(document: BibDocument, entries: Mapping[str, _WrittenEntry], wanted: Mapping[str, Record]) -> list[Edit]:
    """Cuts out the entries that are not *wanted*, together with those that only repeat them."""
    kept = {entry.block.start for key, entry in entries.items() if key in wanted}
    keys = {entry.block.key.lower() for key, entry in entries.items() if key not in wanted}
    return [
        RemoveEntry(block.start)
        for block in (document.blocks if keys else ())
        if block.kind == "entry" and block.key.lower() in keys and block.start not in kept
    ]


def _changes(
    document: BibDocument, entries: Mapping[str, _WrittenEntry], wanted: Mapping[str, Record], *, unicode: bool
) -> list[Edit]:
    changed = [key for key, entry in entries.items() if key in wanted and entry.record != wanted[key]]
    if not changed:
        return []
    dialect = style_of(document, unicode=unicode).dialect
    edits: list[Edit] = []
    for key in changed:
        block, entry, old = entries[key]
        careful = record_edits(block, entry, old, wanted[key], dialect, unicode=unicode)
        if careful is None:
            careful = overwriting_edits(block, entry, old, wanted[key], dialect, unicode=unicode)
        edits += careful
    return edits
