"""Identifiers in running text, with a word in front of them or in a form that nothing else has."""

from __future__ import annotations

import re
from typing import NamedTuple

from moebib.records.identifier import Identifier, Scheme, find_identifier

__all__ = ["WrittenIdentifier", "identifiers_in", "serials_in", "split_dois"]

_PATTERNS = {
    "arxiv": re.compile(
        r"\b(?:arXiv(?:\.org)?(?: e-?prints?| preprints?)?|CoRR)[\s:,]*(?:(?:arXiv|abs)[:/\s]*)?"
        r"(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)(?:\s*\[[\w.-]+\])?",
        re.I,
    ),
    "doi": re.compile(r"(?:\bdoi\b[\s:.]*)?(?<![\w/.])(10\.\d{4,9}/[^\s<>]+)", re.I),
    "isbn": re.compile(r"\bISBN(?:-1[03])?[:\s]*(\d[\dXx -]{8,15}[\dXx])", re.I),
    "pmid": re.compile(r"\bPMID[:\s]*(\d{1,8})"),
    "pmcid": re.compile(r"\b(?:PMCID[:\s]*)?(PMC\d{5,9})"),
}
_TRAILING = ".,;:)]}'\"\u201d\u2019"


_MARKS = re.compile(r"[\x00-\x08\x0e-\x1f]")
"""Control characters, with which readers mark italics."""


class WrittenIdentifier(NamedTuple):
    """An identifier in a text, and its place, which includes the word in front of it."""

    identifier: Identifier
    start: int
    end: int


def identifiers_in(text: str) -> list[WrittenIdentifier]:
    """The valid identifiers in *text*, in its order; those in URLs are found by reading the URLs.

    >>> [str(written.identifier) for written in identifiers_in("CoRR abs/2401.00010, doi: 10.5555/pots.1.")]
    ['arxiv:2401.00010', 'doi:10.5555/pots.1']
    """
    written: list[WrittenIdentifier] = []
    taken = bytearray(len(text))
    for scheme, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            identifier = find_identifier(f"{scheme}:{_MARKS.sub('', match[1]).rstrip(_TRAILING)}")
            start, end = match.span()
            if identifier and taken.find(1, start, end) == -1:
                taken[start:end] = b"\1" * (end - start)
                written.append(WrittenIdentifier(identifier, start, end))
    return sorted(written, key=lambda identifier: identifier.start)


_SERIALS = {
    Scheme.ISBN: re.compile(
        r"(?<!\d)(?:97[89](?:[\u2010-\u2013 -]?\d){10}|(?:\d[\u2010-\u2013 -]?){9}[\dX])(?![\dX])", re.I | re.A
    ),
    Scheme.ISSN: re.compile(r"\d{4}[\u2010-\u2013-]?\d{3}[\dX]", re.I),
}


def serials_in(scheme: Scheme, text: str) -> tuple[Identifier, ...]:
    """The valid ISBNs, or ISSNs, in a text with other words.

    >>> [serial.value for serial in serials_in(Scheme.ISSN, "0028-0836 (print) 14764687 (online)")]
    ['0028-0836', '1476-4687']
    """
    found = (find_identifier(f"{scheme}:{serial.strip(' -')}") for serial in _SERIALS[scheme].findall(text))
    return tuple(dict.fromkeys(serial for serial in found if serial))


_BETWEEN_DOIS = re.compile(
    r"(?<!\bdoi)(?<!\bdoi:)(?:\s*[;,]\s*|\s+(?:and\s+|&\s+)?)(?=(?:doi[:\s]\s*|https?://\S*?/)?10\.\d{4,9}/)", re.I
)


def split_dois(text: str) -> list[str]:
    """The parts of *text* that begin with a DOI, its prefix or its link; a DOI has no spaces.

    >>> split_dois("10.5555/1, doi:10.5555/2 and https://doi.org/10.5555/3")
    ['10.5555/1', 'doi:10.5555/2', 'https://doi.org/10.5555/3']
    """
    return _BETWEEN_DOIS.split(text.strip())
