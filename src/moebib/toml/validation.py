"""The text of an entry file to a typed entry, or to findings that say what is wrong, where, and what to do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from moebib.errors import Finding
from moebib.text.shorten import quote
from moebib.toml import decode, locate_error, locator
from moebib.toml.wording import Problem, kind_of, problem

__all__ = ["check_key", "parse_entry"]

Entry = TypeVar("Entry", bound=BaseModel)

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+.-]{0,199}")
# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.I)


def check_key(key: str) -> str | None:
    """Why *key* cannot be the name of an entry file, or ``None``: it must be one on every system, and never a path.

    >>> check_key("dai2024deepseekmoe"), check_key("aux")
    (None, "'aux' is a name that Windows reserves")
    """
    if not _KEY.fullmatch(key):
        allowed = "up to 200 letters, digits and _ + . -, beginning with a letter or digit"
        return f"{quote(key)} cannot be a file's name; a key has {allowed}"
    return f"{key!r} is a name that Windows reserves" if _RESERVED.fullmatch(key) else None


def parse_entry(
    text: str, kind: type[Entry], *, file: str, key: str | None = None
) -> tuple[Entry | None, list[Finding]]:
    r"""The entry in *text*, or all findings; *file* is what they call the file, *key* becomes the ``id``.

    >>> from moebib.records.record import Model
    >>> entry, findings = parse_entry('nam = "Mixtral"', Model, file="mixtral.toml", key="mixtral")
    >>> print(*findings, sep="\n")
    mixtral.toml:1:1: MB004 the field 'name' is missing
    mixtral.toml:1:1: MB003 unknown field 'nam'
      hint: did you mean 'name'?
    """
    try:
        data = decode(text)
    except tomllib.TOMLDecodeError as error:
        return None, [_not_toml(text, error, file=file, key=key)]
    problems = [*_wrong_id(data, key), *_loose_numbers(data, kind)]
    entry = None
    try:
        entry = kind.model_validate(data if key is None else {**data, "id": key})
    except ValidationError as invalid:
        known = {found.path for found in problems}
        problems += (problem(error, kind) for error in invalid.errors(include_url=False) if error["loc"] not in known)
    return (None, _placed(problems, text, file=file, key=key)) if problems else (entry, [])


def _not_toml(text: str, error: tomllib.TOMLDecodeError, *, file: str, key: str | None) -> Finding:
    line, column = locate_error(text, error)
    reason = re.sub(r" \(at [^()]*\)$", "", str(error))
    return Finding("MB002", f"not TOML: {reason[:1].lower()}{reason[1:]}", key, file=file, line=line, column=column)


def _wrong_id(data: Mapping[str, Any], key: str | None) -> Iterator[Problem]:
    given = data.get("id", key)
    if key is not None and given != key:
        message = f"the file is called {key!r}, but its id is {quote(given)}"
        yield Problem("MB010", ("id",), message, "leave the id out: the file's name is the key")


def _loose_numbers(data: Mapping[str, Any], kind: type[BaseModel]) -> Iterator[Problem]:
    """Pydantic reads "32" and true as numbers."""
    for name, expected in _numbers(kind).items():
        if isinstance(value := data.get(name), str | bool):
            yield Problem("MB004", (name,), f"{name}: should be {expected}, not {kind_of(value)}")


@cache
def _numbers(kind: type[BaseModel]) -> dict[str, str]:
    types = {name: {field.annotation, *get_args(field.annotation)} for name, field in kind.model_fields.items()}
    whole = {name: "a whole number" for name, found in types.items() if int in found}
    return whole | {name: "a number" for name, found in types.items() if float in found}


def _placed(problems: Iterable[Problem], text: str, *, file: str, key: str | None) -> list[Finding]:
    place = locator(text)
    placed = ((place(found.path), found) for found in problems)
    return [
        Finding(found.code, found.message, key, str(found.path[0]) if found.path else None, file, *at, found.hint)
        for at, found in sorted(placed, key=lambda one: one[0])
    ]
