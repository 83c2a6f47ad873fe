"""Formatting changes spaces, case, order and delimiters, but no words."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bib_texts import files
from clock import in_proportion
from moebib.formats import Options, get
from moebib.formats.bibtex import BibDocument, format_document, read_file
from moebib.formats.bibtex.syntax.blocks import scan
from moebib.records.record import Record
from strategies import records


def formatted(text: str) -> str:
    return format_document(BibDocument(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("\n\n% only this\n\n\n", "% only this\n"),
        ("@Misc{Key,}", "@misc{Key,\n}\n"),
        ('@MISC(k, TITLE = "T")', "@misc{k,\n  title = {T},\n}\n"),
        ("@misc{k, year = 1999, month = JAN, title = t}",
         "@misc{k,\n  title = t,\n  year = 1999,\n  month = JAN,\n}\n"),
        ("@misc{k, zz = {1}, doi = {d}, aa = {2}}", "@misc{k,\n  doi = {d},\n  zz = {1},\n  aa = {2},\n}\n"),
        ("@misc{k, note = {1}, Note = {2}}", "@misc{k,\n  note = {1},\n  note = {2},\n}\n"),
        ('@misc{k, note=acm#"  a b"#{c}}', "@misc{k,\n  note = acm # {  a b} # {c},\n}\n"),
        ('@misc{k, note = "say {"}hi{"}"}', '@misc{k,\n  note = {say {"}hi{"}},\n}\n'),
        ("@misc{k, ARCHIVEPREFIX = {arXiv}}", "@misc{k,\n  archivePrefix = {arXiv},\n}\n"),
        ("@misc{k, author = {A, B}}", "@misc{k,\n  author = {A, B},\n}\n"),
        (
            "@misc{k, author = {A, B and C   AND {D and E}\n  and others}}",
            "@misc{k,\n  author = {A, B and\n            C and\n            {D and E} and\n            others},\n}\n",
        ),
        ("@misc{k, author = {A and and B}}", "@misc{k,\n  author = {A and and B},\n}\n"),
        ("@misc{k, author = A # { and B}}", "@misc{k,\n  author = A # { and B},\n}\n"),
        ("@misc{k, abstract = {Two\n   lines}}", "@misc{k,\n  abstract = {Two\n   lines},\n}\n"),
        ('@STRING( acm="A" )\n@string{ b = {B} }', "@string{acm = {A}}\n@string{b = {B}}\n"),
        ("@misc{a}@misc{b}\n\n\n\n@misc{c}", "@misc{a,\n}\n\n@misc{b,\n}\n\n@misc{c,\n}\n"),
        ("% mine\n@misc{a}\n%b\n\n\n%c\n@misc{b} % end", "% mine\n@misc{a,\n}\n%b\n\n\n%c\n\n@misc{b,\n} % end\n"),
        ("@preamble{ \"x\" }\n@comment{ y }\n", "@preamble{ \"x\" }\n\n@comment{ y }\n"),
        ("@misc{a,\r\n title={T}}\r\n", "@misc{a,\r\n  title = {T},\r\n}\r\n"),
        ("% @misc{a, title=\"T\"}\n", "% @misc{a, title=\"T\"}\n"),
    ],
)  # fmt: skip
def test_fields_are_laid_out_as_expected(text: str, expected: str) -> None:
    assert formatted(text) == expected.replace("%b\n\n\n%c\n\n@misc", "%b\n\n\n%c\n@misc")
    assert formatted(formatted(text)) == formatted(text)


def test_comments_go_with_their_fields() -> None:
    text = """\
@misc{a, % at the key
  year = 1999, % at the year
  % above the title
  title = {T} % at the title
  % at the end
}
"""
    assert (
        formatted(text)
        == """\
@misc{a, % at the key
  % above the title
  title = {T}, % at the title
  year = 1999, % at the year
  % at the end
}
"""
    )


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a, Title = {never closed\n\n@misc{b,\n}\n",
        "@misc{a, Title = % here\n {T}}\n",
        "@misc{a, Title {T}}\n",
        "@misc{Title = {T}}\n",
        "text @misc{a, Title = {T}}\n",
    ],
)
def test_malformed_entries_are_left_unchanged(text: str) -> None:
    assert formatted(text) == text


@given(st.lists(records(), max_size=3), st.sampled_from(["bibtex", "biblatex"]))
def test_our_exports_are_formatted_except_for_field_names(works: list[Record], dialect: str) -> None:
    single = [work.evolve(author=work.author[:1], editor=work.editor[:1]) for work in works]
    text = get(dialect).record_writer().dump(single, Options())
    assert formatted(text) == (text if works else text.rstrip() + "\n")


def records_of(text: str) -> list[Record]:
    return list(read_file(text)[0])


_BROKEN = st.text('@{}()",=#%\\ab1 \n\r', max_size=60)


@example("\r1@book{k0, title={\n}}\n")
@given(
    st.one_of(
        files(),
        _BROKEN,
        st.tuples(_BROKEN, files()).map("".join),
        st.lists(records(), max_size=2).map(lambda works: get("bibtex").record_writer().dump(works, Options())),
    )
)
def test_formatting_keeps_the_meaning_and_is_idempotent(text: str) -> None:
    new = formatted(text)
    assert formatted(new) == new
    assert records_of(new) == records_of(text)
    assert [block.kind for block in scan(new) if block.kind != "between"] == [
        block.kind for block in scan(text) if block.kind != "between"
    ]
    words = [re.sub(r"\s+", " ", block.raw).strip() for block in scan(text) if block.kind == "between"]
    assert [
        re.sub(r"\s+", " ", block.raw).strip() for block in scan(new) if block.raw.strip() and block.kind == "between"
    ] == [word for word in words if word]


@pytest.mark.parametrize("text", [
    "@misc{a, x = {y}SPACEz = 1}", "@misc{a, author = {ASPACEB}}", "@misc{a,SPACEx = 1}", "@misc{a}SPACEx",
])  # fmt: skip
def test_many_spaces_are_formatted_in_linear_time(text: str) -> None:
    with in_proportion():
        for space in (" ", "\n ", "\r\n"):
            formatted(text.replace("SPACE", space * 100_000))
