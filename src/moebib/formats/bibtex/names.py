"""Names in a .bib file: the forms that each dialect allows, and lists of names separated by "and"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats.bibtex.entry import Dialect
from moebib.normalise.written_names import is_organisation, several
from moebib.records.name import Name, Names, format_name, is_others, parse_name
from moebib.text.latex import decode, decode_groups, encode_groups

__all__ = [
    "UNKNOWN_PART", "NameList", "Target", "name_keys", "read_name_list", "read_names", "split_outside_braces",
    "write_names",
]  # fmt: skip

# BibTeX reads the word in any case, between spaces, of which a tie is none. LaTeX's \author has "\and".
_AND = re.compile(r" \\?and(?= )", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n]+")
# BibTeX reads a tie as a space between two words of a name. So do we, and every special space of Unicode, except the
# ideographic space of Chinese and Japanese: in names with it, the family name comes first.
_TIE = re.compile("(?<!\\\\)~|\u00a0")
_SPECIAL_SPACE = re.compile(r"(?<!\\)~|[^\S \u3000]")
# "family=Berg, given=Jan, juniorcomma=true" (biblatex, section 3.5); "uniquelist=false and Berg, Jan" (3.6).
_KEY_VALUE = re.compile(r"([A-Za-z_-]+)\s*=(.*)", re.S)
_NAME_PARTS = frozenset(("family", "given", "prefix", "suffix", "dropping_particle"))
_OF_NAMES = frozenset((
    "id", "juniorcomma", "nametemplates", "namehashtemplatename", "nohashothers", "noroman", "nosortothers",
    "labelalphanametemplatename", "sortingnamekeytemplatename", "uniquelist", "uniquename",
    "uniquenametemplatename", "useprefix",
))  # fmt: skip
"""Keys of biblatex's extended names that say how a name or a list is printed or sorted; "-i" are initials."""
UNKNOWN_PART = "unknown part of a name"
"""How the problem with an extended name begins of which the known parts are read."""
_OPTION = re.compile(rf"\s*(?:{'|'.join(sorted(_OF_NAMES))})\s*=\s*[\w.-]+\s*", re.I)
_CAPITAL = r"[^\W\d_a-z]"
_APOSTROPHE = r"['\u2019]"
_FAMILY_FIRST = re.compile(
    rf"\s*((?:{_APOSTROPHE}?[a-z](?:[a-z]|{_APOSTROPHE})* ){{0,3}}+(?:[a-z]{_APOSTROPHE}|[a-z]{{2,3}}-|[OÓ] )?"
    rf"{_CAPITAL}{_APOSTROPHE}?[^\W\d_](?:[\w-]|{_APOSTROPHE})*(?:(?: [a-z]\w+)? {_CAPITAL}(?:[\w-]|{_APOSTROPHE})+)?)"
    rf" ((?:{_CAPITAL}\.[ -]?)+|{_CAPITAL}{{1,3}}|{_CAPITAL}(?:[ -]{_CAPITAL}){{1,2}})\s*"
)
_NUMERALS = frozenset(("II", "III", "IV"))
"""Of kings, popes and sons: such names alone say nothing of the others in a list."""
_ORGANISATION = re.compile(r"\{[^\\{}]+\}")
_SEMICOLON = re.compile("[{};]")
# Semicolons, three parts, words for others, initials that only the first or the last of several people can have.
_MAY_BE_SEVERAL = re.compile(
    "[;&\uff1b\u3001\uff0c\u7b49]|,[^,]*,|"
    "[ {](?:et\\.? al|und |u\\. ?a\\b|others|colleagues|co-?workers|\u0438 \u0434\u0440)|"
    "\\A *[A-Z]\\.[^,]*, *[A-Z]\\.[^,]*[a-z] *\\Z|"
    "[A-Z]\\.?, [^, ]+ [A-Z]{1,3} *\\Z"
)
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
    """The name, in braces where it would be read as several."""
    latex = _plainly(name, target)
    if _MAY_BE_SEVERAL.search(latex) and len(_several(latex)) > 1:
        latex = re.sub("[;\uff1b\u3001\uff0c]", r"{\g<0>}", latex)
        if len(_several(latex)) > 1:
            family, _, given = latex.rpartition(", ")
            latex = f"{family}, {{{given}}}"
    return latex


