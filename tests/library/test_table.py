"""Works as tables: in notebooks, and as data frames."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser

import pytest
from hypothesis import given

from moebib.errors import MissingPackage, MoebibError
from moebib.library.library import Library
from moebib.library.table import SearchResults, works_html
from moebib.records.record import Record
from strategies import records

WORKS = [Record(id=f"w{number:03}", type="book", title=f"Volume {number}") for number in range(1, 46)]


class Shown(HTMLParser):
    """The tags, attributes and text of HTML; tags must be balanced."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[tuple[str, str | None]] = set()
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= set(attrs)
        if tag != "br":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_results_are_shown_page_by_page() -> None:
    html = Library(WORKS).search("volume")._repr_html_()
    assert re.findall("<summary>(.*?)</summary>", html) == ["21 to 40 of 45", "41 to 45 of 45"]
    assert html.index("w020") < html.index("<details>") < html.index("w021")
    assert Shown(html).tags.count("button") == 45


def test_a_long_table_is_cut_and_says_so() -> None:
    assert "and 26 more works" in works_html([WORKS[0]] * 526)
    assert works_html([]) == "<div><p>no works</p></div>"


def test_a_part_of_the_results_is_shown_as_a_table_too() -> None:
    results = SearchResults(WORKS)
    assert results[:2]._repr_html_().count("<tr>") == 3
    assert (results[0], results == WORKS) == (WORKS[0], True)


def test_a_work_has_its_links_and_a_button_that_copies_its_key() -> None:
    record = Record(
        id="arden2024", type="book", title="Warm", author=["Arden, Mia"], url="https://papers.example/?a=1&b=2",
        links={"code": ["https://code.example/warm"]},
    )  # fmt: skip
    html = works_html([record])
    assert '<a href="https://papers.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">Warm</a>' in html
    assert '<a href="https://code.example/warm" target="_blank" rel="noopener noreferrer">code</a>' in html
    assert '<code style="user-select: all">arden2024</code> <button type="button"' in html
    assert "Mia Arden" in html


HOSTILE = Record(
    id="a'><script>x</script>", type="book", title="<script>alert(1)</script> $\\href{javascript:alert(1)}{x}$",
    author=["<img src=x onerror=alert(1)>, $\\href{javascript:alert(1)}{x}$"], container_title_short='"><b onclick=x>',
    url="https://papers.example/'onmouseover='alert(1)'",
)  # fmt: skip


@pytest.mark.parametrize("html", [works_html([HOSTILE]), HOSTILE._repr_html_(), Library([HOSTILE])._repr_html_()])
def test_hostile_text_stays_text(html: str) -> None:
    shown = Shown(html)
    assert not {"script", "img"} & set(shown.tags)
    assert not {"onmouseover", "onerror"} & {name for name, _ in shown.attributes}
    assert {value for name, value in shown.attributes if name == "onclick"} <= {
        "navigator.clipboard.writeText(this.previousElementSibling.textContent)"
    }
    assert "$\\href" not in html


@given(records())
def test_every_work_is_well_formed_html(record: Record) -> None:
    assert "<script" not in works_html([record])
    assert Shown(works_html([record])).tags.count("tr") == 2


@pytest.mark.parametrize("name", ["polars", "pandas"])
def test_a_missing_package_is_named_with_how_to_install_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingPackage, match=f"to_{name} needs {name}; install it with `pip install {name}`") as caught:
        getattr(Library(), f"to_{name}")()
    assert isinstance(caught.value, MoebibError)
    assert isinstance(caught.value, ImportError)


def test_a_long_word_does_not_push_the_links_out_of_sight() -> None:
    record = Record(id="a", type="book", title="A" * 500, container_title="B" * 500)
    assert works_html([record]).count("overflow-wrap: anywhere") == 2


def test_the_columns_of_frames_are_the_same_whatever_the_works_have() -> None:
    works = [Record(id=f"a{number:03}", type="book") for number in range(120)]
    last = Record(id="b", type="book", issued="2024", identifiers=["10.5555/b"], tags=["a"])
    empty, full = Library(), Library([*works, last])
    assert empty.to_polars().schema == full.to_polars().schema
    assert empty.to_pandas().columns.tolist() == full.to_pandas().columns.tolist() == full.to_polars().columns
    assert full.to_polars().row(-1, named=True) == full.rows()[-1]
    assert full.to_pandas()["year"].dropna().tolist() == [2024]
    assert str(full.to_pandas()["year"].dtype) == "Int64"
