"""`moebib import`: add the works of a file to a list; new works get a key, known works what is new about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from moebib import formats, store
from moebib.commands.continuations import continuations_of
from moebib.commands.reading import SectionSummary, summarised
from moebib.errors import Finding, InvalidRecord
from moebib.formats import Format, ParsedFile
from moebib.library.config import Config, Section
from moebib.library.library import Library
from moebib.merging.diff import diff_records
from moebib.merging.merge import UNITED_FIELDS, add_publications, unite
from moebib.merging.same import find_same
from moebib.normalise.journals import JournalNames
from moebib.records.citekey import make_key
from moebib.records.identifier import Identifier
from moebib.records.model import Model
from moebib.records.record import Record, Relation
from moebib.records.references import with_references
from moebib.store import ChangeSet
from moebib.toml.validation import check_key

__all__ = ["ImportReport", "Intake", "import_files", "read_works", "take_in"]


class ImportReport(NamedTuple):
    """What an import did, or would do."""

    changes: ChangeSet
    added: int
    updated: int
    """Works that were in the list already and got another section, label, link or title."""
    known: int
    """Works that were in the list already, with nothing new."""
    added_models: int
    findings: tuple[Finding, ...]
    sections: tuple[SectionSummary, ...] = ()
    """What was read, if the file is a list of papers."""

    @property
    def not_understood(self) -> int:
        """How many findings report something that was not understood."""
        return sum(finding.level == "error" for finding in self.findings)


def import_files(
    files: Sequence[Path],
    folder: Path,
    *,
    format: str | None = None,
    journals: JournalNames | None = None,
    write: bool = True,
) -> ImportReport:
    """Add the works of a file, or of several .bib files, to the list of *folder*; without one, it is created there.

    Raises:
        InputError: If the format is unknown, a file is not UTF-8 or no bibliography, or several are not .bib files.
        InvalidRecord: If nothing in the files can be read.
    """
    existing = store.find_root(folder)
    root = existing or folder
    with store.lock(root, write=write):
        library = store.read(root) if existing else Library()
        source, parsed, _ = read_works(files, library.config, format=format)
        if journals:
            records, unknown = journals.knowing((*library, *parsed.records)).all_written(parsed.records)
            parsed = replace(parsed, records=records, findings=(*parsed.findings, *unknown))
        intake = take_in(library, parsed, source=store.printable(files[0]))
        is_new = existing is None
        texts = store.plan_entries(root, intake.works, intake.models, sections=intake.sections, is_new=is_new)
        changes = ChangeSet.plan(root, texts)
        if write:
            changes.apply()
    added = sum(work.id not in library for work in intake.works)
    return ImportReport(
        changes=changes,
        added=added,
        updated=len(intake.works) - added,
        known=len(parsed.records) - len(intake.works),
        added_models=len(intake.models),
        findings=intake.findings,
        sections=summarised(parsed, library.config.sections) if source.name == "paper-list" else (),
    )


def read_works(
    files: Sequence[Path], config: Config | None = None, *, format: str | None = None, may_be_empty: bool = False
) -> tuple[Format, ParsedFile, Mapping[str, str]]:
    """The content of a file, or of several .bib files as one, with its format and the texts that continue it.

    Raises:
        InputError: If the format is unknown, a file is not UTF-8 or no bibliography, or several are not .bib files.
        InvalidRecord: If nothing in the files can be read.
    """
    data = {store.printable(file): store.read_bytes(file) for file in files}
    source = formats.for_files(data, name=format)
    others: Mapping[str, str] = {}
    if len(data) > 1:
        parsed = source.parse_all(data)
    else:
        ((name, content),) = data.items()
        others = continuations_of(files[0], content, source)
        parsed = source.parse(content, config, name=name, others=others)
    if parsed.is_empty and not may_be_empty:
        for other, content in data.items():
            formats.check_without_works(source, source.decode(content, other)[0], other)
    if not (parsed.is_empty or parsed.records or parsed.models or parsed.sections):
        raise InvalidRecord(parsed.findings)
    return source, parsed, others


class Intake(NamedTuple):
    """The entries to be written, and the findings about them."""

    works: tuple[Record, ...]
    """New works, and known works with something new about them."""
    models: tuple[Model, ...]
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]


def take_in(library: Library, parsed: ParsedFile, *, source: str) -> Intake:
    """The entries that change when the content of the file *source* is added to *library*.

    Known works keep all they have; only identifiers, sections, labels, links and titles are added.
    """
    works = _Works(library)
    for record in parsed.records:
        works.add(record)
    listed = {model.id.lower() for model in library.models}
    models = tuple(works.with_known_papers(model) for model in parsed.models if model.id.lower() not in listed)
    changed = works.changed()
    findings = (*parsed.findings, *works.findings)
    return Intake(
        works=changed,
        models=models,
        sections=_sections(library, parsed),
        findings=tuple(replace(finding, file=finding.file or source) for finding in findings),
    )


class _Works:
    """The works of a library while the works of a file are added."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.keys: dict[str, str] = {}
        """Key in the file -> key in the library."""
        self.findings: list[Finding] = []
        self._relations: defaultdict[str, list[Relation]] = defaultdict(list)
        self._now: dict[str, Record] = {}
        self._new: dict[Identifier, str] = {}
        self._taken = {key.lower() for record in library for key in (record.id, *record.ids)}

    def add(self, record: Record) -> None:
        """Add *record* under a new key, or what is new in it to the same work.

        Its relations are added in the end, when the new keys of all works are known.
        """
        relations = record.relations
        if relations:
            record = record.evolve(relations=())
        listed = find_same(self.library, record)
        key = listed.id if listed else self._key_of_new(record)
        if key is None:
            work = self._with_key(record)
        else:
            same = self._now.get(key) or listed or record
            record = self._without_those_of_others(record, key)
            work = add_publications(same, record)
            self._report(same, record)
        self.keys[record.id] = work.id
        self._relations[work.id] += relations
        self._taken.add(work.id.lower())
        self._now[work.id] = work
        for identifier in work.all_identifiers:
            if identifier.is_of_one_work:
                self._new[identifier.canonical] = work.id

    def changed(self) -> tuple[Record, ...]:
        """The works that are new or differ from those of the library."""
        old = {record.id: record for record in self.library}
        works = [self._with_relations(work) for work in self._now.values()]
        return tuple(work for work in works if work != old.get(work.id))

    def with_known_papers(self, model: Model) -> Model:
        """*model* with the papers in the library or the file, by their keys in the library."""
        known = tuple(paper for paper in model.papers if self._is_known(paper, model))
        return with_references(model.evolve(papers=known), self.keys)

    def _with_relations(self, work: Record) -> Record:
        if not self._relations[work.id]:
            return work
        added = work.evolve(relations=self._relations[work.id])
        known = (relation for relation in added.relations if not relation.key or self._is_known(relation.key, work))
        added = with_references(added.evolve(relations=tuple(known)), self.keys)
        added = added.evolve(relations=tuple(relation for relation in added.relations if not relation.is_to(work)))
        return unite(work, added)

    def _is_known(self, key: str, entry: Record | Model) -> bool:
        """Whether a work with this key is in the library or the file; if it is not, that is a finding."""
        is_known = key.lower() in map(str.lower, self.keys) or key in self.library
        if not is_known:
            self.findings.append(Finding("MB011", f"no entry {key!r}", entry.id, hint="the reference is left out"))
        return is_known

    def _key_of_new(self, record: Record) -> str | None:
        """The key of a work added before that has an identifier of *record*."""
        identifiers = (identifier.canonical for identifier in record.all_identifiers if identifier.is_of_one_work)
        return next((self._new[identifier] for identifier in identifiers if identifier in self._new), None)

    def _without_those_of_others(self, record: Record, key: str) -> Record:
        """*record*, which is the work *key*, without identifiers that the entries of other works have."""
        owners = {identifier: self._owner(identifier) for identifier in record.all_identifiers}
        others = {identifier: owner for identifier, owner in owners.items() if owner not in (None, key)}
        for identifier, owner in others.items():
            message = f"{identifier} is also an identifier of {owner!r}; not added to {key!r}"
            self.findings.append(Finding("MB007", message, record.id, hint="a work should have one entry only"))
        if not others:
            return record
        return record.evolve(
            identifiers=[identifier for identifier in record.identifiers if identifier not in others],
            versions=[
                version.evolve(identifiers=[own for own in version.identifiers if own not in others])
                for version in record.versions
            ],
        )

    def _owner(self, identifier: Identifier) -> str | None:
        if not identifier.is_of_one_work:
            return None
        if identifier.canonical in self._new:
            return self._new[identifier.canonical]
        listed = self.library.find(identifier)
        return listed.id if listed else None

    def _with_key(self, record: Record) -> Record:
        is_free = record.id.lower() not in self._taken and check_key(record.id) is None
        named = self.library.config.known_people.with_main_names(record)
        return record if is_free else record.evolve(id=make_key(named, self._taken))

    def _report(self, same: Record, record: Record) -> None:
        diffs = diff_records(same, record, ignore=UNITED_FIELDS)
        if fields := [diff.field for diff in diffs if diff.is_conflict]:
            message = f"{record.id!r} is the same work as {same.id!r}, which is kept unchanged"
            hint = f"they differ in {', '.join(fields)}"
            self.findings.append(Finding("MB103", message, record.id, hint=hint))


def _sections(library: Library, parsed: ParsedFile) -> tuple[Section, ...]:
    """The new sections of the file and, if the library has sections, one for each tag without a section."""
    sections = {section.tag: section for section in parsed.sections}
    if library.config.sections or sections:
        for tag in dict.fromkeys(tag for record in parsed.records for tag in record.tags):
            heading = tag.rpartition("/")[2].replace("-", " ").capitalize()
            sections.setdefault(tag, Section(tag=tag, heading=heading))
    return tuple(section for tag, section in sections.items() if tag not in library.config.tags)
