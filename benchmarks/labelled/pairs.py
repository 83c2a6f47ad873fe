"""Sets of labelled records: which pairs are the same work, and which only look like it."""

from __future__ import annotations

import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from labelled.differ import DIFFERS, differ
from labelled.sources import Work, read
from labelled.spoil import SPOILS, spoil

from moebib.records.record import Record
from moebib.text.fold import fold

__all__ = ["Labelled", "labelled", "repeated"]

Keys = frozenset[str]
"""The ids of two records."""
_COPIES, _LOOKALIKES = 0.12, 0.06
_NEAR = "near titles of one group (real)"


class Labelled(NamedTuple):
    """Records, the pairs that are the same work with their origin, and the hardest of the other pairs."""

    records: list[Record]
    same: dict[Keys, str]
    other: dict[Keys, str]


def labelled(bulk: Path) -> tuple[Labelled, Labelled]:
    """The tuning set (3 of 10 family names of first authors) and the test set (the rest)."""
    works = read(bulk)
    family = {}
    for work in works:
        family.setdefault(work.label, fold(work.record.author[0].family or work.record.author[0].literal))
    tuning = [work for work in works if _number(family[work.label]) % 10 < 3]
    rest = [work for work in works if _number(family[work.label]) % 10 >= 3]
    return _labelled(tuning), _labelled(rest)


def _number(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)


def _labelled(works: Sequence[Work]) -> Labelled:
    by_label: defaultdict[str, list[Work]] = defaultdict(list)
    for work in works:
        by_label[work.label].append(work)
    alone = [of[0] for of in by_label.values() if len(of) == 1]
    chance = random.Random(len(works))
    chance.shuffle(alone)
    copied = alone[: int(len(works) * _COPIES)]
    changed = alone[len(copied) : len(copied) + int(len(works) * _LOOKALIKES)]
    pairs = [pair for at, work in enumerate(changed) if (pair := _lookalikes(work, at, alone))]
    gone = {first.record.id for first, _ in pairs}
    base = [work for work in works if f"{work.record.id}-one" not in gone]
    copies = [copy for at, work in enumerate(copied) if (copy := _copy(work, at))]
    new = [work for pair in pairs for work in pair if work.record.id not in {kept.record.id for kept in base}]
    everything = [*base, *copies, *new]
    chance.shuffle(everything)
    other = dict(_near_titles(base))
    other |= {frozenset((first.record.id, second.record.id)): second.kind for first, second in pairs}
    return Labelled([work.record for work in everything], dict(_same(everything)), other)


def _copy(work: Work, at: int) -> Work | None:
    kinds = list(SPOILS)
    for turn in range(len(kinds)):
        kind = kinds[(at + turn) % len(kinds)]
        if made := spoil(work.record, kind, work.record.id):
            return Work(made.evolve(id=f"{work.record.id}-copy"), work.label, f"made: {kind}")
    return None


def _lookalikes(work: Work, at: int, candidates: Sequence[Work]) -> tuple[Work, Work] | None:
    kinds = list(DIFFERS)
    kind = kinds[at % len(kinds)]
    other = candidates[(at * 7919 + 13) % len(candidates)].record
    pair = differ(work.record, other, kind, work.record.id)
    if not pair:
        return None
    first_record, second_record = pair
    is_same = first_record == work.record.evolve(identifiers=())
    first = work if is_same else Work(first_record.evolve(id=f"{work.record.id}-one"), f"{work.label} one", kind)
    second = Work(second_record.evolve(id=f"{work.record.id}-two"), f"{work.label} two", f"made: {kind}")
    return (first._replace(kind="as it is") if is_same else first), second


def _same(works: Iterable[Work]) -> Iterator[tuple[Keys, str]]:
    by_label: defaultdict[str, list[Work]] = defaultdict(list)
    for work in works:
        by_label[work.label].append(work)
    for of in by_label.values():
        for first, second in combinations(of, 2):
            made = [work.kind for work in (first, second) if work.kind.startswith("made")]
            kind = made[0] if made else "real: " + " and ".join(sorted((first.kind, second.kind)))
            yield frozenset((first.record.id, second.record.id)), kind


def _near_titles(works: Sequence[Work]) -> Iterator[tuple[Keys, str]]:
    """Two works that share an author's family and, in their titles, three words of five or more."""
    blocks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    words = [frozenset(re.findall(r"\w{4,}", fold(work.record.title))) for work in works]
    for at, work in enumerate(works):
        for name in work.record.author[:12]:
            for word in words[at]:
                blocks[fold(name.family), word].append(at)
    seen = set()
    for block in blocks.values():
        for pair in combinations(block, 2) if len(block) < 200 else ():
            a, b = (words[at] for at in pair)
            if pair in seen or works[pair[0]].label == works[pair[1]].label:
                continue
            seen.add(pair)
            if len(a & b) >= 0.6 * len(a | b):
                yield frozenset(works[at].record.id for at in pair), _NEAR


def repeated(bulk: Path, size: int) -> list[Record]:
    """*size* records: the real works, repeated under other titles and names, and a copy of every tenth."""
    works = [work.record for work in read(bulk)]
    copies = size // 11
    made = [_varied(works, number) for number in range(size - copies)]
    spoilt = [_spoilt(record, number) for number, record in enumerate(made[::10][:copies])]
    everything = [*made, *spoilt]
    random.Random(size).shuffle(everything)
    return everything


def _varied(works: Sequence[Record], number: int) -> Record:
    """The work with that number; from the second round on, one that mixes three titles and has other authors."""
    turn, at = divmod(number, len(works))
    record = works[at]
    if not turn:
        return record.evolve(id=f"w{number}", identifiers=())
    other, third = (works[(at + 7919 * turn * step) % len(works)] for step in (1, 3))
    titles = [source.title.rpartition(": ")[2].split() for source in (third, record, other)]
    title = [titles[i % 3][i] for i in range(len(titles[1])) if i < len(titles[i % 3])]
    page = f"{int(record.page.partition('-')[0]) + turn}" if re.match(r"[0-9]+(-|$)", record.page) else ""
    return record.evolve(id=f"w{number}", title=" ".join(title), author=other.author, page=page, identifiers=())


def _spoilt(record: Record, number: int) -> Record:
    kind = list(SPOILS)[number % len(SPOILS)]
    return (spoil(record, kind, record.id) or record).evolve(id=f"{record.id}-copy")
