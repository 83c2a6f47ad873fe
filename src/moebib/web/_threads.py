"""Several hosts asked at once, each in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Thread
from typing import TypeVar

__all__ = ["side_by_side"]

Given = TypeVar("Given")
Answers = TypeVar("Answers")


def side_by_side(ask: Callable[[str, Given], Answers], questions: Mapping[str, Given]) -> dict[str, Answers]:
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
