"""Turns the entries of a list into records: repairs links, recognises identifiers, merges duplicates, makes keys."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from moebib.errors import Finding
from moebib.formats.paper_list.entries import ListItem, link_kind
from moebib.library.config import Config
from moebib.merging.merge import unite
from moebib.merging.same import contradict
from moebib.records.citekey import make_key
from moebib.records.fields import Links
from moebib.records.identifier import Identifier, Scheme
from moebib.records.links import find_link
from moebib.records.publication import ARXIV_PREPRINT, Status
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markdown import clean
from moebib.text.markup import plain
from moebib.text.urls import is_http_url, starts_with_http

__all__ = ["ListedWorks", "repair_url"]


class _ListedWork(NamedTuple):
    """A work that has been read so far; ``record.id`` is not its key yet."""

    record: Record
    line: int
    identities: frozenset[Identifier]


class ListedWorks:
    """The works that have been read so far, in order; an entry that lists one again is merged into it."""

    def __init__(self, config: Config) -> None:
        self._venues = {fold(spelling): short for spelling, short in config.venues.items()}
        self._works: list[_ListedWork] = []
        self._by_identifier: dict[Identifier, int] = {}
        self._by_title: dict[str, list[int]] = {}
        self.findings: list[Finding] = []

    def add(self, item: ListItem, tags: tuple[str, ...]) -> None:
        """Add the work of *item*, which is in the section *tags*."""
        record = self._record(item, tags)
        identities = _identities(record)
        at = self._find(record, identities)
        if at is None:
            at = len(self._works)
            self._works.append(_ListedWork(record, item.line, identities))
        else:
            first = self._works[at]
            merged = _merge(first.record, record)
            self._works[at] = _ListedWork(merged, first.line, first.identities | identities)
            differences = _differences(first.record, record)
            message = f"duplicate of line {first.line}, merged{': ' if differences else ''}{'; '.join(differences)}"
            self.findings.append(Finding("MB103", message, line=item.line))
        for identifier in identities:
            self._by_identifier.setdefault(identifier, at)
        same_title = self._by_title.setdefault(fold(plain(record.title)), [])
        if at not in same_title:
            same_title.append(at)

    def records(self) -> tuple[Record, ...]:
        """The works, each with a key."""
        taken: set[str] = set()
        records = []
        for work in self._works:
            key = make_key(work.record, taken)
            taken.add(key)
            records.append(work.record.evolve(id=key))
        return tuple(records)

    def _find(self, record: Record, identities: frozenset[Identifier]) -> int | None:
        """The index of the work that *record* describes: one with its identifier, else one with its title."""
        if shared := identities & self._by_identifier.keys():
            return min(self._by_identifier[identifier] for identifier in shared)
        same_title = self._by_title.get(fold(plain(record.title)), ())
        return next((at for at in same_title if not contradict(identities, self._works[at].identities)), None)

    def _record(self, item: ListItem, tags: tuple[str, ...]) -> Record:
        url = self._url(item.url, item.line) if item.url else None
        links: dict[str, list[Any]] = {name: [] for name in Links.model_fields}
        identifiers: list[Identifier] = []
        for label, written, _ in item.links:
            link = self._url(written, item.line)
            kind = link_kind(label) or "project"
            if link and kind == "paper":
                identifier = find_link(link)
                if identifier and identifier.scheme is not Scheme.URL:
                    identifiers.append(identifier)
                elif url:
                    kind = _kind_of_page(link)
                url = url or link
            if link and kind != "paper":
                links[kind].append(link)
        page, main = url, find_link(url) if url else None
        if main and main.scheme is not Scheme.URL:
            identifiers.insert(0, main)
            url = None if main.url == url else url
        record = Record(
            id="new",
            title=item.title,
            issued=item.issued,
            identifiers=tuple(dict.fromkeys(identifiers)),
            url=url,
            keyword=item.labels,
            tags=tags,
            links=Links(**{name: tuple(dict.fromkeys(urls)) for name, urls in links.items()}),
            **self._venue_fields(item.venue, main),
        )
        # The page that the list links to stays the page, even if an identifier leads to another one.
        return record if record.link == page else record.evolve(url=page)

    def _url(self, written: str, line: int) -> str | None:
        url, repair = repair_url(written)
        if repair:
            self.findings.append(Finding("MB104", f"link repaired, {repair}: {written!r}", line=line))
        if not url:
            reason = f"not an http(s) URL: {clean(written)!r}" if written else "it has no URL"
            self.findings.append(Finding("MB104", f"link not imported, {reason}", line=line))
        return url

    def _venue_fields(self, written: str, main: Identifier | None) -> dict[str, Any]:
        """The venue, and the type and status that follow from it; a list does not say the type of a published work."""
        venue = _TO_APPEAR.sub("", written)
        if venue != written:
            return self._venue_fields(venue, main) | {"status": Status(kind="accepted")}
        short = self._venues.get(fold(venue), venue)
        if fold(short) == "arxiv" or (not short and main and main.scheme is Scheme.ARXIV):
            label = f"v{main.version}" if main and main.scheme is Scheme.ARXIV and main.version else ""
            return {**ARXIV_PREPRINT, "label": label}  # the version that the list links to
        return {"type": "document", "container_title_short": short}


_TO_APPEAR = re.compile(r"(?:^|[\s,]+)\(?(?:to appear|forthcoming|in press)\)?$", re.I)


def repair_url(written: str) -> tuple[str | None, str]:
    """The http(s) URL that *written* stands for, if any, and what had to be repaired.

    >>> repair_url("huggingface.co/a/b")
    ('https://huggingface.co/a/b', 'the scheme was missing')
    >>> repair_url("javascript:alert(1)")
    (None, '')
    """
    url, repair = written, ""
    if not starts_with_http(url) and re.match(r"(?://)?(?:[\w-]+\.)+[a-z]{2,}/", url, re.I):
        url, repair = f"https://{url.removeprefix('//')}", "the scheme was missing"
    if re.search(r"[\s<>\"\x00-\x1f\x7f]", url):
        url = re.sub(r"[\s<>\"\x00-\x1f\x7f]", lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), url)
        repair = repair or "it contained a character that is not allowed in a URL"
    return (url, repair) if is_http_url(url) else (None, "")


def _identities(record: Record) -> frozenset[Identifier]:
    """The identifiers and the page of a work, by which two entries of it are recognised."""
    page = find_link(record.url) if record.url else None
    return frozenset(identifier.canonical for identifier in (*record.identifiers, *([page] if page else [])))


def _merge(first: Record, other: Record) -> Record:
    """*first* with what *other* adds; title, venue, date and page of the first one stay."""
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
            kind = _kind_of_page(other.url)
            urls = dict.fromkeys((*getattr(united.links, kind), other.url))
            changes["links"] = united.links.evolve(**{kind: tuple(urls)})
    return united.evolve(**changes)


def _kind_of_page(url: str) -> str:
    """The kind of link of another page of a work."""
    return "pdf" if url.lower().endswith(".pdf") else "project"


def _differences(first: Record, other: Record) -> list[str]:
    """How the second entry differs from the first, in words."""
    pairs = (
        ("title", plain(first.title), plain(other.title)),
        ("venue", first.venue, other.venue),
        ("date", first.issued, other.issued),
        ("link", first.link, other.link),
    )
    return [f"{name} {str(a)!r} there, {str(b)!r} here" for name, a, b in pairs if a != b and b]
