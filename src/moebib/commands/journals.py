"""Lists of journals: pairs of a full and an abbreviated name, in the files in which people have them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from moebib import store
from moebib.errors import Finding, InputError
from moebib.formats.bibtex import STANDARD_JOURNALS, BibDocument, read_macros
from moebib.library.library import Library
from moebib.normalise.fields import is_abbreviated
from moebib.normalise.journals import JournalNames, journal_names
from moebib.text.encoding import decode_bytes
from moebib.text.shorten import quote

__all__ = ["JournalForm", "read_journals", "with_journals"]

JournalForm = Literal["as-is", "abbreviated", "full"]


def read_journals(form: JournalForm, lists: Iterable[Path] = ()) -> JournalNames | None:
    """The names of journals in *lists*, to write them in a form; ``None`` to leave them as they are.

    Raises:
        InputError: If a line of a list is no pair of names, or there is nothing to abbreviate by.
    """
    if form == "as-is":
        return None
    files = {store.printable(file): decode_bytes(store.read_bytes(file)).text for file in lists}
    macros = [read_macros(BibDocument(text, name)) for name, text in files.items() if _is_bib(name)]
    of_macros = list(_pairs_of_macros((STANDARD_JOURNALS, *macros)))
    if macros and not of_macros:
        hint = "give two lists, one of full names and one of abbreviations by the same macros"
        raise InputError(f"no macro of {', '.join(filter(_is_bib, files))} has two values\nhint: {hint}")
    pairs = [pair for name, text in files.items() if not _is_bib(name) for pair in _pairs(text, name)]
    return journal_names(form, [*pairs, *of_macros])


def with_journals(library: Library, journals: JournalNames) -> tuple[Library, tuple[Finding, ...]]:
    """*library* with the names of journals in one form, and a finding for each name that is not known in it."""
    records, findings = journals.knowing(library).all_written(library)
    return Library(records, library.models, library.config), findings


def _is_bib(name: str) -> bool:
    return name.lower().endswith(".bib")


def _pairs_of_macros(files: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    """The values of a macro in two files, of which the shorter is the abbreviation; BibTeX's own are one file more."""
    first: dict[str, str] = {}
    for macros in files:
        for name, value in macros.items():
            short, full = sorted((value, first.setdefault(name, value)), key=len)
            if short != full:
                yield full, short


def _pairs(text: str, name: str) -> Iterator[tuple[str, str]]:
    """The pairs of a full and an abbreviated name in the lines of a list, or in JSON."""
    if text.lstrip().startswith("{"):
        yield from _pairs_of_json(text, name)
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith(("#", "%")):
            continue
        names = next((names for names in _ways_to_read(line) if all(names[:2])), None)
        if names is None:
            hint = "a line has a full name and its abbreviation, with = or a semicolon between them"
            raise InputError(f"no pair of names: {quote(line.strip())}\nhint: {hint}", where=f"{name}:{number}")
        full, short, *shorter = names
        if len(full) < len(short) and is_abbreviated(full) and not is_abbreviated(short):
            full, short = short, full
        yield full, short
        # JabRef's shortest abbreviation, which it only uses where a person wants it; then comes a number.
        yield from ((full, shortest) for shortest in shorter[:1] if shortest and not shortest.isdecimal())


def _ways_to_read(line: str) -> Iterator[list[str]]:
    """The names before and after " = ", or in the cells between semicolons, tabs or commas."""
    full, _, short = line.partition(" = ")
    yield [full.strip(), short.strip()]
    for mark in (";", "\t", ","):
        yield [cell.strip() for cell in (*next(csv.reader([line], delimiter=mark)), "", "")]


def _pairs_of_json(text: str, name: str) -> Iterator[tuple[str, str]]:
    """The pairs in the abbreviations of pandoc, ``{"default": {"container-title": {...}}}``, or only the last.

    Raises:
        InputError: If it is no such JSON.
    """
    try:
        names = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"invalid JSON: {error}", where=name) from None
    for part in ("default", "container-title"):
        names = names.get(part, names) if isinstance(names, dict) else names
    if not isinstance(names, dict) or not all(isinstance(short, str) for short in names.values()):
        hint = "the keys are full names, and the values are their abbreviations"
        raise InputError(f"no list of journals\nhint: {hint}", where=name)
    yield from names.items()
