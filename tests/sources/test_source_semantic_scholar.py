from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import SourceError
from moebib.normalise.rules import normalise
from moebib.records.answer import Absent, Found, Unavailable
from moebib.records.identifier import Identifier, parse_identifier
from moebib.records.record import Record
from moebib.sources import source
from responses import FakeHttp, broken, is_never_wrong, outcome, recorded, respond
from strategies import examples

S2 = source("semantic-scholar")
ARXIV = parse_identifier("2402.01234")
DOI = parse_identifier("10.5555/abc")
PAPER_ID = "0123456789abcdef0123456789abcdef01234567"


def paper(**changes: Any) -> dict[str, Any]:
    return {
        "paperId": PAPER_ID,
        "externalIds": {"ArXiv": "2402.01234", "DOI": "10.48550/arXiv.2402.01234", "CorpusId": 123,
                        "DBLP": "journals/corr/abs-2402-01234", "MAG": "9"},
        "title": "Invented Things",
        "abstract": "We invent.",
        "venue": "arXiv.org",
        "year": 2024,
        "publicationVenue": {"name": "arXiv.org"},
        "publicationDate": "2024-02-03",
        "publicationTypes": ["JournalArticle"],
        "journal": {"name": "ArXiv", "volume": "abs/2402.01234"},
        "authors": [{"authorId": "1", "name": "J. Berg"}, {"authorId": None, "name": "Xiu-Lan Zhang"}],
        "openAccessPdf": {"url": "", "status": None},
        **changes,
    }  # fmt: skip


def article(**changes: Any) -> dict[str, Any]:
    defaults = {
        "externalIds": {"DOI": "10.5555/ABC", "PubMed": "7654321", "PubMedCentral": "11123", "ACL": "2024.acl-long.70"},
        "venue": "J. Inv. Things",
        "publicationVenue": {"name": "Journal of Invented Things", "type": "journal"},
        "journal": {"name": "Journal of Invented Things", "volume": "6", "pages": "525 - 535"},
        "openAccessPdf": {"url": "https://press.example/abc.pdf"},
    }
    return paper(**{**defaults, **changes})


def found(queried: Identifier, paper: dict[str, Any]) -> Found:
    answer = S2.parse([respond(paper)], [queried])[queried]
    assert isinstance(answer, Found), answer
    return answer


def found_record(queried: Identifier, paper: dict[str, Any]) -> Record:
    return found(queried, paper).record


def related(queried: Identifier, paper: dict[str, Any]) -> list[str]:
    """The identifiers of the publications of the work."""
    answer = found(queried, paper)
    assert {other.kind for other in answer.related} <= {"same-work"}
    return [str(other.identifier) for other in answer.related]


def test_an_arxiv_paper_is_a_preprint() -> None:
    assert found_record(ARXIV, paper()).to_dict() == {
        "id": "new",
        "type": "article",
        "genre": "preprint",
        "title": "Invented Things",
        "author": ["Berg, J.", "Zhang, Xiu-Lan"],
        "issued": "2024-02-03",
        "container_title": "arXiv",
        "identifiers": ["s2:CorpusID:123", f"s2:{PAPER_ID}"],
        "abstract": "We invent.",
    }


def test_an_article_is_read_with_all_fields() -> None:
    assert found_record(DOI, article()).to_dict() == {
        "id": "new",
        "type": "article-journal",
        "title": "Invented Things",
        "author": ["Berg, J.", "Zhang, Xiu-Lan"],
        "issued": "2024-02-03",
        "container_title": "Journal of Invented Things",
        "volume": "6",
        "page": "525-535",
        "identifiers": [f"s2:{PAPER_ID}"],
        "abstract": "We invent.",
        "links": {"pdf": ["https://press.example/abc.pdf"]},
    }


def test_a_paper_has_only_its_numbers_and_the_identifiers_of_its_publications_are_related() -> None:
    assert related(ARXIV, paper()) == ["arxiv:2402.01234", "dblp:journals/corr/abs-2402-01234"]
    assert related(DOI, article()) == ["doi:10.5555/abc", "acl:2024.acl-long.70", "pmid:7654321", "pmcid:PMC11123"]


