"""The report of a command that reads a list: in a few lines what was read, and what needs a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from moebib.cli._output import Terminal
from moebib.cli._text import counted
from moebib.commands.reading import SectionSummary, grouped
from moebib.errors import Finding
from moebib.text.shorten import shorten

__all__ = ["say_findings", "say_sections"]

_MOST_SECTIONS = 8
_MOST_OF_A_KIND = 3
_LONGEST_HEADING = 40


def say_sections(out: Terminal, sections: Sequence[SectionSummary]) -> None:
    """Print how many works each section has, and of how many the authors, the venue, the date and a link are known."""
    if not sections:
        return
    shown = [section._replace(heading=section.heading or "(no section)") for section in sections]
    if len(shown) > _MOST_SECTIONS:
        rest = shown[_MOST_SECTIONS - 1 :]
        heading = f"({len(rest)} more sections)"
        counts = [sum(numbers) for numbers in zip(*(section[1:] for section in rest), strict=True)]
        shown = [*shown[: _MOST_SECTIONS - 1], SectionSummary(heading, *counts)]
    rows: list[tuple[str, ...]] = [("SECTION", "WORKS", "AUTHORS", "VENUE", "DATE", "LINK")]
    rows += [(shorten(heading, _LONGEST_HEADING), *map(str, counts)) for heading, *counts in shown]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for heading, *numbers in rows:
        cells = (number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True))
        out.say("  ".join((heading.ljust(widths[0]), *cells)))


def say_findings(out: Terminal, findings: Sequence[Finding], *, verbose: bool) -> None:
    """Print the findings that need a person, a few of each kind, and how many there are of all others."""
    if verbose:
        for finding in findings:
            out.say(str(finding))
        return
    done: Counter[tuple[str, str]] = Counter()
    shown: set[int] = set()
    more: list[str] = []
    for group in grouped(findings):
        number = len(group.findings)
        if group.done:
            done[group.done] += number
            continue
        shown.update(map(id, group.findings[:_MOST_OF_A_KIND]))
        if number > _MOST_OF_A_KIND:
            more.append(f"{number - _MOST_OF_A_KIND} more of {group.kind}")
    for finding in findings:
        if id(finding) in shown:
            out.say(str(finding))
    nothing_to_do = ", ".join(counted(number, *words) for words, number in done.items())
    hidden = [*more, *([f"no action needed: {nothing_to_do}"] if nothing_to_do else [])]
    for number, text in enumerate(hidden, 1):
        out.say(f"{text}; -v shows all" if number == len(hidden) else text)
