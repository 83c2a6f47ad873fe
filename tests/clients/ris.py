"""Usage: ris.py FILE.ris: checks that rispy reads every record, with key and title, and knows every tag except ``ED``.

Runs with a Python that has the package `rispy`.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main(file: Path) -> None:
    rispy = importlib.import_module("rispy")
    text = file.read_text("utf-8")
    entries = rispy.loads(text)
    works = text.count("TY  - ")
    if not works or len(entries) != works:
        sys.exit(f"{file}: {len(entries)} of {works} records read")
    for entry in entries:
        missing = [field for field in ("id", "type_of_reference", "title") if not entry.get(field)]
        unknown = entry.get("unknown_tag", {}).keys() - {"ED"}
        if missing or unknown:
            sys.exit(f"{file}: {entry.get('id')}: without {missing}, unknown {unknown}")
    print(f"ok rispy {file.name}: {works} records")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
