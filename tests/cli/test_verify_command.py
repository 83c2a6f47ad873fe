"""`verify`: what is printed on each reference, and the exit code of the worst verdict."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_update_command import BOUNDS, NOTHING_NEW, SORTING, WARM, WARM_PUBLISHED

from moebib.records.answer import NEW
from moebib.records.record import Record
from services import queried, services
from small_list import FILES, files_of, make_list, moebib

OK = """\
@article{warm, title = {Keeping Experts Warm}, author = {Brook, Tom}, year = 2024,
  journal = {arXiv preprint arXiv:2402.99992}, eprint = {2402.99992}, archiveprefix = {arXiv}}
"""
DIFFERS = """\
@inproceedings{sorting, title = {Sorting Experts by {Temperature}}, author = {Arden, M.},
  booktitle = {WIS}, year = 2021, doi = {10.5555/invented.12}}
"""
BY_TITLE = "@article{bounds, title = {Bounds \\\\& Limits of $k$ Experts}, author = {Cho, A.}, year = 2022}\n"
NOT_FOUND = "@article{cooling, title = {Cooling Experts Down}, author = {Brook, Tom}, year = 2024}\n"


def verify(folder: Path, bib: str, *options: str, **works: list[dict[str, object]]) -> tuple[int, str, str]:
    (folder / "paper.bib").write_text(bib, "utf-8")
    with services({**NOTHING_NEW, **works}):
        return moebib("verify", "paper.bib", *options, folder=folder)


def test_each_reference_has_its_verdict_and_what_differs_and_nothing_is_written(tmp_path: Path) -> None:
    code, out, err = verify(tmp_path, OK + DIFFERS + BY_TITLE.replace("\\\\", "\\") + NOT_FOUND)
    assert out.splitlines() == [
        "warm: ok",
        "sorting: differs",
        "  authors here: only 1",
        "  authors in crossref: 'Jan van den Berg' (2 of 3)",
        "  evidence: https://doi.org/10.5555/invented.12",
        "bounds: ok",
        "cooling: not found (all 2 sources responded)",
        "  title: Cooling Experts Down",
    ]
    assert err.splitlines() == [
        "4 references: 2 ok, 1 differs, 1 not found",
        "hint: search for what was not found by hand; moebib does not know every work",
        "hint: compare what differs with the work itself",
        "hint: `moebib verify paper.bib --fix` corrects what is certain",
    ]
    assert code == 5
    assert list(files_of(tmp_path)) == ["paper.bib"]


@pytest.mark.parametrize(
    ("bib", "code"),
    [(OK, 0), (DIFFERS, 1), (NOT_FOUND, 5), (OK + DIFFERS, 1), (NOT_FOUND + DIFFERS, 5)],
)
def test_the_exit_code_is_that_of_the_worst_verdict(tmp_path: Path, bib: str, code: int) -> None:
    assert verify(tmp_path, bib)[0] == code


@pytest.mark.parametrize("kind", ["retracted", "withdrawn"])
def test_a_retraction_is_the_worst_verdict(tmp_path: Path, kind: str) -> None:
    code, out, err = verify(tmp_path, OK + NOT_FOUND, openalex=[{**WARM, "status": {"kind": kind}}])
    assert code == 6
    assert out.splitlines()[0] == f"warm: {kind} (according to openalex)"
    assert "hint: cite retracted or withdrawn works only to say so\n" in err


def test_a_retraction_has_its_date_and_notice(tmp_path: Path) -> None:
    status = {"kind": "retracted", "date": "2025-03", "source": "https://doi.org/10.5555/notice"}
    _, out, _ = verify(tmp_path, OK, crossref=[{**WARM, "status": status}])
    assert out.splitlines() == [
        "warm: retracted (on 2025-03, according to crossref)",
        "  notice: https://doi.org/10.5555/notice",
    ]


def test_an_unavailable_source_is_reported_and_nothing_counts_as_not_found(tmp_path: Path) -> None:
    (tmp_path / "paper.bib").write_text(NOT_FOUND + OK, "utf-8")
    with services(NOTHING_NEW, cut={"crossref"}):
        done = moebib("verify", "paper.bib", folder=tmp_path)
    assert done.code == 4
    assert done.out.splitlines() == [
        "cooling: cannot tell (crossref did not respond)",
        "  title: Cooling Experts Down",
        "warm: ok",
    ]
    assert done.err.splitlines() == [
        "crossref did not respond: crossref.example did not answer",
        "2 references: 1 ok, 1 cannot tell",
        "hint: run the same command again later; only the missing responses are requested",
    ]


def test_a_publication_of_a_cited_preprint_is_a_hint(tmp_path: Path) -> None:
    code, out, err = verify(tmp_path, OK, dblp=[dict(WARM_PUBLISHED)])
    hint = "there is a published version: Workshop on Invented Systems 2025 (doi:10.5555/warm)"
    assert (code, out) == (0, f"warm: ok\n  note: {hint}\n")
    assert "hint: `moebib update paper.bib` replaces preprints with their publications\n" in err


def test_json_has_the_verdicts_in_the_order_of_the_file(tmp_path: Path) -> None:
    results = json.loads(verify(tmp_path, NOT_FOUND + DIFFERS, "--json")[1])
    assert [(result["key"], result["verdict"]) for result in results] == [
        ("cooling", "not found"),
        ("sorting", "differs"),
    ]
    assert results[0]["why"] == "all 2 sources responded"
    assert [(result["file"], result["line"], result["column"]) for result in results] == [
        ("paper.bib", 1, 10),
        ("paper.bib", 2, 16),
    ]
    assert results[1]["differences"] == [
        {
            "field": "authors",
            "here": "only 1",
            "there": "'Jan van den Berg' (2 of 3)",
            "source": "crossref",
            "grade": "error",
            "link": "https://doi.org/10.5555/invented.12",
        }
    ]


def test_works_of_the_list_are_verified_by_key_or_identifier(tmp_path: Path) -> None:
    folder = make_list(tmp_path)
    with services({"crossref": [SORTING, BOUNDS], "arxiv": [WARM]}):
        done = moebib("verify", "arden2021sorting", "2402.99992", folder=folder)
    assert (done.code, done.out) == (0, "arden2021sorting: ok\nbrook2024keeping: ok\n")


def test_other_formats_can_be_verified(tmp_path: Path) -> None:
    items = '[{"id": "warm", "type": "article", "title": "Keeping Experts Warm", "author": [{"family": "Brook"}]}]'
    (tmp_path / "refs.json").write_text(items, "utf-8")
    with services(NOTHING_NEW):
        assert moebib("verify", "refs.json", folder=tmp_path).out == "warm: ok\n"
        assert moebib("verify", "refs.json", "--from", "csl-json", folder=tmp_path).code == 0


def test_hints_name_the_command_for_what_was_verified(tmp_path: Path) -> None:
    (tmp_path / "a b.bib").write_text(DIFFERS, "utf-8")
    (tmp_path / "refs.json").write_text(
        '[{"id": "w", "type": "article", "title": "Keeping Experts Warm", '
        '"author": [{"family": "Pond", "given": "Eve"}, {"family": "Brook"}]}]',
        "utf-8",
    )
    make_list(tmp_path, brook2024keeping=FILES["entries/papers/brook2024keeping.toml"].replace("Brook", "Pond", 1))
    with services(NOTHING_NEW):
        of_bib, of_json, of_list = (
            moebib("verify", target, folder=tmp_path) for target in ("a b.bib", "refs.json", "brook2024keeping")
        )
    assert (of_bib.code, of_json.code, of_list.code) == (1, 1, 1)
    assert "hint: `moebib verify 'a b.bib' --fix` corrects what is certain\n" in of_bib.err
    assert "--fix" not in of_json.err + of_list.err
    assert "hint: `moebib why KEY` shows the values of all services for a work of the list\n" in of_list.err
    assert "why" not in of_bib.err + of_json.err


def test_an_unreadable_entry_is_reported_and_not_counted_as_ok(tmp_path: Path) -> None:
    code, out, err = verify(tmp_path, OK + "@article{broken, and {not} = {an} entry\n")
    assert (code, out) == (4, "warm: ok\n")
    assert err.splitlines() == [
        "cannot read: paper.bib:3:1: MB121 unreadable block, missing closing brace: "
        "@article{broken, and {not} = {an} entry",
        "  hint: repair it; nothing was read from it",
        "1 reference: 1 ok, 1 unreadable",
    ]


def test_an_unreadable_entry_in_another_format_is_reported_and_not_counted_as_ok(tmp_path: Path) -> None:
    warm = "warm:\n  type: article\n  title: Keeping Experts Warm\n  author: Brook, Bo\n"
    (tmp_path / "refs.yml").write_text(f"{warm}broken: entry\n", "utf-8")
    with services(NOTHING_NEW):
        done = moebib("verify", "refs.yml", folder=tmp_path)
    assert done.code != 0
    assert "cannot read: refs.yml:5: MB137" in done.err


@pytest.mark.parametrize(
    ("name", "data", "code", "message"),
    [
        ("paper.json", b"[{\xc9}]", 3, "not UTF-8: byte 0xc9"),
        ("paper.bib", b"nothing here", 3, "error: paper.bib: not a bibliography in the format bibtex"),
        ("paper.txt", b"?", 3, "error: paper.txt: not a bibliography in a known format"),
    ],
)
def test_an_unreadable_file_is_refused_before_any_query(
    tmp_path: Path, name: str, data: bytes, code: int, message: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with services(NOTHING_NEW):
        done = moebib("verify", name, folder=tmp_path)
        assert queried == []
    assert (done.code, done.out) == (code, "")
    assert message in done.err


@pytest.mark.parametrize("name", ["gone.bib", "gone.TEX", "gone.md"])
def test_a_file_that_does_not_exist_is_no_key(tmp_path: Path, name: str) -> None:
    done = moebib("verify", name, folder=tmp_path)
    assert (done.code, done.out, done.err) == (2, "", f"error: file '{name}' does not exist\n")


def test_an_unknown_key_is_an_error(tmp_path: Path) -> None:
    done = moebib("verify", "brook2042", folder=make_list(tmp_path))
    assert done.code == 2
    assert "no entry 'brook2042'" in done.err


def test_guessed_fields_are_shown_unless_the_reference_is_ok(tmp_path: Path) -> None:
    lines = (
        "[1] T. Brook. Keeping experts warm. arXiv:2402.99992, 2024.",
        "[2] T. Brook, A. Cho. Cooling down. J. Heat 3, 2020.",
    )
    (tmp_path / "refs.txt").write_text("\n".join(lines), "utf-8")
    with services(NOTHING_NEW):
        done = moebib("verify", "refs.txt", folder=tmp_path)
    assert done.out.splitlines() == [
        "ref1: ok",
        "ref2: not found (all 2 sources responded)",
        "  title: Cooling down",
        "  note: its fields were guessed from text: 'Cooling down'; T. Brook, A. Cho; J. Heat; 2020",
    ]


def test_the_references_of_a_paper_on_arxiv_are_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cited = [
        Record(
            id=NEW,
            type="document",
            title="Keeping Experts Warm",
            author=["Brook, Tom"],
            identifiers=["arxiv:2402.99992"],
        ),
        Record(id=NEW, type="document", title="Cooling Experts Down", author=["Brook, Tom"]),
    ]
    monkeypatch.setattr("moebib.lookup.client.Client.cited_by", lambda self, text: cited)
    with services(NOTHING_NEW):
        code, out, _ = moebib("verify", "arxiv:2401.00001", "--json", folder=tmp_path)
    results = json.loads(out)
    assert [(result["file"], result["key"], result["verdict"]) for result in results] == [
        ("arxiv:2401.00001", "ref1", "ok"),
        ("arxiv:2401.00001", "ref2", "cannot tell"),
    ]
    assert code == 4


def test_a_paper_whose_references_no_source_has_cannot_be_verified(tmp_path: Path) -> None:
    with services(NOTHING_NEW):
        code, _, err = moebib("verify", "arxiv:2401.00001", folder=tmp_path)
        assert code == 4
        assert err.startswith("cannot read: MB214 no references of arxiv:2401.00001")
        assert "1 unreadable" in err
        assert moebib("verify", "arxiv:nothing", folder=tmp_path)[0] == 2
