"""The cache of responses: when they are stored, and which of their parts. requests-cache decides when they expire.

A response is stored once its source has parsed it (``Response.keep``): only the source can tell its service from a
captive portal or a page about maintenance, which would be cached beyond the outage otherwise.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import requests
from requests_cache.backends.sqlite import SQLiteCache
from requests_cache.models.response import CachedResponse
from requests_cache.serializers import Stage

from moebib.web._database import is_usable
from moebib.web.response import Response

__all__ = ["ResponseCache", "key_of", "open_cache", "to_response"]

# An absent work may appear tomorrow: a DOI is registered some days after the paper came out.
_FRESH_IF_ABSENT = timedelta(days=1)
_FRESH_IF_LASTING = timedelta(days=365)
_KEPT_HEADERS = ("Content-Type", "ETag", "Last-Modified")
_FORMAT = 2
"""Of the rows. It changes with the rules of what is stored: rows of another format count as missing."""

_Store = Callable[[bool, bool], None]
"""Stores a response; of an absence for a shorter time, and of a lasting fact for a longer."""


class _ReceivedResponse(Response):
    """A response that can still be stored: under its own URL, and under those that were redirected to it."""

    _stores: Sequence[_Store] = ()
    _is_stale = False

    @property
    def is_stale(self) -> bool:
        """As inherited."""
        return self._is_stale

    def keep(self, *, is_absence: bool = False, is_lasting: bool = False) -> bool:
        """As inherited."""
        for store in self._stores:
            store(is_absence, is_lasting)
        return bool(self._stores)


def to_response(response: Any, clean: Callable[[str], str]) -> Response:
    """A response of requests, fresh or cached, as a source sees it."""
    kind, _, parameters = response.headers.get("Content-Type", "").partition(";")
    charset = re.search(r'\bcharset\s*=\s*"?([^\s;"]+)', parameters, re.I)
    is_old = isinstance(response, CachedResponse) and not response.revalidated
    received = response.created_at if is_old else datetime.now(UTC)
    as_response = _ReceivedResponse(
        url=clean(response.url),
        status=response.status_code,
        content_type=kind.strip().lower(),
        body=response.content,
        fetched=received.astimezone().date(),
        charset=charset[1] if charset else "utf-8",
    )
    as_response._stores = vars(response).get("_stores", ())
    as_response._is_stale = is_old and response.is_expired
    return as_response


def key_of(request: requests.PreparedRequest, clean: Callable[[str], str]) -> str:
    """The cache key of a request: everything but API keys and the contact address.

    The key of requests-cache sorts lists in a JSON body, drops empty parameters and ignores Accept.
    """
    body = request.body or b""
    parts = (request.method, clean(request.url or ""), request.headers.get("Accept"), body)
    return sha256(repr(parts).encode()).hexdigest()


def open_cache(file: Path, clean: Callable[[str], str], *, expires: bool = True) -> ResponseCache | None:
    """The cache in *file*; ``None`` if the file cannot be written. In a recording, no response *expires*."""
    return ResponseCache(file, clean, expires=expires) if is_usable(file) else None


class ResponseCache(SQLiteCache):
    """The cache in an SQLite file. A row that cannot be read counts as missing."""

    def __init__(self, file: Path, clean: Callable[[str], str], *, expires: bool = True) -> None:
        super().__init__(file, serializer=Stage(_Row(clean, expires=expires)), busy_timeout=5000)
        self._clean = clean

    def get_response(self, key: str, default: Any = None) -> CachedResponse | None:
        """As inherited."""
        try:
            return super().get_response(key, default)
        except sqlite3.DatabaseError:
            return None

    def save_response(self, response: Any, cache_key: str | None = None, expires: datetime | None = None) -> None:
        """Note how to store *response*, for when it is kept."""
        vars(response).setdefault("_stores", []).append(partial(self._store, response, cache_key, expires))

    def _store(
        self, response: Any, cache_key: str | None, expires: datetime | None, is_absence: bool, is_lasting: bool
    ) -> None:
        """Store *response* for as long as it is valid."""
        if isinstance(response, CachedResponse):
            if response.revalidated:  # 304: the service confirmed it
                response.created_at = datetime.now(UTC)
            else:  # the target of another URL's redirect
                expires = response.expires
        if is_lasting:
            expires = datetime.now(UTC) + _FRESH_IF_LASTING
        if is_absence:
            soon = datetime.now(UTC) + _FRESH_IF_ABSENT
            expires = min(expires, soon) if expires else soon
        with suppress(sqlite3.DatabaseError):
            super().save_response(response, cache_key, expires)


class _Row:
    """A cached response as bytes: a line of JSON, then the compressed body.

    The serializers of requests-cache store the request with all its headers; the fastest executes what it reads
    (pickle).
    """

    def __init__(self, clean: Callable[[str], str], *, expires: bool) -> None:
        self._clean = clean
        self._expires = expires

    def dumps(self, response: CachedResponse) -> bytes:
        facts = {
            "format": _FORMAT,
            "url": self._clean(response.url),
            "status": response.status_code,
            "headers": {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers},
            "created": response.created_at.timestamp(),
            "expires": response.expires.timestamp() if response.expires else None,
        }
        return json.dumps(facts).encode() + b"\n" + zlib.compress(response.content)

    def loads(self, row: bytes) -> CachedResponse:
        line, _, body = row.partition(b"\n")
        try:
            facts = json.loads(line)
            if facts["format"] != _FORMAT:
                raise ValueError(f"a row of format {facts['format']}")
            response = CachedResponse(
                content=zlib.decompress(body),
                status_code=facts["status"],
                url=facts["url"],
                headers=requests.structures.CaseInsensitiveDict(facts["headers"]),
                created_at=datetime.fromtimestamp(facts["created"], UTC),
                expires=datetime.fromtimestamp(facts["expires"], UTC) if facts["expires"] and self._expires else None,
            )
        except (KeyError, zlib.error) as error:
            raise ValueError(f"not a cached response: {error}") from error
        return response
