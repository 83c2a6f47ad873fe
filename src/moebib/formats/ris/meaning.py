"""What the values of a record mean together: the same tag is another field in works of another type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from moebib.formats.ris.fields import NUMBERED
from moebib.records.date import Date
from moebib.records.written_date import read_written_date

__all__ = ["meant"]

_WHOLE = frozenset({"book", "classic", "collection", "report", "thesis", "periodical"})
"""Types that are published on their own, so that ``T2`` names a series."""


def meant(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of *values* that mean another one, as the fields that they mean."""
    return _container(values) | _by_type(values)


def _container(values: Mapping[str, Any]) -> dict[str, str]:
    container, short = (values.get(name, "") for name in ("container_title", "container_title_short"))
    if values["type"] == "paper-conference" and values.get("event_title"):
        return {"container_title": values["event_title"], "event_title": container}
    if values["type"] in _WHOLE and container and not values.get("collection_title"):
        return {"collection_title": container, "container_title": ""}
    if _abbreviates(container, short):  # EndNote has the journals of PubMed the other way round
        return {"container_title": short, "container_title_short": container}
    return {}


def _abbreviates(short: str, full: str) -> bool:
    """Whether *short* is made of the beginnings of words of *full*, which is longer.

    >>> [_abbreviates(text, "Journal of Ponds") for text in ("J Ponds", "Journal", "Lake J")]
    [True, False, False]
    """
    words, parts = iter(full.casefold().split()), short.casefold().split()
    return (
        len(parts) > 1
        and len(short) < len(full)
        and all(any(word.startswith(part.rstrip(".")) for word in words) for part in parts)
    )


def _by_type(values: Mapping[str, Any]) -> dict[str, Any]:
    """The number of a report in ``IS``; of EndNote, the degree of a thesis in ``VL``, and the day of access in both."""
    type_, volume, issue = (values.get(name, "") for name in ("type", "volume", "issue"))
    if type_ in NUMBERED and issue and not values.get("number"):
        return {"number": issue, "issue": ""}
    if type_ == "thesis" and re.fullmatch(r"[^\W\d_]\D*", volume):
        genre = values.get("genre", "")
        return {"genre": genre or volume, "volume": ""} if volume.casefold() in genre.casefold() or not genre else {}
    if type_ == "webpage" and not values.get("accessed") and re.fullmatch(r"\d{4}", volume, re.A) and issue:
        accessed = read_written_date(issue, Date(int(volume)))
        return {"accessed": accessed, "volume": "", "issue": ""} if accessed else {}
    return {}
