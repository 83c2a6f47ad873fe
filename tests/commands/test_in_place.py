"""A README that is kept as it is: it and the entries follow each other, and what both changed is a conflict."""

from __future__ import annotations

from pathlib import Path

import pytest

from git_folder import git, needs_git
from kept_list import (
    CONFIG,
    ENTRIES,
    README,
    commit_unbuilt,
    edit,
    edit_entry,
    entry,
    forget_the_last_build,
    make_kept_list,
    readme,
)  # fmt: skip
from moebib import store
from moebib.commands.build import Built, build
from moebib.commands.kept_files import read_list
from moebib.store.earlier import write_built
from moebib.three_way.states import listed_state
from small_list import files_of, moebib


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_kept_list(tmp_path)
    assert readme(tmp_path) == README
    return tmp_path


def said(built: Built) -> list[str]:
    assert built.readme
    return [f"{notice.where}: {notice.message}" for notice in (*built.readme.changes, *built.readme.problems)]


def test_building_again_changes_nothing(root: Path) -> None:
    before = files_of(root)
    assert not build(root).changes
    assert files_of(root) == before


def test_a_changed_entry_changes_its_part_of_all_its_lines(root: Path) -> None:
    edit_entry(
        root, "keeping2024", 'container_title = "arXiv"\ngenre = "preprint"\n', 'container_title_short = "ICML"\n'
    )
    edit_entry(root, "keeping2024", "article", "paper-conference")
    before = entry(root, "keeping2024")
    build(root)
    assert readme(root) == README.replace("arXiv 2024", "ICML 2024")
    assert entry(root, "keeping2024") == before


def test_a_line_edited_by_hand_goes_into_the_entry_and_its_other_lines(root: Path) -> None:
    edit(root, "README.md", "Bounds of Experts", "Bounds on Experts")
    edit(root, "README.md", "JIR 2022", "JMLR 2023")
    built = build(root)
    assert entry(root, "bounds2022") == (
        ENTRIES["bounds2022"].replace("Bounds of", "Bounds on").replace('"2022"', '"2023"').replace("JIR", "JMLR")
    )
    assert readme(root) == README.replace("Bounds of", "Bounds on").replace("JIR 2022", "JMLR 2023")
    assert not build(root).changes
    assert [change.path for change in built.changes] == ["entries/papers/bounds2022.toml", "refs.json"]
    edit(root, "README.md", "Keeping Experts Warm", "Keeping Experts Cold")
    build(root)
    assert readme(root).count("Keeping Experts Cold") == 2


def test_a_remark_is_no_fact(root: Path) -> None:
    edit(root, "README.md", "JIR 2022", "JIR 2022 ⭐⭐")
    assert not build(root).changes


def test_both_sides_may_change_different_parts_of_a_work(root: Path) -> None:
    edit(root, "README.md", "JIR 2022", "JIR 2021")
    edit_entry(root, "bounds2022", "Bounds of", "Bounds on")
    build(root)
    assert 'issued = "2021"' in entry(root, "bounds2022")
    assert readme(root) == README.replace("JIR 2022", "JIR 2021").replace("Bounds of", "Bounds on")


def test_if_both_sides_changed_a_part_nothing_is_written_until_a_person_decides(root: Path) -> None:
    edit(root, "README.md", "JIR 2022", "JIR 2021")
    edit_entry(root, "bounds2022", '"2022"', '"2023"')
    edit_entry(root, "sorting2021", "Sorting", "Ordering")
    before = files_of(root)
    built = build(root)
    assert said(built)[-1] == (
        "README.md:13: bounds2022: date '2021' here, '2023' in the entry, and both changed since the last build"
    )
    assert files_of(root) == before
    edit(root, "README.md", "JIR 2021", "JIR 2023")
    build(root)
    assert readme(root) == README.replace("JIR 2022", "JIR 2023").replace("Sorting", "Ordering")


@pytest.mark.parametrize(("side", "year"), [("readme", "2021"), ("entries", "2023")])
def test_one_side_can_be_right(root: Path, side: str, year: str) -> None:
    edit(root, "README.md", "JIR 2022", "JIR 2021")
    edit_entry(root, "bounds2022", '"2022"', '"2023"')
    build(root, side=side)  # type: ignore[arg-type]
    assert f"JIR {year}" in readme(root)
    assert f'issued = "{year}"' in entry(root, "bounds2022")


