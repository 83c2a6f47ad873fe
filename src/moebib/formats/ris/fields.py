"""The tables between the types and fields of a record and the types and tags of RIS, read in both directions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from moebib.records.fields import TYPES, Type

__all__ = [
    "ENDNOTE_TYPES", "NO_EDITOR", "NUMBERED", "OTHER_TAGS", "OWN_NUMBER", "TAGS", "TAG_ROWS", "TYPE_ROWS",
    "WITH_TOTAL", "RisField", "RisType", "other_texts", "people_tags", "read_type", "rows_of", "write_type",
]  # fmt: skip


class RisType(NamedTuple):
    """A CSL type, the RIS type it is written as, and others that are read as it."""

    type: Type
    ris: str
    also: tuple[str, ...] = ()


# The first row with a RIS type is the one it is read by.
TYPE_ROWS = (
    RisType("article-journal", "JOUR", ("EJOUR", "ABST", "INPR", "EJOU", "ARTICLE")),
    RisType("paper-conference", "CONF", ("CPAPER", "INPROCEEDINGS")),
    RisType("chapter", "CHAP", ("ECHAP",)),
    RisType("book", "BOOK", ("EBOOK", "EDBOOK", "MULTI", "SER", "ANCIENT")),
    RisType("thesis", "THES", ("DISS", "THESIS")),
    RisType("report", "RPRT", ("GOVDOC", "GRANT", "GRNT")),
    RisType("webpage", "ELEC", ("WEB",)),
    RisType("manuscript", "UNPB", ("MANSCPT", "UNPD", "UNPUB")),
    RisType("article", "UNPB", ("PREPRINT",)),
    RisType("document", "GEN", ("AGGR", "CTLG", "MISC", "CHART", "EQUA")),
    RisType("article-magazine", "MGZN"),
    RisType("article-newspaper", "NEWS"),
    RisType("bill", "BILL", ("UNBILL",)),
    RisType("broadcast", "ADVS", ("POD",)),
    RisType("classic", "CLSWK"),
    RisType("collection", "BOOK"),
    RisType("dataset", "DATA", ("DBASE", "DATASET")),
    RisType("entry-encyclopedia", "ENCYC"),
    RisType("entry-dictionary", "DICT"),
    RisType("entry", "ENCYC"),
    RisType("event", "GEN"),
    RisType("figure", "FIGURE"),
    RisType("graphic", "ART"),
    RisType("hearing", "HEAR"),
    RisType("personal_communication", "PCOMM"),
    RisType("interview", "PCOMM"),
    RisType("legal_case", "CASE"),
    RisType("legislation", "STAT", ("LEGAL",)),
    RisType("regulation", "STAT"),
    RisType("treaty", "STAT"),
    RisType("map", "MAP"),
    RisType("motion_picture", "MPCT", ("VIDEO",)),
    RisType("musical_score", "MUSIC"),
    RisType("pamphlet", "PAMP"),
    RisType("patent", "PAT"),
    RisType("performance", "ADVS"),
    RisType("periodical", "JFULL"),
    RisType("post", "ICOMM"),
    RisType("post-weblog", "BLOG"),
    RisType("review", "JOUR"),
    RisType("review-book", "JOUR"),
    RisType("software", "COMP"),
    RisType("song", "SOUND"),
    RisType("speech", "SLIDE"),
    RisType("standard", "STAND", ("STD",)),
)
ENDNOTE_TYPES = {
    "Aggregated Database": "AGGR", "Ancient Text": "ANCIENT", "Artwork": "ART", "Audiovisual Material": "ADVS",
    "Bill": "BILL", "Blog": "BLOG", "Book": "BOOK", "Book Section": "CHAP", "Case": "CASE", "Catalog": "CTLG",
    "Chart or Table": "CHART", "Classical Work": "CLSWK", "Computer Program": "COMP", "Conference Paper": "CPAPER",
    "Conference Proceedings": "CONF", "Dataset": "DATA", "Dictionary": "DICT", "Edited Book": "EDBOOK",
    "Electronic Article": "EJOUR", "Electronic Book": "EBOOK", "Electronic Book Section": "ECHAP",
    "Encyclopedia": "ENCYC", "Equation": "EQUA", "Figure": "FIGURE", "Film or Broadcast": "MPCT", "Generic": "GEN",
    "Government Document": "GOVDOC", "Grant": "GRANT", "Hearing": "HEAR", "Journal Article": "JOUR",
    "Legal Rule or Regulation": "LEGAL", "Magazine Article": "MGZN", "Manuscript": "MANSCPT", "Map": "MAP",
    "Music": "MUSIC", "Newspaper Article": "NEWS", "Online Database": "DBASE", "Online Multimedia": "MULTI",
    "Pamphlet": "PAMP", "Patent": "PAT", "Personal Communication": "PCOMM", "Report": "RPRT", "Serial": "SER",
    "Standard": "STAND", "Statute": "STAT", "Thesis": "THES", "Unpublished Work": "UNPB", "Web Page": "ELEC",
}  # fmt: skip
"""The types of RIS by their names in EndNote."""
_WRITTEN = {row.type: row.ris for row in TYPE_ROWS}
_READ = {name: row for row in reversed(TYPE_ROWS) for name in (*row.also, row.ris)}
_READ |= {name.upper(): _READ[ris] for name, ris in ENDNOTE_TYPES.items() if ris in _READ and name.upper() not in _READ}


def write_type(type: Type, genre: str) -> tuple[str, list[str]]:
    """The RIS type and the values of ``M3`` ("type of work"): the genre, after the CSL type if that does not follow.

    >>> write_type("thesis", "PhD thesis"), write_type("event", "")
    (('THES', ['PhD thesis']), ('GEN', ['event']))
    """
    name = _WRITTEN[type]
    works = [genre] if genre else []
    plain = read_type(name, works)
    return name, works if plain and plain[:2] == (type, genre) else [type, *works]


def read_type(name: str, works: Sequence[str]) -> tuple[Type, str, list[str]] | None:
    """CSL type, genre and the rest of *works*, the values of ``M3``; ``None`` for an unknown type."""
    row = _READ.get(name.upper())
    if not row:
        return None
    first, *rest = (*works, "")
    if named := next((type for type in TYPES if type == first and _WRITTEN[type] == row.ris), None):
        return named, rest[0] if rest else "", [work for work in rest[1:] if work]
    left = [work for work in rest if work]
    if name.upper() == "PREPRINT":
        return "article", "preprint", [work for work in works if work.lower() != "preprint"]
    is_preprint = first.lower() == "preprint" and row.ris in ("UNPB", "GEN")
    return ("article", "preprint", left) if is_preprint else (row.type, first, left)


class RisField(NamedTuple):
    """The tag of a field, other tags that are read as it, and the types it is for, if not for all."""

    field: str
    tag: str
    also: tuple[str, ...] = ()
    on: frozenset[str] = frozenset()
    more: tuple[str, ...] = ()
    """Other tags that contain a part of the field."""


_CONFERENCE = frozenset({"paper-conference"})
# Of these, A4 holds other people: counsel, contributors, sponsors.
_WITHOUT_TRANSLATOR = frozenset({"paper-conference", "legal_case", "motion_picture", "dataset"})
_IN_LETTERS: frozenset[Type] = frozenset({"personal_communication", "post"})
_REPRINTED: frozenset[Type] = frozenset({"book", "collection", "classic"})
_WITH_VERSION = frozenset({"software", "dataset"})
_IN_ISSUES = frozenset(
    {"article-journal", "article-magazine", "article-newspaper", "paper-conference", "review", "review-book"}
)
# In the order of writing. If two rows share a tag, its value goes to the first of them that has none yet.
TAG_ROWS = (
    RisField("id", "ID"),
    RisField("title", "TI", ("T1", "CT", "BT")),
    RisField("title_short", "ST"),
    RisField("author", "AU", ("A1",)),
    # If a conference paper has both, T2 is the conference and C3 the proceedings; otherwise T2 is the proceedings.
    RisField("container_title", "T2", ("JF", "JO", "BT", "C3"), _CONFERENCE),
    RisField("container_title", "T2", ("JF", "JO", "BT")),
    RisField("event_title", "C3", (), _CONFERENCE),
    RisField("event_place", "C1", (), _CONFERENCE),
    RisField("container_title_short", "J2", ("JA", "J1", "JI", "JO")),
    RisField("collection_title", "T3"),
    RisField("editor", "ED", ("A2",)),
    RisField("translator", "A4", (), frozenset(TYPES) - _WITHOUT_TRANSLATOR),
    RisField("issued", "PY", ("Y1",), more=("DA",)),
    RisField("volume", "VL", ("VO",)),
    RisField("issue", "IS", ("CP", "M1"), _IN_ISSUES),
    RisField("issue", "IS", ("CP",)),
    RisField("page", "SP", more=("EP",)),
    RisField("number", "C7", (), _IN_ISSUES),
    RisField("number", "M1"),
    RisField("publisher", "PB"),
    RisField("publisher_place", "CY", ("PP",)),
    RisField("version", "ET", (), _WITH_VERSION),
    RisField("edition", "ET", (), frozenset(TYPES) - _WITH_VERSION),
    RisField("genre", "M3"),
    RisField("language", "LA"),
    RisField("identifiers", "DO", more=("UR", "SN")),
    RisField("url", "UR", ("LK", "L2")),
    RisField("accessed", "Y2"),
    RisField("original_date", "OP", (), _REPRINTED),
    RisField("links", "L1"),
    RisField("abstract", "AB", ("N2",)),
    RisField("keyword", "KW"),
    RisField("note", "N1"),
)
OTHER_TAGS = frozenset({
    "A3", "A4", "AD", "AN", "AV", "C2", "C4", "C5", "C6", "C8", "CA", "CN", "DB", "DP", "H1", "H2", "L3", "L4", "LB",
    "M2", "NV", "OP", "RI", "RN", "RP", "SE", "SV", "TA", "TT", "U1", "U2", "U3", "U4", "U5",
})  # fmt: skip
"""Tags that programs write, but that have no field: they are kept in ``extra``, as "ris-an"."""
TAGS = frozenset({tag for row in TAG_ROWS for tag in (row.tag, *row.also, *row.more)} | OTHER_TAGS | {"TY", "ER"})
"""All known tags."""


PEOPLE: tuple[tuple[str, frozenset[Type] | None, str], ...] = (
    ("A2", frozenset({"patent"}), "holder"),
    ("A2", frozenset({"song", "performance"}), "performer"),
    ("A2", frozenset({"interview"}), "interviewer"),
    ("A2", _IN_LETTERS, "recipient"),
    ("A3", frozenset({"motion_picture", "broadcast"}), "producer"),
    ("A3", frozenset({"thesis"}), "advisor"),
    ("A3", None, "serieseditor"),
)
"""Tags of people without a field, the types they have a meaning for (``None``: any other), and the name that it has in
a .bib file, under which they are kept in ``extra``."""
NO_EDITOR = frozenset({"bill", "legal_case"}) | {
    type for tag, types, _ in PEOPLE if tag == "A2" for type in types or ()
}
"""Types for which ``A2`` is not the editor: of a bill it is the sponsor, of a case the reporter."""
_OTHER_A3 = frozenset({"bill", "legal_case", "patent"})
NUMBERED = frozenset({"report", "standard", "patent", "bill", "legislation", "regulation", "hearing"})
"""Types of which ``SN`` is their own number, if it is neither an ISBN nor an ISSN."""
OWN_NUMBER = frozenset({"report", "patent"})
"""Types whose number is written as ``SN``: ``M1`` is another there, that of a document or an application."""
WITH_TOTAL = frozenset({"book", "collection", "classic", "thesis"})
"""Types of which ``SP`` is the number of pages, if it is a single number."""
_WITH_VOLUMES: frozenset[Type] = frozenset(
    {"book", "collection", "classic", "chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary", "entry"}
)


def other_texts(type: Type) -> dict[str, str]:
    """The tags of texts without a field that a work of *type* can have, each with its name in a .bib file.

    >>> other_texts("chapter"), other_texts("report")
    ({'NV': 'volumes', 'SE': 'chapter'}, {})
    """
    volumes = {"NV": "volumes"} if type in _WITH_VOLUMES else {}
    return volumes | ({"SE": "chapter"} if type == "chapter" else {})


def people_tags(type: Type) -> dict[str, str]:
    """The tags of people that a work of *type* can have, each with its name in a .bib file.

    >>> people_tags("patent"), people_tags("book")
    ({'A2': 'holder'}, {'A3': 'serieseditor'})
    """
    named: dict[str, str] = {}
    for tag, types, name in PEOPLE:
        if type in types if types is not None else type not in _OTHER_A3:
            named.setdefault(tag, name)
    return named


@cache
def rows_of(type: Type) -> dict[str, RisField]:
    """The row of each field that a record of *type* can have."""
    rows: dict[str, RisField] = {}
    for row in TAG_ROWS:
        if not row.on or type in row.on:
            rows.setdefault(row.field, row)
    return rows
