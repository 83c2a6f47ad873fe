"""One block of a .bib file by BibTeX's rules, tolerant where biber is or where the meaning is plain."""

from __future__ import annotations

import re

from moebib.bibtex._braces import Braces
from moebib.bibtex._starts import GAP, HEAD, WORD, gap, on_own_line
from moebib.bibtex.blocks import Block, Field, Kind

__all__ = ["read_block"]

_BARE = re.compile(r"""[^\s{}"#%,=@]++""")
_BARE_IN_PARENTHESES = re.compile(r"""[^\s{}()"#%,=@]++""")
_NAME = re.compile(rf"(?P<name>{WORD}(?:[ \t]++{WORD})*){GAP}(?P<equals>=){GAP}")
# The next field after what is not understood: one that begins a line or stands after a comma.
_NEXT_NAME = re.compile(rf"[,\r\n][ \t]*+(?={WORD}\s*+=(?!=))")
# In a value that did not end where it should.
_SWALLOWED = re.compile(rf"[\r\n][ \t]*+(?:{WORD}[ \t]*+=[ \t]*+[{{\"\d]|@{WORD}\s*+[{{(])")
_LEFT_OVER = re.compile(rf"\s*+,{GAP}(?={WORD}\s*+=\s*+[{{\"\w])")
_KEY = re.compile(r"[^,}\r\n]*+")
_KEY_IN_PARENTHESES = re.compile(r"[^,)}\r\n]*+")
_COMMENT_AFTER = re.compile(r"(?:^|\s)%")
_NO_KEY = re.compile(rf"{WORD}\s*+=\s*+(?:[{{\"]|\w+\s*$)")
_KEY_THEN_NAME = re.compile(rf"(?P<key>[^\s=,]++)\s++{WORD}\s*+=")
_AFTER_COMMENT = re.compile(r"@\s*+comment[^\r\n@]*+", re.IGNORECASE)


def read_block(braces: Braces, start: int) -> Block:
    """The block that starts at *start*, where :func:`next_start` found one."""
    head = HEAD.match(braces.text, start)
    if not head or head["type"].lower() == "comment":
        return _comment(braces, start, head)
    return _Reader(braces, head).read()


def _comment(braces: Braces, start: int, head: re.Match[str] | None) -> Block:
    """``@comment{...}`` as biber and JabRef take it; for BibTeX, only the word is one, and the rest is text."""
    end = braces.closing(head.end() - 1) if head and head["open"] == "{" else None
    if end is None and (line := _AFTER_COMMENT.match(braces.text, start)):
        end = line.end()
    return Block(braces.text, start, end or start + 1, "comment", braces.text[start + 1 : end][:7])


