"""Tags: ONE table between the fields of a record and the tags of RIS, read in both directions."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from moebib.records.record import Type

__all__ = ["OTHER_TAGS", "TAGS", "TAG_ROWS", "TagRow", "rows_of"]


class TagRow(NamedTuple):
    """The tag of a field, other tags that are read so, and the types it is for if it is not for all."""

    field: str
    tag: str
    also: tuple[str, ...] = ()
    on: frozenset[str] = frozenset()
    more: tuple[str, ...] = ()
    """Other tags that hold a part of it."""


_CONFERENCE = frozenset({"paper-conference"})
_IN_ISSUES = frozenset(
    {"article-journal", "article-magazine", "article-newspaper", "paper-conference", "review", "review-book"}
)
_ = TagRow
# In the order of writing. Where two rows have a tag, the value is that of the first which has none.
TAG_ROWS = (
    _("id", "ID"),
    _("title", "TI", ("T1", "CT", "BT")),
    _("author", "AU", ("A1",)),
    # Of a paper at a conference with both, T2 is the conference and C3 the proceedings; else T2 is the proceedings.
    _("container_title", "T2", ("JF", "JO", "BT", "C3"), _CONFERENCE),
    _("container_title", "T2", ("JF", "JO", "BT")),
    _("event_title", "C3", (), _CONFERENCE),
    _("event_place", "C1", (), _CONFERENCE),
    _("container_title_short", "J2", ("JA", "J1", "JO")),
    _("collection_title", "T3"),
    _("editor", "ED", ("A2",)),
    _("issued", "PY", ("Y1",), more=("DA",)),
    _("volume", "VL", ("VO",)),
    _("issue", "IS", ("CP",)),
    _("page", "SP", more=("EP",)),
    _("number", "C7", (), _IN_ISSUES),
    _("number", "M1"),
    _("publisher", "PB"),
    _("publisher_place", "CY", ("PP",)),
    _("edition", "ET"),
    _("genre", "M3"),
    _("language", "LA"),
    _("identifiers", "DO", more=("UR", "SN")),
    _("url", "UR", ("LK", "L2")),
    _("links", "L1"),
    _("abstract", "AB", ("N2",)),
    _("keyword", "KW"),
    _("note", "N1"),
)
OTHER_TAGS = frozenset({
    "A3", "A4", "AD", "AN", "AV", "C2", "C4", "C5", "C6", "C8", "CA", "CN", "DB", "DP", "H1", "H2", "L3", "L4", "LB",
    "M2", "NV", "OP", "RI", "RN", "RP", "SE", "ST", "SV", "TA", "TT", "U1", "U2", "U3", "U4", "U5", "Y2",
})  # fmt: skip
"""Tags that programs write and no field is for: they wait in ``extra`` as "ris-an"."""
TAGS = frozenset({tag for row in TAG_ROWS for tag in (row.tag, *row.also, *row.more)} | OTHER_TAGS | {"TY", "ER"})
"""Every tag there is a use for."""


@cache
def rows_of(type: Type) -> dict[str, TagRow]:
    """The row of each field that a record of *type* can have."""
    rows: dict[str, TagRow] = {}
    for row in TAG_ROWS:
        if not row.on or type in row.on:
            rows.setdefault(row.field, row)
    return rows
