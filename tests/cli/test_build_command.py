"""`build`: only files that change are written, and every change is reported."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from small_list import CONFIG, README, files_of, make_list, moebib


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_list(tmp_path)


def test_build_fills_the_marked_parts_and_leaves_the_rest(folder: Path) -> None:
    done = moebib("build", folder=folder)
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines() == ["wrote README.md (+20 -0 lines)", "wrote refs.json (+34 -0 lines)"]
    text = (folder / "README.md").read_text("utf-8")
    assert text.startswith(
        "# Invented works\n\nWritten by hand, above.\n\n<!-- moebib:begin sections -->\n\n## Routing\n"
    )
    assert "\n<!-- moebib:end sections -->\n\nWritten by hand, between.\n\n<!-- moebib:begin models -->\n" in text
    assert "[arXiv'24.2] [Keeping Experts Warm](https://arxiv.org/abs/2402.99992) [Prefetch]" in text
    assert "| [Tiny-MoE](https://models.example/tiny) | 0.5B   | 1/4/?" in text


def test_building_twice_changes_nothing(folder: Path) -> None:
    moebib("build", folder=folder)
    before = files_of(folder)
    assert moebib("build", folder=folder) == (0, "", "all outputs are up to date\n")
    assert files_of(folder) == before


def test_build_does_not_rewrite_unchanged_files(folder: Path) -> None:
    moebib("build", folder=folder)
    old = 1_000_000_000
    for name in ("README.md", "refs.json"):
        os.utime(folder / name, (old, old))
    (folder / "refs.json").write_text("[]\n", "utf-8", newline="\n")
    assert moebib("build", folder=folder).err == "wrote refs.json (+34 -1 lines)\n"
    assert (folder / "README.md").stat().st_mtime == old


def test_check_prints_the_diff_and_exits_with_1(folder: Path) -> None:
    moebib("build", folder=folder)
    make_list(
        folder,
        cho2022bounds='type = "book"\ntitle = "Bounds"\ntags = ["system/caching"]\n',
        README=(folder / "README.md").read_text("utf-8"),
    )
    before = files_of(folder)
    done = moebib("build", "--check", folder=folder)
    assert done.code == 1
    assert "--- a/README.md\n+++ b/README.md\n" in done.out
    assert "\n-[Journal of Invented Results'22] [Bounds & Limits of $k$ Experts]\n" in done.out
    assert "\n+[Bounds]\n" in done.out
    assert done.err.splitlines()[-1] == "hint: run `moebib build`"
    assert done.err.startswith("would write README.md (+1 -1 lines)\n")
    assert files_of(folder) == before


def test_check_of_an_up_to_date_list_prints_nothing_to_stdout(folder: Path) -> None:
    moebib("build", folder=folder)
    assert moebib("build", "--check", folder=folder) == (0, "", "all outputs are up to date\n")


def test_dry_run_reports_what_would_be_written_and_writes_nothing(folder: Path) -> None:
    before = files_of(folder)
    done = moebib("build", "--dry-run", folder=folder)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("would write README.md (+20 -0 lines)\n")
    assert files_of(folder) == before


def test_diff_prints_what_would_be_written(folder: Path) -> None:
    before = files_of(folder)
    done = moebib("build", "--diff", folder=folder)
    assert "+[Bounds & Limits" not in done.out.partition("+++ b/refs.json")[2]
    assert "\n+## Routing\n" in done.out
    assert done.err.startswith("would write README.md")
    assert files_of(folder) == before


def test_a_missing_readme_is_created(folder: Path) -> None:
    (folder / "README.md").unlink()
    assert moebib("build", folder=folder).code == 0
    assert (folder / "README.md").read_text("utf-8").startswith("# Invented works\n\n## Contents\n\n<!-- moebib:begin")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (README.replace("<!-- moebib:end models -->\n", ""), "line 10: begin marker of 'models' is not closed"),
        (README.replace("begin sections", "begin sektions"), "line 5: unknown part 'sektions' in a marker"),
        ("# By hand\n", "no markers in the file\nhint: put <!-- moebib:begin sections -->"),
    ],
)
def test_a_readme_with_invalid_markers_is_reported_and_nothing_is_written(
    folder: Path, text: str, message: str
) -> None:
    (folder / "README.md").write_text(text, "utf-8", newline="\n")
    before = files_of(folder)
    done = moebib("build", folder=folder)
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith(f"error: README.md: {message}")
    assert files_of(folder) == before


def test_an_unknown_format_of_an_output_is_a_finding_with_its_place(tmp_path: Path) -> None:
    make_list(tmp_path, moebib='format = 2\n[[outputs]]\npath = "a.bib"\nformat = "bibtx"\n')
    before = files_of(tmp_path)
    for command, code in {"build": 3, "check": 1}.items():
        done = moebib(command, folder=tmp_path)
        assert done.code == code
        for words in ("MB004 unknown format 'bibtx'\n", "moebib.toml:4:1", "did you mean 'bibtex'?\n"):
            assert words in done.out + done.err
    assert files_of(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")
def test_an_output_is_not_written_through_a_link_out_of_the_folder(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (folder / "out").symlink_to(outside)
    make_list(folder, moebib=CONFIG.replace("refs.json", "out/refs.json"))
    assert moebib("build", folder=folder).code == 3
    assert files_of(outside) == {}


def test_the_outputs_of_this_repository_are_up_to_date() -> None:
    done = moebib("build", "--check", folder=Path(__file__).parents[2])
    assert done.code == 0, f"{done.err}\n{done.out}"


TEMPLATE = "{% for work in works %}\n* {{ work.title }}, {{ work.year }}\n{% endfor %}\n"


def test_a_template_of_ones_own_is_a_style(folder: Path) -> None:
    make_list(folder, moebib=CONFIG.replace('"seed"', '"lists/works.md.j2"'))
    (folder / "lists").mkdir()
    (folder / "lists/works.md.j2").write_text(TEMPLATE, "utf-8")
    assert moebib("build", folder=folder).code == 0
    readme = (folder / "README.md").read_text("utf-8")
    assert "## Routing\n\n* Keeping Experts Warm, 2024\n* Sorting Experts by Temperature, 2021\n\n## " in readme
    (folder / "deeper").mkdir()
    exported = moebib("export", "-f", "readme", folder=folder / "deeper")
    assert "\n* Keeping Experts Warm, 2024\n" in exported.out
    given = moebib("export", "-f", "readme", "--style", "../lists/works.md.j2", folder=folder / "deeper")
    assert given.out == exported.out


@pytest.mark.parametrize(
    ("style", "code", "message"),
    [
        ("none.j2", 3, "none.j2: no such template"),
        ("../up.j2", 3, "not a relative path with forward slashes within the folder of the list: '../up.j2'"),
        ("sead", 3, "unknown style 'sead'; did you mean 'seed'?"),
    ],
)
def test_an_unknown_style_is_reported(folder: Path, style: str, code: int, message: str) -> None:
    make_list(folder, moebib=CONFIG.replace('"seed"', f'"{style}"'))
    done = moebib("build", folder=folder)
    assert (done.code, done.out) == (code, "")
    assert message in done.err
