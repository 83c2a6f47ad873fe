"""Adding a rule is adding one file: the guide in CONTRIBUTING.md, followed to the letter in a copy of the package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import moebib

PACKAGE = Path(moebib.__file__).parent
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the rule from the guide, and its page."""
    folder = tmp_path_factory.mktemp("project")
    no_caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, folder / "src/moebib", ignore=no_caches)
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=no_caches)
    shutil.copytree(ROOT / "tests/checks", folder / "tests/checks", ignore=no_caches)
    for file in (*ROOT.glob("tests/*.py"), ROOT / "pyproject.toml"):
        shutil.copy(file, folder / file.relative_to(ROOT))
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("### A new rule")[2]
    match = re.search(r"`(src/\S+\.py)`:\n\n```python\n(.*?)```", guide, re.S)
    assert match
    (folder / match[1]).write_text(match[2], "utf-8")
    run(folder, "docs/make_rules.py")
    return folder


def run(folder: Path, *arguments: str, code: int = 0) -> str:
    """The output of a new Python process that imports the copy."""
    environment = os.environ | {"PYTHONPATH": str(folder / "src"), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def test_the_suite_tests_it(copy: Path) -> None:
    options = ("-n0", "-q", "-p", "no:cacheprovider", "-k", "MB471 or declared or every_page_belongs")
    printed = run(copy, "-m", "pytest", *options, "tests/checks/test_rules.py", "tests/test_errors.py")
    assert re.search(r"\d+ passed", printed)
    assert "failed" not in printed


def test_it_is_explained_listed_and_selected(copy: Path) -> None:
    (copy / "x.bib").write_text("@book{a, title = {“Sparse Experts”}, author = {Doe, Jane}, year = 2024}\n", "utf-8")
    page = (copy / "docs/rules/MB471.md").read_text("utf-8")
    assert run(copy, "-m", "moebib", "rule", "title-in-quotes") == page
    assert "MB471\ttitle-in-quotes\t" in run(copy, "-m", "moebib", "rule")
    assert "[MB471](MB471.md)" in (copy / "docs/rules/README.md").read_text("utf-8")
    for name in ("MB471", "471", "title-in-quotes"):
        printed = run(copy, "-m", "moebib", "check", "x.bib", "--select", name, "--output-format", "concise", code=1)
        assert printed.startswith("x.bib:1:10: MB471 [*] ")
    run(copy, "-m", "moebib", "fix", "x.bib", "--select", "MB47")
    assert "title = {Sparse Experts}" in (copy / "x.bib").read_text("utf-8")
