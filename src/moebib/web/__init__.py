"""Web: the HTTP client of all sources, with rate limits, a cache, retries, and bounds on time and size.

Hosts are queried as often as they allow (``limits``), only on the public internet (``_addresses``); responses are read
within bounds (``_body``, ``_deadline``) and cached once their source could parse them (``_response_cache``). API keys
and the contact address are sent to the services that they are for, and appear nowhere else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from moebib.errors import SourceUnavailable
from moebib.places import cache_folder, user_file
from moebib.web._settings import Keys, Settings
from moebib.web._threads import as_completed, in_parallel
from moebib.web.response import Response
from moebib.web.user_settings import read_user_settings

if TYPE_CHECKING:
    from moebib.web._addresses import Resolve
    from moebib.web._session import Session
    from moebib.web.budgets import RequestBudget
    from moebib.web.limits import Limit
    from moebib.web.response import Http, LinkStatus

__all__ = ["Web", "in_parallel"]

_HOSTS_AT_ONCE = 12
"""How many hosts are checked in parallel."""


class Web:
    """An HTTP client, see :class:`moebib.web.response.Http`. It may be used by several threads, one per host.

    ``limits`` are those of the hosts (``moebib.sources.limits()``); any other host is queried once a second.
    ``cache`` is a folder, ``None`` caches nothing. ``refresh`` ignores cached responses; ``offline`` makes no requests.
    Responses in the cache never expire if it is a ``recording``.
    ``test_server`` ("http://127.0.0.1:8000") receives /HOST/PATH in place of every http(s)://HOST/PATH, and is the
    only way to a loopback address. ``pace`` is a factor for all waiting, by default 0 for a test server.
    ``resolve`` replaces ``socket.getaddrinfo``. Timeouts are in seconds: for a connection, for each read, and for a
    complete response. ``on_low_budget`` is called once for a service that soon allows no more requests, by any thread.
    """

    def __init__(
        self,
        *,
        limits: Sequence[Limit] = (),
        cache: Path | None = None,
        offline: bool = False,
        refresh: bool = False,
        recording: bool = False,
        mailto: str | None = None,
        keys: Mapping[str, str] | None = None,
        test_server: str | None = None,
        connect_s: float = 5,
        read_s: float = 10,
        total_s: float = 30,
        pace: float | None = None,
        resolve: Resolve | None = None,
        on_low_budget: Callable[[RequestBudget], None] | None = None,
    ) -> None:
        self._settings = Settings(
            limits=limits,
            cache=cache,
            offline=offline,
            refresh=refresh,
            recording=recording,
            mailto=mailto or None,
            keys=Keys(keys or {}),
            test_server=test_server,
            connect_s=connect_s,
            read_s=read_s,
            total_s=total_s,
            pace=(0.0 if test_server else 1.0) if pace is None else pace,
            resolve=resolve,
            on_low_budget=on_low_budget,
        )
        self._session: Session | None = None
        self._lock = Lock()

    @classmethod
    def from_environment(
        cls,
        *,
        limits: Sequence[Limit],
        cache: Path | str | None = None,
        offline: bool = False,
        refresh: bool = False,
        recording: bool = False,
        mailto: str | None = None,
        on_low_budget: Callable[[RequestBudget], None] | None = None,
    ) -> Self:
        """A client with the user's cache, unless *cache* is given, and the user's settings.

        Settings are read from MOEBIB_MAILTO, MOEBIB_OFFLINE, MOEBIB_TEST_SERVER and MOEBIB_..._KEY (the key of the
        source semantic-scholar is MOEBIB_SEMANTIC_SCHOLAR_KEY), then from the user's file.
        """
        user = read_user_settings(user_file())
        given = {name: value.strip() for name, value in os.environ.items() if value.strip()}
        keys = {
            match[1].lower().replace("_", "-"): value
            for name, value in given.items()
            if (match := re.fullmatch(r"MOEBIB_(\w+)_KEY", name))
        }
        return cls(
            limits=limits,
            cache=Path(cache) if cache else cache_folder(),
            offline=offline or given.get("MOEBIB_OFFLINE", "0") != "0",
            refresh=refresh,
            recording=recording,
            mailto=given.get("MOEBIB_MAILTO", mailto or user.mailto),
            keys={**user.keys, **keys},
            test_server=given.get("MOEBIB_TEST_SERVER"),
            on_low_budget=on_low_budget,
        )

    @property
    def keys(self) -> Mapping[str, str]:
        """API keys by the name of their source."""
        return self._settings.keys

    @property
    def mailto(self) -> str | None:
        """The contact address, which is sent to services that ask for it."""
        return self._settings.mailto

    @property
    def only_cached(self) -> Http:
        """The same settings without any requests: what is not cached, or not fresh any more, is unavailable."""
        return _OnlyCached(self)

    def batches_with(self, source: str, identifiers: Iterable[str]) -> list[tuple[str, ...]]:
        """The batches in which *source* was queried for *identifiers*, and whose responses are cached."""
        is_ignored = self._settings.refresh and not self._settings.offline
        return [] if is_ignored else self._open_session().batches.batches_with(source, identifiers)

    def note_batch(self, source: str, identifiers: Sequence[str]) -> None:
        """Note that *source* was queried for *identifiers* together, and that the responses are kept."""
        self._open_session().batches.note(source, identifiers)

    def get(
        self, url: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        """GET *url*. The response has any status and may come from the cache, where ``Response.keep`` puts it.

        Raises:
            SourceUnavailable: If there is no complete response, and for 429, 502, 503 and 504 after all attempts.
        """
        return self._request("GET", url, params=params, headers=headers)

    def post(
        self,
        url: str,
        *,
        json: Any,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """POST *json* as a query that changes nothing; cached and retried like :meth:`get`."""
        return self._request("POST", url, json=json, params=params, headers=headers)

    def check_links(self, urls: Iterable[str]) -> Iterator[LinkStatus]:
        """The status of each of *urls*, in the order in which they are known. Only the start of a page is read.

        Hosts are checked in parallel, each within its limit. Results are cached for 7 days.
        """
        from moebib.web.cache import CACHE_FILE
        from moebib.web.link_checker import LinkCache, LinkChecker, by_host

        settings = self._settings
        file = settings.cache / CACHE_FILE if settings.cache else None
        cache = LinkCache(file, settings.clean, refresh=settings.refresh)
        session = self._open_session()
        checker = LinkChecker(None if settings.offline else session.fetch_start, cache)
        yield from as_completed(checker.check_host, by_host(urls), threads=_HOSTS_AT_ONCE)

    def close(self) -> None:
        """Close all connections. Requests under way in other threads fail at once as unavailable."""
        with self._lock:
            if self._session:
                self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _request(self, method: str, url: str, **request: Any) -> Response:
        response = self._open_session().fetch(method, url, **request)
        if isinstance(response, str):
            raise SourceUnavailable(response, url=self._settings.clean(url))
        return response

    def _open_session(self) -> Session:
        """The session, created on first use because its libraries take longer to import than all of moebib."""
        with self._lock:
            if not self._session:
                from moebib.web._session import Session

                self._session = Session(self._settings)
            return self._session


class _OnlyCached:
    """A ``Web`` that makes no requests."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self.keys, self.mailto = web.keys, web.mailto

    def get(
        self, url: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        return self._web._request("GET", url, params=params, headers=headers, only_cached=True)

    def post(self, url: str, *, json: Any, params: Mapping[str, str] | None = None,
             headers: Mapping[str, str] | None = None) -> Response:  # fmt: skip
        return self._web._request("POST", url, json=json, params=params, headers=headers, only_cached=True)
