"""The fields of a .bib file for the identifiers and the link of a record, in which nothing is escaped."""

from __future__ import annotations

import re

from moebib.formats.bibtex.entry import Dialect
from moebib.records.identifier import Identifier, Scheme, schemes
from moebib.records.record import Record

__all__ = ["write_identifiers"]

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
_DANGEROUS = re.compile(r"[\\{}\x00-\x20\x7f]|\^\^")


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
