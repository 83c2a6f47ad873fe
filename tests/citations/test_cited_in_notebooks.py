"""Citations in Jupyter notebooks: in Markdown cells, at their place in the file."""

from __future__ import annotations

import json

import pytest

from moebib.citations.notebook import read_notebook
from moebib.citations.rewrite import rewrite_citations
from moebib.errors import InputError


def notebook(*cells: tuple[str, str | list[str]]) -> str:
    of_json: list[dict[str, object]] = [{"cell_type": kind, "source": source, "metadata": {}} for kind, source in cells]
    return json.dumps({"cells": of_json, "nbformat": 4}, indent=1)


def test_keys_are_read_in_markdown_cells_only() -> None:
    text = notebook(
        ("markdown", ["# Title\n", "\n", 'As {cite}`a` "and"\t@b say, \ud83d\ude00 [@c].\n', "```\n@d"]),
        ("code", ["@dataclass\n", "x = '{cite}`e`'"]),
        ("markdown", "@f"),
        ("raw", "@g"),
    )
    citations = read_notebook(text).citations
    assert [citation.key for citation in citations] == ["a", "b", "c", "f"]
    lines = text.split("\n")
    for citation in citations:
        assert lines[citation.line - 1][citation.column - 1 :].lstrip("@").startswith(citation.key)


def test_the_first_cell_may_have_metadata() -> None:
    source = read_notebook(notebook(("raw", "---\nbibliography: refs.bib\nnocite: '@*'\n---"), ("markdown", "@a")))
    assert ([citation.key for citation in source.citations], source.bibliographies) == (["*", "a"], ("refs.bib",))


def test_a_new_key_leaves_all_other_characters() -> None:
    text = notebook(("markdown", 'As\\" \u00e9 {cite:p}`other,old` and [@old].'), ("code", "old"))
    new, count = rewrite_citations(text, "a.ipynb", {"old": "new2024"})
    assert (new, count) == (text.replace("other,old", "other,new2024").replace("@old", "@new2024"), 2)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"cells": 3}', "[" * 100_000])
def test_other_files_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="not a notebook"):
        read_notebook(text)


@pytest.mark.parametrize(
    "cells", ['[3, null, {"cell_type": "markdown"}]', '[{"cell_type": "markdown", "source": [3, "@a"]}]']
)
def test_invalid_cells_are_ignored(cells: str) -> None:
    assert len(read_notebook(f'{{"cells": {cells}}}').citations) <= 1
