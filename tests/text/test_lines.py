"""Lines and columns, counted as editors do."""

from __future__ import annotations

import pytest

from moebib.text.lines import Lines


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_each_newline_ends_a_line(newline: str) -> None:
    text = newline.join(["ab", "", "c"])
    assert [Lines(text).position(text.index(mark)) for mark in "abc"] == [(1, 1), (1, 2), (3, 1)]
    assert Lines(text).position(len(text)) == (3, 2)


def test_other_characters_do_not_end_a_line() -> None:
    assert Lines("a\f\v\x1c\x85\u2028b").position(6) == (1, 7)


def test_an_empty_text_has_a_line() -> None:
    assert Lines("").position(0) == (1, 1)
