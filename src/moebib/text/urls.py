"""Recognises http(s) URLs; every check whether a text is one is here."""

from __future__ import annotations

import re

__all__ = ["HARMLESS_LINK", "HOST", "HTTP_URL", "is_http_url", "starts_with_http", "with_scheme", "without_scheme"]

HARMLESS_LINK = r"(?:https?|ftps?|gopher|ctan)://|(?:mailto|doi|hdl|urn|info|arxiv):|[\w-]+(?:\.[\w-]+)+:[0-9]+(?:/|\b)"
"""The beginning of a link that runs nothing: a page, a name of a registry, or a host with its port."""
HTTP_URL = r"https?://[^\s/<>\"\x00-\x1f\x7f][^\s<>\"\x00-\x1f\x7f]*"
"""An http or https URL with a host, up to the character that ends a link."""


HOST = r"(?:www\.|(?=[\w.-]+/))(?:[\w-]+\.)+[A-Za-z]{2,}(?:[/?][^\s<>\"\x00-\x1f\x7f]*)?"
"""A URL without its scheme: a host that begins with "www." or has a path."""


def with_scheme(text: str) -> str:
    """*text* with "http://" in front, if it is a URL without a scheme, or with its scheme in lower case; any other text
    as it is.

    >>> with_scheme("www.example.org"), with_scheme("example.org/a"), with_scheme("10.5555/1"), with_scheme("a.b")
    ('http://www.example.org', 'http://example.org/a', '10.5555/1', 'a.b')
    >>> with_scheme("HTTP://example.org")
    'http://example.org'
    """
    if text.startswith(("http://", "https://")):
        return text
    if re.fullmatch(HOST, text, re.I | re.A):
        return f"http://{text}"
    return re.sub(r"^https?(?=://)", lambda scheme: scheme[0].lower(), text, flags=re.I)


def is_http_url(text: str) -> bool:
    """Whether *text* is one complete http or https URL with a host, in which no character would end a link.

    >>> is_http_url("https://example.org/a"), is_http_url("example.org/a"), is_http_url("https://example.org/a b")
    (True, False, False)
    """
    return bool(re.fullmatch(HTTP_URL, text))


def starts_with_http(text: str) -> bool:
    """Whether *text* begins as an http or https URL does: the scheme, in any case, and a host.

    >>> starts_with_http("HTTPS://example.org and more"), starts_with_http("https:///a")
    (True, False)
    """
    return bool(re.match(r"https?://[^\s/]", text, re.I))


def without_scheme(url: str) -> str:
    """*url* without what often differs in links to one page: the scheme, "www." or "dx.", and slashes at the end.

    >>> without_scheme("http://dx.doi.org/10.5555/1"), without_scheme("https://www.example.org/a/")
    ('doi.org/10.5555/1', 'example.org/a')
    """
    return re.sub(r"^https?://(?:www\.|dx\.)?", "", url, flags=re.I).rstrip("/")
