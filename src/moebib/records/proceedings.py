"""Proceedings on the web: where a paper appeared, by the URL of its page or by its identifier.

Only what the site itself says in its URLs: the name of the conference, the year, the number of the volume.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from moebib.records.identifier import Identifier, Scheme, find_identifier
from moebib.records.series import Series, anthology_volume, full_year, series_named

__all__ = ["Appearance", "appearance_at", "appearance_of"]


class Appearance(NamedTuple):
    """Where and when a paper appeared."""

    series: Series
    year: int | None = None
    track: str = ""
    """As in the ID or URL: "findings", "workshop", or "" for the main track and where it is not said."""

    @property
    def venue(self) -> str:
        """The short name of the venue."""
        short = self.series.short
        return {"findings": f"Findings of {short}", "workshop": f"{short} Workshops"}.get(self.track, short)


class _Site(NamedTuple):
    """A site with proceedings."""

    hosts: str
    """A regular expression for its hosts, without "www."."""
    path: str
    """One for the beginning of the path, with groups series, year, short_year and volume; any may be missing."""
    series: str = ""
    """The series, if it is not in the path."""


_SITES = (
    _Site(r"openaccess\.thecvf\.com", r"content[_/](?P<series>[a-z]{4})W?(?:_workshops)?_?(?P<year>\d{4})"),
    _Site(r"ecva\.net", r"papers/eccv_(?P<year>\d{4})/", "ECCV"),
    _Site(r"datasets-benchmarks-proceedings\.neurips\.cc", r"paper(?:_files/paper)?/(?P<year>\d{4})/", "NeurIPS"),
    _Site(r"(?:proceedings|papers)\.(?:neurips|nips)\.cc",
          r"paper(?:_files/paper)?/(?:(?P<year>\d{4})/|by-source-20(?P<short_year>\d\d)-|\d+-)", "NeurIPS"),
    _Site(r"(?:nips|neurips|icml|iclr|mlsys)\.cc|mlsys\.org",
          r"virtual/(?P<year>\d{4})/(?:poster|oral|spotlight)/", "host"),
    _Site(r"proceedings\.mlsys\.org", r"paper(?:_files/paper)?/(?P<year>\d{4})/", "MLSys"),
    _Site(r"mlsys\.org", r"Conferences/(?:doc/)?(?P<year>\d{4})/", "MLSys"),
    _Site(r"proceedings\.icml\.cc", r"(?:static/)?paper(?:_files/icml)?/(?P<year>\d{4})/", "ICML"),
    _Site(r"proceedings\.mlr\.press|jmlr\.org",
          r"(?:proceedings/papers/)?v(?P<volume>\d+)/(?:[^/]*?[a-z](?P<short_year>\d\d)[a-z]?(?:[/.]|$))?", "PMLR"),
    _Site(r"ijcai\.org", r"proceedings/(?:(?P<year>\d{4})|(?P<short_year>\d\d))(?:-\d)?/", "IJCAI"),
    _Site(r"usenix\.org", r"(?:legacy/)?(?:conference|(?:system|sites/default)/files(?:/conference)?)/"
                          r"(?P<series>[a-z]+?)(?:-?(?P<year>20\d\d)|-?(?P<short_year>\d\d))[-_/]"),
    _Site(r"(?:ojs\.)?aaai\.org", r"(?:ojs/)?index\.php/(?P<series>[a-z]+)/article/"),
    _Site(r"aaai\.org", r"ocs/index\.php/(?P<series>[a-z]+)/[a-z]+(?P<short_year>\d\d)/"),
    _Site(r"aaai\.org", r"(?P<series>[a-z]+)(?P<short_year>\d\d)papers/"),
    _Site(r"aaai\.org", r"papers/(?P<series>[a-z]+)/(?P<year>\d{4})/"),
    _Site(r"isca-speech\.org|isca-archive\.org", r"(?:archive/)?(?P<series>interspeech)_(?P<year>\d{4})/"),
    _Site(r"roboticsproceedings\.org", r"rss(?P<volume>\d\d)/", "RSS"),
    _Site(r"bmva-archive\.org\.uk|bmvc(?:\d{4})\.org", r"bmvc/(?P<year>\d{4})/", "BMVC"),
    _Site(r"kdd\.org", r"kdd(?P<year>\d{4})/", "KDD"),
    _Site(r"vldb\.org", r"pvldb/(?:vol)?(?P<volume>\d+)/", "PVLDB"),
    _Site(r"jmlr\.org", r"papers/v(?:olume)?\d+/", "JMLR"),
    _Site(r"transacl\.org|direct\.mit\.edu", r"(?:ojs/index\.php/)?tacl/", "TACL"),
)  # fmt: skip
_BY_HOST = {"nips.cc": "NeurIPS", "neurips.cc": "NeurIPS", "icml.cc": "ICML", "iclr.cc": "ICLR", "mlsys.org": "MLSys"}
# Volumes of PMLR (https://proceedings.mlr.press).
_PMLR = {
    **dict.fromkeys((28, 32, 37, 48, 70, 80, 97, 119, 139, 162, 202, 235, 267), "ICML"),
    **dict.fromkeys((54, 84, 89, 108, 130, 151, 206, 238), "AISTATS"),
    **dict.fromkeys((124, 161, 180, 216, 244), "UAI"),
    **dict.fromkeys((65, 75, 99, 125, 134, 178, 195), "COLT"),
    **dict.fromkeys((78, 87, 100, 155, 164, 205, 229), "CoRL"),
}
_FIRST_VOLUME_AFTER = {"PVLDB": 2007, "RSS": 2004}
"""The year before that of volume 1, where there is one volume each year."""
_DOIS = tuple(map(re.compile, (
    r"10\.1109/(?P<series>[a-z]+?)\d*\.(?P<year>\d{4})\.\d",
    r"10\.24963/(?P<series>ijcai)\.(?P<year>\d{4})/",
    r"10\.1609/(?P<series>aaai)\.v(?P<volume>\d+)i",
    r"10\.21437/(?P<series>interspeech)\.(?P<year>\d{4})-",
    r"10\.15607/(?P<series>rss)\.(?P<year>\d{4})\.",
    r"10\.1162/(?P<series>tacl)_a_",
)))  # fmt: skip
"""The beginnings of DOIs that contain the acronym of a conference or journal."""
_WORKSHOP = re.compile(r"content[_/]\w*?(?:W_|\dW/|workshops)", re.I)


@cache
def _compiled() -> tuple[tuple[_Site, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((site, re.compile(site.hosts), re.compile(site.path, re.I)) for site in _SITES)


@lru_cache(maxsize=20_000)
def appearance_at(url: str) -> Appearance | None:
    """Where the paper with its page or file at *url* appeared; ``None`` if the URL does not say it.

    >>> appearance_at("https://openaccess.thecvf.com/content/CVPR2022/papers/Doe_Warm_CVPR_2022_paper.pdf").venue
    'CVPR'
    >>> appearance_at("https://proceedings.mlr.press/v139/doe21a.html")[1:2], appearance_at("https://openreview.net/a")
    ((2021,), None)
    """
    match = re.match(r"https?://(?:www\.)?([^/?#:]+)(?::\d+)?/+(.*)", url, re.I)
    if not match:
        return None
    host, path = match[1].lower(), match[2]
    for site, hosts, paths in _compiled():
        if hosts.fullmatch(host) and (found := paths.match(path)):
            appearance = _appearance(_BY_HOST[host] if site.series == "host" else site.series, found.groupdict())
            return appearance and appearance._replace(track="workshop" if _WORKSHOP.match(path) else "")
    identifier = find_identifier(url)
    return appearance_of(identifier) if identifier else None


def appearance_of(identifier: Identifier) -> Appearance | None:
    """Where the paper with *identifier* appeared; ``None`` if the identifier does not say it.

    >>> from moebib.records.identifier import parse_identifier
    >>> [appearance_of(parse_identifier(text)).venue for text in ("2022.findings-acl.7", "10.1109/CVPR.2016.90")]
    ['Findings of ACL', 'CVPR']
    """
    identifier = identifier.canonical
    if identifier.scheme is Scheme.ACL:
        volume = anthology_volume(identifier.value)
        track = "findings" if volume.track == "findings" else ""
        return Appearance(volume.series, volume.year, track) if volume.series else None
    if identifier.scheme is not Scheme.DOI:
        return None
    found = next((match for pattern in _DOIS if (match := pattern.match(identifier.value))), None)
    return _appearance("", found.groupdict()) if found else None


def _appearance(name: str, parts: dict[str, str | None]) -> Appearance | None:
    """The appearance that the groups of a pattern say; ``None`` if the series is not in the table."""
    volume = int(parts.get("volume") or 0)
    name = _PMLR.get(volume, "") if name == "PMLR" else parts.get("series") or name
    series = series_named(_SPELT.get(name.lower(), name))
    if series is None:
        return None
    first = series.before_volume_1 or _FIRST_VOLUME_AFTER.get(series.short)
    if parts.get("year"):
        # That in the DOI of an article is the year in which it was accepted.
        return Appearance(series, int(parts["year"] or 0) if series.kind != "journal" else None)
    if short_year := parts.get("short_year"):
        return Appearance(series, full_year(int(short_year)))
    return Appearance(series, first + volume if first and volume else None)


_SPELT = {"usenixsecurity": "USENIX Security", "sec": "USENIX Security", "usenix": "USENIX ATC"}
"""The names of conferences in URLs that are not their names elsewhere."""
