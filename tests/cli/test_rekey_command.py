"""`moebib rekey`: a key is changed in the list and in documents that cite the work; the old key still works."""

from __future__ import annotations

from pathlib import Path

import pytest

from moebib import store
from small_list import files_of, moebib

ENTRY = """\
# Kept by hand.
type = "book"
title = "Sparse Experts"  # as printed
author = ["Doe, Jane"]
issued = "2024"
"""
PAPER = r"""
\cite[see][p. 3]{sparse,other} \textcite{sparse} sparse % \cite{sparse}
\verb|\cite{sparse}| \label{sparse}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    model = 'name = "Hydra"\npaper = "sparse"\n'
    files = {"moebib.toml": "format = 2\n", "entries/papers/sparse.toml": ENTRY, "entries/models/hydra.toml": model}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_file_is_renamed_with_its_comments_and_the_old_key_still_works(root: Path) -> None:
    assert moebib("rekey", "sparse", "doe2024sparse", folder=root).code == 0
    assert not (root / "entries/papers/sparse.toml").exists()
    text = (root / "entries/papers/doe2024sparse.toml").read_text(encoding="utf-8")
    assert text.startswith('# Kept by hand.\ntype = "book"\ntitle = "Sparse Experts"  # as printed\n')
    library = store.read(root)
    assert library["sparse"].id == "doe2024sparse"
    assert library.models[0].papers == ("doe2024sparse",)


def test_works_that_are_related_to_it_get_the_new_key(root: Path) -> None:
    other = root / "entries/papers/other.toml"
    other.write_text(
        'type = "book"\n\n[[relations]]  # of the two\nkind = "extended-by"\nkey = "Sparse"\n', encoding="utf-8"
    )
    assert moebib("rekey", "sparse", "doe2024sparse", folder=root).code == 0
    assert other.read_text(encoding="utf-8").endswith(
        '[[relations]]  # of the two\nkind = "extended-by"\nkey = "doe2024sparse"\n'
    )


def test_only_keys_in_citations_are_rewritten(root: Path) -> None:
    (root / "paper.tex").write_text(PAPER, encoding="utf-8")
    done = moebib("rekey", "sparse", "doe2024sparse", "--tex", "paper.tex", "--map", "map", folder=root)
    assert done.code == 0
    assert "2 citations updated in 1 file" in done.err
    new = (root / "paper.tex").read_text(encoding="utf-8")
    assert new == PAPER.replace("]{sparse,", "]{doe2024sparse,").replace("textcite{sparse}", "textcite{doe2024sparse}")
    assert (root / "map").read_text(encoding="utf-8") == "sparse\tdoe2024sparse\n"


def test_keys_of_macros_that_the_document_defines_are_rewritten(root: Path) -> None:
    (root / "paper").mkdir()
    (root / "paper" / "a.tex").write_text(r"\see[p. 3]{sparse} \plain{sparse}", encoding="utf-8")
    (root / "paper" / "macros.tex").write_text(r"\newcommand{\see}[2][]{\cite[#1]{#2}}", encoding="utf-8")
    assert moebib("rekey", "sparse", "doe2024sparse", "--tex", "paper", folder=root).code == 0
    assert (root / "paper" / "a.tex").read_text(encoding="utf-8") == r"\see[p. 3]{doe2024sparse} \plain{sparse}"


def test_former_keys_are_rewritten_in_every_document_of_a_folder(root: Path) -> None:
    moebib("rekey", "sparse", "doe2024sparse", folder=root)
    (root / "paper").mkdir()
    (root / "paper" / "a.md").write_text("As [@sparse, p. 3] says.", encoding="utf-8")
    (root / "paper" / "b.txt").write_text("@sparse", encoding="utf-8")
    (root / "paper" / ".venv").mkdir()
    (root / "paper" / ".venv" / "c.md").write_bytes(b"\xff @sparse")
    assert moebib("rekey", "--tex", "paper", folder=root).code == 0
    assert (root / "paper" / "a.md").read_text(encoding="utf-8") == "As [@doe2024sparse, p. 3] says."
    assert (root / "paper" / "b.txt").read_text(encoding="utf-8") == "@sparse"


def test_a_dry_run_writes_nothing_and_shows_every_change(root: Path) -> None:
    (root / "paper.tex").write_text(PAPER, encoding="utf-8")
    done = moebib("rekey", "sparse", "doe2024sparse", "--tex", "paper.tex", "--dry-run", "--diff", folder=root)
    assert done.code == 0
    assert '+ids = ["sparse"]' in done.out
    assert "+\\cite[see][p. 3]{doe2024sparse,other}" in done.out
    assert (root / "entries/papers/sparse.toml").read_text(encoding="utf-8") == ENTRY
    assert (root / "paper.tex").read_text(encoding="utf-8") == PAPER


@pytest.mark.parametrize(("new", "message"), [
    ("other", "is already used by 'other'"), ("a b", "invalid key"), ("sparse", "is 'sparse' already"),
    ("aux", "reserves"),
])  # fmt: skip
def test_an_invalid_or_used_key_is_refused(root: Path, new: str, message: str) -> None:
    (root / "entries/papers/other.toml").write_text('type = "book"\ntitle = "Others"\n', encoding="utf-8")
    done = moebib("rekey", "sparse", new, folder=root)
    assert done.code == 2
    assert message in done.err


def test_the_case_of_a_key_can_be_changed(root: Path) -> None:
    assert moebib("rekey", "sparse", "Sparse", folder=root).code == 0
    work = store.read(root)["sparse"]
    assert (work.id, work.ids) == ("Sparse", ("sparse",))  # biber, to which case matters, still finds it
    assert "MB416" not in moebib("check", folder=root).out
    (root / "paper.tex").write_text(PAPER, encoding="utf-8")
    assert moebib("rekey", "--tex", "paper.tex", folder=root).err == "2 citations updated in 1 file\n"
    assert moebib("rekey", "Sparse", "sparse", folder=root).code == 0
    assert store.read(root)["sparse"].ids == ("Sparse",)


def test_a_document_with_a_non_ascii_name_is_rewritten_in_place(root: Path) -> None:
    paper = root / "my\u00a0paper.tex"  # in messages, this space is shown as \xa0
    paper.write_text(PAPER, encoding="utf-8")
    assert moebib("rekey", "sparse", "doe2024sparse", "--tex", paper.name, folder=root).code == 0
    assert r"\textcite{doe2024sparse}" in paper.read_text(encoding="utf-8")


def test_a_document_that_cannot_be_read_is_found_before_anything_is_renamed(root: Path) -> None:
    (root / "paper").mkdir()
    (root / "paper" / "a.tex").write_text(PAPER, encoding="utf-8")
    (root / "paper" / "b.tex").write_bytes(b"na\xefve")
    before = files_of(root)
    done = moebib("rekey", "sparse", "doe2024sparse", "--tex", "paper", "--map", "map", folder=root)
    assert (done.code, done.err) == (3, "error: paper/b.tex:1:3: not UTF-8: byte 0xef; save the file as UTF-8\n")
    assert files_of(root) == before


def test_a_work_that_was_renamed_before_is_renamed_in_documents_only(root: Path) -> None:
    (root / "paper.tex").write_text(PAPER, encoding="utf-8")
    moebib("rekey", "sparse", "doe2024sparse", folder=root)
    done = moebib("rekey", "sparse", "doe2024sparse", "--tex", "paper.tex", folder=root)
    assert (done.code, done.err) == (
        0, "sparse was already renamed to doe2024sparse; sparse still cites it\n2 citations updated in 1 file\n"
    )  # fmt: skip
    assert r"\textcite{doe2024sparse}" in (root / "paper.tex").read_text(encoding="utf-8")
