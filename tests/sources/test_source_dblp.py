from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import SourceError, SourceUnavailable
from moebib.records.answer import Absent, Found, Unavailable
from moebib.records.identifier import parse_identifier
from moebib.records.publication import Status
from moebib.records.record import Record
from moebib.sources import source
from moebib.web.response import Response
from responses import FakeHttp, broken, is_never_wrong, outcome, recorded, respond
from shared_data import shared
from strategies import examples

DBLP = source("dblp")
KEY = parse_identifier("dblp:conf/cit/BergZ24")
ARXIV = parse_identifier("arxiv:2402.01234")

PAPER = """@inproceedings{DBLP:conf/cit/BergZ24,
  author       = {Jan van den Berg and
                  Xiu{-}Lan Zhang},
  editor       = {Mar{\\'{\\i}}a L{\\'{o}}pez},
  title        = {Routing with {MoE} Layers: {A} Study of Invented
                  Things},
  booktitle    = {Proceedings of the Third Conference on Invented Things, {CIT} 2024,
                  Some Town, Some Country, May 7-11, 2024},
  series       = {Invented Proceedings},
  volume       = {12},
  pages        = {101--112},
  publisher    = {OpenReview.net},
  year         = {2024},
  url          = {https://openreview.net/pdf?id=aB3dEfGhIj},
  doi          = {10.5555/123.456},
  timestamp    = {Wed, 07 Aug 2024 01:00:00 +0200},
  biburl       = {https://dblp.org/rec/conf/cit/BergZ24.bib},
  bibsource    = {dblp computer science bibliography, https://dblp.org}
}
"""
PREPRINT = """@article{DBLP:journals/corr/abs-2402-01234,
  author       = {Jan Berg},
  title        = {Invented Things},
  journal      = {CoRR},
  volume       = {abs/2402.01234},
  year         = {2024},
  url          = {https://doi.org/10.48550/arXiv.2402.01234},
  doi          = {10.48550/ARXIV.2402.01234},
  eprinttype    = {arXiv},
  eprint       = {2402.01234},
  timestamp    = {Wed, 07 Aug 2024 01:00:00 +0200}
}
"""


def bib(text: str) -> Response:
    return respond(text, kind="text/x-bibtex", url="https://dblp.org/rec/x.bib")


def found(text: str, identifier: str) -> Found:
    queried = parse_identifier(identifier)
    answer = DBLP.parse([bib(text)], [queried])[queried]
    assert isinstance(answer, Found), answer
    return answer


def found_record(text: str, identifier: str) -> Record:
    return found(text, identifier).record


def related(answer: Found) -> list[tuple[str, str]]:
    return [(other.kind, str(other.identifier)) for other in answer.related]


def with_field(name: str, value: str, entry: str = PAPER) -> str:
    """*entry* with another value of a field, or with a field more."""
    head, *fields = re.split(r"\n(?=  \w+ +=)", entry.rpartition("\n}")[0])
    others = [field.rstrip(",") for field in fields if not field.startswith(f"  {name} ")]
    return ",\n".join([head.rstrip(","), f"  {name} = {{{value}}}", *others]) + "\n}\n"


def test_a_paper_has_the_full_and_the_short_name_of_its_venue() -> None:
    assert found_record(PAPER, "dblp:conf/cit/BergZ24").to_dict() == {
        "id": "new",
        "type": "paper-conference",
        "title": "Routing with MoE Layers: A Study of Invented Things",
        "author": ["van den Berg, Jan", "Zhang, Xiu-Lan"],
        "editor": ["López, María"],
        "issued": "2024",
        "container_title": "Proceedings of the Third Conference on Invented Things",
        "container_title_short": "CIT",
        "collection_title": "Invented Proceedings",
        "publisher": "OpenReview.net",
        "volume": "12",
        "page": "101-112",
        "identifiers": ["doi:10.5555/123.456", "openreview:aB3dEfGhIj", "dblp:conf/cit/BergZ24"],
    }