def _plainly(name: Name, target: Target) -> str:
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
    r"""The names, and the problems with them.

    >>> print(*read_name_list("Dai, Damai and and A, B, C, D").problems, sep="\n")
    empty name between two 'and'
    name with more than two commas, read as a whole: 'A, B, C, D'; put 'and' between people
    """
    names, problems = [], []
    pieces = _pieces(latex)
    if "=" in latex:
        pieces = [piece for piece in pieces if not _OPTION.fullmatch(piece)]
    for at in [at for at, piece in enumerate(pieces) if _MAY_BE_SEVERAL.search(piece)][::-1]:
        people = _several(pieces[at])
        if len(people) > 1:
            problems.append(_problem_with_several(pieces[at], people))
            pieces[at : at + 1] = people
    problems.reverse()
    is_vancouver = _is_vancouver(pieces)
    for piece in pieces:
        name, problem = _read_initials(piece) if is_vancouver else _read_name(piece)
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


def _several(latex: str) -> list[str]:
    """The names in what is between two "and", if something else separates them: semicolons, commas, "&", "et al."."""
    text = " ".join(decode_groups(latex).split())
    if "=" in text and _extended(text):
        return []
    if text.startswith("{") and text.find("}") == len(text) - 1:  # "{Berg, Jan and Lund, Ada}", but no organisation
        people = _AND.split(f" {text[1:-1]} ")
        are_people = all(person.count(",") == 1 and not is_organisation(person) for person in people)
        return [person.strip() for person in people] if are_people else []
    if "{" in text:
        return [person for person in split_outside_braces(text, _SEMICOLON) if person]
    wide = [person.strip() for person in text.split("\uff0c")]
    return wide if all(len(person) > 1 for person in wide[:-1]) and len(wide) > 1 else several(text)


def _problem_with_several(latex: str, people: list[str]) -> str:
    count = sum(not is_others(person) for person in people)
    whole = " ".join(decode(latex).split())
    if count > 1:
        return f"{count} people in one name: {whole!r}; put 'and' between them"
    return f"not a part of a name: {people[-1]!r} in {whole!r}; write 'and others'"


def _is_vancouver(pieces: list[str]) -> bool:
    """Whether most names are a family name and initials: "Berg O. and Lund AB"; "Weinan E" alone may be a name."""
    if not any(map(_family_first, pieces[:3])):
        return False
    names = [name for piece in pieces if not is_others(name := piece.strip()) and not _ORGANISATION.fullmatch(name)]
    if len(names) == 1:
        return names[0].endswith(".")
    behind = [match[2] for name in names if (match := _family_first(name))]
    return 2 * len(behind) > len(names) and not _NUMERALS.issuperset(behind)


def _family_first(latex: str) -> re.Match[str] | None:
    last = latex.rstrip()[-1:]
    if "," in latex or last == "}" or last.islower():  # {Meta AI} is an organisation
        return None
    match = _FAMILY_FIRST.fullmatch(decode(latex) if "\\" in latex or "{" in latex else latex)
    return match if match and match[2].isupper() else None  # no character of Chinese is


def _read_initials(latex: str) -> tuple[Name | None, str]:
    match = _family_first(latex)
    if not match:
        return _read_name(latex)
    family, initials = match.groups()
    given = initials.strip()
    if "." not in given:
        given = re.sub(r"(\w) ?", r"\1. ", given).replace(". -", ".-").strip()
    name, _ = _read_name(f"{family}, {given}")
    return name, f"initials after the family name: {latex.strip()!r}; read as '{family}, {given}'"


