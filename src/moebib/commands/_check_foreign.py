"""Files of other people as bibliographies to check, with the place in the file of all that may be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from moebib import formats, store
from moebib.checks.rules import Bibliography
from moebib.checks.rules import Path as Way
from moebib.commands.check import Source
from moebib.errors import Finding
from moebib.formats.bibtex import BibDocument, Block, decode_entry, read_entries, readings
from moebib.records.record import Record
from moebib.text.encoding import Decoded, decode_bytes
from moebib.text.lines import LINE_BREAK

__all__ = ["Foreign", "read_bib", "read_foreign"]

_MORE_NAMES = {"issued": ("date", "year"), "identifiers": ("doi", "eprint", "isbn", "issn", "url")}
_BLANK_LINE = re.compile(rf"(?>{LINE_BREAK.pattern})[ \t]*(?={LINE_BREAK.pattern})")


class Foreign(NamedTuple):
    """What rules look at, and where it stands in the file; of a .bib file, with the block of every entry."""

    bibliography: Bibliography
    findings: tuple[Finding, ...]
    sources: dict[tuple[bool, str], Source]
    blocks: dict[str, Block]


def read_foreign(file: Path) -> Foreign:
    """A file of any format that can be parsed.

    Raises:
        InputError: If its format is unknown, or its encoding cannot be told.
    """
    data = store.read_bytes(file)
    name = store.printable(file)
    format = formats.for_file(file.name, data)
    if ".bib" in format.suffixes:
        return read_bib(file, decode_bytes(data))
    parsed = format.parse(data, name=name)
    text, _ = format.decode(data, name)
    sources = {(False, one.id): Source(name, "", 1, partial(_search, text, one)) for one in parsed.records}
    for model in parsed.models:
        sources[True, model.id] = Source(name, "", 1, partial(_search_name, text, model.name))
    bibliography = Bibliography(parsed.records, parsed.models, is_list=bool(parsed.sections))
    return Foreign(bibliography, parsed.findings, sources, {})


def read_bib(file: Path, decoded: Decoded) -> Foreign:
    """The .bib *file*, of which *decoded* is the text."""
    name = store.printable(file)
    text = decoded.text
    document = BibDocument(text)
    comments = _comments_above(document) if "moebib:" in text else {}
    findings = [decoded.finding] if decoded.finding else []
    records: dict[str, Record] = {}
    sources: dict[tuple[bool, str], Source] = {}
    blocks: dict[str, Block] = {}
    fields: dict[str, dict[str, str]] = {}
    for block, entry, found in read_entries(document):
        findings += found
        record, wrong = decode_entry(entry) if entry else (None, ())
        findings += (document.place(one, block) for one in wrong)
        if record and entry:
            fields[record.id] = entry.fields
            start = comments.get(block.start, block.start)
            shown = text[start : block.end] if comments else ""
            line = text.count("\n", 0, start) + 1 if "moebib:" in shown else 1
            records[record.id], blocks[record.id] = record, block
            sources[False, record.id] = Source(name, shown, line, partial(_locate, document, block, record))
    told = tuple(replace(finding, file=name) for finding in findings)
    bibliography = Bibliography(tuple(records.values()), is_list=False, fields=fields)
    return Foreign(bibliography, told, sources, blocks)


def _comments_above(document: BibDocument) -> dict[int, int]:
    """Start of an entry -> start of the lines right above it: a comment there may ask to ignore a rule."""
    starts: dict[int, int] = {}
    before: Block | None = None
    for block in document.blocks:
        if block.kind == "entry" and before:
            blank_lines = [found.start() for found in _BLANK_LINE.finditer(before.raw.rstrip())]
            starts[block.start] = before.start + (blank_lines[-1] if blank_lines else 0)
        before = block if block.kind == "between" else None
    return starts


def _locate(document: BibDocument, block: Block, record: Record, path: Way) -> tuple[int, int]:
    """Where the field of the file stands that a field of the record may have been read from, else the key."""
    there = {field.name.lower() for field in block.fields}
    field = next((name for name in _names(record, path) if name in there), None)
    found = document.place(Finding("", "", field=field), block)
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
