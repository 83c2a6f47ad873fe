"""A reader from PyPI: reads one path per line from stdin, and writes a line of JSON for each to stdout.

python read.py READER
"""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

Entry = dict[str, Any]


def pybtex() -> Callable[[str], Iterator[Entry]]:
    from pybtex import errors
    from pybtex.database.input.bibtex import Parser
    from pybtex.richtext import Text

    errors.set_strict_mode(False)

    def plain(words: list[str]) -> str:
        return str(Text.from_latex(" ".join(words)).render_as("text"))

    def read(text: str) -> Iterator[Entry]:
        for key, entry in Parser().parse_string(text).entries.items():
            people = [(who.first_names + who.middle_names, who.prelast_names + who.last_names)
                      for who in entry.persons.get("author", ())]  # fmt: skip
            names = [{"given": plain(given), "family": plain(family)} for given, family in people]
            fields = {name.lower(): entry.fields[name] for name in entry.fields}
            texts = {name: plain([fields[name]]) for name in ("title", "pages") if name in fields}
            yield {"key": key, "names": names, "fields": fields | texts}

    return read


def bibtexparser() -> Callable[[str], Iterator[Entry]]:
    from bibtexparser import parse_string
    from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
    from pylatexenc.latex2text import LatexNodes2Text

    plain: Callable[[str], str] = LatexNodes2Text(keep_braced_groups=False, math_mode="verbatim").latex_to_text
    split = [SeparateCoAuthors(), SplitNameParts()]

    def read(text: str) -> Iterator[Entry]:
        for entry in parse_string(text, append_middleware=split).entries:
            fields = {field.key.lower(): field.value for field in entry.fields}
            names = [{"given": plain(" ".join(who.first)), "family": plain(" ".join(who.von + who.last))}
                     for who in fields.pop("author", ())]  # fmt: skip
            texts = {name: plain(fields[name]) for name in ("title", "pages") if name in fields}
            kept = {name: fields[name] for name in ("date", "year", "month", "day", "doi") if name in fields}
            yield {"key": entry.key, "names": names, "fields": kept | texts}

    return read


def refkit() -> Callable[[str], Iterator[Entry]]:
    import refkit

    def read(text: str) -> Iterator[Entry]:
        done = refkit.convert(text, source_format="biblatex", target_format="csl-json", recovery="report")
        for item in json.loads(done["text"]):
            yield {"key": item["id"], "csl": item}

    return read


def main() -> None:
    logging.disable(logging.CRITICAL)
    read = {"pybtex": pybtex, "bibtexparser": bibtexparser, "refkit": refkit}[sys.argv[1]]()
    for path in sys.stdin:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            try:
                answer: object = list(read(Path(path.rstrip("\n")).read_text(encoding="utf-8")))
            except Exception as error:  # on any failure, the reader has no vote
                answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
