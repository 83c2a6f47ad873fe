from __future__ import annotations

from collections.abc import Sequence

import pytest

from moebib.checks.engine import apply_fixes, check_suppressions, find_suppressions, find_violations, select_rules
from moebib.checks.rules import Context, Rule, find_rules, rules
from moebib.errors import InputError
from moebib.records.record import Model, Record

WORK = Record(id="doe2024hydra", type="paper-conference", title="Hydra:Sparse Experts at Scale.", aliases=["x"])


def codes(rules: Sequence[Rule]) -> list[str]:
    return [rule.code for rule in rules]


@pytest.mark.parametrize("name", ["MB371", "mb371", "371", "title-ends-with-period", "Title-Ends-With-Period"])
def test_a_rule_is_found_by_its_code_its_number_and_its_name(name: str) -> None:
    assert codes(find_rules(name)) == ["MB371"]


@pytest.mark.parametrize("prefix", ["MB35", "mb35", "35"])
def test_a_code_prefix_selects_every_matching_rule(prefix: str) -> None:
    assert codes(find_rules(prefix)) == [f"MB35{digit}" for digit in range(1, 10)]


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("MB37a", "; did you mean 'MB3"),
        ("title-ends-with-periods", "; did you mean 'title-ends-with-period'?"),
        ("Titel-in-capitals", "; did you mean 'title-in-capitals'?"),
        ("999", "; did you mean 'MB399'?"),
        ("nothing at all", "; `moebib rule` lists all rules"),
        ("", "; `moebib rule` lists all rules"),
    ],
)
def test_an_unknown_rule_is_refused_with_the_nearest_one(name: str, suggestion: str) -> None:
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


@pytest.mark.parametrize(
    ("comment", "names", "reason"),
    [
        ("# moebib: ignore MB371 part of the name", ("MB371",), "part of the name"),
        ("% moebib:ignore MB371: part of the name", ("MB371",), "part of the name"),
        ("# moebib: ignore MB371 - part of the name", ("MB371",), "part of the name"),
        (
            "# moebib: ignore mb371, 372,title-in-capitals part of it",
            ("mb371", "372", "title-in-capitals"),
            "part of it",
        ),
        ("# moebib: ignore retracted we cite it to say so", ("retracted",), "we cite it to say so"),
        ("# moebib: ignore MB398, 3 authors share this name", ("MB398",), ", 3 authors share this name"),
        ("# moebib: ignore MB398, self-made names", ("MB398",), ", self-made names"),
        ("# moebib: ignore MB371", ("MB371",), ""),
        ("% moebib: ignore MB371}", ("MB371",), ""),
    ],
)
def test_a_comment_names_rules_and_gives_a_reason(comment: str, names: tuple[str, ...], reason: str) -> None:
    (suppression,) = find_suppressions(f"first line\n{comment}\nlast line")
    assert suppression == (names, reason, 2)


def test_other_comments_suppress_nothing() -> None:
    assert find_suppressions("# moebib: see MB371\n# ignore MB371") == ()


@pytest.mark.parametrize("name", ["MB371", "mb371", "371", "title-ends-with-period"])
def test_rules_are_named_as_in_select(name: str) -> None:
    (suppression,) = find_suppressions(f"# moebib: ignore {name} reason")
    assert suppression.codes == {"MB371"}


def messages(comment: str, *codes: str, select: str = "") -> list[str]:
    chosen = select_rules([select]) if select else rules()
    violations = check_suppressions("doe2024hydra", codes, find_suppressions(comment), chosen)
    return [f"{violation.rule.code} {violation.flaw.message}" for violation, _ in violations]


def test_a_comment_with_an_effect_and_a_reason_is_fine() -> None:
    assert messages("# moebib: ignore MB37 reason", "MB371") == []


def test_an_unknown_rule_a_missing_effect_and_a_missing_reason_are_reported() -> None:
    assert messages("# moebib: ignore title-in-capital, MB371") == [
        "MB462 no reason given for ignoring title-in-capital, MB371",
        "MB461 unknown rule 'title-in-capital'; did you mean 'title-in-capitals'?",
        "MB461 MB371 is ignored, but finds nothing here",
    ]


def test_rules_that_were_not_run_may_have_an_effect() -> None:
    assert messages("# moebib: ignore MB371 reason", select="MB46") == []
    assert messages("# moebib: ignore dead-link reason") == []
