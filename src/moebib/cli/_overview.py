"""`moebib` without a command: what is in the directory, and the commands that make sense next."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from moebib.cli._tables import padded, width_of
from moebib.cli._text import counted, plain
from moebib.store.outline import Outline, outline
from moebib.store.roots import CONFIG, find_root

__all__ = ["overview"]

_SUFFIXES = (".bib", ".md", ".tex", ".typ")

_MOST_FILES = 3
"""How many files of a kind are named."""
_MOST_BYTES = 10_000_000
"""How much of a file is read."""
_FEWEST_PAPERS = 3
"""How many papers a README links to at least, if it is a list of papers."""

_ENTRY = re.compile(rb"^[ \t]*@(?!(?:string|comment|preamble)\b)\w+\s*[{(][^,]*", re.IGNORECASE | re.MULTILINE)
_PAPER = re.compile(
    rb"(?:arxiv\.org/(?:abs|pdf|html)/|doi\.org/|openreview\.net/(?:forum|pdf)\?id=|aclanthology\.org/"
    rb"|dl\.acm\.org/doi/|ieeexplore\.ieee\.org/|usenix\.org/conference/|proceedings\.mlr\.press/"
    rb"|proceedings\.neurips\.cc/|openaccess\.thecvf\.com/)[^\s)\]>\"']+"
)


class _Sight(NamedTuple):
    """The files of a directory that moebib can work with."""

    bibs: Sequence[Path]
    """The largest first."""
    papers: Sequence[Path]
    """LaTeX and Typst documents."""
    readme: Path | None
    """The README, if it is a list of papers."""


_Rows = list[tuple[str, str]]
"""Names of files or commands, and what they are or do."""


def overview() -> str:
    """What is in the directory, and the commands that make sense next."""
    sight = _look(Path())
    root = find_root(Path())
    seen: _Rows = []
    if root:
        found = outline(root)
        entries = [counted(len(found.works), "work")]
        entries += [counted(len(found.models), "model")] if found.models else []
        sections = f" in {counted(len(found.headings), 'section')}" if found.headings else ""
        content = f"of {' and '.join(entries)}{sections}" if found.is_readable else "that cannot be read"
        seen.append((os.path.relpath(root / CONFIG), f"a list {content}"))
        steps = _steps_in_a_list(sight, found)
    else:
        steps = _steps_elsewhere(sight)
    if sight.readme:
        seen.append((sight.readme.name, f"links to {counted(_count(sight.readme, _PAPER), 'paper')}"))
    for files in (sight.bibs, sight.papers):
        seen += [(file.name, _describe(file)) for file in files[:_MOST_FILES]]
        seen += [("...", f"{len(files) - _MOST_FILES} more")] if len(files) > _MOST_FILES else []
    nothing = "  no list (moebib.toml), and no .bib, .tex or .typ file"
    return "\n".join(
        [
            "In this directory:",
            *(_lines(seen) or [nothing]),
            "",
            "Next:",
            *_lines(steps),
            "",
            "All commands: moebib --help",
        ]
    )


def _steps_in_a_list(sight: _Sight, found: Outline) -> _Rows:
    add = ("moebib add 2401.06066", "add a work by its arXiv ID, DOI, URL or title")
    if not found.is_readable:
        check = ("moebib check", f"find what is wrong with {CONFIG}")
        return [check, add, ("moebib build", "update the README and the exports")]
    if not (found.works or found.models):
        source = _argument(sight.bibs[0]) if sight.bibs else "FILE"
        steps = [(f"moebib import {source}", "add the works of a file"), ("moebib tags", "list the sections for works")]
    else:
        steps = [
            ("moebib check", "find problems in the entries"),
            ("moebib build", "update the README and the exports"),
        ]
        steps = [_cite(sight.papers[0]), *steps] if sight.papers else steps
    return [add, *steps][:3]


def _steps_elsewhere(sight: _Sight) -> _Rows:
    if sight.readme:
        name = _argument(sight.readme)
        return [
            (f"moebib init --from {name}", f"keep this list: one file for each work, and {name} stays as it is"),
            (f"moebib check {name}", "find problems in it"),
            (f"moebib convert {name} -o refs.bib", "write it as BibTeX"),
        ]
    if sight.bibs:
        name = _argument(sight.bibs[0])
        last = (f"moebib init --from {name}", "keep it as a list: one file for each work")
        return [
            (f"moebib check {name}", "find problems in the entries"),
            (f"moebib verify {name}", "check that the works exist, and that their details are correct"),
            _cite(sight.papers[0], f" --from {name}") if sight.papers else last,
        ]
    return [
        ("moebib add 2401.06066 --to refs.bib", "create a .bib file with a work, by its arXiv ID, DOI, URL or title"),
        ("moebib init", "create a list here"),
        _cite(sight.papers[0]) if sight.papers else ("moebib search offloading", "search the bundled list"),
    ]


def _cite(paper: Path, options: str = "") -> tuple[str, str]:
    return f"moebib cite {_argument(paper)}{options}", f"write a bibliography of exactly what {paper.name} cites"


def _argument(file: Path) -> str:
    """The name of *file* as a shell takes it."""
    return quote(f"./{file.name}" if file.name.startswith("-") else file.name)


def _look(folder: Path) -> _Sight:
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if entry.name.lower().endswith(_SUFFIXES))
    files = [file for file in (folder / name for name in names) if file.is_file()]
    readmes = (file for file in files if file.stem.lower() == "readme" and file.suffix.lower() == ".md")
    bibs = [file for file in files if file.suffix.lower() == ".bib"]
    return _Sight(
        sorted(bibs, key=lambda file: -file.stat().st_size),
        [file for file in files if file.suffix.lower() in (".tex", ".typ")],
        next((file for file in readmes if _count(file, _PAPER) >= _FEWEST_PAPERS), None),
    )


def _describe(file: Path) -> str:
    if file.suffix.lower() != ".bib":
        return "a LaTeX document" if file.suffix.lower() == ".tex" else "a Typst document"
    more = "more than " if file.stat().st_size > _MOST_BYTES else ""
    return f"{more}{counted(_count(file, _ENTRY), 'entry', 'entries')}"


def _count(file: Path, pattern: re.Pattern[bytes]) -> int:
    """How many different matches *file* has; those of entries begin with their keys."""
    try:
        with file.open("rb") as stream:
            return len(set(pattern.findall(stream.read(_MOST_BYTES))))
    except OSError:
        return 0


def _lines(rows: _Rows) -> list[str]:
    shown = [(plain(name), plain(text)) for name, text in rows]
    width = max((width_of(name) for name, _ in shown), default=0)
    return [f"  {padded(name, width)}  {text}" for name, text in shown]
