"""Tests the documentation: its transcripts run, its tables agree with the code, and its links are not broken.

A page runs from top to bottom in an empty folder; `<!-- a new folder -->` starts again in another one:

    ```toml entries/papers/x.toml     any language, and a name: writes the file
    ```console                        runs `$ moebib ...` or shows a file with `$ cat ...`, and compares the output;
                                      "..." matches any text or lines; services answer as `newcomers` says
    ```python                         runs the code
    ```pycon                          runs the doctest
"""

from __future__ import annotations

import doctest
import functools
import importlib.util
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import click
import pytest
from pydantic import BaseModel

import moebib as package
from moebib.cli import _moebib
from moebib.library.config import Config, Output, Readme, Section
from moebib.merging.fact import Fact
from moebib.text.markdown import anchors
from newcomers import ANSWERS
from screens import shown
from services import services
from small_list import moebib

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
# Decisions and measurements describe the past; the other pages must be correct today.
RECORDS = {page for page in PAGES if page.parent.name == "decisions" or page.name == "benchmarks.md"}
RUN = [
    page
    for page in [ROOT / "README.md", *PAGES]
    if page not in RECORDS and re.search(r"^```(console|python|pycon)$", page.read_text("utf-8"), re.M)
]
NEW_FOLDER = "<!-- a new folder -->"


class Block(NamedTuple):
    """A fenced block, or the comment that starts a new folder."""

    language: str
    name: str
    text: str
    line: int


def blocks(text: str) -> Iterator[Block]:
    for match in re.finditer(rf"^```(\w+)(?: (\S+))?\n(.*?)^```$|^{NEW_FOLDER}$", text, re.M | re.S):
        yield Block(match[1] or "", match[2] or "", match[3] or "", text.count("\n", 0, match.start()) + 1)


