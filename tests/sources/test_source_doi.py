from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.records.answer import Absent, Found, Unavailable
from moebib.records.identifier import parse_identifier
from moebib.records.record import Record
from moebib.sources import source
from moebib.web.response import Response
from responses import FakeHttp, broken, is_never_wrong, outcome, recorded, respond
from shared_data import shared
from strategies import examples

SOURCE = source("doi")
DOI = parse_identifier("10.5555/abc")
CSL = "application/vnd.citationstyles.csl+json"


def item(**changes: Any) -> dict[str, Any]:
    """A work in CSL-JSON, as an agency returns it."""
    fields = {
        "type": "paper-conference",
        "id": "https://doi.org/10.5555/abc",
        "title": "Invented <i>Things</i>",
        "author": [
            {"family": "van den Berg", "given": "Jan"},
            {"literal": "The Invented Consortium"},
        ],
        "editor": [{"family": "Ward", "given": "Ed"}],
        "issued": {"date-parts": [[2024, 2]]},
        "container-title": "Proceedings of Inventing",
        "publisher": "Invented Press",
        "page": "93-105",
        "DOI": "10.5555/ABC",
        "URL": "https://press.example/abc",
        "ISBN": ["9780306406157"],
        "categories": ["Things"],
        "copyright": "CC BY",
    }
    return {**fields, **changes}


def crossref(**changes: Any) -> dict[str, Any]:
    """A work in the JSON of Crossref, with its types and fields, but strings in place of lists of one string."""
    fields = {"type": "journal-article", "source": "Crossref", "subtitle": ["A Study"], "title": "Invented Things",
            "container-title": "Journal of Invented Things", "published-print": {"date-parts": [[2024, 3]]},
            "ISSN": ["0027-8424"], "ISBN": None, "article-number": "17", "page": None}  # fmt: skip
    return item(**{**fields, **changes})


def found_record(data: object) -> Record:
    answer = SOURCE.parse([respond(data, kind=CSL)], [DOI])[DOI]
    assert isinstance(answer, Found), answer
    return answer.record


def test_csl_is_read_with_all_fields() -> None:
    assert found_record(item()).to_dict() == {
        "id": "new",
        "type": "paper-conference",
        "title": "Invented <i>Things</i>",
        "author": ["van den Berg, Jan", "{The Invented Consortium}"],
        "editor": ["Ward, Ed"],
        "issued": "2024-02",
        "container_title": "Proceedings of Inventing",
        "publisher": "Invented Press",
        "page": "93-105",
        "identifiers": ["doi:10.5555/abc", "isbn:9780306406157"],
    }


def test_the_json_of_crossref_is_read_as_crossref() -> None:
    assert found_record(crossref()).to_dict() == {
        "id": "new",
        "type": "article-journal",
        "title": "Invented Things: A Study",
        "author": ["van den Berg, Jan", "{The Invented Consortium}"],
        "editor": ["Ward, Ed"],
        "issued": "2024-03",
        "container_title": "Journal of Invented Things",
        "publisher": "Invented Press",
        "number": "17",
        "identifiers": ["doi:10.5555/abc", "issn:0027-8424"],
    }


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("article-journal", "article-journal"),
        ("chapter", "chapter"),
        ("report", "report"),
        ("posted-content", "article"),
    ],
)
def test_crossref_has_its_own_fields_with_types_of_csl_too(type_: str, expected: str) -> None:
    notice = {"DOI": "10.5555/notice", "type": "retraction", "updated": {"date-parts": [[2025, 1, 2]]}}
    preprint = {"id-type": "doi", "id": "10.5555/pre"}
    changes = {"type": type_, "issued": {"date-parts": [[2023, 12, 30]]}, "container-title-short": "J. Inv. Things",
               "updated-by": [notice], "relation": {"has-preprint": [preprint]}}  # fmt: skip
    answer = SOURCE.parse([respond(crossref(**changes), kind=CSL)], [DOI])[DOI]
    assert isinstance(answer, Found)
    record = answer.record
    assert (record.type, str(record.title), record.number) == (expected, "Invented Things: A Study", "17")
    assert (str(record.issued), record.container_title_short) == (
        "2023-12-30" if type_ == "posted-content" else "2024-03", "J. Inv. Things",
    )  # fmt: skip
    assert record.status
    assert record.status.kind == "retracted"
    assert [(other.kind, str(other.identifier)) for other in answer.related] == [("preprint", "doi:10.5555/pre")]


def test_a_list_of_one_item_is_that_item() -> None:
    assert found_record([item()]) == found_record(item())


@pytest.mark.parametrize("issued", [None, {"date-parts": [[None]]}, {"date-parts": [[]]}, {"date-parts": []},
                                    {"date-parts": [[2018, 10, 21, 13]]}, "soon"])  # fmt: skip
