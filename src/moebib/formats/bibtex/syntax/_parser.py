"""The parser of one block by BibTeX's rules, tolerant where biber is or where the meaning is obvious."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from typing import cast

from moebib.formats.bibtex.syntax.blocks import (
    GAP,
    HEAD,
    NO_TYPE,
    WORD,
    Block,
    BlockKind,
    Field,
    first_on_line,
    gap,
    head_at,
    next_start,
)

__all__ = ["Braces", "read_block"]

_NAME = re.compile(rf"(?P<name>{WORD}(?:[ \t]++{WORD}){{0,4}}){GAP}(?P<equals>=){GAP}")
_BARE = re.compile(r"""[^\s{}"#%,=@]++""")
_BARE_IN_PARENTHESES = re.compile(r"""[^\s{}()"#%,=@]++""")
_KEY = re.compile(r"(?:\{[^{}\r\n]*+\}|[^,}\r\n])*")
_KEY_IN_PARENTHESES = re.compile(r"[^,)}\r\n]*+")
_KEY_ENDS = re.compile(r"(?:^|\s)%")
_NO_KEY = re.compile(rf"{WORD}(?:\s*+=\s*+[{{\"]|\s++=|=\s)")
_KEY_THEN_NAME = re.compile(rf"(?P<key>[^\s=,]++)\s++{WORD}\s*+=")
# Where a field may begin after unexpected text.
_NEXT_NAME = re.compile(rf"[,\r\n][ \t]*+(?={WORD}\s*+=(?!=))")
# A line that can only follow a value that is not closed.
_SWALLOWED = re.compile(rf"[\r\n][ \t]*+(?:{WORD}[ \t]*+=[ \t]*+[{{\"\d]|@{WORD}\s*+[{{(])")
# A field after the closing brace: the brace does not end the entry.
_LEFT_OVER = re.compile(rf"\s*+,{GAP}(?={WORD}\s*+=\s*+[{{\"\w])")
_STRAY_BRACE = re.compile(r"\s*+\}")
_ESCAPED_BRACE = re.compile(r"\\[{}]")
_COMMENT_LINE = re.compile(r"@\s*+comment[^\r\n@]*+", re.IGNORECASE)


def read_block(braces: Braces, start: int) -> Block:
    """The block that starts at *start*, where :func:`next_start` found one."""
    head = head_at(braces.text, start)
    if not head or head["type"].lower() == "comment":
        return _comment(braces, start, head)
    parser = _BlockParser(braces, head)
    block = parser.read()
    return (parser.is_doubtful and _second_opinion(block)) or block


def _comment(braces: Braces, start: int, head: re.Match[str] | None) -> Block:
    """``@comment{...}`` as biber and JabRef read it; for BibTeX, only the word is a comment, and the rest is text."""
    end = braces.closing(head.end() - 1) if head and head["open"] == "{" else None
    if end is None and (line := _COMMENT_LINE.match(braces.text, start)):
        end = line.end()
    return Block(braces.text, start, end or start + 1, "comment", "comment")


def _second_opinion(block: Block) -> Block | None:
    r"""BibTeX counts the braces of ``\{`` and ``\}``; if that breaks the entry, its author did not count them."""
    end = next_start(block.text, block.end)
    if block.kind not in ("entry", "failed") or not _ESCAPED_BRACE.search(block.text, block.start, end):
        return None
    from moebib.formats.bibtex.syntax._fallback import read_again  # slow to import, and few files need it

    return read_again(block.text, block.start, end)


