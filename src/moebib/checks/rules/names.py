"""Names of people: complete, split into the right parts, and spelled in one way."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from moebib.checks.rules import Context, FieldPath, Flaw, Rule, count_works
from moebib.normalise import case, people
from moebib.records.equivalence import words_of
from moebib.records.name import Name, Names
from moebib.records.record import Record
from moebib.text.fold import fold

_ROLES = ("author", "editor", "translator")
_ORGANISATIONS = frozenset({
    "team", "collaboration", "consortium", "group", "committee", "institute", "foundation", "association", "inc.",
    "inc", "gmbh", "ltd", "ltd.", "corporation", "corp.", "laboratory", "laboratories", "initiative", "university",
    "contributors", "developers", "organization", "organisation", "alliance",
})  # fmt: skip


def _by(*names: str) -> str:
    people = ", ".join(f'"{name}"' for name in names)
    return f'type = "book"\ntitle = "Sparse Experts"\nauthor = [{people}]\n'


def _works(*authors: Sequence[str]) -> str:
    return "".join(f"# papers/doe{number}.toml\n{_by(*names)}" for number, names in enumerate(authors))


def _people(record: Record) -> Iterator[tuple[FieldPath, Name]]:
    for role in _ROLES:
        for number, name in enumerate(getattr(record, role)):
            yield (role, number), name


def _with_name(record: Record, path: FieldPath, name: Name) -> dict[str, object]:
    """The change that puts *name* at *path*."""
    role, number = str(path[0]), path[1]
    names: Names = getattr(record, role)
    return {role: names.with_names(name if i == number else other for i, other in enumerate(names))}


@Rule(
    code="MB391", name="truncated-author-list", finds='a list of authors that ends in "and others" or "et al."',
    why="Each style shortens long lists at a different length; it can only print people who are in the entry.",
    bad=(_by("Doe, Jane", "others"), _by("Doe, Jane", "Roe, Max", "et al.")),
    good=(_by("Doe, Jane"), _by("Others, Many"), _by("Doe, Jane", "Otherson, Ola")),
    fix="List everyone; `moebib update KEY` fetches the list by an identifier.",
).each_work  # fmt: skip
def truncated_author_list(record: Record, _: Context) -> Iterator[Flaw]:
    """Also for the list of editors."""
    for role in _ROLES:
        names = getattr(record, role)
        if names.others:
            message = f"the list of {role}s is truncated: it ends in 'others'"
            yield Flaw((role, len(names)), message, "list everyone; `moebib update` fetches the list by an identifier")


_Short = tuple[str, str]
"""Family name and first initial, without case and accents."""
_AFTER_INITIAL = frozenset(("", ".", " ", "-"))
_INITIALS = re.compile(r"(?:[^\W\d_](?:\.|\b)[\s-]*)+")


@Rule(
    code="MB392", name="abbreviated-given-name",
    finds="initials of a person whose full name is in another entry by the same group of authors",
    why="Readers may take them for two people. This is a note, because many people share a name.",
    bad=(_works(["Doe, J.", "Roe, Max"], ["Doe, Jane", "Roe, Max"]),
         _works(["Doe, J. A.", "Roe, Max", "Poe, Ann"], ["Poe, Ann", "Doe, Jane Alma"])),
    good=(_works(["Doe, J."], ["Doe, Jane"]),
          _works(["Doe, J.", "Roe, Max"], ["Doe, Jane", "Roe, Max"], ["Doe, Joan", "Roe, Max"]),
          _works(["Doe, B.", "Roe, Max"], ["Doe, Jane", "Roe, Max"])),
    fix="Write the name as the paper prints it.", level="note",
).whole_list  # fmt: skip
def abbreviated_given_name(context: Context) -> Iterator[tuple[str, Flaw]]:
    """The full name must be the only one that fits, in an entry that shares at least half of the other authors."""
    full_names: defaultdict[_Short, dict[str, list[frozenset[_Short]]]] = defaultdict(dict)
    abbreviated: list[tuple[str, FieldPath, Name, frozenset[_Short]]] = []
    for record in context.records:
        group = frozenset(_by_initial(name) for name in record.author)
        for path, name in _people(record):
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
    bad=(_works(["Jane, Doe", "Roe, Max"], ["Doe, Jane", "Roe, Max"], ["Doe, Jane"]),
         _works(["Wei, Li", "Roe, Max"], ["Li, Wei", "Roe, M."], ["Li, Wei"])),
    good=(_works(["Doe, Jane"], ["Doe, Jane"]),
          _works(["Wei, Li"], ["Li, Wei"], ["Li, Wei"]),
          _works(["Thomas, Thomas"], ["Thomas, Thomas"])),
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


_SEPARATOR = re.compile(r"(?:^|\s)(?:and|und|et|&)\s|;")


@Rule(
    code="MB394", name="organisation-as-person", finds="an organisation split into family and given name",
    why='It is cited as "Team, E." and sorted under T.',
    bad=(_by("Team, Example"), _by("Collaboration, Hydra", "Doe, Jane")),
    good=(_by("{Example Team}"), _by("Teamer, Example"), _by("Doe, Jane")),
    fix='`moebib fix` writes "{Example Team}".',
).each_work  # fmt: skip
def organisation_as_person(record: Record, _: Context) -> Iterator[Flaw]:
    """Family names that end in a word such as "Team"."""
    for path, name in _people(record):
        words = fold(name.family).split()
        if name.literal or not words or words[-1] not in _ORGANISATIONS or name.suffix:
            continue
        if name.given or len(words) > 1:
            whole = Name(literal=name.display())
            message = f"an organisation, split like a person: {str(name)!r}"
            # "Jane Doe and the Example Team" also names a person.
            changes = None if _SEPARATOR.search(whole.literal) else _with_name(record, path, whole)
            yield Flaw(path, message, f"write {str(whole)!r}" if changes else "write one name per author", changes)


_DIGIT = re.compile(r"\d")
# "Smith 3rd", "Ramses 2.", "Louis 14e", "Juan Carlos 1º": numbers of monarchs and descendants.
_ORDINAL = re.compile(r"(?<![^\W_])\d{1,2}(?:st|nd|rd|th|er|re|ère|i?ème|[eèºª°.]|[oa])?(?![^\W_])", re.I)


@Rule(
    code="MB395", name="digits-in-name", finds="a name with digits",
    why='DBLP numbers people who share a name ("Jane Doe 0001"); the paper prints no such number.',
    bad=(_by("Doe 0001, Jane"), _by("D0e, Jane")),
    good=(_by("Doe, Jane"), _by("{Lab 42}"), _by("Doe, III, Jane"), _by("Smith 3rd, John"), _by("Louis 14e")),
    fix="`moebib fix` removes DBLP's numbers.",
).each_work  # fmt: skip
def digits_in_name(record: Record, _: Context) -> Iterator[Flaw]:
    """Organisations may have digits in their name, and numbers distinguish monarchs and descendants."""
    for path, name in _people(record):
        if name.literal or not _DIGIT.search(_ORDINAL.sub("", f"{name.family} {name.given} {name.suffix}")):
            continue
        if fold(name.family).rpartition(" ")[2] in _ORGANISATIONS:
            continue
        bare = people.without_number([name])[0]
        changes = _with_name(record, path, bare) if bare != name else None
        hint = f"write {str(bare)!r}" if changes else "remove the digits"
        yield Flaw(path, f"a name with digits: {str(name)!r}", hint, changes)


@Rule(
    code="MB396", name="name-in-capitals", finds="a family name in capitals",
    why="It was typed that way into a form; no style changes it back.",
    bad=(_by("DOE, Jane"), _by("O'NEILL, Max")),
    good=(_by("Doe, Jane"), _by("DJ, Max"), _by("{NASA}"), _by("Louis XIV"), _by("Smith III, John"),
          _by("DE LA CRUZ, Ana")),
    fix='`moebib fix` writes "Doe, Jane".',
).each_work  # fmt: skip
def name_in_capitals(record: Record, _: Context) -> Iterator[Flaw]:
    """Mononyms, initials, organisations and regnal numbers are left alone, and names whose spelling is a guess."""
    for path, name in _people(record):
        is_suspect = name.family[:2].isupper() or name.family[1:2] in "'\u2019"
        quiet = case.names_in_mixed_case((name,))[0] if is_suspect else name
        if quiet != name:
            message = f"a name in capitals: {str(name)!r}"
            yield Flaw(path, message, f"write {str(quiet)!r}", _with_name(record, path, quiet))


@Rule(
    code="MB397", name="inconsistent-name-spelling",
    finds="a person with other accents or hyphens than in another entry",
    why="An index lists two people. This is a note, because they may be two.",
    bad=(_works(["Müller, Jörg"], ["Muller, Jorg"]), _works(["Doe, Mary-Ann"], ["Doe, Mary Ann"])),
    good=(_works(["Müller, Jörg"], ["Müller, Jörg"]),
          _works(["Doe, Mary"], ["Doe, Marie"]),
          _works(["Doe, M."], ["Doe, Mary"])),
    fix="Use one spelling, if it is one person.", level="note",
).whole_list  # fmt: skip
def inconsistent_name_spelling(context: Context) -> Iterator[tuple[str, Flaw]]:
    """The usual spelling is the most frequent one, and of two equally frequent ones that with more accents."""
    groups: defaultdict[str, dict[Name, list[tuple[str, FieldPath]]]] = defaultdict(dict)
    for record in context.records:
        for path, name in _people(record):
            if name.given:
                groups[_letters(name)].setdefault(name, []).append((record.id, path))
    for spellings in groups.values():
        if len(spellings) > 1:
            usual = max(spellings, key=lambda name: (len(spellings[name]), sum(not c.isascii() for c in str(name))))
            for other, places in spellings.items():
                if other != usual:
                    message = f"{str(other)!r} here, but {str(usual)!r} in {count_works(len(spellings[usual]))}"
                    hint = "use one spelling, if it is one person"
                    yield from ((key, Flaw(path, message, hint)) for key, path in places)


@lru_cache(maxsize=50_000)
def _letters(name: Name) -> str:
    """The folded letters of the name, with a comma between family and given names."""
    whole = f"{name.particle}{name.family},{name.given}"
    if whole.isascii() and whole.replace(",", "", 1).isalpha():
        return whole.lower()
    return "".join(words_of(f"{name.particle} {name.family}")) + "," + "".join(words_of(name.given))


@Rule(
    code="MB398", name="duplicate-author", finds="a person who is listed twice",
    why="A line was copied twice. A long list may contain two people of the same name; then suppress the rule with "
        "a comment.",
    bad=(_by("Doe, Jane", "Doe, Jane"), _by("Doe, Jane", "Roe, Max", "Doe, Jane")),
    good=(_by("Doe, Jane", "Doe, John"), _by("Wu, Y.", "Wu, Z."), _by("Doe, Jane", "Roe, Max")),
    fix="Look it up in the paper, and remove one.",
).each_work  # fmt: skip
def duplicate_author(record: Record, _: Context) -> Iterator[Flaw]:
    """The same name twice among the authors, or among the editors."""
    for role in _ROLES:
        seen: dict[str, int] = {}
        for number, name in enumerate(getattr(record, role)):
            first = seen.setdefault(_letters(name) if name.family else name.literal, number)
            if first != number and len(f"{name.family}{name.given}{name.literal}") > 2:
                message = f"{name.display()!r} is listed twice (positions {first + 1} and {number + 1})"
                yield Flaw((role, number), message, "remove one, unless they are two people of the same name")


_ROLE_WORDS = re.compile(
    r"(?:^|[\s,(])(?:\(eds?\.?\)|eds?\.|\((?:editors?|author|translator)\)|ph\.?d\.?|m\.?sc\.?|prof\.?|professor|dr\.)(?:$|[\s,)])",
    re.I,
)


@Rule(
    code="MB399", name="role-in-name", finds="a title or a role in a name",
    why='"Ed." or "Ph.D." is printed as part of the name.',
    bad=(_by("Doe, Jane (Ed.)"), _by("Doe, Prof. Jane")),
    good=(_by("Doe, Jane"), _by("Edwards, Ed"), _by("Doe, Jr., Max")),
    fix="Remove it; editors belong in `editor`.",
).each_work  # fmt: skip
def role_in_name(record: Record, _: Context) -> Iterator[Flaw]:
    """Academic titles, and "(Ed.)" after the name of an editor."""
    for path, name in _people(record):
        match = None if name.literal else _ROLE_WORDS.search(f"{name.family}, {name.given}, {name.suffix}")
        if match:
            message = f"{match[0].strip(' ,()')!r} is not part of a name: {str(name)!r}"
            yield Flaw(path, message, "remove it; editors belong in `editor`")


_CONTACT = re.compile(r"@|https?:|www\.|orcid|\d{4}-\d{4}-\d{4}", re.I)


@Rule(
    code="MB400", name="contact-in-name", finds="an email address, URL or ORCID iD in a name",
    why="It is printed in every reference.",
    bad=(_by("doe@example.org, Jane"), _by("Doe, Jane 0000-0002-1825-0097")),
    good=(_by("Doe, Jane"), _by("{Example.org}"), _by("Wwwedski, Jan")),
    fix="Remove it.",
).each_work  # fmt: skip
def contact_in_name(record: Record, _: Context) -> Iterator[Flaw]:
    """Not in the names of organisations."""
    for path, name in _people(record):
        if _CONTACT.search(f"{name.family} {name.given} {name.suffix}"):
            yield Flaw(path, f"an email address, URL or ORCID iD in a name: {str(name)!r}", "remove it")


@Rule(
    code="MB401", name="several-people-in-one-name", finds="several people in one name",
    why="They are separated by something else than expected, so searches find only one of them.",
    bad=(_by("Doe, Jane and Max Roe"), _by("Roe, Jane Doe; Max"), _by("Jane Doe, Max Roe, Ada Cho")),
    good=(_by("Doe, Jane"), _by("{Doe and Roe}"), _by("de la Roe, Max"), _by("Roe Lund, Jr., Max Emil")),
    fix="Write one name per person; in a .bib file, put \"and\" between people.", level="error",
).each_work  # fmt: skip
def several_people_in_one_name(record: Record, _: Context) -> Iterator[Flaw]:
    """At least four words with "and" or a semicolon between them, or three times two words and more with commas."""
    for path, name in _people(record):
        parts = (name.family, name.suffix, name.given)
        is_list = all(len(part.split()) > 1 and "." not in part for part in parts)
        text = f"{name.given} {name.family} {name.suffix}"
        if not name.literal and (is_list or (_SEPARATOR.search(text) and len(text.split()) > 3)):
            yield Flaw(path, f"several people in one name: {str(name)!r}", "write one name per person")
