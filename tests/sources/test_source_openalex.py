from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import SourceError
from moebib.records.answer import Absent, Found
from moebib.records.identifier import Identifier, parse_identifier
from moebib.records.publication import Status
from moebib.records.record import Record
from moebib.sources import source
from moebib.web.response import Response
from responses import FakeHttp, broken, is_never_wrong, outcome, recorded, respond
from strategies import examples

OPENALEX = source("openalex")
DOI = parse_identifier("10.5555/abc")
NOT_FOUND = (
    "<!doctype html><title>404 Not Found</title><p>The requested URL was not found on the server. If you entered it by "
    "hand, look at it again.</p>"
)


def by(*names: str) -> list[dict[str, Any]]:
    return [{"author": {"display_name": f"Display {name}"}, "raw_author_name": name} for name in names]


def work(**changes: Any) -> dict[str, Any]:
    return {
        "id": "https://openalex.org/W123456",
        "doi": "https://doi.org/10.5555/abc",
        "ids": {"openalex": "https://openalex.org/W123456", "pmid": "https://pubmed.ncbi.nlm.nih.gov/7654321"},
        "title": "Invented <i>Things</i>",
        "type": "article",
        "publication_date": "2024-05-08",
        "publication_year": 2024,
        "authorships": by("Jan van den Berg", "Zhang, Xiu-Lan"),
        "primary_location": {
            "source": {
                "display_name": "Journal of Invented Things",
                "issn_l": "2049-3630",
                "type": "journal",
                "host_organization_name": "Invented Press",
            },
            "pdf_url": "https://press.example/abc.pdf",
            "is_published": True,
        },
        "locations": [{"landing_page_url": "https://doi.org/10.5555/abc"}],
        "biblio": {"volume": "6", "issue": "5", "first_page": "525", "last_page": "535"},
        "is_retracted": False,
        "abstract_inverted_index": {"learn": [1, 3], "Experts": [0], "to": [2]},
        **changes,
    }  # fmt: skip


def preprint(**changes: Any) -> dict[str, Any]:
    arxiv = {"display_name": "arXiv (Cornell University)", "type": "repository",
             "host_organization_name": "Cornell University"}  # fmt: skip
    defaults = {
        "id": "https://openalex.org/W222222",
        "doi": "https://doi.org/10.48550/arxiv.2402.01234",
        "ids": {},
        "type": "preprint",
        "publication_date": "2024-01-01",
        "primary_location": {"source": arxiv, "pdf_url": None, "is_published": False},
        "locations": [{"landing_page_url": "https://arxiv.org/abs/2402.01234"}],
        "biblio": {"volume": None, "issue": None, "first_page": None, "last_page": None},
        "abstract_inverted_index": None,
    }
    return work(**{**defaults, **changes})


def works(*results: dict[str, Any], count: int | None = None) -> Response:
    return respond({"meta": {"count": len(results) if count is None else count}, "results": list(results)})


def found(queried: Identifier, data: dict[str, Any]) -> Found:
    answer = OPENALEX.parse([respond(data)], [queried])[queried]
    assert isinstance(answer, Found), answer
    return answer


def found_record(queried: Identifier, data: dict[str, Any]) -> Record:
    return found(queried, data).record


def related(queried: Identifier, data: dict[str, Any]) -> list[str]:
    """The identifiers of the publications and copies of the work."""
    answer = found(queried, data)
    assert {other.kind for other in answer.related} <= {"same-work"}
    return [str(other.identifier) for other in answer.related]


def repository(name: str) -> dict[str, Any]:
    return {"source": {"display_name": name, "type": "repository"}, "is_published": False}


PUBLISHED = [{"landing_page_url": "https://doi.org/10.5555/abc"}]
ARCHIVED = [*PUBLISHED, {"landing_page_url": "http://arxiv.org/abs/2402.01234"}]


def test_an_article_is_read_with_all_fields() -> None:
    assert found_record(DOI, work()).to_dict() == {
        "id": "new",
        "type": "article-journal",
        "title": "Invented <i>Things</i>",
        "author": ["van den Berg, Jan", "Zhang, Xiu-Lan"],
        "issued": "2024-05-08",
        "container_title": "Journal of Invented Things",
        "publisher": "Invented Press",
        "volume": "6",
        "issue": "5",
        "page": "525-535",
        "identifiers": ["openalex:W123456", "issn:2049-3630"],
        "abstract": "Experts learn to learn",
        "links": {"pdf": ["https://press.example/abc.pdf"]},
    }


