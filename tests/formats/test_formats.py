"""The registry of formats: each is found by its file, loaded when it is needed, and added with one file."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import moebib
from moebib import Library, Record, formats
from moebib.citations import LANGUAGES
from moebib.errors import InputError
from moebib.formats import Format, Options, RecordWriter, all_formats
from strategies import records

ROOT = Path(__file__).parents[2]
WITH_RECORDS = [pytest.param(format, id=format.name) for format in all_formats("write records")]
TO_WRITE = [pytest.param(format, id=format.name) for format in all_formats("write")]
TO_READ = [pytest.param(format, id=format.name) for format in all_formats("read")]
BOTH = [pytest.param(format, id=format.name) for format in all_formats("write records") if format.read]


def run(code: str, *arguments: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=folder)


def test_names_are_unique_and_declarations_complete() -> None:
    names = formats.names()
    assert len(set(names)) == len(names)
    for format in all_formats():
        assert re.fullmatch(r"[a-z][a-z0-9-]*", format.name)
        assert format.title
        assert all(re.fullmatch(r"\.[a-z0-9]+", suffix) for suffix in format.suffixes)
        assert format.read or format.write
        assert formats.get(format.name) is format


@pytest.mark.parametrize("format", TO_READ)
def test_a_file_is_read_by_its_ending(format: Format) -> None:
    for suffix in format.suffixes:
        assert formats.for_file(f"My Refs{suffix.upper()}").suffixes == format.suffixes
        assert formats.for_file("refs.txt", name=format.name) is format


@pytest.mark.parametrize("format", WITH_RECORDS)
def test_a_file_is_written_by_each_of_its_endings(format: Format) -> None:
    for suffix in format.suffixes:
        assert suffix in formats.for_output(f"refs{suffix}").suffixes
    assert formats.for_output("refs.txt", name=format.name) is format


def test_a_bib_file_is_bibtex() -> None:
    assert formats.for_output("refs.bib").name == formats.for_file("refs.bib").name == "bibtex"


@pytest.mark.parametrize("format", BOTH)
def test_a_text_is_recognised_by_its_content(format: Format) -> None:
    works = [Record(id="a", type="book", title="T"), Record(id="b", type="book", title="U")]
    text = format.record_writer().dump(works, Options())
    recognised = formats.for_file("<stdin>", text.encode())
    assert recognised.suffixes == format.suffixes
    assert [record.title for record in recognised.parse(text.encode(), name="<stdin>").records] == ["T", "U"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("newline", ["\n", "\r"])
@pytest.mark.parametrize(
    ("name", "format", "text"),
    [
        ("export.txt", "ris", "\nTY  - JOUR\nTI  - Ponds\nER  - \n"),
        ("export.txt", "medline", "\nPMID- 12345678\nTI  - Ponds.\n"),
        ("export.txt", "web-of-science", "FN Clarivate\nVR 1.0\nPT J\nTI Ponds\nER\n"),
        ("x.json", "crossref", '{"message-type":\n"work"}'),
        ("x.json", "zotero", '[{"key": "A", "data":\n{"itemType": "book"}}]'),
    ],
)
def test_a_format_is_recognised_in_any_encoding(name: str, format: str, text: str, newline: str, encoding: str) -> None:
    assert formats.for_file(name, text.replace("\n", newline).encode(encoding)).name == format


@pytest.mark.parametrize("format", TO_WRITE)
@given(drawn=st.lists(records(), max_size=3, unique_by=lambda record: record.id.lower()))
def test_the_same_works_give_the_same_text_in_utf_8(format: Format, drawn: list[Record]) -> None:
    library = Library(record.evolve(identifiers=()) for record in drawn)
    text = moebib.export(library, format.name)
    assert moebib.export(library, format.name) == text
    assert text.encode().decode() == text
    assert text == "" or text.endswith("\n")


@pytest.mark.parametrize("format", BOTH)
@given(drawn=st.lists(records(), max_size=3, unique_by=lambda record: record.id.lower()))
def test_what_is_written_is_read_back(format: Format, drawn: list[Record]) -> None:
    library = Library(record.evolve(identifiers=()) for record in drawn)
    text = moebib.export(library, format.name)
    assert [record.id for record in moebib.parse(text, format.name).records] == [record.id for record in library]


@pytest.mark.parametrize("format", TO_READ)
@given(text=st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('{}[]@"\\,:-\n\r\t |#')))
@example(text="a b\tc\nd\n\te\nf\tg\th\n")
def test_any_text_is_read_without_an_error(format: Format, text: str) -> None:
    parsed = format.parse_text(text)
    pieces = list(format.steps().split(text))
    made = [format.steps().make(piece.raw) for piece in pieces if piece.raw is not None]
    assert len([record for record, _ in made if record]) == len(parsed.records)


def test_a_format_that_is_only_written_is_not_read() -> None:
    with pytest.raises(moebib.InputError, match=r"format 'csv' cannot be read; choose from .*bibtex, "):
        formats.get("csv", "read")
    with pytest.raises(moebib.InputError, match="csv can be written, but not read"):
        formats.get("csv").parse_text("")


def test_a_format_that_is_only_read_is_not_written() -> None:
    with pytest.raises(moebib.InputError, match=r"format 'paper-list' cannot be written; choose from .*bibtex, "):
        formats.get("paper-list", "write")
    with pytest.raises(moebib.InputError, match="paper-list can be read, but not written"):
        formats.get("paper-list").record_writer()


def test_an_empty_list_is_written_as_declared() -> None:
    writer = RecordWriter(lambda record, options: record.id, head="<", between="|", tail=">", empty="none")
    assert writer.join([]) == "none"
    assert writer.join(["a", "b"]) == "<a|b>"
    assert writer._replace(empty=None).join([]) == "<>"


LOADED = """
import sys
from moebib import formats
from moebib.citations import LANGUAGES
name, text = sys.argv[1:]
parsed = formats.for_file(name).parse(text.encode(), name=name)
assert len(parsed.records) == 1
print(*(module for module in sys.modules if module.startswith("moebib.formats.")))
"""


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("a.bib", "@book{a, title = {T}}", r"bibtex\b(?!\.writer)"),
        ("a.ris", "TY  - BOOK\nID  - a\nTI  - T\nER  - \n", r"ris\b(?!\.writer)"),
        ("a.yml", "a:\n  type: book\n  title: T\n", r"hayagriva\b(?!\.writer)"),
    ],
)
def test_reading_loads_no_reader_or_writer_of_another_format(name: str, text: str, allowed: str) -> None:
    done = run(LOADED, name, text)
    assert done.returncode == 0, done.stderr
    # A format is declared in its package itself or in `declaration`; a format may also be a single file.
    other_formats = r"_\w+|\w+|bibtex\.declaration"
    assert [
        module
        for module in (name.removeprefix("moebib.formats.") for name in done.stdout.split())
        if not re.fullmatch(other_formats, module) and not re.match(allowed, module)
    ] == []
    if name == "a.bib":
        # Declarations are imported in alphabetical order, up to that of BibTeX.
        assert max(re.findall(r"formats\.([a-z]\w*)", done.stdout)) == "bibtex"


ROFF, KEYS, *_ = re.findall(r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.S)
WITH_ROFF = """
import sys
from moebib import formats
formats.__path__.append(sys.argv.pop(1))
"""
CLI = WITH_ROFF + "import runpy\nrunpy.run_module('moebib', run_name='__main__')\n"
CONFIG = '[[outputs]]\nformat = "roff"\npath = "refs.refer"\n'


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with two new formats, one to write and one to read, and a list that is built in the first."""
    folder = tmp_path_factory.mktemp("added")
    (folder / "formats").mkdir()
    (folder / "formats" / "roff.py").write_text(ROFF, "utf-8")
    (folder / "formats" / "keys.py").write_text(KEYS, "utf-8")
    (folder / "entries" / "papers").mkdir(parents=True)
    (folder / "entries" / "papers" / "wit2026.toml").write_text(
        'type = "book"\ntitle = "Of Mice"\nedition = "2"\n', "utf-8"
    )
    (folder / "moebib.toml").write_text(CONFIG, "utf-8")
    return folder


