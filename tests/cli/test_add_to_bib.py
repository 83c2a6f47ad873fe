"""`add ID --to refs.bib`: works become entries in the style of the file, and nothing else in it changes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from services import queried, services
from small_list import Done, make_list, moebib

WARM = {
    "type": "paper-conference", "title": "Keeping Experts Warm", "author": ["Brook, Tom", "Çelik, Ada"],
    "issued": "2025-03-04", "container_title": "Workshop on Invented Systems", "page": "12-34", "publisher": "Invented",
    "identifiers": ["doi:10.5555/warm"], "abstract": "We keep experts warm.", "keyword": ["caching"],
}  # fmt: skip
BOUNDS = {
    "type": "article-journal", "title": "Bounds and Limits of Experts", "author": ["Cho, Ada"], "issued": "2022-05",
    "container_title": "Journal of Invented Results", "volume": "7", "issue": "2", "page": "1-9",
    "publisher": "Invented", "identifiers": ["doi:10.5555/bounds", "issn:2049-3630"],
}  # fmt: skip
COOLING = {
    "type": "article", "genre": "preprint", "title": "Cooling Experts", "author": ["Dune, Ida"], "issued": "2024-01-15",
    "container_title": "arXiv", "identifiers": ["arxiv:2401.01234"],
}  # fmt: skip
KNOWN: dict[str, Any] = {"crossref": [WARM, BOUNDS], "arxiv": [COOLING]}


def added(folder: Path, *arguments: str, known: Any = KNOWN) -> Done:
    with services(known):
        return moebib("add", *arguments, "--to", "refs.bib", folder=folder)


def file_after(folder: Path, text: str, *arguments: str) -> str:
    """The file after works were added to one with this *text*."""
    (folder / "refs.bib").write_text(text, "utf-8")
    done = added(folder, *arguments)
    assert done.code == 0, done
    return (folder / "refs.bib").read_text("utf-8")


def test_a_new_file_is_created(tmp_path: Path) -> None:
    done = added(tmp_path, "10.5555/warm", "2401.01234")
    assert done.code == 0
    assert done.err == (
        "added brook2025keeping to refs.bib\n"
        "  Keeping Experts Warm\n"
        "  Tom Brook, Ada Çelik\n"
        "  Workshop on Invented Systems, pages 12-34, 2025-03-04\n"
        "  doi:10.5555/warm\n"
        "  from: crossref\n"
        "  check: authors from crossref only\n"
        "added dune2024cooling to refs.bib\n"
        "  Cooling Experts\n"
        "  Ida Dune\n"
        "  arXiv (preprint), 2024-01-15\n"
        "  arxiv:2401.01234\n"
        "  from: arxiv\n"
        "  check: authors from arxiv only\n"
        "  check: no published version found\n"
        "2 added\n"
    )
    assert (tmp_path / "refs.bib").read_text("utf-8") == (
        "@inproceedings{brook2025keeping,\n"
        "  author = {Brook, Tom and {\\c{C}}elik, Ada},\n"
        "  title = {Keeping Experts Warm},\n"
        "  booktitle = {Workshop on Invented Systems},\n"
        "  publisher = {Invented},\n"
        "  year = {2025},\n"
        "  pages = {12--34},\n"
        "  doi = {10.5555/warm},\n"
        "}\n"
        "\n"
        "@misc{dune2024cooling,\n"
        "  author = {Dune, Ida},\n"
        "  title = {Cooling Experts},\n"
        "  howpublished = {arXiv:2401.01234},\n"
        "  year = {2024},\n"
        "  eprint = {2401.01234},\n"
        "  archivePrefix = {arXiv},\n"
        "  url = {https://arxiv.org/abs/2401.01234},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        (  # in BibTeX and in quotes, with macros, months and other fields, and fields in another order
            '@string{jir = "Journal of Invented Results"}\n'
            '@Article{Doe:2020,\n\ttitle = "Other",\n\tauthor = "Doe, Jane",\n\tyear = 2020,\n\tmonth = jan,\n'
            '\tjournal = "J",\n\tkeywords = {a},\n\tissn = "1234-5679"\n}\n% the end\n',
            '@Article{Cho:2022,\n\ttitle = "Bounds and Limits of Experts",\n\tauthor = "Cho, Ada",\n'
            "\tyear = 2022,\n\tmonth = may,\n\tjournal = jir,\n\tvolume = 7,\n\tnumber = 2,\n"
            '\tpages = "1--9",\n\tdoi = "10.5555/bounds",\n\tissn = "2049-3630"\n}',
        ),
        (  # in BibLaTeX and in Unicode, in one line each
            "@article{doe_other_2020, author = {Doé, Jane}, title = {Other}, journaltitle = {J}, date = {2020-01}}\n",
            "@article{cho_bounds_2022, author = {Cho, Ada}, title = {Bounds and Limits of Experts}, "
            "journaltitle = {Journal of Invented Results}, date = {2022-05}, volume = {7}, number = {2}, "
            "pages = {1--9}, doi = {10.5555/bounds}}",
        ),
        (  # aligned, with a key that follows no pattern
            "@ARTICLE{theone,\n  AUTHOR = {Doe, Jane},\n  TITLE  = {Other},\n  YEAR   = {2020},\n}\n",
            "@ARTICLE{cho2022bounds,\n  AUTHOR = {Cho, Ada},\n  TITLE  = {Bounds and Limits of Experts},\n"
            "  JOURNAL = {Journal of Invented Results},\n  YEAR   = {2022},\n  VOLUME = {7},\n  NUMBER = {2},\n"
            "  PAGES  = {1--9},\n  DOI    = {10.5555/bounds},\n}",
        ),
    ],
    ids=["bibtex", "biblatex", "aligned"],
)  # fmt: skip
def test_an_entry_is_written_like_the_others(text: str, entry: str, tmp_path: Path) -> None:
    last = text.rindex("}\n") + 1
    expected = f"{text[:last]}\n\n{entry}{text[last:]}"
    assert file_after(tmp_path, text, "10.5555/bounds") == expected


@pytest.mark.parametrize(("title", "name"), [
    ("Other", "Çelik, Ada"), ("Öther", "Çelik, Ada"),
    ('{\\"O}ther', "{\\c{C}}elik, Ada"), ("\\v{O}", "{\\c{C}}elik, Ada"),
])  # fmt: skip
def test_accents_in_biblatex_are_in_latex_only_if_others_are(title: str, name: str, tmp_path: Path) -> None:
    text = f"@misc{{x,\n  title = {{{title}}},\n  date = {{2020}}\n}}\n"
    assert f"author = {{Brook, Tom and {name}}}" in file_after(tmp_path, text, "10.5555/warm")


@pytest.mark.parametrize(("encoding", "newline"), [("latin-1", "\n"), ("utf-8", "\r\n"), ("utf-16", "\n")])
def test_encoding_and_newlines_are_kept(encoding: str, newline: str, tmp_path: Path) -> None:
    before = "% für uns\n@misc{x,\n  title = {Other}\n}\n".replace("\n", newline)
    (tmp_path / "refs.bib").write_bytes(before.encode(encoding))
    assert added(tmp_path, "10.5555/warm").code == 0
    after = (tmp_path / "refs.bib").read_bytes().decode(encoding)
    assert after.startswith(before)
    assert "\n" not in after.replace(newline, "")


def test_a_letter_that_the_encoding_lacks_is_refused_and_the_others_are_added(tmp_path: Path) -> None:
    text = "% für uns\n@misc{x, title = {Other}}\n"
    (tmp_path / "refs.bib").write_text(text, "latin-1")
    chinese = {**COOLING, "title": "专家", "identifiers": ["arxiv:2401.01235"]}
    done = added(tmp_path, "2401.01235", "2401.01234", known={"arxiv": [chinese, COOLING]})
    assert done.code == 1
    assert "error: cannot add '2401.01235': the encoding of 'refs.bib'" in done.err
    assert "added dune2024cooling to refs.bib" in done.err


@pytest.mark.parametrize("entry", [
    "@article{mine, title = {Limits}, author = {Cho, Ada}, doi = {10.5555/BOUNDS}}",
    "@article{mine, title = {Other}, url = {https://doi.org/10.5555/bounds}}",
    "@article{mine, title = {Bounds and {L}imits of Experts}, author = {Cho, A.}}",
])  # fmt: skip
def test_a_work_that_is_there_is_listed_and_not_changed(entry: str, tmp_path: Path) -> None:
    title = "Other" if "Other" in entry else "Limits" if "{Limits}" in entry else BOUNDS["title"]
    known = {"crossref": [{**BOUNDS, "title": title}]}
    (tmp_path / "refs.bib").write_text(entry, "utf-8")
    done = added(tmp_path, "10.5555/bounds", known=known)
    assert (done.code, (tmp_path / "refs.bib").read_text("utf-8")) == (0, entry)
    assert done.err == (
        "10.5555/bounds: already listed as mine\n0 added, 1 already listed\n"
        "hint: `moebib update refs.bib` checks listed works for new metadata\n"
    )


def test_another_work_with_the_title_is_added(tmp_path: Path) -> None:
    text = "@article{roe, title = {Bounds and Limits of Experts}, author = {Roe, Max}, year = 1990}\n"
    after = file_after(tmp_path, text, "10.5555/bounds")
    assert after.startswith(f"{text[:-1]}\n\n@article{{cho2022bounds, ")


def test_a_key_of_the_file_is_not_used_again(tmp_path: Path) -> None:
    text = "@article{CHO2022bounds, title = {Other}}\n@book{x, title = {Y}, ids = {cho2022boundsa}}\n"
    assert "@article{cho2022boundsb, " in file_after(tmp_path, text, "10.5555/bounds")


def test_entries_may_have_one_identifier_twice(tmp_path: Path) -> None:
    text = "@misc{a, title = {A}, doi = {10.5555/x}}\n@misc{b, title = {B}, doi = {10.5555/x}, ids = {a}}\n"
    assert file_after(tmp_path, text, "10.5555/warm").startswith(text.rstrip())


def test_a_file_with_comments_or_macros_only_is_continued(tmp_path: Path) -> None:
    for text in ("% ours\n", '@string{w = "Workshop on Invented Systems"}\n', "\n"):
        assert file_after(tmp_path, text, "10.5555/warm").startswith(text.rstrip())


def test_macros_that_grow_without_end_are_not_expanded(tmp_path: Path) -> None:
    text = '@string{a0 = "Workshop on Invented Systems"}\n'
    text += "".join(f"@string{{a{n} = a{n - 1} # a{n - 1} # a{n - 1} # a{n - 1}}}\n" for n in range(1, 40))
    assert "booktitle = a0," in file_after(tmp_path, text, "10.5555/warm")


def test_a_preview_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("@misc{x,\n  title = {Other}\n}\n", "utf-8")
    done = added(tmp_path, "10.5555/warm", "2401.01234", "--diff")
    assert done.code == 0
    assert done.out.count("+++ b/refs.bib") == 1
    assert "+@inproceedings{brook2025keeping,\n" in done.out
    assert "+@misc{dune2024cooling,\n" in done.out
    assert "would add brook2025keeping to refs.bib\n  Keeping Experts Warm\n" in done.err
    assert (tmp_path / "refs.bib").read_text("utf-8") == "@misc{x,\n  title = {Other}\n}\n"


def test_json_is_that_of_add(tmp_path: Path) -> None:
    done = added(tmp_path, "10.5555/warm", "10.5555/none", "--json")
    first, second = json.loads(done.out)
    assert (first["result"], first["key"], first["files"]) == ("added", "brook2025keeping", ["refs.bib"])
    assert (second["result"], "files" in second) == ("absent", False)


def test_a_work_that_no_service_could_look_up_can_be_written_by_hand(tmp_path: Path) -> None:
    with services(KNOWN, cut=KNOWN):
        done = moebib("add", "10.5555/warm", "--to", "refs.bib", folder=tmp_path)
    assert done.code == 4
    assert "by hand: `moebib add --manual 10.5555/warm --to refs.bib`\n" in done.err
    assert list(tmp_path.iterdir()) == []


def test_an_entry_can_be_written_by_hand(tmp_path: Path) -> None:
    done = added(tmp_path, "--manual", "2503.99991", "--title", "On Routing", "--author", "Doe, Jane")
    assert done.err.startswith("added doe2025routing to refs.bib\n  On Routing\n  Jane Doe\n")
    assert queried == []


def test_what_another_program_writes_meanwhile_is_kept(tmp_path: Path) -> None:
    from datetime import date

    from moebib.commands.add_to_bib import BibSession
    from moebib.records.record import Record

    file = tmp_path / "refs.bib"
    session = BibSession(file, date(2027, 1, 1))
    file.write_text("@misc{x, title = {Other}}\n", "utf-8")
    with session.edit() as library:
        assert [record.id for record in library] == ["x"]
        session.save(Record(id="y", type="book", title="Mine"))
    assert file.read_text("utf-8") == "@misc{x, title = {Other}}\n\n@book{y, title = {Mine}}\n"


def test_processes_that_add_at_once_lose_nothing(tmp_path: Path) -> None:
    def adding(title: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "moebib", "add", "--manual", "--title", title, "--to", "refs.bib"]
        return subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)

    titles = ["On Warmth", "On Cold", "On Snow", "On Rain"]
    assert [process.wait() for process in [adding(title) for title in titles]] == [0, 0, 0, 0]
    text = (tmp_path / "refs.bib").read_text("utf-8")
    assert all(f"title = {{{title}}}" in text for title in titles)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["10.5555/warm", "--to", "refs.txt"], "--to takes a .bib file, not 'refs.txt'"),
        (["10.5555/warm", "--to", "absent/refs.bib"], "no directory 'absent'"),
        (["10.5555/warm", "--to", "refs.bib", "--tag", "routing"], "cannot be used with --to"),
        (["10.5555/warm", "--to", "entries/papers/refs.bib"], "this file belongs to the list"),
        (["--to", "refs.bib"], "no work given"),
    ],
)
def test_wrong_usage_exits_with_2_without_a_query(arguments: list[str], message: str, tmp_path: Path) -> None:
    make_list(tmp_path)
    with services(KNOWN):
        done = moebib("add", *arguments, folder=tmp_path)
        assert queried == []
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert not (tmp_path / "refs.bib").exists()
