"""One run of `moebib verify`: reads references, verifies and corrects them, and prints what is known of each."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from moebib.cli._list import known_people, list_root, point_to_build, read_library
from moebib.cli._options import Preview
from moebib.cli._output import Terminal
from moebib.cli._progress import Bar, busy, progress
from moebib.cli._text import counted, plain
from moebib.cli._verdicts import FORMATS, STYLES, advice, headline, policy_lines, summary, text_rows
from moebib.commands.references import References, cited_references, read_references, suffixes
from moebib.commands.update_bib import save
from moebib.commands.verify import Verified, recorded_on, verify
from moebib.commands.verify_confirm import Confirmed, confirm_entry
from moebib.commands.verify_fix import correct
from moebib.commands.verify_report import Result, VerifyReport, report
from moebib.commands.verify_since import fingerprint, only_new, references_at, works_at
from moebib.errors import InputError
from moebib.lookup.client import Client, open_client
from moebib.lookup.outages import outages_in
from moebib.lookup.policies import POLICIES, treatment_of
from moebib.store import STDIN, ListSession, find_root, list_files

__all__ = ["Run", "VerifyOutcome"]

_EXIT_CODES = {"retracted": 6, "withdrawn": 6, "not found": 5, "differs": 1, "cannot tell": 4, "ok": 0}
"""The exit code of the command is that of the first kind that a reference has."""


class VerifyOutcome(NamedTuple):
    """What a run found."""

    exit_code: int
    inputs: tuple[Path, ...]
    """The files that were read."""
    printed: frozenset[str]
    """What is known of each reference, as it was printed or would have been."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The options of `moebib verify`."""

    out: Terminal
    targets: tuple[str, ...]
    everything: bool
    format: str | None
    since: str | None
    output_format: str
    file: Path | None
    policy: str | None
    fix: bool
    confirm: bool
    preview: Preview
    offline: bool
    refresh: bool
    recording: Path | None
    is_replay: bool

    @property
    def files(self) -> list[Path]:
        """The targets that are files; the others are papers and keys."""
        # Also of names that are too long for a path: a target may be a title.
        files = (text for text in self.targets if os.path.exists(text) and not os.path.isdir(text))  # noqa: PTH110, PTH112
        return [*map(Path, files), *([STDIN] if str(STDIN) in self.targets else ())]

    def once(self, printed: Container[str] = ()) -> VerifyOutcome:
        """Verify the references, and print those whose result is not among what was *printed* before.

        Raises:
            InputError: If there is nothing to verify, or a file or a revision does not exist or cannot be read.
            UsageError: If --fix or --confirm has nothing to write to.
        """
        today = recorded_on(self.recording) if self.recording and self.is_replay else date.today()
        references, old = self._references(), self._references_at_revision()
        session = self._session(references) if self.confirm else None
        if self.fix and not any(map(_is_bib, references.files)):
            raise click.UsageError("--fix needs a .bib file")
        total = len(references.records)
        references = only_new(references, old) if old else references
        for finding in references.lost:
            click.echo(plain(f"cannot read: {finding}"), err=True)
        results: list[Result] = []
        evidence: list[Confirmed] = []
        for result in self._results(references, today, printed):
            results.append(result)
            if session and result.verified.number >= len(references.files):
                evidence.append(confirm_entry(session, result.verified, today))
        has_places = self.output_format != "text" and len(references.records) > len(references.files)
        root = find_root(self.out.folder) if has_places else None
        complete = report(results, references, today, POLICIES[self.policy] if self.policy else None, root=root)
        corrected = self._finish(complete, references, evidence)
        if self.since:
            new = f"{len(results) or 'none'} of {counted(total, 'reference')}"
            self.out.say(f"{new} {'is' if len(results) < 2 else 'are'} new or changed since {self.since!r}")
        return VerifyOutcome(_exit_code(complete, corrected), references.inputs, frozenset(map(_as_printed, results)))

    def _references(self) -> References:
        """The references in the files, those of papers on arXiv, and then the works of the list."""
        files = {str(file) for file in self.files}
        named = [target for target in self.targets if str(Path(target)) not in files]
        papers = [target for target in named if target.lower().startswith("arxiv:")]
        keys = [target for target in named if target not in papers]
        if missing := [key for key in keys if key.lower().endswith(tuple(suffixes()))]:
            raise InputError(f"file {missing[0]!r} does not exist")
        with busy(self.out, f"reading {', '.join(map(str, self.files))}"):
            parsed = read_references(self.files, self.format)
        if papers:
            with self._client() as client:
                parsed += [cited_references(paper, client) for paper in papers]
        library = read_library(self.out, keys=keys) if keys or self.everything else None
        chosen = [library.find_work(key) for key in keys] if library else []
        listed = library.records if library and self.everything else chosen
        root = find_root(self.out.folder) if library else None
        of_list = list_files(root, library.config) if library and root else ()
        return References(
            (*(record for references in parsed for record in references.records), *listed),
            tuple(finding for references in parsed for finding in references.lost),
            tuple(name for references in parsed for name in references.files),
            frozenset[str]().union(*(references.guessed for references in parsed)),
            (*(file for references in parsed for file in references.inputs), *of_list),
        )

    def _references_at_revision(self) -> References | None:
        if not self.since:
            return None
        old = references_at(self.files, self.since, self.format)
        root = find_root(self.out.folder) if self.everything or len(self.files) < len(self.targets) else None
        return old._replace(records=(*old.records, *works_at(root, self.since))) if root else old

    def _session(self, references: References) -> ListSession:
        """The user's own list, in whose entries evidence is noted."""
        if len(references.records) == len(references.files):
            raise click.UsageError("--confirm needs works of the list: keys, or --all")
        return ListSession(list_root(self.out), write=self.preview.write)

    def _results(self, references: References, today: date, printed: Container[str]) -> Iterator[Result]:
        """The results in the order of the references, printed as soon as they are known."""
        policy = POLICIES[self.policy] if self.policy else None
        is_shown = (self.output_format == "text" or self.file) and not self.preview.diff  # stdout is for the patch
        with self._client() as client, progress(self.out, "looking up", len(references.records)) as bar:
            client.people = known_people(self.out)
            for verified in _in_order(verify(references.records, client, today, guessed=references.guessed), bar):
                result = Result(verified, treatment_of(verified.verdict, policy) if policy else None)
                if is_shown and _as_printed(result) not in printed:
                    with bar.paused():
                        self._print(result)
                yield result

    def _client(self) -> AbstractContextManager[Client]:
        return open_client(
            offline=self.offline,
            refresh=self.refresh,
            recording=str(self.recording) if self.recording else None,
            on_low_budget=self.out.warn,
        )

    def _print(self, result: Result) -> None:
        style = STYLES[result.verified.verdict.kind]
        self.out.rows(headline(result), text_rows(result), is_data=True, style=style)

    def _finish(self, complete: VerifyReport, references: References, evidence: Sequence[Confirmed]) -> set[int]:
        """Write and print what is known of all references; the numbers of those in which nothing else differs."""
        if self.file:
            self.out.write(FORMATS[self.output_format](complete), self.file, self.preview)
        elif self.output_format != "text":
            self.out.data(FORMATS[self.output_format](complete))
        in_bib = {number: file for number, file in enumerate(references.files) if _is_bib(file)}
        corrected = (
            self._fix(complete, in_bib, list(filter(_is_bib, map(str, references.inputs)))) if self.fix else set()
        )
        self._say_confirmed(evidence)
        for outage in outages_in(result.verified.unavailable for result in complete.results):
            self.out.say(str(outage))
        self.out.say(summary(complete))
        for line in (*advice(complete, is_fixed=self.fix, corrected=corrected), *policy_lines(complete)):
            self.out.say(line)
        return corrected

    def _fix(self, complete: VerifyReport, in_bib: Mapping[int, str], bibliography: Sequence[str]) -> set[int]:
        """Correct .bib files, and return the numbers of the references in which nothing else differs."""
        verdicts = [result.verified for result in complete.results]
        opened, corrections = correct(verdicts, in_bib, bibliography, complete.day)
        changes = save(opened, write=self.preview.write)
        for correction in corrections:
            verb = "corrected" if self.preview.write else "would correct"
            self.out.say(f"{verb} {correction.key}: {', '.join(correction.fields)}")
        if not self.preview.write:
            self.out.changes(changes, self.preview)
        return {correction.number for correction in corrections if correction.is_complete and self.preview.write}

    def _say_confirmed(self, evidence: Sequence[Confirmed]) -> None:
        new = [confirmed for confirmed in evidence if confirmed.fields]
        verb = "confirmed" if self.preview.write else "would confirm"
        for confirmed in new:
            self.out.say(f"{verb} {confirmed.key}: {', '.join(confirmed.fields)}")
        if self.preview.diff:
            self.out.patch("".join(change.diff() for confirmed in new for change in confirmed.files))
        if new and self.preview.write:
            point_to_build(self.out)


def _is_bib(file: str) -> bool:
    return file.lower().endswith(".bib")


def _as_printed(result: Result) -> str:
    """What is known of a reference, and of which reference."""
    return repr((fingerprint(result.verified.record), headline(result), *text_rows(result)))


def _in_order(verdicts: Iterator[Verified], bar: Bar) -> Iterator[Verified]:
    """*verdicts* in the order of the references, as soon as all before them are known."""
    waiting: dict[int, Verified] = {}
    number = 0
    for verified in verdicts:
        waiting[verified.number] = verified
        bar.advance()
        while number in waiting:
            yield waiting.pop(number)
            number += 1


def _exit_code(report: VerifyReport, corrected: Container[int]) -> int:
    verdicts = [result.verified for result in report.results if result.verified.number not in corrected]
    kinds = {verified.verdict.kind for verified in verdicts} | ({"cannot tell"} if report.lost else set())
    return next((code for kind, code in _EXIT_CODES.items() if kind in kinds), 0)
