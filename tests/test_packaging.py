"""The files next to the code agree with each other: licences, citation, changelog, workflow and guides."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml

from moebib import Library, Record
from moebib.citations.format import _INSTALL
from moebib.formats import Format, Options
from moebib.store.scaffold import WORKFLOW

ROOT = Path(__file__).parents[1]
TEST_COMMAND = 'python3 -m venv .venv && .venv/bin/pip install -e ".[dev]" && .venv/bin/pytest'


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads(read("pyproject.toml"))["project"]
    return table


def test_the_version_is_the_same_everywhere() -> None:
    assert version("moebib") == project()["version"]
    assert f"\nversion: {project()['version']}\n" in read("CITATION.cff")


def test_the_licence_files_exist() -> None:
    assert project()["license-files"] == ["LICENSE", "entries/LICENSE"]
    assert read("LICENSE").startswith("MIT License\n\nCopyright (c) 2026 The moebib developers\n")
    assert "\nCC0 1.0 Universal\n" in read("entries/LICENSE")


def test_the_citation_has_the_authors_of_the_package() -> None:
    assert [f"  - name: {author['name']}" for author in project()["authors"]] == ["  - name: The moebib developers"]
    assert "\n  - name: The moebib developers\n" in read("CITATION.cff")


def test_the_newest_changes_come_first() -> None:
    headings = re.findall(r"^## (.+)$", read("CHANGELOG.md"), re.M)
    assert headings[0] == "Unreleased"


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", ".ci/run"])
def test_there_is_one_way_to_run_the_tests(name: str) -> None:
    assert TEST_COMMAND in read(name)


def jobs() -> dict[str, Any]:
    workflow_jobs: dict[str, Any] = yaml.safe_load(read(".github/workflows/ci.yml"))["jobs"]
    return workflow_jobs


def test_the_workflow_runs_the_tests_as_the_readme_says_on_each_system() -> None:
    tests = jobs()["tests"]
    assert tests["strategy"]["matrix"]["os"] == ["ubuntu-latest", "macos-latest", "windows-latest"]
    on_windows = TEST_COMMAND.replace("python3", "python").replace(".venv/bin/", ".venv\\Scripts\\")
    assert {step["if"]: step["run"] for step in tests["steps"] if "run" in step} == {
        "runner.os != 'Windows'": TEST_COMMAND,
        "runner.os == 'Windows'": on_windows,
    }


def test_the_workflow_tries_the_oldest_python_and_the_newest() -> None:
    versions = [match[1] for line in project()["classifiers"] if (match := re.search(r"Python :: (3\.\d+)", line))]
    assert project()["requires-python"] == f">={versions[0]}"
    assert jobs()["tests"]["strategy"]["matrix"]["python"] == [versions[0], versions[-1]]


def test_the_lowest_versions_are_stated_and_tried_with_the_oldest_python() -> None:
    extras = project()["optional-dependencies"].values()
    stated = [requirement for extra in (project()["dependencies"], *extras) for requirement in extra]
    assert [requirement for requirement in stated if ">=" not in requirement] == ["moebib[cite,journals]"]
    nightly = yaml.safe_load(read(".github/workflows/versions.yml"))["jobs"]["versions"]
    oldest = project()["requires-python"].removeprefix(">=")
    assert {"resolution": "lowest-direct", "python": oldest} in nightly["strategy"]["matrix"]["include"]
    assert nightly["steps"][-1]["run"].startswith(".ci/versions ")


def test_the_workflow_runs_every_check() -> None:
    assert ".ci/run" in [step.get("run") for step in jobs()["everything"]["steps"]]


def workflows() -> dict[str, dict[str, Any]]:
    """The workflows of this repository, of a new list, and in the documentation."""
    texts = {"init": WORKFLOW} | {file.name: file.read_text("utf-8") for file in ROOT.glob(".github/workflows/*.yml")}
    for page in sorted(ROOT.glob("docs/**/*.md")):
        blocks = re.findall(r"```yaml.*\n(.*?)```", page.read_text("utf-8"), re.S)
        texts |= {f"{page.name}:{number}": block for number, block in enumerate(blocks) if "\njobs:" in block}
    return {name: yaml.safe_load(text) for name, text in texts.items()}


@pytest.mark.parametrize(("name", "workflow"), workflows().items(), ids=workflows())
def test_a_workflow_gives_no_more_than_it_needs(name: str, workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] in ({}, {"contents": "read"})
    assert workflow["concurrency"]
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"]
        for step in job["steps"]:
            action, _, commit = step.get("uses", f"none@{40 * '0'}").partition("@")
            assert re.fullmatch(r"[0-9a-f]{40}", commit), f"{name}: {action} is not pinned"
            assert action != "actions/checkout" or step["with"]["persist-credentials"] is False


def test_the_documentation_shows_the_workflow_of_a_new_list() -> None:
    assert f"```yaml\n{WORKFLOW}```" in read("docs/how-to/keep-it-in-ci.md")


def test_no_program_is_installed_by_a_name_that_is_not_registered() -> None:
    install = re.compile(
        r"(?:pip3? install|pipx (?:run|install)|uvx|uv (?:add|pip install|tool (?:run|install)))"
        r"""\s+(?:-\S+\s+)*["']?moebib\b(?! @|-)"""
    )
    pages = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", ".pre-commit-hooks.yaml")]
    pages += [*ROOT.glob("docs/**/*.md"), *ROOT.glob("src/moebib/**/*.py"), *ROOT.glob(".github/**/*.yml")]
    found = [
        f"{page.relative_to(ROOT)}: {line}"
        for page in pages
        for line in page.read_text("utf-8").splitlines()
        if install.search(line)
    ]
    assert found == []


