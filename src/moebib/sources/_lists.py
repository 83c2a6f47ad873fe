"""Requests for many DOIs at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moebib.identifier import Identifier

__all__ = ["groups"]


def groups(identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
    """What one request can ask for: all in a list, but each with a comma, which divides lists, by itself."""
    listable = [one for one in identifiers if "," not in one.value]
    if len(listable) > 1:
        yield listable
    yield from ([one] for one in identifiers if len(listable) < 2 or "," in one.value)
