"""Entries with the words of BibTeX: each finding says what to write instead, and that is valid."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from moebib.errors import InvalidRecord
from moebib.formats.bibtex.entry import TYPE_ROWS
from moebib.formats.bibtex.fields import ALIASES, FIELD_ROWS
from moebib.formats.bibtex.identifiers import IDENTIFIER_FIELDS
from moebib.records.fields import TYPES
from moebib.records.foreign_words import IDENTIFIERS, IN_WORDS, LEFT_IN_EXTRA, LINK_FOR
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.toml.foreign_hints import hint_for_field, hint_for_type
from moebib.toml.validation import parse_entry


def hints(text: str) -> list[str | None]:
    _, findings = parse_entry(text, Record, file="a.toml", key="a")
    return [finding.hint for finding in findings]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ('journal = "Nature"', 'write container_title = "Nature"'),
        ('Journal = "Nature"', 'write container_title = "Nature"'),
        ('booktitle = "Proceedings of X"', 'write container_title = "Proceedings of X"'),
        ('container-title = "Nature"', "did you mean 'container_title'?"),
        ("year = 2024", 'write issued = "2024"'),
        ("date = 2024-06-12", 'write issued = "2024-06-12"'),
        ('year = "to appear"', 'write issued, such as issued = "2024-06"'),
        ("month = 6", 'write issued, such as issued = "2024-06"'),
        ('doi = "https://doi.org/10.5555/Warm"', 'write identifiers = ["doi:10.5555/warm"]'),
        ('doi = "soon"', 'write it in identifiers, such as identifiers = ["doi:10.5555/experts"]'),
        ('eprint = "2401.06066v2"', 'write identifiers = ["arxiv:2401.06066"]'),
        ('author = "Doe, Jane and Roe, Max"', 'write author = ["Doe, Jane", "Roe, Max"]'),
        ('authors = ["Doe, Jane"]', 'write author = ["Doe, Jane"]'),
        (r"author = 'G{\"o}del, Kurt and others'", 'write author = ["Gödel, Kurt", "others"]'),
        ('author = [{ family = "Doe", given = "Jane" }]', 'write "Doe, Jane"'),
        ('pages = "1280--1297"', 'write page = "1280-1297"'),
        ('keywords = "caching, experts"', 'write keyword = ["caching", "experts"]'),
        ('school = "Oslo"', 'write publisher = "Oslo"'),
        ('issued = "12 June 2024"', 'write issued = "2024-06-12"'),
        ('status = "in press"', 'write status = { kind = "accepted" }'),
        ('github = "https://code.example/a"', 'put code = ["https://code.example/a"] under [links]'),
        ('tag = "caching"', 'write tags = ["caching"]'),
        ('section = "Warm Experts"', 'write tags = ["warm-experts"]'),
        ('categories = "System/Caching; routing"', 'write tags = ["system/caching", "routing"]'),
        (
            'tags = ["Warm Experts"]',
            "write 'warm-experts': lower-case letters and digits, joined by -; / separates a "
            "section from its subsection",
        ),
        ('url = "code.example/a"', 'write "https://code.example/a"'),
        ('links.github = "https://code.example/a"', 'write code = ["https://code.example/a"]'),
        ('links.code = ["code.example/a"]', 'write "https://code.example/a"'),
        (
            'links = "https://code.example/a"',
            'write url for the page, or put it under [links], such as code = ["https://..."]',
        ),
        ('[link]\ncode = ["https://code.example/a"]', "did you mean 'links'?"),
        (
            '[doe2024]\ntitle = "Experts"',
            "remove the line [doe2024]: an entry has its fields at the top, and its key is the name of the file",
        ),
        (
            '[[papers]]\ntype = "book"',
            "remove the line [[papers]]: an entry has its fields at the top, and its key is the name of the file",
        ),
        ('file = "a.pdf"', 'put pdf = ["https://..."] under [links]'),
        ("chapter = 3", 'there is no field for it; to keep it, put chapter = "3" under [extra]'),
        ('key = "doe2024"', "the key is the name of the file; in Python, it is id"),
        ('ENTRYTYPE = "article"', 'write type, such as type = "book"'),
        ('titel = "Experts"', "did you mean 'title'?"),
        ('booktitel = "Nature"', "did you mean 'container_title'?"),
        ('adress = "Oslo"', "did you mean 'publisher_place'?"),
        ('colour = "red"', None),
    ],
)
def test_a_word_of_bibtex_gets_the_field_and_the_value_of_an_entry(written: str, hint: str) -> None:
    assert hints(f'type = "book"\n{written}\n') == [hint]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ('type = "inproceedings"', 'write type = "paper-conference"'),
        ('type = "PhdThesis"', 'write type = "thesis" and genre = "PhD thesis"'),
        ('type = "misc"\nidentifiers = ["arxiv:2401.06066"]', 'write type = "article" and genre = "preprint"'),
        ('type = "misc"', 'write type = "document"'),
        ('type = "bok"', "did you mean 'book'?"),
        ('type = "inproceding"', 'write type = "paper-conference"'),
        ('type = "artcle"', "did you mean 'article'?"),
        ('type = "vase"', None),
    ],
)
def test_a_type_of_bibtex_gets_that_of_csl(written: str, hint: str) -> None:
    assert hints(written) == [hint]


def test_fields_that_belong_together_become_one() -> None:
    year, month, doi, eprint, archive = hints(
        'type = "book"\nyear = "2024"\nmonth = "jun"\n'
        'doi = "10.5555/warm"\neprint = "8675309"\narchivePrefix = "pubmed"\n'
    )
    assert year == month == 'write issued = "2024-06"'
    assert doi == eprint == 'write identifiers = ["doi:10.5555/warm", "pmid:8675309"]'
    assert archive
    assert archive.startswith("the archive is a part of the identifier")


def test_what_an_entry_has_already_is_not_written_again() -> None:
    assert hints('type = "book"\nissued = "2024"\nyear = 2024\n') == ["issued has it already"]
    assert hints('type = "book"\nissued = "2024"\nyear = 2025\n') == ['write issued = "2025", or leave issued as it is']
    entry = 'type = "book"\nidentifiers = ["doi:10.5555/warm"]\n'
    assert hints(f'{entry}doi = "10.5555/warm"\n') == ["identifiers has it already"]
    assert hints(f'{entry}isbn = "9783161484100"\n') == ['add "isbn:9783161484100" to identifiers']


def test_a_record_in_python_has_the_same_hints() -> None:
    record = Record(id="a", type="article", issued="2024", identifiers=["doi:10.5555/warm"])
    wrong: dict[str, Any] = {"year": 2024, "month": 6, "doi": "10.5555/warm", "isbn": "9783161484100"}
    with pytest.raises(InvalidRecord) as caught:
        record.evolve(**wrong)
    month = 'write issued = "2024-06", or leave issued as it is'
    missing = 'add "isbn:9783161484100" to identifiers'
    assert [finding.hint for finding in caught.value.findings] == [month, month, missing, missing]


def test_a_journal_article_is_no_preprint() -> None:
    assert hints('type = "article"\njournal = "Nature"\n') == [
        'write container_title = "Nature" and type = "article-journal"'
    ]


def test_a_version_has_the_same_words_and_a_model_has_not() -> None:
    assert hints('type = "book"\n[[versions]]\nbooktitle = "Experts"\n') == ['write container_title = "Experts"']
    _, findings = parse_entry('name = "Hydra"\njournal = "Nature"\n', Model, file="a.toml", key="a")
    assert "container_title" not in (findings[0].hint or "")


def test_an_unknown_field_of_an_origin_is_reported() -> None:
    text = 'type = "book"\n[origin.title]\nsource = "x"\ndate = "2024-06-01"\nsauce = "y"\n'
    assert hints(text) == ["did you mean 'source'?"]


FIELDS = {
    (name, row.field)
    for row in FIELD_ROWS
    for name in (row.bibtex, row.biblatex, *ALIASES.get(row.biblatex, ()))
    if name not in Record.model_fields and row.field != "identifiers" and name not in ("lista", "usera", "type")
}
"""The names in .bib files that an entry does not have; three mean something else in other files."""
_IN_OTHER_FORM = {"langid", "hyphenation", "venue", "pubstate"}
"""Names whose values an entry has in another form."""
DATES = {"issued", "event_date", "original_date", "accessed"}


def test_every_field_of_a_bib_file_is_known_and_what_to_write_is_valid(subtests: pytest.Subtests) -> None:
    for name in {name for name, _ in FIELDS}:
        with subtests.test(name):
            fields = [field for other, field in FIELDS if other == name]
            hint = hint_for_field(name, {name: 2024 if DATES & {*fields} else "x"}, list(Record.model_fields))
            assert hint
            if name not in _IN_OTHER_FORM:
                assert hint.removeprefix("write ").partition(" = ")[0] in fields
                assert Record(id="a", type="book", **tomllib.loads(hint.removeprefix("write ")))


@pytest.mark.parametrize(
    "value", ["", "x", 2024, 1.5, True, [], ["a", 1], [{"family": "Doe"}], {"date-parts": [[2024]]}]
)
def test_no_hint_shows_python_whatever_the_value_is(value: object) -> None:
    fields = list(Record.model_fields)
    for word in (
        {name for name, _ in FIELDS} | LINK_FOR.keys() | IDENTIFIERS.keys() | IN_WORDS.keys() | {*LEFT_IN_EXTRA}
    ):
        if word not in fields:
            assert "{'" not in (hint_for_field(word, {word: value}, fields) or word)


@pytest.mark.parametrize("name", IDENTIFIER_FIELDS)
def test_every_identifier_of_a_bib_file_is_known(name: str) -> None:
    assert "identifiers" in (hint_for_field(name, {name: "x"}, list(Record.model_fields)) or "") or name == "verba"


def test_every_type_of_a_bib_file_is_known(subtests: pytest.Subtests) -> None:
    names = [(name, row.type) for row in TYPE_ROWS for name in (row.bibtex, row.biblatex, *row.also)]
    for name in {name for name, _ in names} - set(TYPES):
        with subtests.test(name):
            written = tomllib.loads((hint_for_type(name, {}) or "").removeprefix("write ").replace(" and ", "\n"))
            assert (name, written["type"]) in names


def test_a_value_in_a_table_of_texts_that_is_none_has_no_other_fields() -> None:
    assert hints('type = "book"\n[extra]\npages = 3') == ['put it in quotes: "3"']
