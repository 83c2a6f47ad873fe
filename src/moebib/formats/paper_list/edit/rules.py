"""What a list shows about its slots: how it is written without one, and where one more goes.

Two shapes that differ by some slots in a row show the text that belongs to these slots alone, and what is written where
they have no value: nothing, or the word that the list has for that ("N/A").
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from moebib.formats.paper_list.edit.shapes import Shape, Slot, numbered
from moebib.formats.paper_list.entries import link_kind

__all__ = ["LikelyShape", "ShapeRules"]

_SEEN, _LIKE_SEEN, _BY_SYNTAX = 1.0, 0.9, 0.2
_LONGEST_RUN = 4
_MANY = 30
"""In a list with as many works, what a single one shows may be an exception."""
_COMMON_LINK = 0.2
"""A link that is in fewer works is not part of the form."""
_FEW = 3
"""In a list with fewer works, the words of one cannot be distinguished from those of all."""


class LikelyShape(NamedTuple):
    """A shape, and how much speaks for it: 1 if the list shows it."""

    shape: Shape
    weight: float


class _SlotDifference(NamedTuple):
    """What two shapes show about the slots that only one of them has, and which are replaced by nothing."""

    before: str
    """The text in front of the slots that belongs to them."""
    after: str
    instead: str
    """The spaces in their place in the other shape."""


class ShapeRules:
    """The differences between the shapes of a list."""

    def __init__(self, shapes: Mapping[Shape, int]) -> None:
        self._works = sum(shapes.values())
        self.least = 2 if self._works >= _MANY else 1
        """How many works must show a way to write for it to be one of the list."""
        self._words: Counter[str] = Counter()
        for shape, count in shapes.items():
            self._words.update(dict.fromkeys(_words(shape), count))
        self._literals: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
        self._differences: dict[tuple[Slot, ...], Counter[_SlotDifference]] = defaultdict(Counter)
        self._instead: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
        self._additions: dict[tuple[object, ...], Counter[tuple[str, ...]]] = defaultdict(Counter)
        self._denials: set[tuple[object, ...]] = set()
        self._learn_from(shapes)
        self.cores = {shape: self._core(shape) for shape in shapes}
        """Shape -> the shape without the slots that only a person can fill."""
        cores: Counter[Shape] = Counter()
        for shape, core in self.cores.items():
            if core != shape:
                cores[core] += shapes[shape]
        self._learn_from(cores)

    def _learn_from(self, shapes: Mapping[Shape, int]) -> None:
        for shape, count in shapes.items():
            for at, literal in enumerate(shape.literals):
                self._literals[shape.slots, shape.literals[:at], shape.literals[at + 1 :]][literal] += count
        for shape, count in shapes.items():
            for start, end in _runs(shape):
                for literal, other_count in self._without(shape, start, end).items():
                    self._learn(shape, start, end, literal, min(count, other_count))

    def _core(self, shape: Shape) -> Shape:
        reduced = self.without(shape, [at for at, slot in enumerate(shape.slots) if slot.is_judgement])
        return reduced.shape if reduced else shape

    def is_common(self, shape: Shape) -> bool:
        """Whether no word and no link in the text between the slots is of one work, or of a few, alone."""
        for word in _words(shape):
            least = _COMMON_LINK * self._works if word[0] in "([" else 1
            if word[0] == "[":
                least = max(1, least)  # the definition that a reference leads to is of that one work
            if self._words[word] <= least and (word[0] in "([0123456789" or self._works >= _FEW):
                return False
        return True

    def denies(self, shape: Shape, slot: Slot) -> bool:
        """Whether the shape has, in place of a slot, what the list writes where there is no value for it ("N/A")."""
        return any(
            (*_context(shape, at, at), literal, slot) in self._denials for at, literal in enumerate(shape.literals)
        )

    def _without(self, shape: Shape, start: int, end: int) -> Counter[str]:
        """What the list has in place of the slots from *start* to *end*, in shapes that are the same otherwise."""
        slots = numbered((*shape.slots[:start], *shape.slots[end:]))
        return self._literals.get((slots, shape.literals[:start], shape.literals[end + 1 :]), Counter())

    def _learn(self, shape: Shape, start: int, end: int, literal: str, count: int) -> None:
        left, right = shape.literals[start], shape.literals[end]
        run = _bare(shape.slots[start:end])
        before = _common_start(left, literal)
        after = _common_start(right[::-1], literal[before:][::-1])
        instead = literal[before : len(literal) - after]
        if not instead.strip():
            self._differences[run][_SlotDifference(left[before:], right[: len(right) - after], instead)] += count
        elif not all(slot.is_judgement for slot in run):
            self._instead[run, left, right][literal] += count
        context = (*_context(shape, start, end), literal)
        if instead.strip(" |"):
            self._denials.update((*context, slot) for slot in run)
        if count >= self.least:
            self._additions[*context, run][shape.literals[start : end + 1]] += count

    def without(self, shape: Shape, left_out: Collection[int]) -> LikelyShape | None:
        """The shape without the slots at these places; ``None`` if it is not known what else goes with them."""
        weight = _SEEN
        runs = [
            [at for _, at in run] for _, run in groupby(enumerate(sorted(left_out)), lambda pair: pair[1] - pair[0])
        ]
        for run in reversed(runs):
            reduced = self._without_run(shape, run[0], run[-1] + 1)
            if reduced is None:
                return None
            shape, weight = reduced.shape, min(weight, reduced.weight)
        return LikelyShape(shape, weight)

    def _without_run(self, shape: Shape, start: int, end: int) -> LikelyShape | None:
        if seen := self._without(shape, start, end):
            return LikelyShape(shape.replacing(start, end, (), (_most(seen),)), _SEEN)
        left, right, run = shape.literals[start], shape.literals[end], _bare(shape.slots[start:end])
        if like := self._instead.get((run, left, right)):
            return LikelyShape(shape.replacing(start, end, (), (_most(like),)), _LIKE_SEEN)
        for difference, _ in self._differences.get(run, Counter()).most_common():
            if left.endswith(difference.before) and right.startswith(difference.after):
                kept = left[: len(left) - len(difference.before)], right[len(difference.after) :]
                return LikelyShape(shape.replacing(start, end, (), (difference.instead.join(kept),)), _LIKE_SEEN)
        if end - start > 1:
            weight = _SEEN
            for at in reversed(range(start, end)):
                reduced = self._without_run(shape, at, at + 1)
                if reduced is None:
                    return None
                shape, weight = reduced.shape, min(weight, reduced.weight)
            return LikelyShape(shape, weight)
        slot = shape.slots[start]
        bare = _without_cell(shape, start)
        if bare is None and (slot.is_judgement or slot.role in ("name", "repository")):
            bare = _without_by_syntax(shape, start)
        return LikelyShape(bare, _BY_SYNTAX) if bare else None

    def additions(self, shape: Shape) -> Iterator[tuple[tuple[Slot, ...], Shape]]:
        """The slots that the list has in addition to a shape, each with the shape that has them."""
        for (*context, run), written in self._additions.items():
            for at, literal in enumerate(shape.literals):
                if (*_context(shape, at, at), literal) == tuple(context):
                    assert isinstance(run, tuple)
                    longer = shape.replacing(at, at, run, _most(written))
                    if self.is_common(longer):
                        yield run, longer


def _runs(shape: Shape) -> Iterator[tuple[int, int]]:
    """The start and end of all slots in a row, but not of those with the title."""
    for start, slot in enumerate(shape.slots):
        for end in range(start, min(start + _LONGEST_RUN, len(shape.slots))):
            if shape.slots[end].role == "title" or slot.role == "title":
                break
            yield start, end + 1


def _context(shape: Shape, start: int, end: int) -> tuple[object, ...]:
    """The slots before and after those from *start* to *end*."""
    return (*_bare(shape.slots[max(start - 1, 0) : start]), None, *_bare(shape.slots[end : end + 1]))


_TARGET = re.compile(r"\]\(([^()\s]+)\)|\b(?:src|href)=[\"']([^\"']+)[\"']|(https?://[^\s)>\"']+)(?=[\s)>\"'])")
_REFERENCE = re.compile(r"\]\[([^\[\]]+)\](?!\()")
"""The label of a definition below: "[Title][label]"."""


def _words(shape: Shape) -> set[str]:
    """The words between the slots, without the usual labels of links, and what links and images there lead to."""
    words = set()
    for literal in shape.literals:
        words |= {f"({next(filter(None, target.groups()))})" for target in _TARGET.finditer(literal)}
        words |= {f"[{label}]" for label in _REFERENCE.findall(literal)}
        for word in re.findall(r"(?<![\w/.])[^\W\d_]{3,}(?![\w/])|(?<![\w/=.&?%#\"'-])\d+(?![\w/%\"'])", literal):
            if not link_kind(word):
                words.add(word)
    return words


def _bare(slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    return tuple(slot._replace(number=0) for slot in slots)


def _most(counter: Counter[Any]) -> Any:
    return counter.most_common(1)[0][0]


def _common_start(a: str, b: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


# --- where the list shows nothing: what Markdown, a table or a line of its own puts around a slot

_WRAPPERS = (
    *(("[", "]"), ("(", ")"), ("{", "}"), ("\u3010", "\u3011"), ("\uff08", "\uff09")),
    *((mark, mark) for mark in ("**", "*", "__", "_", "`")),
    *((f"<{tag}>", f"</{tag}>") for tag in ("b", "i", "em", "strong", "code", "sub", "sup")),
)
_SEPARATORS = r"[ \t]*[,;:|/&\u00b7\u2022\u2013\u2014\uff0c\uff1b\uff1a\u3001-]*[ \t]*"


def _without_cell(shape: Shape, at: int) -> Shape | None:
    """The shape with an empty cell, if the slot is the only one in a cell of a table."""
    if not shape.is_row or shape.slots[at].role == "title":
        return None
    # A table may have no pipes at the beginning and the end of its lines.
    cell = _emptied_cell(
        "|" * (at == 0), shape.literals[at], shape.literals[at + 1], "|" * (at + 1 == len(shape.slots))
    )
    return shape.replacing(at, at + 1, (), (cell,)) if cell else None


def _without_by_syntax(shape: Shape, at: int) -> Shape | None:
    """The shape without the slot, and without the image, brackets or line that have nothing else in them.

    ``None`` for the label of a link, which would be nothing.
    """
    left, right, slot = shape.literals[at], shape.literals[at + 1], shape.slots[at]
    if re.match(r"[*_`]*\]\(", right):
        return None
    is_first, is_last = at == 0, at + 1 == len(shape.slots)
    if "\n" in left and (is_last or "\n" in right):
        rest = right[right.find("\n") :] if "\n" in right else ""
        kept = left[: left.rfind("\n")]
        return shape.replacing(at, at + 1, (), ((kept if rest.strip() else kept.rstrip()) + rest,))
    if slot.role == "repository" and (start := re.search(r"!\[[^\[\]]*\]\([^()]*$|<img\b[^<>]*$", left)):
        left, right = left[: start.start()], re.sub(r"^[^()<>]*[)>]", "", right, count=1)
    left, right = _unwrapped(left, right)
    if is_first or re.search(r"(?:^|[\n(\[{>*_`\"])[ \t]*$", left):
        right = re.sub(rf"^{_SEPARATORS}", "", right)
    else:
        left = re.sub(rf"{_SEPARATORS}$", "", left)
        left += " " if re.match(r"[\w\[(*_`<!]", right) or (not right and not is_last) else ""
    return shape.replacing(at, at + 1, (), (left + right,))


def _emptied_cell(start: str, left: str, right: str, end: str) -> str | None:
    """A cell of a table with nothing in it; ``None`` if something else is in it."""
    for opening, closing, empty in ((r"\|", r"\|", " "), (r"<t[dh]\b[^<>]*>", r"</t[dh]>", "")):
        opened = list(re.finditer(rf"(?<!\\){opening}", start + left))
        closed = re.search(rf"(?<!\\){closing}", right + end)
        if opened and closed:
            cell = (start + left)[: opened[-1].end()] + empty + (right + end)[closed.start() :]
            return cell.removeprefix(start).removesuffix(end)
    return None


def _unwrapped(left: str, right: str) -> tuple[str, str]:
    """Both without the brackets and marks that open in one and close in the other."""
    for _ in range(5):
        for opening, closing in _WRAPPERS:
            bare_left, bare_right = left.rstrip(" "), right.lstrip(" ")
            if bare_left.endswith(opening) and bare_right.startswith(closing):
                left, right = bare_left.removesuffix(opening), bare_right.removeprefix(closing)
                break
        else:
            break
    return left, right