def test_a_work_has_only_its_number_and_the_identifiers_of_its_publications_are_related() -> None:
    assert related(DOI, work()) == ["doi:10.5555/abc", "pmid:7654321"]
    assert related(DOI, work(locations=ARCHIVED)) == ["doi:10.5555/abc", "pmid:7654321", "arxiv:2402.01234"]
    assert related(parse_identifier("2402.01234"), preprint()) == ["arxiv:2402.01234"]
    forum = [{"landing_page_url": "https://openreview.net/pdf?id=aB3dEfGhIj"}]
    assert related(DOI, work(locations=forum)) == ["doi:10.5555/abc", "pmid:7654321", "openreview:aB3dEfGhIj"]
    central = {"pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/7654321"}
    assert related(DOI, work(ids=central)) == ["doi:10.5555/abc", "pmcid:PMC7654321"]


def test_a_copy_in_the_repository_of_a_university_is_related_only_if_it_was_asked_for() -> None:
    copy = {"landing_page_url": "https://doi.org/10.7000/university.12", "raw_type": "Article"}
    data = {"landing_page_url": "https://doi.org/10.7000/data.13", "raw_type": "Dataset"}
    several = work(locations=[*PUBLISHED, copy, data])
    asked = parse_identifier("10.7000/university.12")
    assert related(DOI, several) == ["doi:10.5555/abc", "pmid:7654321"]
    assert related(asked, several) == ["doi:10.5555/abc", "pmid:7654321", str(asked)]
    assert outcome(OPENALEX, [respond(several)], parse_identifier("10.7000/data.13")) == "unavailable"


@pytest.mark.parametrize(
    ("data", "container"),
    [
        (work(locations=ARCHIVED), "Journal of Invented Things"),  # the date may be that of the copy
        (
            work(locations=[*ARCHIVED, {"landing_page_url": "https://doi.org/10.1101/123456"}]),
            "Journal of Invented Things",
        ),
        (work(doi="https://doi.org/10.48550/arxiv.2402.01234"), "Journal of Invented Things"),
        (preprint(doi="https://doi.org/10.5555/abc"), "arXiv"),  # or that of the publication
    ],
)
def test_the_date_of_a_work_in_an_archive_and_elsewhere_is_left_out(data: dict[str, Any], container: str) -> None:
    record = found_record(parse_identifier("2402.01234"), data)
    assert (record.issued, record.container_title) == (None, container)


@pytest.mark.parametrize(
    "final", ["https://api.openalex.org/works/W123456", "https://api.openalex.org/works/w123456?a=b"]
)
def test_a_number_that_was_merged_into_another_is_found_under_the_new_one(final: str) -> None:
    old = parse_identifier("W999999")
    answer = OPENALEX.parse([respond(work(), url=final)], [old])[old]
    assert isinstance(answer, Found)
    assert list(map(str, answer.record.identifiers)) == ["openalex:W123456", "issn:2049-3630", "openalex:W999999"]
    assert outcome(OPENALEX, [respond(work(), url="https://api.openalex.org/works/W999999")], old) == "unavailable"


def test_a_preprint_dated_1_january_has_only_the_year() -> None:
    assert found_record(parse_identifier("2402.01234"), preprint()).to_dict() == {
        "id": "new",
        "type": "article",
        "genre": "preprint",
        "title": "Invented <i>Things</i>",
        "author": ["van den Berg, Jan", "Zhang, Xiu-Lan"],
        "issued": "2024",
        "container_title": "arXiv",
        "identifiers": ["openalex:W222222"],
    }


