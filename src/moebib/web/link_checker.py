"""The link checker: whether URLs lead to a page, checked with as few requests as possible, and cached."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from time import time
from urllib.parse import urlsplit

from moebib.errors import SourceError
from moebib.web._errors import Fault, HostBusy, HostUnknown, HostUnreachable
from moebib.web.response import GONE, LinkStatus, Response, check

__all__ = ["LinkCache", "LinkChecker", "by_host"]

_SUCCESS = range(200, 300)
_FRESH_S = 7 * 86_400
_SILENT_AFTER = 2
"""After this many URLs of a host in a row without a response, its other URLs are not requested."""

Fetch = Callable[[str, str], Response | Fault]
"""Method and URL to a response."""


class LinkChecker:
    """Checks URLs through *fetch* and *cache*; without *fetch* (``None``) only the cache is used."""

    def __init__(self, fetch: Fetch | None, cache: LinkCache) -> None:
        self._fetch, self._cache = fetch, cache

    def check_host(self, urls: Iterable[str]) -> Iterator[LinkStatus]:
        """The status of URLs of one host, checked one after the other."""
        failures: list[str] = []
        for url in urls:
            status = self._cache.get(url, is_offline=self._fetch is None)
            if status is None and len(failures) >= _SILENT_AFTER:
                status = LinkStatus(url, why=failures[-1])
            elif status is None:
                status = self._check(url)
                failures = [] if status.status else [*failures, status.why]
            yield status

    def _check(self, url: str) -> LinkStatus:
        if self._fetch is None:
            return LinkStatus(url, why="moebib is offline")
        response = self._fetch("HEAD", url)
        if _is_worth_a_get(response):
            response = self._fetch("GET", url)
        status = _status_of(url, response)
        if not status.why:
            self._cache.put(status)
        return status


def _is_worth_a_get(response: Response | Fault) -> bool:
    """Whether a GET request may succeed where HEAD did not: many servers do not support HEAD."""
    if isinstance(response, Fault):
        return not isinstance(response, HostUnreachable | HostBusy)
    return response.status not in _SUCCESS


def _status_of(url: str, response: Response | Fault) -> LinkStatus:
    if isinstance(response, Fault):
        return LinkStatus(url, why=str(response), host_unknown=isinstance(response, HostUnknown))
    try:
        check(response, allowed=(*_SUCCESS, *GONE))
        why = ""
    except SourceError as error:
        why = str(error)
    return LinkStatus(url, response.status, response.url, why)


def by_host(urls: Iterable[str]) -> list[Sequence[str]]:
    """The URLs of each host, without duplicates; the host with the most comes first because it takes longest."""
    groups: dict[str, dict[str, None]] = {}
    for url in urls:
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            host = ""
        groups.setdefault(host, {})[url] = None
    return sorted(map(tuple, groups.values()), key=len, reverse=True)


class LinkCache:
    """The statuses of the last week, in the database of the cached responses; without *file* nothing is cached.

    The key is the URL less what *clean* removes. A file that cannot be read or written caches nothing.
    """

    def __init__(
        self, file: Path | None, clean: Callable[[str], str], *, refresh: bool = False, now: Callable[[], float] = time
    ) -> None:
        self._file, self._clean, self._refresh, self._now = file, clean, refresh, now

    def get(self, url: str, *, is_offline: bool = False) -> LinkStatus | None:
        """The status of *url*, unless it is too old; offline, an old status is better than none."""
        if self._file is None or not self._file.exists() or (self._refresh and not is_offline):
            return None
        row = None
        with suppress(sqlite3.Error), closing(sqlite3.connect(self._file, timeout=5)) as database:
            row = database.execute("SELECT value FROM links WHERE key = ?", (self._clean(url),)).fetchone()
        try:
            facts = json.loads(row[0]) if row else None
            if facts and (is_offline or self._now() - facts["created"] < _FRESH_S):
                return LinkStatus(url, facts["status"], facts["url"], is_cached=True)
        except (ValueError, KeyError, TypeError):
            pass
        return None

    def put(self, status: LinkStatus) -> None:
        """Store *status*."""
        if self._file is None:
            return
        facts = {"url": self._clean(status.final), "status": status.status, "created": self._now()}
        with suppress(OSError, sqlite3.Error):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=5)) as database, database:
                database.execute("CREATE TABLE IF NOT EXISTS links (key TEXT PRIMARY KEY, value TEXT)")
                row = (self._clean(status.url), f"{json.dumps(facts)}\n")
                database.execute("INSERT OR REPLACE INTO links VALUES (?, ?)", row)
