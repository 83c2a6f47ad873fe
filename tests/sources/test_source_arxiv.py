from __future__ import annotations

import logging
import subprocess
import sys
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import SourceError, UnexpectedAnswer
from moebib.records.answer import Absent, Answer, Found, Unavailable
from moebib.records.identifier import Identifier, parse_identifier
from moebib.records.record import Record
from moebib.sources import source
from moebib.web.response import Response
from responses import FakeHttp, broken, is_never_wrong, outcome, recorded, respond
from shared_data import shared
from strategies import examples

ARXIV = source("arxiv")
PAPER = parse_identifier("2402.01234")
OTHER = parse_identifier("2402.99999")
CONTROL = parse_identifier("1706.03762")
ATOM = "application/atom+xml"


def entry(number: str = "2402.01234v2", **changes: str) -> str:
    parts = {
        "id": f"<id>http://arxiv.org/abs/{number}</id>",
        "title": "<title>Invented Things:\n  A &lt;Study&gt;</title>",
        "updated": "<updated>2024-03-05T17:00:00Z</updated>",
        "link": f'<link href="https://arxiv.org/pdf/{number}" rel="related" type="application/pdf" title="pdf"/>',
        "summary": "<summary>We invent.\nAnd more.</summary>",
        "category": '<category term="cs.LG"/>',
        "published": "<published>2024-02-03T23:59:59Z</published>",
        "comment": "<arxiv:comment>12 pages; code at https://github.com/x/y</arxiv:comment>",
        "subject": '<arxiv:primary_category term="cs.LG"/>',
        "author": "<author><name>Jan van den Berg</name></author><author><name>Xiu-Lan Zhang</name></author>",
    }
    return f"<entry>{''.join({**parts, **changes}.values())}</entry>"


def feed(*entries: str, total: object = None) -> str:
    total_results = len(entries) if total is None else total
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\""
        ' xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">'
        f"<title>arXiv Query</title><opensearch:totalResults>{total_results}</opensearch:totalResults>"
        f"{''.join(entries)}</feed>"
    )


LAST = entry("1706.03762v7")
"""The control paper, which is requested after all others."""
ERROR = (
    "<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_x</id><title>Error</title>"
    "<summary>incorrect id format for x</summary><author><name>arXiv api core</name></author></entry>"
)


def atom(body: str | bytes, status: int = 200) -> Response:
    return respond(body, kind=ATOM, status=status)


def query(body: str, *identifiers: Identifier) -> list[Answer]:
    return list(ARXIV.parse([atom(body)], identifiers).values())


def found(entry_text: str) -> Found:
    (answer,) = query(feed(entry_text), PAPER)
    assert isinstance(answer, Found), answer
    return answer


def found_record(entry_text: str) -> Record:
    return found(entry_text).record


def test_a_preprint_is_read_with_all_fields() -> None:
    assert found_record(entry()).to_dict() == {
        "id": "new",
        "type": "article",
        "genre": "preprint",
        "title": "Invented Things: A <Study>",
        "author": ["van den Berg, Jan", "Zhang, Xiu-Lan"],
        "issued": "2024-02-03",
        "container_title": "arXiv",
        "identifiers": ["arxiv:2402.01234"],
        "abstract": "We invent.\nAnd more.",
        "extra": {"primaryclass": "cs.LG"},
    }


def test_what_authors_state_of_the_publication_is_kept_beside_the_record() -> None:
    assert found(entry()).stated == "12 pages; code at https://github.com/x/y"
    stated = {"journal": "<arxiv:journal_ref>J. Clay 3 (2024) 5</arxiv:journal_ref>", "comment": ""}
    assert found(entry(**stated)).stated == "J. Clay 3 (2024) 5"


def test_an_old_id_and_a_requested_version() -> None:
    old = parse_identifier("math.GT/0309136v1")
    (answer,) = query(feed(entry("math/0309136v1")), old)
    assert isinstance(answer, Found)
    assert str(answer.record.identifiers[0]) == "arxiv:math/0309136"


