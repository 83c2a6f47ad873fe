"""`tags --rename`: a section and all sections below it get new tags, in moebib.toml and in every work."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_list import CONFIG, README, files_of, make_list, moebib

BUILD = "hint: the outputs may be out of date; run `moebib build`\n"
SECTIONS = CONFIG.replace(
    '[[sections]]\ntag = "system/caching"\n',
    '[[sections]]  # all of them\ntag = "system"  # short\nheading = "System"\n\n'
    '[[sections]]\ntag = "system/caching"\nwords = []\n',
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_list(tmp_path, moebib=SECTIONS)


def test_a_parent_renames_its_children_and_comments_stay(root: Path) -> None:
    done = moebib("tags", "--rename", "system", "memory-systems", folder=root)
    assert done == (
        0,
        "",
        "system renamed to memory-systems\n"
        "system/caching renamed to memory-systems/caching\n"
        "heading 'System' changed to 'Memory systems'\n"
        f"2 works changed\n{BUILD}",
    )
    assert (root / "moebib.toml").read_text("utf-8") == SECTIONS.replace('"system', '"memory-systems').replace(
        '"System"', '"Memory systems"'
    )
    brook = (root / "entries/papers/brook2024keeping.toml").read_text("utf-8")
    assert 'tags = ["routing", "memory-systems/caching"]\n' in brook
    assert moebib("tags", folder=root).out == (
        "routing\t2\tRouting\nmemory-systems\t2\tMemory systems\nmemory-systems/caching\t2\tCaching\n"
    )


def test_the_readme_follows_with_the_next_build(root: Path) -> None:
    assert moebib("build", folder=root).code == 0
    before = (root / "README.md").read_text("utf-8")
    moebib("tags", "--rename", "system/caching", "system/warmth", folder=root)
    assert moebib("build", folder=root).code == 0
    assert (root / "README.md").read_text("utf-8") == before.replace("### Caching", "### Warmth")
    moebib("tags", "--rename", "system/warmth", "system/warmth", "--heading", "Kept *warm*", folder=root)
    assert moebib("build", folder=root).code == 0
    assert (root / "README.md").read_text("utf-8") == before.replace("### Caching", "### Kept \\*warm\\*")
    assert moebib("build", "--check", folder=root).code == 0
    assert README.partition("\n<!--")[0] in before


IN_PLACE = """\
# Works

