"""BibEntry: one entry of a .bib file, and the table between its types and those of CSL, used in both directions.

If an entry type would be read as another CSL type (@misc for software), the field ``entrysubtype``, which BibLaTeX has
for every type and BibTeX ignores, names the CSL type.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from moebib.records.fields import TYPES, Type
from moebib.records.identifier import Scheme
from moebib.records.record import Record

__all__ = [
    "TYPE_ROWS",
    "UNKNOWN_TYPE",
    "BibEntry",
    "Dialect",
    "TypeRow",
    "entry_type",
    "is_unknown_type",
    "keeps_type",
    "record_type",
]


class BibEntry(NamedTuple):
    """An entry: type and field names in lower case, values as LaTeX without the braces around them."""

    type: str
    key: str
    fields: dict[str, str]
    written: Mapping[str, str] = {}
    """The values as the file has them, where commands of its preamble are expanded in ``fields``; "" for one that must
    not be written again."""

    def without(self, names: Collection[str]) -> BibEntry:
        """The entry without the fields of these names."""
        kept = {name: value for name, value in self.fields.items() if name not in names}
        return self._replace(fields=kept) if names else self


Dialect = Literal["bibtex", "biblatex"]


class TypeRow(NamedTuple):
    """A CSL type and genre, and the entry types for it."""

    type: Type
    genre: str
    bibtex: str
    biblatex: str
    also: tuple[str, ...] = ()
    """Other entry types that are read as this type."""


_ = TypeRow
# BibLaTeX has more types (movie, letter, standard), but its data model has no fields for them: they are only read.
# Reading takes the first row that has the entry type, writing the first with the CSL type and the genre or none.
TYPE_ROWS = (
    _("article-journal", "", "article", "article", ("suppperiodical", "journalarticle")),
    _("paper-conference", "", "inproceedings", "inproceedings", ("conference", "conferencepaper")),
    _(
        "chapter",
        "",
        "incollection",
        "incollection",
        ("inbook", "bookinbook", "suppbook", "suppcollection", "booksection"),
    ),
    _("book", "proceedings", "proceedings", "proceedings", ("mvproceedings",)),
    _("book", "", "book", "book", ("collection", "mvbook", "mvcollection", "reference", "mvreference", "commentary")),
    _("thesis", "PhD thesis", "phdthesis", "phdthesis"),
    _("thesis", "Master's thesis", "mastersthesis", "mastersthesis", ("masterthesis", "mathesis")),
    _("thesis", "", "phdthesis", "thesis", ("dissertation",)),
    _("book", "manual", "manual", "manual"),
    _("report", "", "techreport", "techreport", ("report", "workingpaper", "whitepaper")),
    _("document", "", "misc", "misc", ("bibnote",)),
    _("webpage", "", "misc", "online", ("electronic", "www", "webpage", "website")),
    _("article", "preprint", "misc", "online", ("preprint",)),
    _("article", "", "misc", "misc"),
    _("article-magazine", "", "article", "article", ("magazine", "magazinearticle")),
    _("article-newspaper", "", "article", "article", ("newsarticle", "newspaper", "newspaperarticle")),
    _("broadcast", "", "misc", "misc", ("broadcast", "podcast", "tvbroadcast", "radiobroadcast")),
    _("classic", "", "book", "book"),
    _("collection", "", "book", "collection"),
    _("dataset", "", "misc", "dataset", ("data",)),
    _("entry-encyclopedia", "", "incollection", "inreference", ("encyclopediaarticle",)),
    _("entry-dictionary", "", "incollection", "inreference", ("dictionaryentry",)),
    _("entry", "", "incollection", "inreference"),
    _("event", "", "misc", "misc"),
    _("graphic", "", "misc", "misc", ("image", "artwork")),
    _("figure", "", "misc", "misc"),
    _("map", "", "misc", "misc", ("map",)),
    _("legislation", "", "misc", "misc", ("legislation",)),
    _("bill", "", "misc", "misc", ("bill",)),
    _("hearing", "", "misc", "misc", ("hearing",)),
    _("interview", "", "misc", "misc", ("interview",)),
    _("legal_case", "", "misc", "misc", ("jurisdiction",)),
    _("manuscript", "", "unpublished", "unpublished"),
    _("motion_picture", "", "misc", "misc", ("movie", "video", "film", "videorecording")),
    _("musical_score", "", "misc", "misc"),
    _("pamphlet", "", "booklet", "booklet"),
    _("patent", "", "misc", "patent"),
    _("performance", "", "misc", "misc", ("performance",)),
    _("periodical", "", "misc", "periodical"),
    _("personal_communication", "", "misc", "misc", ("letter", "email", "instantmessage")),
    _("post", "", "misc", "online", ("forumpost",)),
    _("post-weblog", "", "misc", "online", ("blog", "blogpost")),
    _("regulation", "", "misc", "misc"),
    _("review", "", "article", "article", ("review",)),
    _("review-book", "", "article", "article"),
    _("software", "", "misc", "software", ("code", "computerprogram", "softwareversion", "softmodule", "codefragment")),
    _("song", "", "misc", "misc", ("audio", "music", "audiorecording")),
    _("speech", "", "misc", "unpublished", ("presentation", "talk")),
    _("standard", "", "misc", "misc", ("standard",)),
    _("treaty", "", "misc", "misc", ("legal",)),
)
_READ = {name: row for row in reversed(TYPE_ROWS) for name in (*row.also, row.biblatex, row.bibtex)}
_WRITE = {(row.type, row.genre): row for row in reversed(TYPE_ROWS)}
# The values of pandoc for two kinds of article.
_SUBTYPES = {"article-magazine": "magazine", "article-newspaper": "newspaper"}
_BY_SUBTYPE = {subtype: csl for csl, subtype in _SUBTYPES.items()}


UNKNOWN_TYPE = "bib-type"
"""The name under which ``extra`` keeps an entry type that is unknown."""
_OF_DIALECT: dict[Dialect, frozenset[str]] = {
    "bibtex": frozenset({"conference", "inbook"} | {row.bibtex for row in TYPE_ROWS}),
    "biblatex": frozenset({name for row in TYPE_ROWS for name in (row.bibtex, row.biblatex)}).union(
        """
        mvbook inbook bookinbook suppbook mvcollection suppcollection mvproceedings reference mvreference report
        suppperiodical conference electronic www set artwork audio bibnote commentary image jurisdiction legislation
        legal letter movie music performance review standard video
        softwareversion softmodule codefragment
        """.split()  # noqa: SIM905 - words read better than a list of quoted words
    ),
}
"""The entry types that styles of each dialect know (biblatex 3.20, sections 2.1.1 to 2.1.3)."""


def keeps_type(name: str, dialect: Dialect) -> bool:
    """Whether an entry of this type keeps it in *dialect*; so do types that nothing is known of.

    >>> keeps_type("inbook", "bibtex"), keeps_type("movie", "bibtex"), keeps_type("jurthesis", "bibtex")
    (True, False, True)
    """
    return name in _OF_DIALECT[dialect] or is_unknown_type(name)


def is_unknown_type(name: str) -> bool:
    """Whether there is no CSL type for entries of this type, which is a name that no program can misunderstand."""
    return _read(name, arxiv=False) is None and re.fullmatch(r"[a-z][a-z0-9_.-]{0,60}", name) is not None


def entry_type(record: Record, dialect: Dialect) -> tuple[str, str, str]:
    """The entry type, the subtype if one is needed, and the genre unless the two imply it."""
    if record.type == "document" and is_unknown_type(unknown := record.extra.get(UNKNOWN_TYPE, "")):
        return unknown, "", record.genre
    row = _WRITE.get((record.type, record.genre)) or _WRITE[record.type, ""]
    name = row.bibtex if dialect == "bibtex" else _fitting(row.biblatex, record)
    arxiv = record.identifier(Scheme.ARXIV) is not None
    subtype = "preprint" if row.genre == "preprint" else _SUBTYPES.get(row.type, row.type)
    is_plain = _read(name, arxiv=arxiv) == (row.type, row.genre)
    return name, "" if is_plain else subtype, "" if row.genre else record.genre


def record_type(name: str, subtype: str, fields: Mapping[str, str]) -> tuple[tuple[Type, str] | None, bool]:
    """The CSL type and genre of an entry, ``None`` for an unknown type, and whether it is that of *subtype*."""
    archive = fields.get("eprinttype") or fields.get("archiveprefix") or ""
    return _record_type(name, subtype, archive.lower() == "arxiv" and "eprint" in fields)


@lru_cache(maxsize=1_000)
def _record_type(name: str, subtype: str, arxiv: bool) -> tuple[tuple[Type, str] | None, bool]:
    by_name = _read(name, arxiv=arxiv)
    csl_type = _BY_SUBTYPE.get(subtype, subtype)
    by_subtype: tuple[Type, str] | None = ("article", "preprint") if subtype == "preprint" else None
    by_subtype = by_subtype or next(((type_, "") for type_ in TYPES if type_ == csl_type), None)
    return by_subtype or by_name, by_subtype is not None and by_subtype != by_name


def _read(name: str, *, arxiv: bool) -> tuple[Type, str] | None:
    row = _READ.get(name)
    if arxiv and name in ("misc", "online"):
        return "article", "preprint"
    if name in ("bachelorsthesis", "bathesis"):  # neither dialect has a type for it; it is in the field "type"
        return "thesis", "Bachelor's thesis"
    return (row.type, row.genre) if row else None


def _fitting(name: str, record: Record) -> str:
    """The BibLaTeX type whose mandatory fields, and whose kinds of people, the record has (biblatex 3.17, 2.1.1)."""
    if name in ("incollection", "inreference") and ("bookauthor" in record.extra or not record.editor):
        return "inbook"
    if name in ("book", "collection"):
        return "book" if record.author or not record.editor else "collection"
    if name == "periodical" and record.author:
        return "misc"
    linked = record.link or record.identifier(Scheme.ARXIV)
    return "misc" if name == "online" and not linked else name
