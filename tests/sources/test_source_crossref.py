from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import SourceError
from moebib.records.answer import Absent, Answer, Found, Unavailable
from moebib.records.identifier import Identifier, parse_identifier
from moebib.records.publication import Status
from moebib.records.record import Record
from moebib.sources import source
from moebib.web.response import Response
from responses import FakeHttp, broken, is_never_wrong, outcome, recorded, respond
from shared_data import shared
from strategies import examples

CROSSREF = source("crossref")
DOI = parse_identifier("10.5555/abc")
OTHER = parse_identifier("10.5555/other")
WITH_COMMA = parse_identifier("10.5555/a,b")


def parts(*numbers: int | None) -> dict[str, Any]:
    return {"date-parts": [list(numbers)]}


def article(**changes: Any) -> dict[str, Any]:
    work = {
        "DOI": "10.5555/ABC",
        "type": "journal-article",
        "title": ["Invented <i>Things</i>"],
        "subtitle": [],
        "author": [
            {"given": "Jan", "family": "van den Berg", "sequence": "first", "affiliation": []},
            {"given": "Tom", "family": "Liu", "suffix": "Jr.", "ORCID": "https://orcid.org/0000-0001-0000-0000"},
            {"name": "The Invented Consortium", "sequence": "additional"},
            {"given": "Plato"},
        ],
        "container-title": ["Journal of Invented Things"],
        "short-container-title": ["J. Inv. Things"],
        "publisher": "Invented Press",
        "volume": "6",
        "issue": "2",
        "page": "525-535",
        "ISSN": ["0027-8424", "1091-6490", "1234-0000"],
        "issued": parts(2023, 12, 30),
        "published-online": parts(2023, 12, 30),
        "published-print": parts(2024, 2),
        "created": parts(2023, 12, 1),
        "abstract": "<jats:p>We invent.</jats:p>",
        "language": "en",
        "relation": {},
        "resource": {"primary": {"URL": "https://press.example/abc"}},
    }
    return {**work, **changes}


def single(work: object) -> Response:
    return respond({"status": "ok", "message-type": "work", "message": work})


def many(*works: object, total: object = None) -> Response:
    message = {"total-results": len(works) if total is None else total, "items": works}
    return respond({"status": "ok", "message-type": "work-list", "message": message})


NOT_FOUND = respond("Resource not found.", kind="text/plain", status=404)


def found_record(work: dict[str, Any]) -> Record:
    answer = CROSSREF.parse([single(work)], [DOI])[DOI]
    assert isinstance(answer, Found), answer
    return answer.record


def test_an_article_is_read_with_all_fields() -> None:
    assert found_record(article()).to_dict() == {
        "id": "new",
        "type": "article-journal",
        "title": "Invented <i>Things</i>",
        "author": ["van den Berg, Jan", "Liu, Jr., Tom", "{The Invented Consortium}", "Plato"],
        "issued": "2024-02",
        "container_title": "Journal of Invented Things",
        "container_title_short": "J. Inv. Things",
        "publisher": "Invented Press",
        "volume": "6",
        "issue": "2",
        "page": "525-535",
        "language": "en",
        "identifiers": ["doi:10.5555/abc", "issn:0027-8424", "issn:1091-6490"],
        "abstract": "<jats:p>We invent.</jats:p>",
    }


PROCEEDINGS = {
    "type": "proceedings-article",
    "container-title": ["Proceedings of Inventing 2024"],
    "short-container-title": [],
    "event": {"name": "Inventing '24", "location": "Somewhere, Earth", "acronym": "INV '24"},
    "publisher-location": "New York",
    "ISBN": ["http://id.crossref.org/isbn/9780306406157"],
    "ISSN": [],
    "page": None,
    "article-number": "17",
    "editor": [{"given": "Ed", "family": "Ward"}],
}


def test_a_conference_paper_has_its_location() -> None:
    record = found_record(article(**PROCEEDINGS))
    assert (record.type, record.event_title, record.event_place, record.number, record.publisher_place) == (
        "paper-conference", "Inventing '24", "Somewhere, Earth", "17", "New York",
    )  # fmt: skip
    assert [str(name) for name in record.editor] == ["Ward, Ed"]
    assert [str(identifier) for identifier in record.identifiers] == ["doi:10.5555/abc", "isbn:9780306406157"]


