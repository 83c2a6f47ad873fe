"""Blocks: the parts of a .bib file, each a slice of the text, so that no character is lost.

A block starts with an at sign, a word and an opening brace; but a text may contain at signs elsewhere. Nearly all
entries of a large file are regular: they are read by one regular expression per field, fast enough for 100,000 entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from moebib.formats.bibtex.syntax._parser import Braces

__all__ = [
    "GAP",
    "HEAD",
    "NO_TYPE",
    "WORD",
    "Block",
    "BlockKind",
    "Field",
    "Scanner",
    "first_on_line",
    "gap",
    "head_at",
    "next_start",
    "read_regular",
    "scan",
]

BlockKind = Literal["entry", "string", "preamble", "comment", "between", "failed"]


class Field(NamedTuple):
    """``name = value`` in a block, as written."""

    name: str
    value: str
    """With its braces or quotes, macros and ``#``; without spaces around it."""
    start: int
    """Offset of the name in the text of the file."""
    value_start: int

    @property
    def end(self) -> int:
        """Offset of the end of the value in the text of the file."""
        return self.value_start + len(self.value)


class Block(NamedTuple):
    """``text[start:end]``: an entry, ``@string``, ``@preamble``, ``@comment``, the text between, or a broken block.

    A ``@string`` has a field for each macro, a ``@preamble`` one without a name. An entry that lacks its closing brace
    or a comma is still an entry, with the fields that could be read and a ``problem``; a failed block has no fields.
    """

    text: str
    start: int
    end: int
    kind: BlockKind
    type: str = ""
    """The word after ``@``, as written; "" if there is none."""
    key: str = ""
    key_start: int = -1
    fields: tuple[Field, ...] = ()
    problem: str = ""
    problem_start: int = -1

    @property
    def raw(self) -> str:
        """The text of the block."""
        return self.text[self.start : self.end]

    @property
    def other_text(self) -> list[str]:
        """The comments of an entry that are not in a value, and any other text between its fields."""
        at = self.key_start + len(self.key)
        others: list[str] = []
        for start, end in [*((field.start, field.end) for field in self.fields), (self.end, self.end)]:
            others += (other.rstrip() for other in _OTHER.findall(self.text, at, start))
            at = end
        return others


NO_TYPE = "its type is not a word"
"""The problem of an entry whose type may be any part of what is before its brace."""
WORD = r"""[^\s{}()"#%',=@\\]++"""
"""The name of a type, field or macro, as BibTeX allows it."""
GAP = r"(?:[\s\ufeff\u200b]++|%[^\r\n]*+)*+"
"""Whitespace, and comments to the end of the line, which biber skips inside an entry (BibTeX does not)."""

HEAD = re.compile(rf"@\s*+(?P<type>{WORD})\s*+(?P<open>[{{(])")
# A type that is no word ("@['Article']{", "@{Article}{", "@{", "@journal article{"), before a key and a field.
_ODD_HEAD = re.compile(
    r"@(?!\W*(?i:comment|preamble|string)\b)[^{}@A-Za-z\r\n]{0,50}+(?P<brace>\{[ \t]*+(?=[A-Za-z]+[ \t]*+\}))?+"
    r"(?P<type>[A-Za-z]{0,50}+)(?(brace)[ \t]*+\})[^{}@\r\n]{0,200}+"
    rf"(?P<open>\{{)(?=\s*+[^\s,{{}}()\"=]{{1,200}}+\s*+,\s*+{WORD}\s*+=)"
)
_GAP = re.compile(GAP)
_OTHER = re.compile(r"%[^\r\n]*+|[^\s,%]++")
_SPACES = re.compile(r"[\s\ufeff\u200b]*+")
# The rest of the block before, and the comma of JSON.
_LEFT_OVER = re.compile(r"[\s\ufeff\u200b,;})]*+")
# Within prose, an entry must have a key: "jo@home.example (late)" is not an entry.
_KEY = re.compile(r"\s*+[^\s,{}()\"=]{1,200}+\s*+,")
_KEY_OR_NAME = re.compile(r"\s*+[^\s,{}()\"=]{0,200}+\s*+[,=]")
_NEAR = 1000
"""How far back to search for the beginning of a line."""
_COMMENT = re.compile(r"@comment\b", re.IGNORECASE)
_NO_ENTRY = {"string", "preamble", "comment"}


def head_at(text: str, at: int) -> re.Match[str] | None:
    """The beginning of an entry with a "type", which is "" if there is no word, and an "open" brace."""
    return HEAD.match(text, at) or _ODD_HEAD.match(text, at)


def gap(text: str, at: int) -> int:
    """The offset of the next token of an entry."""
    match = _GAP.match(text, at)
    return match.end() if match else at


def _after_spaces(text: str, at: int) -> int:
    """The offset of the first character that is not whitespace."""
    match = _SPACES.match(text, at)
    return match.end() if match else at


