"""Reads badges: images that say the venue, the repository or what a link leads to in their URL (shields.io)."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qs, unquote

__all__ = ["Badge", "read_badge"]


class Badge(NamedTuple):
    """What a badge says."""

    text: str
    """Its label and message: "ICLR 2024", "arXiv 2401.06066"."""
    start: int
    end: int
    """Where the text is in the URL."""
    repository: str
    """OWNER/NAME of the repository whose stars it shows."""


_STATIC = re.compile(
    r"shields\.io/badge/(?P<text>[^?&#\s]+)|badgen\.net/badge/(?P<badgen>[^?#\s]+)|"
    r"shields\.io/static/v1\?(?P<query>[^#\s]+)"
)
_GITHUB = re.compile(
    r"(?:shields\.io|badgen\.net)/github/(?:\w[\w-]*/)*?(?:stars|last-commit|forks|license|v/release|release)/"
    r"(?P<repository>[\w.-]+/[\w.-]+?)(?=\.svg\b|[/?#\s]|$)"
)


def read_badge(url: str) -> Badge:
    """What the badge at *url* says; an empty one for other images.

    >>> read_badge("https://img.shields.io/badge/ICLR-2024-blue").text
    'ICLR 2024'
    >>> read_badge("https://img.shields.io/github/stars/a/b.svg?style=social").repository
    'a/b'
    """
    if github := _GITHUB.search(url):
        return Badge("", *github.span("repository"), github["repository"])
    static = _STATIC.search(url)
    if not static:
        return Badge("", 0, 0, "")
    group = str(static.lastgroup)
    if group == "query":
        said = parse_qs(static["query"])
        text = " ".join(value for name in ("label", "message") for value in said.get(name, ()))
        return Badge(text, *static.span("query"), "")
    written = re.sub(r"\.(?:svg|png)$", "", static[group])
    # "LABEL-MESSAGE-COLOUR", in which "--" is a hyphen and "__" an underscore.
    marked = unquote(written).replace("--", "\0").replace("__", "\1")
    parts = re.split("[-/]", marked)
    shown = parts[:-1] if len(parts) > 1 else parts
    text = " ".join(part.replace("_", " ").replace("\0", "-").replace("\1", "_").strip() for part in shown)
    return Badge(" ".join(text.split()), *static.span(group), "")
