"""Counts the steps of a computation: tests compare its cost for inputs of different sizes without a clock."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

__all__ = ["steps"]


def steps(compute: Callable[[], object], package: str = "moebib") -> int:
    """How many lines of the modules of *package* are executed by *compute*."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if not str(frame.f_globals.get("__name__", "")).startswith(package):
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        compute()
    finally:
        sys.settrace(before)
    return count
