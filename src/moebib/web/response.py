"""What a server said, and its body as JSON, XML or text once status, type and shape are what the service documents."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple, Protocol
from xml.etree import ElementTree

from moebib.errors import SourceUnavailable, UnexpectedAnswer

__all__ = ["DEAD", "Http", "LinkStatus", "Response", "check", "read_html", "read_json", "read_text", "read_xml"]

DEAD = (404, 410)
"""What a server answers about a page that is not there, or not any more (RFC 9110 sections 15.5.5 and 15.5.11)."""


class Response(NamedTuple):
    """What a server said, of whatever status; the body is whole, or there is no response."""

    url: str
    """The address that answered, after redirects."""
    status: int
    content_type: str
    """In lower case, without parameters: "application/json"."""
    body: bytes
    fetched: date
    """The day the server said it; a cached answer keeps its day."""
    charset: str = "utf-8"


class Http(Protocol):
    """How a ``load`` asks: ``moebib.web.Web``, which is polite, cached and bounded for all of them."""

    @property
    def keys(self) -> Mapping[str, str]:
        """API keys by the name of their source; most are missing."""

    @property
    def mailto(self) -> str | None:
        """The address to be reached at, for services that ask for one."""

    def get(
        self, url: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        """GET *url* (https, of the real host); whatever status.

        Raises:
            SourceUnavailable: If no whole answer came.
        """

    def post(self, url: str, *, json: Any, params: Mapping[str, str] | None = None,
             headers: Mapping[str, str] | None = None) -> Response:  # fmt: skip
        """POST *json*; as :meth:`get`."""


class LinkStatus(NamedTuple):
    """How an address answered when it was looked at."""

    url: str
    status: int = 0
    """That of the last answer; 0 if there was none."""
    final: str = ""
    """The address that it came from, after all redirects."""
    why: str = ""
    """Why it cannot be told what the link leads to; empty if it can."""
    host_unknown: bool = False
    """Whether its host has no name, as was said twice; then ``why`` says so, too."""
    is_cached: bool = False
    """Whether it answered so on another day."""


# What walls print in place of an answer, with any status: Anubis, Cloudflare, Incapsula and their like.
_WALL = re.compile(
    rb"just a moment|not a bot|challenge-platform|cf-chl|_incapsula_|are you a robot|captcha|access denied|"
    rb"challengerequired|enable javascript and cookies",
    re.I,
)


def check(response: Response, *, allowed: Collection[int] = (200,)) -> None:
    """Refuse what says nothing of the work asked for.

    Raises:
        SourceUnavailable: For 401, 403, 408, 429, 5xx, and for a bot wall of whatever status.
        UnexpectedAnswer: For any other status that is not *allowed*.
    """
    status = response.status
    if status in (401, 403, 408, 429) or status >= 500:
        raise SourceUnavailable(f"{_host(response)} returned {status}{_reason(status)}", url=response.url)
    if "html" in response.content_type and _is_wall(response.body):
        raise SourceUnavailable(f"{_host(response)} returned a bot-protection page", url=response.url)
    if status not in allowed:
        raise UnexpectedAnswer(f"{_host(response)} returned {status}", url=response.url)


def _is_wall(body: bytes) -> bool:
    """A page of a paper may load what asks its readers whether they are robots, too."""
    return bool(_WALL.search(body[:20_000])) and b"citation_title" not in body


def read_json(response: Response, *, allowed: Collection[int] = (200,)) -> Any:
    """The body as JSON.

    Raises:
        SourceUnavailable, UnexpectedAnswer: As :func:`check`, and if it is no JSON or is cut short.
    """
    check(response, allowed=allowed)
    if "json" not in response.content_type:
        raise UnexpectedAnswer(
            f"{_host(response)} returned {response.content_type or 'no content type'} instead of JSON", url=response.url
        )
    try:
        return json.loads(response.body)
    except (ValueError, RecursionError) as error:
        raise UnexpectedAnswer(f"{_host(response)} returned invalid JSON: {error}", url=response.url) from error


def read_xml(response: Response, *, allowed: Collection[int] = (200,)) -> ElementTree.Element:
    """The body as XML; a document type, which could define entities without end, is refused.

    Raises:
        SourceUnavailable, UnexpectedAnswer: As :func:`check`, and if it is no XML or is cut short.
    """
    check(response, allowed=allowed)
    if "xml" not in response.content_type:
        raise UnexpectedAnswer(
            f"{_host(response)} returned {response.content_type or 'no content type'} instead of XML", url=response.url
        )
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", response.body, re.I):
        raise UnexpectedAnswer(f"{_host(response)} returned XML with a DOCTYPE, which is refused", url=response.url)
    try:
        return ElementTree.fromstring(response.body)
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise UnexpectedAnswer(f"{_host(response)} returned invalid XML: {error}", url=response.url) from error


def read_text(response: Response, *, types: Collection[str], allowed: Collection[int] = (200,)) -> str:
    """The body as text of one of the content *types*.

    Raises:
        SourceUnavailable, UnexpectedAnswer: As :func:`check`, and if the type or the encoding is another.
    """
    check(response, allowed=allowed)
    if response.content_type not in types:
        given = response.content_type or "no content type"
        expected = " or ".join(types)
        raise UnexpectedAnswer(f"{_host(response)} returned {given} instead of {expected}", url=response.url)
    return _decoded(response)


def read_html(response: Response, *, allowed: Collection[int] = (200,)) -> str:
    """The body as HTML text.

    Raises:
        SourceUnavailable, UnexpectedAnswer: As :func:`read_text`.
    """
    return read_text(response, types=("text/html", "application/xhtml+xml"), allowed=allowed)


# Python has more codecs, some of them none of text, or slow (punycode), or with errors of their own (idna).
_CHARSET = re.compile(
    r"utf-?(?:8|16(?:-?[lb]e)?)|(?:iso|latin)[-_]?(?:8859[-_]?)?\d+|(?:windows-?|cp)125\d|us-ascii|gbk?\d*|gb18030|big5|"
    r"shift[-_]jis|euc[-_](?:jp|kr)|koi8-[ru]",
    re.I,
)


def _decoded(response: Response) -> str:
    """What can be read as UTF-8 is, whatever else is declared: other text looks otherwise."""
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


def _reason(status: int) -> str:
    return {429: " (too many requests)", 403: " (forbidden)", 401: " (an API key is required)"}.get(status, "")
