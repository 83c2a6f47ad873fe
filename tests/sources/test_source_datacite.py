from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import SourceError
from moebib.records.answer import Absent, Answer, Found, Unavailable
from moebib.records.identifier import Identifier, parse_identifier
from moebib.records.record import Record
from moebib.sources import source
from moebib.web.response import Response
from responses import FakeHttp, broken, is_never_wrong, outcome, recorded, respond
from shared_data import shared
from strategies import examples

DATACITE = source("datacite")
PAPER = parse_identifier("2402.01234")
DOI = parse_identifier("10.5555/abc")
WITH_COMMA = parse_identifier("10.5555/a,b")


def person(family: str, given_name: str) -> dict[str, Any]:
    return {"name": f"{family}, {given_name}", "nameType": "Personal", "givenName": given_name, "familyName": family,
            "affiliation": [], "nameIdentifiers": []}  # fmt: skip


def preprint(**changes: Any) -> dict[str, Any]:
    attributes = {
        "doi": "10.48550/arxiv.2402.01234",
        "identifiers": [{"identifier": "2402.01234", "identifierType": "arXiv"}],
        "creators": [person("van den Berg", "Jan"), person("Zhang", "Xiu-Lan")],
        "titles": [{"title": "Invented Things"}],
        "publisher": "arXiv",
        "container": {},
        "publicationYear": 2024,
        "contributors": [],
        "dates": [
            {"date": "2024-03-05T11:44:22Z", "dateType": "Submitted", "dateInformation": "v2"},
            {"date": "2024-02-03T23:59:59Z", "dateType": "Submitted", "dateInformation": "v1"},
            {"date": "2024-02", "dateType": "Available", "dateInformation": "v1"},
            {"date": "2024", "dateType": "Issued"},
        ],
        "language": None,
        "types": {"bibtex": "misc", "citeproc": "article", "resourceTypeGeneral": "Preprint"},
        "relatedIdentifiers": [],
        "relatedItems": [],
        "descriptions": [
            {"description": "12 pages", "descriptionType": "Other"},
            {"description": "We invent.", "descriptionType": "Abstract"},
        ],
    }
    return {**attributes, **changes}


def paper(**changes: Any) -> dict[str, Any]:
    defaults = {
        "doi": "10.5555/ABC",
        "publisher": "Invented Press",
        "container": {"type": "Series", "title": "Volume 22", "firstPage": "1", "lastPage": "12", "issue": "3"},
        "contributors": [
            {**person("Ward", "Ed"), "contributorType": "Editor"},
            {**person("Doe", "Jo"), "contributorType": "Supervisor"},
        ],
        "dates": [{"date": "\n 2024-06-01 ", "dateType": "Issued"}, {"date": "2023", "dateType": "Created"}],
        "types": {"citeproc": "", "resourceTypeGeneral": "ConferencePaper"},
        "relatedIdentifiers": [
            {"relationType": "IsPartOf", "relatedIdentifier": "0-306-40615-2", "relatedIdentifierType": "ISBN"},
            {"relationType": "IsPartOf", "relatedIdentifier": "10.5555/volume", "relatedIdentifierType": "DOI"},
            {"relationType": "IsVersionOf", "relatedIdentifier": "10.5555/ALL", "relatedIdentifierType": "DOI"},
            {"relationType": "IsVersionOf", "relatedIdentifierType": "DOI"},
            {"relationType": "IsVersionOf", "relatedIdentifier": "https://x.example/", "relatedIdentifierType": "URL"},
            {"relationType": "Cites", "relatedIdentifier": "10.5555/cited", "relatedIdentifierType": "DOI"},
        ],
        "relatedItems": [
            {"relationType": "IsPublishedIn", "relatedItemType": "Collection", "titles": [{"title": "The Series"}]},
            {"relationType": "IsPublishedIn", "relatedItemType": "ConferenceProceeding", "volume": "22", "number": "6",
             "titles": [{"title": "Inventing 2024", "titleType": None}, {"title": "Ed.", "titleType": "Subtitle"}],
             "firstPage": "93", "lastPage": "105"},
            {"relationType": "References", "relatedItemType": "Book", "titles": [{"title": "Other"}], "volume": "9"},
        ],
    }  # fmt: skip
    return preprint(**{**defaults, **changes})


def single(attributes: object) -> Response:
    return respond({"data": {"id": "x", "type": "dois", "attributes": attributes}, "included": []})


