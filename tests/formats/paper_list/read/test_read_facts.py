"""Which part of a work is what: one line for each rule."""

from __future__ import annotations

import pytest

from moebib.formats.paper_list.document import Role, WorkBlock
from moebib.formats.paper_list.reader import read_document
from moebib.library.config import Config


def only(text: str) -> WorkBlock:
    (block,) = read_document(text, Config()).blocks
    return block


def stated(text: str, role: Role) -> list[str]:
    return [text[part.start : part.end] for part in only(text).parts if part.role == role]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("- [Hydra](http://a.example/1): Many Heads for One Gate. ICML 2024", "Hydra: Many Heads for One Gate"),
        ("- Hydra: [Many Heads for One Gate](http://a.example/1)", "Hydra: Many Heads for One Gate"),
        ("- [[2024]](http://a.example/1) Many Heads for One Gate", "Many Heads for One Gate"),
        ("- [[arXiv:2401.00001](https://arxiv.org/abs/2401.00001)] Many Heads for One Gate", "Many Heads for One Gate"),
        ("- [[ICML 2024]](http://a.example/1) Many Heads for One Gate [[code](u)]", "Many Heads for One Gate"),
        ('- "Many Heads at a Gate", Jan Lund, Ida Berg, ICML 2024, [pdf](http://a.example/1)', "Many Heads at a Gate"),
        ("- Is One Head Enough? [paper](http://a.example/1), 2023", "Is One Head Enough?"),
        ("- [[Re] Many Heads for One Gate](http://a.example/1)", "[Re] Many Heads for One Gate"),
        ("- [Re] Many Heads for One Gate, [paper](http://a.example/1)", "[Re] Many Heads for One Gate"),
        ("- **Many Heads (MoH)**. *Jan Lund et al.* ICML 2024. [paper](http://a.example/1)", "Many Heads (MoH)"),
        ("- [Many Heads - A Roadmap to 2030](http://a.example/1), 2024", "Many Heads - A Roadmap to 2030"),
        ("- [Friends | Foes: A Study](http://a.example/1) | ICML 2024", "Friends | Foes: A Study"),
        ("- 【ICML 2024】《Many Heads of Clay》，王小明、李雷 [论文](http://a.example/1)", "Many Heads of Clay"),
        ("- [面向边缘设备的专家混合方法](http://a.example/1), 2024", "面向边缘设备的专家混合方法"),
        ("- [On *E. coli*](http://a.example/1), 2024", "On <i>E. coli</i>"),
        ("- Lund, I., & Berg, J. (2020). On clay and loam. *Acta*, 12. https://doi.org/10.5555/1", "On clay and loam"),
        ("| Paper | Year |\n|-|-|\n| **Many Heads** <br> Jan Lund, Ida Berg | 2024 |", "Many Heads"),
    ],
)  # fmt: skip
def test_the_title_is_found(text: str, title: str) -> None:
    assert only(text).item.title == title


@pytest.mark.parametrize(
    ("text", "venue", "date"),
    [
        ("- (**ICML 2024**) [Many Heads](http://a.example/1)", ["ICML"], ["2024"]),
        ("- Lund, I. (2022): [Many Heads of Clay](http://a.example/1). In: JMLR 23, S. 1-9", ["JMLR"], ["2022"]),
        ("- [Many Heads](http://a.example/1), accepted by ICML 2024 (Oral)", ["ICML"], ["2024"]),
        ("- [ICML'24.5] [Many Heads](http://a.example/1)", ["ICML"], ["24.5"]),
        ("- 【ICML 2024】[Many Heads](http://a.example/1)", ["ICML"], ["2024"]),
        ("- Many Heads of Clay [[ICML 2024]](http://a.example/1)", ["ICML"], ["2024"]),
        ("- [Many Heads](http://a.example/1) <br> Nature, May 2024", ["Nature"], ["May 2024"]),
        ("- 2024-05-07 | [Many Heads](http://a.example/1)", [], ["2024-05-07"]),
        ("| Title | Where | Code |\n|-|-|-|\n| [Many Heads](http://a.example/1) | - | N/A |", [], []),
    ],
)
def test_the_venue_and_the_date_are_found(text: str, venue: list[str], date: list[str]) -> None:
    assert (stated(text, "venue"), stated(text, "date")) == (venue, date)


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("- [Many Heads](http://a.example/1). Jan Lund, Ida Berg, Jon Arden. 2024", "Jan Lund, Ida Berg, Jon Arden"),
        ("- [Many Heads](http://a.example/1) by Jan Lund and Ida Berg", "Jan Lund and Ida Berg"),
        ("- [Many Heads](http://a.example/1)\n  - *Jan Lund, Ida Berg*", "Jan Lund, Ida Berg"),
        ("- [Many Heads](http://a.example/1)\n  - Authors: Lund", "Lund"),
        ("- Jan Lund, Ida Berg. [Many Heads for One Gate](http://a.example/1). ICML 2024", "Jan Lund, Ida Berg"),
        ("- Lund, J. (2020). On clay and loam. *Acta*, 12. https://doi.org/10.5555/1", "Lund, J."),
        ("| Title | Authors |\n|-|-|\n| [Many Heads](http://a.example/1) | Lund et al. |", "Lund et al."),
    ],
)
def test_the_authors_are_found(text: str, authors: str) -> None:
    assert stated(text, "authors") == [authors]


def test_links_have_the_kind_that_their_label_or_their_url_says() -> None:
    text = (
        "- [Many Heads](https://arxiv.org/abs/2401.00001) [[code](http://c.example)] [slides](http://s.example) "
        "[x](https://huggingface.co/a/b) [pdf](http://a.example/1) [[data]()]"
    )
    kinds = [(part.kind, text[part.start : part.end]) for part in only(text).parts if part.role == "url"]
    assert kinds == [
        ("paper", "https://arxiv.org/abs/2401.00001"),
        ("code", "http://c.example"),
        ("slides", "http://s.example"),
        ("weights", "https://huggingface.co/a/b"),
        ("pdf", "http://a.example/1"),
    ]


def test_a_badge_of_stars_names_the_repository() -> None:
    text = "- [Many Heads](http://a.example/1) ![](https://img.shields.io/github/stars/a/b)"
    assert stated(text, "repository") == ["a/b"]
    assert [link.url for link in only(text).item.links] == ["https://github.com/a/b"]


def test_a_badge_of_a_venue_states_it() -> None:
    item = only("- [Many Heads](http://a.example/1) ![](https://img.shields.io/badge/ICLR-2024-blue)").item
    assert (item.venue, str(item.issued)) == ("ICLR", "2024")


def test_the_rest_is_a_comment() -> None:
    text = "- [Many Heads](http://a.example/1) - The first of its kind. (@lab)"
    assert stated(text, "comment") == ["The first of its kind", "@lab"]
    assert only(text).item.other_text == "The first of its kind; @lab"
