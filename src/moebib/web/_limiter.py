"""The rate limiter: keeps to the limits of hosts, across threads, and across the processes that use one cache.

A rate that a host states in its responses is kept to as well, if it is slower than the declared one.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Self, cast
from urllib.parse import quote

from filelock import FileLock
from requests_ratelimiter import AbstractBucket, BucketFactory, InMemoryBucket, Limiter, Rate, RateItem, SQLiteBucket

from moebib.web._database import is_usable
from moebib.web._errors import Fault
from moebib.web.limits import Limit

__all__ = ["LIMITS_FILE", "HostLimiter"]

LIMITS_FILE = "limits.sqlite"
"""The file in the folder of the cache in which processes note their requests."""
_UNLIMITED = Rate(1_000_000, 1)
# An hourly limit is not worth waiting for; a limit of 5 minutes is.
_LONGEST_WAIT_S = 300.0
_LOCKED_FOR_S = 5.0
"""How long another process may lock the file; then this one goes on without it."""


class HostLimiter(Limiter):
    """Waits until a host may be queried again.

    *limit_for* gives the limit of a URL. *sleep* is given seconds; *pace* is a factor for all of them, 0 for no limits.
    Other processes count in *file*, too, for the limits in *shared*; *now* is a clock that they have in common.
    """

    def __init__(
        self,
        limit_for: Callable[[str], Limit],
        *,
        pace: float,
        sleep: Callable[[float], None],
        now: Callable[[], float],
        file: Path | None = None,
        shared: Collection[Limit] = (),
    ) -> None:
        self._limit_for, self._sleep = limit_for, sleep
        self._buckets = _Buckets(pace, now, file if pace else None, shared)
        super().__init__(self._buckets)

    def bucket_of(self, url: str) -> str:
        """The name of the bucket that requests of *url* count in."""
        limit = self._limit_for(url)
        self._buckets.add(limit)
        return limit.name

    def try_acquire(self, name: str = "", weight: int = 1, blocking: bool = True, timeout: float = -1) -> bool:
        """Wait for a turn at the bucket *name*.

        The inherited method sleeps where nothing can wake it, for an hour if need be.

        Raises:
            Fault: If the turn is too far away, or the wait was stopped.
        """
        while wait_s := self._buckets.take(name, weight):
            if wait_s > _LONGEST_WAIT_S:
                raise Fault(f"rate limit of {self._buckets.host(name)} reached; try again in {wait_s / 60:.0f} min")
            self._sleep(wait_s)
        return True

    def learn(self, name: str, headers: Mapping[str, str]) -> None:
        """Slow the bucket *name* down to the rate in the *headers* of a response, in the form of Crossref."""
        number = re.fullmatch(r"[1-9]\d{0,5}", headers.get("x-rate-limit-limit", ""))
        seconds = re.fullmatch(r"([1-9]\d{0,3})s", headers.get("x-rate-limit-interval", ""))
        if number and seconds:
            self._buckets.slow_down(name, int(number[0]), int(seconds[1]))


class _SharedBucket(SQLiteBucket):
    """A bucket in a table of the file."""

    @classmethod
    def open(cls, file: Path, rates: list[Rate], table: str) -> Self:
        """The bucket in *table*.

        Raises:
            OSError, sqlite3.Error: If the file cannot be written.
        """
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(f"{file}.lock", timeout=_LOCKED_FOR_S)
        with lock:
            if not is_usable(file):
                raise OSError(f"not a file that can be written: {file}")
            bucket: Any = cls.init_from_file(rates, table=table, db_path=str(file))
        bucket.lock = lock
        # What a crash of the machine loses would not be true any more when it is up again.
        bucket.conn.execute("PRAGMA synchronous = OFF")
        return cast("Self", bucket)

    def put(self, item: RateItem) -> bool:
        """As inherited, after deleting what is too old to count, or from before the clock was set back.

        Raises:
            OSError, sqlite3.Error: If the file cannot be used, or is locked for too long.
        """
        times = (item.timestamp - self.rates[-1].interval, item.timestamp + 1000)
        with self.lock, self.conn:
            self.conn.execute(f"DELETE FROM '{self.table}' WHERE item_timestamp NOT BETWEEN ? AND ?", times)
            return bool(super().put(item))

    def close(self) -> None:
        """Close the connection. For a thread that still waits for its turn, the file cannot be used any more."""
        self.conn.close()


class _Buckets(BucketFactory):
    """A bucket for each limit. They stay small, so no thread is needed to empty them."""

    def __init__(self, pace: float, now: Callable[[], float], file: Path | None, shared: Collection[Limit]) -> None:
        self._pace, self._now, self._file, self._shared = pace, now, file, shared
        self._limits: dict[str, Limit] = {}
        self._buckets: dict[str, AbstractBucket] = {}
        self._locks: dict[str, Lock] = {}
        self._adding = Lock()

    def add(self, limit: Limit) -> None:
        """Add a bucket for *limit*, unless it has one."""
        with self._adding:
            if limit.name not in self._buckets:
                self._limits[limit.name], self._locks[limit.name] = limit, Lock()
                self._buckets[limit.name] = self._open(limit)

    def _open(self, limit: Limit) -> AbstractBucket:
        rates = self._declared(limit)
        if self._file and limit in self._shared:
            try:
                return _SharedBucket.open(self._file, rates, quote(limit.host + limit.path))
            except (OSError, sqlite3.Error):  # from now on, this process counts its own requests only
                self._file = None
        return InMemoryBucket(rates)

    def take(self, name: str, weight: int) -> float:
        """0 if a request may be made now, which is counted then; otherwise the seconds to wait."""
        with self._locks[name]:
            try:
                return self._wait_s(name, weight)
            except (OSError, sqlite3.Error):
                bucket, self._file = self._buckets[name], None
                self._buckets[name] = InMemoryBucket(bucket.rates)
                bucket.close()
                return self._wait_s(name, weight)

    def _wait_s(self, name: str, weight: int) -> float:
        bucket, item = self._buckets[name], self.wrap_item(name, weight)
        if bucket.put(item):
            return 0
        wait_ms: Any = bucket.waiting(item)
        return max(1, int(wait_ms)) / 1000

    def slow_down(self, name: str, number: int, seconds: int) -> None:
        """Let no more than *number* requests in *seconds* through the bucket *name*, for now."""
        if self._pace:
            rates = _narrowest([*self._declared(self._limits[name]), self._rate(number, seconds)])
            with self._locks[name]:
                self._buckets[name].rates = rates

    def _declared(self, limit: Limit) -> list[Rate]:
        return [self._rate(number, seconds) for number, seconds in limit.rates] if self._pace else [_UNLIMITED]

    def _rate(self, number: int, seconds: float) -> Rate:
        return Rate(number, max(1, round(seconds * self._pace * 1000)))

    def owned_buckets(self) -> list[AbstractBucket]:
        """Those that are closed with the limiter."""
        return [*self._buckets.values()]

    def host(self, name: str) -> str:
        """The host whose requests the bucket *name* counts."""
        return self._limits[name].host.removeprefix(".")

    def wrap_item(self, name: str, weight: int = 1) -> RateItem:
        return RateItem(name, int(self._now() * 1000), weight)

    def get(self, item: RateItem) -> AbstractBucket:
        return self._buckets[item.name]


def _narrowest(rates: Sequence[Rate]) -> list[Rate]:
    """The *rates* that no other one of them makes superfluous, in the order that buckets want.

    >>> rates = _narrowest([Rate(10, 1000), Rate(1000, 300_000), Rate(5, 1000), Rate(1500, 300_000)])
    >>> [(rate.limit, rate.interval) for rate in rates]
    [(5, 1000), (1000, 300000)]
    """
    kept: list[Rate] = []
    for rate in sorted(rates, key=lambda rate: rate.interval):
        while kept and kept[-1].limit >= rate.limit:
            kept.pop()
        if not kept or rate.limit * kept[-1].interval < kept[-1].limit * rate.interval:
            kept.append(rate)
    return kept
