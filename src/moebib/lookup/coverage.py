"""What the absence of a work from a source means: only something where the source has works of that kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

from moebib import sources
from moebib.lookup._draft import is_unpublished
from moebib.lookup.lookup import Lookup
from moebib.records.answer import Absent
from moebib.records.archives import archive_of, archive_of_identifier
from moebib.records.fields import Type
from moebib.records.identifier import Scheme
from moebib.records.record import Record
from moebib.text.markup import plain

__all__ = ["Reason", "are_enough", "are_missed", "is_recent", "why_not_covered", "without_registration"]

Reason = Literal[
    "no source covers books",
    "no source covers grey literature",
    "no source covers software and data",
    "no source covers web pages",
    "no source covers works of this kind",
    "no source covers works before 1970",
    "no source covers titles in this script",
    "too new to be in an index",
]
"""Why nothing follows from the absence of a work, although every source responded."""

_KINDS: Mapping[Type, Reason] = {
    **dict.fromkeys(("book", "chapter", "collection", "classic", "periodical"), "no source covers books"),
    **dict.fromkeys(
        ("thesis", "report", "manuscript", "pamphlet", "speech", "standard", "patent", "document"),
        "no source covers grey literature",
    ),
    **dict.fromkeys(("software", "dataset"), "no source covers software and data"),
    **dict.fromkeys(("webpage", "post", "post-weblog"), "no source covers web pages"),
}
_PAPERS = ("article", "article-journal", "paper-conference")
_UNREGISTERED = frozenset({Scheme.ISBN, Scheme.ISSN, Scheme.URL})
_REGISTRARS: Mapping[Scheme, frozenset[str]] = {
    Scheme.DOI: frozenset({"crossref", "datacite", "doi"}),
    Scheme.SHORTDOI: frozenset({"doi"}),
    Scheme.ARXIV: frozenset({"arxiv"}),
    Scheme.ACL: frozenset({"acl"}),
    Scheme.PMID: frozenset({"pubmed"}),
    Scheme.PMCID: frozenset({"pubmed"}),
}
"""The sources of those who assign the identifiers of a scheme; each of them responds only for its own ones."""
_SINCE = 1970
_INDEXED_AFTER = timedelta(days=120)
"""How long indexes take: most have a work within weeks of its publication, some within months."""
_VENUES: tuple[tuple[re.Pattern[str], Reason], ...] = (
    (re.compile(r"\b(?:we)?blog(?:s| ?posts?)?\b|\bweb ?sites?\b", re.I), "no source covers web pages"),
    (re.compile(r"\b(?:tech(?:nical|\.)? rep(?:ort|\.)|white ?paper|(?:ph\.? ?d\.?|master'?s) thesis|dissertation)|"
                r"\b(?-i:Times|Tribune|Herald)$", re.I), "no source covers grey literature"),
)  # fmt: skip
"""What is published under such a name is in hardly any index, although people cite it as an article."""
_TO_APPEAR = re.compile(r"\b(?:in ?press|forthcoming|to appear|submitted|under review)\b", re.I)
_LETTER = re.compile(r"[^\W\d_]")


def are_enough(record: Record, responded: Iterable[str], silent: Iterable[str]) -> bool:
    """Whether a work such as *record* does not exist if the sources that *responded* do not have it.

    All queried sources that have nearly all works of its kind have to respond, and there has to be one. A single
    optional source may be silent: if there are more, what only these have would seem to be missing.
    """
    kind = "article" if is_unpublished(record) else record.type
    required = [name for name in silent if _covers(name, kind)]
    optional = [name for name in silent if name not in required and _is_optional_index(name)]
    return any(_covers(name, kind) for name in responded) and not required and len(optional) < 2


def are_missed(silent: Iterable[str]) -> list[str]:
    """The sources among *silent* that may know a version of a work that no other source knows.

    A single optional source is not missed: another one has what it has.
    """
    names = sorted(silent)
    assigning = frozenset[str]().union(*_REGISTRARS.values())
    required = [
        name for name in names if name in assigning or name not in sources.sources() or sources.source(name).covers
    ]
    return required or (names if len(names) > 1 else [])


def _is_optional_index(name: str) -> bool:
    """Whether a source can be searched, but has to have nothing."""
    return bool(sources.source(name).search) and not sources.source(name).covers


def _covers(name: str, kind: Type) -> bool:
    return name not in sources.sources() or kind in sources.source(name).covers


def without_registration(lookup: Lookup) -> str:
    """The sources by which the identifier of *lookup* leads to nothing; empty if it may lead to something.

    What the registrars of its scheme say counts, whether or not other sources respond. No catalogue has all books, and
    a page may have moved.
    """
    if not lookup.identifier or lookup.found or lookup.identifier.scheme in _UNREGISTERED:
        return ""
    registrars = _REGISTRARS.get(lookup.identifier.scheme, frozenset())
    answers = [miss for miss in lookup.misses if miss.source in registrars]
    if answers and all(isinstance(answer, Absent) for answer in answers):
        return ", ".join(dict.fromkeys(miss.source for miss in lookup.misses if isinstance(miss, Absent)))
    return lookup.answer.source if not answers and isinstance(lookup.answer, Absent) else ""


def why_not_covered(record: Record, today: date) -> Reason | None:
    """Why no source has to have a work such as *record*; ``None`` if one that exists is in an index."""
    if record.type in _KINDS and not _is_paper_of_unknown_kind(record):
        is_page = record.type == "document" and record.url is not None
        return "no source covers web pages" if is_page else _KINDS[record.type]
    if record.type not in _PAPERS and not _is_paper_of_unknown_kind(record):
        return "no source covers works of this kind"
    if reason := next((reason for pattern, reason in _VENUES if pattern.search(plain(record.venue))), None):
        return reason
    if record.issued and record.issued.year < _SINCE:
        return "no source covers works before 1970"
    if not _is_latin(plain(record.title)):
        return "no source covers titles in this script"
    return "too new to be in an index" if is_recent(record, today) or _is_to_appear(record, today) else None


def is_recent(record: Record, today: date) -> bool:
    """Whether indexes may not have *record* yet: it appeared in the last months. Of a mere year, the middle counts."""
    if not record.issued or record.issued.year > today.year:
        return False
    month = record.issued.month or _month_of_arxiv_id(record) or 6
    return today - date(record.issued.year, month, 15) < _INDEXED_AFTER


def _is_to_appear(record: Record, today: date) -> bool:
    """Whether *record* says, this year or last year, that it has yet to appear."""
    said = (plain(record.venue), record.note, *map(str, (record.extra.get("year"), record.extra.get("pubstate"))))
    is_new = record.issued is None or abs(today.year - record.issued.year) < 2
    return is_new and any(_TO_APPEAR.search(text) for text in said if text)


def _month_of_arxiv_id(record: Record) -> int | None:
    arxiv = record.identifier(Scheme.ARXIV)
    match = re.match(r"(?:[a-z-]+/)?\d\d(0[1-9]|1[0-2])", arxiv.value) if arxiv else None
    return int(match[1]) if match else None


def _is_paper_of_unknown_kind(record: Record) -> bool:
    """Whether an entry without a type (``@misc``) is a paper: it has an identifier of one, or names an archive."""
    if record.type not in ("document", "manuscript"):
        return False
    named = {identifier.scheme for identifier in record.all_identifiers}
    is_archived = archive_of(record.venue) is not None or any(map(archive_of_identifier, record.all_identifiers))
    return is_archived or bool(named & {Scheme.ACL, Scheme.OPENREVIEW, Scheme.DBLP, Scheme.PMID})


def _is_latin(title: str) -> bool:
    """Whether most letters are Latin: indexes have other titles in translation or transcription."""
    letters = _LETTER.findall(title)
    return len([letter for letter in letters if letter < "\u0250"]) * 2 >= len(letters)
