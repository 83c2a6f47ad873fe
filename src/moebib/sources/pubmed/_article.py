"""The articles in PubMed's XML. Its elements: https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from moebib.normalise.fields import identifiers, make_notice, make_record, related_as
from moebib.normalise.names import all_names, name_in_parts, organisation
from moebib.normalise.pubmed import bare_title, pages_or_number, spaced
from moebib.records.answer import Related, RelatedKind
from moebib.records.archives import archive_of
from moebib.records.date import Date
from moebib.records.identifier import Identifier
from moebib.records.name import Name, Names
from moebib.records.publication import Status
from moebib.records.record import Record
from moebib.records.written_date import read_written_date

__all__ = ["record_of", "related_to", "text_at"]

_RELATIONS_PATH = "MedlineCitation/CommentsCorrectionsList/CommentsCorrections"
_NOTICES = {"RetractionOf", "ErratumFor", "ExpressionOfConcernFor"}
_RELATIONS: Mapping[str, RelatedKind] = {
    "UpdateIn": "published-as", "UpdateOf": "preprint", "RepublishedIn": "same-work", "RepublishedFrom": "same-work",
    "CorrectedandRepublishedIn": "same-work", "CorrectedandRepublishedFrom": "same-work",
    **dict.fromkeys(_NOTICES, "notice-of"),
}  # fmt: skip
_DEEPEST = 20
"""Elements that are nested deeper are read without their tags."""


def record_of(article: Element, *others: Identifier) -> Record | None:
    """The record of an article, with *others* of its identifiers; ``None`` without a title or with invalid names."""
    content = article.find("MedlineCitation/Article")
    author = _authors(content) if content is not None else None
    if content is None or author is None:
        return None
    kinds = {_text(kind) for kind in content.iterfind("PublicationTypeList/PublicationType")}
    relations = {_kind_of(relation) for relation in article.iterfind(_RELATIONS_PATH)}
    make = make_notice if relations & _NOTICES else make_record
    return make(
        **_container(content, is_preprint="Preprint" in kinds),
        title=bare_title(_marked(content.find("VernacularTitle")) or _marked(content.find("ArticleTitle"))),
        author=author,
        issued=_issued(content),
        abstract=" ".join(_abstract(content)),
        identifiers=tuple(dict.fromkeys((*identifiers(*_spelled_identifiers(article)), *others))),
        status=_status(article, is_retracted="Retracted Publication" in kinds),
    )


def _spelled_identifiers(article: Element) -> Iterator[str]:
    yield f"pmid:{text_at(article, 'MedlineCitation/PMID')}"
    for kind, scheme in (("doi", "doi"), ("pmc", "pmcid")):
        for item in article.iterfind(f"PubmedData/ArticleIdList/ArticleId[@IdType='{kind}']"):
            yield f"{scheme}:{_text(item)}"
    yield f"issn:{text_at(article, 'MedlineCitation/Article/Journal/ISSN')}"


def _authors(content: Element) -> Sequence[Name] | None:
    """The authors; without superseded spellings of their names."""
    listed = content.find("AuthorList")
    if listed is None:
        return ()
    names = all_names(_name(author) for author in listed.iterfind("Author") if author.get("ValidYN") != "N")
    return Names([*names, Name("others")]) if names and listed.get("CompleteYN") == "N" else names


def _name(author: Element) -> Name | None:
    if group := _marked(author.find("CollectiveName")):
        return organisation(group)
    given = text_at(author, "ForeName") or spaced(text_at(author, "Initials"))
    return name_in_parts(text_at(author, "LastName"), given, text_at(author, "Suffix"))


def _container(content: Element, *, is_preprint: bool) -> dict[str, Any]:
    journal = text_at(content, "Journal/Title")
    if is_preprint:
        archive = archive_of(journal)
        return {"type": "article", "genre": "preprint", "container_title": archive.name if archive else journal}
    issue = content.find("Journal/JournalIssue")
    return {
        "type": "article-journal",
        "container_title": journal,
        "container_title_short": text_at(content, "Journal/ISOAbbreviation"),
        "volume": "" if issue is None else text_at(issue, "Volume"),
        "issue": "" if issue is None else text_at(issue, "Issue"),
        **pages_or_number(text_at(content, "Pagination/MedlinePgn")),
    }


def _issued(content: Element) -> Date | None:
    """The date of the issue; for an article that is in no printed issue, the day on which it appeared."""
    issued, online = content.find("Journal/JournalIssue/PubDate"), content.find("ArticleDate")
    date, day = (_date(element) if element is not None else None for element in (issued, online))
    is_online = content.get("PubModel", "").startswith("Electronic")
    return day if day and (date is None or (is_online and day.year == date.year)) else date


def _date(element: Element) -> Date | None:
    year, month, day = (text_at(element, name) for name in ("Year", "Month", "Day"))
    if month.isdecimal():
        return read_written_date("-".join(filter(None, (year, f"{month:0>2}", day and f"{day:0>2}"))))
    written = " ".join(filter(None, (day, month or text_at(element, "Season"), year)))
    return read_written_date(written or text_at(element, "MedlineDate"))


def _abstract(content: Element) -> Iterator[str]:
    for section in content.iterfind("Abstract/AbstractText"):
        label = section.get("Label", "")
        yield f"{label}: {_marked(section)}" if label else _marked(section)


def _kind_of(relation: Element) -> str:
    return relation.get("RefType", "")


def related_to(article: Element) -> tuple[Related, ...]:
    """The publication of a preprint, and the article that a notice is about."""
    return tuple(
        related
        for relation in article.iterfind(_RELATIONS_PATH)
        if (kind := _RELATIONS.get(_kind_of(relation)))
        for related in related_as(kind, f"pmid:{text_at(relation, 'PMID')}")
    )


def _status(article: Element, *, is_retracted: bool) -> Status | None:
    """Retracted or corrected, with the page of the notice."""
    pages = {
        _kind_of(relation): next((notice.url for notice in identifiers(f"pmid:{text_at(relation, 'PMID')}")), None)
        for relation in article.iterfind(_RELATIONS_PATH)
    }
    if is_retracted or "RetractionIn" in pages:
        return Status(kind="retracted", source=pages.get("RetractionIn") or "pubmed")
    return Status(kind="corrected", source=pages["ErratumIn"] or "pubmed") if "ErratumIn" in pages else None


def text_at(element: Element, path: str) -> str:
    """The text of the element at *path*, without tags; empty if there is none."""
    return _text(element.find(path))


def _text(element: Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _marked(element: Element | None, depth: int = 0) -> str:
    """The text of *element* with its tags; those of MathML have their usual prefix."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        namespace, _, name = child.tag.rpartition("}")
        tag = f"mml:{name}" if namespace.endswith("MathML") else name
        parts += [f"<{tag}>", _marked(child, depth + 1) if depth < _DEEPEST else _text(child), f"</{tag}>"]
        parts.append(child.tail or "")
    return " ".join("".join(parts).split()) if depth == 0 else "".join(parts)
