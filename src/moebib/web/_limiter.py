"""The rate limiter: keeps to the limits of hosts, across threads."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from requests_ratelimiter import BucketFactory, InMemoryBucket, Limiter, Rate, RateItem

from moebib.web._errors import Fault
from moebib.web.limits import Limit

__all__ = ["HostLimiter"]

_UNLIMITED = ((1_000_000, 1.0),)
# An hourly limit is not worth waiting for; a limit of 5 minutes is.
_LONGEST_WAIT_S = 300.0


class HostLimiter(Limiter):
    """Waits until a host may be queried again.

    *limit_for* gives the limit of a URL. *sleep* is given seconds; *pace* is a factor for all of them.
    """

    def __init__(
        self,
        limit_for: Callable[[str], Limit],
        *,
        pace: float,
        sleep: Callable[[float], None],
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._limit_for, self._sleep = limit_for, sleep
        self._buckets = _Buckets(pace, now)
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
        while not super().try_acquire(name, weight, blocking=False):
            wait_s = self._buckets.turn_in_s(name)
            if wait_s > _LONGEST_WAIT_S:
                raise Fault(f"rate limit of {self._buckets.host(name)} reached; try again in {wait_s / 60:.0f} min")
            self._sleep(wait_s)
        return True


class _Buckets(BucketFactory):
    """A bucket for each limit. They stay small, so no thread is needed to empty them."""

    def __init__(self, pace: float, now: Callable[[], float]) -> None:
        self._pace, self._now = pace, now
        self._limits: dict[str, Limit] = {}
        self._buckets: dict[str, InMemoryBucket] = {}

    def add(self, limit: Limit) -> None:
        """Add a bucket for *limit*, unless it has one."""
        if limit.name not in self._buckets:
            rates = limit.rates if self._pace else _UNLIMITED
            bucket = InMemoryBucket(
                [Rate(count, max(1, round(seconds * self._pace * 1000))) for count, seconds in rates]
            )
            self._limits[limit.name] = limit
            self._buckets.setdefault(limit.name, bucket)

    def host(self, name: str) -> str:
        """The host whose requests the bucket *name* counts."""
        return self._limits[name].host.removeprefix(".")

    def wrap_item(self, name: str, weight: int = 1) -> RateItem:
        return RateItem(name, int(self._now() * 1000), weight)

    def get(self, item: RateItem) -> InMemoryBucket:
        return self._buckets[item.name]

    def turn_in_s(self, name: str) -> float:
        """The seconds until a request that was just refused may be made; always above 0."""
        wait_ms: Any = self._buckets[name].waiting(self.wrap_item(name))
        return max(1, int(wait_ms)) / 1000
