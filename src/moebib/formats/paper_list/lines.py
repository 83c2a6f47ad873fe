"""Parses Markdown into lines with two views: the text as a reader sees it, and a mask that shows its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token as MarkdownToken

from moebib.text.characters import UNSEEN
from moebib.text.grammar import Token, pair, parse, source
from moebib.text.markdown import MATH, clean

__all__ = ["IMAGE", "LINK", "ListLink", "MarkdownLine", "Span", "brackets", "join_lines", "lines", "parser"]

# One character each, in both views of a line. They are in no text, because the reader replaces control characters.
LINK, IMAGE, EM, EM_END, STRONG, STRONG_END = "\x01\x02\x03\x04\x05\x06"
_LITERAL = "\0"
_TAG_MARKS = {"i": "\x0e\x0f", "b": "\x10\x11", "sub": "\x12\x13", "sup": "\x14\x15"}
_HTML = {"em": "i", "strong": "b"}
_OPENING = {EM: "i", STRONG: "b"} | {marks[0]: tag for tag, marks in _TAG_MARKS.items()}
_CLOSING = {EM_END: "i", STRONG_END: "b"} | {marks[1]: tag for tag, marks in _TAG_MARKS.items()}
_MARKS = {"em_open": EM, "em_close": EM_END, "strong_open": STRONG, "strong_close": STRONG_END, "image": IMAGE}
_ALL_MARKS = re.compile("[\0-\x06\x0e-\x15]")
_CHARACTERS = re.compile("[^$\0-\x06\x0e-\x15]+")
_WHOLE = re.compile(rf"\s*(?:{EM}([^{EM}{EM_END}]*){EM_END}|{STRONG}([^{STRONG}{STRONG_END}]*){STRONG_END})\s*")
_BREAKS = ("softbreak", "hardbreak")


class ListLink(NamedTuple):
    """A link of a list: its label as a reader sees it, its URL as it is written, and its label with markup."""

    text: str
    url: str
    marked: str


class MarkdownLine(NamedTuple):
    """A line of a paragraph, a list item or a table cell.

    ``text`` and ``mask`` have the same length. In both, a link is the one character LINK, with its label and URL in
    ``links``. In ``mask``, a character that is escaped or part of code or math is replaced by a placeholder, so that
    every ``[`` and ``|`` in it is markup.
    """

    number: int
    text: str
    mask: str
    links: tuple[ListLink, ...]

    def part(self, start: int, end: int | None = None) -> MarkdownLine:
        """The line from *start* to *end*, with the links in it."""
        before = self.mask.count(LINK, 0, start)
        mask = self.mask[start:end]
        return MarkdownLine(self.number, self.text[start:end], mask, self.links[before : before + mask.count(LINK)])

    @property
    def plain(self) -> str:
        """The text with the labels of its links, on one line."""
        labels = iter(self.links)
        shown = re.sub(LINK, lambda _: next(labels).text, self.text)
        return clean(_ALL_MARKS.sub("", shown))

    @property
    def marked(self) -> str:
        """The text with the labels of its links, as text with markup; emphasis of the whole is only typography."""
        text, mask = self.text, self.mask
        while whole := _WHOLE.fullmatch(text):
            start, end = whole.span(1) if whole[1] is not None else whole.span(2)
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
            elif (formula := MATH.match(text, start)) and set(mask[start : formula.end()]) == {_LITERAL}:
                yield Token("math", formula["tex"])
                done = formula.end()
            else:
                done = start + 1
                if char == LINK:
                    yield from (Token(part.kind, part.value) for part in parse(next(links).marked))
                elif char == "$":
                    yield Token("text", char)
                elif char in _OPENING or char in _CLOSING:
                    yield Token("open", _OPENING[char]) if char in _OPENING else Token("close", _CLOSING[char])

    @property
    def without_links(self) -> str:
        """The text without its links."""
        return clean(_ALL_MARKS.sub("", self.text))


def parser() -> MarkdownIt:
    """A Markdown parser that keeps URLs as they are written, and formulas as one token."""
    markdown = MarkdownIt("commonmark").enable("table").disable("text_join")
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # each URL is checked when it is used
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


def lines(inline: MarkdownToken) -> Iterator[MarkdownLine]:
    """The lines of an inline token; a line break within the label of a link becomes a space."""
    number = inline.map[0] + 1 if inline.map else 0
    tokens: list[MarkdownToken] = []
    for token in _with_whole_links(inline.children or []):
        if token.type in _BREAKS:
            yield _line(number, tokens)
            number += 1 + sum(int(token.meta.get("breaks", 0)) for token in tokens)
            tokens = []
        else:
            tokens.append(token)
    yield _line(number, tokens)


def _line(number: int, tokens: Sequence[MarkdownToken]) -> MarkdownLine:
    views = [_views(token) for token in tokens]
    links = tuple(
        ListLink(token.content, str(token.meta["href"]), token.meta["marked"])
        for token in tokens
        if token.type == "link"
    )
    return MarkdownLine(number, "".join(text for text, _ in views), "".join(mask for _, mask in views), links)


def _with_whole_links(tokens: Sequence[MarkdownToken]) -> Iterator[MarkdownToken]:
    """The tokens with each link as one token, whose content is the label."""
    label_tokens: list[MarkdownToken] | None = None
    href: object = ""
    for token in tokens:
        if token.type == "link_open":
            label_tokens, href = [], token.attrs.get("href", "")
        elif token.type == "link_close" and label_tokens is not None:
            views = [(" ", " ") if inner.type in _BREAKS else _views(inner) for inner in label_tokens]
            label, mask = "".join(text for text, _ in views), "".join(mask for _, mask in views)
            breaks = sum(inner.type in _BREAKS for inner in label_tokens)
            kind = "image" if IMAGE in label and not _ALL_MARKS.sub("", label).strip() else "link"
            meta = {"href": href, "breaks": breaks, "marked": MarkdownLine(0, label, mask, ()).marked}
            yield MarkdownToken(kind, "", 0, content=clean(_ALL_MARKS.sub("", label)), meta=meta)
            label_tokens = None
        elif label_tokens is not None:
            label_tokens.append(token)
        else:
            yield token


def _views(token: MarkdownToken) -> tuple[str, str]:
    """The text and the mask of a token."""
    if token.type == "text":
        return token.content, token.content
    if token.type == "link":
        return LINK, LINK
    if token.type in _MARKS:
        return _MARKS[token.type], _MARKS[token.type]
    if token.type == "html_inline":
        tag = re.match(r"<(/?)(br|em|i|strong|b|su[bp])\b", token.content, re.I)
        name = _HTML.get(tag[2].lower(), tag[2].lower()) if tag else ""
        mark = _TAG_MARKS[name][bool(tag[1])] if tag and name in _TAG_MARKS else " " * bool(tag)
        return mark, mark
    return token.content, _LITERAL * len(token.content)


def join_lines(parts: Sequence[MarkdownLine]) -> MarkdownLine:
    """Several lines as one, with spaces between them and the number of the first."""
    return MarkdownLine(
        parts[0].number,
        " ".join(line.text for line in parts),
        " ".join(line.mask for line in parts),
        tuple(link for line in parts for link in line.links),
    )


class Span(NamedTuple):
    """A part of a line that is in no other: square brackets, a link, or the text between them."""

    kind: str
    """"B", "L" or "T"."""
    start: int
    end: int


def brackets(line: MarkdownLine) -> list[Span]:
    """The spans of a line, without those that are only spaces; a bracket that is not closed is text.

    >>> line = next(lines(parser().parse("[A'24] [B](http://b.example) [[C](http://c.example)] d")[1]))
    >>> "".join(span.kind for span in brackets(line))
    'BLBT'
    """
    spans: list[Span] = []
    text_start = 0
    for span in _outer_spans(line.mask):
        if line.text[text_start : span.start].strip():
            spans.append(Span("T", text_start, span.start))
        spans.append(span)
        text_start = span.end
    if line.text[text_start:].strip():
        spans.append(Span("T", text_start, len(line.text)))
    return spans


def _outer_spans(mask: str) -> list[Span]:
    """The brackets and links that are in no other bracket."""
    opened: list[int] = []
    spans: list[Span] = []
    for i, char in enumerate(mask):
        if char == "[":
            opened.append(i)
        elif char == LINK:
            spans.append(Span("L", i, i + 1))
        elif char == "]" and opened:
            start = opened.pop()
            while spans and spans[-1].start > start:
                spans.pop()
            spans.append(Span("B", start, i + 1))
    return spans
