"""What became of a work, as Crossref and Retraction Watch tell it.

The work has ``updated-by`` with the notices. ``update-to`` stands in a notice, which is none the worse for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from moebib.errors import InputError
from moebib.formats.csl.values import from_date
from moebib.records.date import Date
from moebib.records.identifier import Identifier
from moebib.records.record import Status
from moebib.sources._values import identifiers, text

__all__ = ["date_of", "status_of", "without_label"]

_STATUSES = {
    "retraction": "retracted", "withdrawal": "withdrawn", "removal": "withdrawn", "correction": "corrected",
    "corrigendum": "corrected", "erratum": "corrected", "partial_retraction": "corrected",
}  # fmt: skip
_SEVERITY = ("retracted", "withdrawn", "corrected")
# Publishers also say it in front of the title. Of a notice they do so in other letters ("Retracted: ...").
_LABEL = re.compile(r"(RETRACTED|WITHDRAWN)(?: (?:ARTICLE|CHAPTER|PAPER))?\s*:\s*(?=\S)")


def status_of(title: str, updates: Sequence[object], own: Sequence[Identifier]) -> Status | None:
    """The worst that is said of the work with the identifiers *own*, in its title or by notices."""
    label = _LABEL.match(title)
    told = [*_told(updates, own), *([Status(kind=label[1].lower(), source="crossref")] if label else [])]
    return min(told, key=lambda status: _SEVERITY.index(status.kind), default=None)


def without_label(title: str) -> str:
    """The title as it was before.

    >>> without_label("RETRACTED ARTICLE: On Gates"), without_label("Retracted: On Gates")
    ('On Gates', 'Retracted: On Gates')
    """
    return _LABEL.sub("", title, count=1) if _LABEL.match(title) else title


def date_of(value: object) -> Date | None:
    """A date with the parts that are given; ``[[null]]`` and ``[[]]`` are none."""
    try:
        date, _ = from_date(value)
    except InputError:
        return None
    return date if date.year else None


def _told(updates: Sequence[object], own: Sequence[Identifier]) -> Iterator[Status]:
    for update in updates:
        kind = _STATUSES.get(text(update.get("type")).lower().replace("-", "_")) if isinstance(update, dict) else None
        if not kind or not isinstance(update, dict):
            continue
        for notice in identifiers(f"doi:{text(update.get('DOI'))}"):
            # Some publishers name the work itself as the notice.
            if notice not in own:
                yield Status(kind=kind, date=date_of(update.get("updated")), source=notice.url or "crossref")