def many(*works: object, total: object = None) -> Response:
    data = [{"id": "x", "type": "dois", "attributes": attributes} for attributes in works]
    return respond({"data": data, "meta": {"total": len(works) if total is None else total, "totalPages": 1}})


MISSING = {"errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]}
NOT_FOUND = respond(MISSING, status=404)


def found_record(attributes: dict[str, Any], identifier: Identifier = DOI) -> Record:
    answer = DATACITE.parse([single(attributes)], [identifier])[identifier]
    assert isinstance(answer, Found), answer
    return answer.record


def related(attributes: dict[str, Any], identifier: Identifier = DOI) -> list[tuple[str, str]]:
    answer = DATACITE.parse([single(attributes)], [identifier])[identifier]
    assert isinstance(answer, Found), answer
    return [(other.kind, str(other.identifier)) for other in answer.related]


def target(relation: str, identifier: str, kind: str = "DOI") -> dict[str, str]:
    return {"relationType": relation, "relatedIdentifier": identifier, "relatedIdentifierType": kind}


def test_a_preprint_is_dated_by_its_first_version() -> None:
    assert found_record(preprint(relatedIdentifiers=[target("IsVersionOf", "10.5555/ABC")]), PAPER).to_dict() == {
        "id": "new",
        "type": "article",
        "genre": "preprint",
        "title": "Invented Things",
        "author": ["van den Berg, Jan", "Zhang, Xiu-Lan"],
        "issued": "2024-02-03",
        "container_title": "arXiv",
        "identifiers": ["arxiv:2402.01234"],
        "abstract": "We invent.",
    }


@pytest.mark.parametrize(
    ("publisher", "container", "rest"),
    [
        ("arXiv", "arXiv", ""),
        ("OSF", "OSF Preprints", ""),
        ("InventRxiv", "InventRxiv", ""),
        ("Gates University", "", "Gates University"),
        ("Unpublished", "", ""),
    ],
)
def test_a_preprint_is_in_an_archive_unless_an_institution_has_it(publisher: str, container: str, rest: str) -> None:
    record = found_record(preprint(doi="10.5555/abc", publisher=publisher))
    assert (record.genre, record.container_title, record.publisher) == ("preprint", container, rest)


def test_a_paper_is_read_with_all_fields() -> None:
    assert found_record(paper()).to_dict() == {
        "id": "new",
        "type": "paper-conference",
        "title": "Invented Things",
        "author": ["van den Berg, Jan", "Zhang, Xiu-Lan"],
        "editor": ["Ward, Ed"],
        "issued": "2024-06-01",
        "container_title": "Inventing 2024",
        "collection_title": "The Series",
        "publisher": "Invented Press",
        "volume": "22",
        "issue": "3",
        "page": "93-105",
        "number": "6",
        "identifiers": ["doi:10.5555/abc", "isbn:9780306406157"],
        "abstract": "We invent.",
    }
    assert related(paper()) == [("version", "doi:10.5555/all")]


@pytest.mark.parametrize(
    ("general", "relation", "identifier", "kind"),
    [
        ("Preprint", "IsVersionOf", "10.9999/journal", "published-as"),
        ("Preprint", "IsPreviousVersionOf", "10.9999/journal", "published-as"),
        ("Preprint", "HasVersion", "10.9999/copy", "same-work"),
        ("Preprint", "IsVersionOf", "10.5555/all", "version"),
        ("JournalArticle", "IsVersionOf", "10.48550/arXiv.2402.01234", "preprint"),
        ("JournalArticle", "IsVersionOf", "10.9999/copy", "same-work"),
        ("Software", "IsVersionOf", "10.5555/all", "version"),
        ("Software", "HasVersion", "10.9999/mirror", "version"),
        ("Software", "IsNewVersionOf", "10.5555/v1", "version"),
        ("Dataset", "IsObsoletedBy", "10.5555/v2", "version"),
        ("Dataset", "IsIdenticalTo", "10.5555/all", "version"),
        ("Dataset", "IsIdenticalTo", "10.9999/mirror", "same-work"),
        ("Report", "IsVariantFormOf", "10.9999/short", "same-work"),
        ("Book", "IsTranslationOf", "10.5555/buch", "translation"),
        ("Book", "HasTranslation", "10.9999/buch", "translation"),
    ],
)
def test_a_relation_leads_to_another_publication(general: str, relation: str, identifier: str, kind: str) -> None:
    work = paper(types={"resourceTypeGeneral": general}, relatedIdentifiers=[target(relation, identifier)])
    assert [found for found, _ in related(work)] == [kind]
    assert [str(own) for own in found_record(work).identifiers] == ["doi:10.5555/abc"]


@pytest.mark.parametrize("relation", ["IsSupplementTo", "IsSupplementedBy", "IsPartOf", "HasPart", "IsDerivedFrom",
                                      "Continues", "Reviews", "IsDescribedBy", "Cites", "Other"])  # fmt: skip
def test_a_relation_to_another_work_is_left_out(relation: str) -> None:
    assert related(paper(relatedIdentifiers=[target(relation, "10.9999/other")])) == []


@pytest.mark.parametrize("other", [
    target("IsVersionOf", "doi:10.5555/All"), target("IsVersionOf", "https://doi.org/10.5555/all", "URL"),
])  # fmt: skip
def test_a_related_doi_may_be_written_as_a_url(other: dict[str, str]) -> None:
    assert related(paper(relatedIdentifiers=other)) == [("version", "doi:10.5555/all")]


def test_an_article_is_no_version_of_its_data() -> None:
    data = {**target("IsVersionOf", "10.9999/data"), "resourceTypeGeneral": "Dataset"}
    text = {**target("IsVersionOf", "10.9999/text"), "resourceTypeGeneral": "JournalArticle"}
    article, dataset = {"resourceTypeGeneral": "JournalArticle"}, {"resourceTypeGeneral": "Dataset"}
    assert related(paper(types=article, relatedIdentifiers=[data, text])) == [("same-work", "doi:10.9999/text")]
    assert related(paper(types=dataset, relatedIdentifiers=[data, text])) == [("version", "doi:10.9999/data")]


def test_a_relation_to_itself_is_left_out() -> None:
    assert related(paper(relatedIdentifiers=[target("IsIdenticalTo", "10.5555/ABC")])) == []


def test_software_and_data_have_their_version() -> None:
    for general, version in (("Software", "v1.2"), ("Dataset", "v1.2"), ("JournalArticle", ""), ("Preprint", "")):
        assert found_record(paper(types={"resourceTypeGeneral": general}, version="v1.2")).version == version


@pytest.mark.parametrize("publisher", ["Unpublished", "[S.n.]", "(:unav)", "Unknown", ":null"])
def test_an_unknown_publisher_is_left_out(publisher: str) -> None:
    assert found_record(paper(publisher=publisher)).publisher == ""


def test_an_older_record_has_a_container_only() -> None:
    record = found_record(paper(relatedItems=None))
    assert (record.container_title, record.collection_title, record.page) == ("Volume 22", "", "1-12")
    thesis = found_record(paper(relatedItems=None, types={"resourceTypeGeneral": "Dissertation"}))
    assert (thesis.container_title, thesis.collection_title) == ("", "Volume 22")


@pytest.mark.parametrize(
    ("container", "expected"),
    [
        ({"title": "J. Inv.; 34(2):Doc25"}, ("J. Inv.", "34", "2", "Doc25")),
        ({"title": "J. Inv., 34(2), 12"}, ("J. Inv.", "34", "2", "12")),
        ({"title": "Inventing, 2013"}, ("Inventing, 2013", "", "", "")),
        ({"title": "J. Inv.", "volume": "1-5 May 2008", "firstPage": "Spain; 33", "lastPage": "35"},
         ("J. Inv.", "", "", "33-35")),
        ({"title": "J. Inv.", "firstPage": "vol. 31 n. 1 (2008)"}, ("J. Inv.", "", "", "")),
        ({"title": "J. Inv.", "volume": "38", "issue": "2-3", "firstPage": "927", "lastPage": "930"},
         ("J. Inv.", "38", "2-3", "927-930")),
    ],
)  # fmt: skip
def test_an_older_record_has_the_volume_and_pages_in_one_text(container: object, expected: tuple[str, ...]) -> None:
    record = found_record(paper(relatedItems=None, container=container))
    assert (record.container_title, record.volume, record.issue, record.page) == expected


def test_the_issn_of_a_container_is_an_identifier() -> None:
    container = {"title": "J. Inv.", "identifier": "0027-8424", "identifierType": "ISSN"}
    record = found_record(paper(container=container, relatedIdentifiers=[]))
    assert [str(identifier) for identifier in record.identifiers] == ["doi:10.5555/abc", "issn:0027-8424"]


def test_a_volume_may_have_its_name_as_a_subtitle() -> None:
    titles = [{"title": "INV, Volume 22, XY 2024"}, {"title": "8th Conference on XY", "titleType": "Subtitle"}]
    item = {"relationType": "IsPublishedIn", "relatedItemType": "ConferenceProceeding", "titles": titles}
    assert found_record(paper(relatedItems=[item])).container_title == "8th Conference on XY"


def test_an_object_may_be_in_place_of_a_list_of_one() -> None:
    record = found_record(paper(titles={"title": "Things"}, creators=person("Berg", "Jan")))
    assert (record.title, [str(name) for name in record.author]) == ("Things", ["Berg, Jan"])


def test_the_publisher_may_be_an_object() -> None:
    assert (
        found_record(paper(publisher={"name": "Invented Press", "publisherIdentifier": "x"})).publisher
        == "Invented Press"
    )


@pytest.mark.parametrize("types", [{"resourceTypeGeneral": "JournalArticle"}, {"resourceTypeGeneral": "Text"}, {}])
@pytest.mark.parametrize(
    ("doi", "archive"), [("10.48550/arXiv.2402.01234", "arXiv"), ("10.31234/osf.io/abcde", "PsyArXiv")]
)
def test_what_has_the_doi_of_an_archive_of_preprints_is_one(types: object, doi: str, archive: str) -> None:
    record = found_record(paper(doi=doi, types=types), parse_identifier(doi))
    assert (record.type, record.genre, record.container_title) == ("article", "preprint", archive)


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ({"resourceTypeGeneral": "JournalArticle"}, "article-journal"),
        ({"resourceTypeGeneral": "Software", "citeproc": "article"}, "software"),
        ({"resourceTypeGeneral": "Dataset"}, "dataset"),
        ({"resourceTypeGeneral": "Text", "citeproc": "thesis"}, "thesis"),
        ({"resourceTypeGeneral": "Text", "citeproc": "article"}, "document"),
        ({"resourceTypeGeneral": "Collection", "citeproc": "no-type"}, "document"),
        ({"resourceTypeGeneral": "Text", "citeproc": "article-journal"}, "document"),
        ({"resourceTypeGeneral": "Poster"}, "speech poster"),
        ({"resourceTypeGeneral": "Presentation"}, "speech presentation"),
        ({"resourceTypeGeneral": "Image"}, "graphic"),
        ({"resourceTypeGeneral": "ComputationalNotebook"}, "software"),
        ({"resourceTypeGeneral": "PhysicalObject", "resourceType": "Book"}, "document"),
        ({}, "document"),
        (None, "document"),
    ],
)
def test_the_type_follows_from_what_the_service_says(types: object, expected: str) -> None:
    record = found_record(paper(types=types))
    assert f"{record.type} {record.genre}".strip() == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("JournalArticle", "article-journal"),
        ("Journal article", "article-journal"),
        ("Journal contribution", "article-journal"),
        ("Article", "article-journal"),
        ("Thesis", "thesis"),
        ("Doctoral Thesis", "thesis PhD thesis"),
        ("Master's thesis", "thesis Master's thesis"),
        ("Dissertation", "thesis"),
        ("Poster", "speech poster"),
        ("Conference poster", "speech poster"),
        ("Presentation", "speech presentation"),
        ("Lecture", "speech presentation"),
        ("Conference", "paper-conference"),
        ("ConferencePaper", "paper-conference"),
        ("Proceedings article", "paper-conference"),
        ("Proceedings", "book"),
        ("Preprint", "article preprint"),
        ("Working paper", "report working paper"),
        ("Technical report", "report"),
        ("Project deliverable", "report"),
        ("BlogPosting", "post-weblog"),
        ("Blog post", "post-weblog"),
        ("Book chapter", "chapter"),
        ("MonographieMonograph", "book"),
        ("Journal", "periodical"),
        ("Software", "software"),
        ("Text", "document"),
        ("PDF Document", "document"),
        ("Scale", "document"),
        ("", "document"),
    ],
)
def test_a_vague_general_type_is_told_by_the_word_of_the_publisher(word: str, expected: str) -> None:
    for general in ("Text", "Other"):
        record = found_record(paper(types={"resourceTypeGeneral": general, "resourceType": word}))
        assert f"{record.type} {record.genre}".strip() == expected


