"""`cite`: exactly the cited works are taken from the list and from files; missing keys are reported with locations."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from small_list import FILES, Done, make_list, moebib

OTHER = """\
@string{inv = "Invented Press"}
@Book{doe1999,
   title={My   book}, publisher = inv, year=1999, author={Doe, Jo}}
@book{arden2021sorting, title = {Mine}, author = {Arden, M.}, year = 2021}
@inproceedings{part, title = {P}, crossref = {vol}, author = {Roe, Al}, pages = {1--2}}
@proceedings{vol, title = {V}, year = 2001}
@online{web2020, title = {W}, date = {2020-03}, url = {https://example.org/w}, author = {Ünal, Ö.}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    cho = FILES["entries/papers/cho2022bounds.toml"] + 'ids = ["cho2021draft"]\n'
    make_list(tmp_path, cho2022bounds=cho)
    (tmp_path / "other.bib").write_text(OTHER, "utf-8", newline="\n")
    return tmp_path


def write(folder: Path, **files: str) -> None:
    """Write files; `__` in a name stands for the full stop: ``main__tex="..."``."""
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, "utf-8", newline="\n")


def cited(folder: Path, *arguments: str) -> list[str]:
    """The keys of the exported works."""
    done = moebib("cite", *arguments, "-f", "jsonl", folder=folder)
    assert done.code == 0, done.err
    return [json.loads(line)["id"] for line in done.out.splitlines()]


def entry_lines(done: Done) -> list[str]:
    return [line for line in done.out.splitlines() if line.startswith("@")]


def test_a_document_and_all_that_it_includes(folder: Path) -> None:
    write(
        folder,
        main__tex="\\cite{cho2022bounds}\\include{part}\n",
        part__tex="\\citep[2]{brook2024keeping}\\input{main}",
    )
    done = moebib("cite", "main.tex", "-o", "refs.bib", folder=folder)
    assert done == (
        0,
        "",
        "part.tex:1:28: MB142 file 'main.tex' includes itself\nwrote refs.bib: 2 cited, 2 found\n",
    )
    text = (folder / "refs.bib").read_text("utf-8")
    assert [line for line in text.splitlines() if line.startswith("@")] == [
        "@misc{brook2024keeping,",
        "@article{cho2022bounds,",
    ]


@pytest.mark.parametrize(
    ("name", "text", "entry"),
    [
        ("a.aux", "\\citation{brook2024keeping}\n", "@misc"),
        ("a.aux", "\\abx@aux@cite{0}{brook2024keeping}\n", "@online"),
        ("a.tex", "\\usepackage{biblatex}\\cite{brook2024keeping}", "@online"),
        ("a.tex", "\\cite{brook2024keeping}", "@misc"),
        ("a.md", "[@brook2024keeping]", "@online"),
        ("a.Rmd", "@brook2024keeping", "@online"),
        ("a.typ", "@brook2024keeping", "@online"),
    ],
)
def test_the_dialect_follows_from_the_document(folder: Path, name: str, text: str, entry: str) -> None:
    (folder / name).write_text(text, "utf-8", newline="\n")
    assert entry_lines(moebib("cite", name, folder=folder)) == [f"{entry}{{brook2024keeping,"]


@pytest.mark.parametrize(
    ("output", "begins"),
    [("x.json", "["), ("x.bib", "% Written by moebib for BibTeX."), ("x.jsonl", "{"), ("x.csv", '"id",')],
)
def test_the_format_follows_from_the_output_file(folder: Path, output: str, begins: str) -> None:
    assert moebib("cite", "-k", "cho2022bounds", "-o", output, folder=folder).code == 0
    assert (folder / output).read_text("utf-8").lower().startswith(begins.lower())


def test_missing_keys_are_reported_with_every_location_and_the_rest_is_written(folder: Path) -> None:
    write(folder, main__tex="\\cite{cho2022bound}\n  \\cite{nobody1900zz,brook2024keeping} \\cite{cho2022bound}\n")
    assert moebib("cite", "main.tex", "-o", "refs.bib", folder=folder) == (
        1,
        "",
        "main.tex:1:7: MB141 no entry 'cho2022bound'\n  hint: did you mean 'cho2022bounds'?\n"
        "main.tex:2:9: MB141 no entry 'nobody1900zz'\n"
        "main.tex:2:46: MB141 no entry 'cho2022bound'\n  hint: did you mean 'cho2022bounds'?\n"
        "wrote refs.bib: 3 cited, 1 found, 2 missing\n",
    )
    assert "@misc{brook2024keeping," in (folder / "refs.bib").read_text("utf-8")


def test_quiet_still_reports_missing_keys(folder: Path) -> None:
    done = moebib("-q", "cite", "-k", "gone", folder=folder)
    assert (done.code, done.err) == (1, "MB141 no entry 'gone'\n")


@pytest.mark.parametrize(("files", "expected"), [
    ({"main.tex": r"\cite{doe1999,brook2024keeping}\bibliography{other}"}, ["brook2024keeping", "doe1999"]),
    ({"main.tex": r"\cite{doe1999}\addbibresource[glob]{o*.bib}"}, ["doe1999"]),
    ({"main.tex": r"\cite{doe1999}\addbibresource{\jobname.bib}", "main.bib": OTHER}, ["doe1999"]),
    ({"main.tex": r"\usepackage{mine}\cite{doe1999}", "mine.sty": r"\addbibresource{other.bib}\cite{x}"}, ["doe1999"]),
    ({"main.tex": "% !TeX root = sub/root.tex\n\\cite{doe1999}", "sub/root.tex": r"\cite{x}\bibliography{../other}"},
     ["doe1999"]),
    ({"main.tex": r"\documentclass[sub/root]{subfiles}\cite{doe1999}", "sub/root.tex": r"\bibliography{../other}"},
     ["doe1999"]),
    ({"main.md": "---\nbibliography: a.json\n---\n@a", "a.json": '[{"id": "a", "type": "book", "title": "A"}]'}, ["a"]),
    ({"main.typ": '@doe1999 #bibliography("other.bib")'}, ["doe1999"]),
])  # fmt: skip
def test_what_the_list_lacks_is_taken_from_the_bibliographies_of_the_document(
    folder: Path, files: dict[str, str], expected: list[str]
) -> None:
    (folder / "sub").mkdir()
    write(folder, **files)
    assert cited(folder, next(iter(files))) == expected


def test_the_members_of_a_set_are_cited_with_it(folder: Path) -> None:
    texts = "@book{a, title={A}, year=2001}\n@book{b, title={B}, year=2002, ids={c}}\n@set{pair, entryset={a,c,b}}\n"
    write(folder, sets__bib=texts)
    assert cited(folder, "-k", "pair", "--from", "sets.bib") == ["a", "b", "c"]
    done = moebib("cite", "-k", "pair", "--from", "sets.bib", "-f", "bibtex", folder=folder)
    assert entry_lines(done) == ["@book{a, title={A}, year=2001}", "@book{b, title={B}, year=2002}",
                                 "@book{c, title={B}, year=2002}", "@set{pair,"]  # fmt: skip


def test_an_entry_under_one_of_its_other_keys_does_not_list_that_key(folder: Path) -> None:
    write(folder, mine__bib="@online{a, ids = {b, c}, title={A}}\n@online{d, title={D}, ids={e}, date={2001}}\n")
    done = moebib("cite", "-k", "c,e", "--from", "mine.bib", "-f", "biblatex", folder=folder)
    assert entry_lines(done) == ["@online{c, ids = {b}, title={A}}", "@online{e, title={D}, date={2001}}"]


def test_works_that_the_document_reads_besides_the_output_are_not_written_again(folder: Path) -> None:
    write(folder, main__tex="\\cite{doe1999,brook2024keeping}\\bibliography{refs,other}")
    for verb in ("wrote", "unchanged"):
        done = moebib("cite", "main.tex", "-o", "refs.bib", folder=folder)
        assert (done.code, done.err) == (0, f"{verb} refs.bib: 2 cited, 2 found\n")
    assert "doe1999" not in (folder / "refs.bib").read_text("utf-8")


def test_a_file_that_alone_has_a_cited_work_is_not_replaced(folder: Path) -> None:
    write(folder, main__tex="\\cite{doe1999}\\bibliography{other}")
    done = moebib("cite", "main.tex", "-o", "other.bib", folder=folder)
    assert done.code == 3
    assert "error: other.bib: would lose a cited work, such as 'doe1999'\n" in done.err
    assert (folder / "other.bib").read_text("utf-8") == OTHER


def test_outside_a_list_only_what_the_bibliographies_lack_is_taken_from_the_bundled_list(tmp_path: Path) -> None:
    write(tmp_path, main__tex="\\cite{doe1999}\\nocite{*}\\bibliography{other}", other__bib=OTHER)
    assert moebib("cite", "main.tex", folder=tmp_path).err == "5 cited, 5 found\n"
    write(tmp_path, main__tex="\\cite{doe1999,fedus2022switch}\\bibliography{other}")
    done = moebib("cite", "main.tex", folder=tmp_path)
    assert (done.err.splitlines()[0][:22], done.err.splitlines()[-1]) == ("using the bundled list", "2 cited, 2 found")


@pytest.mark.parametrize(("name", "text", "expected"), [
    ("a.json", "no JSON", "a.json:1:1: MB111 invalid JSON"),
    ("a.yaml", "references: []", "a.yaml:1: MB137"),
    ("a.bib", "\0\1", "a.bib: MB142 a binary file"),
])  # fmt: skip
def test_a_bibliography_that_cannot_be_read_is_reported(folder: Path, name: str, text: str, expected: str) -> None:
    write(folder, **{name: text}, main__md=f"---\nbibliography: [{name}, other.bib]\n---\n@doe1999 @gone")
    done = moebib("cite", "main.md", folder=folder)
    assert (done.code, done.err.splitlines()[-1]) == (1, "2 cited, 1 found, 1 missing")
    assert expected in done.err


def test_a_macro_and_a_parent_that_a_copied_entry_lacks_are_reported(folder: Path) -> None:
    write(folder, mine__bib="@article{a, title={T}, journal=jabc, author={Doe, J.}, year=2001, crossref={gone}}")
    done = moebib("cite", "-k", "a", "--from", "mine.bib", folder=folder)
    assert "mine.bib:1: MB124 undefined macro 'jabc'" in done.err
    assert "mine.bib:1: MB129 'crossref' refers to 'gone'" in done.err


def test_a_chain_of_parents_that_is_too_long_is_reported_as_when_the_file_is_read(folder: Path) -> None:
    chain = [f"@book{{k{at}, title={{T}}, crossref={{k{at + 1}}}}}\n" for at in range(13)]
    write(folder, mine__bib="".join([*chain, "@book{k13, title={T}}"]))
    done = moebib("cite", "-k", "k0", "--from", "mine.bib", "--format", "csl-json", folder=folder)
    assert "mine.bib:1: MB130 'crossref' chain is longer than 10 entries" in done.err
    assert "MB129" not in done.err
    assert "MB129" not in moebib("cite", "-k", "k0", "--from", "mine.bib", folder=folder).err


def test_a_macro_may_be_in_a_file_that_only_latex_finds(folder: Path) -> None:
    write(folder, mine__bib="@article{a, title={T}, journal=jabc, author={Doe, J.}, year=2001}")
    write(folder, main__tex="\\cite{a}\\bibliography{IEEEabrv,mine}")
    assert moebib("cite", "main.tex", "-o", "new.bib", folder=folder).err == "wrote new.bib: 1 cited, 1 found\n"


def test_an_unchanged_file_is_not_rewritten(folder: Path) -> None:
    moebib("cite", "-k", "cho2022bounds", "-o", "refs.bib", folder=folder)
    os.utime(folder / "refs.bib", (1, 1))
    done = moebib("cite", "-k", "cho2022bounds", "-o", "refs.bib", folder=folder)
    assert done.err == "unchanged refs.bib: 1 cited, 1 found\n"
    assert (folder / "refs.bib").stat().st_mtime == 1


def test_entries_from_a_bib_file_are_copied_unchanged(folder: Path) -> None:
    done = moebib("cite", "-k", "doe1999,part,cho2022bounds", "--from", "other.bib", folder=folder)
    assert done.code == 0
    assert done.out == (
        "% Written by moebib for BibTeX.\n\n"
        '@string{inv = "Invented Press"}\n\n'
        + moebib("export", "-k", "cho2022bounds", folder=folder).out.partition("\n\n")[2]
        + "\n@Book{doe1999,\n   title={My   book}, publisher = inv, year=1999, author={Doe, Jo}}\n\n"
        "@inproceedings{part, title = {P}, crossref = {vol}, author = {Roe, Al}, pages = {1--2}}\n\n"
        "@proceedings{vol, title = {V}, year = 2001}\n"
    )


def test_biblatex_only_entries_are_rewritten_for_bibtex(folder: Path) -> None:
    def of(format: str) -> str:
        return moebib("cite", "-k", "web2020", "--from", "other.bib", "-f", format, folder=folder).out

    assert "@online{web2020, title = {W}, date = {2020-03}" in of("biblatex")
    assert "year = {2020}" in of("bibtex")
    assert "@online" not in of("bibtex")


def test_omit_and_unicode_rewrite_entries(folder: Path) -> None:
    done = moebib("cite", "-k", "doe1999", "--from", "other.bib", "--omit", "publisher", folder=folder)
    assert "publisher" not in done.out
    assert "title = {My book}," in done.out


def test_files_take_precedence_over_the_list_in_their_order(folder: Path) -> None:
    write(folder, first__bib="@misc{part, title = {First}}\n")
    arguments = ("-k", "part,arden2021sorting,cho2022bounds", "--from", "first.bib", "--from", "other.bib")
    done = moebib("cite", *arguments, folder=folder)
    assert entry_lines(done)[1:] == ["@article{cho2022bounds,", "@misc{part, title = {First}}"]
    assert "title = {Mine}" in done.out


def test_the_list_can_be_left_out(folder: Path) -> None:
    done = moebib("cite", "-k", "part,cho2022bounds", "--from", "other.bib", "--no-list", folder=folder)
    assert (done.code, "cho2022bounds" in done.out) == (1, False)


def test_other_output_formats_include_inherited_fields(folder: Path) -> None:
    done = moebib("cite", "-k", "part", "--from", "other.bib", "-f", "csl-json", folder=folder)
    (item,) = json.loads(done.out)
    assert (item["container-title"], item["issued"]) == ("V", {"date-parts": [[2001]]})


def test_works_can_come_from_other_formats(folder: Path) -> None:
    write(folder, zotero__json='[{"id": "roe2000", "type": "book", "title": "Z"}, {"id": "x", "type": "nonsense"}]')
    done = moebib("cite", "-k", "roe2000", "--from", "zotero.json", folder=folder)
    assert (done.code, entry_lines(done), done.err) == (0, ["@book{roe2000,"], "1 cited, 1 found\n")


def test_a_work_is_written_with_the_key_it_is_cited_by(folder: Path) -> None:
    assert cited(folder, "-k", "cho2021draft") == ["cho2021draft"]
    assert cited(folder, "-k", "CHO2022Bounds") == ["CHO2022Bounds"]


def test_a_work_cited_by_two_keys_is_reported(folder: Path) -> None:
    done = moebib("cite", "-k", "cho2022bounds,cho2021draft", folder=folder)
    assert entry_lines(done) == ["@article{cho2021draft,", "@article{cho2022bounds,"]
    assert done.err.startswith("MB143 'cho2021draft' and 'cho2022bounds' are the same work, which is listed twice\n")


def test_a_star_cites_every_work(folder: Path) -> None:
    write(folder, main__tex="\\cite{cho2021draft}\\nocite{*}")
    assert cited(folder, "main.tex") == ["arden2021sorting", "brook2024keeping", "cho2021draft"]
    assert cited(folder, "main.tex", "--from", "other.bib")[:2] == ["arden2021sorting", "brook2024keeping"]


def test_a_reference_to_a_label_is_not_a_citation(folder: Path) -> None:
    write(folder, main__typ='#include "a.typ"\n@fig:one @cho2022bounds', a__typ="#figure[] <fig:one>")
    assert cited(folder, "main.typ") == ["cho2022bounds"]


def test_missing_files_are_reported_and_files_without_text_are_skipped(folder: Path) -> None:
    write(folder, main__tex="\\input{gone}\\input{plot.pgf}\\cite{cho2022bounds}", plot__pgf="\\cite{no}")
    done = moebib("cite", "main.tex", folder=folder)
    assert done.code == 0
    assert done.err.startswith("main.tex:1:1: MB142 file 'gone.tex' does not exist; its citations are missing\n")


def test_a_document_in_latin_1_is_read(folder: Path) -> None:
    (folder / "main.tex").write_bytes("% Größe\n\\cite{cho2022bounds} für".encode("latin-1"))
    assert cited(folder, "main.tex") == ["cho2022bounds"]


def test_included_files_are_found_relative_to_the_main_document_or_the_including_one(folder: Path) -> None:
    (folder / "paper/parts").mkdir(parents=True)
    (folder / "paper/main.tex").write_text("\\input{parts/a}", "utf-8")
    (folder / "paper/parts/a.tex").write_text("\\input{parts/b}\\input{c}", "utf-8")
    (folder / "paper/parts/b.tex").write_text("\\cite{cho2022bounds}", "utf-8")
    (folder / "paper/parts/c.tex").write_text("\\cite{brook2024keeping}", "utf-8")
    assert cited(folder, "paper/main.tex") == ["brook2024keeping", "cho2022bounds"]


def test_a_dry_run_writes_nothing_and_a_diff_shows_the_changes(folder: Path) -> None:
    arguments = ("cite", "-k", "cho2022bounds", "-o", "refs.bib")
    done = moebib(*arguments, "--dry-run", "--diff", folder=folder)
    assert done.out.startswith("--- a/refs.bib\n+++ b/refs.bib\n@@ -0,0 +1,")
    assert done.err == "would write refs.bib (+9 -0 lines)\n1 cited, 1 found\n"
    assert not (folder / "refs.bib").exists()
    moebib(*arguments, folder=folder)
    assert moebib(*arguments, "--dry-run", "--diff", folder=folder) == (0, "", "unchanged refs.bib: 1 cited, 1 found\n")


def test_the_preprint_can_be_preferred(folder: Path) -> None:
    assert (
        "eprint = {2012.99991}" in moebib("cite", "-k", "arden2021sorting", "--prefer", "preprint", folder=folder).out
    )


def test_repeated_runs_and_the_order_of_keys_change_nothing(folder: Path) -> None:
    joined = moebib("cite", "-k", "cho2022bounds,part", "--from", "other.bib", folder=folder)
    repeated = moebib("cite", "--from", "other.bib", "-k", "part", "-k", "cho2022bounds", folder=folder)
    assert joined == repeated


def test_a_document_without_citations_gives_an_empty_bibliography(folder: Path) -> None:
    write(folder, main__tex="nothing")
    assert moebib("cite", "main.tex", "-o", "refs.bib", folder=folder) == (0, "", "wrote refs.bib: 0 cited, 0 found\n")


def test_a_broken_entry_does_not_affect_the_others(folder: Path) -> None:
    write(folder, torn__bib="@misc{torn, title = {T}, note = {open\n@misc{whole, title = {W}}\n")
    done = moebib("cite", "-k", "whole,torn", "--from", "torn.bib", folder=folder)
    assert "@misc{whole, title = {W}}" in done.out
    assert done.out.count("@misc{torn") == 1


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "nothing to cite; pass a document, or keys with -k"),
        (["gone.tex"], 2, "does not exist"),
        (["moebib.toml"], 2, "cannot determine the language of 'moebib.toml'; known endings: .tex"),
        (["other.bcf"], 3, "other.bcf: not a control file of biber"),
        (["-k", "x", "--from", "other.bib", "-o", "other.bib"], 2, "output file 'other.bib' is also an input"),
        (["-k", "x", "-f", "readme"], 2, "readme is made from a whole list"),
        (["-k", "x", "-f", "nonsense"], 2, "unknown format 'nonsense'"),
        (
            ["-k", "x", "-o", "x.unknown"],
            2,
            "cannot determine the format of 'x.unknown'; choose the output format from ",
        ),
        (["-k", "x", "--watch"], 2, "--watch needs -o FILE"),
        (["-k", "cho2022bounds", "--style", "no-such"], 2, "unknown style 'no-such'"),
        (["-k", "cho2022bounds", "--style", "apa", "--locale", "x y"], 2, "not a locale: 'x y'"),
    ],
)
def test_wrong_usage_is_reported(folder: Path, arguments: list[str], code: int, message: str) -> None:
    write(folder, other__bcf="\\relax")
    done = moebib("cite", *arguments, folder=folder)
    assert (done.code, done.out) == (code, "")
    assert message in done.err


