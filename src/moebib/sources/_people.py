"""Names of people and of organisations, as services tell them: in parts, or in the order one reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from moebib.records.name import Name
from moebib.sources._values import person, text

__all__ = ["displayed", "in_parts", "organisation", "whole"]

_NO_BRACES = str.maketrans("{}", "  ")
# What lists of authors have for a group: "NLLB Team", "Team GLM", "Snowflake AI Research".
_GROUP = re.compile(
    r"team \S.*|(?:for|on behalf of) the \S.*|"
    r".*\b(?:authors|collaborations?|community|consortium|contributors|foundation|group|initiative|labs?|project|"
    r"research|team)",
    re.I,
)
# One word with a capital that no name of a person has: "MiniMax", "DeepSeek-AI", "xAI", "LLM360".
_BRAND = re.compile(r"[^\W_]+[A-Z][\w.-]*|[\w.]+-[A-Z]{2,}|[^\W\d_]+\d[\w.-]*")


def displayed(value: object) -> Name | None:
    """A name in the order one reads it; of a group, whole. Without capitals, no particle can be told.

    >>> [str(displayed(name)) for name in ("Jan van den Berg", "jo berg", "NLLB Team", "MiniMax", "Aristotle")]
    ['van den Berg, Jan', 'berg, jo', '{NLLB Team}', '{MiniMax}', 'Aristotle']
    """
    name = _cleaned(value)
    if _is_group(name):
        return organisation(name)
    given, _, family = name.rpartition(" ")
    return Name(family=family, given=given) if given and name.islower() and "," not in name else person(name)


def in_parts(family: object, given: object, suffix: object = "") -> Name | None:
    """A name whose parts the service knows; the particle is still to be found in them. One part is a mononym.

    >>> name = in_parts("van der A", "Ronald")
    >>> name.non_dropping_particle, name.family
    ('van der', 'A')
    >>> in_parts("Team", "Qwen").literal
    'Qwen Team'
    """
    last, first, jr = _cleaned(family), _cleaned(given), _cleaned(suffix)
    if not last:
        last, first = first, ""
    if _is_group(f"{first} {last}".strip()):
        return organisation(f"{first} {last}")
    if not last:
        return None
    parts = [last, jr, first] if jr else [last, first]
    return (None if "," in "".join(parts) else person(", ".join(parts))) or Name(family=last, given=first, suffix=jr)


def organisation(value: object) -> Name | None:
    """A name that has no parts."""
    name = _cleaned(value)
    return Name(literal=name) if name else None


def whole(names: Iterable[Name | None]) -> tuple[Name, ...] | None:
    """The list, if all of its names could be read; one in which somebody is missing is worse than none.

    arXiv writes a colon behind a group as if it were a name: "DeepSeek-AI", ":", "Aixin Liu".
    """
    read = list(names)
    return tuple(_people(read)) if all(read) else None


def _people(names: Iterable[Name | None]) -> Iterator[Name]:
    return (name for name in names if name and re.search(r"\w", name.display()))


def _is_group(name: str) -> bool:
    return bool(_GROUP.fullmatch(name) if " " in name else _BRAND.fullmatch(name))


def _cleaned(value: object) -> str:
    return " ".join(text(value).translate(_NO_BRACES).split())
