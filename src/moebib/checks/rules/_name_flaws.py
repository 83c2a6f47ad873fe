"""What can be wrong with a name. The rules that say so are in ``names``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from moebib.checks.rules import Context, FieldPath, Flaw
from moebib.normalise import case, people
from moebib.records.equivalence import is_cut, words_of
from moebib.records.name import Name
from moebib.records.record import Record
from moebib.text.fold import fold

_Short = tuple[str, str]
"""Family name and first initial, without case and accents."""
_ROLES = ("author", "editor")
_GROUPS = frozenset({
    "team", "collaboration", "consortium", "group", "committee", "institute", "foundation", "association", "inc.",
    "inc", "gmbh", "ltd", "ltd.", "corporation", "corp.", "laboratory", "laboratories", "initiative", "university",
    "contributors", "developers", "organization", "organisation", "alliance",
})  # fmt: skip
_ROLE_WORDS = re.compile(
    r"(?:^|[\s,(])(?:\(eds?\.?\)|eds?\.|\((?:editors?|author|translator)\)|ph\.?d\.?|m\.?sc\.?|prof\.?|professor|dr\.)(?:$|[\s,)])",
    re.I,
)
_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"@|https?:|www\.|orcid|\d{4}-\d{4}-\d{4}", re.I)
_SEVERAL = re.compile(r"(?:^|\s)(?:and|und|et|&)\s|;")
_AFTER_INITIAL = frozenset(("", ".", " ", "-"))
_INITIALS = re.compile(r"(?:[^\W\d_](?:\.|\b)[\s-]*)+")


def _people(record: Record) -> Iterator[tuple[FieldPath, Name]]:
    for i, name in enumerate(record.author):
        yield ("author", i), name
    for i, name in enumerate(record.editor):
        yield ("editor", i), name


def _with(record: Record, path: FieldPath, name: Name) -> dict[str, object]:
    """The change that makes the person at *path* another one."""
    role, number = str(path[0]), path[1]
    return {role: tuple(name if i == number else other for i, other in enumerate(getattr(record, role)))}


def others(record: Record, _: Context) -> Iterator[Flaw]:
    """The list is cut: the record should have everybody, and the style should cut."""
    for role in _ROLES:
        names = getattr(record, role)
        if is_cut(names):
            last = len(names) - 1
            yield Flaw((role, last), f"the list of {role}s is cut: it ends in {names[last].display()!r}",
                       "write all of them; `moebib update` fetches them by an identifier")  # fmt: skip


def split_organisation(record: Record, _: Context) -> Iterator[Flaw]:
    """An organisation that was taken for a person is cited as "Team, Q."."""
    for path, name in _people(record):
        words = fold(name.family).split()
        if name.literal or not words or words[-1] not in _GROUPS or name.suffix:
            continue
        if name.given or len(words) > 1:
            whole = Name(literal=name.display())
            message = f"an organisation, split as a person: {str(name)!r}"
            yield Flaw(path, message, f"write {str(whole)!r}", _with(record, path, whole))


def digits(record: Record, _: Context) -> Iterator[Flaw]:
    """DBLP's numbers tell people of one name apart; they are not on the paper."""
    for path, name in _people(record):
        if name.literal or not _DIGIT.search(f"{name.family}{name.given}{name.suffix}"):
            continue
        if fold(name.family).rpartition(" ")[2] in _GROUPS:
            continue
        bare = people.without_number([name])[0]
        change = _with(record, path, bare) if bare != name else None
        hint = f"write {str(bare)!r}" if change else "take the digits out"
        yield Flaw(path, f"a name with digits: {str(name)!r}", hint, change)


def loud(record: Record, _: Context) -> Iterator[Flaw]:
    """Capitals throughout are how a form was filled in."""
    for path, name in _people(record):
        quiet = case.quiet_names((name,))[0] if name.family[:2].isupper() or name.family[1:2] in "'\u2019" else name
        if quiet != name:
            message = f"a name in capitals: {str(name)!r}"
            yield Flaw(path, message, f"write {str(quiet)!r}", _with(record, path, quiet))


def doubled(record: Record, _: Context) -> Iterator[Flaw]:
    """One name twice in one list; of long lists, some are of two people."""
    for role in _ROLES:
        seen: dict[str, int] = {}
        for i, name in enumerate(getattr(record, role)):
            other = seen.setdefault(_bare(name) if name.family else name.literal, i)
            if other != i and len(f"{name.family}{name.given}{name.literal}") > 2:
                message = f"{name.display()!r} stands twice, as number {other + 1} and {i + 1}"
                yield Flaw((role, i), message, "remove one, unless they are two people of one name")


def role_words(record: Record, _: Context) -> Iterator[Flaw]:
    """Titles and roles are no part of a name."""
    for path, name in _people(record):
        found = None if name.literal else _ROLE_WORDS.search(f"{name.family}, {name.given}, {name.suffix}")
        if found:
            message = f"{found[0].strip(' ,()')!r} is no part of a name: {str(name)!r}"
            yield Flaw(path, message, "remove it; editors have a field of their own")


