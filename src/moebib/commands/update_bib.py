"""Update .bib files: preprints become their publications, and what else is known about the works is reported."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moebib import store
from moebib.checks.rules.state import RETRACTION_NOT_RECORDED
from moebib.codes import CODES
from moebib.commands.bib_editor import BibEditor
from moebib.commands.inputs import read_each_bib
from moebib.commands.update import Updated, unknown_identifiers
from moebib.errors import Finding, InputError, InvalidRecord
from moebib.formats.bibtex import BibStyle, Edit, Replacement, apply_edits, replace_values, style_of, with_missing
from moebib.lookup.lookup import Lookup, answers_in
from moebib.lookup.other_titles import publications_of_other_title
from moebib.lookup.published import look_up_works, unavailable_for
from moebib.lookup.reconcile import reconcile
from moebib.lookup.update import Aspect, FieldUpdate, RecordUpdate, answers_about, is_unpublished, update_record
from moebib.merging.diff import diff_parts
from moebib.normalise.rules import et_al
from moebib.records.answer import Found
from moebib.records.archives import archive_of_identifier
from moebib.records.equivalence import equivalent_names, is_archive
from moebib.records.identifier import Identifier
from moebib.records.publication import Origin, Status
from moebib.records.record import Record
from moebib.store import ChangeSet, FileChange
from moebib.text.encoding import Decoded, decode_bytes, encode_text
from moebib.text.suggest import suggest

if TYPE_CHECKING:
    from moebib.lookup.client import Client

__all__ = ["STDIN", "BibFile", "choose", "open_bib_files", "save", "update"]

STDIN = "-"
_CUT_OFF, _RENAMED = "a list that ends in and others", "an earlier version"
_SEVERAL = 3
_MAY_BE_PREPRINTS = ("article", "article-journal", "document", "manuscript", "report", "webpage")
"""The types of entries that are preprints if they are in an archive and name no venue."""


@dataclass
class BibFile:
    """A .bib file, and the edits of its entries so far."""

    path: str
    """As the user named it; ``STDIN`` for stdin."""
    content: bytes
    decoded: Decoded
    editor: BibEditor
    unread: tuple[Finding, ...]
    """Why some entries could not be read; they stay as they are."""
    edits: list[Edit] = field(default_factory=list)

    @property
    def records(self) -> list[Record]:
        """The works of the file, with everything that is a preprint marked as one."""
        return [_as_preprint(record) for _, _, record in self.editor.entries.values()]

    @cached_property
    def _style(self) -> BibStyle:
        return style_of(self.editor.document, unicode=self.editor.unicode)

    def update(self, record: Record, update: RecordUpdate, only: Collection[Aspect], *, fill: bool) -> Updated:
        """Note the edits for the *update* of *record*, and what is to be reported about it."""
        block, entry, written = self.editor.entries[record.id]
        new = update.record
        is_publication = is_unpublished(record) and not is_unpublished(new)
        findings = [*update.findings, *_retraction(written, update)]
        if is_unpublished(record) and not is_publication:  # arXiv's own entries have the year of the latest version
            findings = [finding for finding in findings if (finding.code, finding.field) != ("MB201", "issued")]
        changes: tuple[FieldUpdate, ...] = ()
        if is_publication or (fill and not only):
            new = new if is_publication else with_missing(entry, written, new)
            replacement = replace_values(block, entry, written, new, self._style, is_publication=is_publication)
            problem = self._problem_of(written, replacement, update)
            if replacement and not problem:
                self.edits += replacement.edits
                changes = _changes(written, replacement.record, update)
            findings += [problem] if problem else []
        placed = (self.editor.document.place(finding, block) for finding in findings)
        name = store.printable(self.path)
        return Updated(record.id, changes, tuple(replace(finding, file=name) for finding in placed), file=self.path)

    def correct(self, record: Record, changes: Mapping[str, Any]) -> bool:
        """Note the edits that give the entry that was read as *record* these values; whether that is possible."""
        block, entry, written = self.editor.entries.get(record.id, (None, None, None))
        if block is None or entry is None or written != record:
            return False
        new = record.evolve(**changes)
        replacement = replace_values(block, entry, record, new, self._style, is_publication=False)
        if not replacement or not self._can_write(replacement.edits):
            return False
        self.edits += replacement.edits
        return bool(replacement.edits)

    def _problem_of(self, old: Record, new: Replacement | None, update: RecordUpdate) -> Finding | None:
        """Why the entry *old* cannot become *new*; a work is not to be in the bibliography twice."""
        if new is None or not self._can_write(new.edits):
            message = f"cannot write what is new into this entry: {', '.join(_names(update))}"
            return Finding("MB204", message, old.id, hint="repair the entry, or change it by hand")
        for identifier in new.record.identifiers:
            other = self._owners.get(identifier.canonical)
            if other and identifier not in old.identifiers:
                message = f"{identifier} is also an identifier of {other!r}"
                return Finding("MB007", message, old.id, "identifiers", hint=f"cite {other!r} in place of {old.id!r}")
        return None

    @cached_property
    def _owners(self) -> dict[Identifier, str]:
        """Identifier -> the key of the first entry that has it."""
        works = reversed([record for _, _, record in self.editor.entries.values()])
        return {identifier.canonical: work.id for work in works for identifier in work.identifiers
                if identifier.is_of_one_work}  # fmt: skip

    def _can_write(self, edits: Sequence[Edit]) -> bool:
        """Whether *edits* change nothing else, and the encoding has all letters of the new values."""
        if self.decoded.encoding == "utf-8" and not self._is_malformed:
            return True
        try:
            encode_text(apply_edits(self.editor.document, edits), self.decoded)
        except (InputError, UnicodeEncodeError):
            return False
        return True

    @cached_property
    def _is_malformed(self) -> bool:
        return any(block.problem for block in self.editor.document.blocks)

    @property
    def change(self) -> FileChange:
        """The change of the file, which may be none."""
        text = apply_edits(self.editor.document, self.edits)
        return FileChange(self.path, self.decoded.text, text, encode_text(text, self.decoded))


def open_bib_files(files: Mapping[str, bytes | None], today: date) -> list[BibFile]:
    """.bib files by their paths, with the content of those that have been read already.

    Macros and parents may be in another one of them.

    Raises:
        InputError: If one is something else, or has an unresolved merge conflict.
    """
    contents = {path: store.read_bytes(Path(path)) if data is None else data for path, data in files.items()}
    decoded = {path: decode_bytes(content) for path, content in contents.items()}
    # Refuses a file of git or of a list before any query.
    ChangeSet(tuple(FileChange(path, of_file.text, of_file.text) for path, of_file in decoded.items()))
    targets = read_each_bib({Path(path): of_file for path, of_file in decoded.items()}, today)
    opened = []
    for path, target in zip(contents, targets, strict=True):
        if conflicts := [finding for finding in target.findings if finding.code == "MB014"]:
            raise InvalidRecord(conflicts)
        (editor,) = target.editors
        unread = tuple(finding for finding in target.findings if CODES[finding.code].is_entry_lost)
        opened.append(BibFile(path, contents[path], decoded[path], editor, unread))
    return opened


def choose(
    files: Sequence[BibFile], only: Collection[Aspect], keys: Iterable[str] = ()
) -> list[tuple[BibFile, Record]]:
    """The works to look up: those with *keys*, or all; only preprints, if only their publication matters.

    Raises:
        InputError: If no entry has one of the keys.
    """
    works = [(file, record) for file in files for record in file.records]
    wanted = {key.lower() for key in keys}
    all_keys = [record.id for _, record in works]
    if missing := sorted(wanted - {key.lower() for key in all_keys}):
        names = ", ".join(store.printable(file.path) for file in files)
        raise InputError(f"no entry {missing[0]!r} in {names}{suggest(missing[0], all_keys)}")
    return [
        (file, record)
        for file, record in works
        if (not wanted or record.id.lower() in wanted) and (set(only) != {"published"} or is_unpublished(record))
    ]


def update(
    works: Sequence[tuple[BibFile, Record]], client: Client, *, only: Collection[Aspect] = (), fill: bool = False
) -> Iterator[Updated]:
    """Update each of *works*, in their order; the edits are in their files, and nothing is written.

    Only the entries of preprints that have been published change; with *fill*, empty fields of others do, too.
    """
    lookups = look_up_works([record for _, record in works], client, only, update=_update_of)
    for (file, record), of_work in zip(works, lookups, strict=True):
        yield _update(file, record, of_work, only, fill=fill)


def save(files: Iterable[BibFile], *, write: bool) -> ChangeSet:
    """The changes of *files*; with *write*, those of named files are made.

    Raises:
        InputError: If a file was changed since it was read; then nothing is written.
    """
    changed = [(file, change) for file in files if (change := file.change).old != change.new]
    named = [(file, change) for file, change in changed if file.path != STDIN] if write else []
    with ExitStack() as locks:
        for file, change in sorted(named, key=lambda pair: pair[0].path):  # no two processes wait for each other
            locks.enter_context(store.lock(Path(file.path)))
            if store.read_bytes(Path(file.path)) != file.content:
                hint = "run the same command again; the responses are cached"
                raise InputError(f"changed in the meantime, so it is not written\nhint: {hint}", where=change.name)
        ChangeSet(tuple(change for _, change in named)).apply()
    return ChangeSet(tuple(change for _, change in changed))


def _update(
    file: BibFile, record: Record, lookups: Sequence[Lookup], only: Collection[Aspect], *, fill: bool
) -> Updated:
    if not lookups:
        return Updated(record.id, is_queried=False, file=file.path)
    answers = answers_in(lookups)
    update = _update_of(record, answers, only)
    findings = (*unknown_identifiers(record.id, lookups), *update.findings)
    update = update._replace(findings=(*findings, *publications_of_other_title(update.record, lookups)))
    unavailable = unavailable_for(lookups)
    updated = file.update(record, update, only, fill=fill)
    about = answers_about(update.record, answers).answers if updated.changes else ()
    doubts = reconcile(about).doubts if about else ()
    return updated._replace(unavailable=unavailable, doubts=doubts)


def _update_of(record: Record, answers: Sequence[Found], only: Collection[Aspect] = ()) -> RecordUpdate:
    """The update of *record*; a preprint may have got another title before it was published.

    It is recognised by its identifier and its authors, of whom there must be several: one person has many works.
    """
    update = update_record(record, answers, only=only)
    is_renamed = any(
        set(record.identifiers) & set(answer.record.identifiers)
        and len(record.author) >= _SEVERAL
        and equivalent_names(record.author, answer.record.author)
        for answer in answers
    )
    if not (is_renamed and record.title and is_unpublished(record) and is_unpublished(update.record)):
        return update
    origin = Origin.of(_RENAMED, date.min, record.to_dict()["title"])
    renamed = update_record(record.evolve(origin={**record.origin, "title": origin}), answers, only=only)
    return update if is_unpublished(renamed.record) else renamed


def _as_preprint(record: Record) -> Record:
    """*record* as a preprint, if it names no other venue than an archive: many are entered as articles or reports."""
    if not (is_unpublished(record) or _is_only_deposited(record)):
        return record
    record = et_al(record)
    author = record.to_dict().get("author")
    # A list of authors that was cut off is not one to keep.
    origin = {"author": Origin.of(_CUT_OFF, date.min, author)} if record.author.others else {}
    return record.evolve(type="article", genre="preprint", origin=origin)


def _is_only_deposited(record: Record) -> bool:
    """Whether an entry has an identifier of an archive, or an archive as its publisher, and no venue."""
    venues = [name for name in (record.container_title, record.container_title_short, record.publisher) if name]
    if record.type not in _MAY_BE_PREPRINTS or not all(map(is_archive, venues)):
        return False
    return bool(venues) or any(map(archive_of_identifier, record.identifiers))


def _retraction(old: Record, update: RecordUpdate) -> Iterator[Finding]:
    """A finding for a retraction or withdrawal that the entry does not record."""
    status: Status | None = update.record.status
    if status and status != old.status and status.kind in ("retracted", "withdrawn"):
        where = f", according to {status.source}" if status.source else ""
        hint = f"add pubstate = {{{status.kind}}} if you still cite it"
        rule = RETRACTION_NOT_RECORDED
        yield Finding(rule.code, f"the work was {status.kind}{where}", old.id, hint=hint, level=rule.level)


def _changes(old: Record, new: Record, update: RecordUpdate) -> tuple[FieldUpdate, ...]:
    """What changes in the entry, with the source of each value."""
    sources = {change.diff.field: change.source for change in update.changes}
    default = sources.get("container_title") or next(iter(sources.values()), "")
    diffs = diff_parts(old, new, ignore={"label"})
    return tuple(FieldUpdate(diff, sources.get(diff.field, default)) for diff in diffs)


def _names(update: RecordUpdate) -> list[str]:
    return [change.diff.field for change in update.changes if change.diff.field not in ("versions", "status")]
