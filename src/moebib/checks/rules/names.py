"""Names of people: complete, and split into the right parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.checks.examples import by
from moebib.checks.people import folded, people_of
from moebib.checks.rules import Context, FieldPath, Flaw, Rule
from moebib.normalise import case, people
from moebib.records.name import NAME_FIELDS, Name, Names
from moebib.records.record import Record
from moebib.text.fold import fold

_ORGANISATIONS = frozenset({
    "team", "collaboration", "consortium", "group", "committee", "institute", "foundation", "association", "inc.",
    "inc", "gmbh", "ltd", "ltd.", "corporation", "corp.", "laboratory", "laboratories", "initiative", "university",
    "contributors", "developers", "organization", "organisation", "alliance",
})  # fmt: skip


def _with_name(record: Record, path: FieldPath, name: Name) -> dict[str, object]:
    """The change that puts *name* at *path*."""
    role, number = str(path[0]), path[1]
    names: Names = getattr(record, role)
    return {role: names.with_names(name if i == number else other for i, other in enumerate(names))}


@Rule(
    code="MB391", name="truncated-author-list", finds='a list of authors that ends in "and others" or "et al."',
    why="Each style shortens long lists at a different length; it can only print people who are in the entry.",
    bad=(by("Doe, Jane", "others"), by("Doe, Jane", "Roe, Max", "et al.")),
    good=(by("Doe, Jane"), by("Others, Many"), by("Doe, Jane", "Otherson, Ola")),
    fix="List everyone; `moebib update KEY` fetches the list by an identifier.",
).each_work  # fmt: skip
def truncated_author_list(record: Record, context: Context) -> Iterator[Flaw]:
    """Also for the list of editors."""
    for role in NAME_FIELDS:
        names = getattr(record, role)
        if names.others:
            message = f"the list of {role}s is truncated: it ends in 'others'"
            yield Flaw((role, len(names)), message, context.with_update("list everyone", "the list"))


_SEPARATOR = re.compile(r"(?:^|\s)(?:and|und|et|&)\s|;")


@Rule(
    code="MB394", name="organisation-as-person", finds="an organisation split into family and given name",
    why='It is cited as "Team, E." and sorted under T.',
    bad=(by("Team, Example"), by("Collaboration, Hydra", "Doe, Jane")),
    good=(by("{Example Team}"), by("Teamer, Example"), by("Doe, Jane")),
    fix='`moebib fix` writes "{Example Team}".',
).each_work  # fmt: skip
def organisation_as_person(record: Record, _: Context) -> Iterator[Flaw]:
    """Family names that end in a word such as "Team"."""
    for path, name in people_of(record):
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
    bad=(by("Doe 0001, Jane"), by("D0e, Jane")),
    good=(by("Doe, Jane"), by("{Lab 42}"), by("Doe, III, Jane"), by("Smith 3rd, John"), by("Louis 14e")),
    fix="`moebib fix` removes DBLP's numbers.",
).each_work  # fmt: skip
def digits_in_name(record: Record, _: Context) -> Iterator[Flaw]:
    """Organisations may have digits in their name, and numbers distinguish monarchs and descendants."""
    for path, name in people_of(record):
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
    bad=(by("DOE, Jane"), by("O'NEILL, Max")),
    good=(by("Doe, Jane"), by("DJ, Max"), by("{NASA}"), by("Louis XIV"), by("Smith III, John"),
          by("DE LA CRUZ, Ana")),
    fix='`moebib fix` writes "Doe, Jane".',
).each_work  # fmt: skip
def name_in_capitals(record: Record, _: Context) -> Iterator[Flaw]:
    """Mononyms, initials, organisations and regnal numbers are left alone, and names whose spelling is a guess."""
    for path, name in people_of(record):
        is_suspect = name.family[:2].isupper() or name.family[1:2] in "'\u2019"
        quiet = case.names_in_mixed_case((name,))[0] if is_suspect else name
        if quiet != name:
            message = f"a name in capitals: {str(name)!r}"
            yield Flaw(path, message, f"write {str(quiet)!r}", _with_name(record, path, quiet))


@Rule(
    code="MB398", name="duplicate-author", finds="a person who is listed twice",
    why="A line was copied twice. A long list may contain two people of the same name; then suppress the rule with "
        "a comment.",
    bad=(by("Doe, Jane", "Doe, Jane"), by("Doe, Jane", "Roe, Max", "Doe, Jane")),
    good=(by("Doe, Jane", "Doe, John"), by("Wu, Y.", "Wu, Z."), by("Doe, Jane", "Roe, Max")),
    fix="Look it up in the paper, and remove one.",
).each_work  # fmt: skip
def duplicate_author(record: Record, _: Context) -> Iterator[Flaw]:
    """The same name twice among the authors, or among the editors."""
    for role in NAME_FIELDS:
        seen: dict[str, int] = {}
        for number, name in enumerate(getattr(record, role)):
            first = seen.setdefault(folded(name) if name.family else name.literal, number)
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
    bad=(by("Doe, Jane (Ed.)"), by("Doe, Prof. Jane")),
    good=(by("Doe, Jane"), by("Edwards, Ed"), by("Doe, Jr., Max")),
    fix="Remove it; editors belong in `editor`.",
).each_work  # fmt: skip
def role_in_name(record: Record, _: Context) -> Iterator[Flaw]:
    """Academic titles, and "(Ed.)" after the name of an editor."""
    for path, name in people_of(record):
        match = None if name.literal else _ROLE_WORDS.search(f"{name.family}, {name.given}, {name.suffix}")
        if match:
            message = f"{match[0].strip(' ,()')!r} is not part of a name: {str(name)!r}"
            yield Flaw(path, message, "remove it; editors belong in `editor`")


_CONTACT = re.compile(r"@|https?:|www\.|orcid|\d{4}-\d{4}-\d{4}", re.I)


@Rule(
    code="MB400", name="contact-in-name", finds="an email address, URL or ORCID iD in a name",
    why="It is printed in every reference.",
    bad=(by("doe@example.org, Jane"), by("Doe, Jane 0000-0002-1825-0097")),
    good=(by("Doe, Jane"), by("{Example.org}"), by("Wwwedski, Jan")),
    fix="Remove it.",
).each_work  # fmt: skip
def contact_in_name(record: Record, _: Context) -> Iterator[Flaw]:
    """Not in the names of organisations."""
    for path, name in people_of(record):
        if _CONTACT.search(f"{name.family} {name.given} {name.suffix}"):
            yield Flaw(path, f"an email address, URL or ORCID iD in a name: {str(name)!r}", "remove it")


@Rule(
    code="MB401", name="several-people-in-one-name", finds="several people in one name",
    why="They are separated by something else than expected, so searches find only one of them.",
    bad=(by("Doe, Jane and Max Roe"), by("Roe, Jane Doe; Max"), by("Jane Doe, Max Roe, Ada Cho")),
    good=(by("Doe, Jane"), by("{Doe and Roe}"), by("de la Roe, Max"), by("Roe Lund, Jr., Max Emil")),
    fix="Write one name per person; in a .bib file, put \"and\" between people.", level="error",
).each_work  # fmt: skip
def several_people_in_one_name(record: Record, _: Context) -> Iterator[Flaw]:
    """At least four words with "and" or a semicolon between them, or three times two words and more with commas."""
    for path, name in people_of(record):
        parts = (name.family, name.suffix, name.given)
        is_list = all(len(part.split()) > 1 and "." not in part for part in parts)
        text = f"{name.given} {name.family} {name.suffix}"
        if not name.literal and (is_list or (_SEPARATOR.search(text) and len(text.split()) > 3)):
            yield Flaw(path, f"several people in one name: {str(name)!r}", "write one name per person")
