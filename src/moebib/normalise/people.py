"""Makes names of cleaned parts, and removes from lists of names what is not part of a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, replace

from moebib.errors import InputError
from moebib.records.name import Name, Names, is_others, parse_name

__all__ = ["name_of", "without_et_al", "without_number"]

_AND_OTHERS = re.compile(r"(?:^|[\s,;]+)(?:and others|et\.? al)\.?$", re.I | re.M)
_NUMBER = re.compile(r" 0\d{3}$")
_BRACES = str.maketrans("", "", "{}")


def without_et_al(names: Names) -> Names:
    """*names* without "and others" and "et al." in a name; a list with a name like this is incomplete."""
    kept = [_without_et_al(name) for name in names]
    is_cut = any(name != before for name, before in zip(kept, names, strict=True))
    return Names([name for name in kept if name], others=True) if is_cut else names


def _without_et_al(name: Name) -> Name | None:
    """*name* without "and others" or "et al."; ``None`` if nothing is left."""
    if is_others(name.display()):
        return None
    if name.particle.lower() == "et" and name.family.lower().rstrip(".") == "al":
        return _parsed(name.given)  # "Jane Doe et al." was parsed as a name with a particle
    if not _AND_OTHERS.search("\n".join((name.family, name.given, name.suffix, name.literal))):
        return name
    return name_of({part.name: _AND_OTHERS.sub("", getattr(name, part.name)) for part in fields(name)})


def without_number(names: Sequence[Name]) -> tuple[Name, ...]:
    """*names* without the numbers with which DBLP distinguishes people of the same name ("Wei Wang 0001")."""
    return tuple(_numberless(name) for name in names)


def name_of(parts: dict[str, str]) -> Name | None:
    """The name with these parts, if any is left; a given name without a family name becomes a mononym."""
    tidy = {part: " ".join(text.translate(_BRACES).split()) for part, text in parts.items()}
    if tidy.get("literal"):
        return Name(literal=tidy["literal"])
    if not tidy.get("family"):
        tidy |= {"family": tidy.get("given", ""), "given": ""}
    return Name(**tidy) if tidy["family"] else None


def _numberless(name: Name) -> Name:
    if re.fullmatch(r"0\d{3}", name.family) and name.given:
        return _parsed(name.given) or name  # "Wei Wang 0001" was parsed as given names and a family name
    field = "literal" if name.literal else "suffix" if _NUMBER.search(name.suffix) else "family"
    text = getattr(name, field)
    return replace(name, **{field: _NUMBER.sub("", text).rstrip()}) if _NUMBER.search(text) else name


def _parsed(text: str) -> Name | None:
    try:
        return parse_name(text)
    except InputError:
        return name_of({"family": text})
