"""Documents are read with all that they include, in whichever language it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from moebib.citations.documents import read_documents


@pytest.mark.parametrize(("files", "keys"), [
    (
        {
            "main.rst": ".. toctree::\n\n   one\n   two\n\n.. include:: part.txt\n\n.. [local] Title",
            "one.md": "{cite}`a` `@x`",
            "two.rst": ":cite:`b` [local]_",
            "part.txt": ":cite:`c`\n\n.. include:: more.inc",
            "more.inc": ":cite:`d` ``:cite:`x```",
        },
        ["a", "b", "c", "d"],
    ),
    (
        {"main.org": '#+INCLUDE: "a.org::*One"\n#+INCLUDE: b.tex src latex\n[cite:@c]', "a.org": "cite:a =cite:x="},
        ["a", "c"],
    ),
    ({"main.adoc": "include::a.txt[]\ncite:[b]", "a.txt": "cite:[a] +cite:[x]+"}, ["a", "b"]),
    ({"main": r"\input{a} \cite{b}", "a": r"\cite{a}"}, ["a", "b"]),
    (
        {
            "main.tex": r"\usepackage{mine} \input{macros} \see{a} \alike{b} \input{part}",
            "macros.tex": r"\newcommand{\see}[1]{\cite{#1}} \excludecomment{old}",
            "mine.sty": r"\newcommand{\alike}[1]{\see{#1}} \cite{x}",
            "part.tex": r"\see{c} \begin{old}\cite{x}\end{old}",
        },
        ["a", "b", "c"],
    ),
    ({"main.ipynb": '{"cells": [{"cell_type": "markdown", "source": "{{< include a.qmd >}} @b"}]}', "a.qmd": "@a"},
     ["a", "b"]),
])  # fmt: skip
def test_included_files_are_read(tmp_path: Path, files: dict[str, str], keys: list[str]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    documents = read_documents([tmp_path / next(iter(files))])
    assert ([cited.key for cited in documents.keys], documents.findings) == (keys, ())


def test_a_document_that_does_not_exist_is_reported_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "main.rst").write_text(".. toctree::\n\n   one\n", "utf-8")
    (finding,) = read_documents([tmp_path / "main.rst"]).findings
    assert (finding.code, finding.line, finding.column) == ("MB142", 3, 4)
    assert finding.message == "file 'one.rst' does not exist; its citations are missing"


def test_bib_files_are_found_as_each_language_names_them(tmp_path: Path) -> None:
    (tmp_path / "my refs.bib").touch()
    texts = {
        "a.org": '#+bibliography: "my refs.bib"',
        "a.md": "---\nbibliography: my refs.bib\n---\n",
        "a.adoc": ":bibtex-file: my refs.bib",
        "a.tex": r"\bibliography{my refs}",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
        assert read_documents([tmp_path / name]).bibliographies == (tmp_path / "my refs.bib",)


@pytest.mark.parametrize("names", [".", "", "a\0b", "x" * 5_000, "[", "/", "sub"])
def test_odd_names_of_bibliographies_are_no_files(tmp_path: Path, names: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.tex").write_text(rf"\cite{{a}}\bibliography{{{names}}}", "utf-8")
    assert read_documents([tmp_path / "a.tex"]).bibliographies == ()


@pytest.mark.parametrize("name", ["a.tex", "a.md", "a.typ", "a.org", "a.rst", "a.adoc", "a.aux"])
def test_an_empty_document_cites_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert read_documents([tmp_path / name]).keys == ()


@pytest.mark.parametrize(("settings", "text"), [
    ("_quarto.yml", "project: {type: book}\nbibliography: [refs.bib, gone.bib]\n"),
    ("myst.yml", "project:\n  bibliography:\n    - refs.bib\n"),
    ("_config.yml", "bibtex_bibfiles: [refs.bib]\n"),
    ("_config.yml", "sphinx: {config: {bibtex_bibfiles: [refs.bib]}}\n"),
    ("conf.py", "extensions = ['x']\nbibtex_bibfiles = [\n    'refs.bib',\n]\n"),
])  # fmt: skip
def test_the_settings_of_a_project_name_bibliographies(tmp_path: Path, settings: str, text: str) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / settings).write_text(text, "utf-8")
    (tmp_path / "refs.bib").touch()
    for name in ("book/a.md", "b.ipynb", "c.rst"):
        (tmp_path / name).write_text('{"cells": []}', "utf-8")
        assert read_documents([tmp_path / name]).bibliographies == (tmp_path / "refs.bib",)
    (tmp_path / "d.tex").touch()
    assert read_documents([tmp_path / "d.tex"]).bibliographies == ()


@pytest.mark.parametrize("text", ["", "[", "- a", "bibliography: {a: 1}", "project: x", "bibliography: [1, null]"])
def test_settings_without_bibliographies_are_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / "_quarto.yml").write_text(text, "utf-8")
    (tmp_path / "a.md").touch()
    assert read_documents([tmp_path / "a.md"]).bibliographies == ()


def test_settings_above_a_repository_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "book" / ".git").mkdir(parents=True)
    (tmp_path / "_quarto.yml").write_text("bibliography: refs.bib", "utf-8")
    (tmp_path / "refs.bib").touch()
    (tmp_path / "book" / "a.md").touch()
    assert read_documents([tmp_path / "book" / "a.md"]).bibliographies == ()
