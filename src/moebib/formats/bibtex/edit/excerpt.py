"""Excerpts: single entries of a .bib file as they are written, with the macros and parents that they need."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from moebib.formats.bibtex.document import BibDocument, keys_in
from moebib.formats.bibtex.entry import Dialect
from moebib.formats.bibtex.fields import KEY_FIELDS
from moebib.formats.bibtex.resolve.macros import pieces
from moebib.formats.bibtex.syntax.blocks import Block, scan
from moebib.records.citekey import is_key

__all__ = ["Excerpt", "Macro", "excerpt_entries", "is_portable", "join_excerpts"]

_PARENTS = frozenset(["crossref", "xref", "xdata", "entryset", "related"])
_XDATA = re.compile(r"xdata=([^\s,{}]+)")
# Fields that BibTeX's styles do not print, and those that they print instead.
_IN_BIBTEX = {"date": "year", "journaltitle": "journal"}
_ONLY_BIBLATEX = frozenset([
    "artwork", "audio", "bookinbook", "collection", "commentary", "dataset", "electronic", "image", "inreference",
    "jurisdiction", "legal", "legislation", "letter", "movie", "music", "mvbook", "mvcollection", "mvproceedings",
    "mvreference", "online", "patent", "performance", "periodical", "reference", "report", "review", "set",
    "software", "standard", "suppbook", "suppcollection", "suppperiodical", "thesis", "video", "www", "xdata"
])  # fmt: skip


class Macro(NamedTuple):
    """An ``@string`` as it is written in a file."""

    name: str
    raw: str


class Excerpt(NamedTuple):
    """The text of one work for a .bib file."""

    key: str
    text: str
    depth: int = 0
    """0, or how many steps this parent is above an entry of depth 0: in BibTeX, parents must come after children."""
    macros: tuple[Macro, ...] = ()
    """The macros that must be defined before ``text``, in this order."""


def is_portable(document: BibDocument, key: str, dialect: Dialect) -> bool:
    """Whether an entry can stay as it is written.

    It must be well formed, *dialect* must have its type and fields, and TeX must find nothing to execute in its names.
    """
    block = document.block_at(document.start_of(key))
    names = {field.name.lower() for field in block.fields}
    has_foreign = any(name in names and instead not in names for name, instead in _IN_BIBTEX.items())
    is_plain = not has_foreign and block.type.lower() not in _ONLY_BIBLATEX and "xdata" not in names
    is_of_dialect = is_plain or dialect == "biblatex"
    return not block.problem and is_of_dialect and _is_harmless(document, key)


def _is_harmless(document: BibDocument, key: str) -> bool:
    """Whether an entry, with what it refers to, has only valid names and keys, and no characters in TeX's ``^^``."""
    macros: dict[str, Macro] = {}
    depths = _depths(document, [key])
    blocks = [document.block_at(document.start_of(name)) for name in depths]
    for block in blocks:
        _add_macros(document, block, macros)
    blocks += [block for macro in macros.values() for block in scan(macro.raw)]
    names = [name for name, depth in depths.items() if depth]  # an entry of depth 0 gets the key that it is cited by
    for block in blocks:
        names.append(block.type)
        for field in block.fields:
            bare = (piece for piece in pieces(field.value) or () if piece[0] not in '{"')
            names += [field.name, *bare, *(keys_in(field.value) if field.name.lower() in KEY_FIELDS else ())]
    return all(map(is_key, names)) and not any("^^" in block.raw for block in blocks)


def excerpt_entries(document: BibDocument, wanted: Iterable[tuple[str, str]]) -> list[Excerpt]:
    """The entries in *wanted*, pairs of the key to use and the key in the file, and those to which they refer."""
    names = dict(wanted)
    depths = _depths(document, names.values())
    parents = {key for key, depth in depths.items() if depth} | (depths.keys() - set(names.values()))
    # Children refer to a parent by its own key.
    pairs = [*names.items(), *((key, key) for key in parents if key not in names)]
    excerpts = []
    for name, key in pairs:
        block = document.block_at(document.start_of(key))
        start = block.key_start
        text = f"{block.text[block.start : start]}{name}{block.text[start + len(key) : block.end]}"
        macros: dict[str, Macro] = {}
        _add_macros(document, block, macros)
        excerpts.append(Excerpt(name, text, depths[key], tuple(macros.values())))
    return excerpts


def _depths(document: BibDocument, keys: Iterable[str]) -> dict[str, int]:
    """Every entry of *keys* and above, with the length of the longest path up to it."""
    depths = dict.fromkeys(keys, 0)
    level, step = list(depths), 0
    while level and step <= len(depths):  # longer only in a circle
        step += 1
        level = list(dict.fromkeys(parent for key in level for parent in _parents(document, key)))
        depths |= dict.fromkeys(level, step)
    return depths


def _parents(document: BibDocument, key: str) -> Iterator[str]:
    for field in document.block_at(document.start_of(key)).fields:
        names = keys_in(field.value) if field.name.lower() in _PARENTS else []
        for reference in _XDATA.findall(field.value):
            # "team-author-2" may refer to "team-author" or to "team": a key may have hyphens, too.
            while "-" in reference:
                reference = reference.rpartition("-")[0]
                names.append(reference)
        yield from (parent for name in names if (parent := document.find(name)) and parent != key)


def _add_macros(document: BibDocument, block: Block, macros: dict[str, Macro]) -> None:
    """Add the macros in a block to *macros*, each after those that it is made of."""
    for field in block.fields:
        for piece in pieces(field.value) or ():
            name = piece.lower()
            starts = document.index.macros.get(name, [])
            last = bisect_left(starts, block.start) - 1  # the definition in force at the block
            if piece[0] not in '{"' and name not in macros and last >= 0:
                definition = document.block_at(starts[last])
                _add_macros(document, definition, macros)
                macros[name] = Macro(name, definition.raw)


def join_excerpts(excerpts: Iterable[Excerpt], preambles: Iterable[str], *, head: str = "") -> str:
    """A .bib file: children by key, then parents. A macro comes before entries that need it, once if possible."""
    ordered = sorted(excerpts, key=lambda excerpt: (excerpt.depth, excerpt.key.lower(), excerpt.key))
    in_force: dict[str, str] = {}
    for macro in (macro for excerpt in ordered for macro in excerpt.macros):
        in_force.setdefault(macro.name, macro.raw)
    parts = [*dict.fromkeys(preambles), "\n".join(in_force.values())]
    for excerpt in ordered:
        for name, raw in excerpt.macros:
            if in_force[name] != raw:  # the file defines it again, or another file defines it differently
                in_force[name] = raw
                parts.append(raw)
        parts.append(excerpt.text)
    return head + "\n\n".join(part.strip() for part in parts if part.strip()) + "\n" * bool(ordered)
