"""Record -> CSL-JSON item, as an object and as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from moebib.formats._status import read_status, status_in_words, write_status
from moebib.formats.bibtex import kept_extra
from moebib.formats.csl.fields import DATE_FIELDS, IN_CSL, TEXT_FIELDS, restore_variable, variable
from moebib.formats.csl.note import has_variables
from moebib.formats.csl.reader import from_csl, number_is_free, number_is_of_series
from moebib.formats.csl.values import is_exact_date, to_date, to_names
from moebib.formats.csl.variable_readers import read_link, read_text
from moebib.formats.csl.variables import to_variables
from moebib.normalise.latex_names import names_of_bib
from moebib.records.fields import MARKUP
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import NAME_FIELDS
from moebib.records.record import Record
from moebib.text.language import language_tag
from moebib.text.latex import decode
from moebib.text.markup import csl, plain
from moebib.text.tags import is_plain, quote

__all__ = ["dump", "to_csl"]

# json.dumps would make an encoder for each value.
_encode = json.JSONEncoder(ensure_ascii=False).encode

_TEXT_VARIABLES = tuple((field, variable(field)) for field in TEXT_FIELDS)
_DATE_VARIABLES = tuple((field, variable(field)) for field in DATE_FIELDS)
_DATE_NAMES = frozenset(["date", "month", *DATE_FIELDS.values()])
_UNCERTAIN = re.compile(r"[<$\\\u2060]")


def dump(record: Record) -> str:
    """One object of the array, one variable per line."""
    lines = [f'    "{name}": {_encode(value)}' for name, value in to_csl(record).items()]
    return "  {\n" + ",\n".join(lines) + "\n  }"


def to_csl(record: Record) -> dict[str, Any]:
    """The CSL-JSON item of *record*; no field of ``IN_CSL`` is lost.

    >>> item = to_csl(Record(id="a", type="article", title="{iPhone} < b", issued="2024-01", author=["de Wit, Jan"]))
    >>> item["title"], item["author"]
    ('<span class="nocase">iPhone</span> < b', [{'family': 'Wit', 'given': 'Jan', 'non-dropping-particle': 'de'}])
    """
    custom: dict[str, Any] = {}
    item, exact = _variables(record)
    exact = _fit(record, item, custom) and exact
    _write_identifiers(record, item, custom)
    exact = _write_keywords(record.keyword, item) and exact
    if record.extra:
        exact = _write_extra(record, item, custom) and exact
    if not exact:
        item, missing = _verified(item, record)
        custom = {name: value for name, value in custom.items() if name == "identifiers"} | missing
    if has_variables(record.note):  # which reading would take out of the note
        custom["note"] = record.note
    if custom:
        item["custom"] = {**item.get("custom", {}), "moebib": custom}
    return item


def _variables(record: Record) -> tuple[dict[str, Any], bool]:
    """Type, title, names, date and texts, and whether they are known to be read back unchanged."""
    values = vars(record)
    item: dict[str, Any] = {"id": record.id, "type": record.type}
    exact = True
    if title := record.title:
        item["title"] = csl(title)
        exact = _is_exact("title", item["title"], title)
    for role in NAME_FIELDS:
        if values[role]:
            item[role], same = to_names(values[role])
            exact = exact and same
    for field, name in _DATE_VARIABLES:
        if date := values[field]:
            item[name] = to_date(date)
            exact = exact and is_exact_date(date)
    for field, name in _TEXT_VARIABLES:
        if text := values[field]:
            has_markup, is_title = field in MARKUP, field not in ("abstract", "note")
            item[name] = written = csl(text, is_title=is_title) if has_markup else quote(text)
            exact = exact and _is_exact(field, written, text)
    if (tag := language_tag(record.language)) != record.language:  # processors know no names of languages
        item["language"] = tag
        exact = False
    if record.status:
        kept = status_in_words(record.extra.get("pubstate", ""))
        word = kept if read_status(kept) == record.status else write_status(record.status)
        if word:
            item["status"] = word
        exact = exact and word == write_status(record.status) and record.status == read_status(word)
    return item, exact


def _is_exact(field: str, written: str, text: str) -> bool:
    """Whether reading gives *text* back; formulas are not read back, and braces always are."""
    return not _UNCERTAIN.search(text) or read_text(field)(written) == ({field: text}, True)


def _fit(record: Record, item: dict[str, Any], custom: dict[str, Any]) -> bool:
    """Move values to the variables that processors print; whether the reader moves all of them back."""
    if record.type == "article-journal" and _ends_in_acronym(short := record.container_title_short):
        # Styles print it instead of the full name, which is fine for "IEEE Trans. Comput.", but not for "IEEE TPDS".
        del item["container-title-short"]
        custom["container_title_short"] = short
    elif record.number and number_is_of_series(item):
        item["collection-number"] = item.pop("number")
    if record.type != "article":
        return record.genre != "Preprint"
    if record.genre != "preprint":
        return not record.genre and not record.number.lower().startswith("arxiv:")
    if record.publisher:
        return record.container_title != ""
    if "container-title" in item:
        item["publisher"] = item.pop("container-title")
    return not record.number


def _ends_in_acronym(short: str) -> bool:
    """Whether the last word has several capitals, and no word is abbreviated with a period: "IEEE TPDS"."""
    return "." not in short and len(re.findall("[A-Z]", re.split(r"\W", short)[-1])) > 1


def _write_keywords(keywords: tuple[str, ...], item: dict[str, Any]) -> bool:
    if not keywords:
        return True
    text = "; ".join(keywords) if any("," in keyword for keyword in keywords) else ", ".join(keywords)
    item["keyword"] = quote(f"{text};" if "," in text and len(keywords) == 1 else text)
    plain = all(keyword and keyword == keyword.strip() and ";" not in keyword for keyword in keywords)
    return plain and is_plain(text)


def _write_identifiers(record: Record, item: dict[str, Any], custom: dict[str, Any]) -> None:
    """The identifiers that CSL has variables for, and the link; if these are not all, all of them in *custom*."""
    first: dict[Scheme, Identifier] = {}
    for identifier in record.identifiers:
        first.setdefault(identifier.scheme, identifier)
    written: list[Identifier] = []
    version = ""
    if Scheme.ARXIV in first and record.is_preprint and not record.number:
        version = record.arxiv_version
        item["number"] = f"arXiv:{first[Scheme.ARXIV].value}{version}"
        written.append(first[Scheme.ARXIV])
    if record.label != version:
        custom["label"] = record.label
    if Scheme.DOI in first:
        item["DOI"] = first[Scheme.DOI].value
        written.append(first[Scheme.DOI])
    link = _write_link(record, item, has_doi=Scheme.DOI in first)
    written += [link] if isinstance(link, Identifier) else []
    for scheme, name in (
        (Scheme.PMID, "PMID"), (Scheme.PMCID, "PMCID"), (Scheme.ISBN, "ISBN"), (Scheme.ISSN, "ISSN")
    ):  # fmt: skip
        if scheme in first:
            same_scheme = [identifier for identifier in record.identifiers if identifier.scheme is scheme]
            if scheme.row.names == "work":  # the variable has one value
                del same_scheme[1:]
            item[name] = " ".join(identifier.value for identifier in same_scheme)
            written += same_scheme
    if set(written) != set(record.identifiers):
        custom["identifiers"] = sorted(map(str, record.identifiers), key=lambda text: text.partition(":")[0])
    if record.url != (link if isinstance(link, str) else None):
        custom["url"] = record.url


def _write_link(record: Record, item: dict[str, Any], *, has_doi: bool) -> Identifier | str | None:
    """Write ``URL``; what it is read as. With a DOI, a landing page is redundant, and styles would print both."""
    url = record.url or (None if has_doi else record.link)
    if not url:
        return None
    item["URL"] = url
    if not record.url:  # the page of an identifier, or a PDF
        candidates = (identifier for identifier in record.identifiers if identifier.scheme is not Scheme.URL)
        if identifier := next((other for other in candidates if other.url == url), None):
            return identifier
    return read_link(url)


def _write_extra(record: Record, item: dict[str, Any], custom: dict[str, Any]) -> bool:
    """Write the variables that correspond to fields of ``extra``, the others to *custom*; whether all are read back."""
    extra = kept_extra(record)
    exact = not any(field.startswith("csl-") for field in extra)
    for field, name in DATE_FIELDS.items() if not _DATE_NAMES.isdisjoint(extra) else ():
        names = ("month", "year", "date") if field == "issued" else (name,)
        if not getattr(record, field) and (words := [decode(extra[name]) for name in names if name in extra]):
            item[variable(field)] = {"literal": " ".join(words)}
            exact = False
    if "number" in extra and not number_is_free(record.type):
        exact = False
    if "publisher" not in item and (stand_in := _publisher(record, extra)):
        item["publisher"] = quote(stand_in)
        exact = False
    variables, rest = to_variables(extra, item)
    item |= variables
    if rest:
        custom["extra"] = rest
    return exact


def _publisher(record: Record, extra: Mapping[str, str]) -> str:
    """What is printed where CSL styles print the publisher: in BibTeX the organisation of a manual or a conference, in
    Zotero the holder of a patent.
    """
    holders = names_of_bib(extra.get("holder", "")) if record.type == "patent" else ()
    return decode(extra.get("organization", "")) or "; ".join(name.display() for name in holders)


def _verified(item: dict[str, Any], record: Record) -> tuple[dict[str, Any], dict[str, Any]]:
    """The item, with the original values that the record was read from, and the fields that are not read back."""
    expected = {name: getattr(record, name) for name in IN_CSL if name != "identifiers"}
    expected["extra"] = kept_extra(record)
    missing = _missing(item, expected)
    for field in expected["extra"]:
        if not field.startswith("csl-"):
            continue
        if restored := restore_variable(field.removeprefix("csl-"), expected["extra"][field]):
            trial = item | restored
            still_missing = _missing(trial, expected)
            added = still_missing.keys() - missing.keys()
            # In record format 1, the markup of a title is only there.
            if _size(still_missing) < _size(missing) or (added and _is_markup(added, from_csl(trial), record)):
                item, missing = trial, still_missing
    fields = record.model_dump(mode="json", include=missing.keys() - {"extra"})
    return item, fields | ({"extra": missing["extra"]} if "extra" in missing else {})


def _missing(item: dict[str, Any], expected: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that differ when *item* is read; of ``extra`` those that differ, ``None`` for superfluous ones."""
    back = from_csl(item)
    missing = {name: value for name, value in expected.items() if name != "extra" and getattr(back, name) != value}
    extra = {field: value for field, value in expected["extra"].items() if back.extra.get(field) != value}
    extra |= dict.fromkeys(back.extra.keys() - expected["extra"].keys())
    return missing | ({"extra": extra} if extra else {})


def _is_markup(fields: Iterable[str], back: Record, record: Record) -> bool:
    """Whether *back* and *record* differ in these *fields* by markup only."""
    return all(name in MARKUP and plain(getattr(back, name)) == plain(getattr(record, name)) for name in fields)


def _size(missing: Mapping[str, Any]) -> int:
    return len(missing) + len(missing.get("extra", ()))
