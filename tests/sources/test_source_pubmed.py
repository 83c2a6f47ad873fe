from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import SourceError
from moebib.records.answer import Absent, Answer, Found, Unavailable
from moebib.records.identifier import Identifier, parse_identifier
from moebib.sources import source
from moebib.web.response import Response
from responses import FakeHttp, broken, invented, is_never_wrong, outcome, respond
from strategies import examples

PUBMED = source("pubmed")
PMID = parse_identifier("pmid:12345678")
PMCID = parse_identifier("pmcid:PMC1234567")
ARTICLE = invented("pubmed", "found").body.decode()
CONTROL = (
    invented("pubmed", "absent").body.decode().partition("<PubmedArticleSet>")[2].removesuffix("</PubmedArticleSet>\n")
)

SUMMARY: dict[str, Any] = {
    "uid": "1234567",
    "pubdate": "2024 Jun 3",
    "source": "J Inv Things",
    "authors": [{"name": "van den Berg JM", "authtype": "Author"}, {"name": "Invented Things Study Group"}],
    "title": "Routing of Invented Things.",
    "volume": "12",
    "issue": "3",
    "pages": "1234-45",
    "articleids": [
        {"idtype": "pmid", "value": "0"},
        {"idtype": "doi", "value": "10.5555/ABC.1"},
        {"idtype": "pmcid", "value": "PMC1234567"},
    ],
    "fulljournalname": "The Journal of invented things",
}


def articles(xml: str) -> Response:
    return respond(xml, kind="text/xml")


ONLY_CONTROL = articles(f"<PubmedArticleSet>{CONTROL}</PubmedArticleSet>")


def summaries(**by_number: object) -> Response:
    """The response about summaries by number, each with an "n" before it."""
    result = {name.removeprefix("n"): summary for name, summary in by_number.items()}
    return respond({"header": {"type": "esummary"}, "result": {"uids": list(result), **result}})


def changed(old: str, new: str) -> str:
    assert old in ARTICLE
    return ARTICLE.replace(old, new)


def found(xml: str) -> Found:
    answer = PUBMED.parse([articles(xml)], [PMID])[PMID]
    assert isinstance(answer, Found), answer
    return answer


def ask(responses: Sequence[Response], *identifiers: Identifier, **http: Any) -> tuple[list[Answer], FakeHttp]:
    fake = FakeHttp(*responses, **http)
    answers = PUBMED.parse(PUBMED.load(fake, identifiers), identifiers)
    return [answers[identifier] for identifier in identifiers], fake


def test_an_article_has_the_fields_of_its_issue() -> None:
    assert found(ARTICLE).record.to_dict() == {
        "id": "new",
        "type": "article-journal",
        "title": "Routing of Invented Things",
        "author": ["Berg, Jan M", "{Invented Things Study Group}"],
        "issued": "2024-06-03",
        "container_title": "The Journal of invented things",
        "container_title_short": "J Inv Things",
        "volume": "12",
        "issue": "3",
        "page": "1234-1245",
        "identifiers": ["pmid:12345678", "doi:10.5555/abc.1", "pmcid:PMC1234567", "issn:1234-5679"],
        "abstract": "We invent things.",
    }


def test_several_articles_are_one_request_with_the_control() -> None:
    other = parse_identifier("pmid:7")
    answers, http = ask(
        [articles(ARTICLE.replace("</PubmedArticleSet>", f"{CONTROL}</PubmedArticleSet>"))], PMID, other
    )
    assert [type(answer) for answer in answers] == [Found, Absent]
    assert http.params == [{"db": "pubmed", "id": "12345678,7,1", "retmode": "xml", "tool": "moebib"}]


def test_a_set_without_the_control_proves_nothing() -> None:
    for xml in (ARTICLE, "<PubmedArticleSet></PubmedArticleSet>"):
        (answer,), _ = ask([articles(xml)], parse_identifier("pmid:7"))
        assert isinstance(answer, Unavailable)


def test_the_address_and_the_key_are_parameters() -> None:
    _, http = ask([articles(ARTICLE)], PMID, mailto="ann@example.org", keys={"pubmed": "k"})
    assert http.params[0]["email"] == "ann@example.org"
    assert http.params[0]["api_key"] == "k"


