"""A work that a list has twice is one work with the better of all facts; another work with its link stays another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.paper_list.reader import read
from moebib.library.config import Config
from moebib.library.library import Library
from moebib.records.record import Record
from strategies import examples

ARXIV = "https://arxiv.org/abs/2401.00010"
OTHER_ARXIV = "https://arxiv.org/abs/2402.00020"
REVIEW = "https://openreview.net/forum?id=abcdefgh"
TITLE = "Warm Experts: Keeping Routers Busy"


def works(*lines: str) -> tuple[Record, ...]:
    return read("\n".join(f"- {line}" for line in lines), Config()).records


def findings(*lines: str) -> list[str]:
    return [str(finding) for finding in read("\n".join(f"- {line}" for line in lines), Config()).findings]


PREPRINT = f"[arXiv'24.1] [{TITLE}]({ARXIV})"
PAPER = f"[ICML'24.7] [{TITLE}]({REVIEW})"


@pytest.mark.parametrize("lines", [(PREPRINT, PAPER), (PAPER, PREPRINT)])
def test_a_preprint_and_its_publication_are_one_work_in_any_order(lines: tuple[str, str]) -> None:
    (work,) = works(*lines)
    assert (work.type, work.venue, str(work.issued)) == ("paper-conference", "ICML", "2024-07")
    assert sorted(map(str, work.identifiers)) == ["arxiv:2401.00010", "openreview:abcdefgh"]
    (version,) = work.versions
    assert (version.is_preprint, str(version.issued), version.venue) == (True, "2024-01", "arXiv")


def test_a_repeated_work_has_all_sections_and_labels_and_is_reported() -> None:
    text = f"# A\n## X\n- {PREPRINT} [fast]\n## Y\n- {PREPRINT} [small]\n"
    parsed = read(text, Config())
    assert [(work.tags, work.keyword) for work in parsed.records] == [(("x", "y"), ("fast", "small"))]
    assert [str(finding) for finding in parsed.findings] == ["5: MB103 duplicate of line 3, merged"]


@pytest.mark.parametrize(
    ("dates", "issued"),
    [(("'24", "'24.7"), "2024-07"), (("'24.7", "'24"), "2024-07"), (("'24", "'25.1"), "2024"), (("", "'24"), "2024")],
)
def test_the_more_precise_date_counts(dates: tuple[str, str], issued: str) -> None:
    (work,) = works(*(f"[ICML{date}] [{TITLE}]({REVIEW})" for date in dates))
    assert str(work.issued) == issued


@pytest.mark.parametrize(
    "other",
    ["Keeping Routers Busy", "Warm Experts: Keeping Routers...", "Warm Experts", "warm experts - keeping routers busy",
     "Warm Experts: Keeping Ruoters Busy", "Warm Experts: Keeping Routers Busy at Night"],
)  # fmt: skip
def test_a_cut_a_typo_or_a_name_in_front_is_no_other_title(other: str) -> None:
    assert len(works(PREPRINT, f"[{other}]({ARXIV})")) == 1
    assert len(works(f"[{other}]({ARXIV})", PREPRINT)) == 1


def test_a_cut_title_is_replaced_by_the_whole_one() -> None:
    (work,) = works(f"[Warm Experts: Keeping Routers...]({ARXIV})", PREPRINT)
    assert (work.title, work.aliases) == (TITLE, ("Warm Experts: Keeping Routers...",))


@pytest.mark.parametrize("link", [ARXIV, "https://a.example/warm.pdf"])
def test_two_titles_on_one_link_are_two_works_and_a_finding(link: str) -> None:
    lines = (f"[Warm Experts]({link})", f"[A Survey of Cold Gates]({link})")
    first, second = works(*lines)
    assert (first.title, second.title, first.link, second.link) == (
        "Warm Experts",
        "A Survey of Cold Gates",
        link,
        link,
    )
    assert not set(first.identifiers) & set(second.identifiers)
    Library((first, second))  # no clash
    (finding,) = [text for text in findings(*lines) if "MB106" in text]
    assert finding.startswith("2: MB106 same link as line 1, 'Warm Experts', under another title: ")


def test_an_identifier_of_another_work_is_not_taken_over_with_the_own_one() -> None:
    cold = f"[A Survey of Cold Gates]({REVIEW})"
    mixed = f"[{TITLE}]({ARXIV}) [[paper]({REVIEW})]"
    for lines in ((PREPRINT, cold, mixed), (cold, mixed, PREPRINT), (cold, f"[Hot Gates in Summer]({OTHER_ARXIV})",
                  f"[Something Else Entirely]({OTHER_ARXIV}) [[paper]({REVIEW})]")):  # fmt: skip
        Library(works(*lines))  # no clash
        assert any("MB106" in text for text in findings(*lines))


def test_a_third_entry_finds_the_one_with_its_title() -> None:
    cold = f"[A Survey of Cold Gates]({ARXIV})"
    assert [work.title for work in works(PREPRINT, cold, cold, PREPRINT)] == [TITLE, "A Survey of Cold Gates"]


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [
        (f"[{TITLE}]({ARXIV})", f"[{TITLE}]({OTHER_ARXIV})", 2),
        (f"[{TITLE}]({ARXIV})", f"[{TITLE}](https://a.example/x)", 1),
        (f"[{TITLE}](https://a.example/x)", f"[{TITLE}](https://b.example/y)", 1),
        ("[Hydra](https://a.example/x)", "[Hydra](https://b.example/y)", 2),
        ("[Hydra](https://github.com/a/hydra)", "[Hydra](https://github.com/b/hydra)", 2),
        ("[Introduction](https://a.example/x), ICML 2020", "[Introduction](https://b.example/y), ICML 2021", 2),
        ("[ICML'04] [Sparse Experts]", "[ICML'24] [Sparse Experts]", 2),
        ("[ICML'23] [Sparse Experts]", "[TPAMI'24] [Sparse Experts]", 1),
    ],
)
def test_one_title_is_one_work_unless_something_contradicts_it(first: str, second: str, number: int) -> None:
    assert len(works(first, second)) == number


def test_another_page_of_a_work_is_kept_as_a_link() -> None:
    (work,) = works(f"[{TITLE}](https://a.example/x)", f"[{TITLE}](https://b.example/y.pdf)")
    assert (work.link, work.links.pdf) == ("https://a.example/x", ("https://b.example/y.pdf",))


LINES = st.builds(
    lambda venue, title, url, other: f"[{venue}] [{title}]({url}){other}",
    st.sampled_from(("arXiv'24", "ICML'24.7", "ICML'24", "Clay Inc.'23", "'25")),
    st.sampled_from((TITLE, "Warm Experts", "Cold Gates", "A Survey of Cold Gates", "Hydra")),
    st.sampled_from((ARXIV, OTHER_ARXIV, REVIEW, "https://a.example/x", "https://github.com/doe/hydra")),
    st.sampled_from(("", f" [[paper]({REVIEW})]", f" [[arXiv]({OTHER_ARXIV})]", f" [[pdf]({ARXIV})]")),
)


@examples(200)
@given(st.lists(LINES, max_size=6))
def test_any_list_gives_a_library_without_clashes_and_reports_each_line(lines: list[str]) -> None:
    parsed = read("\n".join(f"- {line}" for line in lines), Config())
    Library(parsed.records)
    merged = sum(finding.code == "MB103" for finding in parsed.findings)
    assert len(parsed.records) + merged == len(lines)
    titles = {title for record in parsed.records for title in record.titles}
    assert titles == {line.split("] [")[1].split("](")[0] for line in lines}
