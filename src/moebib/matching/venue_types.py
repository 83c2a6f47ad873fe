"""The type of a work by the name of its venue: from the table of series, else by the words in the name."""

from __future__ import annotations

import re
from functools import lru_cache

from moebib.matching.places import place_of
from moebib.records.fields import Type
from moebib.records.publication import Version
from moebib.records.series import series_named

__all__ = ["is_conference_name", "is_journal_name", "type_in_words", "type_of_venue"]

_KINDS: tuple[tuple[Type, str], ...] = (
    ("thesis", r"\b(?:(?:thesis|dissertation|habilitation)\b|diss\.)"),
    ("report", r"\b(?:tech(?:nical|\.)?\s+rep(?:ort|\.)|white ?paper|working paper|report no|research report)"),
    ("patent", r"\bpatent\b"),
    ("standard", r"\b(?:ISO|IEC|RFC|DIN|IEEE Std|NIST (?:SP|FIPS)|ANSI)[\s/-]*\d"),
    ("software", r"\[(?:computer )?(?:software|program)[^\]]*\]|\bR package\b|\bversion \d"),
)
_CONFERENCE = re.compile(
    r"\b(?:Proc\b\.?|Proceedings|Conference|Conf\.|Workshops?\b|Symposium|Symp\.|Congress|Meeting of)", re.I
)
_JOURNAL = re.compile(
    r"\b(?:J\.|Journal|Trans(?:actions|\.)|Letters|Lett\.|Rev(?:iew|\.)|Magazine|Annals|Bulletin)", re.I
)
# What lists write where others have a venue.
_WHOLE: tuple[tuple[Type, str], ...] = (
    ("report", r"(?:technical|tech|system|research) reports?"),
    ("post-weblog", r"(?:\w+ )?blog(?: ?posts?)?"),
    ("webpage", r"(?:project |home |web)?(?:page|site)s?"),
    ("software", r"github|software|repo(?:sitory)?|tool"),
    ("book", r"(?:text)?book"),
)

# What lists write behind a venue: how a paper was presented, and its prizes.
_DISTINCTION = re.compile(
    r"\b(?:orals?|spotlights?|poster|highlight|talk|accept(?:ed)?|(?:best|outstanding|distinguished|award)(?: \w+)? "
    r"paper|(?:featured|reproducibility) certification|honou?rable mention|notable[\w %-]*|awards?|finalist|candidate|"
    r"long|short|main|full)\b|[^\w\s&/@'*().,:-]",
    re.I,
)
_HOST = re.compile(r"([A-Z][A-Za-z]+)\b[ @/-]")


def type_in_words(text: str) -> Type | None:
    """The type of which *text*, such as the end of a reference, speaks: a thesis, a report, a patent, a standard.

    >>> type_in_words("PhD thesis, University of Clay"), type_in_words("Journal of Clay")
    ('thesis', None)
    """
    return next((kind for kind, pattern in _KINDS if re.search(pattern, text, re.I)), None)


def is_conference_name(name: str) -> bool:
    """Whether *name* has a word that only names of conferences and their proceedings have."""
    return _CONFERENCE.search(name) is not None


def is_journal_name(name: str) -> bool:
    """Whether *name* has a word that many names of journals have."""
    return _JOURNAL.search(name) is not None


@lru_cache(maxsize=5_000)  # a list has few venues
def type_of_venue(venue: str) -> Type | None:
    """The type of what appears in *venue*; ``None`` if that is not known.

    >>> [type_of_venue(venue) for venue in ("NIPS", "EMNLP (Findings)", "ICML Lock-In Workshop", "TACL", "Clay Inc.")]
    ['paper-conference', 'paper-conference', 'paper-conference', 'article-journal', None]
    """
    if kind := type_in_words(venue) or next((kind for kind, name in _WHOLE if re.fullmatch(name, venue, re.I)), None):
        return kind
    bare = " ".join(_DISTINCTION.sub(" ", venue).split())
    place = place_of(Version(type="document", container_title=bare))
    if place and (place.is_in_table or place.track.startswith("workshop")):
        return "article-journal" if place.track == "journal" else "paper-conference"
    # "NeurIPS-ENLSP" is held at NeurIPS; acronyms of two letters also mean other things.
    host = _HOST.match(bare)
    series = series_named(host[1]) if host and len(host[1]) > 2 else None
    if is_conference_name(venue) or (series and series.kind != "journal"):
        return "paper-conference"
    return "article-journal" if is_journal_name(venue) else None
