"""Usage: schema_examples.py FOLDER: a list whose entries have the examples of the schemas as values, for schemas.sh."""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import BaseModel

from moebib.library.config import Config
from moebib.library.schema import schemas
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.toml.edit import edit

folder = Path(sys.argv[1])
kinds: dict[str, tuple[type[BaseModel], str]] = {
    "entries/papers/example.toml": (Record, "../../schema/record.json"),
    "entries/models/example.toml": (Model, "../../schema/model.json"),
    "moebib.toml": (Config, "schema/moebib.json"),
}
for path, (kind, schema) in kinds.items():
    # The number in not_applicable has no value.
    names = [name for name in kind.model_fields if name not in ("id", "d_ffn")]
    fields = {kind.model_fields[name].alias or name: kind.model_fields[name].examples for name in names}
    values = {name: examples[0] for name, examples in fields.items() if examples}
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#:schema {schema}\n{edit('', {}, values)}", encoding="utf-8")
(folder / "schema").mkdir(exist_ok=True)
for name, text in schemas(Config()).items():
    (folder / "schema" / name).write_text(text, encoding="utf-8")
