"""The action behind `check --online`: what services say of the works of a bibliography."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from moebib.checks.engine import Asked, Hit
from moebib.checks.online import flaws_told
from moebib.checks.rules import Bibliography, Rule
from moebib.commands.verify import Inquire, verify
from moebib.matching.identity import questions, title_question
from moebib.records.record import Record

__all__ = ["ask_services", "works_to_ask_about"]


def works_to_ask_about(bibliography: Bibliography, chosen: Sequence[Rule]) -> list[Record]:
    """The works that have an identifier; none if no rule needs an answer."""
    if not any(rule.option == "--online" for rule in chosen):
        return []
    return [one for one in bibliography.records if questions(one) not in ([], title_question(one))]


def ask_services(works: Sequence[Record], chosen: Sequence[Rule], inquire: Inquire, step: Callable[[], None]) -> Asked:
    """What the rules find in the answers; *step* is called after each work."""
    wanted = {rule.code: rule for rule in chosen if rule.option == "--online"}
    hits: list[Hit] = []
    untold: Counter[str] = Counter()
    for verified in verify(works, inquire):
        step()
        told = flaws_told(verified.record, verified.verdict, verified.inquiries)
        hits += [Hit(wanted[code], verified.record.id, flaw) for code, flaw in told if code in wanted]
        silent = {source: why for source, why in verified.unavailable.items() if source != "moebib"}
        untold.update(f"{source} did not answer: {why}" for source, why in silent.items())
    return Asked(tuple(hits), untold)