def test_a_collaboration_is_one_name_and_the_colon_after_it_is_dropped() -> None:
    names = ("DeepSeek-AI", ":", "Aixin Doe", "Qwen Team", "The Invented Collaboration", "Tom Liu Jr.")
    author = "".join(f"<author><name>{name}</name></author>" for name in names)
    assert [str(name) for name in found_record(entry(author=author)).author] == [
        "{DeepSeek-AI}", "Doe, Aixin", "{Qwen Team}", "{The Invented Collaboration}", "Liu, Jr., Tom",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"comment": "<arxiv:comment>This paper has been withdrawn by the authors</arxiv:comment>"},
        {"comment": "<arxiv:comment>Withdrawn due to an error in Lemma 2</arxiv:comment>"},
        {"comment": "<arxiv:comment>This submission was withdrawn from arXiv</arxiv:comment>"},
        {"comment": "<arxiv:comment>paper withdrawn</arxiv:comment>"},
        {"summary": "<summary>This manuscript has been temporarily\nwithdrawn.</summary>"},
    ],
)
def test_a_withdrawn_paper_is_recognised_by_words(changes: dict[str, str]) -> None:
    status = found_record(entry(**changes)).status
    assert status
    assert (status.kind, str(status.date), status.source) == ("withdrawn", "2024-03-05", PAPER.url)


@pytest.mark.parametrize(
    "changes",
    [
        {"comment": "<arxiv:comment>This paper was withdrawn from ICML and sent to JMLR</arxiv:comment>"},
        {"comment": "<arxiv:comment>Withdrawn from CVPR</arxiv:comment>"},
        {"comment": "<arxiv:comment>A note on withdrawn drugs</arxiv:comment>"},
        {"summary": "<summary>We ask why a paper is withdrawn. This paper was withdrawn, too.</summary>"},
        {"comment": ""},
    ],
)
def test_other_uses_of_withdrawn_are_ignored(changes: dict[str, str]) -> None:
    assert found_record(entry(**changes)).status is None


def test_a_paper_missing_from_a_complete_feed_is_absent() -> None:
    assert [type(answer) for answer in query(feed(entry(), LAST), OTHER, PAPER)] == [Absent, Found]
    assert [type(answer) for answer in query(feed(LAST), OTHER)] == [Absent]


@pytest.mark.parametrize("body", [feed(entry()), feed(entry(), entry("1706.037621v1")), feed(entry("1706.03762/x"))])
def test_a_feed_without_the_control_paper_proves_no_absence(body: str) -> None:
    assert isinstance(query(body, OTHER, PAPER)[0], Unavailable)


@pytest.mark.parametrize(
    "body",
    [
        feed(),
        feed(LAST, total=2),
        feed(entry("2402.00001v1"), LAST),  # the response to another query
        feed(LAST, LAST, total=2),
        feed(entry(id="<id>http://arxiv.org/abs/none</id>"), LAST),
        feed(entry(updated=""), LAST),
        feed(entry(published="<published>2024-02-30T00:00:00Z</published>"), LAST),
        feed(entry(published="<published>0001-01-01T00:00:00+14:00</published>"), LAST),
    ],
)
def test_a_paper_missing_from_an_incomplete_feed_is_unavailable(body: str) -> None:
    answer = query(body, OTHER)
    assert [type(answer) for answer in answer] == [Unavailable]


def test_an_entry_without_a_date_does_not_hide_the_others() -> None:
    answers = query(feed(entry("2402.99999v1", updated=""), entry(), LAST), OTHER, PAPER)
    assert [type(answer) for answer in answers] == [Unavailable, Found]


def test_what_the_package_skips_is_not_printed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    query(feed(entry(updated="")), PAPER)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "<title> </title>"},
        {"author": ""},
        {"author": "<author><name></name></author>"},
        {"published": ""},
        {"published": "<published>yesterday</published>"},
    ],
)
def test_an_incomplete_entry_is_unavailable(changes: dict[str, str]) -> None:
    assert [type(answer) for answer in query(feed(entry(**changes)), PAPER)] == [Unavailable]