@pytest.mark.parametrize(
    ("doi", "venue", "container"),
    [
        ("10.1101/2024.02.03.123456", "bioRxiv", "bioRxiv"),
        ("10.1101/2024.02.03.123456", "", "bioRxiv"),
        ("10.2139/ssrn.1234567", "Invention eJournal", "SSRN"),
        ("10.2139/ssrn.1234567", "INV: Things (Topic)", "SSRN"),
        ("10.48550/arXiv.2402.01234", "arXiv.org", "arXiv"),
    ],
)
def test_a_paper_that_is_only_in_an_archive_is_a_preprint(doi: str, venue: str, container: str) -> None:
    changes = {"externalIds": {"DOI": doi, "PubMed": "7654321"}, "publicationVenue": None, "venue": ""}
    record = found_record(parse_identifier(doi), paper(**changes, journal={"name": venue}))
    assert record.is_preprint
    assert (record.container_title, str(record.issued)) == (container, "2024-02-03")


@pytest.mark.parametrize(
    ("identifiers", "venue", "container"),
    [
        ({"DOI": "10.2139/ssrn.1234567"}, "Journal of Invented Things", "Journal of Invented Things"),
        ({"DOI": "10.2139/ssrn.1234567", "DBLP": "journals/jit/Berg24"}, "SSRN Electronic Journal", ""),
        ({"DOI": "10.5555/abc", "ArXiv": "2402.01234"}, "bioRxiv", ""),
    ],
)
def test_a_paper_in_an_archive_and_elsewhere_has_no_date_and_no_pdf(
    identifiers: dict[str, str], venue: str, container: str
) -> None:
    pdf = {"url": "https://papers.example/1234.pdf"}
    changes = {"publicationVenue": None, "venue": venue, "journal": None, "openAccessPdf": pdf}
    record = found_record(parse_identifier(identifiers["DOI"]), paper(externalIds=identifiers, **changes))
    assert not record.is_preprint
    assert (record.container_title, record.issued, record.links.pdf) == (container, None, ())


@pytest.mark.parametrize("old", ["s2:CorpusID:99", "s2:76543210fedcba9876543210fedcba9876543210"])
def test_a_number_that_was_merged_into_another_is_found_under_the_new_one(old: str) -> None:
    record = found_record(parse_identifier(old), paper())
    assert list(map(str, record.identifiers)) == ["s2:CorpusID:123", f"s2:{PAPER_ID}", old]
    wanted = [parse_identifier(old), DOI]
    assert all(isinstance(answer, Found) for answer in S2.parse([respond([paper(), article()])], wanted).values())


def test_what_is_only_in_an_archive_of_all_kinds_is_no_preprint() -> None:
    changes = {"externalIds": {"DOI": "10.5555/zenodo.7"}, "publicationVenue": None, "venue": "Zenodo", "journal": None}
    record = found_record(parse_identifier("10.5555/zenodo.7"), paper(**changes))
    assert (record.type, record.container_title, str(record.issued)) == ("document", "", "2024-02-03")


def test_a_number_that_leads_to_another_paper_of_the_list_is_not_merged() -> None:
    wanted = [parse_identifier("s2:CorpusID:99"), ARXIV]
    answers = S2.parse([respond([paper(), paper(externalIds={"CorpusId": 99}, paperId="f" * 40)])], wanted)
    assert {type(answer) for answer in answers.values()} == {Unavailable}


@pytest.mark.parametrize(
    "changes",
    [
        {"externalIds": {"DBLP": "journals/it/Berg24", "DOI": "10.5555/abc"}, "publicationTypes": ["Conference"]},
        {"publicationTypes": ["JournalArticle", "Review"]},
    ],
)
def test_a_journal_that_is_called_a_conference_is_a_journal(changes: dict[str, Any]) -> None:
    conference = {"name": "Conference on Inventors", "type": "conference"}
    record = found_record(DOI, article(publicationVenue=conference, **changes))
    assert (record.type, record.container_title) == ("article-journal", "Journal of Invented Things")


def test_a_key_of_dblp_says_that_a_paper_is_in_proceedings() -> None:
    changes = {"externalIds": {"DBLP": "conf/cit/BergZ24", "DOI": "10.5555/abc"}, "publicationVenue": None}
    assert found_record(DOI, article(**changes)).type == "paper-conference"


