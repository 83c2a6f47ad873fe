"""Citation keys."""

from __future__ import annotations

from typing import Any

import pytest

from moebib.records.citekey import make_key
from moebib.records.record import Record
from moebib.toml.validation import check_key


@pytest.mark.parametrize(("fields", "key"), [
    ({"title": "DeepSeekMoE: Towards Ultimate", "author": ["Dai, Damai"], "issued": "2024-08"}, "dai2024deepseekmoe"),
    ({"title": "A Review of Sparse Models", "author": ["Fedus, William"], "issued": "2022"}, "fedus2022review"),
    ({"title": "Read-ME: Refactorizing", "author": ["Cai, Ruisi"], "issued": "2024"}, "cai2024readme"),
    ({"title": "MoE-I² Compressing", "author": ["Yang, Cheng"], "issued": "2024"}, "yang2024moei2"),
    ({"title": "Sparse", "author": ["van den Berg, Jan"], "issued": "2020"}, "berg2020sparse"),
    ({"title": "Sparse", "author": ["Csordás, Róbert"]}, "csordassparse"),
    ({"title": "Sparse", "author": ["Łukasz, Ø."], "issued": "2020"}, "lukasz2020sparse"),
    ({"title": "Grok", "author": ["{xAI}"], "issued": "2024"}, "xai2024grok"),
    ({"title": "Space-Mate: A Chip", "issued": "2024"}, "spacemate2024"),  # no author
    ({"title": "深度学习", "author": ["王, 小明"], "issued": "2020"}, "2020"),
    ({"title": "The", "issued": "2020"}, "the2020"),
    ({}, "untitled"),
])  # fmt: skip
def test_a_key_is_family_year_and_first_content_word(fields: dict[str, Any], key: str) -> None:
    assert make_key(Record(id="new", type="article", **fields)) == key


def test_a_new_key_gets_the_suffix() -> None:
    record = Record(id="new", type="article", title="Sparse", author=["Liu, Tom"], issued="2020")
    assert make_key(record, {"liu2020sparse"}) == "liu2020sparsea"
    taken = {"liu2020sparse", *(f"liu2020sparse{chr(letter)}" for letter in range(ord("a"), ord("z") + 1))}
    assert make_key(record, taken) == "liu2020sparseaa"


def test_works_with_the_same_base_key_get_successive_suffixes() -> None:
    record, taken = Record(id="new", type="article"), dict[str, None]()
    for _ in range(26 * 27 + 2):
        taken[make_key(record, taken)] = None
    keys = list(taken)
    assert (keys[:2], keys[26:28], keys[-2:]) == (
        ["untitled", "untitleda"], ["untitledz", "untitledaa"], ["untitledzz", "untitledaaa"]
    )  # fmt: skip


def test_the_parts_of_a_key_are_cut_because_it_is_a_file_name() -> None:
    record = Record(id="new", type="article", title="x" * 5000, author=["y" * 5000], issued="2020")
    key = make_key(record)
    assert key == f"{'y' * 60}2020{'x' * 60}"
    assert make_key(record, {key}) == f"{key}a"
    assert check_key(key) is None


@pytest.mark.parametrize("title", ["Aux", "CON", "Lpt1"])
def test_a_key_is_no_name_that_windows_reserves(title: str) -> None:
    key = make_key(Record(id="new", type="article", title=title))
    assert key == f"{title.lower()}a"
    assert check_key(key) is None
