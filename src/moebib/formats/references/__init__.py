"""Printed references: lists in plain text, .bbl files and .docx files. Their fields are found by evidence (``guess``).

Reading goes from the file (``split``, ``bbl``, ``docx``) to the text of each reference, and from there to a record.
What has fields is read as such: the .bbl file of biber as a .bib file, the sources of a .docx file as CSL-JSON.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from moebib.formats import Format, ParsedFile, decode_any

if TYPE_CHECKING:
    from moebib.errors import Finding
    from moebib.formats.references.split import PrintedReference
    from moebib.library.config import Config

__all__ = ["FORMATS"]

_YEAR = r"(?:19|20)\d\d"
_PERSON = r"[^\W\d_][\w'\u2019 -]{1,40} [A-Z]{1,3}"
_BEGINNING = r"\A(?:\W*\w+\W*\n)?"
"""Perhaps with a heading of one word."""
_STARTS = (
    # Number or label, and a year within three lines
    rf"^[ \t]*(?:\[\w{{1,12}}\]|\d{{1,3}}\.)[ \t]+(?:[^\n]*\n){{0,2}}[^\n]*\b{_YEAR}\b",
    # "Quill, A. (2023). Title."
    rf"^(?!\w\w ? ?-)[^\W\d_][^\n(){{}}\"<>=]{{3,300}}\({_YEAR}[a-z]?\)\.\s",
    # "Quill A, Lund I. Title. Venue. 2023"
    rf"{_BEGINNING}{_PERSON}(?:, {_PERSON})*(?:, et al)?\. [^\n{{}}\"<>=]{{10,500}}\b{_YEAR}\b",
    # 'Ada Quill, Ida Lund. "Title." Venue, 2023'
    rf"{_BEGINNING}[^\W\d_][\w .,'\u2019&-]{{3,300}}[\"\u201c][^\n\"\u201c\u201d]{{10,300}}[\"\u201d]"
    rf"[^\n{{}}<>=]{{3,300}}\b{_YEAR}\b",
)
"""How a list of printed references may begin."""


def _read_list(text: str, config: Config) -> ParsedFile:
    from moebib.formats.references.split import split_references

    return _guess_all(split_references(text))


def _read_bbl(text: str, config: Config) -> ParsedFile:
    from moebib import formats
    from moebib.formats.references.bbl import bib_entries, split_bibitems

    if entries := bib_entries(text):
        return formats.get("bibtex").parse_text(entries, config)
    return _guess_all(split_bibitems(text))


def _decode_docx(data: bytes, name: str) -> tuple[str, tuple[Finding, ...]]:
    from moebib.formats.references.docx import text_of

    return text_of(data, name), ()


def _read_docx(text: str, config: Config) -> ParsedFile:
    """The text that ``_decode_docx`` gives."""
    from moebib import formats
    from moebib.errors import Finding, InputError
    from moebib.formats.references.sources import csl_of

    if not text.lstrip("\ufeff").startswith("<"):
        return _read_list(text, config)
    try:
        return formats.get("csl-json").parse_text(csl_of(text), config)
    except InputError as error:
        return ParsedFile((), findings=(Finding("MB145", str(error)),))


def _guess_all(items: Iterable[PrintedReference]) -> ParsedFile:
    """A record of each reference whose title can be told, with a finding (MB144) that its fields are guesses."""
    from moebib.errors import Finding
    from moebib.formats.references.guess import guess
    from moebib.formats.references.marks import without_marks
    from moebib.records.citekey import fit_key, free_key
    from moebib.text.markup import plain
    from moebib.text.shorten import quote

    records, findings, taken = [], [], set[str]()
    for number, item in enumerate(items, start=1):
        label = fit_key(item.label)
        key = free_key(f"ref{label or number}" if label.isdigit() or not label else label, taken)
        record = guess(item.text, key)
        if record is None:
            message = f"no title recognised in {quote(without_marks(item.text))}"
            findings.append(Finding("MB145", message, line=item.line, hint="write it with its fields, in a .bib file"))
            continue
        taken.add(key.lower())
        records.append(record)
        people = f" by {' and '.join(name.display() for name in record.author[:2])}" if record.author else ""
        message = f"fields guessed: {quote(plain(record.title))}{people}"
        venue = f", in {quote(plain(record.container_title))}" if record.container_title else ""
        year = f", {record.issued.year}" if record.issued else ""
        findings.append(Finding("MB144", f"{message}{venue}{year}", record.id, line=item.line))
    return ParsedFile(tuple(records), findings=tuple(findings))


FORMATS = (
    Format(
        name="bbl", title="bibliography of LaTeX", suffixes=(".bbl",), decode=decode_any, read=_read_bbl,
        sniff=r"\\bibitem\b|\\begin\{thebibliography\}|\\refsection\{",
    ),
    Format(name="docx", title="Word document", suffixes=(".docx",), decode=_decode_docx, read=_read_docx),
    Format(
        name="references", title="list of references", suffixes=(), decode=decode_any, read=_read_list,
        sniff=f"(?m){'|'.join(_STARTS)}",
    ),
)  # fmt: skip
