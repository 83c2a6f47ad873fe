"""RIS, the tagged format of reference managers, in both directions.

A line is a tag of two characters, two spaces, a hyphen, a space and a value; a record runs from ``TY`` to ``ER`` ("RIS
Format Specifications", Research Information Systems, 2001; more tags and types since 2011, as in EndNote). No two
programs agree on which tag holds what: ``ris.fields`` names the tag to write, which most programs read, and all tags to
read, which any of them writes. MEDLINE, the plain text of Web of Science and EndNote's XML have the same fields under
other names, and are read as RIS.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from moebib.formats import Format, Loss, Options, ParsedFile, RecordWriter, decode_any

if TYPE_CHECKING:
    from moebib.library.config import Config
    from moebib.records.record import Record

__all__ = ["FORMATS"]


def _read(text: str, config: Config) -> ParsedFile:
    from moebib.formats.ris.reader import read

    return read(text)


def _read_medline(text: str, config: Config) -> ParsedFile:
    from moebib.formats.ris.medline import read

    return read(text)


def _read_web_of_science(text: str, config: Config) -> ParsedFile:
    from moebib.formats.ris.web_of_science import read

    return read(text)


def _read_refer(text: str, config: Config) -> ParsedFile:
    from moebib.formats.ris.refer import read

    return read(text)


def _read_endnote_xml(text: str, config: Config) -> ParsedFile:
    from moebib.formats.ris.endnote_xml import read

    return read(text)


def _item(record: Record, options: Options) -> str:
    from moebib.formats.ris.writer import to_ris

    return to_ris(record)


def _shown(record: Record, *_: object) -> tuple[Loss, ...]:
    from moebib.formats._formulas import formulas_beyond_text

    return formulas_beyond_text(record)


def _fields() -> Mapping[str, list[str]]:
    from moebib.formats.ris.fields import TAG_ROWS

    fields: dict[str, list[str]] = {"type": ["TY", "M3"], "extra": ["(by its tag)", "SP", "A2", "A3"]}
    for row in TAG_ROWS:
        fields.setdefault(row.field, []).extend((row.tag, *row.more))
    return fields


_NAMES = (
    "a particle is recognised by its lower case; several words without a given name are an organisation; "
    '"and others" is left out'
)
_NO_BRACES = "without the braces that protect its case"
_PAGE = "the page of an identifier comes back as the identifier; the first other page is `url`"

_RIS = Format(
    name="ris",
    title="RIS",
    suffixes=(".ris",),
    sniff=r"(?m)^\ufeff?TY\s*-\s*\w+\s*$",
    decode=decode_any,
    read=_read,
    write=RecordWriter(_item, between="\n"),
    shown=_shown,
    fields=_fields,
    caveats={
        "title": _NO_BRACES,
        "title_short": "without the braces that protect its case; without a title it comes back as the title",
        "container_title": "without braces; for a work published on its own it comes back as the series",
        "collection_title": "without braces; for a work published on its own the container_title may take its place",
        "note": _NO_BRACES,
        "abstract": _NO_BRACES,
        "event_title": "without braces; only for a conference paper with a container_title",
        "event_place": "only for a conference paper",
        "author": _NAMES,
        "editor": _NAMES,
        "translator": f"not of a conference paper, case, film or data set; {_NAMES}",
        "page": "a range has one dash without spaces; of a book or thesis, a single number is the number of pages",
        "container_title_short": "a short name that is the full one comes back as such",
        "genre": '"article" of an article comes back as extra',
        "volume": "words of a thesis come back as the genre; of a web page, a year and a day are those of its access",
        "issue": "of a report or law without a number, it comes back as that",
        "keyword": "several with semicolons between them come back as such",
        "version": "only of software and data",
        "edition": "not of software and data",
        "identifiers": _PAGE,
        "url": _PAGE,
        "links": "only PDFs",
        "extra": "only what was read from RIS, pages of books, volumes, chapters, and people, by the type of the work",
        "original_date": "only of books",
    },
    formulas="a formula of letters, signs and scripts is text, any other is TeX",
    notes="""\
Lines end in `\\n`, which every program reads; a line break in a value becomes a space. Titles, notes and abstracts have
the tags that Zotero and others write, as `<i>`, and no braces that protect their case; entities such as `&amp;` are
read. A conference paper is `CONF`, as in most programs; `CPAPER` is read, too. Names are `Family, Given, Suffix`. A
name without a comma is an organisation if others of the file have commas. Where none has, as in files of IEEE, Ovid and
Embase, it is a person unless it looks like an organisation. Which people are `A2` to `A4` depends on the type: the
editor of an article, the holder of a patent. `SN` is also the number of a report or patent. `M3` of an article is its
genre unless it says no more than "article"; `n/a`, and notes that repeat the DOI, are left out.
""",
)
_MEDLINE = Format(
    name="medline",
    title="MEDLINE (PubMed)",
    suffixes=(".nbib",),
    sniff=r"(?m)^\ufeff?PMID- ?\d+\s*$",
    decode=decode_any,
    read=_read_medline,
    notes="""\
What PubMed saves as "PubMed" or sends to citation managers. Titles lose their full stop, and pages get the digits that
PubMed leaves out. The headings of MeSH are the keywords of a work that has no others. `convert` reports what else has
no place: addresses, ORCIDs, grants, other index terms. What describes the entry in the database (its owner, status and
dates) is left out.
""",
)
_WEB_OF_SCIENCE = Format(
    name="web-of-science",
    title="Web of Science plain text",
    suffixes=(".ciw",),
    sniff=r"(?m)\A\ufeff?\s*(?:FN .*\s+VR |PT [A-Z]\s*$)",
    decode=decode_any,
    read=_read_web_of_science,
    notes="""\
The "plain text file" of an export. Names of journals and publishers are in capitals there, and stay so. `convert`
reports what has no place: addresses, cited references, funding, categories and the terms that the database adds. Counts
and what describes the entry in the database are left out.
""",
)
_ENDNOTE_XML = Format(
    name="endnote-xml",
    title="EndNote XML",
    suffixes=(".xml",),
    sniff=r"<record>[\s\S]{0,20000}<ref-type\b",
    decode=decode_any,
    read=_read_endnote_xml,
    notes="""\
What EndNote exports as XML. Each field is read as the tag of RIS that EndNote writes it as; italics, bold, sub- and
superscripts of titles are kept. `convert` reports elements that have no place. The numbers and fonts of the library are
left out.
""",
)
_REFER = Format(
    name="refer",
    title="EndNote tagged (refer)",
    suffixes=(".enw",),
    sniff=r"(?m)\A\ufeff?\s*%0 [A-Z]",
    decode=decode_any,
    read=_read_refer,
    notes="""\
What Google Scholar and publishers offer for EndNote, and what EndNote exports as "EndNote Export" or "Refer". Each
field is read as the tag of RIS that EndNote writes it as. A label is the key if it can be one. Files without types
(`%0`), as roff has them, need an empty line between two works.
""",
)
FORMATS = (_RIS, _MEDLINE, _WEB_OF_SCIENCE, _REFER, _ENDNOTE_XML)