class _Reader:
    """An entry, ``@string`` or ``@preamble`` as far as it is read."""

    def __init__(self, braces: Braces, head: re.Match[str]) -> None:
        self.braces = braces
        self.text = braces.text
        self.start, self.at = head.span()
        self.type = head["type"]
        self.closes = "}" if head["open"] == "{" else ")"
        self.opened = head.end() - 1
        self.key, self.key_start = "", -1
        self.fields: list[Field] = []
        self.problem, self.problem_start = "", -1
        self.limit = -1
        self.broken = False

    def read(self) -> Block:
        kind = self.type.lower()
        if kind == "preamble":
            self._preamble()
        else:
            if kind != "string":
                self._key()
            while self._more():
                pass
        return self._block()

    def _block(self) -> Block:
        kind = self.type.lower()
        known: Kind = kind if kind in ("string", "preamble") else "entry"  # type: ignore[assignment]
        if self.problem and not self.fields and (known != "entry" or self.broken):
            known = "failed"
        return Block(self.text, self.start, self.at, known, self.type, self.key, self.key_start, tuple(self.fields),
                     self.problem, self.problem_start)  # fmt: skip

    def _key(self) -> None:
        """The key and the comma after it."""
        at = gap(self.text, self.at)
        pattern = _KEY if self.closes == "}" else _KEY_IN_PARENTHESES
        match = pattern.match(self.text, at)
        line = match[0] if match else ""
        if comment := _COMMENT_AFTER.search(line):
            line = line[: comment.start()]
        if _NO_KEY.match(line):
            self.at = at
            self._say("no key", at)
            return
        if two := _KEY_THEN_NAME.match(line):
            line = two["key"]
        self.key, self.key_start = line.rstrip(), at
        self.at = gap(self.text, at + len(self.key))
        if self.text.startswith(",", self.at):
            self.at += 1
        elif not self._ends() and _NAME.match(self.text, self.at):
            self._say("no comma after the key", self.at)

    def _preamble(self) -> None:
        opened, start = self.at, gap(self.text, self.at)
        end, self.at = self._value(start)
        if end <= start:
            start = end = opened
        self.fields.append(Field("", self.text[start:end], start, start))
        self.at = gap(self.text, self.at)
        if not self._closed():
            self._give_up()

    def _more(self) -> bool:
        """Read the next field; False at the end of the block."""
        self.at = gap(self.text, self.at)
        if self.text.startswith(",", self.at):
            self._say("a comma too many", self.at)
            self.at += 1
            return True
        if self._closed():
            return False
        if match := _NAME.match(self.text, self.at):
            return self._field(match)
        return self._skip()

    def _closed(self) -> bool:
        """Whether the block ends here; a brace that is followed by more of the entry does not end it."""
        if not self._ends():
            return False
        self.at += 1
        if left := _LEFT_OVER.match(self.text, self.at):
            self._say("closed before its last field", self.at - 1)
            self.at = left.end()
            return False
        return True

    def _own_end(self) -> int:
        return self.braces.closing(self.opened) or -1

    def _ends(self) -> bool:
        return self.text.startswith(self.closes, self.at)

    def _field(self, match: re.Match[str]) -> bool:
        start = match.end()
        end, at = self._value(start)
        self.at = at
        if self.text.startswith(",", at):
            self.at += 1
        elif not self._ends():
            if end > start and _NAME.match(self.text, at):
                self._say("no comma before this field", at)
            else:
                end = self._mend(start, end)
        if end <= start:  # blanks after it may be outside of the block
            start = end = match.end("equals")
        self.fields.append(Field(match["name"], self.text[start:end], match.start(), start))
        return True

    def _value(self, at: int) -> tuple[int, int]:
        """The end of the value that starts at *at*, and where the next thing stands; both *at* if it has no end."""
        start = end = at
        while (stop := self._part(at)) is not None:
            end = stop
            at = gap(self.text, end)
            if not self.text.startswith("#", at):
                return end, at
            at = gap(self.text, at + 1)
        return (start, at) if end == start else (end, gap(self.text, end))

    def _part(self, at: int) -> int | None:
        first = self.text[at : at + 1]
        if first == "{":
            return self.braces.closing(at)
        if first == '"':
            return self.braces.quoted(at)
        bare = (_BARE if self.closes == "}" else _BARE_IN_PARENTHESES).match(self.text, at)
        return bare.end() if bare else None

    def _mend(self, start: int, end: int) -> int:
        """The end of a value after which neither a comma nor the end of the entry comes; go on after it."""
        cut = _SWALLOWED.search(self.text, start, end if end > start else self._limit())
        if cut:
            end = self.at = cut.start()
            self._say("a value that does not end", start)
            return len(self.text[start:end].rstrip().removesuffix(",").rstrip()) + start
        if end == start:
            end = self.at = self._limit()
            self._give_up()
            return len(self.text[start:end].rstrip()) + start
        return end

    def _skip(self) -> bool:
        """Go on at the next thing that looks like a field; False if there is none before the next block."""
        limit = self._limit()
        if self.at < limit and (found := _NEXT_NAME.search(self.text, self.at, limit)):
            self._say("not understood", self.at)
            self.at = found.end()
            return True
        self._give_up()
        return False

    def _limit(self) -> int:
        """Where the block must end: with its brace, or before a line that begins the next one."""
        if self.limit < self.at:
            end = self.braces.closing(self.opened) if self.closes == "}" else None
            end = end if end and end >= self.at else len(self.text)
            self.limit = on_own_line(self.text, self.at, end)
        return self.limit

    def _give_up(self) -> None:
        """End the block here, with what was read."""
        limit = self._limit()
        self.broken = True
        if limit == self._own_end():
            self._say("not understood", self.at)
            self.at = limit
            return
        self._say(f"no closing {'brace' if self.closes == '}' else 'parenthesis'}", self.start)
        self.at = self.start + len(self.text[self.start : limit].rstrip())

    def _say(self, problem: str, at: int) -> None:
        if not self.problem:
            self.problem, self.problem_start = problem, at
