"""Faults: why no whole answer came, in words for people."""

from __future__ import annotations

__all__ = ["Fault", "Unreached"]


class Fault(Exception):
    """Raised below ``Web``, which makes it an ``Unavailable`` with the address, less what is secret in it.

    ``again`` says whether another try may succeed at once.
    """

    def __init__(self, why: str, *, again: bool = False) -> None:
        super().__init__(why)
        self.again = again


class Unreached(Fault):
    """No connection was made, and why; whoever knows what was to be reached, says so."""
