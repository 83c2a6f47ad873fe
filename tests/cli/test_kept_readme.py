"""What the command line says and does about a README that is kept as it is."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from git_folder import git, needs_git
from kept_list import (
    CONFIG,
    README,
    edit,
    edit_entry,
    entry,
    forget_the_last_build,
    make_kept_list,
    readme,
)  # fmt: skip
from kills import Killed, killed_at
from moebib import store
from small_list import files_of, moebib


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_kept_list(tmp_path)


def change_both_sides(root: Path) -> None:
    """Change one work in the README, and another one in its entry."""
    edit(root, "README.md", "JIR 2022", "JIR 2021")
    edit_entry(root, "sorting2021", "Sorting", "Ordering")


def test_build_names_every_place_that_changes(root: Path) -> None:
    change_both_sides(root)
    done = moebib("build", folder=root)
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines() == [
        "README.md:13: bounds2022: in the entry, date '2022' to '2021'",
        "README.md:7: sorting2021: title: 'Sorting Experts by Temperature' to 'Ordering Experts by Temperature'",
        "wrote entries/papers/bounds2022.toml (+1 -1 lines)",
        "wrote README.md (+1 -1 lines)",
        "wrote refs.json (+2 -2 lines)",
    ]
    assert moebib("build", folder=root).err == "all outputs are up to date\n"


def test_check_shows_both_sides_and_writes_nothing(root: Path) -> None:
    change_both_sides(root)
    before = files_of(root)
    done = moebib("build", "--check", folder=root)
    assert done.code == 1
    assert '\n-issued = "2022"\n+issued = "2021"\n' in done.out
    assert "\n+- [Ordering Experts" in done.out
    assert done.err.endswith("3 files out of date\nhint: run `moebib build`\n")
    assert files_of(root) == before
    assert moebib("build", "--dry-run", folder=root).code == 0
    assert files_of(root) == before


def test_a_conflict_is_shown_with_both_values_and_exits_with_1(root: Path) -> None:
    edit(root, "README.md", "JIR 2022", "JIR 2021")
    edit_entry(root, "bounds2022", '"2022"', '"2023"')
    before = files_of(root)
    for options in ((), ("--check",), ("--diff",)):
        done = moebib("build", *options, folder=root)
        assert (done.code, done.out) == (1, "")
        assert done.err.splitlines() == [
            "README.md:13: bounds2022: date '2021' here, '2023' in the entry, and both changed since the last build",
            "  hint: make them equal, or take the values of all lines with `moebib import README.md`, "
            "or of all entries with `moebib build --from-entries`",
            "error: 1 difference between README.md and the entries to decide; nothing is written",
        ]
        assert files_of(root) == before
    assert moebib("import", "README.md", folder=root).code == 0
    assert 'issued = "2021"' in entry(root, "bounds2022")


def test_the_entries_can_be_right(root: Path) -> None:
    edit(root, "README.md", "- [Ice for Experts](https://papers.example/ice), JIR 2023\n", "")
    edit(root, "README.md", "JIR 2022", "JIR 2021")
    assert moebib("build", folder=root).code == 1
    assert moebib("build", "--from-entries", folder=root).code == 0
    assert sorted(readme(root).splitlines()) == sorted(README.splitlines())


def test_the_other_files_are_imported_as_ever(root: Path) -> None:
    (root / "more.md").write_text("- [Ice for Experts](https://papers.example/ice), JIR 1999\n", "utf-8")
    done = moebib("import", "more.md", folder=root)
    assert done.code == 0
    assert "0 works and 0 models added" in done.err
    assert 'issued = "2023"' in entry(root, "ice2023")


def test_restyle_writes_all_works_alike_where_they_are_and_keeps_the_rest(root: Path) -> None:
    before = files_of(root)
    done = moebib("build", "--restyle", "awesome", "--diff", folder=root)
    assert (done.code, files_of(root)) == (1, before)
    assert moebib("build", "--restyle", "awesome", folder=root).code == 0
    assert readme(root) == (
        "# Invented works\n\nRead them all.\n\n## Routing\n\n"
        "- [Sorting Experts by Temperature](https://papers.example/sorting) - In WIS, July 2021."
        " [Code](https://code.example/sorting).\n"
        "- [Keeping Experts Warm](https://arxiv.org/abs/2402.99992) - In arXiv, February 2024.\n\n## Caching\n\n"
        '- Keeping Experts Warm - See "Routing".\n'
        "- [Bounds of Experts](https://papers.example/bounds) - In JIR, 2022.\n"
        "- [Ice for Experts](https://papers.example/ice) - In JIR, 2023.\n\nSend a pull request.\n"
    )
    assert moebib("build", "--check", folder=root).code == 0
    assert (root / "moebib.toml").read_text("utf-8") == CONFIG


@pytest.mark.parametrize("style", ["seed", "table", "list.md.j2"])
def test_a_list_can_be_written_in_every_style_and_is_kept_in_it(root: Path, style: str) -> None:
    (root / "list.md.j2").write_text(
        "{% for work in works %}\n1. **{{ work.title }}** ({{ work.venue }}, {{ work.year }})"
        " [[paper]({{ work.url }})]\n{% endfor %}\n",
        "utf-8",
    )
    before = store.read(root).records
    assert moebib("build", "--restyle", style, folder=root).code == 0
    assert "# Invented works\n\nRead them all.\n\n## Routing\n" in readme(root)
    assert readme(root).endswith("\n\nSend a pull request.\n")
    assert moebib("build", "--check", folder=root).code == 0
    assert store.read(root).records == before


def test_whenever_moebib_is_killed_the_next_build_loses_neither_side(root: Path, tmp_path: Path) -> None:
    change_both_sides(root)
    number = 0
    while True:
        folder = make_kept_list(tmp_path / f"killed-{number}")
        change_both_sides(folder)
        with killed_at(number, folder) as calls:
            try:
                moebib("build", folder=folder)
            except Killed:
                pass
            else:
                break
        assert moebib("build", folder=folder).code == 0
        assert readme(folder) == README.replace("JIR 2022", "JIR 2021").replace("Sorting", "Ordering")
        assert 'issued = "2021"' in entry(folder, "bounds2022")
        assert 'title = "Ordering' in entry(folder, "sorting2021")
        assert moebib("build", "--check", folder=folder).code == 0
        number += 1
    assert len(calls) > 10


def test_a_work_added_to_the_bundled_list_changes_one_place_of_its_readme_and_the_counts(tmp_path: Path) -> None:
    project = Path(__file__).parents[2]
    for name in ("README.md", "moebib.toml", "moebib.bib", "moebib.json"):
        shutil.copy(project / name, tmp_path / name)
    for name in ("entries", "schema"):
        shutil.copytree(project / name, tmp_path / name)
    before = readme(tmp_path).splitlines()
    (tmp_path / "entries/papers/berg2026warm.toml").write_text(
        'type = "article"\ngenre = "preprint"\ntitle = "Warm Experts on One GPU"\nauthor = ["Berg, Jan"]\n'
        'issued = "2026-03-14"\ncontainer_title = "arXiv"\nidentifiers = ["arxiv:2603.91234"]\n'
        'tags = ["system/offloading"]\n',
        "utf-8",
    )
    assert moebib("build", folder=tmp_path).code == 0
    after = readme(tmp_path).splitlines()
    number = next(number for number, line in enumerate(after) if "Warm Experts on One GPU" in line)
    assert after[number].startswith("[arXiv'26.3] [Warm Experts on One GPU](https://arxiv.org/abs/2603.91234)")
    del after[number : number + 2]
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [new.split("]")[0] for _, new in changed] == ["- [System-level optimization", "  - [Expert offloading"]


def test_a_byte_order_mark_and_windows_line_breaks_stay(root: Path) -> None:
    written = b"\xef\xbb\xbf" + README.replace("\n", "\r\n").encode()
    (root / "README.md").write_bytes(written)
    assert moebib("build", folder=root).err == "all outputs are up to date\n"
    edit_entry(root, "bounds2022", '"2022"', '"2023"')
    assert moebib("build", folder=root).code == 0
    assert (root / "README.md").read_bytes() == written.replace(b"JIR 2022", b"JIR 2023")


@pytest.fixture
def repository(root: Path) -> Path:
    """The list in git, with the merge driver, as two people have it who built it."""
    merged = "".join(f"{files} merge=moebib\n" for files in ("entries/**/*.toml", "README.md", "refs.json"))
    (root / ".gitattributes").write_text(merged)
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "merge.moebib.driver", f'"{sys.executable}" -m moebib merge-driver %O %A %B %P')
    git(root, "config", "core.autocrlf", "false")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "a list")
    return root


def add_work(root: Path, key: str, title: str) -> None:
    """Add an entry, build, and commit."""
    (root / f"entries/papers/{key}.toml").write_text(
        f'type = "article-journal"\ntitle = "{title}"\nissued = "2024"\ncontainer_title_short = "JIR"\n'
        f'url = "https://papers.example/{key}"\ntags = ["caching"]\n',
        "utf-8",
    )
    assert moebib("build", folder=root).code == 0
    git(root, "add", "-A")
    git(root, "commit", "-qm", title)


def merge(root: Path) -> int:
    done = subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", "merge", "-q", "--no-edit", "theirs"],
        cwd=root, check=False, capture_output=True,
    )  # fmt: skip
    return done.returncode


@needs_git
def test_two_branches_that_each_add_a_work_are_merged_and_the_next_build_agrees(repository: Path) -> None:
    git(repository, "switch", "-qc", "theirs")
    add_work(repository, "theirs", "Experts of Theirs")
    git(repository, "switch", "-q", "main")
    add_work(repository, "ours", "Experts of Ours")
    assert merge(repository) == 0
    assert "Experts of Ours" in readme(repository)
    assert "Experts of Theirs" in readme(repository)
    merged = readme(repository)
    assert moebib("build", folder=repository).code == 0
    assert readme(repository) == merged
    assert moebib("build", "--check", folder=repository).code == 0


@needs_git
def test_a_line_edited_on_the_web_and_an_entry_updated_on_a_branch_are_both_followed(repository: Path) -> None:
    git(repository, "switch", "-qc", "theirs")
    edit(repository, "README.md", "JIR 2022", "JIR 2021")
    git(repository, "commit", "-qam", "edited on the web")
    git(repository, "switch", "-q", "main")
    edit_entry(repository, "bounds2022", "Bounds of", "Bounds on")
    git(repository, "commit", "-qam", "updated, and not built")
    assert merge(repository) == 0
    forget_the_last_build(repository)
    assert moebib("build", "--check", folder=repository).code == 1
    assert moebib("build", folder=repository).code == 0
    assert readme(repository) == README.replace("JIR 2022", "JIR 2021").replace("Bounds of", "Bounds on")
    assert 'issued = "2021"' in entry(repository, "bounds2022")


@needs_git
def test_a_line_and_an_entry_changed_differently_on_two_branches_are_a_conflict_of_the_build(repository: Path) -> None:
    git(repository, "switch", "-qc", "theirs")
    edit(repository, "README.md", "JIR 2022", "JIR 2021")
    git(repository, "commit", "-qam", "edited on the web")
    git(repository, "switch", "-q", "main")
    edit_entry(repository, "bounds2022", '"2022"', '"2023"')
    git(repository, "commit", "-qam", "updated, and not built")
    assert merge(repository) == 0
    before = files_of(repository)
    done = moebib("build", folder=repository)
    assert done.code == 1
    assert "README.md:13: bounds2022: date '2021' here, '2023' in the entry, and both changed" in done.err
    assert files_of(repository) == before


TABLE = """
## Models

