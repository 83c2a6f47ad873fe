"""Which rules to run, what they find, and how their fixes are applied."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from moebib.checks.rules import Context, Flaw, Rule, find_rules, rules
from moebib.errors import Finding, InvalidRecord, Patch
from moebib.records.record import Record

__all__ = [
    "EntryKey",
    "Responses",
    "Violation",
    "apply_fixes",
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
        changes = flaw.changes if flaw.changes is not None else flaw.written
        patch = Patch(self.id, changes) if changes is not None else None
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
    can_be: Callable[[Record], bool] = lambda _: True,
) -> tuple[Context, list[Violation]]:
    """The context after all fixes, and the violations that were fixed.

    A rule is not applied to an entry if entry and code are in *suppressed*. A fix that changes an *untouched* field is
    left out, and so is one after which the record is none that the file *can_be* given. Rules run again until they find
    nothing to fix, because one fix may reveal what another rule can fix.
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
        context, applied = _apply(context, fixable, can_be)
        fixed += applied
        if not applied:
            break
    return context, fixed


def _apply(
    context: Context, violations: Iterable[Violation], can_be: Callable[[Record], bool]
) -> tuple[Context, list[Violation]]:
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
        except InvalidRecord:
            continue  # the rule proposed something that no record can be
        if new != record and can_be(new):
            records[violation.id] = new
            fields.update(changes)
            applied.append(violation)
    return replace(context, records=tuple(records[record.id] for record in context.records)), applied
