"""The identifiers in a .bib file: in their fields, which are verbatim, or in a note or the name of a journal."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from moebib.errors import InputError
from moebib.formats.bibtex.links import LONGEST
from moebib.formats.bibtex.verbatim import verbatim_text
from moebib.records.identifier import Identifier, Scheme, parse_identifier

__all__ = ["IDENTIFIER_FIELDS", "find_arxiv", "read_identifier", "read_serials"]

IDENTIFIER_FIELDS = ("doi", "eprint", "isbn", "issn", "verba", "pmid", "pmcid", "pmc", "hal_id")
"""The fields of identifiers; ``url`` may hold one, too."""

_PLAIN_DOI = re.compile(r"10\.\d{4,5}/(?!arxiv\b)[\w.()/:;-]*\w", re.I | re.A)
_ARXIV_ID = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.I)
"""An arXiv ID in a field that does not name the archive."""
_ID = r"(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)(?![\d/])"
_ARXIV = re.compile(
    rf"\barxiv(?:\.org)?(?: *(?:e-?print|preprint))?(?:\s*[:/.,]\s*|\s+)(?:arxiv:\s*|(?:abs|pdf)/)?{_ID}", re.I
)
_CORR = re.compile(rf"(?:abs/|arXiv:)?{_ID}", re.I)
_VENUES = ("journal", "journaltitle", "howpublished", "booktitle", "publisher", "series", "volume", "number", "type")
_SERIALS = {"isbn": re.compile(r"[\dX][\dX -]{8,}[\dX]", re.I), "issn": re.compile(r"\d{4}-?\d{3}[\dX]", re.I)}


def read_identifier(name: str, latex: str, *, archive: str) -> Identifier | None:
    """The identifier in the field *name*, given the *archive* of the eprint; ``None`` if its scheme is not supported.

    Raises:
        InputError: If the value is not a valid identifier.
    """
    value = verbatim_text(latex)
    if name == "doi":
        return _read_doi(value)
    if name == "eprint":
        return _read_eprint(value, archive.lower())
    if name == "pmc":  # as PubMed calls it
        return parse_identifier(value if re.match(r"https?:", value, re.I) else f"pmcid:{value}")
    if name == "verba":
        return parse_identifier(f"issn:{value}") if re.fullmatch(r"\d{4}-\d{3}[\dX]", value, re.A) else None
    return parse_identifier(value if re.match(r"https?:", value, re.I) else f"{name.removesuffix('_id')}:{value}")


def _read_doi(value: str) -> Identifier | None:
    """The DOI, or the identifier whose page the value links to; ``None`` for any other page."""
    if _PLAIN_DOI.fullmatch(value):
        return Identifier(Scheme.DOI, value.lower())
    value = re.sub(
        r"^(?:doi\s*[:=]?\s*(?=10\.|http)|(?:https?://)?(?:dx\.)?doi\.org/)+", "", html.unescape(value), flags=re.I
    )
    identifier = parse_identifier(value if re.match(r"https?:", value, re.I) else f"doi:{value}")
    return identifier if identifier.scheme is not Scheme.URL else None


def _read_eprint(value: str, archive: str) -> Identifier | None:
    """An eprint without an archive is one of arXiv if it looks like that; other archives are not supported."""
    value = re.sub(r"^arxiv:\s*", "", value, flags=re.I)
    if archive == "pubmed":
        return parse_identifier(f"pmid:{value}")
    if re.match(r"https?:", value, re.I) and archive in ("", "arxiv"):
        identifier = parse_identifier(value)
        return identifier if identifier.scheme is Scheme.ARXIV else None
    if archive == "arxiv" or (not archive and _ARXIV_ID.fullmatch(value)):
        return parse_identifier(f"arxiv:{value}")
    return None


def find_arxiv(fields: Mapping[str, str]) -> Identifier | None:
    """The arXiv ID in a venue or note: "arXiv preprint arXiv:2401.06066", or "abs/2401.06066" as volume of CoRR."""
    for name in _VENUES:
        value = fields.get(name)
        if value and len(value) < LONGEST and "rxiv" in value.lower() and (match := _ARXIV.search(value)):
            return _parsed(match[1])
    note = fields.get("note", "")
    if len(note) < LONGEST and "rxiv" in note.lower() and (match := _ARXIV.match(note.lstrip("( "))):
        return _parsed(match[1])
    journal = fields.get("journal") or fields.get("journaltitle") or ""
    if journal.strip("{}").lower() in ("corr", "arxiv") and (match := _CORR.fullmatch(fields.get("volume", ""))):
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
        serials = (_serial(name, text) for text in _SERIALS[name].findall(value))
        identifiers = tuple(dict.fromkeys(serial for serial in serials if serial))
        if not identifiers:
            raise
        return identifiers, False


def _serial(name: str, text: str) -> Identifier | None:
    try:
        return parse_identifier(f"{name}:{text.strip(' -')}")
    except InputError:
        return None
