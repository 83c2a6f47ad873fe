"""A list whose README is kept as it is, and changes of its files as people make them."""

from __future__ import annotations

from pathlib import Path

from git_folder import commit
from moebib.commands.build import build
from moebib.store.earlier import write_built
from moebib.three_way.states import ListState

__all__ = [
    "CONFIG", "ENTRIES", "README", "commit_unbuilt", "edit", "edit_entry", "entry", "forget_the_last_build",
    "make_kept_list", "readme",
]  # fmt: skip

CONFIG = """\
title = "Invented works"
format = 2

[readme]
style = "as it is"

[[outputs]]
format = "csl-json"
path = "refs.json"

[[sections]]
tag = "routing"
heading = "Routing"

[[sections]]
tag = "caching"
heading = "Caching"
"""
README = """\
# Invented works

Read them all.

## Routing

- [Sorting Experts by Temperature](https://papers.example/sorting), WIS 2021 [code](https://code.example/sorting)
- [Keeping Experts Warm](https://arxiv.org/abs/2402.99992), arXiv 2024 ⭐

## Caching

- [Keeping Experts Warm](https://arxiv.org/abs/2402.99992), arXiv 2024
- [Bounds of Experts](https://papers.example/bounds), JIR 2022
- [Ice for Experts](https://papers.example/ice), JIR 2023

Send a pull request.
"""
ENTRIES = {
    "sorting2021": """\
type = "paper-conference"
title = "Sorting Experts by Temperature"
issued = "2021-07"
container_title_short = "WIS"
url = "https://papers.example/sorting"
tags = ["routing"]

[links]
code = ["https://code.example/sorting"]
""",
    "keeping2024": """\
type = "article"
title = "Keeping Experts Warm"
# we like it
author = ["Brook, Tom"]
issued = "2024-02-03"
container_title = "arXiv"
genre = "preprint"
identifiers = ["arxiv:2402.99992"]
tags = ["routing", "caching"]
""",
    "bounds2022": """\
type = "article-journal"
title = "Bounds of Experts"
issued = "2022"
container_title_short = "JIR"
url = "https://papers.example/bounds"
tags = ["caching"]
""",
    "ice2023": """\
type = "article-journal"
title = "Ice for Experts"
issued = "2023"
container_title_short = "JIR"
url = "https://papers.example/ice"
tags = ["caching"]
""",
}


def make_kept_list(root: Path) -> Path:
    """The list in *root*, as it was just built."""
    root.mkdir(exist_ok=True)
    (root / "moebib.toml").write_text(CONFIG, "utf-8")
    (root / "README.md").write_text(README, "utf-8", newline="\n")
    for key, text in ENTRIES.items():
        file = root / f"entries/papers/{key}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")
    build(root)
    return root


def readme(root: Path) -> str:
    return (root / "README.md").read_text("utf-8")


def entry(root: Path, key: str) -> str:
    return (root / f"entries/papers/{key}.toml").read_text("utf-8")


def edit(root: Path, path: str, old: str, new: str, *, count: int = 1) -> None:
    file = root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, count), "utf-8", newline="\n")


def edit_entry(root: Path, key: str, old: str, new: str) -> None:
    edit(root, f"entries/papers/{key}.toml", old, new)


def forget_the_last_build(root: Path) -> None:
    write_built(root, ListState())


def commit_unbuilt(root: Path) -> None:
    """Commit everything, as in a clone in which the list was never built."""
    commit(root)
    forget_the_last_build(root)
