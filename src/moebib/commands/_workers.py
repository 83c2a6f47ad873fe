"""Worker processes; the only module of ``commands`` that starts any."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from moebib.errors import InputError

__all__ = ["run_tasks"]

Label = TypeVar("Label")
Task = TypeVar("Task")
Result = TypeVar("Result")


def run_tasks(
    function: Callable[[Task], Result], tasks: Iterable[tuple[Label, Task]], jobs: int
) -> Iterator[tuple[Label, Result]]:
    """What *function* returns for each task, with its label, in the order of the tasks.

    With one job everything runs in this process. With more, *function*, tasks and results are pickled; labels are not.
    Only a few tasks for each process are taken from *tasks* in advance.

    Raises:
        InputError: If a process was killed.
    """
    if jobs == 1:
        for label, task in tasks:
            yield label, function(task)
        return
    with ProcessPoolExecutor(jobs, initializer=gc.set_threshold, initargs=gc.get_threshold()) as pool:
        waiting: deque[tuple[Label, Future[Result]]] = deque()
        try:
            for label, task in tasks:
                waiting.append((label, pool.submit(function, task)))
                if len(waiting) > 2 * jobs:
                    first, future = waiting.popleft()
                    yield first, future.result()
            for label, future in waiting:
                yield label, future.result()
        except BrokenProcessPool:
            raise InputError("a worker process was killed, perhaps because memory ran out; try fewer --jobs") from None
        finally:
            pool.shutdown(cancel_futures=True)
