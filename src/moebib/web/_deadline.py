"""Watchdog: ends what takes too long, and all of it when told to stop, wherever a thread waits for a server.

A time-out of a socket is for one ``recv`` only. A server that sends a byte a second never meets it, in the headers as
little as in the body; and Ctrl-C reaches the main thread only. Both are answered by shutting the socket down.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Timer, local

from moebib.web._errors import Fault

__all__ = ["Exchange", "Watchdog"]


class Exchange:
    """One request and its answer."""

    def __init__(self) -> None:
        self.is_over = False
        self._socket: socket.socket | None = None

    def waits_at(self, sock: socket.socket | None) -> None:
        """*sock* is where the server is waited for from now on."""
        self._socket = sock
        if self.is_over:
            self.end()

    def end(self) -> None:
        """Wake whoever waits, with an end of file."""
        self.is_over = True
        if self._socket:
            with suppress(OSError):
                # Not the method of a TLS socket: that one takes the TLS state away from the thread that reads.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class Watchdog:
    """The exchanges that are under way, each in a thread of its own."""

    def __init__(self) -> None:
        self._stopped = Event()
        self._exchanges: set[Exchange] = set()
        self._of_this_thread = local()

    @contextmanager
    def exchange(self, within_s: float) -> Iterator[Exchange]:
        """What this thread does meanwhile is ended after *within_s* seconds."""
        self.sleep(0)
        exchange = self._of_this_thread.exchange = Exchange()
        timer = Timer(within_s, exchange.end)
        timer.daemon = True
        self._exchanges.add(exchange)
        timer.start()
        try:
            yield exchange
        finally:
            timer.cancel()
            self._exchanges.discard(exchange)

    def waits_at(self, sock: socket.socket | None) -> None:
        """Tell the exchange of this thread the socket it goes over."""
        self._of_this_thread.exchange.waits_at(sock)

    def sleep(self, seconds: float) -> None:
        """Sleep, but not longer than until :meth:`stop`.

        Raises:
            Fault: If it is stopped.
        """
        if self._stopped.wait(seconds):
            raise Fault("stopped before the response arrived")

    def stop(self) -> None:
        """End everything, in all threads, for good."""
        self._stopped.set()
        for exchange in tuple(self._exchanges):
            exchange.end()