def title_of(title: str) -> str:
    return found_record(PAPER.replace("Routing with {MoE} Layers", title), "dblp:conf/cit/BergZ24").title


def test_a_formula_that_dblp_escapes_as_text_is_a_formula() -> None:
    escaped = (
        r"Routing with {\textdollar}{\textbackslash}mathcal\{O\}(k{\_}1){\textdollar}, {\textdollar}q{\textdollar}"
    )
    assert title_of(escaped) == r"Routing with $\mathcal{O}(k_1)$, $q$: A Study of Invented Things"
    assert title_of(r"{\textdollar}5 or {\textdollar}10") == "$5 or $10: A Study of Invented Things"


def test_a_character_that_dblp_has_as_a_number_is_the_character() -> None:
    assert title_of(r"{\unicode{119977}}-WL and O(d/{\unicode{1013}})") == "𝒩-WL and O(d/ϵ): A Study of Invented Things"
    assert "55296" in title_of(r"A{\unicode{55296}}")


def test_a_group_and_a_suffix_are_recognised() -> None:
    record = found_record(PAPER.replace("Jan van den Berg", "InventAI and Tom Liu Jr."), "dblp:conf/cit/BergZ24")
    assert [str(name) for name in record.author] == ["{InventAI}", "Liu, Jr., Tom", "Zhang, Xiu-Lan"]


def test_an_entry_in_corr_is_a_preprint() -> None:
    record = found_record(PREPRINT, "arxiv:2402.01234")
    assert record.is_preprint
    assert (record.container_title, record.volume, str(record.issued)) == ("arXiv", "", "2024")
    assert list(map(str, record.identifiers)) == [
        "arxiv:2402.01234",
        "dblp:journals/corr/abs-2402-01234",
    ]


@pytest.mark.parametrize(
    ("url", "kind", "copy"),
    [
        ("https://arxiv.org/abs/2402.01234", "preprint", "arxiv:2402.01234"),
        ("https://doi.org/10.1101/2024.02.03.123456", "preprint", "doi:10.1101/2024.02.03.123456"),
        ("https://hal.science/hal-01234567", "same-work", "hal:hal-01234567"),
    ],
)
def test_a_paper_in_an_archive_with_a_key_of_the_conference_has_a_copy_there(url: str, kind: str, copy: str) -> None:
    answer = found(with_field("url", url), "dblp:conf/cit/BergZ24")
    assert related(answer) == [(kind, copy)]
    assert list(map(str, answer.record.identifiers)) == ["doi:10.5555/123.456", "dblp:conf/cit/BergZ24"]


def test_the_doi_of_its_publication_is_not_one_of_a_preprint() -> None:
    answer = found(with_field("doi", "10.5555/123.456", PREPRINT), "arxiv:2402.01234")
    assert related(answer) == [("published-as", "doi:10.5555/123.456")]
    assert list(map(str, answer.record.identifiers)) == ["arxiv:2402.01234", "dblp:journals/corr/abs-2402-01234"]


@pytest.mark.parametrize(
    ("doi", "url", "kept"),
    [
        ("", "https://proceedings.mlr.press/v12/berg24a.html", "https://proceedings.mlr.press/v12/berg24a.html"),
        ("10.5555/abc", "https://press.example/abc.pdf", None),
        ("", "https://openreview.net/forum?id=aB3dEfGhIj", None),
    ],
)
def test_a_page_is_kept_if_no_identifier_leads_to_one(doi: str, url: str, kept: str | None) -> None:
    assert found_record(with_field("url", url, with_field("doi", doi)), "dblp:conf/cit/BergZ24").url == kept


