"""What a work is, by Crossref's types (https://api.crossref.org/types)."""

from __future__ import annotations

from collections.abc import Mapping

from moebib.records.record import Type

__all__ = ["type_of"]

_TYPES: Mapping[str, Type] = {
    "journal-article": "article-journal", "proceedings-article": "paper-conference", "posted-content": "article",
    "book-chapter": "chapter", "book-part": "chapter", "book-section": "chapter", "book-track": "chapter",
    "book": "book", "edited-book": "book", "monograph": "book", "reference-book": "book", "proceedings": "book",
    "book-series": "collection", "book-set": "collection", "proceedings-series": "collection",
    "report-series": "collection", "reference-entry": "entry", "dissertation": "thesis", "report": "report",
    "report-component": "report", "dataset": "dataset", "database": "dataset", "software": "software",
    "standard": "standard", "standard-series": "standard", "peer-review": "review", "journal": "periodical",
    "journal-volume": "periodical", "journal-issue": "periodical",
}  # fmt: skip

# What a posted-content is, if it is no preprint.
_SUBTYPES: Mapping[str, Type] = {"dissertation": "thesis", "report": "report", "letter": "article", "other": "article"}


def type_of(type_: str, subtype: str) -> tuple[Type, str]:
    """The type and genre of CSL; of what Crossref may invent, "document".

    >>> type_of("posted-content", "preprint"), type_of("dissertation", ""), type_of("something-new", "")
    (('article', 'preprint'), ('thesis', ''), ('document', ''))
    """
    if type_ == "posted-content":
        return (_SUBTYPES[subtype], "") if subtype in _SUBTYPES else ("article", "preprint")
    return _TYPES.get(type_, "document"), ""
