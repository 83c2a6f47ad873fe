"""Where everything in a list is: the README is edited in place by these places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lists_world.lists import make_list
from lists_world.templates import TEMPLATES
from moebib.formats.paper_list.document import ListDocument
from moebib.formats.paper_list.reader import read_document
from moebib.library.config import Config
from steps import steps
from strategies import examples

LINES = (
    "# List", "## Contents", "### 2024", "**Topic**", "---", "",
    "- [Warm Experts at Home](http://a.example/1) Jan Lund, Ida Berg. ICML 2024 [[code](https://github.com/a/b)]",
    "  - Code: [here](https://github.com/a/b) ![](https://img.shields.io/github/stars/a/b)",
    "  - [Cold Experts on Tour](http://a.example/2), 2023",
    "    Lund, I. and Berg, J.",
    "[ICML'24.5] [Hydra: Many Heads](http://a.example/3) [[code](http://c.example)] [Routing]",
    "1. **Slow Gates for Fast Cars.** *Ida Berg, Jon Lund*. (NeurIPS 2023) [paper](http://a.example/4)",
    "| Title | Venue | Year |", "|---|---|---|", "| [A Table of Works \\| Part 2](http://a.example/5) | ACL | 2022 |",
    "| `a|b` | [c](d", "[Gates of Clay](http://a.example/6) / [Gates of Sand and Water](http://a.example/7), KDD 2021",
    "<details><summary>2022</summary>", "</details>", "<ul><li><a href='http://a.example/8'>Lists in HTML Are Work</a>",
    "</li></ul>", "<table><tr><td>Title</td></tr><tr><td><a href='u'>An Old Table of Works</a> 2020</td></tr></table>",
    "> [A quoted work of art](http://a.example/9)", "```", "<!-- moebib:begin -->", "<!-- moebib:end -->", "<p>",
    "<!--", "[Reference Links in Lists][r]", "[r]: http://a.example/10", "\ufeff", "\t- deeper 深度学习 [论文](http://a.example/11)",
    "Lund, I., & Berg, J. (2020). On clay. *Acta*, 12. doi:10.5555/a.1.", "Setext heading of a section", "===",
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(LINES), st.sampled_from(LINES), st.text(max_size=20)), max_size=25).flatmap(
    lambda lines: st.sampled_from(("\n", "\r\n", "\n\n", "\r")).map(lambda end: end.join(lines))
)


def assert_places(document: ListDocument) -> None:
    """Blocks and headings are in the text and do not overlap, and the parts are in their block and do not either."""
    text, done = document.text, 0
    for block in document.blocks:
        assert done <= block.start < block.end <= len(text)
        inside = block.start
        for part in block.parts:
            assert inside <= part.start < part.end <= block.end
            inside = part.end
        done = block.end
    done = 0
    for heading in document.headings:
        assert done <= heading.start < heading.end <= len(text)
        done = heading.end
    for block in document.blocks:
        assert not [heading for heading in document.headings if heading.start < block.end and block.start < heading.end]


@given(TEXTS)
def test_places_in_any_text_do_not_overlap(text: str) -> None:
    document = read_document(text, Config())
    assert document.text == text
    assert_places(document)


@pytest.mark.parametrize("template", TEMPLATES)
def test_places_in_a_list_do_not_overlap(template: str) -> None:
    assert_places(read_document(make_list([TEMPLATES[template]], 1).text, Config()))


@examples(15)
@given(seed=st.integers(0, 100_000), templates=st.lists(st.sampled_from(list(TEMPLATES)), min_size=2, max_size=3))
def test_places_in_a_list_of_several_forms_do_not_overlap(seed: int, templates: list[str]) -> None:
    assert_places(read_document(make_list([TEMPLATES[name] for name in templates], seed).text, Config()))


def test_a_part_is_where_the_list_states_it() -> None:
    text = (
        "# Papers\r\n\r\n## 🔥 Gates\r\n\r\n"
        "- **Warm Experts at Home: A Survey** (ICML 2024) [[paper](https://arxiv.org/abs/2401.00001)]\r\n"
        "  Jan Lund, Ida Berg\r\n"
    )
    (block,) = read_document(text, Config()).blocks
    assert [(part.role, text[part.start : part.end]) for part in block.parts] == [
        ("title", "Warm Experts at Home: A Survey"),
        ("venue", "ICML"),
        ("date", "2024"),
        ("url", "https://arxiv.org/abs/2401.00001"),
        ("authors", "Jan Lund, Ida Berg"),
    ]
    assert text[block.start : block.end] == text[text.index("- **") :]


def works(text: str) -> list[str]:
    return [block.item.title for block in read_document(text, Config()).blocks]


# --- what is no work


@pytest.mark.parametrize(
    "text",
    [
        "## Contents\n- [Warm Experts](http://a.example/warm)",
        "- [Warm Experts at Home](#warm-experts-at-home)\n- [Cold Gates](#cold-gates)",
        "## Sponsors\n- [A Very Good Company Indeed](http://company.example)",
        "## Contributing\n- [How to open a pull request](http://docs.example)",
        "## License\nThis is [free for all of you](http://licence.example), 2024.",
        "## News\n- [2026/05/01] This list has 1,000 [stars](http://a.example)!",
        "We thank [the people of the lab](http://lab.example) for all they did for us and the [readers](http://b.example).",
        "[![Stars](https://img.shields.io/github/stars/a/b)](http://a.example)",
        "> [Warm Experts at Home](http://a.example)",
        "```\n[Warm Experts at Home](http://a.example)\n```",
        "Maintained by Jan Lund since 2024.",
        "- just a few words",
    ],
)
def test_other_text_is_no_work(text: str) -> None:
    assert works(f"# Papers\n\n{text}\n") == []


# --- cost


@pytest.mark.parametrize(
    "repeated",
    [
        "- [Warm Experts at Home](http://a.example/1), ICML 2024\n",
        "[Warm Experts at Home](http://a.example/1) ",
        "- [Warm Experts at Home](http://a.example/1)\n  - Code: [x](http://c.example)\n",
        "**Warm Experts at Home**\n\nCode: [x](http://c.example)\n\n",
        "<li><a href='http://a.example'>Warm Experts at Home</a>\n",
        "<details><summary>a</summary>\n\n",
        "<table><tr><td>",
        "<div>",
        "a, ",
        "Jan Lund, ",
        "Authors: Jan Lund. ",
        "more words of a line\n",
        "(", "[", "**", "\"a ", "《", "|",
    ],
)  # fmt: skip
def test_the_cost_is_linear(repeated: str) -> None:
    few, many = (steps(lambda size=size: read_document(repeated * size, Config())) for size in (50, 200))  # type: ignore[misc]
    assert many < 5 * few


@pytest.mark.parametrize(
    ("opening", "closing"), [("[", "]"), ("(", ")"), ("**", "**"), ("*a **b ", "** *"), ("《", "》")]
)
def test_nesting_may_be_deep(opening: str, closing: str) -> None:
    assert len(read_document(f"- {opening * 10_000}a{closing * 10_000}", Config()).blocks) < 2


def test_the_cost_of_a_long_title_with_many_remarks_is_linear() -> None:
    few, many = (
        steps(lambda size=size: read_document(f"- [{'a {b}, ' * size}](http://a.example). {'c, ' * size}", Config()))  # type: ignore[misc]
        for size in (50, 200)
    )
    assert many < 5 * few
