"""Several hosts asked at once, each in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

__all__ = ["as_completed", "in_parallel"]

Given = TypeVar("Given")
Answers = TypeVar("Answers")


def in_parallel(ask: Callable[[str, Given], Answers], questions: Mapping[str, Given]) -> dict[str, Answers]:
    """``{name: ask(name, questions[name])}`` for all, at the same time; the first failure is raised.

    The threads of an executor would be waited for at Ctrl-C, up to the time-outs of all requests under way.
    """
    answers: dict[str, Answers] = {}
    failed: list[BaseException] = []

    def run(name: str) -> None:
        try:
            answers[name] = ask(name, questions[name])
        except BaseException as error:  # raised below, in the thread that waits
            failed.append(error)

    threads = [Thread(target=run, args=(name,), daemon=True) for name in questions]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.1)
    if failed:
        raise failed[0]
    return {name: answers[name] for name in questions}


def as_completed(
    ask: Callable[[Given], Iterable[Answers]], questions: Iterable[Given], *, threads: int
) -> Iterator[Answers]:
    """What ``ask`` yields for each of *questions*, of which *threads* are asked at a time; a failure is raised."""
    waiting: SimpleQueue[Given] = SimpleQueue()
    answers: SimpleQueue[tuple[Answers, ...] | BaseException | None] = SimpleQueue()
    for question in questions:
        waiting.put(question)

    def run() -> None:
        try:
            while (question := _next(waiting)) is not None:
                for answer in ask(question[0]):
                    answers.put((answer,))
            answers.put(None)
        except BaseException as error:  # raised below, in the thread that waits
            answers.put(error)

    at_work = min(threads, waiting.qsize())
    for _ in range(at_work):
        Thread(target=run, daemon=True).start()
    while at_work:
        try:
            answer = answers.get(timeout=0.1)
        except Empty:
            continue
        if isinstance(answer, BaseException):
            raise answer
        at_work -= answer is None
        yield from answer or ()


def _next(waiting: SimpleQueue[Given]) -> tuple[Given] | None:
    try:
        return (waiting.get_nowait(),)
    except Empty:
        return None
