"""Addresses: the only place that resolves host names and decides which IP addresses may be connected to.

Addresses are checked where the connection is made. So neither a redirect nor a name that resolves to another address
the second time gets around the check.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

from moebib.web._errors import HostUnknown, HostUnreachable

__all__ = ["Connector", "Resolve", "is_public"]

Resolve = Callable[[str, int], Iterable[tuple[int, tuple[Any, ...]]]]
"""Host and port to pairs of address family and socket address; raises OSError."""

_RESOLVED_WITHIN_S = 3.0
# IPv4 addresses in IPv6-only networks (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")
_WHY = {
    errno.ECONNREFUSED: "connection refused",
    errno.ENETUNREACH: "no network",
    errno.EHOSTUNREACH: "no route to host",
}


def is_public(address: str) -> bool:
    """Whether *address* is public: not loopback, link-local, private, reserved or multicast.

    >>> is_public("93.184.216.34"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    ip = _innermost(ip_address(address.partition("%")[0]))
    is_local = isinstance(ip, IPv6Address) and ip.is_site_local
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or is_local)


def _innermost(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address embedded in an IPv6 address, or the address itself."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


class Connector:
    """Opens connections to public addresses, and to *test_server* (a loopback address and port) if there is one."""

    def __init__(self, *, connect_s: float, test_server: tuple[str, int] | None, resolve: Resolve | None) -> None:
        self._connect_s = connect_s
        self._test_server = test_server
        self._resolve = resolve or _resolve

    def check(self, host: str) -> None:
        """Reject a *host* that is a non-public address or this machine, before any lookup.

        Raises:
            HostUnreachable: If it is not public.
        """
        if host == "localhost" or host.endswith(".localhost"):
            raise _not_public(host)
        try:
            allowed = is_public(host.strip("[]"))
        except ValueError:  # a name: checked when it is resolved
            return
        if not allowed:
            raise _not_public(host)

    def open(self, host: str, port: int) -> socket.socket:
        """A connection to *host*.

        Raises:
            HostUnreachable: If there is none, or it is not allowed.
        """
        addresses = list(self._addresses(host.strip("[]"), port))
        deadline = monotonic() + self._connect_s
        why = "no address found"
        for left, (family, address) in zip(range(len(addresses), 0, -1), addresses, strict=True):
            try:
                return _connect(family, address, max(0.1, (deadline - monotonic()) / left))
            except TimeoutError:
                why = f"timed out after {self._connect_s:g} s"
            except OSError as error:
                why = _WHY.get(error.errno or 0) or (error.strerror or "connection failed").lower()
        # Refused means that the machine is up: the server may be restarting.
        raise HostUnreachable(why, retryable=why == _WHY[errno.ECONNREFUSED])

    def _addresses(self, host: str, port: int) -> Iterable[tuple[int, tuple[Any, ...]]]:
        if (host, port) == self._test_server:
            return [(socket.AF_INET6 if ":" in host else socket.AF_INET, (host, port))]
        addresses = _in_time(self._resolve, host, port, min(_RESOLVED_WITHIN_S, self._connect_s))
        for _, (address, *_rest) in addresses:
            if not is_public(str(address)):
                raise _not_public(str(address))
        return addresses


def _not_public(address: str) -> HostUnreachable:
    return HostUnreachable(f"{address} is not a public address")


def _connect(family: int, address: tuple[Any, ...], within_s: float) -> socket.socket:
    with ExitStack() as until_connected:
        sock = until_connected.enter_context(socket.socket(family, socket.SOCK_STREAM))
        sock.settimeout(within_s)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.connect(address)
        until_connected.pop_all()
    return sock


def _resolve(host: str, port: int) -> list[tuple[int, tuple[Any, ...]]]:
    return [(family, where) for family, *_, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _in_time(resolve: Resolve, host: str, port: int, within_s: float) -> list[tuple[int, tuple[Any, ...]]]:
    """The result of *resolve*. ``getaddrinfo`` has no timeout and may take half a minute, so it runs in a thread."""
    results: SimpleQueue[list[tuple[int, tuple[Any, ...]]] | Exception] = SimpleQueue()

    def look_up() -> None:
        try:
            results.put(list(resolve(host, port)))
        except (OSError, UnicodeError) as error:
            results.put(error)

    Thread(target=look_up, daemon=True).start()
    try:
        result = results.get(timeout=within_s)
    except Empty:
        raise HostUnreachable("DNS lookup timed out", maybe_offline=True) from None
    if isinstance(result, Exception):
        no_such_name = isinstance(result, socket.gaierror) and result.errno == socket.EAI_NONAME
        fault = HostUnknown if no_such_name else HostUnreachable
        raise fault("DNS lookup failed", retryable=no_such_name, maybe_offline=True)
    return result
