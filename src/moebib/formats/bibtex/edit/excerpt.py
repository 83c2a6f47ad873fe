"""Excerpts: single entries of a .bib file as they stand there, with the macros and the parents that they need."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from moebib.formats.bibtex.resolve.macros import pieces
from moebib.formats.bibtex.syntax.blocks import Block
from moebib.formats.bibtex.syntax.scanner import scan
from moebib.formats.bibtex.types import Dialect

__all__ = ["BibFile", "Excerpt", "Macro", "put_together"]

_PARENTS = frozenset(["crossref", "xref", "xdata", "entryset", "related"])
_XDATA = re.compile(r"xdata=([^\s,{}]+)")
# What BibTeX's styles do not know, though the entry says it.
_IN_BIBTEX = {"date": "year", "journaltitle": "journal"}
_ONLY_BIBLATEX = frozenset([
    "artwork", "audio", "bookinbook", "collection", "commentary", "dataset", "electronic", "image", "inreference",
    "jurisdiction", "legal", "legislation", "letter", "movie", "music", "mvbook", "mvcollection", "mvproceedings",
    "mvreference", "online", "patent", "performance", "periodical", "reference", "report", "review", "set",
    "software", "standard", "suppbook", "suppcollection", "suppperiodical", "thesis", "video", "www", "xdata"
])  # fmt: skip


class Macro(NamedTuple):
    """An ``@string`` as it stands in a file."""

    name: str
    raw: str


class Excerpt(NamedTuple):
    """The text of one work for a .bib file."""

    key: str
    text: str
    depth: int = 0
    """0, or how many steps above an entry of depth 0 this parent is: BibTeX wants parents behind their children."""
    macros: tuple[Macro, ...] = ()
    """What ``text`` needs to be defined before it, in this order."""


class BibFile:
    """Where the entries of a .bib file stand. What is not asked for costs no memory but its key."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.preambles: list[str] = []
        self._entries: dict[str, tuple[int, int]] = {}
        self._any_case: dict[str, str] = {}
        self._macros: dict[str, list[tuple[int, int]]] = {}
        for block in scan(text):
            if block.kind == "entry" and block.key:
                self._add(block)
            elif block.kind == "string":
                for field in block.fields:
                    self._macros.setdefault(field.name.lower(), []).append((block.start, block.end))
            elif block.kind == "preamble":
                self.preambles.append(block.raw)

    def _add(self, block: Block) -> None:
        self._entries.setdefault(block.key, (block.start, block.end))
        self._any_case.setdefault(block.key.lower(), block.key)
        for field in block.fields:
            if field.name.lower() == "ids":
                for former in _keys(field.value):
                    self._any_case.setdefault(former.lower(), block.key)

    def works(self) -> list[str]:
        """The keys of the entries that are works, in the order of the file."""
        return [key for key, (start, _) in self._entries.items() if not _IS_XDATA.match(self.text, start)]

    def find(self, key: str) -> str | None:
        """The key of the entry that *key* means: this one, in whatever case, or one that has it under ``ids``."""
        return key if key in self._entries else self._any_case.get(key.lower())

    def line(self, key: str) -> int:
        """The line where an entry begins."""
        return self.text.count("\n", 0, self._entries[key][0]) + 1

    def is_for(self, key: str, dialect: Dialect) -> bool:
        """Whether an entry may stay as it is: it is not broken, and BibTeX's styles know what biblatex's do."""
        block = self._block(key)
        names = {field.name.lower() for field in block.fields}
        foreign = any(name in names and instead not in names for name, instead in _IN_BIBTEX.items())
        plain = not foreign and block.type.lower() not in _ONLY_BIBLATEX and "xdata" not in names
        return not block.problem and (plain or dialect == "biblatex")

    def excerpts(self, wanted: Iterable[tuple[str, str]]) -> list[Excerpt]:
        """The entries for *wanted*, pairs of a key to be called by and its own, and all that these refer to."""
        asked = dict(wanted)
        depths = self._depths(asked.values())
        parents = {key for key, depth in depths.items() if depth} | (depths.keys() - set(asked.values()))
        names = list(asked.items())
        names += [(key, key) for key in parents if key not in asked]  # what refers to it does so by its own key
        return [self._excerpt(called, key, depths[key]) for called, key in names]

    def _excerpt(self, called: str, key: str, depth: int) -> Excerpt:
        block = self._block(key)
        start = block.key_start
        text = f"{block.text[block.start : start]}{called}{block.text[start + len(key) : block.end]}"
        macros: dict[str, Macro] = {}
        self._needs(block, self._entries[key][0], macros)
        return Excerpt(called, text, depth, tuple(macros.values()))

    def _depths(self, keys: Iterable[str]) -> dict[str, int]:
        """Every entry of *keys* and above, with the longest way that leads up to it."""
        depths = dict.fromkeys(keys, 0)
        level, step = list(depths), 0
        while level and step <= len(depths):  # longer only in a circle
            step += 1
            level = list(dict.fromkeys(parent for key in level for parent in self._parents(key)))
            depths |= dict.fromkeys(level, step)
        return depths

    def _parents(self, key: str) -> Iterator[str]:
        for field in self._block(key).fields:
            named = _keys(field.value) if field.name.lower() in _PARENTS else []
            named += [prefix for match in _XDATA.findall(field.value) for prefix in _prefixes(match)]
            yield from (found for one in named if (found := self.find(one)) and found != key)

    def _needs(self, block: Block, at: int, found: dict[str, Macro]) -> None:
        """The macros in a block that stands at *at*, those that these are made of first."""
        for field in block.fields:
            for piece in pieces(field.value) or ():
                name = piece.lower()
                places = self._macros.get(name, [])
                number = bisect_left(places, (at, 0))
                if number and name not in found and piece[0] not in '{"':
                    start, end = places[number - 1]
                    defined = next(scan(self.text[start:end]))
                    self._needs(defined, start, found)
                    found[name] = Macro(name, defined.raw)

    def _block(self, key: str) -> Block:
        start, end = self._entries[key]
        return next(scan(self.text[start:end]))


_IS_XDATA = re.compile(r"@\s*xdata\b", re.IGNORECASE)


def _keys(value: str) -> list[str]:
    return [key.strip() for key in value.strip('{}" \t\r\n').split(",") if key.strip()]


def _prefixes(reference: str) -> Iterator[str]:
    """The keys that ``team-author-2`` may refer to: a key may have hyphens, too."""
    while "-" in reference:
        reference = reference.rpartition("-")[0]
        yield reference


def put_together(excerpts: Iterable[Excerpt], preambles: Iterable[str], *, head: str = "") -> str:
    """A .bib file: children by key, then parents; every macro stands before what needs it, once if it can."""
    ordered = sorted(excerpts, key=lambda one: (one.depth, one.key.lower(), one.key))
    in_force: dict[str, str] = {}
    for macro in (macro for one in ordered for macro in one.macros):
        in_force.setdefault(macro.name, macro.raw)
    parts = [*dict.fromkeys(preambles), "\n".join(in_force.values())]
    for one in ordered:
        for name, raw in one.macros:
            if in_force[name] != raw:  # defined anew in the file, or otherwise in another one
                in_force[name] = raw
                parts.append(raw)
        parts.append(one.text)
    return head + "\n\n".join(part.strip() for part in parts if part.strip()) + "\n" * bool(ordered)
