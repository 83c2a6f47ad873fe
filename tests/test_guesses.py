"""What people guess in Python: each wrong name, argument and type is an error of moebib that says what to write."""

from __future__ import annotations

import copy
import io
import pickle
from collections.abc import Callable, Mapping
from datetime import date as day
from pathlib import Path
from typing import Any

import pytest

import moebib
from moebib import _guesses
from moebib.formats import _reading
from moebib.library import guesses
from moebib.records import date, entry, name, scheme

package: Any = moebib  # what type checkers would refuse
RECORD: Any = moebib.Record(
    id="knuth1984",
    type="book",
    title="The TeXbook",
    author=["Knuth, Donald E."],
    issued="1984",
    identifiers=["10.5555/x"],
)
NAME, DATE, IDENTIFIER = RECORD.author[0], RECORD.issued, RECORD.identifiers[0]
LIBRARY: Any = moebib.Library([RECORD])
PARSED: Any = moebib.parse("@book{a, title = {A}}")

ATTRIBUTES: list[tuple[Callable[[], object], str]] = [
    (lambda: package.loads, "did you mean 'parse'?"),
    (lambda: package.Libary, "did you mean 'Library'?"),
    (lambda: package.errors_, "help(moebib) shows what it has"),
    (lambda: LIBRARY.entries, "did you mean 'records'?"),
    (lambda: LIBRARY.filter, 'library.search("author:knuth year:1984..")'),
    (lambda: LIBRARY.qqq, "help(library) shows what it has"),
    (lambda: LIBRARY.search("").qqq, "help(results) shows what it has"),
    (lambda: package.Library.load, "moebib.load(path)"),
    (lambda: RECORD.journal, "did you mean 'container_title'?"),
    (lambda: RECORD.isbn, 'record.identifier("isbn")'),
    (lambda: RECORD.links.github, "record.links.code"),
    (lambda: RECORD.add_tag, "record.evolve(tags="),
    (lambda: RECORD.json, "did you mean 'to_dict'?"),
    (lambda: RECORD.copy, "a record never changes"),
    (lambda: package.Record.from_dict, "Record(**data)"),
    (lambda: package.Record.title, "an attribute of each Record"),
    (lambda: NAME.last, "did you mean 'family'?"),
    (lambda: DATE.strftime, "str(date)"),
    (lambda: IDENTIFIER.doi, "did you mean 'value'?"),
    (lambda: LIBRARY.search("texbook").records, "it is a list of records itself"),
    (lambda: package.Finding("MB301", "no title").severity, "did you mean 'level'?"),
    (lambda: package.Patch("a", {}).fields, "did you mean 'changes'?"),
    (lambda: package.Absent("crossref").record, "isinstance(answer, moebib.Found)"),
    (lambda: package.Verdict("ok").status, "did you mean 'kind'?"),
    (lambda: package.Difference("year", "2023", "2024", "crossref").actual, "did you mean 'there'?"),
    (lambda: package.Scheme.doi, "did you mean 'DOI'?"),
    (lambda: PARSED.entries, "did you mean 'records'?"),
    (lambda: setattr(LIBRARY, "records", ()), "a library never changes"),
    (lambda: setattr(NAME, "family", "Lund"), "dataclasses.replace(name, family=...)"),
    (lambda: delattr(RECORD, "title"), "record.evolve(title=...)"),
]
ARGUMENTS: list[tuple[Callable[[], object], str]] = [
    (lambda: package.load(file="refs.bib"), "load: unknown argument 'file'; did you mean 'path'?"),
    (lambda: package.load("a.bib", "b.bib"), "load(path): too many positional arguments\nhint: moebib.load(path)"),
    (lambda: package.load(b"@book{a}"), "path should be a path or a string, not bytes\nhint: moebib.load"),
    (
        lambda: package.read(io.StringIO()),
        "not StringIO\nhint: moebib.read(path) takes the path of a file; moebib.parse",
    ),
    (
        lambda: package.parse(Path("refs.bib")),
        "text should be a string or bytes, not PosixPath\nhint: moebib.read(path)",
    ),
    (lambda: package.parse(), "parse(text, format): missing a required argument: 'text'"),
    (lambda: package.export(RECORD, fmt="ris"), "did you mean 'format'?"),
    (lambda: package.export(RECORD, unicode="yes"), "unicode should be True or False, not str"),
    (lambda: package.export(RECORD, omit="abstract"), "omit should be a list of strings, not str"),
    (lambda: package.export(RECORD.to_dict()), "should be a record, not dict\nhint: moebib.Record(**data)"),
    (lambda: package.export(PARSED), "moebib.read(path).records"),
    (lambda: package.write(LIBRARY, io.StringIO()), "moebib.export(works, format) returns a text, for file.write"),
    (lambda: package.fetch_many("2401.06066"), "texts should be a list of strings, not str\nhint: moebib.fetch_many"),
    (lambda: package.parse_identifier(2401.06066), 'put it in quotes: "2401.06066"'),
    (lambda: package.parse_identifier(["10.5555/x"]), "text should be a string, not list"),
    (lambda: package.Date("2017"), "year should be a number, not str\nhint: moebib.parse_date"),
    (lambda: package.Date(2024, year=2024), "multiple values for argument 'year'"),
    (lambda: package.Date(month=6), "missing a required argument: 'year'"),
    (lambda: package.Name(first="Ida", last="Lund"), "Name: unknown argument 'first'; did you mean 'given'?"),
    (lambda: package.Identifier("10.5555/x"), "moebib.parse_identifier"),
    (lambda: package.Record("knuth1984"), "Record takes only named values"),
    (lambda: RECORD.evolve("The TeXbook"), "write fields with their names"),
    (lambda: RECORD["journal"], "Record has attributes, not items\nhint: write record.container_title"),
    (lambda: RECORD["isbn"], 'record.identifier("isbn")'),
    (lambda: package.export(package.Model(id="a", name="A")), "models of a library are in library.models"),
    (lambda: package.Library(models=[RECORD]), "should be a Model, not Record"),
    (lambda: "doi" in RECORD, "write record.doi"),
    (lambda: PARSED[0], "its records are in parsed.records"),
    (lambda: sorted([RECORD, RECORD]), "sorted(records, key="),
    (lambda: DATE < DATE, "compare date.sort_key"),
    (lambda: LIBRARY[0], "library.records[0] is the first work"),
    (lambda: LIBRARY.search("texbook")["knuth1984"], "library[key] is the work with a key"),
    (lambda: package.Names(["Knuth, Donald E."]), "should be a Name, not str\nhint: moebib.parse_name"),
    (lambda: package.Client("crossref"), 'moebib.Client(only=["crossref"])'),
    (lambda: package.verify(LIBRARY, client="crossref"), "with moebib.Client() as client"),
    (lambda: package.parse_date(day(2024, 6, 1)), "date.isoformat() is a text"),
    (lambda: LIBRARY.to_pandas(index="id"), "to_pandas: unknown argument 'index'"),
    (lambda: RECORD.to_dict(exclude_none=True), "to_dict() leaves out what is empty"),
    (lambda: LIBRARY.select(tags=range(3)), "tags should be a string or a list of strings, not range"),
    (lambda: package.Names(None), "names are a list, not NoneType"),
    (lambda: LIBRARY.find(1), "identifier should be an Identifier or a string, not int"),
    (lambda: LIBRARY.search(year=1984), "did you mean 'query'?"),
    (lambda: LIBRARY.select(tag="a"), "did you mean 'tags'?"),
    (lambda: LIBRARY.select(keys=[RECORD]), "keys should be a string or a list of strings, not list"),
    (lambda: LIBRARY.replace("knuth1984", RECORD), "library.replace(library[key].evolve(title=...))"),
    (lambda: LIBRARY + LIBRARY, "moebib.Library([*library, *other])"),
    (lambda: LIBRARY.__setitem__("a", RECORD), "library.replace(record)"),
    (lambda: LIBRARY.__delitem__("a"), "library.remove(key)"),
]