@pytest.mark.parametrize(
    ("given", "volume", "issue"), [("48 3", "48", "3"), ("14 Suppl 1", "14", "Suppl 1"), ("LIX", "LIX", "")]
)
def test_a_volume_of_pubmed_contains_the_issue(given: str, volume: str, issue: str) -> None:
    record = found_record(DOI, article(journal={"name": "Journal of Invented Things", "volume": given}))
    assert (record.volume, record.issue) == (volume, issue)


@pytest.mark.parametrize(
    "changes",
    [
        {"venue": "Neural Invention Processing", "publicationVenue": None},
        {"publicationVenue": {"name": "Neural Invention Processing", "type": "conference"}},
        {"venue": "", "publicationVenue": None, "journal": {"name": "Neural Invention Processing"}},
    ],
)
def test_the_year_of_a_work_with_a_preprint_is_left_out(changes: dict[str, Any]) -> None:
    record = found_record(ARXIV, paper(**changes))
    assert (record.container_title, record.issued, record.genre) == ("Neural Invention Processing", None, "")
    assert record.volume == ""


def test_a_doi_of_an_arxiv_paper_means_that_it_was_published() -> None:
    record = found_record(ARXIV, paper(externalIds={"ArXiv": "2402.01234", "DOI": "10.5555/abc"}))
    assert (record.type, record.container_title, record.issued) == ("document", "", None)


@pytest.mark.parametrize(
    ("changes", "type_"),
    [
        ({"publicationVenue": {"name": "IT", "type": "conference"}, "journal": {"name": "IT"}}, "paper-conference"),
        ({"publicationVenue": None, "publicationTypes": ["JournalArticle", "Conference"]}, "paper-conference"),
        ({"publicationVenue": None, "publicationTypes": ["Book"]}, "book"),
        ({"publicationVenue": None, "publicationTypes": None}, "article-journal"),
        ({"publicationVenue": None, "publicationTypes": None, "journal": None}, "document"),
        (
            {
                "publicationVenue": None,
                "venue": "bioRxiv",
                "journal": {"name": "bioRxiv"},
                "externalIds": {"PubMed": "7654321"},
            },
            "article",
        ),
        ({"publicationVenue": None, "venue": "", "journal": None}, "document"),
    ],
)
def test_the_type_follows_from_what_the_service_says(changes: dict[str, Any], type_: str) -> None:
    record = found_record(parse_identifier("pmid:7654321"), article(**changes))
    assert record.type == type_
    assert record.is_preprint == (type_ == "article")


@pytest.mark.parametrize(
    ("changes", "issued"),
    [
        ({"publicationDate": "2024-01-01"}, "2024"),
        ({"publicationDate": None}, "2024"),
        ({"publicationDate": None, "year": None}, "None"),
    ],
)
def test_a_date_is_as_precise_as_the_response(changes: dict[str, Any], issued: str) -> None:
    assert str(found_record(ARXIV, paper(**changes)).issued) == issued


@pytest.mark.parametrize("authors", [None, [], [{"name": "A, B, C, D"}, {"name": "J. Berg"}], [{"name": ""}], [None]])
def test_an_incomplete_list_of_authors_is_left_out(authors: object) -> None:
    assert found_record(ARXIV, paper(authors=authors)).author == ()


@pytest.mark.parametrize(
    "name", ["Jan, Γιαν, Berg, Μπεργκ", "Jan Berg (Γιαν Μπεργκ)", "Γιαν Μπεργκ Jan Berg", "Berg, Jan Γιαν"]
)
def test_a_name_in_two_scripts_is_one_name(name: str) -> None:
    record = found_record(ARXIV, paper(authors=[{"name": name}, {"name": "Ada Cho"}]))
    assert [str(name) for name in record.author] == ["Berg, Jan", "Cho, Ada"]


@pytest.mark.parametrize("others", ["et al.", "et. al.", "others", "and 20 others", "...", "Xiu-Lan Zhang et al."])
def test_a_list_that_is_cut_says_so(others: str) -> None:
    record = normalise(found_record(ARXIV, paper(authors=[{"name": "J. Berg"}, {"name": others}])))
    assert record.author.others
    assert [str(name) for name in record.author] in (["Berg, J."], ["Berg, J.", "Zhang, Xiu-Lan"])


