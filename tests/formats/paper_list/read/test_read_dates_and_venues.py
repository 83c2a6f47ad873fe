"""Dates and venues in the pieces of a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.paper_list.read.dates_and_venues import is_known_venue, read_date_and_venue
from strategies import examples


@pytest.mark.parametrize(
    ("text", "issued", "venue", "date"),
    [
        ("ICML'24.5", "2024-05", "ICML", "24.5"),
        ("[ICML ’24]", "2024", "ICML", "24"),
        ("2021-ICLR", "2021", "ICLR", "2021"),
        ("2024 IEEE ICRA", "2024", "IEEE ICRA", "2024"),
        ("NeurIPS2021", "2021", "NeurIPS", "2021"),
        ("NeurIPS 2021 (Oral)", "2021", "NeurIPS", "2021"),
        ("SC24", "2024", "SC", "24"),
        ("ICML 24", "2024", "ICML", "24"),
        ("USENIX ATC '23", "2023", "USENIX ATC", "23"),
        ("Int'l Conf.'97", "1997", "Int'l Conf.", "97"),
        ("arXiv, Mar 2024", "2024-03", "arXiv", "Mar 2024"),
        ("In Proceedings of ICML 2020.", "2020", "ICML", "2020"),
        ("to appear in ICSE 2025", "2025", "ICSE", "2025"),
        ("Findings of ACL 2023", "2023", "Findings of ACL", "2023"),
        ("EMNLP 2023 Findings", "2023", "EMNLP 2023 Findings", ""),
        ("MLSys@ICML 2022", "2022", "MLSys@ICML", "2022"),
        ("Nature, 2021", "2021", "Nature", "2021"),
        ("Uber 2021", "2021", "Uber", "2021"),
        ("2021;12(3)", "2021", "", "2021"),
        ("ICML", None, "ICML", ""),
        ("", None, "", ""),
    ],
)
def test_a_venue_is_what_is_beside_the_date(text: str, issued: str | None, venue: str, date: str) -> None:
    found = read_date_and_venue(text)
    assert (found.issued and str(found.issued)) == issued
    assert (text[slice(*found.venue)], text[slice(*found.date)]) == (venue, date)
    assert not found.invalid_date


@pytest.mark.parametrize(
    ("text", "issued"),
    [
        ("2024", "2024"), ("'24", "2024"), ("2024.05", "2024-05"), ("2024/5/7", "2024-05-07"), ("2024-05", "2024-05"),
        ("05/2024", "2024-05"), ("2024年5月", "2024-05"), ("2024年5月7日", "2024-05-07"), ("2024년 5월", "2024-05"),
        ("1998", "1998"), ("May 2024", "2024-05"), ("Sept. 2024", "2024-09"), ("May 7th, 2024", "2024-05-07"),
        ("7 May 2024", "2024-05-07"), ("May '24", "2024-05"), ("2024 May", "2024-05"),
    ],
)  # fmt: skip
def test_a_date_may_be_written_in_many_ways(text: str, issued: str) -> None:
    found = read_date_and_venue(text)
    assert str(found.issued) == issued
    assert text[slice(*found.date)] == text.lstrip("'")
    assert found.venue[0] == found.venue[1]


@pytest.mark.parametrize("text", ["1024", "20240506", "0.2024", "May", "12345", "2401.00001", "GPT-4", "24"])
def test_other_numbers_are_no_dates(text: str) -> None:
    assert read_date_and_venue(text).issued is None


def test_a_month_that_is_none_is_reported_and_the_year_is_kept() -> None:
    found = read_date_and_venue("ACL'24.13")
    assert (str(found.issued), found.invalid_date) == ("2024", True)


@examples(300)
@given(st.one_of(st.text(max_size=30), st.text(alphabet="ICML'24.5 (),-年May0123/:", max_size=20)))
def test_the_places_are_in_the_text(text: str) -> None:
    found = read_date_and_venue(text)
    for start, end in (found.date, found.venue):
        assert 0 <= start <= end <= len(text)
    (date_start, date_end), (venue_start, venue_end) = found.date, found.venue
    is_apart = date_end <= venue_start or venue_end <= date_start
    assert is_apart or date_start == date_end or venue_start == venue_end


@pytest.mark.parametrize(
    "text",
    ["ICML", "icml", "NIPS", "Findings of EMNLP", "arXiv", "CoRR", "bioRxiv", "Nature Machine Intelligence",
     "Journal of Clay", "Workshop on Sand", "PhD thesis", "Technical report", "CVPR, ICCV", "The Web Conference",
     "Proceedings of the VLDB Endowment", "IEEE Trans. Pattern Anal. Mach. Intell."],
)  # fmt: skip
def test_a_venue_is_known_by_its_series_or_its_words(text: str) -> None:
    assert is_known_venue(text)


@pytest.mark.parametrize(
    "text",
    ["", "Uber", "Google", "Code", "Deep Learning", "Under review", "On the Convergence of Adam", "Blog",
     "A technical report on experts",
     "A New Journal of Everything We Found in the Long Search for a Very Small Grain of Sand"],
)  # fmt: skip
def test_other_words_are_no_venue(text: str) -> None:
    assert not is_known_venue(text)
