"""What each variable of CSL gives of a record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from moebib.errors import InputError
from moebib.formats.csl.fields import ROLES, TEXTS, variable
from moebib.formats.csl.markup import from_markup, unquote
from moebib.formats.csl.values import from_date, from_names, to_edtf
from moebib.formats.csl.variables import ROWS, from_variable
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.record import KEY, TYPES
from moebib.text.latex import encode
from moebib.text.urls import is_http_url

__all__ = ["READERS", "TEXT_FIELDS", "as_text", "own_of", "rank", "read_link"]

_Read = tuple[dict[str, Any], bool]
"""The fields that a variable's value gives, and whether they say all of it."""


def own_of(custom: object) -> dict[str, Any]:
    """What we wrote ourselves for what the variables cannot say exactly."""
    own = custom.get("moebib") if isinstance(custom, dict) else None
    return own if isinstance(own, dict) else {}


def _text(value: object) -> str | None:
    """Text, or a number as text: the schema allows both for ``volume`` and others."""
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None


def as_text(value: object) -> str:
    """Text as it is, anything else as JSON."""
    return _text(value) or json.dumps(value, ensure_ascii=False)


def _read_text(field: str) -> Callable[[object], _Read]:
    def read(value: object) -> _Read:
        plain, exact = from_markup(_text(value) or "")
        return ({field: plain}, exact) if plain else ({}, False)

    return read


def _read_id(value: object) -> _Read:
    key = _text(value) or ""
    fitting = re.sub(r"[\s,{}%#\\~\"\x00-\x1f\x7f]+", "-", key)
    return ({"id": fitting} if fitting else {}), fitting == key and re.fullmatch(KEY, key) is not None


def _read_type(value: object) -> _Read:
    known = isinstance(value, str) and value in _TYPES
    return {"type": value if known else "document"}, known


def _read_genre(value: object) -> _Read:
    return ({"genre": "preprint"}, True) if value == "Preprint" else _read_text("genre")(value)


def _read_names(role: str) -> Callable[[object], _Read]:
    def read(value: object) -> _Read:
        names, exact = from_names(value)
        return ({role: names} if names else {}), exact

    return read


def _read_date(value: object) -> _Read:
    """``issued``, and in ``extra`` the date of level 1, or the words in place of a year."""
    if isinstance(value, dict) and set(value) == {"literal"} and isinstance(value["literal"], str):
        return {"extra": {"year": encode(value["literal"])}}, True
    try:
        date, exact = from_date(_begin(value))
    except InputError:
        return {}, False
    text = None
    if isinstance(value, dict) and not (exact and value == _begin(value)):
        text = to_edtf(value)
    return {"issued": date} | ({"extra": {"date": text}} if text else {}), exact or text is not None


def _begin(value: Any) -> Any:
    """The date, or of an open range its begin."""
    parts = value.get("date-parts") if isinstance(value, dict) else None
    return value | {"date-parts": parts[:1]} if isinstance(parts, list) and parts[1:] == [[0]] else value


def _read_keyword(value: object) -> _Read:
    text = unquote(_text(value) or "")
    words = (word.strip() for word in text.split(";" if ";" in text else ","))
    return {"keyword": tuple(word for word in words if word)}, bool(text)


def _read_identifiers(scheme: Scheme, separator: str = r"$^") -> Callable[[object], _Read]:
    def read(value: object) -> _Read:
        parts = re.split(separator, str(value).strip())
        try:
            found = [parse_identifier(f"{scheme}:{one}") for one in parts]
        except InputError:
            return {}, False
        return {"identifiers": found}, True

    return read


def _read_number(value: object) -> _Read:
    text = _text(value) or ""
    if not re.match(r"arxiv:", text, re.IGNORECASE):
        return _read_text("number")(value)
    return _read_identifiers(Scheme.ARXIV)(text[len("arxiv:") :])


def read_link(url: str) -> Identifier | str | None:
    """The identifier whose page the link is, else the link itself, as far as it is one."""
    if not is_http_url(url):
        return None
    try:
        found = parse_identifier(url)
    except InputError:
        return url
    return url if found.scheme is Scheme.URL else found


def _read_url(value: object) -> _Read:
    link = read_link(str(value).strip())
    return ({"url": link} if isinstance(link, str) else {"identifiers": [link]} if link else {}), link is not None


def _read_custom(value: object) -> _Read:
    if not isinstance(value, dict):
        return {}, False
    others = {name: one for name, one in value.items() if name != "moebib" or not own_of(value)}
    return ({"extra": {"csl-custom": as_text(others)}} if others else {}), True


def _or_else(read: Callable[[object], _Read], name: str) -> Callable[[object], _Read]:
    """What is no identifier waits under the name that it has in a .bib file."""

    def read_or_keep(value: object) -> _Read:
        found, exact = read(value)
        return (found, True) if exact else _read_extra(name)(value)

    return read_or_keep


def _read_extra(name: str) -> Callable[[object], _Read]:
    def read(value: object) -> _Read:
        extra, exact = from_variable(name, value)
        return {"extra": extra}, exact

    return read


_TYPES = frozenset(TYPES)
_LIST = r"[\s,;]+"
# In the order of precedence: where two variables give one field, the first is taken.
READERS: dict[str, Callable[[Any], _Read]] = {
    "citation-key": _read_id,
    "id": _read_id,
    "type": _read_type,
    "title": _read_text("title"),
    **{role: _read_names(role) for role in ROLES},
    "issued": _read_date,
    **{variable(field): _read_text(field) for field in TEXTS},
    "genre": _read_genre,
    "number": _read_number,
    "event": _read_text("event_title"),
    "journalAbbreviation": _read_text("container_title_short"),
    **{row.variable: _read_extra(row.variable) for row in ROWS},
    "DOI": _or_else(_read_identifiers(Scheme.DOI), "DOI"),
    "URL": _or_else(_read_url, "URL"),
    "PMID": _or_else(_read_identifiers(Scheme.PMID), "PMID"),
    "ISBN": _or_else(_read_identifiers(Scheme.ISBN, _LIST), "ISBN"),
    "ISSN": _or_else(_read_identifiers(Scheme.ISSN, _LIST), "ISSN"),
    "keyword": _read_keyword,
    "custom": _read_custom,
}
# "genre" and "number" may mean more than they say.
TEXT_FIELDS = {"title": "title"} | {variable(field): field for field in TEXTS if field not in ("genre", "number")}
_RANK = {name: rank for rank, name in enumerate(READERS)}


def rank(name: str) -> int:
    """The place of a variable in the order of precedence; of one that is not read, the last."""
    return _RANK.get(name, len(_RANK))
