"""LinkChecker: whether there is a page at an address, with as little as that takes, and what is remembered of it."""

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
from moebib.web.response import DEAD, LinkStatus, Response, check

__all__ = ["LinkCache", "LinkChecker", "by_host"]

_THERE = range(200, 300)
_FRESH_S = 7 * 86_400
_SILENT_AFTER = 2
"""After so many addresses of a host in a row without an answer, its others are not asked for."""

Ask = Callable[[str, str], Response | Fault]
"""Method and address to an answer."""


class LinkChecker:
    """Looks at addresses, through *ask* and *memory*; ``None`` for *ask* looks at none but remembers."""

    def __init__(self, ask: Ask | None, memory: LinkCache, *, wait: Callable[[float], None]) -> None:
        self._ask, self._memory, self._wait = ask, memory, wait

    def check_host(self, urls: Iterable[str]) -> Iterator[LinkStatus]:
        """Look at addresses of one host, one after the other."""
        silent: list[str] = []
        for url in urls:
            look = self._memory.of(url, is_offline=self._ask is None)
            if look is None and len(silent) >= _SILENT_AFTER:
                look = LinkStatus(url, why=silent[-1])
            elif look is None:
                look = self._look(url)
                silent = [] if look.status else [*silent, look.why]
            yield look

    def _look(self, url: str) -> LinkStatus:
        if self._ask is None:
            return LinkStatus(url, why="moebib is offline")
        answer = self._ask("HEAD", url)
        if isinstance(answer, HostUnknown):
            self._wait(1)
            answer = self._ask("HEAD", url)
        if _is_worth_a_get(answer):
            answer = self._ask("GET", url)
        look = _as_look(url, answer)
        if not look.why:
            self._memory.keep(look)
        return look


def _is_worth_a_get(answer: Response | Fault) -> bool:
    """Whether the answer may be one to HEAD only, which many a server has never heard of."""
    if isinstance(answer, Fault):
        return not isinstance(answer, HostUnreachable | HostBusy)
    return answer.status not in _THERE


def _as_look(url: str, answer: Response | Fault) -> LinkStatus:
    if isinstance(answer, Fault):
        return LinkStatus(url, why=str(answer), host_unknown=isinstance(answer, HostUnknown))
    try:
        check(answer, allowed=(*_THERE, *DEAD))
        why = ""
    except SourceError as error:
        why = str(error)
    return LinkStatus(url, answer.status, answer.url, why)


def by_host(urls: Iterable[str]) -> list[Sequence[str]]:
    """The addresses of each host together, once each; the host with the most comes first, for it takes the longest."""
    groups: dict[str, dict[str, None]] = {}
    for url in urls:
        groups.setdefault(_host(url), {})[url] = None
    return sorted(map(tuple, groups.values()), key=len, reverse=True)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


class LinkCache:
    """What addresses answered in the last week, in a table beside the answers of services; *file* ``None`` keeps none.

    What *clean* leaves of an address is its key. A file that cannot be read or written remembers nothing.
    """

    def __init__(
        self, file: Path | None, clean: Callable[[str], str], *, refresh: bool = False, now: Callable[[], float] = time
    ) -> None:
        self._file, self._clean, self._refresh, self._now = file, clean, refresh, now

    def of(self, url: str, *, is_offline: bool = False) -> LinkStatus | None:
        """How *url* answered, if that is not too old; offline, an old answer is better than none."""
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

    def keep(self, look: LinkStatus) -> None:
        """Remember *look*."""
        if self._file is None:
            return
        facts = {"url": self._clean(look.final), "status": look.status, "created": self._now()}
        with suppress(OSError, sqlite3.Error):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=5)) as database, database:
                database.execute("CREATE TABLE IF NOT EXISTS links (key TEXT PRIMARY KEY, value TEXT)")
                row = (self._clean(look.url), f"{json.dumps(facts)}\n")
                database.execute("INSERT OR REPLACE INTO links VALUES (?, ?)", row)
