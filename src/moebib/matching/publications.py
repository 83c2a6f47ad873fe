"""Compare publications: year, type, venue, edition and identifiers."""

from __future__ import annotations

from itertools import product

from moebib.matching.names import letters_of
from moebib.matching.titles import numbers
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.text.fold import fold

__all__ = ["compare_editions", "compare_identifiers", "compare_types", "compare_venues", "compare_years",
           "share_identifier", "share_place"]  # fmt: skip


def compare_years(a: Record, b: Record) -> float | None:
    """The penalty of the years between the closest versions; a preprint may be older than its publication."""
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
# Types that people and services use if they do not know the right one.
_ANYTHING = frozenset(("document", "webpage", "post", "post-weblog"))


def compare_types(a: Record, b: Record) -> float | None:
    """The penalty of different kinds of work, for example a paper and the software it is about."""
    if _ANYTHING.intersection((a.type, b.type)):
        return None
    return float(_KINDS.get(a.type, "paper") != _KINDS.get(b.type, "paper"))


def compare_venues(a: Record, b: Record) -> float | None:
    """The penalty of venues that contradict each other; different names do not, because services abbreviate."""
    if a.is_preprint or b.is_preprint or not a.venue or not b.venue:
        return None
    if _is_workshop(a) != _is_workshop(b):
        return 1.0
    return max(_compare_places(a, b), _compare_kinds(a, b))


def _is_workshop(record: Record) -> bool:
    return "workshop" in fold(f"{record.container_title} {record.container_title_short} {record.event_title}")


def _compare_kinds(a: Record, b: Record) -> float:
    """The penalty of a conference paper and a later or longer version of it in a journal."""
    years = abs(a.issued.year - b.issued.year) if a.issued and b.issued else 0
    is_moved = {a.type, b.type} == {"article-journal", "paper-conference"}
    (volume, page), (other_volume, other_page) = _place(a), _place(b)
    is_elsewhere = bool(page and other_page and page != other_page)
    is_in_another = bool(volume and other_volume and volume != other_volume)
    if (is_moved and (is_elsewhere or years > 1)) or (is_elsewhere and is_in_another):
        return 0.6
    return 0.4 if is_moved or years > 2 else 0.0


def _compare_places(a: Record, b: Record) -> float:
    """The penalty of different volumes or pages in one journal or one series of conferences."""
    names = [(letters_of(record.container_title), letters_of(record.container_title_short)) for record in (a, b)]
    if not any(x and x == y for x, y in zip(*names, strict=True)):
        return 0.0
    if a.issued and b.issued and abs(a.issued.year - b.issued.year) > 1:
        return 1.0
    differ = [x != y for x, y in zip(_place(a), _place(b), strict=True) if x and y]
    # If only one of volume and page differs, it may be a mistake.
    return 0.0 if not any(differ) else 1.0 if all(differ) or _first_page(a) != _first_page(b) else 0.3


def _place(record: Record) -> tuple[str, str]:
    return record.volume, _first_page(record)


def share_place(a: Record, b: Record) -> bool:
    """Whether they begin at the same page of the same volume, which identifies a work as well as its title does."""
    place = _place(a)
    if not all(place) or place != _place(b):
        return False
    return bool(a.issued and b.issued and abs(a.issued.year - b.issued.year) <= 1)


def _first_page(record: Record) -> str:
    """The first page; empty if pages are counted within the paper, as some services do."""
    page = record.page.partition("-")[0]
    return "" if page == "1" or ":" in page else page


def compare_editions(a: Record, b: Record) -> float | None:
    """The penalty of two editions of one book."""
    return float(numbers(a.edition) != numbers(b.edition)) if a.edition and b.edition else None


# A work has one of each. OpenReview numbers submissions, and DBLP and the databases number their entries.
_ONE_PER_WORK = (Scheme.ARXIV, Scheme.ACL, Scheme.PMID)


def share_identifier(a: Record, b: Record) -> bool:
    """Whether they share an identifier that names one work; URLs do not count, because a page may list many works."""
    if not (a.identifiers or a.versions) or not (b.identifiers or b.versions):
        return False
    return not _identifiers(a).isdisjoint(_identifiers(b))


def _identifiers(record: Record) -> set[Identifier]:
    return {
        identifier.canonical
        for identifier in record.all_identifiers
        if identifier.is_of_one_work and identifier.scheme is not Scheme.URL
    }


def compare_identifiers(a: Record, b: Record) -> float | None:
    """The penalty of different identifiers of a scheme of which a work has one; of DOIs, if both are published."""
    own_a, own_b = _identifiers(a), _identifiers(b)
    if not own_a.isdisjoint(own_b):
        return 0.0
    schemes = _ONE_PER_WORK if a.is_preprint or b.is_preprint else (*_ONE_PER_WORK, Scheme.DOI)
    both = {identifier.scheme for identifier in own_a} & {identifier.scheme for identifier in own_b}
    return 1.0 if both.intersection(schemes) else None
