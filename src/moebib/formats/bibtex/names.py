"""Names in a .bib file: the forms that each dialect allows, and lists of names separated by "and"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats.bibtex.entry import Dialect
from moebib.records.name import Name, Names, format_name, parse_name
from moebib.text.latex import decode, decode_groups, encode_groups

__all__ = ["NameList", "Target", "read_name_list", "read_names", "split_outside_braces", "write_names"]

# BibTeX reads the word in any case, between spaces, of which a tie is none. LaTeX's \author has "\and".
_AND = re.compile(r" \\?and(?= )", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n]+")
# BibTeX reads a tie as a space between two words of a name. So do we, and every special space of Unicode, except the
# ideographic space of Chinese and Japanese: in names with it, the family name comes first.
_TIE = re.compile("(?<!\\\\)~|\u00a0")
_SPECIAL_SPACE = re.compile(r"(?<!\\)~|[^\S \u3000]")
_INITIALS = re.compile(r"\s*[\w-]+-i\s*=")
_WORD = re.compile(r"(?!and\Z)[^\s,={}]+", re.IGNORECASE)
_GROUPED = re.compile(r"[,={}\xa0]|(?<!\S)and(?!\S)", re.IGNORECASE)


class Target(NamedTuple):
    """What an entry is written for: BibTeX or BibLaTeX, with Unicode letters or LaTeX commands."""

    dialect: Dialect
    unicode: bool


class NameList(NamedTuple):
    """The names of a field, and the problems with those that BibTeX does not allow; they are read nevertheless."""

    names: Names
    problems: tuple[str, ...] = ()


def write_names(names: Names, target: Target) -> str:
    """The names with "and" between them, in linear time; an incomplete list ends in "and others"."""
    return " and ".join([*[_write_name(name, target) for name in names], *(["others"] if names.others else [])])


@lru_cache(maxsize=50_000)
def _write_name(name: Name, target: Target) -> str:
    if (
        _WORD.fullmatch(name.family)
        and (given := name.given)
        and not (name.suffix or name.dropping_particle or name.non_dropping_particle or _GROUPED.search(given))
    ):  # most names, and unambiguous
        return encode_groups(f"{name.family}, {given}", unicode=target.unicode)
    text = format_name(name)
    # BibLaTeX supports one prefix, BibTeX only the plain form.
    if text.startswith("family=") and (target.dialect == "bibtex" or "dropping_particle=" in text):
        name = _nearest(name, target.dialect)
        text = format_name(name)
    # BibTeX requires a name after every comma.
    if text.endswith(",") and not (name.suffix or name.particle):
        text = name.family.replace(" ", "{ }")
    latex = encode_groups(text, unicode=target.unicode)
    if "~" in latex or "\u00a0" in latex:  # BibTeX reads it as a space between two words
        latex = _TIE.sub(r"{\\nobreakspace}", latex)
    return f"{latex} {{}}" if latex.endswith(",") else latex


def _nearest(name: Name, dialect: Dialect) -> Name:
    """The name with one particle. For BibTeX, it is part of the family name if it would not be read as a particle."""
    joined = Name(name.family, name.given, "", name.particle, name.suffix)
    if dialect == "biblatex" or not format_name(joined).startswith("family="):
        return joined
    return Name(family=f"{name.particle} {name.family}".strip(), given=name.given, suffix=name.suffix)


def read_names(latex: str) -> Names:
    r"""The names between "and" outside braces, in any case (BibTeX, ``name.field``). Any text can be read.

    >>> [str(name) for name in read_names("{Barnes and Noble} AND Erd{\\H o}s, Paul")]
    ['{Barnes and Noble}', 'Erdős, Paul']
    """
    return read_name_list(latex).names


def read_name_list(latex: str) -> NameList:
    """The names, and the problems with them.

    >>> read_name_list("Dai, Damai and and A, B, C, D").problems
    ("empty name between two 'and'", "name with more than two commas, read as a whole: 'A, B, C, D'")
    """
    names, problems = [], []
    for piece in _pieces(latex):
        name, problem = _read_name(piece)
        if name:
            names.append(name)
        if problem:
            problems.append(problem)
    return NameList(Names(names), tuple(problems))


def _pieces(latex: str) -> list[str]:
    """The parts between "and"; they are split before decoding, as the space after a command belongs to the "and"."""
    latex = _SPACES.sub(" ", f" {latex} ")
    pieces = _AND.split(latex)
    if "{" not in latex or len(pieces) == 1 or latex.count("{") != latex.count("}"):
        return pieces
    whole: list[str] = []
    depth = 0
    for piece in pieces:
        if depth > 0:
            whole[-1] += " and" + piece
        else:
            whole.append(piece)
        depth += piece.count("{") - piece.count("}")
    return whole


@lru_cache(maxsize=50_000)
def _read_name(latex: str) -> tuple[Name | None, str]:
    """A name and its problem; ``None`` for an empty name."""
    if "~" in latex or not latex.isascii():
        latex = " ".join(word.strip("\u3000") for word in _SPECIAL_SPACE.sub(" ", latex).split(" "))
    text = decode_groups(latex)
    if not re.sub(r"[\s{}]", "", text):
        return None, "empty name between two 'and'"
    try:
        if latex.rstrip().endswith(","):
            return parse_name(text.rstrip(", ")), f"name ends with a comma: {text!r}"
        return parse_name(text), ""
    except InputError:
        return _salvage(text)


def _salvage(text: str) -> tuple[Name | None, str]:
    """The best reading of a text that is no name for BibTeX; otherwise, the whole text as a literal name."""
    pairs = [pair for pair in text.split(",") if not _INITIALS.match(pair)]
    for attempt, problem in (
        (",".join(pairs), ""),  # initials repeat what the name says
        (re.sub(r"^[ ,]+", "", text), f"name begins with a comma: {text!r}"),
        (re.sub("[{}]", "", text), f"name with an unbalanced brace: {text!r}"),
    ):
        try:
            return parse_name(attempt), problem
        except InputError:
            continue
    whole = " ".join(decode(text).translate({ord("{"): None, ord("}"): None}).split())
    return Name(literal=whole), f"name with more than two commas, read as a whole: {whole!r}"


def split_outside_braces(text: str, marks: re.Pattern[str]) -> Iterator[str]:
    """The stripped parts between *marks* outside braces; *marks* must also match braces, which do not split."""
    depth = start = 0
    for mark in marks.finditer(text):
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
        elif depth == 0:
            yield text[start : mark.start()].strip()
            start = mark.end()
    yield text[start:].strip()