@pytest.mark.parametrize(
    ("text", "dois"),
    [
        ("10.5555/ABC", ["doi:10.5555/abc"]),
        ("10.5555/ABC 10.5555/def\n10.5555/abc", ["doi:10.5555/abc", "doi:10.5555/def"]),
        ("https://doi.org/10.5555/abc", ["doi:10.5555/abc"]),
        ("10.18653/v1/2024.acl-long.70", ["doi:10.18653/v1/2024.acl-long.70"]),
        ("10.48550/arXiv.2402.01234", []),
        ("see the journal", []),
        ("", []),
    ],
)
def test_a_doi_in_the_feed_is_that_of_the_publication(text: str, dois: list[str]) -> None:
    """Authors write it there, and some are wrong: it says what to look up, and is no identifier of the preprint."""
    answer = found(entry(doi=f"<arxiv:doi>{text}</arxiv:doi>"))
    assert [(related.kind, str(related.identifier)) for related in answer.related] == [
        ("published-as", doi) for doi in dois
    ]
    assert answer.record.identifiers == (PAPER,)
    assert ARXIV.candidates
    assert ARXIV.candidates([atom(feed(entry(doi=f"<arxiv:doi>{text}</arxiv:doi>")))]) == [answer]


def test_a_journal_reference_is_no_field() -> None:
    """Authors write it, in any form, and it may name another publication than the DOI."""
    reference = "<arxiv:journal_ref>Journal of Things 12 (2025) 1-9</arxiv:journal_ref>"
    assert found_record(entry(reference=reference)) == found_record(entry())


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (feed(ERROR), ATOM, 400),
        (feed(ERROR), ATOM, 200),
        (feed(entry(), ERROR), ATOM, 200),
        (feed(entry()), ATOM, 400),
        (feed(entry())[:-20], ATOM, 200),
        (feed(entry(), total=""), ATOM, 200),
        (feed(entry(), total="many"), ATOM, 200),
        (feed(entry()).replace("2005/Atom", "2005/Other"), ATOM, 200),
        (feed(entry()).replace("<feed", "<!DOCTYPE feed [<!ENTITY a 'b'>]><feed"), ATOM, 200),
        ("<html><head><title>arXiv</title></head></html>", "text/html", 200),
        ("<html><head><title>arXiv</title></head></html>", ATOM, 200),
        ("Rate exceeded.", "text/plain", 429),
        ("<html><title>503</title></html>", "text/html", 503),
        ("", ATOM, 200),
        ("", "", 200),
    ],
)
def test_an_invalid_feed_is_an_error_for_all(body: str, kind: str, status: int) -> None:
    with pytest.raises(SourceError):
        ARXIV.parse([respond(body, kind=kind, status=status)], [PAPER, OTHER])


def test_the_error_of_arxiv_is_in_the_message() -> None:
    with pytest.raises(UnexpectedAnswer, match="incorrect id format for x"):
        ARXIV.parse([atom(feed(ERROR), 400)], [PAPER])


def requested(http: FakeHttp) -> dict[str, str]:
    """The parameters of the only request, which is for the API."""
    (url,) = http.urls
    assert url.startswith("https://export.arxiv.org/api/query?")
    return dict(parse_qsl(urlsplit(url).query))


def test_papers_are_requested_together_and_the_control_paper_last() -> None:
    http = FakeHttp(atom(feed()))
    ARXIV.load(http, [PAPER, parse_identifier("2402.00001v3"), parse_identifier("hep-th/9901001")])
    parameters = requested(http)
    assert parameters["id_list"] == "2402.01234,2402.00001v3,hep-th/9901001,1706.03762"
    assert parameters["max_results"] == "4"


@pytest.mark.parametrize("control", ["1706.03762", "1706.03762v2"])
def test_the_control_paper_is_requested_once_and_last(control: str) -> None:
    http = FakeHttp(atom(feed()))
    ARXIV.load(http, [parse_identifier(control), PAPER])
    parameters = requested(http)
    assert (parameters["id_list"], parameters["max_results"]) == (f"2402.01234,{control}", "2")


@pytest.mark.parametrize("status", [200, 400, 429, 503])
def test_a_response_is_requested_once_whatever_it_is(status: int) -> None:
    """The package would try again, or go on with the next page."""
    response = atom(feed(entry(), total=5000), status)
    assert ARXIV.load(FakeHttp(response), [PAPER]) == [response]
    assert ARXIV.search
    assert ARXIV.search(FakeHttp(response), "Invented Things") == [response]


