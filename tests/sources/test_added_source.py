"""A source is added with one file and its responses: the guide in CONTRIBUTING.md is followed to the letter."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import moebib

PACKAGE = Path(moebib.__file__).parent
ROOT = Path(__file__).parents[2]


def test_a_source_is_added_with_one_file(tmp_path: Path) -> None:
    """Run the tests that every source must pass on a copy of the package with one more source."""
    no_caches = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, tmp_path / "src/moebib", ignore=no_caches)
    for folder in ("docs", "tests/sources", "tests/stated"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=no_caches)
    for file in (*ROOT.glob("tests/*.py"), ROOT / "pyproject.toml"):
        shutil.copy(file, tmp_path / file.relative_to(ROOT))
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("### A new source")[2].partition("\n### ")[0]
    files = re.findall(r"`(\S+)`:\n\n```\w+\n(.*?)```", guide, re.S)
    assert len(files) == 3
    for name, text in files:
        (tmp_path / name).write_text(text, "utf-8")
    run(tmp_path, "docs/make_sources.py")
    assert "`thing-archive`" in (tmp_path / "docs/reference/sources.md").read_text("utf-8")
    printed = run(
        tmp_path, "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider", "-k", "thing-archive", "tests/sources"
    )
    assert re.search(r"\d\d passed", printed), printed


def run(folder: Path, *arguments: str) -> str:
    """The output of a new Python process that imports the copy."""
    shared = Path(os.environ.get("MOEBIB_SHARED", "../shared")).resolve()
    environment = os.environ | {"PYTHONPATH": str(folder / "src"), "PYTHONUTF8": "1", "MOEBIB_SHARED": str(shared)}
    done = subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
