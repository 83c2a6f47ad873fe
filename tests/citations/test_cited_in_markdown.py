"""Citations in pandoc's Markdown, Quarto and R Markdown, compared with pandoc where it is installed."""

from __future__ import annotations

import pytest

from moebib.citations import Citation
from moebib.citations.markdown import read_markdown
from pandoc_citations import keys_by_pandoc

CASES: list[tuple[str, list[str]]] = [
    ("[@a; see @b, p. 3]", ["a", "b"]),
    ("As @a and @b [p. 3] say, [-@c].", ["a", "b", "c"]),
    ('-@a *@b*, (@c) "@d"', ["a", "b", "c", "d"]),
    ("@{key.with:odd/}", ["key.with:odd/"]),
    ("@{https://example.org/x}", ["https://example.org/x"]),
    ("@doe_2020, @Doe:2020a. @doe-roe; @a/b", ["doe_2020", "Doe:2020a", "doe-roe", "a/b"]),
    ("@müller2020 @张2024", ["müller2020", "张2024"]),
    ("@http://a.example/b @a:/b @a//b @a//", ["http://a.example/b", "a:/b", "a//b", "a/"]),
    ("@url:https://a.example/b", ["url:https://a.example/b"]),
    ("@a/:b @c::d @e--f @g.-h", ["a", "c", "e", "g"]),
    ("@{a{b}c} @{a b} @{a b}", ["a{b}c"]),
    ("@doi:10.5555/x.y(z) @arxiv:2401.00001v2 @10.5555/z", ["doi:10.5555/x.y", "arxiv:2401.00001v2", "10.5555/z"]),
    ("me@example.org and \\@a", []),
    ("\\\\@a \\`@b\\`", ["a", "b"]),
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
    ("_@a_", ["a_"]),
    ("foo_@b x", ["b"]),
    ('---\ntitle: x\n---\n\n@a\n\n---\nnocite: "@b"\n---\n', ["a", "b"]),
    ("(@good) An example.\n\nAs (@good) shows, and @a.", ["a"]),
]


READ_BY_OTHERS: list[tuple[str, list[str]]] = [
    ("---\ncitekey-aliases: {mine: 'doi:10.5555/a', 7: b}\n---\n@mine @other", ["doi:10.5555/a", "other"]),
    ("---\nreferences:\n- id: own\n  type: book\n- x\n---\n@own @other", ["other"]),  # the document has the work
    ("As \\cite{a} and \\citep[p. 3]{b}, not `\\cite{c}` or \\\\cite{d}", ["a", "b"]),
    ('<cite data-cite="a,b">(A, 2001)</cite> <strong data-cite=\'c\'></strong>', ["a", "b", "c"]),
    ("{% cite a b --file x %} {%- cite c -%} {% include d %}", ["a", "b", "c"]),
    ("[](doi:10.5555/a(1)) <doi:10.5555/b> [text](doi:10.5555/c) [](https://doi.org/10.5555/d)",
     ["doi:10.5555/a(1)", "doi:10.5555/b", "doi:10.5555/c"]),
    ("{citep}`a` {cite:author}`b`", ["a", "b"]),
    ("```{bibliography}\n:filter: False\na\n```\n@b", ["a", "b"]),
    ("```{r x, fig.cap='After @a', echo=FALSE}\nx@b\n```", ["a"]),
]  # fmt: skip


def keys_in(text: str) -> list[str]:
    source = read_markdown(text)
    return [citation.key for citation in source.citations if citation.key not in source.labels]


@pytest.mark.parametrize(("text", "keys"), CASES)
def test_these_keys_are_cited(text: str, keys: list[str]) -> None:
    assert keys_in(text) == keys


@pytest.mark.parametrize(("text", "keys"), READ_BY_OTHERS)
def test_keys_in_other_forms(text: str, keys: list[str]) -> None:
    assert keys_in(text) == keys


def test_bibliographies_are_named_in_any_metadata() -> None:
    text = "---\nbibliography: a.bib\n---\n\nText\n\n---\nbibliography: [b.bib, c.json]\n...\n"
    assert read_markdown(text).bibliographies == ("a.bib", "b.bib", "c.json")


def test_pandoc_reads_the_same_keys() -> None:
    texts = [text for text, _ in CASES if not text.startswith("---") and "<!--" not in text]
    assert keys_by_pandoc(texts, "markdown") == [sorted(keys_in(text)) for text in texts]


@pytest.mark.parametrize("text", [text for text, _ in CASES if text.startswith("---") or "<!--" in text])
def test_pandoc_reads_the_same_keys_in_metadata_and_around_comments(text: str) -> None:
    assert keys_by_pandoc([text], "markdown") == [sorted(keys_in(text))]


MYST: list[tuple[str, list[str]]] = [
    ("{cite}`a` {cite:p}`b, c` {footcite:t}`d;e`", ["a", "b", "c", "d", "e"]),
    ("{cite:t}`{see}a{p. 3, 4},b` {cite:year}`c`", ["a", "b", "c"]),
    ("{cite:p}`a,\n  b`", ["a", "b"]),
    ("`{cite}` `` {cite}`a` `` {ref}`a` {math}`@a`", []),
    ("```{note}\nSee {cite}`a` and @b.\n```\n", ["a", "b"]),
    ("````{admonition} A title\n```{code} md\n@a\n```\n@b\n````\n@c", ["b", "c"]),
    ("- item\n\n  ```{prf:theorem}\n  @a\n\n      @code\n  ```\n  @b", ["a", "b"]),
    ("```{python}\n@a\n```\n\n```{code-block} python\n@a\n```\n\n```{mermaid}\n@a\n```", []),
    (":::{note}\n@a\n:::\n\n:::{code} md\n@b\n:::\n@c", ["a", "c"]),
    ("% {cite}`a`\n{cite}`b`", ["b"]),
    ("```{eval-rst}\nSee :cite:`a` and [b]_, @x.\n```\n@c", ["a", "b", "c"]),
    ("```{bibliography} a.bib\n:all:\n```", ["*"]),
]


@pytest.mark.parametrize(("text", "keys"), MYST)
def test_keys_in_roles_and_directives_of_myst(text: str, keys: list[str]) -> None:
    assert keys_in(text) == keys


def test_sphinx_reads_a_bib_file_as_bibtex_does() -> None:
    assert not read_markdown("As {cite}`a` says.").biblatex


def test_directives_of_myst_name_other_files() -> None:
    text = "```{include} a.md\n```\n\n```{toctree}\n:maxdepth: 2\nb\nTitle <c/d>\n```\n"
    text += "\n```{bibliography} e.bib f.bib\n```"
    source = read_markdown(text)
    assert [(include.names[0], include.line) for include in source.includes] == [
        ("a.md", 1),
        ("b.rst", 6),
        ("c/d.rst", 7),
    ]
    assert source.bibliographies == ("e.bib", "f.bib")


def test_an_alias_of_manubot_stands_for_what_it_names() -> None:
    assert keys_in("[@mine]: doi:10.5555/a(b)\n\nAs [@mine; @pmid:123] say.") == ["doi:10.5555/a(b)", "pmid:123"]


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
