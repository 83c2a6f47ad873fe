"""Records made of what a person types."""

from __future__ import annotations

from typing import Any

import pytest

from moebib.commands.by_hand import ByHand, record_by_hand
from moebib.commands.requests import Request, read_requests
from moebib.errors import InputError
from moebib.records.fields import TYPES


def request(text: str) -> Request:
    (request,), _ = read_requests([text])
    return request


def by_hand(text: str, venues: dict[str, str] | None = None, **typed: Any) -> dict[str, Any]:
    entry = record_by_hand(request(text), ByHand(**typed), venues).to_dict()
    del entry["id"]
    return entry


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        (
            "2401.06066v2",
            {"type": "article", "genre": "preprint", "container_title": "arXiv", "identifiers": ["arxiv:2401.06066"]},
        ),
        ("10.5555/x", {"type": "document", "identifiers": ["doi:10.5555/x"]}),
        ("0-201-53082-1", {"type": "book", "identifiers": ["isbn:9780201530827"]}),
        ("https://github.com/doe/hydra", {"type": "software", "identifiers": ["url:https://github.com/doe/hydra"]}),
        ("Bread, Warm", {"type": "document", "title": "Bread, Warm"}),
    ],
)
def test_a_record_has_what_the_identifier_implies(text: str, entry: dict[str, object]) -> None:
    assert by_hand(text) == entry


def test_a_record_has_the_title_the_date_and_the_authors() -> None:
    entry = by_hand("10.5555/x", title="Warmth", author=("van den Berg, Jan", "{Warm Lab}"), date="2024-06")
    assert entry == {
        "type": "document",
        "title": "Warmth",
        "author": ["van den Berg, Jan", "{Warm Lab}"],
        "issued": "2024-06",
        "identifiers": ["doi:10.5555/x"],
    }


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (("Doe, Jane and Roe, Max",), ["Doe, Jane", "Roe, Max"]),
        (("Jane Doe; Max Roe", "Cho, Ada"), ["Doe, Jane", "Roe, Max", "Cho, Ada"]),
        (("{Arts and Sciences} and Doe, Jane",), ["{Arts and Sciences}", "Doe, Jane"]),
        (("Doe, Jane", "others"), ["Doe, Jane", "others"]),
        (("Doe, Jane and others",), ["Doe, Jane", "others"]),
        (("Anderson, Brand",), ["Anderson, Brand"]),
    ],
)
def test_several_authors_can_be_in_one_text(texts: tuple[str, ...], names: list[str]) -> None:
    assert by_hand("Warm Bread", author=texts)["author"] == names


@pytest.mark.parametrize(
    ("venue", "entry"),
    [
        ("ICML", {"type": "paper-conference", "container_title_short": "ICML"}),
        ("Journal of Warm Bread", {"type": "article-journal", "container_title": "Journal of Warm Bread"}),
        ("Workshop on Bread", {"type": "paper-conference", "container_title": "Workshop on Bread"}),
        ("Bread blog", {"type": "post-weblog", "container_title": "Bread blog"}),
        ("Warm Lab", {"type": "document", "container_title": "Warm Lab"}),
        ("corr", {"type": "article", "genre": "preprint", "container_title": "arXiv"}),
        ("Bread symposium", {"type": "document", "container_title_short": "BREAD"}),  # as the list writes it
    ],
)
def test_the_type_follows_from_the_venue(venue: str, entry: dict[str, Any]) -> None:
    made = by_hand("Warm Bread", {"bread Symposium": "BREAD"}, venue=venue)
    assert made == {"title": "Warm Bread", **entry}


def test_a_paper_with_an_arxiv_id_that_has_a_venue_is_no_preprint() -> None:
    made = by_hand("2401.06066", venue="NeurIPS")
    assert made == {
        "type": "paper-conference", "container_title_short": "NeurIPS", "identifiers": ["arxiv:2401.06066"]
    }  # fmt: skip
    assert by_hand("2401.06066", venue="Warm Lab")["type"] == "document"
    assert by_hand("0-201-53082-1", venue="Warm Press")["type"] == "book"


@pytest.mark.parametrize(
    ("url", "entry"),
    [
        ("https://bread.example/warm", {"type": "webpage", "url": "https://bread.example/warm"}),
        ("https://github.com/doe/bread", {"type": "software", "url": "https://github.com/doe/bread"}),
        ("https://doi.org/10.5555/bread", {"type": "document", "identifiers": ["doi:10.5555/bread"]}),
        (
            "https://arxiv.org/pdf/2401.06066v2",
            {"type": "article", "genre": "preprint", "container_title": "arXiv", "identifiers": ["arxiv:2401.06066"]},
        ),
    ],
)
def test_the_page_may_be_an_identifier_and_says_what_the_work_is(url: str, entry: dict[str, Any]) -> None:
    assert by_hand("Warm Bread", url=url) == {"title": "Warm Bread", **entry}


def test_the_page_is_added_to_the_identifier() -> None:
    made = by_hand("10.5555/x", url="https://bread.example/x")
    assert (made["identifiers"], made["url"]) == (["doi:10.5555/x"], "https://bread.example/x")
    assert by_hand("10.5555/x", url="https://doi.org/10.5555/X")["identifiers"] == ["doi:10.5555/x"]


def test_a_title_is_on_one_line() -> None:
    assert by_hand("10.5555/x", title=" Warm\n Bread ", venue="Bread\tblog")["title"] == "Warm Bread"


def test_the_type_can_be_typed() -> None:
    assert all(by_hand("Warm Bread", venue="ICML", type=type)["type"] == type for type in TYPES)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"author": ("{Warm",)}, "unbalanced braces"),
        ({"author": ("Doe, Jane and ",)}, "a name cannot be empty"),
        ({"title": "Warm \udcff"}, "not UTF-8: 'Warm \\udcff'"),
        ({"venue": "Warm \udcff"}, "not UTF-8: 'Warm \\udcff'"),
        ({"date": "soon"}, "not a date: 'soon'; write 2024"),
        ({"type": "bok"}, "unknown type 'bok'; did you mean 'book'?"),
        ({"type": "inproceedings"}, "unknown type 'inproceedings'; did you mean 'paper-conference'?"),
        ({"url": "javascript:alert(1)"}, "not an http(s) URL: 'javascript:alert(1)'"),
        ({"url": "bread.example/x"}, "not an http(s) URL: 'bread.example/x'"),
    ],
)
def test_what_is_not_valid_is_an_error(typed: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as error:
        by_hand("10.5555/x", **typed)
    assert message in str(error.value)
