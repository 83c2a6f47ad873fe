"""Policies: what a verdict means by the words of a venue, as the documentation says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from moebib.lookup.coverage import Reason
from moebib.lookup.policies import POLICIES, Treatment, treatment_of
from moebib.lookup.verdict import Difference, Verdict, VerdictKind
from moebib.text.urls import is_http_url

DOCS = Path(__file__).parents[2] / "docs"


def differs(*fields: str, grade: str = "error") -> Verdict:
    differences = [Difference(field, "a", "b", "crossref", grade) for field in fields]  # type: ignore[arg-type]
    return Verdict("differs", differences=tuple(differences))


@pytest.mark.parametrize("name", POLICIES)
@pytest.mark.parametrize(
    ("verdict", "treatment"),
    [
        (Verdict("ok"), "fine"),
        (Verdict("cannot tell", "no source covers books"), "check by hand"),
        (Verdict("not found"), "non-existent, unless found by hand"),
        (Verdict("retracted"), "check by hand"),
        (Verdict("retracted", differences=differs("year").differences), "error to correct"),
        (differs("title"), "error to correct"),
        (differs("year"), "error to correct"),
        (differs("identifiers", grade="another work"), "error to correct"),  # the work itself was found
    ],
)
def test_what_no_venue_sees_otherwise(name: str, verdict: Verdict, treatment: Treatment) -> None:
    assert treatment_of(verdict, POLICIES[name]) == treatment


def test_the_gravest_difference_decides() -> None:
    assert treatment_of(differs("year", "authors"), POLICIES["neurips"]) == "decided by people"
    of_another = differs("identifiers", "title", "authors", grade="another work")
    assert treatment_of(of_another, POLICIES["neurips"]) == "non-existent, unless found by hand"
    assert treatment_of(of_another, POLICIES["acl"]) == "decided by people"


def test_the_documentation_has_what_the_policies_say() -> None:
    words = {"not found": "not found", "leads to another work": "another work", "authors": "authors", "venue": "venue"}
    text = (DOCS / "how-to/verify-a-bib.md").read_text("utf-8")
    rows = re.findall(r"^\| (arxiv|acl|neurips) \| (.*) \| (.*) \|$", text, re.M)
    assert [name for name, _, _ in rows] == list(POLICIES)
    for name, *cells in rows:
        listed = {
            words[concern.strip()]: treatment
            for treatment, cell in zip(("non-existent, unless found by hand", "decided by people"), cells, strict=True)
            for concern in re.split(", | or ", cell.replace(" that differ", ""))
        }
        assert listed == POLICIES[name].concerns


@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_says_when_where_and_how_it_is_known(name: str) -> None:
    policy = POLICIES[name]
    assert policy.stated.year == 2026
    assert all(is_http_url(source) for source in (policy.source, *policy.reports))
    text = (DOCS / "how-to/verify-a-bib.md").read_text("utf-8").partition("## What a venue says about it")[2]
    assert f"| {policy.venue} | {policy.stated} | {policy.known} |" in text


def test_the_documentation_has_every_verdict_and_reason() -> None:
    table = (DOCS / "how-to/verify-a-bib.md").read_text("utf-8").partition("## What to do")[2].partition("\n\nWith")[0]
    assert {kind for kind in get_args(VerdictKind) if kind in table} == set(get_args(VerdictKind))
    reasons = (DOCS / "explanation/verdicts.md").read_text("utf-8").partition("| reason | |")[2].partition("\n\n")[0]
    for reason in get_args(Reason):
        assert reason.removeprefix("no source covers ") in reasons, reason
