"""`moebib dedupe`: the evidence, the merge, and the recorded decisions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moebib import store
from small_list import files_of, moebib

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
        "moebib.toml": '# Ours.\nformat = 2\ntitle = "Ours"\n',
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


def test_relations_lead_to_the_merged_work_and_not_to_itself(root: Path) -> None:
    papers = root / "entries/papers"
    relation = '\n[[relations]]\nkind = "{}"\nkey = "doe2023sparse"\n'
    (papers / "third.toml").write_text('type = "book"\ntitle = "Dense"\n' + relation.format("extended-by"), "utf-8")
    (papers / "doe2024sparse.toml").write_text(PAPER + relation.format("same-work"), "utf-8")
    assert moebib("dedupe", "--merge", "doe2024sparse", "doe2023sparse", folder=root).code == 0
    library = store.read(root)
    assert [relation.key for relation in library["third"].relations] == ["doe2024sparse"]
    assert library["doe2024sparse"].relations == ()


def test_merging_keeps_both_versions_and_the_comments_in_the_file(root: Path) -> None:
    assert moebib("dedupe", "--merge", "doe2024sparse", "doe2023sparse", folder=root).code == 0
    library = store.read(root)
    work = library["doe2023sparse"]
    assert work.id == "doe2024sparse"
    assert [str(version.issued) for version in work.versions] == ["2023-11"]
    assert library.models[0].papers == ("doe2024sparse",)
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


RENAMED = PREPRINT.replace("Sparse experts at the edge", "Ember: Sparse Experts at the Warm Edge of Networks").replace(
    'author = ["Doe, J.", "Roe, M."]', 'author = ["Doe, J.", "Roe, M.", "Poe, A.", "Moe, B."]'
)


@pytest.fixture
def related(root: Path) -> Path:
    paper = PAPER.replace('"Roe, Max"]', '"Roe, Max", "Poe, Ann", "Moe, Ben"]')
    (root / "entries/papers/doe2024sparse.toml").write_text(
        paper.replace("Experts at the Edge", "Experts at the Edge of Networks"), "utf-8"
    )
    (root / "entries/papers/doe2023sparse.toml").write_text(RENAMED, "utf-8")
    return root


def test_related_works_are_shown_with_their_evidence_and_changed_only_if_asked(related: Path) -> None:
    before = files_of(related)
    done = moebib("dedupe", folder=related)
    assert (done.code, files_of(related)) == (1, before)
    assert done.out.splitlines()[:2] == [
        "doe2023sparse published-as doe2024sparse?",
        "      in common: 4 of 4 authors, 67% of the words of the titles",
    ]
    assert "1 pair of probably related works" in done.err
    (pair,) = json.loads(moebib("dedupe", "--json", folder=related).out)
    assert (pair["keys"], pair["relation"]) == (["doe2023sparse", "doe2024sparse"], "published-as")
    assert pair["evidence"]["of_people"] == [4, 4]
    assert moebib("dedupe", "--merge-above", "0", folder=related).code == 0
    assert files_of(related) == before


def test_a_relation_is_recorded_once_and_not_suggested_again(related: Path) -> None:
    for _ in range(2):
        done = moebib("dedupe", "--relate", "doe2023sparse", "published-as", "doe2024sparse", folder=related)
        assert done.code == 0
    assert done.err == "doe2023sparse published-as doe2024sparse is already recorded\n"
    (relation,) = store.read(related)["doe2023sparse"].relations
    assert (relation.kind, relation.key) == ("published-as", "doe2024sparse")
    assert moebib("dedupe", folder=related).code == 0
    assert moebib("dedupe", "--relate", "doe2023sparse", "extended-by", "10.5555/ember", folder=related).code == 0
    relations = store.read(related)["doe2023sparse"].relations
    assert [str(relation.identifier or relation.key) for relation in relations] == [
        "doe2024sparse",
        "doi:10.5555/ember",
    ]
    changed = moebib("dedupe", "--relate", "doe2023sparse", "same-work", "doi:10.5555/ember", folder=related)
    assert changed.code == 0
    assert store.read(related)["doe2023sparse"].relations[-1].kind == "same-work"


@pytest.mark.parametrize("relation", [
    ("doe2023sparse", "extends", "doe2024sparse"), ("doe2023sparse", "extended-by", "doe2023sparse"),
    ("doe2023sparse", "extended-by", "nobody"),
])  # fmt: skip
def test_a_relation_needs_two_works_and_a_known_kind(related: Path, relation: tuple[str, str, str]) -> None:
    assert moebib("dedupe", "--relate", *relation, folder=related).code == 2


def test_a_work_outside_the_list_can_be_recorded_as_different(root: Path) -> None:
    assert moebib("dedupe", "--not", "doe2024sparse", "10.5555/ember", folder=root).code == 0
    assert store.read_config(root).different == (("doe2024sparse", "doi:10.5555/ember"),)


def test_yes_merges_every_pair_above_the_threshold(root: Path) -> None:
    third = PREPRINT.replace("arxiv:2311.01234", "arxiv:2311.09999").replace("Sparse experts at", "Dense routers in")
    (root / "entries/papers/doe2023dense.toml").write_text(third, encoding="utf-8")
    done = moebib("dedupe", "--merge-above", "0.9", folder=root)
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
    ("--not", "nobody", "doe2024sparse"), ("--merge-above", "2"), ("--merge-above", "nan"),
    ("--merge-above", "0.9", "--merge", "a", "b"),
])  # fmt: skip
def test_wrong_usage_is_an_error(root: Path, arguments: tuple[str, ...]) -> None:
    assert moebib("dedupe", *arguments, folder=root).code == 2


BOOK = 'type = "book"\ntitle = "The Art of Routing"\nauthor = ["Doe, Jane"]\nissued = "2024"\n'
EDITORIAL = 'type = "article-journal"\ntitle = "Editorial"\nissued = "2024"\n'


@pytest.mark.parametrize(("base", "first", "second", "detail"), [
    (BOOK, 'volume = "1"', 'volume = "2"', "volume"),
    (BOOK, 'edition = "1"', 'edition = "2nd"', "edition"),
    (BOOK, 'edition = "Revised"', 'edition = "Abridged"', "edition"),
    (BOOK, 'publisher = "Left Press"', 'publisher = "Right Books"', "publisher"),
    (BOOK, 'number = "3"', 'number = "4"', "number"),
    (BOOK, 'identifiers = ["isbn:9780262033848"]', 'identifiers = ["isbn:9780306406157"]', "isbn"),
    (BOOK, 'version = "1.0"', 'version = "2.0"', "version"),
    (BOOK, 'version = "1.0"', 'version = "10"', "version"),
    (BOOK.replace("book", "article-journal"), 'volume = "12A"', 'volume = "12B"', "volume"),
    (BOOK, 'edition = "2, revised"', 'edition = "2"', "edition"),
    (BOOK, '[extra]\npart = "1"', '[extra]\npart = "2"', "part"),
    (BOOK.replace("book", "article-journal"), 'issue = "1"', 'issue = "2"', "issue"),
    (BOOK.replace("book", "article-journal"), 'page = "1-9"', 'page = "11-19"', "page"),
    (BOOK, 'collection_title = "Gates"', 'collection_title = "Signs"', "series"),
    (BOOK, 'event_title = "Gates"', 'event_title = "Signs"', "event"),
    (BOOK.replace("book", "thesis"), 'genre = "PhD thesis"', 'genre = "Master\'s thesis"', "genre"),
    (BOOK, 'language = "en"', 'language = "nb"', "language"),
    (BOOK.replace('author = ["Doe, Jane"]\n', ""), 'editor = ["Doe, Jane"]', 'editor = ["Roe, Ada"]', "editor"),
    (BOOK.replace("book", "webpage"), 'url = "https://a.example/1"', 'url = "https://a.example/2"', "url"),
    (BOOK, 'translator = ["Cho, Ada"]', 'translator = ["Roe, Ada"]', "translator"),
    (BOOK.replace('author = ["Doe, Jane"]\n', ""), 'author = ["Doe, Jr., Jan"]', 'author = ["Doe, Sr., Jan"]', ""),
    (EDITORIAL.replace("Editorial", "In Memoriam"), 'volume = "3"', "", "generic title"),
    (EDITORIAL, 'container_title = "Routing Letters"', 'container_title = "Journal of Gates"', "generic title"),
    (EDITORIAL, 'container_title = "Gates"\nvolume = "3"', 'container_title = "Gates"\nvolume = "4"', "generic title"),
    (EDITORIAL, 'container_title = "Gates"\nvolume = "3"', 'container_title = "Gates"', "generic title"),
])  # fmt: skip
def test_works_that_differ_in_a_detail_are_never_merged_without_asking(
    tmp_path: Path, base: str, first: str, second: str, detail: str
) -> None:
    (tmp_path / "moebib.toml").write_text('format = 2\ntitle = "Ours"\n', encoding="utf-8")
    papers = tmp_path / "entries/papers"
    papers.mkdir(parents=True)
    for name, text in (("doe2024a", first), ("doe2024b", second)):
        (papers / f"{name}.toml").write_text(f"{base}{text}\n", encoding="utf-8")
    shown = moebib("dedupe", folder=tmp_path)
    assert "nothing differs" not in shown.out
    assert "nothing differs" not in moebib("check", folder=tmp_path).out
    done = moebib("dedupe", "--merge-above", "0", folder=tmp_path)
    assert {work.id for work in store.read(tmp_path)} == {"doe2024a", "doe2024b"}
    assert shown.code == 0 or f"{detail} 1.00" in shown.out or f"{detail} 0.20" in shown.out
    assert shown.code == 0 or f"not merged, because they differ in {detail}" in done.err


def test_a_third_work_does_not_join_two_that_differ(tmp_path: Path) -> None:
    (tmp_path / "moebib.toml").write_text('format = 2\ntitle = "Ours"\n', encoding="utf-8")
    papers = tmp_path / "entries/papers"
    papers.mkdir(parents=True)
    for name, line in (("doe2024a", 'issue = "1"\n'), ("doe2024b", ""), ("doe2024c", 'issue = "2"\n')):
        text = BOOK.replace("book", "article-journal") + line
        (papers / f"{name}.toml").write_text(text, encoding="utf-8")
    preview = moebib("dedupe", "--merge-above", "0.9", "--dry-run", folder=tmp_path)
    done = moebib("dedupe", "--merge-above", "0.9", folder=tmp_path)
    assert preview.err.count("would merge") == done.err.count("merged doe") == 1
    assert {work.issue for work in store.read(tmp_path)} == {"1", "2"}


def test_works_without_title_author_and_year_are_no_pair(tmp_path: Path) -> None:
    (tmp_path / "moebib.toml").write_text('format = 2\ntitle = "Ours"\n', encoding="utf-8")
    papers = tmp_path / "entries/papers"
    papers.mkdir(parents=True)
    for name in ("a", "b"):
        (papers / f"{name}.toml").write_text('type = "document"\nvolume = "3"\npage = "17"\n', encoding="utf-8")
    for command in (("check",), ("fix",), ("dedupe",), ("dedupe", "--merge-above", "0")):
        done = moebib(*command, folder=tmp_path)
        assert done.code in (0, 1)
        assert "same work" not in done.out
    assert len(store.read(tmp_path)) == 2


def test_a_merge_that_was_done_before_changes_nothing(root: Path) -> None:
    moebib("dedupe", "--merge", "doe2024sparse", "doe2023sparse", folder=root)
    before = files_of(root)
    done = moebib("dedupe", "--merge", "doe2024sparse", "doe2023sparse", folder=root)
    assert (done.code, done.err) == (0, "doe2023sparse was already merged into doe2024sparse\n0 pairs merged\n")
    assert files_of(root) == before
    assert moebib("dedupe", "--merge", "doe2024sparse", "Doe2024sparse", folder=root).code == 2


def test_a_merge_whose_second_file_was_never_deleted_is_finished(root: Path) -> None:
    dropped = root / "entries/papers/doe2023sparse.toml"
    moebib("dedupe", "--merge", "doe2024sparse", "doe2023sparse", folder=root)
    after = files_of(root)
    dropped.write_text(PREPRINT, encoding="utf-8")
    assert moebib("check", folder=root).code == 1
    assert moebib("dedupe", "--merge", "doe2024sparse", "doe2023sparse", folder=root).code == 0
    assert files_of(root) == after
