"""Random changes on two branches, merged by git: nothing is lost, invented or decided by chance."""

from __future__ import annotations

from pathlib import Path

from git_folder import needs_git
from merges import merge_all, random_case, violations


@needs_git
def test_random_merges_are_what_both_branches_mean(tmp_path: Path) -> None:
    cases = [random_case(number) for number in range(24)]
    is_clean = merge_all(tmp_path, cases)
    assert {True, False} == set(is_clean.values())
    for case in cases:
        text = (tmp_path / case.path).read_bytes().decode()
        assert violations(case, text, is_clean=is_clean[case.path]) == [], case
