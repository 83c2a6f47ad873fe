"""Persons of Hayagriva, in both directions: one string, or a mapping of the parts."""

from __future__ import annotations

import re
from typing import Any

from moebib.errors import InputError
from moebib.records.name import Name

__all__ = ["read_name", "write_name"]

_PARTS = {
    "name": "family",
    "given-name": "given",
    "prefix": "non_dropping_particle",
    "suffix": "suffix",
}


def write_name(name: Name) -> str | dict[str, str]:
    """As "prefix Family, Suffix, Given", or in parts where that would be read as another name.

    >>> write_name(Name(family="Berg", given="Jan", non_dropping_particle="van den"))
    'van den Berg, Jan'
    >>> write_name(Name(literal="Barnes, Inc."))
    {'name': 'Barnes, Inc.'}
    """
    last = (name.literal or name.family, name.particle)
    parts = dict(zip(_PARTS, (last[0], name.given, last[1], name.suffix), strict=True))
    mapping = {part: text for part, text in parts.items() if text}
    if "," in "".join(mapping.values()) or not (name.literal or name.given):
        return mapping
    text = ", ".join(part for part in (" ".join(last[::-1]).strip(), name.suffix, name.given) if part)
    return text if read_name(text) == read_name(mapping) else mapping


def read_name(value: Any) -> Name:
    """The person; a name without any other part is an organisation.

    Raises:
        InputError: If there is no name, or it has too many commas.
    """
    if isinstance(value, dict):
        parts = {_PARTS[part]: _tidy(text) for part, text in value.items() if part in _PARTS and isinstance(text, str)}
    elif isinstance(value, str) and value.count(",") <= 2:
        last, *rest = [part.strip() for part in value.split(",")]
        prefix, family = _prefix_and_family(last)
        suffix = rest[0] if len(rest) == 2 else ""
        parts = {"family": family, "given": rest[-1] if rest else "", "suffix": suffix, "non_dropping_particle": prefix}
    else:
        raise InputError(f"not a person: {value!r}")
    parts = {part: text for part, text in parts.items() if text}
    if not parts.get("family"):
        raise InputError(f"a person without a name: {value!r}")
    return Name(literal=parts["family"]) if len(parts) == 1 else Name(**parts)


def _prefix_and_family(text: str) -> tuple[str, str]:
    """As Hayagriva parts them: the prefix reaches to the last word that begins with a small letter."""
    words = _tidy(text).split(" ")
    small = [i for i, word in enumerate(words) if word[:1].islower()]
    cut = small[-1] + 1 if small else 0
    if cut == len(words):  # it would be all prefix
        cut = len(words) - 1 if len(small) == len(words) else 0
    return " ".join(words[:cut]), " ".join(words[cut:])


def _tidy(text: str) -> str:
    return " ".join(word for word in re.split(r"[ \n\r\t]", re.sub("[{}]", "", text)) if word)
