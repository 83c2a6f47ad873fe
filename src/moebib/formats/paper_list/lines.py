"""Markdown as lines that keep two views: what a reader sees, and which characters are structure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from moebib.text.markdown import MATH, clean

__all__ = ["IMAGE", "LINK", "Line", "Link", "Span", "brackets", "lines", "parser"]

# One character each, in both views of a line. They cannot stand in a text: ``parser`` is given none.
LINK, IMAGE, EM, EM_END, STRONG, STRONG_END = "\x01\x02\x03\x04\x05\x06"
_LITERAL = "\0"
_MARKS = {"em_open": EM, "em_close": EM_END, "strong_open": STRONG, "strong_close": STRONG_END, "image": IMAGE}
_ALL_MARKS = re.compile("[\0-\x06]")


class Link(NamedTuple):
    """A link: its label as a reader sees it, and its address as it is written."""

    text: str
    url: str


class Line(NamedTuple):
    """A line of a paragraph, a list item or a cell.

    ``text`` and ``mask`` have one length. In both a link is one LINK and ``links`` has the rest; in ``mask`` a
    character that is only text, because it was escaped or is code or math, is no character of Markdown.
    """

    number: int
    text: str
    mask: str
    links: tuple[Link, ...]

    def part(self, start: int, end: int | None = None) -> Line:
        """The line from *start* to *end*, with the links that stand there."""
        before = self.mask.count(LINK, 0, start)
        mask = self.mask[start:end]
        return Line(self.number, self.text[start:end], mask, self.links[before : before + mask.count(LINK)])

    @property
    def plain(self) -> str:
        """The text with the labels of its links, on one line."""
        labels = iter(self.links)
        shown = re.sub(LINK, lambda _: next(labels).text, self.text)
        return clean(_ALL_MARKS.sub("", shown))

    @property
    def own(self) -> str:
        """The text without its links."""
        return clean(_ALL_MARKS.sub("", self.text))


def parser() -> MarkdownIt:
    """A parser that keeps addresses as they are written, and formulas whole."""
    markdown = MarkdownIt("commonmark").enable("table").disable("text_join")
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # the addresses are judged one by one
    markdown.inline.ruler.before("escape", "math", _math)
    return markdown


def _math(state: StateInline, silent: bool) -> bool:
    match = MATH.match(state.src, state.pos) if state.src[state.pos] == "$" else None
    if not match:
        return False
    if not silent:
        state.push("math", "", 0).content = match[0]
    state.pos = match.end()
    return True


def lines(inline: Token) -> Iterator[Line]:
    """The lines of an inline token; a line break within the label of a link is a blank."""
    number = inline.map[0] + 1 if inline.map else 0
    tokens: list[Token] = []
    for token in _joined(inline.children or []):
        if token.type in _BREAKS:
            yield _line(number, tokens)
            number += 1 + _breaks(tokens)
            tokens = []
        else:
            tokens.append(token)
    yield _line(number, tokens)


_BREAKS = ("softbreak", "hardbreak")


def _line(number: int, tokens: Sequence[Token]) -> Line:
    views = [_views(token) for token in tokens]
    links = tuple(Link(token.content, str(token.meta["href"])) for token in tokens if token.type == "link")
    return Line(number, "".join(text for text, _ in views), "".join(mask for _, mask in views), links)


def _breaks(tokens: Sequence[Token]) -> int:
    return sum(int(token.meta.get("breaks", 0)) for token in tokens)


def _joined(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens with each link as one: its label is the content."""
    inside: list[Token] | None = None
    href: object = ""
    for token in tokens:
        if token.type == "link_open":
            inside, href = [], token.attrs.get("href", "")
        elif token.type == "link_close" and inside is not None:
            label = "".join(" " if one.type in _BREAKS else _views(one)[0] for one in inside)
            breaks = sum(one.type in _BREAKS for one in inside)
            kind = "image" if IMAGE in label and not _ALL_MARKS.sub("", label).strip() else "link"
            yield Token(kind, "", 0, content=clean(_ALL_MARKS.sub("", label)), meta={"href": href, "breaks": breaks})
            inside = None
        elif inside is not None:
            inside.append(token)
        else:
            yield token


def _views(token: Token) -> tuple[str, str]:
    if token.type == "text":
        return token.content, token.content
    if token.type == "link":
        return LINK, LINK
    if token.type in _MARKS:
        return _MARKS[token.type], _MARKS[token.type]
    if token.type == "html_inline":
        return (" ", " ") if re.match(r"<br\b", token.content, re.I) else ("", "")
    return token.content, _LITERAL * len(token.content)


class Span(NamedTuple):
    """A part of a line at its top level: in square brackets, a link, or text between them."""

    kind: str
    """"B", "L" or "T"."""
    start: int
    end: int


def brackets(line: Line) -> list[Span]:
    """The parts of a line; blanks between them are left out, a bracket that is not closed is text.

    >>> from markdown_it.token import Token
    >>> line = next(lines(parser().parse("[A'24] [B](http://b.example) [[C](http://c.example)] d")[1]))
    >>> "".join(span.kind for span in brackets(line))
    'BLBT'
    """
    spans: list[Span] = []
    text = 0
    for kind, start, end in _marked(line.mask):
        if line.text[text:start].strip():
            spans.append(Span("T", text, start))
        spans.append(Span(kind, start, end))
        text = end
    if line.text[text:].strip():
        spans.append(Span("T", text, len(line.text)))
    return spans


def _marked(mask: str) -> list[Span]:
    """The brackets and links that stand in no other bracket."""
    opened: list[int] = []
    found: list[Span] = []
    for i, char in enumerate(mask):
        if char == "[":
            opened.append(i)
        elif char == LINK:
            found.append(Span("L", i, i + 1))
        elif char == "]" and opened:
            start = opened.pop()
            while found and found[-1].start > start:
                found.pop()
            found.append(Span("B", start, i + 1))
    return found
