"""Blocks: the parts of a .bib file, each a slice of the text, so that no character is lost; and where one can start.

A block starts with `@`, a word and an opening brace; but a text may contain `@` elsewhere.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

__all__ = ["GAP", "HEAD", "WORD", "Block", "BlockKind", "Field", "after_spaces", "first_on_line", "gap", "next_start"]

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
    """The word after ``@``, as written."""
    key: str = ""
    key_start: int = -1
    fields: tuple[Field, ...] = ()
    problem: str = ""
    problem_start: int = -1

    @property
    def raw(self) -> str:
        """The text of the block."""
        return self.text[self.start : self.end]


WORD = r"""[^\s{}()"#%',=@\\]++"""
"""The name of a type, field or macro, as BibTeX allows it."""
GAP = r"(?:[\s\ufeff\u200b]++|%[^\r\n]*+)*+"
"""Whitespace, and comments to the end of the line, which biber skips inside an entry (BibTeX does not)."""

HEAD = re.compile(rf"@\s*+(?P<type>{WORD})\s*+(?P<open>[{{(])")
_GAP = re.compile(GAP)
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


def gap(text: str, at: int) -> int:
    """The offset of the next token of an entry."""
    match = _GAP.match(text, at)
    return match.end() if match else at


def after_spaces(text: str, at: int) -> int:
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
        return bool(alone and _COMMENT.match(text, mark))
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
