"""Reads the inline markup of Markdown and HTML, and keeps where every character of it is in the file.

markdown-it, which reads the blocks (``markdown_blocks``), has no such places, and does not read the inside of HTML.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from moebib.formats.paper_list.read.emphasis import pair_emphasis
from moebib.formats.paper_list.read.line import (
    BREAK,
    CODE,
    CODE_END,
    EM,
    EM_END,
    IMAGE,
    INS,
    INS_END,
    LINK,
    LITERAL,
    SKIP,
    STRONG,
    STRONG_END,
    SUB,
    SUB_END,
    SUP,
    SUP_END,
    InlineLink,
    InlinePiece,
    MarkdownLine,
    printable,
)
from moebib.formats.paper_list.read.link_targets import CodeSpans, LinkTarget, link_targets
from moebib.text.markdown import MATH

__all__ = ["read_inline"]

_TAGS = {
    **dict.fromkeys(("em", "i"), (EM, EM_END)),
    **dict.fromkeys(("strong", "b", "summary"), (STRONG, STRONG_END)),
    **dict.fromkeys(("ins", "u"), (INS, INS_END)),
    **dict.fromkeys(("code", "kbd"), (CODE, CODE_END)),
    "sub": (SUB, SUB_END),
    "sup": (SUP, SUP_END),
}
_BREAKING_TAGS = frozenset(("br", "p", "li", "div", "tr", "td", "th", "ul", "ol", "details", "h1", "h2", "h3", "h4"))

_TOKEN = re.compile(
    r"""
    (?P<escape>\\[!-/:-@\[-`{-~])
  | (?P<code>`+)
  | (?P<comment><!--)
  | (?P<auto><(?P<address>https?://[^<>\s]+)>)
  | (?P<tag></?(?P<name>[A-Za-z][A-Za-z0-9]*)\b[^<>]*>)
  | (?P<emphasis>\*+|_+)
  | (?P<strike>~~)
  | (?P<emoji>:[a-z][a-z0-9_+-]*:)
  | (?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|\w{2,31});)
  | (?P<bare>(?<![A-Za-z0-9])https?://[^\s<>\[\]|`\u3001\u3002\uff08\uff09\u300a\u300b]+)
  | (?P<doi>(?<![A-Za-z0-9])(?:doi|DOI):?[ ]?(?P<number>10\.\d{4,9}/[^\s<>\[\]|`"\u3001\u3002\uff08\uff09]+))
  | (?P<arxiv>(?<![A-Za-z0-9])ar[Xx]iv:[ ]?(?P<eprint>\d{4}\.\d{4,5}(?:v\d{1,2})?|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?!\w))
  | (?P<image>!\[)
  | (?P<open>\[)
  | (?P<break>\\?[ \t]*\r?\n[ \t]*)
  | (?P<other>[^\\`<*_~&h!:\[\r\n \tdDa]+|[ \t]+|.)
    """,
    re.X | re.S,
)
_HREF = re.compile(r"""\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.I)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
_ANCHOR_END = re.compile(r"</a\s*>", re.I)


def read_inline(
    text: str,
    start: int,
    end: int,
    references: Mapping[str, str] | None = None,
    *,
    linked: bool = True,
    depth: int = 0,
) -> MarkdownLine:
    """What *text* has from *start* to *end*; *references* are the definitions of reference links, by folded label.

    Without *linked*, there is no link in it; *depth* is how many images are around it.
    """
    reader = _InlineReader(text, start, end, references or {}, linked=linked, depth=depth)
    pieces = pair_emphasis(list(reader.pieces()))
    at: list[int] = []
    pieces = list(_on_one_line(pieces, text))
    for piece in pieces:
        # All characters of an entity or a formula that begins here; only one-to-one pieces are longer than one.
        at += range(piece.start, piece.start + len(piece.text)) if len(piece.text) > 1 else [piece.start]
    return MarkdownLine(
        "".join(piece.text for piece in pieces),
        "".join(piece.mask for piece in pieces),
        tuple(piece.link for piece in pieces if piece.link and piece.mask == LINK),
        (*at, end),
        tuple(piece.link for piece in pieces if piece.link and piece.mask == IMAGE),
    )


def _on_one_line(pieces: Iterable[InlinePiece], text: str) -> Iterator[InlinePiece]:
    """The pieces with spaces for the ends of lines within emphasis: a title goes on in the next line."""
    depth = 0
    for piece in pieces:
        depth += (piece.mask in (EM, STRONG)) - (piece.mask in (EM_END, STRONG_END))
        is_break = piece.mask == BREAK and depth > 0 and text[piece.start : piece.start + 1] in " \t\r\n\\"
        yield piece._replace(text=" ", mask=" ") if is_break else piece


class _InlineReader:
    def __init__(
        self, text: str, start: int, end: int, references: Mapping[str, str], *, linked: bool, depth: int
    ) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.linked = linked
        """Whether links are read; there is none within a link."""
        self.depth = depth
        self.code = CodeSpans(text, start, end)
        self.anchor_ends = [match.span() for match in _ANCHOR_END.finditer(text, start, end)]
        self.last_comment_end = text.rfind("-->", start, end)
        self.targets = dict(link_targets(text, start, end, references, self.code, linked=linked, depth=depth))
        """The links and images by the place of their opening bracket."""

    def pieces(self) -> Iterator[InlinePiece]:
        """The pieces from the start to the end."""
        at = self.start
        while at < self.end:
            if self.text[at] == "$" and (formula := MATH.match(self.text, at, self.end)):
                yield InlinePiece(formula[0], LITERAL * len(formula[0]), at)
                at = formula.end()
                continue
            token = _TOKEN.match(self.text, at, self.end)
            assert token is not None  # "other" matches any character
            kind, after = str(token.lastgroup), token.end()
            if kind in ("open", "image") and (target := self.targets.get(after - 1)):
                yield self._link(at, kind, target)
                after = target.after
            elif kind == "code" and (code_end := self.code.end(at, after)):
                yield InlinePiece(CODE, CODE, at)
                yield from self._code(after, code_end)
                after = code_end + len(token[0])
            elif kind == "comment" and at + 4 <= self.last_comment_end:
                yield InlinePiece(SKIP, SKIP, at)
                after = self.text.index("-->", after) + 3
            elif kind == "tag" and token["name"].lower() == "a" and self.linked:
                closing = self._anchor_end(after)
                href = _HREF.search(token[0])
                if closing and href and not token[0].startswith("</"):
                    url_start, url_end = (at + place for place in href.span(href.lastindex or 0))
                    label = read_inline(self.text, after, closing[0], linked=False, depth=self.depth)
                    link = InlineLink(label, html.unescape(self.text[url_start:url_end]), url_start, url_end)
                    yield InlinePiece(LINK, LINK, at, link)
                    after = closing[1]
                else:
                    yield InlinePiece(SKIP, SKIP, at)
            else:
                yield from self._simple(kind, token)
                if kind in ("bare", "doi"):
                    after = at + len(_without_trailing(token[0]))
            at = after

    def _code(self, start: int, end: int) -> Iterator[InlinePiece]:
        written = re.sub(r"[\r\n]", " ", self.text[start:end])
        yield InlinePiece(printable(written), re.sub(r"[^\w\s'.,-]", LITERAL, written), start)
        yield InlinePiece(CODE_END, CODE_END, end)

    def _anchor_end(self, at: int) -> tuple[int, int] | None:
        index = bisect_left(self.anchor_ends, (at, at))
        return self.anchor_ends[index] if index < len(self.anchor_ends) else None

    def _simple(self, kind: str, token: re.Match[str]) -> Iterator[InlinePiece]:
        written, at = token[0], token.start()
        if kind == "escape":
            yield InlinePiece(written[1], LITERAL, at)
        elif kind == "auto" or kind == "bare":
            url = token["address"] if kind == "auto" else _without_trailing(written)
            if self.linked:
                start = token.start("address") if kind == "auto" else at
                link = InlineLink(_literal(url, start), html.unescape(url), start, start + len(url))
                yield InlinePiece(LINK, LINK, at, link)
            else:
                yield InlinePiece(url, LITERAL * len(url), at)
        elif kind in ("doi", "arxiv") and self.linked:
            # An identifier in text is a link of which the text has no URL.
            label = _without_trailing(written) if kind == "doi" else written
            number = label[token.start("number") - at :] if kind == "doi" else token["eprint"]
            url = f"https://doi.org/{number}" if kind == "doi" else f"https://arxiv.org/abs/{number}"
            end = at + len(label)
            yield InlinePiece(LINK, LINK, at, InlineLink(_literal(label, at), url, end, end))
        elif kind in ("doi", "arxiv"):
            yield InlinePiece(written, LITERAL * len(written), at)
        elif kind == "tag":
            name = token["name"].lower()
            if name in _TAGS:
                mark = _TAGS[name][written.startswith("</")]
                yield InlinePiece(mark, mark, at)
            elif name == "img":
                source = _HREF.search(written)
                start, end = source.span(source.lastindex or 0) if source else (len(written), len(written))
                shown_instead = _ALT.search(written)
                alt = self._alt(at, shown_instead) if shown_instead else _no_label(at)
                yield InlinePiece(IMAGE, IMAGE, at, InlineLink(alt, written[start:end], at + start, at + end))
            else:
                mark = BREAK if name in _BREAKING_TAGS else SKIP
                yield InlinePiece(mark, mark, at)
        elif kind == "entity":
            shown = html.unescape(written)
            yield (
                InlinePiece(printable(shown)[:1] or " ", LITERAL, at)
                if shown != written
                else InlinePiece(written, written, at)
            )
        elif kind == "break":
            yield InlinePiece(BREAK, BREAK, at)
        elif kind in ("strike", "emoji"):
            yield InlinePiece(SKIP, SKIP, at)
        else:
            shown = printable(written)
            yield InlinePiece(shown, shown, at)

    def _alt(self, at: int, shown: re.Match[str]) -> MarkdownLine:
        start, end = shown.span(shown.lastindex or 0)
        return read_inline(self.text, at + start, at + end, linked=False, depth=self.depth + 1)

    def _link(self, at: int, kind: str, target: LinkTarget) -> InlinePiece:
        """The link or image that begins at *at*."""
        is_image = kind == "image"
        label = read_inline(self.text, at + 1 + is_image, target.label_end, linked=False, depth=self.depth + is_image)
        link = InlineLink(label, target.url if is_image else _unescaped(target.url), target.start, target.end)
        return InlinePiece(IMAGE, IMAGE, at, link) if is_image else InlinePiece(LINK, LINK, at, link)


def _unescaped(url: str) -> str:
    """A URL without its backslashes and entities; an entity after a backslash is none."""
    return re.sub(r"\\([!-/:-@\[-`{-~])|&#?\w+;", lambda match: match[1] or html.unescape(match[0]), url)


def _literal(text: str, at: int) -> MarkdownLine:
    return MarkdownLine(text, LITERAL * len(text), (), tuple(range(at, at + len(text) + 1)))


def _no_label(at: int) -> MarkdownLine:
    return MarkdownLine("", "", (), (at,))


def _without_trailing(url: str) -> str:
    """A URL in text without the punctuation after it, as GitHub reads it (GFM 6.9)."""
    while url and (url[-1] in "?!.,:*_~'\")" or url[-1] == ";"):
        if url[-1] == ")" and url.count("(") >= url.count(")"):
            break
        url = url[:-1]
    return url