def test_an_article_of_pubmed_central_is_taken_from_pubmed() -> None:
    summary = SUMMARY | {"articleids": [{"idtype": "pmid", "value": "12345678"}]}
    (answer,), http = ask([summaries(n1234567=summary), articles(ARTICLE)], PMCID)
    assert isinstance(answer, Found)
    assert str(answer.record.author[0]) == "Berg, Jan M"
    assert [params["id"] for params in http.params] == ["1234567", "12345678,1"]
    without = changed('<ArticleId IdType="pmc">PMC1234567</ArticleId>', "")
    (answer,), _ = ask([summaries(n1234567=summary), articles(without)], PMCID)
    assert isinstance(answer, Found)
    assert PMCID in answer.record.identifiers


def test_an_article_that_is_only_in_pubmed_central_has_initials() -> None:
    (answer,), _ = ask([summaries(n1234567=SUMMARY), ONLY_CONTROL], PMCID)
    assert isinstance(answer, Found)
    assert answer.record.to_dict() == {
        "id": "new",
        "type": "article-journal",
        "title": "Routing of Invented Things.",
        "author": ["van den Berg, J. M.", "{Invented Things Study Group}"],
        "issued": "2024-06-03",
        "container_title": "The Journal of invented things",
        "container_title_short": "J Inv Things",
        "volume": "12",
        "issue": "3",
        "page": "1234-1245",
        "identifiers": ["pmcid:PMC1234567", "doi:10.5555/abc.1"],
    }


def test_an_unknown_article_of_pubmed_central_has_an_error() -> None:
    (answer,), _ = ask(
        [summaries(n1234567={"uid": "1234567", "error": "cannot get document summary"}), ONLY_CONTROL], PMCID
    )
    assert answer == Absent("pubmed")
    (answer,), _ = ask([summaries(n1234567={"error": "busy"}), ONLY_CONTROL], PMCID)
    assert isinstance(answer, Unavailable)
    (answer,), _ = ask([summaries(), ONLY_CONTROL], PMCID)
    assert isinstance(answer, Unavailable)
    with pytest.raises(SourceError):
        ask([respond({"error": "API rate limit exceeded"}), ONLY_CONTROL], PMCID)


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("<ForeName>Jan M</ForeName>", "", ["Berg, J. M.", "{Invented Things Study Group}"]),
        ("<Initials>JM</Initials>", "<Initials>JM</Initials><Suffix>Jr</Suffix>",
         ["Berg, Jr, Jan M", "{Invented Things Study Group}"]),
        ("<LastName>Berg</LastName>", "<LastName>van den Berg</LastName>",
         ["van den Berg, Jan M", "{Invented Things Study Group}"]),
        ('CompleteYN="Y"', 'CompleteYN="N"', ["Berg, Jan M", "{Invented Things Study Group}", "others"]),
        ('<Author ValidYN="Y"><Coll', '<Author ValidYN="N"><Coll', ["Berg, Jan M"]),
    ],
)  # fmt: skip
def test_the_authors_are_complete_or_said_to_be_incomplete(old: str, new: str, names: list[str]) -> None:
    assert found(changed(old, new)).record.to_dict()["author"] == names


@pytest.mark.parametrize(
    ("pages", "expected"),
    [("1234-45", ("1234-1245", "")), ("e12-7", ("e12-e17", "")), ("S1-S9", ("S1-S9", "")), ("7", ("7", "")),
     ("e0123456", ("", "e0123456")), ("1-9, 12", ("1-9, 12", ""))],
)  # fmt: skip
def test_pages_are_complete(pages: str, expected: tuple[str, str]) -> None:
    record = found(changed("1234-45", pages)).record
    assert (record.page, record.number) == expected