def label(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", RUN, ids=label)
def test_the_examples_of_a_page_run_as_shown(
    page: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    folder = tmp_path_factory.mktemp("page")
    if page == ROOT / "README.md":  # its readers are in a clone
        shutil.copy(ROOT / "moebib.toml", folder)
        shutil.copytree(ROOT / "entries", folder / "entries")
    names: dict[str, Any] = {}
    for block in blocks(page.read_text("utf-8")):
        monkeypatch.chdir(folder)
        where = f"{label(page)}:{block.line}"
        if not block.language:
            folder = tmp_path_factory.mktemp("page")
        elif block.name:
            (folder / block.name).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.name).write_text(block.text, "utf-8", newline="\n")
        elif block.language == "console":
            run_transcript(block.text, folder, where)
        elif block.language == "python":
            exec(compile(block.text, where, "exec"), names)
        elif block.language == "pycon":
            run_doctest(block.text, names, where)


def test_each_command_of_the_first_screen_works_in_a_clone(tmp_path: Path, subtests: pytest.Subtests) -> None:
    first_screen = (ROOT / "README.md").read_text("utf-8").partition("\n## ")[0]
    commands = re.findall(r"^  `moebib ([^`]+)`", first_screen, re.M)
    assert len(commands) == 4
    shutil.copy(ROOT / "moebib.toml", tmp_path)
    for name in ("entries", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name)
    attention = {"type": "article", "title": "Attention", "author": ["Doe, Jane"], "identifiers": ["arxiv:1706.03762"]}
    for command in commands:
        with subtests.test(command), services({"arxiv": [attention]}):
            done = moebib(*command.split(), folder=tmp_path, together=True)
            assert done.code in (0, 1)
            assert done.out
            assert "error:" not in done.out


def run_transcript(text: str, folder: Path, where: str) -> None:
    for part in re.split(r"^(?=\$ )", text, flags=re.M)[1:]:
        command, _, expected = part.removeprefix("$ ").partition("\n")
        arguments = shlex.split(command)
        if arguments[0] == "cat":
            text = (folder / arguments[1]).read_text("utf-8")
        else:
            assert arguments[0] == "moebib", f"{where}: only moebib and cat run in a console block: {command}"
            with services(ANSWERS):
                text = moebib(*arguments[1:], folder=folder, is_terminal=True, together=True).out
        printed = "".join(f"{line.rstrip()}\n" for line in shown(text))
        assert re.fullmatch(pattern(expected), printed), f"{where}: {command} prints\n{printed}"


def pattern(expected: str) -> str:
    lines = (
        r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n"
        for line in expected.splitlines()
    )
    return "".join(lines)


def run_doctest(text: str, names: dict[str, Any], where: str) -> None:
    test = doctest.DocTestParser().get_doctest(text, names, where, where, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    said: list[str] = []
    runner.run(test, out=said.append, clear_globs=False)
    assert runner.failures == 0, "".join(said)
    names.update(test.globs)


@pytest.mark.parametrize(
    ("expected", "printed", "fits"),
    [
        ("a\n", "a\n", True),
        ("a\n", "a\nb\n", False),
        ("a\n...\n", "a\n", True),
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a ... (3)\n", "a b (3)\n", True),
        ("a ... (3)\n", "a b\n(3)\n", False),
        ("a (3)\n", "a [3]\n", False),
    ],
)
def test_an_ellipsis_matches_any_text(expected: str, printed: str, fits: bool) -> None:
    assert bool(re.fullmatch(pattern(expected), printed)) is fits


@functools.cache
def commands() -> dict[str, click.Command]:
    context = click.Context(_moebib)
    commands_by_name = {name: _moebib.get_command(context, name) for name in _moebib.list_commands(context)}
    return {name: command for name, command in commands_by_name.items() if command}


@pytest.mark.parametrize("script", ["make_bundled_list", "make_commands", "make_entry_format", "make_options"])
def test_a_generated_page_is_up_to_date(script: str) -> None:
    module = script_of_docs(script)
    assert module.page() == module.PAGE.read_text("utf-8"), f"run: python docs/{script}.py"


def script_of_docs(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pictures_are_up_to_date_and_safe_to_show(subtests: pytest.Subtests) -> None:
    drawn = script_of_docs("make_pictures").pictures()
    assert {path.stem for path in (DOCS / "pictures").glob("*.svg")} == set(drawn)
    for name, text in drawn.items():
        with subtests.test(name):
            assert text == (DOCS / "pictures" / f"{name}.svg").read_text("utf-8"), "run: python docs/make_pictures.py"
            tags = {element.tag.partition("}")[2] for element in ElementTree.fromstring(text).iter()}
            assert tags <= {"svg", "title", "desc", "style", "rect", "path", "circle", "text", "tspan"}
            assert not re.search(r"url\(|@import|@font-face|href|\bon\w+=", text)


def test_the_guide_to_facts_has_what_a_fact_can_have() -> None:
    fields = table("how-to/import-facts.md", "The file")
    assert sorted(fields) == sorted(Fact.model_fields)


def test_each_correction_of_the_bundled_list_is_about_an_entry() -> None:
    library = package.load(ROOT)
    rows = [json.loads(line) for line in (DOCS / "bundled-corrections.jsonl").read_text("utf-8").splitlines()]
    assert all(library.find_entry(row["key"]) for row in rows)
    assert all(row["reason"] for row in rows if row["outcome"] != "applied")


def test_every_command_and_option_has_help_and_is_in_the_reference() -> None:
    text = (DOCS / "reference/commands.md").read_text("utf-8")
    for name, command in commands().items():
        assert command.help, f"{name} is missing its help"
        section = re.split(r"\n##", text.partition(f"\n### moebib {name}\n")[2])[0]
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.help, f"{name} {parameter.name} is missing its help"
                assert all(f"`{option}" in section or f" {option}" in section for option in parameter.opts)


def test_no_page_names_a_command_that_does_not_exist(subtests: pytest.Subtests) -> None:
    for page in (*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        with subtests.test(label(page)):
            # The guide to adding a command uses one that does not exist.
            text = re.sub(r"^```python\n.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S)
            code = "\n".join([*re.findall(r"^```.*?^```", text, re.M | re.S), *re.findall(r"`[^`\n]+`", text)])
            named = set(re.findall(r"(?:^\$ |^|`|run: |bin/)moebib (?:-C \S+ )?([a-z]+(?:-[a-z]+)*)\b", code, re.M))
            assert named <= {*commands(), "list"}


def table(page: str, heading: str) -> list[str]:
    """The names in the first column of the first table below *heading*."""
    section = (DOCS / page).read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([\w.\[\]]+)` \|", section, re.M)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("The list", Config), ("readme", Readme), ("outputs", Output), ("sections", Section)],
)
def test_every_key_of_the_configuration_is_in_the_reference(heading: str, kind: type[BaseModel]) -> None:
    keys = [field.alias or name for name, field in kind.model_fields.items()]
    assert table("reference/moebib-toml.md", heading) == keys


def test_every_public_name_is_in_the_reference() -> None:
    text = (DOCS / "reference/python.md").read_text("utf-8")
    assert sorted(re.findall(r"^\| `moebib\.(\w+)", text, re.M)) == sorted(package.__all__)


def test_no_relative_link_is_broken(subtests: pytest.Subtests) -> None:
    for page in (*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        with subtests.test(label(page)):
            text = re.sub(r"^```.*?^```$|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.M | re.S)
            targets = re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", text)
            targets = [target or picture for target, picture in targets]
            assert [target for target in targets if not leads_somewhere(page, target)] == []


def leads_somewhere(page: Path, target: str) -> bool:
    if re.match(r"[a-z]+:", target):
        return True
    path, _, anchor = target.partition("#")
    file = (page.parent / path) if path else page
    if not file.exists():
        return False
    return not anchor or (file.suffix == ".md" and anchor in headings_of(file))


def headings_of(file: Path) -> list[str]:
    text = re.sub(r"^```.*?^```$", "", file.read_text("utf-8"), flags=re.M | re.S)
    return anchors([re.sub(r"[`*]", "", heading) for heading in re.findall(r"^#+ (.+)$", text, re.M)])


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, unread = set(), {DOCS / "README.md"}
    while unread:
        page = unread.pop()
        reached.add(page)
        targets = re.findall(r"\]\(([^)\s]+\.md)[^)]*\)", page.read_text("utf-8"))
        unread |= {(page.parent / target).resolve() for target in targets} & set(PAGES) - reached
    assert set(PAGES) - RECORDS - reached == set()


def test_the_tests_of_the_promises_exist(subtests: pytest.Subtests) -> None:
    files = [path for path in (ROOT / "tests").rglob("*") if path.suffix in (".py", ".sh", ".js")]
    names = {path.relative_to(ROOT).as_posix() for path in files} | {path.name for path in files}
    names |= {f"{path.parent.relative_to(ROOT).as_posix()}/" for path in files}
    for path in files:
        names |= set(re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.M))
    rows = [line.split("|") for line in (DOCS / "reliability.md").read_text("utf-8").splitlines()]
    named = re.findall(r"`([^`]*)`", "".join(row[2] for row in rows if len(row) == 4))
    assert named
    for name in named:
        with subtests.test(name):
            assert any(map(re.compile(re.escape(name).replace(r"\.\.\.", r"\w*")).fullmatch, names))