def test_a_definite_general_type_is_more_than_a_word() -> None:
    for general, expected in (("Dataset", "dataset"), ("Software", "software"), ("Preprint", "article")):
        assert found_record(paper(types={"resourceTypeGeneral": general, "resourceType": "Poster"})).type == expected
    assert found_record(paper(types={"resourceTypeGeneral": "Image", "resourceType": "Poster"})).genre == "poster"


def test_an_article_without_a_container_may_be_anything() -> None:
    bare: dict[str, Any] = {"container": {}, "relatedItems": []}
    types = {"resourceTypeGeneral": "Text", "resourceType": "Article"}
    assert found_record(paper(types=types, **bare)).type == "document"
    proceedings = {"container": {"title": "Conference on Inventing"}, "relatedItems": []}
    assert found_record(paper(types=types, **proceedings)).type == "paper-conference"


@pytest.mark.parametrize(
    ("creator", "name"),
    [
        ({"name": "Wong,  Takmeng", "givenName": " Takmeng", "familyName": "Wong"}, "Wong, Takmeng"),
        ({"name": "Doe, Jane", "familyName": "Jane", "givenName": "Doe"}, "Doe, Jane"),
        ({"name": "van der A, Ronald", "familyName": "van der A", "givenName": "Ronald"}, "van der A, Ronald"),
        ({"name": "Berg, Jan", "nameType": "Personal"}, "Berg, Jan"),
        ({"name": "Jan Berg", "nameType": "Personal"}, "Berg, Jan"),
        ({"name": "Berg, Jan"}, "Berg, Jan"),
        ({"name": "Institute of Invention"}, "{Institute of Invention}"),
        ({"name": "Gates, Inc.", "nameType": "Organizational"}, "{Gates, Inc.}"),
        ({"name": "Berg, Jan (Gates University)"}, "Berg, Jan"),
        ({"name": "Berg, Jan, 1538?-1599", "nameType": "Personal"}, "Berg, Jan"),
        ({"name": "Berg, Jan <1979>", "nameType": "Personal"}, "Berg, Jan"),
        ({"name": "Jan Berg"}, "{Jan Berg}"),
        ({"name": "Gates Institute, Oslo"}, "{Gates Institute, Oslo}"),
        (
            {"name": "Gates Institute, Oslo", "familyName": "Gates Institute", "givenName": "Oslo"},
            "{Gates Institute, Oslo}",
        ),
        ({"name": "Team, Qwen", "nameType": "Personal", "familyName": "Team", "givenName": "Qwen"}, "{Qwen Team}"),
        ({"name": "DeepSeek-AI", "nameType": "Personal", "familyName": "DeepSeek-AI"}, "{DeepSeek-AI}"),
    ],
)
def test_each_form_of_a_name(creator: dict[str, Any], name: str) -> None:
    assert [str(name) for name in found_record(paper(creators=[creator])).author] == [name]


