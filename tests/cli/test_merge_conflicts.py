"""A file with conflict markers of git is named by every command, and changed by none."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_list import files_of, make_list, moebib

KEY = "arden2021sorting"
CONFLICT = '<<<<<<< HEAD\nvolume = "1"\n=======\nvolume = "2"\n>>>>>>> theirs\n'
BIB = """\
@misc{good, title = {Sparse Experts}}

@misc{a,
  title = {One},
<<<<<<< ours
  year = 2024,
=======
  year = 2025,
>>>>>>> theirs
}

<<<<<<< ours
@misc{b, title = {Two}}
=======
@misc{b, title = {Three}}
>>>>>>> theirs
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_list(tmp_path)


@pytest.mark.parametrize("arguments", [
    ("list",), ("check",), ("fix",), ("build",), ("build", "--check"), ("dedupe",), ("search", "x"), ("show", KEY),
    ("stats",), ("export", "-f", "bibtex"), ("rekey", KEY, "other"), ("update", "--all", "--offline"), ("tags",),
])  # fmt: skip
@pytest.mark.parametrize("text", [CONFLICT, f'note = """\n{CONFLICT}"""\n'], ids=["in the file", "in a string"])
def test_an_entry_in_conflict_is_named(root: Path, arguments: tuple[str, ...], text: str) -> None:
    entry = root / f"entries/papers/{KEY}.toml"
    entry.write_text(entry.read_text(encoding="utf-8") + text, encoding="utf-8")
    before = files_of(root)
    done = moebib(*arguments, folder=root)
    assert done.code != 0
    assert "MB014 unresolved merge conflict in lines" in done.out + done.err
    assert files_of(root) == before


@pytest.mark.parametrize("arguments", [("check",), ("fmt",), ("fmt", "--check"), ("fix",)])
def test_a_bib_file_in_conflict_is_named_and_unchanged(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    file = tmp_path / "refs.bib"
    file.write_text(BIB, encoding="utf-8")
    done = moebib(*arguments, "refs.bib", folder=tmp_path)
    assert done.code != 0
    shown = done.out + done.err
    assert all(
        part in shown for part in ("conflict in lines 5 to 9", "refs.bib:5:1", "lines 12 to 16", "refs.bib:12:1")
    )
    assert file.read_text(encoding="utf-8") == BIB


def test_what_is_in_conflict_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    done = moebib("convert", "refs.bib", "--to", "csl-json", "--strict", folder=tmp_path)
    assert done.code != 0
    assert "Sparse Experts" in done.out
    assert not any(title in done.out for title in ("One", "Two", "Three"))
    assert done.err.count("MB014") == 2


def test_a_cited_file_in_conflict_is_named(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "paper.tex").write_text("\\cite{good}", encoding="utf-8")
    assert "MB014" in moebib("cite", "paper.tex", "--from", "refs.bib", folder=tmp_path).err


def test_a_conflict_in_the_settings_is_named(root: Path) -> None:
    config = root / "moebib.toml"
    config.write_text("<<<<<<< HEAD\n" + config.read_text(encoding="utf-8"), encoding="utf-8")
    done = moebib("list", folder=root)
    assert done.code != 0
    assert "moebib.toml:1:1: MB014 unresolved merge conflict in line 1" in done.err


def test_a_conflict_in_the_prose_of_the_readme_stops_the_build(root: Path) -> None:
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(text.replace("# Invented works\n", f"# Invented works\n{CONFLICT}"), encoding="utf-8")
    done = moebib("build", folder=root)
    assert done.code != 0
    assert "README.md: unresolved merge conflict in lines 2 to 6" in done.err
    inside = text.replace("<!-- moebib:end sections -->", f"{CONFLICT}<!-- moebib:end sections -->")
    readme.write_text(inside, encoding="utf-8")
    assert moebib("build", folder=root).code == 0  # what build writes again needs no decision
    assert "<<<<<<<" not in readme.read_text(encoding="utf-8")


JSON = '{"id": "a", "type": "book", "title": "One"}'
OTHERS = {
    "refs.ris": "TY  - BOOK\nTI  - One\nER  - \n<<<<<<< ours\nTY  - BOOK\nTI  - Two\nER  - \n=======\n>>>>>>> theirs\n",
    "refs.json": f"[{JSON},\n<<<<<<< ours\n{JSON}\n=======\n{JSON}\n>>>>>>> theirs\n]\n",
    "refs.jsonl": f"{JSON}\n<<<<<<< ours\n{JSON}\n=======\n{JSON}\n>>>>>>> theirs\n",
    "refs.yml": "a:\n  type: book\n<<<<<<< ours\n  title: One\n=======\n  title: Two\n>>>>>>> theirs\n",
    "list.md": "# Ours\n\n<<<<<<< ours\n- [One](https://arxiv.org/abs/2001.00001), Doe\n=======\n>>>>>>> theirs\n",
}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("arguments", [
    ("check",), ("convert", "--to", "bibtex"), ("import",), ("init", "--yes", "--from"),
    ("cite", "-k", "a", "--no-list", "--from"),
], ids=lambda arguments: arguments[0])  # fmt: skip
def test_nothing_is_read_of_another_file_in_conflict(tmp_path: Path, arguments: tuple[str, ...], name: str) -> None:
    (tmp_path / name).write_text(OTHERS[name], encoding="utf-8")
    before = files_of(tmp_path)
    done = moebib(*arguments, name, folder=tmp_path)
    assert done.code != 0
    line = OTHERS[name].splitlines().index("<<<<<<< ours") + 1
    assert f"MB014 unresolved merge conflict in lines {line} to " in done.out + done.err
    assert not any(title in done.out for title in ("One", "Two"))
    assert files_of(tmp_path) == before