@pytest.mark.parametrize(
    ("changes", "type_", "container"),
    [
        ({"type": "conference-paper", "primary_location": {"raw_source_name": "Proc. of IT"}},
         "paper-conference", "Proc. of IT"),
        ({"type_crossref": "proceedings-article"}, "paper-conference", "Journal of Invented Things"),
        ({"primary_location": {"raw_type": "proceedings-article"}}, "paper-conference", ""),
        ({"primary_location": {"source": {"type": "conference", "display_name": "IT"}}}, "paper-conference", "IT"),
        ({"primary_location": repository("arXiv (Cornell University)")}, "article", "arXiv"),
        ({"primary_location": {"source": {"type": "journal", "display_name": "SSRN Electronic Journal"}}},
         "article", "SSRN"),
        ({"type": "preprint", "primary_location": repository("Zenodo (CERN)")}, "article", "Zenodo"),
        ({"primary_location": repository("Zenodo (CERN)")}, "document", ""),
        ({"primary_location": repository("University of Invention")}, "document", ""),
        ({"type": "preprint", "primary_location": repository("University of Invention")}, "document", ""),
        ({"type": "preprint", "primary_location": {"raw_type": "posted-content"}}, "article", ""),
        ({"type": "review", "primary_location": {"raw_type": "journal-article"}}, "article-journal", ""),
        ({"type": "article", "primary_location": {"raw_type": None}}, "document", ""),
        ({"type": "letter"}, "article-journal", "Journal of Invented Things"),
        ({"type": "paratext", "is_paratext": True}, "document", ""),
        ({"type": "conference-paper", "primary_location": {"source": {"type": "book series", "display_name": "LNIT"}}},
         "paper-conference", ""),
        ({"type": "book-chapter", "primary_location": {"source": {"type": "ebook platform", "display_name": "IPe"}}},
         "chapter", ""),
        ({"type": "book"}, "book", ""),
        ({"type": "book-chapter"}, "chapter", "Journal of Invented Things"),
        ({"type": "dissertation", "primary_location": repository("University of Invention")}, "thesis", ""),
        ({"type": "dataset"}, "dataset", ""),
        ({"type": "peer-review"}, "review", "Journal of Invented Things"),
        ({"type": "other"}, "document", ""),
        ({"type": None, "primary_location": None}, "document", ""),
    ],
)  # fmt: skip
def test_the_type_follows_from_what_the_service_says(changes: dict[str, Any], type_: str, container: str) -> None:
    record = found_record(DOI, work(**changes))
    assert (record.type, record.container_title) == (type_, container)


@pytest.mark.parametrize("notice", ["erratum", "retraction"])
def test_a_notice_is_not_retracted_and_keeps_its_title(notice: str) -> None:
    record = found_record(DOI, work(type=notice, title="Retracted: Invented Things", is_retracted=True))
    assert (record.type, record.title, record.status) == ("article-journal", "Retracted: Invented Things", None)


@pytest.mark.parametrize(
    ("printed", "type_", "container"),
    [
        ("Proceedings of the 3rd Conference on Things (CIT)", "paper-conference",
         "Proceedings of the 3rd Conference on Things (CIT)"),
        ("2nd Workshop on Things", "paper-conference", "2nd Workshop on Things"),
        ("https://inventions.example/conference/12.pdf", "document", ""),
        ("ISSN:2049-3630", "document", ""),
        ("Invented Things", "document", ""),
    ],
)  # fmt: skip
def test_without_a_source_the_printed_name_tells_a_volume(printed: str, type_: str, container: str) -> None:
    record = found_record(DOI, work(primary_location={"source": None, "raw_source_name": printed}))
    assert (record.type, record.container_title) == (type_, container)


@pytest.mark.parametrize(
    ("kind", "name", "printed", "container"),
    [
        ("ebook platform", "Invented Press eBooks", "Handbook of Things", "Handbook of Things"),
        ("book series", "Things in Brief", "Handbook of Things", "Handbook of Things"),
        ("book series", "Things in brief", "Things in Brief", ""),
        ("journal", "Lecture notes in computer science", "Lecture Notes in Computer Science", ""),
    ],
)
def test_a_chapter_is_in_the_book_that_is_printed(kind: str, name: str, printed: str, container: str) -> None:
    location = {"source": {"type": kind, "display_name": name}, "raw_source_name": printed}
    assert found_record(DOI, work(type="book-chapter", primary_location=location)).container_title == container


@pytest.mark.parametrize("kind", ["book series", "journal"])
def test_a_series_is_not_a_container(kind: str) -> None:
    location = {"source": {"type": kind, "display_name": "Lecture Notes in Invention"}}
    record = found_record(DOI, work(type="book-chapter", primary_location=location))
    assert (record.container_title, record.collection_title) == ("", "Lecture Notes in Invention")