@pytest.mark.parametrize(
    ("creators", "names"),
    [
        (["Berg, Jan (X); Doe, Jo (Y, Z)"], ["Berg, Jan (X)", "Doe, Jo"]),
        (["Berg, Jan", "Jo Doe", "Gates Institute"], ["Berg, Jan", "Doe, Jo", "{Gates Institute}"]),
        (["Doe JA", "van Berg J"], ["Doe, J. A.", "van Berg, J."]),
        (["Doe JA"], ["{Doe JA}"]),
        (["(:unav)"], []),
        (["Berg, Jan", "[S.n.]", "Anonymous"], ["Berg, Jan"]),
        (["Berg, Jan", "Department of Gates, Gates University, Oslo"], ["Berg, Jan"]),
    ],
)  # fmt: skip
def test_creators_of_no_declared_kind(creators: list[str], names: list[str]) -> None:
    record = found_record(paper(creators=[{"name": name} for name in creators]))
    assert [str(name) for name in record.author] == names


@pytest.mark.parametrize(
    ("changes", "issued"),
    [
        ({"dates": [{"date": "2024", "dateType": "Issued"}]}, "2024"),
        ({"dates": [{"date": "2023-05-01/2024-01-02", "dateType": "Issued"}]}, "2023-05-01/2024-01-02"),
        ({"dates": [{"date": "spring", "dateType": "Issued"}]}, "2024"),
        ({"dates": None}, "2024"),
        ({"dates": [], "publicationYear": None}, "None"),
        ({"dates": [], "publicationYear": 2567}, "None"),  # in the Buddhist calendar
    ],
)
def test_a_date_is_as_precise_as_given(changes: dict[str, Any], issued: str) -> None:
    assert str(found_record(paper(**changes)).issued) == issued


