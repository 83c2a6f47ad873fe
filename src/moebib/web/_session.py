"""Session: the session of requests, with the cache before it and the adapter behind it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from http.cookiejar import DefaultCookiePolicy
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import requests
from requests_cache import CachedSession

from moebib.web._adapter import Adapter, Times
from moebib.web._addresses import Connector
from moebib.web._deadline import Watchdog
from moebib.web._errors import Fault
from moebib.web._response_cache import ABSENT, key_of, open_cache, to_response
from moebib.web._settings import Settings
from moebib.web.cache import CACHE_FILE
from moebib.web.limits import limit_of
from moebib.web.response import Response

__all__ = ["Session"]

_FRESH = timedelta(days=7)
_REDIRECTS = 5
_SECRET_HEADERS = ("X-API-Key", "Cookie")


class Session(CachedSession):
    """Of requests and requests-cache, set up by *settings*."""

    def __init__(self, settings: Settings) -> None:
        answers = open_cache(settings.cache / CACHE_FILE, settings.clean) if settings.cache else None
        super().__init__(
            backend=answers or "memory",
            expire_after=_FRESH,
            allowable_codes=(200, *ABSENT),
            allowable_methods=("GET", "POST"),
            key_fn=lambda request, **_: key_of(request, settings.clean),
            # Offline, an old answer with its day is better than none.
            stale_if_error=settings.offline,
        )
        self.settings.disabled = answers is None
        self._given = settings
        self._watchdog = Watchdog()
        self._set_up()

    def _set_up(self) -> None:
        given = self._given
        # Neither proxies nor passwords (~/.netrc) of the environment: a proxy would reach what the connector refuses.
        self.trust_env = False
        self.max_redirects = _REDIRECTS
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        contact = f" (+mailto:{given.mailto})" if given.mailto else ""
        self.headers = requests.structures.CaseInsensitiveDict(
            {"User-Agent": f"moebib/{version('moebib')}{contact}", "Accept": "*/*", "Accept-Encoding": "gzip"}
        )
        adapter = Adapter(
            limit_for=partial(limit_of, limits=given.limits, has_mailto=bool(given.mailto), keys=given.keys),
            pace=given.pace,
            watchdog=self._watchdog,
            times_s=Times(given.connect_s, given.read_s, given.total_s),
            connector=Connector(connect_s=given.connect_s, test_server=given.test_address, resolve=given.resolve),
            test_server=given.test_server,
        )
        for scheme in ("https://", "http://"):
            self.mount(scheme, adapter)

    def ask(self, method: str, url: str, **request: Any) -> Response | str:
        """An answer, or why there is none.

        Not an exception: one that was raised while another was handled would carry the address with its secrets.
        """
        given = self._given
        answer = self._try(
            method, url, only_if_cached=given.offline, force_refresh=given.refresh and not given.offline, **request
        )
        if given.offline and isinstance(answer, Response) and answer.status == 504:
            return f"no cached response from {self._host(url)}, and moebib is offline"
        return str(answer) if isinstance(answer, Fault) else answer

    def look(self, method: str, url: str) -> Response | Fault:
        """An answer with no more than the beginning of its body, which is not kept; or why there is none."""
        return self._try(method, url, stream=True)

    def wait(self, seconds: float) -> None:
        """Wait, as politely as the settings say, and no longer than until the session is closed."""
        self._watchdog.sleep(seconds * self._given.pace)

    def _try(self, method: str, url: str, **request: Any) -> Response | Fault:
        try:
            response = self.request(method, url, **request)
        except Fault as fault:
            return fault
        except requests.TooManyRedirects:
            return Fault(f"too many redirects from {self._host(url)}")
        except requests.RequestException:
            return Fault(_not_http(self._host(url)))
        return to_response(response, self._given.clean)

    def _host(self, url: str) -> str:
        return urlsplit(self._given.clean(url)).netloc

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        """As inherited; past the cache where only the beginning of an answer is wanted."""
        if kwargs.get("stream"):
            return requests.Session.send(self, request, **kwargs)
        return super().send(request, *args, **kwargs)

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Where to go from here.

        Raises:
            Fault: If that cannot be read; requests would raise whatever its parts raise.
        """
        try:
            target = super().get_redirect_target(resp)
            urlsplit(target)
        except ValueError:
            raise Fault(_not_http(urlsplit(resp.url).hostname)) from None
        return target

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """On a redirect to another host, keep keys back that requests does not know to be keys."""
        super().rebuild_auth(prepared_request, response)  # type: ignore[no-untyped-call]
        is_another: Any = self.should_strip_auth  # has no type
        if is_another(response.request.url, prepared_request.url):
            for name in _SECRET_HEADERS:
                prepared_request.headers.pop(name, None)

    def close(self) -> None:
        """As inherited, after what is under way was ended."""
        self._watchdog.stop()
        super().close()  # type: ignore[no-untyped-call]


def _not_http(host: str | None) -> str:
    return f"{host}: the URL or a redirect is not http(s)" if host else "not an http(s) URL"