def with_roff(folder: Path, *arguments: str) -> str:
    done = run(CLI, folder / "formats", *arguments, folder=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_format_is_added_by_adding_one_file(added: Path) -> None:
    text = "%L wit2026\n%T Of Mice\n"
    assert with_roff(added, "export", "-f", "roff") == text
    assert re.search(r"\broff\b", " ".join(with_roff(added, "export", "--help").split()))
    assert re.search(r"\broff\b", " ".join(with_roff(added, "convert", "--help").split()))
    rows = json.loads(with_roff(added, "export", "-f", "roff", "--report", "--json"))["losses"]
    assert [(row["field"], row["lost"], row["why"]) for row in rows] == [("edition", ["2"], "no place for it")]
    with_roff(added, "build")
    assert (added / "refs.refer").read_text("utf-8") == text
    (added / "refs.bib").write_text("@book{knuth1984, title = {The TeXbook}}", "utf-8")
    with_roff(added, "convert", "refs.bib", "-o", "converted.refer")
    assert (added / "converted.refer").read_text("utf-8").startswith("%L knuth1984\n")


def test_the_reference_lists_an_added_format(added: Path) -> None:
    code = WITH_ROFF + "sys.path.append(sys.argv[1])\nimport make_formats\nprint(make_formats.page())"
    done = run(code, added / "formats", ROOT / "docs")
    assert done.returncode == 0, done.stderr
    assert "| roff |" in done.stdout
    assert "Without markup." in done.stdout


def test_the_tests_of_all_formats_include_an_added_one(added: Path) -> None:
    code = WITH_ROFF + "import pytest\nsys.exit(pytest.main(['-q', '-n0', '-p', 'no:cacheprovider', *sys.argv[1:]]))"
    tests = [f"tests/{name}.py" for name in ("formats/test_loss", "formats/test_formats", "cli/test_export_report")]
    done = run(code, added / "formats", *tests, "-k", "(roff or keys) and not added", folder=ROOT)
    assert done.returncode == 0, done.stdout
    assert int((re.search(r"(\d+) passed", done.stdout) or [0, 0])[1]) >= 5


def test_an_added_format_is_read(added: Path) -> None:
    (added / "books.tsv").write_text("knuth1984\tThe TeXbook\nno tab\na b\tNo key\n", "utf-8")
    done = run(CLI, added / "formats", "convert", "books.tsv", "--to", "roff", folder=added)
    assert (done.returncode, done.stdout) == (0, "%L knuth1984\n%T The TeXbook\n")
    assert [line.partition(" ")[0] for line in done.stderr.splitlines()[:2]] == ["books.tsv:2:", "books.tsv:3:"]


def test_a_path_is_not_taken_for_a_text_without_works() -> None:
    message = r"not a bibliography in the format bibtex: it contains no work\nhint: moebib\.read\(path\) reads a file"
    with pytest.raises(moebib.InputError, match=message):
        moebib.parse("refs.bib")
    assert moebib.parse("").records == moebib.parse("% nothing yet\n").records == ()


@pytest.mark.parametrize("suffix", sorted(LANGUAGES.keys() - {".md", ".markdown"}))  # these may be lists
def test_a_document_is_no_bibliography_but_other_commands_read_it(suffix: str) -> None:
    with pytest.raises(InputError, match="hint: `moebib cite` and `moebib verify` read what a document cites"):
        formats.for_file(f"paper{suffix}", b"Prose.")


@pytest.mark.parametrize(("format", "line"), [("csl-json", '"language": "de"'), ("hayagriva", 'language: "de"')])
def test_the_name_of_a_language_is_written_as_its_tag_and_comes_back(format: str, line: str) -> None:
    record = Record(id="a", type="book", title="T", language="German")
    text = formats.export(record, format)
    assert line in text
    assert moebib.parse(text, format).records == (record,)
