from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given

from moebib.checks.engine import apply_fixes
from moebib.checks.rules import Context, Rule, page, rules
from moebib.codes import CODES
from moebib.records.model import Model
from moebib.records.record import Record
from rule_examples import flaws, read_example
from strategies import examples, whole

RULES = rules()
PAGES = Path(__file__).parents[2] / "docs" / "rules"
EACH = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def test_there_are_at_least_forty_rules() -> None:
    assert len(RULES) >= 40


def test_no_two_rules_share_a_code_or_a_name() -> None:
    times = Counter(text for rule in RULES for text in (rule.code, rule.name))
    assert [text for text, number in times.items() if number > 1] == []
    assert not {rule.code for rule in RULES} & CODES.keys()


@EACH
def test_the_declaration_of_a_rule_is_complete(rule: Rule) -> None:
    assert re.fullmatch(r"MB[34]\d\d", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert re.fullmatch(r"(?:an? |the |two |one |\w+s? )[^\n]*[^.\s]", rule.finds)
    assert all(text.strip() for text in (rule.why, rule.fix))
    assert rule.bad
    assert rule.good
    assert sum(function is not None for function in (rule.check_work, rule.check_model, rule.check_list)) <= 1


@EACH
def test_the_page_of_a_rule_is_up_to_date(rule: Rule) -> None:
    written = PAGES / f"{rule.code}.md"
    assert written.read_text(encoding="utf-8") == page(rule), "run `python docs/make_rules.py`"


def test_every_page_belongs_to_a_rule() -> None:
    assert {path.stem for path in PAGES.glob("MB*.md")} == {rule.code for rule in RULES}


@EACH
def test_the_rule_finds_a_flaw_in_each_bad_example(rule: Rule, subtests: pytest.Subtests) -> None:
    for text in rule.bad:
        with subtests.test(text):
            if rule.check_work or rule.check_model or rule.check_list:
                found_flaws = flaws(rule, text)
                assert found_flaws
                assert all(flaw.message and "\n" not in flaw.message for _, flaw in found_flaws)
            else:
                read_example(text)


@EACH
def test_the_rule_finds_no_flaw_in_the_good_examples(rule: Rule, subtests: pytest.Subtests) -> None:
    for text in rule.good:
        with subtests.test(text):
            assert flaws(rule, text) == []


@EACH
def test_a_fix_leaves_nothing_to_fix(rule: Rule, subtests: pytest.Subtests) -> None:
    for text in () if rule.check_model else rule.bad:
        with subtests.test(text):
            context = read_example(text)
            repairable = [key for key, flaw in rule.find(context) if flaw.changes is not None]
            repaired, hits = apply_fixes(context, [rule])
            assert bool(hits) == bool(repairable)
            assert [key for key, flaw in rule.find(repaired) if flaw.changes is not None] == []


@examples(50)
@given(whole(Record))
def test_rules_accept_any_record(record: Record) -> None:
    context = Context((record,))
    repaired, _ = apply_fixes(context, RULES)
    assert apply_fixes(repaired, RULES)[1] == []
    for rule in RULES:
        for key, flaw in rule.find(context):
            assert key == record.id
            json.dumps(flaw.path)


@examples(50)
@given(whole(Model))
def test_rules_accept_any_model(model: Model) -> None:
    for rule in RULES:
        for key, flaw in rule.find(Context((), (model,))):
            assert key == model.id
            json.dumps(flaw.path)
