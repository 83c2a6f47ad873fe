"""The replay server: real sockets on loopback that respond for every host, correctly or not.

    with Server() as server:
        server.route("api.example.org/works", Reply(b"{}", "application/json"))
        web = Web(test_server=server.url)

A ``Web`` with that ``test_server`` requests /HOST/PATH from it in place of https://HOST/PATH. Its log has all requests
with their times. The reply to a request without a route is 501, and the request is in ``unexpected``.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gzip
import http.server
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qsl, urlsplit

__all__ = [
    "Reply",
    "Request",
    "Server",
    "closed_port",
    "cut_short",
    "drip",
    "gzip_bomb",
    "gzipped",
    "huge",
    "json_reply",
    "redirect",
    "refuse",
    "reset",
    "stall",
    "too_many",
]


class Request(NamedTuple):
    """A request in the log."""

    method: str
    host: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """Keys are lower-case names."""
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply and its faults."""

    body: bytes = b""
    content_type: str | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    stall_s: float = 0
    """Seconds before the first byte."""
    drip_s: float = 0
    """Seconds between the bytes of the body."""
    drips_headers: bool = False
    """Whether the headers are sent a byte at a time, too."""
    times: int = 1
    """The number of times the body is sent."""
    declared: int | None = None
    """The Content-Length, if it differs from the length of the body; -1 for no header."""
    chunked: bool = False
    cut_after: int | None = None
    """The number of bytes of the body after which the connection ends."""
    resets: bool = False
    """Whether the connection ends with a reset: at once, unless `cut_after` is given."""


Route = Reply | Callable[[Request], Reply]


def json_reply(text: str, status: int = 200, **headers: str) -> Reply:
    """A JSON reply; ``Retry_After="1"`` is a header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(text.encode(), "application/json", status, named)


def redirect(to: str, status: int = 302) -> Reply:
    """A redirect to a URL, relative or absolute."""
    return Reply(status=status, headers={"Location": to})


def too_many(retry_after: str | None = None) -> Reply:
    """429, with or without a Retry-After."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return Reply(b"Rate exceeded.", "text/plain", 429, headers)


def refuse() -> Reply:
    """A reset without a reply, to make one host refuse while the others respond; see closed_port."""
    return Reply(resets=True, cut_after=0)


def reset(reply: Reply, *, after: int) -> Reply:
    """*reply*, with a reset after some bytes of the body."""
    return replace(reply, resets=True, cut_after=after)


def cut_short(reply: Reply, *, after: int) -> Reply:
    """*reply*, closed regularly after some bytes of the body, although more were declared."""
    return replace(reply, cut_after=after)


def stall(seconds: float, reply: Reply | None = None) -> Reply:
    """*reply*, after some seconds of silence."""
    return replace(reply or Reply(), stall_s=seconds)


def drip(reply: Reply, *, every_s: float, headers: bool = False) -> Reply:
    """*reply*, a byte at a time."""
    return replace(reply, drip_s=every_s, drips_headers=headers)


def gzipped(reply: Reply) -> Reply:
    """*reply*, compressed with gzip."""
    return replace(reply, body=gzip.compress(reply.body), headers={**reply.headers, "Content-Encoding": "gzip"})


def gzip_bomb(megabytes: int = 60) -> Reply:
    """A small body that decompresses to a large one."""
    member = gzipped(Reply(bytes(1_000_000), "application/json"))
    return replace(member, body=member.body * megabytes)


def huge(megabytes: int = 200) -> Reply:
    """A large body, sent as long as the client reads."""
    return Reply(bytes(1_000_000), "application/json", times=megabytes)


@functools.cache
def _not_listening() -> socket.socket:
    """A socket that stays bound while the tests run, so that no server of another process gets its port."""
    bound = socket.socket()
    atexit.register(bound.close)
    bound.bind(("127.0.0.1", 0))
    return bound


def closed_port() -> str:
    """The URL of a server that does not exist: connections are refused."""
    return f"http://127.0.0.1:{_not_listening().getsockname()[1]}"


