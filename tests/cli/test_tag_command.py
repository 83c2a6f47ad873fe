"""`tag`: works are put into sections and taken out, and nothing else in their files changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_list import files_of, make_list, moebib

KEPT = """\
# Seen twice.
type = "book"  # a book
title = "Sparse Experts"
tags = [  # where it is
  "routing",  # first
]
keyword = ["Prefetch"]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_list(tmp_path, cho2022bounds=KEPT)


def text_of(root: Path, key: str) -> str:
    return (root / f"entries/papers/{key}.toml").read_text("utf-8")


def test_tags_are_added_and_removed_and_every_comment_stays(root: Path) -> None:
    done = moebib("tag", "cho2022bounds", "--add", "system/caching", folder=root)
    assert done == (
        0,
        "",
        "cho2022bounds: +system/caching\n1 work changed\nhint: the outputs may be out of date; run `moebib build`\n",
    )
    assert text_of(root, "cho2022bounds") == KEPT.replace(
        '  "routing",  # first\n', '  "routing",  # first\n  "system/caching",\n'
    )
    assert moebib("tag", "cho2022bounds", "--remove", "caching", folder=root).code == 0
    assert text_of(root, "cho2022bounds") == KEPT


def test_the_last_tag_can_be_removed(root: Path) -> None:
    assert moebib("tag", "arden2021sorting", "-r", "routing", folder=root).code == 0
    assert "tags" not in text_of(root, "arden2021sorting")
    assert moebib("build", folder=root).code == 0
    assert "## Others\n\n[WIS'21.7] [Sorting Experts" in (root / "README.md").read_text("utf-8")


def test_many_works_are_tagged_together_by_key_identifier_or_former_key(root: Path) -> None:
    done = moebib(
        "tag", "ARDEN2021sorting", "2402.99992", "cho2022bounds", "-a", "caching", "-r", "routing", folder=root
    )
    assert done.err.startswith(
        "arden2021sorting: +system/caching -routing\n"
        "cho2022bounds: +system/caching -routing\n"
        "brook2024keeping: -routing\n"
        "3 works changed\n"
    )
    assert all('"routing"' not in text_of(root, key) for key in ("arden2021sorting", "brook2024keeping"))


def test_what_list_prints_into_a_pipe_is_read_from_stdin(root: Path) -> None:
    listed = moebib("list", "-t", "caching", folder=root).out
    assert moebib("tag", "-", "-a", "routing", folder=root, stdin=listed).err == (
        "brook2024keeping: nothing to change\n0 works changed\n"
    )


def test_many_works_with_the_same_changes_share_a_line(root: Path) -> None:
    for number in range(20):
        (root / f"entries/papers/new{number}.toml").write_text('type = "book"\n', "utf-8")
    listed = moebib("list", folder=root).out
    done = moebib("tag", "-", "-a", "routing", folder=root, stdin=listed)
    assert done.err.startswith(
        "arden2021sorting: nothing to change\nbrook2024keeping: nothing to change\n"
        "cho2022bounds: nothing to change\n20 works: +routing\n20 works changed\n"
    )


def test_nothing_changes_if_one_of_the_works_or_tags_is_unknown(root: Path) -> None:
    before = files_of(root)
    done = moebib("tag", "cho2022bounds", "brook2024keepin", "xyz", "-a", "caching", folder=root)
    assert (done.code, done.err) == (
        2, "error: no entry 'brook2024keepin'; did you mean 'brook2024keeping'?\nno entry 'xyz'\n"
    )  # fmt: skip
    done = moebib("tag", "cho2022bounds", "-a", "cachin", folder=root)
    assert (done.code, done.err) == (2, "error: unknown tag 'cachin'; did you mean 'system/caching'?\n")
    done = moebib("tag", "cho2022bounds", "-r", "rooting", folder=root)
    assert (done.code, done.err) == (2, "error: unknown tag 'rooting'; did you mean 'routing'?\n")
    done = moebib("tag", "tiny-moe", "-a", "routing", folder=root)
    assert (done.code, done.err) == (2, "error: 'tiny-moe' is a model, and only works are in sections\n")
    done = moebib("tag", "cho2022bounds", "-a", "routing", "-r", "routing", folder=root)
    assert (done.code, done.err) == (2, "error: the tag 'routing' is to be added and removed\n")
    done = moebib("tag", "cho2022bounds", folder=root)
    assert (done.code, "no tags given; pass --add TAG or --remove TAG" in done.err) == (2, True)
    assert files_of(root) == before


def test_a_tag_that_no_section_has_can_be_removed(root: Path) -> None:
    entry = root / "entries/papers/cho2022bounds.toml"
    entry.write_text(KEPT.replace("# first", '# first\n  "gone/for-good",'), "utf-8")
    assert "MB009" in moebib("check", folder=root).out
    assert moebib("tag", "cho2022bounds", "--remove", "gone/for-good", folder=root).code == 0
    assert text_of(root, "cho2022bounds") == KEPT


def test_in_a_list_without_sections_any_tag_can_be_added(root: Path) -> None:
    (root / "moebib.toml").write_text("format = 2\n", "utf-8")
    assert moebib("tag", "cho2022bounds", "-a", "to-read", folder=root).code == 0
    assert moebib("tag", "cho2022bounds", "-a", "To Read", folder=root).code == 2
    assert moebib("tags", folder=root).out == "routing\t3\t\nsystem/caching\t1\t\nto-read\t1\t\n"


def test_an_identifier_of_two_works_changes_neither(root: Path) -> None:
    for key in ("chapter2024a", "chapter2024b"):
        (root / f"entries/papers/{key}.toml").write_text(
            f'type = "chapter"\ntitle = "{key}"\nidentifiers = ["isbn:9780131103627"]\n', "utf-8"
        )
    done = moebib("tag", "isbn:9780131103627", "-a", "routing", folder=root)
    assert (done.code, done.err) == (
        2,
        "error: 2 works have the identifier 'isbn:9780131103627'\n"
        "hint: choose one by its key: chapter2024a, chapter2024b\n",
    )
