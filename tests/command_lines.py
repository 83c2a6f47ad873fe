"""For every command, command lines on which it has work to do, and the files that this names."""

from __future__ import annotations

from pathlib import Path

from small_list import make_list

__all__ = ["COMMANDS", "make_folder"]

BIB = """\
@article{doe2024, title = {Warm {Experts}}, author = {Doe, Jane}, year = {2024}, journal = {J}}
@book{broken, title = {Ends with a Period.}, author = {Roe, Rick and}, year = {soon}, doi = {none}}
"""
COMMANDS = {
    "add": "add --manual 2503.99991 arxiv:2413.1",
    "add to a file": "add --manual 2503.99991 arxiv:2413.1 --to refs.bib --json",
    "build": "build",
    "cache": "cache info",
    "check": "check refs.bib",
    "cite": "cite paper.tex -o cited.bib",
    "completion": "completion bash",
    "config": "config set title New",
    "convert": "convert refs.bib -o refs.ris",
    "dedupe": "dedupe --merge cho2022bounds arden2021sorting",
    "diff": "diff",
    "doctor": "doctor",
    "edit": "edit cho2022bounds",
    "export": "export -f csl-json --report -o all.json",
    "fix": "fix refs.bib",
    "fmt": "fmt refs.bib --check",
    "import": "import refs.bib",
    "init": "-C new init --title New",
    "list": "list",
    "merge-driver": "merge-driver base.bib ours.bib theirs.bib x.bib",
    "migrate": "migrate --diff",
    "open": "open arden2021sorting cho2022bounds --print",
    "rekey": "rekey cho2022bounds cho2022limits",
    "rm": "rm arden2021sorting",
    "rm a work that is referred to": "rm brook2024keeping",
    "rule": "rule",
    "schema": "schema record",
    "search": "search experts",
    "show": "show cho2022bounds",
    "stats": "stats",
    "tag": "tag cho2022bounds --add routing",
    "tags": "tags",
    "tags with a new name": "tags --rename system memory --diff",
    "update": "update --all --offline",
    "update a file": "update refs.bib --apply --offline",
    "verify": "verify refs.bib --offline",
    "verify with a report": "verify refs.bib --offline --policy neurips -o report.html",
    "why": "why cho2022bounds --offline",
}
"""For each command, and what else it can do, a command line with which it writes files, or prints to both streams."""


def make_folder(folder: Path) -> Path:
    """A list with the files that the command lines name."""
    make_list(folder)
    (folder / "new").mkdir()
    (folder / "entries" / "models" / "old.toml").write_text('name = "Old"\nexperts_total = 8\n', "utf-8")
    (folder / "refs.bib").write_text(BIB, "utf-8")
    (folder / "paper.tex").write_text("\\cite{cho2022bounds,absent}", "utf-8")
    for name, title in {"base": "A", "ours": "B", "theirs": "C"}.items():
        (folder / f"{name}.bib").write_text(f"@book{{x,\n  title = {{{title}}},\n}}\n", "utf-8")
    return folder
