"""Check a list or other files against the rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from moebib import store
from moebib.checks.engine import (
    EntryKey,
    Responses,
    Violation,
    find_violations,
    select_rules,
)
from moebib.checks.rules import Context, Rule
from moebib.checks.suppressions import check_suppressions, find_suppressions
from moebib.commands.inputs import CheckTarget
from moebib.errors import Finding, InputError
from moebib.library.config import Config
from moebib.records.record import Record
from moebib.text.encoding import decode_bytes

if TYPE_CHECKING:
    from moebib.commands.verify import Verified

__all__ = [
    "Checked",
    "check",
    "position",
    "rules_for_list",
    "service_responses",
    "texts_of",
    "total",
    "works_to_query",
]


_LEFT_TO_RULES = ("MB126",)
"""What reading a file finds and a rule, too: a list of authors that ends in "and others" is MB391."""


class Checked(NamedTuple):
    """The findings, and the number of entries checked."""

    findings: tuple[Finding, ...]
    works: int
    models: int


def check(target: CheckTarget, rules: Sequence[Rule], reported: Iterable[Violation] = ()) -> Checked:
    """What *rules* find in a target, together with what services and sites *reported* about it.

    Comments in the entries suppress rules, and are checked themselves.
    """
    violations: defaultdict[EntryKey, list[Violation]] = defaultdict(list)
    for violation in (*find_violations(target.context, rules), *reported):
        violations[violation.entry].append(violation)
    findings = [finding for finding in target.findings if finding.code not in _LEFT_TO_RULES]
    for entry, text in target.texts.items():
        suppressions = find_suppressions(text.text)
        suppressed = {code for suppression in suppressions for code in suppression.codes}
        findings += (
            target.finding(violation) for violation in violations[entry] if violation.rule.code not in suppressed
        )
        codes = {violation.rule.code for violation in violations[entry]}
        for violation, line in check_suppressions(entry[1], codes, suppressions, rules):
            findings.append(violation.finding(text.file, text.line + line - 1, 1))
    return Checked(tuple(findings), len(target.context.records), len(target.context.models))


def total(parts: Iterable[Checked]) -> Checked:
    """The sum of *parts*, with the findings by file and line."""
    parts = list(parts)
    findings = sorted((finding for part in parts for finding in part.findings), key=position)
    return Checked(tuple(findings), sum(part.works for part in parts), sum(part.models for part in parts))


def rules_for_list(config: Config, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> tuple[Rule, ...]:
    """The rules for a list: *select* replaces that of moebib.toml, *ignore* adds to it.

    Raises:
        InputError: If there is no such rule.
    """
    try:
        select_rules(config.check.select, config.check.ignore)
    except InputError as error:
        raise InputError(str(error), where="moebib.toml: check") from None
    return select_rules(select or config.check.select, (*config.check.ignore, *ignore))


def works_to_query(context: Context, rules: Sequence[Rule]) -> list[Record]:
    """The works with an identifier that services may know; none if no rule needs their responses."""
    from moebib.lookup.lookup import identifier_queries

    if not any(rule.option == "--online" for rule in rules):
        return []
    return [record for record in context.records if identifier_queries(record)]


def service_responses(verified: Iterable[Verified], rules: Sequence[Rule]) -> Responses:
    """What *rules* find in the responses of services about works."""
    from moebib.checks.online import flaws_online
    from moebib.lookup.outages import outages_in

    violations: list[Violation] = []
    verified = list(verified)
    for work in verified:
        for rule, flaw in flaws_online(work.record, work.verdict, work.lookups):
            if rule in rules:
                violations.append(Violation(rule, work.record.id, flaw))
    inconclusive = Counter({
        str(outage): sum(not work.unavailable.keys().isdisjoint(outage.sources) for work in verified)
        for outage in outages_in(work.unavailable for work in verified)
    })  # fmt: skip
    return Responses(tuple(violations), inconclusive)


def texts_of(findings: Iterable[Finding], root: Path) -> dict[str, str]:
    """File -> text, for the files in *findings* that can be read again; a pipe cannot."""
    texts = {}
    for file in {finding.file for finding in findings if finding.file}:
        with suppress(OSError):
            is_stdin = file == store.printable(store.STDIN)
            data = store.read_stdin() if is_stdin else store.read_regular(root / file)
            texts[file] = decode_bytes(data).text
    return texts


def position(finding: Finding) -> tuple[str, int, int, str]:
    """The sort key of findings."""
    return finding.file or "", finding.line or 0, finding.column or 0, finding.code
