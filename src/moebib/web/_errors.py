"""Faults: why there is no complete response, as a message for the user."""

from __future__ import annotations

import math

__all__ = ["BudgetUsedUp", "Fault", "HostBusy", "HostUnknown", "HostUnreachable"]


class Fault(Exception):
    """There is no complete response. ``Web`` raises it as ``SourceUnavailable``, with the URL less its secrets.

    ``retryable`` says whether another attempt may succeed at once.
    """

    def __init__(self, why: str, *, retryable: bool = False) -> None:
        super().__init__(why)
        self.retryable = retryable


class HostUnreachable(Fault):
    """No connection was made, and none is tried again in this run. ``maybe_offline``: its name was not resolved."""

    def __init__(self, why: str, *, retryable: bool = False, maybe_offline: bool = False) -> None:
        super().__init__(why, retryable=retryable)
        self.maybe_offline = maybe_offline


class HostUnknown(HostUnreachable):
    """DNS has no such name, also when queried a second time. Without a network, some systems say so of every name."""


class HostBusy(Fault):
    """The host returned 429, 502, 503 or 504 to every attempt."""


class BudgetUsedUp(Fault):
    """The host returned 429 or 403 because it allows no more for hours; ``resets_in_s`` says for how long."""

    def __init__(self, why: str, resets_in_s: float = math.inf) -> None:
        super().__init__(why)
        self.resets_in_s = resets_in_s
