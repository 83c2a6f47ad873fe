"""Outputs, files that a person names and the files of a list each have their places."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from moebib.errors import InputError
from moebib.library.config import Config
from moebib.store import ChangeSet, FileChange, write_parts
from small_list import CONFIG, files_of, make_list, moebib

no_links = pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")

OF_GIT = [
    ".git/hooks/pre-commit", ".git/config", ".git", "sub/.git/config", ".GIT/config", ".git /config", ".git./config",
    "git~1/config", ".gitattributes", "sub/.gitmodules", ".gitignore",
]  # fmt: skip
OF_THE_LIST = [
    "moebib.toml", "./moebib.toml", "sub/moebib.toml", "MOEBIB.TOML", "moebib.toml.", "entries",
    "entries/papers", "entries/papers/cho2022bounds.toml", "entries/papers/refs.bib", "Entries/Papers/new.toml",
    "entries/models/tiny-moe.toml",
]  # fmt: skip
HIDDEN = [".github/workflows/ci.yml", ".husky/pre-commit", "docs/.envrc"]


def list_with_output(folder: Path, *paths: str) -> Path:
    outputs = "".join(f"[[outputs]]\nformat = 'bibtex'\npath = '{path}'\n\n" for path in paths)
    return make_list(folder, moebib=f"{CONFIG}\n{outputs}")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A list at the top of a working tree, with a hook."""
    make_list(tmp_path)
    for name in ("hooks", "objects", "refs"):
        (tmp_path / ".git" / name).mkdir(parents=True)
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main\n", "utf-8")
    (tmp_path / ".git" / "hooks" / "pre-commit").write_text("#!/bin/sh\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("path", [*OF_GIT, *OF_THE_LIST, *HIDDEN])
def test_an_output_replaces_nothing_of_git_the_list_or_other_programs(repository: Path, path: str) -> None:
    list_with_output(repository, path)
    before = files_of(repository)
    for command, code in (("build", 3), ("check --output-format concise", 1)):
        done = moebib(*command.split(), folder=repository)
        assert done.code == code
        assert f"moebib.toml:20:1: MB004 cannot write the output {path!r}: " in done.out + done.err
    assert files_of(repository) == before
    with pytest.raises(InputError, match="cannot write the output"):
        ChangeSet.plan(repository, {}, outputs={path: "$(touch x)"})


def test_characters_that_a_file_system_ignores_hide_nothing(repository: Path) -> None:
    with pytest.raises(InputError, match="belongs to git"):
        ChangeSet.plan(repository, {}, outputs={".g\u200cit/config": "x"})


@pytest.mark.parametrize("preview", ["--check", "--diff", "--dry-run"])
def test_a_preview_is_refused_like_the_change(repository: Path, preview: str) -> None:
    done = moebib("build", preview, folder=list_with_output(repository, ".git/config"))
    assert (done.code, done.out) == (3, "")
    assert "belongs to git" in done.err


@pytest.mark.parametrize("path", ["refs.bib", "docs/refs.bib", "entries/refs.bib", "git/hooks.bib", "moebib.bib"])
def test_an_output_may_be_anywhere_else_in_the_list(repository: Path, path: str) -> None:
    list_with_output(repository, path)
    assert moebib("build", folder=repository).code == 0
    assert (repository / path).read_text("utf-8").startswith("% Written")


def test_the_readme_may_be_in_the_folder_of_github(tmp_path: Path) -> None:
    make_list(tmp_path, moebib='[readme]\npath = ".github/README.md"\n')
    assert moebib("build", folder=tmp_path).code == 0
    assert (tmp_path / ".github" / "README.md").is_file()


@pytest.mark.parametrize(
    ("first", "second"),
    [("a.bib", "a.bib"), ("a.bib", "./a.bib"), ("a.bib", "A.BIB"), ("docs/é.bib", "docs/e\u0301.bib"), ("a", "a/b"),
     ("a/b", "a"), ("README.md", "b"), ("b", "readme.md"), ("refs.json", "b")],
)  # fmt: skip
def test_an_output_has_a_place_of_its_own(tmp_path: Path, first: str, second: str) -> None:
    list_with_output(tmp_path, first, second)
    before = files_of(tmp_path)
    done = moebib("build", folder=tmp_path)
    assert done.code == 3
    assert "has this place" in done.err
    assert files_of(tmp_path) == before


def test_the_schemas_are_outputs_too(tmp_path: Path) -> None:
    list_with_output(tmp_path, "schema/record.json")
    (tmp_path / "moebib.toml").write_text(f'schema = "schema"\n\n{CONFIG}\n[[outputs]]\nformat = "bibtex"\n'
                                          'path = "schema/Record.json"\n', "utf-8")  # fmt: skip
    done = moebib("build", folder=tmp_path)
    assert done.err.startswith("moebib.toml:1:1: MB004 cannot write the output 'schema/record.json'")


@no_links
def test_an_output_stays_in_its_place_through_links(repository: Path) -> None:
    outside = repository.parent / "outside"
    outside.mkdir()
    for name, folder in (("out", outside), ("hooks", repository / ".git" / "hooks"), ("docs", repository / "entries"),
                         ("a", repository / "b")):  # fmt: skip
        (repository / name).symlink_to(folder)
    (repository / "b").mkdir()
    for path in ("out/refs.bib", "hooks/pre-commit", "docs/papers/cho2022bounds.toml"):
        list_with_output(repository, path)
        assert moebib("build", folder=repository).code == 3
    (repository / ".husky").mkdir()
    (repository / "tools").symlink_to(".husky")
    list_with_output(repository, "tools/pre-commit")
    assert "'.husky' is hidden" in moebib("build", folder=repository).err
    list_with_output(repository, "a/refs.bib", "b/refs.bib")
    assert "has this place" in moebib("build", folder=repository).err
    assert list(outside.iterdir()) == []
    assert (repository / ".git" / "hooks" / "pre-commit").read_text("utf-8") == "#!/bin/sh\n"


@no_links
def test_no_patch_shows_a_file_outside_of_the_list(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret\n", "utf-8")
    (tmp_path / "list").mkdir()
    list_with_output(tmp_path / "list", "refs.bib")
    (tmp_path / "list" / "refs.bib").symlink_to(tmp_path / "secret")
    done = moebib("build", "--diff", folder=tmp_path / "list")
    assert done.code == 3
    assert "secret" not in done.out + done.err


WRITERS = {
    "cite": ("cite", "-f", "bibtex", "-k", "cho2022bounds", "-o"),
    "convert": ("convert", "other.bib", "--to", "bibtex", "-o"),
    "export": ("export", "-f", "bibtex", "-o"),
    "rekey --map": ("rekey", "cho2022bounds", "cho2022", "--map"),
}


@pytest.mark.parametrize("verb", WRITERS)
@pytest.mark.parametrize("preview", ["", "--diff", "--dry-run"])
@pytest.mark.parametrize(
    "path", [".git/hooks/pre-commit", ".GIT/config", "moebib.toml", ".moebib-journal", "entries/papers/new.toml"]
)
def test_a_named_file_replaces_nothing_of_git_or_the_list(repository: Path, verb: str, preview: str, path: str) -> None:
    (repository / "other.bib").write_text("@book{doe, title = {$(touch x)}}\n", "utf-8")
    before = files_of(repository)
    done = moebib(*WRITERS[verb], path, *filter(None, [preview]), folder=repository)
    assert done.code == 2
    assert f"error: cannot write to {path!r}: this file belongs to " in done.err
    assert "hint: choose another file" in done.err
    assert files_of(repository) == before


@pytest.mark.parametrize("arguments", [("fmt",), ("fix",), ("check", "--fix")], ids=" ".join)
def test_a_file_of_git_is_not_edited_in_place(repository: Path, arguments: tuple[str, ...]) -> None:
    file = repository / ".git" / "refs.bib"
    file.write_text("@Book{doe,title={Sparse Experts.}}\n", "utf-8")
    done = moebib(*arguments, str(file), folder=repository)
    assert done.code == 2
    assert "this file belongs to git" in done.err
    assert file.read_text("utf-8") == "@Book{doe,title={Sparse Experts.}}\n"


def test_documents_and_schemas_are_not_written_into_git(repository: Path) -> None:
    document = repository / ".git" / "paper.tex"
    document.write_text(r"\cite{cho2022bounds}", "utf-8")
    before = files_of(repository)
    done = moebib("rekey", "--tex", str(document), "cho2022bounds", "cho2022", folder=repository)
    assert (done.code, "this file belongs to git" in done.err) == (2, True)
    assert files_of(repository) == before
    assert moebib("schema", "-o", ".git", folder=repository).code == 2
    assert files_of(repository) == before


def test_the_merge_driver_writes_nothing_into_git(repository: Path) -> None:
    (repository / "x.txt").write_text("x", "utf-8")
    done = moebib("merge-driver", "x.txt", ".git/hooks/pre-commit", "x.txt", "refs.txt", folder=repository)
    assert done.code == 2
    assert (repository / ".git" / "hooks" / "pre-commit").read_text("utf-8") == "#!/bin/sh\n"


def test_a_file_that_a_person_names_may_be_anywhere_else(repository: Path) -> None:
    for name in (".hidden", ".githooks"):
        (repository / name).mkdir()
    for path in ("refs.bib", ".hidden/refs.bib", "../refs.bib", "README.md", "entries/refs.bib", ".githooks/x"):
        assert moebib("export", "-o", path, folder=repository).code == 0, path
        assert (repository / path).is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no /dev/null")
@pytest.mark.parametrize(
    "verb", [("export",), ("cite", "-k", "cho2022bounds", "-f", "bibtex")], ids=lambda verb: verb[0]
)
def test_a_device_is_written_to_and_stays(repository: Path, verb: tuple[str, ...]) -> None:
    assert moebib(*verb, "-o", "/dev/null", folder=repository).code == 0
    assert Path("/dev/null").is_char_device()


def test_a_repository_without_a_working_tree_belongs_to_git(tmp_path: Path) -> None:
    bare = tmp_path / "project"
    for name in ("objects", "refs", "hooks", "main"):
        (bare / name).mkdir(parents=True)
    (bare / "HEAD").write_text("ref: refs/heads/main\n", "utf-8")
    with pytest.raises(InputError, match="belongs to git"):
        write_parts(bare / "hooks" / "pre-commit", ["x"])
    # A working tree may be in the folder of its repository.
    (bare / "main" / ".git").write_text("gitdir: ../worktrees/main\n", "utf-8")
    write_parts(bare / "main" / "refs.bib", ["x"])
    assert (bare / "main" / "refs.bib").read_text("utf-8") == "x"


@no_links
def test_a_named_file_is_found_behind_links(repository: Path) -> None:
    (repository / "link").symlink_to(repository / ".git" / "hooks")
    with pytest.raises(InputError, match="belongs to git"):
        ChangeSet((FileChange((repository / "link" / "pre-commit").as_posix(), None, "x"),))


@no_links
def test_links_that_lead_in_a_circle_are_refused(tmp_path: Path) -> None:
    (list_with_output(tmp_path, "circle/refs.bib") / "circle").symlink_to("circle")
    for command, code in {"build": 3, "export -o circle/refs.bib": 2}.items():
        done = moebib(*command.split(), folder=tmp_path)
        assert (done.code, "circle" in done.err) == (code, True)


def test_the_entries_of_a_list_are_protected_wherever_they_are(tmp_path: Path) -> None:
    make_list(tmp_path, moebib='entries = "bibliography/data"\n')
    target = tmp_path / "bibliography" / "data" / "papers" / "new.toml"
    with pytest.raises(InputError, match="belongs to the list"):
        write_parts(target, ["x"])
    (tmp_path / "moebib.toml").write_text("entries = [", "utf-8")
    target.parent.mkdir(parents=True)
    write_parts(target, ["x"])
    with pytest.raises(InputError, match="belongs to the list"):
        write_parts(tmp_path / "entries" / "papers" / "cho2022bounds.toml", ["x"])


def test_the_list_itself_is_not_written_into_git(repository: Path) -> None:
    before = files_of(repository)
    done = moebib("init", "--yes", folder=repository / ".git" / "hooks")
    assert (done.code, "this directory belongs to git" in done.err) == (3, True)
    assert files_of(repository) == before
    (repository / "moebib.toml").write_text('entries = ".git/entries"\n', "utf-8")
    done = moebib("add", "--manual", "10.5555/new", folder=repository)
    assert (done.code, "this directory belongs to git" in done.err) == (1, True)
    assert not (repository / ".git" / "entries").exists()


def test_a_path_that_no_system_can_hold_is_no_output() -> None:
    with pytest.raises(ValueError, match="not a relative path"):
        Config.model_validate({"outputs": [{"format": "bibtex", "path": "a\0b"}]})
