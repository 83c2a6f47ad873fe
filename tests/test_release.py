"""The release checklist refuses what is not ready, with every reason."""

from __future__ import annotations

import subprocess
from datetime import date
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest

TODAY = date(2026, 12, 1)
READY = {
    "pyproject.toml": '[project]\nversion = "0.2.0"\n',
    "CHANGELOG.md": "# Changelog\n\n## Unreleased\n\n## 0.2.0 - 2026-12-01\n\n### Added\n\n- Rivers.\n",
    "CITATION.cff": "title: moebib\nversion: 0.2.0\ndate-released: 2026-12-01\n",
}


@pytest.fixture(scope="module")
def release() -> Any:
    path = Path(__file__).parents[1] / ".ci/release"
    spec = spec_from_loader("release", SourceFileLoader("release", str(path)))
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def folder(tmp_path: Path, changes: dict[str, tuple[str, str]]) -> Path:
    for name, text in READY.items():
        (tmp_path / name).write_text(text.replace(*changes.get(name, ("", ""))), "utf-8")
    return tmp_path


def reasons(
    release: Any, root: Path, monkeypatch: pytest.MonkeyPatch, *, tags: str = "", changed: str = ""
) -> list[str]:
    monkeypatch.setattr(release, "git", lambda _, command, *rest: tags if command == "tag" else changed)
    return list(release.why_not(root, TODAY))


def test_a_finished_version_is_released(release: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reasons(release, folder(tmp_path, {}), monkeypatch) == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"CHANGELOG.md": ("Unreleased\n", "Unreleased\n\n- Lakes.\n")}, 'move what is under "Unreleased"'),
        ({"CHANGELOG.md": ("0.2.0", "0.1.9")}, 'is not that of the version, "## 0.2.0 - 2026-12-01"'),
        ({"CHANGELOG.md": ("12-01", "11-30")}, "the date of the version is 2026-11-30, not today, 2026-12-01"),
        ({"CHANGELOG.md": ("### Added\n\n- Rivers.\n", "")}, "nothing is under the heading of 0.2.0"),
        ({"CITATION.cff": ("0.2.0", "0.1.0")}, "CITATION.cff: version is 0.1.0, not 0.2.0"),
        (
            {"CITATION.cff": ("date-released: 2026-12-01\n", "")},
            "CITATION.cff: date-released is missing, not 2026-12-01",
        ),
    ],
)
def test_an_unfinished_version_is_refused(
    release: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, tuple[str, str]], reason: str
) -> None:
    (given,) = reasons(release, folder(tmp_path, changes), monkeypatch)
    assert reason in given


def test_a_tag_and_changes_that_are_not_committed_are_reasons_too(
    release: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder(tmp_path, {"pyproject.toml": ("0.2.0", "0.3.0")})
    given = reasons(release, root, monkeypatch, tags="v0.3.0", changed=" M README.md")
    assert [reason.partition(":")[0] for reason in given] == ["CHANGELOG.md", "CITATION.cff", "git", "git"]


def test_what_git_says_is_read(release: Any, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    assert release.git(tmp_path, "status", "--porcelain") == ""
    (tmp_path / "new").touch()
    assert release.git(tmp_path, "status", "--porcelain") == "?? new"
