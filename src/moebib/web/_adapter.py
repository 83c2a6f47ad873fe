"""The adapter: sends one request, reads its complete response, and retries where that may help.

From the outside in: attempts, the wait for the host's rate limit (so that every attempt counts), the connection. Each
hop of a redirect comes through all of them, since requests calls its adapter for each.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Collection
from copy import copy
from pathlib import Path
from time import monotonic, time
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import urldefragauth
from requests_ratelimiter import LimiterMixin
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, InvalidHeader, ReadTimeoutError
from urllib3.util import Retry

from moebib.web._addresses import Connector
from moebib.web._body import read_beginning, read_body
from moebib.web._deadline import Watchdog
from moebib.web._errors import BudgetUsedUp, Fault, HostBusy, HostUnknown, HostUnreachable
from moebib.web._limiter import HostLimiter
from moebib.web.budgets import Budgets, RequestBudget, key_hint, time_until
from moebib.web.limits import Limit

__all__ = ["Adapter", "Timeouts", "read_beginning", "read_body"]

_ATTEMPTS = 3
_LOOKUPS = 2
"""How often the name of a host is looked up that DNS does not have: an answer may be that of a failing resolver."""
_BUSY = {429: " (too many requests)", 502: "", 503: "", 504: ""}
# The body is already unpacked; the cache key has what a response varies by; cookies last for a chain of redirects.
_DROPPED_HEADERS = ("Set-Cookie", "Vary", "Content-Encoding")


class Timeouts(NamedTuple):
    """Timeouts in seconds: for a connection, for each read, and for a complete response."""

    connect: float
    read: float
    total: float


class _Wire(HTTPAdapter):
    """Sends one request, and returns its response once it is complete."""

    def __init__(
        self, *, connector: Connector, watchdog: Watchdog, timeouts_s: Timeouts, test_server: str | None = None
    ) -> None:
        self._connector = connector
        self._watchdog = watchdog
        self._timeouts_s = timeouts_s
        self._test_server = test_server
        self._bounds = {"stream": True, "timeout": (timeouts_s.connect, timeouts_s.read)}
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Use the connector and the watchdog for all connections of this adapter."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._connector, self._watchdog)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """The response with its body read, whatever its status; of a ``stream`` only the start of the body.

        Raises:
            Fault: If there is no complete response.
        """
        host = _host(request)
        fault: Fault | None = None
        with self._watchdog.exchange(self._timeouts_s.total) as exchange:
            try:
                self._connector.check(host)
                response = super().send(self._as_sent(request), *args, **kwargs | self._bounds)
                only_start = kwargs.get("stream")
                response._content = read_beginning(response.raw) if only_start else read_body(response.raw, host)
            except HostUnreachable as error:
                hint = ". Are you offline?" if error.maybe_offline else ""
                why = f"cannot reach {host} ({error}){hint}"
                fault = type(error)(why, retryable=error.retryable, maybe_offline=error.maybe_offline)
            except Fault as error:
                fault = error
            except (requests.RequestException, HTTPError, OSError) as error:
                fault = self._fault(error, host)
            if exchange.is_over:
                self._watchdog.sleep(0)
                fault = Fault(f"{host} took longer than {self._timeouts_s.total:g} s to respond")
        if fault:
            raise fault
        return _as_response_to(request, response)

    def _as_sent(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """*request* itself, or the request to the test server, which has the URL in its path."""
        if not self._test_server:
            return request
        sent = request.copy()
        sent.url = f"{self._test_server}/{urldefragauth(request.url or '').partition('://')[2]}"
        return sent

    def _fault(self, error: Exception, host: str) -> Fault:
        if isinstance(error, ValueError):
            return Fault(f"not a valid URL{f' of {host}' if host else ''}")
        if isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error):
            return Fault(f"cannot reach {host} (invalid TLS certificate)")
        if isinstance(error, requests.Timeout | ReadTimeoutError):
            return Fault(f"no response from {host} within {self._timeouts_s.read:g} s")
        return Fault(f"{host} closed the connection before the response was complete", retryable=True)


def _as_response_to(request: requests.PreparedRequest, response: requests.Response) -> requests.Response:
    """*response* as the response to *request*, even if another was sent in its place."""
    # The body has been read already, within bounds that requests does not have.
    vars(response)["_content_consumed"] = True
    response.url, response.request = request.url or "", request
    for name in _DROPPED_HEADERS:
        response.headers.pop(name, None)
    return response


def _pools(connector: Connector, watchdog: Watchdog) -> dict[str, type[HTTPConnectionPool]]:
    """Scheme -> connection pool: *connector* opens its connections, and *watchdog* knows their sockets."""

    class Watched(HTTPConnection):
        def _new_conn(self) -> Any:
            return connector.open(self._dns_host, self.port)

        def getresponse(self) -> Any:
            watchdog.waits_at(self.sock)
            return super().getresponse()

    class WatchedSecure(Watched, HTTPSConnection):
        pass

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Watched

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = WatchedSecure

    return {"http": PlainPool, "https": SecurePool}


class Adapter(LimiterMixin, _Wire):
    """The adapter of a :class:`requests.Session`: the rate limiter and retries around a connection.

    *user_agent* gives the User-Agent for a URL. A host that could not be reached is not tried again: without a network,
    each request would take seconds. Nor is a path for which a budget is used up, until there is a new one. A host that
    was busy at all attempts is tried once per request, until it responds.
    """

    def __init__(
        self,
        *,
        limit_for: Callable[[str], Limit],
        key_for: Callable[[Limit], str],
        budgets: Budgets,
        user_agent: Callable[[str], str],
        pace: float,
        watchdog: Watchdog,
        timeouts_s: Timeouts,
        limits_file: Path | None = None,
        shared_limits: Collection[Limit] = (),
        **wire_options: Any,
    ):
        self._pace = pace
        self._user_agent = user_agent
        self._limit_for, self._key_for, self._budgets = limit_for, key_for, budgets
        self._unreachable: dict[str, HostUnreachable] = {}
        self._used_up: dict[str, tuple[float, BudgetUsedUp]] = {}
        self._busy_hosts: set[str] = set()
        # Only the time of day is the same for processes of several machines, which may share a folder.
        self._limiter = HostLimiter(
            limit_for,
            pace=pace,
            sleep=watchdog.sleep,
            now=time if limits_file else monotonic,
            file=limits_file,
            shared=shared_limits,
        )
        # Not on 429: its Retry-After is better than waiting for the whole limit again.
        super().__init__(
            limiter=self._limiter,
            per_host=False,
            limit_statuses=(),
            watchdog=watchdog,
            timeouts_s=timeouts_s,
            **wire_options,
        )

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """As inherited, but fails at once if the host could not be reached before.

        Raises:
            Fault: If there is no complete response after all attempts.
        """
        parts = urlsplit(request.url or "")
        host, origin = _host(request), f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        for place in (host, origin):
            if place in self._unreachable:
                raise copy(self._unreachable[place])
        until, used_up = self._used_up.get(f"{origin}{parts.path}", (0.0, None))
        if used_up and monotonic() < until:
            raise copy(used_up)
        request.headers["User-Agent"] = self._user_agent(request.url or "")
        try:
            return self._send_repeatedly(request, *args, **kwargs)
        except HostUnreachable as fault:
            self._unreachable[host if fault.maybe_offline else origin] = copy(fault)
            raise
        except BudgetUsedUp as fault:
            self._used_up[f"{origin}{parts.path}"] = (monotonic() + fault.resets_in_s, copy(fault))
            raise

    def _send_repeatedly(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Make more attempts if a host is busy or unknown, or a connection was refused or lost.

        Every request may be repeated because no request of a source changes anything, POST or not.
        """
        started, host, limit = monotonic(), _host(request), self._limit_for(request.url or "")
        attempts = 1 if host in self._busy_hosts else _ATTEMPTS
        for attempt in range(1, attempts + 1):
            try:
                response = super().send(request, *args, **kwargs)
                self._limiter.learn(self._bucket_name(request), response.headers)
                key = self._key_for(limit)
                budget = self._budgets.note(limit, response.headers, key)
                if budget and _is_refused_by(budget, response.status_code):
                    raise _used_up(budget, response.status_code)
                if response.status_code not in _BUSY:
                    self._busy_hosts.discard(host)
                    return response
                fault = _busy(response, host, key)
                wait_s = _retry_after_s(response, otherwise=0.5 * 2**attempt) + random.uniform(0, 0.5)
            except Fault as error:
                if not error.retryable or (isinstance(error, HostUnknown) and attempt == _LOOKUPS):
                    raise
                fault, wait_s = error, 1.0 if isinstance(error, HostUnknown) else random.uniform(0, 0.5) * attempt
            if attempt == attempts or monotonic() - started + wait_s > self._timeouts_s.total:
                break
            self._watchdog.sleep(wait_s * self._pace)
        if isinstance(fault, HostBusy):
            self._busy_hosts.add(host)
        raise fault

    def close(self) -> None:
        """As inherited, and close the limiter."""
        super().close()
        self._limiter.close()

    def _bucket_name(self, request: requests.PreparedRequest) -> str:
        return self._limiter.bucket_of(request.url or "")


