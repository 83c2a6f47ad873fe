"""`convert`: a file is converted from one format to another; no list is read or changed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from small_list import Done, files_of, make_list, moebib

BIB = """\
% Of two hands.
@book{zola1885, author = {Zola, {\\'E}mile}, title = {Germinal}, year = 1885}
@article{abel1826, author = "Abel, Niels Henrik", title = "Transcendental Functions", journal = "M{\\'e}moires",
  year = 1826, pages = "1--10"}
"""
ITEMS = [
    {"id": "zola1885", "type": "book", "title": "Germinal", "issued": {"date-parts": [[1885]]}},
    {"id": "abel1826", "type": "article-journal", "title": "Transcendental Functions"},
]

RECORDS = '{"id": "zola1885", "type": "book"}\n{"id": "abel1826", "type": "book"}\n'


def put(folder: Path, name: str, text: str | bytes) -> str:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


def test_the_formats_follow_from_the_file_extensions(tmp_path: Path) -> None:
    done = moebib("convert", put(tmp_path, "old.bib", BIB), "-o", "new.json", folder=tmp_path)
    assert done == Done(0, "", "old.bib -> new.json: 2 works\n")
    items = json.loads((tmp_path / "new.json").read_text("utf-8"))
    assert [item["id"] for item in items] == ["zola1885", "abel1826"]
    assert items[0]["author"] == [{"family": "Zola", "given": "Émile"}]
    assert moebib("convert", "new.json", "-o", "back.bib", folder=tmp_path).code == 0
    back = (tmp_path / "back.bib").read_text("utf-8")
    assert "author = {Zola, {\\'E}mile}" in back
    assert "journal = {M{\\'e}moires}" in back


def test_options_override_file_extensions(tmp_path: Path) -> None:
    put(tmp_path, "old.txt", BIB)
    done = moebib("convert", "old.txt", "--from", "biblatex", "--to", "biblatex", "-o", "new.txt", folder=tmp_path)
    assert done.code == 0
    text = (tmp_path / "new.txt").read_text("utf-8")
    assert "journaltitle = {M{\\'e}moires}" in text
    assert "date = {1826}" in text


def test_unicode_and_omit_work_as_in_export(tmp_path: Path) -> None:
    put(tmp_path, "old.bib", BIB)
    done = moebib("convert", "old.bib", "--to", "bibtex", "--unicode", "--omit", "pages", folder=tmp_path)
    assert "Émile" in done.out
    assert "pages" not in done.out


@pytest.mark.parametrize("text", [BIB, json.dumps(ITEMS), RECORDS])
def test_the_format_of_stdin_is_detected(tmp_path: Path, text: str) -> None:
    done = moebib("convert", "-", "--to", "jsonl", stdin=text, folder=tmp_path)
    assert done.code == 0
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ["zola1885", "abel1826"]
    assert done.err == "<stdin> -> <stdout>: 2 works\n"


def test_findings_have_a_location_and_affect_the_exit_code_only_with_strict(tmp_path: Path) -> None:
    put(tmp_path, "old.bib", f"{BIB}\n@book{{new2020, title = {{New}}, year = {{soon}}}}\n")
    done = moebib("convert", "old.bib", "--to", "csl-json", folder=tmp_path)
    assert done.code == 0
    assert done.err.splitlines()[0].startswith("old.bib:6:")
    assert done.err.splitlines()[-1] == "old.bib -> <stdout>: 3 works, 1 finding"
    assert len(json.loads(done.out)) == 3
    strict = moebib("convert", "old.bib", "--to", "csl-json", "--strict", folder=tmp_path)
    assert strict == done._replace(code=1)


MANY = """\
@book{hale2020, author = {Hale, Ada}, title = {Ponds}, year = 2020, eventdate = {1850},
  fundedby = {Reed Trust},
  shelf = {B 7},
  weight = {2 kg}}
"""


def test_what_the_new_format_has_no_place_for_is_counted_and_the_first_three_are_shown(tmp_path: Path) -> None:
    put(tmp_path, "old.bib", MANY)
    done = moebib("convert", "old.bib", "--to", "ris", folder=tmp_path)
    assert done.code == 0
    assert [line.split(" RIS")[0] for line in done.err.splitlines()[:3]] == [
        "old.bib:1:69: MB146", "old.bib:2:3: MB146", "old.bib:3:3: MB146"
    ]  # fmt: skip
    assert "RIS does not keep event_date '1850' of 'hale2020': no place for it" in done.err
    assert "fundedby 'Reed Trust'" in done.err
    assert "2 kg" not in done.err
    assert done.err.splitlines()[3:] == [
        "1 more loss; --report shows all",
        "old.bib -> <stdout>: 1 work, 4 losses",
    ]


def test_report_shows_every_loss_and_strict_fails_because_of_one(tmp_path: Path) -> None:
    put(tmp_path, "old.bib", MANY)
    done = moebib("convert", "old.bib", "--to", "ris", "--report", "--strict", folder=tmp_path)
    assert done.code == 1
    last = next(line for line in done.err.splitlines() if "weight" in line)
    assert last.startswith("old.bib:4:3: MB146 RIS does not keep weight '2 kg' of 'hale2020': ")
    assert moebib("convert", "old.bib", "--to", "csl-json", "--strict", folder=tmp_path).code == 0


def test_commands_that_are_not_understood_are_reported_with_their_place(tmp_path: Path) -> None:
    entry = r"@book{hale2020, title = {\pond{Reeds}{a} \& $\foo_1$}, publisher = {\hill}, author = {Hale, {\'A}da}}"
    put(tmp_path, "old.bib", entry)
    done = moebib("convert", "old.bib", "--to", "csl-json", "--strict", folder=tmp_path)
    assert done.code == 1
    assert done.err.splitlines() == [
        r"old.bib:1:17: MB146 CSL-JSON does not keep title '\\pond' of 'hale2020': it is no command there",
        r"old.bib:1:56: MB146 CSL-JSON does not keep publisher '\\hill' of 'hale2020': it is no command there",
        r"old.bib:1:17: MB146 CSL-JSON does not keep title '$\\foo_1$' of 'hale2020': "
        "programs show the TeX of a formula",
        "old.bib -> <stdout>: 1 work, 3 losses",
    ]
    kept = moebib("convert", "old.bib", "--to", "bibtex", "--strict", folder=tmp_path)
    assert kept.code == 0
    assert r"{\pond{Reeds}{a} \& $\foo_1$}" in kept.out


@pytest.mark.parametrize(
    ("field", "losses"),
    [
        ('year = 2020, month = "9~" # dec', 0),
        ('year = 2020, month = jul # "/" # aug', 0),
        ("year = {to appear 2020}", 1),
        ("date = {Sept. 5, 2020}", 0),
        ("year = 2020, date = {35/05/84}", 1),
        ("year = 2020, month = {high summer}", 1),
        ("year = {in press}", 0),
        ("date = {in press}", 0),
        ("urldate = {2 January 2020}", 0),
        ("language = {german}", 0),
        ("isbn = {978-0-262-03384-8, 978-0-201-13448-3}", 0),
        ("isbn = {978-0-262-03384-8 (pbk)}", 1),
    ],
)
def test_a_value_in_other_words_is_no_loss(tmp_path: Path, field: str, losses: int) -> None:
    put(tmp_path, "old.bib", f"@article{{hale2020, title = {{Ponds}}, {field}}}")
    done = moebib("convert", "old.bib", "--to", "ris", folder=tmp_path)
    assert done.err.count("MB146") == losses


def test_what_a_reader_has_no_place_for_is_reported_with_its_place(tmp_path: Path) -> None:
    put(tmp_path, "a.nbib", "PMID- 1\nTI  - Stones.\nPT  - Journal Article\nAD  - Hill.\nGR  - G1\nGR  - G2\n")
    done = moebib("convert", "a.nbib", "--to", "csl-json", folder=tmp_path)
    assert done.err.splitlines() == [
        "a.nbib:4: MB146 CSL-JSON does not keep AD 'Hill.' of 'stones': no place for it",
        "a.nbib:5: MB146 CSL-JSON does not keep GR 'G1; G2' of 'stones': no place for it",
        "a.nbib -> <stdout>: 1 work, 2 losses",
    ]
    put(tmp_path, "z.json", '[{"itemType": "note", "key": "AB", "note": "reread"}, {"itemType": "book", "title": "x"}]')
    done = moebib("convert", "z.json", "--to", "bibtex", "--strict", folder=tmp_path)
    assert done.err.startswith("z.json:1: MB146 BibTeX does not keep note 'reread' of 'AB': no place for it\n")
    assert done.code == 1


def test_what_is_omitted_on_request_is_no_loss(tmp_path: Path) -> None:
    put(tmp_path, "old.bib", MANY)
    done = moebib("convert", "old.bib", "--to", "biblatex", "--omit", "title", "--strict", folder=tmp_path)
    assert done.err == "old.bib -> <stdout>: 1 work\n"


@pytest.mark.parametrize(
    "repeated", ["@book{a, title = {A}} @book{a, title = {B}}", "@book{a, doi={10.1/x}} @book{b, doi={10.1/x}}"]
)
def test_duplicate_keys_and_identifiers_are_allowed(tmp_path: Path, repeated: str) -> None:
    done = moebib("convert", put(tmp_path, "old.bib", repeated), "--to", "csl-json", folder=tmp_path)
    assert done.code == 0
    assert len(json.loads(done.out)) == 2


@pytest.mark.parametrize("name", ["a.bib", "a.ris", "a.json", "a.jsonl", "a.yml", "a.nbib", "a.md"])
@pytest.mark.parametrize("command", [
    "convert FILE -f bibtex", "convert FILE -f hayagriva", "check FILE", "verify FILE --offline",
    "init --from FILE --yes", "cite -k * --no-list --from FILE -f csl-json",
])  # fmt: skip
def test_an_empty_file_is_a_bibliography_without_works(tmp_path: Path, name: str, command: str) -> None:
    put(tmp_path, name, " \n\n" if name == "a.json" else "")
    done = moebib(*command.replace("FILE", name).split(), folder=tmp_path)
    assert (done.code, "error" in done.err) == (0, False)


def test_a_file_without_works_that_moebib_wrote_is_read(tmp_path: Path) -> None:
    put(tmp_path, "empty.bib", "")
    for format in ("bibtex", "biblatex", "csl-json", "hayagriva", "jsonl", "ris"):
        moebib("convert", "empty.bib", "-f", format, "-o", f"a.{format}", folder=tmp_path)
        done = moebib("convert", f"a.{format}", "--from", format, "-f", "csl-json", folder=tmp_path)
        assert (done.code, done.out) == (0, "[]\n")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("notes.bib", b"A README of prose; write to me@a.example.\n", "not a bibliography"),
        ("notes.txt", b"A README of prose; write to me@a.example.\n", "not a bibliography in a known format"),
        ("image.json", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not UTF-8"),
        ("image.bib", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a binary file, not a bibliography"),
        ("package.json", b'{"name": "a", "version": "1.0"}', "no work in the file can be read"),
        ("cut.json", b'[{"id": "a', "no work in the file can be read"),
        ("README.md", b"# Title\n\nProse.\n", "not a bibliography"),
    ],
)
def test_a_file_that_is_not_a_bibliography_is_refused(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    done = moebib("convert", put(tmp_path, name, content), "-o", "new.bib", folder=tmp_path)
    assert (done.code, done.out) == (3, "")
    assert next(line for line in done.err.splitlines() if line.startswith("error: ")).startswith(f"error: {name}")
    assert message in done.err
    assert list(files_of(tmp_path)) == [name]


@pytest.mark.parametrize(
    "command",
    [
        "convert FILE -o new.bib",
        "check FILE",
        "fix FILE",
        "fmt FILE",
        "import FILE",
        "verify FILE --offline",
        "init --yes --from FILE",
        "cite -k a --no-list --from FILE",
    ],
)
@pytest.mark.parametrize(
    ("content", "what"),
    [
        (bytes(range(256)) * 10, "a binary file, not a bibliography"),
        (b"Dear all,\n", "not a bibliography in the format bibtex: it contains no work"),
        (b"TY  - JOUR\nTI  - Experts\nER  - \n", "it contains no work\nhint: it may be in the format ris\n"),
    ],
)
def test_every_command_says_what_a_file_without_works_is(
    tmp_path: Path, command: str, content: bytes, what: str
) -> None:
    (tmp_path / "refs.bib").write_bytes(content)
    done = moebib(*command.replace("FILE", "refs.bib").split(), folder=tmp_path)
    assert (done.code, done.out) == (3, "")
    assert "error: refs.bib: " in done.err
    assert what in done.err
    assert list(files_of(tmp_path)) == ["refs.bib"]


@pytest.mark.parametrize(
    ("suffix", "content"),
    [("bib", ""), ("json", " \n\n"), ("ris", "\ufeff\r\n"), ("ciw", ""), ("xml", ""), ("bbl", "")],
)
def test_there_is_a_note_for_an_empty_file(tmp_path: Path, suffix: str, content: str) -> None:
    done = moebib("convert", put(tmp_path, f"none.{suffix}", content), "-f", "csl-json", "--strict", folder=tmp_path)
    assert (done.code, done.out) == (0, "[]\n")
    assert done.err.splitlines()[0] == f"none.{suffix}: MB147 the file is empty: a bibliography without works"


@pytest.mark.parametrize(
    ("command", "note"),
    [
        ("check", "MB147"),
        ("fix", "nothing to fix"),
        ("fmt", "0 of 1 file changed"),
        ("import", "MB147"),
        ("update --offline", "0 checked"),
    ],
)
def test_other_commands_take_an_empty_file_for_an_empty_bibliography(tmp_path: Path, command: str, note: str) -> None:
    done = moebib(*command.split(), put(tmp_path, "none.bib", ""), folder=tmp_path)
    assert done.code == 0
    assert note in done.out + done.err


@pytest.mark.parametrize(
    ("name", "content"),
    [("none.json", "[]"), ("none.bib", "% Nothing yet.\n"), ("macros.bib", '@string{a = "b"}\n')],
)
def test_a_bibliography_without_works_is_valid(tmp_path: Path, name: str, content: str) -> None:
    done = moebib("convert", put(tmp_path, name, content), "-o", "new.json", folder=tmp_path)
    assert done.code == 0
    assert (tmp_path / "new.json").read_text("utf-8") == "[]\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["old.bib"],
        ["old.bib", "-o", "new.xyz"],
        ["old.bib", "--to", "readme"],
        ["old.bib", "--to", "odt"],
        ["old.bib", "--from", "odt", "--to", "bibtex"],
        ["none.bib", "--to", "bibtex"],
    ],
)
def test_wrong_usage_exits_with_2(tmp_path: Path, arguments: list[str]) -> None:
    put(tmp_path, "old.bib", BIB)
    assert moebib("convert", *arguments, folder=tmp_path).code == 2


def test_the_output_may_be_the_input_file(tmp_path: Path) -> None:
    put(tmp_path, "a.bib", BIB)
    assert moebib("convert", "a.bib", "--to", "biblatex", "-o", "a.bib", folder=tmp_path).code == 0
    assert "journaltitle" in (tmp_path / "a.bib").read_text("utf-8")


def test_no_list_is_read_or_changed(tmp_path: Path) -> None:
    before = files_of(make_list(tmp_path))
    put(tmp_path, "moebib.toml", "this is broken")
    moebib("convert", put(tmp_path, "old.bib", BIB), "-o", "new.json", folder=tmp_path)
    assert set(files_of(tmp_path)) - set(before) == {"old.bib", "new.json"}


@pytest.mark.parametrize(
    "data", ["@book{zola, title = {Été}}".encode("latin-1"), "@book{zola, title = {Été}}".encode("utf-16")]
)
def test_a_bib_file_in_another_encoding_is_read_and_reported(tmp_path: Path, data: bytes) -> None:
    done = moebib("convert", put(tmp_path, "old.bib", data), "--to", "csl-json", folder=tmp_path)
    assert json.loads(done.out)[0]["title"] == "Été"
    assert "MB128 read as " in done.err


def long_bib() -> str:
    works = (
        f"@article{{k{n}, author = {{Zola, {{\\'E}}mile and {{Lab {n}}}}}, title = {{Work}}, journal = j # {{ {n}}},\n"
        f"  year = {'{soon}' if n % 97 == 0 else 1900 + n % 100}}}\n"
        for n in range(1500)
    )
    return '@string{j = "Journal"}\n' + "".join(works) + "@book{k1, crossref = {k2}}\n@book{cut"


@pytest.mark.parametrize("target", ["csl-json", "bibtex", "biblatex", "jsonl"])
def test_two_processes_give_the_same_output_as_one(tmp_path: Path, target: str) -> None:
    put(tmp_path, "old.bib", long_bib())
    serial, parallel = (
        moebib("convert", "old.bib", "--to", target, "--jobs", jobs, folder=tmp_path) for jobs in ("1", "2")
    )
    assert serial.code == 0
    assert serial.err.count("MB122") == 16
    assert parallel == serial


def test_the_output_file_is_kept_if_the_conversion_fails(tmp_path: Path) -> None:
    put(tmp_path, "old.bib", "No bibliography.")
    put(tmp_path, "new.json", "before")
    assert moebib("convert", "old.bib", "-o", "new.json", folder=tmp_path).code == 3
    assert files_of(tmp_path)["new.json"] == b"before"
    assert set(files_of(tmp_path)) == {"old.bib", "new.json"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no /dev/null")
def test_a_device_is_written_to_rather_than_replaced(tmp_path: Path) -> None:
    put(tmp_path, "old.bib", BIB)
    assert moebib("convert", "old.bib", "--to", "jsonl", "-o", "/dev/null", folder=tmp_path).code == 0
    assert not Path("/dev/null").is_file()


def test_a_preamble_is_kept_in_bib_and_expanded_elsewhere(tmp_path: Path) -> None:
    preamble = '@preamble{"\\newcommand{\\acro}[1]{\\textsc{#1}}"}\n'
    put(tmp_path, "old.bib", preamble + "@book{a, title = {The \\acro{gnu} Book}}\n")
    assert moebib("convert", "old.bib", "--to", "bibtex", folder=tmp_path) == Done(
        0,
        f"% Written by moebib for BibTeX.\n\n{preamble}\n@book{{a,\n  title = {{The \\acro{{gnu}} Book}},\n}}\n",
        "old.bib -> <stdout>: 1 work\n",
    )
    done = moebib("convert", "old.bib", "--to", "hayagriva", folder=tmp_path)
    assert "gnu" in done.out
    assert "acro" not in done.out + done.err


def test_what_only_repeats_a_date_in_other_words_is_no_loss(tmp_path: Path) -> None:
    put(tmp_path, "old.bib", "@book{a, title = {A}, year = {2001}, origyear = {1936}}\n")
    for format in ("bibtex", "biblatex", "csl-json", "hayagriva"):
        assert moebib("convert", "old.bib", "--to", format, folder=tmp_path).err == "old.bib -> <stdout>: 1 work\n"


def test_a_field_called_type_is_quoted_for_hayagriva(tmp_path: Path) -> None:
    put(tmp_path, "old.bib", "@phdthesis{a, title = {A}, year = 1988, type = {{PhD} Dissertation}}\n")
    done = moebib("convert", "old.bib", "--to", "hayagriva", "--report", folder=tmp_path)
    assert 'type: "{PhD} Dissertation"' in done.out
    assert done.err == "old.bib -> <stdout>: 1 work\n"


def test_what_pdflatex_does_not_print_is_one_loss_per_work_and_field(tmp_path: Path) -> None:
    items = [
        {"id": "a", "type": "book", "title": "Phở of 東京, 東北 \u3000 and Ünïts", "author": [{"literal": "😀"}]},
        {"id": "b", "type": "book", "title": "Ł"},
    ]
    put(tmp_path, "old.json", json.dumps(items))
    done = moebib("convert", "old.json", "--to", "bibtex", "--strict", folder=tmp_path)
    assert done.code == 1
    engines = "which XeLaTeX and LuaLaTeX print, but not pdfLaTeX"
    assert [line for line in done.err.splitlines() if "MB149" in line] == [
        f"old.json: MB149 author of 'a' in BibTeX has '😀', {engines}",
        f"old.json: MB149 title of 'a' in BibTeX has 'ở', '東', '京', '北', U+3000, {engines}",
    ]
    assert done.err.endswith("old.json -> <stdout>: 2 works, 2 losses\n")


@pytest.mark.parametrize("arguments", [("--to", "biblatex"), ("--to", "bibtex", "--unicode")])
def test_all_is_printed_by_the_engines_for_unicode(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    put(tmp_path, "old.json", json.dumps([{"id": "a", "type": "book", "title": "東京"}]))
    assert moebib("convert", "old.json", *arguments, "--strict", folder=tmp_path).code == 0


def test_what_pdflatex_does_not_print_of_a_bib_file_is_kept_as_it_was_and_reported(tmp_path: Path) -> None:
    put(tmp_path, "old.bib", "@misc{a, title = {Ponds of 東京}}\n")
    done = moebib("convert", "old.bib", "--to", "bibtex", folder=tmp_path)
    assert "title = {Ponds of 東京}," in done.out
    assert "MB149 title of 'a' in BibTeX has '東', '京'" in done.err


def test_what_is_omitted_needs_not_be_printed(tmp_path: Path) -> None:
    put(tmp_path, "old.json", json.dumps([{"id": "a", "type": "book", "title": "A", "abstract": "東京"}]))
    assert moebib("convert", "old.json", "--to", "bibtex", "--strict", folder=tmp_path).code == 1
    arguments = ("--to", "bibtex", "--strict", "--omit", "abstract")
    assert moebib("convert", "old.json", *arguments, folder=tmp_path).code == 0


def test_a_language_in_words_is_the_name_that_babel_has_for_it(tmp_path: Path) -> None:
    put(tmp_path, "old.ris", "TY  - BOOK\nTI  - Ponds\nLA  - English\nER  - \n")
    done = moebib("convert", "old.ris", "--to", "biblatex", "--strict", folder=tmp_path)
    assert done.code == 0
    assert "  langid = {english},\n" in done.out
