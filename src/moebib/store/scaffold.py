"""The files of a new list, apart from its entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from moebib.library.config import IN_PLACE, Readme, Section
from moebib.toml.dump import dump_table, dump_value

__all__ = ["ATTRIBUTES", "WORKFLOW", "WORKFLOWS", "attributes", "config_text"]

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
          # If a README and its entries differ, the history shows which of them was changed.
          fetch-depth: 0
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


def config_text(title: str, sections: Sequence[Section], readme: Readme, *, bib: str, json: str) -> str:
    """The ``moebib.toml`` of a new list: a README, a .bib and a JSON file, and the sections in this order."""
    part = "edits the README" if readme.style == IN_PLACE else "writes the marked parts of the README"
    files = f"files = {dump_value(list(readme.files))}\n" if readme.files else ""
    head = f"""\
# The list. Its entries are in entries/; `moebib build` {part} and the exports.
format = 2
title = {dump_value(title)}

[readme]
path = {dump_value(readme.path)}
{files}style = {dump_value(readme.style)}

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
