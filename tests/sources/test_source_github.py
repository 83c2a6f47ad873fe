from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import SourceError
from moebib.records.answer import Absent, Found, Unavailable
from moebib.records.identifier import parse_identifier
from moebib.records.record import Record
from moebib.sources import source
from moebib.web.response import Response
from responses import FakeHttp, broken, outcome, recorded, respond
from shared_data import shared
from strategies import examples

GITHUB = source("github")
KEY = parse_identifier("https://github.com/berg/things")

SOFTWARE = """cff-version: 1.2.0
message: Cite us, please.
title: "Things: A Library"
abstract: It makes things.
type: software
authors:
  - family-names: Berg
    given-names: Jan
    name-particle: van den
    orcid: https://orcid.org/0000-0000-0000-0000
  - {family-names: Liu, given-names: Tom, name-suffix: Jr.}
  - given-names: Sukarno
  - name: Invented AI
  - alias: thingmaker
version: 1.10
doi: 10.5555/zenodo.1
identifiers:
  - type: doi
    value: 10.5555/zenodo.2
  - type: url
    value: https://arxiv.org/abs/2402.01234
  - type: swh
    value: swh:1:rel:0
date-released: 2024-02-03
url: https://things.example
"""
PAPER = """
preferred-citation:
  type: conference-paper
  title: Routing of Invented Things
  authors:
    - family-names: López
      given-names: María
  year: 2024
  month: 7
  collection-title: Proceedings of the Third Conference on Invented Things
  conference:
    name: CIT 2024
  publisher: {name: Invented Press}
  volume: 12
  start: 101
  end: 112
  doi: https://doi.org/10.5555/123.456
"""
PREPRINT = """
preferred-citation:
  type: article
  title: Routing of Invented Things
  authors:
    - family-names: López
      given-names: María
  year: 2024
  journal: arXiv preprint arXiv:2402.01234
  url: https://arxiv.org/abs/2402.01234
"""


def file(text: str | bytes, *, status: int = 200, kind: str = "text/plain") -> Response:
    return respond(
        text, kind=kind, status=status, url="https://raw.githubusercontent.com/berg/things/HEAD/CITATION.cff"
    )


def found(text: str) -> Found:
    answer = GITHUB.parse([file(text)], [KEY])[KEY]
    assert isinstance(answer, Found), answer
    return answer


def found_record(text: str) -> Record:
    return found(text).record


def related(text: str) -> list[tuple[str, str]]:
    return [(other.kind, str(other.identifier)) for other in found(text).related]


def test_a_repository_without_a_paper_is_software() -> None:
    assert found_record(SOFTWARE).to_dict() == {
        "id": "new",
        "type": "software",
        "title": "Things: A Library",
        "author": ["van den Berg, Jan", "Liu, Jr., Tom", "Sukarno", "{Invented AI}", "{thingmaker}"],
        "issued": "2024-02-03",
        "version": "1.10",
        "identifiers": ["doi:10.5555/zenodo.1", "url:https://github.com/berg/things"],
        "url": "https://github.com/berg/things",
        "abstract": "It makes things.",
        "links": {"code": ["https://github.com/berg/things"]},
    }  # fmt: skip


def test_software_has_one_doi_and_the_others_are_versions() -> None:
    assert related(SOFTWARE) == [("version", "doi:10.5555/zenodo.2"), ("same-work", "arxiv:2402.01234")]
    concept = "    value: 10.5555/zenodo.2\n    description: The concept DOI, of all versions.\n"
    version = "  - type: doi\n    value: 10.5555/zenodo.3\n    description: The DOI of version 1.10.\n"
    text = SOFTWARE.replace("doi: 10.5555/zenodo.1\n", "").replace("    value: 10.5555/zenodo.2\n", concept + version)
    assert list(map(str, found_record(text).identifiers)) == ["doi:10.5555/zenodo.3", str(KEY)]
    assert related(text)[0] == ("version", "doi:10.5555/zenodo.2")


def test_data_are_a_dataset() -> None:
    record = found_record(SOFTWARE.replace("type: software", "type: dataset"))
    assert (record.type, record.version, record.url) == ("dataset", "1.10", KEY.value)


def test_references_are_other_works() -> None:
    references = "references:\n  - type: article\n    title: Other Things\n    doi: 10.5555/other\n"
    assert found(SOFTWARE + references) == found(SOFTWARE)


def test_a_preprint_and_other_copies_of_a_paper_are_related() -> None:
    listed = """  identifiers:
    - {type: url, value: "https://arxiv.org/abs/2402.01234"}
    - {type: doi, value: 10.5555/copy}
    - {type: url, value: "https://openreview.net/forum?id=aB3dEfGhIj"}
    - {type: url, value: "https://huggingface.co/berg/things"}
    - {type: other, value: "isbn:9780000000002"}
"""
    own = ["doi:10.5555/123.456", "openreview:aB3dEfGhIj", "isbn:9780000000002"]
    assert list(map(str, found_record(SOFTWARE + PAPER + listed).identifiers)) == own
    assert related(SOFTWARE + PAPER + listed) == [("preprint", "arxiv:2402.01234"), ("same-work", "doi:10.5555/copy")]