@pytest.mark.parametrize(
    ("titles", "series", "volume"),
    [
        (["Lecture Notes in Computer Science", "Inventing Things"], "Lecture Notes in Computer Science", None),
        (["Inventing Things", "Lecture Notes in Computer Science"], "Lecture Notes in Computer Science", None),
        (["Invented Series", "Proceedings of Inventing 2024"], "Invented Series", "Proceedings of Inventing 2024"),
        (["Proceedings of Inventing 2024", "Invented Series"], "Invented Series", "Proceedings of Inventing 2024"),
        (["SPIE Proceedings", "Inventing Things XX"], "SPIE Proceedings", "Inventing Things XX"),
        (["Warm Gates", "SpringerBriefs in Inventing"], "SpringerBriefs in Inventing", "Warm Gates"),
        (["Inventing Things"], "", None),
        (["Inventing Things", "Inventing Things"], "", None),
        ([], "", ""),
    ],
)
def test_series_and_volume_are_recognised_in_either_order(titles: list[str], series: str, volume: str | None) -> None:
    record = found_record(article(**{**PROCEEDINGS, "container-title": titles}))
    assert (record.collection_title, record.container_title) == (
        series, "Inventing Things" if volume is None else volume,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("titles", "short", "expected"),
    [
        (["Journal of Things"], ["J. Things"], ("Journal of Things", "J. Things")),
        (["J. Things", "Journal of Things"], [], ("Journal of Things", "J. Things")),
        (["Journal of Things", "J. Things"], ["JTh"], ("Journal of Things", "JTh")),
        (["J. Things"], [], ("J. Things", "")),
        (["Proceedings of Things - INV '24"], [], ("Proceedings of Things - INV '24", "INV")),
        (["2024 IEEE Conference on Things (INV)"], [], ("2024 IEEE Conference on Things (INV)", "INV")),
        (["Journal of Things (1912)"], [], ("Journal of Things (1912)", "")),
        (["Proceedings of Things (Short Papers)"], [], ("Proceedings of Things (Short Papers)", "")),
    ],
)
def test_the_abbreviation_of_a_journal_is_its_short_name(
    titles: list[str], short: list[str], expected: tuple[str, str]
) -> None:
    record = found_record(article(**{"container-title": titles, "short-container-title": short}))
    assert (record.container_title, record.container_title_short) == expected


@pytest.mark.parametrize(
    ("changes", "type_", "genre"),
    [
        ({"type": "posted-content", "subtype": "preprint"}, "article", "preprint"),
        ({"type": "posted-content"}, "article", "preprint"),
        ({"type": "posted-content", "subtype": "other"}, "article", ""),
        ({"type": "posted-content", "subtype": "blog"}, "post-weblog", ""),
        ({"type": "posted-content", "subtype": "working_paper"}, "report", "working paper"),
        ({"type": "posted-content", "subtype": "report"}, "report", ""),
        ({"type": "posted-content", "subtype": "dissertation"}, "thesis", ""),
        ({"type": "dissertation", "degree": ["PhD Thesis"]}, "thesis", "PhD Thesis"),
        ({"type": "book-chapter"}, "chapter", ""),
        ({"type": "monograph"}, "book", ""),
        ({"type": "peer-review"}, "review", ""),
        ({"type": "something-new"}, "document", ""),
        ({"type": None}, "document", ""),
        ({"type": ["book"]}, "document", ""),
    ],
)
def test_the_type_follows_from_what_the_service_says(changes: dict[str, Any], type_: str, genre: str) -> None:
    record = found_record(article(**changes))
    assert (record.type, record.genre) == (type_, genre)


def related(work: dict[str, Any]) -> list[tuple[str, str]]:
    answer = CROSSREF.parse([single(work)], [DOI])[DOI]
    assert isinstance(answer, Found), answer
    return [(other.kind, str(other.identifier)) for other in answer.related]


def target(id_: str, kind: str = "doi") -> dict[str, str]:
    return {"id-type": kind, "id": id_, "asserted-by": "subject"}


def test_a_preprint_has_its_archive_and_only_its_own_identifier() -> None:
    changes = {"type": "posted-content", "container-title": [], "institution": [{"name": "InventRxiv"}],
               "group-title": "Inventing", "posted": parts(2023, 5, 4), "ISSN": None,
               "relation": {"is-preprint-of": [target("10.5555/PUBLISHED")]}}  # fmt: skip
    record = found_record(article(**changes))
    assert (record.container_title, str(record.issued)) == ("InventRxiv", "2023-05-04")
    assert [str(identifier) for identifier in record.identifiers] == ["doi:10.5555/abc"]


@pytest.mark.parametrize(
    ("changes", "container"),
    [
        ({"DOI": "10.2139/ssrn.1", "group-title": "SSRN"}, "SSRN"),
        ({"DOI": "10.31234/osf.io/abc12", "group-title": "Open Science Framework"}, "PsyArXiv"),
        ({"DOI": "10.1101/2020.01.02.20123456", "institution": [{"name": "medRxiv"}]}, "medRxiv"),
        ({"DOI": "10.5555/1", "institution": [{"name": "bioRxiv"}], "group-title": "Genomics"}, "bioRxiv"),
        ({"DOI": "10.5555/1", "group-title": "Clouds"}, ""),
        ({"DOI": "10.2139/ssrn.1", "type": "journal-article", "container-title": ["SSRN Electronic Journal"]}, "SSRN"),
    ],
)
def test_a_preprint_is_in_the_archive_of_its_doi(changes: dict[str, Any], container: str) -> None:
    work = article(**{"type": "posted-content", "container-title": [], **changes})
    identifier = parse_identifier(work["DOI"])
    answer = CROSSREF.parse([single(work)], [identifier])[identifier]
    assert isinstance(answer, Found)
    record = answer.record
    assert (record.type, record.genre, record.container_title) == ("article", "preprint", container)
    assert record.identifiers == (identifier,)  # without the ISSN that an archive may have


