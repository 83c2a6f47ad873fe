"""The works of a list: an entry that lists a work again is united with it, and each work gets a key.

One identifier or page is not enough: under another title, it is the wrong link of another work. Nor is a title: with
another arXiv ID, it is that of another work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from moebib.errors import Finding
from moebib.formats.paper_list.entries import ListItem
from moebib.formats.paper_list.facts import make_record
from moebib.formats.paper_list.titles import is_distinctive, is_one_title
from moebib.library.config import Config
from moebib.matching.places import track_rank
from moebib.merging.merge import unite
from moebib.merging.same import contradict
from moebib.records.citekey import make_key
from moebib.records.date import Date
from moebib.records.equivalence import equivalent_dates, equivalent_name, words_of
from moebib.records.identifier import Identifier, Scheme
from moebib.records.links import find_link
from moebib.records.publication import Version
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain
from moebib.text.shorten import quote
from moebib.text.urls import without_scheme

__all__ = ["ListedWorks"]


class _KnownWork(NamedTuple):
    """A work that has been read so far; ``record.id`` is not its key yet."""

    record: Record
    file: str
    """The file of its first entry; "" if the list is one file."""
    line: int
    identifiers: frozenset[Identifier]
    pages: frozenset[str]


class ListedWorks:
    """The works that have been read so far, in order; an entry that lists one again is united with it."""

    def __init__(self, config: Config) -> None:
        self._venues = {fold(spelling): short for spelling, short in config.venues.items()}
        self._works: list[_KnownWork] = []
        self._by_link: dict[object, list[int]] = {}
        self._by_title: dict[str, list[int]] = {}
        self._findings: dict[str, list[Finding]] = {}

    def add(self, item: ListItem, tags: tuple[str, ...], file: str = "") -> None:
        """Add the work of *item*, which is in the section *tags* and in *file*."""
        record, findings = make_record(item, tags, self._venues)
        work = _work(record, item.line, file)
        linked = self._linked(work)
        at = next((at for at in linked if is_one_title(self._works[at].record, record)), None)
        others = [self._works[other] for other in linked if other != at]
        if others and (at is None or any(work.identifiers & other.identifiers for other in others)):
            work, findings = self._with_own_links(work, item, tags, findings, others)
        if at is None:
            at = self._titled(work)
        if at is None:
            at = len(self._works)
            self._works.append(work)
        else:
            findings = [*findings, self._unite(at, work)]
        self._findings.setdefault(file, []).extend(findings)
        for link in (*work.identifiers, *work.pages):
            _note(self._by_link, link, at)
        _note(self._by_title, _letters(work.record), at)

    def records(self) -> tuple[Record, ...]:
        """The works, each with a key."""
        taken: set[str] = set()
        records = []
        for work in self._works:
            key = make_key(work.record, taken)
            taken.add(key)
            records.append(work.record.evolve(id=key))
        return tuple(records)

    def findings_in(self, file: str) -> tuple[Finding, ...]:
        """The findings about the entries in *file*."""
        return tuple(replace(finding, file=file or None) for finding in self._findings.get(file, ()))

    def _linked(self, work: _KnownWork) -> list[int]:
        """The works with one of the identifiers or the page of *work*."""
        found = (at for link in (*work.identifiers, *work.pages) for at in self._by_link.get(link, ()))
        return sorted(set(found))

    def _titled(self, work: _KnownWork) -> int | None:
        """The work with the title of *work*, unless something else shows that it is another one."""
        return next(
            (at for at in self._by_title.get(_letters(work.record), ()) if _can_be(work, self._works[at])), None
        )

    def _with_own_links(
        self,
        work: _KnownWork,
        item: ListItem,
        tags: tuple[str, ...],
        findings: list[Finding],
        others: Sequence[_KnownWork],
    ) -> tuple[_KnownWork, list[Finding]]:
        """*work* without the identifiers of *others*, which have other titles; and the findings about it."""
        other = next((other for other in others if work.identifiers & other.identifiers), others[0])
        shared = [*map(str, work.identifiers & other.identifiers), *(work.pages & other.pages)]
        title = quote(plain(other.record.title), 80)
        message = f"same link as {_where(other, work)}, {title}, under another title: {min(shared)}"
        found = Finding("MB106", message, line=item.line, hint="one of the two links is probably wrong")
        foreign = frozenset(identifier for other in others for identifier in other.identifiers)
        if work.identifiers & foreign:
            record, findings = make_record(item, tags, self._venues, without=foreign)
            work = _work(record, work.line, work.file)
        return work, [*findings, found]

    def _unite(self, at: int, work: _KnownWork) -> Finding:
        first = self._works[at]
        self._works[at] = first._replace(
            record=_united(first.record, work.record),
            identifiers=first.identifiers | work.identifiers,
            pages=first.pages | work.pages,
        )
        differences = "; ".join(_differences(first.record, work.record))
        message = f"duplicate of {_where(first, work)}, merged{': ' if differences else ''}{differences}"
        return Finding("MB103", message, line=work.line)


def _where(work: _KnownWork, seen_from: _KnownWork) -> str:
    """The first entry of *work*: "line 7", or "routing.md:7" if it is in another file."""
    return f"line {work.line}" if work.file == seen_from.file else f"{work.file}:{work.line}"


def _note(index: dict[Any, list[int]], key: object, at: int) -> None:
    known = index.setdefault(key, [])
    if at not in known:
        known.append(at)


def _work(record: Record, line: int, file: str) -> _KnownWork:
    identifiers = frozenset(identifier.canonical for identifier in record.identifiers)
    page = find_link(record.url) if record.url else None
    pages = [without_scheme(page.value)] if page and page.scheme is Scheme.URL else []
    return _KnownWork(record, file, line, identifiers, frozenset(pages))


def _letters(record: Record) -> str:
    title = plain(record.title)
    return "".join(words_of(title)) or title


# --- whether two entries are about one work

_DATABASES = frozenset((Scheme.DBLP, Scheme.S2, Scheme.OPENALEX, Scheme.PMID, Scheme.PMCID, Scheme.HAL))
_LONG_TITLE = 4
"""How many words a title has that two works rarely share by chance."""
_MOST_YEARS = 3
"""How many years may be between the preprint of a work, or its paper at a conference, and the last publication."""


def _can_be(work: _KnownWork, other: _KnownWork) -> bool:
    """Whether two entries with one title can be about one work."""
    these, those = ({id_ for id_ in record.identifiers if id_.scheme not in _DATABASES} for record in (work, other))
    if not these & those and contradict(these, those):
        return False
    a, b = work.record, other.record
    if a.author and b.author and not any(equivalent_name(x, y) for x in a.author for y in b.author):
        return False
    if not is_distinctive(a) and any(x and y and x != y for x, y in ((a.venue, b.venue), (a.issued, b.issued))):
        return False
    if len(words_of(plain(a.title))) >= _LONG_TITLE:
        return True
    is_near = not (a.issued and b.issued) or abs(a.issued.year - b.issued.year) <= _MOST_YEARS
    return is_near and not (work.pages and other.pages)


# --- two records of one work


def _united(first: Record, other: Record) -> Record:
    """*first* with what *other* adds: the publication before the preprint, and the more precise of two dates."""
    top, rest = (other, first) if _rank(other) < _rank(first) else (first, other)
    united = unite(first, other)
    changes: dict[str, Any] = {name: getattr(top, name) for name in _OF_PLACE}
    if _is_cut(first) and not _is_cut(other):
        others = (name for name in united.aliases if name != plain(other.title))
        changes |= {"title": other.title, "aliases": (plain(first.title), *others)}
    if rest.is_preprint and not top.is_preprint and _rank(top) <= 3:
        if rest.issued and not any(version.is_preprint for version in united.versions):
            own = [identifier for identifier in rest.identifiers if identifier.scheme is Scheme.ARXIV]
            fields = {name: getattr(rest, name) for name in _OF_PLACE if name != "status"}
            changes["versions"] = (*united.versions, Version(**fields, identifiers=own))
    elif rest.issued and (top.issued is None or _is_more_precise(rest.issued, top.issued)):
        changes["issued"] = rest.issued
    if len(other.author) > len(first.author):
        changes["author"] = other.author
    url = first.url or (other.url if first.link is None else None)
    if other.url and other.url != url:
        kind = "pdf" if other.url.lower().endswith(".pdf") else "project"
        changes["links"] = united.links.evolve(
            **{kind: tuple(dict.fromkeys((*getattr(united.links, kind), other.url)))}
        )
    return united.evolve(**changes, url=url)


_OF_PLACE = ("type", "genre", "label", "issued", "container_title", "container_title_short", "status")


def _rank(record: Record) -> int:
    """The rank of the publication, as ``track_rank``; a venue that is not known is better than none."""
    return track_rank(record) if record.venue or record.genre else 6


def _is_more_precise(date: Date, than: Date) -> bool:
    return equivalent_dates(date, than) and len(date.parts) > len(than.parts)


def _is_cut(record: Record) -> bool:
    return plain(record.title).rstrip().endswith(("...", "\u2026"))


def _differences(first: Record, other: Record) -> Iterator[str]:
    """How the second entry differs from the first, in words."""
    pairs = (
        ("title", plain(first.title), plain(other.title)),
        ("venue", first.venue, other.venue),
        ("date", first.issued, other.issued),
        ("link", first.link, other.link),
    )
    return (f"{name} {str(a)!r} there, {str(b)!r} here" for name, a, b in pairs if a != b and b)
