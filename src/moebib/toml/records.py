"""Entry files of records and models: writes new ones, and edits existing ones as little as possible.

Each field has its line, in the order of the class bodies; each author has a line; sub-tables come last. The key is the
name of the file and not in its text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moebib.records.record import Model, Record
from moebib.toml.dump import dump_field, dump_table
from moebib.toml.edit import edit
from moebib.toml.positions import decode

__all__ = ["dump_model", "dump_record", "edit_model", "edit_record"]


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
    return _dump(_plain(record), schema)


def dump_model(model: Model, *, schema: str | None) -> str:
    """The text of a new file of a model; see :func:`dump_record`."""
    return _dump(_plain(model), schema)


def edit_record(text: str, record: Record) -> str:
    """The entry file *text* with the values of *record*, changed as little as possible; unchanged if it has them.

    Raises:
        tomllib.TOMLDecodeError: If *text* is not TOML.
        pydantic.ValidationError: If *text* is not a valid record.
    """
    return _edit(text, record)


def edit_model(text: str, model: Model) -> str:
    """The file *text* of a model, changed as little as possible; see :func:`edit_record`."""
    return _edit(text, model)


def _edit(text: str, entry: Record | Model) -> str:
    data = decode(text)
    have = _plain(type(entry).model_validate({**data, "id": entry.id}))
    want = _plain(entry)
    if "id" in data:
        have, want = {"id": data["id"], **have}, {"id": entry.id, **want}
    return edit(text, have, want)


def _plain(entry: Record | Model) -> dict[str, Any]:
    """The fields in a file. A version always has its type, so that readers need not know the default."""
    data = entry.to_dict()
    del data["id"]
    if isinstance(entry, Record) and entry.versions:
        data["versions"] = [{"type": version.type} | version.to_dict() for version in entry.versions]
    return data


def _dump(data: Mapping[str, Any], schema: str | None) -> str:
    tables = {key: value for key, value in data.items() if _is_table(value)}
    lines = [f"#:schema {schema}\n"] if schema else []
    lines += [f"{dump_field((key,), value)}\n" for key, value in data.items() if key not in tables]
    return "".join([*lines, *(f"\n{dump_table((key,), value)}" for key, value in tables.items())])


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and isinstance(value[0], dict))
