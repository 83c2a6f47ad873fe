"""The entries of a .bib file one by one, each with inherited fields and a unique key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from moebib.errors import Finding
from moebib.formats.bibtex.document import BibDocument, Problem
from moebib.formats.bibtex.entry import BibEntry
from moebib.formats.bibtex.resolve.inheritance import Inheritance
from moebib.formats.bibtex.resolve.keys import UniqueKeys
from moebib.formats.bibtex.resolve.macros import Budget, Macros, define_macros, own_entry
from moebib.formats.bibtex.syntax.blocks import Block
from moebib.text.shorten import shorten

__all__ = ["ResolvedEntry", "read_entries"]


class ResolvedEntry(NamedTuple):
    """A block of a file, its entry unless the block is something else or ``@xdata``, and its findings."""

    block: Block
    entry: BibEntry | None
    findings: tuple[Finding, ...] = ()


def read_entries(document: BibDocument) -> Iterator[ResolvedEntry]:
    """The entries of a .bib file in their order, and every other block that has findings.

    In an entry, macros and ``#`` are resolved, and inherited fields are included. Keys are valid as keys of records,
    and unique in any case. Of an entry, only the key is kept in memory, so that a file of any length can be read.

    >>> next(read_entries(BibDocument('@string{p = "Pres"} @book{a, publisher = p # {s}}'))).entry
    BibEntry(type='book', key='a', fields={'publisher': 'Press'})
    """
    budget = Budget(len(document.text))
    macros = Macros(budget)
    inheritance = Inheritance(document, macros, budget)
    keys = UniqueKeys(document, macros)
    has_references = "xdata=" in document.text
    containers: list[Block] = []
    for block in document.blocks:
        if block.kind == "between":
            continue
        problems = _syntax_problems(block) if block.problem else []
        entry: BibEntry | None = None
        if block.kind == "entry":
            own = entry = own_entry(block, macros, problems)
            fields = own.fields
            if "crossref" in fields or "xdata" in fields or (has_references and _refers(own)):
                entry = inheritance.complete(own, problems)
            if own.type == "xdata":
                containers.append(block)
                entry = None
            elif not fields and not block.key:
                message = f"entry without key and fields: @{block.type}"
                problems = [Problem("MB121", message, "complete or remove it")]
                entry = None
            elif not keys.claim(block):
                entry = keys.assign(block, own, entry, problems)
        elif block.kind == "string":
            define_macros(block, macros, problems)
        elif block.kind != "failed":
            problems.append(Problem("MB127", f"not kept: @{block.kind}", at=block.start))
        if entry or problems:
            findings = document.findings(block, problems, entry.key if entry else None) if problems else ()
            yield ResolvedEntry(block, entry, findings)
    for block in containers:
        if block.key not in inheritance.used_containers:
            problem = Problem("MB127", f"not kept: @xdata {block.key!r}, to which no entry refers")
            yield ResolvedEntry(block, None, document.findings(block, [problem]))


def _refers(entry: BibEntry) -> bool:
    return any("xdata=" in value for value in entry.fields.values())


def _syntax_problems(block: Block) -> list[Problem]:
    """What the scanner found in a block that is not well formed; a missing key is reported when it gets one."""
    at = block.problem_start if block.problem_start >= 0 else block.start
    if block.kind == "failed":
        message = f"unreadable block, {block.problem}: {shorten(block.raw)}"
        return [Problem("MB121", message, "repair it; nothing was read from it", at=at)]
    if block.kind == "entry" and block.problem == "missing key":
        return []
    hint = "check whether something is missing; what could be read is kept"
    return [Problem("MB132", f"malformed entry, {block.problem}: {block.key or '@' + block.type}", hint, at=at)]
