"""Identifiers and the link of a record in a .bib file. These fields are verbatim: nothing is escaped in them."""

from __future__ import annotations

import html
import re

from moebib.formats.bibtex.types import Dialect
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.record import Record
from moebib.text.urls import starts_with_http

__all__ = ["IDENTIFIER_FIELDS", "read_identifier", "read_link", "write_identifiers"]

IDENTIFIER_FIELDS = ("doi", "eprint", "isbn", "issn", "verba", "pmid")
"""The fields that hold an identifier; ``url`` may."""

_FIELDS = {Scheme.DOI: "doi", Scheme.ISBN: "isbn", Scheme.ISSN: "issn"}
_ARCHIVES = {Scheme.ARXIV: ("arXiv", "arxiv"), Scheme.PMID: ("pubmed", "pubmed")}
_EPRINT_FIELDS = {"bibtex": ("archiveprefix", "primaryclass"), "biblatex": ("eprinttype", "eprintclass")}
_PAGES = (
    Scheme.ACL, Scheme.OPENREVIEW, Scheme.URL, Scheme.DBLP, Scheme.OPENALEX, Scheme.S2, Scheme.HF,
)  # fmt: skip
# biblatex's data model has issn for what appears in parts only; verba is one of its fields for the unforeseen.
_WITH_ISSN = frozenset(["article-journal", "article-magazine", "article-newspaper", "periodical", "review"])
_DANGEROUS = re.compile(r"[\\{}\x00-\x20\x7f]")


def write_identifiers(record: Record, dialect: Dialect) -> dict[str, str]:
    """DOI, eprint, ISBN, ISSN, and as ``url`` the page that none of these leads to.

    The archive's class of an eprint ("cs.CL") stands in ``extra`` under the name of either dialect.
    """
    fields = {}
    first: dict[Scheme, Identifier] = {}
    for one in record.identifiers:
        first.setdefault(one.scheme, one)
    for scheme, name in _FIELDS.items():
        if scheme in first:
            fields[name] = _verbatim(first[scheme].value)
    if dialect == "biblatex" and "issn" in fields and record.type not in _WITH_ISSN:
        fields["verba"] = fields.pop("issn")
    if Scheme.ARXIV in first or Scheme.PMID in first or record.versions:
        fields |= _eprint(record, dialect)
    if Scheme.PMID in first and Scheme.ARXIV in first:  # which is the eprint
        fields["pmid"] = first[Scheme.PMID].value
    if link := _link(record, dialect, first):
        fields["url"] = _verbatim(link)
    return fields


def _eprint(record: Record, dialect: Dialect) -> dict[str, str]:
    found = record.identifier(Scheme.ARXIV) or record.identifier(Scheme.PMID)
    if not found:
        return {}
    archive, archive_class = _EPRINT_FIELDS[dialect]
    version = f"v{found.version}" if found.version else ""
    fields = {"eprint": found.value + version, archive: _ARCHIVES[found.scheme][dialect == "biblatex"]}
    said = {name.lower(): value for name, value in record.extra.items()}
    value = said.get("primaryclass") or said.get("eprintclass") or ""
    return fields | ({archive_class: value} if re.fullmatch(r"[\w.-]+", value, re.A) else {})


def _link(record: Record, dialect: Dialect, first: dict[Scheme, Identifier]) -> str | None:
    """The page to send readers to, unless ``doi`` or ``eprint`` lead there; BibTeX styles know ``url`` alone."""
    if record.url:
        return record.url
    page = next((first[scheme].url for scheme in _PAGES if scheme in first), None)
    if page or Scheme.DOI in first:
        return page
    if Scheme.ARXIV in first:
        return first[Scheme.ARXIV].url if dialect == "bibtex" else None
    return None if first else next(iter(record.links.pdf), None)


