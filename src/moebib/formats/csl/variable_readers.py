"""How each variable of a CSL-JSON item is read: into which fields of a record, and whether they say all of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from moebib.errors import InputError
from moebib.formats._doi import is_doi_of_arxiv
from moebib.formats._status import read_status, status_in_words, status_key, write_status
from moebib.formats.csl.fields import DATE_FIELDS, TEXT_FIELDS, variable
from moebib.formats.csl.shapes import in_shape
from moebib.formats.csl.types import known_type
from moebib.formats.csl.values import from_date, from_names, says_no_date
from moebib.formats.csl.variables import ROWS, from_variable
from moebib.normalise.jats import from_jats
from moebib.records.citekey import fit_key
from moebib.records.fields import MARKUP
from moebib.records.identifier import Identifier, Scheme, find_identifier, parse_identifier
from moebib.records.identifiers_in_text import serials_in, split_dois
from moebib.records.links import parse_link
from moebib.records.name import NAME_FIELDS
from moebib.text.grammar import source
from moebib.text.latex import encode
from moebib.text.scripts import without_marks
from moebib.text.tags import from_tags, unquote
from moebib.text.urls import is_http_url, with_scheme

__all__ = [
    "PLAIN_VARIABLES",
    "READERS",
    "as_text",
    "exact_fields",
    "rank",
    "read_link",
    "read_text",
    "read_variable",
]

_Read = tuple[dict[str, Any], bool]
"""The fields read from a value, and whether they contain all that it says."""


def exact_fields(custom: object) -> dict[str, Any]:
    """The fields that moebib wrote because the variables cannot express them exactly."""
    fields = custom.get("moebib") if isinstance(custom, dict) else None
    return fields if isinstance(fields, dict) else {}


def _text(value: object) -> str | None:
    """A string, or a number as a string: the schema allows both, as for ``volume``."""
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None


def as_text(value: object) -> str:
    """A string as it is, any other value as JSON."""
    return _text(value) or json.dumps(value, ensure_ascii=False)


def read_text(field: str) -> Callable[[object], _Read]:
    """The reader of a text, of which *field* may have no markup."""

    def read(value: object) -> _Read:
        text, exact = from_tags(_text(value) or "")
        if field not in MARKUP:
            exact = all(part.kind in ("text", "math") for part in text)
        plain = from_jats(source(text)) if field in MARKUP else without_marks(text)
        return ({field: plain}, exact) if plain else ({}, False)

    return read


def _read_id(value: object) -> _Read:
    key = _text(value) or ""
    fitting = fit_key(key)
    return ({"id": fitting or "unnamed"} if key else {}), fitting == key


def _read_type(value: object) -> _Read:
    type_ = known_type(value) or "document"
    return {"type": type_}, type_ == value


def _read_genre(value: object) -> _Read:
    return ({"genre": "preprint"}, True) if value == "Preprint" else read_text("genre")(value)


def _read_names(role: str) -> Callable[[object], _Read]:
    def read(value: object) -> _Read:
        names, exact = from_names(value)
        return ({role: names} if names else {}), exact

    return read


def _read_date(field: str) -> Callable[[object], _Read]:
    """The reader of a date, or of the words that replace it, which are kept in ``extra``."""

    def read(value: object) -> _Read:
        if says_no_date(value):
            return {}, True
        try:
            date, exact = from_date(value)
        except InputError:
            words = next(iter(value.values())) if isinstance(value, dict) and len(value) == 1 else value
            if isinstance(words, str) and (not isinstance(value, dict) or value.keys() <= {"literal", "raw"}):
                return {"extra": {DATE_FIELDS[field]: encode(words)}}, True
            return {}, False
        return {field: date}, exact

    return read


def _read_status(value: object) -> _Read:
    text = _text(value) or ""
    status = read_status(unquote(text))
    if key := status_key(text):
        kept = {"extra": {"pubstate": key}}
        return kept | ({"status": status} if status else {}), text == status_in_words(key)
    return ({"status": status}, text == write_status(status)) if status else _read_extra("status")(value)


def _read_keyword(value: object) -> _Read:
    text = unquote(_text(value) or "")
    words = (word.strip() for word in text.split(";" if ";" in text else ","))
    return {"keyword": tuple(word for word in words if word)}, bool(text)


def _read_identifiers(scheme: Scheme, separator: str = r"$^") -> Callable[[object], _Read]:
    def read(value: object) -> _Read:
        text = str(value).strip()
        parts = split_dois(text) if scheme is Scheme.DOI else re.split(separator, text)
        try:
            identifiers = [parse_identifier(f"{scheme}:{part}") for part in parts]
        except InputError:
            serials = list(serials_in(scheme, text)) if scheme in (Scheme.ISBN, Scheme.ISSN) else []
            return {"identifiers": serials} if serials else {}, False
        extra = {"doi": str(value)} if is_doi_of_arxiv(str(value), identifiers[0]) else {}
        return {"identifiers": identifiers, **({"extra": extra} if extra else {})}, True

    return read


def _read_number(value: object) -> _Read:
    text = _text(value) or ""
    if not re.match(r"arxiv:", text, re.IGNORECASE):
        return read_text("number")(value)
    fields, exact = _read_identifiers(Scheme.ARXIV)(text[len("arxiv:") :])
    version = next((arxiv.version for arxiv in fields.get("identifiers", ())), None)
    return fields | ({"label": f"v{version}"} if version else {}), exact


def read_link(url: str) -> Identifier | str | None:
    """The identifier whose page *url* is, else *url* itself; ``None`` if it is not an http(s) URL."""
    if not is_http_url(url):
        return None
    try:
        identifier = parse_link(url)
    except InputError:
        return url
    return url if identifier.scheme is Scheme.URL else identifier


def _read_url(value: object) -> _Read:
    text = str(value).strip()
    link = read_link(with_scheme(text)) or (
        find_identifier(text) if re.match(r"10\.|doi:|arxiv:", text, re.I) else None
    )
    return ({"url": link} if isinstance(link, str) else {"identifiers": [link]} if link else {}), link is not None


def _read_event(value: object) -> _Read:
    """The name of an event; at Crossref it is an object with the place, too."""
    if not isinstance(value, dict):
        return read_text("event_title")(value)
    fields = read_text("event_title")(value.get("name"))[0] | read_text("event_place")(value.get("location"))[0]
    return fields, value.keys() <= {"name", "location"}


def _read_custom(value: object) -> _Read:
    if not isinstance(value, dict):
        return {}, False
    foreign = {name: item for name, item in value.items() if name != "moebib" or not exact_fields(value)}
    return ({"extra": {"csl-custom": as_text(foreign)}} if foreign else {}), True


def _or_else(read: Callable[[object], _Read], name: str) -> Callable[[object], _Read]:
    """As *read*, but a value that is not an identifier goes to ``extra``, under its name in a .bib file."""

    def read_or_keep(value: object) -> _Read:
        fields, exact = read(value)
        kept, is_kept = ({}, True) if exact else _read_extra(name)(value)
        return fields | kept, is_kept

    return read_or_keep


def _read_extra(name: str) -> Callable[[object], _Read]:
    def read(value: object) -> _Read:
        extra, exact = from_variable(name, value)
        return {"extra": extra}, exact

    return read


_LIST = r"[\s,;]+"
# In order of precedence: if two variables give the same field, the first one counts.
READERS: dict[str, Callable[[Any], _Read]] = {
    "citation-key": _read_id,
    "id": _read_id,
    "type": _read_type,
    "title": read_text("title"),
    **{role: _read_names(role) for role in NAME_FIELDS},
    **{variable(field): _read_date(field) for field in DATE_FIELDS},
    **{variable(field): read_text(field) for field in TEXT_FIELDS},
    "genre": _read_genre,
    "number": _read_number,
    "event": _read_event,
    "journalAbbreviation": read_text("container_title_short"),
    "shortTitle": read_text("title_short"),
    **{row.variable: _read_extra(row.variable) for row in ROWS},
    "DOI": _or_else(_read_identifiers(Scheme.DOI), "DOI"),
    "URL": _or_else(_read_url, "URL"),
    "PMID": _or_else(_read_identifiers(Scheme.PMID), "PMID"),
    "PMCID": _or_else(_read_identifiers(Scheme.PMCID), "PMCID"),
    "ISBN": _or_else(_read_identifiers(Scheme.ISBN, _LIST), "ISBN"),
    "ISSN": _or_else(_read_identifiers(Scheme.ISSN, _LIST), "ISSN"),
    "status": _read_status,
    "keyword": _read_keyword,
    "custom": _read_custom,
}
# Not "genre" and "number", which have readers of their own.
PLAIN_VARIABLES = {"title": "title"} | {
    variable(field): field for field in TEXT_FIELDS if field not in ("genre", "number")
}
_RANK = {name: rank for rank, name in enumerate(READERS)}


def rank(name: str) -> int:
    """The position of a variable in the order of precedence; unknown variables are last."""
    return _RANK.get(name, len(_RANK))


def read_variable(name: str, value: object) -> _Read:
    """The fields read from a variable; if necessary, in another shape than that of the schema."""
    read, exact = READERS[name](value) if name in READERS else ({}, False)
    if exact or name not in READERS:
        return read, exact
    shaped, is_whole = in_shape(name, value)
    if shaped == value:
        return read, exact
    read, exact = READERS[name](shaped)
    return read, exact and is_whole