def test_the_pdf_is_that_of_the_same_version() -> None:
    best = {"pdf_url": "https://arxiv.org/pdf/2402.01234", "is_published": False}
    assert found_record(DOI, work(best_oa_location=best)).links.pdf == ("https://press.example/abc.pdf",)
    best = {"pdf_url": "https://press.example/best.pdf", "is_published": True}
    assert found_record(DOI, work(best_oa_location=best)).links.pdf == ("https://press.example/best.pdf",)


def test_a_preprint_has_no_volume_and_pages_of_its_publication() -> None:
    record = found_record(parse_identifier("2402.01234"), preprint(biblio=work()["biblio"]))
    assert (record.volume, record.issue, record.page) == ("", "", "")


def test_a_retracted_work_is_marked() -> None:
    assert found_record(DOI, work(is_retracted=True)).status == Status(kind="retracted", source="openalex")
    assert found_record(DOI, work()).status is None


@pytest.mark.parametrize(
    ("changes", "issued"),
    [
        ({"publication_date": "2024-01-01"}, "2024"),
        ({"publication_date": "2024-01-02"}, "2024-01-02"),
        ({"publication_date": None}, "2024"),
        ({"publication_date": "2024-02-31"}, "2024"),
        ({"publication_date": None, "publication_year": None}, "None"),
        ({"publication_date": {}, "publication_year": -(10**30)}, "None"),
    ],
)
def test_a_date_is_as_precise_as_given(changes: dict[str, Any], issued: str) -> None:
    assert str(found_record(DOI, work(**changes)).issued) == issued


@pytest.mark.parametrize(
    "authorships",
    [
        by("Jan Berg", "A, B, C, D"),
        [*by("Jan Berg"), {"author": {"display_name": None}, "raw_author_name": ""}],
        [*by("Jan Berg"), None],
        {"raw_author_name": "Jan Berg"},
        None,
        [],
    ],
)
def test_an_incomplete_list_of_authors_is_left_out(authorships: object) -> None:
    assert found_record(DOI, work(authorships=authorships)).author == ()


@pytest.mark.parametrize("address", [", A University, Some Town, F-12345", ",LIT/2, ENIT, 7 Some Road, 12 345 Town"])
def test_an_address_is_no_author(address: str) -> None:
    record = found_record(DOI, work(authorships=by("Jan Berg", address)))
    assert [str(name) for name in record.author] == ["Berg, Jan"]


def test_without_a_printed_name_the_display_name_is_used() -> None:
    record = found_record(DOI, work(authorships=[{"author": {"display_name": "Jan Berg"}, "raw_author_name": None}]))
    assert [str(name) for name in record.author] == ["Berg, Jan"]


