"""JSON Schema (draft 2020-12) of what stands in the files, for editors and validators of TOML.

The classes are the source; here falls away what is only in memory: the key, which in a file is its name, and ``null``,
which TOML does not have.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from moebib.library.config import Config
from moebib.records.record import Links, Model, Record

__all__ = ["config_schema", "dump", "model_schema", "record_schema", "schemas"]

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SETS = frozenset({"identifiers", "tags", *Links.model_fields})


def record_schema(config: Config) -> Schema:
    """The schema of ``papers/<key>.toml``; the tags are those of *config*, if it has any."""
    schema = _file_schema(Record, "an entry of moebib: one work")
    if config.tags:
        schema["properties"]["tags"]["items"] = {"type": "string", "enum": list(config.tags)}
    return schema


def model_schema() -> Schema:
    """The schema of ``models/<key>.toml``."""
    return _file_schema(Model, "an entry of moebib: one model")


def config_schema() -> Schema:
    """The schema of ``moebib.toml``."""
    return _file_schema(Config, "what moebib knows of a list")


def schemas(config: Config) -> dict[str, str]:
    """File name -> text of all schemas.

    >>> list(schemas(Config()))
    ['record.json', 'model.json', 'moebib.json']
    """
    found = {"record.json": record_schema(config), "model.json": model_schema(), "moebib.json": config_schema()}
    return {name: dump(schema) for name, schema in found.items()}


def dump(schema: Schema) -> str:
    """The schema as text, its fields in the order of the classes."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _file_schema(kind: type[BaseModel], title: str) -> Schema:
    schema = _simplified(kind.model_json_schema(by_alias=True))
    schema["properties"].pop("id", None)
    required = [name for name in schema.pop("required", []) if name != "id"]
    return {"$schema": _DRAFT, "title": title, **schema, **({"required": required} if required else {})}


def _simplified(schema: Schema) -> Schema:
    """Without pydantic's titles, empty defaults, and alternatives to null; what holds parts, with simpler ones."""
    schema = _not_null(schema)
    kept = {key: value for key, value in schema.items() if key != "title" and (key != "default" or value)}
    if "$ref" in kept:
        kept.pop("default", None)
    if "description" in kept:
        kept["description"] = _first_paragraph(kept["description"])
    for key in ("properties", "$defs"):
        if key in kept:
            kept[key] = {name: _without_repeats(name, _simplified(part)) for name, part in kept[key].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(kept.get(key), dict):
            kept[key] = _simplified(kept[key])
    return kept


def _not_null(schema: Schema) -> Schema:
    """The one alternative to null; what is said of the value goes before what is said of its form."""
    if "anyOf" not in schema:
        return schema
    form = next(one for one in schema["anyOf"] if one.get("type") != "null")
    notes = [one["description"] for one in (schema, form) if "description" in one]
    return {**form, **({"description": "; ".join(notes)} if notes else {})}


def _without_repeats(name: str, schema: Schema) -> Schema:
    return schema | {"uniqueItems": True} if name in _SETS and schema.get("type") == "array" else schema


def _first_paragraph(text: str) -> str:
    """Of a docstring, what is not the example."""
    return " ".join(text.partition("\n\n")[0].split()).replace("``", "`")