def test_a_blog_post_has_the_name_of_its_blog() -> None:
    blog = {"type": "posted-content", "subtype": "blog", "container-title": [], "group-title": "Inventing",
            "institution": [{"name": "A Host"}]}  # fmt: skip
    assert found_record(article(**blog)).container_title == "Inventing"
    assert found_record(article(**{**blog, "subtype": "other"})).container_title == "Inventing"


@pytest.mark.parametrize(
    ("relation", "kind"),
    [
        ("is-preprint-of", "published-as"),
        ("is-manuscript-of", "published-as"),
        ("has-preprint", "preprint"),
        ("has-manuscript", "same-work"),
        ("is-version-of", "version"),
        ("has-version", "version"),
        ("replaces", "version"),
        ("is-replaced-by", "version"),
        ("is-translation-of", "translation"),
        ("has-translation", "translation"),
        ("is-identical-to", "same-work"),
        ("is-variant-form-of", "same-work"),
    ],
)
def test_a_relation_leads_to_another_publication_of_the_work(relation: str, kind: str) -> None:
    work = article(
        relation={relation: [target("10.5555/Other"), target("2402.01234", "arxiv"), target("10.5555/other")]}
    )
    assert related(work) == [(kind, "doi:10.5555/other"), (kind, "arxiv:2402.01234")]
    assert [str(identifier) for identifier in found_record(work).identifiers] == [
        "doi:10.5555/abc", "issn:0027-8424", "issn:1091-6490",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "relation",
    ["is-review-of", "has-review", "is-supplement-to", "is-supplemented-by", "is-part-of", "has-part", "is-comment-on",
     "is-reply-to", "is-derived-from", "is-continued-by", "is-component-of", "references", "something-new"],
)  # fmt: skip
def test_a_relation_to_another_work_is_left_out(relation: str) -> None:
    assert related(article(relation={relation: [target("10.5555/other")]})) == []


def test_a_relation_to_itself_or_to_no_publication_is_left_out() -> None:
    targets = [target("10.5555/abc"), target("0027-8424", "issn"), target("https://x.example", "uri"), None, {}, "x"]
    assert related(article(relation={"is-version-of": targets})) == []


@pytest.mark.parametrize(
    ("changes", "issued"),
    [
        ({"published-print": parts(2024)}, "2024"),
        ({"published-print": parts(None)}, "2023-12-30"),
        ({"published-print": {"date-parts": [[]]}, "published-online": None}, "2023-12-30"),
        ({"published-print": parts(2024, 13)}, "2023-12-30"),
        ({"published-print": parts(2024, 21)}, "2024-21"),
        ({"published-print": None, "published-online": parts(2024, 1, 9)}, "2023-12-30"),
        ({"published-print": "2024", "published-online": 5, "issued": parts(2022, 1)}, "2024"),
        ({"published-print": None, "published-online": None, "issued": parts(None)}, "None"),
        ({"published-print": None, "published-online": None, "issued": parts(0)}, "None"),
        ({"type": "dissertation", "approved": parts(2020, 5, 25), "issued": parts(None)}, "2020-05-25"),
    ],
)
def test_a_date_is_as_precise_as_given_and_created_is_not_used(changes: dict[str, Any], issued: str) -> None:
    assert str(found_record(article(**changes)).issued) == issued


@pytest.mark.parametrize(
    ("title", "subtitle", "expected"),
    [
        ("Gates", "Routing for All", "Gates: Routing for All"),
        ("Gates?", "Routing for All", "Gates? Routing for All"),
        ("Gates: Routing for All", "Routing for all", "Gates: Routing for All"),
        ("Gates", "", "Gates"),
        # Numbers, names of sections and titles shortened for the page header are registered as subtitles, too.
        ("Gates", "4abc", "Gates"),
        ("Gates", "(12345-001)", "Gates"),
        ("Gates", "LETTER TO THE EDITOR", "Gates"),
        ("Routing of warm gates: a review", "Routing warm gates", "Routing of warm gates: a review"),
        ("Warm gates in cold systems", "COLD GATES WITH OTHERS", "Warm gates in cold systems"),
        ("Warm gates in cold systems", "Warm systems", "Warm gates in cold systems"),
        ("Warm gates", "Gates of cold systems", "Warm gates: Gates of cold systems"),
        ("Routing: a review", "Of Warm and of Cold Gates", "Routing: a review: Of Warm and of Cold Gates"),
    ],
)
def test_a_subtitle_is_part_of_the_title(title: str, subtitle: str, expected: str) -> None:
    assert found_record(article(title=[title, "Tore"], subtitle=[subtitle])).title == expected


def test_a_work_without_a_title_has_its_original_title() -> None:
    assert found_record(article(**{"title": [""], "original-title": ["Tore"]})).title == "Tore"
    assert found_record(article(**{"original-title": ["ENGLISH"]})).title == "Invented <i>Things</i>"