class Server:
    """A server on loopback that responds from its creation until it is closed."""

    def __init__(self) -> None:
        self.log: list[Request] = []
        self.unexpected: list[Request] = []
        self._routes: list[tuple[str, Mapping[str, str], list[Route]]] = []
        self._faults: dict[str, Reply] = {}
        self._closing = threading.Event()
        self._http = _Http(self)
        # A short interval, because the server is closed after every test.
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The value for the ``test_server`` of a ``Web``."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def route(self, where: str, *replies: Route, query: Mapping[str, str] | None = None) -> None:
        """Reply to requests for *where* whose query has all of *query*.

        *where* is "HOST/PATH", "HOST/" for all of a host, or "" for all hosts. Several *replies* are given one after
        the other, and the last one repeatedly. A later route takes precedence over an earlier one.
        """
        self._routes.insert(0, (where, query or {}, list(replies)))

    def fault(self, host: str, reply: Reply | None) -> None:
        """Give *reply* to all requests of *host*, until this is called with ``None``."""
        if reply:
            self._faults[host] = reply
        else:
            self._faults.pop(host, None)

    def requests(self, host: str) -> list[Request]:
        """The requests of *host* in the log."""
        return [request for request in self.log if request.host == host]

    def reply_to(self, request: Request) -> Reply:
        """The reply to *request*."""
        self.log.append(request)
        if request.host in self._faults:
            return self._faults[request.host]
        route = self._route_for(request)
        if route is None:
            self.unexpected.append(request)
            return Reply(f"no route for {request.host}{request.path} {dict(request.query)}".encode(), "text/plain", 501)
        return route if isinstance(route, Reply) else route(request)

    def _route_for(self, request: Request) -> Route | None:
        place = f"{request.host}{request.path}"
        for where, query, replies in self._routes:
            is_there = where in ("", place) or (
                where.endswith("/") and where.count("/") == 1 and place.startswith(where)
            )
            if is_there and query.items() <= request.query.items():
                return replies.pop(0) if len(replies) > 1 else replies[0]
        return None

    def pause(self, seconds: float) -> bool:
        """Sleep, then return whether the server is closing."""
        return self._closing.wait(seconds)

    def close(self) -> None:
        """Stop listening, and end stalled replies."""
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Http(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, replay: Server) -> None:
        self.replay = replay
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, *_: object) -> None:
        """Ignore clients that disconnect, which is part of the tests."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def do_GET(self) -> None:
        self._answer(self.server.replay.reply_to(self._request()))

    do_POST = do_GET  # noqa: N815

    def do_HEAD(self) -> None:
        reply = self.server.replay.reply_to(self._request())
        if not reply.stall_s and not reply.resets and reply.drip_s == 0:
            self.wfile.write(_head(reply))
        else:
            self._answer(replace(reply, body=b"", times=1))

    def log_message(self, *_: Any) -> None:
        """Print nothing; the server has its own log."""

    def _request(self) -> Request:
        parts = urlsplit(self.path)
        host, _, path = parts.path[1:].partition("/")
        return Request(
            method=self.command,
            host=host,
            path=f"/{path}",
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(self.headers.get("Content-Length", 0))),
        )

    def _answer(self, reply: Reply) -> None:
        if reply.stall_s and self.server.replay.pause(reply.stall_s):
            return
        if reply.resets and not reply.cut_after and not reply.body:
            self._reset()
            return
        if not reply.drip_s:
            # In one piece: a second one would wait until the first is acknowledged.
            self.wfile.write(_head(reply) + _body(reply))
            for _ in range(reply.times - 1):
                self.wfile.write(reply.body)
        else:
            self._send(_head(reply), reply.drip_s if reply.drips_headers else 0)
            self._send(_body(reply), reply.drip_s)
        if reply.cut_after is not None or reply.declared is not None:
            self._reset() if reply.resets else self._finish()

    def _send(self, data: bytes, pause_s: float) -> None:
        if not pause_s:
            self.wfile.write(data)
            return
        for number in range(len(data)):
            self.wfile.write(data[number : number + 1])
            if self.server.replay.pause(pause_s):
                return

    def _finish(self) -> None:
        self.close_connection = True

    def _reset(self) -> None:
        # Without lingering, closing sends a reset; the pause lets the sent bytes arrive first.
        self.server.replay.pause(0.05)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._finish()
        with contextlib.suppress(OSError):
            self.rfile.close()
            self.connection.close()


def _head(reply: Reply) -> bytes:
    headers = dict(reply.headers)
    if reply.content_type is not None:
        headers["Content-Type"] = reply.content_type
    if reply.chunked:
        headers["Transfer-Encoding"] = "chunked"
    elif reply.declared != -1:
        headers["Content-Length"] = str(len(reply.body) * reply.times if reply.declared is None else reply.declared)
    lines = [f"HTTP/1.1 {reply.status} Reply", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _body(reply: Reply) -> bytes:
    if reply.status in (204, 304):
        return b""
    body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(reply.body), reply.body) if reply.chunked and reply.body else reply.body
    return body if reply.cut_after is None else body[: reply.cut_after]
