"""The names of conferences at DBLP: of the proceedings in full, with place and days, and in short in the hits."""

from __future__ import annotations

import re

__all__ = ["names_of_proceedings", "short_name"]

# "Third Conference on Invented Things, CIT 2024, Some Town, Some Country, May 7-11, 2024"
_SHORT_NAME = re.compile(r",\s(?P<short>[A-Z][^ ,]+)\s(?:19|20)\d\d(?=,|$)")
# "CIT '24: The 3rd Conference on Invented Things, Some Town, SC, Some Country, May 7-11, 2024"
_HEADED = re.compile(
    r"(?P<short>[A-Z][^ ,]+) '\d\d: (?P<title>.+?)"
    r"(?:, [^,]+(?:, [A-Z]{2})?, [^,\d]+(?:, [^,]*\d[^,]*)+(?P<rest>(?:, [^,\d]+)*))?"
)
# "Findings of the Association for Things: CIT 2024, Some Town, Some Country, May 7-11, 2024"
_FINDINGS = re.compile(r"(?P<title>Findings of [^:]+: (?P<short>[^ ,/]+) (?:19|20)\d\d)(?:, .*)?", re.S)
# What may follow the days: "Workshop Track Proceedings", "Extended Abstracts", but "Part II" and "Conference Track".
_TRACK = re.compile(
    r"(?!conference track).*\b(?:abstracts|adjunct|companion|demos|demonstrations|doctoral|posters|track|tutorials|"
    r"workshops?)\b.*",
    re.I,
)
_OF_ALL_TRACKS = re.compile(r"\d+|(?:conference )?(?:oral|posters?|spotlight)", re.I)


def names_of_proceedings(proceedings: str, key: str) -> tuple[str, str] | None:
    """The title of *proceedings* without place and days, and the short name of the conference, if it has one.

    The short name is an acronym, or a word that the key contains, too.

    >>> names_of_proceedings("3rd Conference on Things, CIT 2024, A Town, A Country, May 7-11, 2024", "conf/cit/B24")
    ('3rd Conference on Things', 'CIT')
    """
    if parts := _HEADED.fullmatch(proceedings):
        return _with_track(parts["title"], parts["short"], parts["rest"] or "")
    if parts := _FINDINGS.fullmatch(proceedings):
        return parts["title"], f"Findings of {parts['short']}"
    for match in _SHORT_NAME.finditer(proceedings):
        if re.search(r"[A-Z].*[A-Z]", match["short"]) or match["short"].lower() in key.split("/"):
            return _with_track(proceedings[: match.start()], match["short"], proceedings[match.end() :])
    return None


def _with_track(title: str, short: str, rest: str) -> tuple[str, str]:
    """The names of proceedings with the track that is named in the *rest*, behind the place and the days."""
    tracks = [part for part in rest.split(", ") if _TRACK.fullmatch(part)]
    in_workshop = any("workshop" in track.lower() for track in tracks)
    return ", ".join((title, *tracks)), f"{short} Workshop" if in_workshop else short


def short_name(venue: str) -> str:
    """The short name of a conference in a hit, without the number of the volume or the form of the talk.

    >>> [short_name(name) for name in ("CIT (2)", "CIT (Poster)", "CIT (Findings)", "CIT (Workshop)", "CIT Workshops")]
    ['CIT', 'CIT', 'Findings of CIT', 'CIT Workshop', 'CIT Workshops']
    """
    parts = re.fullmatch(r"(?P<name>.+?) \((?P<what>[^()]+)\)", venue)
    if not parts:
        return venue
    name, what = parts.groups()
    if what == "Findings":
        return f"Findings of {name}"
    return f"{name} Workshop" if what.startswith("Workshop") else name if _OF_ALL_TRACKS.fullmatch(what) else venue
