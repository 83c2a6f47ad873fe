"""Fields: the table between the fields of a record and those of BibTeX and BibLaTeX, used in both directions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import count
from typing import Literal, NamedTuple

from moebib.formats.bibtex.entry import Dialect
from moebib.records.citekey import fit_key
from moebib.records.fields import Type
from moebib.text.characters import UNSEEN
from moebib.text.latex import as_safe, encode, is_safe
from moebib.text.urls import HARMLESS_LINK

__all__ = [
    "ALIASES",
    "FIELD_ROWS",
    "KEY_FIELDS",
    "NOT_CARRIED",
    "ORIGINAL_KEY",
    "SHARED_FIELDS",
    "SPELLINGS",
    "VERBATIM",
    "FieldKind",
    "FieldRow",
    "extra_fields",
    "fields_to_read",
    "fields_to_write",
    "has_foreign_scheme",
    "key_for_biber",
    "written_extra",
]

FieldKind = Literal[
    "title", "journal", "markup", "text", "names", "issued", "date", "pages", "language", "keywords", "keys",
    "identifiers", "status",
]  # fmt: skip


class FieldRow(NamedTuple):
    """The fields of a .bib file for a field of a record, for the CSL types ``on`` or for all types without one."""

    field: str
    kind: FieldKind
    bibtex: str
    biblatex: str
    on: frozenset[str] = frozenset()


_ARTICLES = frozenset(["article-journal", "article-magazine", "article-newspaper", "review", "review-book"])
_PARTS = frozenset(["paper-conference", "chapter", "entry", "entry-dictionary", "entry-encyclopedia"])
_ONLINE = frozenset(["webpage", "post", "post-weblog", "article"])
_WITH_TYPE = frozenset(["thesis", "report", "software", "dataset", "document", "patent", "pamphlet", "manuscript"])

_ = FieldRow
# In the order of writing. A row for all types comes last: its names are also read for the types of the other rows.
FIELD_ROWS = (
    _("author", "names", "author", "author"),
    _("editor", "names", "editor", "editor"),
    _("translator", "names", "translator", "translator"),
    _("title", "title", "title", "title"),
    _("title_short", "title", "shorttitle", "shorttitle"),
    _("container_title", "journal", "journal", "journaltitle", _ARTICLES),
    _("container_title", "title", "booktitle", "booktitle", _PARTS),
    _("container_title", "title", "howpublished", "organization", _ONLINE),
    _("container_title", "title", "howpublished", "howpublished"),
    _("container_title_short", "text", "shortjournal", "shortjournal"),
    _("collection_title", "title", "series", "series"),
    _("event_title", "title", "eventtitle", "eventtitle"),
    _("event_date", "date", "eventdate", "eventdate"),
    _("event_place", "text", "venue", "venue"),
    _("publisher", "text", "institution", "institution", frozenset(["report"])),
    _("publisher", "text", "school", "institution", frozenset(["thesis"])),
    # No style and no data model has a publisher here; lista is one of BibLaTeX's custom fields.
    _("publisher", "text", "lista", "lista", _ARTICLES | _ONLINE),
    _("publisher", "text", "publisher", "organization", frozenset(["software", "document", "event", "interview"])),
    _("publisher", "text", "publisher", "publisher"),
    _("publisher_place", "text", "address", "location"),
    _("issued", "issued", "year", "date"),
    _("original_date", "date", "origdate", "origdate"),
    _("status", "status", "pubstate", "pubstate"),
    _("volume", "text", "volume", "volume"),
    _("issue", "text", "number", "number", _ARTICLES | {"periodical"}),
    _("issue", "text", "issue", "issue"),
    # An article number; BibTeX's styles read "number" in a book as that of the series.
    _("number", "text", "eid", "eid", _ARTICLES | _PARTS | {"periodical"}),
    _("number", "text", "number", "number"),
    _("page", "pages", "pages", "pages"),
    _("edition", "text", "edition", "edition"),
    _("version", "text", "version", "version"),
    _("genre", "text", "type", "type", _WITH_TYPE),
    # BibLaTeX's data model has no type here; usera is a custom field, in which other files have anything.
    _("genre", "text", "type", "usera"),
    _("language", "language", "langid", "langid"),
    _("identifiers", "identifiers", "doi", "doi"),
    _("url", "identifiers", "url", "url"),
    _("accessed", "date", "urldate", "urldate"),
    _("keyword", "keywords", "keywords", "keywords"),
    _("abstract", "markup", "abstract", "abstract"),
    _("note", "markup", "note", "note"),
    _("ids", "keys", "ids", "ids"),
)
NOT_CARRIED = frozenset(["tags", "aliases", "links", "versions", "relations", "remark", "origin"])
"""The fields of a record that a .bib file has no field for. Of ``identifiers`` it can have one DOI, arXiv ID, PMID,
PMCID, HAL ID, ISBN and ISSN each, and one page of another scheme as ``url``."""

ALIASES = {
    "eid": ("articleno", "article-number", "articlenumber"),
    "langid": ("hyphenation", "language"),
    "keywords": ("keyword",),
    "urldate": ("lastchecked", "lastaccessed", "urlaccessdate", "lastvisited", "accessed"),
    "origdate": ("origyear",),
}
"""Other names of fields, in older versions and other programs: read, and written only by ``values.ORIGINALS``."""
SPELLINGS = {"archiveprefix": "archivePrefix", "primaryclass": "primaryClass"}
"""Names as arXiv writes them; case does not matter."""
SHARED_FIELDS = frozenset(
    ["container_title", "container_title_short", "collection_title", "event_title", "event_place", "publisher",
     "publisher_place", "language"]
)  # fmt: skip
"""The fields whose values many works of a list share: reading and writing them is cached."""


@cache
def fields_to_write(type: Type, dialect: Dialect) -> tuple[tuple[FieldRow, str], ...]:
    """The row and the name in *dialect* for each field of a record of *type*, in the order of writing."""
    rows: dict[str, FieldRow] = {}
    for row in FIELD_ROWS:
        if not row.on or type in row.on:
            rows.setdefault(row.field, row)
    return tuple((row, getattr(row, dialect)) for row in rows.values())


@cache
def fields_to_read(type: Type) -> tuple[tuple[FieldRow, str], ...]:
    """The rows to read from an entry of *type*, each with the names of its field: those of the type first."""
    of_type = [(row, name) for dialect in ("biblatex", "bibtex") for row, name in fields_to_write(type, dialect)]
    # "organization" and the custom fields mean something else for the types that have no row with them.
    ambiguous = {"organization", "lista", "usera", "number", "type"}
    of_other_types = [(row, name) for row in FIELD_ROWS for name in (row.biblatex, row.bibtex) if name not in ambiguous]
    aliases = [(row, name) for row in FIELD_ROWS for name in ALIASES.get(row.biblatex, ())]
    return tuple(dict.fromkeys([*of_type, *of_other_types, *aliases]))


ORIGINAL_KEY = "original-key"
"""The field with a key that is invalid in a record, or for biber."""

KEY_FIELDS = frozenset(["crossref", "optcrossref", "xref", "xdata", "related", "entryset", "ids"])
"""The fields that contain keys."""
_FILES = frozenset("file files pdf ps local-url localfile".split())  # noqa: SIM905
_LINKS = frozenset("url urlraw ee link links uri eprinturl doiurl adsurl biburl".split())  # noqa: SIM905
# Styles make links of these, which run a program or a script with another scheme ("run:", "javascript:").
_OTHER_SCHEME = re.compile(rf"(?!{HARMLESS_LINK}|https?:|ftp:)[A-Za-z][A-Za-z0-9+.-]*:", re.I)
VERBATIM = _FILES | frozenset(
    """
    url urlraw doi eprint ee link links uri eprinturl doiurl adsurl biburl verba verbb verbc isbn issn pmid pmcid
    pmc hal_id hal_version
    crossref optcrossref xref xdata related relatedtype relatedoptions entryset ids options langidopts sortkey presort
    groups owner timestamp keywords-2 citeulike-article-id mendeley-groups mendeley-tags creationdate modificationdate
    date-added date-modified readstatus ranking priority qualityassured printed archiveprefix eprinttype primaryclass
    eprintclass entrysubtype editortype editoratype editorbtype editorctype authortype langid hyphenation gender
    pagination bookpagination original-key
    """.split()  # noqa: SIM905 - words read better than a list of quoted words
)
"""The fields of links, keys and programs (biblatex 3.20, section 2.2.1 "verbatim", "key", "options"; JabRef, BibDesk,
Mendeley): nothing is escaped in them, because their readers would read the backslash as a part of the value."""

_PLAIN = re.compile(r"[A-Za-z0-9.:;,!?()\[\]/+*=@'<>|-]*(?: [A-Za-z0-9.:;,!?()\[\]/+*=@'<>|-]+)*")
# The values of the record are at least as new as these fields.
_DERIVED = frozenset(
    ["date", "year", "month", "day", "eventdate", "origdate", "urldate", "pubstate", "isbn", "issn", "doi", "url",
     "eprint", "entrysubtype", "type"]
)  # fmt: skip
_CLASSES = ("primaryclass", "eprintclass")
_ARCHIVE = ("archiveprefix", "eprinttype", *_CLASSES)


def key_for_biber(key: str) -> str:
    """The key with dashes for parentheses and equals signs, at which biber fails, and apostrophes, at which it cuts."""
    return re.sub(r"[=()']", "-", key)


def extra_fields(extra: Mapping[str, str], taken: Mapping[str, str]) -> dict[str, str]:
    """The fields of a ``written_extra``, unless newer values of the record have *taken* their names.

    A field with a taken name (the subject "number" of an article) gets a number, like a duplicate field of an entry.
    """
    fields: dict[str, str] = {}
    for name, value in extra.items():
        if name in taken and (name in _DERIVED or taken[name] == value):
            continue
        # A second class, or what is no class, is kept.
        if name in _ARCHIVE and "eprint" in taken and (name not in _CLASSES or value in map(taken.get, _CLASSES)):
            continue
        free = name if name not in taken else f"{name}-2"
        fields[free] = encode(value) if name.startswith("csl-") else value
    return fields


def written_extra(extra: Mapping[str, str]) -> dict[str, str]:
    r"""*extra* as a .bib file keeps it; a variable of CSL ("csl-source") is plain text.

    >>> print(*written_extra({"Annote": r"R\&D & more: 100%", "pdf": "a_b%20&c.pdf"}).items())
    ('annote', 'R\\&D \\& more: 100\\%') ('pdf', 'a_b%20&c.pdf')
    """
    fields: dict[str, str] = {}
    for original, value in extra.items():
        name = _field_name(original)
        if has_foreign_scheme(name, value):
            value = value.replace(":", "%3A", 1)
        written = value if _PLAIN.fullmatch(value) else _written(name, " ".join(value.split()))
        if fields.get(name, written) != written:
            name = next(other for n in count(2) if (other := f"{name}-{n}") not in fields)
        fields[name] = written
    return fields


def has_foreign_scheme(name: str, value: str) -> bool:
    """Whether the field *name* is a link that runs a program or a script."""
    is_link = ":" in value and (name in _LINKS or name.startswith("bdsk-url"))
    return is_link and bool(_OTHER_SCHEME.match(value.strip()))


def _written(name: str, value: str) -> str:
    if name.startswith("csl-"):
        return value
    if name in KEY_FIELDS:
        return ",".join(filter(None, map(fit_key, value.split(","))))
    if name not in VERBATIM and not name.startswith("bdsk-"):
        return as_safe(value)
    # A path of Windows looks as if it contained commands.
    is_harmless = is_safe(value.replace("\\", "")) and not value.endswith("\\") if name in _FILES else is_safe(value)
    return value if is_harmless else re.sub(r"[{}\\^]", lambda char: f"%{ord(char[0]):02X}", UNSEEN.sub("", value))


def _field_name(name: str) -> str:
    """The name in lower case; in BibTeX, no name begins with a digit."""
    if name.isalpha() and name.isascii() and name.islower():
        return name
    name = re.sub(r"[^a-z0-9_:+.-]", "-", name.lower())
    return name if name[:1].isalpha() else f"x-{name}"
