"""The inline markup of a list: what a reader sees, and where each character of it is in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from moebib.formats.paper_list.read.inline import read_inline
from moebib.formats.paper_list.read.line import (
    BREAK,
    CELL,
    EM,
    EM_END,
    IMAGE,
    LINK,
    STRONG,
    STRONG_END,
    MarkdownLine,
    join,
)
from steps import steps
from strategies import examples


def inline(text: str, references: Mapping[str, str] | None = None) -> MarkdownLine:
    return read_inline(text, 0, len(text), references)


def urls(line: MarkdownLine) -> list[tuple[str, str]]:
    """The label and the URL of each link."""
    return [(link.label.plain, link.url) for link in line.links]


# --- what a reader sees


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a *b* c", "a b c"),
        ("a **b** _c_ __d__", "a b c d"),
        ("~~a~~ b", "a b"),
        ("a `b*c*` d", "a b*c* d"),
        ("``a ` b`` c", "a ` b c"),
        ("<b>a</b> <ins>b</ins><br>c", "a b c"),
        ("a <!-- not *shown* --> b", "a b"),
        ("a&nbsp;b &amp; c &#945;&#x3b2;", "a b & c αβ"),
        (r"\*a\* \[b\] \_c", "*a* [b] _c"),
        ("AT&T and R&D;", "AT&T and R&D;"),
        (":fire: a", "a"),
        ("a\r\n  b", "a b"),
        ("a  \n b\\\nc", "a b c"),
        ("$x_i$ is *not* $5", "$x_i$ is not $5"),
        ("2 < 3 and <3", "2 < 3 and <3"),
        ("a <!-- b", "a <!-- b"),
        ("a ` b", "a ` b"),
    ],
)
def test_the_text_is_what_a_reader_sees(text: str, plain: str) -> None:
    assert inline(text).plain == plain


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("On *E. coli*", "On <i>E. coli</i>"),
        ("**On *E. coli***", "On <i>E. coli</i>"),
        ("H<sub>2</sub>O and x<sup>2</sup>", "H<sub>2</sub>O and x<sup>2</sup>"),
        ("[A *b*](http://a.example)", "A <i>b</i>"),
        ("`Code` for $x$", "Code for $x$"),
        ("costs \\$5", "costs $5"),
    ],
)
def test_markup_in_titles_is_kept_but_emphasis_of_the_whole_is_not(text: str, marked: str) -> None:
    assert inline(text).marked == marked


# --- links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[a](http://a.example)", [("a", "http://a.example")]),
        ('[a](http://a.example "A title")', [("a", "http://a.example")]),
        ("[a]( http://a.example )", [("a", "http://a.example")]),
        ("[a](<http://a.example/b c>)", [("a", "http://a.example/b c")]),
        ("[a](http://a.example/b c)", [("a", "http://a.example/b c")]),
        ("[a](http://a.example/b(c)_(d(e)))", [("a", "http://a.example/b(c)_(d(e))")]),
        (r"[a](http://a.example/b\_c\(d)", [("a", "http://a.example/b_c(d")]),
        ("[a](http://a.example/?b=1&amp;c=2)", [("a", "http://a.example/?b=1&c=2")]),
        ("[a]()", [("a", "")]),
        ("[[a](http://a.example)]", [("a", "http://a.example")]),
        ("[[a]](http://a.example)", [("[a]", "http://a.example")]),
        ("[a [b](http://b.example)](c.html)", [("b", "http://b.example")]),
        ("[a `]` b](http://a.example)", [("a ] b", "http://a.example")]),
        (r"[a \] b](http://a.example)", [("a ] b", "http://a.example")]),
        ("[a] (http://a.example)", [("http://a.example", "http://a.example")]),
        (r"\[a](u)", []),
        ("`[a](u)`", []),
        ('<a href="http://a.example">a <b>b</b></a>', [("a b", "http://a.example")]),
        ("<A target=_blank HREF='http://a.example'>a</A>", [("a", "http://a.example")]),
        ("<a href=http://a.example>a", [("a", "http://a.example")][:0]),
        ("<http://a.example>", [("http://a.example", "http://a.example")]),
        ("see http://a.example/b.", [("http://a.example/b", "http://a.example/b")]),
        ("(http://a.example/b(c)), d", [("http://a.example/b(c)", "http://a.example/b(c)")]),
        ("http://a.example/b，c", [("http://a.example/b，c", "http://a.example/b，c")]),
        ("doi:10.5555/a.1.", [("doi:10.5555/a.1", "https://doi.org/10.5555/a.1")]),
        ("arXiv:2401.00001v2", [("arXiv:2401.00001v2", "https://arxiv.org/abs/2401.00001v2")]),
    ],
)
def test_links_have_their_label_and_their_url(text: str, links: list[tuple[str, str]]) -> None:
    assert urls(inline(text)) == links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[a][B  c]", [("a", "http://b.example")]),
        ("[b c][]", [("b c", "http://b.example")]),
        ("[B C] d", [("B C", "http://b.example")]),
        ("[a][other]", []),
        ("[a [b c] d](e.html)", [("b c", "http://b.example")]),
    ],
)
def test_a_reference_link_leads_where_its_definition_says(text: str, links: list[tuple[str, str]]) -> None:
    line = inline(text, {"b c": "http://b.example"})
    assert urls(line) == links
    assert all(link.start == link.end for link in line.links)


@pytest.mark.parametrize(
    ("text", "images"),
    [
        ("![a](http://a.example/b.svg)", [("a", "http://a.example/b.svg")]),
        ("<img alt='a' src=http://a.example/b.svg>", [("a", "http://a.example/b.svg")]),
        ("<img>", [("", "")]),
        (r"\![a](http://a.example)", []),
    ],
)
def test_images_have_their_url(text: str, images: list[tuple[str, str]]) -> None:
    line = inline(text)
    assert [(image.label.plain, image.url) for image in line.images] == images
    assert line.mask.count(IMAGE) == len(images)


def test_a_badge_is_a_link_whose_label_is_an_image() -> None:
    (link,) = inline("[![Stars](https://badge.example/x)](https://code.example)").links
    assert link.url == "https://code.example"
    assert link.label.is_image
    assert link.label.images[0].url == "https://badge.example/x"


@pytest.mark.parametrize(
    "text",
    ["[a](http://x.example/b)", "<a href='http://x.example/b'>a</a>", "<http://x.example/b>", "c http://x.example/b.",
     "![a](http://x.example/b)", "<img src=http://x.example/b>", "[a](<http://x.example/b>)",
     "[a](http://x.example/b 'c')"],
)  # fmt: skip
def test_a_link_has_the_place_of_its_url(text: str) -> None:
    line = inline(text)
    (link,) = line.links or line.images
    assert text[link.start : link.end] == "http://x.example/b"


def test_nothing_is_read_behind_the_end() -> None:
    text = "| [a](http://a.example/b | c) | [d][e] |"
    assert urls(read_inline(text, 2, 24, {"e": "u"})) == [("http://a.example/b", "http://a.example/b")]
    assert urls(read_inline("[d][e]", 0, 3, {"e": "u"})) == []


# --- emphasis


def shown_by_markdown_it(text: str) -> str:
    """The text of a paragraph with the marks of ``inline``."""
    paragraphs = [token for token in MarkdownIt("commonmark").parse(text) if token.type == "inline"]
    return "".join(_shown(paragraphs[0].children or [])) if paragraphs else ""


def _shown(tokens: list[Token]) -> Iterator[str]:
    marks = {"em_open": EM, "em_close": EM_END, "strong_open": STRONG, "strong_close": STRONG_END}
    for token in tokens:
        yield marks.get(token.type, token.content)


@examples(300)
@given(
    st.text(alphabet="ab *_", max_size=14)
    .filter(lambda text: not re.search(r"\*_|_\*", text))
    .map(lambda text: f"x {text} y")
)
def test_emphasis_between_letters_and_spaces_is_that_of_commonmark(text: str) -> None:
    assert re.sub(" +", " ", inline(text).text) == re.sub(" +", " ", shown_by_markdown_it(text))


@pytest.mark.parametrize("text", ["**Bold.**After", "a**(b)**c", "**“Title”**，作者"])
def test_bold_text_may_touch_what_is_beside_it(text: str) -> None:
    assert STRONG in inline(text).mask


# --- places

HOSTILE = st.text(
    alphabet=st.one_of(st.sampled_from("[]()!*_`~<>&;\\\"'$|: \n\r\t\0\x01\x05\x17-aE1.文🚀"), st.characters()),
    max_size=60,
)
FRAGMENTS = st.lists(
    st.one_of(
        st.sampled_from(
            ("[a](http://b.example/c_d)", "[![a](b)](c)", "<a href='x'>", "</a>", "&amp;", "&ngE;", "<br>", "$x^2$",
             "**", "*", "_", "`", "``", "<!--", "-->", "http://a.example/b).", "arXiv:2401.00001", "doi:10.5555/x.",
             "\\*", "[", "](", ")", "<img src=a>", "\r\n", ":fire:", "[r]", "[r][]")
        ),
        HOSTILE,
    ),
    max_size=10,
).map("".join)  # fmt: skip


def assert_places(line: MarkdownLine, text: str, start: int, end: int) -> None:
    """Each character of a line is a part of *text*, and they follow each other from *start* to *end*."""
    assert len(line.text) == len(line.mask) == len(line.at) - 1
    assert line.at[-1] == end
    assert all(before < after for before, after in zip(line.at, line.at[1:], strict=False)) or not line.text
    assert not line.text or line.at[0] == start
    pieces = [text[before:after] for before, after in zip(line.at, line.at[1:], strict=False)]
    assert "".join(pieces) == text[start:end]
    assert line.mask.count(LINK) == len(line.links)
    assert line.mask.count(IMAGE) == len(line.images)
    marks = [i for i, char in enumerate(line.mask) if char in (LINK, IMAGE)]
    targets = {LINK: iter(line.links), IMAGE: iter(line.images)}
    for i in marks:
        link = next(targets[line.mask[i]])
        assert line.at[i] <= link.start <= link.end <= line.at[i + 1]
        assert line.at[i] <= link.label.at[0] <= link.label.at[-1] <= line.at[i + 1]


@examples(500)
@given(FRAGMENTS)
def test_every_character_is_at_its_place(text: str) -> None:
    assert_places(inline(text, {"r": "http://r.example"}), text, 0, len(text))


@examples(300)
@given(FRAGMENTS, st.data())
def test_a_part_of_a_file_is_read_by_itself(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert_places(read_inline(text, start, end, {"r": "u"}), text, start, end)


@examples(200)
@given(FRAGMENTS, st.data())
def test_a_part_of_a_line_has_its_links_and_its_places(text: str, data: st.DataObject) -> None:
    line = inline(text)
    start = data.draw(st.integers(0, len(line.text)))
    end = data.draw(st.integers(start, len(line.text)))
    part = line.part(start, end)
    assert part.text == line.text[start:end]
    assert_places(part, text, line.at[start], line.at[end])
    stripped = line.strip()
    assert stripped.plain == line.plain
    assert_places(stripped, text, stripped.at[0], stripped.at[-1])


def test_joined_lines_have_the_places_of_each() -> None:
    text = "[a](u) | b | ![c](v)"
    line = join([read_inline(text, 0, 6), read_inline(text, 9, 10), read_inline(text, 13, len(text))], CELL)
    assert line.mask == f"{LINK}{CELL}b{CELL}{IMAGE}"
    assert [text[before:after] for before, after in zip(line.at, line.at[1:], strict=False)] == [
        "[a](u)", " | ", "b", " | ", "![c](v)",
    ]  # fmt: skip
    assert line.plain == "a b"
    assert join([]).text == ""


def test_marks_in_the_file_are_replaced() -> None:
    assert inline("a\x01\x05\x17\0b").plain == "a\ufffd\ufffd\ufffd\ufffdb"
    assert inline("a<br/>b").text == f"a{BREAK}b"


# --- cost


@pytest.mark.parametrize(
    "repeated",
    ["[", "![", "[a](", "`a``", "<!--", "<a href=x>", "*a ", "**a", "_", "(", "&", "$a ", "http://a.example/(",
     "[a](http://b.example) ", "<b ", "    ", ":a", "\\"],
)  # fmt: skip
def test_the_cost_is_linear(repeated: str) -> None:
    few, many = (steps(lambda size=size: inline(repeated * size)) for size in (250, 1000))  # type: ignore[misc]
    assert many < 5 * few


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("[", "](u)"), ("![", "](u)"), ("[![", "](u)](v)"), ("[", "]"), ("**", "**"), ("[", "][r]")],
)
def test_the_cost_of_nested_markup_is_linear(opening: str, closing: str) -> None:
    few, many = (
        steps(lambda size=size: inline(opening * size + "a" + closing * size, {"r": "u"}))  # type: ignore[misc]
        for size in (250, 1000)
    )
    assert many < 5 * few


@pytest.mark.parametrize("inside", ["\\" * 60, "(" + "\\" * 60, "(a)" * 60 + "(", "http://a" + " " * 60, "(\\a" * 60])
def test_a_destination_that_does_not_end_is_no_link(inside: str) -> None:
    assert "a" in inline(f"[a]({inside} b").plain
