"""Where a block can start: ``@``, a word and an opening brace, but not every ``@`` of a text."""

from __future__ import annotations

import re

__all__ = ["GAP", "HEAD", "WORD", "after_blanks", "gap", "next_start", "on_own_line"]

WORD = r"""[^\s{}()"#%',=@\\]++"""
"""The name of a type, field or macro: what BibTeX allows."""
GAP = r"(?:[\s\ufeff\u200b]++|%[^\r\n]*+)*+"
"""Blanks, and comments to the end of the line, which biber skips inside an entry (BibTeX does not)."""

HEAD = re.compile(rf"@\s*+(?P<type>{WORD})\s*+(?P<open>[{{(])")
_GAP = re.compile(GAP)
_BLANK = re.compile(r"[\s\ufeff\u200b]*+")
# What may be left over from the block before, and the comma of JSON.
_LEFT_OVER = re.compile(r"[\s\ufeff\u200b,;})]*+")
# Amid prose, an entry must show its key: "jo@home.example (late)" is none.
_KEY = re.compile(r"\s*+[^\s,{}()\"=]{1,200}+\s*+,")
_KEY_OR_NAME = re.compile(r"\s*+[^\s,{}()\"=]{0,200}+\s*+[,=]")
_NEAR = 1000
"""How far back to look for the beginning of a line."""
_COMMENT = re.compile(r"@comment\b", re.IGNORECASE)
_NO_ENTRY = {"string", "preamble", "comment"}


def gap(text: str, at: int) -> int:
    """Where the next thing of an entry stands."""
    match = _GAP.match(text, at)
    return match.end() if match else at


def after_blanks(text: str, at: int) -> int:
    """Where the first character that is not blank stands."""
    match = _BLANK.match(text, at)
    return match.end() if match else at


def next_start(text: str, at: int) -> int:
    """Where the first block from *at* on starts, or the end of the text; *at* is the end of a block."""
    match = _LEFT_OVER.match(text, at)
    first = match.end() if match else at
    while (mark := text.find("@", at)) >= 0:
        if _is_start(text, mark, alone=mark == first or _begins_line(text, mark)):
            return mark
        at = mark + 1
    return len(text)


def on_own_line(text: str, at: int, end: int) -> int:
    """Where the first line between *at* and *end* begins with a block, or *end*."""
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
    """Whether the line begins with a percent sign; biber takes that for a comment, BibTeX does not."""
    near = max(mark - _NEAR, 0)
    line = max(text.rfind("\n", near, mark), text.rfind("\r", near, mark), near - 1) + 1
    return text[line:mark].lstrip().startswith("%")


def _begins_line(text: str, at: int) -> bool:
    while at and text[at - 1] in " \t":
        at -= 1
    return at == 0 or text[at - 1] in "\r\n"
