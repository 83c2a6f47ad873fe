"""The files of a new list, apart from its entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from moebib.formats.paper_list.markers import marker_lines
from moebib.library.config import Section
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.toml.dump import dump_table, dump_value

__all__ = ["ATTRIBUTES", "WORKFLOW", "WORKFLOWS", "add_markers", "attributes", "config_text"]

_HEADING = re.compile(r"^#{1,6}\s")

ATTRIBUTES = ".gitattributes"
WORKFLOWS = ".github/workflows"
WORKFLOW = """\
# Check every pull request: the entries are valid, and the README and the exports are up to date.
name: bibliography
on:
  pull_request:
  push:
    branches: [main, master]
permissions: {}
concurrency:
  group: ${{ github.workflow }}-${{ github.ref }}
  cancel-in-progress: true
env:
  # moebib has no release on PyPI yet. Say here where its repository is, and which commit to install:
  # git+https://HOST/OWNER/REPOSITORY@COMMIT
  MOEBIB: ""
jobs:
  check:
    name: The list is valid and its outputs are up to date
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      # Actions are pinned to commits, because tags can be moved. This prints the commit of another version:
      # git ls-remote https://github.com/actions/checkout refs/tags/v4.2.2
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
      - uses: actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0
        with:
          python-version: "3.12"
      - name: Install moebib
        run: |
          if [ -z "$MOEBIB" ]; then
            echo "::error::set MOEBIB in this workflow to the repository of moebib"
            exit 1
          fi
          python -m pip install "moebib @ $MOEBIB"
      - run: moebib check --output-format github
      - run: moebib build --check
"""


def config_text(title: str, sections: Sequence[Section], *, readme: str, bib: str, json: str) -> str:
    """The ``moebib.toml`` of a new list: a README, a .bib and a JSON file, and the sections in this order."""
    head = f"""\
# The list. Its entries are in entries/; `moebib build` writes the marked parts of the README and the exports.
format = 2
title = {dump_value(title)}

[readme]
path = {dump_value(readme)}
style = "seed"

[[outputs]]
format = "bibtex"
path = {dump_value(bib)}

[[outputs]]
format = "csl-json"
path = {dump_value(json)}
"""
    tables = [section.model_dump(exclude_defaults=True) for section in sections]
    return head + (f"\n{dump_table(('sections',), tables)}" if tables else "")


def attributes(paths: Iterable[str], current: str) -> str:
    """``.gitattributes`` with the files that ``moebib merge-driver`` merges; existing lines are kept."""
    patterns = (dump_value(path) if re.search(r'[\s"#!]', path) else path for path in paths)
    rules = [f"{pattern} merge=moebib" for pattern in patterns]
    new = [line for line in dict.fromkeys(rules) if line not in current.splitlines()]
    ended = current if not current or current.endswith("\n") else f"{current}\n"
    return ended + "".join(f"{line}\n" for line in new)


def add_markers(text: str, works: Iterable[Record], models: Iterable[Model], prose: Iterable[int]) -> str | None:
    """A README with markers in place of the lines about *works* and *models*, from the heading above the first of them.

    ``None`` if that would remove a line of *prose* (line numbers), or if no work is found in the text.
    """
    lines = text.splitlines(keepends=True)
    numbers = sorted(_lines_of(lines, works, models))
    if not numbers:
        return None
    first = next((i for i in range(numbers[0], -1, -1) if _HEADING.match(lines[i])), numbers[0])
    last = numbers[-1]
    if any(first <= number - 1 <= last for number in prose):
        return None
    markers = marker_lines(part for part in ("models", "sections") if part == "sections" or any(models))
    return "".join([*lines[:first], markers, *lines[last + 1 :]])


def _lines_of(lines: Sequence[str], works: Iterable[Record], models: Iterable[Model]) -> set[int]:
    """The lines with the link, an identifier or the title of a work, or the link of a model."""
    clues = {clue for work in works for clue in _clues(work)} | {str(model.url) for model in models if model.url}
    pattern = re.compile("|".join(map(re.escape, sorted(clues, key=len, reverse=True))) or "(?!)")
    return {i for i, line in enumerate(lines) if pattern.search(line)}


def _clues(work: Record) -> set[str]:
    """The links, identifiers and longer titles by which a line about the work is recognised."""
    links = (url for _, urls in work.links for url in urls)
    titles = (title for title in (work.title, *work.titles) if len(title) > 15)
    clues = (work.url, work.link, *(identifier.value for identifier in work.identifiers), *links, *titles)
    return {clue for clue in clues if clue}