def test_a_new_entry_gets_a_line_and_a_new_line_an_entry(root: Path) -> None:
    (root / "entries/papers/new2025.toml").write_text(
        'type = "article-journal"\ntitle = "New Experts"\nissued = "2025"\ncontainer_title_short = "JIR"\n'
        'url = "https://papers.example/new"\ntags = ["routing"]\n'
    )
    line = "- [Newest Experts](https://papers.example/newest), ICLR 2025\n"
    edit(root, "README.md", "## Caching\n\n", f"## Caching\n\n{line}")
    build(root)
    added = "- [New Experts](https://papers.example/new), JIR 2025\n"
    assert readme(root).replace(added, "") == README.replace("## Caching\n\n", f"## Caching\n\n{line}")
    assert 'tags = ["caching"]' in entry(root, "newest2025")
    assert not build(root).changes


def test_a_line_moved_by_hand_moves_the_work(root: Path) -> None:
    line = "- [Bounds of Experts](https://papers.example/bounds), JIR 2022\n"
    edit(root, "README.md", line, "")
    edit(root, "README.md", "## Routing\n\n", f"## Routing\n\n{line}")
    moved = readme(root)
    build(root)
    assert readme(root) == moved
    assert 'tags = ["routing"]' in entry(root, "bounds2022")


def test_a_line_removed_by_hand_loses_its_section_if_there_is_another_one(root: Path) -> None:
    edit(root, "README.md", "- [Keeping Experts Warm](https://arxiv.org/abs/2402.99992), arXiv 2024\n", "")
    shorter = readme(root)
    build(root)
    assert readme(root) == shorter
    assert 'tags = ["routing"]' in entry(root, "keeping2024")


def test_the_last_line_of_a_work_removed_by_hand_removes_no_entry(root: Path) -> None:
    edit(root, "README.md", "- [Ice for Experts](https://papers.example/ice), JIR 2023\n", "")
    before = files_of(root)
    built = build(root)
    assert said(built) == ["README.md: 'ice2023' is no longer listed, but is in the entries"]
    assert built.readme
    assert built.readme.problems[0].hint.startswith("`moebib rm ice2023` removes the work")
    assert files_of(root) == before
    build(root, side="entries")
    assert "Ice for Experts" in readme(root)


def test_a_removed_entry_removes_its_lines_unless_they_were_edited(root: Path) -> None:
    (root / "entries/papers/ice2023.toml").unlink()
    build(root)
    assert readme(root) == README.replace("- [Ice for Experts](https://papers.example/ice), JIR 2023\n", "")
    (root / "entries/papers/bounds2022.toml").unlink()
    edit(root, "README.md", "JIR 2022", "JIR 2021")
    before = files_of(root)
    assert said(build(root))[-1] == "README.md:13: bounds2022: the entry was removed, but the line changed"
    assert files_of(root) == before


def test_a_renamed_key_changes_no_line(root: Path) -> None:
    (root / "entries/papers/ice2023.toml").rename(root / "entries/papers/cold2023.toml")
    edit_entry(root, "cold2023", "type =", 'ids = ["ice2023"]\ntype =')
    build(root)
    assert readme(root) == README


def test_a_new_heading_is_a_new_section(root: Path) -> None:
    edit(root, "README.md", "- [Ice for", "## Cold\n\n- [Ice for")
    changed = readme(root)
    build(root)
    assert readme(root) == changed
    assert 'tag = "cold"\nheading = "Cold"' in (root / "moebib.toml").read_text("utf-8")
    assert 'tags = ["cold"]' in entry(root, "ice2023")


@needs_git
@pytest.mark.parametrize("is_committed", [False, True])
def test_without_the_cache_the_last_commits_are_the_base(root: Path, is_committed: bool) -> None:
    """As on another machine: a line was edited on the web, and an entry was updated, but nothing was built."""
    commit_unbuilt(root)
    edit(root, "README.md", "JIR 2022", "JIR 2021")
    edit_entry(root, "sorting2021", "Sorting", "Ordering")
    if is_committed:
        commit_unbuilt(root)
    build(root)
    assert readme(root) == README.replace("JIR 2022", "JIR 2021").replace("Sorting", "Ordering")
    assert 'issued = "2021"' in entry(root, "bounds2022")


