"""Excerpts: single entries of .bib files as they are written, with the macros and parents that they need."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats import Loss
from moebib.formats.bibtex.bibliography import BibFiles
from moebib.formats.bibtex.document import BibDocument, keys_in
from moebib.formats.bibtex.edit.edit import RemoveField, SetField, apply_edits
from moebib.formats.bibtex.entry import Dialect
from moebib.formats.bibtex.fields import KEY_FIELDS, fields_to_write, has_foreign_scheme
from moebib.formats.bibtex.resolve.inheritance import LONGEST_CHAIN
from moebib.formats.bibtex.resolve.macros import pieces
from moebib.formats.bibtex.syntax.blocks import Block, scan
from moebib.formats.bibtex.writer import encode_record
from moebib.records.citekey import is_key
from moebib.records.record import Record
from moebib.text.latex import executed

__all__ = [
    "Excerpt",
    "Macro",
    "excerpt_entries",
    "join_excerpts",
    "members_of_set",
    "portable_entries",
    "values_executed",
    "with_container",
]

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


def portable_entries(files: BibFiles, starts: Collection[int], dialect: Dialect) -> set[int]:
    """Those of the entries that start at these offsets that can stay as they are written.

    They must be well formed, and *dialect* must have their types and fields. TeX must find nothing to execute in their
    names, and in what they refer to.
    """
    parents = _ancestry(files, starts)
    children: dict[int, list[int]] = {at: [] for at in parents}
    for at, of_entry in parents.items():
        for parent in of_entry:
            children[parent].append(at)
    barred: set[int] = set()
    pending = [at for at in parents if not _is_harmless(_blocks_of(files, [at]))]
    for parent, of_parent in children.items():  # others refer to it by its key; those of the works are replaced
        if not is_key(files.block_at(parent).key):
            pending += of_parent
    while pending:  # what refers to one of these is barred, too: each once, however long the chains are
        at = pending.pop()
        if at not in barred:
            barred.add(at)
            pending += children[at]
    return {at for at in starts if at not in barred and _is_of(files.block_at(at), dialect)}


def _is_of(block: Block, dialect: Dialect) -> bool:
    """Whether a block is well formed, and *dialect* has its type and fields."""
    names = {field.name.lower() for field in block.fields}
    has_foreign = any(name in names and instead not in names for name, instead in _IN_BIBTEX.items())
    is_plain = not has_foreign and block.type.lower() not in _ONLY_BIBLATEX and "xdata" not in names
    return not block.problem and (is_plain or dialect == "biblatex")


def values_executed(files: BibFiles, at: int) -> list[Loss]:
    """The values of an entry, and of what it inherits from, that TeX does more with than print."""
    return _executed(_blocks_of(files, _ancestry(files, [at], LONGEST_CHAIN + 1)))


def _executed(blocks: Iterable[Block]) -> list[Loss]:
    losses = []
    for block in blocks:
        for field in block.fields:
            for piece in pieces(field.value) or ():
                value = piece[1:-1] if piece[0] in '{"' else ""
                danger = executed(value) or ("its scheme" if has_foreign_scheme(field.name.lower(), value) else "")
                if danger:
                    why = f"{danger} may do more than print"
                    losses.append(Loss(field.name.lower(), (value,), (), why))
    return losses


def _blocks_of(files: BibFiles, starts: Iterable[int]) -> list[Block]:
    """The entries that start at these offsets, with their macros."""
    macros: dict[str, Macro] = {}
    blocks = []
    for at in starts:
        _add_macros(files, at, macros)
        blocks.append(files.block_at(at))
    return [*blocks, *(block for macro in macros.values() for block in scan(macro.raw))]


def _is_harmless(blocks: Collection[Block]) -> bool:
    """Whether names and keys in *blocks* are valid, nothing is written with TeX's ``^^``, and no value is executed."""
    names = []
    for block in blocks:
        names.append(block.type)
        for field in block.fields:
            bare = (piece for piece in pieces(field.value) or () if piece[0] not in '{"')
            names += [field.name, *bare, *(keys_in(field.value) if field.name.lower() in KEY_FIELDS else ())]
    return all(map(is_key, names)) and not any("^^" in block.raw for block in blocks) and not _executed(blocks)


def excerpt_entries(files: BibFiles, wanted: Mapping[str, int], *, for_reading: bool = False) -> list[Excerpt]:
    """The entries in *wanted*, the key to use -> where the entry starts, and those to which they refer.

    What they refer to may be in another file than they are. *for_reading* leaves out what is too far up a chain to be
    inherited: of the entry at which a chain becomes too long, only the key is there.
    """
    depths = _depths(files, wanted.values(), LONGEST_CHAIN + 1 if for_reading else None)
    is_cut = for_reading and max(depths.values(), default=0) > LONGEST_CHAIN
    inherited = _ancestry(files, wanted.values(), LONGEST_CHAIN) if is_cut else depths
    starts = set(wanted.values())
    # Children refer to a parent by its own key.
    parents = {files.block_at(at).key: at for at, depth in depths.items() if depth or at not in starts}
    excerpts = []
    for name, at in [*wanted.items(), *((key, at) for key, at in parents.items() if key not in wanted)]:
        block = files.block_at(at)
        if at not in inherited:
            excerpts.append(Excerpt(name, f"@{block.type}{{{name}}}", depths[at]))
            continue
        start = block.key_start
        text = f"{block.text[block.start : start]}{name}{block.text[start + len(block.key) : block.end]}"
        if any(field.name.lower() == "ids" for field in block.fields):
            text = _without_aliases(text, {name, *wanted})
        macros: dict[str, Macro] = {}
        _add_macros(files, at, macros)
        excerpts.append(Excerpt(name, text, depths[at], tuple(macros.values())))
    return excerpts


