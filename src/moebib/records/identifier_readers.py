"""Readers of the values of identifiers: each checks one, and gives its canonical spelling."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import unquote, urlsplit, urlunsplit

from moebib.errors import InvalidIdentifier
from moebib.records.scheme import ACL_DOI, Identifier, Scheme, acl_id

__all__ = [
    "ACL",
    "ARXIV_MARGIN",
    "ARXIV_NEW",
    "ARXIV_OLD",
    "DBLP",
    "OSF_PREFIXES",
    "S2",
    "SHORT_DOI",
    "read_acl",
    "read_arxiv",
    "read_dblp",
    "read_doi",
    "read_hal",
    "read_hf",
    "read_isbn",
    "read_issn",
    "read_openalex",
    "read_openreview",
    "read_osf",
    "read_pmcid",
    "read_pmid",
    "read_rfc",
    "read_s2",
    "read_short_doi",
    "read_url",
    "read_versioned_doi",
]

# Joining the flags takes longer than most of the matches.
_ANY_CASE = re.I | re.A
# Old arXiv IDs begin with the archive in lower case; an optional subject class (math.GT) is not part of the ID.
ARXIV_NEW = r"\d{4}\.\d{4,5}(?:v\d+)?"
ARXIV_OLD = r"[a-z-]+(?:\.[A-Za-z-]{2,})?/\d{7}(?:v\d+)?"
_ARXIV = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z-]{2,})?/\d{7})(?:v(\d+))?", _ANY_CASE)
# "[cs.LG] 12 Jan 2024": what arXiv prints in the margin of a PDF.
ARXIV_MARGIN = r"(?:\s*\[[\w.-]+\])?(?:\s+\d{1,2}\s+[a-z]{3}\s+\d{4})?"
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.I)
ACL = r"(?:\d{4}\.[a-z0-9_]+-[a-z0-9]+\.\d+|[a-z]\d{2}-\d{4})(?:v\d+|e\d+)?"
_TAG = re.compile(r"<(?:/[a-z]+|br ?/?)>?$", re.I)
"""The tag of HTML behind a DOI that was copied from a page."""
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
# bioRxiv and medRxiv have one DOI for all versions, behind which their pages print the version.
_RXIV_VERSION = re.compile(r"(10\.(?:1101|64898)/\d{4}\.\d\d\.\d\d\.\d+)v(\d+)")
SHORT_DOI = r"10/(?=[a-z0-9]*[a-z])[a-z0-9]{2,}"
DBLP = r"(?:conf|journals|books|data|phd|series|reference|tr|homepages|persons|www|ms)(?:/[\w-]+)+"
S2 = r"[0-9a-f]{40}|corpusid:\d+"
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id)", re.I)
OSF_PREFIXES = {
    "osf": "10.31219", "psyarxiv": "10.31234", "socarxiv": "10.31235", "metaarxiv": "10.31222", "africarxiv": "10.31730"
}  # fmt: skip


def _invalid(message: str, given: str) -> InvalidIdentifier:
    return InvalidIdentifier(f"{message}: {given!r}", given=given)


def read_arxiv(value: str, given: str) -> Identifier:
    """Syntax: https://info.arxiv.org/help/arxiv_identifier.html."""
    value = re.sub(r"^(?:(?:e-?)?prints?\s+|preprint\s+)?(?:arxiv:\s*)?", "", value, flags=re.I)
    match = _ARXIV.fullmatch(re.sub(rf"{ARXIV_MARGIN}$", "", value, count=1, flags=_ANY_CASE))
    if not match:
        raise _invalid("not an arXiv ID (2401.06066 or hep-th/9901001)", given)
    number, version = match[1], match[2]
    if "/" in number:
        archive, _, digits = number.lower().partition("/")
        year, month, canonical = int(digits[:2]), int(digits[2:4]), f"{archive.partition('.')[0]}/{digits}"
        if 8 <= year < 91 or (year, month) == (7, 4):
            raise _invalid("arXiv used IDs of this form only from 1991 to March 2007", given)
    else:
        year, month, canonical = int(number[:2]), int(number[2:4]), number
        if (year, month) < (7, 4):
            raise _invalid("arXiv has used IDs of this form only since April 2007", given)
        if len(number) != (10 if year >= 15 else 9):
            raise _invalid(f"an arXiv ID from 20{year:02} has {5 if year >= 15 else 4} digits after the period", given)
    if not 1 <= month <= 12:
        raise _invalid(f"an arXiv ID begins with YYMM, and {month:02} is not a month", given)
    return Identifier(Scheme.ARXIV, canonical, version)


