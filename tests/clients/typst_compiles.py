"""Usage: typst_compiles.py FILE.yml STYLE...: checks that Typst accepts the file, and every work in it, in each style.

Runs with a Python that has the package `typst`.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import tempfile
from pathlib import Path


def keys(text: str) -> list[str]:
    """The keys at the beginning of lines, quoted or not."""
    matches = re.findall(r'^(?:("(?:[^"\\]|\\.)*")|([A-Za-z][\w-]*)):$', text, re.M)
    return [json.loads(quoted) if quoted else plain for quoted, plain in matches]


def main(file: Path, *styles: str) -> None:
    typst = importlib.import_module("typst")
    text = file.read_text("utf-8")
    works = keys(text)
    if not works or len(works) != len(re.findall(r"^[^\s#].*:$", text, re.M)):
        sys.exit(f"{file}: no works, or a line that is not a key")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "refs.yml").write_text(text, "utf-8")
        for style in styles:
            cited = "\n".join(f"#cite(label({json.dumps(key, ensure_ascii=False)}))" for key in works)
            document = f'{cited}\n#bibliography("refs.yml", full: true, style: "{style}")\n'
            Path(folder, "main.typ").write_text(document, "utf-8")
            pdf = typst.compile(str(Path(folder, "main.typ")))
            if not pdf.startswith(b"%PDF"):
                sys.exit(f"{file}: no PDF in {style}")
    print(f"ok typst {file.name}: {len(works)} works in {', '.join(styles)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
