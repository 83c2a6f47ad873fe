"""The scripts in tests/typing, which mypy and pyright check, use every public name, and those without services run."""

from __future__ import annotations

import ast
import runpy
from pathlib import Path

import pytest

import moebib

SCRIPTS = Path(__file__).with_name("typing")


def test_the_scripts_use_every_public_name() -> None:
    nodes = [node for script in SCRIPTS.glob("*.py") for node in ast.walk(ast.parse(script.read_text("utf-8")))]
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "moebib"}
    assert used - {"loads"} == set(moebib.__all__)  # which is marked as an error


def test_the_script_about_libraries_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "refs.bib").write_text("@book{knuth1984, title = {The {TeX}book}, doi = {10.5555/pots}}\n", "utf-8")
    names = runpy.run_path(str(SCRIPTS / "libraries.py"))
    assert names["keys"] == ["lund2024"]
    assert names["library"]["lund2024"].title == "Firing Pots"


def test_the_script_about_records_runs_until_what_type_checkers_reject() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        runpy.run_path(str(SCRIPTS / "records.py"))


def test_the_script_about_services_can_be_imported() -> None:
    assert "fetch_all" in runpy.run_path(str(SCRIPTS / "querying.py"))
