"""Actions: check a list or a .bib file by the rules, and repair what is certain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.actions import Change
from moebib.checking import Hit, Ignore, choose, find_hits, finding, ignores_in, leave_out, repair
from moebib.checks import Bibliography, Rule
from moebib.errors import Finding, InvalidRecord
from moebib.library import Library
from moebib.record import Model, Record
from moebib.toml import locator

__all__ = ["Checked", "Fixed", "check_list", "fix_list"]


class Checked(NamedTuple):
    """What was found, in the order of the files and their lines, and how many entries were looked at."""

    findings: tuple[Finding, ...]
    works: int
    models: int


class Fixed(NamedTuple):
    """The files that were changed, or would be, and which findings that repaired."""

    changes: tuple[Change, ...]
    repaired: tuple[Finding, ...]


def check_list(root: Path, today: date, *, select: Collection[str] = (), ignore: Collection[str] = ()) -> Checked:
    """What is wrong with the list in *root*: entries that cannot be read, and what the rules find in the others.

    Raises:
        InputError: If a rule does not exist, or there is no list.
    """
    library, unreadable = store.read_all(root)
    chosen = _chosen(library, select, ignore)
    files = _Files(root, library)
    hits = find_hits(_bibliography(library, today), chosen)
    ignores = {key: files.ignores(kind, key) for kind, key in {(_kind(hit), hit.id) for hit in hits}}
    found = [files.finding(hit) for hit in leave_out(hits, ignores)]
    return Checked(tuple(sorted((*unreadable, *found), key=_place)), len(library), len(library.models))


def fix_list(
    root: Path, today: date, *, select: Collection[str] = (), ignore: Collection[str] = (), write: bool = True
) -> Fixed:
    """Make every certain repair in the list of *root*.

    Raises:
        InvalidRecord: If any entry cannot be read: then nothing is repaired.
    """
    with store.lock(root):
        library, unreadable = store.read_all(root)
        if unreadable:
            raise InvalidRecord(unreadable)
        files = _Files(root, library)
        chosen = _chosen(library, select, ignore)
        new, hits = repair(
            _bibliography(library, today),
            chosen,
            skip=lambda hit: any(hit.rule.code in one.codes for one in files.ignores(_kind(hit), hit.id)),
        )
        changed = [record for record, old in zip(new.records, library.records, strict=True) if record != old]
        plan = store.plan(root, changed)
        changes = tuple(Change(path, store.read_text(root / path), text) for path, text in plan.items())
        repaired = tuple(files.finding(hit) for hit in hits)
        if write:
            store.replace_all({store.inside(root, change.path): change.new for change in changes})
    return Fixed(changes, tuple(sorted(repaired, key=_place)))


def _chosen(library: Library, select: Collection[str], ignore: Collection[str]) -> Sequence[Rule]:
    config = library.config.check
    return choose(select or config.select, (*config.ignore, *ignore))


def _bibliography(library: Library, today: date) -> Bibliography:
    return Bibliography(library.records, library.models, library.config, today)


def _kind(hit: Hit) -> type[Record] | type[Model]:
    return Model if hit.rule.model else Record


def _place(found: Finding) -> tuple[str, int, int, str]:
    return found.file or "", found.line or 0, found.column or 0, found.code


class _Files:
    """The texts of the entries that something was found in, each read once."""

    def __init__(self, root: Path, library: Library) -> None:
        self._root, self._config = root, library.config
        self._texts: dict[str, str] = {}
        self._ignores: defaultdict[str, tuple[Ignore, ...]] = defaultdict(tuple)

    def ignores(self, kind: type[Record] | type[Model], key: str) -> tuple[Ignore, ...]:
        """The comments of an entry that ask to ignore rules."""
        path = store.file_of(self._config, kind, key)
        if path not in self._ignores:
            self._ignores[path] = tuple(ignores_in(self._text(path)))
        return self._ignores[path]

    def finding(self, hit: Hit) -> Finding:
        """The hit, at its place in the entry's file."""
        path = store.file_of(self._config, _kind(hit), hit.id)
        line, column = locator(self._text(path))(hit.flaw.path)
        return finding(hit, file=path, line=line, column=column)

    def _text(self, path: str) -> str:
        if path not in self._texts:
            self._texts[path] = store.read_text_strictly(self._root / path)
        return self._texts[path]


def texts_of(findings: Iterable[Finding], root: Path) -> dict[str, str]:
    """File -> its text, of the files that *findings* name: to show the line."""
    files = {found.file for found in findings if found.file}
    return {file: text for file in files if (text := store.read_text(root / file)) is not None}
