"""Bodies: read piece by piece, so that neither their size nor what they unpack to can fill the memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from moebib.web._errors import Fault

__all__ = ["read_beginning", "read_body"]

_SENT_AT_MOST = 20_000_000
_UNPACKED_AT_MOST = 50_000_000
_PIECE = 65_536
_GZIP = 31  # the `wbits` of zlib for gzip


class _Raw(Protocol):
    """The part of ``urllib3.HTTPResponse`` that is used; it notices itself when a declared length is not met."""

    @property
    def headers(self) -> Mapping[str, str]: ...
    def stream(self, amt: int, decode_content: bool) -> Iterator[bytes]: ...
    def close(self) -> None: ...


def read_body(raw: _Raw, host: str) -> bytes:
    """The whole body, unpacked. The connection goes back to its pool only if it was read to its end.

    Raises:
        Fault: If it is too big, packed in a way that was not asked for, or ends too early.
    """
    packed = raw.headers.get("Content-Encoding", "identity").strip().lower()
    try:
        pieces = _bounded(raw.stream(_PIECE, decode_content=False), _SENT_AT_MOST, host)
        if packed in ("gzip", "x-gzip"):
            pieces = _bounded(_unpacked(pieces, host), _UNPACKED_AT_MOST, host)
        elif packed not in ("", "identity"):
            raise Fault(f"{host} used an unsupported content encoding: {packed[:20]!r}")
        return b"".join(pieces)
    finally:
        raw.close()


def read_beginning(raw: _Raw) -> bytes:
    """The first piece of the body, unpacked as far as that can be done; the connection is closed if there is more."""
    try:
        piece = next(iter(raw.stream(_PIECE, decode_content=False)), b"")
    finally:
        raw.close()
    if raw.headers.get("Content-Encoding", "identity").strip().lower() not in ("gzip", "x-gzip"):
        return piece
    try:
        return zlib.decompressobj(_GZIP).decompress(piece, _PIECE)
    except zlib.error:
        return b""


def _bounded(pieces: Iterable[bytes], at_most: int, host: str) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > at_most:
            raise Fault(f"the response of {host} is larger than {at_most // 1_000_000} MB")
        yield piece


def _unpacked(pieces: Iterable[bytes], host: str) -> Iterator[bytes]:
    """One or more gzip members (RFC 1952 section 2.2), in pieces of bounded size; nothing is nothing."""
    member = None
    for piece in pieces:
        while piece:
            if member is None or member.eof:
                member = zlib.decompressobj(_GZIP)
            try:
                yield member.decompress(piece, _PIECE)
            except zlib.error:
                raise Fault(f"{host} sent invalid gzip data") from None
            piece = member.unconsumed_tail or member.unused_data
    if member is not None and not member.eof:
        raise Fault(f"{host} closed the connection before the response was complete", retryable=True)
