"""What badges say in their URL."""

from __future__ import annotations

import pytest

from moebib.formats.paper_list.read.badges import read_badge

SHIELDS = "https://img.shields.io"


@pytest.mark.parametrize(
    ("url", "text"),
    [
        (f"{SHIELDS}/badge/ICLR-2024-blue", "ICLR 2024"),
        (f"{SHIELDS}/badge/ICLR_2024-blue.svg", "ICLR 2024"),
        (f"{SHIELDS}/badge/-ICML%202024-blue", "ICML 2024"),
        (f"{SHIELDS}/badge/arXiv-2401.00001-b31b1b.svg?style=flat", "arXiv 2401.00001"),
        (f"{SHIELDS}/badge/NeurIPS--2024-green", "NeurIPS-2024"),
        (f"{SHIELDS}/badge/a__b-c-blue", "a_b c"),
        (f"{SHIELDS}/badge/Conference-ICML'24-blue", "Conference ICML'24"),
        (f"{SHIELDS}/badge/%E8%AE%BA%E6%96%87-2024-red", "论文 2024"),
        (f"{SHIELDS}/static/v1?label=ICML&message=2024&color=blue", "ICML 2024"),
        ("https://badgen.net/badge/ICML/2024/blue", "ICML 2024"),
        ("https://awesome.re/badge.svg", ""),
        ("https://a.example/ICML-2024.png", ""),
        ("", ""),
    ],
)
def test_a_static_badge_has_a_label_and_a_message(url: str, text: str) -> None:
    badge = read_badge(url)
    assert (badge.text, badge.repository) == (text, "")
    assert bool(url[badge.start : badge.end]) == bool(text)


@pytest.mark.parametrize(
    "url",
    [f"{SHIELDS}/github/stars/a.b/c-d", f"{SHIELDS}/github/stars/a.b/c-d.svg?style=social&label=Star",
     f"{SHIELDS}/github/last-commit/a.b/c-d/main", f"{SHIELDS}/github/v/release/a.b/c-d#x",
     "https://badgen.net/github/stars/a.b/c-d"],
)  # fmt: skip
def test_a_badge_of_a_repository_names_it(url: str) -> None:
    badge = read_badge(url)
    assert (badge.text, badge.repository) == ("", "a.b/c-d")
    assert url[badge.start : badge.end] == "a.b/c-d"
