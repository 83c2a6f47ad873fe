"""A part of a list as two views of the same length: the text as a reader sees it, and a mask that shows the markup.

So patterns search the mask, and what they find is a place in the file. ``inline`` makes the views.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moebib.text.characters import UNSEEN
from moebib.text.grammar import Token, pair, parse, source
from moebib.text.markdown import MATH, clean

__all__ = [
    "BREAK", "CELL", "CODE", "CODE_END", "EM", "EM_END", "IMAGE", "INS", "INS_END", "LINK", "LITERAL", "MARKS", "SKIP",
    "STRONG", "STRONG_END", "SUB", "SUB_END", "SUP", "SUP_END", "InlineLink", "InlinePiece", "MarkdownLine", "join",
    "printable",
]  # fmt: skip

# One character each, in both views of a line. They are in no text, because control characters are replaced in it.
LINK, IMAGE, EM, EM_END, STRONG, STRONG_END = "\x01\x02\x03\x04\x05\x06"
CODE, CODE_END, INS, INS_END, SUB, SUB_END, SUP, SUP_END = "\x0e\x0f\x10\x11\x12\x13\x14\x15"
SKIP, CELL = "\x16\x17"
BREAK = "\n"
"""The end of a line, ``<br>``, and the mark of a nested list item."""
LITERAL = "\0"
"""In a mask, a character that is no markup."""
MARKS = "".join((LINK, IMAGE, EM, EM_END, STRONG, STRONG_END, CODE, CODE_END, INS, INS_END, SUB, SUB_END, SUP, SUP_END))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ALL_MARKS = re.compile(f"[\0{MARKS}{SKIP}{CELL}]")
_CHARACTERS = re.compile(f"[^$\0{MARKS}{SKIP}{CELL}]+")
_OPENING = {EM: "i", STRONG: "b", SUB: "sub", SUP: "sup"}
_CLOSING = {EM_END: "i", STRONG_END: "b", SUB_END: "sub", SUP_END: "sup"}
_PAIRS = ((EM, EM_END), (STRONG, STRONG_END), (INS, INS_END), (CODE, CODE_END))
_WHOLE = re.compile("|".join(rf"\s*{a}([^{a}{b}]*){b}\s*" for a, b in _PAIRS))


class InlineLink(NamedTuple):
    """A link: its label, and its URL as it is written with its place in the file."""

    label: MarkdownLine
    url: str
    start: int
    end: int


class MarkdownLine(NamedTuple):
    """A part of a file: a line, a cell, or all lines of a work.

    ``text`` and ``mask`` have the same length. In both, a link is the one character LINK, with its label and URL in
    ``links``. In ``mask``, a character that is escaped or part of code or math is replaced by a placeholder, so that
    every ``[`` and ``|`` in it is markup. Character i is what the file has from ``at[i]`` to ``at[i + 1]``.
    """

    text: str
    mask: str
    links: tuple[InlineLink, ...]
    at: tuple[int, ...]
    images: tuple[InlineLink, ...] = ()
    """The images, each the character IMAGE; the label is the text that is shown in its place."""

    def part(self, start: int, end: int | None = None) -> MarkdownLine:
        """The line from *start* to *end*, with the links in it."""
        end = len(self.text) if end is None else end
        before = self.mask.count(LINK, 0, start) if self.links else 0
        mask = self.mask[start:end]
        links = self.links[before : before + mask.count(LINK)]
        images_before = self.mask.count(IMAGE, 0, start) if self.images else 0
        images = self.images[images_before : images_before + mask.count(IMAGE)]
        return MarkdownLine(self.text[start:end], mask, links, self.at[start : max(start, end) + 1], images)

    def strip(self, characters: str = " \n") -> MarkdownLine:
        """The line without *characters* and marks without content at its ends."""
        left = len(self.mask) - len(self.mask.lstrip(characters + SKIP + CELL))
        right = len(self.mask.rstrip(characters + SKIP + CELL))
        return self.part(left, max(left, right))

    @property
    def plain(self) -> str:
        """The text with the labels of its links, on one line."""
        labels = iter(self.links)
        shown = re.sub(LINK, lambda _: next(labels).label.plain, self.text)
        return clean(_ALL_MARKS.sub("", shown.replace(CELL, " ")))

    @property
    def marked(self) -> str:
        """The text with the labels of its links, as text with markup; emphasis of the whole is only typography."""
        text, mask = self.text, self.mask
        while whole := _WHOLE.fullmatch(text):
            start, end = whole.span(whole.lastindex or 0)
            text, mask = text[start:end], mask[start:end]
        return source(pair(self._tokens(text, mask))).strip()

    def _tokens(self, text: str, mask: str) -> Iterator[Token]:
        links = iter(self.links)
        done = 0
        while (start := done) < len(text):
            char = text[start]
            if characters := _CHARACTERS.match(text, start):
                yield Token("text", re.sub(r"\s+", " ", UNSEEN.sub("\ufffd", characters[0])))
                done = characters.end()
            elif (formula := MATH.match(text, start)) and set(mask[start : formula.end()]) == {LITERAL}:
                yield Token("math", formula["tex"])
                done = formula.end()
            else:
                done = start + 1
                if char == LINK:
                    yield from (Token(part.kind, part.value) for part in parse(next(links).label.marked))
                elif char == "$":
                    yield Token("text", char)
                elif char in _OPENING or char in _CLOSING:
                    yield Token("open", _OPENING[char]) if char in _OPENING else Token("close", _CLOSING[char])

    @property
    def is_image(self) -> bool:
        """Whether it is an image and nothing else: a badge, if it is the label of a link."""
        return IMAGE in self.mask and not self.without_links.strip(" []")

    @property
    def without_links(self) -> str:
        """The text without its links."""
        return clean(_ALL_MARKS.sub("", self.text))


def join(lines: Sequence[MarkdownLine], mark: str = BREAK) -> MarkdownLine:
    """Lines in the order of the file as one; what is between them in the file is *mark*."""
    at: list[int] = []
    for line in lines:
        at += line.at
    return MarkdownLine(
        mark.join(line.text for line in lines),
        mark.join(line.mask for line in lines),
        tuple(link for line in lines for link in line.links),
        tuple(at),
        tuple(image for line in lines for image in line.images),
    )


class InlinePiece(NamedTuple):
    """A piece of a line: both views of it, its place in the file, and the link that it may be."""

    text: str
    mask: str
    start: int
    link: InlineLink | None = None


def printable(text: str) -> str:
    """A text of a file without the control characters that are the marks of a line."""
    return _CONTROL.sub("\ufffd", text)
