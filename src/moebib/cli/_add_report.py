"""What `add` says: a line for each work as it comes, a summary, JSON, and the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from moebib.cli._output import Terminal, counted, plain
from moebib.records.answer import Unavailable

if TYPE_CHECKING:
    from moebib.commands.add import Outcome
    from moebib.commands.requests import Request
    from moebib.errors import InvalidIdentifier
    from moebib.library.config import Config
    from moebib.store import FileChange

__all__ = ["Report"]

_GOOD = ("added", "listed")
_SUMMARY = {
    "added": "added",
    "listed": "listed already",
    "absent": "not found",
    "unavailable": "not known, for somebody did not answer",
    "refused": "refused",
    "invalid": "no identifier",
}


class Report:
    """Tells of outcomes."""

    def __init__(
        self, out: Terminal, requests: Sequence[Request], invalid: Sequence[InvalidIdentifier], *, dry_run: bool
    ) -> None:
        self._out, self._requests, self._invalid, self._dry_run = out, requests, invalid, dry_run
        self._outcomes: list[Outcome] = []
        for error in invalid:
            _complain(f"error: {error}")

    def take(self, outcomes: Iterable[Outcome]) -> None:
        """Tell of each as it comes."""
        for outcome in outcomes:
            self._outcomes.append(outcome)
            if outcome.result in _GOOD:
                self._out.say("\n".join(_good_news(outcome, "would add" if self._dry_run else "added")))
            else:
                _complain(_bad_news(outcome))

    @property
    def changes(self) -> list[FileChange]:
        """What was changed, or would be."""
        return [change for outcome in self._outcomes for change in outcome.changes]

    @property
    def exit_code(self) -> int:
        """4 if something is not known, 2 if nothing that was given means anything, 1 if something is not added."""
        results = {outcome.result for outcome in self._outcomes}
        if "unavailable" in results:
            return 4
        if self._invalid and not self._requests:
            return 2
        return int(bool(self._invalid or results - set(_GOOD)))

    def sum_up(self, config: Config) -> None:
        """The numbers, what is not complete, and what to do now."""
        numbers = Counter([*(outcome.result for outcome in self._outcomes), *("invalid" for _ in self._invalid)])
        told = (f"{numbers[name]} {words}" for name, words in _SUMMARY.items() if numbers[name] or name == "added")
        self._out.say(", ".join(told) + ("; nothing was written" if self._dry_run else ""))
        for line in _incomplete(self._outcomes):
            self._out.say(line)
        if unknown := [outcome for outcome in self._outcomes if outcome.result == "unavailable"]:
            command = f"moebib add --manual {_quoted(unknown[0].request.text)}"
            self._out.say(f"hint: try again later, or write an entry to be completed by hand: `{command}`")
        if listed := [one.record for one in self._outcomes if one.result == "listed" and one.record]:
            keys = f"{listed[0].id}{' ...' if len(listed) > 1 else ''}"
            self._out.say(f"hint: `moebib update {keys}` shows what changed since in what is listed")
        if any(outcome.suggestions for outcome in self._outcomes):
            self._out.say("hint: `moebib add --tag TAG ID` puts a work that is listed into a section")
        if self.changes and not self._dry_run and (config.readme or config.outputs):
            self._out.say("hint: the outputs are stale now; run `moebib build`")

    def to_json(self) -> list[dict[str, Any]]:
        """What became of each request, in the order asked, and then of what is no request."""
        by_request = {outcome.request: _as_json(outcome) for outcome in self._outcomes}
        asked = [by_request[request] for request in self._requests if request in by_request]
        return [*asked, *({"given": error.given, "result": "invalid", "why": str(error)} for error in self._invalid)]


def _complain(message: str) -> None:
    """A message that `--quiet` does not keep back."""
    click.echo(plain(message), err=True)


def _good_news(outcome: Outcome, added: str) -> Iterator[str]:
    record = outcome.record
    assert record
    if outcome.result == "added":
        yield f"{added} {outcome.changes[-1].path}: {record.title or outcome.request.text}"
    else:
        more = f", and {added} what is new about it" if outcome.changes else ""
        yield f"{outcome.request.text}: already listed as {record.id}{more}"
    yield from (f"  suggested: {suggestion}" for suggestion in outcome.suggestions)
    for refused in outcome.inquiry.refused if outcome.inquiry else ():
        yield f"  {refused.source} answered with another work, which is left out: {refused.title!r}, {refused.why}"


def _bad_news(outcome: Outcome) -> str:
    given = outcome.request.text
    if outcome.result == "absent":
        return f"no such work: {given} (asked: {outcome.why})"
    return f"{'cannot tell' if outcome.result == 'unavailable' else 'refused'}: {given}: {outcome.why}"


def _incomplete(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Who did not answer for works that others knew, so that something may be missing in their entries."""
    silent = [
        one
        for outcome in outcomes
        if outcome.inquiry and outcome.result in _GOOD
        for one in outcome.inquiry.silent
        if isinstance(one, Unavailable)
    ]
    reasons = {one.source: one.why for one in reversed(silent)}
    for source, number in sorted(Counter(one.source for one in silent).items()):
        yield f"{source} did not answer for {counted(number, 'work')} that others knew: {reasons[source]}"


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text


def _as_json(outcome: Outcome) -> dict[str, Any]:
    record, inquiry, request = outcome.record, outcome.inquiry, outcome.request
    facts: dict[str, Any] = {
        "given": request.text,
        "identifier": str(request.identifier) if request.identifier else None,
        "result": outcome.result,
        "why": outcome.why,
        "key": record and record.id,
        "title": record and record.title,
        "tags": list(record.tags) if record else [],
        "suggested": [suggestion._asdict() for suggestion in outcome.suggestions],
        "files": [change.path for change in outcome.changes],
    }
    if inquiry:
        facts["unavailable"] = {one.source: one.why for one in inquiry.silent if isinstance(one, Unavailable)}
        facts["refused"] = [{"source": one.source, "title": one.title, "why": one.why} for one in inquiry.refused]
    return {name: value for name, value in facts.items() if value}
