"""`moebib fix` changes only what is certain, and in a .bib file only what it can change without touching the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from moebib.normalise.case import names_in_mixed_case
from moebib.records.name import parse_name
from small_list import moebib


@pytest.mark.parametrize("name", [
    "Louis XIV", "Henry VIII", "John Paul II", "Elizabeth I", "Pius XII", "Karl XVIII", "XIV, Louis", "Juan Carlos I",
    "Benedictus PP. XVI", "Louis XIV.", "Николай III", "Smith 3rd, John", "SMITH 3RD, John", "Ramses 2.", "Louis 14e",
    "Juan Carlos 1º", "{Louis XIV}", "Smith, III, John", "VAN TRAN, Minh", "DE LA CRUZ, Ana", "IJSBRAND, Jan",
    "IŞIK, Ali",
])  # fmt: skip
def test_names_that_may_be_right_are_left_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / "moebib.toml").write_text('format = 2\ntitle = "Ours"\n', encoding="utf-8")
    entry = tmp_path / "entries/papers/doe2024.toml"
    entry.parent.mkdir(parents=True)
    text = f'type = "book"\ntitle = "Sparse Experts"\nauthor = ["{name}"]\nissued = "2024"\n'
    entry.write_text(text, encoding="utf-8")
    assert moebib("fix", folder=tmp_path).err == "nothing to fix\n"
    assert entry.read_text(encoding="utf-8") == text
    assert "MB395" not in moebib("check", folder=tmp_path).out


@pytest.mark.parametrize(("name", "mixed"), [
    ("SMITH III, John", "Smith III, John"), ("TUDOR, Henry VIII", "Tudor, Henry VIII"),
    ("XI JINPING, A", "Xi Jinping, A"),
    ("VAN DER BERG, Jan", "van der Berg, Jan"), ("VON NEUMANN, John", "von Neumann, John"), ("DIX, Otto", "Dix, Otto"),
])  # fmt: skip
def test_a_number_after_a_name_in_capitals_stays(name: str, mixed: str) -> None:
    assert names_in_mixed_case((parse_name(name),)) == (parse_name(mixed),)


def test_a_person_beside_an_organisation_does_not_become_part_of_it(tmp_path: Path) -> None:
    text = "@misc{a, title = {Sparse Experts}, author = {Team, Jane Doe {and} the Example}}\n"
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")
    moebib("fix", "refs.bib", "--select", "MB394", folder=tmp_path)
    assert (tmp_path / "refs.bib").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("field", "fixed"), [
    ("title = {Sparse {E}xperts at \\emph{any} Scale.}", "title = {Sparse {E}xperts at \\emph{any} Scale}"),
    ('title = "Sparse Experts at {Scale}."', 'title = "Sparse Experts at {Scale}"'),
    ("title = {M{\\\"o}bius:Experts at $O(n)$ \\& more.}", "title = {M{\\\"o}bius: Experts at $O(n)$ \\& more}"),
    ("title = {Sparse {\\sc Experts} \\textbf{at Scale.}}", "title = {Sparse {\\sc Experts} \\textbf{at Scale}}"),
    ("title = {{Sparse \\unknown{Experts}.}}", "title = {{Sparse \\unknown{Experts}}}"),
    ("title = {Sparse Experts\n    at Scale.}", "title = {Sparse Experts\n    at Scale}"),
    ("author = {DOE, Jane and\n            M{\\\"u}ller, J{\\'o}n and\n            ROE, Max}",
     "author = {Doe, Jane and\n            M{\\\"u}ller, J{\\'o}n and\n            Roe, Max}"),
])  # fmt: skip
def test_only_the_words_that_are_wrong_change(field: str, fixed: str, tmp_path: Path) -> None:
    text = f"@misc{{a,\n  {field},  % ours\n  year = 2024,\n}}\n"
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")
    assert moebib("fix", "refs.bib", "--select", "MB371,MB375,MB396", folder=tmp_path).code == 0
    assert (tmp_path / "refs.bib").read_text(encoding="utf-8") == text.replace(field, fixed)


@pytest.mark.parametrize("text", [
    "@string{t = {Sparse Experts at Scale.}}\n@misc{a, title = t}\n",
    '@misc{a, title = "Sparse Experts" # { at Scale.}}\n',
    "@misc{a, title = {Sparse Experts} # % ours\n { at Scale.}}\n",
    "@misc{a, title = {Sparse Experts % ours\n at Scale.}}\n",
    "@misc{a, title = {Sparse Experts at Scale.}, title = {Other.}}\n",
    "@misc{a, title = {Sparse Experts at Scale\\mydot}}\n",
    "@inproceedings{a, crossref = {b}}\n@proceedings{b, title = {Sparse Experts at Scale}}\n",
    '@string{d = {DOE, Jane}}\n@misc{a, author = d # " and Roe, Max"}\n',
    "@misc{a, author = d # { and Roe, Max}}\n@misc{b, author = {\\DOE{} and \\uppercase{roe}, Max}}\n",
])  # fmt: skip
def test_what_cannot_be_changed_alone_is_neither_offered_nor_changed(text: str, tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")
    assert "[*]" not in moebib("check", "refs.bib", "--select", "MB371,MB396,MB377", folder=tmp_path).out
    assert moebib("fix", "refs.bib", "--select", "MB371,MB396,MB377", folder=tmp_path).err == "nothing to fix\n"
    assert (tmp_path / "refs.bib").read_text(encoding="utf-8") == text


def test_one_fix_of_an_entry_is_made_if_another_cannot_be(tmp_path: Path) -> None:
    text = '@misc{a, title = "Sparse Experts" # { at Scale.}, author = {DOE, Jane}}\n'
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")
    done = moebib("fix", "refs.bib", "--select", "MB371,MB396", folder=tmp_path)
    assert done.err.endswith("1 problem fixed in 1 file\n")
    assert (tmp_path / "refs.bib").read_text(encoding="utf-8") == text.replace("DOE", "Doe")


@pytest.mark.parametrize(
    ("written", "fixed"),
    [
        ("{{VAX editor\n     (LSEDIT) guide}}", "{{VAX} editor\n     ({LSEDIT}) guide}"),
        (r'"{Tame the BeaST with Bib{\TeX}}"', r'"Tame the {BeaST} with {Bib{\TeX}}"'),
        ("{{Sparse Experts at Scale}}", "{{Sparse Experts at Scale}}"),
        (r"{{Na\"{\i}ve VAX guide}}", r"{Na\"{\i}ve {VAX} guide}"),
    ],
)
def test_words_keep_their_case_without_the_braces_around_the_title(written: str, fixed: str, tmp_path: Path) -> None:
    text = f"@book{{a,\n  title = {written},\n}}\n"
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")
    assert moebib("fix", "refs.bib", "--select", "MB382", folder=tmp_path).code == 0
    assert (tmp_path / "refs.bib").read_text(encoding="utf-8") == text.replace(written, fixed)


def test_an_entry_that_cannot_be_read_does_not_keep_the_others_from_being_fixed(tmp_path: Path) -> None:
    (tmp_path / "moebib.toml").write_text('format = 2\ntitle = "Ours"\n', encoding="utf-8")
    papers = tmp_path / "entries/papers"
    papers.mkdir(parents=True)
    text = 'type = "book"\ntitle = "Sparse Experts."\nurl = "https://example.org"\n'
    (papers / "doe2024.toml").write_text(text, encoding="utf-8")
    (papers / "roe2024.toml").write_text("type = ", encoding="utf-8")
    problem = (
        "entries/papers/roe2024.toml:1:7: MB002 not TOML: invalid value\n"
        "  hint: write a value after type =, or remove the line\nerror: 1 problem in 1 file"
    )
    for preview in ("--diff", "--dry-run"):
        assert moebib("fix", preview, folder=tmp_path).err.endswith(f"{problem}; what cannot be read is left out\n")
        assert (papers / "doe2024.toml").read_text(encoding="utf-8") == text
    done = moebib("check", "--fix", folder=tmp_path)
    assert (done.code, done.out.count("MB002"), done.err.count("MB002")) == (1, 1, 0)
    assert 'title = "Sparse Experts"\n' in (papers / "doe2024.toml").read_text(encoding="utf-8")
    done = moebib("fix", folder=tmp_path)
    assert (done.code, done.err) == (3, f"nothing to fix\n{problem}; what cannot be read is left out\n")


def test_a_list_whose_configuration_is_invalid_is_not_fixed(tmp_path: Path) -> None:
    (tmp_path / "moebib.toml").write_text("titel = 'Ours'\n", encoding="utf-8")
    done = moebib("fix", folder=tmp_path)
    assert (done.code, done.err.splitlines()[-1]) == (3, "error: 1 problem in 1 file")


@pytest.mark.parametrize(
    ("written", "fixed"),
    [
        ("{https://doi.org/10.5555/pond.1}", "{10.5555/pond.1}"),
        ('"http://dx.doi.org/10.5555/Pond_1"', '"10.5555/Pond_1"'),
        ("{doi: 10.5555/pond.1}", "{10.5555/pond.1}"),
        ("{DOI 10.5555/pond.1}", "{10.5555/pond.1}"),
        ("{doi.org/10.5555/pond.1}", "{10.5555/pond.1}"),
        ("{https://doi.org/10.5555/pond.1?from=mail}", "{https://doi.org/10.5555/pond.1?from=mail}"),
        ("{https://ponds.example/10.5555/pond.1}", "{https://ponds.example/10.5555/pond.1}"),
        ("{https://doi.org/} # pond", "{https://doi.org/} # pond"),
    ],
)
def test_a_url_becomes_a_doi_if_it_contains_nothing_else(written: str, fixed: str, tmp_path: Path) -> None:
    text = f'@string{{pond = "10.5555/pond.1"}}\n@misc{{a, title = {{A  {{B}}}}, doi  = {written}, % ours\n}}\n'
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")
    checked = moebib("check", "refs.bib", "--select", "MB345", "--output-format", "json", folder=tmp_path)
    assert checked.code == 1
    assert moebib("fix", "refs.bib", "--select", "MB345", folder=tmp_path).code == 0
    assert (tmp_path / "refs.bib").read_text(encoding="utf-8") == text.replace(written, fixed)


def test_all_that_is_offered_is_fixed_at_once(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_text(
        "@book{a,\n  title = {Sparse Experts.},\n  doi = {https://doi.org/10.5555/a},\n}\n", encoding="utf-8"
    )
    assert "[*] 2 fixable" in moebib("check", "refs.bib", folder=tmp_path).err
    done = moebib("fix", "refs.bib", folder=tmp_path)
    assert [line.split(":")[:2] for line in done.err.splitlines()[-3:-1]] == [
        ["fixed refs.bib", "2"],
        ["fixed refs.bib", "3"],
    ]
    assert file.read_text(encoding="utf-8") == "@book{a,\n  title = {Sparse Experts},\n  doi = {10.5555/a},\n}\n"
