"""Names of people and organisations as services and lists write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from moebib.errors import InputError
from moebib.normalise.written_names import (
    has_and,
    in_one_script,
    is_affiliation,
    is_initials,
    is_organisation,
    is_unknown,
    is_whole,
    several,
    with_initials,
    without_additions,
)
from moebib.records.name import Name, is_others, parse_name
from moebib.text.json_values import text

__all__ = [
    "all_names",
    "count_initials",
    "display_name",
    "name_in_parts",
    "names_in",
    "organisation",
    "person",
    "untyped_name",
]

_SUFFIX = re.compile(r"(?P<name>.+?),?\s+(?P<suffix>(?:Jr|Sr)\.?|II|III|IV)")
# Names with a patronymic behind the given name are written family first: "Ivanov Ivan Ivanovich" in Cyrillic.
_PATRONYMIC = re.compile(
    r"(?P<family>[\u0401\u0410-\u042f][\w-]+) (?P<given>[\u0401\u0410-\u042f]\w+ [\u0401\u0410-\u042f]\w+"
    r"(?:\u0432\u0438\u0447|\u0432\u043d\u0430|\u0438\u0447\u043d\u0430|\u043a\u044b\u0437\u044b|\u043e\u0433\u043b\u044b))"
)
# So are names in these scripts.
_FAMILY_FIRST = re.compile(r"(?P<family>[぀-ヿ㐀-鿿가-힯豈-﫿]+)\s+(?P<given>[぀-ヿ㐀-鿿가-힯豈-﫿]+)")
_NO_BRACES = str.maketrans("{}", "  ")
# Groups in lists of authors: "NLLB Team", "Team GLM", "Snowflake AI Research".
_GROUP = re.compile(
    r"team \S.*|(?:for|on behalf of) the \S.*|"
    r".*\b(?:authors|collaborations?|community|consortium|contributors|foundation|group|initiative|labs?|project|"
    r"research|team)",
    re.I,
)
# A word with capitals or digits as in no name of a person: "MiniMax", "DeepSeek-AI", "xAI", "LLM360".
_BRAND = re.compile(r"[^\W_]+[A-Z][\w.-]*|[\w.]+-[A-Z]{2,}|[^\W\d_]+\d[\w.-]*")


def count_initials(names: Iterable[Name]) -> int:
    """How many of *names* have initials, and no given name that is written out."""
    return sum(bool(re.fullmatch(r"(?:\w\b\W*)+", name.given)) for name in names)


def person(value: object) -> Name | None:
    """A name as services print it, in either order; ``None`` if it is invalid.

    >>> [str(person(name)) for name in ("Jan van den Berg", "Berg, Jan van den", "Tom Liu Jr.", "山田 花子")]
    ['van den Berg, Jan', 'Berg, Jan van den', 'Liu, Jr., Tom', '山田, 花子']
    """
    name = " ".join(text(value).translate(_NO_BRACES).split())
    if parts := _FAMILY_FIRST.fullmatch(name) or _PATRONYMIC.fullmatch(name):
        return Name(family=parts["family"], given=parts["given"])
    if "," not in name and (parts := _SUFFIX.fullmatch(name)) and (bare := person(parts["name"])) and bare.family:
        return Name(bare.family, bare.given, "", bare.non_dropping_particle, parts["suffix"])
    try:
        return parse_name(name)
    except InputError:
        return None


def display_name(value: object) -> Name | None:
    """A name in reading order; a group stays whole. In a name without capitals, particles cannot be recognised.

    Several names in one text are joined by semicolons, where :func:`all_names` separates them.

    >>> [str(display_name(name)) for name in ("Jan van den Berg", "jo berg", "NLLB Team", "MiniMax", "Aristotle")]
    ['van den Berg, Jan', 'berg, jo', '{NLLB Team}', '{MiniMax}', 'Aristotle']
    """
    whole = in_one_script(_cleaned(value))
    if len(names := several(whole)) > 1:
        return organisation("; ".join(names))
    name = _without_additions(whole)
    if _is_group(name) or is_organisation(name) or is_affiliation(whole) or has_and(name):
        return organisation(whole)
    given, _, family = name.rpartition(" ")
    return Name(family=family, given=given) if given and name.islower() and "," not in name else person(name)


def name_in_parts(family: object, given: object, suffix: object = "") -> Name | None:
    """A name in parts as the service gives them, with the particle still among them. A single part is a whole name.

    >>> name = name_in_parts("van der A", "Ronald")
    >>> name.non_dropping_particle, name.family
    ('van der', 'A')
    >>> name_in_parts("Team", "Qwen").literal
    'Qwen Team'
    >>> str(name_in_parts("Wang, L. and Chen", "B.")), str(name_in_parts("Doe", "Jane and Jan"))
    ('{Wang, L.; Chen, B.}', '{Jane and Jan Doe}')
    >>> [str(name_in_parts(*parts)) for parts in (("Doe1,*", "Dr. Jane"), ("Liu, Jr.", "Tom"), ("J. A.", "Doe"))]
    ['Doe, Jane', 'Liu, Jr., Tom', 'Doe, J. A.']
    """
    if is_others(_cleaned(f"{text(given)} {text(family)}")):
        return Name(literal="others")
    # A dash stands for a part that is missing.
    last, first, jr = (part if re.search(r"\w", part) else "" for part in map(_cleaned, (family, given, suffix)))
    if not last or not first:
        name = f"{last}{first} {jr}".rstrip()
        return organisation(name) if name.lower().startswith("the ") else display_name(name)
    whole = f"{first} {last}"
    if len(names := several(whole)) > 1:
        return organisation("; ".join(names))
    if has_and(last) or has_and(first):
        names = several(f"{last}, {first}")
        return organisation("; ".join(names) if len(names) > 1 else whole)  # "Jane and Jan Doe" stays whole
    last, first, jr = map(without_additions, (last, first, "" if without_additions(f"X, {jr}") == "X" else jr))
    if _is_group(f"{first} {last}") or is_organisation(f"{first} {last}"):
        # Some services take the name of a group apart, and others one with a comma in it.
        return organisation(f"{last}, {first}" if is_organisation(last) and " " in last else whole)
    if parts := _SUFFIX.fullmatch(last):
        last, jr = parts["name"], parts["suffix"]
    if not last or not first:
        return person(last or first)
    if is_initials(last) and re.search(r"[^\W\d_]{3}", first):
        last, first = first, last  # a family name does not consist of initials
    parts_of_name = [last, jr, first] if jr else [last, first]
    is_plain = not any("," in part for part in parts_of_name)
    return (person(", ".join(parts_of_name)) if is_plain else None) or Name(family=last, given=first, suffix=jr)


def untyped_name(value: object, beside: Sequence[object]) -> Name | None:
    """A name of a person or an organisation, of which nothing says which it is; *beside* are all names of the list.

    A name with a comma is a person's; without one it is only if there are others.

    >>> [str(untyped_name(name, [name])) for name in ("Doe, Jane", "Gates Unlimited")]
    ['Doe, Jane', '{Gates Unlimited}']
    >>> str(untyped_name("Jane Doe", ["Jane Doe", "Berg, Jan"])), str(untyped_name("Doe JA", ["Doe JA", "Berg J"]))
    ('Doe, Jane', 'Doe, J. A.')
    """
    name = _cleaned(value)
    bare = _without_additions(name)
    has_others = len(beside) > 1
    if has_others and all(with_initials(text(other)) for other in beside):
        return person(with_initials(bare))
    is_person = bare.count(",") == 1 or (has_others and is_whole(bare) and not is_others(bare))
    return (display_name(name) if is_person or len(several(name)) > 1 else None) or organisation(name)


def organisation(value: object) -> Name | None:
    """A name without parts."""
    name = _cleaned(value)
    return Name(literal=name) if name else None


def all_names(names: Iterable[Name | None]) -> tuple[Name, ...] | None:
    """The list of names, or ``None`` if one is invalid: no list is better than one without an author.

    arXiv writes a colon after a group as if it were a name, which is dropped: "DeepSeek-AI", ":", "Aixin Liu". So are
    texts that say that nothing is known, and addresses beside the people who have them. "et al." is moved to the end.

    >>> [str(name) for name in all_names([organisation("Doe, Jane; Jan Berg"), organisation("(:unav)")])]
    ['Doe, Jane', 'Berg, Jan']
    >>> names = all_names(map(organisation, ["Jane Doe et al.", "Doe and Sons", "A. B, C. D, E. F"]))
    >>> [name.display() for name in names]
    ['Jane Doe', 'Doe and Sons', 'A. B', 'C. D', 'E. F', 'et al.']
    """
    read: list[Name] = []
    for name in names:
        people = _people_in(name.literal) if name and name.literal else []
        parts = [display_name(person) for person in people] if people else [name]
        if not all(parts):
            return None
        read.extend(part for part in parts if part and (re.search(r"\w", part.display()) or is_others(part.display())))
    read.sort(key=lambda name: is_others(name.display()))
    known = [name for name in read if not is_unknown(name.display())]
    has_people = any(name.family for name in known)
    return tuple(name for name in known if not (has_people and is_affiliation(name.literal)))


def names_in(people: object) -> tuple[Name, ...] | None:
    """The names in a list of objects with the whole ``name`` of a person or group; ``None`` if it is no such list."""
    if not isinstance(people, list):
        return None
    return all_names(display_name(person.get("name")) if isinstance(person, dict) else None for person in people)


def _is_group(name: str) -> bool:
    return bool(_GROUP.fullmatch(name) if " " in name else _BRAND.fullmatch(name))


def _without_additions(name: str) -> str:
    """A whole name without additions; a word alone is a name, whatever it looks like: "Dr. Seuss", "LLM360"."""
    bare = without_additions(name)
    if bare.count(",") == 1:
        bare = ", ".join(filter(None, map(without_additions, bare.split(","))))
    return bare if " " in bare else name


def _cleaned(value: object) -> str:
    return " ".join(text(value).translate(_NO_BRACES).split())


def _people_in(literal: str) -> list[str]:
    """The names of several people in the name of an organisation; empty if it may be one, as "Gates and Sons"."""
    names = several(literal.strip("; "))
    is_list = re.search(r"[;\uff1b\u3001]", literal) or len(names) > 2 or any(map(is_others, names))
    return names if is_list else []
