"""Limits: how often each host may be asked, as it says itself, in whatever thread."""

from __future__ import annotations

from collections.abc import Callable, Collection
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from requests_ratelimiter import BucketFactory, InMemoryBucket, Limiter, Rate, RateItem

from moebib.web._errors import Fault

__all__ = ["HOST_LIMITS", "HostLimiter", "bucket_of"]

Limits = tuple[tuple[int, float], ...]
"""Pairs of a number of requests and the seconds they may be made in."""

HOST_LIMITS: dict[str, Limits] = {
    # One request in 3 s, jointly over its interfaces: https://info.arxiv.org/help/api/tou.html
    "arxiv.org": ((1, 3),),
    # The pools since 2025-12-01; with a contact address 10/s for single works, 3/s for lists.
    "api.crossref.org": ((5, 1),),
    "api.crossref.org with mailto": ((10, 1),),
    "api.crossref.org lists": ((3, 1),),
    # 500 requests in 5 minutes without a contact address.
    "api.datacite.org": ((3, 1), (500, 300)),
    "doi.org": ((5, 1), (1000, 300)),
    # With a key 1/s; without one, a pool that the whole world shares.
    "api.semanticscholar.org": ((1, 3),),
    "api.semanticscholar.org with key": ((1, 1),),
    # 100/s; what counts there is the price of a request.
    "api.openalex.org": ((10, 1),),
    "huggingface.co": ((5, 1), (500, 300)),
    "api.github.com": ((1, 1), (60, 3600)),
    "api.github.com with key": ((1, 1), (5000, 3600)),
}
"""The documented limits. A host that is not here, as dblp.org, OpenReview, the Anthology, is asked once a second."""

_OTHERS: Limits = ((1, 1),)
_NONE: Limits = ((1_000_000, 1),)
_KEYS = {"api.semanticscholar.org": "semantic-scholar", "api.github.com": "github"}
# Longer than this nobody waits for an hourly limit; the 5-minute ones are waited for.
_LONGEST_WAIT_S = 300.0


def bucket_of(url: str, *, has_mailto: bool, keys: Collection[str]) -> str:
    """The name that the requests which count together share, in HOST_LIMITS if it is there.

    >>> bucket_of("https://export.arxiv.org/api/query?id_list=2401.06066", has_mailto=False, keys=())
    'arxiv.org'
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host.endswith(".arxiv.org"):
        return "arxiv.org"
    if host == "api.crossref.org" and has_mailto:
        return f"{host} lists" if parts.path.rstrip("/") == "/works" else f"{host} with mailto"
    return f"{host} with key" if _KEYS.get(host) in keys else host


class HostLimiter(Limiter):
    """Waits until a host may be asked again; *sleep* is given seconds, *pace* makes all of them longer or shorter."""

    def __init__(self, *, pace: float, sleep: Callable[[float], None], now: Callable[[], float] = monotonic) -> None:
        self._buckets = _Buckets(pace, now)
        self._sleep = sleep
        super().__init__(self._buckets)

    def try_acquire(self, name: str = "", weight: int = 1, blocking: bool = True, timeout: float = -1) -> bool:
        """Wait for a turn at the bucket *name*.

        The inherited one sleeps where nothing can wake it, for an hour if need be.

        Raises:
            Fault: If the turn is too far away, or the waiting is stopped.
        """
        while not super().try_acquire(name, weight, blocking=False):
            wait_s = self._buckets.turn_in_s(name)
            if wait_s > _LONGEST_WAIT_S:
                raise Fault(
                    f"the limit of {name.split()[0]} is used up; it may be asked again in {wait_s / 60:.0f} min"
                )
            self._sleep(wait_s)
        return True


class _Buckets(BucketFactory):
    """A bucket for each host, with limits of its own. They stay small: no thread is needed that empties them."""

    def __init__(self, pace: float, now: Callable[[], float]) -> None:
        self._pace, self._now = pace, now
        self._buckets: dict[str, InMemoryBucket] = {}

    def wrap_item(self, name: str, weight: int = 1) -> RateItem:
        return RateItem(name, int(self._now() * 1000), weight)

    def get(self, item: RateItem) -> InMemoryBucket:
        return self._of(item.name)

    def turn_in_s(self, name: str) -> float:
        """The seconds until a request that was just refused may be made; more than none."""
        wait_ms: Any = self._of(name).waiting(self.wrap_item(name))
        return max(1, int(wait_ms)) / 1000

    def _of(self, name: str) -> InMemoryBucket:
        if name not in self._buckets:
            limits = HOST_LIMITS.get(name, _OTHERS) if self._pace else _NONE
            bucket = InMemoryBucket([_rate(count, seconds * self._pace) for count, seconds in limits])
            return self._buckets.setdefault(name, bucket)
        return self._buckets[name]


def _rate(count: int, seconds: float) -> Rate:
    return Rate(count, max(1, round(seconds * 1000)))
