"""Faults: why no whole answer came, in words for people."""

from __future__ import annotations

__all__ = ["Fault", "HostBusy", "HostUnknown", "HostUnreachable"]


class Fault(Exception):
    """Raised below ``Web``, which makes it a ``SourceUnavailable`` with the address, less what is secret in it.

    ``retryable`` says whether another try may succeed at once.
    """

    def __init__(self, why: str, *, retryable: bool = False) -> None:
        super().__init__(why)
        self.retryable = retryable


class HostUnreachable(Fault):
    """No connection was made, and why; whoever knows what was to be reached, says so."""


class HostUnknown(HostUnreachable):
    """Whoever was asked said that there is no such name; without a network some say so of every name."""


class HostBusy(Fault):
    """The host answered that it cannot answer now, as often as it was asked."""
