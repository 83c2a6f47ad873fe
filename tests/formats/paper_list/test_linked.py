"""The files that continue a list are found by its links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.paper_list.linked import linked_files
from strategies import examples


def paths(text: str, path: str = "README.md") -> list[str]:
    return [linked.path for linked in linked_files(text, path)]


@pytest.mark.parametrize(
    ("link", "path", "label"),
    [
        ("- [Routing](papers/routing.md)", "papers/routing.md", "Routing"),
        ("[**Routing** `x`](./papers/routing.md#top)", "papers/routing.md", "Routing x"),
        ("[a [b] c](<papers/routing.md> 'Title')", "papers/routing.md", "a b c"),
        ("| [Routing](/papers/routing.md) | 7 |", "papers/routing.md", "Routing"),
        ('<a class="x" href="papers/routing.md"><b>Routing</b></a>', "papers/routing.md", "Routing"),
        ("[here](papers/routing.md)", "papers/routing.md", ""), ("[📄](two%20words.md)", "two words.md", "📄"),
        ("[papers/routing.md](papers/routing.md)", "papers/routing.md", ""),
        ("[x](papers/README.md)", "papers/README.md", "x"),
    ],
)  # fmt: skip
def test_a_relative_link_to_markdown_is_followed(link: str, path: str, label: str) -> None:
    assert list(linked_files(f"# A\n\n{link}\n")) == [(path, 3, label)]


@pytest.mark.parametrize(
    "link",
    [
        "[x](https://a.example/x.md)", "[x](//a.example/x.md)", "[x](../x.md)", "[x](a/../../x.md)", "[x](x.pdf)",
        "[x](#x)", "[License](LICENSE.md)", "[x](CONTRIBUTING.md)", "[x](.github/PULL_REQUEST_TEMPLATE.md)",
        "[中文](README_zh.md)", "[English](readme.en.md)", "[x](README.md)", "[x](./README.md#top)", "[x](file:x.md)",
        "```\n[x](x.md)\n```", "[x](mailto:x.md)", "[x](a\\..\\x.md)",
    ],
)  # fmt: skip
def test_other_links_are_not(link: str) -> None:
    assert paths(link) == []


def test_links_are_relative_to_their_own_file() -> None:
    assert paths("[x](b.md) [y](../c.md) [z](../../d.md) [w](/e.md)", "papers/a.md") == ["papers/b.md", "c.md", "e.md"]


@examples(200)
@given(st.text(alphabet="[]()<>a href='\".md/#`\n\\", max_size=80))
def test_any_text_has_links_within_the_folder(text: str) -> None:
    assert not any(path.startswith(("..", "/")) for path in paths(f"[x](a.md){text}"))
