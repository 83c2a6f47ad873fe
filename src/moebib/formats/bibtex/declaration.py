"""The two formats of .bib files: BibTeX and BibLaTeX, dialects that one file may mix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from moebib.formats import Format, Loss, Made, Options, ParsedFile, Piece, RecordWriter, Rewritten, Stages, decode_any
from moebib.records.fields import MARKUP
from moebib.records.name import NAME_FIELDS

if TYPE_CHECKING:
    from moebib.formats.bibtex.entry import BibEntry, Dialect
    from moebib.library.config import Config
    from moebib.records.record import Record

__all__ = ["FORMATS"]


def _read(text: str, config: Config) -> ParsedFile:
    from moebib.formats.bibtex.file import read_file

    records, findings = read_file(text)
    return ParsedFile(records, findings=findings)


def _split(text: str) -> Iterator[Piece]:
    """The entries, with macros and inherited fields resolved."""
    return _split_all({"": text})


def _split_all(texts: Mapping[str, str]) -> Iterator[Piece]:
    """The entries of several files that are one bibliography."""
    from moebib.formats.bibtex.document import BibDocument
    from moebib.formats.bibtex.file import read_entries

    documents = (BibDocument(text, name) for name, text in texts.items())
    for document, block, entry, findings, aside in read_entries(*documents):
        yield Piece(entry, findings, partial(document.place, block=block), *(aside or ()))


def _make(entry: BibEntry) -> Made:
    from moebib.formats.bibtex.reader import decode_entry

    return decode_entry(entry)


def _rewritten(record: Record, entry: BibEntry, options: Options, *, dialect: Dialect) -> Rewritten:
    """The record of *entry*, with the characters of the entry."""
    from moebib.formats.bibtex.reader import decode_entry
    from moebib.formats.bibtex.sources import with_capitals, with_sources
    from moebib.formats.bibtex.writer import dump_entry, encode_record

    written = encode_record(record, dialect, unicode=options.unicode or dialect == "biblatex")
    rewritten, losses = with_sources(written, entry, record, dialect, unicode=options.unicode)
    is_ascii = dialect == "bibtex" and not options.unicode
    text = dump_entry((with_capitals(rewritten, entry) if is_ascii else rewritten).without(options.omit))
    if entry.written:  # without the preamble, its commands would not be read
        rewritten, _ = with_sources(written, entry._replace(written={}), record, dialect, unicode=options.unicode)
    is_same = (rewritten.type, rewritten.fields) == (entry.type, entry.fields)
    return Rewritten(text, losses, record if is_same else decode_entry(rewritten)[0])


def _unread(record: Record, entry: BibEntry) -> tuple[Loss, ...]:
    from moebib.formats.bibtex.lost_elsewhere import only_in_bib

    return only_in_bib(record, entry)


def _repeated(record: Record) -> frozenset[str]:
    """The fields as they were written of which other fields of *record* say everything, and words in place of a date.

    Each format has a place for these.
    """
    from moebib.formats.bibtex.dates import read_issued
    from moebib.formats.bibtex.values import repeats
    from moebib.formats.bibtex.writer import kept_extra

    names = (record.extra.keys() - kept_extra(record).keys()) & {"date", "year", "month", "day"}
    # A date that is not read is left out, too, because biber rejects it.
    if (
        "date" in names
        and record.issued
        and "date" not in read_issued(record.extra["date"], None, None, None).understood
    ):
        names -= {"date"}
    if not record.issued:
        names |= {"date", "year"}
    return frozenset(names | {name for name, latex in record.extra.items() if repeats(name, latex, record)})


def _item_of_bibtex(record: Record, options: Options) -> str:
    """For the classic styles: accented letters become LaTeX commands, unless ``Options.unicode`` keeps them."""
    from moebib.formats.bibtex.writer import dump_entry, encode_record

    return dump_entry(encode_record(record, "bibtex", unicode=options.unicode).without(options.omit))


def _shown(record: Record, options: Options, written: str) -> Iterator[Loss]:
    """What pdfLaTeX does not print; with ``Options.unicode``, the entry is for another engine."""
    from moebib.formats.bibtex.fields import VERBATIM, fields_to_write
    from moebib.formats.bibtex.writer import encode_record
    from moebib.text.latex import unprintable

    if written.isascii() or options.unicode or not unprintable(written):
        return
    names = {home: row.field for row, home in fields_to_write(record.type, "bibtex")}
    for name, latex in encode_record(record, "bibtex").without(options.omit).fields.items():
        if name not in VERBATIM and (chars := unprintable(latex)):
            yield Loss(names.get(name, name), chars, (), "which XeLaTeX and LuaLaTeX print, but not pdfLaTeX", "MB149")


def _item_of_biblatex(record: Record, options: Options) -> str:
    """For biber: accented letters are always kept, because biber reads and sorts UTF-8."""
    from moebib.formats.bibtex.writer import dump_entry, encode_record

    return dump_entry(encode_record(record, "biblatex", unicode=True).without(options.omit))


def _fields(dialect: Dialect) -> Mapping[str, list[str]]:
    from moebib.formats.bibtex.fields import FIELD_ROWS, NOT_CARRIED
    from moebib.formats.bibtex.identifiers import IDENTIFIER_FIELDS

    fields = {"id": ["(key)"], "type": ["(entry type)", "entrysubtype"], "extra": ["(by its name)"]}
    for row in FIELD_ROWS:
        fields.setdefault(row.field, []).append(getattr(row, dialect))
    fields["identifiers"] = [*IDENTIFIER_FIELDS, "url"]
    fields["label"] = ["eprint"]
    fields["versions.identifiers"] = ["eprint"]
    return {field: names for field, names in fields.items() if field not in NOT_CARRIED}


_SNIFF = (
    r"(?m)^[^\S\n]*@[^\S\n]*[A-Za-z]+[^\S\n]*[({]|\A\ufeff?(?!\s*%0 )(?:[^\S\n]*(?:%[^\n]*)?\n)+(?:[^\S\n]*%[^\n]*)?\Z"
)
"""A block at the beginning of a line, or only comments, which EndNote's "%0 Book" is not."""
_PAGE = "the page of an identifier comes back as the identifier; the first other page is `url`"
_FORMULAS = "a formula with a command that is unknown, or that TeX would execute, becomes text"
_CAVEATS = {
    **dict.fromkeys(MARKUP, f"white space becomes one space, and {_FORMULAS}"),
    **dict.fromkeys(NAME_FIELDS, "a name has one particle"),
    "container_title": "the container_title_short if there is none",
    "page": "a range has one dash without spaces",
    "genre": "a key of BibLaTeX, as `phdthesis`, comes back in words",
    "publisher_place": "a key of BibLaTeX, as `countryus`, comes back in words",
    "identifiers": "one each of DOI, arXiv or PubMed ID, ISBN and ISSN, and one page; the arXiv ID may be that of "
    "a version",
    "label": "the version of an arXiv ID: v1, v2, ...",
    "status": "only its kind, and no correction",
    "url": f"{_PAGE}; without a page it is the PDF",
    "extra": "what a .bib file may contain, as LaTeX",
    "versions.identifiers": "the arXiv ID, if the work has none",
}

_BIBTEX = Format(
    name="bibtex",
    title="BibTeX",
    suffixes=(".bib",),
    sniff=_SNIFF,
    comment="%",
    decode=decode_any,
    read=_read,
    stages=Stages(_split, _make, _split_all),
    conflicts=lambda _: (),
    write=RecordWriter(_item_of_bibtex, head="% Written by moebib for BibTeX.\n\n", between="\n"),
    unread=_unread,
    repeated=_repeated,
    rewrite=partial(_rewritten, dialect="bibtex"),
    shown=_shown,
    fields=lambda: _fields("bibtex"),
    caveats=_CAVEATS,
    formulas=_FORMULAS,
)
_BIBLATEX = replace(
    _BIBTEX,
    name="biblatex",
    title="BibLaTeX",
    write=RecordWriter(_item_of_biblatex, head="% Written by moebib for BibLaTeX.\n\n", between="\n"),
    rewrite=partial(_rewritten, dialect="biblatex"),
    shown=None,
    fields=lambda: _fields("biblatex"),
)
FORMATS = (_BIBTEX, _BIBLATEX)
