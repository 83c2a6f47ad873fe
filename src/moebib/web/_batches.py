"""Which identifiers were requested together: their response is cached under all of them, and found for none alone.

With another reference in a file, its batches would be other ones, and nothing of them cached.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path

__all__ = ["BatchIndex"]


class BatchIndex:
    """The batches whose responses are in the cache, in its database; without *file* none is noted.

    A file that cannot be read or written has none.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def batches_with(self, source: str, identifiers: Iterable[str]) -> list[tuple[str, ...]]:
        """The last batch in which *source* was queried for each of *identifiers*, without repetitions."""
        if self._file is None or not self._file.exists():
            return []
        found: dict[str, None] = {}
        with suppress(sqlite3.Error), closing(sqlite3.connect(self._file, timeout=5)) as database:
            for identifier in identifiers:
                rows = database.execute("SELECT value FROM batches WHERE key = ?", (f"{source} {identifier}",))
                found |= dict.fromkeys(value for (value,) in rows)
        return [batch for value in found if (batch := _read(value))]

    def note(self, source: str, batch: Sequence[str]) -> None:
        """Note that *source* was queried for the identifiers of *batch* together, and that its responses are cached."""
        if self._file is None:
            return
        value = json.dumps(batch)
        with suppress(OSError, sqlite3.Error), closing(sqlite3.connect(self._file, timeout=5)) as database, database:
            database.execute("CREATE TABLE IF NOT EXISTS batches (key TEXT PRIMARY KEY, value TEXT)")
            rows = [(f"{source} {identifier}", value) for identifier in batch]
            database.executemany("INSERT OR REPLACE INTO batches VALUES (?, ?)", rows)


def _read(value: object) -> tuple[str, ...]:
    try:
        texts = json.loads(str(value))
    except ValueError:
        return ()
    return tuple(texts) if isinstance(texts, list) and all(isinstance(text, str) for text in texts) else ()
