"""Comments that suppress rules in an entry: `# moebib: ignore RULE reason`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from moebib.checks.engine import Violation
from moebib.checks.rules import Flaw, Rule, find_rules, rules
from moebib.checks.rules.comments import NO_REASON, UNUSED
from moebib.errors import InputError

__all__ = ["Suppression", "check_suppressions", "find_suppressions"]

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
