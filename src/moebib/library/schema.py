"""JSON Schemas (draft 2020-12) of the files of a list, for editors and validators of TOML.

They are made from the classes, without what is not in the files: the key, which is the name of the file, and ``null``,
which TOML does not have.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from moebib.library.config import SCHEMA_FILES, Config
from moebib.records.model import Model
from moebib.records.record import Links, Record

__all__ = ["config_schema", "dump", "model_schema", "record_schema", "schemas"]

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SETS = frozenset({"identifiers", "tags", *Links.model_fields})


def record_schema(config: Config) -> Schema:
    """The schema of ``papers/<key>.toml``, with the tags of *config*, if it has any."""
    schema = _file_schema(Record, "moebib entry of a work")
    if config.tags:
        schema["properties"]["tags"]["items"] = {"type": "string", "enum": list(config.tags)}
    return schema


def model_schema() -> Schema:
    """The schema of ``models/<key>.toml``."""
    return _file_schema(Model, "moebib entry of a model")


def config_schema() -> Schema:
    """The schema of ``moebib.toml``."""
    return _file_schema(Config, "configuration of a moebib list")


def schemas(config: Config) -> dict[str, str]:
    """File name -> text of all schemas.

    >>> list(schemas(Config()))
    ['record.json', 'model.json', 'moebib.json']
    """
    all_schemas = (record_schema(config), model_schema(), config_schema())
    return {name: dump(schema) for name, schema in zip(SCHEMA_FILES, all_schemas, strict=True)}


def dump(schema: Schema) -> str:
    """The text of a schema, with the fields in the order of the classes."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _file_schema(kind: type[BaseModel], title: str) -> Schema:
    schema = _simplified(kind.model_json_schema(by_alias=True))
    schema["properties"].pop("id", None)
    required = [name for name in schema.pop("required", []) if name != "id"]
    return {"$schema": _DRAFT, "title": title, **schema, **({"required": required} if required else {})}


def _simplified(schema: Schema) -> Schema:
    """*schema* and its parts without pydantic's titles, empty defaults and alternatives to null."""
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
    """The alternatives to null, with the description and the examples of the field."""
    if "anyOf" not in schema:
        return schema
    values = [part for part in schema["anyOf"] if part.get("type") != "null"]
    of_field: Schema = {key: schema[key] for key in ("description", "examples") if key in schema}
    if len(values) > 1:
        return {"anyOf": values, **of_field}
    descriptions = [part["description"] for part in (schema, values[0]) if "description" in part]
    value: Schema = values[0]
    return value | of_field | ({"description": "; ".join(descriptions)} if descriptions else {})


def _without_repeats(name: str, schema: Schema) -> Schema:
    return schema | {"uniqueItems": True} if name in _SETS and schema.get("type") == "array" else schema


def _first_paragraph(text: str) -> str:
    """The first paragraph of a docstring, without the examples."""
    return " ".join(text.partition("\n\n")[0].split()).replace("``", "`")
