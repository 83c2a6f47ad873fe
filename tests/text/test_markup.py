"""Text with markup: the table of the documentation is true, and every format gives back what it was given."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from clock import in_proportion
from moebib.citations.format import find_pandoc
from moebib.text import markdown as md
from moebib.text.grammar import CASE, depth_of_braces, merged
from moebib.text.markup import (
    csl,
    escape,
    from_latex,
    from_tags,
    html,
    latex,
    markdown,
    parse,
    plain,
    source,
    with_tags,
)
from strategies import disarmed_text, texts, titles

PAGE = Path(__file__).parents[2] / "docs/reference/entry-format.md"
ROW = re.compile(r"^\| `(.+?)` \| `(.+?)` \| `(.+?)` \| `(.+?)` \|$", re.M)


def rows() -> list[tuple[str, ...]]:
    section = PAGE.read_text("utf-8").partition("## Text\n")[2].partition("\n## ")[0]
    return [row.groups() for row in ROW.finditer(section)]


def test_the_table_of_the_documentation_is_read() -> None:
    assert len(rows()) > 10


@pytest.mark.parametrize(("text", "shown", "as_html", "as_latex"), rows())
def test_a_text_is_written_as_the_documentation_says(text: str, shown: str, as_html: str, as_latex: str) -> None:
    assert (plain(text), html(text), latex(text)) == (shown, as_html, as_latex)


WORDS = (
    "<i>", "</i>", "<b>", "</b>", "<sub>", "</sub>", "<sup>", "</sup>", "<sc>", "</sc>", "{", "}", "{}", "$", "\\",
    "\\$", "\\{", "<", ">", "x", "E. coli", "GPU", "A", "5", "2+", " ", "$x$", "$K$", "$x_1$", "$\\frac{a}{b}$",
    "$\\input{x}$", "$^^5c$", "\\input{x}", "MoE-X:", "Ở", "&", "&amp;", "*", "_", "[", "](", "\u2060", "<span>",
    "</span>", "<em>", "<I>", '<span class="nocase">', "<script>", "<i onclick=x>",
)  # fmt: skip
UNSEEN = ("\u202e", "\x9b", "\U000e0041", "\u200e")


@st.composite
def marked(draw: st.DrawFn) -> str:
    """Texts made of marks and traps, of titles, and of any characters."""
    words = st.lists(st.sampled_from(WORDS + UNSEEN), max_size=10).map("".join).map(lambda text: " ".join(text.split()))
    return draw(words | titles() | texts() | st.text(max_size=20))


@given(marked())
def test_any_text_has_parts_that_are_paired_and_nested(text: str) -> None:
    opened = []
    for kind, value in parse(text):
        assert value
        if kind == "open":
            opened.append(value)
        elif kind == "close":
            assert opened.pop() == value
    assert opened == []


@given(marked())
def test_a_text_is_written_back_as_it_was_but_for_needless_backslashes(text: str) -> None:
    assert parse(source(parse(text))) == parse(text)
    if not re.search(r"\\[{}$<\\]", text):
        assert source(parse(text)) == text


@given(marked())
def test_escaped_characters_are_all_seen(text: str) -> None:
    assert plain(escape(text)) == text


@given(marked())
def test_html_is_well_formed_and_has_no_attributes(text: str) -> None:
    root = etree.fromstring(f"<p>{html(text)}</p>")
    assert {element.tag for element in root.iter()} <= {"p", "i", "b", "sub", "sup", "span"}
    assert not any(element.attrib for element in root.iter())


@given(marked())
def test_latex_has_balanced_braces_and_no_command_from_outside(text: str) -> None:
    for is_title in (True, False):
        written = latex(text, is_title=is_title)
        assert depth_of_braces(written) is not None
        assert "^^" not in written
        assert not re.search(r"\\(?:input|write|def|href|csname|catcode)", written)
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\U000e0000-\U000e007f]", written)


@given(st.lists(st.sampled_from(WORDS), max_size=10).map("".join) | titles(), st.booleans(), st.booleans())
def test_latex_is_read_as_the_same_text(text: str, unicode: bool, is_title: bool) -> None:
    text = " ".join(text.split())
    assert from_latex(latex(text, unicode=unicode, is_title=is_title), is_title=is_title) == disarmed_text(text)


@given(marked())
def test_csl_is_read_as_the_same_text_but_for_formulas(text: str) -> None:
    text = source(tuple(part for part in parse(text) if part.kind != "math"))
    assert from_tags(csl(text)) == (parse(text), True)


@given(marked())
def test_tags_are_read_as_the_same_text_but_for_protected_case(text: str) -> None:
    bare = merged(part for part in parse(text) if part.kind in ("text", "math") or part.value != CASE)
    assert from_tags(with_tags(text)) == (bare, True)


MARKDOWN = MarkdownIt("commonmark").enable("table")


@given(marked())
def test_markdown_shows_the_same_text_with_the_same_tags(text: str) -> None:
    shown = MARKDOWN.renderInline(markdown(text)).replace("<span></span>", "")
    root = etree.fromstring(f"<p>{shown}</p>")
    assert {element.tag for element in root.iter()} <= {"p", "i", "b", "em", "strong", "sub", "sup"}
    assert not any(element.attrib for element in root.iter())
    words = "".join(str(words) for words in root.itertext())
    if "$" not in text and not re.search(r"<su[bp]>", text):
        assert words == plain(md.clean(text))


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\emph{E. coli} and \textit{x}, {\it y z}, {\em w}", "<i>E. coli</i> and <i>x</i>, <i>y z</i>, <i>w</i>"),
        (r"\textbf{a} {\bf b} {\bfseries c}", "<b>a</b> <b>b</b> <b>c</b>"),
        (r"\textsc{a} {\sc b} {\scshape c}", "<sc>a</sc> <sc>b</sc> <sc>c</sc>"),
        (
            r"10\textsuperscript{6}, 10\textsuperscript6, CO\textsubscript{2}",
            "10<sup>6</sup>, 10<sup>6</sup>, CO<sub>2</sub>",
        ),
        (r"\textbf{\textit{a} b} {\it a \bf b}", "<b><i>a</i> b</b> <i>a <b>b</b></i>"),
        (r"{\it a \rm b} c \it d", "<i>a </i>b c <i>d</i>"),
        (r"{\'E}cole \emph{\'Ecole} \emph{{GPU}s} {\emph{Foo bar}}", "École <i>École</i> <i>GPUs</i> {<i>Foo bar</i>}"),
        (r"\{0,1\} and {0,1} and $\{0,1\}$", r"\{0,1\} and {0,1} and $\{0,1\}$"),
        (r"$K$2 for \$5", "$K2$ for $5"),
        (r"a < b and <i>c</i>", r"a < b and \<i>c\</i>"),
        (r"\emph{} {\it} \textbf x", "<b>x</b>"),
        (r"\emph{open", "{open"),
    ],
)
def test_fonts_of_latex_are_read_as_tags(latex: str, text: str) -> None:
    assert from_latex(latex) == text


@pytest.mark.parametrize(
    ("text", "as_markdown"),
    [
        ("On <i>E. coli</i>", "On *E. coli*"),
        ("On <b>x</b>y", "On **x**y"),
        ("<i>All</i>", "<i>All</i>"),  # stars around a whole title are typography of a list
        ("a <i>x</i><b>y</b>", "a <i>x</i><b>y</b>"),
        ("a <i>(x)</i> <i>b <b>c</b></i>", "a <i>(x)</i> <i>b <b>c</b></i>"),
        ("CO<sub>2</sub> <sc>ad</sc> {iPhone}", "CO<sub>2</sub> ad iPhone"),
        ("$d_{model}$ and $k$NN", "$d_{model}$ and kNN"),
        (r"$\overset{a}{b}$", r"$\overset{a}{b}$"),
    ],
)
def test_tags_are_stars_in_markdown_where_these_are_unambiguous(text: str, as_markdown: str) -> None:
    assert markdown(text) == as_markdown


@pytest.mark.parametrize(
    "hostile",
    [
        "<i>" * 10_000 + "</i>" * 10_000, "{" * 25_000, "<i>{" * 10_000 + "</i>" * 10_000, "$a" * 15_000, "\\" * 25_000,
        "<sup>" * 10_000 + "x" + "</sup>" * 10_000, "<i>a</i>" * 10_000, "$\\" * 15_000, "${" * 15_000, "$x$" * 10_000,
    ],
)  # fmt: skip
def test_time_is_proportional_to_length_and_depth(hostile: str) -> None:
    with in_proportion():
        for write in (plain, html, latex, markdown, csl, with_tags, escape):
            write(hostile)
        from_latex(latex(hostile))
        from_tags(csl(hostile))


HOSTILE_FORMULAS = (
    r"$\input{secret}$",
    r"$\href{javascript:alert(1)}{x}$",
    r"$\def\x{y}\x$",
    "$^^5cinput{secret}$",
    r"$\unicode{x41}$",
    r"$\class{x}{y}$",
    r"$\require{html}$",
    r"$$\input{secret}$$",
    r"\(\href{javascript:alert(1)}{x}\)",
    r"\[\input{secret}\]",
    r"\begin{equation}\input{secret}\end{equation}",
    r"\\(x\\)",
    "$`\\input{secret}`$",
    "<i>$\\input{secret}$</i>",
    "$x\\$ $\\input{secret}$",
)
DIALECTS = ("markdown", "gfm", "commonmark_x", "markdown+tex_math_double_backslash")


@pytest.mark.parametrize("text", HOSTILE_FORMULAS)
def test_no_program_finds_a_formula_that_it_would_execute(text: str) -> None:
    for written in (markdown(text), md.escape(text), html(text)):
        # MathJax and KaTeX search the text between two tags.
        pieces = re.split(r"<[^<>]*>", MARKDOWN.renderInline(written) if written != html(text) else written)
        assert not any(re.search(r"\\(?:[A-Za-z(\[])", piece) for piece in pieces)
    assert not re.search(r"\\(?:input|href|def|unicode|class|require|begin)|\^\^", latex(text))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_pandoc_finds_no_formula_that_it_would_execute(dialect: str) -> None:
    for write in (markdown, md.escape):
        text = "\n\n".join(map(write, HOSTILE_FORMULAS))
        done = subprocess.run(
            [find_pandoc(), "-f", dialect, "-t", "native"],
            input=text,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert not re.search(r"Math|RawInline *\(Format \"(?:la)?tex", done.stdout)


@pytest.mark.parametrize("char", ["\x1b", "\x9b", "\u202e", "\u200e", "\u200f", "\u061c", "\U000e0041", "\ufff9"])
def test_characters_that_nobody_sees_are_shown_as_replaced(char: str) -> None:
    assert markdown(f"a{char}b") == md.escape(f"a{char}b") == html(f"a{char}b") == "a\ufffdb"


@pytest.mark.parametrize(
    ("latex_title", "text", "written"),
    [
        (r"Spring in {P}aris", "Spring in {P}aris", "Spring in {P}aris"),
        (r"{W}avelets and {F}ourier Series", "{W}avelets and {F}ourier Series", "{W}avelets and {F}ourier Series"),
        (r"On {G}{\"o}del", "On {G}ödel", r"On {G}{\"o}del"),
        (r"{P}aris--{R}ome Trains", "{P}aris–{R}ome Trains", "{P}aris--{R}ome Trains"),
        (r"'{Q}uoted' {B}ig-{O} Notation", "'{Q}uoted' {B}ig-O Notation", "'{Q}uoted' {B}ig-{O} Notation"),
        (r"{\O}re {\AA}ngstr{\"o}m", "Øre Ångström", r"{\O}re {\r{A}}ngstr{\"o}m"),
        (r"{{Whole Title}}", "{{Whole Title}}", "{{Whole Title}}"),
        (r"{{P}}aris", "{P}aris", "{P}aris"),
        # Letters of words that get braces anyway.
        (r"My{SQL} on {GPU}s, {C} and {B}{C}", "MySQL on GPUs, C and BC", "{MySQL} on {GPUs}, {C} and {BC}"),
        (r"{{GPU}} {{C}}", "{GPU} {C}", "{{GPU}} {{C}}"),
        (r"\emph{{S}almonella} {$H_2$}", "<i>{S}almonella</i> $H_2$", r"\emph{{S}almonella} {$H_2$}"),
    ],
)
def test_the_case_of_a_letter_is_as_protected_as_before(latex_title: str, text: str, written: str) -> None:
    assert from_latex(latex_title) == text
    assert latex(text) == written