@pytest.mark.parametrize(("guess", "hint"), ATTRIBUTES, ids=[hint for _, hint in ATTRIBUTES])
def test_an_unknown_or_frozen_attribute_is_an_error_with_a_hint(guess: Callable[[], object], hint: str) -> None:
    with pytest.raises(moebib.InvalidAttribute) as caught:
        guess()
    assert hint in str(caught.value)
    assert "\nhint: " in str(caught.value)


@pytest.mark.parametrize(("guess", "message"), ARGUMENTS, ids=[message for _, message in ARGUMENTS])
def test_a_wrong_argument_is_an_error_with_a_hint(guess: Callable[[], object], message: str) -> None:
    with pytest.raises(moebib.InvalidArgument) as caught:
        guess()
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("guess", "message"),
    [
        (lambda: package.export(RECORD, prefer="preprnt"), "prefer: unknown value 'preprnt'; did you mean 'preprint'?"),
        (lambda: RECORD.preferring("latest"), "unknown value 'latest'; choose from published, preprint"),
        (lambda: package.Scheme["doi"], "unknown scheme 'doi'; did you mean 'DOI'?"),
        (lambda: RECORD.identifier("dio"), "unknown scheme 'dio'; did you mean 'doi'?"),
        (lambda: LIBRARY.find("knuth1984"), "hint: library['knuth1984'] is the work with this key"),
        (lambda: package.export(RECORD, "markdown"), "did you mean 'readme'?"),
        (lambda: package.parse("[]", "csl"), "did you mean 'csl-json'?"),
    ],
)
def test_a_wrong_word_is_an_error_with_the_right_one(guess: Callable[[], object], message: str) -> None:
    with pytest.raises(moebib.InputError) as caught:
        guess()
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("owner", "table"),
    [
        (moebib, _guesses.OF_PACKAGE),
        (moebib.Library, guesses._GUESSES),
        (moebib.Record, entry._OF_ENTRIES),
        (moebib.Name, name._GUESSES),
        (moebib.Date, date._GUESSES),
        (moebib.Identifier, scheme._GUESSES),
        (moebib.ParsedFile, _reading._GUESSES),
    ],
)
def test_every_guess_leads_to_an_attribute_or_says_what_to_write(owner: Any, table: Mapping[str, str]) -> None:
    names = {*dir(owner), *getattr(owner, "model_fields", ()), *getattr(owner, "__slots__", ())}
    assert [meant for meant in table.values() if meant.isidentifier() and meant not in names] == []
    assert [guess for guess in table if guess in names] == []


