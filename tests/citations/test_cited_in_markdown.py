"""Citations in pandoc's Markdown, Quarto and R Markdown, compared with pandoc where it is installed."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from moebib.citations import Citation
from moebib.citations.format import find_pandoc
from moebib.citations.markdown import read_markdown

CASES: list[tuple[str, list[str]]] = [
    ("[@a; see @b, p. 3]", ["a", "b"]),
    ("As @a and @b [p. 3] say, [-@c].", ["a", "b", "c"]),
    ('-@a *@b*, (@c) "@d"', ["a", "b", "c", "d"]),
    ("@{key.with:odd/}", ["key.with:odd/"]),
    ("@{https://example.org/x}", ["https://example.org/x"]),
    ("@doe_2020, @Doe:2020a. @doe-roe; @a/b", ["doe_2020", "Doe:2020a", "doe-roe", "a/b"]),
    ("@müller2020 @张2024", ["müller2020", "张2024"]),
    ("me@example.org and \\@a", []),
    ("`@a` ``x ` @a`` @b", ["b"]),
    ("```\n@a\n```\n\n~~~ python\n@a\n~~~\n\n@b", ["b"]),
    ("text\n\n    @a\n\n@b", ["b"]),
    ("- item\n\n    @a\n", ["a"]),  # a paragraph in the item
    ("[text](https://example.org/@a) <https://example.org/@a>", []),
    ("[ref]: https://example.org/@a\n\n[@b]", ["b"]),
    ("<!-- @a -->\n\n@b", ["b"]),
    ("`<!--` @a <!-- @x --> @b <!-- @c", ["a", "b", "c"]),
    ("---\ntitle: x\nnocite: |\n  @a, @b\n---\n\n@c", ["a", "b", "c"]),
    ("---\n# @a\nabstract: As @b says\n---\n", ["b"]),
    ("A note[^1].\n\n[^1]: See @a.\n", ["a"]),
    ("| x |\n|---|\n| @a |\n", ["a"]),
    ("(@good) An example.\n\nAs (@good) shows, and @a.", ["a"]),
]


def keys_in(text: str) -> list[str]:
    source = read_markdown(text)
    return [citation.key for citation in source.citations if citation.key not in source.labels]


@pytest.mark.parametrize(("text", "keys"), CASES)
def test_keys(text: str, keys: list[str]) -> None:
    assert keys_in(text) == keys


def cites(node: Any) -> list[str]:
    """The keys of every citation in pandoc's syntax tree."""
    if isinstance(node, list):
        return [key for child in node for key in cites(child)]
    if not isinstance(node, dict):
        return []
    if node.get("t") == "Cite":
        return [citation["citationId"] for citation in node["c"][0]]
    return [key for child in node.values() for key in cites(child)]


@pytest.mark.parametrize("text", [text for text, _ in CASES])
def test_pandoc_reads_the_same_keys(text: str) -> None:
    done = subprocess.run(
        [find_pandoc(), "-f", "markdown", "-t", "json"], input=text, capture_output=True, encoding="utf-8", check=True
    )
    assert sorted(cites(json.loads(done.stdout))) == sorted(keys_in(text))


def test_a_star_cites_every_work() -> None:
    assert keys_in("---\nnocite: '@*'\n---\n") == ["*"]


@pytest.mark.parametrize(
    "text", ["@fig-one", "@Fig-one", "@tbl-a", "@sec-intro", "@eq-x", "@fig:one", "\\@ref(fig:one)"]
)
def test_cross_references_are_not_citations(text: str) -> None:
    assert keys_in(text) == []


def test_a_caption_in_the_options_of_a_cell_may_cite() -> None:
    cell = '```{python}\n#| label: fig-a\n#| fig-cap: "After @a"\n@dataclass\n```\n'
    assert read_markdown(cell).citations == (Citation("a", 3, 20),)


def test_includes_and_bibliographies_are_found() -> None:
    text = "---\nbibliography: [a.bib, b.json]\n---\n{{< include _part.qmd >}}\n\n```{r child='two.Rmd'}\n```\n"
    source = read_markdown(text)
    assert [(include.names, include.line) for include in source.includes] == [(("_part.qmd",), 4), (("two.Rmd",), 6)]
    assert (source.bibliographies, source.biblatex) == (("a.bib", "b.json"), True)


@pytest.mark.parametrize("text", ["---\na: [\n---\n@b", "---\n- x\n---\n@b", "---\nbibliography: 3\n---\n@b"])
def test_unusable_metadata_does_not_lose_citations(text: str) -> None:
    assert keys_in(text) == ["b"]
