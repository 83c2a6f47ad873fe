"""Actions: check anybody's file by the rules, and repair what is certain in a .bib file, byte for byte."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from moebib import store
from moebib.checks.engine import choose, repair
from moebib.checks.rules import Rule
from moebib.commands._check_foreign import read_bib, read_foreign
from moebib.commands.check import Ask, Checked, Fixed, codes, findings_in, is_ignored, located, place
from moebib.errors import Finding, InputError
from moebib.formats.bibtex import BibDocument, Edit, apply_edits, dialect_of, record_edits
from moebib.store import ChangeSet, FileChange
from moebib.text.encoding import Decoded, decode_bytes, encode_text

__all__ = ["check_files", "fix_files"]

_NO_REPAIR = frozenset({"type", "genre", "links", "aliases", "versions", "tags"})
"""Fields that no .bib file has a place for, or that would make it another entry."""


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
        read = read_foreign(file)
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
        InputError: If a file is no .bib file; then no file is changed.
    """
    chosen = choose(codes(select), codes(ignore))
    changed: list[FileChange] = []
    repaired: list[Finding] = []
    for file in files:
        if file.suffix.lower() != ".bib":
            raise InputError("only .bib files can be repaired in place", where=store.printable(file))
        decoded = decode_bytes(store.read_bytes(file))
        text, found = _repaired(file, decoded, chosen, today)
        if text != decoded.text:
            changed.append(FileChange(file.as_posix(), decoded.text, text, encode_text(text, decoded)))
            repaired += found
    changes = ChangeSet(tuple(changed))
    if write:
        changes.apply()
    return Fixed(changes, tuple(sorted(repaired, key=place)))


def _repaired(file: Path, decoded: Decoded, chosen: Sequence[Rule], today: date) -> tuple[str, list[Finding]]:
    """The text after the repairs that can be written into it, and what they were."""
    read = read_bib(file, decoded)
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
            needed = record_edits(read.blocks[old.id], old, record, dialect, unicode=unicode)
            if needed:
                edits += needed
                done.add(old.id)
    return apply_edits(BibDocument(decoded.text), edits), [located(hit, read.sources) for hit in hits if hit.id in done]
