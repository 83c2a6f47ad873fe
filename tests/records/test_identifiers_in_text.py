"""Identifiers are found in running text by the words and forms that nothing else has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.records.identifiers_in_text import identifiers_in
from steps import steps
from strategies import examples


@pytest.mark.parametrize(
    ("text", "identifiers"),
    [
        ("arXiv:2401.00010v2 [cs.LG]", ["arxiv:2401.00010"]),
        ("arXiv preprint arXiv:2401.00010, 2024", ["arxiv:2401.00010"]),
        ("CoRR abs/2401.00010", ["arxiv:2401.00010"]),
        ("arXiv 2401.00010; see doi.org/10.5555/pots.1).", ["arxiv:2401.00010"]),
        ("DOI 10.5555/pots.1.", ["doi:10.5555/pots.1"]),
        ("10.48550/arXiv.2401.00010", ["arxiv:2401.00010"]),
        ("10.5555/a and arXiv:2401.00010", ["doi:10.5555/a", "arxiv:2401.00010"]),
        ("arXiv:2413.00010", []),
        ("the years 2401.00010", []),
        ("no identifier", []),
    ],
)
def test_identifiers_are_found_in_text(text: str, identifiers: list[str]) -> None:
    assert [str(written.identifier) for written in identifiers_in(text)] == identifiers


@examples(200)
@given(st.text(alphabet="arXiv:doi10./240155ISBN978-() \x01\x02", max_size=60))
def test_places_do_not_overlap(text: str) -> None:
    ends = [0]
    for written in identifiers_in(text):
        assert ends[-1] <= written.start < written.end <= len(text)
        ends.append(written.end)


def test_many_identifiers_are_found_in_linear_time() -> None:
    few, many = (steps(lambda size=size: identifiers_in("arXiv:2401.00001 " * size)) for size in (50, 200))  # type: ignore[misc]
    assert many < 5 * few
