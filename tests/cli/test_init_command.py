"""`moebib init`: the files of a new list are shown before they are written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from git_folder import git, needs_git
from moebib import store
from moebib.commands.init import plan_list
from shared_data import shared
from small_list import files_of, make_list, moebib

README = """\
# Experts We Read

Why we keep this list.

## Routing

- [ISYS'24] [Sparse Experts at the Edge](https://example.org/sparse) [[Code](https://github.com/example/sparse)]
- [arXiv'23.5] [Dense Routers in the Middle](https://arxiv.org/abs/2305.01234)

## Serving

- [ISYS'22] [Lazy Experts](https://example.org/lazy)

## How to contribute

Send a pull request.
"""
BIB = "@book{doe, title = {Sparse Experts}, author = {Doe, Jane}, year = 2024}\n"


def test_init_creates_a_list_in_an_empty_folder(tmp_path: Path) -> None:
    done = moebib("init", "--yes", "--title", "Ours", folder=tmp_path)
    assert done.code == 0
    assert "next steps: `moebib check`, `moebib add ID`, `moebib build`\n" in done.err
    assert set(files_of(tmp_path)) == {
        "moebib.toml", "README.md", "references.bib", "references.json", ".github/workflows/bibliography.yml",
    }  # fmt: skip
    assert store.read(tmp_path).config.title == "Ours"
    assert moebib("build", "--check", folder=tmp_path).code == 0
    assert moebib("check", folder=tmp_path).code == 0


@pytest.mark.parametrize(
    "heading",
    [
        "# Experts *We* Read [![Awesome](https://a.example/badge.svg)](https://a.example)",
        '<h1 align="center">Experts We Read</h1>',
        "Experts We Read\n===",
        "# ![Logo](logo.png)\n\n# Experts We Read",
    ],
)
def test_the_title_is_the_text_of_the_first_heading(tmp_path: Path, heading: str) -> None:
    (tmp_path / "README.md").write_text(README.replace("# Experts We Read", heading), encoding="utf-8")
    assert 'title = "Experts We Read"\n' in plan_list(tmp_path, sources=[tmp_path / "README.md"]).config


def test_init_says_what_it_writes_and_what_it_has_written(tmp_path: Path) -> None:
    preview = moebib("init", "--dry-run", folder=tmp_path).err
    assert "would write moebib.toml (+" in preview
    written = moebib("init", "--yes", folder=tmp_path).err
    assert "wrote moebib.toml (+" in written
    assert "would" not in written


def test_a_single_line_that_is_not_shown_is_one_line(tmp_path: Path) -> None:
    sections = "\n".join(
        f"## Topic {n}\n\n- [Study {n} of Experts](https://arxiv.org/abs/2305.0123{n})\n" for n in "1234"
    )
    (tmp_path / "README.md").write_text(f"# Experts\n\n{sections}", encoding="utf-8")
    assert (
        "  ... and 1 more line; -v shows all\n" in moebib("init", "--from", "README.md", "--yes", folder=tmp_path).err
    )


def test_init_from_a_readme_leaves_it_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    done = moebib("init", "--from", "README.md", "--yes", folder=tmp_path)
    assert done.code == 0
    assert "next steps: `moebib check`, `moebib update --all --apply`, `moebib build`\n" in done.err
    library = store.read(tmp_path)
    assert library.config.title == "Experts We Read"
    assert [section.heading for section in library.config.sections] == ["Routing", "Serving"]
    assert len(library) == 3
    assert "\nREADME.md stays as it is; `moebib build` changes only lines whose entries change\n" in done.err
    assert moebib("build", "--check", folder=tmp_path).code == 0
    assert moebib("build", folder=tmp_path).err == "all outputs are up to date\n"
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == README


@pytest.mark.parametrize("path", ["entries", "entries/papers", "entries/models", "entries/stray.toml"])
def test_init_begins_no_list_that_cannot_be_read(tmp_path: Path, path: str) -> None:
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text("x = 1\n", encoding="utf-8")
    before = files_of(tmp_path)
    done = moebib("init", "--yes", folder=tmp_path)
    assert done.code == 3
    assert f"{path}: MB013" in done.err
    assert files_of(tmp_path) == before


def test_init_from_several_bib_files_reads_them_as_one(tmp_path: Path) -> None:
    texts = {
        "refs.bib": "@inproceedings{doe2001, title = {Stones}, author = {Doe, Jo}, crossref = {pond}}",
        "macros.bib": "@string{pub = {Pond Press}}",
        "parents.bib": "@proceedings{pond, title = {Pond Days}, year = 2001, publisher = pub}",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = moebib("init", *(argument for name in texts for argument in ("--from", name)), "--yes", folder=tmp_path)
    assert (done.code, "MB1" in done.err) == (0, False)
    work = store.read(tmp_path)["doe2001"]
    assert (work.container_title, work.publisher) == ("Pond Days", "Pond Press")


def test_init_from_a_readme_and_a_bib_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    done = moebib("init", "--from", "README.md", "--from", "refs.bib", "--yes", folder=tmp_path)
    assert (done.code, (tmp_path / "moebib.toml").exists()) == (2, False)
    assert "several files can be read together if all are .bib files; 'README.md' is not one" in done.err


def test_init_keeps_a_list_between_markers_that_it_does_not_read(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "README.md").write_text(LISTS["markers"], encoding="utf-8")
    before = files_of(tmp_path)
    for arguments in ((), ("--from", "refs.bib")):
        done = moebib("init", "--yes", *arguments, folder=tmp_path)
        assert done.code == 3
        assert "README.md: has a list between its markers, which would be lost" in done.err
        assert files_of(tmp_path) == before
    (tmp_path / "README.md").write_text(LISTS["markers"].replace(LINE, ""), encoding="utf-8")
    assert moebib("init", "--yes", folder=tmp_path).code == 0


def test_an_example_of_a_merge_conflict_in_a_readme_is_none(tmp_path: Path) -> None:
    example = "```\n<<<<<<< ours\n1\n=======\n2\n>>>>>>> theirs\n```\n"
    (tmp_path / "README.md").write_text(f"{README}\n{example}", encoding="utf-8")
    assert moebib("init", "--from", "README.md", "--yes", folder=tmp_path).code == 0
    assert len(store.read(tmp_path)) == 3
    assert moebib("build", folder=tmp_path).code == 0
    assert example in (tmp_path / "README.md").read_text(encoding="utf-8")


LINE = "- [arXiv 2025] [Sparse Experts at the Edge](https://arxiv.org/abs/2502.01234v3)\n"
LISTS = {
    "a version of a preprint": f"# Ours\n\n## Routing\n\n{LINE}",
    "Windows line breaks": f"# Ours\n\nProse.\n\n{LINE}\n## End\n\nProse.\n".replace("\n", "\r\n"),
    "a byte order mark": f"\ufeff# Ours\n\n{LINE}",
    "no line break at the end": f"# Ours\n\n{LINE}".rstrip(),
    "markers": f"# Ours\n\n<!-- moebib:begin sections -->\n{LINE}<!-- moebib:end sections -->\n",
    "an example of markers": f"# Ours\n\n```\n<!-- moebib:begin sections -->\n```\n\n{LINE}",
    "nothing": "",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_what_init_writes_is_what_build_makes(tmp_path: Path, text: str) -> None:
    (tmp_path / "README.md").write_text(text, "utf-8", newline="")
    assert moebib("init", "--from", "README.md", "--yes", folder=tmp_path).code == 0
    assert moebib("build", "--check", folder=tmp_path) == (0, "", "all outputs are up to date\n")


@pytest.mark.parametrize("name", ["eugeneyan--applied-ml", "moe-inf--awesome-moe-inference"])
def test_what_init_writes_of_a_large_list_is_what_build_makes(tmp_path: Path, name: str) -> None:
    shutil.copy(shared(f"lists/{name}.md"), tmp_path / "README.md")
    assert moebib("init", "--from", "README.md", "--yes", folder=tmp_path).code == 0
    assert moebib("build", "--check", folder=tmp_path).code == 0


def test_a_readme_that_build_could_not_update_is_refused(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("<!-- moebib:begin sections -->\n", "utf-8")
    done = moebib("init", "--yes", folder=tmp_path)
    assert (done.code, "is not closed" in done.err) == (3, True)
    assert set(files_of(tmp_path)) == {"README.md"}


def test_no_existing_file_is_replaced(tmp_path: Path) -> None:
    mine = {
        "references.bib": BIB,
        "References-2.bib": "mine",
        "references.json": "{}",
        ".github/workflows/bibliography.yml": "on: push\n",
        "readme.md": "# Mine\n",
        "entries/notes.md": "mine",
    }
    for path, text in mine.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8", newline="\n")
    done = moebib("init", "--from", "references.bib", "--yes", folder=tmp_path)
    assert done.code == 0
    assert "references.bib exists and is kept; the new file is references-3.bib\n" in done.err
    files = files_of(tmp_path)
    assert files.pop("readme.md").startswith(b"# Mine\n\n<!-- moebib:begin sections -->")
    assert {path: files[path].decode() for path in files.keys() & mine.keys()} == {
        path: text for path, text in mine.items() if path != "readme.md"
    }
    assert files.keys() - mine.keys() == {
        "moebib.toml", "entries/papers/doe.toml", "references-3.bib", "references-2.json",
        ".github/workflows/bibliography-2.yml",
    }  # fmt: skip
    assert moebib("build", "--check", folder=tmp_path).code == 0
    (tmp_path / "references.bib").write_text(BIB.replace("2024", "2025"), "utf-8")
    assert moebib("build", "--check", folder=tmp_path).code == 0


@pytest.mark.parametrize("command", ["init --from old.bib --yes", "init --yes", "import old.bib"])
def test_entries_without_a_list_are_not_changed(tmp_path: Path, command: str) -> None:
    make_list(tmp_path)
    (tmp_path / "moebib.toml").unlink()
    (tmp_path / "old.bib").write_text("@book{cho2022bounds, title = {Other}, year = 2022}\n", "utf-8")
    before = files_of(tmp_path)
    done = moebib(*command.split(), folder=tmp_path)
    assert done.code == 2
    assert (
        "no moebib.toml in this directory, but entries in entries/papers\nhint: create an empty moebib.toml" in done.err
    )
    assert files_of(tmp_path) == before


def test_prose_within_the_list_is_kept(tmp_path: Path) -> None:
    text = README.replace("## Serving\n", "## Serving\n\nServing is hard.\n")
    (tmp_path / "README.md").write_text(text, encoding="utf-8")
    assert moebib("init", "--from", "README.md", "--yes", folder=tmp_path).code == 0
    assert (tmp_path / "README.md").read_text(encoding="utf-8").startswith(text)


def test_init_from_a_bib_file_imports_its_entries(tmp_path: Path) -> None:
    (tmp_path / "old.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "README.md").write_text("# Mine\n\nBy hand.\n", encoding="utf-8")
    assert moebib("init", "--from", "old.bib", "--yes", folder=tmp_path).code == 0
    assert store.read(tmp_path)["doe"].title == "Sparse Experts"
    assert (tmp_path / "README.md").read_text(encoding="utf-8").startswith("# Mine\n\nBy hand.\n\n<!-- moebib:begin")


def test_dry_run_and_diff_preview_every_file(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    done = moebib("init", "--from", "README.md", "--dry-run", "--diff", folder=tmp_path)
    assert done.code == 0
    assert "+++ b/entries/papers/sparse2024.toml" in done.out
    assert 'tag = "routing"' in done.err
    assert set(files_of(tmp_path)) == {"README.md"}


@pytest.mark.parametrize(("answer", "code", "written"), [("y\n", 0, True), ("n\n", 1, False)])
def test_init_asks_for_confirmation(tmp_path: Path, answer: str, code: int, written: bool) -> None:
    done = moebib("init", folder=tmp_path, typed=answer)
    assert done.code == code
    assert (tmp_path / "moebib.toml").exists() == written
    assert done.err.endswith("nothing was written\n") != written


def test_without_a_terminal_nothing_is_written(tmp_path: Path) -> None:
    done = moebib("init", folder=tmp_path)
    assert done.code == 2
    assert "--yes" in done.err
    assert files_of(tmp_path) == {}


def test_an_existing_list_is_not_overwritten(tmp_path: Path) -> None:
    moebib("init", "--yes", folder=tmp_path)
    done = moebib("init", "--yes", folder=tmp_path)
    assert done.code == 2
    assert "error: moebib.toml already exists\nhint: add works" in done.err


@needs_git
def test_git_gets_the_merge_driver_and_existing_attributes_are_kept(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitattributes").write_text("*.png binary", encoding="utf-8")
    moebib("init", "--yes", folder=tmp_path)
    assert moebib("init", "--git", folder=tmp_path).code == 0
    lines = (tmp_path / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["*.png binary", "entries/**/*.toml merge=moebib"]
    assert "README.md merge=moebib" in lines
    assert moebib("init", "--git", folder=tmp_path).code == 0
    assert (tmp_path / ".gitattributes").read_text(encoding="utf-8").splitlines() == lines


@needs_git
def test_the_attributes_name_the_folder_and_the_files_of_the_list(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    config = 'title = "Ours"\nentries = "data"\n\n[[outputs]]\nformat = "csl-json"\npath = "my refs.json"\n'
    (tmp_path / "moebib.toml").write_text(config, encoding="utf-8")
    assert moebib("init", "--git", folder=tmp_path).code == 0
    (tmp_path / "data/papers").mkdir(parents=True)
    for path in ("data/papers/doe2024.toml", "my refs.json", "old.bib"):
        assert git(tmp_path, "check-attr", "merge", "--", path).rstrip().endswith(": merge: moebib"), path