@pytest.mark.parametrize(
    ("key", "container", "expected"),
    [
        ("journals/jit/BergZ24", "J. Inv. Things", ("article-journal", "", "J. Inv. Things", "", "12")),
        ("journals/jit/BergZ24", "Invented Things", ("article-journal", "Invented Things", "", "", "12")),
        ("journals/iacr/BergZ24", "{IACR} Cryptol. ePrint Arch.", ("article", "Cryptology ePrint Archive", "", "", "")),
        ("tr/invention/BergZ24", "Invention Reports", ("report", "", "", "12", "")),
    ],
)
def test_an_article_has_its_journal_archive_or_series(key: str, container: str, expected: tuple[str, ...]) -> None:
    entry = PAPER.replace("@inproceedings{DBLP:conf/cit/BergZ24", f"@article{{DBLP:{key}")
    record = found_record(with_field("journal", container, with_field("booktitle", "", entry)), f"dblp:{key}")
    where = (record.container_title, record.container_title_short, record.number, record.volume)
    assert (record.type, *where) == expected


def test_data_are_a_dataset() -> None:
    key = "data/10/BergZ24"
    assert (
        found_record(PAPER.replace("@inproceedings{DBLP:conf/cit/BergZ24", f"@misc{{DBLP:{key}"), f"dblp:{key}").type
        == "dataset"
    )


def test_a_withdrawn_preprint_is_marked() -> None:
    record = found_record(PREPRINT.replace("  year ", "  note = {Withdrawn.},\n  year "), "arxiv:2402.01234")
    assert record.status == Status(kind="withdrawn", source="dblp")
    assert record.note == ""


@pytest.mark.parametrize(
    ("booktitle", "full", "short"),
    [
        ("Invented Things - 2nd Workshop, WIT@CIT 2023, Some Town", "Invented Things - 2nd Workshop", "WIT@CIT"),
        ("Advances in Things 35: Annual Conference 2022, NeurIT 2022, A Town, November 28 - December 9, 2022",
         "Advances in Things 35: Annual Conference 2022", "NeurIT"),
        ("Findings of Invented Things, May 2023, Some Town", "Findings of Invented Things, May 2023, Some Town", ""),
        ("3rd Conference on Things, December 2023, Cit 2023, Some Town",
         "3rd Conference on Things, December 2023", "Cit"),
        ("{CIT} '23: Conference on Things, Parts and Pieces, Some Town, Some Country, May 7-11, 2023",
         "Conference on Things, Parts and Pieces", "CIT"),
        ("{CIT} '23: The 3rd Conference, Some Town, SC, Some Country, 29 April 2023 - 5 May 2023",
         "The 3rd Conference", "CIT"),
        ("{CIT} '23: The 3rd Conference", "The 3rd Conference", "CIT"),
        ("Findings of the Association for Things: {CIT} 2023, Some Town, Some Country, May 7-11, 2023",
         "Findings of the Association for Things: CIT 2023", "Findings of CIT"),
        ("{CIT} '23: The 3rd Conference, Some Town, Some Country, May 7-11, 2023, Extended Abstracts",
         "The 3rd Conference, Extended Abstracts", "CIT"),
        ("3rd Conference, {CIT} 2023, Some Town, Some Country, May 7-11, 2023, Workshop Track Proceedings",
         "3rd Conference, Workshop Track Proceedings", "CIT Workshop"),
        ("3rd Conference, {CIT} 2023, Some Town, Some Country, May 7-11, 2023, Conference Track Proceedings, Part II",
         "3rd Conference", "CIT"),
    ],
)  # fmt: skip
def test_the_short_name_is_before_the_year(booktitle: str, full: str, short: str) -> None:
    record = found_record(with_field("booktitle", booktitle), "dblp:conf/cit/BergZ24")
    assert (record.container_title, record.container_title_short) == (full, short)


def test_a_broken_doi_is_left_out() -> None:
    record = found_record(PAPER.replace("10.5555/123.456", "none"), "dblp:conf/cit/BergZ24")
    assert list(map(str, record.identifiers)) == ["openreview:aB3dEfGhIj", "dblp:conf/cit/BergZ24"]


