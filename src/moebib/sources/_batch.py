"""Requests for many DOIs at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from moebib.records.answer import Answer
from moebib.records.identifier import Identifier
from moebib.web.response import Response

__all__ = ["groups", "read_groups"]


def groups(identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
    """What one request can ask for: all in a list, but each with a comma, which divides lists, by itself."""
    listable = [one for one in identifiers if "," not in one.value]
    if len(listable) > 1:
        yield listable
    yield from ([one] for one in identifiers if len(listable) < 2 or "," in one.value)


def read_groups(
    responses: Sequence[Response],
    identifiers: Sequence[Identifier],
    *,
    in_list: Callable[[Response, Sequence[Identifier]], Mapping[Identifier, Answer]],
    single: Callable[[Response, Identifier], Answer],
) -> Mapping[Identifier, Answer]:
    """The answers to the requests for :func:`groups`: a list is read in another way than a single work."""
    answers: dict[Identifier, Answer] = {}
    for group, response in zip(groups(identifiers), responses, strict=True):
        answers |= in_list(response, group) if len(group) > 1 else {group[0]: single(response, group[0])}
    return answers