def test_volume_and_pages_belong_to_the_journal_if_the_venue_differs() -> None:
    record = found_record(DOI, article(publicationVenue=None, venue="Invented Things, Collected"))
    assert (record.container_title, record.volume) == ("Journal of Invented Things", "6")


@pytest.mark.parametrize(
    ("journal", "venue", "full", "short"),
    [
        ("J. Inv. Things", "Journal of Invented Things", "Journal of Invented Things", "J. Inv. Things"),
        ("J. Inv. Things", "J. Inv. Things", "", "J. Inv. Things"),
        ("J. Inv. Things", "Imagined Systems", "", "J. Inv. Things"),
    ],
)
def test_an_abbreviation_is_the_short_name(journal: str, venue: str, full: str, short: str) -> None:
    record = found_record(DOI, article(publicationVenue=None, venue=venue, journal={"name": journal, "volume": "6"}))
    assert (record.container_title, record.container_title_short, record.volume) == (full, short, "6")


def test_null_in_a_list_is_absent() -> None:
    wanted = [DOI, ARXIV, parse_identifier("pmid:1")]
    answers = S2.parse([respond([article(), paper(), None])], wanted)
    assert [type(answers[identifier]) for identifier in wanted] == [Found, Found, Absent]


def test_a_list_in_another_order_is_unavailable() -> None:
    answers = S2.parse([respond([paper(), article()])], [DOI, ARXIV])
    assert {type(answer) for answer in answers.values()} == {Unavailable}


@pytest.mark.parametrize(
    "body", [[None], [None] * 3, {"data": [None, None]}, [{}, None], [1, None], "null", "[null, nu"]
)
def test_a_list_in_an_unknown_form_is_an_error(body: object) -> None:
    with pytest.raises(SourceError):
        S2.parse([respond(body)], [DOI, ARXIV])


@pytest.mark.parametrize(
    ("status", "kind", "body", "expected"),
    [
        (404, "application/json", {"error": "Paper with id DOI:10.5555/abc not found"}, "absent"),
        (404, "application/json", {"message": "no route"}, "unavailable"),
        (404, "application/json", {"error": "Author with id 0 not found"}, "unavailable"),
        (404, "text/html", "<title>404 not found</title>", "unavailable"),
        (200, "application/json", {"error": "Paper with id DOI:10.5555/abc not found"}, "unavailable"),
        (200, "application/json", "null", "unavailable"),
        (200, "application/json", [], "unavailable"),
        (200, "application/json", article(title=None), "unavailable"),
        (200, "application/json", article(externalIds={"DOI": "10.5555/other"}), "unavailable"),
        (400, "application/json", {"error": "Unrecognized or unsupported fields: [x]"}, "unavailable"),
        (403, "application/json", {"message": "Forbidden"}, "unavailable"),
        (429, "application/json", {"message": "Too Many Requests", "code": "429"}, "unavailable"),
        (504, "text/html", "", "unavailable"),
    ],
)
def test_only_the_documented_404_is_absent(status: int, kind: str, body: object, expected: str) -> None:
    assert outcome(S2, [respond(body, kind=kind, status=status)], DOI) == expected


@pytest.mark.parametrize(
    ("identifier", "address"),
    [
        ("2402.01234v2", "ARXIV:2402.01234"),
        ("10.5555/(abc)<x>y", "DOI:10.5555/%28abc%29%3Cx%3Ey"),
        ("2024.acl-long.70", "ACL:2024.acl-long.70"),
        ("pmid:7654321", "PMID:7654321"),
        ("PMC7654321", "PMCID:7654321"),
        (PAPER_ID, PAPER_ID),
        ("s2:CorpusID:123", "CorpusID:123"),
    ],
)
def test_one_paper_is_requested_by_its_id(identifier: str, address: str) -> None:
    http = FakeHttp(respond(paper()), keys={"semantic-scholar": "secret"})
    S2.load(http, [parse_identifier(identifier)])
    assert http.urls == [f"https://api.semanticscholar.org/graph/v1/paper/{address}"]
    assert http.headers == [{"x-api-key": "secret"}]
    assert "externalIds" in http.params[0]["fields"]


