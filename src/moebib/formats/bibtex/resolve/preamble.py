"""Preambles: the commands that ``@preamble`` blocks define, expanded in entries, and what of the blocks is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from moebib.formats.bibtex.bibliography import BibFiles
from moebib.formats.bibtex.document import Problem
from moebib.formats.bibtex.entry import BibEntry
from moebib.formats.bibtex.resolve.macros import Budget, Macros, TooLong, define_macros, pieces
from moebib.formats.bibtex.syntax.blocks import Block
from moebib.text.latex.definitions import Definitions, EndlessExpansion, PreamblePart, read_preamble
from moebib.text.shorten import quote

__all__ = ["Preamble", "Preambles", "read_preambles", "unite_preambles"]

_HINT = "define what the entries need in the document itself"


class Preamble(NamedTuple):
    """An ``@preamble``: the parts that may be written, and the problems with the others."""

    text: str
    """The block of a .bib file with the parts that may be written; "" if none may."""
    problems: tuple[Problem, ...]
    only_here: tuple[Problem, ...]
    """What is written to a .bib file and means nothing in another format."""
    parts: tuple[PreamblePart, ...]
    """The parts of ``text``."""


class Preambles(NamedTuple):
    """The preambles of a bibliography: BibTeX writes them all in front of its first entry."""

    definitions: Definitions
    by_start: Mapping[int, Preamble]
    """Each by where its block starts in the files."""

    def expand(self, entry: BibEntry, problems: list[Problem]) -> BibEntry:
        """*entry* with its commands expanded, and with the values as they are written.

        A value that would become many times as long is left, and has no such original: TeX must not expand it either.
        """
        fields: dict[str, str] = {}
        written: dict[str, str] = {}
        for name, value in entry.fields.items():
            try:
                expanded = self.definitions.expand(value)
            except EndlessExpansion:
                message = f"expansion of the commands in {name!r} is too large; value left unexpanded"
                problems.append(Problem("MB130", message, _HINT, name))
                expanded, written[name] = value, ""
            if expanded != value:
                written[name] = value
            fields[name] = expanded
        return entry._replace(fields=fields, written=written) if written else entry


_NO_PREAMBLES = Preambles(Definitions(()), {})
_PREAMBLE = re.compile(r"@\s*preamble\s*[({]", re.I)


def read_preambles(files: BibFiles) -> Preambles:
    r"""The preambles of a bibliography.

    >>> from moebib.formats.bibtex.document import BibDocument
    >>> document = BibDocument(r'@preamble{"\newcommand{\x}[1]{} \input{y}"} @book{a, year = {\x{b}1999}}')
    >>> preambles = read_preambles(BibFiles(document))
    >>> preambles.expand(BibEntry("book", "a", {"year": r"\x{b}1999"}), []).fields
    {'year': '1999'}
    >>> print(preambles.by_start[0].problems[0].message)
    not kept of @preamble, where only harmless definitions are kept: '\\input{y}'
    """
    if not any(_PREAMBLE.search(document.text) for document in files.documents):
        return _NO_PREAMBLES
    by_start = {at: read_preamble(value) for at, value in _values(files)}
    all_parts = [part for parts in by_start.values() for part in parts]
    endless = _endless(all_parts)
    definitions = Definitions(part for part in all_parts if endless.isdisjoint(part.names))
    return Preambles(
        definitions,
        {start: _preamble(files.block_at(start), parts, endless, definitions) for start, parts in by_start.items()},
    )


def _values(files: BibFiles) -> Iterator[tuple[int, str]]:
    """Where each preamble is, and its LaTeX; the macros of the files are only read if one contains any."""
    all_macros = Macros(Budget(files.starts[-1]))
    blocks = [
        (document, start, block)
        for document, start in zip(files.documents, files.starts, strict=False)
        if _PREAMBLE.search(document.text)
        for block in document.blocks
        if block.kind == "preamble"
    ]
    if any(
        piece[0] not in '{"' for _, _, block in blocks for field in block.fields for piece in pieces(field.value) or ()
    ):
        for document in files.documents:
            macros = all_macros.in_file(files.span_of(document))
            for block in document.blocks:
                if block.kind == "string":
                    define_macros(block, macros, [])
    for document, start, block in blocks:
        macros = all_macros.in_file(files.span_of(document))
        try:
            yield start + block.start, "".join(macros.value(field.value, field.start)[0] for field in block.fields)
        except TooLong:
            yield start + block.start, ""


def _endless(all_parts: Iterable[PreamblePart]) -> set[str]:
    """The commands that are defined by themselves, or stand for very much: TeX would not come to an end."""
    definitions = Definitions(all_parts)
    endless = set()
    for part in all_parts:
        for definition in part.definitions:
            try:
                definitions.expand(f"\\{definition.name}" + "{x}" * definition.arguments)
            except EndlessExpansion:
                endless.add(definition.name)
    return endless


def _preamble(block: Block, parts: Iterable[PreamblePart], endless: set[str], definitions: Definitions) -> Preamble:
    kept: list[PreamblePart] = []
    problems: list[Problem] = []
    only_here: list[Problem] = []
    for part in parts:
        at = max(block.text.find(part.latex, block.start, block.end), block.start)
        shown = quote(" ".join(part.latex.split()))
        if not part.is_harmless or not endless.isdisjoint(part.names):
            message = f"not kept of @preamble, where only harmless definitions are kept: {shown}"
            problems.append(Problem("MB127", message, _HINT, at=at))
            continue
        kept.append(part)
        if not part.definitions:
            only_here.append(Problem("MB127", f"not kept of @preamble: {shown}", at=at))
    raw_pieces = [piece for field in block.fields for piece in pieces(field.value) or ("",)]
    is_plain = all(piece[:1] in ('"', "{") for piece in raw_pieces) and "%" not in block.raw
    text = f"{block.raw}\n" if kept and not problems and is_plain else _write_preamble(kept)
    return Preamble(text, tuple(problems), tuple(only_here), tuple(kept))


def unite_preambles(preambles: Iterable[Preamble]) -> str:
    """The preambles of several files as one: of several definitions of a command, the first."""
    all_parts: dict[tuple[str, ...] | str, PreamblePart] = {}
    for preamble in preambles:
        for part in preamble.parts:
            all_parts.setdefault(part.names or part.latex, part)
    return _write_preamble(all_parts.values())


def _write_preamble(parts: Iterable[PreamblePart]) -> str:
    r"""The ``@preamble`` of these parts.

    >>> print(_write_preamble(read_preamble(r"\def\ae{\"a}")), end="")
    @preamble{{\def\ae{\"a}}}
    """
    latex = "\n".join(part.latex for part in parts)
    if not latex:
        return ""
    return f"@preamble{{{{{latex}}}}}\n" if '"' in latex else f'@preamble{{"{latex}"}}\n'
