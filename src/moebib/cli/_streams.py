"""The standard streams of a command: nothing that happens to a reader changes what is done, or the exit code.

A stream that raised an error in the middle of a command would leave its work undone; a conflict of a merge would be
taken for a success. So the streams here never raise. What was lost is known when the command ends.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path
from typing import Any, TextIO

__all__ = ["failure_of", "has_color", "is_reader_gone", "protect_streams"]


class _Tolerant(io.FileIO):
    """A file that keeps its first error and ignores what is written after it."""

    failure: OSError | None = None

    def write(self, data: Any, /) -> int:
        if self.failure is None:
            try:
                return super().write(data)
            except OSError as error:
                self.failure = error
        return len(data)


def protect_streams() -> None:
    """Replace the standard streams by such that are never ``None``, never raise errors, and are UTF-8."""
    # A stream that the shell has closed (`moebib list >&-`) is None; its replacement is open until the process ends.
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115
    sys.stdout = _protected(sys.stdout)
    sys.stderr = _protected(sys.stderr)


def failure_of(stream: TextIO) -> OSError | None:
    """Why *stream* has lost data, if it has."""
    raw = _raw(stream)
    return raw.failure if isinstance(raw, _Tolerant) else None


def is_reader_gone(failure: OSError) -> bool:
    """Whether the reader of a pipe has closed it, because it has seen enough (`moebib list | head`)."""
    return isinstance(failure, BrokenPipeError) or (os.name == "nt" and failure.errno == errno.EINVAL)


def has_color(stream: TextIO) -> bool:
    """Whether *stream* is a terminal that shows colours, unless NO_COLOR or FORCE_COLOR decides."""
    if os.environ.get("NO_COLOR"):
        return False
    if forced := os.environ.get("FORCE_COLOR"):
        return forced != "0"
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _protected(stream: TextIO | None) -> TextIO:
    if stream is None:
        # Every write fails with the error that a closed stream gives, and no file that is opened later is the stream.
        raw, is_line_buffered = _Tolerant(os.open(os.devnull, os.O_RDONLY), "w"), False
    elif isinstance(stream, io.TextIOWrapper) and isinstance(_raw(stream), io.FileIO):
        stream.flush()
        raw = _Tolerant(stream.fileno(), "w", closefd=False)
        is_line_buffered = stream.line_buffering or stream.write_through  # the latter with PYTHONUNBUFFERED
    else:  # a console of Windows, which is not closed early, or what a caller has put in place of the stream
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
        return stream
    return io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8", errors="replace", line_buffering=is_line_buffered)


def _raw(stream: TextIO) -> object:
    buffer = getattr(stream, "buffer", None)
    return getattr(buffer, "raw", buffer)
