"""A block that is being changed, and the shape of a new one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from moebib.formats.paper_list.edit.rules import ShapeRules
from moebib.formats.paper_list.edit.shapes import ListedBlock, Shape, Slot

__all__ = ["BlockDraft", "ChosenShape", "Values", "choose_shape"]

Values = Callable[[Shape, int], str | None]
"""The value for a slot of a shape, by the number of the slot; ``None`` if there is none."""

_USED = 0.03
"""A slot that no work of the section has is added if at least this share of the works of the list has it."""


@dataclass
class BlockDraft:
    """The text of a block, in pieces."""

    shape: Shape
    literals: list[str]
    """As the file has them."""
    values: list[str]
    newline: str

    @classmethod
    def of(cls, text: str, work: ListedBlock, newline: str) -> BlockDraft:
        """The block as it is."""
        edges = [work.block.start, *(edge for part in work.filled for edge in (part.start, part.end)), work.end]
        pieces = [text[start:end] for start, end in pairwise(edges)]
        return cls(work.shape, pieces[::2], pieces[1::2], newline)

    def reshape(self, shape: Shape, values: Sequence[str]) -> None:
        """Give the block another shape; the text that both shapes have stays as it is."""
        old, new = self.shape.literals, shape.literals
        most = min(len(old), len(new))
        front = next((i for i in range(most) if old[i] != new[i]), most)
        back = next((i for i in range(most - front) if old[-1 - i] != new[-1 - i]), most - front)
        middle = [literal.replace("\n", self.newline) for literal in new[front : len(new) - back]]
        self.literals = [*self.literals[:front], *middle, *self.literals[len(old) - back :]]
        self.shape, self.values = shape, list(values)

    @property
    def text(self) -> str:
        """The text of the block, without the break after its last line."""
        pieces = [piece for pair in zip(self.literals, (*self.values, ""), strict=True) for piece in pair]
        return "".join(pieces)


class ChosenShape(NamedTuple):
    """The shape for a new work."""

    shape: Shape
    values: tuple[str, ...]


def choose_shape(
    works: Sequence[ListedBlock],
    nearest: int,
    rules: ShapeRules,
    values: Values,
    share: Callable[[Slot], float],
    fits: Callable[[Shape], bool],
) -> ChosenShape | tuple[Slot, ...]:
    """The shape that most of *works* have, as far as there are *values* for it; of two, that of the *nearest* work.

    A slot without a value is left out if the list shows how; so is one that only a person can fill or that follows
    from other facts. Slots that the list often has in addition are added. If no shape is left, the result is the slots
    without values in the shape that has the fewest.
    """
    counts = Counter(rules.cores[work.shape] for work in works)
    distance: dict[Shape, int] = {}
    for number, work in enumerate(works):
        core = rules.cores[work.shape]
        distance[core] = min(distance.get(core, len(works)), abs(number - nearest))
    votes: dict[Shape, float] = defaultdict(float)
    works_with: Counter[Shape] = Counter()
    near: dict[Shape, int] = {}
    missing: tuple[Slot, ...] = ()
    for shape, count in counts.most_common():
        left_out = [at for at in range(len(shape.slots)) if values(shape, at) is None]
        reduced = rules.without(shape, left_out)
        if reduced and _is_complete(reduced.shape, values) and rules.is_common(reduced.shape) and fits(reduced.shape):
            votes[reduced.shape] += count * reduced.weight
            works_with[reduced.shape] += count
            near[reduced.shape] = min(near.get(reduced.shape, len(works)), distance[shape])
        elif not missing or 0 < len(left_out) < len(missing):
            missing = tuple(shape.slots[at] for at in left_out)
    if not votes:
        return missing

    def rank(shape: Shape) -> tuple[float, int]:
        return votes[shape], -near[shape]

    usual = max(votes, key=rank)
    longer = [
        shape
        for shape in votes
        if shape == usual
        or (
            shape.extends(usual)
            and works_with[shape] >= rules.least
            and _is_used(works, tuple(slot for slot in shape.slots if slot not in usual.slots), share)
        )
    ]
    best = max(longer, key=lambda shape: (len(shape.slots), rank(shape)))
    return _with_additions(works, ChosenShape(best, _all_values(best, values)), rules, values, share)


def _is_used(works: Sequence[ListedBlock], run: tuple[Slot, ...], share: Callable[[Slot], float]) -> bool:
    """Whether slots are added: if *works* have them, or they are links or venues that the list often has elsewhere."""
    bare = {slot._replace(number=0) for slot in run}
    if any(slot.is_judgement for slot in run):
        return False
    if any(bare <= {slot._replace(number=0) for slot in work.shape.slots} for work in works):
        return True
    return any(slot.role in ("venue", "url") for slot in run) and all(share(slot) >= _USED for slot in run)


def _with_additions(
    works: Sequence[ListedBlock],
    chosen: ChosenShape,
    rules: ShapeRules,
    values: Values,
    share: Callable[[Slot], float],
) -> ChosenShape:
    """The shape with the slots that the list often has in addition and for which there are *values*."""
    for _ in range(4):
        present = {slot._replace(number=0) for slot in chosen.shape.slots}
        for run, shape in rules.additions(chosen.shape):
            if not present.intersection(run) and _is_used(works, run, share) and _is_complete(shape, values):
                chosen = ChosenShape(shape, _all_values(shape, values))
                break
        else:
            break
    return chosen


def _is_complete(shape: Shape, values: Values) -> bool:
    has_title = any(slot.role == "title" for slot in shape.slots)
    return has_title and all(values(shape, at) is not None for at in range(len(shape.slots)))


def _all_values(shape: Shape, values: Values) -> tuple[str, ...]:
    """The values of all slots; a full stop that the text after one has is not in the value, too."""
    texts = [values(shape, at) or "" for at in range(len(shape.slots))]
    after = [literal[:1] for literal in shape.literals[1:]]
    return tuple(text.removesuffix(".") if stop == "." else text for text, stop in zip(texts, after, strict=True))
