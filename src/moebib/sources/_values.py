"""Values of a record out of what a service tells. Whatever is broken and optional is left out, nothing is repaired."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from pydantic import ValidationError

from moebib.errors import InputError
from moebib.records.answer import NEW, Found, Unavailable
from moebib.records.date import Date, parse_date
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.name import Name, parse_name
from moebib.records.record import Record

__all__ = ["answer_of", "identifiers", "link", "make_record", "person", "published", "text"]

_SUFFIX = re.compile(r"(?P<name>.+?),?\s+(?P<suffix>(?:Jr|Sr)\.?|II|III|IV)")
# Names in these scripts are written family first.
_FAMILY_FIRST = re.compile(r"(?P<family>[぀-ヿ㐀-鿿가-힯豈-﫿]+)\s+(?P<given>[぀-ヿ㐀-鿿가-힯豈-﫿]+)")


def text(value: object) -> str:
    """*value* as text, where it is text or a number; without the halves of characters that no encoding takes."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    return str(value).encode("utf-8", errors="replace").decode().strip()


def person(value: object) -> Name | None:
    """A name as services print it, in either order; ``None`` if it cannot be read.

    >>> [str(person(name)) for name in ("Jan van den Berg", "Berg, Jan van den", "Tom Liu Jr.", "山田 花子")]
    ['van den Berg, Jan', 'Berg, Jan van den', 'Liu, Jr., Tom', '山田, 花子']
    """
    name = " ".join(text(value).translate(_NO_BRACES).split())
    if parts := _FAMILY_FIRST.fullmatch(name):
        return Name(family=parts["family"], given=parts["given"])
    if "," not in name and (parts := _SUFFIX.fullmatch(name)) and (bare := person(parts["name"])) and bare.family:
        return Name(bare.family, bare.given, "", bare.non_dropping_particle, parts["suffix"])
    try:
        return parse_name(name)
    except InputError:
        return None


_NO_BRACES = str.maketrans("{}", "  ")


def identifiers(*values: object) -> tuple[Identifier, ...]:
    """Those of *values* that are identifiers ("doi:10.1145/...", an address), each once; other addresses are none."""
    found: dict[Identifier, None] = {}
    for value in values:
        try:
            one = parse_identifier(text(value))
        except ValueError:
            continue
        if one.scheme is not Scheme.URL:
            found.setdefault(one)
    return tuple(found)


def published(value: object, *, first_is_unknown: bool = False) -> Date | None:
    """A date written as "2024", "2024-06" or "2024-06-12"; a time behind it is cut off.

    ``first_is_unknown``: the service writes 1 January where it only knows the year.
    """
    written = text(value).partition("T")[0]
    try:
        found = parse_date(written)
    except InputError:
        return None
    year_only = first_is_unknown and found.parts[1:] == (1, 1)
    return Date(found.year) if year_only else found


def link(value: object) -> tuple[str, ...]:
    """The address as a list of one, as ``Links`` has it, or of none."""
    address = text(value)
    return (address,) if re.fullmatch(r"https?://[^\s/<>\"\x00-\x1f\x7f][^\s<>\"\x00-\x1f\x7f]*", address) else ()


def make_record(**fields: Any) -> Record | None:
    """The record under the key ``NEW`` without the fields whose value it refuses; ``None`` if title or names are."""
    while fields.get("title"):
        try:
            return Record(id=NEW, **{name: value for name, value in fields.items() if value})
        except ValidationError as error:
            refused = {str(one["loc"][0]) for one in error.errors() if one["loc"]} & fields.keys()
            if not refused or refused & {"title", "author", "type"}:
                return None
            fields = {name: value for name, value in fields.items() if name not in refused}
    return None


def answer_of(source: str, identifier: Identifier, record: Record | None, fetched: date) -> Found | Unavailable:
    """Found, if *record* is of the work that was asked for, which it is if it has its *identifier*."""
    if record is None:
        return Unavailable(source, f"{source} has {identifier} without a title or names that can be used")
    if identifier not in record.identifiers:
        return Unavailable(source, f"{source} answered {identifier} with another work: {record.title!r}")
    return Found(record, source, fetched)
