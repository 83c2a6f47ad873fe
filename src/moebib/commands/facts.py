"""`moebib import` of facts: each is added to its entry with its evidence; an invalid one costs no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from moebib import store
from moebib.errors import Finding, InputError
from moebib.library.clashes import find_contradictions
from moebib.library.library import Library
from moebib.merging.fact import Fact, InvalidFact, Stated
from moebib.merging.facts import state
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.store import ChangeSet
from moebib.text.encoding import decode_utf8
from moebib.text.json_values import JsonValue, values_by_line
from moebib.text.shorten import shorten
from moebib.toml.validation import problem_of

__all__ = ["FactsReport", "import_facts", "is_facts"]

_FORMAT_NAME = "facts"
_SUFFIX = ".facts.jsonl"
_OF_THE_LIST = ("identifiers", "ids", "tags", "papers", "relations", "cite")
"""The fields whose values depend on other entries."""


class FactsReport(NamedTuple):
    """What an import of facts did, or would do."""

    changes: ChangeSet
    outcomes: Mapping[str, int]
    """Outcome -> number of facts; "invalid" is one, too."""
    findings: tuple[Finding, ...]


def is_facts(file: Path, format: str | None) -> bool:
    """Whether *file* is to be read as facts: by the name of the format, else by that of the file."""
    return format == _FORMAT_NAME or (format is None and file.name.lower().endswith(_SUFFIX))


def import_facts(file: Path, root: Path, today: date, *, write: bool = True) -> FactsReport:
    """Add the facts in *file* to the entries of the list in *root*.

    Raises:
        InputError: If the file is not UTF-8, or empty.
        InvalidRecord: If an entry of the list cannot be read.
    """
    text = decode_utf8(store.read_bytes(file), str(file))
    if not text.strip():
        raise InputError("the file is empty", where=store.printable(file))
    with store.lock(root, write=write):
        entries = _Changing(store.read(root))
        outcomes: Counter[str] = Counter()
        findings: list[Finding] = []
        for value in values_by_line(text):
            outcome, problems = _take(entries, value, today)
            outcomes[outcome] += 1
            findings += (replace(problem, file=str(file), line=value.line) for problem in problems)
        works, models = entries.changed()
        changes = ChangeSet.plan(root, store.plan_entries(root, works, models))
        if write:
            changes.apply()
    return FactsReport(changes, outcomes, tuple(findings))


class _Changing:
    """The entries of a library while facts are added to them."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._works = {record.id: record for record in library}
        self._models = {model.id: model for model in library.models}

    def find(self, key: str) -> Record | Model:
        """The entry as it is by now.

        Raises:
            InputError: If there is none.
        """
        entry = self.library.find_entry(key)
        return self._works[entry.id] if isinstance(entry, Record) else self._models[entry.id]

    def put(self, entry: Record | Model, *, checked: bool) -> tuple[Finding, ...]:
        """Put *entry* in place of the one with its key, or say why it cannot be in the list, if that is *checked*."""
        works = self._works | ({entry.id: entry} if isinstance(entry, Record) else {})
        if checked:
            models = [entry] if isinstance(entry, Model) else []
            keys = {key.lower() for key in works}
            clashes = find_contradictions(works.values(), models, keys, self.library.config)
            if clashes:
                return tuple(clash.finding for clash in clashes)
        self._works = works
        if isinstance(entry, Model):
            self._models[entry.id] = entry
        return ()

    def changed(self) -> tuple[list[Record], list[Model]]:
        """The works and models that differ from those of the library."""
        works = [work for work in self._works.values() if work != self.library[work.id]]
        models = [model for model in self._models.values() if model != self.library.find_model(model.id)]
        return works, models


def _take(entries: _Changing, value: JsonValue, today: date) -> tuple[str, tuple[Finding, ...]]:
    """Add the fact on one line; the outcome, and what is wrong with it."""
    fact, problems = _read(value)
    if fact is None:
        return "invalid", problems
    try:
        stated: Stated = state(entries.find(fact.key), fact, today)
    except InputError as error:
        message, _, hint = str(error).partition("\nhint: ")
        return "invalid", (Finding("MB011", message, hint=hint or None),)
    except InvalidFact as error:
        found = error.problem
        return "invalid", (Finding(found.code, found.message, fact.key, fact.field, hint=found.hint),)
    checked = fact.field in _OF_THE_LIST or bool(fact.version)
    if clashes := entries.put(stated.entry, checked=checked):
        return "invalid", clashes
    return stated.outcome, stated.findings


def _read(value: JsonValue) -> tuple[Fact | None, tuple[Finding, ...]]:
    if value.problem:
        return None, (value.problem,)
    if not isinstance(value.value, dict):
        return None, (Finding("MB112", f"not an object: {shorten(repr(value.value))}"),)
    try:
        return Fact.model_validate(value.value), ()
    except ValidationError as error:
        problems = (problem_of(details, Fact, value.value) for details in error.errors(include_url=False))
        return None, tuple(Finding("MB112", problem.message, hint=problem.hint) for problem in problems)
