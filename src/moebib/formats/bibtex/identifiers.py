"""Identifiers and links in a .bib file, in their fields or elsewhere: in a URL, a note or the name of a journal.

The fields of identifiers and links are verbatim: nothing is escaped in them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote

from moebib.errors import InputError
from moebib.formats.bibtex.entry import Dialect
from moebib.formats.bibtex.verbatim import verbatim_text
from moebib.records.identifier import Identifier, Scheme, parse_identifier, schemes
from moebib.records.links import parse_link
from moebib.records.record import Record
from moebib.text.latex import decode
from moebib.text.urls import starts_with_http

__all__ = [
    "IDENTIFIER_FIELDS",
    "UrlField",
    "find_arxiv",
    "link_alone",
    "read_identifier",
    "read_link",
    "read_serials",
    "read_url",
    "write_identifiers",
]

IDENTIFIER_FIELDS = ("doi", "eprint", "isbn", "issn", "verba", "pmid", "pmcid", "pmc", "hal_id")
"""The fields of identifiers; ``url`` may hold one, too."""

_FIELDS = {
    Scheme.DOI: "doi", Scheme.ISBN: "isbn", Scheme.ISSN: "issn", Scheme.PMCID: "pmcid", Scheme.HAL: "hal_id",
}  # fmt: skip
_ARCHIVES = {Scheme.ARXIV: ("arXiv", "arxiv"), Scheme.PMID: ("pubmed", "pubmed")}
_EPRINT_FIELDS = {"bibtex": ("archiveprefix", "primaryclass"), "biblatex": ("eprinttype", "eprintclass")}
_PAGES = tuple(
    scheme
    for scheme in (
        *schemes(Scheme.ACL, Scheme.OPENREVIEW, Scheme.URL, names="work"),
        *schemes(Scheme.DBLP, Scheme.OPENALEX, Scheme.S2, Scheme.HF, names="database"),
    )
    if scheme not in _FIELDS and scheme not in _ARCHIVES and scheme is not Scheme.SHORTDOI
)
_OTHER_PAGES = (Scheme.HAL, Scheme.PMCID, Scheme.SHORTDOI)
"""Their pages are written only if there is no better link."""
# biblatex's data model has issn for serial publications only; verba is one of its custom fields.
_WITH_ISSN = frozenset(["article-journal", "article-magazine", "article-newspaper", "periodical", "review"])
_PLAIN_DOI = re.compile(r"10\.\d{4,5}/(?!arxiv\b)[\w.()/:;-]*\w", re.I | re.A)
_ARXIV_ID = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.I)
"""An arXiv ID in a field that does not name the archive."""
_DANGEROUS = re.compile(r"[\\{}\x00-\x20\x7f]|\^\^")

_URL = re.compile(r"https?://[^\s/<>\"\x00-\x1f\x7f][^\s<>\"\x00-\x1f\x7f]*", re.I)
_HOST = re.compile(r"(?:www\.|(?=[\w.-]+/))(?:[\w-]+\.)+[a-z]{2,}(?:[/?][^\s<>\"\x00-\x1f\x7f]*)?", re.I | re.A)
_AVAILABLE = re.compile(
    r"\s*(?:\[?(?:online|website|web ?page|web ?site|internet)\]?[.:,;]?\s*)?"
    r"(?:(?:also |publicly |freely )?(?:available|access(?:ed|ible)|retrieved|published)(?: online)?"
    r"(?: (?:at|from|on|under|via))?\s*:?\s*)?(?=[\\h{<])",
    re.I,
)
"""What introduces a link, and says no more than it does."""
_ALONE = re.compile(r"https?://[^\s{}\\]+?[.\s]*", re.I)
_WRAPPED = re.compile(r"\s*\{?\s*\\(?:url|path|nolinkurl|texttt|tt)\b\s*\{?(.*?)\}*\s*\.?\s*", re.S)
_HREF = re.compile(r"\s*\\href\s*\{([^{}]*)\}\s*\{(.*)\}\s*", re.S)
_BRACKETED = re.compile(r"https?://[^\s/<\"\x00-\x20\x7f][^\s\"\x00-\x1f\x7f]*<[^\s\"\x00-\x1f\x7f]*", re.I)
_LONGEST = 2_000
"""Longer fields are not searched for links and identifiers."""
_OF_ONE_WORK = {*schemes(Scheme.DBLP, names="work")} - {Scheme.URL}
_ID = r"(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)(?![\d/])"
_ARXIV = re.compile(
    rf"\barxiv(?:\.org)?(?: *(?:e-?print|preprint))?(?:\s*[:/.,]\s*|\s+)(?:arxiv:\s*|(?:abs|pdf)/)?{_ID}", re.I
)
_CORR = re.compile(rf"(?:abs/|arXiv:)?{_ID}", re.I)
_VENUES = ("journal", "journaltitle", "howpublished", "booktitle", "publisher", "series", "volume", "number", "type")
_SERIALS = {"isbn": re.compile(r"[\dX][\dX -]{8,}[\dX]", re.I), "issn": re.compile(r"\d{4}-?\d{3}[\dX]", re.I)}


def write_identifiers(record: Record, dialect: Dialect) -> dict[str, str]:
    """The fields for DOI, eprint, ISBN, ISSN, PMCID and HAL, and as ``url`` a page to which none of these leads.

    The class of an eprint ("cs.CL") is in ``extra`` under the name that it has in either dialect.
    """
    fields = {}
    first: dict[Scheme, Identifier] = {}
    for identifier in record.identifiers:
        first.setdefault(identifier.scheme, identifier)
    for scheme, name in _FIELDS.items():
        if scheme in first:
            fields[name] = _verbatim(first[scheme].value)
    if dialect == "biblatex" and "issn" in fields and record.type not in _WITH_ISSN:
        fields["verba"] = fields.pop("issn")
    if Scheme.ARXIV in first or Scheme.PMID in first or record.versions:
        fields |= _eprint(record, dialect)
    if Scheme.PMID in first and Scheme.ARXIV in first:  # arXiv is the eprint
        fields["pmid"] = first[Scheme.PMID].value
    if link := _link(record, dialect, first):
        fields["url"] = _verbatim(link)
    return fields


def _eprint(record: Record, dialect: Dialect) -> dict[str, str]:
    eprint = record.identifier(Scheme.ARXIV) or record.identifier(Scheme.PMID)
    if not eprint:
        return {}
    archive, archive_class = _EPRINT_FIELDS[dialect]
    version = record.arxiv_version if eprint.scheme is Scheme.ARXIV and eprint in record.identifiers else ""
    archive_name = _ARCHIVES[eprint.scheme][dialect == "biblatex"]
    fields = {"eprint": eprint.value + version, archive: archive_name}
    extra = {name.lower(): value for name, value in record.extra.items()}
    value = extra.get(archive_class) or extra.get("primaryclass") or extra.get("eprintclass") or ""
    return fields | ({archive_class: value} if re.fullmatch(r"[\w.-]+", value, re.A) else {})


def _link(record: Record, dialect: Dialect, first: dict[Scheme, Identifier]) -> str | None:
    """The page for readers, unless ``doi`` or ``eprint`` lead there; BibTeX styles support only ``url``."""
    if record.url:
        return record.url
    page = next((first[scheme].url for scheme in _PAGES if scheme in first), None)
    if page or Scheme.DOI in first:
        return page
    if Scheme.ARXIV in first:
        return first[Scheme.ARXIV].url if dialect == "bibtex" else None
    if other := next((first[scheme].url for scheme in _OTHER_PAGES if scheme in first), None):
        return other
    return None if first else next(iter(record.links.pdf), None)


def _verbatim(value: str) -> str:
    r"""The value without what would end the field, or what TeX executes.

    RFC 3986 has no backslash, BibTeX counts braces, and ``^^5c`` is a backslash in the argument of a macro.
    """
    if not _DANGEROUS.search(value):
        return value
    value = re.sub(r"[\\\x00-\x20\x7f]|\^\^", lambda match: "".join(f"%{ord(char):02X}" for char in match[0]), value)
    is_unbalanced = value.count("{") != value.count("}") or re.search(r"^[^{]*\}", value)
    return value.replace("{", "%7B").replace("}", "%7D") if is_unbalanced else value


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


def read_link(latex: str) -> Identifier | str:
    """The identifier whose landing page a link is, else the link.

    Raises:
        InputError: If the value is not an http(s) link.
    """
    url = verbatim_text(latex)
    identifier = parse_identifier(url if starts_with_http(url) else f"url:{url}")
    return identifier if identifier.scheme is not Scheme.URL and identifier.url == url else url


class UrlField(NamedTuple):
    """The content of ``url``: a link, an identifier to which it leads, and whether the field has nothing else."""

    identifier: Identifier | None
    url: str | None
    exact: bool
    text: str
    """The link as it is written."""


def read_url(latex: str) -> UrlField:
    r"""The link in a field, which may also contain text and other links.

    >>> read_url("http://dx.doi.org/10.1145/3503221")  # doctest: +ELLIPSIS
    UrlField(identifier=Identifier(...'10.1145/3503221'...), url=None, exact=True, text='http://dx.doi.org/10.1145/3503221')
    >>> read_url("www.a.example/x and more")
    UrlField(identifier=None, url='http://www.a.example/x', exact=False, text='http://www.a.example/x')

    Raises:
        InputError: If there is no http(s) link.
    """
    if href := _HREF.fullmatch(latex):
        return read_url(href[1])._replace(exact=False)
    text = _unwrapped(latex)
    if _URL.fullmatch(text):
        return _linked(text, exact=True)
    if _BRACKETED.fullmatch(text):  # an old DOI, of which angle brackets are part
        return _linked(text.replace("<", "%3C").replace(">", "%3E"), exact=False)
    if link := _URL.search(re.sub(r"\\url\s*\{([^{}]*)\}", r"\1 ", text)):
        return _linked(_trimmed(link[0]), exact=False)
    if host := _HOST.match(text):
        return _linked("http://" + _trimmed(host[0]), exact=False)
    identifier = parse_identifier(text)
    return UrlField(identifier if identifier.scheme in _OF_ONE_WORK else None, None, exact=False, text=text)


def _linked(url: str, *, exact: bool) -> UrlField:
    try:
        identifier = parse_link(url)
    except InputError:
        return UrlField(None, url, exact, url)
    if identifier.scheme is Scheme.URL:
        return UrlField(None, url, exact, url)
    if identifier.url and identifier.version is None and _page(identifier.url) == _page(url):
        return UrlField(identifier, None, exact, url)
    return UrlField(identifier if identifier.scheme in _OF_ONE_WORK else None, url, exact, url)


def _page(url: str) -> str:
    """The URL without differences that do not make another page."""
    page = re.sub(r"^https?://(?:www\.|dx\.)?", "", unquote(url), flags=re.I).rstrip("/")
    return page.lower() if page.lower().startswith("doi.org/") else page


def _trimmed(url: str) -> str:
    """The URL without the punctuation of the sentence around it."""
    url = url.rstrip(".,;:'}")
    return url[:-1] if url.endswith(")") and "(" not in url else url


def link_alone(latex: str) -> str | None:
    r"""The link that a field consists of, or says that the work is at: ``howpublished = {\url{http://a.example}}``.

    >>> link_alone(r"[Online]. Available: \url{http://a.example/b}"), link_alone("see http://a.example")
    ('http://a.example/b', None)
    """
    if "://" not in latex or len(latex) > _LONGEST:
        return None
    if introduction := _AVAILABLE.match(latex):
        latex = latex[introduction.end() :]
    text = next((text for text in (_unwrapped(latex), decode(latex)) if _ALONE.fullmatch(text)), "")
    return text.rstrip(". ") or None


def _unwrapped(latex: str) -> str:
    """The link without the command and the braces around it."""
    wrapped = _WRAPPED.fullmatch(latex) if "\\" in latex and len(latex) < _LONGEST else None
    text = verbatim_text(wrapped[1] if wrapped else latex)
    return text[1:-1].strip() if text.startswith("{") and text.endswith("}") else text


def find_arxiv(fields: Mapping[str, str]) -> Identifier | None:
    """The arXiv ID in a venue or note: "arXiv preprint arXiv:2401.06066", or "abs/2401.06066" as volume of CoRR."""
    for name in _VENUES:
        value = fields.get(name)
        if value and len(value) < _LONGEST and "rxiv" in value.lower() and (match := _ARXIV.search(value)):
            return _parsed(match[1])
    note = fields.get("note", "")
    if len(note) < _LONGEST and "rxiv" in note.lower() and (match := _ARXIV.match(note.lstrip("( "))):
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
