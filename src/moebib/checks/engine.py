"""Which rules to run, what they find, how comments suppress them, and how their fixes are applied."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from pydantic import ValidationError

from moebib.checks.rules import Context, Flaw, Rule, find_rules, rules
from moebib.checks.rules.comments import NO_REASON, UNUSED
from moebib.errors import Finding, InputError, InvalidRecord, Patch

__all__ = [
    "EntryKey",
    "Responses",
    "Suppression",
    "Violation",
    "apply_fixes",
    "check_suppressions",
    "find_suppressions",
    "find_violations",
    "select_rules",
]

_MOST_ROUNDS = 10
EntryKey = tuple[bool, str]
"""Whether the entry is a model, and its key: a work and a model may have the same key."""


class Violation(NamedTuple):
    """A flaw that a rule found in the entry with key *id*."""

    rule: Rule
    id: str
    flaw: Flaw
    is_of_model: bool = False

    @property
    def entry(self) -> EntryKey:
        """The entry that the flaw is in."""
        return self.is_of_model, self.id

    def finding(self, file: str, line: int, column: int) -> Finding:
        """The violation as a finding at a location."""
        flaw = self.flaw
        patch = Patch(self.id, flaw.changes) if flaw.changes is not None else None
        return Finding(
            self.rule.code, flaw.message, self.id, ".".join(map(str, flaw.path)),
            file, line, column, flaw.hint or None, patch, self.rule.level,
        )  # fmt: skip


class Responses(NamedTuple):
    """What services or sites reported about entries."""

    violations: tuple[Violation, ...] = ()
    inconclusive: Mapping[str, int] = {}
    """Reason -> the number of works or links about which nothing is known."""


def select_rules(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules that *select* means (all, if it is empty) without those that *ignore* means; see ``find_rules``.

    Each text may list several rules, separated by commas.

    Raises:
        InputError: If there is no such rule.
    """
    selected, ignored = (
        {rule.code for text in texts for name in text.split(",") if name.strip() for rule in find_rules(name.strip())}
        for texts in (select, ignore)
    )
    return tuple(rule for rule in rules() if (not selected or rule.code in selected) and rule.code not in ignored)


def find_violations(context: Context, rules: Iterable[Rule]) -> list[Violation]:
    """Everything that *rules* find, by rule and entry."""
    return [
        Violation(rule, key, flaw, is_of_model=rule.check_model is not None)
        for rule in rules
        for key, flaw in rule.find(context)
    ]


def apply_fixes(
    context: Context,
    rules: Sequence[Rule],
    *,
    suppressed: Collection[tuple[EntryKey, str]] = (),
    untouched: Collection[str] = (),
) -> tuple[Context, list[Violation]]:
    """The context after all fixes, and the violations that were fixed.

    A rule is not applied to an entry if entry and code are in *suppressed*; a fix that changes an *untouched* field is
    left out. Rules run again until they find nothing to fix, because one fix may reveal what another rule can fix.
    """
    fixed: list[Violation] = []
    for _ in range(_MOST_ROUNDS):
        fixable = [
            violation
            for violation in find_violations(context, rules)
            if violation.flaw.changes is not None
            and (violation.entry, violation.rule.code) not in suppressed
            and violation.flaw.changes.keys().isdisjoint(untouched)
        ]
        context, applied = _apply(context, fixable)
        fixed += applied
        if not applied:
            break
    return context, fixed


def _apply(context: Context, violations: Iterable[Violation]) -> tuple[Context, list[Violation]]:
    """One round of fixes: of two fixes for the same field, the second has to wait for the next round."""
    records = {record.id: record for record in context.records}
    changed: dict[str, set[str]] = {}
    applied = []
    for violation in violations:
        changes = violation.flaw.changes or {}
        fields = changed.setdefault(violation.id, set())
        record = records.get(violation.id)
        if record is None or fields & changes.keys():
            continue
        try:
            new = record.evolve(**changes)
        except (ValidationError, InvalidRecord):
            continue  # the rule proposed something that no record can be
        if new != record:
            records[violation.id] = new
            fields.update(changes)
            applied.append(violation)
    return replace(context, records=tuple(records[record.id] for record in context.records)), applied


_COMMENT = re.compile(r"[#%]\s*moebib:\s*ignore\s+(?P<rule>\w+(?:-\w+)*)(?P<rest>[^\r\n]*)")
_NEXT = re.compile(r"\s*,\s*(?P<rule>\w+(?:-\w+)*)")
_CODE = re.compile(r"MB\d+|\d{3}", re.I)


class Suppression(NamedTuple):
    """A comment that suppresses rules in the entry that it belongs to, and its line in the text."""

    names: tuple[str, ...]
    """The rules as they are written: names, codes or beginnings of codes."""
    reason: str
    line: int

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the rules that are suppressed; a name that is no rule suppresses nothing."""
        codes: set[str] = set()
        for name in self.names:
            with suppress(InputError):
                codes.update(rule.code for rule in find_rules(name))
        return frozenset(codes)


def find_suppressions(text: str) -> tuple[Suppression, ...]:
    """The comments in *text* that suppress rules.

    >>> find_suppressions("# moebib: ignore MB371, nickname-as-title the full stop is part of the name")
    (Suppression(names=('MB371', 'nickname-as-title'), reason='the full stop is part of the name', line=1),)
    """
    if "moebib:" not in text:
        return ()
    suppressions = []
    for comment in _COMMENT.finditer(text):
        names, rest = [comment["rule"]], comment["rest"]
        while (following := _NEXT.match(rest)) and _is_rule(following["rule"]):
            names.append(following["rule"])
            rest = rest[following.end() :]
        line = text.count("\n", 0, comment.start()) + 1
        suppressions.append(Suppression(tuple(names), rest.strip(" \t-:\u2013\u2014}"), line))
    return tuple(suppressions)


def check_suppressions(
    key: str, found_codes: Collection[str], suppressions: Iterable[Suppression], chosen: Collection[Rule]
) -> Iterator[tuple[Violation, int]]:
    """What is wrong with the *suppressions* in the entry *key*, with the line: no reason (MB462) or no effect (MB461).

    *found_codes* are those that the *chosen* rules found in the entry. Rules that were not run, or that depend on the
    responses of services, may have an effect another time.
    """
    run = {rule.code for rule in chosen if not rule.option}
    for suppression in suppressions:
        if NO_REASON in chosen and not suppression.reason:
            flaw = Flaw((), f"no reason given for ignoring {', '.join(suppression.names)}")
            yield Violation(NO_REASON, key, flaw), suppression.line
        for name in suppression.names if UNUSED in chosen else ():
            try:
                codes = {rule.code for rule in find_rules(name)}
            except InputError as error:
                yield Violation(UNUSED, key, Flaw((), str(error))), suppression.line
                continue
            if codes <= run and codes.isdisjoint(found_codes):
                yield Violation(UNUSED, key, Flaw((), f"{name} is ignored, but finds nothing here")), suppression.line


def _is_rule(text: str) -> bool:
    """Whether a word after a comma is another rule, and not the beginning of the reason."""
    return bool(_CODE.fullmatch(text)) or any(rule.name == text.lower() for rule in rules())
