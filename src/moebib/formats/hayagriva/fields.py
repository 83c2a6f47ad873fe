"""The tables between the types and fields of a record and those of Hayagriva, read in both directions."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, NamedTuple

from moebib.records.fields import Type
from moebib.records.identifier import Scheme, schemes

__all__ = [
    "COLLECTION",
    "COUNTS",
    "EVENT",
    "FIELD_ROWS",
    "IN_HAYAGRIVA",
    "KEPT",
    "LANGUAGE",
    "NOT_IN_HAYAGRIVA",
    "ORIGINAL",
    "ROLES",
    "SERIALS",
    "TRANSLATOR",
    "TYPE_ROWS",
    "HayagrivaDict",
    "HayagrivaField",
    "HayagrivaType",
    "default_parent",
    "read_type",
    "write_type",
]

HayagrivaDict = dict[str, Any]
"""An entry or a parent, as it is in the YAML file."""


class HayagrivaType(NamedTuple):
    """A CSL type, its type and its parent's type in Hayagriva, and others ("type > parent") that are read as it."""

    type: Type
    name: str
    parent: str = ""
    also: tuple[str, ...] = ()


# Reading takes the first row that fits; if that gives another type, the writer adds the type under `moebib`.
TYPE_ROWS = (
    HayagrivaType("article-journal", "article", "periodical"),
    HayagrivaType("paper-conference", "article", "proceedings", ("article > conference",)),
    HayagrivaType("chapter", "chapter", "book", ("chapter", "anthos", "article > book", "article > anthology")),
    HayagrivaType("book", "book", "", ("anthology", "reference")),
    HayagrivaType("thesis", "thesis"),
    HayagrivaType("report", "report", "", ("article > report",)),
    HayagrivaType("article", "article"),
    HayagrivaType("webpage", "web", "web", ("web", "blog", "thread", "article > web", "misc > web", "misc > blog")),
    HayagrivaType("post-weblog", "article", "blog", ("web > blog",)),
    HayagrivaType("post", "post", "post", ("post", "tweet", "article > thread", "misc > thread", "article > post")),
    HayagrivaType("software", "repository"),
    HayagrivaType("document", "misc"),
    HayagrivaType("article-newspaper", "article", "newspaper"),
    HayagrivaType("article-magazine", "article", "periodical"),
    HayagrivaType("legislation", "legislation"),
    HayagrivaType("bill", "legislation"),
    HayagrivaType("broadcast", "video", "video", ("scene",)),
    HayagrivaType("classic", "book"),
    HayagrivaType("collection", "anthology"),
    HayagrivaType("dataset", "repository"),
    HayagrivaType("entry-encyclopedia", "entry", "reference"),
    HayagrivaType("entry-dictionary", "entry", "reference"),
    HayagrivaType("entry", "entry"),
    HayagrivaType("event", "conference", "", ("exhibition",)),
    HayagrivaType("graphic", "artwork"),
    HayagrivaType("figure", "artwork"),
    HayagrivaType("legal_case", "case"),
    HayagrivaType("hearing", "case"),
    HayagrivaType("interview", "misc"),
    HayagrivaType("manuscript", "manuscript"),
    HayagrivaType("map", "artwork"),
    HayagrivaType("motion_picture", "video"),
    HayagrivaType("song", "audio"),
    HayagrivaType("musical_score", "audio"),
    HayagrivaType("pamphlet", "misc"),
    HayagrivaType("patent", "patent"),
    HayagrivaType("performance", "performance"),
    HayagrivaType("periodical", "periodical", "", ("newspaper",)),
    HayagrivaType("personal_communication", "misc"),
    HayagrivaType("regulation", "legislation"),
    HayagrivaType("review", "article", "periodical"),
    HayagrivaType("review-book", "article", "periodical"),
    HayagrivaType("speech", "misc"),
    HayagrivaType("standard", "misc"),
    HayagrivaType("treaty", "legislation"),
)
COLLECTION = "anthology"
"""The type of a parent that is a series."""
EVENT = "conference"
"""The type of a parent that is an event."""
ORIGINAL = "original"
"""The type of a parent that is what was reprinted or translated."""
TRANSLATOR = "translator"
"""The role of a translator."""

_WRITTEN = {row.type: row for row in TYPE_ROWS}
_READ = {
    form: row
    for row in reversed(TYPE_ROWS)
    for form in (*row.also, f"{row.name} > {row.parent}" if row.parent else row.name)
}
_PARENTS = {
    "article": "periodical", "chapter": "book", "entry": "reference", "anthos": "anthology", "web": "web",
    "scene": "video", "artwork": "exhibition", "legislation": "anthology", "post": "post", "tweet": "post",
    "video": "video", "audio": "audio",
}  # fmt: skip


