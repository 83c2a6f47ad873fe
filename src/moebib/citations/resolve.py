"""Works for cited keys, found in a list or in files and read one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from moebib import formats, store
from moebib.citations import ALL
from moebib.citations.documents import CitedKey
from moebib.errors import Finding, InvalidIdentifier
from moebib.formats.bibtex import (
    BibDocument,
    BibFiles,
    Dialect,
    Excerpt,
    Preamble,
    decode_entry,
    excerpt_entries,
    join_excerpts,
    members_of_set,
    open_document,
    portable_entries,
    read_entries,
    read_file,
    read_preambles,
    unite_preambles,
    values_executed,
)
from moebib.library.keys import KeyIndex
from moebib.records.identifier import Identifier, parse_identifier
from moebib.records.record import Record
from moebib.text.conflicts import conflict_findings
from moebib.text.encoding import decode_bytes
from moebib.text.suggest import suggestion

__all__ = ["CitedWork", "WorkSource", "copy_entries", "missing_keys", "read_works", "resolve", "works_of"]


@dataclass(frozen=True, eq=False)
class WorkSource:
    """A list or files from which cited works are taken: records or, of .bib files, their texts."""

    records: KeyIndex[Record]
    files: BibFiles | None = None
    """The .bib files, whose entries are only read when they are cited, and can be copied as they are written."""
    findings: tuple[Finding, ...] = ()

    @cached_property
    def _preambles_by_start(self) -> Mapping[int, Preamble]:
        return read_preambles(self.files).by_start if self.files else {}

    @property
    def preambles(self) -> tuple[Preamble, ...]:
        """The preambles of a .bib file."""
        return tuple(self._preambles_by_start.values())

    @cached_property
    def preamble(self) -> str:
        """What is harmless of them."""
        return unite_preambles(self.preambles)

    @property
    def preamble_findings(self) -> Iterator[Finding]:
        """What is not."""
        for start, preamble in self._preambles_by_start.items():
            if self.files:
                yield from self.files.document_at(start).findings(self.files.block_at(start), preamble.problems)

    def find(self, key: str) -> CitedWork | None:
        """The work with *key*, in any case or as a former key, otherwise with the identifier that *key* is."""
        work = self._with_key(key)
        if work is None and (identifier := _identifier_in(key)) and identifier in self._by_identifier:
            work = self._with_key(self._by_identifier[identifier])
        return work._replace(cited_as=key) if work else None

    def _with_key(self, key: str) -> CitedWork | None:
        if self.files:
            at = self.files.find(key)
            return None if at is None else CitedWork(key, self.files.block_at(at).key, self, at)
        record = self.records.find(key)
        return CitedWork(key, record.id, self) if record else None

    @cached_property
    def _by_identifier(self) -> Mapping[Identifier, str]:
        """The keys of all works by their identifiers; the whole source is read for it."""
        entries = read_entries(*self.files.documents) if self.files else ()
        of_files = (decode_entry(resolved.entry)[0] for resolved in entries if resolved.entry)
        works = of_files if self.files else map(self.records.exact, self.records)
        pairs = ((identifier.canonical, work.id) for work in works if work for identifier in work.all_identifiers)
        return dict(reversed([*pairs]))  # the first work with an identifier counts

    def all_keys(self) -> tuple[str, ...]:
        """The keys of all works, without former ones."""
        return tuple(self.files.works() if self.files else self.records)


class CitedWork(NamedTuple):
    """A work under the key it is cited by."""

    cited_as: str
    key: str
    """Its own key in the source."""
    source: WorkSource
    at: int = -1
    """Where it starts in .bib files."""

    @property
    def file(self) -> str:
        """The .bib file that it is in."""
        return self.source.files.document_at(self.at).name if self.source.files else ""

    @property
    def members(self) -> list[CitedWork]:
        """The works of a set of BibLaTeX, none of which is a part of another format."""
        keys = members_of_set(self.source.files, self.at) if self.source.files else []
        return [work for key in keys if (work := self.source.find(key))]

    def losses(self, title: str) -> Iterator[Finding]:
        """What is not copied to the format with this *title*, because TeX does more with it than print."""
        files = self.source.files
        for loss in values_executed(files, self.at) if files else ():
            for finding in loss.findings(self.cited_as, title):
                line, _ = files.document_at(self.at).position(files.block_at(self.at).start) if files else (None, None)
                yield replace(finding, file=self.file, line=line)

    def read(self) -> tuple[Record | None, tuple[Finding, ...]]:
        """The record under the key it is cited by, and the findings of reading it."""
        files = self.source.files
        if files is None:
            record = self.source.records.exact(self.key)
            return (_with_key(record, self.cited_as) if record else None), ()
        # Read alone with what it refers to: the rest of a big file costs nothing, and a broken entry affects no other.
        excerpt = join_excerpts(
            excerpt_entries(files, {self.cited_as: self.at}, for_reading=True), [self.source.preamble]
        )
        records, findings = read_file(excerpt)
        findings = tuple(finding for finding in findings if finding.code != "MB127")  # those are of the file
        record = next((record for record in records if record.id == self.cited_as), None)
        if findings:
            line, _ = files.document_at(self.at).position(files.block_at(self.at).start)
            findings = tuple(replace(finding, file=self.file, line=line, column=None) for finding in findings)
        return (_with_key(record, self.cited_as) if record else None), tuple(findings)


def _identifier_in(key: str) -> Identifier | None:
    """The identifier that *key* is, as in manubot's ``@doi:10.1000/x``."""
    try:
        return parse_identifier(key).canonical
    except InvalidIdentifier:
        return None


