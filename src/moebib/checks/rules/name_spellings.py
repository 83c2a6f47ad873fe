"""People who are in several entries: each spelled in one way, with family and given name in one order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from moebib.checks.examples import works_by
from moebib.checks.people import folded, people_of
from moebib.checks.rules import Context, FieldPath, Flaw, Rule, count_works
from moebib.checks.spellings import unusual_spellings
from moebib.records.equivalence import words_of
from moebib.records.name import Name
from moebib.text.fold import fold

_Short = tuple[str, str]
"""Family name and first initial, without case and accents."""
_AFTER_INITIAL = frozenset(("", ".", " ", "-"))
_INITIALS = re.compile(r"(?:[^\W\d_](?:\.|\b)[\s-]*)+")


@Rule(
    code="MB392", name="abbreviated-given-name",
    finds="initials of a person whose full name is in another entry by the same group of authors",
    why="Readers may take them for two people. This is a note, because many people share a name.",
    bad=(works_by(["Doe, J.", "Roe, Max"], ["Doe, Jane", "Roe, Max"]),
         works_by(["Doe, J. A.", "Roe, Max", "Poe, Ann"], ["Poe, Ann", "Doe, Jane Alma"])),
    good=(works_by(["Doe, J."], ["Doe, Jane"]),
          works_by(["Doe, J.", "Roe, Max"], ["Doe, Jane", "Roe, Max"], ["Doe, Joan", "Roe, Max"]),
          works_by(["Doe, B.", "Roe, Max"], ["Doe, Jane", "Roe, Max"])),
    fix="Write the name as the paper prints it.", level="note",
).whole_list  # fmt: skip
def abbreviated_given_name(context: Context) -> Iterator[tuple[str, Flaw]]:
    """The full name must be the only one that fits, in an entry that shares at least half of the other authors."""
    full_names: defaultdict[_Short, dict[str, list[frozenset[_Short]]]] = defaultdict(dict)
    abbreviated: list[tuple[str, FieldPath, Name, frozenset[_Short]]] = []
    for record in context.records:
        group = frozenset(_by_initial(name) for name in record.author)
        for path, name in people_of(record):
            if name.given and (name.given[1:2] in _AFTER_INITIAL) and _INITIALS.fullmatch(name.given):
                abbreviated.append((record.id, path, name, group))
            elif name.given:
                full_names[_by_initial(name)].setdefault(name.given, []).append(group)
    for key, path, name, group in abbreviated:
        fitting = [given for given in full_names.get(_by_initial(name), ()) if _has_initials(given, name.given)]
        if len(fitting) == 1:
            colleagues = group - {_by_initial(name)}
            groups = full_names[_by_initial(name)][fitting[0]]
            if any(len(colleagues & other) * 2 >= min(len(colleagues), len(other) - 1) > 0 for other in groups):
                message = f"abbreviated given name: {str(name)!r} is {fitting[0]!r} in another entry"
                hint = f"write {str(replace(name, given=fitting[0]))!r} if it is the same person"
                yield key, Flaw(path, message, hint)


@lru_cache(maxsize=50_000)
def _by_initial(name: Name) -> _Short:
    return fold(name.family), fold(name.given[:1])


def _has_initials(given: str, initials: str) -> bool:
    """Whether the given names begin with the initials, in order; there may be more names than initials."""
    letters, first_letters = ([word[0] for word in words_of(text)] for text in (initials, given))
    return letters == first_letters[: len(letters)]


@Rule(
    code="MB393", name="swapped-names",
    finds="a person whose family and given name are the other way round in more entries by the same people",
    why="One of the two orders is wrong, and the work is sorted under the wrong letter.",
    bad=(works_by(["Jane, Doe", "Roe, Max"], ["Doe, Jane", "Roe, Max"], ["Doe, Jane"]),
         works_by(["Wei, Li", "Roe, Max"], ["Li, Wei", "Roe, M."], ["Li, Wei"])),
    good=(works_by(["Doe, Jane"], ["Doe, Jane"]),
          works_by(["Wei, Li"], ["Li, Wei"], ["Li, Wei"]),
          works_by(["Thomas, Thomas"], ["Thomas, Thomas"])),
    fix="Look it up in the paper.", level="note",
).whole_list  # fmt: skip
def swapped_names(context: Context) -> Iterator[tuple[str, Flaw]]:
    """Common co-authors are required: otherwise, Li Dong and Dong Li are two people."""
    groups: defaultdict[tuple[str, str], list[frozenset[_Short]]] = defaultdict(list)
    works = [(record, frozenset(_by_initial(name) for name in record.author)) for record in context.records]
    for record, group in works:
        for name in record.author:
            if name.family and name.given:
                groups[name.family, name.given].append(group)
    for record, group in works:
        for number, name in enumerate(record.author):
            swapped = groups.get((name.given, name.family), ()) if name.given and name.given != name.family else ()
            is_known = any(len(group & other) * 2 >= min(len(group), len(other)) for other in swapped)
            if is_known and len(swapped) > len(groups[name.family, name.given]):
                right = str(Name(family=name.given, given=name.family))
                message = f"{str(name)!r} here, but {right!r} in {count_works(len(swapped))}"
                hint = "family and given name may be swapped; look them up in the paper"
                yield record.id, Flaw(("author", number), message, hint)


@Rule(
    code="MB397", name="inconsistent-name-spelling",
    finds="a person with other accents or hyphens than in another entry",
    why="An index lists two people. This is a note, because they may be two.",
    bad=(works_by(["Müller, Jörg"], ["Muller, Jorg"]), works_by(["Doe, Mary-Ann"], ["Doe, Mary Ann"])),
    good=(works_by(["Müller, Jörg"], ["Müller, Jörg"]),
          works_by(["Doe, Mary"], ["Doe, Marie"]),
          works_by(["Doe, M."], ["Doe, Mary"])),
    fix="Use one spelling, if it is one person.", level="note",
).whole_list  # fmt: skip
def inconsistent_name_spelling(context: Context) -> Iterator[tuple[str, Flaw]]:
    """The usual spelling is the most frequent one, and of two equally frequent ones that with more accents."""
    groups: defaultdict[str, dict[Name, list[tuple[str, FieldPath]]]] = defaultdict(dict)
    for record in context.records:
        for path, name in people_of(record):
            if name.given:
                groups[folded(name)].setdefault(name, []).append((record.id, path))
    for (key, path), _, message in unusual_spellings(groups.values(), _count_accents):
        yield key, Flaw(path, message, "use one spelling, if it is one person")


def _count_accents(name: Name) -> int:
    return sum(not character.isascii() for character in str(name))
