"""Web: the one HTTP client of all sources; polite, cached, patient, and bounded in time and size.

Hosts are asked as often as they allow (``limits``), only on the public internet (``_addresses``), answers are read
within bounds (``_body``) and kept (``_answers``). Keys and the contact address go into requests and nowhere else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from moebib.errors import SourceUnavailable
from moebib.places import cache_folder, user_file
from moebib.web._settings import Keys, Settings, read_user_settings
from moebib.web._threads import as_completed, in_parallel
from moebib.web.response import Response

if TYPE_CHECKING:
    from moebib.web._addresses import Resolve
    from moebib.web._session import Session
    from moebib.web.limits import Limit
    from moebib.web.response import LinkStatus

__all__ = ["Web", "in_parallel"]

_HOSTS_AT_ONCE = 12
"""Hosts that are looked at side by side."""


class Web:
    """Asks servers; see :class:`moebib.sources.Http`. For use by several threads, one for each host.

    ``limits`` are those of hosts (``moebib.sources.limits()``); any other host is queried once a second.
    ``cache`` is a folder, ``None`` keeps nothing. ``refresh`` asks anew what is in the cache, ``offline`` asks nobody.
    ``test_server`` ("http://127.0.0.1:8000") is asked for /HOST/PATH in place of every http(s)://HOST/PATH, and is the
    only way to a loopback address. ``pace`` makes all polite waiting longer or shorter; by default a test server is not
    waited for. ``resolve`` takes the place of ``socket.getaddrinfo``. Times are in seconds: for a connection, for a
    sign of life, and for one whole answer.
    """

    def __init__(
        self,
        *,
        limits: Sequence[Limit] = (),
        cache: Path | None = None,
        offline: bool = False,
        refresh: bool = False,
        mailto: str | None = None,
        keys: Mapping[str, str] | None = None,
        test_server: str | None = None,
        connect_s: float = 5,
        read_s: float = 10,
        total_s: float = 30,
        pace: float | None = None,
        resolve: Resolve | None = None,
    ) -> None:
        self._settings = Settings(
            limits=limits,
            cache=cache,
            offline=offline,
            refresh=refresh,
            mailto=mailto or None,
            keys=Keys(keys or {}),
            test_server=test_server,
            connect_s=connect_s,
            read_s=read_s,
            total_s=total_s,
            pace=(0.0 if test_server else 1.0) if pace is None else pace,
            resolve=resolve,
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
        mailto: str | None = None,
    ) -> Self:
        """With the user's cache, if no other is named, and the settings of the environment and of the user's file.

        These are MOEBIB_MAILTO, MOEBIB_OFFLINE, MOEBIB_TEST_SERVER and MOEBIB_..._KEY: the key of the source
        semantic-scholar is MOEBIB_SEMANTIC_SCHOLAR_KEY. The environment goes before the file.
        """
        user = read_user_settings(user_file())
        given = {name: value.strip() for name, value in os.environ.items() if value.strip()}
        keys = {
            found[1].lower().replace("_", "-"): value
            for name, value in given.items()
            if (found := re.fullmatch(r"MOEBIB_(\w+)_KEY", name))
        }
        return cls(
            limits=limits,
            cache=Path(cache) if cache else cache_folder(),
            offline=offline or given.get("MOEBIB_OFFLINE", "0") != "0",
            refresh=refresh,
            mailto=given.get("MOEBIB_MAILTO", mailto or user.mailto),
            keys={**user.keys, **keys},
            test_server=given.get("MOEBIB_TEST_SERVER"),
        )

    @property
    def keys(self) -> Mapping[str, str]:
        """API keys by the name of their source."""
        return self._settings.keys

    @property
    def mailto(self) -> str | None:
        """The address to be reached at."""
        return self._settings.mailto

    def get(
        self, url: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        """GET *url*; an answer of whatever status, perhaps from the cache.

        Raises:
            SourceUnavailable: If no whole answer came, and for 429, 502, 503 and 504 after some tries.
        """
        return self._ask("GET", url, params=params, headers=headers)

    def post(
        self,
        url: str,
        *,
        json: Any,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """POST *json*, which must only ask; as :meth:`get`, with its cache and its tries."""
        return self._ask("POST", url, json=json, params=params, headers=headers)

    def check_links(self, urls: Iterable[str]) -> Iterator[LinkStatus]:
        """Whether there is a page at each of *urls*, as the answers come: no more is read than the beginning of one.

        Hosts are asked side by side, and each as often as it allows. What was told is remembered for 7 days.
        """
        from moebib.web.cache import CACHE_FILE
        from moebib.web.link_checker import LinkCache, LinkChecker, by_host

        given = self._settings
        file = given.cache / CACHE_FILE if given.cache else None
        memory = LinkCache(file, given.clean, refresh=given.refresh)
        session = self._opened()
        looking = LinkChecker(None if given.offline else session.look, memory, wait=session.wait)
        yield from as_completed(looking.check_host, by_host(urls), threads=_HOSTS_AT_ONCE)

    def close(self) -> None:
        """Close the connections. What other threads wait for ends at once, as unavailable."""
        with self._lock:
            if self._session:
                self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, method: str, url: str, **request: Any) -> Response:
        answer = self._opened().ask(method, url, **request)
        if isinstance(answer, str):
            raise SourceUnavailable(answer, url=self._settings.clean(url))
        return answer

    def _opened(self) -> Session:
        """The session, opened when it is first used: its libraries take longer to import than all of moebib."""
        with self._lock:
            if not self._session:
                from moebib.web._session import Session

                self._session = Session(self._settings)
            return self._session
