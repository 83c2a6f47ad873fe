"""Reads the examples of a rule as a bibliography."""

from __future__ import annotations

import re
import tomllib
from datetime import date

from moebib.checks.rules import Context, Flaw, Rule
from moebib.formats.bibtex import BibDocument, decode_entry, read_entries
from moebib.library.config import Config
from moebib.records.model import Model
from moebib.records.record import Record

TODAY = date(2026, 11, 24)
_FILE = re.compile(r"^# (?:(papers|models)/(\S+)\.toml|moebib\.toml)$", re.MULTILINE)


def read_example(text: str, *, model: bool = False, today: date = TODAY) -> Context:
    """Read the files of an example; see ``checks.Rule``."""
    if text.lstrip().startswith("@"):
        entries = [parsed.entry for parsed in read_entries(BibDocument(text)) if parsed.entry]
        read = [record for entry in entries if (record := decode_entry(entry)[0])]
        fields = {entry.key: entry.fields for entry in entries}
        return Context(tuple(read), today=today, is_list=False, bib_fields=fields)
    if not _FILE.search(text):
        text = f"# {'models' if model else 'papers'}/example.toml\n{text}"
    parts = _FILE.split(text)
    assert not parts[0].strip(), "text before the first file"
    files = list(zip(parts[1::3], parts[2::3], map(tomllib.loads, parts[3::3]), strict=True))
    return Context(
        tuple(Record.model_validate({"id": key, **data}) for kind, key, data in files if kind == "papers"),
        tuple(Model.model_validate({"id": key, **data}) for kind, key, data in files if kind == "models"),
        next((Config.model_validate(data) for kind, _, data in files if kind is None), Config()),
        today,
    )


def flaws(rule: Rule, text: str) -> list[tuple[str, Flaw]]:
    """The flaws that *rule* finds in an example."""
    return list(rule.find(read_example(text, model=rule.check_model is not None)))
