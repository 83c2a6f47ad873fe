"""The three ways a README shows a section's works; importers.paper_list reads each of them back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from moebib.errors import InvalidIdentifier
from moebib.records.date import Date
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markdown import clean, escape, link, table, without_braces

__all__ = ["STYLES", "Shown", "Style", "shown"]

_LABELS = {
    "code": "Code", "weights": "Weights", "data": "Data", "project": "Project", "pdf": "PDF", "slides": "Slides",
    "video": "Video",
}  # fmt: skip
_MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip


class Shown(NamedTuple):
    """What a README tells of a work: plain text that every style escapes for its place."""

    title: str
    page: str | None
    venue: str
    issued: Date | None
    links: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]


def shown(record: Record) -> Shown:
    """*record* as it is shown."""
    arxiv = [found for found in record.all_identifiers if found.scheme is Scheme.ARXIV]
    page = record.link or next((found.url for found in arxiv), None)
    leads_to = _identify(page)
    venue = clean(record.venue)
    if fold(venue) == "arxiv" or (not venue and leads_to and leads_to.scheme is Scheme.ARXIV):
        venue = "arXiv"
    links = [("arXiv", found.url) for found in arxiv if found.url and found != leads_to]
    links += [(label, url) for kind, label in _LABELS.items() for url in getattr(record.links, kind)]
    labels = dict.fromkeys(filter(None, map(clean, record.keyword)))
    title = clean(without_braces(record.title)) or record.id
    return Shown(title, page, venue, record.issued, tuple(links), tuple(labels))


def _identify(page: str | None) -> Identifier | None:
    try:
        return parse_identifier(page) if page else None
    except InvalidIdentifier:
        return None


class Style(NamedTuple):
    """How a section is written: its works, newest first, and those that stand in an earlier section already."""

    section: Callable[[Sequence[Shown], Callable[[Shown], str | None]], str]
    precision: int
    """How many parts of a date it shows: the order goes by no more, so that it can be seen."""
    depth: int
    """How many levels of headings the table of contents has."""


def _seed(works: Sequence[Shown], seen: Callable[[Shown], str | None]) -> str:
    return "\n\n".join(map(_seed_line, works))


def _seed_line(work: Shown) -> str:
    """``[Venue'YY.M] [Title](url) [[Code](url)] [Label, Label]``."""
    title = link(work.title, work.page) if work.page else f"[{escape(work.title)}]"
    labels = ", ".join(escape(label, also=",") for label in work.labels)
    where = f"{_venue(work)}{_short_date(work.issued)}"
    # Without a link the title is the second bracket, so the first one must be there.
    first = f"[{where}]" if where or (labels and not work.page) else ""
    links = (f"[{link(label, url)}]" for label, url in work.links)
    return " ".join(filter(None, (first, title, *links, f"[{labels}]" if labels else "")))


def _venue(work: Shown) -> str:
    if work.issued:
        return escape(work.venue)
    # "ICML 2022" without a date: the digits are written so that they are not read as one.
    return re.sub(r"(?<!\d)\d(?=\d)", lambda match: f"&#{ord(match[0])};", escape(work.venue))


def _short_date(issued: Date | None) -> str:
    if not issued:
        return ""
    year = f"{issued.year % 100:02}" if 2000 <= issued.year <= 2099 else f"{issued.year:04}"
    return f"'{year}.{issued.month}" if issued.month else f"'{year}"


def _awesome(works: Sequence[Shown], seen: Callable[[Shown], str | None]) -> str:
    return "\n".join(_bullet(work, seen(work)) for work in works)


def _bullet(work: Shown, seen: str | None) -> str:
    """``- [Title](url) - In Venue, Month Year. [Code](url). *Label*.``.

    A list may link a page once, so a work that has been *seen* in another section is named there without a link.
    """
    bare = re.sub(r"(?<= )-(?= |$)", r"\\-", escape(work.title))
    if seen is not None:
        return f'- {bare} - See "{_sentence(seen)}".'
    places = [_sentence_of_date(work)]
    places.append(", ".join(link(label, url) for label, url in work.links))
    places.append(", ".join(f"*{escape(label)}*" for label in work.labels))
    told = " ".join(f"{place}." for place in places if place)
    if work.page:
        return f"- {link(work.title, work.page)}" + (f" - {told}" if told else "")
    return f"- {bare} - {told or 'No link.'}"


def _sentence_of_date(work: Shown) -> str:
    month = f"{_MONTHS[work.issued.month - 1]} " if work.issued and work.issued.month else ""
    when = f"{month}{work.issued.year:04}" if work.issued else ""
    return f"In {_sentence(work.venue)}, {when or 'undated'}" if work.venue else when


def _sentence(text: str) -> str:
    """*text* with no full stop that could end the sentence."""
    return re.sub(r"\.(?= )", r"\\.", escape(text, also='"'))


def _table(works: Sequence[Shown], seen: Callable[[Shown], str | None]) -> str:
    return table(("Date", "Venue", "Title", "Links", "Keywords"), map(_row, works))


def _row(work: Shown) -> tuple[str, ...]:
    return (
        str(work.issued or ""),
        escape(work.venue),
        link(work.title, work.page),
        " ".join(link(label, url) for label, url in work.links),
        ", ".join(escape(label, also=",") for label in work.labels),
    )


STYLES = {"seed": Style(_seed, 2, 6), "awesome": Style(_awesome, 2, 2), "table": Style(_table, 3, 6)}
"""By the names that moebib.toml and ``--style`` have for them."""
