"""Several hosts queried at once, each in its own thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

__all__ = ["as_completed", "in_parallel"]

Query = TypeVar("Query")
Result = TypeVar("Result")


def in_parallel(run: Callable[[str, Query], Result], queries: Mapping[str, Query]) -> dict[str, Result]:
    """``{name: run(name, queries[name])}``, all at the same time; the first failure is raised.

    An executor would wait for its threads at Ctrl-C, until all requests under way have timed out.
    """
    results: dict[str, Result] = {}
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            results[name] = run(name, queries[name])
        except BaseException as error:  # raised below, in the thread that waits
            failures.append(error)

    threads = [Thread(target=work, args=(name,), daemon=True) for name in queries]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.1)
    if failures:
        raise failures[0]
    return {name: results[name] for name in queries}


def as_completed(
    run: Callable[[Query], Iterable[Result]], queries: Iterable[Query], *, threads: int
) -> Iterator[Result]:
    """What ``run`` yields for each of *queries*, as it comes; *threads* run at a time, and a failure is raised."""
    waiting: SimpleQueue[Query] = SimpleQueue()
    # A result in a tuple, a failure, or None at the end of a thread.
    results: SimpleQueue[tuple[Result, ...] | BaseException | None] = SimpleQueue()
    for query in queries:
        waiting.put(query)

    def work() -> None:
        try:
            while (query := _next(waiting)) is not None:
                for result in run(query[0]):
                    results.put((result,))
            results.put(None)
        except BaseException as error:  # raised below, in the thread that waits
            results.put(error)

    running = min(threads, waiting.qsize())
    for _ in range(running):
        Thread(target=work, daemon=True).start()
    while running:
        try:
            result = results.get(timeout=0.1)
        except Empty:
            continue
        if isinstance(result, BaseException):
            raise result
        running -= result is None
        yield from result or ()


def _next(waiting: SimpleQueue[Query]) -> tuple[Query] | None:
    try:
        return (waiting.get_nowait(),)
    except Empty:
        return None
