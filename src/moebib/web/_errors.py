"""Faults: why no whole answer came, in words for people."""

from __future__ import annotations

__all__ = ["Busy", "Fault", "Nameless", "Unreached"]


class Fault(Exception):
    """Raised below ``Web``, which makes it a ``SourceUnavailable`` with the address, less what is secret in it.

    ``again`` says whether another try may succeed at once.
    """

    def __init__(self, why: str, *, again: bool = False) -> None:
        super().__init__(why)
        self.again = again


class Unreached(Fault):
    """No connection was made, and why; whoever knows what was to be reached, says so."""


class Nameless(Unreached):
    """Whoever was asked said that there is no such name; without a network some say so of every name."""


class Busy(Fault):
    """The host answered that it cannot answer now, as often as it was asked."""