def update(kind: str, doi: str = "10.5555/notice", **changes: Any) -> dict[str, Any]:
    return {"type": kind, "DOI": doi, "source": "publisher", "updated": parts(2025, 5, 4), **changes}


@pytest.mark.parametrize(
    ("updates", "kind"),
    [
        ([update("correction")], "corrected"),
        ([update("correction"), update("retraction"), update("erratum")], "retracted"),
        ([update("withdrawal", source="retraction-watch")], "withdrawn"),
        ([update("Partial-Retraction")], "corrected"),
        ([update("new_version"), update("expression_of_concern"), update("addendum")], None),
        ([update("retraction", "10.5555/ABC")], None),  # of the notice itself
        ([update("new_version", "10.5555/ABC", source="retraction-watch")], None),
        ([None, 5, {}, update("retraction", "none")], None),
        ("retraction", None),
    ],
)
def test_a_notice_gives_the_status_of_a_work(updates: object, kind: str | None) -> None:
    status = found_record(article(**{"updated-by": updates})).status
    assert (status and status.kind) == kind
    if status:
        assert (str(status.date), status.source) == ("2025-05-04", "https://doi.org/10.5555/notice")


def test_a_work_may_be_retracted_on_its_own_page() -> None:
    own = {"updated-by": [update("retraction", "10.5555/abc", source="retraction-watch")]}
    status = found_record(article(**own)).status
    assert status
    assert (status.kind, status.source) == ("retracted", "https://doi.org/10.5555/abc")
    assert found_record(article(title=["Retraction note: Invented Things"], **own)).status is None


@pytest.mark.parametrize("kind", ["retraction", "correction", "expression_of_concern", "addendum", "something_new"])
def test_a_notice_is_about_another_work_and_not_retracted_itself(kind: str) -> None:
    notice = article(title=["Retracted: Invented Things"], **{"update-to": [update(kind, "10.5555/x")]})
    record = found_record(notice)
    assert (record.status, record.title) == (None, "Retracted: Invented Things")
    assert related(notice) == [("notice-of", "doi:10.5555/x")]


def test_a_notice_may_be_by_the_journal_itself() -> None:
    author = [{"given": "Journal of", "family": "Invented Things"}]
    record = found_record(article(title=["Retracted: Invented Things"], author=author))
    assert (record.title, record.status) == ("Retracted: Invented Things", None)


@pytest.mark.parametrize("updates", [[update("new_version", "10.5555/x")], [update("correction", "10.5555/abc")],
                                     [None, 5, {}, update("retraction", "none")], "retraction"])  # fmt: skip
def test_a_new_text_is_no_notice(updates: object) -> None:
    work = article(title=["Retracted: Invented Things"], **{"update-to": updates})
    record = found_record(work)
    assert (record.status, record.title) == (Status(kind="retracted", source="crossref"), "Invented Things")
    assert related(work) == []


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("RETRACTED ARTICLE: Invented Things", "retracted"),
        ("Retracted Article: Invented Things", "retracted"),
        ("[Retracted] Invented Things", "retracted"),
        ("[RETRACTED ARTICLE]: Invented Things", "retracted"),
        ("retracted: Invented Things", "retracted"),
        ("Withdrawn: Invented Things", "withdrawn"),
        ("REMOVED: Invented Things", "withdrawn"),
        ("<b>RETRACTED:</b> Invented Things", "retracted"),
        ("WITHDRAWN\u2014Invented Things", "withdrawn"),
        ("\u3010Retracted\u3011Invented Things", "retracted"),
        ("Invented Things (Retracted article. See vol. 6, p. 1, 2025)", "retracted"),
        ("Invented Things [WITHDRAWN]", "withdrawn"),
        ("RETRACTED ARTICLE Invented Things", "retracted"),
        ("RETRACTED-Invented Things", "retracted"),
        ("Invented Things: RETRACTED", "retracted"),
    ],
)
def test_a_title_may_give_the_status(title: str, kind: Any) -> None:
    record = found_record(article(title=[title]))
    assert (record.title, record.status) == ("Invented Things", Status(kind=kind, source="crossref"))


def test_a_title_may_give_the_status_without_a_journal() -> None:
    record = found_record(article(title=["RETRACTED: Invented Things"], **{"container-title": []}))
    assert (record.title, record.status) == ("Invented Things", Status(kind="retracted", source="crossref"))


@pytest.mark.parametrize("title", ["Retracted Things", "Retraction: Invented Things", "Withdrawn or Not",
                                   "Notice of Retraction: Invented Things", "Removed: Invented Things"])  # fmt: skip
