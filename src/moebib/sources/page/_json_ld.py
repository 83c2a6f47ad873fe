"""The fields in the JSON-LD of a page, in the words of https://schema.org: of blogs, publishers and repositories."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from moebib.normalise.fields import identifiers, name_or_text, text
from moebib.normalise.names import all_names, display_name, name_in_parts, organisation
from moebib.records.equivalence import equivalent_text
from moebib.records.fields import Type
from moebib.records.name import Name
from moebib.sources.page._tags import date_of, pages_or_number, type_in

__all__ = ["linked_fields"]

_Item = Mapping[str, Any]

_TYPES: Mapping[str, Type] = {
    "ScholarlyArticle": "document", "MedicalScholarlyArticle": "document", "Thesis": "thesis", "Chapter": "chapter",
    "Report": "report", "TechArticle": "document", "Book": "book", "Dataset": "dataset",
    "SoftwareSourceCode": "software", "SoftwareApplication": "software", "BlogPosting": "post-weblog",
    "NewsArticle": "article-newspaper", "AnalysisNewsArticle": "article-newspaper", "Article": "webpage",
    "PresentationDigitalDocument": "speech",
}  # fmt: skip
"""The types of works, the more specific ones first; an article in a periodical is one of a journal."""
_ARTICLES = ("document", "webpage")
_LONGEST = 1_000_000
_DEEPEST = 5


def linked_fields(texts: Sequence[str], url: str, title: str) -> dict[str, Any]:
    """The fields of the work that the page at *url* is about, of which the tags have the *title*; empty if unclear.

    It is the only work, the one with this title, or the one with this URL.
    """
    works = [item for text in texts for item in _items(_load(text)) if _type(item) and _title(item)]
    if title:
        works = [work for work in works if equivalent_text(_title(work), title)]
    elif len(works) > 1:
        works = [work for work in works if url in _urls(work)]
    if not works or (not title and len(works) > 1):
        return {}
    return _fields(min(works, key=lambda work: list(_TYPES.values()).index(_type(work) or "document")))


def _load(text: str) -> object:
    try:
        return json.loads(text) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        return None


def _items(value: object, depth: int = 0) -> Iterator[_Item]:
    """The objects of a document, and what a page or graph is about."""
    if depth > _DEEPEST:
        return
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            for name in ("@graph", "mainEntity"):
                yield from _items(item.get(name), depth + 1)


def _types(item: _Item) -> list[str]:
    types = item.get("@type")
    return [text(type_).rpartition("/")[2] for type_ in (types if isinstance(types, list) else [types])]


def _type(item: _Item) -> Type | None:
    types = _types(item)
    return next((type_ for name, type_ in _TYPES.items() if name in types), None)


def _title(item: _Item) -> str:
    return text(item.get("headline")) or text(item.get("name"))


def _urls(item: _Item) -> set[str]:
    pages = (item.get("url"), item.get("@id"), item.get("mainEntityOfPage"))
    return {text(page.get("@id") if isinstance(page, dict) else page) for page in pages} - {""}


def _fields(work: _Item) -> dict[str, Any]:
    container, kind = _container(work)
    type_ = _type(work) or "document"
    if type_ in _ARTICLES and kind in ("Periodical", "Book", "PublicationEvent"):
        type_ = type_in(container.get("container_title", ""), is_journal=kind == "Periodical")
    has_abstract = type_ not in ("webpage", "post-weblog", "article-newspaper")
    return {
        "type": type_,
        "title": _title(work),
        "author": all_names(map(_name, _list(work.get("author") or work.get("creator")))),
        "editor": all_names(map(_name, _list(work.get("editor")))) or (),
        "issued": date_of(text(work.get("datePublished"))),
        "publisher": next((name_or_text(item) for item in _list(work.get("publisher"))), ""),
        "abstract": text(work.get("abstract")) or (text(work.get("description")) if has_abstract else ""),
        "identifiers": identifiers(*_identifiers(work)),
        **pages_or_number(text(work.get("pageStart")), text(work.get("pageEnd"))),
        **container,
    }


def _container(work: _Item) -> tuple[dict[str, str], str]:
    """Where it is, and of what type that is: in an issue of a volume of a periodical, in a book, on a site."""
    fields: dict[str, str] = {}
    kind = ""
    wholes = [work]
    for _ in range(_DEEPEST):
        wholes = [item for whole in wholes for item in _list(whole.get("isPartOf")) if isinstance(item, dict)]
        for whole in wholes:
            numbers = {"volume": text(whole.get("volumeNumber")), "issue": text(whole.get("issueNumber"))}
            fields = {name: number for name, number in numbers.items() if number} | fields
            types = [type_ for type_ in _types(whole) if type_ not in ("PublicationIssue", "PublicationVolume")]
            if types and "container_title" not in fields:
                kind = types[0]
                fields["container_title"] = text(whole.get("name"))
    return fields, kind


def _name(value: object) -> Name | None:
    """A person in parts or as one name, or an organisation."""
    if not isinstance(value, dict):
        return display_name(value) if isinstance(value, str) else None
    if "Organization" in _types(value):
        return organisation(value.get("name"))
    family = text(value.get("familyName"))
    return name_in_parts(family, value.get("givenName")) if family else display_name(value.get("name"))


def _identifiers(work: _Item) -> Iterator[str]:
    """A DOI is the identifier, the "same as", or the URL of a work; the ISBN is its own."""
    for value in (work.get("identifier"), work.get("sameAs"), work.get("@id"), work.get("url"), work.get("doi")):
        for item in _list(value):
            if isinstance(item, dict):
                scheme = text(item.get("propertyID")).rpartition("/")[2].lower()
                yield f"{scheme}:{text(item.get('value'))}" if scheme else text(item.get("value"))
            else:
                yield text(item)
    yield from (f"isbn:{text(isbn)}" for isbn in _list(work.get("isbn")))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
