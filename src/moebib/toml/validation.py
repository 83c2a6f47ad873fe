"""Validates entry files: the text becomes a typed entry, or findings with the problem, its location and a hint."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from moebib.errors import Finding
from moebib.records.citekey import is_reserved
from moebib.records.fields import KEY, KEY_RULE, TAG, TAG_RULE, FieldPath, NotAString
from moebib.records.foreign_words import IN_WORDS
from moebib.records.format1 import to_rename, upgraded
from moebib.records.name import NAME_FIELDS
from moebib.text.conflicts import conflict_findings
from moebib.text.shorten import quote, shorten
from moebib.text.suggest import suggestion
from moebib.toml.dump import dump_value
from moebib.toml.positions import decode, locate_error, locator

__all__ = ["check_key", "locator_of_entry", "parse_entry", "problem_of", "validate"]

EntryT = TypeVar("EntryT", bound=BaseModel)

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+.-]{0,199}")

_LONGEST = 120
"""The most characters of a value in a message."""
_MOST_CHOICES = 8
"""How many choices a hint lists; of more, it only suggests the closest."""
_CODES = {"issued": "MB005", "released": "MB005", "date": "MB005", "identifiers": "MB006"}
_EXPECTED = {
    "string_type": "a string",
    "tuple_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
}
_PATTERNS = {
    TAG: ("a tag", TAG_RULE),
    KEY: ("a key", KEY_RULE),
}


def check_key(key: str) -> str | None:
    """Why *key* is not a valid key, or ``None``: it must be a file name on every system, and never a path.

    >>> check_key("dai2024deepseekmoe"), check_key("aux")
    (None, "invalid key 'aux': Windows reserves this file name")
    """
    if not _KEY.fullmatch(key):
        allowed = "up to 200 letters, digits and _ + . -, and begins with a letter or digit"
        return f"invalid key {quote(key)}: a key has {allowed}"
    return f"invalid key {key!r}: Windows reserves this file name" if is_reserved(key) else None


def parse_entry(
    text: str, kind: type[EntryT], *, file: str, key: str | None = None
) -> tuple[EntryT | None, list[Finding]]:
    r"""The entry in *text*, or all findings about it; *file* is the name for the findings, *key* becomes the ``id``.

    >>> from moebib.records.model import Model
    >>> entry, findings = parse_entry('nam = "Mixtral"', Model, file="mixtral.toml", key="mixtral")
    >>> print(*findings, sep="\n")
    mixtral.toml:1:1: MB004 the field 'name' is missing
    mixtral.toml:1:1: MB003 unknown field 'nam'
      hint: did you mean 'name'?
    """
    if conflicts := conflict_findings(text):  # within a string, they would be TOML
        return None, [replace(conflict, id=key, file=file) for conflict in conflicts]
    try:
        data = upgraded(decode(text))
    except tomllib.TOMLDecodeError as error:
        return None, [_not_toml(text, error, file=file, key=key)]
    entry, problems = validate(data, kind, key)
    return (None, _placed(problems, text, file=file, key=key)) if problems else (entry, [])


def validate(data: Mapping[str, Any], kind: type[EntryT], key: str | None) -> tuple[EntryT | None, list[FieldProblem]]:
    """The entry with *data*, plain as in its file, or all problems of it; *key* becomes the ``id``."""
    problems = [*_wrong_id(data, key), *_loose_numbers(data, kind)]
    entry = None
    try:
        entry = kind.model_validate(data if key is None else {**data, "id": key})
    except ValidationError as invalid:
        reported = {problem.path for problem in problems}
        errors = invalid.errors(include_url=False)
        problems += (problem_of(error, kind, data) for error in errors if error["loc"] not in reported)
    return (None if problems else entry), problems


def locator_of_entry(text: str) -> Callable[[FieldPath], tuple[int, int]]:
    r""":func:`moebib.toml.positions.locator` for an entry, which finds a field that has another name in format 1, too.

    >>> locator_of_entry('name = "Hydra"\nexperts_total = 8')(("experts_routed",))
    (2, 1)
    """
    locate = locator(text)
    names = {new: old for old, new in to_rename(decode(text)).items()}
    return lambda path: locate((names.get(str(path[0]), path[0]), *path[1:]) if path else path)


def _not_toml(text: str, error: tomllib.TOMLDecodeError, *, file: str, key: str | None) -> Finding:
    from moebib.toml.syntax_hints import hint_for_syntax  # it reads LaTeX, which most lists do not need

    line, column = locate_error(text, error)
    reason = re.sub(r" \(at [^()]*\)$", "", str(error))
    reason = reason[:1].lower() + reason[1:]
    hint = hint_for_syntax((text.split("\n")[line - 1 : line] or [""])[0], reason)
    return Finding("MB002", f"not TOML: {reason}", key, file=file, line=line, column=column, hint=hint)


def _wrong_id(data: Mapping[str, Any], key: str | None) -> Iterator[FieldProblem]:
    given = data.get("id", key)
    if key is not None and given != key:
        message = f"the file is named {key!r}, but its id is {quote(given)}"
        yield FieldProblem("MB010", ("id",), message, "remove the id; the name of the file is the key")


def _loose_numbers(data: Mapping[str, Any], kind: type[BaseModel]) -> Iterator[FieldProblem]:
    """Strings and booleans in fields for numbers; pydantic would accept "32" and true."""
    for name, expected in _numbers(kind).items():
        if isinstance(value := data.get(name), str | bool):
            yield FieldProblem("MB004", (name,), f"{name}: should be {expected}, not {kind_of(value)}")


@cache
def _numbers(kind: type[BaseModel]) -> dict[str, str]:
    """The fields for numbers -> what messages call their values."""
    types = {name: {field.annotation, *get_args(field.annotation)} for name, field in kind.model_fields.items()}
    integers = {name: "a whole number" for name, type_ in types.items() if int in type_}
    return integers | {name: "a number" for name, type_ in types.items() if float in type_}


def _placed(problems: Iterable[FieldProblem], text: str, *, file: str, key: str | None) -> list[Finding]:
    """The findings of *problems*, from the top of the text to the bottom."""
    locate = locator_of_entry(text)
    located = sorted(((locate(problem.path), problem) for problem in problems), key=lambda pair: pair[0])
    findings = []
    for (line, column), problem in located:
        field = str(problem.path[0]) if problem.path else None
        findings.append(Finding(problem.code, problem.message, key, field, file, line, column, problem.hint))
    return findings


class FieldProblem(NamedTuple):
    """A problem at a path in the data; with a position it becomes a finding."""

    code: str
    path: FieldPath
    message: str
    hint: str | None = None


def problem_of(error: Mapping[str, Any], kind: type[BaseModel], data: Mapping[str, Any]) -> FieldProblem:
    """The problem that *error*, an element of ``ValidationError.errors()``, reports in *data* for *kind*."""
    path: FieldPath = error["loc"]
    names = [part for part in path if isinstance(part, str)]
    inside = f" in {'.'.join(names[:-1])}" if names[:-1] else ""
    if error["type"] == "extra_forbidden":
        from moebib.toml.foreign_hints import hint_for_field  # it reads LaTeX, which most lists do not need

        fields = _fields(kind, path[:-1])
        hint = hint_for_field(names[-1], _table_at(data, path[:-1]), fields) or suggestion(names[-1], fields)
        return FieldProblem("MB003", path, f"unknown field {quote(names[-1])}{inside}", hint)
    if error["type"] == "missing":
        return FieldProblem("MB004", path[:-1], f"the field {names[-1]!r} is missing{inside}")
    code = _CODES.get(names[-1], "MB004") if names else "MB004"
    if code == "MB006" and path[-1] == names[-1] and error["type"] == "value_error":
        code = "MB007"  # the list as a whole is invalid, not one of its elements
    message, hint = _reason(error["type"], error["input"], error.get("ctx", {}))
    if "issued" in _fields(kind, path[: path.index(names[-1])] if names else ()):
        hint = _foreign_value(error["type"], path, error["input"], data) or hint
    elif names[:1] == ["links"] and error["type"] == "value_error" and isinstance(error["input"], str):
        from moebib.toml.foreign_hints import hint_for_url

        hint = hint_for_url(error["input"])
    return FieldProblem(code, path, ": ".join([*filter(None, [".".join(names)]), message]), hint)


def _foreign_value(error: str, path: FieldPath, value: object, data: Mapping[str, Any]) -> str | None:
    """What to write in place of a value that has the form of another format."""
    from moebib.toml import foreign_hints

    field = path[-1]
    if isinstance(value, dict) and len(path) > 1 and path[-2] in NAME_FIELDS:
        return foreign_hints.hint_for_name(value)
    if error == "string_pattern_mismatch" and "tags" in path:
        tag = foreign_hints.as_tag(str(value))
        return f"write {tag!r}: {TAG_RULE}" if tag else None
    if error == "model_type" and field == "links":
        return IN_WORDS["links"]
    if not isinstance(value, str) or not isinstance(field, str):
        return None
    if error == "literal_error" and field == "type":
        return foreign_hints.hint_for_type(value, _table_at(data, path[:-1]))
    if error == "tuple_type":
        return foreign_hints.hint_for_list(field, value)
    if error == "model_type" and field == "status":
        return foreign_hints.hint_for_status(value)
    if error != "value_error":
        return None
    return foreign_hints.hint_for_url(value) if field == "url" else foreign_hints.hint_for_date(field, value)


def _table_at(data: Mapping[str, Any], path: FieldPath) -> Mapping[str, Any]:
    """The table at *path*, which leads to one because the problem is within it."""
    table: Any = data
    for part in path:
        table = table[part]
    return table  # type: ignore[no-any-return]


def kind_of(value: object) -> str:
    """The type of *value* in the terms of TOML, or of Python if no file contains it."""
    if isinstance(value, bool):
        return str(value).lower()
    kinds = {
        str: "a string", int: "a number", float: "a number", list: "a list", tuple: "a list", dict: "a table",
        time: "a time", date: "a date", datetime: "a date",
    }  # fmt: skip
    return kinds.get(type(value)) or ("None" if value is None else f"a value of type {type(value).__name__}")


def _reason(kind: str, value: Any, context: Mapping[str, Any]) -> tuple[str, str | None]:
    """Message and hint for an error of the type *kind*."""
    if kind in _EXPECTED:
        return _wrong_type(_EXPECTED[kind], value)
    if kind == "value_error":
        error = context["error"]
        is_wrong_type = isinstance(error, NotAString)
        return _wrong_type("a string", value) if is_wrong_type else (shorten(str(error), _LONGEST), None)
    if kind == "literal_error":
        return _not_among(value, context["expected"])
    if kind == "string_pattern_mismatch":
        noun, hint = _PATTERNS.get(context["pattern"], ("allowed", None))
        return f"not {noun}: {quote(value)}", hint
    if kind == "string_too_short":
        return "should not be empty", None
    limits = {"greater_than": "greater than", "greater_than_equal": "at least"}
    if kind in limits:
        return f"should be {limits[kind]} {next(iter(context.values()))}, not {quote(value)}", None
    return f"invalid value: {quote(value)}", None


def _wrong_type(expected: str, value: Any) -> tuple[str, str | None]:
    given = str(value) if expected == "a whole number" and isinstance(value, float) else kind_of(value)
    hint = None
    if expected == "a string" and isinstance(value, int | float | date | time):
        text = value.date() if isinstance(value, datetime) else str(value).lower() if isinstance(value, bool) else value
        hint = f'put it in quotes: "{text}"'
    elif expected == "a list" and isinstance(value, str):
        hint = f"put it in brackets: [{shorten(dump_value(value), _LONGEST)}]"
    return f"should be {expected}, not {given}", hint


def _not_among(value: Any, expected: str) -> tuple[str, str | None]:
    """Message and hint for a value that is not among *expected*, pydantic's list "'a', 'b' or 'c'"."""
    choices = [choice.strip("'") for choice in expected.replace(" or ", ", ").split(", ")]
    hint = suggestion(value, choices) if isinstance(value, str) else None
    if not hint and len(choices) <= _MOST_CHOICES:
        hint = f"choose from {', '.join(map(repr, choices))}"
    return f"unknown value {quote(value)}", hint


def _fields(kind: type[BaseModel], path: FieldPath) -> list[str]:
    """The names of the fields of the model at *path* in *kind*; none if there is no model, as in a table of texts."""
    is_key = False  # of a table with any keys, such as ``origin``
    for part in path:
        if isinstance(part, str) and not is_key:
            field = kind.model_fields.get(part)
            inner = (type_ for type_ in _types(field.annotation) if issubclass(type_, BaseModel)) if field else ()
            if (model := next(iter(inner), None)) is None or field is None:
                return []
            kind = model
            is_key = get_origin(field.annotation) is dict
        else:
            is_key = False
    return [field.alias or name for name, field in kind.model_fields.items()]


def _types(annotation: Any) -> list[type]:
    """All types in an annotation, as Version in ``tuple[Version, ...]``."""
    inner = get_args(annotation)
    return [type_ for part in inner for type_ in _types(part)] if inner else [annotation] * isinstance(annotation, type)