@pytest.mark.parametrize(
    "text",
    [
        PAPER[:-4],
        PAPER.replace("author ", "writer ").replace("title ", "none  ", 1),
        PAPER.replace("Jan van den Berg and", "A, B, C, D and"),
        PAPER.replace("Xiu{-}Lan Zhang", "others"),
        PAPER.replace("Xiu{-}Lan Zhang", "{A, B, C, D}"),
        PAPER + PAPER.replace("BergZ24", "BergZ25"),
        PAPER.replace("{DBLP:conf/cit/BergZ24", "{DBLP:conf/cit/BergZ24a"),
        PREPRINT,
        "",
        "<html>",
    ],
)
def test_a_truncated_entry_or_another_work_is_not_found(text: str) -> None:
    assert outcome(DBLP, [bib(text)], KEY) == "unavailable"


def test_a_key_that_was_merged_into_another_is_found_under_the_new_one() -> None:
    merged = bib(PAPER.replace("BergZ24", "Berg24"))._replace(url="https://dblp.org/rec/conf/cit/Berg24.bib?param=1")
    answer = DBLP.parse([merged], [KEY])[KEY]
    assert isinstance(answer, Found)
    assert list(map(str, answer.record.identifiers))[-2:] == ["dblp:conf/cit/Berg24", "dblp:conf/cit/BergZ24"]


def test_a_record_with_another_key_is_reported() -> None:
    answer = DBLP.parse([bib(PAPER.replace("BergZ24", "Berg24"))], [KEY])[KEY]
    assert answer == Unavailable("dblp", "dblp returned another record for dblp:conf/cit/BergZ24: conf/cit/Berg24")


@pytest.mark.parametrize(
    ("status", "kind", "body", "expected"),
    [
        (404, "text/html", "<title>dblp: error 404</title>", "absent"),
        (404, "text/html", "<title>404 Not Found</title><p>dblp.org</p>", "unavailable"),
        (404, "text/html", "", "unavailable"),
        (404, "text/plain", "<title>dblp: error 404</title>", "unavailable"),
        (200, "text/html", "<title>dblp: error 404</title>", "unavailable"),
        (404, "text/html", "<title>Making sure you&#39;re not a bot!</title>", "unavailable"),
        (500, "text/html", "<title>Making sure you&#39;re not a bot!</title>", "unavailable"),
        (200, "text/html", "<title>Making sure you&#39;re not a bot!</title>", "unavailable"),
        (200, "text/html", PAPER, "unavailable"),
        (429, "text/plain", "", "unavailable"),
        (410, "text/plain", "", "unavailable"),
    ],
)
def test_only_the_page_of_dblp_is_absent(status: int, kind: str, body: str, expected: str) -> None:
    assert outcome(DBLP, [respond(body, kind=kind, status=status)], KEY) == expected


@pytest.mark.parametrize(
    ("identifier", "address"),
    [
        ("dblp:conf/cit/BergZ24", "https://dblp.org/rec/conf/cit/BergZ24.bib"),
        ("arxiv:2402.01234v2", "https://dblp.org/rec/journals/corr/abs-2402-01234.bib"),
    ],
)
def test_load_requests_the_record(identifier: str, address: str) -> None:
    http = FakeHttp(bib(PAPER))
    DBLP.load(http, [parse_identifier(identifier)])
    assert http.urls == [address]
    assert http.params == [{"param": "1"}]


@pytest.mark.parametrize(
    ("identifier", "taken"),
    [
        ("dblp:conf/cit/BergZ24", True),
        ("arxiv:1709.00001", True),
        ("arxiv:1712.00001", True),
        ("arxiv:2611.00001", True),
        ("arxiv:1708.00001", False),
        ("arxiv:1612.00001", False),
        ("arxiv:0704.0001", False),
        ("arxiv:cs/0112017", False),
    ],
)
def test_a_preprint_before_september_2017_cannot_be_queried(identifier: str, taken: bool) -> None:
    assert DBLP.takes
    assert DBLP.takes(parse_identifier(identifier)) is taken


