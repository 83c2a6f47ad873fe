"""A plain-text list of references -> its references: numbered, separated by empty lines, indented, or one per line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from moebib.formats.references.marks import EM, EM_END
from moebib.text.characters import UNSEEN

__all__ = ["MOST_CHARACTERS", "PrintedReference", "split_references"]

MOST_CHARACTERS = 5_000
"""How many characters of a reference are read."""

_HEADING = re.compile(
    r"\W*(?:\d+\.?\s+)?(?:references|bibliography|literature(?: cited)?|works cited|sources)\W*", re.I
)
_LABELS = (
    re.compile(r"[ \t]*\[(?P<label>[\w+*.:-]{1,20})\][ \t]+(?=\S)"),
    re.compile(r"[ \t]*\(?(?P<label>\d{1,4})[.)][ \t]+(?=\S)"),
    re.compile(r"[ \t]*(?P<label>)[\u2022\xb7*+-][ \t]+(?=\S)"),
)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_ITALICS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]{2,300}?)(?<=\S)\1(?![\w*])")


class PrintedReference(NamedTuple):
    """The text of a reference, the line in which it begins, and its number or label."""

    text: str
    line: int
    label: str = ""


def split_references(text: str) -> Iterator[PrintedReference]:
    r"""The references in *text*, without the heading of the list.

    >>> [item.text for item in split_references("References\n\n[1] Lund. Pots.\n  2024.\n[2] Quill. Clay. 2023.\n")]
    ['Lund. Pots. 2024.', 'Quill. Clay. 2023.']
    """
    lines = [*enumerate(text.split("\n"), start=1)]
    lines = [(number, UNSEEN.sub("", line.replace("\xa0", " ")).rstrip()) for number, line in lines]
    lines = [(number, "" if _HEADING.fullmatch(line) else line) for number, line in lines]
    written = [line for _, line in lines if line]
    label = next((label for label in _LABELS if written and label.match(written[0])), None)
    if label:
        yield from _items(lines, lambda line: label.match(line) is not None, label)
    else:
        for block in _blocks(lines):
            yield from _items(block, _begins_in(block))


def _items(
    lines: Sequence[tuple[int, str]], begins: Callable[[str], bool], label: re.Pattern[str] | None = None
) -> Iterator[PrintedReference]:
    """The references, each of which begins in a line that *begins* one."""
    item: PrintedReference | None = None
    for number, line in lines:
        if not line:
            continue
        if item is None or begins(line):
            if item:
                yield item
            match = label.match(line) if label else None
            shown = _marked(line[match.end() :] if match else line)
            item = PrintedReference(shown, number, match["label"] if match else "")
        elif len(item.text) < MOST_CHARACTERS:
            joined = "" if re.fullmatch(r"[^\W\d_]-|./", item.text[-2:]) else " "
            item = item._replace(text=f"{item.text}{joined}{_marked(line)}")
    if item:
        yield item


def _marked(line: str) -> str:
    """The line with marks for italics that are written as in Markdown."""
    return _ITALICS.sub(rf"{EM}\2{EM_END}", line.strip())


def _blocks(lines: Sequence[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """The lines between empty ones."""
    block: list[tuple[int, str]] = []
    for number, line in (*lines, (0, "")):
        if line:
            block.append((number, line))
        elif block:
            yield block
            block = []


def _begins_in(block: Sequence[tuple[int, str]]) -> Callable[[str], bool]:
    """What begins a reference in *block*: every line that is not indented; else every line, if each has a year."""
    if any(re.match(r"[ \t]", line) for _, line in block[1:]) and not block[0][1].startswith((" ", "\t")):
        return lambda line: not line.startswith((" ", "\t"))
    dated = sum(_YEAR.search(line) is not None for _, line in block)
    return lambda _: dated * 5 >= len(block) * 4
