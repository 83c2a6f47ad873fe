"""Requests for works, and the keys of records."""

from __future__ import annotations

import pytest

from moebib.commands.add import Annotations, find_listed, key_for
from moebib.commands.by_hand import ByHand, record_by_hand
from moebib.commands.requests import Request, read_lines, read_links, read_requests
from moebib.errors import InputError
from moebib.library.library import Library
from moebib.records.identifier import parse_identifier
from moebib.records.record import Links, Record
from moebib.toml.validation import check_key

BREAD = Record(
    id="bread1900",
    type="chapter",
    title="Bread, Warm",
    identifiers=["doi:10.5555/bread", "isbn:9780201530827"],
    versions=[{"identifiers": ["arxiv:2012.99991"]}],
    links={"code": ["https://code.example/bread"]},
)


def request(text: str) -> Request:
    (request,), _ = read_requests([text])
    return request


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("2401.06066\n10.5555/bread\n", ["2401.06066", "10.5555/bread"]),
        ("# to read\n\n  2401.06066  # soon\r\n", ["2401.06066"]),
        ('\'Bread, Warm\'\n"Bread" and "Butter"\n', ["Bread, Warm", 'Bread" and "Butter']),
        ("https://pages.example/x#part\n", ["https://pages.example/x#part"]),  # a comment follows a space
        ("C#: A Study\n", ["C#: A Study"]),
        ("", []),
    ],
)
def test_a_file_has_one_work_per_line(text: str, lines: list[str]) -> None:
    assert read_lines(text) == lines


@pytest.mark.parametrize(
    ("texts", "queries"),
    [
        (["2401.06066", "10.5555/Bread"], ["arxiv:2401.06066", "doi:10.5555/bread"]),
        (["2401.06066", "https://arxiv.org/pdf/2401.06066v2", "10.48550/arXiv.2401.06066"], ["arxiv:2401.06066"]),
        (["10.18653/v1/2024.acl-long.70", "doi:10.18653/v1/2024.acl-long.70"], ["acl:2024.acl-long.70"]),
        (["Bread, Warm", " bread, WARM "], ["Bread, Warm"]),
        (["DOI systems: a survey", "URL considered"], ["DOI systems: a survey", "URL considered"]),
        (["978 0 201 53082 7"], ["isbn:9780201530827"]),
    ],
)
def test_every_work_is_requested_once(texts: list[str], queries: list[str]) -> None:
    requests, invalid = read_requests(texts)
    assert [str(request.identifier or request.text) for request in requests] == queries
    assert invalid == []


@pytest.mark.parametrize(
    "text",
    [
        "2413.00001",
        "bread",
        "arXiv: 2413.00001",
        "978 0 201 53082 8",
        "https://pages.example/a b",
        "12345",
        "",
        "--- ---",
    ],
)
def test_a_text_that_is_neither_identifier_nor_title_is_an_error(text: str) -> None:
    requests, invalid = read_requests(["2401.06066", text, text])
    assert [request.text for request in requests] == ["2401.06066"]
    assert [error.given for error in invalid] == [text.strip()]


@pytest.mark.parametrize("text", ["10.5555/bread", "2012.99991v3", "BREAD, warm"])
def test_a_work_is_listed_under_each_identifier_and_title(text: str) -> None:
    assert find_listed(Library([BREAD]), request(text)) == BREAD


# The last one is the ISBN of the whole volume.
@pytest.mark.parametrize("text", ["10.5555/butter", "Butter, Warm", "9780201530827"])
def test_an_unlisted_work_is_not_found(text: str) -> None:
    assert find_listed(Library([BREAD]), request(text)) is None


def test_new_annotations_are_added_to_existing_ones() -> None:
    annotations = Annotations(("food",), Links(code=("https://code.example/more",), video=("https://video.example/",)))
    annotated = annotations.apply(BREAD)
    assert annotated.tags == ("food",)
    assert annotated.links.code == ("https://code.example/bread", "https://code.example/more")
    assert annotated.links.video == ("https://video.example/",)
    assert annotations.apply(annotated) == annotated
    assert Annotations().apply(BREAD) == BREAD


def test_links_are_read_by_kind() -> None:
    links = read_links(["code=https://a.example/?x=1", "pdf=http://b.example/", "code=https://a.example/?x=1"])
    assert links == Links(code=("https://a.example/?x=1",), pdf=("http://b.example/",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("https://a.example/", "not KIND=URL, where KIND is one of code, weights, data, pdf, project, slides, video"),
        ("kode=https://a.example/", "not KIND=URL"),
        ("code=", "not KIND=URL"),
        ("code=javascript:alert(1)", r"not an http\(s\) URL: 'code=javascript:alert\(1\)'"),
    ],
)
def test_an_invalid_link_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_links([text])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2401.06066", "arxiv-2401.06066"),
        ("hep-th/9901001", "arxiv-hep-th-9901001"),
        ("10.1145/3503221.3508418", "doi-10.1145-3503221.3508418"),
        ("10.5555/a(b)<c>;d.", "doi-10.5555-a-b-c-d"),
        ("https://www.pages.example/paper?id=7", "url-pages.example-paper-id-7"),
        ("openreview:-aB_c9-", "openreview--aB_c9"),
        ("10.5555/" + "x" * 300, "doi-10.5555-" + "x" * 178),
        ("Bread, Warm", "bread"),
    ],
)
def test_without_a_title_the_key_is_made_from_the_identifier_and_is_a_valid_file_name(text: str, key: str) -> None:
    made = key_for(record_by_hand(request(text), ByHand()), set())
    assert made == key
    assert check_key(made) is None
    assert key_for(record_by_hand(request(text), ByHand()), {key.lower()}) == f"{key}a"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2401.06066", "dune2024warm"),
        ("hep-th/9901001", "dune1999warm"),
        ("math/0703001", "dune2007warm"),
        ("10.5555/x", "dunewarm"),
    ],
)
def test_the_year_in_the_key_is_that_of_the_arxiv_id(text: str, key: str) -> None:
    assert key_for(record_by_hand(request(text), ByHand("Warm", ("Dune, Ida",))), set()) == key


def test_a_known_date_is_used_for_the_key() -> None:
    record = Record(
        id="new", type="article", title="Warm", issued="2023-12-31", identifiers=[parse_identifier("2401.06066")]
    )
    assert key_for(record, set()) == "warm2023"
