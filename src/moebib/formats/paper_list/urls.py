"""The links of a list: what they mean, and whether they can be kept."""

from __future__ import annotations

import re

from moebib.errors import InvalidIdentifier
from moebib.records.identifier import Identifier, parse_identifier
from moebib.text.urls import is_http_url, starts_with_http

__all__ = ["address", "identify"]


def address(url: str) -> tuple[str | None, str]:
    """The http(s) link that *url* means, and what had to be repaired; no link where it means none.

    >>> address("huggingface.co/a/b")
    ('https://huggingface.co/a/b', 'the scheme was missing')
    >>> address("javascript:alert(1)")
    (None, '')
    """
    repaired, what = url, ""
    if not starts_with_http(url) and re.match(r"(?://)?(?:[\w-]+\.)+[a-z]{2,}/", url, re.I):
        repaired, what = f"https://{url.removeprefix('//')}", "the scheme was missing"
    if re.search(r"[\s<>\"\x00-\x1f\x7f]", repaired):
        repaired = re.sub(r"[\s<>\"\x00-\x1f\x7f]", lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), repaired)
        what = what or "a character in it ends a link"
    return (repaired, what) if is_http_url(repaired) else (None, "")


def identify(url: str) -> Identifier | None:
    """The identifier in a link; ``None`` where it has one with a wrong part."""
    try:
        return parse_identifier(url)
    except InvalidIdentifier:
        return None
