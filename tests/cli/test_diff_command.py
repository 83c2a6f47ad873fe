"""`moebib diff`: the list in the folder compared with one in the git history."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from git_folder import commit, git, needs_git
from moebib.cli.diff import describe
from moebib.merging.diff import diff_entries
from moebib.records.model import Model
from moebib.records.record import Record
from small_list import make_list, moebib

FETCHED = {"source": "crossref", "date": "2026-11-24", "digest": "5f0c2a91"}


def work(**fields: Any) -> Record:
    plain = {"type": "paper-conference", "title": "Sparse Experts", "issued": "2024", "container_title_short": "ISYS"}
    return Record.model_validate({"id": "doe2024sparse", **plain, **fields})


@pytest.mark.parametrize(("before", "after", "words"), [
    ({}, {"title": "Sparser Experts"}, 'title: "Sparse Experts" -> "Sparser Experts"'),
    ({}, {"volume": "3"}, 'volume: added "3"'),
    ({"volume": "3"}, {}, 'volume: removed "3"'),
    ({"tags": ["a", "b"]}, {"tags": ["b", "c"]}, "tags: + c|tags: - a"),
    ({"tags": ["a", "b"]}, {"tags": ["b", "a"]}, "tags: reordered"),
    ({}, {"author": [f"Doe, {name}" for name in "ABCDEFG"]},
     "author: + Doe, A; Doe, B; Doe, C; Doe, D; Doe, E and 2 more"),
    ({}, {"links": {"code": ["https://example.org/a"]}}, "links.code: + https://example.org/a"),
    ({}, {"versions": [{"genre": "preprint", "label": "v1"}]}, "versions: + v1 preprint"),
    ({"relations": [{"kind": "extended-by", "key": "b"}]}, {}, "relations: - extended by b"),
    ({}, {"relations": [{"kind": "same-work", "identifier": "doi:10.1000/a"}]}, "relations: + same work doi:10.1000/a"),
    ({"versions": [{"origin": {"type": {"source": "a", "date": "2026-11-24"}}}]}, {"versions": [{}]},
     'versions.0.origin.type.source: removed "a"'),
    ({"origin": {"issued": {**FETCHED, "confirmed": 1}}}, {"origin": {"issued": {**FETCHED, "confirmed": 2}}},
     'origin.issued.confirmed: "1" -> "2"'),
    ({}, {"origin": {"issued": {**FETCHED, "disputed": [{"value": "2023", "source": "dblp"}]}}},
     "origin.issued.disputed: + 2023 (dblp)"),
    ({}, {"origin": {"author": {**FETCHED, "disputed": [{"value": ["Doe, J.", "Roe, T."], "source": "dblp"}]}}},
     "origin.author.disputed: + Doe, J.; Roe, T. (dblp)"),
    ({}, {"origin": {"page": {**FETCHED, "remark": "Not seen."}}}, 'origin.page.remark: added "Not seen."'),
    ({}, {"remark": "Seen."}, 'remark: added "Seen."'),
    ({"versions": [{"genre": "preprint", "issued": "2023"}]}, {"versions": [{"genre": "preprint", "issued": "2022"}]},
     'versions.0.issued: "2023" -> "2022"'),
    ({"status": {"kind": "corrected"}}, {"status": {"kind": "retracted"}}, 'status.kind: "corrected" -> "retracted"'),
    ({"type": "article", "genre": "preprint"}, {"genre": ""},
     'published: ISYS|type: "article" -> "paper-conference"|genre: removed "preprint"'),
])  # fmt: skip
def test_a_change_is_described_by_field(before: dict[str, Any], after: dict[str, Any], words: str) -> None:
    (diff,) = diff_entries([work(**before)], [work(**after)])
    assert list(describe(diff)) == words.split("|")


def test_a_renamed_entry_and_a_model_are_described() -> None:
    (renamed,) = diff_entries([work()], [work(id="doe2024", ids=["doe2024sparse"])])
    assert list(describe(renamed)) == ["was doe2024sparse"]
    (model,) = diff_entries([Model(id="hydra", name="Hydra")], [Model(id="hydra", name="Hydra", layers=24)])
    assert list(describe(model)) == ['layers: added "24"']
    origin = {"layers": {"source": "https://models.example/hydra", "date": "2026-11-24", "remark": "Table 1."}}
    (model,) = diff_entries([Model(id="hydra", name="Hydra")], [Model(id="hydra", name="Hydra", origin=origin)])
    assert list(describe(model)) == [
        'origin.layers.source: added "https://models.example/hydra"', 'origin.layers.remark: added "Table 1."'
    ]  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_list(tmp_path)
    commit(tmp_path)
    return tmp_path


def change(root: Path) -> None:
    file = root / "entries/papers/cho2022bounds.toml"
    file.write_text(file.read_text("utf-8").replace("2022", "2023"), encoding="utf-8")
    (root / "entries/papers/new.toml").write_text(
        'type = "book"\ntitle = "New"\ntags = ["routing"]\n', encoding="utf-8"
    )


@needs_git
def test_an_unchanged_list_is_reported(root: Path) -> None:
    done = moebib("diff", folder=root)
    assert (done.code, done.out, done.err) == (0, "", "nothing changed\n")


@needs_git
def test_the_working_tree_is_compared_with_the_last_commit(root: Path) -> None:
    change(root)
    done = moebib("diff", folder=root)
    assert done.out == (
        "+ new  New\n"
        "~ cho2022bounds  Bounds & Limits of k Experts (Journal of Invented Results 2023)\n"
        '      issued: "2022" -> "2023"\n'
    )
    assert done.err == "2 entries: 1 added, 1 changed\n"


@needs_git
def test_two_revisions_can_be_compared_from_a_subdirectory(root: Path) -> None:
    change(root)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "second")
    changes = json.loads(moebib("diff", "HEAD~1", "main", "--json", folder=root / "entries").out)
    assert [(change["kind"], change["key"]) for change in changes] == [("added", "new"), ("changed", "cho2022bounds")]


@needs_git
@pytest.mark.parametrize("revision", ["nowhere", "--output=x"])
def test_an_unknown_revision_is_an_error(root: Path, revision: str) -> None:
    done = moebib("diff", "--", revision, folder=root)
    assert done.code == 2
    assert revision in done.err
    assert not (root / "x").exists()