def default_parent(name: str) -> str:
    """The type of a parent without one."""
    return _PARENTS.get(name, "misc")


def write_type(type: Type, genre: str) -> tuple[str, str]:
    """The type in Hayagriva and that of the parent, which may be empty; "proceedings" are a book in CSL.

    >>> write_type("paper-conference", ""), write_type("book", "proceedings")
    (('article', 'proceedings'), ('proceedings', ''))
    """
    row = _WRITTEN[type]
    return ("proceedings", "") if (type, genre) == ("book", "proceedings") else (row.name, row.parent)


def read_type(name: str, parents: Collection[str]) -> tuple[Type, str] | None:
    """The CSL type and the genre that the type implies; ``None`` for an unknown type."""
    name = name.lower()
    if name == "proceedings":
        return "book", "proceedings"
    forms = (*(f"{name} > {parent.lower()}" for parent in parents), name)
    row = next((_READ[form] for form in forms if form in _READ), None)
    return (row.type, "") if row else None


class HayagrivaField(NamedTuple):
    """The path of a field; of "parent.title" the part "title" is used if the entry has no parent."""

    field: str
    path: str


# In the order of writing.
FIELD_ROWS = (
    HayagrivaField("id", "(key)"),
    HayagrivaField("type", "type"),
    HayagrivaField("title", "title"),
    HayagrivaField("title_short", "title.short"),
    HayagrivaField("author", "author"),
    HayagrivaField("issued", "date"),
    HayagrivaField("editor", "editor"),
    HayagrivaField("translator", "affiliated (translator)"),
    HayagrivaField("edition", "edition"),
    HayagrivaField("genre", "genre"),
    HayagrivaField("page", "page-range"),
    HayagrivaField("number", "serial-number.serial"),
    HayagrivaField("identifiers", "serial-number"),
    HayagrivaField("version", "serial-number.version"),
    HayagrivaField("url", "url"),
    HayagrivaField("accessed", "url.date"),
    HayagrivaField("language", "language"),
    HayagrivaField("container_title", "parent.title"),
    HayagrivaField("container_title_short", "parent.title.short"),
    HayagrivaField("volume", "parent.volume"),
    HayagrivaField("issue", "parent.issue"),
    HayagrivaField("publisher", "parent.publisher.name"),
    HayagrivaField("publisher_place", "parent.publisher.location"),
    HayagrivaField("collection_title", "parent.parent.title"),
    HayagrivaField("event_title", "parent.title (conference)"),
    HayagrivaField("event_place", "parent.location (conference)"),
    HayagrivaField("event_date", "parent.date (conference)"),
    HayagrivaField("original_date", "parent.date (original)"),
    HayagrivaField("abstract", "abstract"),
    HayagrivaField("note", "note"),
    HayagrivaField("keyword", "moebib.keyword"),
    HayagrivaField("label", "moebib.label"),
    HayagrivaField("status", "moebib.status"),
    HayagrivaField("extra", "moebib.extra"),
)
IN_HAYAGRIVA = tuple(row.field for row in FIELD_ROWS)
"""The fields that are read back as they were."""
NOT_IN_HAYAGRIVA = ("tags", "ids", "aliases", "links", "versions", "relations", "remark", "origin")
"""The fields about the list or the history of a work, which are not part of a reference."""

SERIALS = tuple(
    scheme
    for scheme in (
        *schemes(Scheme.DOI, Scheme.ISBN, Scheme.ISSN, Scheme.PMID, Scheme.ARXIV, names="work"),
        *schemes(Scheme.DBLP, names="database"),
    )
    if scheme is not Scheme.URL
)
"""The schemes that are written under ``serial-number``, one identifier each; Typst prints the first four."""
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-([A-Za-z\d]{5,8}|\d[A-Za-z\d]{3}))*", re.A)
"""A Unicode language identifier (UTS 35); Typst rejects any other."""
ROLES = (
    "afterword", "foreword", "introduction", "annotator", "commentator", "holder", "compiler", "organizer", "composer",
    "producer", "director", "illustrator", "narrator",
)  # fmt: skip
"""Roles of people under ``affiliated`` that are fields of a .bib file, under which they are kept in ``extra``."""
COUNTS = {"page-total": "pagetotal", "volume-total": "volumes", "chapter": "chapter"}
"""Numbers without a field in a record, and their names in a .bib file."""
KEPT = {
    "affiliated": r".*", "organization": r".*", "archive": r".*", "archive-location": r".*", "call-number": r".*",
    "location": r".*", "runtime": r"\d\d:\d\d(?::\d\d)?",
}  # fmt: skip
"""Fields of Hayagriva without a field in a record, and the values that Typst accepts: they are kept in ``extra``, as
"hayagriva-archive", and written again."""
