"""`moebib dedupe`: the evidence, the merge, and the recorded decisions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moebib import store
from small_list import moebib

PAPER = """\
# The one to cite.
type = "paper-conference"
title = "Sparse Experts at the Edge"
author = ["Doe, Jane", "Roe, Max"]
issued = "2024-05"
container_title = "Imagined Systems"
tags = []
"""
PREPRINT = """\
type = "article"
genre = "preprint"
title = "Sparse experts at the edge"
author = ["Doe, J.", "Roe, M."]
issued = "2023-11"
container_title = "arXiv"
identifiers = ["arxiv:2311.01234"]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "moebib.toml": '# Ours.\ntitle = "Ours"\n',
        "entries/papers/doe2024sparse.toml": PAPER,
        "entries/papers/doe2023sparse.toml": PREPRINT,
        "entries/models/hydra.toml": 'name = "Hydra"\npaper = "doe2023sparse"\n',
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_evidence_is_shown(root: Path) -> None:
    done = moebib("dedupe", folder=root)
    assert done.code == 1
    first, second, *_ = done.out.splitlines()
    assert first.split() == ["1.00", "doe2023sparse", "doe2024sparse"]
    assert second.strip().startswith("distance 0.0")
    assert "1 pair of probable duplicates" in done.err
    (pair,) = json.loads(moebib("dedupe", "--json", folder=root).out)
    assert pair["keys"] == ["doe2023sparse", "doe2024sparse"]


def test_merging_keeps_both_versions_and_the_comments_in_the_file(root: Path) -> None:
    assert moebib("dedupe", "--merge", "doe2024sparse", "doe2023sparse", folder=root).code == 0
    library = store.read(root)
    work = library["doe2023sparse"]
    assert work.id == "doe2024sparse"
    assert [str(version.issued) for version in work.versions] == ["2023-11"]
    assert library.models[0].paper == "doe2024sparse"
    assert (root / "entries/papers/doe2024sparse.toml").read_text(encoding="utf-8").startswith("# The one to cite.\n")
    assert moebib("dedupe", folder=root).code == 0


def test_a_merged_work_is_exported_with_its_former_key(root: Path) -> None:
    moebib("dedupe", "--merge", "doe2024sparse", "doe2023sparse", folder=root)
    assert "ids = {doe2023sparse}" in moebib("export", "-f", "biblatex", folder=root).out


def test_works_marked_as_different_are_recorded_in_the_list(root: Path) -> None:
    preview = moebib("dedupe", "--not", "doe2024sparse", "doe2023sparse", "--dry-run", folder=root)
    assert preview.err.endswith("doe2024sparse and doe2023sparse would be recorded as different works\n")
    assert moebib("dedupe", "--not", "doe2024sparse", "doe2023sparse", folder=root).code == 0
    text = (root / "moebib.toml").read_text(encoding="utf-8")
    assert text.startswith("# Ours.\n")
    assert store.read_config(root).different == (("doe2023sparse", "doe2024sparse"),)
    assert moebib("dedupe", folder=root).code == 0
    assert "already" in moebib("dedupe", "--not", "doe2023sparse", "doe2024sparse", folder=root).err


def test_yes_merges_every_pair_above_the_threshold(root: Path) -> None:
    third = PREPRINT.replace("arxiv:2311.01234", "arxiv:2311.09999").replace("Sparse experts at", "Dense routers in")
    (root / "entries/papers/doe2023dense.toml").write_text(third, encoding="utf-8")
    done = moebib("dedupe", "--yes", "0.9", folder=root)
    assert done.code == 0
    assert "merged doe2024sparse into doe2023sparse" in done.err
    assert {work.id for work in store.read(root)} == {"doe2023sparse", "doe2023dense"}


def test_entries_that_share_an_identifier_can_be_merged_although_the_list_is_invalid(root: Path) -> None:
    (root / "entries/papers/copy.toml").write_text(PREPRINT, encoding="utf-8")
    assert moebib("list", folder=root).code == 3
    assert moebib("dedupe", "--merge", "doe2023sparse", "copy", folder=root).code == 0
    assert moebib("list", folder=root).code == 0


def test_a_dry_run_writes_nothing(root: Path) -> None:
    done = moebib("dedupe", "--merge", "doe2024sparse", "doe2023sparse", "--dry-run", "--diff", folder=root)
    assert "+[[versions]]" in done.out
    assert (root / "entries/papers/doe2023sparse.toml").exists()


@pytest.mark.parametrize("arguments", [
    ("--merge", "doe2024sparse", "nobody"), ("--merge", "doe2024sparse", "DOE2024sparse"),
    ("--not", "nobody", "doe2024sparse"), ("--yes", "2"), ("--yes", "0.9", "--merge", "a", "b"),
])  # fmt: skip
def test_wrong_usage_is_an_error(root: Path, arguments: tuple[str, ...]) -> None:
    assert moebib("dedupe", *arguments, folder=root).code == 2
