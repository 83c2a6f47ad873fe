"""Fields: where those of a record stand in Hayagriva."""

from __future__ import annotations

import re
from typing import NamedTuple

from moebib.records.identifier import Scheme, schemes

__all__ = [
    "FIELD_ROWS",
    "IN_HAYAGRIVA",
    "KEPT",
    "LANGUAGE",
    "NOT_IN_HAYAGRIVA",
    "SERIALS",
    "FieldRow",
]


class FieldRow(NamedTuple):
    """The path of a field: "parent.title" is the title of what it appeared in, or its own where there is no such."""

    field: str
    path: str


_ = FieldRow
# In the order of writing.
FIELD_ROWS = (
    _("id", "(key)"),
    _("type", "type"),
    _("title", "title"),
    _("author", "author"),
    _("issued", "date"),
    _("editor", "editor"),
    _("edition", "edition"),
    _("genre", "genre"),
    _("page", "page-range"),
    _("number", "serial-number.serial"),
    _("identifiers", "serial-number"),
    _("url", "url"),
    _("language", "language"),
    _("container_title", "parent.title"),
    _("container_title_short", "parent.title.short"),
    _("volume", "parent.volume"),
    _("issue", "parent.issue"),
    _("publisher", "parent.publisher.name"),
    _("publisher_place", "parent.publisher.location"),
    _("collection_title", "parent.parent.title"),
    _("event_title", "parent.title (conference)"),
    _("event_place", "parent.location (conference)"),
    _("abstract", "abstract"),
    _("note", "note"),
    _("keyword", "moebib.keyword"),
    _("extra", "moebib.extra"),
)
IN_HAYAGRIVA = tuple(row.field for row in FIELD_ROWS)
"""The fields that are read back as they were."""
NOT_IN_HAYAGRIVA = ("tags", "ids", "aliases", "links", "versions", "status", "origin")
"""The fields that say something about the list or the history of a work: no part of a reference."""

SERIALS = tuple(
    scheme
    for scheme in (
        *schemes(Scheme.DOI, Scheme.ISBN, Scheme.ISSN, Scheme.PMID, Scheme.ARXIV, names="work"),
        *schemes(Scheme.DBLP, names="database"),
    )
    if scheme is not Scheme.URL
)
"""What may stand under ``serial-number``, one of each; Typst prints the first four."""
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-([A-Za-z\d]{5,8}|\d[A-Za-z\d]{3}))*", re.A)
"""A Unicode language identifier (UTS 35); another one is an error to Typst."""
KEPT = {
    "affiliated": r".*", "organization": r".*", "archive": r".*", "archive-location": r".*", "call-number": r".*",
    "location": r".*", "page-total": r"\d+", "volume-total": r"\d+", "runtime": r"\d\d:\d\d(?::\d\d)?",
}  # fmt: skip
"""Fields of Hayagriva that no field of a record is for, and the values of them that Typst takes: they wait in ``extra``
as "hayagriva-archive", and are written again."""
