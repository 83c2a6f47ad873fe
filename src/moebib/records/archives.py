"""Archives: the servers on which preprints and other texts are deposited, which is no publication in a venue.

Institutional repositories are not among them: what is in "DSpace@MIT" may be a copy of an article, or a thesis.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from moebib.records.date import Date
from moebib.records.identifier import Identifier, Scheme
from moebib.text.fold import fold

__all__ = ["Archive", "archive_at", "archive_of", "archive_of_identifier", "arxiv_month"]


class Archive(NamedTuple):
    """An archive."""

    name: str
    names: str = ""
    """A regular expression for its other names; what follows a name ("arXiv (Cornell University)") is ignored."""
    doi: str = ""
    """A regular expression for the beginning of its DOIs, if only deposited texts have such DOIs."""
    host: str = ""
    """The host of its pages, if all of them are of deposits that were not published elsewhere."""
    agency: str = ""
    """The agency that registers a DOI for each of its deposits, as far as that is known."""

    @property
    def has_only_texts(self) -> bool:
        """Whether it takes texts only, neither software and data nor copies of what was published elsewhere."""
        return bool(self.doi or self.host)


_OPENRXIV = r"10\.(?:1101|64898)/(?:\d{4}\.\d\d\.\d\d\.)?"

ARCHIVES = (
    Archive("arXiv", r"(?:e-?prints? )?arxiv.*|corr|computing research repository", r"10\.48550/arxiv\.", "arxiv.org",
            agency="DataCite"),
    # 10.1101 is also the prefix of the journals of Cold Spring Harbor Laboratory, whose DOIs begin with a word. Since
    # December 2025 it is 10.64898 (https://connect.biorxiv.org/news/2025/11/18/preprint_dois). The numbers of medRxiv
    # have 8 digits.
    Archive("medRxiv", "", rf"{_OPENRXIV}\d{{8}}(?!\d)", "medrxiv.org", agency="Crossref"),
    Archive("bioRxiv", "cold spring harbor laboratory|openrxiv", rf"{_OPENRXIV}\d{{5,7}}(?!\d)", "biorxiv.org",
            agency="Crossref"),
    Archive("SSRN", r"ssrn electronic journal|ssrn electron\.? j\.?|social science research network",
            r"10\.2139/ssrn\.", "papers.ssrn.com", agency="Crossref"),
    Archive("Research Square", "research square platform llc", r"10\.21203/rs\.", "researchsquare.com",
            agency="Crossref"),
    Archive("PsyArXiv", "", r"10\.31234/osf\.io/", agency="Crossref"),
    Archive("SocArXiv", "", r"10\.31235/osf\.io/", agency="Crossref"),
    Archive("EdArXiv", "", r"10\.35542/osf\.io/", agency="Crossref"),
    Archive("OSF Preprints", "osf|open science framework|center for open science", r"10\.31219/osf\.io/",
            agency="Crossref"),
    Archive("EarthArXiv", "", r"10\.31223/", "eartharxiv.org", agency="Crossref"),
    Archive("engrXiv", "engineering archive", r"10\.31224/", "engrxiv.org", agency="Crossref"),
    Archive("ChemRxiv", "", r"10\.26434/chemrxiv", "chemrxiv.org", agency="Crossref"),
    Archive("Preprints.org", "preprints", r"10\.20944/preprints", "preprints.org", agency="Crossref"),
    Archive("TechRxiv", "", r"10\.36227/techrxiv\.", "techrxiv.org"),
    Archive("Authorea", "", r"10\.22541/au\.", "authorea.com", agency="Crossref"),
    Archive("ESS Open Archive", "earth and space science open archive|essoar", r"10\.(?:22541|1002)/essoar\.",
            "essopenarchive.org", agency="Crossref"),
    Archive("Cambridge Open Engage", "", r"10\.33774/", agency="Crossref"),
    Archive("PeerJ Preprints", "", r"10\.7287/peerj\.preprints\.", agency="Crossref"),
    Archive("Cryptology ePrint Archive", r"iacr cryptol\S* eprint arch\S*", "", "eprint.iacr.org"),
    Archive("Electronic Colloquium on Computational Complexity", r"electron\. colloquium comput\. complex\.|eccc", "",
            "eccc.weizmann.ac.il"),
    Archive("viXra", "", "", "vixra.org"),
    # These take copies of articles, software and data, too: only a text that names no other venue is in them.
    Archive("HAL", r"hal (?:open science|archives?(?: ouvertes)?)|hyper articles en ligne"),
    Archive("Zenodo"),
    Archive("figshare"),
)  # fmt: skip


def archive_of(name: str) -> Archive | None:
    """The archive that a service or a list calls *name*.

    >>> archive_of("arXiv preprint arXiv:2401.06066").name, archive_of("SSRN Electronic Journal").name
    ('arXiv', 'SSRN')
    >>> archive_of("Archives of Imagined Systems"), archive_of("Preprints of the Invented Congress")
    (None, None)
    """
    match = _names().match(fold(name).strip())
    return ARCHIVES[int((match.lastgroup or "_")[1:])] if match else None


def archive_of_identifier(identifier: Identifier) -> Archive | None:
    """The archive of the deposit with *identifier*: an arXiv ID, a DOI with its prefix, or a key of DBLP in CoRR.

    >>> from moebib.records.identifier import parse_identifier
    >>> archive_of_identifier(parse_identifier("10.1101/2020.01.02.123456")).name
    'bioRxiv'
    >>> archive_of_identifier(parse_identifier("10.1101/gr.123456.107"))
    """
    if identifier.scheme is Scheme.ARXIV or (
        identifier.scheme is Scheme.DBLP and identifier.value.startswith("journals/corr/")
    ):
        return ARCHIVES[0]
    if identifier.scheme is not Scheme.DOI:
        return None
    return next((archive for archive in ARCHIVES if archive.doi and re.match(archive.doi, identifier.value)), None)


def archive_at(url: str) -> Archive | None:
    """The archive of which *url* is a page.

    >>> archive_at("https://www.biorxiv.org/content/10.1101/123456v1").name
    'bioRxiv'
    """
    try:
        host = f".{urlsplit(url).hostname or ''}"
    except ValueError:  # an IPv6 address that is none
        return None
    return next((archive for archive in ARCHIVES if archive.host and host.endswith(f".{archive.host}")), None)


def arxiv_month(identifier: Identifier) -> Date:
    """The year and the month in which the first version with an arXiv ID came to arXiv: the ID begins with them.

    See https://info.arxiv.org/help/arxiv_identifier.html.

    >>> from moebib.records.identifier import parse_identifier
    >>> str(arxiv_month(parse_identifier("2401.00010"))), str(arxiv_month(parse_identifier("hep-th/9901001")))
    ('2024-01', '1999-01')
    """
    archive, _, number = identifier.value.rpartition("/")
    year, month = int(number[:2]), int(number[2:4])
    return Date(year + (1900 if archive and year > 90 else 2000), month)


@cache
def _names() -> re.Pattern[str]:
    """Matches their names, which may be followed by what is in brackets, an ID or the word "preprint"."""
    names = ("|".join(filter(None, (re.escape(fold(archive.name)), archive.names))) for archive in ARCHIVES)
    any_name = "|".join(f"(?P<_{number}>{group})" for number, group in enumerate(names))
    return re.compile(rf"(?:{any_name})(?:\.org)?\s*(?:$|[(\[:;,]|-\s|(?:e-?)?prints?\b|preprints?\b|(?:abs/)?\d)")
