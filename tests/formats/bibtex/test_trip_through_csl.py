"""From .bib to CSL-JSON, back to .bib, and to CSL-JSON again: the two items are equal."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.commands.convert import convert
from moebib.formats import get
from moebib.formats.bibtex.entry import Dialect
from moebib.formats.bibtex.file import read_file
from moebib.formats.bibtex.writer import dump_entry, encode_record
from moebib.formats.csl.reader import from_csl
from moebib.formats.csl.writer import to_csl
from moebib.records.record import Record
from strategies import extras, records, whole

DIALECTS: tuple[Dialect, ...] = get_args(Dialect)
WITHOUT_A_FIELD = [
    "year = {c. 1999}", "date = {1999~}", "year = 1999, month = {Spring}", "year = 2000, month = 10 # {~oct}",
    "year = {in press}", "date = {1999/..}, year = 1999", "year = {1999--2001}", "issn = {0001-0782 (print)}",
    "isbn = {0-306-40615-2 (hardcover), 0306406152}", "url = {www.a.example/x}", "doi = {none & never}",
    "address = {A}, location = {B}", "translator = {{\\'E}va, A. and {ACM}}", "annotation = {x & y}",
    "pagetotal = {300}", "chapter = 3, number = 4, series = {S}", "title-2 = {x}", "note = {a}, note-2 = {b}",
    "file = {:C\\:\\\\Users\\\\input.pdf:PDF}", "annote = {\\input{x} 100% }", "eprint = {12}, eprinttype = {x}",
    "author = {Do{\\~n}a~Ana and others}", "title = {A}, subtitle = {B}", "organization = {ACM & more}",
    "howpublished = {\\url{http://a.example/~x_y}}", "editora = {A, B}, editoratype = {compiler}", "3d = {x}",
    "url = {\\href{http://a.example}{here}}", "url = {http://doi.org/10.1002/(SICI)1(1997)62:6<603::Q>3.0.CO;2-2}",
    "urldate = {12 June 2024}", "lastchecked = {2024-06-12}", "origyear = 1962", "eventdate = {in June}",
    "urldate = {2024-06-12T10:30:00}", "pubstate = {inpress}", "pubstate = {submitted}", "shorttitle = {\\emph{On} X}",
    "date = 1989, month = 12", "eprint = {2401.06066}, archiveprefix = {arXiv}, pmid = 25246403",
]  # fmt: skip


def through_bib(record: Record, dialect: Dialect) -> Record:
    text = dump_entry(encode_record(record, dialect, unicode=dialect == "biblatex"))
    (back,), _ = read_file(text)
    return back


def trip(item: dict[str, Any], dialect: Dialect) -> dict[str, Any]:
    return to_csl(through_bib(from_csl(item), dialect))


@pytest.mark.parametrize("dialect", DIALECTS)
@given(record=st.one_of(records(), whole(Record)), extra=extras())
def test_an_item_from_a_bib_entry_survives_the_way_back(
    record: Record, extra: dict[str, str], dialect: Dialect
) -> None:
    item = to_csl(through_bib(record.evolve(extra=extra), dialect))
    assert trip(item, dialect) == item


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("type_", ["article", "book", "incollection", "misc", "online", "manual"])
def test_fields_that_a_record_lacks_are_written_back(type_: str, dialect: Dialect, subtests: pytest.Subtests) -> None:
    for fields in WITHOUT_A_FIELD:
        with subtests.test(fields):
            records, _ = read_file(f"@{type_}{{k, {fields}}}")
            item = to_csl(records[0])
            assert trip(item, dialect) == item


@pytest.mark.parametrize(
    ("title", "back"),
    [
        (r"Reeds of \v{C}ech and \'{E}tude", r"Reeds of {{\v{C}}}ech and {{\'E}}tude"),
        (r"\v{C}ech Ponds: \'{E}tudes of \'Etudes", r"{\v{C}}ech Ponds: {\'E}tudes of {\'E}tudes"),
    ],
)
def test_capitals_whose_accent_has_braces_keep_their_case(title: str, back: str) -> None:
    entry = f"@article{{a,\n  title = {{{title}}},\n  journal = {{Revue of \\'{{E}}tudes}},\n}}\n"
    items = "".join(part.text for part in convert({"x.bib": entry.encode()}, target=get("csl-json")))
    text = "".join(part.text for part in convert({"x.json": items.encode()}, target=get("bibtex")))
    assert f"  title = {{{back}}},\n" in text
    assert "  journal = {Revue of {\\'E}tudes},\n" in text
