"""What is wrong with values in Python, in the words of Python: those of an entry file are about TOML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError

from moebib.errors import Finding, InputError
from moebib.records.fields import FieldPath
from moebib.records.foreign_words import DATES
from moebib.records.identifier import parse_identifier
from moebib.toml.validation import problem_of

__all__ = ["findings_of"]

_TABLE = re.compile(r"\{ (\w+) = (\"[^\"]*\") \}")
_UNDER = re.compile(r"put (\w+) = (\[[^\[\]]*\]|\"[^\"]*\") under \[(\w+)\]")
_SUCH_AS = re.compile(r"under \[(\w+)\], such as (\w+) = (\[[^\[\]]*\])")


def findings_of(invalid: ValidationError, kind: type[BaseModel], data: Mapping[str, Any]) -> Iterator[Finding]:
    """What is wrong with *data* that was to become an entry outside of a file."""
    key = data.get("id")
    for error in invalid.errors(include_url=False):
        code, path, message, hint = problem_of(error, kind, data)
        hint = _hint_for_value(kind, path, error["input"]) or (_in_python(hint) if hint else None)
        if not hint and "should be" in message:
            hint = _example(kind, path)
        message = re.sub(r"\ba table\b", "a dictionary", message)
        yield Finding(code, message, key if isinstance(key, str) else None, str(path[0]) if path else None, hint=hint)


def _in_python(hint: str) -> str:
    """A hint about TOML as one about Python.

    >>> _in_python('put pdf = ["https://a.example/"] under [links]')
    'write links = {"pdf": ["https://a.example/"]}'
    """
    hint = _UNDER.sub(r'write \3 = {"\1": \2}', _TABLE.sub(r'{"\1": \2}', hint))
    return re.sub(r"under \[(\w+)\]", r"in \1", _SUCH_AS.sub(r'in \1, such as {"\2": \3}', hint))


def _hint_for_value(kind: type[BaseModel], path: FieldPath, value: object) -> str | None:
    """What to write in place of a value that people have in Python, and not in a file."""
    field = path[0] if path else None
    declared = kind.model_fields.get(str(field)) if len(path) == 1 else None
    if value is None and declared and not declared.is_required():
        default = declared.get_default()
        return f"write {list(default) if isinstance(default, tuple) else default!r}, or leave it out"
    if field in DATES:
        if value == "":
            return "write None, or leave it out"
        numbers = _numbers(value)
        return f'write "{"-".join(f"{number:02}" for number in numbers)}"' if numbers else None
    if field == "identifiers":
        pairs = value.items() if isinstance(value, Mapping) else [value] if isinstance(value, tuple) else []
        texts = [f"{pair[0]}:{pair[1]}" for pair in pairs if len(pair) == 2]
        try:
            return f"write {[str(parse_identifier(text)) for text in texts]}" if texts else None
        except InputError:
            return None
    return None


def _numbers(value: object) -> list[int]:
    """Year, month and day, as far as *value* has them."""
    if isinstance(value, date):
        return [value.year, value.month, value.day]
    parts = [value.get(name) for name in ("year", "month", "day")] if isinstance(value, Mapping) else value
    numbers = [part for part in parts if part is not None] if isinstance(parts, list | tuple) else []
    return numbers if all(type(number) is int for number in numbers) else []


def _example(kind: type[BaseModel], path: FieldPath) -> str | None:
    field = kind.model_fields.get(str(path[0])) if path else None
    return f"for example {path[0]} = {field.examples[0]!r}" if field and field.examples else None
