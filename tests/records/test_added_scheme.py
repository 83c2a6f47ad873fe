"""Adding a scheme takes one row: it is read, has its landing page, and is read back from every format."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import moebib

PACKAGE = Path(moebib.__file__).parent
ROW = r"""
    PMCID = _SchemeRow(
        "pmcid", "work", "https://pmc.ncbi.nlm.nih.gov/articles/{}/", pattern=r"PMC\d+", called="a PubMed Central ID",
        bare=r"(PMC\d+)", url=r"(?:pmc\.)?ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/(PMC\d+)/?", word="ncbi",
    )
"""
SCRIPT = """
import moebib
from moebib.lookup.lookup import identifier_queries

PMCID = moebib.parse_identifier("pmcid:PMC1234567")
assert PMCID.url == "https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/"
for text in ("PMC1234567", "PMCID: PMC1234567", PMCID.url, "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567"):
    assert moebib.parse_identifier(text) == PMCID, text
try:
    moebib.parse_identifier("pmcid:12")
except moebib.InvalidIdentifier as error:
    assert str(error) == "not a PubMed Central ID: 'pmcid:12'", error

record = moebib.Record(
    id="berg2024routing", type="article-journal", title="Routing", author=("Berg, Jan",), issued="2024",
    container_title="Journal of Things", identifiers=(PMCID,),
)
assert record.link == PMCID.url
assert identifier_queries(record) == ["pmcid:PMC1234567"]
for format in ("bibtex", "biblatex", "csl-json", "hayagriva", "ris", "jsonl"):
    text = moebib.export([record], format)
    assert PMCID in next(iter(moebib.parse(text, format).records)).identifiers, text
"""


def test_a_scheme_is_added_with_one_row(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "moebib", ignore=shutil.ignore_patterns("__pycache__"))
    table = tmp_path / "moebib" / "records" / "identifier.py"
    text = table.read_text("utf-8")
    table.write_text(text.replace("\n    row: _SchemeRow\n", f"{ROW}\n    row: _SchemeRow\n", 1), "utf-8")
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.stderr == ""
