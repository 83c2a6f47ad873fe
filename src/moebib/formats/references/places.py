"""Where a work appeared, by what follows its title in a reference: the venue, and with it the type of the work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from moebib.formats.references.marks import ITALIC, without_marks
from moebib.matching.venue_types import is_conference_name, is_journal_name, type_in_words, type_of_venue
from moebib.records.archives import archive_of, archive_of_identifier
from moebib.records.fields import Type
from moebib.records.identifier import Identifier, Scheme

__all__ = ["PrintedPlace", "place_of"]


class PrintedPlace(NamedTuple):
    """Where a work appeared."""

    type: Type
    venue: str = ""
    genre: str = ""


_SEEN = re.compile(r"\b(?:accessed|retrieved|last visited|visited on)\b", re.I)
_IN = re.compile(r"^[\s.,;:]*In(?::\s*|\s+)(?!(?:prep(?:aration|\.)|press|print|review|submission)\b)", re.I)
_UNPUBLISHED = re.compile(r"[\s.,;:]*(?:forthcoming|in (?:preparation|press|review|submission)|submitted|to appear|"
                          r"under review|unpublished|manuscript)\b", re.I)  # fmt: skip
_EDITORS = re.compile(r"^.{3,200}?\(?\b(?:eds?|editors?)\b\.?\)?[,:.]?\s+", re.I)
_VOLUME = re.compile(
    r"^[\s,;.]*(?:(?:vol(?:ume|\.)?\s*)?\d{1,4}\s*(?:\(\s*[\w\u2013-]+\s*\)|[:,;]|no)|(?:19|20)\d\d\s*;\s*\d)", re.I
)
_PUBLISHER = re.compile(
    r"\b(?:Press|Publish(?:er|ers|ing)|Verlag|Springer|Wiley|Elsevier|McGraw|O[\u2019']Reilly|Addison|Prentice|Pearson|"
    r"Routledge|Penguin|Norton|Academic|\d(?:st|nd|rd|th) ed(?:ition|n)?\b|ed(?:ition|n)\b)"
)
# "Adv. Invent. Process. Syst. 30, 1-9"
_AFTER_ABBREVIATIONS = re.compile(r"(?:[A-Z][a-z]*\. |(?:[A-Z]\w+|of|and|on|&) ){1,12}?(?P<end>)(?=\d{1,4}\s*[,(:])")
_VENUE_END = re.compile(
    r"(?P<end>)(?:[,;]\s*(?:vol|no|pp?|pages?|number|issue|art|series|ser|edited|ed)\b|[,;:]\s*\(?\d|\s+\d+\s*(?:[(,:;.]|$)|"
    r"\s*\((?!(?-i:\w+[A-Z]))|;|\s+pp?\.|,?\s+(?:19|20)\d\d\b|(?<=\w{6})\.\s|(?-i:(?<=[A-Z]{3}))\.\s|\.?\s*$)",
    re.I,
)


def place_of(rest: str, identifiers: Sequence[Identifier], *, has_url: bool) -> PrintedPlace:
    """Where a work with *identifiers* appeared, by the *rest* of its reference.

    >>> place_of(" In Proceedings of the 3rd Workshop on Clay, pages 1-9, 2024.", [], has_url=False)
    PrintedPlace(type='paper-conference', venue='Proceedings of the 3rd Workshop on Clay', genre='')
    >>> place_of(" PhD thesis, University of Clay, 2024.", [], has_url=False).type
    'thesis'
    """
    shown = without_marks(rest)
    if kind := type_in_words(shown):
        return PrintedPlace(kind)
    if has_url and not identifiers and _SEEN.search(shown):
        return PrintedPlace("webpage")
    if _UNPUBLISHED.match(shown):
        return PrintedPlace("manuscript")
    is_contained = _IN.match(shown) is not None
    venue, after = _venue(rest)
    if archive := archive_of(venue):
        return PrintedPlace("article", archive.name, "preprint")
    if is_contained or is_conference_name(venue):
        is_chapter = _PUBLISHER.search(shown) is not None and not is_conference_name(shown) and "Springer" not in shown
        return PrintedPlace("chapter" if is_chapter else "paper-conference", venue)
    if any(identifier.scheme is Scheme.ISBN for identifier in identifiers) or _PUBLISHER.search(shown):
        return PrintedPlace("book")
    if venue and (_VOLUME.match(after) or is_journal_name(venue)):
        return PrintedPlace("article-journal", venue)
    if any(map(archive_of_identifier, identifiers)):
        return PrintedPlace("article", "", "preprint")
    if (kind := type_of_venue(venue)) in ("article-journal", "paper-conference"):
        return PrintedPlace(kind, venue)
    if has_url and not identifiers:
        return PrintedPlace("webpage")
    return PrintedPlace("document", venue)


def _venue(rest: str) -> tuple[str, str]:
    """The venue at the beginning of *rest*, in italics or up to numbers, and what follows it."""
    rest = _EDITORS.sub("", _IN.sub("", rest)) if _IN.match(without_marks(rest)) else rest
    if italic := ITALIC.search(rest):
        venue = italic[1]
        after = f"{venue[end.start() :]}{rest[italic.end() :]}" if (end := _VENUE_END.search(venue)) else ""
        return _tidy(venue[: end.start()] if end else venue), after
    rest = re.sub(r"^[\s.,;:]*(?:(?:19|20)\d\d\s+(?=[^\W\d]))?", "", rest)
    end = _AFTER_ABBREVIATIONS.match(rest) or _VENUE_END.search(rest)
    return (_tidy(rest[: end.start("end")]), rest[end.start("end") :]) if end else (_tidy(rest), "")


def _tidy(venue: str) -> str:
    """The venue without what surrounds it; what has no letters is none."""
    venue = without_marks(venue).strip(" .,;:()")
    return venue if re.search(r"[^\W\d_]{2}", venue) else ""
