"""Shared by the scripts of the other tools: read rows, and write pairs with their cost."""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any


def rows(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def answer(find: Callable[[], Iterable[tuple[str, str, float]]], **more: Any) -> None:
    """Print the pairs that *find* finds, with a score each, and the processor time and memory of finding them."""
    before, start = _peak(), _cpu()
    pairs = [(a, b, float(score)) for a, b, score in find()]
    used = {"cpu_s": _cpu() - start, "mb": _peak(), "mb_before": before}
    Path(sys.argv[-1]).write_text(json.dumps({"pairs": pairs, **used, **more}), "utf-8")


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak() -> float:
    """The peak memory so far in MB, of this process or of one that it started, whichever is more.

    Linux's ru_maxrss starts with the memory of the parent process; VmHWM does not.
    """
    high_water = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text("ascii"))
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(int(high_water[1]) if high_water else 0, started) / 1024
