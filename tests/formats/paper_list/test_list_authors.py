"""The authors that a list states become names, organisations stay whole, and "et al." is a flag."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.paper_list.people import read_authors
from strategies import examples

PEOPLE = ["Lund, Ida", "van den Berg, Jan", "O'Quill, Ada-Mae"]


@pytest.mark.parametrize(
    "text",
    [
        "Ida Lund, Jan van den Berg, Ada-Mae O'Quill", "Ida Lund, Jan van den Berg and Ada-Mae O'Quill",
        "Ida Lund, Jan van den Berg, and Ada-Mae O'Quill.", "Ida Lund; Jan van den Berg; Ada-Mae O'Quill",
        "Ida Lund、Jan van den Berg、Ada-Mae O'Quill", "Ida Lund，Jan van den Berg，Ada-Mae O'Quill",
        "Lund, Ida and van den Berg, Jan and O'Quill, Ada-Mae", "Lund, Ida; van den Berg, Jan; O'Quill, Ada-Mae",
        "Ida Lund & Jan van den Berg & Ada-Mae O'Quill",
    ],
)  # fmt: skip
def test_a_list_of_authors_is_read_in_every_form(text: str) -> None:
    assert read_authors([text]).texts() == PEOPLE
    assert read_authors([f"{text.rstrip('.')} et al."]).texts() == [*PEOPLE, "others"]


def test_names_may_come_one_by_one() -> None:
    assert read_authors(["Ida Lund", "Jan van den Berg", "and Ada-Mae O'Quill"]).texts() == PEOPLE
    assert read_authors(["Ida Lund", "et al."]).texts() == ["Lund, Ida", "others"]
    assert read_authors(["Ida Lund"], has_more=True).texts() == ["Lund, Ida", "others"]
    assert read_authors([]).texts() == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OpenAI", ["{OpenAI}"]), ("Clay Team", ["{Clay Team}"]), ("Google Clay", ["{Google Clay}"]),
        ("Meta AI", ["{Meta AI}"]), ("University of Clay", ["{University of Clay}"]),
        ("Clay Team: Ida Lund, Ada Quill", ["{Clay Team}", "Lund, Ida", "Quill, Ada"]),
        ("Ida Lund*, Ada Quill†", ["Lund, Ida", "Quill, Ada"]), ("Ida Lund1, Ada Quill2", ["Lund, Ida", "Quill, Ada"]),
        ("Ada\u00adMae Lund", ["Lund, AdaMae"]), ("Ada\u2010Mae Lund", ["Lund, Ada-Mae"]),
        ("张三、李四", ["张三", "李四"]), ("ida lund", ["lund, ida"]), ("Anonymous", []), ("?", []),
    ],
)  # fmt: skip
def test_organisations_marks_and_other_scripts(text: str, expected: list[str]) -> None:
    assert read_authors([text]).texts() == expected


@examples(200)
@given(st.lists(st.text(alphabet="AaBb .,;:&{}()*1\u3001\u00adand et al", max_size=30), max_size=3), st.booleans())
def test_any_text_gives_names(texts: list[str], has_more: bool) -> None:
    names = read_authors(texts, has_more=has_more)
    assert all(name.display().strip() for name in names)
