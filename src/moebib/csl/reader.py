"""CSL-JSON item -> Record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from moebib.csl.fields import ROLES, TEXTS, variable
from moebib.csl.markup import from_markup, unquote
from moebib.csl.values import from_date, from_name, to_name
from moebib.errors import InputError
from moebib.identifier import Identifier, Scheme, parse_identifier
from moebib.record import KEY, TYPES, Record

__all__ = ["from_csl"]

_Read = tuple[dict[str, Any], bool]
"""The fields that a variable's value gives, and whether they say all of it."""


def from_csl(item: Mapping[str, Any]) -> Record:
    """The record of a CSL-JSON item.

    What a record has no home for is kept under its variable's name in ``extra`` ("csl-annote"; as JSON where it is no
    text), and so is the original of what could be read only in part: italics, "circa", a DOI that is none.

    >>> from_csl({"id": 7, "type": "book", "title": "On <i>E. coli</i>", "PMCID": "PMC1"}).extra
    {'csl-title': 'On <i>E. coli</i>', 'csl-PMCID': 'PMC1'}

    Raises:
        pydantic.ValidationError: If ``id`` or ``type`` is missing, or ``custom`` holds what is no field.
    """
    fields: dict[str, Any] = {}
    identifiers: dict[Identifier, None] = {}
    extra: dict[str, str] = {}
    for name in sorted(item, key=lambda name: _RANK.get(name, len(_RANK))):
        if (value := item[name]) in ("", None, [], {}):
            continue
        found, exact = _READERS.get(name, _read_nothing)(value)
        identifiers |= dict.fromkeys(found.pop("identifiers", ()))
        if not exact or any(fields.get(field, one) != one for field, one in found.items()):
            extra[f"csl-{name}"] = _as_text(value)
        fields = found | fields
    own = _own(item.get("custom"))
    return Record(**(_as_preprint(fields, item) | {"identifiers": tuple(identifiers), "extra": extra} | own))


def _as_preprint(fields: dict[str, Any], item: Mapping[str, Any]) -> dict[str, Any]:
    """Of a preprint, the archive is the publisher in CSL-JSON and the container here."""
    if fields.get("type") == "article" and re.match(r"arxiv:", str(item.get("number")), re.I):
        fields.setdefault("genre", "preprint")
    if fields.get("type") == "article" and fields.get("genre") == "preprint" and "container_title" not in fields:
        fields["container_title"] = fields.pop("publisher", "")
    return fields


def _own(custom: object) -> dict[str, Any]:
    own = custom.get("moebib") if isinstance(custom, dict) else None
    return own if isinstance(own, dict) else {}


def _text(value: object) -> str | None:
    """Text, or a number as text: the schema allows both for ``volume`` and others."""
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None


def _as_text(value: object) -> str:
    return _text(value) or json.dumps(value, ensure_ascii=False)


def _read_nothing(_: object) -> _Read:
    return {}, False


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
    return {"type": value if value in TYPES else "document"}, value in TYPES


def _read_genre(value: object) -> _Read:
    return ({"genre": "preprint"}, True) if value == "Preprint" else _read_text("genre")(value)


def _read_names(role: str) -> Callable[[object], _Read]:
    def read(value: object) -> _Read:
        if not isinstance(value, list):
            return {}, False
        names = [name for name in map(from_name, value) if name]
        given = [{part: text for part, text in one.items() if text} if isinstance(one, dict) else one for one in value]
        return {role: names}, [to_name(name) for name in names] == given

    return read


def _read_date(value: object) -> _Read:
    try:
        date, exact = from_date(value)
    except InputError:
        return {}, False
    return {"issued": date}, exact


def _read_keyword(value: object) -> _Read:
    text = unquote(_text(value) or "")
    words = (word.strip() for word in text.split(";" if ";" in text else ","))
    return {"keyword": [word for word in words if word]}, bool(text)


def _read_identifiers(scheme: Scheme, separator: str = r"$^") -> Callable[[object], _Read]:
    def read(value: object) -> _Read:
        try:
            found = [parse_identifier(f"{scheme}:{one}") for one in re.split(separator, str(value).strip())]
        except InputError:
            return {}, False
        return {"identifiers": found}, True

    return read


def _read_number(value: object) -> _Read:
    text = _text(value) or ""
    if not re.match(r"arxiv:", text, re.I):
        return _read_text("number")(value)
    return _read_identifiers(Scheme.ARXIV)(text[len("arxiv:") :])


def _read_url(value: object) -> _Read:
    text = str(value).strip()
    try:
        found = parse_identifier(text)
    except InputError:
        return {}, False
    if not re.match(r"https?://", text):
        return {}, False
    return ({"url": text} if found.scheme is Scheme.URL else {"identifiers": [found]}), True


def _read_custom(value: object) -> _Read:
    return {}, isinstance(value, dict) and set(value) == {"moebib"} and bool(_own(value))


# In the order of precedence: where two variables give one field, the first is taken.
_READERS: dict[str, Callable[[Any], _Read]] = {
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
    "DOI": _read_identifiers(Scheme.DOI),
    "URL": _read_url,
    "PMID": _read_identifiers(Scheme.PMID),
    "ISBN": _read_identifiers(Scheme.ISBN, r"[\s,;]+"),
    "ISSN": _read_identifiers(Scheme.ISSN, r"[\s,;]+"),
    "keyword": _read_keyword,
    "custom": _read_custom,
}
_RANK = {name: rank for rank, name in enumerate(_READERS)}
