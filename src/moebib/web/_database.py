"""Files of the cache as SQLite databases."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

__all__ = ["is_usable"]


def is_usable(file: Path) -> bool:
    """Whether *file* can be written as a database; a file that is not a database is deleted.

    requests-cache would wait forever for a file that it may not write, and pyrate-limiter would leave it open.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file, timeout=5, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            database.execute("SELECT count(*) FROM sqlite_master")
            database.execute("ROLLBACK")
    except (OSError, sqlite3.OperationalError):
        return False
    except sqlite3.DatabaseError:
        file.unlink(missing_ok=True)
        return not file.exists()
    return True