class _BlockParser:
    """An entry, ``@string`` or ``@preamble`` while it is read."""

    def __init__(self, braces: Braces, head: re.Match[str]) -> None:
        self.braces = braces
        self.text = braces.text
        self.start, self.at = head.span()
        self.type = head["type"]
        self.opened = head.end() - 1
        self.closes = "}" if head["open"] == "{" else ")"
        self.key, self.key_start = "", -1
        self.fields: list[Field] = []
        self.problem, self.problem_start = "", -1
        self.has_given_up = self.is_doubtful = False
        self._limit = -1
        if not HEAD.match(self.text, self.start):
            self._report(NO_TYPE, self.start)

    def read(self) -> Block:
        """The block, well formed or not."""
        kind = self.type.lower()
        if kind == "preamble":
            self._preamble()
        else:
            if kind != "string":
                self._key()
            while self._more():
                pass
        kind = kind if kind in ("string", "preamble") else "entry"
        if self.has_given_up and not self.fields:
            kind = "failed"
        return Block(self.text, self.start, self.at, cast("BlockKind", kind), self.type, self.key, self.key_start,
                     tuple(self.fields), self.problem, self.problem_start)  # fmt: skip

    def _key(self) -> None:
        """The key and the comma after it."""
        start = gap(self.text, self.at)
        if first_on_line(self.text, start, start + 1) == start:
            return
        match = (_KEY if self.closes == "}" else _KEY_IN_PARENTHESES).match(self.text, start)
        line = match[0] if match else ""
        if comment := _KEY_ENDS.search(line):
            line = line[: comment.start()]
        if _NO_KEY.match(line):
            self.at = start
            self._report("missing key", start)
            return
        if two := _KEY_THEN_NAME.match(line):
            line = two["key"]
        self.key, self.key_start = line.rstrip(), start
        self.at = gap(self.text, start + len(self.key))
        if self._is_at(","):
            self.at += 1
        elif not self._is_at(self.closes) and _NAME.match(self.text, self.at):
            self._report("missing comma after the key", self.at)

    def _preamble(self) -> None:
        opened, start = self.at, gap(self.text, self.at)
        end, self.at = self._value(start)
        if not self._is_closed():
            self._give_up()
            end = max(self.at - (self.text[self.at - 1] == self.closes), opened)
        start = start if end > start else end
        self.fields.append(Field("", self.text[start:end], start, start))

    def _more(self) -> bool:
        """Read the next field; False at the end of the block."""
        self.at = gap(self.text, self.at)
        if self._is_at(","):
            self._report("unexpected comma", self.at)
            self.at += 1
            return True
        if self._is_closed():
            return False
        if match := _NAME.match(self.text, self.at):
            self._field(match)
            return True
        return self._skip()

    def _field(self, name: re.Match[str]) -> None:
        start = name.end()
        end, self.at = self._value(start)
        if self._is_at(","):
            self.at += 1
        elif not self._is_at(self.closes):
            if end > start and _NAME.match(self.text, self.at):
                self._report("missing comma before this field", self.at)
            else:
                end = self._mend(start, end)
        if end <= start:  # the spaces after "=" may be outside of the block
            start = end = name.end("equals")
        self.fields.append(Field(name["name"], self.text[start:end], name.start(), start))

    def _value(self, start: int) -> tuple[int, int]:
        """The end of the value at *start* (*start* itself if there is none), and the offset of the next token."""
        end = at = start
        while (stop := self._part(at)) is not None:
            end = stop
            at = gap(self.text, end)
            if not self.text.startswith("#", at):
                break
            at = gap(self.text, at + 1)
        return end, gap(self.text, end)

    def _part(self, at: int) -> int | None:
        """The end of a part of a value: in braces, in quotes, or a number or macro."""
        first = self.text[at : at + 1]
        if first == "{":
            return self.braces.closing(at)
        if first == '"':
            return self.braces.quoted(at)
        bare = (_BARE if self.closes == "}" else _BARE_IN_PARENTHESES).match(self.text, at)
        return bare.end() if bare else None

    def _mend(self, start: int, end: int) -> int:
        """The end of a value that neither a comma nor the end of the block follows."""
        stop = end if end > start else self._end_at_most()
        if cut := _SWALLOWED.search(self.text, start, stop):
            stop = self.at = cut.start()
            self._report("value not closed", start)
        elif end == start:
            self.at = stop
            self._give_up()
        else:
            return self._later_quote(end) if self.text[end - 1] == '"' else end
        return start + len(self.text[start:stop].rstrip().removesuffix(",").rstrip())

    def _later_quote(self, end: int) -> int:
        """The end of a quoted value that contains quotes: the last quote before the next field."""
        match = _NEXT_NAME.search(self.text, end, self._end_at_most())
        stop = match.start() if match else self._end_at_most()
        quote = self.text.rfind('"', end, stop)
        if quote < 0 or self.text[quote + 1 : stop].strip(" \t\r\n,})"):
            return end
        self._report("quote in a quoted value", end - 1)
        self.at = quote + 1
        return self.at

    def _skip(self) -> bool:
        """Continue at the next text that looks like a field; False if there is none in the block."""
        match = _NEXT_NAME.search(self.text, self.at, self._end_at_most())
        if not match:
            self._give_up()
            return False
        self._report("unexpected text", self.at)
        self.at = match.end()
        return True

    def _is_at(self, mark: str) -> bool:
        return self.text.startswith(mark, self.at)

    def _is_closed(self) -> bool:
        """Whether the block ends here; if so, continue after the brace."""
        if not self._is_at(self.closes):
            return False
        self.at += 1
        if rest := _LEFT_OVER.match(self.text, self.at):
            self._report("closed before its last field", self.at - 1)
            self.at = rest.end()
            return False
        self.is_doubtful = self.is_doubtful or _STRAY_BRACE.match(self.text, self.at) is not None
        return True

    def _end_at_most(self) -> int:
        """The last possible end of the block: its brace, or the line that begins the next block."""
        if self._limit < self.at:
            end = self.braces.closing(self.opened) if self.closes == "}" else None
            end = end if end and end >= self.at else len(self.text)
            self._limit = first_on_line(self.text, self.at, end)
        return self._limit

    def _give_up(self) -> None:
        """End the block at its last possible end, with the fields read so far."""
        self.has_given_up = True
        end = self.start + len(self.text[self.start : self._end_at_most()].rstrip())
        closing = self.braces.closing(self.opened) if self.closes == "}" else end
        if closing == end > self.at and self.text[end - 1] == self.closes:
            self._report("unexpected text", self.at)
        else:
            self._report(f"missing closing {'brace' if self.closes == '}' else 'parenthesis'}", self.start)
        self.at = end

    def _report(self, problem: str, at: int) -> None:
        """Keep the first problem; later ones may be caused by it."""
        self.is_doubtful = True
        if not self.problem:
            self.problem, self.problem_start = problem, at


