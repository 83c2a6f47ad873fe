"""`import`: works in a file become entries; duplicates and lines that are not understood are reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_list import files_of, make_list, moebib

PAPERS = """\
# Reading list on warm experts

Some prose.

## Routing

- [Sorting Experts by Temperature](https://doi.org/10.5555/invented.12). In WIS, July 2021.
- [Counting Experts Twice](https://arxiv.org/abs/2305.99993) - In arXiv, May 2023. [Code](https://code.example/twice).

## Eviction

- [Keeping Experts Warm](https://arxiv.org/abs/2402.99992) - In arXiv, February 2024.
"""
BIB = """\
@inproceedings{dune2020grains,
  author = {Dune, Ida and {Sand Lab}},
  title = {Grains of Experts},
  booktitle = {Proceedings of Nothing},
  year = {2020},
}
"""
CSL = """\
[{"id": "dune2020grains", "type": "book", "title": "Grains of Experts", "author": [{"family": "Dune", "given": "Ida"}],
  "issued": {"date-parts": [[2020]]}}]
"""
JSONL = '{"id": "dune2020grains", "type": "book", "title": "Grains of Experts", "issued": "2020"}\n'


def put(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, "utf-8")
    return name


def test_importing_in_an_empty_folder_creates_a_list(tmp_path: Path) -> None:
    done = moebib("import", put(tmp_path, "papers.md", PAPERS), folder=tmp_path)
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines() == [
        "SECTION   WORKS  AUTHORS  VENUE  DATE  LINK",
        "Routing       2        0      2     2     2",
        "Eviction      1        0      1     1     1",
        "no action needed: 1 text that is not an entry; -v shows all",
        "papers.md: 3 works and 0 models added, 0 updated, 0 already listed; 0 lines not understood",
    ]
    assert [name for name in files_of(tmp_path) if name.startswith("entries/")] == [
        "entries/papers/counting2023.toml",
        "entries/papers/keeping2024.toml",
        "entries/papers/sorting2021.toml",
    ]
    assert 'tag = "eviction"\nheading = "Eviction"' in (tmp_path / "moebib.toml").read_text("utf-8")
    assert moebib("list", "-t", "eviction", folder=tmp_path).out.endswith("\tKeeping Experts Warm\n")


def test_a_report_shows_a_few_findings_of_each_kind_and_counts_the_others(tmp_path: Path) -> None:
    lines = [f"- [ACL'24.13] [Lazy Experts {number}](https://a.example/{number})" for number in range(9)]
    sections = "\n".join(f"## S{number}\n- [Experts {number}](https://b.example/{number})" for number in range(12))
    put(tmp_path, "papers.md", "\n".join(["# P", *lines, *lines, "", "prose", "", sections]))
    done = moebib("import", "papers.md", "--dry-run", folder=tmp_path)
    report = done.err.splitlines()
    assert report[0].split() == ["SECTION", "WORKS", "AUTHORS", "VENUE", "DATE", "LINK"]
    assert report[8].startswith("(6 more sections)")
    assert len([line for line in report if "MB105" in line]) == 4
    assert [line for line in report if " more of MB105" in line] == ["15 more of MB105 not a date"]
    whole = moebib("import", "papers.md", "--dry-run", "-v", folder=tmp_path).err
    assert whole.count("MB105") == 18
    assert whole.count("MB103") == 9


def test_a_list_in_several_files_is_imported_as_one(tmp_path: Path) -> None:
    folder, outside = tmp_path / "list", tmp_path / "outside"
    for path in (folder / "papers", outside):
        path.mkdir(parents=True)
    put(outside, "secret.md", "- [Secret Experts](https://a.example/secret)\n")
    (folder / "papers" / "linked.md").symlink_to(outside / "secret.md")
    (folder / "folder.md").mkdir()
    put(folder, "LICENSE.md", "- [Free Experts](https://a.example/free)\n")
    links = "[Cold](papers/cold.md) [Secret](papers/linked.md) [S](../outside/secret.md) [F](folder.md) [No](none.md)"
    put(folder, "README.md", f"# P\n\n## All\n\n{links} [License](LICENSE.md)\n\n- [Warm](https://a.example/warm)\n")
    put(folder / "papers", "cold.md", "- [Gates](https://a.example/x) [[Code]()]\n\n[README](../README.md)\n")
    done = moebib("import", "list/README.md", folder=tmp_path)
    assert "list/README.md: 2 works" in done.err
    assert "list/papers/cold.md:1: MB104 link not imported, it has no URL" in done.err
    assert "MB101" not in done.err
    config = (tmp_path / "moebib.toml").read_text("utf-8")
    assert 'tag = "all/cold"\nheading = "Cold"' in config


def test_importing_again_adds_and_changes_nothing(tmp_path: Path) -> None:
    moebib("import", put(tmp_path, "papers.md", PAPERS), folder=tmp_path)
    before = files_of(tmp_path)
    done = moebib("import", "papers.md", folder=tmp_path)
    assert done.err.splitlines()[-1].startswith("papers.md: 0 works and 0 models added, 0 updated, 3 already ")
    assert files_of(tmp_path) == before


def test_imported_works_are_merged_into_existing_entries(tmp_path: Path) -> None:
    before = files_of(make_list(tmp_path))
    done = moebib("import", put(tmp_path, "papers.md", PAPERS), folder=tmp_path)
    assert "papers.md: 1 work and 0 models added, 1 updated, 1 already listed" in done.err
    after = files_of(tmp_path)
    assert sorted(set(after) - set(before)) == ["entries/papers/counting2023.toml", "papers.md"]
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"moebib.toml", "entries/papers/brook2024keeping.toml"}
    kept = after["entries/papers/brook2024keeping.toml"].decode()
    assert '"routing"' in kept
    assert '"system/caching"' in kept
    assert '"eviction"' in kept
    assert after["moebib.toml"].decode().startswith(before["moebib.toml"].decode().rstrip())


def test_dry_run_and_diff_show_everything_and_write_nothing(tmp_path: Path) -> None:
    put(tmp_path, "papers.md", PAPERS)
    done = moebib("import", "papers.md", "--dry-run", "--diff", folder=tmp_path)
    assert "\n+++ b/entries/papers/counting2023.toml\n" in done.out
    assert '\n+title = "Counting Experts Twice"\n' in done.out
    assert "papers.md: 3 works and 0 models would be added" in done.err
    assert [file.name for file in tmp_path.iterdir()] == ["papers.md"]


@pytest.mark.parametrize(("name", "text"), [("old.bib", BIB), ("old.json", CSL), ("old.jsonl", JSONL)])
def test_other_formats_are_recognised_by_their_extension(tmp_path: Path, name: str, text: str) -> None:
    make_list(tmp_path)
    done = moebib("import", put(tmp_path, name, text), folder=tmp_path)
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        f"{name}: 1 work and 0 models added, 0 updated, 0 already listed; 0 lines not understood\n"
        "hint: the outputs may be out of date; run `moebib build`\n"
    )
    assert moebib("show", "dune2020grains", folder=tmp_path).out.startswith("Grains of Experts\n")


def test_from_sets_the_format(tmp_path: Path) -> None:
    assert moebib("import", put(tmp_path, "old.txt", BIB), "--from", "bibtex", folder=tmp_path).code == 0
    assert moebib("list", folder=tmp_path).err == "1 of 1 work\n"


def test_a_file_of_unknown_ending_is_recognised_by_its_content(tmp_path: Path) -> None:
    assert moebib("import", put(tmp_path, "old.txt", BIB), folder=tmp_path).code == 0
    assert moebib("list", folder=tmp_path).err == "1 of 1 work\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["old.txt", "--from", "bibtx"], "unknown format 'bibtx'; did you mean 'bibtex'?"),
        (["absent.md"], "'absent.md' does not exist"),
    ],
)
def test_wrong_usage_exits_with_2(tmp_path: Path, arguments: list[str], message: str) -> None:
    put(tmp_path, "old.txt", BIB)
    done = moebib("import", *arguments, folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert [file.name for file in tmp_path.iterdir()] == ["old.txt"]


def test_a_file_that_is_not_utf_8_is_refused_with_its_location(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_bytes(b'[{\n  "title": "\xc9t\xe9"}]\n')
    done = moebib("import", "old.json", folder=tmp_path)
    assert done == (3, "", "error: old.json:2:13: not UTF-8: byte 0xc9; save the file as UTF-8\n")
    assert [file.name for file in tmp_path.iterdir()] == ["old.json"]


def test_a_bib_file_in_another_encoding_is_read_and_reported(tmp_path: Path) -> None:
    (tmp_path / "old.bib").write_bytes(b"@book{zola1870,\n  title = {\xc9t\xe9}, year = {1870}}\n")
    done = moebib("import", "old.bib", folder=tmp_path)
    assert "old.bib:2: MB128 read as windows-1252" in done.err
    assert 'title = "Été"' in (tmp_path / "entries/papers/zola1870.toml").read_text("utf-8")


def test_strict_exits_with_1_if_something_was_not_understood(tmp_path: Path) -> None:
    put(tmp_path, "old.jsonl", JSONL + '{"id": "half"')
    assert moebib("import", "old.jsonl", folder=tmp_path).code == 0
    done = moebib("import", "old.jsonl", "--strict", folder=tmp_path)
    assert done.code == 1
    assert "old.jsonl:2:" in done.err
    assert "MB111 invalid JSON" in done.err


def test_importing_into_a_broken_list_reports_its_problems_and_writes_nothing(tmp_path: Path) -> None:
    make_list(tmp_path, cho2022bounds='tpye = "book"\n')
    put(tmp_path, "papers.md", PAPERS)
    before = files_of(tmp_path)
    done = moebib("import", "papers.md", folder=tmp_path)
    assert done.code == 3
    assert "entries/papers/cho2022bounds.toml:1:1: MB003 unknown field 'tpye'" in done.err
    assert files_of(tmp_path) == before
