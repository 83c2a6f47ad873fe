"""Cuts what a list says of a work into atoms: a link, what is in brackets or bold, text between two separators.

An atom knows what it could be by itself: a date, a venue, names of people, the label of a link. What it is, the whole
list decides (``roles``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Literal, NamedTuple

from moebib.formats.paper_list.read.dates_and_venues import DateAndVenue, is_known_venue, read_date_and_venue
from moebib.formats.paper_list.read.line import (
    BREAK,
    CELL,
    CODE,
    CODE_END,
    EM,
    EM_END,
    IMAGE,
    INS,
    INS_END,
    LINK,
    MARKS,
    SKIP,
    STRONG,
    STRONG_END,
    InlineLink,
    MarkdownLine,
)
from moebib.formats.paper_list.read.words import link_kind

__all__ = [
    "IN_CODE", "IN_EMPHASIS", "IN_INSERTED", "IN_PARENTHESES", "IN_QUOTES", "IN_SQUARE", "IN_STRONG", "Atom", "atoms",
]  # fmt: skip

# What an atom is wrapped in, each as one letter: a wrapper in a wrapper is a text that begins with the outer one.
IN_STRONG, IN_EMPHASIS, IN_INSERTED, IN_CODE, IN_SQUARE, IN_PARENTHESES, IN_QUOTES = "S", "E", "I", "C", "B", "P", "Q"

AtomKind = Literal["text", "link", "image"]


class Atom(NamedTuple):
    """A piece of a line that no separator divides."""

    kind: AtomKind
    wrap: str
    """What it is wrapped in, from the outside: ``IN_STRONG + IN_PARENTHESES`` for the 2024 of "**Maps (2024)**"."""
    start: int
    end: int
    """Its content in the line, without what wraps it."""
    separator: str
    """The punctuation between the atom before it and this one: "\\n" for a line, CELL for a cell."""
    text: str
    link: InlineLink | None
    group: int
    """The number of the wrapper in the line, so that two atoms in one wrapper have the same; 0 outside of all."""
    outer: int
    """The number of the outermost wrapper."""
    image: InlineLink | None = None

    @property
    def found(self) -> DateAndVenue:
        """The date in it, and the rest as a venue."""
        return read_date_and_venue(self.text)

    @property
    def is_date(self) -> bool:
        """Whether it is a date and nothing else."""
        found = self.found
        return found.issued is not None and found.venue[0] == found.venue[1]

    @property
    def is_venue(self) -> bool:
        """Whether it is a known venue, with or without a date."""
        found = self.found
        return found.venue[0] < found.venue[1] and is_known_venue(self.text[slice(*found.venue)])

    @property
    def is_slot(self) -> bool:
        """Whether it has the place of a publication: it is a venue, or a date with a few words that can be one."""
        words, found = len(self.text.split()), self.found
        at_edge = found.issued is not None and (
            not self.text[: found.date[0]].strip(_AROUND) or not self.text[found.date[1] :].strip(_AROUND)
        )
        return (self.is_venue and (words <= 4 or (at_edge and words <= 9))) or (at_edge and words <= 3)

    @property
    def is_label(self) -> bool:
        """Whether it is a link or a word such as "Code"."""
        if self.link is None:
            return bool(link_kind(self.text, whole=True))
        return (
            bool(
                link_kind(self.text)
                or re.fullmatch(
                    r"\W*\d?\W*|\d{4}\.\d{4,5}(?:v\d)?|https?://.*|(?:doi|arxiv):?\s?[\w.-]+/?\S*", self.text, re.I
                )
            )
            or self.link.label.is_image
        )


# What may be around a date that is at the edge of a text.
_AROUND = " '\u2018\u2019()[]{}.,:;-\u2013/|"
_OPEN = {
    STRONG: (IN_STRONG, STRONG_END),
    EM: (IN_EMPHASIS, EM_END),
    INS: (IN_INSERTED, INS_END),
    CODE: (IN_CODE, CODE_END),
}
_BRACKETS = {
    opening: (wrapper, closing)
    for wrapper, pairs in (
        (IN_SQUARE, "[] \u3010\u3011 \uff3b\uff3d"),
        (IN_PARENTHESES, "() \uff08\uff09"),
        (IN_QUOTES, "\u300a\u300b \u201c\u201d \u300c\u300d \u300e\u300f"),
    )
    for opening, closing in map(tuple, pairs.split())
}
_OPENING_OF: defaultdict[str, list[str]] = defaultdict(list)
for _opening, (_, _closing) in (_OPEN | _BRACKETS).items():
    _OPENING_OF[_closing].append(_opening)
_WRAPPERS = re.compile(f"[{re.escape(''.join((*_OPEN, *_BRACKETS, *_OPENING_OF)))}{CELL}]")
_DEEPEST = 12
"""How many wrappers around an atom are told apart; those within are text."""
_QUOTED = re.compile(rf'"(?=\S)([^"\n{CELL}]+?)(?<=\S)"')
_ABBREVIATIONS = [
    "vs",
    "et",
    "al",
    "St",
    "Jr",
    "Proc",
    "Conf",
    "Int",
    "Trans",
    "Symp",
    "Adv",
    "pp",
    "Vol",
    "vol",
    "No",
    "no",
]
"""Words after which a full stop ends no sentence."""
_FOLLOWED = rf"(?=[ \t]|$|[{MARKS}{SKIP}{CELL}\n\[(])[ \t]*"
"""What has to be after punctuation that is a separator: a space, markup or a bracket."""
_SEPARATOR = re.compile(
    r"(?:(?<![ \t])[ \t]+)?[\uff0c\uff1b\uff1a\u3001\u3002|\u00b7\u2022\u2022\uff5c][ \t]*"
    r"|(?<![ \t])[ \t]+[-\u2013\u2014~>\u2192]+(?:[ \t]+|$)|\u2014+"
    r"|(?<=\bet al\.)[ \t]+(?=\w)|(?<=\bet al)[ \t]+(?=[A-Z])"
    rf"|(?:(?<![ \t])[ \t]+)?[,;]{_FOLLOWED}"
    rf"|(?<=[{LINK}{EM_END}{STRONG_END}{CODE_END}{INS_END}\])]):[ \t]*"
    rf"|:{_FOLLOWED}"
    r"|(?<!\b[A-Z])" + "".join(rf"(?<!\b{word})" for word in _ABBREVIATIONS) + rf"\.{_FOLLOWED}"
    rf"|[?!]{_FOLLOWED}"
)
_TEXT_END = re.compile(
    f"[{LINK}{IMAGE}{STRONG}{STRONG_END}{EM}{EM_END}{INS}{INS_END}{CODE}{CODE_END}{SKIP}{CELL}{BREAK}"
    '\\[\\](){}"\uff08\uff09\u3010\u3011\u300a\u300b\u201c\u201d\u300c\u300d\u300e\u300f\uff3b\uff3d]'
)


def atoms(line: MarkdownLine, first_end: int = 0) -> list[Atom]:
    """The atoms of a line in its order; the text up to *first_end* is one, if that is not 0."""
    return list(_Cutter(line, first_end).cut(0, len(line.mask), ""))


class _Cutter:
    def __init__(self, line: MarkdownLine, first_end: int) -> None:
        self.line = line
        self.first_end = first_end
        self.mask = line.mask
        self.closings = _closings(line.mask)
        self.links = iter(line.links)
        self.images = iter(line.images)
        self.separator = ""
        self.groups = 0
        self.outer = 0

    def cut(self, start: int, end: int, wrap: str, group: int = 0) -> Iterator[Atom]:
        """The atoms from *start* to *end*, which is the inside of *wrap*."""
        at = start
        while at < end:
            char = self.mask[at]
            if char in _OPEN or char in _BRACKETS or char == '"':
                inside = self._inside(at, end) if len(wrap) < _DEEPEST else None
                if inside:
                    letter, content_start, content_end, after = inside
                    self.groups += 1
                    self.outer = self.groups if not wrap else self.outer
                    yield from self.cut(content_start, content_end, wrap + letter, self.groups)
                    at = after
                    continue
            if char == LINK:
                link = next(self.links)
                yield self._atom("link", wrap, at, at + 1, group, link)
            elif char == IMAGE:
                yield self._atom("image", wrap, at, at + 1, group)._replace(image=next(self.images, None))
            elif char in (BREAK, CELL):
                self.separator += char
            elif _TEXT_END.match(char):
                pass
            else:
                match = _TEXT_END.search(self.mask, at + 1, end)
                text_end = match.start() if match else end
                yield from self._cut_text(at, text_end, wrap, group)
                at = text_end
                continue
            at += 1

    def _cut_text(self, start: int, end: int, wrap: str, group: int) -> Iterator[Atom]:
        at = start
        if start < self.first_end:
            at = min(self.first_end, end)
            yield from self._text_atom(start, at, wrap, group)
            start = at
        for separator in _SEPARATOR.finditer(self.mask, start, end):
            yield from self._text_atom(at, separator.start(), wrap, group)
            self.separator += separator[0].strip() or " "
            at = separator.end()
        yield from self._text_atom(at, end, wrap, group)

    def _text_atom(self, start: int, end: int, wrap: str, group: int) -> Iterator[Atom]:
        text = self.line.text[start:end]
        if stripped := text.strip():
            left = start + text.index(stripped[0])
            yield self._atom("text", wrap, left, left + len(stripped), group)

    def _atom(
        self, kind: AtomKind, wrap: str, start: int, end: int, group: int, link: InlineLink | None = None
    ) -> Atom:
        text = link.label.plain if link else self.line.part(start, end).plain if kind == "text" else ""
        separator, self.separator = self.separator, ""
        return Atom(kind, wrap, start, end, separator, text, link, group, self.outer if wrap else 0)

    def _inside(self, at: int, end: int) -> tuple[str, int, int, int] | None:
        """The letter of the wrapper that begins at *at*, its content, and where it ends."""
        char = self.mask[at]
        if char == '"':
            quoted = _QUOTED.match(self.mask, at, end)
            return (IN_QUOTES, *quoted.span(1), quoted.end()) if quoted else None
        letter, _ = _OPEN.get(char) or _BRACKETS[char]
        closing = self.closings.get(at, end)
        return (letter, at + 1, closing, closing + 1) if closing < end else None


def _closings(mask: str) -> dict[int, int]:
    """Where each wrapper of one character is closed, in its cell; different kinds may overlap."""
    opened: defaultdict[str, list[int]] = defaultdict(list)
    closings: dict[int, int] = {}
    for match in _WRAPPERS.finditer(mask):
        char = match[0]
        if char == CELL:
            opened.clear()
        elif char in _OPENING_OF:
            for opening in _OPENING_OF[char]:
                if opened[opening]:
                    closings[opened[opening].pop()] = match.start()
        else:
            opened[char].append(match.start())
    return closings
