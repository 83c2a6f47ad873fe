"""What goes together as a work: lines, items with what is below them, rows, and paragraphs that go on."""

from __future__ import annotations

import pytest

from moebib.formats.paper_list.reader import read_document
from moebib.library.config import Config


def cut(text: str) -> list[tuple[str, str]]:
    """The section and the text of each work."""
    return [(block.tag, text[block.start : block.end]) for block in read_document(text, Config()).blocks]


@pytest.mark.parametrize(
    "work",
    [
        "- Warm Experts at Home\n  - Jan Lund, Ida Berg\n  - ICML 2024\n  - [Paper](http://a.example/1)\n",
        "- [Warm Experts at Home](http://a.example/1)\n  - Code: [here](http://c.example)\n",
        "- [Warm Experts at Home](http://a.example/1)\n\n  Jan Lund, Ida Berg. ICML 2024\n",
        "**Warm Experts at Home**\n- Authors: Jan Lund, Ida Berg\n- Paper: http://a.example/1\n",
        "**Warm Experts at Home**\n\nAuthors: Jan Lund, Ida Berg\n\n[Paper](http://a.example/1)\n",
        "### Warm Experts at Home\n\n- Authors: Jan Lund, Ida Berg\n- Paper: http://a.example/1\n",
        "### [Warm Experts at Home](https://arxiv.org/abs/2401.00001)\n\nAuthors: Jan Lund, Ida Berg\n",
        "[Warm Experts at Home](http://a.example/1)\n[[code](http://c.example)]\n",
    ],
)
def test_a_work_has_all_that_says_something_of_it(work: str) -> None:
    other = work.replace("Warm Experts", "Cold Gates").replace("a.example/1", "a.example/2").replace("00001", "00002")
    text = f"# Papers\n\n## Gates\n\n{work}\n{other}"
    assert [(tag, shown.strip()) for tag, shown in cut(text)] == [("gates", work.strip()), ("gates", other.strip())]


@pytest.mark.parametrize(
    "topic",
    [
        "- Clay\n  - [Warm Experts at Home](http://a.example/1)\n  - [Cold Gates for Cars](http://a.example/2)\n",
        "- Clay\n  - Clay\n    - [Warm Experts at Home](http://a.example/1)\n",
        "**Clay**\n\n- [Warm Experts at Home](http://a.example/1)\n",
        "**Clay**\n\n[Warm Experts at Home](http://a.example/1), KDD 2021\n",
        "**Clay**:\n[Warm Experts at Home](http://a.example/1), KDD 2021\n",
        "<details><summary><b>Clay</b></summary>\n\n- [Warm Experts at Home](http://a.example/1)\n\n</details>\n",
        "<h3>Clay</h3>\n\n- [Warm Experts at Home](http://a.example/1)\n",
    ],
)
def test_a_line_above_works_is_a_heading(topic: str) -> None:
    assert {tag.partition("/")[0] for tag, _ in cut(topic)} == {"clay"}
    assert all("Clay" not in work for _, work in cut(topic))


@pytest.mark.parametrize(
    "end",
    ["- Clay\n  - [Warm Experts at Home](http://a.example/1)\n",
     "<details><summary>Clay</summary>\n\n- [Warm Experts at Home](http://a.example/1)\n\n</details>\n\n"],
)  # fmt: skip
def test_such_a_section_ends_with_what_is_below_it(end: str) -> None:
    assert [tag for tag, _ in cut(f"{end}- [Cold Gates for Cars](http://a.example/2)\n")] == ["clay", ""]


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("- [Gates of Clay and Loam](http://a.example/1) / [Gates of Sand and Water](http://a.example/2), KDD 2021",
         ["- [Gates of Clay and Loam](http://a.example/1) / ",
          "[Gates of Sand and Water](http://a.example/2), KDD 2021"]),
        ("[Gates of Clay](http://a.example/1), 2021<br>\n[Gates of Sand](http://a.example/2), 2020<br>\n",
         ["[Gates of Clay](http://a.example/1), 2021<br>\n", "[Gates of Sand](http://a.example/2), 2020<br>\n"]),
        ("<ul><li><a href='http://a.example/1'>Gates of Clay</a><li><a href='http://a.example/2'>Gates</a></ul>",
         ["<li><a href='http://a.example/1'>Gates of Clay</a>", "<li><a href='http://a.example/2'>Gates</a></ul>"]),
    ],
)  # fmt: skip
def test_several_works_are_cut_apart(text: str, works: list[str]) -> None:
    assert [shown for _, shown in cut(text)] == works


def test_a_column_of_names_is_not_that_of_the_titles() -> None:
    text = (
        "| Method | Paper | Where |\n|-|-|-|\n"
        "| Hydra | [Many Heads for One Gate](http://a.example/1) | ICML 2024 |\n"
        "| Loam | [Sand and Clay at the Gates](http://a.example/2) | - |\n"
    )
    titles = [block.item.title for block in read_document(text, Config()).blocks]
    assert titles == ["Many Heads for One Gate", "Sand and Clay at the Gates"]
