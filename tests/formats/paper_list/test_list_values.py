"""The forms of values in paper lists: dates, authors and links are read with their form, and written in it."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.paper_list.edit.authors import AuthorForm, common_form, read_author_form, written_names
from moebib.formats.paper_list.edit.dates import read_date_forms
from moebib.formats.paper_list.edit.urls import read_url, read_url_form, same_pages
from moebib.records.date import Date
from moebib.records.links import find_link
from moebib.records.name import Names, parse_name

NEW_DATE = Date(2021, 5, 7)


@pytest.mark.parametrize(
    ("written", "new"),
    [
        ("2024", "2021"),
        ("'24", "'21"),
        ("’24", "’21"),
        ("24", "21"),
        ("2024.3", "2021.5"),
        ("'24.3", "'21.5"),
        ("2024-03-05", "2021-05-07"),
        ("2024-3-15", "2021-5-7"),
        ("2024/03", "2021/05"),
        ("2024.03", "2021.05"),
        ("2403", "2105"),
        ("20240305", "20210507"),
        ("Mar 2024", "May 2021"),
        ("MAR 2024", "MAY 2021"),
        ("March 5, 2024", "May 7, 2021"),
        ("[24 May 2022]", "[7 May 2021]"),
        ("2024年3月", "2021年5月"),
        ("25/12/2024", "07/05/2021"),
    ],
)
def test_a_date_is_written_in_the_form_in_which_another_was_read(written: str, new: str) -> None:
    date, form = read_date_forms(written)[0]
    assert form.write(date) == written
    assert form.write(NEW_DATE) == new


@pytest.mark.parametrize("written", ["", "ICML 2024", "3.24", "2024-13", "12345", "Marble 2024", "2024-02-30", "v2"])
def test_other_texts_are_no_dates(written: str) -> None:
    assert read_date_forms(written) == ()


def test_a_form_needs_a_date_that_is_as_precise() -> None:
    _, form = read_date_forms("2024-03-05")[0]
    assert form.write(Date(2021, 5)) is None
    assert [shorter.write(Date(2021, 5)) for shorter in form.less_precise()] == ["2021-05", "2021"]


@given(st.dates(), st.sampled_from(["2024-03-05", "'24.3", "March 5, 2024", "2024/03", "Mar 2024", "2024"]))
def test_what_was_written_is_read_back(day: datetime.date, written: str) -> None:
    date = Date(day.year, day.month, day.day)
    _, form = read_date_forms(written)[0]
    text = form.write(date) or ""
    if 1951 <= date.year <= 2050:
        assert any(read.parts == date.parts[: form.precision] for read, _ in read_date_forms(text))


PEOPLE = Names(map(parse_name, ("Arden, Mia B.", "van den Berg, Jan", "Li, Wei-Hua", "{Warm Lab}")))


@pytest.mark.parametrize(
    ("written", "new"),
    [
        ("Ann Bee, Cee Dee, Eff Gee", "Mia B. Arden, Jan van den Berg, Wei-Hua Li, Warm Lab"),
        ("Ann Bee, Cee Dee, and Eff Gee", "Mia B. Arden, Jan van den Berg, Wei-Hua Li, and Warm Lab"),
        ("A. Bee and C. Dee", "M. B. Arden, J. van den Berg, W.-H. Li and Warm Lab"),
        ("Ann Bee; Cee Dee; Eff Gee", "Mia B. Arden; Jan van den Berg; Wei-Hua Li; Warm Lab"),
        ("Bee, A., Dee, C., & Gee, E.", "Arden, M. B., van den Berg, J., Li, W.-H., & Warm Lab"),
        ("Bee A, Dee C, Gee E", "Arden MB, van den Berg J, Li WH, Warm Lab"),
        ("Ann Bee, Cee Dee.", "Mia B. Arden, Jan van den Berg, Wei-Hua Li, Warm Lab."),
    ],
)
def test_authors_are_written_in_the_form_in_which_others_were_read(written: str, new: str) -> None:
    form = read_author_form(written)
    assert form
    assert form.write(PEOPLE, 0, 0, str) == new


def test_authors_are_cut_where_the_list_cuts_them() -> None:
    form = read_author_form("Ann Bee, Cee Dee, et al.")
    assert form == AuthorForm(others=", et al.", names=2)
    assert form.write(PEOPLE, 2, 3, str) == "Mia B. Arden, Jan van den Berg, et al."
    assert form.write(PEOPLE, 2, 4, str) == "Mia B. Arden, Jan van den Berg, Wei-Hua Li, Warm Lab"
    assert form.write(Names(PEOPLE[:1], others=True), 0, 0, str) == "Mia B. Arden, et al."
    assert written_names("Ann Bee, Cee Dee, et al.") == ["Ann Bee", "Cee Dee"]


def test_the_common_form_is_made_of_what_most_forms_show() -> None:
    texts = ("Ann Bee and Cee Dee", "Ann Bee, Cee Dee and Eff Gee", "Ann Bee et al.", "Ann Bee")
    form = common_form([form for text in texts if (form := read_author_form(text))])
    assert form == AuthorForm(last_separator=" and ", others=" et al.")


@pytest.mark.parametrize(
    ("written", "new"),
    [
        ("https://arxiv.org/abs/2401.00001", "https://arxiv.org/abs/2405.00002"),
        ("http://arxiv.org/pdf/2401.00001v2.pdf", "http://arxiv.org/pdf/2405.00002.pdf"),
        ("https://www.arxiv.org/pdf/2401.00001v3", "https://www.arxiv.org/pdf/2405.00002"),
        ("https://huggingface.co/papers/2401.00001", "https://huggingface.co/papers/2405.00002"),
    ],
)
def test_links_are_written_in_the_form_in_which_others_were_read(written: str, new: str) -> None:
    form = read_url_form(written)
    identifier = find_link("https://arxiv.org/abs/2405.00002")
    assert form
    assert identifier
    assert form.write(identifier) == new
    assert form.write(identifier.__class__(type(identifier.scheme).DOI, "10.5555/1")) is None


def test_links_to_one_page_have_something_in_common() -> None:
    links = (
        "https://arxiv.org/abs/2401.00001",
        "http://arxiv.org/pdf/2401.00001v2.pdf",
        "https://doi.org/10.48550/arXiv.2401.00001",
    )
    assert frozenset.intersection(*map(same_pages, links)) == {"arxiv:2401.00001"}
    assert same_pages("http://www.a.example/x/") == same_pages("https://a.example/x#top")
    assert read_url_form("https://a.example/x") is None
    assert read_url(r"a.example/x\_y&amp;z") == "https://a.example/x_y&z"
