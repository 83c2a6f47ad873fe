"""Identifiers of works: reads every form in which people paste them, and writes one canonical spelling.

``_forms`` is an ordered table of the forms, each with a pattern for the bare text or for a URL. A text in a known form
with an invalid part (month 13, a wrong check digit) is rejected with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, partial
from typing import Any, Literal, NamedTuple, Self
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from moebib.errors import InvalidIdentifier
from moebib.text.urls import starts_with_http

__all__ = ["Identifier", "Scheme", "find_identifier", "parse_identifier", "schemes"]


Identified = Literal["work", "volume", "database"]
"""What the identifiers of a scheme name: a work, a whole volume or journal, or a record of a database."""


class _SchemeRow(NamedTuple):
    """A scheme, with the syntax of its identifiers if a regular expression describes it."""

    prefix: str
    """The prefix in files and on the command line."""
    names: Identified
    """What its identifiers name. Readers are sent to the page of a database only if there is no other page."""
    page: str = ""
    """The landing page, with {} for the value."""
    pattern: str = ""
    """A regular expression for the value. If there is none, a function in ``_READERS`` reads it."""
    called: str = ""
    """What messages call an identifier, with the article."""
    canonical: Callable[[str], str] = str
    bare: str = ""
    """A regular expression for identifiers without a prefix; group 1 is the value."""
    url: str = ""
    """A regular expression for its URLs, without the scheme and "www."; group 1 is the value."""
    word: str = ""
    """A regular expression for a word that each of its URLs contains."""


class Scheme(StrEnum):
    """The schemes of identifiers. To add one, add a row with a pattern."""

    ARXIV = _SchemeRow("arxiv", "work", "https://arxiv.org/abs/{}")
    DOI = _SchemeRow("doi", "work", "https://doi.org/{}")
    OPENREVIEW = _SchemeRow(
        "openreview", "work", "https://openreview.net/forum?id={}",
        pattern=r"[\w-]{6,}", called="an OpenReview ID",
        url=r"openreview\.net/(?:forum|pdf|attachment|revisions)\?(?:.*&)?id=([\w-]+).*", word="openreview",
    )  # fmt: skip
    ACL = _SchemeRow("acl", "work", "https://aclanthology.org/{}/")
    DBLP = _SchemeRow("dblp", "database", "https://dblp.org/rec/{}")
    ISBN = _SchemeRow("isbn", "volume")
    ISSN = _SchemeRow("issn", "volume")
    URL = _SchemeRow("url", "work", "{}")
    PMID = _SchemeRow(
        "pmid", "work", "https://pubmed.ncbi.nlm.nih.gov/{}/",
        pattern=r"[1-9]\d{0,8}", called="a PubMed ID",
        url=r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d+).*", word="ncbi",
    )  # fmt: skip
    S2 = _SchemeRow("s2", "database", "https://www.semanticscholar.org/paper/{}")
    OPENALEX = _SchemeRow(
        "openalex", "database", "https://openalex.org/{}",
        pattern=r"[Ww]\d{3,}", called="an OpenAlex work (W followed by digits)", canonical=str.upper,
        bare=r"(w\d{6,})", url=r"(?:api\.)?openalex\.org/(?:works/)?(w\d+).*", word="openalex",
    )  # fmt: skip
    HF = _SchemeRow(
        "hf", "database", "https://huggingface.co/{}",
        pattern=r"(?:(?:datasets|spaces)/)?[\w.-]+/[\w.-]+", called="a Hugging Face repository (owner/name)",
        url=r"(?:huggingface\.co|hf\.co)/(?!(?:blog|docs|papers|collections|learn|tasks|posts)/)"
        r"((?:datasets/|spaces/)?[\w.-]+/[\w.-]+)/?", word=r"huggingface|hf\.co",
    )  # fmt: skip

    row: _SchemeRow

    def __new__(cls, *row: Any) -> Self:
        """A member that is a string, the prefix, and has its row as an attribute."""
        member = str.__new__(cls, row[0])
        member._value_ = row[0]
        member.row = _SchemeRow(*row)
        return member


def schemes(*first: Scheme, names: Identified) -> tuple[Scheme, ...]:
    """*first*, then all other schemes whose identifiers name *names*, including those that are added later."""
    return tuple(dict.fromkeys((*first, *(scheme for scheme in Scheme if scheme.row.names == names))))


_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Identifier:
    """A canonical identifier. ``version`` ("2" for arXiv's v2) is not part of its identity and is not compared.

    >>> parse_identifier("https://arxiv.org/pdf/1706.03762v7")
    Identifier(scheme=<Scheme.ARXIV: 'arxiv'>, value='1706.03762', version='7')
    >>> str(parse_identifier("arXiv:1706.03762"))
    'arxiv:1706.03762'
    """

    scheme: Scheme
    value: str
    version: str | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not self.value.isascii() and _SURROGATE.search(self.value):
            raise InvalidIdentifier(f"lone surrogate, which cannot be encoded: {self.value!r}", given=self.value)

    @property
    def url(self) -> str | None:
        """The landing page, or ``None`` if the scheme has none (ISBN, ISSN)."""
        # Semantic Scholar has another permalink for its numbers than for its hashes.
        page = "https://api.semanticscholar.org/{}" if self.value.startswith("CorpusID:") else self.scheme.row.page
        return page.format(quote(self.value, safe="/:;()+.-_~,@!$'*=&?%#")) if page else None

    @property
    def is_of_one_work(self) -> bool:
        """Whether it names a single work; all papers in a volume or journal share its ISBN or ISSN."""
        return self.scheme.row.names != "volume"

    @property
    def canonical(self) -> Identifier:
        """The identifier that a DOI was derived from, for comparing: ``acl:`` for 10.18653/v1/..."""
        match = _ACL_DOI.fullmatch(self.value) if self.scheme is Scheme.DOI else None
        return Identifier(Scheme.ACL, _acl(match[1])) if match else self

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


def parse_identifier(text: str) -> Identifier:
    """The identifier in *text*, which is bare, has a prefix or is a URL.

    >>> [str(parse_identifier(t)) for t in ("2401.00010v2", "hep-th/9901001", "10.48550/ARXIV.1706.03762")]
    ['arxiv:2401.00010', 'arxiv:hep-th/9901001', 'arxiv:1706.03762']
    >>> str(parse_identifier("https://dl.acm.org/doi/pdf/10.1145/3503221.3508418"))
    'doi:10.1145/3503221.3508418'
    >>> str(parse_identifier("https://doi.org/10.18653/v1/2024.acl-long.70"))
    'acl:2024.acl-long.70'

    The canonical spelling is read back as it is, even if two schemes name the same work:

    >>> str(parse_identifier("doi:10.18653/v1/2024.acl-long.70"))
    'doi:10.18653/v1/2024.acl-long.70'

    Raises:
        InvalidIdentifier: If *text* is in no known form, or has an invalid part; the message says which.
    """
    given = text.strip().strip("<>").strip()
    if starts_with_http(given):
        return _parse_url(given, given)
    if (prefixed := re.fullmatch(r"(\w+)(?::\s*|\s+)(?!//)(.*)", given)) and prefixed[1].lower() in _BY_PREFIX:
        return _BY_PREFIX[prefixed[1].lower()](prefixed[2], given)
    if re.match(r"[a-z][a-z+.-]*://", given, re.I):
        raise InvalidIdentifier(f"only http(s) URLs are supported: {given!r}", given=given)
    for form in _forms():
        if form.bare and (match := form.bare.fullmatch(given)):
            return form.read(match[1], given)
    if re.fullmatch(r"(?://)?(?:[\w-]+\.)+[a-z]{2,}/\S*", given, re.I):
        return _parse_url(f"https://{given.removeprefix('//')}", given)
    raise InvalidIdentifier(_unrecognised(given), given=given)


def find_identifier(text: str) -> Identifier | None:
    """The identifier in *text*, as in :func:`parse_identifier`; ``None`` if there is no valid one.

    >>> str(find_identifier("arXiv:2401.00010")), find_identifier("arXiv:2413.00010")
    ('arxiv:2401.00010', None)
    """
    try:
        return parse_identifier(text)
    except InvalidIdentifier:
        return None


class Form(NamedTuple):
    """One way to write identifiers; ``read(value, given)`` gets group 1 of the pattern and the whole text."""

    bare: re.Pattern[str] | None
    url: re.Pattern[str] | None
    read: Callable[[str, str], Identifier]


# Old arXiv IDs begin with the archive in lower case; an optional subject class (math.GT) is not part of the ID.
_ARXIV_NEW = r"\d{4}\.\d{4,5}"
_ARXIV_OLD = r"[a-z-]+(?:\.[A-Za-z-]{2,})?/\d{7}"
_ARXIV = re.compile(rf"({_ARXIV_NEW}|{_ARXIV_OLD})(?:v(\d+))?", re.I)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.I)
_ACL_DOI = re.compile(r"10\.18653/v1/(.+)", re.I)
_ACL = re.compile(r"\d{4}\.[a-z0-9_]+-[a-z0-9]+\.\d+|[a-z]\d{2}-\d{4}", re.I)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_DBLP = re.compile(r"(?:conf|journals|books|data|phd|series|reference|tr|homepages|persons|www|ms)(?:/[\w-]+)+", re.A)
_S2 = re.compile(r"[0-9a-f]{40}|corpusid:\d+", re.I)
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id)", re.I)


def _invalid(message: str, given: str) -> InvalidIdentifier:
    return InvalidIdentifier(f"{message}: {given!r}", given=given)


def _read_arxiv(value: str, given: str) -> Identifier:
    """Syntax: https://info.arxiv.org/help/arxiv_identifier.html."""
    match = _ARXIV.fullmatch(re.sub(r"\s*\[[\w.-]+\]$", "", value))
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


def _read_doi(value: str, given: str, *, exact: bool = False) -> Identifier:
    """The DOI; unless *exact*, the ACL ID if it is made of one.

    DOI names are case-insensitive (DOI Handbook, section 2.2), so the canonical spelling is lower case.
    """
    doi = _without_trailing(unquote(value) if "%" in value else value).lower()
    doi = re.sub(r"^(?:https?://)?(?:dx\.)?doi\.org/", "", doi)
    if not _DOI.fullmatch(doi):
        raise _invalid("not a DOI (10.NNNN/suffix)", given)
    if match := _ARXIV_DOI.fullmatch(doi):
        return _read_arxiv(match[1], given)
    if not exact and (match := _ACL_DOI.fullmatch(doi)) and _ACL.fullmatch(match[1]):
        return _read_acl(match[1], given)
    return Identifier(Scheme.DOI, doi)


def _without_trailing(doi: str) -> str:
    """Without the punctuation that follows it in a sentence; a bracket stays if it closes one within the DOI."""
    doi = doi.strip()
    while doi and (doi[-1] in ".,;:'\">}" or (doi[-1] in ")]" and _unopened(doi, doi[-1]))):
        doi = doi[:-1]
    return doi


def _unopened(text: str, bracket: str) -> bool:
    return text.count({")": "(", "]": "["}[bracket]) < text.count(bracket)


def _acl(value: str) -> str:
    return value.upper() if re.fullmatch(r"[a-z]\d{2}-\d{4}", value, re.I) else value.lower()


def _read_acl(value: str, given: str) -> Identifier:
    """Syntax: https://aclanthology.org/info/ids/."""
    value = re.sub(r"\.(?:pdf|bib|xml|endf)$", "", value.strip("/"))
    # Papers may have a suffix for a revision or an erratum: 2020.acl-main.1v2, 2020.acl-main.1e1.
    bare, _, version = re.sub(r"(?<=\d)(?:v(\d+)|e\d+)$", r"/\1", value).partition("/")
    if not _ACL.fullmatch(bare):
        raise _invalid("not an ACL Anthology ID (2024.acl-long.70 or P19-1017)", given)
    return Identifier(Scheme.ACL, _acl(bare), version or None)


def _read_dblp(value: str, given: str) -> Identifier:
    key = re.sub(r"\.(?:html|bib|xml|rdf|ris)$", "", value.partition("?")[0])
    if not _DBLP.fullmatch(key):
        raise _invalid("not a DBLP key (conf/iclr/LepikhinLXCFHKS21)", given)
    return Identifier(Scheme.DBLP, key)


def _read_isbn(value: str, given: str) -> Identifier:
    from stdnum import isbn
    from stdnum.exceptions import InvalidChecksum, ValidationError

    try:
        return Identifier(Scheme.ISBN, isbn.to_isbn13(isbn.validate(value)).replace("-", ""))
    except InvalidChecksum:
        raise _invalid("wrong check digit in ISBN", given) from None
    except ValidationError:
        raise _invalid("not an ISBN (10 or 13 digits)", given) from None


def _read_issn(value: str, given: str) -> Identifier:
    from stdnum import issn
    from stdnum.exceptions import InvalidChecksum, ValidationError

    try:
        return Identifier(Scheme.ISSN, issn.format(issn.validate(value)))
    except InvalidChecksum:
        raise _invalid("wrong check digit in ISSN", given) from None
    except ValidationError:
        raise _invalid("not an ISSN (1234-567X)", given) from None


def _read_s2(value: str, given: str) -> Identifier:
    if not _S2.fullmatch(value):
        raise _invalid("not a Semantic Scholar ID (40 hexadecimal digits, or CorpusID:number)", given)
    return Identifier(Scheme.S2, re.sub(r"^corpusid:", "CorpusID:", value.lower()))


def _read_plain(scheme: Scheme, value: str, given: str) -> Identifier:
    if not re.fullmatch(scheme.row.pattern, value, re.A):
        raise _invalid(f"not {scheme.row.called}", given)
    return Identifier(scheme, scheme.row.canonical(value))


def _read_ieee(value: str, given: str) -> Identifier:
    # A document number means nothing outside this site, so the identifier is the URL of the landing page.
    return Identifier(Scheme.URL, f"https://ieeexplore.ieee.org/document/{value}")


def _read_url(value: str, given: str) -> Identifier:
    """Normalises scheme and host to lower case (RFC 3986, 6.2.2) and drops the fragment and tracking parameters."""
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


def _form(bare: str | None, url: str | None, read: Callable[[str, str], Identifier]) -> Form:
    compiled = [re.compile(pattern, re.I | re.A) if pattern else None for pattern in (bare, url)]
    return Form(compiled[0], compiled[1], read)


@cache
def _forms() -> tuple[Form, ...]:
    """All forms, in their order. They are compiled on first use, because reading a list needs none of them.

    URL patterns are matched against host and path (with query), without "www.".
    """
    return (
        _form(
            rf"({_ARXIV_NEW}(?:v\d+)?(?:\s*\[[\w.-]+\])?|{_ARXIV_OLD}(?:v\d+)?)",
            r"(?:[a-z-]+\.)?arxiv\.org/(?:abs|pdf|html|format|ps|src|e-print)/(.+?)(?:\.pdf)?/?",
            _read_arxiv,
        ),
        _form(
            None,
            r"(?:ar5iv\.labs\.arxiv\.org|ar5iv\.org|alphaxiv\.org)/(?:html|abs|pdf|overview)/(.+?)(?:\.pdf)?/?",
            _read_arxiv,
        ),
        _form(None, rf"(?:huggingface\.co|hf\.co)/papers/({_ARXIV_NEW}(?:v\d+)?)/?", _read_arxiv),
        _form(r"(10\.\d{4,9}\S*/\S+)", r"(?:dx\.)?doi\.(?:[a-z]+\.)?(?:org|com|net)/(10\..+)", _read_doi),
        _form(
            r"(?:dx\.)?doi\.org/(10\..+)",
            r"[\w.-]+/doi/(?:[a-z]+/)?(10\.[^?#]+?)(?:/(?:abstract|full|pdf|epdf|pdfdirect|summary))?",
            _read_doi,
        ),
        _form(None, r"link\.springer\.com/(?:article|chapter|book|content/pdf)/(10\.[^?#]+?)(?:\.pdf)?", _read_doi),
        _form(
            r"(\d{4}\.[a-z0-9_]+-[a-z0-9]+\.\d+(?:v\d+|e\d+)?|[a-z]\d{2}-\d{4})",
            r"(?:aclanthology\.org|aclweb\.org/anthology(?:/papers)?)/(?:[A-Z]/[A-Z]\d\d/)?"
            r"([^/?#]+?)(?:\.pdf|\.bib|\.xml)?/?",
            _read_acl,
        ),
        _form(
            rf"({_DBLP.pattern})",
            r"dblp\.(?:org|uni-trier\.de|dagstuhl\.de)/rec/(?:(?:bibtex|html|xml)/)?(.+)",
            _read_dblp,
        ),
        _form(None, r"ieeexplore\.ieee\.org/(?:abstract/)?document/(\d+).*", _read_ieee),
        _form(None, r"ieeexplore\.ieee\.org/stamp/stamp\.jsp\?(?:.*&)?arnumber=(\d+).*", _read_ieee),
        _form(r"((?:97[89][ -]?)?(?:\d[ -]?){9}[\dX])", None, _read_isbn),
        _form(r"(\d{4}-\d{3}[\dX])", None, _read_issn),
        _form(
            rf"({_S2.pattern})",
            r"(?:api\.)?semanticscholar\.org/(?:paper/(?:[^/]+/)?|(?=CorpusID:\d))([^/?#]+).*",
            _read_s2,
        ),
        *(
            _form(scheme.row.bare or None, scheme.row.url or None, partial(_read_plain, scheme))
            for scheme in Scheme
            if scheme.row.pattern
        ),
    )


_READERS: dict[str, Callable[[str, str], Identifier]] = {
    "arxiv": _read_arxiv, "doi": partial(_read_doi, exact=True), "acl": _read_acl, "dblp": _read_dblp,
    "isbn": _read_isbn, "issn": _read_issn, "url": _read_url, "s2": _read_s2,
    "corpusid": lambda value, given: _read_s2(f"corpusid:{value}", given),
}  # fmt: skip
_BY_PREFIX = {scheme.value: partial(_read_plain, scheme) for scheme in Scheme if scheme.row.pattern} | _READERS


_PREFIX = re.compile(r"^https?://(?:www\.)?", re.I)
# A word of every form with a URL: most URLs contain none of these, so that no form has to be tried.
_KNOWN = re.compile(
    "|".join(
        [
            r"arxiv|ar5iv|alphaxiv|huggingface|hf\.co|doi|link\.springer|aclanthology|aclweb|dblp|ieeexplore|semanticscholar",
            *(scheme.row.word for scheme in Scheme if scheme.row.word),
        ]
    ),
    re.I,
)


def _parse_url(url: str, given: str) -> Identifier:
    """The identifier that a URL of a known form leads to, else the URL itself."""
    whole = _PREFIX.sub("", url).partition("#")[0]
    if not _KNOWN.search(whole):
        return _read_url(url, given)
    path = whole.partition("?")[0]
    for form in _forms():
        if form.url and (match := form.url.fullmatch(path) or form.url.fullmatch(whole)):
            return form.read(match[1], given)
    return _read_url(url, given)


def _unrecognised(given: str) -> str:
    """The message about a text in no known form."""
    if re.fullmatch(r"\d+", given):
        return f"a number needs a prefix to be an identifier: {given!r}; write pmid:{given} for a PubMed ID"
    if re.fullmatch(r"\d{4}/\d+", given):
        return f"not an arXiv ID (2401.06066 or hep-th/9901001): {given!r}"
    return f"not an identifier (arXiv ID, DOI, ACL, OpenReview, DBLP, ISBN, ... or URL): {given!r}"