def test_an_empty_date_is_left_out(issued: object) -> None:
    assert found_record(item(issued=issued)).issued is None


@pytest.mark.parametrize("changes", [{"title": None}, {"title": []}, {"title": ""}, {"author": "Jan"},
                                     {"author": [None]}, {"title": "\ud800", "author": [None]}, {"DOI": None},
                                     {"DOI": "10.5555/other"}, {"DOI": ["10.5555/abc"]}])  # fmt: skip
def test_unusable_data_or_another_work_is_unavailable(changes: dict[str, Any]) -> None:
    assert outcome(SOURCE, [respond(item(**changes), kind=CSL)], DOI) == "unavailable"
    assert outcome(SOURCE, [respond(crossref(**changes), kind=CSL)], DOI) == "unavailable"


def test_a_text_of_datacite_is_no_article_of_its_publisher() -> None:
    record = found_record(
        item(type="article-journal", **{"container-title": "Gates College", "publisher": "Gates College"})
    )
    assert (record.type, record.container_title, record.publisher) == ("document", "", "Gates College")
    assert found_record(item(type="article-journal")).type == "article-journal"


def test_a_label_in_a_title_is_a_status() -> None:
    record = found_record(item(title="[Retracted] Invented Things"))
    assert (record.title, record.status and record.status.kind) == ("Invented Things", "retracted")


def test_an_unknown_type_is_a_document() -> None:
    assert found_record(item(type="something-new")).type == "document"
    assert found_record(item(type=None)).type == "document"


PAGE = "<html><head><title>Error: DOI Not Found</title></head></html>"


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (respond(PAGE, kind="text/html", status=404), "absent"),
        (respond(PAGE, kind="text/html", status=200), "unavailable"),
        (respond(PAGE, kind="text/plain", status=404), "unavailable"),
        (respond("<title>Page not found</title>", kind="text/html", status=404), "unavailable"),
        (respond("Resource not found.", kind="text/plain", status=404), "unavailable"),
        (respond(item(), kind=CSL, status=404), "unavailable"),
        (respond("<title>Error: Not a DOI</title>", kind="text/html", status=400), "unavailable"),
        (respond("<title>An invented paper</title>", kind="text/html"), "unavailable"),
        (respond("<title>Just a moment...</title>", kind="text/html", status=403), "unavailable"),
        (respond("", kind="", status=204), "unavailable"),
        (respond("", kind="", status=406), "unavailable"),
        (respond("", kind="text/html", status=300), "unavailable"),
        (respond("", kind="", status=429), "unavailable"),
        (respond("", kind="", status=500), "unavailable"),
        (respond("", kind=CSL), "unavailable"),
        (respond([], kind=CSL), "unavailable"),
        (respond([item(), item()], kind=CSL), "unavailable"),
        (respond("@misc{abc}", kind="application/x-bibtex"), "unavailable"),
    ],
)
def test_only_the_page_of_doi_org_is_absent(response: Response, expected: str) -> None:
    assert outcome(SOURCE, [response], DOI) == expected


@pytest.mark.parametrize(("status", "kind"), [(204, ""), (406, ""), (300, "text/html"), (200, "text/html")])
def test_an_agency_without_data_is_reported(status: int, kind: str) -> None:
    answer = SOURCE.parse([respond("", status=status, kind=kind)], [DOI])[DOI]
    assert answer == Unavailable("doi", "the registration agency of doi:10.5555/abc has no citation data")


def test_load_requests_csl() -> None:
    http = FakeHttp(respond(item(), kind=CSL))
    SOURCE.load(http, [parse_identifier("10.5555/(abc)<x>#1")])
    assert http.urls == ["https://doi.org/10.5555/%28abc%29%3Cx%3E%231"]
    assert http.headers == [{"Accept": CSL}]


NONE = "10.5555/none"
RECORDED = {
    "cn_302.html": (NONE, "unavailable"),
    "cn_400.html": (NONE, "unavailable"),
    "cn_404.html": (NONE, "absent"),
    "cn_bibtex.bib": (NONE, "unavailable"),
    "cn_citeproc.json": ("10.1126/science.169.3946.635", "found"),
    "manubot_arxiv-joss-csl.json": ("10.7717/peerj-cs.147", "found"),
    "manubot_crossref-winter-scabs-csl.json": ("10.1038/193293a0", "found"),
    "manubot_datacite-thesis-csl.json": ("10.6084/m9.figshare.4724797", "found"),
    "manubot_deep_review_raw.json": ("10.1098/rsif.2017.0387", "found"),
    "manubot_empty-date-parts-csl.json": ("10.22541/au.149693987.70506124", "found"),
    "manubot_excess-date-parts-csl.json": (NONE, "unavailable"),  # without a DOI
    "manubot_null-date-parts-csl.json": ("10.22541/au.149693987.70506124", "unavailable"),  # no valid title
    "manubot_pubmed-scihub-study-csl.json": ("10.7554/elife.32822", "found"),
    "ra_crossref.json": ("10.1007/none", "unavailable"),
    "ra_jalc.json": ("10.11367/none", "unavailable"),
    "ra_unknown.json": ("10.0137/none", "unavailable"),
}


