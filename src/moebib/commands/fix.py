"""Apply all certain fixes, to a list or to .bib files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.checks.engine import apply_fixes, select_rules
from moebib.commands.check import NOT_IN_BIB, position, read_bib, read_list, rules_for_list
from moebib.errors import Finding, InputError, InvalidRecord
from moebib.formats.bibtex import Edit, apply_edits, dialect_of, record_edits
from moebib.store import ChangeSet, FileChange
from moebib.text.encoding import decode_bytes, encode_text

__all__ = ["Fixed", "fix_files", "fix_list"]


class Fixed(NamedTuple):
    """The files that were changed, or would be, and the findings that this fixes."""

    changes: ChangeSet
    findings: tuple[Finding, ...]


def fix_list(
    root: Path, today: date, *, select: Sequence[str] = (), ignore: Sequence[str] = (), write: bool = True
) -> Fixed:
    """Apply all certain fixes to the list in *root*.

    Raises:
        InvalidRecord: If an entry cannot be read; then nothing is changed.
    """
    with store.lock(root, write=write):
        target = read_list(root, today)
        if target.findings:
            raise InvalidRecord(target.findings)
        old = target.context
        rules = rules_for_list(old.config, select, ignore)
        new, violations = apply_fixes(old, rules, suppressed=target.suppressed())
        changed = [record for record, before in zip(new.records, old.records, strict=True) if record != before]
        changes = ChangeSet.plan(root, store.plan_entries(root, changed))
        if write:
            changes.apply()
    return Fixed(changes, tuple(sorted(map(target.finding, violations), key=position)))


def fix_files(
    files: Iterable[Path], today: date, *, select: Sequence[str] = (), ignore: Sequence[str] = (), write: bool = True
) -> Fixed:
    """Apply all certain fixes to .bib files; everything else in them is left untouched, byte for byte.

    Raises:
        InputError: If a file is not a .bib file, or has an unresolved merge conflict; then no file is changed.
    """
    rules = select_rules(select, ignore)
    changed: list[FileChange] = []
    findings: list[Finding] = []
    for file in files:
        if file.suffix.lower() != ".bib":
            raise InputError("only .bib files can be fixed in place", where=store.printable(file))
        decoded = decode_bytes(store.read_bytes(file))
        target = read_bib(file, decoded, today)
        if conflicts := [finding for finding in target.findings if finding.code == "MB014"]:
            raise InvalidRecord(conflicts)
        old = target.context
        new, violations = apply_fixes(old, rules, suppressed=target.suppressed(), untouched=NOT_IN_BIB)
        dialect = dialect_of(target.blocks.values())
        unicode = decoded.encoding.startswith("utf") and not decoded.text.isascii()
        edits: list[Edit] = []
        edited: set[str] = set()
        for before, record in zip(old.records, new.records, strict=True):
            if record != before and (
                needed := record_edits(target.blocks[before.id], before, record, dialect, unicode=unicode)
            ):
                edits += needed
                edited.add(before.id)
        text = apply_edits(target.document, edits) if target.document else decoded.text
        if text != decoded.text:
            changed.append(FileChange(file.as_posix(), decoded.text, text, encode_text(text, decoded)))
            findings += (target.finding(violation) for violation in violations if violation.id in edited)
    changes = ChangeSet(tuple(changed))
    if write:
        changes.apply()
    return Fixed(changes, tuple(sorted(findings, key=position)))
