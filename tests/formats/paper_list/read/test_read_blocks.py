"""The blocks of a list: items with what is below them, tables, headings and HTML, each with its place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.paper_list.read.blocks import (
    HeadingBlock,
    ItemBlock,
    ListText,
    ParagraphBlock,
    SkippedBlock,
    SourceBlock,
    TableBlock,
)
from moebib.formats.paper_list.read.line import BREAK, CELL, MarkdownLine, join
from moebib.formats.paper_list.read.markdown_blocks import read_blocks
from strategies import examples


def paragraphs(item: ItemBlock) -> list[MarkdownLine]:
    """All paragraphs of an item and of the items below it."""
    return [*item.paragraphs, *(line for child in item.children for line in paragraphs(child))]


def blocks(text: str) -> list[SourceBlock]:
    return list(read_blocks(ListText(text)))


def items(text: str) -> list[tuple[str, list[str], list[str], str]]:
    """The marker, the paragraphs, what is below, and the place of each item."""
    return [
        (block.marker, [line.plain for line in block.paragraphs],
         [join(paragraphs(child), BREAK).plain for child in block.children], text[block.start : block.end])
        for block in blocks(text) if isinstance(block, ItemBlock)
    ]  # fmt: skip


def table(text: str) -> tuple[list[str], list[list[str]], list[str]]:
    """The head, the cells and the places of the rows of the only block."""
    (block,) = blocks(text)
    assert isinstance(block, TableBlock)
    cells = [[cell.plain for cell in row] for row, _, _ in block.rows]
    return [cell.plain for cell in block.head], cells, [text[start:end] for _, start, end in block.rows]


# --- items


def test_an_item_has_its_paragraphs_and_the_items_below_it() -> None:
    assert items("- a\n  - b\n    c\n\n  d\n- e\n") == [
        ("-", ["a", "d"], ["b c"], "- a\n  - b\n    c\n\n  d\n"),
        ("-", ["e"], [], "- e\n"),
    ]


def test_an_item_ends_before_the_empty_lines_behind_it() -> None:
    text = "1. a\n2) b\n\n\n* c\r\n  d\r\n\r\nx"
    assert items(text) == [
        ("1.", ["a"], [], "1. a\n"),
        ("2)", ["b"], [], "2) b\n"),
        ("*", ["c d"], [], "* c\r\n  d\r\n"),
    ]


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("- a\n\n      code\n\n  b", ["a", "b"]),
        ("- # a\n  b", ["a", "b"]),
        ("-\n  a", ["a"]),
        ("-\ta", ["a"]),
        ("- a\nlazy", ["a lazy"]),
        ("-", []),
    ],
)
def test_code_in_an_item_is_no_text_of_it(text: str, paragraphs: list[str]) -> None:
    assert [shown for _, shown, _, _ in items(text)] == [paragraphs]


def test_the_items_of_html_are_items() -> None:
    text = "<ul>\n<li>a</li>\n<li>b <ul><li>c\n<li>d</ul></ul>"
    assert [shown for _, shown, _, _ in items(text)] == [["a"], ["b"], ["c"], ["d"]]


# --- tables


def test_a_pipe_with_a_backslash_does_not_end_a_cell_and_one_in_code_does() -> None:
    text = "| A | B |\n|:-|-:|\n| a \\| b | `c|d` |\n"
    assert table(text) == (["A", "B"], [["a | b", "`c"]], ["| a \\| b | `c|d` |\n"])


def test_a_row_has_as_many_cells_as_the_head() -> None:
    head, cells, rows = table("A | B\n-|-\n| a |\n| b | c | d |\r\ne | f\n | | |")
    assert head == ["A", "B"]
    assert cells == [["a", ""], ["b", "c"], ["e", "f"], ["", ""]]
    assert rows == ["| a |\n", "| b | c | d |\r\n", "e | f\n", " | | |"]


@pytest.mark.parametrize(
    "text",
    [
        "<table><tr><th>A</th><th>B</th></tr><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
        "<table><tr><th>A<th>B<tr><td>a<td>b\n<tr><td>c</table>",
        "<TABLE border=1>\n<TR><TD>A</TD><TD>B</TD></TR>\n<TR><TD>a</TD><TD>b</TD></TR>\n<TR><TD>c</TD></TR>\n</TABLE>",
    ],
)
def test_a_table_of_html_is_a_table(text: str) -> None:
    head, cells, rows = table(text)
    assert (head, cells) == (["A", "B"], [["a", "b"], ["c", ""]])
    assert all(row.lower().startswith("<tr") for row in rows)


def test_the_cells_of_a_row_have_their_places_in_its_line() -> None:
    text = "|A|B|\n|-|-|\n| [a](u) |  b |\n"
    (block,) = blocks(text)
    assert isinstance(block, TableBlock)
    line = join(block.rows[0][0], CELL)
    assert line.plain == "a b"
    assert [text[before:after] for before, after in zip(line.at, line.at[1:], strict=False)] == ["[a](u)", " |  ", "b"]


# --- headings and others


@pytest.mark.parametrize(
    ("text", "level", "shown"),
    [
        ("# A", 1, "A"),
        ("### **A** b ###", 3, "A b"),
        ("# C#", 1, "C#"),
        ("A\nb\n===\n", 1, "A b"),
        ("A\n---", 2, "A"),
        ("\ufeff# A", 1, "A"),
        ("<h2 align='center'>A</h2>", 2, "A"),
        ("<summary>A <b>b</b></summary>", 0, "A b"),
        ("#", 1, ""),
    ],
)
def test_headings_have_their_level_and_their_text(text: str, level: int, shown: str) -> None:
    (block,) = blocks(text)
    assert isinstance(block, HeadingBlock)
    assert (block.level, block.line.plain) == (level, shown)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("> a", "block quote"), ("```\n- a\n```", "code block"), ("    a", "code block"), ("<!-- a -->", "HTML"),
     ("<tr><td>a</td></tr>", "HTML")],
)  # fmt: skip
def test_other_blocks_are_skipped(text: str, kind: str) -> None:
    (block,) = blocks(text)
    assert block == SkippedBlock(kind, 0, len(text))


def test_a_paragraph_has_its_lines() -> None:
    (block,) = blocks("a  \n  b *c*\n**d**")
    assert isinstance(block, ParagraphBlock)
    assert [line.plain for line in block.lines] == ["a", "b c", "d"]


def test_the_end_of_details_is_a_block() -> None:
    kinds = [type(block).__name__ for block in blocks("<details>\n<summary>A</summary>\n\n- a\n\n</details>\n\n- b")]
    assert kinds == ["HeadingBlock", "ItemBlock", "SkippedBlock", "ItemBlock"]


def test_reference_links_are_defined_anywhere_in_the_text() -> None:
    (item,) = (block for block in blocks("- [A]\n\n[a]: http://a.example 'Title'\n") if isinstance(block, ItemBlock))
    assert [link.url for link in item.paragraphs[0].links] == ["http://a.example"]


# --- places


def lines_of(block: SourceBlock) -> Iterator[MarkdownLine]:
    if isinstance(block, HeadingBlock):
        yield block.line
    elif isinstance(block, ParagraphBlock):
        yield from block.lines
    elif isinstance(block, ItemBlock):
        yield from block.paragraphs
    elif isinstance(block, TableBlock):
        yield from block.head


PARTS = st.sampled_from(
    ("- a", "  - b", "1. c", "\t", "   ", "# d", "| e | f |", "|-|-|", "<table><tr><td>g", "</table>", "<li>h", "<div>",
     "</div>", "<details><summary>i", "</summary>", "</details>", "> j", "```", "===", "---", "", "[k]: l",
     "<!--", "-->", "*m*", "\ufeff", "\x01", "\f", "n\\", "\\|", "<p>", "<h1>", "</h1>", "\u2028", "\x85")
)  # fmt: skip


@examples(500)
@given(st.lists(PARTS, max_size=14), st.sampled_from(("\n", "\r\n", "\r", " ")))
def test_blocks_follow_each_other_and_their_lines_are_in_them(parts: list[str], between: str) -> None:
    text = between.join(parts)
    done = 0
    for block in blocks(text):
        assert done <= block.start <= block.end <= len(text)
        for line in lines_of(block):
            assert block.start <= line.at[0] <= line.at[-1] <= block.end
        inside = block.start
        for child in block.children if isinstance(block, ItemBlock) else ():
            assert inside <= child.start < child.end <= block.end
            inside = child.end
        for _, start, end in block.rows if isinstance(block, TableBlock) else ():
            assert inside <= start < end <= block.end
            inside = end
        done = block.end


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_markdown_counts_them(end: str) -> None:
    source = ListText(end.join(["a", "b\u2028c", "", "d"]))
    assert [source.number(place) for place in (0, source.start(1), source.start(3))] == [1, 2, 4]
    assert source.start(9) == len(source.text)
