"""What is to be added: identifiers, titles and links as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from moebib.errors import InputError, InvalidIdentifier
from moebib.records.identifier import Identifier, is_title, parse_request
from moebib.records.record import Links
from moebib.text.fold import fold
from moebib.text.shorten import quote

__all__ = ["Request", "read_lines", "read_links", "read_requests"]


class Request(NamedTuple):
    """One work that is to be added."""

    text: str
    identifier: Identifier | None
    """``None`` for a title."""


def read_lines(text: str) -> list[str]:
    r"""The identifiers and titles in *text*, one per line; ``#`` at the start or after a space begins a comment.

    >>> read_lines("# to read\n2401.06066  # MoE\n\n'Attention Is All You Need'\nhttps://a.example/x#y\n")
    ['2401.06066', 'Attention Is All You Need', 'https://a.example/x#y']
    """
    lines = (re.sub(r"(?:^|\s)#.*", "", line).strip() for line in text.splitlines())
    return [re.sub(r"""^(["'])(.*)\1$""", r"\2", line) for line in lines if line]


def read_requests(texts: Iterable[str]) -> tuple[list[Request], list[InvalidIdentifier]]:
    """The requests in *texts*, each once and in order, and an error for each text that is neither ID nor title.

    Words that are not an identifier are a title, if there are at least two of them.

    >>> requests, invalid = read_requests(["2401.06066", "arXiv:2401.06066v2", "Sparse Experts", "2413.00001"])
    >>> [str(request.identifier or request.text) for request in requests]
    ['arxiv:2401.06066', 'Sparse Experts']
    >>> [str(error) for error in invalid]
    ["an arXiv ID begins with YYMM, and 13 is not a month: '2413.00001'"]
    """
    requests: dict[object, Request] = {}
    invalid: dict[str, InvalidIdentifier] = {}
    for text in texts:
        try:
            text.encode()
        except UnicodeEncodeError:  # an argument that is not UTF-8
            invalid.setdefault(text, InvalidIdentifier(f"not UTF-8: {quote(text)}", given=text))
            continue
        try:
            identifier = parse_request(text)
            requests.setdefault(identifier.canonical, Request(text, identifier))
        except InvalidIdentifier as error:
            if is_title(text):
                requests.setdefault(fold(text.strip()), Request(text.strip(), None))
            else:
                invalid.setdefault(text, error)
    return list(requests.values()), list(invalid.values())


def read_links(texts: Iterable[str]) -> Links:
    """Links from texts like "code=https://...".

    Raises:
        InputError: If a text has another form, an unknown kind of link, or an invalid URL.
    """
    links: dict[str, tuple[str, ...]] = {}
    for text in texts:
        kind, _, url = text.partition("=")
        if kind not in Links.model_fields or not url:
            raise InputError(f"not KIND=URL, where KIND is one of {', '.join(Links.model_fields)}: {text!r}")
        links[kind] = tuple(dict.fromkeys((*links.get(kind, ()), url)))
    try:
        return Links.model_validate(links)
    except ValueError:
        wrong = ", ".join(repr(text) for text in texts)
        raise InputError(f"not an http(s) URL: {wrong}") from None