@needs_git
def test_a_readme_that_was_checked_out_again_is_written_again(root: Path) -> None:
    commit_unbuilt(root)
    edit_entry(root, "bounds2022", '"2022"', '"2023"')
    build(root)
    assert "JIR 2023" in readme(root)
    git(root, "checkout", "README.md")
    build(root)
    assert readme(root) == README.replace("JIR 2022", "JIR 2023")


@needs_git
def test_after_a_build_a_line_is_edited_without_a_commit_between(root: Path) -> None:
    commit_unbuilt(root)
    edit_entry(root, "bounds2022", '"2022"', '"2023"')
    build(root)
    edit(root, "README.md", "JIR 2023\n- [Ice", "JIR 2020\n- [Ice")
    build(root)
    assert 'issued = "2020"' in entry(root, "bounds2022")


@needs_git
def test_a_line_that_is_edited_again_after_both_sides_were_checked_out_is_not_overwritten(root: Path) -> None:
    commit_unbuilt(root)
    for _ in range(2):
        git(root, "checkout", ".")
        edit(root, "README.md", "JIR 2022", "JIR 2021")
        edited = readme(root)
        built = build(root)
    assert readme(root) == edited
    assert 'issued = "2022"' in entry(root, "bounds2022")
    assert any("date '2021' here, '2022' in the entry" in line for line in said(built))


def test_without_any_earlier_state_nothing_is_decided(root: Path) -> None:
    forget_the_last_build(root)
    edit(root, "README.md", "JIR 2022", "JIR 2021")
    before = files_of(root)
    assert said(build(root)) == [
        "README.md:13: bounds2022: date '2021' here, '2022' in the entry, and which of the two changed is not known"
    ]
    assert files_of(root) == before


def test_a_heading_changed_by_hand_is_the_heading_of_its_section(root: Path) -> None:
    edit(root, "README.md", "## Caching", "## Caching & Prefetching")
    changed = readme(root)
    build(root)
    assert readme(root) == changed
    assert (root / "moebib.toml").read_text("utf-8") == CONFIG.replace('"Caching"', '"Caching & Prefetching"')
    assert entry(root, "ice2023") == ENTRIES["ice2023"]


def test_a_heading_changed_in_the_configuration_changes_that_of_the_readme(root: Path) -> None:
    edit(root, "README.md", "Read them all.", "- [Routing](#routing)\n- [Caching](#caching)")
    build(root)
    before = readme(root)
    edit(root, "moebib.toml", '"caching"\nheading = "Caching"', '"warm"\nheading = "Keeping *warm*"')
    for key in ("keeping2024", "bounds2022", "ice2023"):
        edit_entry(root, key, '"caching"', '"warm"')
    edit_entry(root, "ice2023", "Ice for", "Ice with")
    build(root)
    assert readme(root) == (
        before.replace("## Caching", r"## Keeping \*warm\*")
        .replace("[Caching](#caching)", r"[Keeping \*warm\*](#keeping-warm)")
        .replace("Ice for", "Ice with")
    )


LATER = "- [Ice for Experts](https://papers.example/ice), JIR 2020 (the preprint)\n"


@needs_git
@pytest.mark.parametrize("has_git", [False, True])
def test_two_lines_of_a_work_may_differ_as_long_as_nothing_changes(root: Path, has_git: bool) -> None:
    edit(root, "README.md", "## Caching\n\n", f"## Caching\n\n{LATER}")
    forget_the_last_build(root)
    build(root, side="entries")
    edit(root, "README.md", "JIR 2023 (the preprint)", "JIR 2020 (the preprint)")
    write_built(root, listed_state(read_list(readme(root), store.read_config(root)), store.read(root)))
    if has_git:
        commit_unbuilt(root)
        edit(root, "README.md", "Read them all.", "Read them.")
        commit_unbuilt(root)
    before = files_of(root)
    assert not build(root).changes
    assert files_of(root) == before
    edit(root, "README.md", "JIR 2022", "JIR 2021")
    build(root)
    assert LATER in readme(root)
    assert 'issued = "2021"' in entry(root, "bounds2022")
    edit_entry(root, "ice2023", '"2023"', '"2024"')
    build(root)
    assert readme(root).count("JIR 2024") == 2


