"""The body of a response: read and unpacked within limits of size."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from moebib.web._errors import Fault

__all__ = ["read_beginning", "read_body"]

_MAX_SENT = 20_000_000
_MAX_UNPACKED = 50_000_000
_CHUNK = 65_536
_GZIP = 31  # the `wbits` of zlib for gzip


class _Raw(Protocol):
    """The part of ``urllib3.HTTPResponse`` that is used. It checks the declared length itself."""

    @property
    def headers(self) -> Mapping[str, str]: ...
    def stream(self, amt: int, decode_content: bool) -> Iterator[bytes]: ...
    def close(self) -> None: ...


def read_body(raw: _Raw, host: str) -> bytes:
    """The whole body, unpacked. The connection returns to its pool only if it was read to the end.

    Raises:
        Fault: If it is too large or truncated, or has an unsupported content encoding.
    """
    encoding = raw.headers.get("Content-Encoding", "identity").strip().lower()
    try:
        chunks = _bounded(raw.stream(_CHUNK, decode_content=False), _MAX_SENT, host)
        if encoding in ("gzip", "x-gzip"):
            chunks = _bounded(_unpacked(chunks, host), _MAX_UNPACKED, host)
        elif encoding not in ("", "identity"):
            raise Fault(f"{host} used an unsupported content encoding: {encoding[:20]!r}")
        return b"".join(chunks)
    finally:
        raw.close()


def read_beginning(raw: _Raw) -> bytes:
    """The first chunk of the body, unpacked as far as possible; the connection is closed if there is more."""
    try:
        chunk = next(iter(raw.stream(_CHUNK, decode_content=False)), b"")
    finally:
        raw.close()
    if raw.headers.get("Content-Encoding", "identity").strip().lower() not in ("gzip", "x-gzip"):
        return chunk
    try:
        return zlib.decompressobj(_GZIP).decompress(chunk, _CHUNK)
    except zlib.error:
        return b""


def _bounded(chunks: Iterable[bytes], limit: int, host: str) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise Fault(f"the response of {host} is larger than {limit // 1_000_000} MB")
        yield chunk


def _unpacked(chunks: Iterable[bytes], host: str) -> Iterator[bytes]:
    """One or more gzip members (RFC 1952 section 2.2), in chunks of bounded size; an empty body is allowed."""
    member = None
    for chunk in chunks:
        while chunk:
            if member is None or member.eof:
                member = zlib.decompressobj(_GZIP)
            try:
                yield member.decompress(chunk, _CHUNK)
            except zlib.error:
                raise Fault(f"{host} sent invalid gzip data") from None
            chunk = member.unconsumed_tail or member.unused_data
    if member is not None and not member.eof:
        raise Fault(f"{host} closed the connection before the response was complete", retryable=True)
