"""Writes plain data, records and models as TOML.

Strings are in double quotes, lists on one line or with one element per line. In an entry file, each field has its line,
in the order of the class bodies; each author has a line; sub-tables come last. The key is the name of the file and not
in its text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from moebib.records.fields import FieldPath
from moebib.records.model import Model
from moebib.records.name import NAME_FIELDS
from moebib.records.record import Record

__all__ = [
    "INDENT",
    "WIDTH",
    "dump_field",
    "dump_key",
    "dump_list",
    "dump_model",
    "dump_record",
    "dump_table",
    "dump_value",
    "is_table",
    "plain_entry",
]

WIDTH = 100
"""A list is written with one element per line if the line would be longer than this."""
INDENT = "  "
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def dump_value(value: Any) -> str:
    r"""A value on one line.

    >>> print(dump_value(["tab\there", 16.0, {"code": ["https://example.org"]}]))
    ["tab\there", 16, { code = ["https://example.org"] }]
    """
    if isinstance(value, str):
        # A JSON string is a TOML basic string, except that TOML requires DEL to be escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value).removesuffix(".0")
    if isinstance(value, date | time):  # no field has one, but a person may have written it
        return value.isoformat()
    if isinstance(value, Mapping):
        fields = ", ".join(f"{dump_key((key,))} = {dump_value(inner)}" for key, inner in value.items())
        return f"{{ {fields} }}" if fields else "{}"
    return f"[{', '.join(map(dump_value, value))}]"


def dump_key(path: FieldPath) -> str:
    """A dotted key, whose parts are quoted if necessary."""
    return ".".join(part if _BARE.fullmatch(part) else dump_value(part) for part in map(str, path))


def dump_field(keys: FieldPath, value: Any) -> str:
    """``key = value`` without the last line break; people are written one per line."""
    line = f"{dump_key(keys)} = {dump_value(value)}"
    if not isinstance(value, list) or (len(line) <= WIDTH and keys[-1] not in NAME_FIELDS):
        return line
    return f"{dump_key(keys)} = {dump_list(value)}"


def dump_list(values: Iterable[Any]) -> str:
    """A list with one element per line."""
    elements = "".join(f"{INDENT}{dump_value(value)},\n" for value in values)
    return f"[\n{elements}]"


def dump_table(path: FieldPath, value: Any) -> str:
    """A table with its header, or an array of tables separated by empty lines; tables inside come after the fields.

    >>> print(dump_table(("versions",), [{"type": "article", "origin": {"title": {"source": "dblp"}}}]), end="")
    [[versions]]
    type = "article"
    <BLANKLINE>
    [versions.origin]
    title = { source = "dblp" }
    """
    header = dump_key(tuple(part for part in path if isinstance(part, str)))
    if isinstance(value, list):
        return "\n".join(_dump_fields(path, table, f"[[{header}]]\n") for table in value)
    has_fields = not value or any(not is_table((*path, key), inner) for key, inner in value.items())
    text = _dump_fields(path, value, f"[{header}]\n" if has_fields else "")
    return text if has_fields else text.removeprefix("\n")


def is_table(path: FieldPath, value: Any) -> bool:
    """Whether *value* at *path* is written with a header; inside a table, a short table is written on one line."""
    if isinstance(value, list):
        return bool(value) and isinstance(value[0], dict)
    if not isinstance(value, dict):
        return False
    is_nested = len(path) > 1
    has_tables = any(isinstance(inner, dict) or is_table(path, inner) for inner in value.values())
    return not is_nested or has_tables or len(dump_field(path[-1:], value)) > WIDTH


def _dump_fields(path: FieldPath, fields: Mapping[str, Any], header: str = "") -> str:
    """The fields of the table at *path*: first those with a line of their own, then the tables in it."""
    tables = {key: value for key, value in fields.items() if is_table((*path, key), value)}
    lines = [f"{dump_field((key,), value)}\n" for key, value in fields.items() if key not in tables]
    return "".join([header, *lines, *(f"\n{dump_table((*path, key), value)}" for key, value in tables.items())])


def dump_record(record: Record, *, schema: str | None) -> str:
    """The text of a new entry file; *schema* is the relative path to its JSON Schema, for editors.

    >>> print(dump_record(Record(id="knuth1984", type="book", author=["Knuth, Donald E."], issued="1984"), schema=None))
    type = "book"
    author = [
      "Knuth, Donald E.",
    ]
    issued = "1984"
    <BLANKLINE>
    """
    return _dump(plain_entry(record), schema)


def dump_model(model: Model, *, schema: str | None) -> str:
    """The text of a new file of a model; see :func:`dump_record`."""
    return _dump(plain_entry(model), schema)


def plain_entry(entry: Record | Model) -> dict[str, Any]:
    """The fields of an entry in its file. A version always has its type, so that readers need not know the default."""
    data = entry.to_dict()
    del data["id"]
    if isinstance(entry, Record) and entry.versions:
        data["versions"] = [{"type": version.type} | version.to_dict() for version in entry.versions]
    return data


def _dump(data: Mapping[str, Any], schema: str | None) -> str:
    return _dump_fields((), data, f"#:schema {schema}\n" if schema else "")
