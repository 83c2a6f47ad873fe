"""Checking: the rules over a bibliography, what may be ignored, and the repairs until nothing is left to repair."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pydantic import ValidationError

from moebib.checks.rules import Bibliography, Flaw, Rule, rules
from moebib.checks.rules.comments import NO_REASON, UNUSED
from moebib.errors import Finding, InputError, InvalidRecord, Patch
from moebib.records.record import Record
from moebib.text.suggest import suggest

__all__ = [
    "Asked", "Hit", "Ignore", "choose", "find_hits", "finding", "ignores_in", "leave_out", "repair", "wrong_ignores",
]  # fmt: skip

_IGNORE = re.compile(r"[#%]\s*moebib:\s*ignore\s+(?P<codes>MB\d+(?:\s*,\s*MB\d+)*)[ \t]*(?P<reason>[^\r\n]*)")
_MOST_ROUNDS = 10


class Hit(NamedTuple):
    """A flaw that a rule found in the entry *id*."""

    rule: Rule
    id: str
    flaw: Flaw
    is_of_model: bool = False
    """Whether the entry is a model, although the rule is not on models only."""


class Asked(NamedTuple):
    """What was found by asking others, and what could not be told: why -> of how many works or links."""

    hits: tuple[Hit, ...] = ()
    untold: Mapping[str, int] = {}


class Ignore(NamedTuple):
    """A comment ``# moebib: ignore MB371 reason`` in an entry's file, with its line."""

    codes: tuple[str, ...]
    reason: str
    line: int


def choose(select: Collection[str] = (), ignore: Collection[str] = ()) -> tuple[Rule, ...]:
    """The rules whose code begins with one of *select* (all, if empty) and with none of *ignore*.

    Raises:
        InputError: If a code is the beginning of none.
    """
    every = rules()
    for code in (*select, *ignore):
        if not any(rule.code.startswith(code.upper()) for rule in every):
            raise InputError(f"no rule {code!r}{suggest(code.upper(), [rule.code for rule in every])}")
    chosen = (rule for rule in every if not select or _begins(rule, select))
    return tuple(rule for rule in chosen if not _begins(rule, ignore))


def _begins(rule: Rule, codes: Iterable[str]) -> bool:
    return any(rule.code.startswith(code.upper()) for code in codes)


def find_hits(bibliography: Bibliography, chosen: Iterable[Rule]) -> list[Hit]:
    """Every flaw that the rules find, by rule and entry."""
    return [Hit(rule, key, flaw) for rule in chosen for key, flaw in rule.find(bibliography)]


def finding(hit: Hit, *, file: str | None, line: int | None, column: int | None) -> Finding:
    """The hit as a finding at its place."""
    flaw = hit.flaw
    field = ".".join(str(part) for part in flaw.path)
    patch = Patch(hit.id, flaw.repair) if flaw.repair is not None else None
    return Finding(
        hit.rule.code, flaw.message, hit.id, field, file, line, column, flaw.hint or None, patch, hit.rule.level
    )


def ignores_in(text: str) -> Iterator[Ignore]:
    """The comments in *text* that ask to ignore rules.

    >>> list(ignores_in("# moebib: ignore MB371, MB372 the dot is part of the name"))
    [Ignore(codes=('MB371', 'MB372'), reason='the dot is part of the name', line=1)]
    """
    for found in _IGNORE.finditer(text):
        codes = tuple(code.strip() for code in found["codes"].split(","))
        yield Ignore(codes, found["reason"].strip(" \t-:\u2013\u2014}"), text.count("\n", 0, found.start()) + 1)


def leave_out(hits: Iterable[Hit], ignores: Sequence[Ignore]) -> list[Hit]:
    """The hits of one entry that none of its comments asks to ignore."""
    return [hit for hit in hits if all(hit.rule.code not in one.codes for one in ignores)]


def wrong_ignores(
    key: str, hits: Iterable[Hit], ignores: Iterable[Ignore], chosen: Collection[Rule]
) -> Iterator[tuple[Hit, int]]:
    """What is wrong with the comments of the entry *key*, with the line: no reason (MB462), or no effect (MB461).

    Only of rules that were followed can be told that they find nothing; what others answer is not the same every day.
    """
    found = {hit.rule.code for hit in hits}
    followed = {rule.code for rule in chosen if not rule.option}
    for one in ignores:
        if NO_REASON in chosen and not one.reason:
            yield Hit(NO_REASON, key, Flaw((), f"no reason is given to ignore {', '.join(one.codes)}")), one.line
        for code in one.codes:
            if UNUSED in chosen and code not in found and (code in followed or code not in _codes()):
                yield Hit(UNUSED, key, Flaw((), f"{code} is ignored, but finds nothing here")), one.line


def _codes() -> set[str]:
    return {rule.code for rule in rules()}


def repair(
    bibliography: Bibliography, chosen: Sequence[Rule], skip: Callable[[Hit], bool] = lambda hit: False
) -> tuple[Bibliography, list[Hit]]:
    """The bibliography after all certain repairs but those of hits to *skip*, and the hits that were repaired.

    One repair may uncover what another rule repairs: the rules run again until they find nothing more.
    """
    done: list[Hit] = []
    for _ in range(_MOST_ROUNDS):
        hits = [hit for hit in find_hits(bibliography, chosen) if hit.flaw.repair is not None and not skip(hit)]
        bibliography, applied = _apply(bibliography, hits)
        done += applied
        if not applied:
            break
    return bibliography, done


def _apply(bibliography: Bibliography, hits: Iterable[Hit]) -> tuple[Bibliography, list[Hit]]:
    """One round: of two repairs of one field the first is made, the other waits for the next round."""
    records = {record.id: record for record in bibliography.records}
    changed: dict[str, set[str]] = {}
    applied = []
    for hit in hits:
        changes = hit.flaw.repair or {}
        fields = changed.setdefault(hit.id, set())
        record = records.get(hit.id)
        if record is None or fields & changes.keys():
            continue
        if (new := _evolved(record, changes)) not in (None, record):
            records[hit.id] = new or record
            fields.update(changes)
            applied.append(hit)
    return replace(bibliography, records=tuple(records[record.id] for record in bibliography.records)), applied


def _evolved(record: Record, changes: Mapping[str, object]) -> Record | None:
    """The record with the repair; ``None`` where a rule proposes what no record can be."""
    try:
        return record.evolve(**changes)
    except (ValidationError, InvalidRecord):
        return None
