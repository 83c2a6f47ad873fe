"""`open`: the page, the PDF or the code of a work is opened in the browser, and nothing that a URL contains is run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock, patch

import pytest

from moebib.commands.open import Wanted, find_page
from moebib.library.library import Library
from moebib.records.model import Model
from moebib.records.record import Record
from small_list import make_list, moebib, write_entries


@pytest.fixture(autouse=True)
def browser() -> Iterator[Mock]:
    with patch("webbrowser.open", return_value=True) as browser:
        yield browser


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_list(tmp_path)


def opened(browser: Mock) -> list[str]:
    return [call.args[0] for call in browser.call_args_list]


def test_the_landing_pages_are_opened(root: Path, browser: Mock) -> None:
    done = moebib("open", "10.5555/invented.12", "tiny-moe", folder=root)
    assert done == (0, "", "opened https://doi.org/10.5555/invented.12\nopened https://models.example/tiny\n")
    assert opened(browser) == ["https://doi.org/10.5555/invented.12", "https://models.example/tiny"]


def test_the_urls_can_be_printed_for_scripts(root: Path, browser: Mock) -> None:
    listed = moebib("list", "-t", "routing", folder=root).out
    done = moebib("open", "-", "--pdf", "--print", folder=root, stdin=listed)
    assert done == (0, "https://arxiv.org/pdf/2012.99991\nhttps://arxiv.org/pdf/2402.99992\n", "")
    assert moebib("open", "arden2021sorting", "--code", "--print", folder=root).out == "https://code.example/sorting\n"
    assert opened(browser) == []


def test_what_is_not_known_is_reported_and_the_others_are_opened(root: Path, browser: Mock) -> None:
    done = moebib("open", "cho2022bounds", "brook2024keeping", folder=root)
    assert (done.code, done.err) == (
        1, "error: no page of 'cho2022bounds' is known\nopened https://arxiv.org/abs/2402.99992\n"
    )  # fmt: skip
    done = moebib("open", "tiny-moe", "--code", folder=root)
    assert (done.code, done.err) == (1, "error: no code of 'tiny-moe' is known\n")
    assert moebib("open", "tiny-moe", "--pdf", "--code", folder=root).code == 2
    done = moebib("open", "brook2024keepin", folder=root)
    assert (done.code, done.err) == (2, "error: no entry 'brook2024keepin'; did you mean 'brook2024keeping'?\n")
    assert opened(browser) == ["https://arxiv.org/abs/2402.99992"]


def test_without_a_browser_the_exit_code_is_not_0(root: Path, browser: Mock) -> None:
    browser.return_value = False
    done = moebib("open", "brook2024keeping", folder=root)
    assert done == (
        1,
        "",
        "error: there is no browser to open https://arxiv.org/abs/2402.99992\nhint: --print prints the URLs\n",
    )


WORKS = {
    "links": Record(
        id="a", type="article", identifiers=["doi:10.5555/1"], links={"pdf": ["https://a.example/b"]}
    ),
    "pages": Record(id="b", type="report", url="https://a.example/report.PDF?x=1"),
    "versions": Record(
        id="c", type="article-journal", identifiers=["doi:10.5555/2"], versions=[{"identifiers": ["acl:P19-1017"]}]
    ),
    "openreview": Record(id="d", type="paper-conference", identifiers=["openreview:PhMrGCMIRL", "arxiv:2401.00010"]),
    "software": Record(id="e", type="software", url="https://github.com/doe/hydra"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "page", "pdf", "code"),
    [
        ("a", "https://doi.org/10.5555/1", "https://a.example/b", None),
        ("b", "https://a.example/report.PDF?x=1", "https://a.example/report.PDF?x=1", None),
        ("c", "https://doi.org/10.5555/2", "https://aclanthology.org/P19-1017.pdf", None),
        ("d", "https://openreview.net/forum?id=PhMrGCMIRL", "https://openreview.net/pdf?id=PhMrGCMIRL", None),
        ("e", "https://github.com/doe/hydra", None, "https://github.com/doe/hydra"),
        ("m", "https://doi.org/10.5555/2", "https://aclanthology.org/P19-1017.pdf", "https://m.example/c"),
    ],
)
def test_each_kind_of_page_is_found(key: str, page: str, pdf: str | None, code: str | None) -> None:
    library = Library(WORKS.values(), [Model(id="m", name="M", papers=["c"], links={"code": ["https://m.example/c"]})])
    entry = library.find_entry(key)
    wanted: tuple[Wanted, ...] = ("page", "pdf", "code")
    assert [find_page(library, entry, kind) for kind in wanted] == [page, pdf, code]


HOSTILE = "https://a.example/$(touch+x)`touch+y`;touch%20z'|\\%22\u202eb?e=f&g=h#i"


def test_nothing_in_a_url_means_anything_to_a_shell(root: Path, browser: Mock) -> None:
    write_entries(root, [Record(id="bad", type="webpage", title="Bad", url=HOSTILE)])
    moebib("open", "bad", folder=root)
    (given,) = opened(browser)
    assert not set(given) & set("$()`;'|\\\u202e \"<>*!{}")
    assert given.startswith("https://a.example/%24%28touch+x%29%60")
    assert given.endswith("?e=f&g=h#i")
    shown = moebib("open", "bad", "--print", folder=root, is_terminal=True).out
    assert "\u202e" not in shown


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "-new-window", "data:text/html,x"])
def test_only_web_pages_are_links(root: Path, url: str, browser: Mock) -> None:
    (root / "entries/papers/bad.toml").write_text(f'type = "webpage"\nurl = "{url}"\n', "utf-8")
    assert moebib("open", "bad", folder=root).code == 3
    (root / "entries/papers/bad.toml").write_text(f'type = "webpage"\nidentifiers = ["url:{url}"]\n', "utf-8")
    assert moebib("open", "bad", folder=root).code in (1, 3)
    assert opened(browser) == []


def test_the_bundled_list_can_be_opened(tmp_path: Path) -> None:
    done = moebib("open", "dai2024deepseekmoe", "--pdf", "--print", folder=tmp_path)
    assert (done.code, done.out) == (0, "https://aclanthology.org/2024.acl-long.70.pdf\n")