def _verbatim(value: str) -> str:
    """As it is, but for what would end the field: RFC 3986 has no backslash, and BibTeX counts braces."""
    if not _DANGEROUS.search(value):
        return value
    value = re.sub(r"[\\\x00-\x20\x7f]", lambda char: f"%{ord(char[0]):02X}", value)
    lonely = value.count("{") != value.count("}") or re.search(r"^[^{]*\}", value)
    return value.replace("{", "%7B").replace("}", "%7D") if lonely else value


def read_identifier(name: str, latex: str, *, archive: str) -> Identifier | None:
    """The identifier in the field *name*; *archive* is the eprint's. ``None`` if it is one of another kind.

    Raises:
        InputError: If it is none.
    """
    value = bare(latex)
    if name == "doi":
        return _read_doi(value)
    if name == "eprint":
        return _read_eprint(value, archive.lower())
    if name == "verba":
        return parse_identifier(f"issn:{value}") if re.fullmatch(r"\d{4}-\d{3}[\dX]", value, re.A) else None
    return parse_identifier(value if re.match(r"https?:", value, re.I) else f"{name}:{value}")


def _read_doi(value: str) -> Identifier:
    if _PLAIN_DOI.fullmatch(value):
        return Identifier(Scheme.DOI, value.lower())
    value = re.sub(r"^(?:doi:\s*|(?:https?://)?(?:dx\.)?doi\.org/)+", "", html.unescape(value), flags=re.I)
    return parse_identifier(value if re.match(r"https?:", value, re.I) else f"doi:{value}")


def _read_eprint(value: str, archive: str) -> Identifier | None:
    """An eprint without an archive is arXiv's if it looks so; those of other archives are no identifiers here."""
    value = re.sub(r"^arxiv:\s*", "", value, flags=re.I)
    if archive == "pubmed":
        return parse_identifier(f"pmid:{value}")
    if re.match(r"https?:", value, re.I) and archive in ("", "arxiv"):
        found = parse_identifier(value)
        return found if found.scheme is Scheme.ARXIV else None
    if archive == "arxiv" or (not archive and ARXIV_ID.fullmatch(value)):
        return parse_identifier(f"arxiv:{value}")
    return None


def read_link(latex: str) -> Identifier | str:
    """A link: the identifier whose landing page it is, else itself.

    Raises:
        InputError: If it is no http(s) link.
    """
    url = bare(latex)
    found = parse_identifier(url if starts_with_http(url) else f"url:{url}")
    return found if found.scheme is not Scheme.URL and found.url == url else url


def bare(latex: str) -> str:
    r"""A verbatim value without ``\url{}`` and what some tools write for ``_ % & # ~ < >``.

    >>> bare(r"\url{http://a.example/x\_y\%20{\textasciitilde}z}")
    'http://a.example/x_y%20~z'
    """
    value = " ".join(latex.split())
    if "\\" in value:
        value = re.sub(r"^\\url\s*\{(.*)\}$", r"\1", value, flags=re.S)
        value = re.sub(r"\\(?:symbol|char)\{?126\}?", "~", value)
        value = re.sub(r"\\(?:texttt|mathtt|tt)\s*\{([^{}]*)\}", r"\1", value)
        value = _COMMANDS.sub(lambda found: _CHARACTERS[found[1]], value)
        value = re.sub(r"\{\\([_%&#~$])\}|\\([_%&#~$])(?:\{ ?\})?", lambda found: found[1] or found[2], value)
    if "$" in value:
        value = re.sub(r"\$([<>_~\s]+)\$", r"\1", value.replace(r"\sim", "~"))
    return value


_PLAIN_DOI = re.compile(r"10\.\d{4,5}/(?!arxiv\b)[\w.()/:;-]*\w", re.I | re.A)
ARXIV_ID = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.I)
"""What a text must look like to be taken for an arXiv ID without being told."""
_CHARACTERS = {
    "textasciitilde": "~", "textunderscore": "_", "textless": "<", "textgreater": ">", "textpercent": "%",
    "textampersand": "&", "textbackslash": "\\", "slash": "/",
}  # fmt: skip
_COMMANDS = re.compile(r"\{?\\(" + "|".join(_CHARACTERS) + r")\b(?:\{\}|\s*\}|\s?)")
