"""CSL-JSON item -> Record: how the fields that its variables give are combined."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from moebib.formats.bibtex import Dialect, fields_to_write
from moebib.formats.csl.fields import DATE_FIELDS, DATE_VARIABLES, NAME_VARIABLES, variable
from moebib.formats.csl.note import noted_variables
from moebib.formats.csl.variable_readers import (
    PLAIN_VARIABLES,
    READERS,
    as_text,
    exact_fields,
    rank,
    read_text,
    read_variable,
)
from moebib.records.fields import Type
from moebib.records.identifier import Identifier, Scheme, find_identifier
from moebib.records.record import Record
from moebib.text.tags import is_plain

__all__ = ["from_csl", "number_is_free", "number_is_of_series"]

_BOOKS = frozenset(["book", "collection", "classic"])
_IDENTIFIERS = frozenset(["DOI", "URL", "PMID", "PMCID", "ISBN", "ISSN"])
_OTHER_DATES = DATE_VARIABLES - {variable(field) for field in DATE_FIELDS}


def from_csl(item: Mapping[str, Any], unread: list[str] | None = None) -> Record:
    r"""The record of a CSL-JSON item; the names of variables of which nothing could be read are added to *unread*.

    A variable without a field of its own is kept in ``extra``: as the BibLaTeX field that it corresponds to, else under
    "csl-" and its name, as a string or JSON. So is the original value if it was read only in part, as an
    invalid DOI is.

    >>> from_csl({"id": 7, "type": "book", "publisher": "<i>P</i>", "annote": "50%", "archive": "A"}).extra
    {'csl-publisher': '<i>P</i>', 'annote': '50\\%', 'csl-archive': 'A'}

    Raises:
        pydantic.ValidationError: If ``id`` or ``type`` is missing, or ``custom`` contains an invalid field.
    """
    fields: dict[str, Any] = {}
    identifiers: dict[Identifier, None] = {}
    extra: dict[str, str] = {}
    item = _with_noted(item)
    for name in sorted(item, key=rank):
        if not (value := item[name]) and value in ("", None, [], {}):
            continue
        if (field := PLAIN_VARIABLES.get(name)) and type(value) is str and is_plain(value):  # most variables
            if fields.setdefault(field, value) != value:
                extra[f"csl-{name.lower()}"] = value
            continue
        read, exact = read_variable(name, value)
        is_understood = read.keys() - {"extra"} or (exact and name not in _IDENTIFIERS)
        if unread is not None and name in READERS and not is_understood:
            unread.append(name)
        read_extra = read.pop("extra", {})
        if not exact or _differs(read, fields) or _differs(read_extra, extra):
            kept = f"csl-{name.lower()}"
            extra[kept if kept not in extra else f"{kept}-2"] = as_text(value)
        identifiers |= dict.fromkeys(read.pop("identifiers", ()))
        extra |= {field: item for field, item in read_extra.items() if field not in extra}
        fields |= {field: item for field, item in read.items() if field not in fields}
    if "collection-number" in item and "number" in extra:
        _place_number(fields, extra, item)
    if arxiv := _arxiv(item) if not any(known.scheme is Scheme.ARXIV for known in identifiers) else None:
        identifiers[arxiv] = None
        if arxiv.version:
            fields.setdefault("label", f"v{arxiv.version}")
    fields |= {"identifiers": tuple(identifiers), "extra": extra}
    return _record(_as_preprint(fields, item), exact_fields(item.get("custom")))


_ARXIV_IN_NOTE = re.compile(r"^\s*arxiv:\s*(\S+)", re.I | re.M)


def _arxiv(item: Mapping[str, Any]) -> Identifier | None:
    """The arXiv ID of the place in an archive, or of a line of the note, where Zotero has it; both stay."""
    if re.match(r"arxiv\b", str(item.get("archive", "")), re.I):
        return find_identifier(f"arxiv:{item.get('archive_location') or item.get('archive-location')}")
    line = _ARXIV_IN_NOTE.search(str(item.get("note", "")))
    return find_identifier(f"arxiv:{line[1]}") if line else None


def _with_noted(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """The item with the variables that its note contains, if it has no other value for them; the rest is the note."""
    note = item.get("note")
    if not isinstance(note, str) or ":" not in note or "note" in exact_fields(item.get("custom")):
        return item
    noted: dict[str, Any] = {}
    rest, done = "", 0
    for name, value, start, end in noted_variables(note):
        is_free = name == "type" or name not in item
        is_second_name = is_free and name in NAME_VARIABLES and name in noted
        if is_free and (is_second_name or name not in noted) and _is_certain(name, value):
            noted[name] = [*noted.get(name, ()), *value] if name in NAME_VARIABLES else value
            rest, done = rest + note[done:start], end
    return {**item, **noted, "note": (rest + note[done:]).strip("\n")} if noted else item


def _is_certain(name: str, value: object) -> bool:
    """Whether all of the value of a line is read; words in place of a date may be a sentence."""
    read, exact = READERS[name](value) if name in READERS else ({}, True)
    return exact and not (name in DATE_VARIABLES and read.keys() == {"extra"} and name not in _OTHER_DATES)


def _differs(new: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
    return any(old.get(field, value) != value for field, value in new.items())


def _place_number(fields: dict[str, Any], extra: dict[str, str], item: Mapping[str, Any]) -> None:
    """Move the number of a series, which was read into ``extra``: it is the ``number`` of a book."""
    if fields.get("type") in _BOOKS and "collection_title" in fields and "number" not in fields:
        del extra["number"]
        fields |= read_text("number")(as_text(item["collection-number"]))[0]
    elif not number_is_free(fields.get("type", "document")):
        extra["csl-collection-number"] = as_text(item["collection-number"])
        del extra["number"]


def number_is_of_series(item: Mapping[str, Any]) -> bool:
    """Whether the number of a work is that of its series, as for books in BibTeX."""
    return item["type"] in _BOOKS and "collection-title" in item


@cache
def number_is_free(type: Type) -> bool:
    """Whether no field of a record of *type* is called "number" in a .bib file."""
    return not any(home == "number" for dialect in get_args(Dialect) for _, home in fields_to_write(type, dialect))


def _record(fields: dict[str, Any], exact: dict[str, Any]) -> Record:
    """The record of *fields*, which are valid, and of *exact*, which may have been edited."""
    extra = exact.get("extra")
    if isinstance(extra, dict) and all(isinstance(value, str) or value is None for value in extra.values()):
        merged = fields["extra"] | extra
        fields["extra"] = {field: value for field, value in merged.items() if value is not None}
        exact = {field: value for field, value in exact.items() if field != "extra"}
    if exact or "id" not in fields or "type" not in fields:
        return Record.model_validate(fields | exact)
    return Record.trusted(**fields)


def _as_preprint(fields: dict[str, Any], item: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a preprint: its archive is the publisher in CSL-JSON, and the container in a record."""
    if fields.get("type") != "article":
        return fields
    if re.match(r"arxiv:", str(item.get("number")), re.IGNORECASE):
        fields.setdefault("genre", "preprint")
    if fields.get("genre") == "preprint" and "container_title" not in fields and "publisher" in fields:
        fields["container_title"] = fields.pop("publisher")
    return fields