def test_another_title_gives_no_status(title: str) -> None:
    record = found_record(article(title=[title]))
    assert (record.title, record.status) == (title, None)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"family": "Doe1,2", "given": "Jane"}, ["Doe, Jane"]),
        ({"family": "Doe*", "given": "Prof. Dr. Jane"}, ["Doe, Jane"]),
        ({"family": "Doe, PhD", "given": "Jane"}, ["Doe, Jane"]),
        ({"family": "Doe", "given": "Jane", "suffix": "Ph.D."}, ["Doe, Jane"]),
        ({"family": "Doe, Jr.", "given": "John"}, ["Doe, Jr., John"]),
        ({"family": "Doe II", "given": "John"}, ["Doe, II, John"]),
        ({"family": "Jane Doe"}, ["Doe, Jane"]),
        ({"given": "Jane Doe"}, ["Doe, Jane"]),
        ({"family": "J. A.", "given": "Doe"}, ["Doe, J. A."]),
        ({"family": "T.J.C."}, ["T.J.C."]),
        ({"family": "The Gate"}, ["{The Gate}"]),
        ({"family": "Warm Gates Society Day participants"}, ["{Warm Gates Society Day participants}"]),
        ({"family": "Doe; Jan Berg; Cho, Ada", "given": "Jane"}, ["Doe, Jane", "Berg, Jan", "Cho, Ada"]),
        ({"family": "Doe and Jan Berg", "given": "Jane"}, ["Doe, Jane", "Berg, Jan"]),
        ({"family": "Doe, J., Berg, J. A."}, ["Doe, J.", "Berg, J. A."]),
        ({"family": "Doe J, Berg JA"}, ["Doe, J.", "Berg, J. A."]),
        ({"family": "Berg Lund, M.A."}, ["Berg Lund, M.A."]),
        ({"family": "Jane Doe, Jan Berg et al."}, ["Doe, Jane", "Berg, Jan", "others"]),
        ({"family": "Doe and 12 others", "given": "Jane"}, ["Doe, Jane", "others"]),
        ({"family": "Doe, J. and Berg", "given": "J."}, ["Doe, J.", "Berg, J."]),
        ({"family": "Doe", "given": "J. and Berg, J."}, ["Doe, J.", "Berg, J."]),
        ({"family": "Doe", "given": "Jane and Jan"}, ["{Jane and Jan Doe}"]),
        ({"family": "Doe & Berg"}, ["{Doe & Berg}"]),
        ({"name": "Jane Doe, Jan Berg and Ada Cho"}, ["Doe, Jane", "Berg, Jan", "Cho, Ada"]),
        ({"name": "Jane Doe et al."}, ["Doe, Jane", "others"]),
        ({"name": "World Gates Organization; GATE"}, ["{World Gates Organization}", "{GATE}"]),
        ({"name": "Gates Works and Berg Doors"}, ["{Gates Works and Berg Doors}"]),
        ({"name": "\u738b\u5c0f\u660e\u3001\u674e\u56db"}, ["\u738b\u5c0f\u660e", "\u674e\u56db"]),
        ({"family": "Yu", "given": "Xiong (Bill)"}, ["Yu, Xiong (Bill)"]),
        ({"family": "Uddin", "given": "Md. Abu"}, ["Uddin, Md. Abu"]),
        ({"family": "of Invented Things", "given": "Journal"}, ["{Journal of Invented Things}"]),
        ({"family": "Anonymous"}, []),
        ({}, []),
    ],
)
def test_each_form_of_a_name(author: dict[str, str], names: list[str]) -> None:
    assert found_record(article(author=[author])).author.texts() == names


@pytest.mark.parametrize(
    "others",
    [{"family": "[and 25 others]"}, {"family": "..."}, {"family": "al", "given": "et"}, {"family": "\u7b49"},
     {"name": "\u0438 \u0434\u0440."}],
)  # fmt: skip
def test_others_make_a_list_incomplete_wherever_they_are_in_it(others: dict[str, str]) -> None:
    people = [{"family": "Doe", "given": "Jane"}, {"family": "Berg", "given": "Jan"}]
    for authors in ([*people, others], [people[0], others, people[1]]):
        assert found_record(article(author=authors)).author.texts() == ["Doe, Jane", "Berg, Jan", "others"]


def test_a_person_without_a_name_or_an_address_is_no_author() -> None:
    authors = [
        {"affiliation": []},
        {"family": "Berg", "given": "Jan"},
        {"name": "School of Gates, Gates College, Oslo"},
    ]
    assert [str(name) for name in found_record(article(author=authors)).author] == ["Berg, Jan"]


@pytest.mark.parametrize("changes", [{"title": []}, {"title": [""]}, {"title": None}, {"title": {}},
                                     {"author": [None]}, {"author": "Jan Berg"}, {"author": [{"name": "; A, B, C, D"}]},
                                     {"author": [{"family": "A, B, C, D"}]}])  # fmt: skip
def test_a_work_without_a_title_or_with_an_invalid_name_is_unavailable(changes: dict[str, Any]) -> None:
    assert outcome(CROSSREF, [single(article(**changes))], DOI) == "unavailable"


@pytest.mark.parametrize("changes", [{"author": None}, {"author": []}, {"editor": [{}]}, {"ISBN": "x"},
                                     {"ISSN": [5]}, {"relation": []}, {"event": "x"}, {"abstract": 5}])  # fmt: skip