def test_a_list_of_works_truncates_authors_at_100() -> None:
    many = by(*(f"Jan Berg{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(100)))
    other = parse_identifier("openalex:W9999999")
    assert len(found_record(DOI, work(authorships=many)).author) == 100
    assert found_record(DOI, work(is_authors_truncated=True)).author == ()
    pair = [DOI, parse_identifier("10.5555/def"), other]
    listed = works(work(authorships=many), work(id="https://openalex.org/W7", doi="https://doi.org/10.5555/def"))
    answers = OPENALEX.parse([listed, respond(NOT_FOUND, kind="text/html", status=404)], pair)
    authors = [len(answer.record.author) for answer in answers.values() if isinstance(answer, Found)]
    assert authors == [0, 2]
    assert answers[other] == Absent("openalex")


def test_a_work_missing_from_a_complete_list_is_absent() -> None:
    pair = [parse_identifier("10.5555/missing"), DOI]
    assert [type(answer) for answer in OPENALEX.parse([works(work())], pair).values()] == [Absent, Found]


def test_a_work_missing_from_a_truncated_list_is_unavailable() -> None:
    pair = [parse_identifier("10.5555/missing"), DOI]
    answers = OPENALEX.parse([works(work(), count=2)], pair)
    assert [type(answer).__name__ for answer in answers.values()] == ["Unavailable", "Found"]


def test_a_work_without_a_title_is_not_absent() -> None:
    pair = [parse_identifier("10.5555/missing"), DOI]
    answers = OPENALEX.parse([works(work(title=None))], pair)
    assert [type(answer).__name__ for answer in answers.values()] == ["Absent", "Unavailable"]


def test_a_preprint_is_not_confused_with_its_publication() -> None:
    pair = [parse_identifier("2402.01234"), DOI]
    answers = OPENALEX.parse([works(work(), preprint())], pair)
    assert [answer.record.is_preprint for answer in answers.values() if isinstance(answer, Found)] == [True, False]


@pytest.mark.parametrize(
    ("status", "kind", "body", "expected"),
    [
        (404, "text/html", NOT_FOUND, "absent"),
        (404, "text/html", "<title>Just a moment...</title> not found", "unavailable"),
        (404, "application/json", '{"error": "Not Found", "message": "Work W9999999999 not found"}', "absent"),
        (404, "application/json", '{"error": "Not Found", "message": "not found"}', "unavailable"),
        (404, "application/json", NOT_FOUND, "unavailable"),
        (404, "text/html", "<title>Hello</title>", "unavailable"),
        (404, "text/html", "<title>404 Not Found</title><h1>Not Found</h1>", "unavailable"),
        (400, "application/json", "{}", "unavailable"),
        (403, "application/json", "{}", "unavailable"),
        (429, "application/json", '{"error": "Rate limit exceeded"}', "unavailable"),
        (503, "text/html", NOT_FOUND, "unavailable"),
        (200, "text/html", NOT_FOUND, "unavailable"),
        (200, "application/json", "{}", "unavailable"),
        (200, "application/json", '{"doi": "https://doi.org/10.5555/abc", "title": "Without an id"}', "unavailable"),
        (200, "application/json", '{"meta": {"count": 0}, "results": []}', "unavailable"),
        (200, "application/json", "", "unavailable"),
    ],
)
def test_only_the_documented_404_is_absent(status: int, kind: str, body: str, expected: str) -> None:
    assert outcome(OPENALEX, [respond(body, kind=kind, status=status)], DOI) == expected


def test_another_work_is_not_found() -> None:
    other = work(doi="https://doi.org/10.5555/other", locations=[])
    assert outcome(OPENALEX, [respond(other)], DOI) == "unavailable"


@pytest.mark.parametrize(
    ("identifier", "address"),
    [
        ("10.5555/<2>abc(1)", "doi:10.5555/%3C2%3Eabc%281%29"),
        ("2402.01234v3", "doi:10.48550/arxiv.2402.01234"),
        ("openalex:W123456", "W123456"),
        ("pmid:7654321", "pmid:7654321"),
    ],
)
def test_one_work_is_requested_by_its_id(identifier: str, address: str) -> None:
    http = FakeHttp(respond(work()), keys={"openalex": "secret"}, mailto="me@example.org")
    OPENALEX.load(http, [parse_identifier(identifier)])
    assert http.urls == [f"https://api.openalex.org/works/{address}"]
    assert http.params[0]["api_key"] == "secret"
    assert "mailto" not in http.params[0]


def test_many_works_are_requested_by_kind() -> None:
    texts = ("10.5555/abc", "2402.01234", "10.5555/a,b", "W123456", "W123457", "pmid:1", "pmid:2", "10.5555/a|b")
    wanted = [parse_identifier(text) for text in texts]
    http = FakeHttp(*[works()] * 2, *[respond(NOT_FOUND, kind="text/html", status=404)] * 4)
    responses = OPENALEX.load(http, wanted)
    assert sorted(params.get("filter", "") for params in http.params) == [
        "", "", "", "", "doi:10.5555/abc|10.48550/arxiv.2402.01234", "ids.pmid:1|2",
    ]  # fmt: skip
    assert [params["per_page"] for params in http.params if "filter" in params] == ["100", "100"]
    assert {url.rpartition("/works")[2] for url in http.urls} == {
        "", "/doi:10.5555/a%2Cb", "/doi:10.5555/a%7Cb", "/W123456", "/W123457",
    }  # fmt: skip
    assert len(responses) == 6


def test_search_requests_words_only() -> None:
    assert OPENALEX.search
    assert OPENALEX.candidates
    http = FakeHttp(works(preprint(), work(), work(title="")))
    responses = OPENALEX.search(http, "Invented, Things | and: *more*?")
    candidates = [found.record for found in OPENALEX.candidates(responses)]
    assert http.params[0]["filter"] == "title.search:Invented Things and more"
    assert http.params[0]["per_page"] == "10"
    assert [record.genre for record in candidates] == ["preprint", ""]


@pytest.mark.parametrize("body", [{}, [], {"results": []}, {"meta": {"count": 1}, "results": [1]}])
def test_a_list_in_an_unknown_form_is_an_error(body: object) -> None:
    assert OPENALEX.candidates
    with pytest.raises(SourceError):
        OPENALEX.candidates([respond(body)])


RECORDED = [
    ("404_html.html", "10.1046/j.1365-2699.2003.00795", "absent"),
    ("blog_post.json", "10.53731/ybhah-9jy85", "found"),
    ("book.json", "10.1017/9781108348843", "found"),
    ("book_chapter.json", "10.1007/978-3-662-46370-3_13", "found"),
    ("component.json", "10.1371/journal.pmed.0030277.g001", "found"),
    ("dataset.json", "10.2210/pdb4hhb/pdb", "found"),
    ("date_in_future.json", "10.1016/j.ejphar.2015.03.018", "found"),
    ("dissertation.json", "10.14264/uql.2020.791", "found"),
    ("doi_with_sici.json", "10.1890/0012-9658(2006)87[2832:tiopma]2.0.co;2", "found"),
    ("get_random_id_from_openalex.json", "W7152634373", "unavailable"),  # a list instead of a work
    ("journal_article.json", "10.1371/journal.pone.0000030", "found"),
    ("journal_article_original_language.json", "10.7600/jspfsm.56.60", "unavailable"),  # no title
    ("missing_contributor.json", "10.3390/publications6020015", "found"),
    ("missing_contributor_name.json", "10.14264/3e10f66", "found"),
    ("multipe_titles.json", "10.1007/s00120-007-1345-2", "found"),
    ("peer_review.json", "10.7554/elife.55167.sa2", "found"),
    ("posted_content.json", "10.1101/097196", "found"),
    ("proceedings_article.json", "10.1145/3448016.3452841", "found"),
    ("select_closed.json", "10.1002/wrna.1370", "unavailable"),  # only two fields
    ("select_oa.json", "10.1093/nar/gkw1164", "unavailable"),
    ("title_search_chemcrow.json", "10.1038/s42256-024-00832-8", "unavailable"),
    ("title_search_paperqa.json", "2312.07559", "unavailable"),
    ("too_many_contributor_names.json", "10.3934/nhm.2009.4.249", "found"),
    ("work_no_authors.json", "10.1007/s40278-023-41815-2", "found"),
    ("work_pnas.json", "10.1073/pnas.1414271111", "found"),
]


@pytest.mark.parametrize(("name", "identifier", "expected"), RECORDED)
def test_every_recorded_response_gives_its_answer(name: str, identifier: str, expected: str) -> None:
    response = recorded(f"openalex/{name}")
    assert outcome(OPENALEX, [response], parse_identifier(identifier)) == expected
    if expected == "found":
        assert outcome(OPENALEX, [response], DOI) == "unavailable"


@pytest.mark.parametrize(
    ("name", "queried", "types"),
    [
        ("title_search_chemcrow.json", ["10.1038/s42256-024-00832-8", "2304.05376", "10.5555/abc"],
         ["article-journal", "article"]),
        ("title_search_paperqa.json", ["2312.07559", "10.5555/abc"], ["article"]),
    ],
)  # fmt: skip
def test_a_recorded_list_has_the_works_that_were_requested(name: str, queried: list[str], types: list[str]) -> None:
    wanted = [parse_identifier(text) for text in queried]
    *there, missing = OPENALEX.parse([recorded(f"openalex/{name}")], wanted).values()
    assert [answer.record.type for answer in there if isinstance(answer, Found)] == types
    assert missing == Absent("openalex")


@given(st.sampled_from([200, 200, 403, 500]), broken(respond(work()).body))
@examples(150)
def test_a_broken_response_is_never_absent_or_another_work(status: int, body: bytes) -> None:
    assert is_never_wrong(OPENALEX, [respond(body, status=status)], [DOI])


@given(broken(works(work(), preprint()).body))
@examples(150)
def test_a_broken_list_is_never_absent_or_another_work(body: bytes) -> None:
    with contextlib.suppress(SourceError):
        answers = OPENALEX.parse([respond(body)], [DOI, parse_identifier("2402.01234")])
        assert all(
            identifier in answer.identifiers for identifier, answer in answers.items() if isinstance(answer, Found)
        )


HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(work())), HOSTILE)
@examples(200)
def test_any_value_in_any_field_is_accepted(field: str, value: object) -> None:
    assert is_never_wrong(OPENALEX, [respond(work(**{field: value}))], [DOI])