def _without_aliases(text: str, keys: Collection[str]) -> str:
    """An entry without *keys*, which are those of entries, among its other keys: biber reports them."""
    fields = [field for block in scan(text) for field in block.fields if field.name.lower() == "ids"]
    aliases = [alias for field in fields for alias in keys_in(field.value)]
    others = [alias for alias in aliases if alias not in keys]
    if others == aliases:
        return text
    name = fields[0].name
    edit = SetField(0, name, ",".join(others)) if others else RemoveField(0, name)
    try:
        return apply_edits(BibDocument(text), [edit])
    except InputError:
        return text


def members_of_set(files: BibFiles, at: int) -> list[str]:
    """The keys of the entries in an ``@set`` of BibLaTeX."""
    block = files.block_at(at)
    fields = block.fields if block.type.lower() == "set" else ()
    return [key for field in fields if field.name.lower() == "entryset" for key in keys_in(field.value)]


def with_container(excerpt: Excerpt, record: Record, dialect: Dialect) -> Excerpt | None:
    """The entry with the journal, or other container, of *record*; ``None`` if more would change."""
    encoded = encode_record(record, dialect, unicode=not excerpt.text.isascii()).fields
    names = [name for row, name in fields_to_write(record.type, dialect) if row.field == "container_title"]
    value = next((encoded[name] for name in names if name in encoded), "")
    document = BibDocument(excerpt.text)
    written = {field.name.lower() for block in document.blocks for field in block.fields}
    own = next((name for name in ("journal", "journaltitle", "booktitle") if name in written), names[0])
    try:
        text = apply_edits(document, [SetField(0, own, value)])
    except InputError:
        return None
    fields = (field for block in scan(text) for field in block.fields)
    used = {piece.lower() for field in fields for piece in pieces(field.value) or ()}
    needs_macros = not used.isdisjoint(macro.name for macro in excerpt.macros)
    return excerpt._replace(text=text, macros=excerpt.macros if needs_macros else ())


def _depths(files: BibFiles, starts: Iterable[int], most: int | None = None) -> dict[int, int]:
    """Every entry of *starts* and above, up to *most* steps, with the length of the longest path up to it."""
    parents = _ancestry(files, starts, most)
    depths = dict.fromkeys(parents, 0)
    children = Counter(parent for of_entry in parents.values() for parent in of_entry)
    last = [at for at in parents if not children[at]]
    while last:
        at = last.pop()
        for parent in parents[at]:
            depths[parent] = max(depths[parent], depths[at] + 1)
            children[parent] -= 1
            if not children[parent]:
                last.append(parent)
    # What is left is in a circle, or above one.
    return depths | {at: len(depths) for at, number in children.items() if number}


def _ancestry(files: BibFiles, starts: Iterable[int], most: int | None = None) -> dict[int, list[int]]:
    """Every entry of *starts* and above, up to *most* steps, with the entries that it refers to."""
    parents: dict[int, list[int]] = {}
    level, steps = list(dict.fromkeys(starts)), 0
    while level:
        parents |= {at: list(dict.fromkeys(_parents(files, at))) if steps != most else [] for at in level}
        level = list(dict.fromkeys(parent for at in level for parent in parents[at] if parent not in parents))
        steps += 1
    return parents


def _parents(files: BibFiles, at: int) -> Iterator[int]:
    for field in files.block_at(at).fields:
        names = keys_in(field.value) if field.name.lower() in _PARENTS else []
        for reference in _XDATA.findall(field.value):
            # "team-author-2" may refer to "team-author" or to "team": a key may have hyphens, too.
            while "-" in reference:
                reference = reference.rpartition("-")[0]
                names.append(reference)
        for name in names:
            parent = files.find(name, near=at)
            if parent is not None and parent != at:
                yield parent


def _add_macros(files: BibFiles, at: int, macros: dict[str, Macro], made_of_it: tuple[int, ...] = ()) -> None:
    """Add the macros in the block at an offset to *macros*, each after those that it is made of."""
    for field in files.block_at(at).fields:
        for piece in pieces(field.value) or ():
            name = piece.lower()
            definition = None if piece[0] in '{"' or name in macros else files.find_macro(name, at)
            if definition is not None and definition not in made_of_it:
                _add_macros(files, definition, macros, (*made_of_it, definition))
                macros[name] = Macro(name, files.block_at(definition).raw)


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