def hits(*infos: object) -> Response:
    hit = {"hit": [{"@score": "3", "info": info} for info in infos]} if infos else {}
    return respond({"result": {"status": {"@code": "200"}, "hits": {"@total": str(len(infos)), **hit}}})


def candidates(response: Response) -> list[Record]:
    assert DBLP.candidates
    return [found.record for found in DBLP.candidates([response])]


INFO = {
    "authors": {"author": [{"@pid": "1/1", "text": "Jan Berg 0002"}, {"@pid": "2", "text": "Se&aacute;n O&apos;Hara"}]},
    "title": "Berg &amp; Tal: Invented Things.",
    "venue": "CIT",
    "year": "2024",
    "type": "Conference and Workshop Papers",
    "key": "conf/cit/BergO24",
    "doi": "10.5555/ABC",
    "ee": ["https://doi.org/10.5555/ABC", "https://openreview.net/forum?id=aB3dEfGhIj"],
}  # fmt: skip


def test_a_hit_is_a_candidate() -> None:
    (record,) = candidates(hits(INFO))
    assert record.to_dict() == {
        "id": "new",
        "type": "paper-conference",
        "title": "Berg & Tal: Invented Things.",
        "author": ["Berg, Jan", "O'Hara, Seán"],
        "issued": "2024",
        "container_title_short": "CIT",
        "identifiers": ["doi:10.5555/abc", "openreview:aB3dEfGhIj", "dblp:conf/cit/BergO24"],
    }


def test_a_hit_has_the_preprint_among_its_pages_as_a_related_one() -> None:
    assert DBLP.candidates
    (answer,) = DBLP.candidates(
        [hits({**INFO, "ee": ["https://doi.org/10.5555/ABC", "https://arxiv.org/abs/2402.01234"]})]
    )
    assert related(answer) == [("preprint", "arxiv:2402.01234")]
    assert list(map(str, answer.record.identifiers)) == ["doi:10.5555/abc", "dblp:conf/cit/BergO24"]


def test_the_people_of_proceedings_are_editors() -> None:
    changes = {"type": "Editorship", "doi": None, "ee": "https://proceedings.example/3/", "publisher": "Press &amp; Co"}
    (record,) = candidates(hits({**INFO, **changes, "key": "conf/cit/2024"}))
    assert (record.type, record.author, record.url) == ("book", (), "https://proceedings.example/3/")
    assert (record.container_title, record.event_title) == ("", "CIT")
    assert [str(name) for name in record.editor] == ["Berg, Jan", "O'Hara, Seán"]
    assert record.publisher == "Press & Co"


@pytest.mark.parametrize(
    ("given", "key", "type_"),
    [("Books and Theses", "phd/dnb/Berg24", "thesis"), ("Data and Artifacts", "data/10/Berg24", "dataset")],
)
def test_a_thesis_or_data_have_no_container(given: str, key: str, type_: str) -> None:
    (record,) = candidates(hits({**INFO, "type": given, "key": key, "venue": "University of Invention"}))
    assert (record.type, record.container_title, record.publisher) == (type_, "", "University of Invention")


def test_a_withdrawn_hit_is_marked() -> None:
    (record,) = candidates(hits({**INFO, "type": "Withdrawn Items"}))
    assert record.status == Status(kind="withdrawn", source="dblp")


@pytest.mark.parametrize("author", [{"@pid": "1/1", "text": "Jan Berg"}, "Jan Berg", ["Jan Berg"]])
def test_a_single_author_may_be_in_a_list(author: object) -> None:
    (record,) = candidates(hits({**INFO, "authors": {"author": author}}))
    assert [str(name) for name in record.author] == ["Berg, Jan"]


