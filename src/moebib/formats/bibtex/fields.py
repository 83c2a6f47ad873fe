"""Fields: ONE table between the fields of a record and those of BibTeX and BibLaTeX, read in both directions."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from moebib.formats.bibtex.types import Dialect
from moebib.records.record import Type

__all__ = ["FIELD_ROWS", "NOT_CARRIED", "FieldRow", "Kind", "homes", "readings"]

Kind = Literal["title", "text", "names", "date", "pages", "language", "keywords", "keys", "identifiers"]


class FieldRow(NamedTuple):
    """Where a field of a record stands in a .bib file, for the CSL types ``on``, or for all that no row before has."""

    field: str
    kind: Kind
    bibtex: str
    biblatex: str
    on: frozenset[str] = frozenset()


_ARTICLES = frozenset(["article-journal", "article-magazine", "article-newspaper", "review", "review-book"])
_PARTS = frozenset(["paper-conference", "chapter", "entry", "entry-dictionary", "entry-encyclopedia"])
_ONLINE = frozenset(["webpage", "post", "post-weblog", "article"])
_WITH_TYPE = frozenset(["thesis", "report", "software", "dataset", "document", "patent", "pamphlet", "manuscript"])

_ = FieldRow
# In the order of writing. A row for all types comes last: what is read under its name elsewhere belongs to it too.
FIELD_ROWS = (
    _("author", "names", "author", "author"),
    _("editor", "names", "editor", "editor"),
    _("title", "title", "title", "title"),
    _("container_title", "title", "journal", "journaltitle", _ARTICLES),
    _("container_title", "title", "booktitle", "booktitle", _PARTS),
    _("container_title", "title", "howpublished", "organization", _ONLINE),
    _("container_title", "title", "howpublished", "howpublished"),
    _("container_title_short", "text", "shortjournal", "shortjournal"),
    _("collection_title", "title", "series", "series"),
    _("event_title", "title", "eventtitle", "eventtitle"),
    _("event_place", "text", "venue", "venue"),
    _("publisher", "text", "institution", "institution", frozenset(["report"])),
    _("publisher", "text", "school", "institution", frozenset(["thesis"])),
    # No style and no data model has a publisher here; lista is one of BibLaTeX's fields for what it does not foresee.
    _("publisher", "text", "lista", "lista", _ARTICLES | _ONLINE),
    _("publisher", "text", "publisher", "organization", frozenset(["software", "document", "event", "interview"])),
    _("publisher", "text", "publisher", "publisher"),
    _("publisher_place", "text", "address", "location"),
    _("issued", "date", "year", "date"),
    _("volume", "text", "volume", "volume"),
    _("issue", "text", "number", "number", _ARTICLES | {"periodical"}),
    _("issue", "text", "issue", "issue"),
    # An article number; BibTeX's styles take "number" in a book for that of the series.
    _("number", "text", "eid", "eid", _ARTICLES | _PARTS | {"periodical"}),
    _("number", "text", "number", "number"),
    _("page", "pages", "pages", "pages"),
    _("edition", "text", "edition", "edition"),
    _("genre", "text", "type", "type", _WITH_TYPE),
    _("genre", "text", "type", "usera"),
    _("language", "language", "langid", "langid"),
    _("identifiers", "identifiers", "doi", "doi"),
    _("url", "identifiers", "url", "url"),
    _("keyword", "keywords", "keywords", "keywords"),
    _("abstract", "text", "abstract", "abstract"),
    _("note", "text", "note", "note"),
    _("ids", "keys", "ids", "ids"),
)
NOT_CARRIED = frozenset(["tags", "aliases", "links", "versions", "status", "origin"])
"""What of a record a .bib file has no place for. Of ``identifiers`` it has one each of DOI, arXiv, PMID, ISBN and
ISSN, and one page of another scheme as ``url``."""


_ALSO = {
    "eid": ("articleno", "article-number", "articlenumber"),
    "langid": ("hyphenation", "language"),
    "keywords": ("keyword",),
}
"""Other names that a field of the table has, in older versions and other programs: read, not written."""


@cache
def homes(type: Type, dialect: Dialect) -> tuple[tuple[FieldRow, str], ...]:
    """For each field of a record of *type* its row and its name in *dialect*, in the order of writing."""
    rows: dict[str, FieldRow] = {}
    for row in FIELD_ROWS:
        if not row.on or type in row.on:
            rows.setdefault(row.field, row)
    return tuple((row, getattr(row, dialect)) for row in rows.values())


@cache
def readings(type: Type) -> tuple[tuple[FieldRow, str], ...]:
    """The rows to look for in an entry of *type*, with each name they may stand under: the fitting ones first."""
    own = [(row, name) for dialect in ("biblatex", "bibtex") for row, name in homes(type, dialect)]
    # "organization" and the fields for the unforeseen mean something else where the table does not put them.
    private = {"organization", "lista", "usera", "number", "type"}
    rest = [(row, name) for row in FIELD_ROWS for name in (row.biblatex, row.bibtex) if name not in private]
    also = [(row, name) for row in FIELD_ROWS for name in _ALSO.get(row.biblatex, ())]
    return tuple(dict.fromkeys([*own, *rest, *also]))
