"""Requests for several DOIs at once, and what is responded to each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from moebib.records.answer import Answer
from moebib.records.identifier import Identifier
from moebib.web.response import Response

__all__ = ["groups", "parse_groups"]


def groups(identifiers: Sequence[Identifier]) -> Iterator[Sequence[Identifier]]:
    """The identifiers of each request: all in one list, but those with a comma, which separates lists, on their own."""
    listable = [identifier for identifier in identifiers if "," not in identifier.value]
    if len(listable) > 1:
        yield listable
    for identifier in identifiers:
        if len(listable) < 2 or "," in identifier.value:
            yield [identifier]


def parse_groups(
    responses: Sequence[Response],
    identifiers: Sequence[Identifier],
    *,
    single: Callable[[Response, Identifier], Answer],
    several: Callable[[Response, Sequence[Identifier]], Mapping[Identifier, Answer]],
) -> Mapping[Identifier, Answer]:
    """The answers in the responses to the requests for :func:`groups`, of a *single* work or of *several*."""
    answers: dict[Identifier, Answer] = {}
    for group, response in zip(groups(identifiers), responses, strict=True):
        answers |= several(response, group) if len(group) > 1 else {group[0]: single(response, group[0])}
    return answers
