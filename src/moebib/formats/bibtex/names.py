"""Names in a .bib file: the forms that each dialect has, and lists of them between "and"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats.bibtex.types import Dialect
from moebib.records.name import Name, format_name, parse_name
from moebib.text.latex import decode, decode_groups, encode_groups

__all__ = ["OTHERS", "NameList", "Target", "read_name_list", "read_names", "split_outside_braces", "write_names"]

OTHERS = Name("others")
"""What stands for people who are not named, at the end of a list."""

# BibTeX takes the word in any case, between blanks: a tie before it is none. "\and" is what LaTeX's \author has.
_AND = re.compile(r" \\?and(?= )", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n]+")
# BibTeX takes a tie for a blank between two words of a name, and we do so with every special blank of Unicode but that
# of Chinese and Japanese: between their names the family stands first.
_TIE = re.compile("(?<!\\\\)~|\u00a0")
_SPECIAL_BLANK = re.compile(r"(?<!\\)~|[^\S \u3000]")
_INITIALS = re.compile(r"\s*[\w-]+-i\s*=")


_WORD = re.compile(r"(?!and\Z)[^\s,={}]+", re.IGNORECASE)
_GROUPED = re.compile(r"[,={}\xa0]|(?<!\S)and(?!\S)", re.IGNORECASE)


class Target(NamedTuple):
    """For whom is written: BibTeX or BibLaTeX, with Unicode letters or LaTeX commands."""

    dialect: Dialect
    unicode: bool


class NameList(NamedTuple):
    """The names of a field, and what was not in a form that BibTeX has: it is read as well as can be."""

    names: tuple[Name, ...]
    problems: tuple[str, ...] = ()


def write_names(names: tuple[Name, ...], target: Target) -> str:
    """Names with "and" between them; the time grows with their number only."""
    return " and ".join([_write_name(name, target) for name in names])


@lru_cache(maxsize=50_000)
def _write_name(name: Name, target: Target) -> str:
    if (
        _WORD.fullmatch(name.family)
        and (given := name.given)
        and not (name.suffix or name.dropping_particle or name.non_dropping_particle or _GROUPED.search(given))
    ):  # most names; nothing in it could be read otherwise
        return encode_groups(f"{name.family}, {given}", unicode=target.unicode)
    text = format_name(name)
    # BibLaTeX knows one prefix, BibTeX only the plain form.
    if text.startswith("family=") and (target.dialect == "bibtex" or "dropping_particle=" in text):
        name = _nearest(name, target.dialect)
        text = format_name(name)
    # BibTeX wants a name behind every comma.
    if text.endswith(",") and not (name.suffix or name.particle):
        text = name.family.replace(" ", "{ }")
    latex = encode_groups(text, unicode=target.unicode)
    if "~" in latex or "\u00a0" in latex:  # BibTeX takes it for a blank between two words
        latex = _TIE.sub(r"{\\nobreakspace}", latex)
    return f"{latex} {{}}" if latex.endswith(",") else latex


def _nearest(name: Name, dialect: Dialect) -> Name:
    """The name with one particle, which for BibTeX is part of the family where it would not be taken for one."""
    joined = Name(name.family, name.given, "", name.particle, name.suffix)
    if dialect == "biblatex" or not format_name(joined).startswith("family="):
        return joined
    return Name(family=f"{name.particle} {name.family}".strip(), given=name.given, suffix=name.suffix)


def read_names(latex: str) -> tuple[Name, ...]:
    r"""Names between "and" outside braces, in any case (BibTeX, ``name.field``). Every text is read.

    >>> [str(name) for name in read_names("{Barnes and Noble} AND Erd{\\H o}s, Paul")]
    ['{Barnes and Noble}', 'Erdős, Paul']
    """
    return read_name_list(latex).names


def read_name_list(latex: str) -> NameList:
    """The names, and what is wrong with them.

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
    return NameList(tuple(names), tuple(problems))


def _pieces(latex: str) -> list[str]:
    """Split before anything is decoded: the blank behind a command belongs to the "and"."""
    latex = _BLANKS.sub(" ", f" {latex} ")
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
    """A name and what is wrong with it; ``None`` for one that is empty."""
    if "~" in latex or not latex.isascii():
        latex = " ".join(word.strip("\u3000") for word in _SPECIAL_BLANK.sub(" ", latex).split(" "))
    text = decode_groups(latex)
    if not text.strip(" {}"):
        return None, "empty name between two 'and'"
    cut = latex.rstrip().endswith(",")
    try:
        return parse_name(text.rstrip(", ") if cut else text), f"name ends with a comma: {text!r}" if cut else ""
    except InputError:
        return _salvage(text)


def _salvage(text: str) -> tuple[Name | None, str]:
    """The best reading of what is no name for BibTeX, or, where there is none, the text as a whole."""
    pairs = [pair for pair in text.split(",") if not _INITIALS.match(pair)]
    for attempt, problem in (
        (",".join(pairs), ""),  # initials say nothing that the name does not
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
    """The stripped pieces between *marks* that stand outside braces; a brace is a mark, and splits nothing."""
    depth = start = 0
    for mark in marks.finditer(text):
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
        elif depth == 0:
            yield text[start : mark.start()].strip()
            start = mark.end()
    yield text[start:].strip()
