"""The results of verifying references, as the output formats need them: in the order of the file, with positions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.checks.rules import FieldPath
from moebib.commands.inputs import read_files, read_list
from moebib.commands.references import References
from moebib.commands.verify import Verified
from moebib.errors import Finding
from moebib.lookup.policies import Policy, Treatment
from moebib.lookup.verdict import VerdictKind

__all__ = ["KINDS", "Result", "VerifyReport", "report"]

KINDS: tuple[VerdictKind, ...] = ("retracted", "withdrawn", "not found", "differs", "cannot tell", "ok")
"""The kinds of verdicts, the gravest first."""

_PATHS: Mapping[str, FieldPath] = {
    "title": ("title",), "authors": ("author",), "year": ("issued",), "venue": ("container_title",),
    "identifiers": ("identifiers",),
}  # fmt: skip
_CODES: Mapping[VerdictKind, str] = {
    "not found": "MB211", "cannot tell": "MB214", "retracted": "MB215", "withdrawn": "MB215",
}  # fmt: skip
_Position = tuple[int | None, int | None]
_LocateField = Callable[[FieldPath], _Position]


def _unknown(_: FieldPath) -> _Position:
    return None, None


class Result(NamedTuple):
    """A reference with its verdict, and where it is."""

    verified: Verified
    treatment: Treatment | None = None
    """What the verdict means under the policy, if one was given."""
    file: str = ""
    """Empty for a work of the bundled list, and before the report is complete."""
    locate: _LocateField = _unknown

    @property
    def key(self) -> str:
        """The key of the reference."""
        return self.verified.record.id

    @property
    def place(self) -> _Position:
        """The line and the column of the reference."""
        return self.locate(())

    def findings(self) -> Iterator[Finding]:
        """What has to be corrected or checked, as findings at their places."""
        verdict = self.verified.verdict
        if code := _CODES.get(verdict.kind):
            yield self._finding(code, str(verdict), (), verdict.link)
        for difference in verdict.differences:
            if difference.grade == "error":
                yield self._finding("MB213", str(difference), _PATHS[difference.field], difference.link)
            elif difference.field == "identifiers":  # that it leads to another work says the rest
                titles = [str(other) for other in verdict.differences if other.field == "title"]
                message = "; ".join([str(difference), *titles])
                yield self._finding("MB212", message, _PATHS[difference.field], difference.link)

    def _finding(self, code: str, message: str, path: FieldPath, link: str) -> Finding:
        line, column = self.locate(path)
        hint = "; ".join(filter(None, (link, *self.verified.verdict.hints, self.treatment)))
        message = f"{self.key}: {message}"
        return Finding(code, message, self.key, None, self.file or None, line, column, hint or None)


class VerifyReport(NamedTuple):
    """What is known of all references."""

    results: tuple[Result, ...]
    """In the order of the file."""
    lost: tuple[Finding, ...]
    """Entries that could not be read."""
    day: date
    policy: Policy | None = None

    def verdicts(self) -> Counter[VerdictKind]:
        """The number of references with each kind of verdict."""
        return Counter(result.verified.verdict.kind for result in self.results)

    def treatments(self) -> Counter[Treatment]:
        """The number of references for what the policy means for them."""
        return Counter(result.treatment for result in self.results if result.treatment)

    def findings(self) -> list[Finding]:
        """All findings, those of entries that could not be read first."""
        return [*self.lost, *(finding for result in self.results for finding in result.findings())]


def report(
    results: Iterable[Result],
    references: References,
    day: date,
    policy: Policy | None = None,
    *,
    root: Path | None = None,
) -> VerifyReport:
    """The report on *references*; a file is read again when the first place in it is requested.

    *root* is the list of the works that are in no file given; without it, they have no places.
    """
    places_in = cache(partial(_places, day=day))
    files = dict(enumerate(references.files))
    entries = read_list(root, day).texts if root else {}
    located = []
    for result in sorted(results, key=lambda result: result.verified.number):
        file = files.get(result.verified.number, "")
        entry = None if file else entries.get((False, result.key))
        if entry:
            located.append(result._replace(file=entry.file, locate=entry.locate))
        else:
            locate = partial(_locate, places_in, file, result.key) if file else _unknown
            located.append(result._replace(file=store.printable(file), locate=locate))
    return VerifyReport(tuple(located), references.lost, day, policy)


def _locate(places_in: Callable[[str], Mapping[str, _LocateField]], file: str, key: str, path: FieldPath) -> _Position:
    return places_in(file).get(key, _unknown)(path)


def _places(file: str, day: date) -> Mapping[str, _LocateField]:
    """Key -> where the values of the entry are; nothing for a file without such places, and for a pipe."""
    try:
        store.read_regular(Path(file))
        target = next(read_files([Path(file)], day, []), None)
    except OSError:
        return {}
    return {key: text.locate for (is_model, key), text in target.texts.items() if not is_model} if target else {}
