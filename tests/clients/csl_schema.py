"""Usage: csl_schema.py FILE.json csl-data.json: checks that the items are valid by the schema of the CSL project."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema


def main(items_path: str, schema_path: str) -> int:
    """Return 0 if every item is valid; otherwise print each error with its location."""
    items = json.loads(Path(items_path).read_text("utf-8"))
    validator = jsonschema.Draft7Validator(json.loads(Path(schema_path).read_text("utf-8")))
    errors = [f"csl_schema: {error.json_path}: {error.message}" for error in validator.iter_errors(items)]
    if errors or not items:
        print(*errors or ["csl_schema: no items"], sep="\n")
        return 1
    print(f"ok CSL schema: {len(items)} items")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
