"""Responses of servers, and their bodies as JSON, XML or text once status and type are what a service documents."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple, Protocol
from xml.etree import ElementTree

from moebib.errors import SourceUnavailable, UnexpectedAnswer

__all__ = ["GONE", "Http", "LinkStatus", "Response", "check", "read_html", "read_json", "read_text", "read_xml"]

GONE = (404, 410)
"""The status of a page that does not exist, or no longer (RFC 9110 sections 15.5.5 and 15.5.11)."""


class Response(NamedTuple):
    """A response of any status. Its body is complete, or there is no response.

    >>> Response("https://api.example/", 200, "application/json", b"{}", date(2026, 11, 24)).status
    200
    """

    url: str
    """Its URL, after redirects."""
    status: int
    content_type: str
    """In lower case, without parameters: "application/json"."""
    body: bytes
    fetched: date
    """The day of the request; a cached response keeps its day."""
    charset: str = "utf-8"

    @property
    def is_stale(self) -> bool:
        """Whether it comes from the cache and has expired; offline, that is better than no response."""
        return False

    def keep(self, *, is_absence: bool = False, is_lasting: bool = False) -> bool:
        """Cache the response: its source could parse it. Whether it is cached by this.

        One about an absent work is valid for a shorter time; one with a fact that hardly ever changes, for a longer.
        Only a response that ``Web`` has just received can be cached; any other one stays as it is.
        """
        return False


class Http(Protocol):
    """What a client makes requests with: ``moebib.web.Web``, which limits, caches and bounds all of them.

    In tests of your program, another object with these methods can give the responses:

    >>> class NoNetwork:
    ...     keys, mailto = {}, None
    ...     def get(self, url, *, params=None, headers=None):
    ...         raise SourceUnavailable("no network in tests", url=url)
    ...     def post(self, url, *, json, params=None, headers=None):
    ...         raise SourceUnavailable("no network in tests", url=url)
    >>> from moebib.lookup.client import Client
    >>> [answer] = Client(NoNetwork(), only=["crossref"]).fetch_many(["10.5555/pots"])
    >>> answer.why
    'no network in tests'
    """

    @property
    def keys(self) -> Mapping[str, str]:
        """API keys by the name of their source; most are missing."""

    @property
    def mailto(self) -> str | None:
        """The contact address, for services that want one."""

    def get(
        self, url: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        """GET *url* (https, of the real host); the response has any status.

        Raises:
            SourceUnavailable: If there is no complete response.
        """

    def post(self, url: str, *, json: Any, params: Mapping[str, str] | None = None,
             headers: Mapping[str, str] | None = None) -> Response:  # fmt: skip
        """POST *json*; as :meth:`get`."""


class LinkStatus(NamedTuple):
    """The result of checking a URL."""

    url: str
    status: int = 0
    """The status of the last response; 0 if there was none."""
    final: str = ""
    """The URL of the last response, after all redirects."""
    why: str = ""
    """Why the check is inconclusive; empty if it is not."""
    host_unknown: bool = False
    """Whether DNS twice reported that there is no such host; ``why`` is not empty then."""
    is_cached: bool = False
    """Whether this is the result of an earlier check."""


_REASONS = {401: " (an API key is required)", 403: " (forbidden)", 429: " (too many requests)"}
# What bot protection (Anubis, Cloudflare, Incapsula) returns in place of a page, with any status.
_WALL = re.compile(
    rb"just a moment|not a bot|challenge-platform|cf-chl|_incapsula_|are you a robot|captcha|access denied|"
    rb"challengerequired|enable javascript and cookies",
    re.I,
)


def check(response: Response, *, allowed: Collection[int] = (200,)) -> None:
    """Reject a response that says nothing about the work.

    Raises:
        SourceUnavailable: For 401, 403, 408, 429, 5xx, and for bot protection with any status.
        UnexpectedAnswer: For any other status that is not *allowed*.
    """
    status = response.status
    if status in (401, 403, 408, 429) or status >= 500:
        raise SourceUnavailable(f"{_host(response)} returned {status}{_REASONS.get(status, '')}", url=response.url)
    if "html" in response.content_type and _is_wall(response.body):
        raise SourceUnavailable(f"{_host(response)} returned a bot-protection page", url=response.url)
    if status not in allowed:
        raise UnexpectedAnswer(f"{_host(response)} returned {status}", url=response.url)


def _is_wall(body: bytes) -> bool:
    """Whether it is bot protection; a page of a paper may load a CAPTCHA, too."""
    return bool(_WALL.search(body[:20_000])) and b"citation_title" not in body


def read_json(response: Response, *, allowed: Collection[int] = (200,)) -> Any:
    """The body as JSON.

    Raises:
        SourceUnavailable, UnexpectedAnswer: As :func:`check`, and if it is invalid or truncated.
    """
    check(response, allowed=allowed)
    if "json" not in response.content_type:
        raise _wrong_type(response, "JSON")
    try:
        return json.loads(response.body)
    except (ValueError, RecursionError) as error:
        raise UnexpectedAnswer(f"{_host(response)} returned invalid JSON: {error}", url=response.url) from error


def read_xml(response: Response, *, allowed: Collection[int] = (200,), doctype: str = "") -> ElementTree.Element:
    """The body as XML. A DOCTYPE, which could define entities without end, is rejected.

    Only one of the root element *doctype* is ignored if it just names its DTD, which is not fetched.

    Raises:
        SourceUnavailable, UnexpectedAnswer: As :func:`check`, and if it is invalid or truncated.
    """
    check(response, allowed=allowed)
    if "xml" not in response.content_type:
        raise _wrong_type(response, "XML")
    named = rb"""<!DOCTYPE\s+%s\s+(?:PUBLIC\s+"[^"<>]*"|SYSTEM)\s+"[^"<>]*"\s*>""" % re.escape(doctype).encode()
    body = re.sub(named, b"", response.body, count=1) if doctype else response.body
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", body, re.I):
        raise UnexpectedAnswer(f"{_host(response)} returned XML with a DOCTYPE, which is refused", url=response.url)
    try:
        return ElementTree.fromstring(body)
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise UnexpectedAnswer(f"{_host(response)} returned invalid XML: {error}", url=response.url) from error


def read_text(response: Response, *, types: Collection[str], allowed: Collection[int] = (200,)) -> str:
    """The body as text of one of the content *types*.

    Raises:
        SourceUnavailable, UnexpectedAnswer: As :func:`check`, and for any other type.
    """
    check(response, allowed=allowed)
    if response.content_type not in types:
        raise _wrong_type(response, " or ".join(types))
    return _decoded(response)


def read_html(response: Response, *, allowed: Collection[int] = (200,)) -> str:
    """The body as HTML text.

    Raises:
        SourceUnavailable, UnexpectedAnswer: As :func:`read_text`.
    """
    return read_text(response, types=("text/html", "application/xhtml+xml"), allowed=allowed)


# Python has more codecs; some are not for text, are slow (punycode), or raise errors of their own (idna).
_CHARSET = re.compile(
    r"utf-?(?:8|16(?:-?[lb]e)?)|(?:iso|latin)[-_]?(?:8859[-_]?)?\d+|(?:windows-?|cp)125\d|us-ascii|gbk?\d*|gb18030|big5|"
    r"shift[-_]jis|euc[-_](?:jp|kr)|koi8-[ru]",
    re.I,
)


def _decoded(response: Response) -> str:
    """The body as text: in UTF-8 if it is valid, because text in other encodings is not, else as declared."""
    declared = re.search(rb"<meta[^>]{1,200}?charset\s*=[\"'\s]*([\w-]+)", response.body[:2000], re.I)
    charsets = ["utf-8", response.charset, declared[1].decode("ascii", "replace") if declared else ""]
    for charset in filter(_CHARSET.fullmatch, charsets):
        try:
            return response.body.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return response.body.decode("utf-8", errors="replace")


def _host(response: Response) -> str:
    return re.sub(r"^https?://([^/?#]+).*$", r"\1", response.url, flags=re.S)


def _wrong_type(response: Response, expected: str) -> UnexpectedAnswer:
    given = response.content_type or "no content type"
    return UnexpectedAnswer(f"{_host(response)} returned {given} instead of {expected}", url=response.url)
