"""Whether an answer describes the work that a reference names, however wrong the rest of the reference is."""

from __future__ import annotations

from itertools import product

from moebib.matching import names, publications, titles
from moebib.matching.agreement import compare_people, compare_titles
from moebib.matching.distance import SAME, Distance, agree, compare
from moebib.matching.places import differences_in_place, place_of
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.text.language import are_in_one_script
from moebib.text.markup import escape

__all__ = [
    "are_in_one_script",
    "are_same_people",
    "distance_to",
    "has_title",
    "is_renamed",
    "is_same_if_related",
    "is_same_work",
]

_SAME_PERSON = 0.1
_HALF = 0.6
"""The penalty of two lists of equal length that have half of their people in common."""


def distance_to(reference: Record, answer: Record) -> Distance:
    """The distance by title and authors, as far as both records have them.

    Year, venue and identifiers do not count.
    """
    return agree(_named(reference, answer), _named(answer, reference))


def has_title(record: Record, title: str) -> bool:
    """Whether *title* can be one of those of *record*, perhaps without its subtitle or a name in front."""
    named = Record(id=record.id, type="document", title=escape(title))
    return distance_to(named, record).is_same or any(compare_titles(title, other).is_same for other in record.titles)


def is_renamed(reference: Record, answer: Record) -> bool:
    """Whether *answer* has the same identifier and first author, but another title."""
    here = _named(reference, answer, reference.all_identifiers)
    return compare(here, _named(answer, reference, answer.all_identifiers)).is_same


def is_same_work(a: Record, b: Record) -> bool:
    """Whether two records of publications are of one work: by title, first author and half of the people.

    The title alone is never enough, and titles such as "Editorial" do not count. A paper is another work than the data
    or the software it is about, than a thesis, and than a notice about it; an edition or volume of a book is another
    one than the others, and so are two articles in one journal.
    """
    if not _have_one_title(a, b) or all(map(titles.is_generic, (*a.titles, *b.titles))):
        return False
    apart = (publications.compare_types, publications.compare_editions, publications.compare_volumes)
    if any(compare_aspect(a, b) == 1.0 for compare_aspect in apart) or _are_two_articles(a, b):
        return False
    return are_same_people(a, b) is True


def is_same_if_related(a: Record, b: Record, *, is_stated: bool = True) -> bool:
    """Whether two records are of one work, of which one names the other as its preprint, publication or copy.

    A publication may have another title than its preprint, if that is *stated* of the two publications, and an
    organisation may sign it, but not both.
    """
    people = are_same_people(a, b)
    return people is not False if _have_one_title(a, b) else is_stated and people is True


def are_same_people(a: Record, b: Record) -> bool | None:
    """Whether the first author and half of the people of the shorter list are the same.

    ``None`` if a list is missing or in another script, or only one of them has people and the other one an organisation
    that it lacks.
    """
    if a.author and b.author and compare_people(a.author, b.author).is_same:
        return True
    first, all_of_them = names.compare_first(a, b), names.compare_all(a, b)
    is_signed_by_people = {any(name.family for name in record.author) for record in (a, b)}
    if first is None or all_of_them is None or len(is_signed_by_people) > 1:
        return None
    if not are_in_one_script(a.author[0].display(), b.author[0].display()):
        return None
    if first > _SAME_PERSON:
        return False
    # The first letter of the given name is not enough: there are many Li H. More than that person has to be the same.
    return all_of_them <= _HALF if first == 0 else min(len(a.author), len(b.author)) > 1 and all_of_them < _HALF


def _are_two_articles(a: Record, b: Record) -> bool:
    """Whether one journal has both, with two of these: other DOIs, another year, another volume.

    A single one may be wrong, or a second registration of one article.
    """
    places = [place_of(record) for record in (a, b)]
    differing = differences_in_place(a, b)
    if "series" in differing or not all(place and place.track == "journal" for place in places):
        return False
    dois = [{other for other in record.identifiers if other.scheme is Scheme.DOI} for record in (a, b)]
    years = {record.issued.year for record in (a, b) if record.issued}
    return sum((all(dois) and dois[0].isdisjoint(dois[1]), len(years) == 2, "volume" in differing)) > 1


def _have_one_title(a: Record, b: Record) -> bool:
    penalty = titles.compare(a, b)
    if penalty is None:
        return False
    return penalty <= SAME or any(compare_titles(*pair).is_same for pair in product(a.titles, b.titles))


def _named(record: Record, other: Record, identifiers: tuple[Identifier, ...] = ()) -> Record:
    """The titles and authors of *record*, as far as *other* has them, too."""
    titles = record.titles if other.titles else ()
    author = record.author if other.author else ()
    return Record(
        id=record.id, type="document", title=escape(titles[0]) if titles else "", aliases=titles[1:], author=author,
        identifiers=identifiers,
    )  # fmt: skip
