"""Names: the forms of BibTeX, read into parts and written back."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import InputError
from moebib.records.name import Name, Names, parse_name

FORMS = [
    ("Berg, Jan", Name("Berg", "Jan")),
    ("Jan Berg", Name("Berg", "Jan")),
    ("van den Berg, Jan", Name("Berg", "Jan", non_dropping_particle="van den")),
    ("Jan van den Berg", Name("Berg", "Jan", non_dropping_particle="van den")),
    ("de las Casas, Diego", Name("Casas", "Diego", non_dropping_particle="de las")),
    ("Van Baalen, Mart", Name("Van Baalen", "Mart")),  # a capital is part of the family
    ("El Maghraoui, Kaoutar", Name("El Maghraoui", "Kaoutar")),
    ("hwang, seung-won", Name("hwang", "seung-won")),  # at least one word is left for the family
    ("Liu, Jr., Tom", Name("Liu", "Tom", suffix="Jr.")),
    ("{DeepSeek-AI}", Name(literal="DeepSeek-AI")),
    ("{Barnes and Noble, Inc.}", Name(literal="Barnes and Noble, Inc.")),
    ("Madonna", Name("Madonna")),
    ("王, 小明", Name("王", "小明")),
    ("王小明", Name("王小明")),
    ("{den Berg}, Jan", Name("den Berg", "Jan")),  # braces stop the particle
    ("O'Horo, Brian", Name("O'Horo", "Brian")),
    ("family=Tocqueville, given=Alexis, prefix=de, useprefix=false",
     Name("Tocqueville", "Alexis", dropping_particle="de")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), FORMS)
def test_a_name_is_read_into_its_parts(text: str, name: Name) -> None:
    assert parse_name(text) == name


@pytest.mark.parametrize("name", [name for _, name in FORMS])
def test_a_name_is_written_so_that_it_reads_back(name: Name) -> None:
    assert parse_name(str(name)) == name


@pytest.mark.parametrize("text", ["", "  ", ", Jan", "a, b, c, d", "{Open", "Close}", "family=X, Jan", "Berg, \ud800"])
def test_an_invalid_name_is_rejected(text: str) -> None:
    with pytest.raises(InputError):
        parse_name(text)


@pytest.mark.parametrize(("parts", "reason"), [
    ({}, "needs either a family or a literal"),
    ({"family": "A", "literal": "B"}, "needs either a family or a literal"),
    ({"literal": "A", "given": "B"}, "cannot have other parts"),
    ({"family": "A{B"}, "brace"),
    ({"family": " A"}, "space"),
    ({"family": "A", "given": "\ud800"}, "lone surrogate"),
    ({"literal": "\udfff"}, "lone surrogate"),
])  # fmt: skip
def test_invalid_parts_of_a_name_are_rejected(parts: dict[str, str], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        Name(**parts)


def test_a_name_is_displayed_in_reading_order() -> None:
    assert Name("Berg", "Jan", non_dropping_particle="van den", suffix="Jr.").display() == "Jan van den Berg Jr."


_part = st.text(st.sampled_from("abAB ,=~'.-王é\\and"), max_size=10)


@given(_part, _part, _part, _part, _part, _part)
def test_every_valid_name_reads_back(
    family: str, given_name: str, dropping: str, non_dropping: str, suffix: str, literal: str
) -> None:
    try:
        name = Name(family, given_name, dropping, non_dropping, suffix, literal)
    except InputError:
        return
    assert parse_name(str(name)) == name


@given(st.text(max_size=30))
def test_any_text_is_a_name_that_reads_back_or_is_refused(text: str) -> None:
    try:
        name = parse_name(text)
    except InputError:
        return
    assert parse_name(str(name)) == name


def test_others_in_a_list_are_a_flag_and_no_person() -> None:
    names = Names([Name("Berg", "Jan"), Name("others")])
    assert (tuple(names), names.others, names.texts()) == ((Name("Berg", "Jan"),), True, ["Berg, Jan", "others"])
    assert Names([Name("others"), Name("Berg", "Jan")]).texts() == ["Berg, Jan", "others"]
    assert Names([Name("Others", "Many")]).others is False
    assert Names([Name(literal="et al.")], others=True) == Names()


def test_an_incomplete_list_differs_from_the_names_that_it_has() -> None:
    berg = Name("Berg", "Jan")
    incomplete = Names([berg], others=True)
    assert incomplete != Names([berg])
    assert incomplete != (berg,)
    assert (berg,) != incomplete
    assert Names([berg]) == (berg,)
    assert incomplete == Names([berg], others=True)


def test_an_incomplete_list_stays_so_when_it_is_copied_pickled_or_changed_name_by_name() -> None:
    incomplete = Names([Name("Berg", "Jan")], others=True)
    assert copy.deepcopy(incomplete).others
    assert pickle.loads(pickle.dumps(incomplete)).others
    assert incomplete.with_names([Name("Roe")]).texts() == ["Roe", "others"]


def test_a_list_of_names_contains_the_texts_that_people_look_for() -> None:
    names = Names([Name("Knuth", "Donald E."), Name(literal="Warm Lab")])
    texts = ("Knuth", "Donald E. Knuth", "Knuth, Donald E.", "Warm Lab", "Donald", "knuth", "")
    assert [text in names for text in texts] == [True, True, True, True, False, False, False]  # type: ignore[comparison-overlap]
    assert Name("Knuth", "Donald E.") in names
