"""Places: where a publication appeared, so that answers about one publication are recognised without a DOI.

Two papers of one work in two places are two publications: in a conference and in a journal, in the main track and in
the Findings or a workshop, in two years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Literal, NamedTuple

from moebib.matching._tracks import host_of, track_in, without_track
from moebib.records.equivalence import equivalent_venues, is_archive
from moebib.records.identifier import Scheme
from moebib.records.publication import Publication
from moebib.records.series import (
    AnthologyVolume,
    Series,
    all_series_in,
    anthology_volume,
    are_one_series,
    full_year,
    is_book_series,
    name_of_venue,
    parts_of_name,
    series_in_dblp,
    series_with_issn,
)
from moebib.text.fold import fold
from moebib.text.markup import plain

__all__ = ["Place", "PlaceAspect", "differences_in_place", "place_of", "same_place", "track_rank"]


PlaceAspect = Literal["series", "track", "year", "volume"]


class Place(NamedTuple):
    """Where and when a publication appeared."""

    series: str
    """The short name of the series in lower case ("neurips"), or the words of a name that is not in the table."""
    year: int | None
    """Of the conference, if a name or an identifier says it; else of the publication."""
    track: str
    """"main", "journal", "findings", "workshop" with its name, or a track that is printed separately; "" if unknown."""
    volume: str = ""
    """Of a journal."""
    first_page: str = ""
    """Of a journal: the first page or the article number."""
    is_in_table: bool = False
    """Whether the series is in the table; other names may be two names of one series."""
    is_year_of_event: bool = False
    """Whether the year is that of the conference, and not of a volume that may have appeared in the next one."""


# Types of publications that appear in something.
_PAPERS = frozenset(("article-journal", "article-magazine", "article-newspaper", "chapter", "paper-conference"))
_PLACED = _PAPERS | {"article", "document", "entry", "review"}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# "CHI '21", "SC24", "OSDI 22"
_SHORT_YEAR = re.compile(r"(?:['\u2019]|\b[A-Z]{2,6}[ -]?(?=[0-2]))(\d\d)\b")
# "Advances in Neural Information Processing Systems 35: ..."
_VOLUME = re.compile(r"\b(\d{1,2})(?=$|[:,(]| \()")


def place_of(publication: Publication) -> Place | None:
    """The place of *publication*; ``None`` if none is known, as of preprints, theses and books.

    >>> from moebib.records.record import Record
    >>> paper = Record(id="a", type="paper-conference", container_title="NIPS", issued="2017")
    >>> place_of(paper)[:3]
    ('neurips', 2017, 'main')
    """
    if publication.is_preprint or publication.type not in _PLACED:
        return None
    names = _names(publication)
    series = next(iter(_all_series(publication, names)), None)
    if series is None and not any(map(name_of_venue, names)):
        return None
    name = fold(series.short) if series else ""
    kind = series.kind if series else "journal" if publication.type.startswith("article") else "conference"
    if kind == "journal":
        year = publication.issued.year if publication.issued else None
        page = _first_page(publication)
        return Place(name or name_of_venue(names[0]), year, "journal", publication.volume, page, series is not None)
    year, is_of_event = _year_of(publication, names, series)
    by_id = next((volume.track for volume in _anthology_volumes(publication) if volume.track), "")
    track = f"workshop {name}" if kind == "workshop" else by_id or track_in(names, series, year)
    if not series and not track.startswith("workshop"):
        name = name_of_venue(next(iter(parts_of_name(names[0])), ""))
    return Place(name, year, track, is_in_table=series is not None, is_year_of_event=is_of_event)


def same_place(a: Publication, b: Publication) -> bool | None:
    """Whether both appeared in one place; ``None`` if that is not known.

    ``False`` if the series, the track, the year of the conference or the volume of the journal is another one.
    """
    results = set(_compare(a, b).values())
    return False if False in results else None if None in results or not results else True


def differences_in_place(a: Publication, b: Publication) -> tuple[PlaceAspect, ...]:
    """In what the places of both certainly differ."""
    return tuple(aspect for aspect, is_same in _compare(a, b).items() if is_same is False)


def _compare(a: Publication, b: Publication) -> Mapping[PlaceAspect, bool | None]:
    """Aspect -> whether it is the same; empty if a place is not known."""
    first, second = place_of(a), place_of(b)
    if first is None or second is None:
        return {}
    results: dict[PlaceAspect, bool | None] = {
        "series": _same_series(first, second, a, b),
        "track": _same_track(first, second),
        "year": _same_year(first, second, a, b),
    }
    if first.track == second.track == "journal":
        results["volume"] = _same_volume(first, second)
    return results


def track_rank(publication: Publication) -> int:
    """The rank of *publication* among those of its work: the one with the lowest is cited.

    0: in a journal or the main track of a conference, or a book. 1: in the Findings. 2: in a workshop, or a demo,
    tutorial or extended abstract. 3: a thesis, a report, or another text of which it is not known where it appeared or
    what it is. 4: a preprint. 5: everything else, such as a web page or a data set.
    """
    if publication.is_preprint or (publication.type in _PLACED and is_archive(publication.venue)):
        return 4
    place = place_of(publication)
    if place and publication.type in _PAPERS:
        of_full_papers = ("main", "journal", "datasets and benchmarks", "industry", "")
        return 0 if place.track in of_full_papers else 1 if place.track == "findings" else 2
    if publication.type in ("book", "collection", "chapter"):
        return 0
    return 3 if publication.type in _PLACED or publication.type in ("thesis", "report", "manuscript") else 5


def _names(publication: Publication) -> list[str]:
    """All names of the venue, the fullest first."""
    names = map(plain, (publication.container_title, publication.container_title_short, publication.event_title))
    return [name for name in names if name and not is_archive(name) and not is_book_series(name)]


def _anthology_volumes(publication: Publication) -> list[AnthologyVolume]:
    return [anthology_volume(serial) for serial in _serials(publication, Scheme.ACL)]


def _serials(publication: Publication, scheme: Scheme) -> Iterator[str]:
    for identifier in publication.identifiers:
        yield from (form.value for form in {identifier, identifier.canonical} if form.scheme is scheme)


def _all_series(publication: Publication, names: Sequence[str]) -> list[Series]:
    """The series by the ID in the proceedings, the ISSN, the names, else the DBLP key: both of two held together."""
    found = [
        *(volume.series for volume in _anthology_volumes(publication)),
        *map(series_with_issn, _serials(publication, Scheme.ISSN)),
        *(series for name in names for series in all_series_in(name) or all_series_in(without_track(name))),
    ]
    others = [*map(host_of, names), *map(series_in_dblp, _serials(publication, Scheme.DBLP))]
    return list(dict.fromkeys(filter(None, found))) or [*filter(None, others)][:1]


def _year_of(publication: Publication, names: Sequence[str], series: Series | None) -> tuple[int | None, bool]:
    """The year, and whether it is that of the conference."""
    issued = publication.issued.year if publication.issued else None
    stated = [
        *(volume.year for volume in _anthology_volumes(publication)),
        *(year for name in names for year in _only([int(year) for year in _YEAR.findall(name)])),
        *(year for serial in _serials(publication, Scheme.DBLP) for year in _years_in_key(serial)),
        *_years_of_volume(publication, names, series),
        *(year for name in names for year in _only([full_year(int(year)) for year in _SHORT_YEAR.findall(name)])),
        *([publication.event_date.year] if publication.event_date else []),
    ]
    year = next((year for year in stated if issued is None or abs(year - issued) <= 2), None)
    return (year, True) if year else (issued, False)


def _only(years: Sequence[int]) -> Sequence[int]:
    """The year, if there is only one."""
    return [*{*years}] if len({*years}) == 1 else []


def _years_of_volume(publication: Publication, names: Sequence[str], series: Series | None) -> list[int]:
    """The year of a conference that counts its volumes: 2022 for volume 35 of NeurIPS."""
    if series is None or not series.before_volume_1:
        return []
    numbers = [publication.volume, *(number for name in names for number in _VOLUME.findall(name))]
    return [series.before_volume_1 + int(number) for number in numbers if number.isdecimal()]


def _years_in_key(key: str) -> list[int]:
    """The year at the end of the DBLP key of a paper at a conference."""
    found = re.fullmatch(r"conf/.*(\d\d)[a-z]*", key)
    return [full_year(int(found[1]))] if found else []


def _first_page(publication: Publication) -> str:
    """The first page, or the number of an article whose pages are counted from 1 ("140:1-140:67")."""
    article, colon, _ = publication.page.partition(":")
    page = article if colon else re.split(r"[-\u2010-\u2015]", publication.page)[0].strip()
    return publication.number or ("" if page == "1" else page)


def _same_series(first: Place, second: Place, a: Publication, b: Publication) -> bool | None:
    names = (_names(a), _names(b))
    if first.is_in_table and second.is_in_table:
        return are_one_series(_all_series(a, names[0]), _all_series(b, names[1]))
    if first.track == second.track and first.track.startswith("workshop ") and not (first.series and second.series):
        return True  # a workshop, with and without its conference
    are_equivalent = any(equivalent_venues(*two) for two in product(*names))
    if first.is_in_table or second.is_in_table:
        # "AAAI Spring Symposium" has the acronym of AAAI.
        return None if are_equivalent or not _are_other_names(*names) else False
    if first.series == second.series != "" or are_equivalent or _share_issn(a, b):
        return True
    if not first.series or not second.series:
        return None  # a workshop without its conference
    return False if _are_other_names(*names) else None


def _are_other_names(names: Sequence[str], others: Sequence[str]) -> bool:
    """Whether names that are not abbreviated have less than half of their words in common."""
    if not all(any(re.search(r"[A-Za-z][a-z]{3}", name) and "." not in name for name in group)
               for group in (names, others)):  # fmt: skip
        return False
    pairs = [(set(name_of_venue(x).split()), set(name_of_venue(y).split())) for x, y in product(names, others)]
    return all(len(x & y) * 2 < len(x | y) and x & y not in (x, y) for x, y in pairs)


def _share_issn(a: Publication, b: Publication) -> bool:
    """Whether they are in one journal. Series of books, in which many conferences are, have an ISSN, too."""
    if not a.type.startswith("article") or not b.type.startswith("article"):
        return False
    return not {*_serials(a, Scheme.ISSN)}.isdisjoint(_serials(b, Scheme.ISSN))


def _same_track(first: Place, second: Place) -> bool | None:
    tracks = (first.track, second.track)
    if not all(tracks):
        return None
    if first.track == second.track:
        return True
    of_workshops = [track.removeprefix("workshop").strip() for track in tracks if track.startswith("workshop")]
    if len(of_workshops) == 2:
        return (all(of_workshops) and equivalent_venues(*of_workshops)) or None
    # Some services call the proceedings of a conference a journal.
    return None if set(tracks) == {"main", "journal"} else False


def _same_year(first: Place, second: Place, a: Publication, b: Publication) -> bool | None:
    is_same_volume = bool(first.volume and first.volume == second.volume and _same_volume(first, second))
    if first.year == second.year is not None or is_same_volume:
        return True
    if first.year is None or second.year is None:
        return None
    gap = abs(first.year - second.year)
    if "journal" in (first.track, second.track):
        return None if gap <= 2 else False
    if gap > 1 or (first.is_year_of_event and second.is_year_of_event):
        return False
    # A volume of a series such as LNCS; a low number is that of a part of the proceedings.
    return (len(a.volume) > 2 and a.volume == b.volume) or None


def _same_volume(first: Place, second: Place) -> bool | None:
    """Whether two articles of one journal have one place in it, as far as both are known."""
    if first.volume and second.volume and first.volume != second.volume:
        return False
    return first.first_page == second.first_page or not (first.first_page and second.first_page) or None
