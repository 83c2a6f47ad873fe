"""BibTeX and BibLaTeX files: texts to entries and records, in either dialect or in both.

Every entry becomes a record, including malformed ones and those with a duplicate key or field; each has its inherited
fields and a valid key that is unique in any case. The commands that an ``@preamble`` defines are expanded. What is not
kept or cannot be read (a malformed block, ``@comment``, an undefined macro) becomes a finding with its position. Text
between entries is skipped, unless it begins like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from moebib import formats
from moebib.errors import Finding
from moebib.formats.bibtex.bibliography import BibFiles
from moebib.formats.bibtex.document import BibDocument, Problem
from moebib.formats.bibtex.entry import BibEntry
from moebib.formats.bibtex.reader import decode_entry
from moebib.formats.bibtex.resolve.keys import UniqueKeys
from moebib.formats.bibtex.resolve.macros import Budget, Macros, define_macros, own_entry
from moebib.formats.bibtex.resolve.preamble import read_preambles
from moebib.formats.bibtex.syntax.blocks import WORD, Block
from moebib.records.record import Record
from moebib.text.conflicts import conflict_findings, find_conflicts
from moebib.text.latex import executed
from moebib.text.shorten import quote, shorten

if TYPE_CHECKING:
    from moebib.formats.bibtex.resolve.inheritance import Inheritance

__all__ = ["ResolvedEntry", "open_document", "read_each", "read_entries", "read_file", "read_records"]


def read_file(text: str) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    """All records of a .bib file, in order, and the findings.

    >>> records, findings = read_file("@book{knuth1984, title = {The {TeXbook}}} @book{cut,")
    >>> records[0].title, [finding.code for finding in findings]
    ('The TeXbook', ['MB121'])
    """
    records: list[Record] = []
    findings: list[Finding] = []
    for record, of_block in read_records(text):
        findings += of_block
        if record:
            records.append(record)
    return tuple(records), tuple(findings)


def read_records(text: str) -> Iterator[tuple[Record | None, tuple[Finding, ...]]]:
    """As ``read_file``, block by block, for files that are too long for all records to be held in memory."""
    for document, block, entry, findings, aside in read_entries(BibDocument(text)):
        if entry is None:
            yield None, (*findings, *(aside.findings if aside else ()))
            continue
        record, of_record = decode_entry(entry)
        yield record, (*findings, *(document.place(finding, block) for finding in of_record))


def open_document(text: str, name: str) -> BibDocument:
    """The .bib file called *name*.

    Raises:
        InputError: If it is something else; an empty file has no entries.
    """
    document = BibDocument(text, name)
    if not any(block.kind == "entry" for block in document.blocks):
        formats.check_without_works(formats.get("bibtex"), text, name)
    return document


class ResolvedEntry(NamedTuple):
    """A block of a file, its entry unless the block is something else or ``@xdata``, and its findings."""

    document: BibDocument
    block: Block
    entry: BibEntry | None
    findings: tuple[Finding, ...] = ()
    aside: Aside | None = None


class Aside(NamedTuple):
    """What is written of an ``@preamble``, or of an entry with the options of a style, to .bib files only."""

    text: str
    findings: tuple[Finding, ...]
    """What is not kept elsewhere."""


def read_entries(*documents: BibDocument) -> Iterator[ResolvedEntry]:
    """The entries of one or more .bib files that are one bibliography, and every other block that has findings.

    In an entry, macros and ``#`` are resolved, the commands of preambles are expanded, and inherited fields are
    included. Keys are valid as keys of records, and unique in any case. Of an entry, only the key is kept in memory, so
    that a file of any length can be read.

    >>> files = BibDocument('@string{p = "Pres"}'), BibDocument("@book{a, publisher = p # {s}}")
    >>> next(read_entries(*files)).entry.fields
    {'publisher': 'Press'}
    """
    bibliography = _Bibliography(documents)
    keys = UniqueKeys(bibliography.files, bibliography.macros)
    for document in documents:
        yield from bibliography.read(document, keys)
    yield from bibliography.unused()


def read_each(*documents: BibDocument) -> Iterator[Iterator[ResolvedEntry]]:
    """As ``read_entries``, but for each file alone: keys are unique in each, so that each can be edited."""
    bibliography = _Bibliography(documents)
    for document in documents:
        yield bibliography.read(document, UniqueKeys(bibliography.files, bibliography.macros))


class _Bibliography:
    """One or more .bib files, while they are read."""

    def __init__(self, documents: Sequence[BibDocument]) -> None:
        self.files = BibFiles(*documents)
        self._budget = Budget(sum(len(document.text) for document in documents))
        self.macros = Macros(self._budget)
        self._preambles = read_preambles(self.files)
        self._has_references = any("xdata=" in document.text for document in documents)
        self._containers: dict[int, tuple[BibDocument, Block]] = {}
        if len(documents) > 1:  # a macro may be defined in a later file
            for document in documents:
                macros = self.macros.in_file(self.files.span_of(document))
                for block in document.blocks:
                    if block.kind == "string":
                        define_macros(block, macros, [])

    def read(self, document: BibDocument, keys: UniqueKeys) -> Iterator[ResolvedEntry]:
        """The entries of a file, and every other block that has findings."""
        span = self.files.span_of(document)
        macros = self.macros.in_file(span)
        spans, in_conflict = find_conflicts(document.text), iter(conflict_findings(document.text))
        for block in document.blocks:
            conflicts = [(start, end) for start, end in spans if start < block.end and block.start < end]
            if conflicts:  # which side is right is not known, so nothing is read
                begun = islice(in_conflict, sum(start >= block.start for start, _ in conflicts))
                yield ResolvedEntry(document, block, None, tuple(map(document.named, begun)))
                continue
            if block.kind == "between":
                problems = [] if block.raw.isspace() else list(_unread(block))
                if problems:
                    yield ResolvedEntry(document, block, None, document.findings(block, problems))
                continue
            problems = _syntax_problems(block) if block.problem else []
            entry: BibEntry | None = None
            if block.kind == "entry" and _is_of_style(block) and not block.problem:
                message = f"not kept: @{block.type} {block.key!r}, which has options of a style"
                kept = Aside(f"{block.raw}\n", document.findings(block, [Problem("MB127", message, at=block.start)]))
                yield ResolvedEntry(document, block, None, (), kept)
                continue
            at = span[0] + block.start
            if block.kind == "entry":
                written = own_entry(block, macros, problems)
                entry = self._complete(written, at, problems)
                if written.type == "xdata":
                    self._containers[at] = document, block
                    entry = None
                elif not written.fields and not block.key:
                    message = f"entry without key and fields: @{block.type}"
                    problems = [Problem("MB121", message, "complete or remove it")]
                    entry = None
                elif not keys.claim(block.key, at):
                    entry = keys.assign(at, written, entry, problems)
                if entry and self._preambles.definitions:
                    entry = self._preambles.expand(entry, problems)
            elif block.kind == "string":
                define_macros(block, macros, problems)
            elif block.kind == "preamble" and not block.problem:
                preamble = self._preambles.by_start[at]
                kept = Aside(preamble.text, document.findings(block, preamble.only_here))
                yield ResolvedEntry(document, block, None, document.findings(block, preamble.problems), kept)
            elif block.kind != "failed":
                problems.append(Problem("MB127", f"not kept: @{block.kind}", at=block.start))
            if entry or problems:
                findings = document.findings(block, problems, entry.key if entry else None) if problems else ()
                yield ResolvedEntry(document, block, entry, findings)

    def _complete(self, entry: BibEntry, at: int, problems: list[Problem]) -> BibEntry:
        """The entry that starts at an offset, with what it inherits."""
        fields = entry.fields
        inherits = "crossref" in fields or "xdata" in fields
        if inherits or (self._has_references and any("xdata=" in value for value in fields.values())):
            return self._inheritance.complete(entry, at, problems)
        return entry

    @cached_property
    def _inheritance(self) -> Inheritance:
        from moebib.formats.bibtex.resolve.inheritance import Inheritance  # few files need it

        return Inheritance(self.files, self.macros, self._budget)

    def unused(self) -> Iterator[ResolvedEntry]:
        """The ``@xdata`` entries to which no entry that was read refers."""
        used = self._inheritance.used_containers if self._containers else set()
        for at, (document, block) in self._containers.items():
            if at not in used:
                problem = Problem("MB127", f"not kept: @xdata {block.key!r}, to which no entry refers")
                yield ResolvedEntry(document, block, None, document.findings(block, [problem]))


def _is_of_style(block: Block) -> bool:
    """Whether REVTeX or IEEEtran.bst reads its options from the entry, which is no work, and prints nothing of it."""
    if block.type.lower() == "control":
        titles = (field.value.strip('{}" ') for field in block.fields if field.name.lower() == "title")
        is_of_style = next(titles, "") in ("", "0", "1")
    else:
        is_of_style = block.type.lower() == "ieeetranbstctl"
    return is_of_style and not any(executed(field.value) for field in block.fields)


# At the beginning of a line: "@article[key, author =", "@article author = {", "@{key,"
_UNREAD = re.compile(
    rf"(?m)^[^\S\n]*(@[^\n{{}}=,@]{{0,200}}[^\S\n]*,\s*{WORD}\s*=|@{WORD}\s+{WORD}\s*=\s*[{{\"]|"
    rf"@[^\n{{}}=,@]{{0,200}}[{{(]\s*[^\s,{{}}()]{{1,200}}\s*,)"
)


def _unread(block: Block) -> Iterator[Problem]:
    """What begins like an entry in the text between the blocks, which BibTeX skips."""
    for match in _UNREAD.finditer(block.text, block.start, block.end):
        lacks = "no type before its brace" if match[1][1:].lstrip()[:1] in ("{", "(") else "no brace before its key"
        message = f"unreadable block, {lacks}: {shorten(match[1])}"
        yield Problem("MB121", message, "begin it with @, the type, an opening brace and the key", at=match.start(1))


_COMMENTS = re.compile(r"%[^\r\n]*+")
_MOST_PARTS = 10


def _unread_parts(block: Block) -> Iterator[str]:
    """The text of a malformed entry that is in none of its fields, without comments."""
    at = (
        block.key_start + len(block.key)
        if block.key_start >= 0
        else block.fields[0].start
        if block.fields
        else block.end
    )
    for start, end in [*((field.start, field.end) for field in block.fields), (block.end, block.end)]:
        text = _COMMENTS.sub("", block.text[at:start]).strip("\t\r\n ,")
        if start == block.end:
            text = text.removesuffix("}").removesuffix(")")
        text = " ".join(text.strip("\t\r\n ,").split())
        if text.strip("{}() ,"):
            yield text
        at = max(at, end)


def _syntax_problems(block: Block) -> list[Problem]:
    """What the scanner found in a block that is not well formed; a missing key is reported when it gets one."""
    at = block.problem_start if block.problem_start >= 0 else block.start
    if block.kind == "failed":
        message = f"unreadable block, {block.problem}: {shorten(block.raw)}"
        return [Problem("MB121", message, "repair it; nothing was read from it", at=at)]
    if block.kind == "entry" and block.problem == "missing key":
        return []
    unread = "; ".join(map(quote, islice(_unread_parts(block), _MOST_PARTS))) if block.kind == "entry" else ""
    rest = f"these parts are not read: {unread}" if unread else "what could be read is kept"
    hint = f"check whether something is missing; {rest}"
    return [Problem("MB132", f"malformed entry, {block.problem}: {block.key or '@' + block.type}", hint, at=at)]
