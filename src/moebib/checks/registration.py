"""Compare a publication with what the registrar of its DOI says: a DOI of another publication mixes the two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from moebib.lookup.answers import canonical, in_order, is_of_registrar
from moebib.matching.places import differences_in_place, place_of
from moebib.records.answer import Found
from moebib.records.equivalence import is_archive
from moebib.records.identifier import Identifier, Scheme
from moebib.records.publication import Publication
from moebib.text.markup import plain

__all__ = ["contradictions", "registered"]

_KINDS: Mapping[str, str] = {
    "article-journal": "paper", "article-magazine": "paper", "article-newspaper": "paper", "paper-conference": "paper",
    "chapter": "paper", "dataset": "data", "software": "data", "thesis": "thesis", "book": "book",
}  # fmt: skip
# A thesis may become a book, and a preprint may be called a report: only these are certainly two publications.
_OTHERS = ({"paper", "preprint"}, {"paper", "thesis"}, {"preprint", "thesis"},
           *({"data", kind} for kind in ("paper", "preprint", "thesis", "book")))  # fmt: skip


def registered(identifier: Identifier, answers: Iterable[Found]) -> Found | None:
    """The answer of the registrar of a DOI, or of the ACL Anthology, which decides what it is of; else ``None``.

    An arXiv ID is not looked at: lists and .bib files have it on publications, too.
    """
    if identifier.scheme not in (Scheme.DOI, Scheme.ACL):
        return None
    is_of = (answer for answer in in_order(answers) if identifier.canonical in canonical(answer.record.identifiers))
    return next((answer for answer in is_of if answer.source == "acl" or is_of_registrar(answer)), None)


def contradictions(here: Publication, there: Publication) -> Iterator[tuple[str, str, str]]:
    """The fields in which two publications certainly differ (type, container, volume, year), with both values.

    Two names of one series are no difference, nor is a year between the publication online and in print.
    """
    kinds = _kind(here), _kind(there)
    if {*kinds} in _OTHERS:
        yield "type", _type_of(here), _type_of(there)
    aspects = differences_in_place(here, there)
    if "series" in aspects or "track" in aspects:
        yield "container_title", _venue_of(here), _venue_of(there)
    elif "volume" in aspects:
        yield "volume", here.volume, there.volume
    years = [place.year if place else None for place in map(place_of, (here, there))]
    if "year" not in aspects:
        years = [publication.issued.year if publication.issued else None for publication in (here, there)]
        # The year of data is that of one of its versions, and books are printed again.
        if not {*kinds} <= {"paper", "preprint", "thesis"}:
            return
    if years[0] and years[1] and ("year" in aspects or abs(years[0] - years[1]) > 1):
        yield "issued", str(years[0]), str(years[1])


def _kind(publication: Publication) -> str:
    """The kind of text; empty for types that people use if they do not know the right one."""
    kind = _KINDS.get(publication.type, "")
    is_preprint = publication.is_preprint or (kind == "paper" and is_archive(publication.venue))
    return "preprint" if is_preprint else kind


def _type_of(publication: Publication) -> str:
    return publication.genre if publication.is_preprint else publication.type


def _venue_of(publication: Publication) -> str:
    return plain(publication.container_title) or publication.venue or publication.event_title
