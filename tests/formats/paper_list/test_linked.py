"""The files that continue a list are found by its links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats import get
from moebib.formats.paper_list.linked import linked_files
from moebib.formats.paper_list.reader import read, read_files
from moebib.library.config import Config
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


# --- a list in several files

MAIN = """# Papers on Experts

- [Contributing](CONTRIBUTING.md)

## Papers

- [Routing](papers/routing.md)
- [here](papers/cold-gates.md)

## [Caching](papers/caching.md)

- [Warm Experts](https://arxiv.org/abs/2401.00010)

## Tools

- [Hydra](https://github.com/doe/hydra)
"""
ROUTING = """# All about Routing

- [Lazy Experts](https://arxiv.org/abs/2401.00011)

## Learned

- [Dense Routers](https://arxiv.org/abs/2401.00012)
- [Warm Experts](https://arxiv.org/abs/2401.00010)

See also [Caching](caching.md), or go [back](../README.md).
"""
CACHING = "[Hot Experts](https://arxiv.org/abs/2401.00013)\n\n[more](more/caching2.md)\n"
FILES = {
    "README.md": MAIN, "papers/routing.md": ROUTING, "papers/cold-gates.md": "# Cold Gates\n\nNothing yet.\n",
    "papers/caching.md": CACHING, "papers/more/caching2.md": "## Old\n\n- [Old Experts](https://arxiv.org/abs/2401.00014)\n",
}  # fmt: skip


def test_a_list_in_several_files_is_one_list() -> None:
    parsed = read_files(FILES, Config())
    assert {record.title: record.tags for record in parsed.records} == {
        "Warm Experts": ("caching", "papers/routing/learned"),
        "Hydra": ("tools",),
        "Lazy Experts": ("papers/routing",),
        "Dense Routers": ("papers/routing/learned",),
        "Hot Experts": ("caching",),
        "Old Experts": ("caching/caching2/old",),
    }
    assert [(section.tag, section.heading) for section in parsed.sections] == [
        ("papers", "Papers"), ("papers/routing", "Routing"), ("papers/routing/learned", "Learned"),
        ("caching", "Caching"), ("caching/caching2", "Caching2"), ("caching/caching2/old", "Old"), ("tools", "Tools"),
    ]  # fmt: skip


def test_findings_name_the_file_of_the_line() -> None:
    found = [str(finding) for finding in read_files(FILES, Config()).findings]
    assert "papers/routing.md:8: MB103 duplicate of README.md:12, merged" in found
    assert not any(text.startswith("papers/cold-gates.md") for text in found)
    parsed = get("paper-list").parse(MAIN.encode(), name="lists/README.md", others={**FILES, "README.md": MAIN})
    assert "lists/papers/routing.md:8: MB103 duplicate of README.md:12, merged" in map(str, parsed.findings)


def test_one_file_alone_is_read_as_before() -> None:
    assert read_files({"": MAIN}, Config()) == read(MAIN, Config())
