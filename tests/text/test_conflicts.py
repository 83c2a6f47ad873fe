"""Conflict markers of git are found in any text, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from moebib.text.conflicts import conflict_message, find_conflicts

CONFLICT = "<<<<<<< HEAD\na\n||||||| base\nb\n=======\nc\n>>>>>>> feature/x\n"


@pytest.mark.parametrize(("text", "lines"), [
    (CONFLICT, ["lines 1 to 7"]),
    (CONFLICT.replace("\n", "\r\n"), ["lines 1 to 7"]),
    (f"x\n{CONFLICT}y\n{CONFLICT}", ["lines 2 to 8", "lines 10 to 16"]),
    ("x\n<<<<<<<\n", ["line 2"]),
    ("x\n>>>>>>> theirs", ["line 2"]),
    (f"<<<<<<< HEAD\n{CONFLICT}", ["line 1", "lines 2 to 8"]),
    (CONFLICT.replace("<" * 7, "<" * 12).replace(">" * 7, ">" * 12), ["lines 1 to 7"]),
])  # fmt: skip
def test_conflicts_are_found_with_their_lines(text: str, lines: list[str]) -> None:
    messages = [conflict_message(text, conflict) for conflict in find_conflicts(text)]
    assert messages == [f"unresolved merge conflict in {line}" for line in lines]


@pytest.mark.parametrize("text", [
    "", "a << b\n", "> quoted\n", "Heading\n=======\n", " <<<<<<< HEAD\n", "<<<<<<<HEAD\n",
    "a <<<<<<< b\n", "<<<<<< HEAD\n",
])  # fmt: skip
def test_other_texts_have_no_conflicts(text: str) -> None:
    assert find_conflicts(text) == []