def test_the_packages_to_install_are_those_of_the_extra() -> None:
    extra = {re.split(r"[>=]", name)[0] for name in project()["optional-dependencies"]["cite"]}
    assert set(_INSTALL.removeprefix("pip install ").split()) == extra


@pytest.mark.parametrize(
    "path",
    [*sorted(ROOT.glob("tests/clients/*.sh")), ROOT / ".ci/run", ROOT / ".ci/versions"],
    ids=lambda path: path.name,
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no executable files")
def test_a_script_can_be_run(path: Path) -> None:
    assert os.access(path, os.X_OK)
    assert path.read_text("utf-8").startswith("#!/usr/bin/env bash\n")
    assert "\nset -euo pipefail\n" in path.read_text("utf-8")
    subprocess.run(["bash", "-n", path], check=True)


@pytest.mark.parametrize("path", sorted(ROOT.glob("tests/clients/*.*")), ids=lambda path: path.name)
def test_a_client_is_run_by_ci_and_shown_to_fail(path: Path) -> None:
    assert f"/{path.name}" in read(".ci/run")
    if path.name != "can_fail.sh":
        assert re.search(
            rf"^refuses .*/{re.escape(path.name)}", read("tests/clients/can_fail.sh").replace("  ", ""), re.M
        )


def templates() -> list[str]:
    return re.findall(r"```python\n(.*?)```", read("CONTRIBUTING.md"), re.S)


def run(template: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(ast.parse(template), "CONTRIBUTING.md", "exec"), names)
    return names


def test_the_templates_to_paste_work() -> None:
    written, read_ = (run(template)["FORMAT"] for template in templates()[:2])
    assert isinstance(written, Format)
    assert isinstance(read_, Format)
    text = written.record_writer().dump(Library([Record(id="a", type="book", title="T")]), Options())
    assert text == "%L a\n%T T\n"
    parsed = read_.parse_text("a\tT\nno")
    assert [record.title for record in parsed.records] == ["T"]
    assert [finding.line for finding in parsed.findings] == [2]


def test_the_entry_to_paste_is_valid() -> None:
    (entry,) = re.findall(r"```toml\n(.*?)```", read("CONTRIBUTING.md"), re.S)
    assert Record(id="wit2026sparse", **tomllib.loads(entry)).is_preprint
