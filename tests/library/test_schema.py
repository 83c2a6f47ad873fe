"""JSON Schemas: they accept and reject the same files as the reader."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import jsonschema
import pytest
from hypothesis import given
from pydantic import BaseModel

from moebib.library.config import Config, Section
from moebib.library.schema import config_schema, dump, model_schema, record_schema, schemas
from moebib.records.model import Model
from moebib.records.publication import Version
from moebib.records.record import Links, Record
from moebib.toml.dump import dump_model, dump_record
from strategies import examples, whole

CONFIG = Config(
    sections=(Section(tag="models", heading="Models"), Section(tag="system/offloading", heading="Offloading"))
)
RECORD = jsonschema.Draft202012Validator(record_schema(CONFIG))
MODEL = jsonschema.Draft202012Validator(model_schema())
LIST = jsonschema.Draft202012Validator(config_schema())

FULL: dict[str, Any] = {
    "type": "paper-conference",
    "title": "DeepSeekMoE",
    "author": ["Dai, Damai"],
    "issued": "2024-08-11/2024-08-16",
    "identifiers": ["arxiv:2401.06066"],
    "url": "https://example.org",
    "tags": ["models"],
    "ids": ["dai2024"],
    "links": {"code": ["https://example.org"]},
    "versions": [{"type": "article", "issued": "2024-01-11"}],
    "status": {"kind": "corrected", "date": "2025"},
    "origin": {"title": {"source": "arxiv", "date": "2026-11-24", "digest": "5f0c2a91"}},
    "extra": {"x": "y"},
}


def test_a_full_entry_is_valid() -> None:
    assert list(RECORD.iter_errors(FULL)) == []


@examples(50)
@given(whole(Record).map(lambda record: record.evolve(tags=["models"])))
def test_every_dumped_record_is_valid(record: Record) -> None:
    assert list(RECORD.iter_errors(tomllib.loads(dump_record(record, schema=None)))) == []


@examples(50)
@given(whole(Model))
def test_every_dumped_model_is_valid(model: Model) -> None:
    assert list(MODEL.iter_errors(tomllib.loads(dump_model(model, schema=None)))) == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"title": 3}, ["title"]),
        ({"titel": "x"}, []),
        ({"id": "dai2024deepseekmoe"}, []),  # the file's name is the key
        ({"type": "paper"}, ["type"]),
        ({"tags": ["model"]}, ["tags", 0]),
        ({"tags": ["models", "models"]}, ["tags"]),
        ({"issued": "2024-13"}, ["issued"]),
        ({"issued": "2024-8"}, ["issued"]),
        ({"issued": None}, ["issued"]),
        ({"identifiers": ["2401.06066"]}, ["identifiers", 0]),
        ({"author": "Dai, Damai"}, ["author"]),
        ({"author": [""]}, ["author", 0]),
        ({"url": "ftp://example.org"}, ["url"]),
        ({"links": {"code": ["javascript:alert(1)"]}}, ["links", "code", 0]),
        ({"links": {"cod": []}}, ["links"]),
        ({"versions": [{"issued": "June"}]}, ["versions", 0, "issued"]),
        ({"status": {"kind": "gone"}}, ["status", "kind"]),
        ({"status": {}}, ["status"]),
        ({"origin": {"title": "arxiv"}}, ["origin", "title"]),
        ({"extra": {"x": 1}}, ["extra", "x"]),
        ({"ids": ["a b"]}, ["ids", 0]),
    ],
)
def test_an_invalid_entry_is_refused_with_the_position(change: dict[str, Any], path: list[str | int]) -> None:
    assert [list(error.absolute_path) for error in RECORD.iter_errors(FULL | change)] == [path]


@pytest.mark.parametrize(
    "change", [{"experts_routed": "8"}, {"layers": 0}, {"heads": 1.5}, {"nme": "M"}, {"released": 2023}]
)
def test_an_invalid_model_is_refused(change: dict[str, Any]) -> None:
    assert len(list(MODEL.iter_errors({"name": "M"} | change))) == 1


def test_a_list_without_sections_takes_any_tag_of_the_right_form() -> None:
    validator = jsonschema.Draft202012Validator(record_schema(Config()))
    assert validator.is_valid({"type": "book", "tags": ["any/thing"]})
    assert not validator.is_valid({"type": "book", "tags": ["Any thing"]})


@pytest.mark.parametrize(
    ("data", "is_valid"),
    [
        ({}, True),
        ({"title": "MoE", "schema": "schema", "readme": {"style": "awesome"}, "venues": {"NIPS": "NeurIPS"}}, True),
        (
            {"sections": [{"tag": "models", "heading": "Models"}], "outputs": [{"format": "bibtex", "path": "a.bib"}]},
            True,
        ),
        ({"schema_folder": "schema"}, False),
        ({"sections": [{"tag": "models"}]}, False),
        ({"readme": {"style": "plain"}}, False),
    ],
)
def test_the_schema_of_moebib_toml(data: dict[str, Any], is_valid: bool) -> None:
    assert LIST.is_valid(data) is is_valid


@pytest.mark.parametrize("kind", [Record, Model, Version, Links])
def test_every_field_of_the_classes_is_in_a_schema(
    kind: type[Record] | type[Model] | type[Version] | type[Links],
) -> None:
    schema = model_schema() if kind is Model else record_schema(CONFIG)
    part = schema["$defs"].get(kind.__name__, schema)
    assert list(part["properties"]) == [name for name in kind.model_fields if name != "id"]


def _fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of every class in a schema, with its own schema."""
    for name, part in {"": schema, **schema["$defs"]}.items():
        yield from ((f"{name}.{field}", inner) for field, inner in part["properties"].items())