def _busy(response: requests.Response, host: str, key: str) -> Fault:
    retry_after = response.headers.get("Retry-After", "")
    hint = f"; retry after {retry_after} s" if retry_after.isdigit() else ""
    more = f"; {key_hint(key)}" if key and response.status_code == 429 else ""
    return HostBusy(f"{host} returned {response.status_code}{_BUSY[response.status_code]}{hint}{more}")


def _is_refused_by(budget: RequestBudget, status: int) -> bool:
    """Whether a response has this status because the budget does not suffice; GitHub returns 403 if nothing is left."""
    return (status == 429 and budget.is_low) or (status == 403 and not budget.left)


def _used_up(budget: RequestBudget, status: int) -> BudgetUsedUp:
    resets = f"; {time_until(budget)}" if budget.resets_in_s else ""
    more = f"; {key_hint(budget.key)}" if budget.key else ""
    used_up = f"its {budget.limit} {budget.unit} are used up"
    return BudgetUsedUp(f"{budget.host} returned {status}: {used_up}{resets}{more}", budget.resets_in_s or math.inf)


def _retry_after_s(response: requests.Response, *, otherwise: float) -> float:
    """The seconds to wait by the Retry-After header, a number or a date (RFC 9110 section 10.2.3)."""
    retry_after = response.headers.get("Retry-After")
    if retry_after is None:
        return otherwise
    try:
        return Retry().parse_retry_after(retry_after)
    except (InvalidHeader, ValueError, OverflowError):
        return otherwise


def _host(request: requests.PreparedRequest) -> str:
    return urlsplit(request.url or "").hostname or ""
