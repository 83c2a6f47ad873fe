"""A list in several files as one text, so that it is read and edited as one list."""

from __future__ import annotations

import re
from collections.abc import Mapping

from moebib.formats.paper_list.document import ListDocument
from moebib.formats.paper_list.reader import read_documents
from moebib.library.config import Config

__all__ = ["join_files", "place_in_files", "read_joined", "split_files"]

_MARK = "\x1c"
"""It is in no text of a list: it is a control character."""
_SEPARATOR = re.compile(rf"\n\n{_MARK}([^{_MARK}\n]*){_MARK}\n\n")


def join_files(texts: Mapping[str, str]) -> str:
    """The texts of files, by their paths, as one; if one of them cannot be joined, only the first.

    >>> split_files(join_files({"README.md": "A", "b.md": "B"}), "README.md")
    {'README.md': 'A', 'b.md': 'B'}
    """
    (_, first), *others = texts.items()
    if any(_MARK in text or _MARK in path or "\n" in path for path, text in texts.items()):
        return first
    return first + "".join(f"\n\n{_MARK}{path}{_MARK}\n\n{text}" for path, text in others)


def split_files(text: str, first: str) -> dict[str, str]:
    """The texts of the files of which *text* was joined; *first* is the path of the first one."""
    parts = [first, *_SEPARATOR.split(text)]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def place_in_files(text: str, first: str, line: int) -> tuple[str, int]:
    """The file in which a line of a joined text is, and its line there."""
    for path, part in split_files(text, first).items():
        lines = part.count("\n") + 4  # the last line of the file, and the three that the mark makes
        if line <= lines:
            return path, line
        line -= lines
    return first, line


def read_joined(text: str, first: str, config: Config) -> ListDocument:
    """The headings and works of a list in several files, with their places in the joined *text*."""
    texts = split_files(text, first)
    documents = read_documents(texts, config)
    (_, main), *others = documents.items()
    if not others:
        return main._replace(text=text)
    headings, blocks = list(main.headings), list(main.blocks)
    for path, document in others:
        shift = _start_of(texts, path)
        headings += (
            heading._replace(start=heading.start + shift, end=heading.end + shift) for heading in document.headings
        )
        for block in document.blocks:
            parts = tuple(part._replace(start=part.start + shift, end=part.end + shift) for part in block.parts)
            item = block.item._replace(line=text.count("\n", 0, block.start + shift) + 1)
            blocks.append(block._replace(start=block.start + shift, end=block.end + shift, parts=parts, item=item))
    return ListDocument(text, tuple(headings), tuple(blocks), main.findings)


def _start_of(texts: Mapping[str, str], path: str) -> int:
    """Where the text of a file begins in the joined text."""
    at = 0
    for number, (other, text) in enumerate(texts.items()):
        if number:
            at += len(f"\n\n{_MARK}{other}{_MARK}\n\n")
        if other == path:
            return at
        at += len(text)
    raise KeyError(path)
