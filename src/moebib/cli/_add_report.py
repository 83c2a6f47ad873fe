"""What `moebib add` prints: each result as it comes, the summary, and the same as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moebib.cli._cards import (
    candidate_rows,
    candidates_as_json,
    card_rows,
    doubt_rows,
    doubts_as_json,
    work_as_json,
)
from moebib.cli._list import point_to_build
from moebib.cli._output import Terminal
from moebib.cli._text import counted
from moebib.text import markup
from moebib.text.shorten import quote, shorten

if TYPE_CHECKING:
    from moebib.commands.add import Outcome
    from moebib.commands.by_hand import ByHand
    from moebib.commands.requests import Request
    from moebib.errors import InvalidIdentifier
    from moebib.store import FileChange

__all__ = ["AddReport"]

_GOOD = ("added", "listed", "noted")
_LONGEST_TITLE = 300
_MOST_CARDS = 3
"""If more works are added at once, each has a single line."""
_SUMMARY = {
    "added": "added",
    "listed": "already listed",
    "noted": "recorded as status",
    "absent": "not found",
    "ambiguous": "ambiguous",
    "unavailable": "unknown (some services did not respond)",
    "refused": "refused",
    "invalid": "invalid",
}


class AddReport:
    """Prints each outcome as it comes, and the summary of all of them."""

    def __init__(
        self,
        out: Terminal,
        requests: Sequence[Request],
        invalid: Sequence[InvalidIdentifier],
        *,
        write: bool,
        to: Path | None,
        typed: ByHand | None,
    ) -> None:
        self._out, self._requests, self._invalid, self._write, self._to = out, requests, invalid, write, to
        self._outcomes: list[Outcome] = []
        self._added = "added" if write else "would add"
        self._typed = typed
        self._is_brief = len(requests) > _MOST_CARDS
        self._has_hidden_checks = False
        for error in invalid:
            self._out.error(str(error))
        if any(error.given.isalpha() for error in invalid):  # without quotes, a shell gives each word of a title
            self._out.say("hint: put a title, which has at least two words, in quotes")
        if files := [error.given for error in invalid if Path(error.given).is_file()]:
            self._out.say(f"hint: `moebib import {files[0]}` adds the works of a file")

    def take(self, outcome: Outcome) -> None:
        """Print one outcome."""
        self._outcomes.append(outcome)
        given, lookup = quote(outcome.request.text), outcome.lookup
        if outcome.result == "added":
            self._take_added(outcome)
        elif outcome.result == "listed":
            more = f"; {self._added} what is new" if outcome.changes else ""
            self._out.say(f"{outcome.request.text}: already listed as {outcome.record and outcome.record.id}{more}")
            if lookup:
                self._out.rows("", doubt_rows([], lookup.rejected))
        elif outcome.result == "noted":
            recorded = "recorded" if self._write else "would record"
            how = f"{recorded} as status" if outcome.changes else "already recorded"
            self._out.say(f"{outcome.request.text}: a notice of a listed work, {how}: {outcome.why}")
        elif outcome.result == "absent":
            self._out.error(f"no such work: {given} (queried: {outcome.why})")
        elif outcome.result == "ambiguous" and lookup:
            works = [work[0] for work in lookup.namesakes]
            are = f"{len(works)} works have" if len(works) > 1 else "a work without authors has"
            self._out.error(f"{are} the title {given}")
            self._out.rows("", candidate_rows(works), is_error=True)
            self._out.say("hint: choose one by its identifier: `moebib add IDENTIFIER`")
        elif outcome.result == "unavailable":
            self._out.error(f"cannot look up {given}: {outcome.why}")
        else:
            self._out.error(f"cannot add {given}: {outcome.why}")

    def _take_added(self, outcome: Outcome) -> None:
        """Print the card of a new entry or, if there are many, a line."""
        from moebib.lookup.outages import outages_in

        record, lookup = outcome.record, outcome.lookup
        assert record
        entry = f"{record.id} to {self._to.as_posix()}" if self._to else outcome.changes[-1].path
        title = markup.plain(record.title) or outcome.request.text
        checks = [*doubt_rows(lookup.doubts, lookup.rejected)] if lookup else []
        suggested = [("suggested", str(suggestion)) for suggestion in outcome.suggestions]
        if self._is_brief:
            # There is no `moebib why` for a .bib file, so what to check is said now.
            is_hidden = bool(checks) and not self._to
            self._has_hidden_checks |= is_hidden
            number = f" ({len(checks)} to check)" if is_hidden else ""
            self._out.say(f"{self._added} {entry}: {shorten(title, _LONGEST_TITLE)}{number}")
            self._out.rows("", [*suggested, *(() if is_hidden else checks)])
        else:
            missing = outages_in([lookup.unavailable]) if lookup else ()
            checks += (("check", str(outage)) for outage in missing)
            self._out.say(f"{self._added} {entry}")
            self._out.rows(shorten(title, _LONGEST_TITLE), [*card_rows(record), *checks, *suggested])

    @property
    def changes(self) -> list[FileChange]:
        """The changes of files that were written, or would be; each file once."""
        changes: dict[str, FileChange] = {}
        for change in (change for outcome in self._outcomes for change in outcome.changes):
            changes[change.path] = change._replace(old=changes.get(change.path, change).old)
        return list(changes.values())

    @property
    def exit_code(self) -> int:
        """4 if a work is unknown, 2 if no ID is valid, 1 if a work is not added; otherwise 0."""
        results = {outcome.result for outcome in self._outcomes}
        if "unavailable" in results:
            return 4
        if self._invalid and not self._requests:
            return 2
        return int(bool(self._invalid or results - set(_GOOD)))

    def sum_up(self) -> None:
        """Print the number of works with each result, what is incomplete, and what to do next."""
        numbers = Counter([*(outcome.result for outcome in self._outcomes), *("invalid" for _ in self._invalid)])
        parts = (f"{numbers[name]} {words}" for name, words in _SUMMARY.items() if numbers[name] or name == "added")
        self._out.say(", ".join(parts) + ("" if self._write else "; nothing was written"))
        has_card = {"added"} if not self._is_brief else set()
        for line in _incomplete(outcome for outcome in self._outcomes if outcome.result not in has_card):
            self._out.say(line)
        if unknown := [outcome.request.text for outcome in self._outcomes if outcome.result == "unavailable"]:
            quoted = f'"{shorten(unknown[0])}"' if " " in unknown[0] else shorten(unknown[0])
            command = f"moebib add --manual {quoted}{f' --to {self._to.as_posix()}' if self._to else ''}"
            self._out.say(f"hint: try again later, or add an entry to complete by hand: `{command}`")
        if listed := [outcome.record.id for outcome in self._outcomes if outcome.result == "listed" and outcome.record]:
            keys = self._to.as_posix() if self._to else f"{listed[0]}{' ...' if len(listed) > 1 else ''}"
            if self._typed and not self._to:
                if unused := [f"--{name}" for name, value in self._typed._asdict().items() if value]:
                    self._out.say(f"not used: {', '.join(unused)}; a listed work keeps its fields")
                self._out.say(f"hint: `moebib edit {listed[0]}` changes other fields of a listed work")
            else:
                self._out.say(f"hint: `moebib update {keys}` checks listed works for new metadata")
        added = [outcome.record for outcome in self._outcomes if outcome.result == "added" and outcome.record]
        if self._typed and not self._typed.title and added and self._write and not self._to:
            self._out.say(f"hint: `moebib edit {added[0].id}` completes the entry")
        if self._has_hidden_checks:
            self._out.say("hint: `moebib why KEY` shows what to check")
        if any(outcome.suggestions for outcome in self._outcomes):
            self._out.say("hint: `moebib add --tag TAG ID` adds a listed work to a section")
        if self.changes and self._write and not self._to:
            point_to_build(self._out)

    def to_json(self) -> list[dict[str, Any]]:
        """The result for each request in their order, and then for each invalid ID."""
        by_request = {outcome.request: _as_json(outcome) for outcome in self._outcomes}
        results = [by_request[request] for request in self._requests if request in by_request]
        return [*results, *({"given": error.given, "result": "invalid", "why": str(error)} for error in self._invalid)]


def _incomplete(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """The services that did not respond about works that others have, whose entries may be incomplete."""
    missing = [
        miss
        for outcome in outcomes
        if outcome.lookup and outcome.result in _GOOD
        for miss in outcome.lookup.unavailable.items()
    ]
    reasons = dict(reversed(missing))
    for source, number in sorted(Counter(source for source, _ in missing).items()):
        yield f"{source} did not respond about {counted(number, 'work')} that others have: {reasons[source]}"


def _as_json(outcome: Outcome) -> dict[str, Any]:
    from moebib.lookup.outages import MOEBIB

    record, lookup, request = outcome.record, outcome.lookup, outcome.request
    facts: dict[str, Any] = {
        "given": request.text,
        "identifier": str(request.identifier) if request.identifier else None,
        "result": outcome.result,
        "why": outcome.why,
        "key": record and record.id,
        "title": record and markup.plain(record.title),
        **(work_as_json(record) if record and outcome.result == "added" else {}),
        "tags": list(record.tags) if record else [],
        "suggested": [suggestion._asdict() for suggestion in outcome.suggestions],
        "files": [change.path for change in outcome.changes],
    }
    if lookup:
        facts["candidates"] = candidates_as_json([work[0] for work in lookup.namesakes])
        facts |= doubts_as_json(lookup.doubts if outcome.result == "added" else (), lookup.rejected)
        facts["unavailable"] = {source: why for source, why in lookup.unavailable.items() if source != MOEBIB}
    return {name: value for name, value in facts.items() if value}
