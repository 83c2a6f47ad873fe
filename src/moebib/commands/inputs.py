"""What is checked: a list or another file, with the text and the place of every value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from moebib import formats, store
from moebib.checks.engine import (
    EntryKey,
    Violation,
)
from moebib.checks.rules import Context, FieldPath
from moebib.checks.suppressions import find_suppressions
from moebib.commands.bib_editor import BibEditor
from moebib.commands.reading import condensed
from moebib.errors import Finding, InputError
from moebib.formats import Format
from moebib.formats.bibtex import (
    BibDocument,
    Block,
    ResolvedEntry,
    decode_entry,
    fields_to_read,
    open_document,
    read_each,
    read_entries,
)
from moebib.records.format1 import is_format_1, may_be_format_1
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.text.encoding import Decoded, decode_bytes
from moebib.text.lines import LINE_BREAK
from moebib.text.markup import plain
from moebib.toml.positions import decode
from moebib.toml.validation import locator_of_entry

__all__ = [
    "CheckTarget",
    "EntryText",
    "read_each_bib",
    "read_files",
    "read_list",
]

_BIB_NAMES = {"issued": ("date", "year"), "identifiers": ("doi", "eprint", "isbn", "issn", "url")}
_EMPTY_LINE = re.compile(rf"(?>{LINE_BREAK.pattern})[ \t]*(?={LINE_BREAK.pattern})")


class EntryText(NamedTuple):
    """The text of an entry, and where it is."""

    file: str
    text: str
    """The text of this entry only, with its comments; empty if it contains no comments that suppress rules."""
    line: int
    """The line of the file in which the text begins."""
    locate: Callable[[FieldPath], tuple[int, int]]
    """The line and column of a value in the file."""


class CheckTarget(NamedTuple):
    """A list or file to check."""

    context: Context
    texts: Mapping[EntryKey, EntryText]
    findings: tuple[Finding, ...] = ()
    """What is wrong with entries that could not be read, or not as they were meant."""
    kind: Literal["list", "bib", "other"] = "other"
    editors: tuple[BibEditor, ...] = ()
    """What can be edited in .bib files."""

    def finding(self, violation: Violation) -> Finding:
        """The violation at its location, without the patch if `moebib fix` cannot write it."""
        text = self.texts[violation.entry]
        finding = violation.finding(text.file, *text.locate(violation.flaw.path))
        changes = violation.flaw.changes
        editor = next((editor for editor in self.editors if violation.id in editor.entries), None)
        if violation.flaw.written is not None:
            can_be_written = editor and editor.value_edits(violation.id, violation.flaw.written)
            return finding if can_be_written else replace(finding, patch=None)
        if changes is None or self.kind == "list" or (editor and editor.can_fix(violation.id, changes)):
            return finding
        return replace(finding, patch=None)

    def suppressed(self) -> set[tuple[EntryKey, str]]:
        """The entries and the codes that their comments suppress."""
        return {
            (entry, code)
            for entry, text in self.texts.items()
            for suppression in find_suppressions(text.text)
            for code in suppression.codes
        }


def read_list(root: Path, today: date) -> CheckTarget:
    """The list in *root*, with findings for the entries that cannot be read.

    Raises:
        InputError: If there is no list.
    """
    return store.read_consistently(root, lambda: _read_list(root, today))


def _read_list(root: Path, today: date) -> CheckTarget:
    library, unreadable = store.read_all(root)
    entries: list[Record | Model] = [*library.records, *library.models]
    texts = {}
    for entry in entries:
        file = store.file_of(library.config, type(entry), entry.id)
        text = store.read_text_strictly(root / file)
        texts[isinstance(entry, Model), entry.id] = EntryText(file, text, 1, partial(_locate_in_entry, text))
    old = _find_format_1(texts.values()) if library.config.format > 1 else ()  # else the list as a whole is
    findings = (*unreadable, *store.output_findings(root, library.config), *old)
    return CheckTarget(Context(library.records, library.models, library.config, today), texts, findings, "list")


def _find_format_1(texts: Iterable[EntryText]) -> Iterator[Finding]:
    """The entries in record format 1, as a merge of an old branch brings them back."""
    for text in texts:
        if may_be_format_1(text.text) and is_format_1(decode(text.text)):
            message, hint = "an entry in record format 1", "run `moebib migrate`"
            yield Finding("MB015", message, file=text.file, line=text.line, column=1, hint=hint)


def read_files(files: Iterable[Path], today: date, refused: list[InputError]) -> Iterator[CheckTarget]:
    """Files in any format that can be parsed; all .bib files are one bibliography.

    Why a file cannot be read, as its format or encoding is unknown, is added to *refused*.
    """
    bib: dict[Path, Decoded] = {}
    for file in files:
        try:
            data = store.read_bytes(file)
            format = formats.for_file(store.printable(file), data)
            if ".bib" in format.suffixes:
                decoded = decode_bytes(data)
                open_document(decoded.text, store.printable(file))
                bib[file] = decoded
            else:
                yield _read_other(file, data, format, today)
        except InputError as error:
            refused.append(error)
    if bib:
        yield _read_bib(bib, today)


def read_bytes_to_check(file: Path, data: bytes, today: date) -> CheckTarget:
    """A *file* with the content *data*, which it need not have any more.

    Raises:
        InputError: If its format is unknown.
    """
    format = formats.for_file(store.printable(file), data)
    return (
        _read_bib({file: decode_bytes(data)}, today)
        if ".bib" in format.suffixes
        else _read_other(file, data, format, today)
    )


def _read_other(file: Path, data: bytes, format: Format, today: date) -> CheckTarget:
    name = store.printable(file)
    parsed = format.parse(data, name=name)
    text, _ = format.decode(data, name)
    if parsed.is_empty:
        formats.check_without_works(format, text, name)
    texts = {(False, record.id): EntryText(name, "", 1, partial(_search, text, record)) for record in parsed.records}
    for model in parsed.models:
        texts[True, model.id] = EntryText(name, "", 1, partial(_search_name, text, model.name))
    context = Context(parsed.records, parsed.models, today=today, is_list=bool(parsed.sections))
    return CheckTarget(context, texts, condensed(parsed.findings))


def _read_bib(files: Mapping[Path, Decoded], today: date) -> CheckTarget:
    """The .bib *files*, with their texts, as one bibliography: keys are unique in all of them.

    Raises:
        InputError: If one is something else.
    """
    documents = [open_document(decoded.text, store.printable(file)) for file, decoded in files.items()]
    return _bib_target(dict(zip(documents, files.values(), strict=True)), read_entries(*documents), today)


def read_each_bib(files: Mapping[Path, Decoded], today: date) -> Iterator[CheckTarget]:
    """Each of the .bib *files*, with its text: their macros and parents may be in another one.

    Raises:
        InputError: If one is something else.
    """
    documents = [open_document(decoded.text, store.printable(file)) for file, decoded in files.items()]
    for document, decoded, entries in zip(documents, files.values(), read_each(*documents), strict=True):
        yield _bib_target({document: decoded}, entries, today)


def _bib_target(documents: Mapping[BibDocument, Decoded], entries: Iterable[ResolvedEntry], today: date) -> CheckTarget:
    findings = [document.named(decoded.finding) for document, decoded in documents.items() if decoded.finding]
    findings += (document.named(formats.EMPTY) for document in documents if formats.is_blank(document.text))
    comments = {document: _comments_above(document) for document in documents if "moebib:" in document.text}
    editors = {
        document: BibEditor(document, {}, decoded.encoding.startswith("utf") and not document.text.isascii())
        for document, decoded in documents.items()
    }
    records: list[Record] = []
    texts: dict[EntryKey, EntryText] = {}
    fields: dict[str, dict[str, str]] = {}
    for document, block, entry, troubles, *_ in entries:
        findings += (trouble for trouble in troubles if trouble.code != "MB127")  # nothing is converted
        record, problems = decode_entry(entry) if entry else (None, ())
        findings += (document.place(problem, block) for problem in problems)
        if record and entry:
            fields[record.id] = entry.fields
            above = comments.get(document)
            start = above.get(block.start, block.start) if above is not None else block.start
            shown = document.text[start : block.end] if above is not None else ""
            line = document.text.count("\n", 0, start) + 1 if "moebib:" in shown else 1
            records.append(record)
            editors[document].entries[record.id] = (block, entry, record)
            locate = partial(_locate_in_bib, document, block, record)
            texts[False, record.id] = EntryText(document.name, shown, line, locate)
    context = Context(tuple(records), today=today, is_list=False, bib_fields=fields)
    return CheckTarget(context, texts, tuple(findings), "bib", tuple(editors.values()))


def _comments_above(document: BibDocument) -> dict[int, int]:
    """Start of an entry -> start of the lines directly above it, which may hold a comment that suppresses rules."""
    starts: dict[int, int] = {}
    before: Block | None = None
    for block in document.blocks:
        if block.kind == "entry" and before:
            empty_lines = [match.start() for match in _EMPTY_LINE.finditer(before.raw.rstrip())]
            starts[block.start] = before.start + (empty_lines[-1] if empty_lines else 0)
        before = block if block.kind == "between" else None
    return starts


# Locations: each function is an EntryText.locate once its first arguments are given.


def _locate_in_entry(text: str, path: FieldPath) -> tuple[int, int]:
    return locator_of_entry(text)(path)


def _locate_in_bib(document: BibDocument, block: Block, record: Record, path: FieldPath) -> tuple[int, int]:
    """The field that the value at *path* may have been read from, or else the key."""
    names: list[str] = []
    if path[:1] == ("extra",):
        names = [str(path[1])]
    elif path:
        names = [name for row, name in fields_to_read(record.type) if row.field == path[0]]
        names += _BIB_NAMES.get(str(path[0]), ())
    starts = {field.name.lower(): field.start for field in reversed(block.fields)}
    of_key = block.key_start if block.key_start >= 0 else block.start
    return document.position(next((starts[name] for name in names if name in starts), of_key))


def _search(text: str, record: Record, path: FieldPath) -> tuple[int, int]:
    """The first place of the value in a text without known positions, or else of the identifier or title."""
    value: object = record
    for part in path:
        if isinstance(part, int) and isinstance(value, tuple):
            value = value[part] if part < len(value) else ""  # "et al." is at the index behind the last name
        else:
            value = getattr(value, str(part), "")
    clues = (*(identifier.value for identifier in record.identifiers), record.url, plain(record.title))
    values = (value, *clues) if path[:1] in (("url",), ("links",)) else (*clues, value)
    return _first(text, [value for value in values if isinstance(value, str) and value])


def _search_name(text: str, name: str, _: FieldPath) -> tuple[int, int]:
    """The first place of the name of a model, as the label of a link if it is one."""
    return _first(text, [f"[{name}]", name])


def _first(text: str, values: Iterable[str]) -> tuple[int, int]:
    """The line and column of the first of *values* that is in the text; of its beginning, if none is."""
    offset = next((start for value in values if (start := text.find(value)) >= 0), 0)
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
