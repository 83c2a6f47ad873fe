"""When, what and where a work is, and the identifiers it has."""

from __future__ import annotations

from itertools import product

from moebib.matching.names import bare
from moebib.matching.words import numbers
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.text.fold import fold

__all__ = ["compare_editions", "compare_identifiers", "compare_types", "compare_venues", "compare_years",
           "share_identifier", "share_place"]  # fmt: skip


def compare_years(a: Record, b: Record) -> float | None:
    """The years between the nearest versions; a preprint may be older than what became of it."""
    years = _years(a), _years(b)
    if not all(years):
        return None
    gap = min(abs(x - y) for x, y in product(*years))
    late = gap - (a.is_preprint != b.is_preprint)
    return 0.0 if late <= 0 else min(1.0, 0.25 * late - 0.15)


def _years(record: Record) -> set[int]:
    dates = (record.issued, *(version.issued for version in record.versions))
    return {date.year for date in dates if date}


_KINDS = {"book": "book", "collection": "book", "dataset": "data", "software": "software", "thesis": "thesis",
          "review-book": "review", "patent": "patent", "standard": "standard", "periodical": "periodical"}  # fmt: skip
# People and services call a paper so when they know no better.
_ANYTHING = frozenset(("document", "webpage", "post", "post-weblog"))


def compare_types(a: Record, b: Record) -> float | None:
    """Whether the one is, say, the software that the other, a paper, is about."""
    if _ANYTHING.intersection((a.type, b.type)):
        return None
    return float(_KINDS.get(a.type, "paper") != _KINDS.get(b.type, "paper"))


def compare_venues(a: Record, b: Record) -> float | None:
    """Only contradictions count: services give one venue too many names."""
    if a.is_preprint or b.is_preprint or not a.venue or not b.venue:
        return None
    if _is_workshop(a) != _is_workshop(b):
        return 1.0
    return max(_between_places(a, b), _between_kinds(a, b))


def _is_workshop(record: Record) -> bool:
    return "workshop" in fold(f"{record.container_title} {record.container_title_short} {record.event_title}")


def _between_kinds(a: Record, b: Record) -> float:
    """A conference paper and one in a journal, or two of which one came years later: perhaps its longer version."""
    years = abs(a.issued.year - b.issued.year) if a.issued and b.issued else 0
    is_moved = {a.type, b.type} == {"article-journal", "paper-conference"}
    (volume, page), (other_volume, other_page) = _place(a), _place(b)
    is_elsewhere = bool(page and other_page and page != other_page)
    is_in_another = bool(volume and other_volume and volume != other_volume)
    if (is_moved and (is_elsewhere or years > 1)) or (is_elsewhere and is_in_another):
        return 0.6
    return 0.4 if is_moved or years > 2 else 0.0


def _between_places(a: Record, b: Record) -> float:
    """Whether both stand in one journal or one series of conferences, at different places."""
    names = [(bare(one.container_title), bare(one.container_title_short)) for one in (a, b)]
    if not any(x and x == y for x, y in zip(*names, strict=True)):
        return 0.0
    if a.issued and b.issued and abs(a.issued.year - b.issued.year) > 1:
        return 1.0
    differ = [x != y for x, y in zip(_place(a), _place(b), strict=True) if x and y]
    # Where the page is the same, or the volume, and not the other, somebody may have misread a number.
    return 0.0 if not any(differ) else 1.0 if all(differ) or _first_page(a) != _first_page(b) else 0.3


def _place(record: Record) -> tuple[str, str]:
    return record.volume, _first_page(record)


def share_place(a: Record, b: Record) -> bool:
    """Whether they stand at one page of one volume, which tells a work as well as a title does."""
    place = _place(a)
    if not all(place) or place != _place(b):
        return False
    return bool(a.issued and b.issued and abs(a.issued.year - b.issued.year) <= 1)


def _first_page(record: Record) -> str:
    """The first page; empty where it counts from the start of the paper itself, as some services do."""
    page = record.page.partition("-")[0]
    return "" if page == "1" or ":" in page else page


def compare_editions(a: Record, b: Record) -> float | None:
    """Whether they are two editions of one book."""
    return float(numbers(a.edition) != numbers(b.edition)) if a.edition and b.edition else None


# A work has one of each; OpenReview numbers submissions, DBLP and the databases number what they find.
_ONE_A_WORK = (Scheme.ARXIV, Scheme.ACL, Scheme.PMID)


def share_identifier(a: Record, b: Record) -> bool:
    """Whether they have an identifier of one work in common; a URL is none: many works may be on one page."""
    if not (a.identifiers or a.versions) or not (b.identifiers or b.versions):
        return False
    return not _own(a).isdisjoint(_own(b))


def _own(record: Record) -> set[Identifier]:
    return {one.canonical for one in record.all_identifiers if one.is_of_one_work and one.scheme is not Scheme.URL}


def compare_identifiers(a: Record, b: Record) -> float | None:
    """Whether they have different ones of a scheme of which a work has one; DOIs, where both are published."""
    found_a, found_b = _own(a), _own(b)
    if not found_a.isdisjoint(found_b):
        return 0.0
    schemes = _ONE_A_WORK if a.is_preprint or b.is_preprint else (*_ONE_A_WORK, Scheme.DOI)
    both = {one.scheme for one in found_a} & {one.scheme for one in found_b}
    return 1.0 if both.intersection(schemes) else None
