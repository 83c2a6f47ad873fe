"""Actions: begin a list, from nothing, from a README or from a bibliography in any other format."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from moebib import formats, store
from moebib.commands.build import outputs
from moebib.commands.import_ import Intake, take_in
from moebib.errors import Finding, InputError
from moebib.formats.paper_list.markers import has_markers, marker_lines
from moebib.library.config import Config
from moebib.library.library import Library
from moebib.store import ChangeSet
from moebib.store.git import set_config
from moebib.store.scaffold import ATTRIBUTES, WORKFLOW, add_marks, attributes, config_text
from moebib.toml import decode

__all__ = ["Begun", "install_merge_driver", "plan_git", "plan_list"]

_CONFIG = "moebib.toml"
_README = "README.md"
_WORKFLOW_PATH = ".github/workflows/bibliography.yml"


class Begun(NamedTuple):
    """What a new list would be: its files, the works and models in it, and what was found on the way."""

    changes: ChangeSet
    works: int
    models: int
    findings: tuple[Finding, ...]
    is_marked: bool
    """Whether the README of the folder was given marks in the place of its list, or behind it."""


def plan_list(
    root: Path, title: str, *, source: Path | None = None, is_readme: bool = False, git: bool = False
) -> Begun:
    """The files of a new list in *root*, with the works of the file *source*; nothing is written.

    *is_readme* says that *source* is the README of *root*: marks take the place of the list in it.

    Raises:
        InputError: If there is a list already, or *source* is in no format that is known.
    """
    if store.read_text(root / _CONFIG) is not None:
        raise InputError(f"there is a list already: {_CONFIG}; `moebib import FILE` adds to it")
    intake = _intake(source)
    texts = store.plan_entries(root, intake.works, intake.models, sections=intake.sections, is_new=True)
    texts[_CONFIG] = config_text(title, intake.sections)
    config = Config.model_validate(decode(texts[_CONFIG]))
    library = Library(intake.works, intake.models, config)
    current = store.read_text(root / _README)
    readme, is_marked = _readme(current, intake, is_source=is_readme)
    texts |= outputs(library, readme or formats.export(library, "readme"))
    texts[_WORKFLOW_PATH] = WORKFLOW
    if git:
        texts |= _attributes(root, config)
    return Begun(ChangeSet.plan(root, texts), len(intake.works), len(intake.models), intake.findings, is_marked)


def plan_git(root: Path) -> ChangeSet:
    """The change of ``.gitattributes`` that lets ``moebib merge-driver`` merge the files of an existing list."""
    return ChangeSet.plan(root, _attributes(root, store.read_config(root)))


def install_merge_driver(folder: Path) -> bool:
    """Tell git in this clone how to call ``moebib merge-driver``; ``False`` if *folder* is in no repository."""
    return set_config(
        folder, {"merge.moebib.name": "moebib: by field", "merge.moebib.driver": "moebib merge-driver %O %A %B %P"}
    )


def _attributes(root: Path, config: Config) -> dict[str, str]:
    made = [*(output.path for output in config.outputs), *([config.readme.path] if config.readme else [])]
    current = store.read_text(root / ATTRIBUTES) or ""
    text = attributes((path for path in made if not path.endswith(".bib")), current)
    return {ATTRIBUTES: text}


def _intake(source: Path | None) -> Intake:
    if source is None:
        return Intake((), (), (), ())
    data = store.read_bytes(source)
    parsed = formats.for_file(source.name, data).parse(data, name=store.printable(source))
    return take_in(Library(), parsed, source=store.printable(source))


def _readme(current: str | None, intake: Intake, *, is_source: bool) -> tuple[str | None, bool]:
    """The README with marks: in the place of the list that was read from it, or behind its text."""
    if current is None or has_markers(current):
        return current, False
    prose = [finding.line for finding in intake.findings if finding.code in ("MB101", "MB102") and finding.line]
    marked = add_marks(current, intake.works, intake.models, prose) if is_source else None
    if marked is not None:
        return marked, True
    names = ("models", "sections") if intake.models else ("sections",)
    return f"{current.rstrip()}\n\n{marker_lines(names)}", True
