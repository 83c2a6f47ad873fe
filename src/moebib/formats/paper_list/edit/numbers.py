"""The numbers of a numbered list, after works were added or removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Numbered", "renumber"]


class Numbered(NamedTuple):
    """A work with a number, in the order of the new list."""

    old: int | None
    """Its number; ``None`` for a new one."""
    is_removed: bool
    set: Callable[[int], None]
    joins_next: bool = False
    """Whether a new one belongs to the work after it, not to that before it."""


def renumber(works: Sequence[Numbered]) -> None:
    """Set the numbers of new works, and of the others as far as the list counts.

    Only runs of works that count up or down by one are changed; where all have one number, new works get it, too.
    """
    for run, step in _runs(works):
        if all(work.old is not None and not work.is_removed for work in run):
            continue
        olds = [work.old for work in run if work.old is not None]
        kept = [work for work in run if not work.is_removed]
        first = (olds[0] if step >= 0 else olds[-1] + len(kept) - 1) if olds else 1
        for at, work in enumerate(kept):
            if (number := first + at * step) != work.old:
                work.set(number)


def _runs(works: Sequence[Numbered]) -> list[tuple[list[Numbered], int]]:
    """The runs of works in which the old numbers have one step, with this step: 1, -1 or 0."""
    olds = [work.old for work in works if work.old is not None]
    steps = [after - before for before, after in pairwise(olds)]
    usual = max((1, 0, -1), key=steps.count)
    runs: list[tuple[list[Numbered], int]] = [([], usual)]
    joining: list[Numbered] = []
    last: int | None = None
    step: int | None = None
    for work in works:
        if work.old is None:
            (joining if work.joins_next else runs[-1][0]).append(work)
            continue
        difference = work.old - last if last is not None else None
        if difference in (1, 0, -1) and step in (None, difference):
            step = difference
            runs[-1] = (runs[-1][0], difference or 0)
        else:
            step = None
            runs.append(([], usual))
        runs[-1][0].extend((*joining, work))
        joining, last = [], work.old
    runs[-1][0].extend(joining)
    return runs
