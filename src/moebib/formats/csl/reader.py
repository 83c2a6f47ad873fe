"""CSL-JSON item -> Record: how each variable is read, and how the fields they give are combined."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_args

from moebib.errors import InputError
from moebib.formats._doi import is_doi_of_arxiv
from moebib.formats._status import read_status, status_in_words, status_key, write_status
from moebib.formats.bibtex import Dialect, fields_to_write
from moebib.formats.csl.fields import DATE_FIELDS, DATE_VARIABLES, NAME_FIELDS, NAME_VARIABLES, TEXT_FIELDS, variable
from moebib.formats.csl.note import noted_variables
from moebib.formats.csl.shapes import in_shape
from moebib.formats.csl.values import from_date, from_names, says_no_date
from moebib.formats.csl.variables import ROWS, from_variable
from moebib.records.citekey import fit_key
from moebib.records.fields import TYPES, Type
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.links import parse_link
from moebib.records.markup import MARKUP
from moebib.records.record import Record
from moebib.text.grammar import source
from moebib.text.latex import encode
from moebib.text.scripts import without_marks
from moebib.text.tags import from_tags, is_plain, unquote
from moebib.text.urls import is_http_url

__all__ = ["from_csl", "number_is_free", "number_is_of_series", "read_link", "read_text"]

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
        plain = source(text) if field in MARKUP else without_marks(text)
        return ({field: plain}, exact) if plain else ({}, False)

    return read


def _read_id(value: object) -> _Read:
    key = _text(value) or ""
    fitting = fit_key(key)
    return ({"id": fitting or "unnamed"} if key else {}), fitting == key


def _read_type(value: object) -> _Read:
    is_type = isinstance(value, str) and value in _TYPES
    return {"type": value if is_type else OTHER_TYPES.get(str(value).lower(), "document")}, is_type


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
        parts = re.split(separator, str(value).strip())
        try:
            identifiers = [parse_identifier(f"{scheme}:{part}") for part in parts]
        except InputError:
            return {}, False
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
    link = read_link(str(value).strip())
    return ({"url": link} if isinstance(link, str) else {"identifiers": [link]} if link else {}), link is not None


def _read_custom(value: object) -> _Read:
    if not isinstance(value, dict):
        return {}, False
    foreign = {name: item for name, item in value.items() if name != "moebib" or not exact_fields(value)}
    return ({"extra": {"csl-custom": as_text(foreign)}} if foreign else {}), True


def _or_else(read: Callable[[object], _Read], name: str) -> Callable[[object], _Read]:
    """As *read*, but a value that is not an identifier goes to ``extra``, under its name in a .bib file."""

    def read_or_keep(value: object) -> _Read:
        fields, exact = read(value)
        return (fields, True) if exact else _read_extra(name)(value)

    return read_or_keep


def _read_extra(name: str) -> Callable[[object], _Read]:
    def read(value: object) -> _Read:
        extra, exact = from_variable(name, value)
        return {"extra": extra}, exact

    return read


_TYPES = frozenset(TYPES)
_OTHER_DATES = DATE_VARIABLES - {variable(field) for field in DATE_FIELDS}
_IDENTIFIERS = frozenset(["DOI", "URL", "PMID", "PMCID", "ISBN", "ISSN"])
_LIST = r"[\s,;]+"
OTHER_TYPES: Mapping[str, Type] = {
    "journal-article": "article-journal", "proceedings-article": "paper-conference", "posted-content": "article",
    "book-chapter": "chapter", "book-section": "chapter", "book-part": "chapter", "monograph": "book",
    "edited-book": "book", "reference-book": "book", "proceedings": "book", "reference-entry": "entry",
    "dissertation": "thesis", "peer-review": "review", "journal": "periodical", "inproceedings": "paper-conference",
    "conference": "paper-conference", "incollection": "chapter", "inbook": "chapter", "phdthesis": "thesis",
    "mastersthesis": "thesis", "techreport": "report", "misc": "document", "online": "webpage",
    "unpublished": "manuscript", "booklet": "pamphlet", "manual": "report",
}  # fmt: skip
"""Types that Crossref and BibTeX have under another name, and that programs leave in CSL-JSON."""
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
    "event": read_text("event_title"),
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


_BOOKS = frozenset(["book", "collection", "classic"])


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
        read, exact = _read(name, value)
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
    fields |= {"identifiers": tuple(identifiers), "extra": extra}
    return _record(_as_preprint(fields, item), exact_fields(item.get("custom")))


def _read(name: str, value: object) -> _Read:
    read, exact = READERS[name](value) if name in READERS else ({}, False)
    if exact or name not in READERS:
        return read, exact
    shaped, is_whole = in_shape(name, value)
    if shaped == value:
        return read, exact
    read, exact = READERS[name](shaped)
    return read, exact and is_whole


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