def test_other_invalid_or_missing_fields_are_left_out(changes: dict[str, Any]) -> None:
    assert found_record(article(**changes)).title == "Invented <i>Things</i>"


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (NOT_FOUND, "absent"),
        (NOT_FOUND._replace(content_type="application/json"), "absent"),
        (respond("Not found", kind="text/plain", status=404), "unavailable"),
        (respond("<html>404</html>", kind="text/html", status=404), "unavailable"),
        (respond("Resource not found.", kind="text/plain"), "unavailable"),
        (respond("<html>Just a moment...</html>", kind="text/html"), "unavailable"),
        (
            respond({"status": "failed", "message-type": "validation-failure", "message": []}, status=400),
            "unavailable",
        ),
        (respond("", status=429), "unavailable"),
        (respond("", status=503), "unavailable"),
        (respond(single(article()).body[:-9]), "unavailable"),
        (respond({"status": "ok", "message-type": "work-agency", "message": {"DOI": "10.5555/abc"}}), "unavailable"),
        (single({}), "unavailable"),
        (single(article(DOI="10.5555/other")), "unavailable"),
        (single(article(DOI="10.5555/other", aliases=["10.5555/abc"])), "found"),
        (many(), "unavailable"),
    ],
)
def test_only_the_documented_404_is_absent(response: Response, expected: str) -> None:
    assert outcome(CROSSREF, [response], DOI) == expected


def test_a_related_work_is_unavailable() -> None:
    relation = {"is-preprint-of": [{"id-type": "doi", "id": "10.5555/abc"}]}
    assert outcome(CROSSREF, [single(article(DOI="10.5555/other", relation=relation))], DOI) == "unavailable"


def listed(response: Response, *rest: Response, queried: tuple[Identifier, ...] = (DOI, OTHER)) -> list[type[Answer]]:
    answers = CROSSREF.parse([response, *rest], queried)
    return [type(answers[identifier]) for identifier in queried]


def test_a_work_missing_from_a_complete_list_is_absent() -> None:
    assert listed(many(article())) == [Found, Absent]
    assert listed(many(article(DOI="10.5555/OTHER"), article())) == [Found, Found]
    assert listed(many()) == [Absent, Absent]


@pytest.mark.parametrize("response", [many(article(), total=2), many(article(), article(DOI="10.5555/x")),
                                      many(article(), {}), many(article(), article())])  # fmt: skip
def test_a_work_missing_from_an_incomplete_list_is_unavailable(response: Response) -> None:
    assert listed(response) == [Found, Unavailable]


@pytest.mark.parametrize("response", [single(article()), NOT_FOUND, many(None), many(total="2"), respond([])])
def test_a_list_in_an_unknown_form_is_an_error(response: Response) -> None:
    with pytest.raises(SourceError):
        listed(response)


def test_a_doi_with_a_comma_is_requested_alone() -> None:
    http = FakeHttp(many(article()), NOT_FOUND, mailto="me@example.org")
    queried = (DOI, WITH_COMMA, OTHER)
    responses = CROSSREF.load(http, queried)
    assert http.urls == ["https://api.crossref.org/works", "https://api.crossref.org/works/10.5555%2Fa%2Cb"]
    assert http.params == [
        {"filter": "doi:10.5555/abc,doi:10.5555/other", "rows": "2", "mailto": "me@example.org"},
        {"mailto": "me@example.org"},
    ]
    assert listed(*responses, queried=queried) == [Found, Absent, Absent]


def test_one_doi_is_requested_by_its_url() -> None:
    http = FakeHttp(single(article()))
    CROSSREF.load(http, [DOI])
    assert (http.urls, http.params) == (["https://api.crossref.org/works/10.5555%2Fabc"], [{}])


def test_people_are_searched_by_their_names_and_subject() -> None:
    assert CROSSREF.search_people
    http = FakeHttp(many())
    record = Record(id="a", type="article", title="<i>Warm</i> Experts", author=["Arden, Mia", "Brook, T."])
    CROSSREF.search_people(http, record)
    (params,) = http.params
    assert [params[name] for name in ("query.author", "query.bibliographic", "rows")] == [
        "Mia Arden T. Brook",
        "Warm Experts",
        "20",
    ]


def test_a_title_is_searched_as_a_bibliographic_reference() -> None:
    assert CROSSREF.search
    assert CROSSREF.candidates
    http = FakeHttp(many(article(), article(title=[]), article(DOI=None), {}, total=5466))
    responses = CROSSREF.search(http, "Invented Things")
    (params,) = http.params
    assert (params["query.bibliographic"], params["rows"]) == ("Invented Things", "3")
    assert [found.record for found in CROSSREF.candidates(responses)] == [found_record(article())]


