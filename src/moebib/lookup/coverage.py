"""What the absence of a work from a source means: only something where the source has works of that kind.

Each source declares what it covers (``sources.Coverage``); here, a reference is compared with these declarations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from moebib import sources
from moebib.lookup._draft import is_unpublished
from moebib.lookup._outlets import kind_of_outlet
from moebib.lookup.claims import claimed_publication
from moebib.lookup.lookup import Lookup
from moebib.records.answer import Absent
from moebib.records.archives import archive_of, archive_of_identifier
from moebib.records.fields import Type
from moebib.records.identifier import Scheme
from moebib.records.record import Record
from moebib.records.series import all_series_in, series_named
from moebib.sources import Coverage
from moebib.text.language import language_in, language_named_in, language_of, language_of_journal, script_of
from moebib.text.markup import plain

__all__ = ["Reason", "are_enough", "are_missed", "covering", "why_not_covered", "without_registration"]

Reason = Literal[
    "no source covers books",
    "no source covers grey literature",
    "no source covers newspapers and magazines",
    "no source covers software and data",
    "no source covers web pages",
    "no source covers works of this kind",
    "no source covers this venue",
    "no source covers works of this age",
    "no source covers titles in this script",
    "no source covers works in this language",
    "too new to be in an index",
]
"""Why nothing follows from the absence of a work, although every source responded."""

_KINDS: Mapping[Type, Reason] = {
    **dict.fromkeys(("book", "chapter", "collection", "classic", "periodical"), "no source covers books"),
    **dict.fromkeys(
        ("thesis", "report", "manuscript", "pamphlet", "speech", "standard", "patent", "legal_case", "document"),
        "no source covers grey literature",
    ),
    **dict.fromkeys(("article-newspaper", "article-magazine"), "no source covers newspapers and magazines"),
    **dict.fromkeys(("software", "dataset"), "no source covers software and data"),
    **dict.fromkeys(("webpage", "post", "post-weblog"), "no source covers web pages"),
}
_PAPERS = ("article-journal", "paper-conference")
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
_SCHOLARLY = re.compile(
    r"\b(?:acta|adv|advances|annals|ann|archives?|bull|bulletin|conf|conference|congress|j|journal|lett|letters|"
    r"meeting|proc|proceedings|quarterly|research|res|rev|reviews?|sci|science|sciences|stud|studies|symp|symposium|"
    r"trans|transactions|workshop)\b",
    re.I,
)
"""What the name of a journal or conference has, and that of a web site mostly has not."""
_TO_APPEAR = re.compile(r"\b(?:in ?press|forthcoming|to appear|submitted|under review)\b", re.I)


class _Traits(NamedTuple):
    """What decides whether a source has to have a work."""

    kind: Type
    archive: str
    series: frozenset[str]
    year: int | None
    age: int | None
    """How many days ago it appeared, at least; ``None`` if that is unknown or further away than the next year."""
    is_to_appear: bool
    scripts: frozenset[str]
    language: str


def are_enough(record: Record, responded: Iterable[str], silent: Iterable[str], today: date) -> bool:
    """Whether a work such as *record* does not exist if the sources that *responded* do not have it.

    All queried sources that cover it have to respond, and there has to be one. A single optional source may be silent:
    if there are more, what only these have would seem to be missing.
    """
    responded, silent = set(responded), set(silent)
    for traits in _all_traits(record, today):
        required = {name for name in silent if _covers(name, traits)}
        optional = [name for name in silent - required if _is_optional_index(name)]
        if any(_covers(name, traits) for name in responded) and not required and len(optional) < 2:
            return True
    return False


def covering(names: Iterable[str], record: Record) -> set[str]:
    """Those of the sources with these *names* that cover works such as *record*, or will when they are old enough."""
    all_traits = _all_traits(record, date.max)
    return {name for name in names if any(_covers(name, traits) for traits in all_traits)}


def are_missed(silent: Iterable[str]) -> list[str]:
    """The sources among *silent* that may know a version of a work that no other source knows.

    A single optional source is not missed: another one has what it has.
    """
    names = sorted(silent)
    assigning = frozenset[str]().union(*_REGISTRARS.values())
    required = [
        name
        for name in names
        if name in assigning or name not in sources.sources() or sources.source(name).covers.types
    ]
    return required or (names if len(names) > 1 else [])


def _is_optional_index(name: str) -> bool:
    """Whether a source can be searched, but has to have nothing."""
    return bool(sources.source(name).search) and not sources.source(name).covers.types


def _covers(name: str, traits: _Traits) -> bool:
    if name not in sources.sources():
        return True
    coverage = sources.source(name).covers
    return all(covers(coverage) for _, covers in _tests(traits))


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
    """Why no source has to have a work such as *record*; ``None`` if one that exists is in an index.

    The first trait that no source covers is the reason.
    """
    reasons = [_why_not_covered(traits) for traits in _all_traits(record, today)]
    return None if None in reasons else reasons[-1]


def _why_not_covered(traits: _Traits) -> Reason | None:
    covering = list(_coverages())
    for reason, covers in _tests(traits):
        covering = [coverage for coverage in covering if covers(coverage)]
        if not covering:
            return reason
    return None


def _all_traits(record: Record, today: date) -> list[_Traits]:
    """The traits of *record*, and those of the publication that it claims: a preprint may be found as either."""
    claimed = claimed_publication(record)
    subjects = [record] if claimed is None or claimed is record else [record, claimed]
    return [_traits(subject, today) for subject in subjects]


@cache
def _coverages() -> tuple[Coverage, ...]:
    return tuple(coverage for name in sources.sources() if (coverage := sources.source(name).covers).types)


def _tests(traits: _Traits) -> Iterator[tuple[Reason, Callable[[Coverage], bool]]]:
    """Whether a coverage includes a work with these traits, one by one, each with the reason if none does."""
    yield _KINDS.get(traits.kind, "no source covers works of this kind"), lambda of: traits.kind in of.types
    yield (
        "no source covers this venue",
        lambda of: traits.series.isdisjoint(of.without) and (not traits.archive or traits.archive in of.archives),
    )
    yield "no source covers works of this age", lambda of: traits.year is None or traits.year >= of.since
    yield "no source covers titles in this script", lambda of: traits.scripts <= of.scripts
    yield "no source covers works in this language", lambda of: not traits.language or traits.language in of.languages
    yield (
        "too new to be in an index",
        lambda of: not traits.is_to_appear and (traits.age is None or traits.age >= of.days),
    )


def _traits(record: Record, today: date) -> _Traits:
    venue = plain(record.container_title) or record.venue
    archives = (archive_of(venue), *map(archive_of_identifier, record.all_identifiers))
    is_preprint = is_unpublished(record) or _is_paper_of_unknown_kind(record)
    named = next(filter(None, map(language_named_in, (record.note, plain(record.title), venue))), "")
    by_words = language_of(plain(record.title)) or language_of_journal(venue)
    return _Traits(
        kind=_kind_of(record),
        archive=next((archive.name for archive in archives if archive), "") if is_preprint else "",
        series=_series_of(venue),
        year=record.year,
        age=_age(record, venue, today),
        is_to_appear=_is_to_appear(record, today),
        scripts=frozenset(filter(None, map(script_of, (plain(record.title), venue)))),
        language=language_in(record.language) or named or by_words,
    )


def _kind_of(record: Record) -> Type:
    """What a reference is by what it says: entry types are often only the nearest ones ("@article" for a blog post)."""
    if _is_paper_of_unknown_kind(record) or is_unpublished(record):
        return "article"
    if record.type == "document" and record.url:
        return "webpage"
    if record.type in _PAPERS:
        return kind_of_outlet(record.venue) or ("webpage" if _is_cited_as_page(record) else record.type)
    return record.type


def _is_cited_as_page(record: Record) -> bool:
    """Whether an article has a URL, but neither a place in a volume nor the name of a journal."""
    has_place = record.volume or record.issue or record.page or record.number
    venue = plain(record.container_title)
    is_known = _SCHOLARLY.search(venue) or all_series_in(venue)
    return bool(record.url and record.type == "article-journal" and not has_place and not is_known)


def _series_of(venue: str) -> frozenset[str]:
    """The short names of the series in *venue*; of a workshop at a conference, that name with "workshops"."""
    if "workshop" not in venue.lower():
        return frozenset(series.short for series in all_series_in(venue))
    words = re.findall(r"[^\W\d_]+", venue)
    runs = (" ".join(words[start : start + length]) for length in (1, 4) for start in range(len(words)))
    return frozenset(f"{series.short} workshops" for run in runs if (series := series_named(run)))


def _is_to_appear(record: Record, today: date) -> bool:
    """Whether *record* says, this year or last year, that it has yet to appear."""
    said = (plain(record.venue), record.note, *map(str, (record.extra.get("year"), record.extra.get("pubstate"))))
    is_new = record.issued is None or abs(today.year - record.issued.year) < 2
    return is_new and any(_TO_APPEAR.search(text) for text in said if text)


def _age(record: Record, venue: str, today: date) -> int | None:
    """How many days ago *record* appeared, at least: of a mere year, its end counts, or the month of the conference."""
    issued = record.issued
    if issued is None or not 0 < issued.year <= today.year + 1:
        return None
    held_by = 0 if "workshop" in venue.lower() else max((of.held_by for of in all_series_in(venue)), default=0)
    month = issued.month or _month_of_arxiv_id(record) or held_by
    latest = date(issued.year, month, 15) if month else date(issued.year, 12, 31)
    return max(0, (today - latest).days)


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