def address_in_name(record: Record, _: Context) -> Iterator[Flaw]:
    """An e-mail address, a link or an ORCID iD."""
    for path, name in _people(record):
        if _ADDRESS.search(f"{name.family} {name.given} {name.suffix}"):
            yield Flaw(path, f"an address in a name: {str(name)!r}", "remove it")


def several_in_one(record: Record, _: Context) -> Iterator[Flaw]:
    """A whole list that was taken for one name."""
    for path, name in _people(record):
        text = f"{name.given} {name.family} {name.suffix}"
        if not name.literal and _SEVERAL.search(text) and len(text.split()) > 3:
            yield Flaw(path, f"several people in one name: {str(name)!r}", "write one name a person")


def initials(context: Context) -> Iterator[tuple[str, Flaw]]:
    """Initials where another entry by half of the same people has the name: many people share a name."""
    known: defaultdict[_Short, dict[str, list[frozenset[_Short]]]] = defaultdict(dict)
    short: list[tuple[str, FieldPath, Name, frozenset[_Short]]] = []
    for record in context.records:
        group = frozenset(_by_initial(name) for name in record.author)
        for path, name in _people(record):
            if name.given and (name.given[1:2] in _AFTER_INITIAL) and _INITIALS.fullmatch(name.given):
                short.append((record.id, path, name, group))
            elif name.given:
                known[_by_initial(name)].setdefault(name.given, []).append(group)
    for key, path, name, group in short:
        fitting = [given for given in known.get(_by_initial(name), ()) if _fits(name.given, given)]
        if len(fitting) == 1:
            others = group - {_by_initial(name)}
            groups = known[_by_initial(name)][fitting[0]]
            if any(len(others & other) * 2 >= min(len(others), len(other) - 1) > 0 for other in groups):
                message = f"initials where the name is known: {str(name)!r} is {fitting[0]!r} elsewhere"
                hint = f"write {str(replace(name, given=fitting[0]))!r}, if it is the same person"
                yield key, Flaw(path, message, hint)


@lru_cache(maxsize=50_000)
def _by_initial(name: Name) -> _Short:
    return fold(name.family), fold(name.given[:1])


def _fits(short: str, given: str) -> bool:
    """Whether the initials are those of the names: as many, or fewer."""
    letters, names = ([word[0] for word in words_of(text)] for text in (short, given))
    return letters == names[: len(letters)]


def swapped(context: Context) -> Iterator[tuple[str, Flaw]]:
    """Family and given name in the other order than in more entries by half of the same people.

    Without the same people it says nothing: Li Dong and Dong Li are two people.
    """
    groups: defaultdict[tuple[str, str], list[frozenset[_Short]]] = defaultdict(list)
    people = [(record, frozenset(_by_initial(name) for name in record.author)) for record in context.records]
    for record, group in people:
        for name in record.author:
            if name.family and name.given:
                groups[name.family, name.given].append(group)
    for record, group in people:
        for i, name in enumerate(record.author):
            turned = groups.get((name.given, name.family), ()) if name.given and name.given != name.family else ()
            together = any(len(group & other) * 2 >= min(len(group), len(other)) for other in turned)
            if together and len(turned) > len(groups[name.family, name.given]):
                right = str(Name(family=name.given, given=name.family))
                message = f"{str(name)!r} here, {right!r} in {_works(len(turned))}"
                hint = "family and given name may be swapped: look at the paper"
                yield record.id, Flaw(("author", i), message, hint)


def two_spellings(context: Context) -> Iterator[tuple[str, Flaw]]:
    """One person with and without accents, or with another hyphen."""
    groups: defaultdict[str, dict[Name, list[tuple[str, FieldPath]]]] = defaultdict(dict)
    for record in context.records:
        for path, name in _people(record):
            if name.given:
                groups[_bare(name)].setdefault(name, []).append((record.id, path))
    for spellings in groups.values():
        if len(spellings) > 1:
            usual = max(spellings, key=lambda one: (len(spellings[one]), _marks(str(one))))
            for other, places in spellings.items():
                if other != usual:
                    message = f"{str(other)!r} here, {str(usual)!r} in {_works(len(spellings[usual]))}"
                    hint = "write it in one way, if it is one person"
                    yield from ((key, Flaw(path, message, hint)) for key, path in places)


@lru_cache(maxsize=50_000)
def _bare(name: Name) -> str:
    """The letters of the name, folded, with a comma between family and given names."""
    whole = f"{name.particle}{name.family},{name.given}"
    if whole.isascii() and whole.replace(",", "", 1).isalpha():
        return whole.lower()
    return "".join(words_of(f"{name.particle} {name.family}")) + "," + "".join(words_of(name.given))


def _marks(text: str) -> int:
    return sum(not char.isascii() for char in text)


def _works(number: int) -> str:
    return "another work" if number == 1 else f"{number} works"