def test_a_subtitle_is_part_of_the_title_and_a_translation_is_not() -> None:
    titles = [{"title": "Dinge", "titleType": "TranslatedTitle"}, {"title": "Things"},
              {"title": "A Study", "titleType": "Subtitle"}]  # fmt: skip
    assert found_record(paper(titles=titles)).title == "Things: A Study"


def test_a_withdrawn_work_has_its_date() -> None:
    status = found_record(paper(dates=[{"date": "2025-01-02", "dateType": "Withdrawn"}])).status
    assert status
    assert (status.kind, str(status.date), status.source) == ("withdrawn", "2025-01-02", "datacite")


@pytest.mark.parametrize("changes", [{"titles": []}, {"titles": [{}]}, {"titles": "x"}, {"creators": None},
                                     {"titles": {"title": "(:unav)"}},
                                     {"creators": [{}]}, {"creators": [None]}, {"creators": "Jan"}])  # fmt: skip
def test_a_work_without_a_title_or_with_an_invalid_name_is_unavailable(changes: dict[str, Any]) -> None:
    assert outcome(DATACITE, [single(paper(**changes))], DOI) == "unavailable"


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (NOT_FOUND, "absent"),
        (NOT_FOUND._replace(status=200), "unavailable"),
        (respond({"errors": [{"status": "404", "title": "Not Found"}]}, status=404), "unavailable"),
        (respond({"errors": [{"status": "500"}]}, status=404), "unavailable"),
        (respond({"errors": "404"}, status=404), "unavailable"),
        (respond("<html>404</html>", kind="text/html", status=404), "unavailable"),
        (respond("<html>Just a moment...</html>", kind="text/html"), "unavailable"),
        (respond(MISSING, status=429), "unavailable"),
        (respond(MISSING, status=503), "unavailable"),
        (respond(single(paper()).body[:-9]), "unavailable"),
        (respond({"data": None}), "unavailable"),
        (single(paper(doi=None)), "unavailable"),
        (single(paper(doi="10.5555/other")), "unavailable"),
        (single(paper(doi="10.5555/other", relatedIdentifiers=[
            {"relationType": "IsVersionOf", "relatedIdentifier": "10.5555/abc", "relatedIdentifierType": "DOI"},
        ])), "unavailable"),
        (many(), "unavailable"),
        (respond([]), "unavailable"),
    ],
)  # fmt: skip
def test_only_the_documented_404_is_absent(response: Response, expected: str) -> None:
    assert outcome(DATACITE, [response], DOI) == expected


