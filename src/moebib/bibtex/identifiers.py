"""Identifiers and the link of a record in a .bib file. These fields are verbatim: nothing is escaped in them."""

from __future__ import annotations

import re

from moebib.bibtex.types import Dialect
from moebib.errors import InputError
from moebib.identifier import Identifier, Scheme, parse_identifier
from moebib.record import Record

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
    fields |= _eprint(record, dialect)
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


def read_identifier(name: str, latex: str, *, archive: str) -> Identifier:
    """The identifier in the field *name*; *archive* is the eprint's.

    Raises:
        InputError: If it is none.
    """
    value = _bare(latex)
    if name != "eprint":
        scheme = "issn" if name == "verba" else name
        return parse_identifier(value if re.match(r"(?:https?|doi):", value, re.I) else f"{scheme}:{value}")
    if value.lower().startswith("arxiv:"):
        return parse_identifier(value)
    scheme = {"arxiv": "arxiv", "pubmed": "pmid"}.get(archive.lower(), "")
    if not scheme:
        raise InputError(f"an eprint of an archive that is not known: {archive!r}")
    return parse_identifier(f"{scheme}:{value}")


def read_link(latex: str) -> Identifier | str:
    """A link: the identifier whose landing page it is, else itself.

    Raises:
        InputError: If it is no http(s) link.
    """
    url = _bare(latex)
    found = parse_identifier(url if re.match(r"https?://", url, re.I) else f"url:{url}")
    return found if found.scheme is not Scheme.URL and found.url == url else url


def _bare(latex: str) -> str:
    r"""Without ``\url{}`` and the backslashes that some tools put before ``_ % & #``."""
    value = re.sub(r"^\\url\s*\{(.*)\}$", r"\1", latex.strip())
    value = value.replace(r"{\textasciitilde}", "~").replace(r"\textasciitilde{}", "~").replace(r"\~{}", "~")
    return re.sub(r"\\([_%&#~$])", r"\1", value)