# The names that Crossref lists when it rejects another one.
SELECTABLE = (
    "abstract URL resource member posted score created degree update-policy short-title license ISSN container-title "
    "issued update-to issue prefix approved indexed article-number clinical-trial-number accepted author group-title "
    "DOI is-referenced-by-count updated-by event chair standards-body original-title funder translator published "
    "archive published-print alternative-id subject subtitle published-online publisher-location content-domain "
    "reference title link type publisher volume references-count ISBN issn-type assertion deposited page "
    "content-created short-container-title relation editor"
)
UNSELECTABLE = {"aliases", "edition-number", "institution", "language", "report-number", "subtype"}


def test_results_of_a_search_have_all_fields_that_are_read_and_can_be_selected() -> None:
    assert CROSSREF.search
    assert CROSSREF.candidates
    http = FakeHttp(respond({}))
    CROSSREF.search(http, "Invented Things")
    selected = set(http.params[0]["select"].split(","))
    assert selected <= {*SELECTABLE.split()}
    for work in recorded_works():
        cut = {name: work[name] for name in work.keys() & (selected | UNSELECTABLE)}
        assert CROSSREF.candidates([many(cut)]) == CROSSREF.candidates([many(work)]), work["DOI"]


def test_a_result_of_a_search_has_no_value_that_the_whole_work_does_not_have() -> None:
    """The whole work is requested next, and the values of both are taken together."""
    assert CROSSREF.candidates
    selected = {*SELECTABLE.split()}
    for work in recorded_works():
        for found in CROSSREF.candidates([many({name: work[name] for name in work.keys() & selected})]):
            whole = CROSSREF.parse([single(work)], [found.record.identifiers[0]])[found.record.identifiers[0]]
            assert isinstance(whole, Found)
            kinds = {"type": "document", "genre": ""} if found.record.type == "document" else {}
            values = {**whole.record.to_dict(), **kinds, **found.record.to_dict()}
            assert values == {**whole.record.to_dict(), **kinds}, work["DOI"]


def recorded_works() -> list[dict[str, Any]]:
    """Every third work, as each of a thousand would take long."""
    folders = [shared(name) for name in ("answers/crossref", "answers2/crossref", "answers2/crossref_list")]
    works = [work for folder in folders for path in folder.iterdir() for work in works_in(path.read_bytes())]
    assert len(works) > 500
    return works[::3]


def works_in(body: bytes) -> list[dict[str, Any]]:
    """The works in a recorded response, if it has any."""
    try:
        message = json.loads(body)["message"]
    except (ValueError, KeyError, TypeError):
        return []
    works = message.get("items", [message]) if isinstance(message, dict) else []
    return [work for work in works if isinstance(work, dict) and "DOI" in work]