| Model | Params | Experts | Released |
|---|---|---|---|
| [Hydra](https://models.example/hydra) <br /> [[Tech Report](https://papers.example/ice)] | 8B | 2/8 | 2023.7 |
| [Medusa](https://models.example/medusa) | 1.5T | UNK | 2024.1 |
"""


def test_a_table_of_models_and_its_entries_follow_each_other(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(README + TABLE, "utf-8")
    assert moebib("init", "--from", "README.md", "--yes", folder=tmp_path).code == 0
    hydra, medusa = (tmp_path / f"entries/models/{key}.toml" for key in ("hydra", "medusa"))
    assert 'papers = ["ice' in hydra.read_text("utf-8")
    edit(tmp_path, "README.md", "| 8B | 2/8 |", "| 9B | 2/8 |")
    edit(tmp_path, "entries/models/medusa.toml", "1500", "1600")
    done = moebib("build", folder=tmp_path)
    assert done.code == 0
    assert "hydra: in the entry, params_b '8' to '9'" in done.err
    assert "params_b = 9" in hydra.read_text("utf-8")
    assert readme(tmp_path) == README + TABLE.replace("8B", "9B").replace("1.5T", "1.6T")
    edit(tmp_path, "README.md", "9B", "10B")
    edit(tmp_path, "entries/models/hydra.toml", "params_b = 9", "params_b = 11")
    before = files_of(tmp_path)
    assert moebib("build", folder=tmp_path).code == 1
    assert files_of(tmp_path) == before
    assert moebib("build", "--from-entries", folder=tmp_path).code == 0
    assert "| 11B |" in readme(tmp_path)
    medusa.unlink()
    assert moebib("build", folder=tmp_path).code == 0
    assert "Medusa" not in readme(tmp_path)
    assert moebib("build", "--check", folder=tmp_path).code == 0


def test_many_problems_of_one_kind_are_counted(tmp_path: Path) -> None:
    lines = "".join(f"- [Work {n:02} on Experts](https://papers.example/{n}), ICML 2020\n" for n in range(10, 40))
    (tmp_path / "README.md").write_text(f"# Works\n\n{lines}", "utf-8")
    assert moebib("init", "--from", "README.md", "--yes", folder=tmp_path).code == 0
    (tmp_path / "README.md").write_text(f"# Works\n\n{lines.replace('2020', '2021')}", "utf-8")
    forget_the_last_build(tmp_path)
    done = moebib("build", folder=tmp_path)
    assert done.code == 1
    assert done.err.count("which of the two changed is not known") == 20
    assert "\n... and 10 more like these\n  hint: " in done.err
