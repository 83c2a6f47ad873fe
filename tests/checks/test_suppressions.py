"""Comments that suppress rules."""

from __future__ import annotations

import pytest

from moebib.checks.engine import select_rules
from moebib.checks.rules import rules
from moebib.checks.suppressions import check_suppressions, find_suppressions


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
