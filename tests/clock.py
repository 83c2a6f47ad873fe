"""Time without waiting, so that no test fails on a slow or busy machine."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from moebib.web._deadline import Watchdog

__all__ = ["Clock", "calls", "days_ago", "in_proportion", "make_older", "until"]

_HANGS_S = 120
_QUADRATIC_S = 30


class Clock:
    """A clock for every ``Web``: a wait takes no time, and advances the clock by its length."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now_s = 0.0
        self.waits_s: list[float] = []
        self._lock = Lock()
        wait = Watchdog.sleep

        def sleep(watchdog: Watchdog, seconds: float) -> None:
            wait(watchdog, 0)  # raises an error if the watchdog has been stopped
            if seconds:
                until_s = self.now_s + seconds
                with self._lock:
                    self.waits_s.append(seconds)
                    self.now_s = max(self.now_s, until_s)

        patch.setattr(Watchdog, "sleep", sleep)
        for clock in ("monotonic", "time"):
            patch.setattr(f"moebib.web._adapter.{clock}", lambda: self.now_s)


class _DaysAgo:
    """Equal to the date that many days ago and to the day before, because midnight may have passed meanwhile."""

    def __init__(self, days: int) -> None:
        self.date = date.today() - timedelta(days=days)

    def __eq__(self, other: object) -> bool:
        return str(other) in (str(self.date), str(self.date - timedelta(days=1)))

    def __hash__(self) -> int:
        return hash(_DaysAgo)

    def __repr__(self) -> str:
        return f"{self.date} or the day before"


def days_ago(days: int) -> Any:
    """A value equal to the date that many days ago, or to its text, even if midnight passes during the test."""
    return _DaysAgo(days)


def until(happened: Callable[[], bool]) -> None:
    """Wait until a condition is met by another thread or process."""
    end = time.monotonic() + _HANGS_S
    while not happened():
        assert time.monotonic() < end, "the condition was not met in time"
        time.sleep(0.02)


@contextmanager
def calls() -> Iterator[Counter[str]]:
    """Count the calls of functions in Python and in C: a measure of cost that is the same on every machine."""
    counted: Counter[str] = Counter()
    before = sys.getprofile()
    sys.setprofile(lambda _frame, event, _of: counted.update([event] if event in ("call", "c_call") else ()))
    try:
        yield counted
    finally:
        sys.setprofile(before)


@contextmanager
def in_proportion() -> Iterator[None]:
    """Fail if the block takes more time than in proportion to its input.

    The input must be so long that quadratic time would far exceed the limit of half a minute of processor time on any
    machine; linear time is less than a second.
    """
    start = time.process_time()
    yield
    assert time.process_time() - start < _QUADRATIC_S


def make_older(cache: Path, days: float) -> None:
    """Make everything in the cache older by that many days."""
    with sqlite3.connect(cache / "answers.sqlite") as database:
        for key, row in database.execute("SELECT key, value FROM responses").fetchall():
            facts, newline, body = row.partition(b"\n")
            text = facts.decode()
            for name in ("created", "expires"):
                start = text.index(f'"{name}": ') + len(name) + 4
                end = min(at for at in (text.find(",", start), text.find("}", start)) if at > 0)
                text = f"{text[:start]}{float(text[start:end]) - days * 86400}{text[end:]}"
            database.execute("UPDATE responses SET value = ? WHERE key = ?", (text.encode() + newline + body, key))
    database.close()
