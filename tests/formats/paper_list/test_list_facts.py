"""What follows from the links and the venue of an entry: identifiers, type, venue, date, page and links."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.paper_list.entries import ListItem, ListLink
from moebib.formats.paper_list.facts import make_record
from moebib.formats.paper_list.reader import read
from moebib.library.config import Config
from moebib.records.date import Date, parse_date
from moebib.records.record import Record
from strategies import examples


def record(url: str = "", *links: tuple[str, str], **fields: Any) -> Record:
    """The record of an entry with these links: label and URL."""
    listed = tuple(ListLink(label, page, label) for label, page in links)
    return make_record(ListItem(7, "Warm Experts", url, links=listed, **fields), (), {})[0]


def identifiers(work: Record) -> list[str]:
    return [str(identifier) for identifier in work.identifiers]


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/2401.00010", "http://arxiv.org/abs/2401.00010", "https://www.arxiv.org/pdf/2401.00010v2.pdf",
        "https://arxiv.org:443/abs/2401.00010", "https://export.arxiv.org/abs/2401.00010v1", "arxiv.org/abs/2401.00010",
        "https://ar5iv.labs.arxiv.org/html/2401.00010", "https://www.alphaxiv.org/abs/2401.00010",
        "https://huggingface.co/papers/2401.00010", "https://arxiv.org/abs/2401.00010?utm_source=list",
        "https://arxiv.org/abs/2401.00010https://arxiv.org/abs/2401.00010", "https://doi.org/10.48550/arXiv.2401.00010",
        "https://mirror.example/arxiv/2401.00010.pdf", "https://arxiv.org/abs/https://arxiv.org/abs/2401.00010",
        "https://browse.arxiv.org/pdf/2401.00010.pdf", "https://paperswithcode.com/paper/arxiv-2401.00010",
    ],
)  # fmt: skip
@pytest.mark.parametrize("label", ["", "Paper", "pdf", "here", "Code", "Project", "📄"])
def test_an_arxiv_id_follows_from_any_link_whatever_its_label_is(url: str, label: str) -> None:
    work = record("", (label, url)) if label else record(url)
    assert identifiers(work) == ["arxiv:2401.00010"]
    assert str(work.issued) == "2024-01"


def test_an_identifier_in_the_text_counts_if_no_link_has_one() -> None:
    assert identifiers(record(venue="arXiv:2401.00010")) == ["arxiv:2401.00010"]
    assert identifiers(record(other_text="CoRR abs/2401.00010 (2024)")) == ["arxiv:2401.00010"]
    assert identifiers(record("https://arxiv.org/abs/2401.00011", other_text="arXiv:2401.00010")) == [
        "arxiv:2401.00011"
    ]


def test_another_work_that_a_comment_links_to_is_not_this_work() -> None:
    work = record(
        "https://arxiv.org/abs/2401.00010",
        ("Cold Experts: A Study of the Winter", "https://doi.org/10.5555/cold.1"),
        ("follows", "https://arxiv.org/abs/2301.00001"),
    )
    assert identifiers(work) == ["arxiv:2401.00010"]


@pytest.mark.parametrize(
    ("url", "kind", "venue", "issued"),
    [
        ("https://aclanthology.org/2022.acl-long.70", "paper-conference", "ACL", "2022"),
        ("https://openaccess.thecvf.com/content/CVPR2022/papers/Doe.pdf", "paper-conference", "CVPR", "2022"),
        ("https://papers.nips.cc/paper/3644-warm", "paper-conference", "NeurIPS", None),
        ("https://jmlr.org/papers/v23/21-0998.html", "article-journal", "JMLR", None),
        ("https://arxiv.org/abs/2401.00010", "article", "arXiv", "2024-01"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2", "article", "bioRxiv", None),
        ("https://openreview.net/forum?id=abcdefgh", "document", "", None),
        ("https://doi.org/10.5555/1", "document", "", None),
        ("https://a.example/warm.pdf", "document", "", None),
        ("https://github.com/doe/warm", "software", "", None),
        ("https://huggingface.co/datasets/doe/warm", "dataset", "", None),
        ("https://doe.medium.com/warm", "post-weblog", "", None),
        ("https://warm.example/", "webpage", "", None),
        ("", "document", "", None),
    ],
)  # fmt: skip
def test_what_follows_from_the_only_link(url: str, kind: str, venue: str, issued: str | None) -> None:
    work = record(url)
    assert (work.type, work.venue, work.issued) == (kind, venue, issued and parse_date(issued))


@pytest.mark.parametrize(
    ("written", "fields"),
    [
        ("NIPS", {"type": "paper-conference", "container_title_short": "NIPS"}),
        ("EMNLP (Findings)", {"type": "paper-conference", "container_title_short": "EMNLP (Findings)"}),
        ("Nature", {"type": "article-journal", "container_title_short": "Nature"}),
        ("Arxiv", {"type": "article", "genre": "preprint", "container_title": "arXiv"}),
        ("CoRR", {"type": "article", "genre": "preprint", "container_title": "arXiv"}),
        ("Preprint", {"type": "article", "genre": "preprint"}),
        ("Under Review", {"type": "article", "genre": "preprint"}),
        ("bioRxiv", {"type": "article", "genre": "preprint", "container_title": "bioRxiv"}),
        ("PhD Thesis", {"type": "thesis", "genre": "PhD Thesis"}),
        ("Technical Report", {"type": "report", "genre": "Technical Report"}),
        ("Blog", {"type": "post-weblog"}),
        ("Clay Inc.", {"type": "document", "container_title_short": "Clay Inc."}),
        ("ICML (to appear)",
         {"type": "paper-conference", "container_title_short": "ICML", "status": {"kind": "accepted"}}),
    ],
)  # fmt: skip
def test_a_venue_gives_the_type(written: str, fields: dict[str, Any]) -> None:
    work = record("https://a.example/warm.pdf", venue=written)
    assert {name: value for name, value in work.to_dict().items() if name not in ("id", "title", "url")} == fields


def test_the_link_says_what_a_publisher_in_place_of_a_venue_does_not() -> None:
    work = record("https://proceedings.mlr.press/v139/doe21a.html", venue="PMLR")
    assert (work.type, work.venue, str(work.issued)) == ("paper-conference", "PMLR", "2021")


@pytest.mark.parametrize(
    ("written", "venue"),
    [
        ("*EMNLP (Findings), 2024*", "EMNLP (Findings)"), ("ICLR 2024 Workshop", "ICLR Workshop"),
        ("*NeurIPS 2024 (Workshop)*", "NeurIPS (Workshop)"), ("*ACL'24 Findings*", "ACL Findings"),
        ("*NeurIPS 2024 Workshop on Warm Things*", "NeurIPS Workshop on Warm Things"),
        ("*EMNLP-Findings 2024*", "EMNLP-Findings"), ("*ICML 2024 Oral*", "ICML"),
    ],
)  # fmt: skip
def test_a_paper_in_a_workshop_or_the_findings_is_in_no_other_track(written: str, venue: str) -> None:
    lines = (f"- [Experts {n} at Work](https://a.example/{n}.pdf), {written}" for n in range(4))
    for found in read("# A\n\n" + "\n".join(lines), Config()).records:
        assert (found.venue, found.type, str(found.issued)) == (venue, "paper-conference", "2024")


def test_a_preprint_is_on_the_archive_that_its_link_names() -> None:
    work = record("https://arxiv.org/abs/2401.00010v3", venue="Preprint")
    assert (work.venue, work.label, work.is_preprint) == ("arXiv", "v3", True)


def test_a_stated_date_and_venue_are_right() -> None:
    work = record("https://aclanthology.org/2022.acl-long.70", venue="EMNLP", issued=Date(2023, 5))
    assert (work.venue, str(work.issued)) == ("EMNLP", "2023-05")
    assert record("https://arxiv.org/abs/2401.00010", issued=Date(2023)).issued == Date(2023)


def test_the_month_of_the_preprint_is_not_that_of_the_publication() -> None:
    work = record("https://arxiv.org/abs/2401.00010", venue="TACL")
    assert work.issued is None
    assert [(str(version.issued), version.is_preprint) for version in work.versions] == [("2024-01", True)]


def test_a_repository_behind_the_title_is_the_code_of_a_paper() -> None:
    work = record("https://github.com/doe/warm", ("paper", "https://arxiv.org/abs/2401.00010"))
    assert (work.link, work.links.code) == ("https://arxiv.org/abs/2401.00010", ("https://github.com/doe/warm",))
    assert work.is_preprint


def test_links_go_where_their_label_or_their_page_says() -> None:
    work = record(
        "https://arxiv.org/abs/2401.00010",
        ("code", "https://github.com/doe/warm"), ("⭐", "https://github.com/doe/warmer"),
        ("pdf", "https://a.example/warm.pdf"), ("here", "https://youtu.be/abc"), ("HF", "https://hf.co/doe/warm"),
        ("link", "https://a.example/warm"), ("Dataset", "https://zenodo.org/records/7"),
    )  # fmt: skip
    assert identifiers(work) == ["arxiv:2401.00010"]
    assert work.links.to_dict() == {
        "code": ["https://github.com/doe/warm", "https://github.com/doe/warmer"],
        "weights": ["https://hf.co/doe/warm"], "data": ["https://zenodo.org/records/7"],
        "pdf": ["https://a.example/warm.pdf"], "project": ["https://a.example/warm"], "video": ["https://youtu.be/abc"],
    }  # fmt: skip


def test_authors_are_names() -> None:
    work = record(authors=("Ida Lund", "Jan van den Berg"), has_more_authors=True)
    assert work.author.texts() == ["Lund, Ida", "van den Berg, Jan", "others"]


@pytest.mark.parametrize(
    ("written", "url", "repair"),
    [
        ("https://github.com/a/bhttps://github.com/a/b", "https://github.com/a/b", "two URLs were joined"),
        ("http:/a.example/x", "http://a.example/x", "the scheme was misspelt"),
        ("http://https://a.example/x", "https://a.example/x", "the scheme was doubled"),
        ("a.example/x", "https://a.example/x", "the scheme was missing"),
    ],
)
def test_a_repaired_link_is_a_finding(written: str, url: str, repair: str) -> None:
    work, findings = make_record(ListItem(7, "Warm Experts", written), (), {})
    assert work.url == url
    assert [str(finding) for finding in findings] == [f"7: MB104 link repaired, {repair}: {written!r}"]


TEXT = st.text(alphabet="arXiv:2401.00010/ht ps.[]()#?&=@", max_size=40)


@examples(200)
@given(
    TEXT.map(lambda text: f"https://{text}"), st.lists(st.tuples(TEXT, TEXT), max_size=3), TEXT,
    st.lists(TEXT, max_size=2),
)  # fmt: skip
def test_any_entry_has_a_record(url: str, links: list[tuple[str, str]], venue: str, authors: list[str]) -> None:
    assert record(url, *links, venue=venue, authors=tuple(authors)).title == "Warm Experts"
