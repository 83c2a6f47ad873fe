from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import InputError
from moebib.formats.paper_list.markers import fill, is_marker, marker_lines

README = "# A\r\n\r\nkept  \r\n<!-- moebib:begin models -->\r\nold\r\n<!-- moebib:end models -->\r\nlast, no end"


def test_fill_keeps_every_byte_outside_the_markers_and_the_line_endings() -> None:
    assert fill(README, {"models": "x\ny"}) == README.replace("\r\nold\r\n", "\r\n\r\nx\r\ny\r\n\r\n")
    assert fill(README, {"models": ""}) == README.replace("old\r\n", "")


@given(st.text(alphabet="ab# `\n\r<!->[]\u2028", max_size=60), st.text(alphabet="xyz\n#-`", max_size=20))
def test_fill_is_idempotent(around: str, body: str) -> None:
    marked = f"{around}\n\n<!-- moebib:begin a -->\n<!-- moebib:end a -->\n{around}"
    try:
        once = fill(marked, {"a": body})
    except InputError:
        return
    assert once.startswith(f"{around}\n\n")
    assert once.endswith(f"\n{around}")


def test_a_marker_in_a_code_block_is_an_example() -> None:
    text = "```md\n<!-- moebib:begin models -->\n```\n\nWrite `<!-- moebib:begin models -->`.\n"
    assert fill(text, {"models": "x"}) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n<!-- moebib:begin models -->\n", "line 2: begin marker of 'models' is not closed"),
        ("<!-- moebib:end models -->", "line 1: end marker of 'models' without a begin marker"),
        ("<!-- moebib:begin nodels -->", "line 1: unknown part 'nodels' in a marker; choose from contents, models"),
        (
            "<!-- moebib:begin models -->\n<!-- moebib:end models -->\n" * 2,
            "line 3: duplicate begin marker",
        ),
        (
            "<!-- moebib:begin models -->\n<!-- moebib:begin sections -->",
            "line 2: .* inside 'models'",
        ),
        ("<!-- moebib:begin models -->\n<!-- moebib:end sections -->", "line 2: end marker of 'sections' without"),
    ],
)
def test_unpaired_markers_are_rejected_with_their_line(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        fill(text, {"models": "", "sections": ""})


def test_the_markers_that_are_written_are_filled_and_are_recognised() -> None:
    empty = marker_lines(["models", "sections"])
    assert "\n\nx\n\n" in fill(empty, {"models": "x", "sections": "y"})
    assert all(is_marker(f"{line}\n") for line in empty.splitlines() if line)


@pytest.mark.parametrize("html", ["<!-- moebib -->", "<!-- moebib:begin a --> x", "<!--\nmoebib:begin a\n-->"])
def test_other_comments_are_not_markers(html: str) -> None:
    assert not is_marker(html)
    assert fill(html, {}) == html
