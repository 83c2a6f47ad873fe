r"""Preambles: what ``@preamble`` defines is expanded where it is read, and carried to other .bib files if harmless."""

from __future__ import annotations

import pytest

from moebib.formats import Options, get
from moebib.formats.bibtex import BibDocument, BibFiles, read_entries, read_preambles, unite_preambles

NOOPSORT = r'@preamble{"\newcommand{\noopsort}[1]{}"}' + "\n"
YEAR = r"{\noopsort{1973b}}1981"


def read(text: str) -> tuple[dict[str, str], list[str]]:
    """The fields of the only entry, and the findings."""
    resolved = list(read_entries(BibDocument(text)))
    (entry,) = (block.entry for block in resolved if block.entry)
    return entry.fields, [str(finding) for block in resolved for finding in block.findings]


def test_the_commands_of_a_preamble_are_expanded_before_and_after_it() -> None:
    entries = f"@book{{a, year = {{{YEAR}}}}}\n"
    assert read(NOOPSORT + entries) == read(entries + NOOPSORT) == ({"year": "{}1981"}, [])


def test_the_macros_of_the_file_count_in_a_preamble() -> None:
    text = r'@string{b = "\def\pond{x}"} @preamble{b} @book{a, title = {\pond}}'
    assert read(text) == ({"title": "x"}, [])


def test_a_record_has_the_words_in_all_its_fields() -> None:
    text = r'@preamble{"\newcommand{\acro}[1]{\textsc{#1}}"} @book{a, title = {The \acro{gnu}}, annote = {\acro{x}}}'
    (record,) = get("bibtex").parse_text(text).records
    assert (record.title, record.extra) == ("The <sc>gnu</sc>", {"annote": r"\textsc{x}"})


def test_what_is_not_harmless_is_reported_with_its_place() -> None:
    _, findings = read('@preamble{"\\newcommand{\\x}{y}"\n  # "\\input{z}"}\n@book{a, title = {\\x}}')
    assert findings == [
        "2:6: MB127 not kept of @preamble, where only harmless definitions are kept: '\\\\input{z}'\n"
        "  hint: define what the entries need in the document itself"
    ]


def test_what_is_no_command_is_reported_where_only_the_entries_are_read() -> None:
    parsed = get("bibtex").parse_text(r'@preamble{"\hyphenation{a-b}"} @book{a, title = {A}}')
    assert [finding.message for finding in parsed.findings] == [r"not kept of @preamble: '\\hyphenation{a-b}'"]
    assert not get("bibtex").parse_text(NOOPSORT + "@book{a, title = {A}}").findings


@pytest.mark.parametrize("value", [r"\x{\x{\x{\x{\x{\x{\x{\x{\x{\x{\x{\x{y}}}}}}}}}}}}", r"\loop"])
def test_an_expansion_without_an_end_is_neither_read_nor_written(value: str) -> None:
    preamble = r'@preamble{"\def\x#1{#1#1#1#1} \def\loop{\again} \def\again{\loop}"}'
    text = f"{preamble} @book{{a, title = {{A {value}}}}}"
    (resolved,) = (block for block in read_entries(BibDocument(text)) if block.entry)
    assert resolved.entry
    format = get("bibtex")
    record, _ = format.steps().make(resolved.entry)
    assert record
    assert format.rewrite
    assert value not in format.rewrite(record, resolved.entry, Options()).text


def test_the_preambles_of_several_files_are_united() -> None:
    one = BibDocument(NOOPSORT + r'@preamble{"\hyphenation{a-b}"}')
    other = BibDocument(r'@preamble{"\newcommand\noopsort[1]{} \def\x{y}"}')
    united = unite_preambles(read_preambles(BibFiles(one, other)).by_start.values())
    assert united == '@preamble{"\\newcommand{\\noopsort}[1]{}\n\\hyphenation{a-b}\n\\def\\x{y}"}\n'


def test_quotes_are_kept_in_braces() -> None:
    preambles = read_preambles(BibFiles(BibDocument(r"@preamble{{\newcommand{\x}{\"a} \input{y}}}"))).by_start.values()
    assert [preamble.text for preamble in preambles] == [r"@preamble{{\newcommand{\x}{\"a}}}" + "\n"]