def read_doi(value: str, given: str, *, exact: bool = False) -> Identifier:
    """The DOI; unless *exact*, the ACL ID if it is made of one.

    DOI names are case-insensitive (DOI Handbook, section 2.2), so the canonical spelling is lower case.
    """
    doi = _without_trailing(_TAG.sub("", unquote(value) if "%" in value else value)).lower()
    doi = re.sub(r"^(?:https?://)?(?:dx\.)?doi\.org/", "", doi)
    if re.fullmatch(SHORT_DOI, doi, re.A):
        return Identifier(Scheme.SHORTDOI, doi)
    if not _DOI.fullmatch(doi):
        has_prefix_only = re.fullmatch(r"10\.\d{4,9}(?:\.\d+)*/?", doi)
        raise _invalid(
            "a DOI has a suffix after the slash (10.NNNN/suffix)" if has_prefix_only else "not a DOI (10.NNNN/suffix)",
            given,
        )
    if match := _ARXIV_DOI.fullmatch(doi):
        return read_arxiv(match[1], given)
    if not exact and (match := ACL_DOI.fullmatch(doi)) and re.fullmatch(ACL, match[1], _ANY_CASE):
        return read_acl(match[1], given)
    if match := _RXIV_VERSION.fullmatch(doi):
        return Identifier(Scheme.DOI, match[1], match[2])
    return Identifier(Scheme.DOI, doi)


def _without_trailing(doi: str) -> str:
    """Without the punctuation that follows it in a sentence; a bracket stays if it closes one within the DOI."""
    doi = doi.strip()
    while doi and (doi[-1] in ".,;:'\">}" or (doi[-1] in ")]" and _unopened(doi, doi[-1]))):
        doi = doi[:-1]
    return doi


def _unopened(text: str, bracket: str) -> bool:
    return text.count({")": "(", "]": "["}[bracket]) < text.count(bracket)


def read_short_doi(value: str, given: str) -> Identifier:
    """Syntax: https://shortdoi.org."""
    short = value.lower()
    if not re.fullmatch(SHORT_DOI, short, re.A):
        raise _invalid("not a short DOI (10/abcd)", given)
    return Identifier(Scheme.SHORTDOI, short)


def read_versioned_doi(value: str, given: str) -> Identifier:
    """One DOI for all versions, to which bioRxiv and medRxiv append the version in URLs."""
    doi, _, version = re.sub(r"v(\d+)$", r" \1", unquote(value)).partition(" ")
    return Identifier(Scheme.DOI, read_doi(doi, given, exact=True).value, version or None)


def read_osf(value: str, given: str) -> Identifier:
    """Each preprint service of OSF has its own prefix."""
    service, _, preprint = value.lower().partition("/")
    return read_doi(f"{OSF_PREFIXES[service]}/osf.io/{preprint}", given)


def read_rfc(value: str, given: str) -> Identifier:
    """The DOI of an RFC has at least four digits (RFC 7669)."""
    return read_doi(f"10.17487/rfc{int(value):04}", given)


def read_acl(value: str, given: str) -> Identifier:
    """Syntax: https://aclanthology.org/info/ids/."""
    value = re.sub(r"\.(?:pdf|bib|xml|endf)$", "", value.strip("/"))
    # Papers may have a suffix for a revision or an erratum: 2020.acl-main.1v2, 2020.acl-main.1e1.
    if not re.fullmatch(ACL, value, _ANY_CASE):
        raise _invalid("not an ACL Anthology ID (2024.acl-long.70 or P19-1017)", given)
    bare, _, version = re.sub(r"(?<=\d)(?:v(\d+)|e\d+)$", r"/\1", value).partition("/")
    return Identifier(Scheme.ACL, acl_id(bare), version or None)


def read_dblp(value: str, given: str) -> Identifier:
    """The key of a record, without the name of a format."""
    key = re.sub(r"\.(?:html|bib|xml|rdf|ris|nt)$", "", value.partition("?")[0])
    if not re.fullmatch(DBLP, key, re.A):
        raise _invalid("not a DBLP key (conf/iclr/LepikhinLXCFHKS21)", given)
    return Identifier(Scheme.DBLP, key)


