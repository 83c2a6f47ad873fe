"""The publication that a reference claims: the journal or conference in which, as it says, the work appeared.

People write it in many places: as the journal, in ``howpublished`` beside an arXiv ID, or in a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.lookup._outlets import kind_of_outlet
from moebib.matching.venue_types import type_of_venue
from moebib.records.answer import NEW
from moebib.records.archives import archive_of
from moebib.records.equivalence import equivalent_venues
from moebib.records.record import Record
from moebib.records.series import all_series_in
from moebib.text.markup import plain

__all__ = ["claimed_publication", "is_stated"]

_UNCLEAR = ("article", "document", "manuscript", "post", "post-weblog", "speech", "webpage")
_SAID = re.compile(
    r"^(?:(?:article|paper|work)\s+)?(?:(?:(?:was|is|has been)\s+)?(?:accepted|appear(?:s|ed|ing)?|forthcoming|oral|"
    r"poster|presented|printed|published|spotlight|(?:to|will) appear)(?:\s+(?:for publication|paper|talk))?"
    r"(?:\s+as an?(?:\s+[\w-]+){1,3}?)?(?:\s+(?:at|by|for|in|to)\b)?|at\b|in\b)\s*:?\s+(?:the\s+(?=[^\W\d_a-z]))?",
    re.I,
)
_SAID_AFTER = re.compile(
    r"(?<![\s,\[(])[\s,\[(]++"
    r"(?:accepted|best paper(?: award)?|camera[- ]ready|(?:conference|long|short|regular|full) paper|"
    r"(?:main|research|industry) (?:conference|track)|oral(?: presentation)?|poster|spotlight|to appear)[\s\])]*$",
    re.I,
)
_OTHERWISE = re.compile(
    r"\b(?:based on|code|extended|extends|preliminary|rejected|shorter|style|submi\w+|template|under review|version|"
    r"withdrawn)\b",
    re.I,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def claimed_publication(reference: Record) -> Record | None:
    """*reference* as the publication that it claims to be; ``None`` if it names neither a journal nor a conference.

    What is an article or a conference paper by its type claims whatever venue it names. Of a preprint, a web page or an
    entry without a type, only a known journal or conference is a claim, or one that is named as such.
    """
    venue = plain(reference.container_title) or reference.container_title_short
    is_archived = archive_of(venue) is not None
    if reference.type not in _UNCLEAR and not is_archived:
        return reference if venue else None
    claimed = next(_claims(reference), None)
    kind = type_of_venue(claimed) if claimed else None
    return kind and reference.evolve(type=kind, genre="", container_title=claimed, container_title_short="")


def is_stated(claimed: Record, stated: str) -> bool:
    """Whether *stated*, what authors say of where their preprint appeared, names the venue that is *claimed*."""
    cited = re.split(r"[\d(;]", stated)[0].strip(" ,.")  # of "J. Clay 3 (2024) 5"
    venues = [*_claims(Record(id=NEW, type="article", title="", note=stated))]
    return any(
        equivalent_venues(name, venue)
        for name in filter(None, (claimed.container_title_short, plain(claimed.container_title)))
        for venue in filter(None, (*venues, "" if _OTHERWISE.search(cited) else cited))
    )


def _claims(reference: Record) -> Iterator[str]:
    named = (reference.container_title_short, reference.container_title, reference.event_title)
    for text in map(plain, named):
        if _is_venue(bare := _bare(text)) and not _OTHERWISE.match(text):
            yield bare
    for note in (plain(reference.note), str(reference.extra.get("pubstate", ""))):
        for sentence in re.split(r";|\.(?:\s|$)|\n|,(?=\s*(?:accepted|published|presented|to appear)\b)", note):
            if not _OTHERWISE.search(sentence):
                bare = _bare(sentence)
                is_said = bare != sentence.strip() or _YEAR.search(bare)
                # After "12 pages" or an arXiv ID, there may be the name of a series.
                parts = (bare, *(part for part in sentence.split(",") if _YEAR.search(part) and all_series_in(part)))
                yield from (part.strip() for part in parts if is_said and _is_venue(part))


def _is_venue(text: str) -> bool:
    """Whether *text* names a known journal or conference, or is named as one."""
    is_of_papers = type_of_venue(text) in ("article-journal", "paper-conference") and kind_of_outlet(text) is None
    return is_of_papers and archive_of(text) is None


def _bare(text: str) -> str:
    """*text* without "accepted at" before the venue, and "(oral)" after it."""
    return _SAID_AFTER.sub("", _SAID.sub("", text.strip(" .,()[]"))).strip(" .,()[]")
