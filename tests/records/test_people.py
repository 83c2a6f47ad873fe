"""People with several names: which names are theirs, and what becomes of the names that a record prints."""

from __future__ import annotations

import pytest

from moebib.records.name import Names, parse_name
from moebib.records.people import NOBODY, People
from moebib.records.record import Record

PEOPLE = People({"Arden, Mia": ["Berg, Mia", "Arden-Berg, M."], "Løw, Jan": ["Low, J."]})


def work(*author: str, others: bool = False) -> Record:
    return Record(id="a", type="article", title="Warm", author=Names(map(parse_name, author), others=others))


def authors(record: Record) -> list[str]:
    return [name.display() for name in record.author]


@pytest.mark.parametrize(("name", "main"), [
    ("Berg, Mia", "Mia Arden"), ("berg, mia", "Mia Arden"), ("Arden, Mia", "Mia Arden"),
    ("Arden-Berg, M.", "Mia Arden"), ("Low, J.", "Jan Løw"), ("Berg, M.", "M. Berg"), ("{Berg Lab}", "Berg Lab"),
])  # fmt: skip
def test_only_the_names_that_are_given_are_those_of_a_person(name: str, main: str) -> None:
    assert PEOPLE.main(parse_name(name)).display() == main


def test_a_record_has_the_main_names_or_those_printed_elsewhere() -> None:
    record = work("Berg, Mia", "Cho, Ada", others=True)
    assert authors(PEOPLE.with_main_names(record)) == ["Mia Arden", "Ada Cho"]
    assert PEOPLE.with_main_names(record).author.others
    printed = work("Arden-Berg, M.", "Cho, A.").author
    assert authors(PEOPLE.with_names_in(record, printed)) == ["M. Arden-Berg", "Ada Cho"]
    assert authors(PEOPLE.with_all_names(record)) == ["Mia Arden", "Mia Berg", "M. Arden-Berg", "Ada Cho"]


def test_a_record_without_such_people_is_the_same() -> None:
    record = work("Cho, Ada")
    assert PEOPLE.with_main_names(record) is record
    assert PEOPLE.with_names_in(record, record.author) is record
    assert NOBODY.with_main_names(work("Berg, Mia")) == work("Berg, Mia")
    assert not NOBODY


def test_a_name_belongs_to_one_person() -> None:
    with pytest.raises(ValueError, match="two people have the name 'Mia Berg'"):
        People({"Arden, Mia": ["Berg, Mia"], "Cho, Mia": ["Berg, Mia"]})