def listed(response: Response, *rest: Response, queried: tuple[Identifier, ...] = (DOI, PAPER)) -> list[type[Answer]]:
    answers = DATACITE.parse([response, *rest], queried)
    return [type(answers[identifier]) for identifier in queried]


def test_a_work_missing_from_a_complete_list_is_absent() -> None:
    assert listed(many(preprint(), paper())) == [Found, Found]
    assert listed(many(paper())) == [Found, Absent]
    assert listed(many()) == [Absent, Absent]


@pytest.mark.parametrize("response", [many(paper(), total=2), many(paper(), paper(doi="10.5555/x")),
                                      many(paper(), paper()), many(paper(), total="1"),
                                      respond({"data": [{"attributes": paper()}]})])  # fmt: skip
def test_a_work_missing_from_an_incomplete_list_is_unavailable(response: Response) -> None:
    assert listed(response) == [Found, Unavailable]


@pytest.mark.parametrize("response", [single(paper()), NOT_FOUND, many(paper(), {}), respond({"data": [5]})])
def test_a_list_in_an_unknown_form_is_an_error(response: Response) -> None:
    with pytest.raises(SourceError):
        listed(response)


def test_an_arxiv_paper_is_requested_by_its_doi() -> None:
    http = FakeHttp(single(preprint()), mailto="me@example.org")
    DATACITE.load(http, [parse_identifier("hep-th/9901001v2")])
    assert http.urls == ["https://api.datacite.org/dois/10.48550/arxiv.hep-th/9901001"]
    assert http.params == [{"mailto": "me@example.org"}]


