from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.records.answer import Absent, Found
from moebib.records.identifier import parse_identifier
from moebib.records.record import Record
from moebib.sources import source
from moebib.sources.acl import venue
from moebib.web.response import Response
from responses import FakeHttp, broken, is_never_wrong, outcome, recorded, respond
from shared_data import shared
from strategies import examples

ACL = source("acl")
KEY = parse_identifier("2024.acl-long.7")

PAPER = """@inproceedings{berg-etal-2024-inventmoe,
    title = "{I}nvent{M}o{E}: Routing for {D}anish-{E}nglish {T}hings with $k$ Experts",
    author = "van den Berg, Jan  and
      L{\\'o}pez, Mar{\\'\\i}a  and
      Sukarno",
    editor = "Editor, Ed",
    booktitle = "Proceedings of the 99th Annual Meeting of the {A}ssociation for Things (Volume 1)",
    month = aug,
    year = "2024",
    address = "Some Town, Some Country",
    publisher = "Association for Things",
    url = "https://aclanthology.org/2024.acl-long.7/",
    doi = "10.18653/v1/2024.acl-long.7",
    pages = "101--112",
    abstract = "We invent {\\%} things."
}
"""
ARTICLE = """@article{berg-1989-parsing,
    title = "Parsing Invented Things",
    author = "Berg, Jan",
    journal = "Computational Inventions",
    volume = "15",
    number = "1",
    year = "1989",
    url = "https://www.aclweb.org/anthology/J89-1001",
    pages = "1--18"
}
"""
MISSING = "<title>404 Not Found</title><b>ACL Anthology</b><h4>The page you were looking for doesn&rsquo;t exist.</h4>"


def bib(text: str) -> Response:
    return respond(text, kind="text/x-bibtex", url="https://aclanthology.org/x.bib")


def found_record(text: str, identifier: str) -> Record:
    queried = parse_identifier(identifier)
    answer = ACL.parse([bib(text)], [queried])[queried]
    assert isinstance(answer, Found), answer
    return answer.record


def test_a_paper_is_read_with_all_fields() -> None:
    assert found_record(PAPER, "2024.acl-long.7").to_dict() == {
        "id": "new",
        "type": "paper-conference",
        "title": "InventMoE: Routing for {Danish}-{English} {Things} with $k$ Experts",
        "author": ["van den Berg, Jan", "López, María", "Sukarno"],
        "editor": ["Editor, Ed"],
        "issued": "2024-08",
        "container_title": "Proceedings of the 99th Annual Meeting of the Association for Things (Volume 1)",
        "container_title_short": "ACL",
        "publisher": "Association for Things",
        "publisher_place": "Some Town, Some Country",
        "page": "101-112",
        "identifiers": ["doi:10.18653/v1/2024.acl-long.7", "acl:2024.acl-long.7"],
        "abstract": "We invent % things.",
    }


def test_an_old_id_is_recognised_by_its_url() -> None:
    record = found_record(ARTICLE, "J89-1001")
    assert record.type == "article-journal"
    assert (record.container_title, record.container_title_short) == ("Computational Inventions", "CL")
    assert (record.volume, record.issue, record.page) == ("15", "1", "1-18")
    assert [str(identifier) for identifier in record.identifiers] == ["acl:J89-1001"]


def test_a_workshop_in_a_volume_of_a_conference_is_not_called_as_the_conference() -> None:
    booktitle = "Proceedings of the 99th Annual Meeting of Things: Student Research Workshop"
    text = ARTICLE.replace("J89-1001", "P19-2001").replace("article{", "inproceedings{")
    text = text.replace('journal = "Computational Inventions"', f'booktitle = "{booktitle}"')
    record = found_record(text, "P19-2001")
    assert (record.container_title, record.container_title_short) == (booktitle, "")
    record = found_record(text.replace(": Student Research Workshop", ""), "P19-2001")
    assert record.container_title_short == "ACL"


def test_the_doi_alone_identifies_the_paper() -> None:
    record = found_record(PAPER.replace("https://aclanthology.org/2024.acl-long.7/", ""), "2024.acl-long.7")
    assert parse_identifier("acl:2024.acl-long.7") in record.identifiers


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("{GPU}s and {I}ce{C}ream", "GPUs and IceCream"),
        ("{N}atural Things", "Natural Things"),
        ("On {N}atural Things", "On {Natural} Things"),
        ("All the {W}orld{'}s Things", "All the {World's} Things"),
        ("Gr{\\o}nt as {\\'E}t{\\'e}", "Grønt as Été"),
        ("{Some Whole Name}: a Study", "{Some Whole Name}: a Study"),
        ("$\\infty$-Things: a $k$NN", "$\\infty$-Things: a $k$NN"),
    ],
)
def test_braces_are_around_whole_words_that_need_them(written: str, title: str) -> None:
    lines = [f'    title = "{written}",' if "title = " in line else line for line in ARTICLE.splitlines()]
    assert found_record("\n".join(lines), "J89-1001").title == title


