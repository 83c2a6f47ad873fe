"""scan: any text to blocks, without loss."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moebib.bibtex.scan import scan

PIECES = (
    "@", "@misc{", "@article{key,", "@ misc (", "@string{", "@preamble{", "@comment", "{", "}", '"', "#", "=", ",",
    "\n", "\r\n", "\r", " ", "%", "\\", "\\}", "(", ")", "a", "title", "year = 2001", "é", "\0", "\ufeff",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text()


@given(TEXTS)
def test_nothing_is_lost(text: str) -> None:
    assert "".join(block.raw for block in scan(text)) == text


@given(TEXTS)
def test_positions_are_those_in_the_text(text: str) -> None:
    for block in scan(text):
        assert text.startswith(block.key, max(block.key_start, 0))
        for field in block.fields:
            assert block.start <= field.start <= field.value_start <= field.end <= block.end
            assert text.startswith(field.name, field.start)
            assert text.startswith(field.value, field.value_start)
