"""A file in RIS, line by line: records as lists of tags, and the lines that belong to none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from moebib.errors import Finding
from moebib.formats.ris.tags import TAGS
from moebib.text.shorten import shorten

__all__ = ["Block", "Tag", "split_records"]

# Two blanks and a dash make a tag of any two characters; where blanks are missing or too many, only one that is known.
_TAG = re.compile(r"[ \t]*(?:([A-Za-z][A-Za-z0-9])  -|([A-Z][A-Z0-9])[ \t]*-)(?: |$|(?=\S))(.*)")


class Tag(NamedTuple):
    """A tag in upper case, its value without blanks around, and its line."""

    name: str
    value: str
    line: int


class Block(NamedTuple):
    """The tags of one record, ``TY`` first; ``ER`` is left out."""

    tags: list[Tag]

    @property
    def line(self) -> int:
        """The line of ``TY``."""
        return self.tags[0].line


def split_records(text: str) -> Iterator[Block | Finding]:
    """The records of *text* in order, and what is wrong between them.

    A line without a tag goes on with the value before it; of ``KW`` it is a keyword of its own, as EndNote has it.
    Without ``ER`` a record ends where the next begins.
    """
    block: Block | None = None
    is_stray = False
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), start=1):
        tag = _tag(line, number)
        if tag and tag.name == "TY":
            if block:
                yield from (block, _open(block))
            block, is_stray = Block([tag]), False
        elif block and tag and tag.name == "ER":
            yield block
            block = None
        elif block:
            _add(block, tag, line.strip(), number)
        elif line.strip() and not is_stray:
            is_stray = True
            yield Finding("MB133", f"outside a record (which begins with 'TY  - '): {shorten(line)!r}", line=number)
    if block:
        yield from (block, _open(block))


def _tag(line: str, number: int) -> Tag | None:
    match = _TAG.match(line)
    if not match or not (match[1] or match[2] in TAGS):
        return None
    return Tag((match[1] or match[2]).upper(), match[3].strip(), number)


def _add(block: Block, tag: Tag | None, line: str, number: int) -> None:
    if tag:
        block.tags.append(tag)
    elif line and block.tags[-1].name == "KW":
        block.tags.append(Tag("KW", line, number))
    elif line:
        last = block.tags[-1]
        block.tags[-1] = last._replace(value=f"{last.value} {line}".strip())


def _open(block: Block) -> Finding:
    return Finding("MB136", "a record that does not end with 'ER  - '", line=block.line)