_BRACE = re.compile(r"[{}]")
_FEW_LEVELS = re.compile(r"\{[^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*\}[^{}]*+)*\}[^{}]*+)*\}")
_NEAR = 1 << 16
_QUOTED = re.compile(r'[^"{}]*+')


class Braces:
    r"""The braces of a text, as BibTeX counts them: including those after a backslash.

    >>> Braces("a {b {c}} d").closing(2), Braces(r"{\}}").closing(0), Braces("{{}").closing(0)
    (9, 3, None)
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._pairs: tuple[array[int], array[int]] | None = None
        # In a malformed file, walking on from each brace would take quadratic time: all are paired at once instead.
        self._steps_left = 20_000

    def closing(self, at: int) -> int | None:
        """The end of the group that the brace at *at* opens, or ``None`` if nothing closes it."""
        if self._pairs is None:
            if near := _FEW_LEVELS.match(self.text, at, at + _NEAR):
                return near.end()
            if end := self._walk(at):
                return end
            self._pairs = _pairs(self.text)
        opening, closing = self._pairs
        place = bisect_left(opening, at)
        return closing[place] or None if place < len(opening) and opening[place] == at else None

    def _walk(self, at: int) -> int | None:
        depth = 0
        for brace in _BRACE.finditer(self.text, at):
            depth += 1 if brace[0] == "{" else -1
            self._steps_left -= 1
            if depth == 0 or self._steps_left < 0:
                return None if depth else brace.end()
        return None

    def quoted(self, at: int) -> int | None:
        """The end of the string whose quote is at *at*, or ``None``; a quote within braces does not end it."""
        at += 1
        while match := _QUOTED.match(self.text, at):
            mark = self.text[match.end() : match.end() + 1]
            if mark == '"':
                return match.end() + 1
            end = self.closing(match.end()) if mark == "{" else None
            if end is None:
                return None
            at = end
        return None


def _pairs(text: str) -> tuple[array[int], array[int]]:
    """The offsets of all opening braces, in order, and the end of each group; 0 if nothing closes it."""
    size = "I" if len(text) < 1 << 32 else "Q"  # a file may consist of braces
    opening, closing, waiting = array(size), array(size), array(size)
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            waiting.append(len(opening))
            opening.append(brace.start())
            closing.append(0)
        elif waiting:
            closing[waiting.pop()] = brace.end()
    return opening, closing
