"""The size and age of the response cache, and how to clear it. Needs none of the HTTP libraries."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from moebib.errors import InputError

__all__ = ["CACHE_FILE", "CacheInfo", "cache_info", "clear_cache"]

CACHE_FILE = "answers.sqlite"
_TIMEOUT_S = 5.0
"""How long to wait for a lock of another process."""
_TABLES = frozenset({"responses", "links"})
_SUFFIXES = ("", "-wal", "-shm", "-journal")
"""The suffixes of the files of a database (https://sqlite.org/tempfiles.html)."""


class CacheInfo(NamedTuple):
    """What is in a cache."""

    file: Path
    answers: int
    size: int
    """In bytes, on the disk."""
    oldest: date | None
    newest: date | None


def cache_info(folder: Path) -> CacheInfo:
    """What is cached in *folder*; a file that is not a cache contains nothing."""
    file = folder / CACHE_FILE
    lines = _lines(file) if file.exists() else []
    days = sorted(day for line in lines if (day := _day(line)))
    size = sum(part.stat().st_size for suffix in _SUFFIXES if (part := file.with_name(CACHE_FILE + suffix)).exists())
    return CacheInfo(file, len(lines), size, days[0] if days else None, days[-1] if days else None)


def clear_cache(folder: Path) -> None:
    """Delete the cached responses in *folder*; they are requested again when needed.

    Raises:
        InputError: If another process is writing it.
    """
    file = folder / CACHE_FILE
    if not file.exists():
        return
    try:
        with closing(sqlite3.connect(file, timeout=_TIMEOUT_S, isolation_level=None)) as database:
            for table in _tables(database):
                database.execute(f'DELETE FROM "{table}"')
            database.execute("VACUUM")
    except sqlite3.OperationalError as error:
        raise InputError(f"cannot clear the cache: {error}", where=str(file)) from error
    except sqlite3.DatabaseError:
        file.unlink()


def _lines(file: Path) -> list[str | bytes | None]:
    """The line of JSON at the start of each row."""
    try:
        with closing(sqlite3.connect(file, timeout=_TIMEOUT_S)) as database:
            lines: list[str | bytes | None] = []
            for table in _TABLES & set(_tables(database)):
                rows = database.execute(f"SELECT substr(value, 1, instr(value, x'0A')) FROM {table}")
                lines += [line for (line,) in rows]
            return lines
    except sqlite3.DatabaseError:
        return []


def _day(line: str | bytes | None) -> date | None:
    try:
        return datetime.fromtimestamp(json.loads(line or "")["created"], UTC).astimezone().date()
    except (ValueError, KeyError, TypeError, OverflowError, OSError):
        return None


def _tables(database: sqlite3.Connection) -> list[str]:
    return [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
