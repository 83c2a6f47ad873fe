"""The shapes of the blocks of a list: the literal text that they have in common, and the slots between it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from moebib.formats.paper_list.document import Role, WorkBlock, WorkPart
from moebib.text.lines import LINE_BREAK

__all__ = [
    "FilledSlot",
    "ListedBlock",
    "Shape",
    "Slot",
    "is_apart_from_venue",
    "listed_block",
    "numbered",
    "repository_at",
]


class Slot(NamedTuple):
    """What is written in a place of a shape."""

    role: Role
    kind: str = ""
    number: int = 0
    """How many slots before it in the shape have its role and kind."""

    @property
    def is_judgement(self) -> bool:
        """Whether only a person can fill it."""
        return self.role in ("comment", "marker")


class Shape(NamedTuple):
    """The slots of a block and the text around them; line breaks are LF, and spaces that show nothing are left out."""

    slots: tuple[Slot, ...]
    literals: tuple[str, ...]
    """One more than slots: the text before each of them, and at the end."""
    is_row: bool = False
    """Whether it is a row of a table."""

    def replacing(self, start: int, end: int, slots: tuple[Slot, ...], literals: tuple[str, ...]) -> Shape:
        """The shape with *slots* and *literals* for the slots from *start* to *end* and the text beside them."""
        all_literals = (*self.literals[:start], *literals, *self.literals[end + 1 :])
        return Shape(numbered((*self.slots[:start], *slots, *self.slots[end:])), all_literals, self.is_row)

    def extends(self, other: Shape) -> bool:
        """Whether this is *other* with more slots: what is between two slots in both is the same."""
        places, at = [], 0
        for slot in other.slots:
            if slot not in self.slots[at:]:
                return False
            at = self.slots.index(slot, at)
            places.append(at)
            at += 1
        neighbours = [number for number, (a, b) in enumerate(pairwise(places)) if b == a + 1]
        return all(self.literals[places[number + 1]] == other.literals[number + 1] for number in neighbours)


def is_apart_from_venue(shape: Shape, at: int) -> bool:
    """Whether the slot is not beside the venue, but another date is, or there is no venue."""
    dates = [number for number, slot in enumerate(shape.slots) if slot.role == "date"]
    beside = [number for number in dates if _is_beside_venue(shape, number)]
    return at not in beside and (bool(beside) or all(slot.role != "venue" for slot in shape.slots))


def _is_beside_venue(shape: Shape, at: int) -> bool:
    for other, literal in ((at - 1, shape.literals[at]), (at + 1, shape.literals[at + 1])):
        if 0 <= other < len(shape.slots) and shape.slots[other].role == "venue":
            return len(literal) < 4 and "\n" not in literal
    return False


class FilledSlot(NamedTuple):
    """A slot of a block, and where its text is in the document."""

    slot: Slot
    start: int
    end: int
    separator: str = ""
    """Between the keywords in it."""


class ListedBlock(NamedTuple):
    """A block with its shape."""

    block: WorkBlock
    end: int
    """Where its last line ends, without the line break."""
    filled: tuple[FilledSlot, ...]
    shape: Shape
    setting: Literal["markdown", "html"]
    """How text is escaped in it."""


_HTML = re.compile(r"\s*<(?:t[rdh]|li|p|div|d[tdl]|table|tbody|ul|ol|summary|details)\b", re.I)


def listed_block(text: str, block: WorkBlock) -> ListedBlock:
    """The block, which is in *text*, with its shape."""
    end = _content_end(text, block)
    joined = list(_joined(text, _with_unmarked(text, block, end, _slots(block.parts))))
    slots = numbered(part.slot for part in joined)
    filled = tuple(part._replace(slot=slot) for part, slot in zip(joined, slots, strict=True))
    edges = [block.start, *(edge for part in filled for edge in (part.start, part.end)), end]
    literals = [text[start:stop] for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    is_row = block.form == "row"
    shown = tuple(_shown(literal, is_row=is_row) for literal in literals[:-1])
    last = _shown(literals[-1], is_row=is_row).rstrip(" \t")
    shape = Shape(slots, (*shown, last), is_row)
    return ListedBlock(block, end, filled, shape, "html" if _HTML.match(text, block.start) else "markdown")


def _content_end(text: str, block: WorkBlock) -> int:
    """Where the last line of *block* that is not empty ends, without its line break."""
    content = text[block.start : block.end].rstrip()
    start = block.start + len(content)
    line_break = LINE_BREAK.search(text, start, block.end)
    return line_break.start() if line_break else block.end


def _slots(parts: Iterable[WorkPart]) -> list[FilledSlot]:
    """The slots of the parts; a link that leads nowhere is what the list writes where there is none."""
    return [
        FilledSlot(Slot(part.role, part.kind if part.role == "url" else ""), part.start, part.end)
        for part in parts
        if part.start < part.end
    ]


def _joined(text: str, parts: Iterable[FilledSlot]) -> Iterator[FilledSlot]:
    """The slots; keywords with one separator, or judgements with only spaces between them, are one slot."""
    last: FilledSlot | None = None
    for part in parts:
        if last and part.slot == last.slot and _are_one(part.slot, last, between := text[last.end : part.start]):
            last = last._replace(end=part.end, separator=between)
            continue
        if last:
            yield last
        last = part
    if last:
        yield last


def _are_one(slot: Slot, last: FilledSlot, between: str) -> bool:
    if slot.role == "keyword":
        return "\n" not in between and last.separator in ("", between)
    return slot.is_judgement and not between.strip()


def numbered(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """The slots with their numbers."""
    seen: Counter[Slot] = Counter()
    counted = []
    for slot in slots:
        bare = slot._replace(number=0)
        counted.append(slot._replace(number=seen[bare]))
        seen[bare] += 1
    return tuple(counted)


def _shown(literal: str, *, is_row: bool) -> str:
    """The text without the spaces that show nothing; two at the end of a line in a paragraph break it."""
    lines = LINE_BREAK.sub("\n", literal)
    if is_row and "\n" not in lines:
        return re.sub(r"[ \t]*(?<!\\)\|[ \t]*", "|", re.sub(r"[ \t]+", " ", lines))
    lines = re.sub(r"[ \t]+(?=\n[ \t]*\n)|(?<=\n)[ \t]+(?=\n)", "", lines)
    return re.sub(r"[ \t]+\n", lambda spaces: "  \n" if spaces[0].startswith("  ") else "\n", lines)


def _are_one_name(label: str, repository: str) -> bool:
    """Whether a label is the name of a repository, perhaps in another spelling or a bit shorter."""
    if not repository:
        return False
    short, long = sorted(
        ("".join(re.findall(r"\w", text.lower())).replace("_", "") for text in (label, repository)), key=len
    )
    return len(short) * 3 >= len(long) * 2 and long.startswith(short)


_NUMBER = re.compile(r"[ \t]*(\d{1,4})[.)][ \t]")
_YEAR = re.compile(r"(?<![\w/.=_-])(?:19|20)\d\d(?:[-./]\d{1,2}){0,2}(?![\w/=_])")
_YEAR_AFTER = re.compile(r"\s?['\u2019]?\s?((?:19|20)\d\d|(?<=['\u2019])\d\d)(?![\w/=_])")
_PICTURE = re.compile(
    r"<(div|p|center)\b[^<>]*>\s*(?:<img\b[^<>]*>\s*)+</\1>|<img\b[^<>]*\bsrc=[\"']?(?!http)[^<>]*>|"
    r"!\[[^\[\]]*\]\((?!http)[^()\s]+\)", re.I,
)  # fmt: skip
_STARS = re.compile(
    "(?:[\u2b50\u2605\u2606\u2728\u2764\U0001f31f\U0001f44d\U0001f4a5\U0001f525\U0001f680]\ufe0f?[ \t]?)+(?<![ \t])"
)


def _with_unmarked(text: str, block: WorkBlock, end: int, parts: Sequence[FilledSlot]) -> Iterator[FilledSlot]:
    """The slots, with what follows from facts or is a judgement, even if it is not marked as a part.

    That is the number of an item, ratings, pictures, years, the name of a repository in a badge or as the label of its
    link, and an arXiv ID that is also in the link.
    """
    number = _NUMBER.match(text, block.start, parts[0].start if parts else end)
    if number and block.form == "item" and all(part.slot.role != "number" for part in parts):
        yield FilledSlot(Slot("number"), *number.span(1))
    echoes = dict(_echoes(text, block, parts))
    words = "|".join(map(re.escape, sorted(echoes, key=len, reverse=True)))
    echo = re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.I) if echoes else None
    done = number.end() if number else block.start
    for part in (*parts, None):
        start = part.start if part else end
        found = [
            FilledSlot(slot, *match.span())
            for pattern, slot in _UNMARKED
            for match in pattern.finditer(text, done, start)
        ]
        if done > block.start and (year := _YEAR_AFTER.match(text, done, start)):  # "ICML2024"
            found.append(FilledSlot(Slot("date", "unmarked"), *year.span(1)))
        if echo:
            spans = (match.span() for match in echo.finditer(text, done, start))
            found += [FilledSlot(echoes[text[slice(*span)].lower()], *span) for span in spans]
        if part and part.slot == Slot("url", "code"):
            label = re.search(r"\[([^\[\]]+)\]*\(<?$", text[done:start])
            if label and _are_one_name(label[1], repository_at(text[part.start : part.end]).rpartition("/")[2]):
                found.append(FilledSlot(Slot("repository", "label"), done + label.start(1), done + label.end(1)))
        for slot in sorted(found, key=lambda slot: slot.start):
            if slot.start >= done:
                yield slot
                done = slot.end
        if part:
            yield part
            done = part.end


def _echoes(text: str, block: WorkBlock, parts: Sequence[FilledSlot]) -> Iterator[tuple[str, Slot]]:
    """What may be repeated of the links, or be in a badge alone, in lower case, with its slot."""
    for part in parts:
        if part.slot.role == "url":
            url = text[part.start : part.end]
            if identifier := _ARXIV.search(url):
                yield identifier[1], Slot("name", "arxiv")
            if part.slot.kind == "code" and (repository := repository_at(url)):
                yield repository.lower(), Slot("repository")
    roles = {part.slot.role for part in parts}
    item = block.item
    if "venue" not in roles:
        in_badge = re.search(r"/badge/arxiv\b", text[block.start : block.end], re.I)
        for venue in filter(None, (item.venue.lower(), "arxiv" if in_badge else "")):
            yield venue, Slot("venue", "unmarked")
    if "date" not in roles:
        in_badge = re.search(r"/badge/[^\s()\"']*?(?<!\d)((?:19|20)\d\d)(?!\d)", text[block.start : block.end])
        for year in filter(None, (item.issued and str(item.issued.year), in_badge and in_badge[1])):
            yield year, Slot("date", "unmarked")


_UNMARKED = ((_STARS, Slot("marker")), (_PICTURE, Slot("marker")), (_YEAR, Slot("date", "unmarked")))
_ARXIV = re.compile(r"arxiv\.org/\w+/(\d{4}\.\d{4,5})(?!\d)", re.I)


def repository_at(url: str) -> str:
    """The repository that a URL leads to, as "owner/name"; "" if it is on another site."""
    match = re.search(r"://(?:www\.)?git(?:hub|lab)\.com/([^/\s]+/[^/\s?#]+)", url)
    return match[1].removesuffix(".git") if match else ""