def test_many_papers_are_requested_together() -> None:
    http = FakeHttp(respond([None, None]))
    S2.load(http, [DOI, ARXIV])
    assert http.urls == ["https://api.semanticscholar.org/graph/v1/paper/batch"]
    assert http.sent == [{"ids": ["DOI:10.5555/abc", "ARXIV:2402.01234"]}]
    assert http.headers == [{}]


def candidates(*args: Any, **kwargs: Any) -> list[Record]:
    assert S2.search
    assert S2.candidates
    responses = S2.search(FakeHttp(respond(*args, **kwargs)), "Invented Things")
    return [found.record for found in S2.candidates(responses)]


def test_a_match_is_a_candidate() -> None:
    (record,) = candidates({"data": [paper(matchScore=120.5)]})
    assert record == found_record(ARXIV, paper())


@pytest.mark.parametrize(("body", "status"), [({"error": "Title match not found"}, 404), ({"data": []}, 200)])
def test_without_a_match_there_is_no_candidate(body: object, status: int) -> None:
    assert candidates(body, status=status) == []


@pytest.mark.parametrize(("body", "status"), [({"error": "Hm"}, 404), ({}, 200), ([], 200), ({"total": 0}, 200),
                                              ({"message": "Too Many Requests"}, 429)])  # fmt: skip
def test_a_match_in_an_unknown_form_is_an_error(body: object, status: int) -> None:
    with pytest.raises(SourceError):
        candidates(body, status=status)


ONE, OTHER = parse_identifier("s2:CorpusID:470667"), parse_identifier("10.2139/ssrn.2250500")
RECORDED = [
    ("400_bad_fields.json", DOI, "unavailable"),
    ("403_forbidden.json", DOI, "unavailable"),
    ("404_author.json", DOI, "unavailable"),  # the response for an author
    ("404_paper.json", DOI, "absent"),
    ("authors_batch_null.json", DOI, "unavailable"),
    ("batch.json", DOI, "unavailable"),
    ("batch_with_nulls.json", DOI, "unavailable"),
    ("bulk_page.json", DOI, "unavailable"),
    ("doi_404.json", parse_identifier("10.1101/2024.04.01.587366"), "absent"),
    ("doi_arxiv_2312.07559.json", parse_identifier("2312.07559"), "found"),
    ("doi_lowercase_journal.json", parse_identifier("10.1007/s40278-023-41815-2"), "found"),
    ("doi_pnas.json", parse_identifier("10.1073/pnas.1414271111"), "found"),
    ("fields_of_study.json", DOI, "unavailable"),
    ("match_404.json", DOI, "unavailable"),  # the response for a title
    ("match_attention.json", parse_identifier("1706.03762"), "unavailable"),
    ("match_empty_data.json", DOI, "unavailable"),
    ("match_title.json", DOI, "unavailable"),
    ("match_wrong_title.json", DOI, "unavailable"),
    ("object_paper_all_fields.json", parse_identifier("10.1093/mind/LIX.236.433"), "found"),
    ("object_paper_nulls.json", DOI, "unavailable"),
    ("paper.json", DOI, "unavailable"),  # only a title
    ("paper_authors.json", DOI, "unavailable"),
    ("recommend_400.json", DOI, "unavailable"),
    ("references.json", DOI, "unavailable"),
    ("releases.json", DOI, "unavailable"),
    ("search.json", DOI, "unavailable"),
    ("search_empty.json", DOI, "unavailable"),
    ("search_next.json", DOI, "unavailable"),
    ("snippet.json", DOI, "unavailable"),
    ("year_range.json", DOI, "unavailable"),
]


@pytest.mark.parametrize(("name", "identifier", "expected"), RECORDED)
def test_every_recorded_response_gives_its_answer(name: str, identifier: Identifier, expected: str) -> None:
    response = recorded(f"semanticscholar/{name}")
    assert outcome(S2, [response], identifier) == expected
    if expected != "absent":
        with contextlib.suppress(SourceError):
            answers = S2.parse([response], [DOI, ARXIV, ONE])
            assert {type(answer) for answer in answers.values()} == {Unavailable}


