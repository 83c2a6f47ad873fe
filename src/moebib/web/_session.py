"""The session: requests and requests-cache, which look in the cache before the adapter makes a request."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from http.cookiejar import DefaultCookiePolicy
from importlib.metadata import version
from time import time
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests_cache import CachedSession

from moebib.web._adapter import Adapter, Timeouts
from moebib.web._addresses import Connector
from moebib.web._batches import BatchIndex
from moebib.web._deadline import Watchdog
from moebib.web._errors import Fault
from moebib.web._limiter import LIMITS_FILE
from moebib.web._response_cache import key_of, open_cache, to_response
from moebib.web._settings import Settings
from moebib.web.budgets import Budgets
from moebib.web.cache import CACHE_FILE
from moebib.web.limits import key_for_more, limit_of
from moebib.web.response import GONE, Response

__all__ = ["Session"]

_NAME = f"moebib/{version('moebib')}"
_PAGE = "https://pypi.org/project/moebib/"
"""The URL of the project in pyproject.toml, for services that want a contact (``Limit.contact_page``)."""
_FRESH = timedelta(days=7)
_REDIRECTS = 5
_SECRET_HEADERS = ("X-API-Key", "Cookie")


class Session(CachedSession):
    """A session of requests and requests-cache, configured by *settings*."""

    def __init__(self, settings: Settings) -> None:
        cache = (
            open_cache(settings.cache / CACHE_FILE, settings.clean, expires=not settings.recording)
            if settings.cache
            else None
        )
        super().__init__(
            backend=cache or "memory",
            expire_after=_FRESH,
            allowable_codes=(200, *GONE),
            allowable_methods=("GET", "POST"),
            key_fn=lambda request, **_: key_of(request, settings.clean),
            # Offline, an old response with its date is better than none.
            stale_if_error=settings.offline,
        )
        self.settings.disabled = cache is None
        self.batches = BatchIndex(settings.cache / CACHE_FILE if settings.cache and cache else None)
        self._options = settings
        self._watchdog = Watchdog()
        # No proxies and no passwords (~/.netrc) from the environment: a proxy would reach what the connector refuses.
        self.trust_env = False
        self.max_redirects = _REDIRECTS
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.headers = requests.structures.CaseInsensitiveDict({"Accept": "*/*", "Accept-Encoding": "gzip"})
        self._limit_for = partial(
            limit_of, limits=settings.limits, has_mailto=bool(settings.mailto), keys=settings.keys
        )
        adapter = Adapter(
            limit_for=self._limit_for,
            key_for=partial(key_for_more, limits=settings.limits),
            budgets=Budgets(settings.on_low_budget, now=time),
            user_agent=self._user_agent,
            pace=settings.pace,
            watchdog=self._watchdog,
            timeouts_s=Timeouts(settings.connect_s, settings.read_s, settings.total_s),
            limits_file=settings.cache / LIMITS_FILE if settings.cache else None,
            shared_limits=settings.limits,
            connector=Connector(
                connect_s=settings.connect_s, test_server=settings.test_address, resolve=settings.resolve
            ),
            test_server=settings.test_server,
        )
        for scheme in ("https://", "http://"):
            self.mount(scheme, adapter)

    def fetch(self, method: str, url: str, *, only_cached: bool = False, **request: Any) -> Response | str:
        """The response, or why there is none; *only_cached* makes no request.

        The reason is no exception: one raised while another is handled would carry the URL with its secrets.
        """
        options = self._options
        response = self._try(
            method,
            url,
            only_if_cached=options.offline or only_cached,
            force_refresh=options.refresh and not options.offline,
            **request,
        )
        if (options.offline or only_cached) and isinstance(response, Response) and response.status == 504:
            return f"no cached response from {self._host(url)}, and moebib is offline"
        return str(response) if isinstance(response, Fault) else response

    def fetch_start(self, method: str, url: str) -> Response | Fault:
        """The response with only the start of its body, never cached; or why there is none."""
        return self._try(method, url, stream=True)

    def _try(self, method: str, url: str, **request: Any) -> Response | Fault:
        try:
            response = self.request(method, url, **request)
        except Fault as fault:
            return fault
        except requests.TooManyRedirects:
            return Fault(f"too many redirects from {self._host(url)}")
        except (requests.RequestException, ValueError):
            # requests raises whatever the parts of a URL raise.
            host = self._host(url)
            return Fault(f"{host}: the URL or a redirect is not http(s)" if host else "not an http(s) URL")
        return to_response(response, self._options.clean)

    def _user_agent(self, url: str) -> str:
        """The User-Agent, with the contact address or page for a service that asks for one."""
        limit = self._limit_for(url)
        contact = f"mailto:{self._options.mailto}" if limit.with_mailto else _PAGE if limit.contact_page else ""
        return f"{_NAME} (+{contact})" if contact else _NAME

    def _host(self, url: str) -> str:
        return urlsplit(self._options.clean(url)).netloc

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        """As inherited, but bypasses the cache where only the start of a response is wanted."""
        if kwargs.get("stream"):
            return requests.Session.send(self, request, **kwargs)
        return super().send(request, *args, **kwargs)

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """The URL that *resp* redirects to, checked like the URL of a request.

        Raises:
            RequestException, ValueError: If it cannot be requested.
        """
        target = super().get_redirect_target(resp)
        if target is not None:
            requests.Request("GET", urljoin(resp.url, target)).prepare()
        return target

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """On a redirect to another host, drop the secrets that requests does not know."""
        super().rebuild_auth(prepared_request, response)  # type: ignore[no-untyped-call]
        is_other_host: Any = self.should_strip_auth  # untyped in types-requests
        if is_other_host(response.request.url, prepared_request.url):
            for name in _SECRET_HEADERS:
                prepared_request.headers.pop(name, None)
            prepared_request.url = self._options.without_own_secrets(prepared_request.url or "")

    def close(self) -> None:
        """As inherited, after ending all requests under way."""
        self._watchdog.stop()
        super().close()  # type: ignore[no-untyped-call]
