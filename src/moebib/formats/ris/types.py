"""Types: ONE table between CSL types and those of RIS, read in both directions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from moebib.records.record import TYPES, Type

__all__ = ["TYPE_ROWS", "TypeRow", "read_type", "write_type"]


class TypeRow(NamedTuple):
    """A CSL type, the type of RIS it is written as, and others that are read so."""

    type: Type
    ris: str
    also: tuple[str, ...] = ()


_ = TypeRow
# Reading takes the first row that has the type.
TYPE_ROWS = (
    _("article-journal", "JOUR", ("EJOUR", "ABST", "INPR")),
    _("paper-conference", "CONF", ("CPAPER",)),
    _("chapter", "CHAP", ("ECHAP",)),
    _("book", "BOOK", ("EBOOK", "EDBOOK", "MULTI", "SER", "ANCIENT")),
    _("thesis", "THES", ("DISS",)),
    _("report", "RPRT", ("GOVDOC", "GRANT", "GRNT")),
    _("webpage", "ELEC", ("WEB",)),
    _("manuscript", "UNPB", ("MANSCPT", "UNPD", "UNPUB")),
    _("article", "UNPB"),
    _("document", "GEN", ("AGGR", "CTLG", "MISC", "CHART", "EQUA")),
    _("article-magazine", "MGZN"),
    _("article-newspaper", "NEWS"),
    _("bill", "BILL", ("UNBILL",)),
    _("broadcast", "ADVS", ("POD",)),
    _("classic", "CLSWK"),
    _("collection", "BOOK"),
    _("dataset", "DATA", ("DBASE",)),
    _("entry-encyclopedia", "ENCYC"),
    _("entry-dictionary", "DICT"),
    _("entry", "ENCYC"),
    _("event", "GEN"),
    _("figure", "FIGURE"),
    _("graphic", "ART"),
    _("hearing", "HEAR"),
    _("personal_communication", "PCOMM"),
    _("interview", "PCOMM"),
    _("legal_case", "CASE"),
    _("legislation", "STAT", ("LEGAL",)),
    _("regulation", "STAT"),
    _("treaty", "STAT"),
    _("map", "MAP"),
    _("motion_picture", "MPCT", ("VIDEO",)),
    _("musical_score", "MUSIC"),
    _("pamphlet", "PAMP"),
    _("patent", "PAT"),
    _("performance", "ADVS"),
    _("periodical", "JFULL"),
    _("post", "ICOMM"),
    _("post-weblog", "BLOG"),
    _("review", "JOUR"),
    _("review-book", "JOUR"),
    _("software", "COMP"),
    _("song", "SOUND"),
    _("speech", "SLIDE"),
    _("standard", "STAND", ("STD",)),
)
_WRITTEN = {row.type: row.ris for row in TYPE_ROWS}
_READ = {name: row for row in reversed(TYPE_ROWS) for name in (*row.also, row.ris)}


def write_type(type: Type, genre: str) -> tuple[str, list[str]]:
    """The type of RIS, and what ``M3`` ("type of work") says: the genre, after the CSL type where it does not follow.

    >>> write_type("thesis", "PhD thesis"), write_type("event", "")
    (('THES', ['PhD thesis']), ('GEN', ['event']))
    """
    name = _WRITTEN[type]
    works = [genre] if genre else []
    plain = read_type(name, works)
    return name, works if plain and plain[:2] == (type, genre) else [type, *works]


def read_type(name: str, works: Sequence[str]) -> tuple[Type, str, list[str]] | None:
    """CSL type, genre and what is left of *works* (``M3``); ``None`` for a type that nobody knows."""
    row = _READ.get(name.upper())
    if not row:
        return None
    first, *rest = (*works, "")
    if named := next((type for type in TYPES if type == first and _WRITTEN[type] == row.ris), None):
        return named, rest[0] if rest else "", [work for work in rest[1:] if work]
    left = [work for work in rest if work]
    is_preprint = first.lower() == "preprint" and row.ris in ("UNPB", "GEN")
    return ("article", "preprint", left) if is_preprint else (row.type, first, left)
