"""Runs commands alternately, as whole processes, and reads their resource usage from the operating system."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

HEAD = """\
| what | tool | CPU ms: min | median | wall ms: min | median | peak MB | CPU min / first tool's |
|---|---|--:|--:|--:|--:|--:|--:|
"""


@dataclass(frozen=True)
class Command:
    """A command, the preparation of each run (which is not timed), and how to check that it did its work."""

    tool: str
    args: Sequence[str | Path]
    env: Mapping[str, str]
    stdin: str = ""
    before: Callable[[], None] | None = None
    output: Path | None = None
    """The file that it writes, if not standard output."""
    matches: str = ""
    """A regular expression for one work in the output."""
    count: int = 0
    """How many works must be in the output."""
    codes: Collection[int] = (0,)
    """The exit codes of a successful run."""


class Used(NamedTuple):
    """The resources that one run used."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    """At least the memory of the measuring process, about 18 MB: Linux counts from before the exec."""


def measure(task: str, commands: Sequence[Command], runs: int) -> str:
    """Rows of a Markdown table (see :data:`HEAD`), with each command compared with the first."""
    used = take_turns(commands, runs)
    first = min(run_used.cpu_s for run_used in used[0])
    return "".join(_row(task, command.tool, of, first) for command, of in zip(commands, used, strict=True))


def take_turns(commands: Sequence[Command], runs: int) -> list[tuple[Used, ...]]:
    """The resources that each command used in each run: one checked warm-up run, then A B C, A B C ..."""
    for command in commands:
        _check(command)
    rounds = [[run(command) for command in commands] for _ in range(runs)]
    return list(zip(*rounds, strict=True))


def _row(task: str, tool: str, used: Iterable[Used], first: float) -> str:
    cpu, wall, peak = ([run_used[at] for run_used in used] for at in range(3))
    times = " | ".join(f"{1000 * value:.0f}" for value in (min(cpu), median(cpu), min(wall), median(wall)))
    return f"| {task} | {tool} | {times} | {median(peak):.0f} | {min(cpu) / first:.1f} |\n"


def run(command: Command) -> Used:
    """Run a command once and discard its output.

    Raises:
        RuntimeError: If it fails.
    """
    if command.before:
        command.before()
    begin = time.perf_counter()
    process = subprocess.Popen(command.args, env=command.env, text=True, stdin=subprocess.PIPE,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(command.stdin)
    process.stdin.close()
    # wait4, unlike getrusage(RUSAGE_CHILDREN), gives the peak memory of this child, not the largest so far.
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in command.codes:
        raise RuntimeError(f"exit code {process.returncode}: {command.args}")
    return Used(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def _check(command: Command) -> None:
    """Run the command once and check its output, so that no tool is fast because it did nothing."""
    if command.before:
        command.before()
    done = subprocess.run(command.args, env=command.env, input=command.stdin, capture_output=True, text=True)
    if done.returncode not in command.codes:
        raise RuntimeError(f"exit code {done.returncode}: {command.args}\n{done.stdout}{done.stderr}")
    text = command.output.read_text(encoding="utf-8") if command.output else done.stdout
    count = len(re.findall(command.matches, text, re.M)) if command.matches else 0
    if count != command.count:
        raise RuntimeError(f"{count} works instead of {command.count}: {command.args}\n{done.stdout[:2000]}")


def machine() -> str:
    """The machine: number of cores, system and version of Python."""
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