def test_references_are_numbered_in_order_of_citation(folder: Path) -> None:
    write(folder, main__tex="\\cite{cho2022bounds}\\cite{brook2024keeping}\\cite{cho2022bounds}")
    done = moebib("cite", "main.tex", "-f", "text", "--style", "ieee", folder=folder)
    assert [line[:6] for line in done.out.splitlines() if line] == ["[1] A.", "[2] T."]


def test_a_style_without_a_format_implies_text(folder: Path) -> None:
    done = moebib("cite", "-k", "cho2022bounds", "--style", "apa", folder=folder)
    assert done.out == "Cho, A. (2022). Bounds & Limits of k Experts. Journal of Invented Results.\n"


def test_a_value_that_tex_executes_is_not_copied_but_written_as_text(tmp_path: Path) -> None:
    (tmp_path / "old.bib").write_text(
        "@string{p = {Pond \\input{x}}}\n"
        "@book{a, title = {Ponds  \\csuse{input}{x}}}\n@book{b, title = {Reeds}, publisher = p}\n"
        "@book{c, title = {Moss  \\pond}}\n",
        encoding="utf-8",
    )
    done = moebib("cite", "-k", "a,b,c", "--no-list", "--from", "old.bib", folder=tmp_path)
    assert "@book{c, title = {Moss  \\pond}}" in done.out
    assert "\\csuse" not in done.out
    assert "\\input" not in done.out
    assert [line.partition(" may do more")[0] for line in done.err.splitlines() if "MB146" in line] == [
        "old.bib:2: MB146 BibTeX does not keep title 'Ponds  \\\\csuse{input}{x}' of 'a': \\csuse",
        "old.bib:3: MB146 BibTeX does not keep p 'Pond \\\\input{x}' of 'b': \\input",
    ]


def test_what_pdflatex_does_not_print_is_reported(folder: Path) -> None:
    write(folder, works__json='[{"id": "a", "type": "book", "title": "東京"}]', old__bib="@misc{b, title = {東京}}\n")
    done = moebib("cite", "-k", "a", "-k", "b", "--from", "works.json", "--from", "old.bib", folder=folder)
    assert [line for line in done.err.splitlines() if "MB149" in line] == [
        "MB149 title of 'a' in BibTeX has '東', '京', which XeLaTeX and LuaLaTeX print, but not pdfLaTeX"
    ]
