"""Actions: check a list by the rules, and repair what is certain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.checks.engine import Hit, choose, find_hits, finding, ignores_in, leave_out, repair, wrong_ignores
from moebib.checks.rules import Bibliography, Rule
from moebib.checks.rules import Path as Way
from moebib.errors import Finding, InvalidRecord
from moebib.library.library import Library
from moebib.records.record import Model, Record
from moebib.store import ChangeSet
from moebib.text.encoding import decode_bytes
from moebib.toml import locator

__all__ = [
    "Ask", "Checked", "Fixed", "Source", "check_list", "codes", "findings_in", "fix_list", "is_ignored", "located",
    "place", "texts_of",
]  # fmt: skip


class Checked(NamedTuple):
    """What was found, in the order of the files and their lines, and how many entries were looked at."""

    findings: tuple[Finding, ...]
    works: int
    models: int


class Fixed(NamedTuple):
    """The files that were changed, or would be, and which findings that repaired."""

    changes: ChangeSet
    repaired: tuple[Finding, ...]


class Source(NamedTuple):
    """Where an entry stands."""

    file: str
    text: str
    """That of the entry alone, with its comments."""
    line: int
    """The line of the file in which that text begins."""
    locate: Callable[[Way], tuple[int, int]]
    """The line and column, in the file, of what a path leads to."""


Ask = Callable[[Bibliography, Sequence[Rule]], Iterable[Hit]]
"""Asks others for what the rules chosen cannot see in a bibliography."""
Sources = Mapping[tuple[bool, str], Source]
"""By key; the first part of which says whether it is that of a model."""


def check_list(
    root: Path, today: date, *, select: Collection[str] = (), ignore: Collection[str] = (), ask: Sequence[Ask] = ()
) -> Checked:
    """What is wrong with the list in *root*: entries that cannot be read, and what the rules find in the others.

    Nobody is asked, unless *ask* does.

    Raises:
        InputError: If a rule does not exist, or there is no list.
    """
    library, unreadable = store.read_all(root)
    bibliography, chosen = _bibliography(library, today), _chosen(library, select, ignore)
    found = findings_in(bibliography, chosen, _sources(root, library), ask)
    return Checked(tuple(sorted((*unreadable, *found), key=place)), len(library), len(library.models))


def fix_list(
    root: Path, today: date, *, select: Collection[str] = (), ignore: Collection[str] = (), write: bool = True
) -> Fixed:
    """Make every certain repair in the list of *root*.

    Raises:
        InvalidRecord: If any entry cannot be read: then nothing is repaired.
    """
    with store.lock(root, write=write):
        library, unreadable = store.read_all(root)
        if unreadable:
            raise InvalidRecord(unreadable)
        sources = _sources(root, library)
        chosen = _chosen(library, select, ignore)
        new, hits = repair(_bibliography(library, today), chosen, skip=lambda hit: is_ignored(hit, sources))
        changed = [record for record, old in zip(new.records, library.records, strict=True) if record != old]
        changes = ChangeSet.plan(root, store.plan_entries(root, changed))
        repaired = sorted((located(hit, sources) for hit in hits), key=place)
        if write:
            changes.apply()
    return Fixed(changes, tuple(repaired))


def findings_in(
    bibliography: Bibliography, chosen: Sequence[Rule], sources: Sources, ask: Sequence[Ask] = ()
) -> Iterator[Finding]:
    """What the rules find, at its place, without what comments ask to ignore; and what is wrong with those."""
    hits: defaultdict[tuple[bool, str], list[Hit]] = defaultdict(list)
    for hit in chain(find_hits(bibliography, chosen), *(one(bibliography, chosen) for one in ask)):
        hits[_entry(hit)].append(hit)
    for entry, source in sources.items():
        ignores = tuple(ignores_in(source.text)) if "moebib:" in source.text else ()
        yield from (located(hit, sources) for hit in leave_out(hits[entry], ignores))
        for hit, line in wrong_ignores(entry[1], hits[entry], ignores, chosen):
            yield finding(hit, file=source.file, line=source.line + line - 1, column=1)


def is_ignored(hit: Hit, sources: Sources) -> bool:
    """Whether a comment of the entry asks to ignore the rule."""
    return not leave_out([hit], tuple(ignores_in(sources[_entry(hit)].text)))


def place(found: Finding) -> tuple[str, int, int, str]:
    """What findings are sorted by."""
    return found.file or "", found.line or 0, found.column or 0, found.code


def texts_of(findings: Iterable[Finding], root: Path) -> dict[str, str]:
    """File -> its text, of the files that *findings* name: to show the line."""
    texts = {}
    for file in {found.file for found in findings if found.file}:
        with suppress(FileNotFoundError):
            texts[file] = decode_bytes(store.read_bytes(root / file)).text
    return texts


def _entry(hit: Hit) -> tuple[bool, str]:
    return hit.is_of_model or hit.rule.model is not None, hit.id


def located(hit: Hit, sources: Sources) -> Finding:
    """The hit as a finding at its place."""
    source = sources[_entry(hit)]
    line, column = source.locate(hit.flaw.path)
    return finding(hit, file=source.file, line=line, column=column)


def _chosen(library: Library, select: Collection[str], ignore: Collection[str]) -> Sequence[Rule]:
    config = library.config.check
    return choose(codes(select) or config.select, (*config.ignore, *codes(ignore)))


def codes(given: Iterable[str]) -> tuple[str, ...]:
    """The codes, of which one text may name several: "MB35,MB36"."""
    return tuple(code.strip() for text in given for code in text.split(",") if code.strip())


def _bibliography(library: Library, today: date) -> Bibliography:
    return Bibliography(library.records, library.models, library.config, today)


def _sources(root: Path, library: Library) -> Sources:
    works = {(False, record.id): _source(root, library, Record, record.id) for record in library}
    return works | {(True, model.id): _source(root, library, Model, model.id) for model in library.models}


def _source(root: Path, library: Library, kind: type[Record] | type[Model], key: str) -> Source:
    file = store.file_of(library.config, kind, key)
    text = store.read_text_strictly(root / file)
    return Source(file, text, 1, lambda path: locator(text)(path))