def test_a_hit_in_corr_is_a_preprint() -> None:
    corr = {"venue": ["CoRR"], "type": "Informal and Other Publications", "volume": "abs/2402.01234",
            "key": "journals/corr/abs-2402-01234", "doi": "10.48550/ARXIV.2402.01234", "ee": None}  # fmt: skip
    (record,) = candidates(hits({**INFO, **corr}))
    assert record.is_preprint
    assert (record.container_title, record.volume) == ("arXiv", "")
    assert list(map(str, record.identifiers)) == [
        "arxiv:2402.01234",
        "dblp:journals/corr/abs-2402-01234",
    ]


def test_without_a_hit_there_is_no_candidate() -> None:
    assert candidates(hits()) == []


@pytest.mark.parametrize("info", [None, {}, {**INFO, "title": ""}, {**INFO, "key": 7, "doi": None, "ee": {}},
                                  {**INFO, "authors": {"author": ["", "Jan Berg"]}}])  # fmt: skip
def test_a_hit_without_a_title_a_key_or_names_is_not_a_candidate(info: object) -> None:
    assert candidates(hits(info)) == []


@pytest.mark.parametrize("body", [[], {}, {"result": {"hits": {"@total": "3"}}}, {"result": {"hits": {"hit": [1]}}}])
def test_a_search_in_an_unknown_form_is_an_error(body: object) -> None:
    with pytest.raises(SourceError):
        candidates(respond(body))


def test_people_are_searched_by_their_family_names() -> None:
    assert DBLP.search_people
    http = FakeHttp(hits())
    people = ["Arden, Mia", "van den Berg, Jan", "Brook-Cho, Tom", "{Warm Lab}", "Arden, Eva"]
    DBLP.search_people(http, Record(id="a", type="article", title="Warm", author=people))
    assert http.params[0]["q"] == "Arden Berg Brook Cho Warm Lab"


def test_search_requests_words_only() -> None:
    assert DBLP.search
    http = FakeHttp(hits())
    DBLP.search(http, "Mixture-of-Experts: |what|, $now?")
    assert http.params[0]["q"] == "Mixture of Experts what now"


def test_every_recorded_record_is_found() -> None:
    files = sorted(shared("answers/dblp").glob("*.bib"))
    assert len(files) > 30
    for file in files:
        key = parse_identifier(f"dblp:{file.stem.replace('_', '/')}")
        answer = DBLP.parse([recorded(f"dblp/{file.name}")], [key])[key]
        assert isinstance(answer, Found), file.name
        assert answer.record.author, file.name
        assert answer.record.container_title_short in ("ICLR", "ICML", "NeurIPS"), file.name


def test_the_recorded_bot_wall_is_unavailable_and_the_search_has_candidates() -> None:
    wall, search = recorded("dblp/anubis_challenge.html"), recorded("dblp/search_publ_2026_one_hit.json")
    for status in (200, 401, 404, 500):
        with pytest.raises(SourceUnavailable):
            DBLP.parse([wall._replace(status=status)], [KEY])
    assert outcome(DBLP, [search], KEY) == "unavailable"
    (record,) = candidates(search)
    assert record.is_preprint
    assert len(record.author) == 4


@given(st.sampled_from([200, 200, 200, 403, 500]), broken(PAPER.encode()))
@examples(150)
def test_a_broken_response_is_never_absent_or_another_work(status: int, body: bytes) -> None:
    response = respond(body, kind="text/x-bibtex", status=status)
    assert is_never_wrong(DBLP, [response], [KEY])


@given(broken(hits(INFO).body))
@examples(100)
def test_broken_searches_are_errors_or_candidates(body: bytes) -> None:
    with contextlib.suppress(SourceError):
        assert all(record.title and record.identifiers for record in candidates(respond(body)))


def test_absent_names_this_source() -> None:
    assert DBLP.parse([respond("<title>dblp</title>", kind="text/html", status=404)], [KEY]) == {KEY: Absent("dblp")}
