"""Files with any content: regular entries are read whatever surrounds them, and nothing raises an exception."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.bibtex import BibDocument, read_entries, read_file
from moebib.formats.bibtex.syntax.blocks import scan
from moebib.text.lines import Lines
from strategies import examples

WORDS = ("Experts", "of", "{GPU}s", "\\'e", "--", "é", "李", "10\\%", "\\&", "(x)", "a_b", ":", "'", "$x$")
PIECES = (
    "@", "{", "}", "(", ")", '"', "#", ",", "=", "%", "\\", "\n", "\r\n", "\r", " ", "\t", "\x00", "\ufeff", "~", "-",
    "@misc{", "@book(", "@string{", "@comment", "@preamble{", "@xdata{x,", "@misc{a,", "crossref", "xdata", "title",
    "year", "date", "{x}", '"y"', "x", "and", "2001", "oct", " = ", "crossref={a}", "xdata={x}", "xdata=x-title", "é",
)  # fmt: skip


@st.composite
def regular_entries(draw: st.DrawFn) -> tuple[str, str, dict[str, str]]:
    """An entry as text, with its key, which is numbered later, and its fields."""
    value = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
    names = st.sampled_from(("title", "note", "booktitle", "abstract", "x-y"))
    fields = draw(st.dictionaries(names, value, min_size=1, max_size=4))
    quoted = draw(st.booleans())
    lines = [f'  {name} = "{text}",\n' if quoted else f"  {name} = {{{text}}},\n" for name, text in fields.items()]
    return "@misc{KEY,\n" + "".join(lines) + "}\n", "KEY", fields


BROKEN = (
    "@misc{cut, title = {never closed,\n  year = 2001,\n",
    '@misc{cut, title = "never closed,\n  year = 2001\n}\n',
    "@misc{cut, title = {A}\n",
    "@misc{cut\n",
    "@misc{cut, = {A}, and more}\n",
    "@misc{\n",
    "@misc(cut, title = {A)}\n",
    "@string{cut = \n",
    "@comment{cut\n",
    "@preamble{ {cut \n",
    "text with an @ sign and {braces}\n",
    "% @misc{a, title = {comment}}\n",
)


@given(st.lists(st.one_of(regular_entries(), st.sampled_from(BROKEN)), max_size=8))
@examples(150)
def test_a_regular_entry_is_read_whatever_surrounds_it(
    parts: list[tuple[str, str, dict[str, str]] | str],
) -> None:
    written: dict[str, dict[str, str]] = {}
    text = ""
    for number, part in enumerate(parts):
        if isinstance(part, tuple):
            entry, key, fields = part
            written[f"k{number}"] = fields
            text += entry.replace(key, f"k{number}")
        else:
            text += part
    read = {item.entry.key: item.entry.fields for item in read_entries(BibDocument(text)) if item.entry}
    assert {key: fields for key, fields in read.items() if key in written} == written


@given(st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=60)))
@examples(400)
def test_no_text_raises(text: str) -> None:
    records, findings = read_file(text)
    assert len({record.id.lower() for record in records}) == len(records)
    assert all(finding.line and finding.column for finding in findings)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@examples(200)
def test_every_entry_of_the_scanner_is_a_record_or_a_finding(text: str) -> None:
    entries = sum(block.kind == "entry" and block.type.lower() != "xdata" for block in scan(text))
    records, findings = read_file(text)
    assert len(records) <= entries <= len(records) + sum(finding.code in ("MB121", "MB125") for finding in findings)


@given(st.text(alphabet="ab\n\r\x0b\u2028"), st.sampled_from((0, 2**12 - 3, 2**12)), st.randoms(use_true_random=False))
def test_lines_end_with_lf_crlf_or_cr_alone(text: str, before: int, order: Random) -> None:
    lines = Lines("x" * before + text)
    expected = {}
    line, column = 1, before + 1
    for offset, char in enumerate(f"{text}."):
        expected[before + offset] = line, column
        is_end = char == "\n" or (char == "\r" and not text.startswith("\n", offset + 1))
        line, column = (line + 1, 1) if is_end else (line, column + 1)
    offsets = order.sample(sorted(expected), len(expected))
    assert {offset: lines.position(offset) for offset in offsets} == expected
