"""Apply all certain fixes, to a list or to .bib files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.checks.engine import Violation, apply_fixes, find_violations, select_rules
from moebib.checks.rules import Rule
from moebib.commands.bib_editor import NOT_IN_BIB
from moebib.commands.check import position, rules_for_list
from moebib.commands.inputs import CheckTarget, read_each_bib, read_list
from moebib.errors import Finding, InputError, InvalidRecord
from moebib.formats.bibtex import Edit, apply_edits
from moebib.store import ChangeSet, FileChange
from moebib.text.encoding import Decoded, decode_bytes, encode_text

__all__ = ["Fixed", "fix_files", "fix_list"]


class Fixed(NamedTuple):
    """The files that were changed, or would be, and the findings that this fixes."""

    changes: ChangeSet
    findings: tuple[Finding, ...]
    unread: tuple[Finding, ...] = ()
    """Why some entries of a list could not be read, and stay as they are."""
    stdin: FileChange | None = None
    """What becomes of stdin, if it was among the files; it is not written."""


def fix_list(
    root: Path, today: date, *, select: Sequence[str] = (), ignore: Sequence[str] = (), write: bool = True
) -> Fixed:
    """Apply all certain fixes to the list in *root*.

    Raises:
        InvalidRecord: If ``moebib.toml`` is invalid.
    """
    with store.lock(root, write=write):
        store.read_config(root)
        target = read_list(root, today)
        old = target.context
        rules = rules_for_list(old.config, select, ignore)
        new, violations = apply_fixes(old, rules, suppressed=target.suppressed())
        changed = [record for record, before in zip(new.records, old.records, strict=True) if record != before]
        changes = ChangeSet.plan(root, store.plan_entries(root, changed))
        if write:
            changes.apply()
    unread = tuple(finding for finding in target.findings if finding.level == "error")
    return Fixed(changes, tuple(sorted(map(target.finding, violations), key=position)), unread)


def fix_files(
    files: Iterable[Path], today: date, *, select: Sequence[str] = (), ignore: Sequence[str] = (), write: bool = True
) -> Fixed:
    """Apply all certain fixes to .bib files; everything else in them is left untouched, byte for byte.

    Macros and parents may be in another one of *files*.

    Raises:
        InputError: If a file is not a .bib file, or has an unresolved merge conflict; then no file is changed.
    """
    rules = select_rules(select, ignore)
    decoded: dict[Path, Decoded] = {}
    for file in files:
        if file.suffix.lower() != ".bib" and file != store.STDIN:
            raise InputError("only .bib files can be fixed in place", where=store.printable(file))
        decoded[file] = decode_bytes(store.read_bytes(file))
    targets = tuple(read_each_bib(decoded, today))
    if conflicts := [finding for target in targets for finding in target.findings if finding.code == "MB014"]:
        raise InvalidRecord(conflicts)
    of_records = [_fix_records(target, rules) for target in targets]
    # How a value is written is fixed in the text that the fixed records have.
    files_and_texts = zip(decoded.items(), of_records, strict=True)
    texts = {file: before._replace(text=text) for (file, before), (text, _) in files_and_texts}
    again = targets if texts == decoded else tuple(read_each_bib(texts, today))
    of_values = [_fix_values(target, rules) for target in again]
    changed: list[FileChange] = []
    findings: list[Finding] = []
    stdin = None
    for (file, before), target, (_, fixed), (text, written) in zip(
        decoded.items(), targets, of_records, of_values, strict=True
    ):
        change = FileChange(file.as_posix(), before.text, text, encode_text(text, before))
        if file == store.STDIN:
            stdin = change._replace(path=store.printable(file))
        elif text != before.text:
            changed.append(change)
        if text != before.text:
            findings += map(target.finding, (*fixed, *written))
    changes = ChangeSet(tuple(changed))
    if write:
        changes.apply()
    elif stdin and stdin.old != stdin.new:
        changes = ChangeSet((*changed, stdin))
    return Fixed(changes, tuple(sorted(findings, key=position)), stdin=stdin)


def _fix_records(target: CheckTarget, rules: Sequence[Rule]) -> tuple[str, list[Violation]]:
    """The text of a .bib file with the fixed values of its records, and what that fixes."""
    (editor,) = target.editors
    old = target.context
    new, violations = apply_fixes(
        old, rules, suppressed=target.suppressed(), untouched=NOT_IN_BIB, can_be=editor.can_write
    )
    works = [work for was, work in zip(old.records, new.records, strict=True) if work != was]
    edits = [edit for work in works for edit in editor.edits(work) or ()]
    return apply_edits(editor.document, edits), violations


def _fix_values(target: CheckTarget, rules: Sequence[Rule]) -> tuple[str, list[Violation]]:
    """The text of a .bib file in which values are written as they should be, and what that fixes."""
    (editor,) = target.editors
    suppressed = target.suppressed()
    fixed: list[Violation] = []
    edits: list[Edit] = []
    for violation in find_violations(target.context, rules):
        values = violation.flaw.written
        if values and (violation.entry, violation.rule.code) not in suppressed:
            edits_of_value = editor.value_edits(violation.id, values) or []
            fixed += [violation] if edits_of_value else []
            edits += edits_of_value
    return apply_edits(editor.document, edits), fixed
