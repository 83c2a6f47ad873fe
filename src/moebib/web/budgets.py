"""Budgets: how many requests a service still allows until a certain time, as its responses state.

Rates pass within seconds or minutes, and are waited for (``limits``). A budget is for hours or a day: once it is used
up, nothing helps but an API key, or the same command later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from threading import Lock
from typing import NamedTuple

from moebib.web.limits import Limit

__all__ = ["Budgets", "RequestBudget", "key_hint", "time_until"]

_LOW = 10
"""A budget is low when less than one part in so many is left."""
_EPOCH = 10**9
"""X-RateLimit-Reset is in seconds from now, or if it is larger, in seconds since 1970."""


class RequestBudget(NamedTuple):
    """What a service allows, and what is left of it."""

    host: str
    unit: str
    """What is counted: "credits"."""
    limit: int
    left: int
    resets_in_s: int | None = None
    """When there is a new budget; ``None`` if the service does not say so."""
    key: str = ""
    """The source for which an API key would raise the limit; empty if there is one already."""

    @property
    def is_low(self) -> bool:
        """Whether it will be used up soon."""
        return self.left * _LOW < self.limit

    def __str__(self) -> str:
        """What is left, and what to do.

        >>> print(RequestBudget("api.example.org", "credits", 1000, 60, 25_200, "example"))
        api.example.org: 60 of 1000 credits left; more in 7 h
        hint: an API key allows more (MOEBIB_EXAMPLE_KEY); or run the same command again later
        """
        left = f"{self.host}: {self.left} of {self.limit} {self.unit} left"
        resets = f"; {time_until(self)}" if self.resets_in_s else ""
        key = f"{key_hint(self.key)}; or " if self.key else "if a service does not respond, "
        return f"{left}{resets}\nhint: {key}run the same command again later"


def time_until(budget: RequestBudget) -> str:
    """When there is a new *budget*: "more in 7 h"."""
    seconds = budget.resets_in_s or 0
    return f"more in {seconds / 3600:.0f} h" if seconds > 5400 else f"more in {max(1, round(seconds / 60))} min"


def key_hint(source: str) -> str:
    """What an API key for *source* does, and where to set it."""
    return f"an API key allows more (MOEBIB_{source.upper().replace('-', '_')}_KEY)"


class Budgets:
    """The budgets of the services, by the responses that were received; *on_low* is called once for each of them."""

    def __init__(self, on_low: Callable[[RequestBudget], None] | None, now: Callable[[], float]) -> None:
        self._on_low, self._now = on_low, now
        self._lock = Lock()
        self._low: set[str] = set()

    def note(self, limit: Limit, headers: Mapping[str, str], key: str = "") -> RequestBudget | None:
        """The budget in the *headers* of a response, if requests that count for *limit* have one.

        The names are those of OpenAlex and GitHub: X-RateLimit-Limit, X-RateLimit-Remaining and X-RateLimit-Reset.
        """
        numbers = [_number(headers.get(f"X-RateLimit-{name}", "")) for name in ("Limit", "Remaining", "Reset")]
        most, left, resets = numbers
        if not limit.budget or most is None or left is None:
            return None
        in_s = resets if resets is None or resets < _EPOCH else max(0, resets - int(self._now()))
        budget = RequestBudget(limit.host, limit.budget, most, left, in_s, key)
        with self._lock:
            is_first = budget.is_low and limit.host not in self._low
            self._low |= {limit.host} if is_first else set()
        if is_first and self._on_low:
            self._on_low(budget)
        return budget


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,12}", text, re.ASCII) else None
