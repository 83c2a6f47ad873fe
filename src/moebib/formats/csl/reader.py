"""CSL-JSON item -> Record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from moebib.formats.bibtex.fields import homes
from moebib.formats.bibtex.types import Dialect
from moebib.formats.csl.markup import from_markup, is_plain
from moebib.formats.csl.readings import READERS, TEXT_FIELDS, as_text, own_of, rank
from moebib.records.identifier import Identifier
from moebib.records.record import Record, Type

__all__ = ["from_csl", "number_is_free", "number_is_of_series"]

_BOOKS = frozenset(["book", "collection", "classic"])


def from_csl(item: Mapping[str, Any]) -> Record:
    r"""The record of a CSL-JSON item.

    What a record has no home for is kept in ``extra``: as the field of BibLaTeX that it is, else as text, or JSON,
    under "csl-" and its variable's name; so is the original of what could be read only in part: italics, a DOI that
    is none.

    >>> from_csl({"id": 7, "type": "book", "title": "On <i>E. coli</i>", "annote": "50%", "archive": "A"}).extra
    {'csl-title': 'On <i>E. coli</i>', 'annote': '50\\%', 'csl-archive': 'A'}

    Raises:
        pydantic.ValidationError: If ``id`` or ``type`` is missing, or ``custom`` holds what is no field.
    """
    fields: dict[str, Any] = {}
    identifiers: dict[Identifier, None] = {}
    extra: dict[str, str] = {}
    for name in sorted(item, key=rank):
        if not (value := item[name]) and value in ("", None, [], {}):
            continue
        if (field := TEXT_FIELDS.get(name)) and type(value) is str and is_plain(value):  # most variables
            if fields.setdefault(field, value) != value:
                extra[f"csl-{name.lower()}"] = value
            continue
        found, exact = READERS[name](value) if name in READERS else ({}, False)
        more = found.pop("extra", {})
        if not exact or _differs(found, fields) or _differs(more, extra):
            extra[f"csl-{name.lower()}"] = as_text(value)
        identifiers |= dict.fromkeys(found.pop("identifiers", ()))
        extra |= {field: one for field, one in more.items() if field not in extra}
        fields |= {field: one for field, one in found.items() if field not in fields}
    if "collection-number" in item and "number" in extra:
        _place_number(fields, extra, item)
    fields |= {"identifiers": tuple(identifiers), "extra": extra}
    return _record(_as_preprint(fields, item), own_of(item.get("custom")))


def _differs(found: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    return any(before.get(field, value) != value for field, value in found.items())


def _place_number(fields: dict[str, Any], extra: dict[str, str], item: Mapping[str, Any]) -> None:
    """The number of a series is the ``number`` of a book; of a part of one it is in ``extra``, if a .bib has room."""
    if fields.get("type") in _BOOKS and "collection_title" in fields and "number" not in fields:
        del extra["number"]
        fields["number"] = from_markup(as_text(item["collection-number"]))[0]
    elif not number_is_free(fields.get("type", "document")):
        extra["csl-collection-number"] = as_text(item["collection-number"])
        del extra["number"]


def number_is_of_series(item: Mapping[str, Any]) -> bool:
    """Whether the number of a work is that of its series, as in BibTeX's books."""
    return item["type"] in _BOOKS and "collection-title" in item


@cache
def number_is_free(type: Type) -> bool:
    """Whether "number" in a .bib file is no field of a record of *type*."""
    return not any(home == "number" for dialect in get_args(Dialect) for _, home in homes(type, dialect))


def _record(fields: dict[str, Any], own: dict[str, Any]) -> Record:
    """The record of values that were read, which are valid, and of those written by us, which may be anything."""
    extra = own.get("extra")
    if isinstance(extra, dict) and all(isinstance(value, str) or value is None for value in extra.values()):
        merged = fields["extra"] | extra
        fields["extra"] = {field: value for field, value in merged.items() if value is not None}
        own = {field: value for field, value in own.items() if field != "extra"}
    if own or "id" not in fields or "type" not in fields:
        return Record(**(fields | own))
    return Record.trusted(**fields)


def _as_preprint(fields: dict[str, Any], item: Mapping[str, Any]) -> dict[str, Any]:
    """Of a preprint, the archive is the publisher in CSL-JSON and the container here."""
    if fields.get("type") != "article":
        return fields
    if re.match(r"arxiv:", str(item.get("number")), re.IGNORECASE):
        fields.setdefault("genre", "preprint")
    if fields.get("genre") == "preprint" and "container_title" not in fields and "publisher" in fields:
        fields["container_title"] = fields.pop("publisher")
    return fields