- [Routing](#routing) (2)
- [System](#system)
  - <a href='#caching-'>Caching \u2728</a>, see also [what we cache](#caching-)

## Caching

Not that one.\r
\r
## System\r
\r
### Caching \u2728

[ISYS'24] [Sparse Experts](https://example.org/sparse) \u2b50
"""


def kept(root: Path, readme: str) -> str:
    """A list with this README, which is kept as it is."""
    (root / "README.md").write_text(readme, "utf-8", newline="")
    config = SECTIONS.replace('style = "seed"', 'style = "as it is"').replace('"Caching"', '"Caching \u2728"')
    (root / "moebib.toml").write_text(config, "utf-8", newline="")
    return config


def test_in_a_readme_that_is_kept_as_it_is_the_heading_and_the_links_to_it_follow(root: Path) -> None:
    config = kept(root, IN_PLACE)
    done = moebib("tags", "--rename", "system/caching", "system/warm-caches", folder=root)
    assert (done.code, "hint: change" in done.err) == (0, False)
    assert (root / "README.md").read_bytes().decode() == (
        IN_PLACE.replace("### Caching", "### Warm caches")
        .replace(">Caching", ">Warm caches")
        .replace("#caching-", "#warm-caches-")
    )
    assert (root / "moebib.toml").read_text("utf-8") == config.replace(
        '"system/caching"', '"system/warm-caches"'
    ).replace('"Caching', '"Warm caches')


def test_words_in_a_heading_with_links_are_replaced(root: Path) -> None:
    kept(root, "## Routing\n\n## System\n\n### [Caching](https://a.example/caching) \u2728\n")
    done = moebib("tags", "--rename", "system/caching", "system/caching", "--heading", "Storing \u2728", folder=root)
    assert (done.code, "hint: change" in done.err) == (0, False)
    assert "### [Storing](https://a.example/caching) \u2728\n" in (root / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("readme", "new"),
    [
        ("**Caching \u2728**\n", "system/warm"),  # no heading
        ("## System\n\n## Other\n\n### Caching \u2728\n", "system/warm"),  # in another section
        (IN_PLACE, "caching"),  # the section is elsewhere now
    ],
)
def test_what_is_to_be_done_in_the_readme_by_hand_is_said(root: Path, readme: str, new: str) -> None:
    kept(root, readme)
    done = moebib("tags", "--rename", "system/caching", new, folder=root)
    assert done.code == 0
    assert "hint: change the heading of the section in README.md, too, or move it, before the next build\n" in done.err
    assert (root / "README.md").read_bytes().decode() == readme


def test_links_to_other_headings_of_the_same_text_stay_right(root: Path) -> None:
    kept(root, "[a](#system) [b](#system-1)\n\n## System\n\n## Routing\n\n### System\n")
    assert moebib("tags", "--rename", "system", "memory", folder=root).code == 0
    assert (root / "README.md").read_text("utf-8") == (
        "[a](#memory) [b](#system)\n\n## Memory\n\n## Routing\n\n### System\n"
    )


@pytest.mark.parametrize(
    ("heading", "tag", "new", "after"),
    [
        ("Expert caching", "expert-caching", "warm-caches", "Warm caches"),
        ("Expert Caching", "expert-caching", "warm-caches", "Warm Caches"),
        ("Caching", "caching", "warm-caches", "Warm caches"),
        ("caching", "caching", "warm-caches", "warm caches"),
        ("\U0001f525Expert caching \u2728", "expert-caching", "warmth", "\U0001f525Warmth \u2728"),
        ("MoE caching", "moe-caching", "system/moe-caching", "MoE caching"),
        ("How to keep experts warm", "caching", "warmth", "How to keep experts warm"),
        ("\u7f13\u5b58", "caching", "warmth", "\u7f13\u5b58"),
    ],
)
def test_a_heading_follows_only_if_it_is_the_tag_in_words(
    root: Path, heading: str, tag: str, new: str, after: str
) -> None:
    (root / "moebib.toml").write_text(f'format = 2\n[[sections]]\ntag = "{tag}"\nheading = "{heading}"\n', "utf-8")
    for entry in (root / "entries/papers").iterdir():
        entry.write_text('type = "book"\n', "utf-8")
    assert moebib("tags", "--rename", tag, new, folder=root).code == 0
    assert moebib("tags", folder=root).out == f"{new}\t0\t{after}\n"


def test_a_heading_can_be_given(root: Path) -> None:
    done = moebib("tags", "--rename", "routing", "routing", "--heading", "Who goes where?", folder=root)
    assert done.err == f"heading 'Routing' changed to 'Who goes where?'\n0 works changed\n{BUILD}"
    assert (root / "moebib.toml").read_text("utf-8") == SECTIONS.replace('"Routing"', '"Who goes where?"')


def test_a_tag_without_a_section_is_renamed_with_what_is_below_it(root: Path) -> None:
    (root / "moebib.toml").write_text(CONFIG, "utf-8")  # which has system/caching, but no system
    assert moebib("tags", "--rename", "system", "sys", folder=root).code == 0
    assert (root / "moebib.toml").read_text("utf-8") == CONFIG.replace('"system/', '"sys/')
    done = moebib("tags", "--rename", "sys", "sys", "--heading", "Systems", folder=root)
    assert (done.code, "no section in moebib.toml has the tag 'sys'" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("caching", "warmth", "error: unknown tag 'caching'; did you mean 'system/caching'?\n"),
        ("rooting", "warmth", "error: unknown tag 'rooting'; did you mean 'routing'?\n"),
        ("routing", "Who goes where", "error: not a tag: 'Who goes where'\nhint: a tag is lower-case letters"),
        (
            "routing",
            "system/caching",
            "error: the tag 'system/caching' exists already\nhint: `moebib list -t routing | ",
        ),
        ("system", "system", "error: the tag 'system' is to be renamed to itself\nhint: --heading changes only"),
        ("system", "routing", "error: the tag 'routing' exists already\n"),
    ],
)
def test_nothing_changes_if_a_tag_is_wrong(root: Path, old: str, new: str, message: str) -> None:
    before = files_of(root)
    done = moebib("tags", "--rename", old, new, folder=root)
    assert done.code == 2
    assert done.err.startswith(message)
    assert files_of(root) == before


def test_a_heading_is_one_line(root: Path) -> None:
    for heading, shown in {"a\nb": "'a\\nb'", " ": "' '"}.items():
        done = moebib("tags", "--rename", "routing", "routes", "--heading", heading, folder=root)
        assert (done.code, done.err) == (2, f"error: a heading is one line of text, not {shown}\n")
    assert moebib("tags", "--rename", "routing", "routes", "--heading", "\u8def\u3000\u7531", folder=root).code == 0


def test_no_section_is_lost_that_is_there_twice(root: Path) -> None:
    twice = SECTIONS.replace('tag = "system"', 'tag = "routing"')
    (root / "moebib.toml").write_text(twice, "utf-8")
    assert moebib("tags", "--rename", "routing", "routes", folder=root).code == 0
    assert (root / "moebib.toml").read_text("utf-8").count('tag = "routes"') == 2


def test_the_other_options_need_rename(root: Path) -> None:
    for option in (("--heading", "A"), ("--dry-run",), ("--diff",)):
        assert "need --rename" in moebib("tags", *option, folder=root).err


def test_the_bundled_list_is_not_renamed(tmp_path: Path) -> None:
    done = moebib("tags", "--rename", "system", "sys", folder=tmp_path)
    assert (done.code, "no moebib.toml here or in a parent directory" in done.err) == (2, True)
