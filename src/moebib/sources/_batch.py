"""Requests for many DOIs at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from moebib.records.answer import Answer
from moebib.records.identifier import Identifier
from moebib.web.response import Response

__all__ = ["groups", "read_groups"]


def groups(identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
    """The identifiers of each request: all in one list, but those with a comma, which separates lists, on their own."""
    listable = [identifier for identifier in identifiers if "," not in identifier.value]
    if len(listable) > 1:
        yield listable
    for identifier in identifiers:
        if len(listable) < 2 or "," in identifier.value:
            yield [identifier]


def read_groups(
    responses: Sequence[Response],
    identifiers: Sequence[Identifier],
    *,
    in_list: Callable[[Response, Sequence[Identifier]], Mapping[Identifier, Answer]],
    single: Callable[[Response, Identifier], Answer],
) -> Mapping[Identifier, Answer]:
    """The answers to the requests for :func:`groups`; a list and a single work have different responses."""
    answers: dict[Identifier, Answer] = {}
    for group, response in zip(groups(identifiers), responses, strict=True):
        answers |= in_list(response, group) if len(group) > 1 else {group[0]: single(response, group[0])}
    return answers