def answer_in(name: str) -> Response:
    """The answer, with the content type of the service, which the recording does not have."""
    response = recorded(f"doi_cn/{name}")
    return response if response.content_type else response._replace(content_type=CSL)


@pytest.mark.parametrize("name", RECORDED)
def test_every_recorded_response(name: str) -> None:
    doi, expected = RECORDED[name]
    assert outcome(SOURCE, [answer_in(name)], parse_identifier(doi)) == expected
    if expected == "found":
        assert outcome(SOURCE, [answer_in(name)], DOI) == "unavailable"


def test_no_recorded_response_is_left_out() -> None:
    assert {path.name for path in shared("answers/doi_cn").iterdir()} == RECORDED.keys()


@given(st.sampled_from([200, 200, 404, 429, 502]), st.sampled_from([item(), crossref()]).flatmap(
    lambda data: broken(respond(data).body)))  # fmt: skip
@examples(150)
def test_a_broken_response_is_never_absent_or_another_work(status: int, body: bytes) -> None:
    assert is_never_wrong(SOURCE, [respond(body, kind=CSL, status=status)], [DOI])


HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from([*sorted(item()), "custom", "number", "event-title"]), HOSTILE)
@examples(200)
def test_any_value_in_any_field_is_accepted(field: str, value: object) -> None:
    assert is_never_wrong(SOURCE, [respond(item(**{field: value}), kind=CSL)], [DOI])
    assert is_never_wrong(SOURCE, [respond(crossref(**{field: value}), kind=CSL)], [DOI])


SHORT = parse_identifier("shortdoi:10/gdmz7h")
ALIAS = {
    "responseCode": 1,
    "handle": "10/gdmz7h",
    "values": [{"index": 1, "type": "HS_ALIAS", "data": {"format": "string", "value": "10.5555/12345678"}}],
}


def test_a_short_doi_leads_to_its_doi() -> None:
    csl = {
        "DOI": "10.5555/12345678",
        "type": "report",
        "title": "Things",
        "author": [{"family": "Berg", "given": "Jan"}],
    }
    http = FakeHttp(respond(ALIAS), respond(csl, kind=CSL))
    answer = SOURCE.parse(SOURCE.load(http, [SHORT]), [SHORT])[SHORT]
    assert isinstance(answer, Found)
    assert [str(identifier) for identifier in answer.record.identifiers] == [
        "doi:10.5555/12345678",
        "shortdoi:10/gdmz7h",
    ]
    assert http.urls == ["https://doi.org/api/handles/10/gdmz7h", "https://doi.org/10.5555/12345678"]


def test_a_short_doi_may_be_one_of_an_arxiv_paper() -> None:
    alias = json.loads(json.dumps(ALIAS).replace("10.5555/12345678", "10.48550/arXiv.2402.01234"))
    csl = {"DOI": "10.48550/ARXIV.2402.01234", "type": "article", "title": "Things", "author": [{"literal": "Lab"}]}
    http = FakeHttp(respond(alias), respond(csl, kind=CSL))
    answer = SOURCE.parse(SOURCE.load(http, [SHORT]), [SHORT])[SHORT]
    assert isinstance(answer, Found)
    assert [str(identifier) for identifier in answer.record.identifiers] == ["arxiv:2402.01234", "shortdoi:10/gdmz7h"]
    assert http.urls[1] == "https://doi.org/10.48550/arXiv.2402.01234"


def test_an_unknown_short_doi_is_absent() -> None:
    http = FakeHttp(respond({"responseCode": 100, "handle": "10/gdmz7h"}, status=404))
    assert SOURCE.parse(SOURCE.load(http, [SHORT]), [SHORT])[SHORT] == Absent("doi")


@pytest.mark.parametrize(
    "body",
    [{"responseCode": 1}, {"responseCode": 1, "values": [{"type": "URL", "data": {"value": "https://a.example"}}]}],
)
def test_a_short_doi_without_an_alias_is_unavailable(body: object) -> None:
    http = FakeHttp(respond(body))
    assert isinstance(SOURCE.parse(SOURCE.load(http, [SHORT]), [SHORT])[SHORT], Unavailable)


def test_the_doi_of_a_short_doi_may_have_no_data() -> None:
    http = FakeHttp(respond(ALIAS), respond("<title>Landing</title>", kind="text/html"))
    answer = SOURCE.parse(SOURCE.load(http, [SHORT]), [SHORT])[SHORT]
    assert isinstance(answer, Unavailable)
    assert "is short for doi:10.5555/12345678" in answer.why