def test_values_can_be_formatted_copied_and_pickled() -> None:
    assert f"{NAME:>20}|{DATE:<6}|{RECORD:.15}" == "    Knuth, Donald E.|1984  |Donald E. Knuth"
    for value in (RECORD, NAME, DATE, IDENTIFIER, PARSED, LIBRARY):
        assert copy.copy(value) == copy.deepcopy(value) == pickle.loads(pickle.dumps(value)) == value


def test_values_are_shown_without_what_is_empty() -> None:
    assert repr(NAME) == "Name(family='Knuth', given='Donald E.')"
    assert repr(moebib.parse_date("2024-06/..")) == "Date(year=2024, month=6, end=<Bound.OPEN: '..'>)"
    assert repr(PARSED) == "<ParsedFile: 1 record, 0 findings>"
    assert str(RECORD.author) == "Knuth, Donald E."


def test_a_library_is_used_like_a_dictionary() -> None:
    assert LIBRARY.get("10.5555/x") is LIBRARY.get("KNUTH1984") is RECORD
    assert LIBRARY.get("nothing") is None
    assert LIBRARY.get("nothing", RECORD) is RECORD
    assert dict(LIBRARY) == {"knuth1984": RECORD}
    assert list(reversed(LIBRARY)) == [RECORD]


def test_functions_keep_their_signatures_and_can_be_sent_to_other_processes() -> None:
    assert pickle.loads(pickle.dumps(moebib.parse)) is moebib.parse
    assert moebib.load.__annotations__["path"] == "Path | str | None"
    assert moebib.export.__doc__


JUNK = (1, 1.5, "x", b"x", [1], ("x", 1), {"a": 1}, object(), io.StringIO("x"), day(2024, 6, 1), RECORD, LIBRARY)
METHODS = (
    "add", "find", "find_entry", "find_model", "find_work", "get", "in_section", "preferring", "related",
    "relations_to", "remove", "rename", "replace", "save", "search", "select", "tagged", "titled", "to_pandas",
)  # fmt: skip
FUNCTIONS = (
    "Date", "Identifier", "Library", "Name", "Record", "check", "dedupe", "export", "format_references", "load",
    "parse", "parse_date", "parse_identifier", "parse_name", "read", "save", "write",
)  # fmt: skip


def test_whatever_is_given_every_error_is_one_of_moebib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    called = [getattr(LIBRARY, method) for method in METHODS] + [getattr(package, name) for name in FUNCTIONS]
    others = []
    for function in called:
        for values in (*((value,) for value in JUNK), *((value, value) for value in JUNK)):
            try:
                function(*values)
            except moebib.MoebibError as error:
                assert str(error)  # noqa: PT017 - most values are no error
            except Exception as error:
                others.append((function.__name__, values, error))
    assert others == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (lambda: moebib.Date(2024, qualifier="~"), lambda: package.Date(2024, qualifier="!")),
        (lambda: moebib.Date(2024, 5), lambda: package.Date(2024, "5")),
        (lambda: moebib.Date(2024, month=5), lambda: package.Date(2024, mont=5)),
        (lambda: moebib.parse_name("Berg, Jan"), lambda: package.parse_name(b"Berg, Jan")),
        (lambda: RECORD.preferring("preprint"), lambda: RECORD.preferring("preprints")),
    ],
)
def test_right_arguments_do_not_make_others_right(right: Callable[[], object], wrong: Callable[[], object]) -> None:
    for _ in range(2):
        right()
        with pytest.raises(moebib.MoebibError):
            wrong()