def test_dois_are_requested_together_except_those_with_a_comma() -> None:
    http = FakeHttp(many(paper()), NOT_FOUND)
    queried = (DOI, WITH_COMMA, PAPER)
    responses = DATACITE.load(http, queried)
    assert http.urls == ["https://api.datacite.org/dois", "https://api.datacite.org/dois/10.5555/a%2Cb"]
    assert http.params == [{"ids": "10.5555/abc,10.48550/arxiv.2402.01234", "page[size]": "2"}, {}]
    assert listed(*responses, queried=queried) == [Found, Absent, Absent]


RECORDED = {
    "404.json": "10.4124/05f6c379-dd68-4cdb-880d-33d3e9576d52/1",
    "alternate_name.json": "10.3205/zma001102",
    "arxiv_1902.02534.json": "1902.02534",
    "arxiv_2311.16162.json": "2311.16162",
    "author_only_full_name.json": "10.14457/kmitl.res.2006.17",
    "dissertation.json": "10.3204/desy-2014-01645",
    "doi_with_plus.json": "10.5067/terra+aqua/ceres/cldtyphist_l3.004",
    "hyper_authorship_hepdata.json": "10.17182/hepdata.77274.v1",
    "lipics_conference.json": "10.4230/lipics.tqc.2013.93",
    "multi_names_in_one.json": "10.7910/dvn/eqtqyo",
    "multiple_abstracts.json": "10.12763/ona1045",
    "name_display_order.json": "10.6084/m9.figshare.4700788",
    "name_with_affiliation.json": "10.11588/diglit.6130",
    "name_with_role.json": "10.14463/gbv:873056442",
    "no_dates.json": "10.34747/g6yb-3412",
    "whitespace.json": "10.21944/temis-ozone-msr2",
    "zenodo_1196821.json": "10.5281/zenodo.1196821",
    "zenodo_software_version.json": "10.5281/zenodo.2598836",
}


@pytest.mark.parametrize("name", RECORDED)
def test_every_recorded_response_gives_its_answer(name: str) -> None:
    response, is_missing = recorded(f"datacite/{name}"), name == "404.json"
    assert outcome(DATACITE, [response], parse_identifier(RECORDED[name])) == ("absent" if is_missing else "found")
    assert outcome(DATACITE, [response], DOI) == ("absent" if is_missing else "unavailable")


def test_no_recorded_response_is_left_out() -> None:
    assert {path.name for path in shared("answers/datacite").iterdir()} == RECORDED.keys()


@given(st.sampled_from([200, 200, 404, 429, 502]), broken(single(paper()).body))
@examples(150)
def test_a_broken_response_is_never_absent_or_another_work(status: int, body: bytes) -> None:
    assert is_never_wrong(DATACITE, [respond(body, status=status)], [DOI])


@given(broken(many(paper(), preprint()).body))
@examples(150)
def test_a_broken_list_is_never_absent_or_another_work(body: bytes) -> None:
    assert is_never_wrong(DATACITE, [respond(body)], [DOI, PAPER])


HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(paper())), HOSTILE)
@examples(200)
def test_any_value_in_any_field_is_accepted(field: str, value: object) -> None:
    assert is_never_wrong(DATACITE, [single(paper(**{field: value}))], [DOI])


def test_works_are_found_by_the_words_of_their_title() -> None:
    thesis = preprint(doi="10.5555/thesis", identifiers=[], types={"resourceTypeGeneral": "Dissertation"})
    http = FakeHttp(
        respond({"data": [{"attributes": thesis}, {"attributes": preprint(titles=[])}]}), mailto="a@b.example"
    )
    assert DATACITE.search
    assert DATACITE.candidates
    (answer,) = DATACITE.candidates(DATACITE.search(http, 'On "Kilns": A* Study'))
    assert (answer.record.type, str(answer.record.identifiers[0])) == ("thesis", "doi:10.5555/thesis")
    assert http.params == [{"query": 'titles.title:"On Kilns A Study"', "page[size]": "5", "mailto": "a@b.example"}]


def test_a_search_without_a_result_is_empty_and_another_answer_an_error() -> None:
    assert DATACITE.candidates
    assert DATACITE.candidates([respond({"data": []})]) == []
    wrongs: tuple[object, ...] = ({}, [], {"data": {}}, {"data": [{}]})
    for wrong in wrongs:
        with pytest.raises(SourceError):
            DATACITE.candidates([respond(wrong)])