def read_isbn(value: str, given: str) -> Identifier:
    """The ISBN with 13 digits: one with 10 names the same book."""
    from stdnum import isbn
    from stdnum.exceptions import InvalidChecksum, ValidationError

    try:
        return Identifier(Scheme.ISBN, isbn.to_isbn13(isbn.validate(value)).replace("-", ""))
    except InvalidChecksum:
        raise _invalid("wrong check digit in ISBN", given) from None
    except ValidationError:
        raise _invalid("not an ISBN (10 or 13 digits)", given) from None


def read_issn(value: str, given: str) -> Identifier:
    """The ISSN with its hyphen."""
    from stdnum import issn
    from stdnum.exceptions import InvalidChecksum, ValidationError

    try:
        return Identifier(Scheme.ISSN, issn.format(issn.validate(value)))
    except InvalidChecksum:
        raise _invalid("wrong check digit in ISSN", given) from None
    except ValidationError:
        raise _invalid("not an ISSN (1234-567X)", given) from None


def read_s2(value: str, given: str) -> Identifier:
    """The hash of a paper, or its number in the corpus."""
    if not re.fullmatch(S2, value, _ANY_CASE):
        raise _invalid("not a Semantic Scholar ID (40 hexadecimal digits, or CorpusID:number)", given)
    return Identifier(Scheme.S2, re.sub(r"^corpusid:", "CorpusID:", value.lower()))


def read_pmcid(value: str, given: str) -> Identifier:
    """Versions are numbered after a period: PMC1234567.2."""
    match = re.fullmatch(r"(?:PMC)?([1-9]\d{0,8})(?:\.(\d+))?", value, _ANY_CASE)
    if not match:
        raise _invalid("not a PubMed Central ID (PMC followed by digits)", given)
    return Identifier(Scheme.PMCID, f"PMC{match[1]}", match[2])


def read_hal(value: str, given: str) -> Identifier:
    """The ID of a deposit, which begins with its collection; versions are appended."""
    match = re.fullmatch(r"([a-z][a-z0-9]*[-_]\d{8})(?:v(\d+))?", value, _ANY_CASE)
    if not match:
        raise _invalid("not a HAL ID (hal-01234567)", given)
    return Identifier(Scheme.HAL, match[1].lower(), match[2])


def _read_plain(scheme: Scheme, pattern: str, called: str, value: str, given: str) -> Identifier:
    if not re.fullmatch(pattern, value, re.A):
        raise _invalid(f"not {called}", given)
    return Identifier(scheme, value)


read_openreview = partial(_read_plain, Scheme.OPENREVIEW, r"[\w-]{6,}", "an OpenReview ID")
read_pmid = partial(_read_plain, Scheme.PMID, r"[1-9]\d{0,8}", "a PubMed ID")
read_hf = partial(
    _read_plain, Scheme.HF, r"(?:(?:datasets|spaces)/)?(?:[\w.-]+/)?[\w.-]+", "a Hugging Face repository (owner/name)"
)


def read_openalex(value: str, given: str) -> Identifier:
    """The number of a work; those of authors and venues begin with other letters."""
    return _read_plain(Scheme.OPENALEX, r"W\d{3,}", "an OpenAlex work (W followed by digits)", value.upper(), given)


def read_url(value: str, given: str) -> Identifier:
    """Normalises scheme and host to lower case (RFC 3986, 6.2.2) and drops the fragment and tracking parameters.

    Raises:
        InvalidIdentifier: If it is not an http(s) URL.
    """
    try:
        parts = urlsplit(value)
    except ValueError:
        raise _invalid("invalid URL, the host in brackets is not an IPv6 address", given) from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise _invalid("only http(s) URLs are supported", given)
    if re.search(r"[\s<>\"{}|\\^`\x00-\x20]", value):
        raise _invalid("URL contains a space or a character that RFC 3986 does not allow", given)
    query = "&".join(pair for pair in parts.query.split("&") if not _TRACKING.match(pair))
    path = parts.path or "/"
    return Identifier(Scheme.URL, urlunsplit((parts.scheme.lower(), parts.netloc.lower(), path, query, "")))