def next_start(text: str, at: int) -> int:
    """The offset of the first block from *at* on, or the end of the text; *at* is the end of a block."""
    match = _LEFT_OVER.match(text, at)
    first = match.end() if match else at
    while (mark := text.find("@", at)) >= 0:
        if _is_start(text, mark, alone=mark == first or _begins_line(text, mark)):
            return mark
        at = mark + 1
    return len(text)


def first_on_line(text: str, at: int, end: int) -> int:
    """The offset of the first block between *at* and *end* that begins a line, or *end*."""
    while (mark := text.find("@", at, end)) >= 0:
        if _begins_line(text, mark) and _is_start(text, mark, alone=True):
            return mark
        at = mark + 1
    return end


def _is_start(text: str, mark: int, *, alone: bool) -> bool:
    head = HEAD.match(text, mark)
    if not head:
        return bool(alone and (_COMMENT.match(text, mark) or _ODD_HEAD.match(text, mark)))
    if not alone and _in_comment(text, mark):
        return False
    if head["type"].lower() in _NO_ENTRY or (alone and head["open"] == "{"):
        return True
    return bool((_KEY_OR_NAME if alone else _KEY).match(text, head.end()))


def _in_comment(text: str, mark: int) -> bool:
    """Whether the line begins with a percent sign; for biber this is a comment, for BibTeX it is not."""
    near = max(mark - _NEAR, 0)
    line = max(text.rfind("\n", near, mark), text.rfind("\r", near, mark), near - 1) + 1
    return text[line:mark].lstrip().startswith("%")


def _begins_line(text: str, at: int) -> bool:
    while at and text[at - 1] in " \t":
        at -= 1
    return at == 0 or text[at - 1] in "\r\n"


class Scanner:
    """Reads the blocks of a text: all in order, or a single one by its offset."""

    def __init__(self, text: str) -> None:
        self.text = text

    def scan(self) -> Iterator[Block]:
        """The blocks in order; their ``raw`` joined is the text."""
        text, at = self.text, 0
        while at < len(text):
            start = _after_spaces(text, at)
            block = read_regular(text, start)
            if not block and (start := next_start(text, at)) < len(text):
                block = self.read(start)
            if start > at:
                yield Block(text, at, start, "between")
            if not block:
                return
            yield block
            at = block.end

    def read(self, start: int) -> Block:
        """The block that starts at *start*."""
        return read_regular(self.text, start) or self._read_irregular(start)

    def _read_irregular(self, start: int) -> Block:
        from moebib.formats.bibtex.syntax._parser import read_block  # which starts from the blocks

        return read_block(self._braces, start)

    @cached_property
    def _braces(self) -> Braces:
        from moebib.formats.bibtex.syntax._parser import Braces

        return Braces(self.text)


def scan(text: str) -> Iterator[Block]:
    r"""The blocks of a .bib file in order; their ``raw`` joined is the *text*, whatever it is.

    >>> [(block.kind, block.key) for block in scan("% mine\n@book{knuth1984, title = {The {TeX}book}}")]
    [('between', ''), ('entry', 'knuth1984')]
    """
    return Scanner(text).scan()


_DEEPEST = r"\{[^{}]*+\}"
_BRACED = _DEEPEST
for _ in range(3):
    _BRACED = rf"\{{[^{{}}]*+(?:{_BRACED}[^{{}}]*+)*\}}"
_BARE = r"""[^\s{}()"#%',=@]++"""
_QUOTED = rf'"[^"{{}}]*+(?:{_BRACED}[^"{{}}]*+)*"'

# Only repeats of a single character are possessive: possessive repeats of groups were wrong before Python 3.11.5.
_HEAD = re.compile(rf"@(?!(?i:comment|preamble|string)\b)({WORD})\s*+\{{\s*+([^\s,{{}}%=]++)\s*+,")
_FIELD = re.compile(rf"\s*+({WORD})\s*+=\s*+({_BRACED}|{_QUOTED}|{_BARE})\s*+(?:,|(?=\}}))")
# A comma or brace after it may mean that the brace does not end the entry.
_END = re.compile(r"\s*+\}(?!\s*+[,}])")
_LONGEST_FIELD = 1 << 14
"""In a malformed file, each entry could otherwise search to the end of the file."""


def read_regular(text: str, start: int) -> Block | None:
    """The entry at *start*, as :func:`read_block` would read it, or ``None`` if it may be irregular."""
    head = _HEAD.match(text, start)
    if not head:
        return None
    at = head.end()
    fields = []
    while field := _FIELD.match(text, at, at + _LONGEST_FIELD):
        fields.append(Field(field[1], field[2], field.start(1), field.start(2)))
        at = field.end()
    end = _END.match(text, at)
    return end and Block(text, start, end.end(), "entry", head[1], head[2], head.start(2), tuple(fields))
