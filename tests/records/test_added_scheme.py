"""A scheme is added with its row, and one for each way to write it.

Its identifiers are read, have their landing page, and are read back from every format.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import moebib

PACKAGE = Path(moebib.__file__).parent
ROW = '\n    OCLC = _SchemeRow("oclc", "work", "https://search.worldcat.org/title/{}")\n'
FORM = r"""
    Form("https://search.worldcat.org/title/1234567", "oclc:1234567", read_oclc, r"title/(\d+)", ("worldcat.org",)),"""
PREFIX = """
    Prefix("oclc", "OCLC: 1234567", "oclc:1234567", read_oclc),"""
READER = r"""

read_oclc = partial(_read_plain, Scheme.OCLC, r"\d{3,}", "an OCLC number")
"""
SCRIPT = """
import moebib
from moebib.lookup.lookup import identifier_queries

OCLC = moebib.parse_identifier("oclc:1234567")
assert OCLC.url == "https://search.worldcat.org/title/1234567"
for text in ("OCLC 1234567", OCLC.url):
    assert moebib.parse_identifier(text) == OCLC, text
try:
    moebib.parse_identifier("oclc:12")
except moebib.InvalidIdentifier as error:
    assert str(error) == "not an OCLC number: 'oclc:12'", error

record = moebib.Record(
    id="berg2024routing", type="article-journal", title="Routing", author=("Berg, Jan",), issued="2024",
    container_title="Journal of Things", identifiers=(OCLC,),
)
assert record.link == OCLC.url
assert identifier_queries(record) == ["oclc:1234567"]
for format in ("bibtex", "biblatex", "csl-json", "hayagriva", "ris", "jsonl"):
    text = moebib.export([record], format)
    assert OCLC in next(iter(moebib.parse(text, format).records)).identifiers, text
"""


def test_a_scheme_is_added_with_its_row_and_its_forms(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "moebib", ignore=shutil.ignore_patterns("__pycache__"))
    records = tmp_path / "moebib" / "records"
    insert(records / "scheme.py", ROW, before="\n    row: _SchemeRow\n")
    insert(records / "identifier_readers.py", READER, before="\n\ndef read_openalex(")
    insert(records / "identifier_forms.py", "    read_oclc,\n", before="    read_openalex,\n")
    insert(records / "identifier_forms.py", FORM, before="\n    # Other schemes\n")
    insert(records / "identifier_forms.py", PREFIX, before='\n    Prefix("hf",')
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.stderr == ""


def insert(file: Path, text: str, *, before: str) -> None:
    whole = file.read_text("utf-8")
    assert before in whole
    file.write_text(whole.replace(before, text + before, 1), "utf-8")