# File -> the DOI it is queried for, the type of the answer. Some files are responses to other queries.
NONE = "10.5555/none"
RECORDED = {
    "MADE_truncated.json": ("10.1038/s42256-024-00832-8", "unavailable"),
    "agency.json": ("10.1126/science.169.3946.635", "unavailable"),
    "agency_404.txt": (NONE, "absent"),
    "c_archived_1943.json": ("10.5694/j.1326-5377.1943.tb44329.x", "found"),
    "c_blog_orgs.json": (NONE, "unavailable"),
    "c_book.json": ("10.1017/9781108348843", "found"),
    "c_book_chapter.json": ("10.1007/978-3-662-46370-3_13", "found"),
    "c_component.json": ("10.1371/journal.pmed.0030277.g001", "unavailable"),  # a figure, without a valid title
    "c_dataset_pdb.json": ("10.2210/pdb4hhb/pdb", "found"),
    "c_dissertation.json": ("10.14264/uql.2020.791", "found"),
    "c_iccv2007.json": ("10.1109/iccv.2007.4408927", "found"),
    "c_list_prefix.json": (NONE, "unavailable"),
    "c_multiple_titles_german.json": ("10.1007/s00120-007-1345-2", "found"),
    "c_no_doi_date.json": (NONE, "unavailable"),
    "c_peer_review.json": ("10.7554/elife.55167.sa2", "found"),
    "c_posted_content.json": ("10.1101/2020.12.01.406702", "found"),
    "c_proceedings_article_acm.json": ("10.1145/3448016.3452841", "found"),
    "citoid_crossRef.json": ("10.1130/g38665.1", "unavailable"),  # without the envelope
    "cursor_404.json": (NONE, "unavailable"),
    "filter_400.json": (NONE, "unavailable"),
    "hep_2018.3804742.json": ("10.1155/2018/3804742", "found"),
    "hep_9781316535783.011.json": ("10.1017/9781316535783.011", "found"),
    "hep_PhysRevB.33.3547.2.json": ("10.1103/physrevb.33.3547.2", "found"),
    "hep_s1463-4988_99_00060-3.json": ("10.1016/s1463-4988(99)00060-3", "found"),
    "hep_sample_crossref_record.json": ("10.1103/physrevd.93.016005", "found"),
    "hep_sample_crossref_record_with_unknown_type.json": ("10.1103/physrevd.93.016005", "found"),
    "hep_tasc.2017.2776938.json": ("10.1109/tasc.2017.2776938", "found"),
    "query_empty.json": (NONE, "unavailable"),
    "query_flag_junk.json": (NONE, "unavailable"),
    "query_retraction.json": (NONE, "unavailable"),
    "query_select_doi_title.json": (NONE, "unavailable"),
    "query_title_attention.json": (NONE, "unavailable"),
    "r_cursor_500.json": (NONE, "unavailable"),
    "r_gateway_504.html": (NONE, "unavailable"),
    "r_sample_400.json": (NONE, "unavailable"),
    "r_works_404.txt": (NONE, "absent"),
    "r_works_component_isrctn.json": ("10.1186/isrctn11093872", "found"),
    "r_works_journal_doi.json": ("10.1007/10452.1573-5125", "found"),
    "r_works_math_crelle.json": ("10.1515/crelle-2013-0024", "found"),
    "r_works_missing_author_chapter.json": ("10.4018/978-1-4666-9588-7.les2", "found"),
    "r_works_review_peerj.json": ("10.7287/peerj.3819v0.1/reviews/2", "found"),
    "rows_400.json": (NONE, "unavailable"),
    "transform_bibtex.bib": (NONE, "unavailable"),
    "transform_bibtex_404.txt": (NONE, "absent"),
    "unixsd_author_literal.xml": (NONE, "unavailable"),
    "unixsd_empty_given_name.xml": (NONE, "unavailable"),
    "unixsd_invalid_date.xml": (NONE, "unavailable"),
    "unixsd_jalc.xml": (NONE, "unavailable"),
    "unixsd_markup.xml": (NONE, "unavailable"),
    "unixsd_org_author.xml": (NONE, "unavailable"),
    "works_400_param_not_allowed.json": (NONE, "unavailable"),
    "works_404.txt": (NONE, "absent"),
    "works_arxiv_doi_404.txt": (NONE, "absent"),
    "works_case_report_no_author.json": ("10.1007/s40278-023-41815-2", "found"),
    "works_chemcrow.json": ("10.1038/s42256-024-00832-8", "found"),
    "works_conf_icdcsw.json": ("10.1109/icdcsw.2003.1203662", "found"),
    "works_many_ids_0.json": ("10.1016/j.neurobiolaging.2010.03.024", "found"),
    "works_pnas.json": ("10.1073/pnas.1414271111", "found"),
    "works_pre_1923.json": ("10.1146/annurev.pathol.4.110807.092311", "found"),
    "works_preprint_biorxiv.json": ("10.1101/2024.04.01.587366", "found"),
    "works_select.json": (NONE, "unavailable"),
    "works_sparse_ijo.json": ("10.3892/ijo_00000353", "found"),
}


@pytest.mark.parametrize("name", RECORDED)
def test_every_recorded_response(name: str) -> None:
    doi, expected = RECORDED[name]
    assert outcome(CROSSREF, [recorded(f"crossref/{name}")], parse_identifier(doi)) == expected
    if expected != "absent":
        assert outcome(CROSSREF, [recorded(f"crossref/{name}")], OTHER) == "unavailable"


def test_no_recorded_response_is_left_out() -> None:
    assert {path.name for path in shared("answers/crossref").iterdir()} == RECORDED.keys()


def test_the_recorded_lists() -> None:
    prefix = recorded("crossref/c_list_prefix.json")
    assert listed(prefix, queried=(parse_identifier("10.5555/1234111222"), OTHER)) == [Found, Unavailable]
    assert CROSSREF.candidates
    counts = {"c_list_prefix": 20, "query_empty": 0, "query_retraction": 1, "query_select_doi_title": 1,
              "query_title_attention": 1, "works_select": 3}  # fmt: skip
    assert {name: len(CROSSREF.candidates([recorded(f"crossref/{name}.json")])) for name in counts} == counts


def test_the_recorded_correction_is_read() -> None:
    doi = parse_identifier("10.1073/pnas.1414271111")
    answer = CROSSREF.parse([recorded("crossref/works_pnas.json")], [doi])[doi]
    assert isinstance(answer, Found)
    assert answer.record.status
    assert (answer.record.status.kind, str(answer.record.status.date)) == ("corrected", "2015-05-04")


@given(st.sampled_from([200, 200, 404, 429, 502]), broken(single(article()).body))
@examples(150)
def test_a_broken_response_is_never_absent_or_another_work(status: int, body: bytes) -> None:
    assert is_never_wrong(CROSSREF, [respond(body, status=status)], [DOI])


@given(broken(many(article(), article(DOI="10.5555/OTHER")).body))
@examples(150)
def test_a_broken_list_is_never_absent_or_another_work(body: bytes) -> None:
    assert is_never_wrong(CROSSREF, [respond(body)], [DOI, OTHER])


HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from([*sorted(article(**PROCEEDINGS)), "updated-by", "aliases", "institution"]), HOSTILE)
@examples(200)
def test_any_value_in_any_field_is_accepted(field: str, value: object) -> None:
    assert is_never_wrong(CROSSREF, [single(article(**{**PROCEEDINGS, field: value}))], [DOI])