def test_the_recorded_lists_give_an_answer_for_each_identifier() -> None:
    three = [ONE, OTHER, parse_identifier("s2:0f40b1f08821e22e859c6050916cec3667778613")]
    four = [parse_identifier("s2:CorpusID:211530585"), *three]
    kinds = [type(answer) for answer in S2.parse([recorded("semanticscholar/batch_with_nulls.json")], four).values()]
    assert kinds == [Absent, Found, Found, Found]
    kinds = [type(answer) for answer in S2.parse([recorded("semanticscholar/batch.json")], three).values()]
    assert kinds == [Unavailable] * 3


@pytest.mark.parametrize(
    ("name", "count"),
    [("match_404", 0), ("match_empty_data", 0), ("match_attention", 1), ("match_title", 1), ("match_wrong_title", 1)],
)
def test_the_recorded_matches_have_their_number_of_works(name: str, count: int) -> None:
    assert S2.candidates
    assert len(S2.candidates([recorded(f"semanticscholar/{name}.json")])) == count


@given(st.sampled_from([200, 200, 429, 502]), broken(respond(paper()).body))
@examples(150)
def test_a_broken_response_is_never_absent_or_another_work(status: int, body: bytes) -> None:
    assert is_never_wrong(S2, [respond(body, status=status)], [ARXIV])


@given(broken(respond([article(), paper()]).body))
@examples(150)
def test_a_broken_list_is_never_absent_or_another_work(body: bytes) -> None:
    assert is_never_wrong(S2, [respond(body)], [DOI, ARXIV])


HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(paper())), HOSTILE)
@examples(200)
def test_any_value_in_any_field_is_accepted(field: str, value: object) -> None:
    assert is_never_wrong(S2, [respond(paper(**{field: value}))], [ARXIV])


def cited(*papers: dict[str, Any], **page: Any) -> dict[str, Any]:
    return {"offset": 0, "data": [{"citedPaper": paper} for paper in papers], **page}


def test_references_that_are_papers_have_only_what_is_certain_and_others_what_is_printed() -> None:
    printed = {"paperId": None, "title": "On Clay", "authors": [{"name": "Ada Quill"}], "year": 1999, "venue": "Clay"}
    assert S2.cited is not None
    known, unknown = S2.cited([respond(cited(article(), printed))]) or ()
    assert known.to_dict() == {
        "id": "new",
        "type": "document",
        "title": "Invented Things",
        "author": ["Berg, J.", "Zhang, Xiu-Lan"],
        "identifiers": ["doi:10.5555/abc", "acl:2024.acl-long.70", "pmid:7654321", "pmcid:PMC11123"],
    }
    assert (unknown.title, str(unknown.issued), unknown.container_title) == ("On Clay", "1999", "Clay")
    assert not unknown.identifiers


def test_references_are_requested_page_by_page() -> None:
    http = FakeHttp(respond(cited(paper(), next=1000)), respond(cited(paper())))
    assert S2.cites is not None
    responses = S2.cites(http, ARXIV)
    assert [url.partition("?")[0].rpartition("/v1")[2] for url in http.urls] == [
        "/paper/ARXIV:2402.01234/references",
        "/paper/ARXIV:2402.01234/references",
    ]
    assert [params["offset"] for params in http.params] == ["0", "1000"]
    assert S2.cited is not None
    assert len(S2.cited(responses) or ()) == 2


def test_a_paper_without_references_is_none_and_anything_else_an_error() -> None:
    assert S2.cited is not None
    assert S2.cited([respond({"error": "Paper with id ARXIV:1 not found"}, status=404)]) is None
    assert S2.cited([respond({"offset": 0, "data": None})]) == []  # withheld by the publisher
    wrongs: tuple[object, ...] = ({"data": {}}, {}, [], {"message": "Too Many Requests", "code": "429"})
    for wrong in wrongs:
        status = 429 if isinstance(wrong, dict) and "code" in wrong else 200
        with pytest.raises(SourceError):
            S2.cited([respond(wrong, status=status)])


def test_recorded_references_are_read() -> None:
    assert S2.cited is not None
    records = S2.cited([recorded("semanticscholar/references.json")]) or ()
    assert len(records) > 40
    assert all(record.title for record in records)