@pytest.mark.parametrize(
    ("model", "date", "issued"),
    [
        ("Print", "<Year>2024</Year><Month>Jun</Month>", "2024-06"),
        ("Print", "<Year>2024</Year><Month>06</Month><Day>3</Day>", "2024-06-03"),
        ("Print", "<Year>2024</Year><Season>Winter</Season>", "2024-24"),
        ("Print", "<MedlineDate>2024 Jan-Feb</MedlineDate>", "2024-01/2024-02"),
        ("Print", "", "2024-01-15"),
        ("Electronic-eCollection", "<Year>2024</Year>", "2024-01-15"),
        ("Electronic-eCollection", "<Year>2025</Year>", "2025"),
    ],
)
def test_the_date_is_that_of_the_issue(model: str, date: str, issued: str) -> None:
    xml = changed("<Year>2024</Year><Month>Jun</Month><Day>03</Day>", date).replace("Print-Electronic", model)
    assert str(found(xml).record.issued) == issued


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("[On invented things.]", "On invented things"),
        ("On <i>E. coli</i> and H<sub>2</sub>O.", "On <i>E. coli</i> and H<sub>2</sub>O."),
        ('<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mi>k</mml:mi></mml:math>-means',
         "<mml:math><mml:mi>k</mml:mi></mml:math>-means"),
        (f"Deep {'<b>' * 50}x{'</b>' * 50}", f"Deep {'<b>' * 21}x{'</b>' * 21}"),
    ],
)  # fmt: skip
def test_a_title_keeps_its_markup(title: str, expected: str) -> None:
    assert found(changed("Routing of Invented Things", title)).record.title == expected


def test_a_translated_title_is_replaced_by_the_original() -> None:
    xml = changed("Routing of Invented Things", "[Routing of invented things].")
    assert found(xml).record.title == "Routing of invented things"
    xml = xml.replace("</ArticleTitle>", "</ArticleTitle><VernacularTitle>Von Dingen.</VernacularTitle>")
    assert found(xml).record.title == "Von Dingen."


def relation(kind: str) -> str:
    listed = (
        f'<CommentsCorrectionsList><CommentsCorrections RefType="{kind}"><RefSource>J. 2025</RefSource>'
        '<PMID Version="1">7</PMID></CommentsCorrections></CommentsCorrectionsList></MedlineCitation>'
    )
    return changed("</MedlineCitation>", listed)


@pytest.mark.parametrize(
    ("kind", "related", "status"),
    [
        ("RetractionIn", [], "retracted"),
        ("ErratumIn", [], "corrected"),
        ("RetractionOf", [("notice-of", "pmid:7")], None),
        ("ErratumFor", [("notice-of", "pmid:7")], None),
        ("UpdateIn", [("published-as", "pmid:7")], None),
        ("UpdateOf", [("preprint", "pmid:7")], None),
        ("CommentIn", [], None),
        ("Cites", [], None),
    ],
)
def test_notices_and_preprints_are_related(kind: str, related: list[tuple[str, str]], status: str | None) -> None:
    answer = found(relation(kind))
    assert [(other.kind, str(other.identifier)) for other in answer.related] == related
    assert (answer.record.status.kind if answer.record.status else None) == status
    if answer.record.status:
        assert answer.record.status.source == "https://pubmed.ncbi.nlm.nih.gov/7/"


def test_a_preprint_is_in_its_archive() -> None:
    xml = changed("Journal Article", "Preprint").replace(
        "The Journal of invented things", "bioRxiv : the preprint server for biology"
    )
    record = found(xml).record
    assert (record.type, record.genre, record.container_title, record.volume) == ("article", "preprint", "bioRxiv", "")


def test_a_doctype_that_defines_something_is_refused() -> None:
    bomb = changed('out/pubmed_250101.dtd">', 'out/pubmed_250101.dtd" [<!ENTITY a "aaaa">]>')
    assert outcome(PUBMED, [articles(bomb)], PMID) == "unavailable"
    assert (
        outcome(PUBMED, [articles(ARTICLE.replace("PubmedArticleSet PUBLIC", "Other PUBLIC"))], PMID) == "unavailable"
    )


@given(st.sampled_from([200, 200, 200, 400, 500]), broken(ARTICLE.encode()))
@examples(150)
def test_a_broken_response_is_never_absent_or_another_work(status: int, body: bytes) -> None:
    assert is_never_wrong(PUBMED, [respond(body, kind="text/xml", status=status)], [PMID])