def test_a_publication_of_a_preprint_is_related() -> None:
    text = SOFTWARE + PREPRINT + "  doi: 10.5555/123.456\n"
    assert list(map(str, found_record(text).identifiers)) == ["arxiv:2402.01234"]
    assert related(text) == [("published-as", "doi:10.5555/123.456")]


@pytest.mark.parametrize(
    ("journal", "type_"),
    [
        ("Journal of Machine Learning Research", "article-journal"),
        ("Advances in Neural Information Processing Systems", "paper-conference"),
        ("Invented Things", "article-journal"),
    ],
)
def test_an_article_in_the_proceedings_of_a_conference_is_a_paper_there(journal: str, type_: str) -> None:
    assert found_record(SOFTWARE + PREPRINT.replace("arXiv preprint arXiv:2402.01234", journal)).type == type_


def test_an_abbreviated_journal_is_the_short_name() -> None:
    record = found_record(SOFTWARE + PREPRINT.replace("arXiv preprint arXiv:2402.01234", "J. Inv. Things"))
    assert (record.type, record.container_title, record.container_title_short) == (
        "article-journal",
        "",
        "J. Inv. Things",
    )


def test_the_paper_takes_precedence_over_the_software() -> None:
    assert found_record(SOFTWARE + PAPER).to_dict() == {
        "id": "new",
        "type": "paper-conference",
        "title": "Routing of Invented Things",
        "author": ["López, María"],
        "issued": "2024-07",
        "container_title": "Proceedings of the Third Conference on Invented Things",
        "event_title": "CIT 2024",
        "publisher": "Invented Press",
        "volume": "12",
        "page": "101-112",
        "identifiers": ["doi:10.5555/123.456"],
        "links": {"code": ["https://github.com/berg/things"]},
    }


def test_a_paper_on_arxiv_is_a_preprint() -> None:
    record = found_record(SOFTWARE + PREPRINT)
    assert record.is_preprint
    assert (record.container_title, str(record.issued)) == ("arXiv", "2024")
    assert [str(identifier) for identifier in record.identifiers] == ["arxiv:2402.01234"]


def test_a_paper_in_another_archive_is_a_preprint_there() -> None:
    record = found_record(SOFTWARE + PREPRINT.replace("arXiv preprint arXiv:2402.01234", "SSRN Electronic Journal"))
    assert (record.is_preprint, record.container_title) == (True, "SSRN")


def test_a_paper_in_an_archive_of_all_kinds_has_its_doi() -> None:
    text = SOFTWARE + PREPRINT.replace("arXiv preprint arXiv:2402.01234", "Zenodo") + "  doi: 10.5555/zenodo.7\n"
    assert (found_record(text).container_title, related(text)) == ("Zenodo", [("same-work", "arxiv:2402.01234")])
    assert list(map(str, found_record(text).identifiers)) == ["doi:10.5555/zenodo.7"]


def test_a_paper_with_the_doi_of_a_publication_is_no_preprint() -> None:
    record = found_record(SOFTWARE + PREPRINT.replace("journal: arXiv preprint arXiv:2402.01234", "doi: 10.5555/12"))
    assert not record.is_preprint


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("date-released: 2024-02-03", "date-released: 2024-02-30", "issued", None),
        ("date-released: 2024-02-03", "date-released: [1]", "issued", None),
        ("abstract: It makes things.", "abstract: {a: 1}", "abstract", ""),
        ("title: \"Things: A Library\"", "title: 2048", "title", "2048"),
        ("title: \"Things: A Library\"", "title: >-\n  Things:\n  A Library", "title", "Things: A Library"),
    ],
)  # fmt: skip
def test_a_broken_value_is_left_out(old: str, new: str, field: str, value: object) -> None:
    assert getattr(found_record(SOFTWARE.replace(old, new)), field) == value


def test_a_broken_identifier_is_left_out() -> None:
    text = SOFTWARE.replace("10.5555/zenodo.1", "none").replace("https://arxiv.org/abs/2402.01234", "7")
    assert [str(identifier) for identifier in found_record(text).identifiers] == ["doi:10.5555/zenodo.2", str(KEY)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "404",
        "- a\n- b\n",
        "title: Things\nauthors: [{name: Invented AI}]\n",
        SOFTWARE.replace("authors:", "writers:"),
        SOFTWARE.replace('title: "Things: A Library"\n', ""),
        SOFTWARE.replace("  - name: Invented AI", "  - name:"),
        SOFTWARE.replace("  - name: Invented AI", "  - Invented AI"),
        SOFTWARE.replace("family-names: Berg", 'family-names: "Be{rg"'),
        SOFTWARE + "preferred-citation: see below\n",
        SOFTWARE + PAPER.replace("authors:", "people:"),
        SOFTWARE + "\ttab: 1\n",
        SOFTWARE + "other: 'never closed\n",
        SOFTWARE + "\x00",
        "cff-version: " + "[" * 1000,
        "<html>",
    ],
)
def test_a_file_without_title_and_authors_is_not_found(text: str) -> None:
    assert outcome(GITHUB, [file(text)], KEY) == "unavailable"