def _with_key(record: Record, key: str) -> Record:
    """The record under another key, which is then not one of its former keys."""
    if record.id == key and key not in record.ids:
        return record
    return record.evolve(id=key, ids=tuple(former for former in record.ids if former.lower() != key.lower()))


def resolve(
    cited_keys: Iterable[CitedKey], sources: Sequence[WorkSource], fallback: Sequence[WorkSource] = ()
) -> dict[str, CitedWork]:
    """The work of each cited key that has one, in the order of the citations; ``*`` adds all other works of *sources*.

    *fallback* is searched for the keys that *sources* do not have.
    """
    works: dict[str, CitedWork] = {}
    cites_all = False
    for cited in cited_keys:
        cites_all |= cited.key == ALL
        work = next((work for source in (*sources, *fallback) if (work := source.find(cited.key))), None)
        if work:
            works.setdefault(cited.key, work)
    if cites_all:
        taken = {key.lower() for work in works.values() for key in (work.cited_as, work.key)}
        for source in sources:
            for key in sorted(source.all_keys(), key=lambda key: (key.lower(), key)):
                if key.lower() not in taken and (work := source.find(key)):
                    taken.add(key.lower())
                    works[key] = work
    return works


def missing_keys(
    cited_keys: Iterable[CitedKey], resolved: Collection[str], sources: Iterable[WorkSource]
) -> Iterator[Finding]:
    """A finding (MB141) for each cited key that is not *resolved*, with the most similar key that there is."""
    all_keys: list[str] | None = None
    for cited in cited_keys:
        if cited.key in resolved or cited.key == ALL:
            continue
        if all_keys is None:
            all_keys = [key for source in sources for key in source.all_keys()]
        message, hint = f"no entry {cited.key!r}", suggestion(cited.key, all_keys)
        yield Finding("MB141", message, cited.key, None, cited.file, cited.line, cited.column, hint)


def copy_entries(files: BibFiles, works: Iterable[CitedWork], dialect: Dialect) -> list[Excerpt]:
    """The entries that *dialect* can hold as they are written, under the keys they are cited by, with their parents."""
    wanted = {work.cited_as: work.at for work in works}
    portable = portable_entries(files, wanted.values(), dialect)
    return excerpt_entries(files, {cited_as: at for cited_as, at in wanted.items() if at in portable})


def works_of(records: Iterable[Record], findings: tuple[Finding, ...] = ()) -> WorkSource:
    """A source of records; of two records with one key, the first counts."""
    index: KeyIndex[Record] = KeyIndex()
    for record in records:
        index.add(record.id, record, former=record.ids)
    return WorkSource(index, findings=findings)


def read_works(paths: Iterable[Path]) -> list[WorkSource]:
    """The works of files in any format that can be read, one source for each file; all .bib files are one.

    Raises:
        InputError: If a format is unknown, or a file is in none.
    """
    sources: list[WorkSource] = []
    documents: list[BibDocument] = []
    findings: list[Finding] = []
    place = 0
    for path in paths:
        data, name = store.read_bytes(path), store.printable(path)
        format = formats.for_file(name, data)
        if ".bib" in format.suffixes:
            decoded = decode_bytes(data)
            document = open_document(decoded.text, name)
            of_file = [decoded.finding] if decoded.finding else []
            findings += map(document.named, (*of_file, *conflict_findings(decoded.text)))
            place = place if documents else len(sources)
            documents.append(document)
            continue
        parsed = format.parse(data, name=name)
        if parsed.is_empty:
            formats.check_without_works(format, format.decode(data, name)[0], name)
        sources.append(works_of(parsed.records, parsed.findings))
    if documents:
        sources.insert(place, WorkSource(KeyIndex(), BibFiles(*documents), tuple(findings)))
    return sources
