"""Write the tables of docs/reference/entry-format.md from the classes: python docs/make_entry_format.py."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

from moebib.records import fields as of_fields
from moebib.records.model import Checkpoint, Model
from moebib.records.publication import Alternative, Origin, Status, Version
from moebib.records.record import Links, Record, Relation

PAGE = Path(__file__).parent / "reference" / "entry-format.md"
KINDS = (Record, Version, Relation, Links, Status, Origin, Alternative, Model, Checkpoint)

_NAMES = {
    of_fields.NameText: "name",
    of_fields.NamesText: "list of names",
    of_fields.DateText: "date",
    of_fields.Day: "day",
    of_fields.IdentifierText: "identifier",
    of_fields.Url: "link",
    of_fields.Key: "key",
    of_fields.Tag: "tag",
    of_fields.Text: "text",
    of_fields.Type: "CSL type",
    str: "string",
    int: "whole number",
    float: "number",
}


def page() -> str:
    """The page with the tables of today."""
    text = PAGE.read_text("utf-8")
    for kind in KINDS:
        head, heading, rest = text.partition(f"\n## {kind.__name__}\n")
        if not heading:
            raise SystemExit(f"{PAGE} has no section ## {kind.__name__}")
        table = re.search(r"(?:^\|.*\n)+", rest, re.M)
        assert table, kind
        text = f"{head}{heading}{rest[: table.start()]}{_table(kind)}{rest[table.end() :]}"
    return text


def _table(kind: type[BaseModel]) -> str:
    hints = get_type_hints(kind, include_extras=True)
    rows = ["| field | type | meaning | example |", "|---|---|---|---|"]
    for name, field in kind.model_fields.items():
        if name == "id":
            continue
        meaning = (field.description or "").replace("|", r"\|").replace("<", r"\<")
        required = " (required)" if field.is_required() else ""
        example = json.dumps((field.examples or [""])[0], ensure_ascii=False).replace("|", r"\|")
        rows.append(f"| `{name}` | {_type(hints[name])}{required} | {meaning} | `{example}` |")
    return "\n".join(rows) + "\n"


def _type(hint: Any) -> str:
    """What a value of the type is called, as "list of names"."""
    if hint in _NAMES:
        return _NAMES[hint]
    arguments = [argument for argument in get_args(hint) if argument not in (type(None), ...)]
    if getattr(hint, "__metadata__", None):
        return _type(hint.__origin__)
    if getattr(hint, "__origin__", None) is tuple:
        return f"list of {_type(arguments[0])}s"
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return "table"
    if getattr(hint, "__origin__", None) is dict:
        return "table"
    if all(isinstance(argument, str) for argument in arguments):
        return "one of " + ", ".join(f"`{argument}`" for argument in arguments) if len(arguments) < 8 else "field"
    return " or ".join(dict.fromkeys(map(_type, arguments)))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {PAGE}\n")
