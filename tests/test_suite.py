"""Rules for the tests themselves: no clock and no randomness."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import HealthCheck, settings

TESTS = Path(__file__).parent
FILES = {path.relative_to(TESTS).as_posix(): path.read_text("utf-8") for path in sorted(TESTS.rglob("*.py"))}


def places(pattern: str) -> set[str]:
    return {name for name, text in FILES.items() if re.search(pattern, text, re.M)}


def test_no_test_reads_the_time_except_through_clock() -> None:
    assert places(r"^\s*(import time$|from time import)") == {"clock.py"}


def test_property_tests_have_no_deadline_and_are_deterministic() -> None:
    suite, long = settings.get_profile("suite"), settings.get_profile("long")
    for profile in (suite, long):
        assert profile.deadline is None
        assert HealthCheck.too_slow in profile.suppress_health_check
    assert suite.derandomize
    assert not long.derandomize
    assert long.max_examples == 10 * suite.max_examples


def test_only_profiles_and_the_number_of_examples_are_set() -> None:
    assert places(r"\bsettings\.?\w*\(") == {"conftest.py", "strategies.py", "test_suite.py"}