BOMB = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True))


@pytest.mark.parametrize(
    "more",
    [BOMB, "others: &x [1]\n", "others: *authors\n", "others: &x\n- *x\n", "<<: *x\n", "note: " + "x" * 200_000],
)
def test_yaml_anchors_and_deep_nesting_are_refused(more: str) -> None:
    with pytest.raises(SourceError, match=r"invalid CITATION\.cff"):
        GITHUB.parse([file(SOFTWARE + more)], [KEY])


def test_the_first_of_two_duplicate_keys_counts() -> None:
    answer = GITHUB.parse([file(SOFTWARE + "title: Another\n")], [KEY])[KEY]
    assert isinstance(answer, Found)
    assert answer.record.title == "Things: A Library"


def test_the_reason_is_reported() -> None:
    answer = GITHUB.parse([file("cff-version: 1.2.0")], [KEY])[KEY]
    why = "https://raw.githubusercontent.com/berg/things/HEAD/CITATION.cff has no title or no complete list of authors"
    assert answer == Unavailable("github", why)


@pytest.mark.parametrize(
    ("status", "kind", "body", "expected"),
    [
        (404, "text/plain", "404: Not Found", "absent"),
        (404, "text/html", "<title>404</title>", "unavailable"),
        (404, "application/json", '{"message": "Not Found"}', "unavailable"),
        (200, "text/html", SOFTWARE, "unavailable"),
        (200, "text/plain", SOFTWARE, "found"),
        (429, "text/plain", "", "unavailable"),
        (403, "text/plain", "", "unavailable"),
        (500, "text/plain", "", "unavailable"),
        (301, "text/plain", "", "unavailable"),
    ],
)
def test_only_404_in_plain_text_is_absent(status: int, kind: str, body: str, expected: str) -> None:
    assert outcome(GITHUB, [file(body, status=status, kind=kind)], KEY) == expected


def test_absent_names_this_source() -> None:
    assert GITHUB.parse([file("404: Not Found", status=404)], [KEY]) == {KEY: Absent("github")}


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://github.com/berg/things", True),
        ("https://www.github.com/berg/things.git", True),
        ("https://github.com/berg/things.py/", True),
        ("https://github.com/berg/things?tab=readme-ov-file", True),
        ("https://github.com/berg/things/tree/main", True),
        ("https://github.com/berg/things/blob/main/README.md", True),
        ("https://github.com/berg/things/tree/main/other", False),
        ("https://github.com/berg/things/issues/1", False),
        ("https://github.com/berg", False),
        ("https://github.com/topics/things", False),
        ("https://github.com.evil.example/berg/things", False),
        ("https://berg.github.io/things", False),
        ("https://gist.github.com/berg/0123456789", False),
    ],
)
def test_repositories_are_taken(url: str, taken: bool) -> None:
    assert GITHUB.takes
    assert GITHUB.takes(parse_identifier(url)) is taken


@pytest.mark.parametrize("url", ["https://github.com/berg/things.git", "https://www.github.com/berg/things/tree/main"])
def test_load_requests_the_file(url: str) -> None:
    http = FakeHttp(file(SOFTWARE))
    GITHUB.load(http, [parse_identifier(url)])
    assert http.urls == ["https://raw.githubusercontent.com/berg/things/HEAD/CITATION.cff"]


def test_the_recorded_files_are_found() -> None:
    for name in ("cff/ruby_cff_0.cff", "cff/commonmeta_CITATION.cff"):
        answer = GITHUB.parse([recorded(name)], [KEY])[KEY]
        assert isinstance(answer, Found), name
        assert answer.record.type == "software", name
        assert [bool(author.literal) for author in answer.record.author] == [False, True], name


def test_no_recorded_response_of_its_api_is_read_as_a_file() -> None:
    files = list(shared("answers/github").iterdir())
    assert len(files) == 12
    for file in files:
        assert outcome(GITHUB, [recorded(f"github/{file.name}")], KEY) == "unavailable", file.name


@given(st.sampled_from([200, 200, 200, 403, 500]), broken((SOFTWARE + PAPER).encode()))
@examples(150)
def test_a_broken_response_is_never_absent(status: int, body: bytes) -> None:
    assert outcome(GITHUB, [file(body, status=status)], KEY) in ("found", "unavailable")
