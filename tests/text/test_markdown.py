"""Markdown: what is not a link to a page is text."""

from __future__ import annotations

import pytest

from moebib.text.markdown import link


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
        "vbscript:x", "//a.example/x", "mailto:a@a.example", "https:///x", "",
    ],
)  # fmt: skip
def test_only_a_page_is_linked(url: str) -> None:
    assert link("A", url) == "A"


def test_a_link_cannot_end_early() -> None:
    assert link("A", "https://a.example/)[B](javascript:x") == "[A](https://a.example/\\)[B]\\(javascript:x)"
    assert link("A", "https://a.example/ <x>\n") == "[A](https://a.example/%20%3Cx%3E%0A)"
