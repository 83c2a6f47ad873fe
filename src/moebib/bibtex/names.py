"""Names in a .bib file: the forms that each dialect has, and lists of them between "and"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from moebib.bibtex.types import Dialect
from moebib.latex import decode_groups, encode_groups
from moebib.name import Name, format_name, parse_name

__all__ = ["Style", "read_names", "split_outside_braces", "write_names"]


_WORD = re.compile(r"(?!and\Z)[^\s,={}]+", re.IGNORECASE)
_GROUPED = re.compile(r"[,={}]|(?<!\S)and(?!\S)", re.IGNORECASE)


class Style(NamedTuple):
    """For whom is written: BibTeX or BibLaTeX, with Unicode letters or LaTeX commands."""

    dialect: Dialect
    unicode: bool


def write_names(names: tuple[Name, ...], style: Style) -> str:
    """Names with "and" between them; the time grows with their number only."""
    return " and ".join([_write_name(name, style) for name in names])


@lru_cache(maxsize=50_000)
def _write_name(name: Name, style: Style) -> str:
    if (
        _WORD.fullmatch(name.family)
        and (given := name.given)
        and not (name.suffix or name.dropping_particle or name.non_dropping_particle or _GROUPED.search(given))
    ):  # most names; nothing in it could be read otherwise
        return encode_groups(f"{name.family}, {given}", unicode=style.unicode)
    text = format_name(name)
    # BibLaTeX knows one prefix, BibTeX only the plain form.
    if text.startswith("family=") and (style.dialect == "bibtex" or "dropping_particle=" in text):
        name = _nearest(name, style.dialect)
        text = format_name(name)
    # BibTeX wants a name behind every comma.
    if text.endswith(",") and not (name.suffix or name.particle):
        text = name.family.replace(" ", "{ }")
    latex = encode_groups(text, unicode=style.unicode)
    return f"{latex} {{}}" if latex.endswith(",") else latex


def _nearest(name: Name, dialect: Dialect) -> Name:
    """The name with one particle, which for BibTeX is part of the family where it would not be taken for one."""
    joined = Name(name.family, name.given, "", name.particle, name.suffix)
    if dialect == "biblatex" or not format_name(joined).startswith("family="):
        return joined
    return Name(family=f"{name.particle} {name.family}".strip(), given=name.given, suffix=name.suffix)


def read_names(latex: str) -> tuple[Name, ...]:
    r"""Names between "and" outside braces, in any case (BibTeX, ``name.field``).

    >>> [str(name) for name in read_names("{Barnes and Noble} AND Erd{\\H o}s, Paul")]
    ['{Barnes and Noble}', 'Erdős, Paul']
    """
    names = decode_groups(latex)
    return tuple(
        parse_name(name) for name in split_outside_braces(names, re.compile(r"[{}]|\s+and(?=\s)", re.IGNORECASE))
    )


def split_outside_braces(text: str, marks: re.Pattern[str]) -> Iterator[str]:
    """The stripped pieces between *marks* that stand outside braces; a brace is a mark, and splits nothing."""
    depth = start = 0
    for mark in marks.finditer(text):
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
        elif depth == 0:
            yield text[start : mark.start()].strip()
            start = mark.end()
    yield text[start:].strip()
