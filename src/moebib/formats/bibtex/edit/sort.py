"""Sorts the entries of a .bib file by key, each with the text above it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from moebib.errors import InputError
from moebib.formats.bibtex.document import BibDocument
from moebib.formats.bibtex.file import read_entries
from moebib.formats.bibtex.syntax.blocks import Block
from moebib.text.lines import LINE_BREAK

__all__ = ["sort_entries"]

_TEXT = re.compile(r"(?P<beside>[^\r\n]*)(?P<rest>.*)", re.DOTALL)
_BREAK = f"(?>{LINE_BREAK.pattern})"  # atomic: CRLF is not an empty line between CR and LF
_PARAGRAPHS = re.compile(rf"(?P<top>.*{_BREAK}[^\S\r\n]*{_BREAK})(?P<above>.*)", re.DOTALL)


@dataclass
class _SortUnit:
    """A block with the text above it, and the text after it on its last line."""

    block: Block
    above: str
    beside: str = ""


def sort_entries(document: BibDocument) -> str:
    """The text with its entries in the order of their keys, in any case.

    Macros come first. Entries that others name in ``crossref`` or ``xdata`` come last, as BibTeX requires.

    Raises:
        InputError: If a block is not well formed, or the sorted file would mean something else, as where a macro is
            defined twice.
    """
    newline = document.newline
    top, units, bottom = _units(document)
    parents = {
        key.strip().lower()
        for unit in units
        for field in unit.block.fields
        if unit.block.kind == "entry" and field.name.lower() in ("crossref", "xdata")
        for key in field.value.strip('{}"').split(",")
    }
    units.sort(key=lambda unit: _rank(unit.block, parents))
    parts = [top, *(f"{unit.above}{unit.block.raw}{unit.beside}" for unit in units), bottom.strip()]
    text = (newline * 2).join(part for part in parts if part) + (newline if units else "")
    if _meaning(BibDocument(text)) != _meaning(document):
        raise InputError(
            "sorting would change the meaning of the file; look for a macro or a key that is defined twice"
        )
    return text


def _rank(block: Block, parents: set[str]) -> tuple[int, bool, str]:
    if block.kind == "entry":
        return 1, block.key.lower() in parents, block.key.lower()
    return 0 if block.kind in ("preamble", "string") else 2, False, ""


def _units(document: BibDocument) -> tuple[str, list[_SortUnit], str]:
    """The text at the top of the file, the blocks, and the text at the end."""
    top, between = "", ""
    units: list[_SortUnit] = []
    for block in document.blocks:
        if block.problem:
            line, column = document.position(block.problem_start)
            message = f"malformed block, {block.problem}; repair it before sorting"
            raise InputError(message, where=f"{line}:{column}")
        if block.kind != "between":
            if not units and (match := _PARAGRAPHS.fullmatch(between)):
                top, between = match["top"].strip(), match["above"]
            above = between.strip()
            is_near = len(LINE_BREAK.findall(between[len(between.rstrip()) :])) < 2
            end = document.newline * (1 if is_near else 2) if above else ""
            units.append(_SortUnit(block, f"{above}{end}"))
            between = ""
        elif units and (match := _TEXT.fullmatch(block.raw)) and match["beside"].strip():
            units[-1].beside, between = match["beside"].rstrip(), match["rest"]
        else:
            between = block.raw
    return top, units, between


def _meaning(document: BibDocument) -> list[str]:
    """The entries in no order, with macros and inheritance resolved."""
    return sorted(repr(resolved.entry) for resolved in read_entries(document) if resolved.entry)
