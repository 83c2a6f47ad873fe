"""Entries by key."""

from __future__ import annotations

from moebib.library.keys import KeyIndex


def index_of(*entries: tuple[str, tuple[str, ...]]) -> KeyIndex[str]:
    index: KeyIndex[str] = KeyIndex()
    for key, former in entries:
        index.add(key, f"entry {key}", former=former)
    return index


def test_an_exact_key_takes_precedence_over_one_in_another_case_and_a_former_key() -> None:
    index = index_of(("Doe2020", ()), ("doe2020", ()), ("roe2021", ("DOE2020", "doe2019")))
    assert [index.find(key) for key in ("doe2020", "Doe2020", "dOe2020")] == [
        "entry doe2020", "entry Doe2020", "entry Doe2020",
    ]  # fmt: skip
    assert index.find("Doe2019") == "entry roe2021"
    assert index.find("doe2018") is None


def test_the_first_of_two_entries_with_one_key_wins() -> None:
    index = index_of(("doe2020", ()))
    index.add("doe2020", "another entry", former=["doe2019"])
    assert index.find("doe2020") == "entry doe2020"
    assert index.find("doe2019") == "another entry"
    assert list(index) == ["doe2020"]


def test_a_discarded_entry_is_not_found_by_any_of_its_keys() -> None:
    index = index_of(("Doe2020", ("doe2019",)), ("roe2021", ()))
    before = index.copy()
    index.discard("Doe2020", former=["doe2019"])
    assert [index.find(key) for key in ("Doe2020", "doe2020", "doe2019", "roe2021")] == [
        None,
        None,
        None,
        "entry roe2021",
    ]
    assert len(index) == 1
    assert before.find("doe2019") == "entry Doe2020"


def test_a_copy_equals_its_original_until_one_of_them_changes() -> None:
    index = index_of(("doe2020", ()))
    other = index.copy()
    assert other == index
    other.add_former("doe2019", "entry doe2020")
    assert other != index
    assert "doe2019" not in index
