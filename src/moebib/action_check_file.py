"""Actions: check anybody's file by the rules, and repair what is certain in a .bib file, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from moebib import importers, store
from moebib.action_check import Ask, Checked, Fixed, Source, codes, findings_in, is_ignored, located, place
from moebib.actions import Change
from moebib.bibtex.amending import amend, dialect_of
from moebib.bibtex.blocks import LINE_BREAK, Block
from moebib.bibtex.edit import Edit, edit
from moebib.bibtex.encoding import Decoded, decode_bytes, encode_text
from moebib.bibtex.fields import readings
from moebib.bibtex.file import read_entries
from moebib.bibtex.places import Places
from moebib.bibtex.reading import decode_entry
from moebib.bibtex.scan import scan
from moebib.checking import choose, repair
from moebib.checks import Bibliography, Rule
from moebib.checks import Path as Way
from moebib.config import Config
from moebib.errors import Finding, InputError
from moebib.record import Record

__all__ = ["check_files", "fix_files"]

_MORE_NAMES = {"issued": ("date", "year"), "identifiers": ("doi", "eprint", "isbn", "issn", "url")}
_NO_REPAIR = frozenset({"type", "genre", "links", "aliases", "versions", "tags"})
"""Fields that no .bib file has a place for, or that would make it another entry."""
_BLANK_LINE = re.compile(rf"(?>{LINE_BREAK.pattern})[ \t]*(?={LINE_BREAK.pattern})")


def check_files(
    files: Iterable[Path],
    today: date,
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    ask: Sequence[Ask] = (),
) -> Checked:
    """What is wrong with files in any format that can be imported: what cannot be read, and what the rules find.

    Nobody is asked, unless *ask* does.

    Raises:
        InputError: If a rule or format does not exist, or a file is in no encoding that can be told.
    """
    chosen = choose(codes(select), codes(ignore))
    findings: list[Finding] = []
    works = models = 0
    for file in files:
        read = _read(file)
        bibliography = replace(read.bibliography, today=today)
        found = findings_in(bibliography, chosen, read.sources, ask)
        findings += (*read.findings, *(_only_repairable(one, is_bib=bool(read.blocks)) for one in found))
        works += len(bibliography.records)
        models += len(bibliography.models)
    return Checked(tuple(sorted(findings, key=place)), works, models)


def _only_repairable(finding: Finding, *, is_bib: bool) -> Finding:
    """The finding, without its patch where `fix` could not write it into the file."""
    can = is_bib and finding.patch is not None and finding.patch.changes.keys().isdisjoint(_NO_REPAIR)
    return finding if can else replace(finding, patch=None)


def fix_files(
    files: Iterable[Path],
    today: date,
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    write: bool = True,
) -> Fixed:
    """Make every certain repair in .bib files; every other byte stays, and so do encoding and line breaks.

    Raises:
        InputError: If a file is no .bib file.
    """
    chosen = choose(codes(select), codes(ignore))
    changes: list[Change] = []
    repaired: list[Finding] = []
    for file in files:
        if file.suffix.lower() != ".bib":
            raise InputError("only .bib files can be repaired in place", where=store.printable(file))
        decoded = decode_bytes(store.read_bytes(file))
        text, found = _repaired(file, decoded, chosen, today)
        if text != decoded.text:
            changes.append(Change(store.printable(file), decoded.text, text))
            repaired += found
            if write:
                store.write_text(file, encode_text(text, decoded))
    return Fixed(tuple(changes), tuple(sorted(repaired, key=place)))


def _repaired(file: Path, decoded: Decoded, chosen: Sequence[Rule], today: date) -> tuple[str, list[Finding]]:
    """The text after the repairs that can be written into it, and what they were."""
    read = _read_bib(file, decoded)
    bibliography = replace(read.bibliography, today=today)
    new, hits = repair(
        bibliography,
        chosen,
        skip=lambda hit: is_ignored(hit, read.sources) or not (hit.flaw.repair or {}).keys().isdisjoint(_NO_REPAIR),
    )
    dialect = dialect_of(read.blocks.values())
    unicode = decoded.encoding.startswith("utf") and not decoded.text.isascii()
    edits: list[Edit] = []
    done: set[str] = set()
    for old, record in zip(bibliography.records, new.records, strict=True):
        if record != old:
            needed = amend(read.blocks[old.id], old, record, dialect, unicode=unicode)
            if needed:
                edits += needed
                done.add(old.id)
    return edit(decoded.text, edits), [located(hit, read.sources) for hit in hits if hit.id in done]


class _Read(NamedTuple):
    bibliography: Bibliography
    findings: tuple[Finding, ...]
    sources: dict[tuple[bool, str], Source]
    blocks: dict[str, Block]


def _read(file: Path) -> _Read:
    data = store.read_bytes(file)
    name = store.printable(file)
    importer = importers.importer_for(file.name, data)
    if ".bib" in importer.suffixes:
        return _read_bib(file, decode_bytes(data))
    imported = importer.parse(data, Config(), name=name)
    text, _ = importer.decode(data, name)
    sources = {(False, one.id): Source(name, "", 1, partial(_search, text, one)) for one in imported.records}
    for model in imported.models:
        sources[True, model.id] = Source(name, "", 1, partial(_search_name, text, model.name))
    bibliography = Bibliography(imported.records, imported.models, is_list=bool(imported.sections))
    return _Read(bibliography, imported.findings, sources, {})


def _read_bib(file: Path, decoded: Decoded) -> _Read:
    name = store.printable(file)
    text = decoded.text
    places = Places(text)
    comments = _comments_above(text) if "moebib:" in text else {}
    findings = [decoded.finding] if decoded.finding else []
    records: dict[str, Record] = {}
    sources: dict[tuple[bool, str], Source] = {}
    blocks: dict[str, Block] = {}
    fields: dict[str, dict[str, str]] = {}
    for block, entry, found in read_entries(text):
        findings += found
        record, wrong = decode_entry(entry) if entry else (None, ())
        findings += (places.place(one, block) for one in wrong)
        if record and entry:
            fields[record.id] = entry.fields
            start = comments.get(block.start, block.start)
            shown = text[start : block.end] if comments else ""
            line = text.count("\n", 0, start) + 1 if "moebib:" in shown else 1
            records[record.id], blocks[record.id] = record, block
            sources[False, record.id] = Source(name, shown, line, partial(_locate, places, block, record))
    told = tuple(replace(finding, file=name) for finding in findings)
    bibliography = Bibliography(tuple(records.values()), is_list=False, fields=fields)
    return _Read(bibliography, told, sources, blocks)


def _comments_above(text: str) -> dict[int, int]:
    """Start of an entry -> start of the lines right above it: a comment there may ask to ignore a rule."""
    starts: dict[int, int] = {}
    before: Block | None = None
    for block in scan(text):
        if block.kind == "entry" and before:
            blank_lines = [found.start() for found in _BLANK_LINE.finditer(before.raw.rstrip())]
            starts[block.start] = before.start + (blank_lines[-1] if blank_lines else 0)
        before = block if block.kind == "between" else None
    return starts


def _locate(places: Places, block: Block, record: Record, path: Way) -> tuple[int, int]:
    """Where the field of the file stands that a field of the record may have been read from, else the key."""
    there = {field.name.lower() for field in block.fields}
    field = next((name for name in _names(record, path) if name in there), None)
    found = places.place(Finding("", "", field=field), block)
    return found.line or 1, found.column or 1


def _names(record: Record, path: Way) -> Iterator[str]:
    """The names that the field of a .bib file may have."""
    if path[:1] == ("extra",):
        yield str(path[1])
    elif path:
        yield from (name for row, name in readings(record.type) if row.field == path[0])
        yield from _MORE_NAMES.get(str(path[0]), ())


def _search(text: str, record: Record, path: Way) -> tuple[int, int]:
    """Where a value of the record, or else its identifier or title, stands in a text of which no places are known."""
    value: object = record
    for part in path:
        value = value[part] if isinstance(part, int) and isinstance(value, tuple) else getattr(value, str(part), "")
    about = (*(one.value for one in record.identifiers), record.url, record.title)
    wanted = (value, *about) if path[:1] in (("url",), ("links",)) else (*about, value)
    return _position(text, [one for one in wanted if isinstance(one, str) and one])


def _search_name(text: str, name: str, _: Way) -> tuple[int, int]:
    return _position(text, [f"[{name}]", name])


def _position(text: str, wanted: Iterable[str]) -> tuple[int, int]:
    at = next((found for one in wanted if (found := text.find(one)) >= 0), 0)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
