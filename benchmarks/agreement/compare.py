"""Comparable names, titles, dates, pages and DOIs, without the differences that readers are free to make."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

FIELDS = ("author", "title", "issued", "page", "doi", "type")
Form = dict[str, Any]
"""The comparable value of each field that a reader returns; a missing field is no vote."""

_TAG = re.compile(r"</?(?:i|b|sup|sub|sc|span|em|strong|pre|code|p)(?:\s[^<>]*)?/?>", re.I)
_DASHES = re.compile(r"[\u2010-\u2015\u2212]|-{2,}")
_QUOTES = re.compile(r"[\u2018-\u201f\u2032\xab\xbb\xb4\"'`]+")
# In formulas, too: some readers return $x^2$, others x<sup>2</sup>.
_SILENT = re.compile(r"[{}$^_\u2060\u200b\u00ad\ufeff]")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905


def from_csl(item: dict[str, Any]) -> Form:
    """The comparable fields of a CSL-JSON item."""
    return {
        "author": names(item.get("author") or []),
        "title": text(item.get("title")).casefold(),
        "issued": _parts(item.get("issued")),
        "page": pages(item.get("page")),
        "doi": doi(item.get("DOI")),
        "type": item.get("type"),
    }


def from_fields(names_of_authors: list[dict[str, str]] | None, fields: dict[str, Any]) -> Form:
    """The comparable fields of an entry, from a reader without CSL; types and ambiguous dates are no vote."""
    form: Form = {"page": pages(fields.get("pages")), "doi": doi(fields.get("doi"))}
    if names_of_authors is not None:
        form["author"] = names(names_of_authors)
    if "\\" not in (title := fields.get("title") or ""):
        form["title"] = text(title).casefold()
    if (issued := _simple_date(fields)) is not False:
        form["issued"] = issued
    return form


def text(value: object) -> str:
    """The text without markup and braces, and with one kind of dash, quotation mark and space."""
    plain = _SILENT.sub("", _TAG.sub("", str(value or ""))).replace("~", " ")
    plain = _QUOTES.sub("'", _DASHES.sub("-", plain))
    return unicodedata.normalize("NFC", " ".join(plain.split())).rstrip(".")


def names(people: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Family name with its particles, and given name; suffixes and "and others" are left out."""
    both = [_name(person) for person in people]
    return [name for name in both if name[0] not in ("", "others", "et al")]


def _name(person: dict[str, str]) -> tuple[str, str]:
    particles = ("dropping-particle", "non-dropping-particle", "family")
    family = " ".join(person[part] for part in particles if person.get(part))
    whole = person.get("literal") or ("" if family else person.get("given"))
    given = text(person.get("given"))
    spaced = (text(whole), "") if whole else (text(family), re.sub(r"(?<=\.) ", "", given))
    return spaced[0].casefold(), spaced[1].casefold()


def pages(value: object) -> str:
    return text(value).replace(" ", "")


def doi(value: object) -> str:
    """The DOI without a resolver or a prefix, and without the escapes of LaTeX."""
    plain = re.sub(r"\\(?=[_&%#$])|[{}\s]", "", str(value or "")).casefold()
    return re.sub(r"^(?:https?://[\w.]*\bdoi\.[\w.]+/|doi:)", "", plain).rstrip(".")


def _parts(date: dict[str, Any] | None) -> object:
    if parts := (date or {}).get("date-parts"):
        return [[int(number) for number in part] for part in parts if part]
    return (date or {}).get("literal") or (date or {}).get("raw")


def _simple_date(fields: dict[str, Any]) -> object:
    """The date parts; None without a date, False if the date needs interpretation."""
    value = {name: re.sub(r'[{}"]', "", str(fields.get(name) or "")).strip() for name in ("date", "year", "month")}
    if value["date"]:
        matches = [_DATE.fullmatch(part) for part in value["date"].split("/")]
        return [[int(part) for part in match.groups() if part] for match in matches if match] if all(matches) else False
    if not value["year"]:
        return False if value["month"] else None
    month = value["month"].casefold()[:3]
    if not re.fullmatch(r"\d{4}", value["year"]) or fields.get("day") or not (month == "" or month in _MONTHS):
        return False
    return [[int(value["year"]), *([_MONTHS.index(month) + 1] if month else [])]]
