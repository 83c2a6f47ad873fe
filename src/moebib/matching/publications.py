"""Compare publications: year, type, venue, edition, identifiers, and details that may tell two works apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from operator import attrgetter

from moebib.matching.name_words import letters_of
from moebib.matching.titles import is_generic, number_words, numbers
from moebib.records.equivalence import equivalent_pages, equivalent_venues, words_of
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Names
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain
from moebib.text.urls import without_scheme

__all__ = [
    "DETAILS", "begin_elsewhere", "compare_editions", "compare_identifiers", "compare_places_of_generic_titles",
    "compare_types", "compare_venues", "compare_volumes", "compare_years", "share_identifier", "share_place",
]  # fmt: skip


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
    return {year for date in dates if date for year in date.years}


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
    names = (plain(record.container_title), record.container_title_short, plain(record.event_title))
    return "workshop" in fold(" ".join(names))


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
    names = [(letters_of(plain(record.container_title)), letters_of(record.container_title_short)) for record in (a, b)]
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


def begin_elsewhere(a: Record, b: Record) -> bool:
    """Whether both have a first page, and it is another one."""
    pages = (_first_page(a), _first_page(b))
    return all(pages) and pages[0] != pages[1]


def _first_page(record: Record) -> str:
    """The first page; empty if pages are counted within the paper, as some services do."""
    page = record.page.partition("-")[0]
    return "" if page == "1" or ":" in page else page


def compare_editions(a: Record, b: Record) -> float | None:
    """The penalty of two editions of one book; small if only the words differ."""
    if not a.edition or not b.edition:
        return None
    if numbers(a.edition) != numbers(b.edition):
        return 1.0
    return 0.0 if number_words(a.edition) == number_words(b.edition) else 0.2


_BOUND = frozenset(("book", "collection", "periodical", "report", "classic", "map", "musical_score", "standard"))


def compare_volumes(a: Record, b: Record) -> float | None:
    """The penalty of two volumes of one book."""
    if not a.volume or not b.volume or a.type not in _BOUND or b.type not in _BOUND:
        return None
    return float(not _equal_numbers(a.volume, b.volume))


def compare_places_of_generic_titles(a: Record, b: Record) -> float | None:
    """The penalty of titles such as "Editorial", unless both works are in one place, or nothing says where they are."""
    if not (a.titles and b.titles and all(map(is_generic, (*a.titles, *b.titles)))):
        return None
    if _IN_PLACE(a) == _IN_PLACE(b):
        return 0.0
    known = [same(read(a), read(b)) for read, same in _PLACES if read(a) and read(b)]
    return float(not (known and all(known) and a.venue and b.venue and _is_one_venue(a, b)))


def _is_one_venue(a: Record, b: Record) -> bool:
    names = ((plain(record.container_title), record.container_title_short) for record in (a, b))
    return any(x and y and equivalent_venues(x, y) for x, y in product(*names))


def _detail(
    read: Callable[[Record], str], same: Callable[[str, str], bool]
) -> Callable[[Record, Record], float | None]:
    """The penalty of two published works that both have a detail, which differs."""

    def compare(a: Record, b: Record) -> float | None:
        x, y = read(a), read(b)
        if not x or not y or a.is_preprint or b.is_preprint:
            return None
        return float(x != y and not same(x, y))

    return compare


def _equal_numbers(a: str, b: str) -> bool:
    return number_words(a) == number_words(b)


def _equal_versions(a: str, b: str) -> bool:
    return fold(a).strip(" v.") == fold(b).strip(" v.")


def _equal_publishers(a: str, b: str) -> bool:
    """Whether one is the other in full or abbreviated: "Springer-Verlag", "ACM Press", "MIT Press, Cambridge"."""
    words, others = set(words_of(a)), set(words_of(b))
    return words <= others or others <= words or equivalent_venues(a, b)


def _equal_words(a: str, b: str) -> bool:
    return letters_of(a) == letters_of(b)


def _equal_languages(a: str, b: str) -> bool:
    """Whether one is the other with a region or in three letters: "en", "en-GB", "eng"."""
    codes = [fold(language).partition("-")[0] for language in (a, b)]
    return codes[0].startswith(codes[1]) or codes[1].startswith(codes[0])


def _people(read: Callable[[Record], Names]) -> Callable[[Record, Record], float | None]:
    """The penalty of two works that both have people in a role, but none in common."""

    def compare(a: Record, b: Record) -> float | None:
        families = [{letters_of(name.family or name.literal) for name in read(record)} for record in (a, b)]
        return float(families[0].isdisjoint(families[1])) if all(families) else None

    return compare


def _compare_isbns(a: Record, b: Record) -> float | None:
    isbns = [
        {identifier.canonical for identifier in record.identifiers if identifier.scheme is Scheme.ISBN}
        for record in (a, b)
    ]
    return float(isbns[0].isdisjoint(isbns[1])) if all(isbns) else None


def _compare_pages_on_the_web(a: Record, b: Record) -> float | None:
    """The penalty of two works that are pages of different URLs: of other works, records often have different links."""
    urls = [
        {
            without_scheme(url)
            for url in (record.url, *(other.value for other in record.identifiers if other.scheme is Scheme.URL))
            if url and record.type in ("webpage", "post", "post-weblog")
        }
        for record in (a, b)
    ]
    return float(urls[0].isdisjoint(urls[1])) if all(urls) else None


_PLACES: tuple[tuple[Callable[[Record], str], Callable[[str, str], bool]], ...] = (
    (attrgetter("volume"), _equal_numbers),
    (attrgetter("issue"), _equal_numbers),
    (attrgetter("page"), equivalent_pages),
)
_IN_PLACE = attrgetter("container_title", "container_title_short", "issued", "volume", "issue", "page")

DETAILS: Mapping[str, Callable[[Record, Record], float | None]] = {
    "volume": _detail(attrgetter("volume"), _equal_numbers),
    "issue": _detail(attrgetter("issue"), _equal_numbers),
    "number": _detail(attrgetter("number"), _equal_numbers),
    "page": _detail(attrgetter("page"), equivalent_pages),
    "part": _detail(lambda record: record.extra.get("part", ""), _equal_numbers),
    "version": _detail(attrgetter("version"), _equal_versions),
    "container": _detail(attrgetter("container_title"), equivalent_venues),
    "series": _detail(attrgetter("collection_title"), equivalent_venues),
    "event": _detail(attrgetter("event_title"), equivalent_venues),
    "publisher": _detail(attrgetter("publisher"), _equal_publishers),
    "genre": _detail(attrgetter("genre"), _equal_words),
    "language": _detail(attrgetter("language"), _equal_languages),
    "editor": _people(attrgetter("editor")),
    "translator": _people(attrgetter("translator")),
    "isbn": _compare_isbns,
    "url": _compare_pages_on_the_web,
}
"""Details that services get wrong, so that they hardly count, but that may tell two works apart."""


# A work has one of each. OpenReview numbers submissions, and DBLP and the databases number their entries.
_ONE_PER_WORK = (Scheme.ARXIV, Scheme.ACL, Scheme.PMID, Scheme.PMCID)


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
