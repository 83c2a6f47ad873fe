"""Sorting: the entries of a .bib file in the order of their keys, each with the text that stands above it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from moebib.errors import InputError
from moebib.formats.bibtex.resolve.entries import read_entries
from moebib.formats.bibtex.syntax.blocks import LINE_BREAK, Block, Lines, newline_of
from moebib.formats.bibtex.syntax.scanner import scan

__all__ = ["sort_entries"]

_TEXT = re.compile(r"(?P<beside>[^\r\n]*)(?P<rest>.*)", re.DOTALL)
_BREAK = f"(?>{LINE_BREAK.pattern})"  # atomic: CRLF is not a blank line between CR and LF
_PARAGRAPHS = re.compile(rf"(?P<top>.*{_BREAK}[^\S\r\n]*{_BREAK})(?P<above>.*)", re.DOTALL)


@dataclass
class _Unit:
    """A block with the text above it, and that behind it on its line."""

    block: Block
    above: str
    beside: str = ""

    @property
    def text(self) -> str:
        return f"{self.above}{self.block.raw}{self.beside}"


def sort_entries(text: str) -> str:
    """The text with its entries by key, in any case.

    Macros come first, and what others name in ``crossref`` or ``xdata`` last, for BibTeX wants it behind these.

    Raises:
        InputError: If a block is not well formed, or the file would say something else, as where a macro is defined
            twice.
    """
    newline = newline_of(text)
    top, units, bottom = _units(text, newline)
    parents = {
        key.strip().lower()
        for unit in units
        for field in unit.block.fields
        if unit.block.kind == "entry" and field.name.lower() in ("crossref", "xdata")
        for key in field.value.strip('{}"').split(",")
    }
    ranks = {"preamble": 0, "string": 0, "entry": 1}
    units.sort(key=lambda unit: (ranks.get(unit.block.kind, 2), *_place(unit.block, parents)))
    parts = [top, *(unit.text for unit in units), bottom.strip()]
    new = (newline * 2).join(part for part in parts if part) + (newline if units else "")
    if _meant(new) != _meant(text):
        raise InputError("sorted, the file would say something else; look for a macro or a key that it has twice")
    return new


def _place(block: Block, parents: set[str]) -> tuple[bool, str]:
    is_parent = block.kind == "entry" and block.key.lower() in parents
    return (is_parent, block.key.lower()) if block.kind == "entry" else (False, "")


def _units(text: str, newline: str) -> tuple[str, list[_Unit], str]:
    """The text at the top of the file that belongs to no block, the blocks, and the text at the end."""
    top, between = "", ""
    units: list[_Unit] = []
    for block in scan(text):
        if block.problem:
            line, column = Lines(text).position(block.problem_start)
            message = f"not well formed, {block.problem}: repair it before the entries are sorted"
            raise InputError(message, where=f"{line}:{column}")
        if block.kind != "between":
            if not units and (first := _PARAGRAPHS.fullmatch(between)):
                top, between = first["top"].strip(), first["above"]
            above = between.strip()
            is_near = len(LINE_BREAK.findall(between[len(between.rstrip()) :])) < 2
            end = newline * (1 if is_near else 2) if above else ""
            units.append(_Unit(block, f"{above}{end}"))
            between = ""
        elif units and (match := _TEXT.fullmatch(block.raw)) and match["beside"].strip():
            units[-1].beside, between = match["beside"].rstrip(), match["rest"]
        else:
            between = block.raw
    return top, units, between


def _meant(text: str) -> list[str]:
    return sorted(repr(resolved.entry) for resolved in read_entries(text) if resolved.entry)