def name_keys(latex: str) -> tuple[str, ...]:
    """What biblatex's extended names say that no other format has: "id=b7", "juniorcomma=true", "uniquelist=false".

    >>> name_keys("uniquelist=false and family=Berg, given=Jan, given-i=J, id=b7 and Lund, Ada")
    ('uniquelist=false', 'id=b7')
    """
    if "=" not in latex:
        return ()
    found: list[str] = []
    for piece in _pieces(latex):
        pairs = [pair for part in _parts(piece) if (pair := _key_and_value(part))]
        if _OPTION.fullmatch(piece) or any(key in _NAME_PARTS for key, _ in pairs):
            others = ((key, value) for key, value in pairs if key not in _NAME_PARTS and not key.endswith("-i"))
            found += (f"{key}={value}" for key, value in others if key != "useprefix")
    return tuple(found)


def _key_and_value(part: str) -> tuple[str, str] | None:
    pair = _KEY_VALUE.fullmatch(part.strip().removeprefix('"').lstrip())
    return (pair[1], pair[2].strip().removesuffix('"').rstrip()) if pair else None


def _parts(name: str) -> list[str]:
    """The parts between commas outside braces and quotation marks, in which biblatex allows a comma."""
    parts, depth, is_quoted, start = [], 0, False, 0
    for at, char in enumerate(name):
        depth += (char == "{") - (char == "}")
        if char == '"' and not depth and (is_quoted or not name[start:at].strip()):
            is_quoted = not is_quoted
        elif char == "," and not depth and not is_quoted:
            parts.append(name[start:at])
            start = at + 1
    return [*parts, name[start:]]


def _extended(text: str) -> tuple[str, str] | None:
    """An extended name with the parts that a name has here, and its problem; ``None`` for any other name."""
    parts = _parts(text)
    pairs = [pair for part in parts if (pair := _key_and_value(part))]
    if not any(key in _NAME_PARTS for key, _ in pairs):
        return None
    known = ", ".join(f"{key}={{{value}}}" for key, value in pairs if key in _NAME_PARTS or key == "useprefix")
    unknown = [part.strip() for part in parts if not (pair := _key_and_value(part)) or not _is_known(pair[0])]
    return known, f"{UNKNOWN_PART}: {unknown[0]!r}" if unknown else ""


def _is_known(key: str) -> bool:
    return key in _NAME_PARTS or key.lower() in _OF_NAMES or key.endswith("-i")


@lru_cache(maxsize=50_000)
def _read_name(latex: str) -> tuple[Name | None, str]:
    """A name and its problem; ``None`` for an empty name."""
    if "~" in latex or not latex.isascii():
        latex = " ".join(word.strip("\u3000") for word in _SPECIAL_SPACE.sub(" ", latex).split(" "))
    text = decode_groups(latex)
    if not text[:1].isalnum() and not re.sub(r"[\s{}]", "", text):
        return None, "empty name between two 'and'"
    extended = _extended(text) if "=" in text else None
    try:
        if extended:
            return parse_name(extended[0]), extended[1]
        if latex.rstrip().endswith(","):
            return parse_name(text.rstrip(", ")), f"name ends with a comma: {text!r}"
        # biber refuses the entry.
        is_empty = text.count(",") > 1 and ",," in text.replace(" ", "") and "{" not in text
        return parse_name(text), f"nothing between two commas: {text!r}" if is_empty else ""
    except InputError:
        return _salvage(text)


def _salvage(text: str) -> tuple[Name | None, str]:
    """The best reading of a text that is no name for BibTeX; otherwise, the whole text as a literal name."""
    for attempt, problem in (
        (re.sub(r"^[ ,]+", "", text), f"name begins with a comma: {text!r}"),
        (re.sub("[{}]", "", text), f"name with an unbalanced brace: {text!r}"),
    ):
        try:
            return parse_name(attempt), problem
        except InputError:
            continue
    whole = " ".join(decode(text).translate({ord("{"): None, ord("}"): None}).split())
    return Name(literal=whole), f"name with more than two commas, read as a whole: {whole!r}; put 'and' between people"


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
