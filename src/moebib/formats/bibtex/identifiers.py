"""The identifiers in a .bib file: in their fields, which are verbatim, or in a note or the name of a journal."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from moebib.errors import InputError
from moebib.formats._doi import is_doi_of_arxiv
from moebib.formats.bibtex.links import LONGEST
from moebib.formats.bibtex.verbatim import verbatim_text
from moebib.records.identifier import Identifier, Scheme, find_identifier, parse_identifier
from moebib.records.identifiers_in_text import identifiers_in, serials_in, split_dois
from moebib.text.latex import decode

__all__ = [
    "IDENTIFIER_FIELDS", "OTHER_FIELDS", "arxiv_class", "find_arxiv", "in_note", "is_in_place", "other_identifiers",
    "read_dois", "read_identifier", "read_serials",
]  # fmt: skip

IDENTIFIER_FIELDS = ("doi", "eprint", "isbn", "issn", "verba", "pmid", "pmcid", "pmc", "hal_id")
"""The fields of identifiers; ``url`` may hold one, too."""
OTHER_FIELDS = {
    "arxiv": Scheme.ARXIV, "arxivid": Scheme.ARXIV, "pubmed": Scheme.PMID, "eissn": Scheme.ISSN, "e-issn": Scheme.ISSN,
    **dict.fromkeys(("isbn13", "isbn-13", "isbn10", "isbn-10", "eisbn"), Scheme.ISBN),
}  # fmt: skip
"""Fields of identifiers in other programs (Mendeley, web pages of publishers): read, and kept as they are."""
_OF_ARCHIVE = {
    "pubmed": "pmid", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid", "hal": "hal", "doi": "doi",
}  # fmt: skip
"""The scheme of an eprint in an archive other than arXiv."""

_PLAIN_DOI = re.compile(r"10\.\d{4,5}/(?!arxiv\b)[\w.()/:;-]*\w", re.I | re.A)
_ARXIV_ID = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?: *\[[\w.-]+\])?", re.I)
"""An arXiv ID in a field that does not name the archive."""
_CLASS = re.compile(r"\[([a-z-]+(?:\.[A-Z-]{2,})?)\]\s*\Z|\A(?:arxiv:)?\s*([a-z-]+\.[A-Z]{2})/", re.I)
_ID = r"(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)(?![\d/])"
_ARXIV = re.compile(
    rf"\barxiv(?:\.org)?(?: *(?:e-?print|preprint))?(?:\s*[:/.,]\s*|\s+)(?:arxiv:\s*|(?:abs|pdf)/)?{_ID}", re.I
)
_OF_ARXIV = re.compile(r"corr|arxiv(?:\.org)?(?: (?:e-?prints?|preprints?))?", re.I)
_CORR = re.compile(rf"(?:abs/|arXiv:)?{_ID}", re.I)
_VENUES = (
    "journal", "journaltitle", "howpublished", "booktitle", "publisher", "series", "volume", "number", "type", "eid",
    "pages",
)  # fmt: skip
_AT_ARXIV = re.compile(r"\(? *(?:(?:e-?print|preprint|available|also)\W+){0,3}(?:(?:at|from|on|as|under)\W+)?", re.I)
"""What a note begins with before the arXiv ID of the work."""


def read_identifier(name: str, latex: str, *, archive: str, archive_class: str = "") -> Identifier | None:
    """The identifier in the field *name*, given the *archive* of the eprint and its class; ``None`` if its scheme is
    not supported.

    Raises:
        InputError: If the value is not a valid identifier.
    """
    value = verbatim_text(latex)
    if name == "doi":
        return _read_doi(value)
    if name == "eprint":
        return _read_eprint(value, archive.lower(), archive_class)
    if name == "pmc":  # as PubMed calls it
        return parse_identifier(value if re.match(r"https?:", value, re.I) else f"pmcid:{value}")
    if name == "verba":
        return parse_identifier(f"issn:{value}") if re.fullmatch(r"\d{4}-\d{3}[\dX]", value, re.A) else None
    return parse_identifier(value if re.match(r"https?:", value, re.I) else f"{name.removesuffix('_id')}:{value}")


def _read_doi(value: str) -> Identifier | None:
    """The DOI, or the identifier whose page the value links to; ``None`` for any other page."""
    if _PLAIN_DOI.fullmatch(value):
        return Identifier(Scheme.DOI, value.lower())
    if re.match(r"arxiv:", value, re.I):
        return parse_identifier(value)
    value = re.sub(
        r"^(?:doi\s*[:=]?\s*(?=10\.|http)|(?:https?://)?(?:dx\.)?doi\.org/)+", "", html.unescape(value), flags=re.I
    )
    identifier = parse_identifier(value if re.match(r"https?:", value, re.I) else f"doi:{value}")
    return identifier if identifier.scheme is not Scheme.URL else None


def _read_eprint(value: str, archive: str, archive_class: str) -> Identifier | None:
    """An eprint without an archive is one of arXiv if it looks like that; some archives are not supported."""
    value = re.sub(r"^arxiv(?:[:.]\s*|\s+)", "", value, flags=re.I)
    if archive in _OF_ARCHIVE:
        return parse_identifier(f"{_OF_ARCHIVE[archive]}:{value}")
    if archive == "arxiv":  # before 2007, the archive was a part of the ID, which some leave to the class
        value = re.sub(r"^([a-z-]+)\s+(?=\d{7}(?!\d))", r"\1/", value)
        value = f"{archive_class.partition('.')[0]}/{value}" if re.fullmatch(r"\d{7}(?:v\d+)?", value) else value
    if re.match(r"https?:", value, re.I) and archive in ("", "arxiv"):
        identifier = parse_identifier(value)
        return identifier if identifier.scheme is Scheme.ARXIV else None
    if archive == "arxiv" or (not archive and _ARXIV_ID.fullmatch(value)):
        return parse_identifier(f"arxiv:{value}")
    return None


def arxiv_class(latex: str) -> str:
    """The class beside an arXiv ID, as in "2401.01234 [cs.CL]" or "math.GT/0309136"; "" if there is none.

    >>> arxiv_class("2401.01234v2 [cs.CL]"), arxiv_class("math.GT/0309136"), arxiv_class("hep-th/9901001")
    ('cs.CL', 'math.GT', '')
    """
    match = _CLASS.search(latex)
    return (match[1] or match[2]) if match else ""


def read_dois(latex: str) -> tuple[Identifier, ...]:
    """The DOIs in a field that has several, or one with other words; none for any other.

    >>> [doi.value for doi in read_dois("10.5555/1, https://doi.org/10.5555/2")], read_dois("10.5555/1")
    (['10.5555/1', '10.5555/2'], ())
    >>> read_dois("10.5555/1, accessed 2020")[0].value
    '10.5555/1'
    """
    if ";" not in latex and _PLAIN_DOI.fullmatch(latex):
        return ()
    text = verbatim_text(latex)
    texts = split_dois(text)
    try:
        dois = [_read_doi(text) for text in texts]
    except InputError:
        written = (found.identifier for found in identifiers_in(text) if " " in text)
        return tuple(dict.fromkeys(found for found in written if found.scheme is Scheme.DOI))
    return tuple(dict.fromkeys(doi for doi in dois if doi)) if len(texts) > 1 and all(dois) else ()


def other_identifiers(name: str, latex: str) -> tuple[Identifier, ...]:
    """The identifiers in a field that is kept beside them: one of other programs, or one with several DOIs.

    >>> str(other_identifiers("arxivid", "2401.01234")[0]), other_identifiers("pdf", "a.pdf")
    ('arxiv:2401.01234', ())
    """
    if name == "doi":
        return read_dois(latex)
    found = find_identifier(f"{OTHER_FIELDS[name]}:{verbatim_text(latex)}") if name in OTHER_FIELDS else None
    return (found,) if found else ()


def is_in_place(name: str, latex: str, identifier: Identifier) -> bool:
    """Whether the field *name*, with this *latex*, is where *identifier* is written, and says no more than it."""
    if name == "doi":
        return not (is_doi_of_arxiv(latex, identifier) or latex.rstrip().endswith((".", ",")))
    return name != "eprint" or identifier.scheme in (Scheme.ARXIV, Scheme.PMID)


def in_note(note: str) -> tuple[Identifier, ...]:
    """The identifiers in a note that has nothing else: "PMID: 12345678, PMCID: PMC1234567".

    >>> [str(identifier) for identifier in in_note("PMID: 12345678; PMCID: PMC1234567.")], in_note("See PMID: 12345678")
    (['pmid:12345678', 'pmcid:PMC1234567'], ())
    """
    if len(note) > LONGEST or not _MAY_BE_IDENTIFIER.search(note):
        return ()
    text = decode(note)
    written = identifiers_in(text)
    rest = text
    for identifier in reversed(written):
        rest = rest[: identifier.start] + rest[identifier.end :]
    return () if re.search(r"\w", rest) else tuple(identifier.identifier for identifier in written)


_MAY_BE_IDENTIFIER = re.compile(r"PMC?ID|\bdoi\b|\\doi\b|doi:|arxiv", re.I)


def find_arxiv(fields: Mapping[str, str]) -> Identifier | None:
    """The arXiv ID in a venue or note: "arXiv preprint arXiv:2401.06066", or "abs/2401.06066" as volume of CoRR."""
    for name in _VENUES:
        value = fields.get(name)
        if value and len(value) < LONGEST and "rxiv" in value.lower() and (match := _ARXIV.search(value)):
            return _parsed(match[1])
    note = fields.get("note", "")
    if len(note) < LONGEST and "rxiv" in note.lower():
        note = re.sub(r"\\url\s*\{([^{}]*)\}", r"\1", note)
        note = re.sub(r"https?://(?=arxiv)", "", note[_AT_ARXIV.match(note).end() :])  # type: ignore[union-attr]
        if match := _ARXIV.match(note):
            return _parsed(match[1])
    journal = fields.get("journal") or fields.get("journaltitle") or ""
    if _OF_ARXIV.fullmatch(journal.strip("{}")) and (match := _CORR.fullmatch(fields.get("volume", ""))):
        return _parsed(match[1])
    return None


def _parsed(value: str) -> Identifier | None:
    try:
        return parse_identifier(f"arxiv:{value}")
    except InputError:
        return None


def read_serials(name: str, latex: str) -> tuple[tuple[Identifier, ...], bool]:
    """The ISBNs or ISSNs in a field, and whether the field is exactly one.

    Raises:
        InputError: If there is none.
    """
    value = verbatim_text(latex)
    try:
        return (parse_identifier(f"{name}:{value}"),), True
    except InputError:
        identifiers = serials_in(Scheme(name), value)
        if not identifiers:
            raise
        return identifiers, False