def test_a_list_in_several_files_is_one_list(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(
        "# Experts\n\n- [Routing](papers/routing.md)\n\n## Caching\n\n"
        "- [Ice for Experts](https://papers.example/ice), ICML 2023\n"
        "- [Snow for Experts](https://papers.example/snow), ICML 2022",
        "utf-8",
    )
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/routing.md").write_text(
        "# Routing\n\nRead them.\n\n- [Sorting Experts](https://papers.example/sorting), ICLR 2021\n"
        "- [Asking Experts](https://papers.example/asking), ICLR 2020\n\nThe end.\n",
        "utf-8",
    )
    before = files_of(tmp_path)
    assert moebib("init", "--from", "README.md", "--yes", folder=tmp_path).code == 0
    assert not build(tmp_path).changes
    after = files_of(tmp_path)
    assert {path: after[path] for path in before} == before
    edit(tmp_path, "papers/routing.md", "Sorting Experts", "Ordering Experts")
    edit_entry(tmp_path, "asking2020", "Asking", "Choosing")
    edit_entry(tmp_path, "snow2022", '"2022"', '"2021"')
    (tmp_path / "entries/papers/new.toml").write_text(
        'type = "document"\ntitle = "New Experts"\nissued = "2024"\ncontainer_title_short = "ICLR"\n'
        'url = "https://papers.example/new"\ntags = ["routing"]\n'
    )
    built = build(tmp_path)
    assert said(built) == [
        "papers/routing.md:5: sorting2021: in the entry, title 'Sorting Experts' to 'Ordering Experts'",
        "README.md:8: snow2022: date: '2022' to '2021'",
        "papers/routing.md:5: added 'new'",
        "papers/routing.md:7: asking2020: title: 'Asking Experts' to 'Choosing Experts'",
    ]
    assert readme(tmp_path) == before["README.md"].decode().replace("ICML 2022", "ICML 2021")
    new = "- [New Experts](https://papers.example/new), ICLR 2024\n"
    assert (tmp_path / "papers/routing.md").read_text("utf-8") == (
        before["papers/routing.md"].decode().replace("Sorting", "Ordering").replace("Asking", "Choosing")
        .replace("- [Ordering", f"{new}- [Ordering")
    )  # fmt: skip
    assert 'title = "Ordering Experts"' in entry(tmp_path, "sorting2021")
    assert not build(tmp_path).changes


def test_of_two_works_with_one_link_each_keeps_its_line_when_its_title_changes(root: Path) -> None:
    line = "- [Ice for Experts, the Talk](https://arxiv.org/abs/2402.99992), JIR 2024\n"
    edit(root, "README.md", "- [Ice for", f"{line}- [Ice for")
    (root / "entries/papers/talk2024.toml").write_text(
        'type = "speech"\ntitle = "Ice for Experts, the Talk"\nissued = "2024"\ncontainer_title_short = "JIR"\n'
        'url = "https://arxiv.org/abs/2402.99992"\ntags = ["caching"]\n',
        "utf-8",
    )
    build(root)
    assert line in readme(root)
    edit_entry(root, "talk2024", "the Talk", "a Talk")
    build(root)
    assert line.replace("the Talk", "a Talk") in readme(root)
    assert len(store.read(root)) == 5


def test_a_line_whose_title_and_link_were_corrected_is_the_same_work(root: Path) -> None:
    edit(root, "README.md", "[Ice for Experts](https://papers.example/ice)", "[Ice of Experts](https://ice.example/)")
    built = build(root)
    assert [change.path for change in built.changes] == ["entries/papers/ice2023.toml", "refs.json"]
    assert entry(root, "ice2023") == (
        ENTRIES["ice2023"].replace("Ice for", "Ice of").replace("https://papers.example/ice", "https://ice.example/")
    )
