"""Crossref's JSON -> records, by the reader that its API and doi.org are read with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from moebib.errors import Finding
from moebib.formats import Left, ParsedFile
from moebib.formats.crossref.work import SELECT, record_of
from moebib.normalise.rules import normalise
from moebib.records.citekey import make_key
from moebib.records.record import Record
from moebib.text.json_values import DECODER, JsonValue, encodable, not_json

__all__ = ["read"]

_NEXT = re.compile(r"\n(?=[\[{])")
"""The next value of a file with one per line; in one of several lines, the lines inside are indented."""
_SEPARATOR = re.compile(r"[\s,]*")
_READ = frozenset({
    *SELECT.split(","), "subtype", "institution", "language", "aliases", "edition-number", "report-number",
    "container-title-short", "translator",
})  # fmt: skip
_OF_DATABASE = frozenset({
    "indexed", "created", "deposited", "score", "prefix", "member", "source", "reference-count", "references-count",
    "is-referenced-by-count", "content-domain", "resource", "URL", "issn-type", "isbn-type", "journal-issue",
})  # fmt: skip
"""What says nothing of the work, or the same as other members."""
_OF_PEOPLE = frozenset({"family", "given", "suffix", "name", "literal", "sequence", "authenticated-orcid"})


def read(text: str) -> ParsedFile:
    """The works in *text*: an answer of the API, a work, a list of works, or one per line. They have no keys."""
    records: list[Record] = []
    findings: list[Finding] = []
    left: list[Left] = []
    taken: set[str] = set()
    for line, work, problem, seen in _works(text.removeprefix("\ufeff")):
        findings += [problem] if problem else seen
        if problem:
            continue
        record = record_of(work) if isinstance(work, dict) else None
        if record is None:
            doi = work.get("DOI") if isinstance(work, dict) else None
            what = f"the work {doi!r} has" if isinstance(doi, str) else "a work with"
            findings.append(Finding("MB112", f"{what} no valid title or authors", line=line))
            continue
        record = normalise(record)  # titles have JATS and line breaks
        record = record.evolve(id=make_key(record, taken))
        taken.add(record.id.lower())
        records.append(record)
        left += (Left(record.id, name, values, line) for name, values in _left(work).items())
    return ParsedFile(tuple(records), findings=tuple(findings), left=tuple(left))


def _left(work: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """What *work* has that is not read, also of its people, by name."""
    left = {name: value for name, value in work.items() if name not in _READ | _OF_DATABASE}
    for person in (*_list(work.get("author")), *_list(work.get("editor"))):
        for name in person.keys() - _OF_PEOPLE if isinstance(person, dict) else ():
            left[name] = [*_list(left.get(name)), *_list(person[name])]
    return {name: tuple(map(_in_words, _list(value))) for name, value in sorted(left.items()) if value}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value not in (None, "", {}) else []


def _in_words(value: Any) -> str:
    named = value.get("name") if isinstance(value, dict) else value
    return named if isinstance(named, str) else json.dumps(value, ensure_ascii=False)


def _works(text: str) -> Iterator[JsonValue]:
    at = len(text) - len(text.lstrip())
    line = 1 + text.count("\n", 0, at)
    while at < len(text):
        try:
            value, end = DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield JsonValue(line, problem=not_json(error, line))
            following = _NEXT.search(text, at)
            if not following:
                return
            line += text.count("\n", at, following.end())
            at = following.end()
            continue
        whole = encodable(JsonValue(line, value), text[at:end])
        yield from (JsonValue(line, work) for work in _works_in(whole.value))
        yield from (JsonValue(line, problem=finding) for finding in whole.findings)
        separator = _SEPARATOR.match(text, end)
        next_at = separator.end() if separator else end
        line += text.count("\n", at, next_at)
        at = next_at


def _works_in(value: Any) -> list[Any]:
    message = value.get("message", value) if isinstance(value, dict) else value
    items = message.get("items", message) if isinstance(message, dict) else message
    return items if isinstance(items, list) else [items]