def test_a_title_is_searched_by_its_words() -> None:
    assert ARXIV.search
    assert ARXIV.candidates
    http = FakeHttp(atom(feed(entry(), entry("2402.00002v1", title=""), total=31)))
    responses = ARXIV.search(http, 'Invented "Things": (a) Study')
    parameters = requested(http)
    assert (parameters["search_query"], parameters["max_results"]) == ('ti:"Invented Things a Study"', "5")
    assert [found.record for found in ARXIV.candidates(responses)] == [found_record(entry())]


@pytest.mark.parametrize("body", [feed(total=31), feed(entry(updated=""))])
def test_a_search_with_results_that_cannot_be_read_is_an_error(body: str) -> None:
    assert ARXIV.candidates
    with pytest.raises(UnexpectedAnswer):
        ARXIV.candidates([atom(body)])


def test_the_package_is_imported_for_a_query_only() -> None:
    """It takes a tenth of a second, and reading a list needs none of it."""
    code = "import sys, moebib.sources as s; moebib.load; s.limits(); sys.exit('arxiv' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", f"import moebib; {code}"], check=False).returncode == 0


RECORDED = [
    ("MADE_truncated", "1706.03762", "unavailable"),
    ("id_0000.0000_s0_m100", "1706.03762", "unavailable"),
    ("id_0808.05394_1707.08567_s0_m100", "1707.08567", "found"),
    ("id_0808.05394_1707.08567_s0_m100", "0808.0539", "unavailable"),
    ("id_0808.05394_s0_m100", "1706.03762", "unavailable"),
    ("id_1605.08386_s0_m100", "1605.08386", "found"),
    ("id_1605.08386_s0_m100", "1605.08387", "unavailable"),
    ("id_1707.08567_s0_m100", "1707.08567", "found"),
    ("id_2104.12255v1_s0_m100", "2104.12255v1", "found"),
    ("id_abc_s0_m100", "1706.03762", "unavailable"),
    ("id_astro-ph_0601001_s0_m100", "astro-ph/0601001", "found"),
    ("id_quant-ph_0201082v1_s0_m100", "quant-ph/0201082v1", "found"),
    ("q_testing_s0_m10", "1706.03762", "unavailable"),
    ("q_testing_s0_m100", "1706.03762", "unavailable"),
    ("q_testing_s10_m10", "1706.03762", "unavailable"),
]
OAI = [
    *(f"ads_arxiv_{number}" for number in ("0901_2443", "1711_04702", "1711_05739", "math_0306266", "multi_20230125")),
    *("hep_listrecords", "hep_physics_hep-th", "sickle_ListIdentifiers2", "sickle_ListRecords2"),
    *(f"hep_record{number}" for number in range(11)),
]


@pytest.mark.parametrize(("name", "identifier", "expected"), RECORDED)
def test_every_recorded_feed_gives_its_answer(name: str, identifier: str, expected: str) -> None:
    assert outcome(ARXIV, [recorded(f"arxiv/{name}.atom.xml")], parse_identifier(identifier)) == expected


@pytest.mark.parametrize("name", OAI)
def test_the_responses_of_another_interface_are_not_feeds(name: str) -> None:
    with pytest.raises(UnexpectedAnswer):
        ARXIV.parse([recorded(f"arxiv_oai/{name}.xml")], [PAPER])


def test_no_recorded_response_is_left_out() -> None:
    names = {path.name for folder in ("arxiv", "arxiv_oai") for path in shared(f"answers/{folder}").iterdir()}
    assert names == {f"{name}.atom.xml" for name, *_ in RECORDED} | {f"{name}.xml" for name in OAI}


@given(st.sampled_from([200, 200, 400, 429, 503]), broken(feed(entry(), LAST).encode()))
@examples(150)
def test_a_broken_feed_is_never_absent_or_another_work(status: int, body: bytes) -> None:
    assert is_never_wrong(ARXIV, [atom(body, status)], [PAPER])