@pytest.mark.parametrize(
    ("anthology_id", "name"),
    [
        ("2024.acl-long.7", "ACL"),
        ("2024.acl-srw.7", ""),
        ("2024.emnlp-main.1", "EMNLP"),
        ("2024.findings-acl.7", "Findings of ACL"),
        ("2023.findings-emnlp.7", "Findings of EMNLP"),
        ("2024.lrec-main.5", "LREC-COLING"),
        ("2022.lrec-1.5", "LREC"),
        ("2022.tacl-1.5", "TACL"),
        ("2024.cl-2.5", "CL"),
        ("2022.naloma-1.3", ""),
        ("2022.findings-invented.3", ""),
        ("P19-1001", "ACL"),
        ("D19-1001", "EMNLP"),
        ("D19-5001", ""),
        ("N19-1423", "NAACL"),
        ("Q19-1001", "TACL"),
        ("W19-1001", ""),
        ("J89-1001", "CL"),
    ],
)
def test_the_venue_follows_from_the_id(anthology_id: str, name: str) -> None:
    assert venue(anthology_id) == name


@pytest.mark.parametrize(
    "text",
    [
        PAPER[:-4],
        PAPER[: PAPER.index("abstract")],
        PAPER.replace("acl-long.7", "acl-long.8"),
        PAPER.replace("    title =", "    name ="),
        PAPER.replace("Sukarno", "others"),
        PAPER + ARTICLE,
        ARTICLE,
        "",
        "@inproceedings",
        "<html>",
    ],
)
def test_a_truncated_entry_or_another_work_is_not_found(text: str) -> None:
    assert outcome(ACL, [bib(text)], KEY) == "unavailable"


@pytest.mark.parametrize(
    ("status", "kind", "body", "expected"),
    [
        (404, "text/html", MISSING, "absent"),
        (404, "text/html", MISSING.replace("ACL", "Invented"), "unavailable"),
        (404, "text/html", "<title>404 - ACL Anthology</title>", "unavailable"),
        (404, "text/plain", MISSING, "unavailable"),
        (200, "text/html", MISSING, "unavailable"),
        (404, "text/html", "<title>Just a moment...</title>", "unavailable"),
        (200, "text/html", PAPER, "unavailable"),
        (200, "text/plain", PAPER, "found"),
        (200, "", PAPER, "unavailable"),
        (403, "text/html", "", "unavailable"),
        (429, "text/plain", "", "unavailable"),
        (503, "text/html", "", "unavailable"),
        (301, "text/html", "", "unavailable"),
    ],
)
def test_only_the_page_of_the_anthology_is_absent(status: int, kind: str, body: str, expected: str) -> None:
    assert outcome(ACL, [respond(body, kind=kind, status=status)], KEY) == expected


def test_absent_names_this_source() -> None:
    assert ACL.parse([respond(MISSING, kind="text/html", status=404)], [KEY]) == {KEY: Absent("acl")}


def test_load_requests_the_bib() -> None:
    http = FakeHttp(bib(PAPER))
    ACL.load(http, [parse_identifier("https://aclanthology.org/P19-1001v2.pdf")])
    assert http.urls == ["https://aclanthology.org/P19-1001.bib"]


def test_every_recorded_bib_is_found() -> None:
    files = sorted(shared("answers/acl").glob("*.bib"))
    assert len(files) == 11
    for file in files:
        key = parse_identifier(f"acl:{file.stem}")
        answer = ACL.parse([recorded(f"acl/{file.name}")], [key])[key]
        assert isinstance(answer, Found), file.name
        assert answer.record.author, file.name
        assert answer.record.container_title_short in ("ACL", "CL", "LREC"), file.name


def test_no_recorded_xml_is_read_as_bibtex() -> None:
    for file in shared("answers/acl").glob("*.xml"):
        assert outcome(ACL, [recorded(f"acl/{file.name}")], parse_identifier("2022.acl-long.1")) == "unavailable"


@given(st.sampled_from([200, 200, 200, 403, 500]), broken(PAPER.encode()))
@examples(150)
def test_a_broken_response_is_never_absent_or_another_work(status: int, body: bytes) -> None:
    response = respond(body, kind="text/x-bibtex", status=status)
    assert is_never_wrong(ACL, [response], [KEY])
