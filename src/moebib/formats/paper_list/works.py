"""Entries to records: identifiers and links told apart, repeats united, keys given."""

from __future__ import annotations

from typing import Any, NamedTuple

from moebib.errors import Finding
from moebib.formats.paper_list.entries import Entry, meaning
from moebib.formats.paper_list.urls import address, identify
from moebib.library.config import Config
from moebib.merging.merge import contradict, unite
from moebib.records.citekey import make_key
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import ARXIV_PREPRINT, Links, Record
from moebib.text.fold import fold
from moebib.text.markdown import clean

__all__ = ["Works"]


class _Work(NamedTuple):
    """A work as far as it is read; ``record.id`` is not yet its key."""

    record: Record
    line: int
    identities: frozenset[Identifier]


class Works:
    """The works read so far, in order; an entry that repeats one is united with it."""

    def __init__(self, config: Config) -> None:
        self._venues = {fold(spelling): short for spelling, short in config.venues.items()}
        self._works: list[_Work] = []
        self._by_identifier: dict[Identifier, int] = {}
        self._by_title: dict[str, list[int]] = {}
        self.findings: list[Finding] = []

    def add(self, entry: Entry, tags: tuple[str, ...]) -> None:
        """Take *entry*, which stands in the section *tags*."""
        record = self._record(entry, tags)
        own = _identities(record)
        at = self._same(record, own)
        if at is None:
            at = len(self._works)
            self._works.append(_Work(record, entry.line, own))
        else:
            first = self._works[at]
            self._works[at] = _Work(_united(first.record, record), first.line, first.identities | own)
            differing = _differences(first.record, record)
            message = f"repeat of line {first.line} merged{': ' if differing else ''}{'; '.join(differing)}"
            self.findings.append(Finding("MB103", message, line=entry.line))
        for found in own:
            self._by_identifier.setdefault(found, at)
        known = self._by_title.setdefault(fold(record.title), [])
        if at not in known:
            known.append(at)

    def records(self) -> tuple[Record, ...]:
        """The works with their keys."""
        taken: set[str] = set()
        records = []
        for work in self._works:
            key = make_key(work.record, taken)
            taken.add(key)
            records.append(work.record.evolve(id=key))
        return tuple(records)

    def _same(self, record: Record, own: frozenset[Identifier]) -> int | None:
        """Where the work stands that *record* repeats: one with its identifier, else one with its title."""
        if known := own & self._by_identifier.keys():
            return min(self._by_identifier[found] for found in known)
        named = self._by_title.get(fold(record.title), ())
        return next((at for at in named if not contradict(own, self._works[at].identities)), None)

    def _record(self, entry: Entry, tags: tuple[str, ...]) -> Record:
        url = self._address(entry.url, entry.line) if entry.url else None
        fields: dict[str, list[Any]] = {name: [] for name in Links.model_fields}
        identifiers: list[Identifier] = []
        for label, written in entry.links:
            link = self._address(written, entry.line)
            kind = meaning(label) or "project"
            if link and kind == "paper":
                found = identify(link)
                if found and found.scheme is not Scheme.URL:
                    identifiers.append(found)
                elif url:
                    kind = "pdf" if link.lower().endswith(".pdf") else "project"
                url = url or link
            if link and kind != "paper":
                fields[kind].append(link)
        main, page = (identify(url) if url else None), url
        if main and main.scheme is not Scheme.URL:
            identifiers.insert(0, main)
            url = None if main.url == url else url
        record = Record(
            id="new",
            title=entry.title,
            issued=entry.issued,
            identifiers=tuple(dict.fromkeys(identifiers)),
            url=url,
            keyword=entry.labels,
            tags=tags,
            links=Links(**{name: tuple(dict.fromkeys(links)) for name, links in fields.items()}),
            **self._published(entry.venue, main),
        )
        # The page that the list chose stays the page, also where an identifier leads to another.
        return record if record.link == page else record.evolve(url=page)

    def _address(self, written: str, line: int) -> str | None:
        link, what = address(written)
        if what:
            self.findings.append(Finding("MB104", f"link repaired, {what}: {written!r}", line=line))
        if not link:
            why = f"only http(s) links are taken: {clean(written)!r}" if written else "it has no address"
            self.findings.append(Finding("MB104", f"link not kept, {why}", line=line))
        return link

    def _published(self, venue: str, main: Identifier | None) -> dict[str, str]:
        """The venue, and what follows from it: the list says of nothing but an arXiv paper what it is."""
        short = self._venues.get(fold(venue), venue)
        if fold(short) == "arxiv" or (not short and main and main.scheme is Scheme.ARXIV):
            return ARXIV_PREPRINT
        return {"type": "document", "container_title_short": short}


def _identities(record: Record) -> frozenset[Identifier]:
    """What two lines of one work have in common: its identifiers and its page."""
    page = identify(record.url) if record.url else None
    return frozenset(found.canonical for found in (*record.identifiers, *([page] if page else [])))


def _united(first: Record, other: Record) -> Record:
    """*first* with what *other* adds; the first title, venue, date and page stand."""
    united = unite(first, other)
    changes: dict[str, Any] = {"issued": first.issued or other.issued}
    if not first.venue and other.venue:
        changes |= {
            name: getattr(other, name) for name in ("type", "genre", "container_title", "container_title_short")
        }
    if other.url and other.url != first.url:
        if first.link is None:
            changes["url"] = other.url
        elif not _identities(first) & _identities(other):
            kind = "pdf" if other.url.lower().endswith(".pdf") else "project"
            urls = dict.fromkeys((*getattr(united.links, kind), other.url))
            changes["links"] = united.links.evolve(**{kind: tuple(urls)})
    return united.evolve(**changes)


def _differences(first: Record, other: Record) -> list[str]:
    """What the two lines say differently, in words."""
    pairs = (
        ("title", first.title, other.title),
        ("venue", first.venue, other.venue),
        ("date", first.issued, other.issued),
        ("link", first.link, other.link),
    )
    return [f"{name} {str(a)!r} there, {str(b)!r} here" for name, a, b in pairs if a != b and b]
