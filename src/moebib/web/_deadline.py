"""The watchdog: ends requests that take too long, and all of them when it is stopped, in whatever thread.

A socket timeout is for one ``recv`` only: a server that sends a byte a second never exceeds it, neither in the headers
nor in the body. And Ctrl-C reaches only the main thread. In both cases the socket is shut down.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Timer, local

from moebib.web._errors import Fault

__all__ = ["Exchange", "Watchdog"]


class Exchange:
    """One request and its response."""

    def __init__(self) -> None:
        self.is_over = False
        self._socket: socket.socket | None = None

    def waits_at(self, sock: socket.socket | None) -> None:
        """Set the socket that is waited on from now on."""
        self._socket = sock
        if self.is_over:
            self.end()

    def end(self) -> None:
        """Wake the thread that waits, with an end of file."""
        self.is_over = True
        if self._socket:
            with suppress(OSError):
                # Not the method of a TLS socket, which takes the TLS state away from the thread that reads.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class Watchdog:
    """All exchanges under way, each in its own thread."""

    def __init__(self) -> None:
        self._stopped = Event()
        self._exchanges: set[Exchange] = set()
        self._of_this_thread = local()

    @contextmanager
    def exchange(self, within_s: float) -> Iterator[Exchange]:
        """Limit what this thread does in the block to *within_s* seconds."""
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
        """Set the socket that the exchange of this thread waits on."""
        self._of_this_thread.exchange.waits_at(sock)

    def sleep(self, seconds: float) -> None:
        """Sleep, at most until :meth:`stop`.

        Raises:
            Fault: If the watchdog was stopped.
        """
        if self._stopped.wait(seconds):
            raise Fault("stopped before the response arrived")

    def stop(self) -> None:
        """End all exchanges and sleeps, in all threads, for good."""
        self._stopped.set()
        for exchange in tuple(self._exchanges):
            exchange.end()