@pytest.mark.parametrize("schema", [record_schema(CONFIG), model_schema(), config_schema()])
def test_every_field_has_a_description_and_examples_that_are_valid(schema: dict[str, Any]) -> None:
    for name, field in _fields(schema):
        assert field.get("description"), name
        assert field.get("examples"), name
        validator = jsonschema.Draft202012Validator({"$defs": schema["$defs"], **field})
        for example in field["examples"]:
            allowed = [CONFIG.tags[0]] if name == ".tags" else example
            assert list(validator.iter_errors(allowed)) == [], name


@pytest.mark.parametrize(("kind", "schema"), [
    (Record, record_schema(CONFIG)), (Model, model_schema()), (Config, config_schema()),
])  # fmt: skip
def test_every_choice_is_an_enum(kind: type[BaseModel], schema: dict[str, Any]) -> None:
    for part, of_part in {kind: schema, **{_class(kind, name): part for name, part in schema["$defs"].items()}}.items():
        for name, field in part.model_fields.items():
            literals = [hint for hint in _hints(field.annotation) if get_origin(hint) is Literal]
            if literals and name != "id":
                in_file = of_part["properties"][field.alias or name]
                assert set(in_file.get("items", in_file)["enum"]) == set(get_args(literals[0])), name


def _class(kind: type[BaseModel], name: str) -> type[BaseModel]:
    hints = [hint for field in kind.model_fields.values() for hint in _hints(field.annotation)]
    classes = [hint for hint in hints if isinstance(hint, type) and issubclass(hint, BaseModel)]
    return next((found for found in classes if found.__name__ == name), None) or next(
        _class(inner, name) for inner in classes if name in inner.model_json_schema().get("$defs", {})
    )


def _hints(hint: Any) -> list[Any]:
    return [hint, *(inner for part in get_args(hint) for inner in _hints(part))]


def test_schemas_are_valid_and_written_the_same_every_time() -> None:
    texts = schemas(CONFIG)
    assert texts == schemas(CONFIG)
    for text in texts.values():
        jsonschema.Draft202012Validator.check_schema(json.loads(text))
        assert dump(json.loads(text)) == text
        assert "null" not in text
        assert ">>>" not in text


def test_the_entries_of_this_list_are_valid() -> None:
    root = Path(__file__).parents[2]
    config = Config.model_validate(tomllib.loads((root / "moebib.toml").read_text(encoding="utf-8")))
    for folder, schema in (("papers", record_schema(config)), ("models", model_schema())):
        validator = jsonschema.Draft202012Validator(schema)
        files = (root / "entries" / folder).glob("*.toml")
        wrong = {file.name: list(validator.iter_errors(tomllib.loads(file.read_text("utf-8")))) for file in files}
        assert wrong
        assert not any(wrong.values())
