"""A command is added with one file: the guide in CONTRIBUTING.md is followed to the letter in a copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import moebib
from small_list import make_list

PACKAGE = Path(moebib.__file__).parent
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the command of the guide, and with a small list."""
    folder = tmp_path_factory.mktemp("project")
    no_caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, folder / "src/moebib", ignore=no_caches)
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=no_caches)
    (folder / "tests/cli").mkdir(parents=True)
    for file in (*ROOT.glob("tests/*.py"), ROOT / "tests/cli/test_help.py", ROOT / "pyproject.toml"):
        shutil.copy(file, folder / file.relative_to(ROOT))
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("### A new command")[2]
    match = re.search(r"`(src/\S+\.py)`:\n\n```python\n(.*?)```", guide, re.S)
    assert match
    (folder / match[1]).write_text(match[2], "utf-8")
    return make_list(folder)


def run(folder: Path, *arguments: str) -> str:
    """The output of a new Python process that imports the copy."""
    environment = os.environ | {"PYTHONPATH": str(folder / "src"), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_suite_tests_the_new_command(copy: Path) -> None:
    options = ("-n0", "-q", "-p", "no:cacheprovider", "-k", "authors or means_the_same or added_by_one_file")
    printed = run(copy, "-m", "pytest", *options, "tests/cli/test_help.py")
    assert re.search(r"6 passed", printed), printed


def test_the_new_command_runs_and_is_in_the_help_and_the_reference(copy: Path) -> None:
    assert run(copy, "-m", "moebib", "authors", "--tag", "routing").splitlines()[0] == "Mia Arden\t1"
    group = run(copy, "-m", "moebib", "--help").partition("\nLook at a list:\n")[2].partition("\n\n")[0]
    assert re.search(r"^  authors +Count works by author, most frequent first\.$", group, re.MULTILINE)
    run(copy, "docs/make_commands.py")
    section = (copy / "docs/reference/commands.md").read_text("utf-8").partition("\n### moebib authors\n")[2]
    assert section.startswith("\n`moebib authors [OPTIONS]`\n\nCount works by author")
    run(copy, "docs/make_options.py")
    page = (copy / "docs/reference/options.md").read_text("utf-8")
    assert "| [authors](commands.md#moebib-authors) | `--tag` `--json` |\n" in page
