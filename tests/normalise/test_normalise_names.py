from __future__ import annotations

import pytest

from clock import in_proportion
from moebib.normalise.names import all_names, display_name, name_in_parts
from moebib.normalise.written_names import several
from moebib.normalise.written_people import read_people
from moebib.records.name import Names


def texts(*names: str) -> list[str] | None:
    read = all_names(map(display_name, names))
    return None if read is None else Names(read).texts()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Hal Doe III", "Doe, III, Hal"),
        ("Leong Hou U", "U, Leong Hou"),
        ("Jane AP", "AP, Jane"),
        ("Jane Babu R.", "R., Jane Babu"),
        ("Prof. Dr. Jane Doe", "Doe, Jane"),
        ("Jane Doe, PhD", "Doe, Jane"),
        ("Jane Doe, MD, MPH", "Doe, Jane"),
        ("Jane Doe1,2", "Doe, Jane"),
        ("Jane Doe 1, 2", "Doe, Jane"),
        ("Jane Doe (1 and 2)", "Doe, Jane"),
        ("1. Jane Doe", "Doe, Jane"),
        ("Doe1, Dr. Jane", "Doe, Jane"),
        ("Jane AG", "AG, Jane"),
        ("Jane Doe*\u2020", "Doe, Jane"),
        ("Jane Doe\xb9,\xb2", "Doe, Jane"),
        ("Jane Doe$^{1,2}$", "Doe, Jane"),
        ("Jane Doe <jane@gates.example>", "Doe, Jane"),
        ("Jane Doe (Gates University)", "Doe, Jane"),
        ("Jane Doe (corresponding author)", "Doe, Jane"),
        ("and Jane Doe", "Doe, Jane"),
        ("Jane (Jo) Doe", "Doe, Jane (Jo)"),
        ("Lund Berg, M.A.", "Lund Berg, M.A."),
        ("Dr. Gates", "Gates, Dr."),
        ("LLM360", "{LLM360}"),
        ("Jane Press", "Press, Jane"),
        ("Drew Doe", "Doe, Drew"),
        ("Sirka Doe", "Doe, Sirka"),
        ("Gates and Gates Group", "{Gates and Gates Group}"),
        ("Department of Gates, Gates University, Oslo", "{Department of Gates, Gates University, Oslo}"),
    ],
)
def test_a_name_in_reading_order(name: str, expected: str) -> None:
    assert texts(name) == [expected]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jane Doe; Jan van den Berg", ["Doe, Jane", "van den Berg, Jan"]),
        ("Doe, Jane; M&uuml;ller, Jo", ["Doe, Jane", "M\xfcller, Jo"]),
        ("Jane Doe and Jan Berg", ["Doe, Jane", "Berg, Jan"]),
        ("Jane Doe, Jan Berg, and Ada Cho", ["Doe, Jane", "Berg, Jan", "Cho, Ada"]),
        ("Doe, Jane and Berg, Jan", ["Doe, Jane", "Berg, Jan"]),
        ("Doe J, Berg JA", ["Doe, J.", "Berg, J. A."]),
        ("Doe, J., Berg, J. A., et al.", ["Doe, J.", "Berg, J. A.", "others"]),
        ("Jane Doe et al.", ["Doe, Jane", "others"]),
        ("Jane Doe and 3 others", ["Doe, Jane", "others"]),
        ("Lund Berg, Jan Erik", ["Lund Berg, Jan Erik"]),
        ("(:unav)", []),
        ("Anonymous", []),
        (":", []),
        ("Doe, Jane, Berg, Jan", None),  # which of the four words belong together?
    ],
)
def test_several_people_in_one_text(name: str, expected: list[str] | None) -> None:
    assert texts(name) == expected


def test_a_name_with_a_patronymic_begins_with_the_family_name() -> None:
    given = "\u0418\u0432\u0430\u043d \u0418\u0432\u0430\u043d\u043e\u0432\u0438\u0447"
    assert texts(f"\u0411\u0435\u0440\u0433 {given}") == [f"\u0411\u0435\u0440\u0433, {given}"]
    assert texts("\u0418\u0432\u0430\u043d \u0411\u0435\u0440\u0433") == [
        "\u0411\u0435\u0440\u0433, \u0418\u0432\u0430\u043d"
    ]


def test_an_address_is_one_only_beside_people() -> None:
    address = "Department of Gates, Gates University, Oslo"
    assert texts("Jane Doe", address, ",Gates, Oslo, N-0001") == ["Doe, Jane"]
    assert texts(address) == [f"{{{address}}}"]


@pytest.mark.parametrize(
    ("family", "given", "suffix", "expected"),
    [
        ("Doe", "Jane", "Jr.", "Doe, Jr., Jane"),
        ("Doe, Jr.", "Jane", "", "Doe, Jr., Jane"),
        ("Doe", "Jane", "PhD", "Doe, Jane"),
        ("Doe 3", "Dr. Jane", "", "Doe, Jane"),
        ("J.", "Doe", "", "Doe, J."),
        ("J.", "A.", "", "J., A."),
        ("-", "Jane Doe", "", "Doe, Jane"),
        ("Doe", ".", "", "Doe"),
        ("Jane Doe", "", "Jr.", "Doe, Jr., Jane"),
        ("Uddin", "Md", "", "Uddin, Md"),
        ("Gates University", "Oslo", "", "{Gates University, Oslo}"),
        ("", "The Gate", "", "{The Gate}"),
    ],
)
def test_a_name_in_parts(family: str, given: str, suffix: str, expected: str) -> None:
    assert str(name_in_parts(family, given, suffix)) == expected


@pytest.mark.parametrize("repeated", ["1 ", "and ", "; ", "Dr. ", ", PhD", "2024-"])
def test_a_text_of_thousands_of_additions_takes_no_longer_per_addition(repeated: str) -> None:
    with in_proportion():
        display_name(repeated * 20_000)


def test_names_with_thousands_of_spaces_are_found_in_linear_time() -> None:
    with in_proportion():
        assert several(f"Jane{' ' * 100_000}Doe") == [f"Jane{' ' * 100_000}Doe"]
    assert several("Jane Doe  ,  and  Jan Berg   et al.") == ["Jane Doe", "Jan Berg", "et al."]


def test_a_list_of_separators_has_no_people() -> None:
    with in_proportion():
        assert read_people("," * 5_000) is None
