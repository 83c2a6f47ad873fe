"""The keys of a file have the pattern that at least half of them have; other keys have none."""

from __future__ import annotations

import pytest

from moebib.records.key_pattern import find_pattern
from moebib.records.record import Record

WARM = Record(
    id="a", type="book", title="On the Warmth of All Experts", author=["van den Berg, Jan", "Çelik, Ada", "Doe, J."],
    issued="2024",
)  # fmt: skip
NOMOE = Record(id="b", type="book", title="NoMoE: Fewer Experts, $k$ Routers", author=["Roe, Max"], issued="2019-05")
NEW = Record(id="c", type="book", title="A Large Study of Heat", author=["Dune, Ida", "Frost, Al"], issued="2025")


@pytest.mark.parametrize(
    ("warm", "nomoe", "new"),
    [
        ("berg2024warmth", "roe2019nomoe", "dune2025large"),
        ("Berg2024", "Roe2019", "Dune2025"),
        ("Berg24", "Roe19b", "Dune25"),
        ("vandenberg2024", "roe2019", "dune2025"),
        ("Berg:2024", "Roe:2019", "Dune:2025"),
        ("berg_warmth_2024", "roe_nomoe_2019", "dune_large_2025"),
        ("bergWarmthAllExperts2024", "roeNoMoEFewerExperts2019", "duneLargeStudyHeat2025"),
        ("berg-etal-2024-warmth", "roe-2019-nomoe", "dune-frost-2025-large"),
        ("berg2024on", "roe2019nomoe", "dune2025a"),
        ("Berg.2024.Warmth", "mine", "Dune.2025.Large"),
    ],
)
def test_a_new_key_is_made_like_the_others(warm: str, nomoe: str, new: str) -> None:
    pattern = find_pattern([(warm, WARM), (nomoe, NOMOE), (nomoe, NOMOE)])
    if nomoe == "mine":
        assert pattern is None
        pattern = find_pattern([(warm, WARM), (nomoe, NOMOE)])
    assert pattern is not None
    assert pattern.make(NEW) == new


def test_keys_without_a_pattern_have_none() -> None:
    assert find_pattern([]) is None
    assert find_pattern([("x1", WARM), ("x2", NOMOE)]) is None


def test_a_work_that_lacks_a_part_has_no_key_by_the_pattern() -> None:
    pattern = find_pattern([("berg2024warmth", WARM)])
    assert pattern is not None
    assert pattern.make(NEW.evolve(issued=None)) == ""
    assert pattern.make(NEW.evolve(title="")) == ""
    assert pattern.make(NEW.evolve(author=())) == ""
