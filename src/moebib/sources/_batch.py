"""Requests for several DOIs at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moebib.records.identifier import Identifier

__all__ = ["groups"]


def groups(identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
    """The identifiers of each request: all in one list, but those with a comma, which separates lists, on their own."""
    listable = [identifier for identifier in identifiers if "," not in identifier.value]
    if len(listable) > 1:
        yield listable
    for identifier in identifiers:
        if len(listable) < 2 or "," in identifier.value:
            yield [identifier]
