"""Tracks: whether a name of a venue means the main track of a conference, its findings, a workshop or another part."""

from __future__ import annotations

import re
from collections.abc import Sequence

from moebib.records.series import Series, name_of_venue, parts_of_name, series_named
from moebib.text.fold import fold

__all__ = ["host_of", "track_in", "without_track"]

_HOST = re.compile(r"@|\b(?:at|co-?located with|held with|in conjunction with)\b(?:\s+the\b)?", re.I)
_WORKSHOP = re.compile(r"\bworkshops?\b|\bwksh?ps?\b|\bsrw\b", re.I)
_SUBJECT = re.compile(r"\bworkshops?\s+(?:on|for|in)\b", re.I)
_OF_CONFERENCE = re.compile(r"workshops of\b", re.I)
_OF_WORKSHOPS = {"workshop", "workshops", "wkshp", "track"}
_FINDINGS = re.compile(r"\bfindings\b", re.I)
# Parts of a conference with a volume of their own: at the beginning or the end of a part of its name.
_TRACKS = {
    "datasets and benchmarks": r"datasets and benchmarks",
    "demo": r"(?:system )?(?:demos|demonstrations?)|demo",
    "industry": r"industry(?: track)?",
    "tutorial": r"tutorials?(?: abstracts)?",
    "extended abstracts": r"extended abstracts",
    "companion": r"companion(?: volume| proceedings| publication)?|adjunct(?: proceedings)?",
    "posters": r"posters(?: and demos)?",
    "tiny papers": r"tiny ?papers(?: track)?",
    "blog posts": r"blog ?posts?(?: track)?",
    "competition": r"competitions? track",
}
_ANY_TRACK = re.compile(rf"\b(?:track on )?(?:findings|{'|'.join(_TRACKS.values())})\b", re.I)
_TRACK = {
    track: re.compile(rf"(?:proceedings of the )?(?:{words})\b.*|.*\b(?:{words})") for track, words in _TRACKS.items()
}
# The Datasets and Benchmarks of NeurIPS have been in the volume of the conference since 2022.
_LAST_YEAR_OF_OWN_DATASETS = 2021


def host_of(name: str) -> Series | None:
    """The conference of a workshop or track: ICML of "Workshop on Experts at ICML 2024", "ICMLW"."""
    parts = [part for part in parts_of_name(name) if _is_workshop(part)]
    is_part = parts or "@" in name or without_track(name) != name
    for text in (*_HOST.split(name)[1:], *parts) if is_part else ():
        words = [word for word in name_of_venue(text).split() if word not in _OF_WORKSHOPS]
        # "Workshop on Machine Learning and Systems" is no workshop at the conference of this name.
        whole = [] if _SUBJECT.search(text) else [" ".join(words)]
        for candidate in (*whole, *words[:1], *_hosts_by_letter(text)):
            if (series := series_named(candidate)) and series.kind == "conference":
                return series
    return None


def _hosts_by_letter(text: str) -> list[str]:
    """The conference in the acronym of its workshops: "CVPR" of "CVPRW 2024", "SC23" of "SC23-W"."""
    return re.findall(r"^([A-Z]{2,}\d*)[_-]?W\b", text)


def track_in(names: Sequence[str], series: Series | None, year: int | None) -> str:
    """The track that the names of a venue of *series* mean, as in ``Place``."""
    if any(map(_FINDINGS.search, names)):
        return "findings"
    parts = [part for name in names for part in parts_of_name(name)]
    bare = [" ".join(re.sub(r"\b\d+\b|\bvolume\b", " ", fold(_HOST.split(part)[0])).split()) for part in parts]
    track = next((track for track, pattern in _TRACK.items() if any(map(pattern.fullmatch, bare))), "main")
    is_held_at_another = track == "main" and any("@" in name for name in names)
    if any(map(_is_workshop, parts)) or is_held_at_another:
        return f"workshop {_workshop_name(names, series)}".strip()
    if track == "datasets and benchmarks" and year and year > _LAST_YEAR_OF_OWN_DATASETS:
        return "main"
    # DBLP numbers the volumes of a conference: the first two have the papers of the main track.
    is_known = names and (track != "main" or not any(re.search(r"\([3-9]\)$", name) for name in names))
    return track if is_known else ""


def without_track(name: str) -> str:
    """The name without that of a track: "NeurIPS" for "NeurIPS Datasets and Benchmarks"."""
    return _ANY_TRACK.sub("", name)


def _is_workshop(part: str) -> bool:
    """Whether a part of a name says that it is a workshop, and is no name of a series that is or was called so."""
    is_called_so = bool(_WORKSHOP.search(part)) or any(map(series_named, _hosts_by_letter(part)))
    return is_called_so and not series_named(part)


def _workshop_name(names: Sequence[str], series: Series | None) -> str:
    """The words that name a workshop, without those of its conference; empty if there are none."""
    for name in names:
        without_host = _HOST.split(name)[0]
        parts = [part for part in parts_of_name(without_host) if not _OF_CONFERENCE.match(part)]
        titles = [part for part in parts if _WORKSHOP.search(part) or "@" in name]
        titles += re.findall(r"workshops?(?:\s+\d+)?\s*:\s*([^,;(]+)", without_host, re.I)
        for title in titles:
            words = [word for word in name_of_venue(title).split() if word not in _OF_WORKSHOPS]
            if series and series_named(" ".join(words)) == series:
                continue
            if named := [word for word in words if not series or series_named(word) != series]:
                return " ".join(named)
    return ""
