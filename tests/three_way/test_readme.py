"""Merges of a README that is kept as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from git_folder import needs_git
from moebib.commands.merge_driver import merge_file

BASE = """\
# List

- [Caching](#caching) (1)

## Caching

- [One](https://a.example/1) 2020
"""
TWO = "- [Two](https://a.example/2) 2021\n"
THREE = "- [Three](https://a.example/3) 2022\n"
Merge = Callable[[str, str, str], tuple[str, bool]]
"""Base, ours and theirs -> the merged text, and whether there is no conflict."""


@pytest.fixture
def merge(tmp_path: Path) -> Merge:
    (tmp_path / "moebib.toml").write_text('[readme]\nstyle = "as it is"\n')

    def merged(base: str, ours: str, theirs: str) -> tuple[str, bool]:
        files = [tmp_path / f".merge_file_{letter * 6}" for letter in "abc"]
        for file, text in zip(files, (base, ours, theirs), strict=True):
            file.write_text(text, "utf-8", newline="")
        is_clean = merge_file(*files, path="README.md", folder=tmp_path).is_clean
        return files[1].read_bytes().decode(), is_clean

    return merged


pytestmark = needs_git


def test_works_added_in_one_place_are_all_kept_and_counts_are_left_to_the_next_build(merge: Merge) -> None:
    ours, theirs = (f"{BASE}{line}".replace("(1)", "(2)") for line in (TWO, THREE))
    assert merge(BASE, ours, theirs) == (f"{BASE}{TWO}{THREE}".replace("(1)", "(2)"), True)
    assert merge(BASE, ours, f"{BASE}{THREE}{TWO.replace('2', '4')}".replace("(1)", "(3)")) == (
        f"{BASE}{TWO}{THREE}{TWO.replace('2', '4')}".replace("(1)", "(2)"),
        True,
    )


def test_line_endings_stay(merge: Merge) -> None:
    base, ours, theirs = (text.replace("\n", "\r\n") for text in (BASE, f"{BASE}{TWO}", f"{BASE}{THREE}"))
    assert merge(base, ours, theirs) == (f"{BASE}{TWO}{THREE}".replace("\n", "\r\n"), True)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (BASE.replace("2020", "2021"), BASE.replace("2020", "2022")),
        (BASE.replace("One", "Uno"), BASE.replace("a.example/1", "b.example/1")),
        (f"{BASE}{TWO}", f"{BASE}{TWO.replace('Two', 'Due')}"),
        (BASE.replace("- [One](https://a.example/1) 2020\n", ""), BASE.replace("2020", "2022")),
        (f"Ours.\n{BASE}", f"Theirs.\n{BASE}"),
    ],
)
def test_what_both_sides_changed_remains_a_conflict(merge: Merge, ours: str, theirs: str) -> None:
    text, is_clean = merge(BASE, ours, theirs)
    assert not is_clean
    assert text.count("<<<<<<< ours\n") == text.count("=======\n") == text.count(">>>>>>> theirs\n") == 1
    assert "|||||||" not in text
