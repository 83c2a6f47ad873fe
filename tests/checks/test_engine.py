"""Which rules run, and how their fixes are applied."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from moebib.checks.engine import apply_fixes, find_violations, select_rules
from moebib.checks.rules import Context, Rule, find_rules, rules
from moebib.errors import InputError
from moebib.records.model import Model
from moebib.records.record import Record

WORK = Record(id="doe2024hydra", type="paper-conference", title="Hydra:Sparse Experts at Scale.", aliases=["x"])


def codes(rules: Sequence[Rule]) -> list[str]:
    return [rule.code for rule in rules]


@pytest.mark.parametrize("name", ["MB371", "mb371", "371", "title-ends-with-period", "Title-Ends-With-Period"])
def test_a_rule_is_found_by_its_code_its_number_and_its_name(name: str) -> None:
    assert codes(find_rules(name)) == ["MB371"]


@pytest.mark.parametrize("prefix", ["MB37", "mb37", "37"])
def test_a_code_prefix_selects_every_matching_rule(prefix: str) -> None:
    assert codes(find_rules(prefix)) == [f"MB37{digit}" for digit in range(1, 10)]


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("MB37a", "; `moebib rule` lists all rules"),
        ("title-ends-with-periods", "; did you mean 'title-ends-with-period'?"),
        ("Titel-in-capitals", "; did you mean 'title-in-capitals'?"),
        ("999", "; `moebib rule` lists all rules"),
        ("nothing at all", "; `moebib rule` lists all rules"),
        ("", "; `moebib rule` lists all rules"),
    ],
)
def test_an_unknown_rule_is_refused_with_the_nearest_name(name: str, suggestion: str) -> None:
    with pytest.raises(InputError) as caught:
        find_rules(name)
    assert str(caught.value).startswith(f"unknown rule {name!r}{suggestion}")


@pytest.mark.parametrize("name", ["MB121", "mb121", "121"])
def test_the_code_of_a_reading_problem_is_not_a_rule(name: str) -> None:
    with pytest.raises(InputError, match=r"^MB121 is not a rule: it is reported when a file is read, "):
        find_rules(name)


def test_rules_are_selected_and_ignored_in_any_of_these_ways() -> None:
    assert select_rules() == rules()
    assert codes(select_rules(["MB37,mb391", "title-in-capitals"], ["371, 372", "MB38"])) == [
        *(f"MB37{digit}" for digit in range(3, 10)),
        "MB391",
    ]


def test_a_rule_about_models_checks_models() -> None:
    context = Context((), (Model(id="doe2024hydra", name="Hydra"),))
    assert [violation.entry for violation in find_violations(context, select_rules(["MB446"]))] == [
        (True, "doe2024hydra")
    ]


def test_fixes_are_applied_until_none_is_left() -> None:
    fixed, violations = apply_fixes(Context((WORK,)), select_rules(["MB371", "MB375"]))
    assert fixed.records[0].title == "Hydra: Sparse Experts at Scale"
    assert [violation.rule.code for violation in violations] == ["MB371", "MB375"]


def test_suppressed_and_unselected_flaws_are_not_fixed() -> None:
    rules = select_rules(["MB371"])
    context = Context((WORK,))
    assert apply_fixes(context, rules, suppressed={((False, WORK.id), "MB371")}) == (context, [])
    assert apply_fixes(context, rules, untouched={"title"}) == (context, [])
