"""Entry files that are not TOML: the finding says what to write, and what it says is TOML."""

from __future__ import annotations

import tomllib

import pytest

from moebib.records.record import Record
from moebib.toml.validation import parse_entry


def hint_for(text: str) -> str:
    """The hint of the only finding about *text*."""
    entry, findings = parse_entry(text, Record, file="doe2024.toml", key="doe2024")
    assert entry is None
    assert [finding.code for finding in findings] == ["MB002"]
    return findings[0].hint or ""


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("type = article-journal", 'type = "article-journal"'),
        ("type: article-journal", 'type = "article-journal"'),
        ('"type": "book",', 'type = "book"'),
        ('title = "Experts",', 'title = "Experts"'),
        ("title = {Sparse {Experts}},", 'title = "Sparse {Experts}"'),
        ("year = 2024,", "year = 2024"),
        ("issued = 2024-06-31", 'issued = "2024-06-31"'),
        ("doi = 10.5555/experts", 'doi = "10.5555/experts"'),
        ("url = https://a.example  # the page", 'url = "https://a.example"'),
        ('title = "The "Best" Experts"', r'title = "The \"Best\" Experts"'),
        ("title = 'What's Next'", 'title = "What\'s Next"'),
        ("title = \u201cExperts\u201d", 'title = "Experts"'),
        (r'title = "The $\alpha$ of {\"O}sterreich"', r'title = "The $\\alpha$ of Österreich"'),
        ("tags = [routing, 'caching']", 'tags = ["routing", "caching"]'),
        ('container title = "Nature"', 'container_title = "Nature"'),
        ('title "Experts"', 'title = "Experts"'),
        ("retracted = True", "retracted = true"),
    ],
)
def test_the_line_is_given_as_toml(line: str, written: str) -> None:
    assert hint_for(f'note = "x"\n{line}\n') == f"write {written}"
    tomllib.loads(written)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@article{doe2024,\n  title = {Experts}\n}", "this is BibTeX"),
        ("% from the paper\n", "a comment begins with #"),
        ("title =\n", "write a value after title =, or remove the line"),
        ('author = ["Doe, Jane"\n"Roe, Rita"]', "separate the values with commas"),
        ('author = "Doe, Jane" and "Roe, Rita"', "several values of one as a list"),
        ('title = "Experts" year = 2024', "write each field on a line of its own"),
        ('title = "Sparse\nExperts"', "on the same line"),
        ('title = "Experts', "end the text with the same quotation mark"),
        ('title = "Experts"\ntitle = "Others"', "each field is given once"),
        ('```toml\ntitle = "Experts"\n```', "remove this line"),
        ("[links]\nx = []\n[links]\n", "write its fields below the first of the two"),
        ("[doe2024\ntitle = 1", ""),
    ],
)
def test_what_is_no_single_statement_is_explained(text: str, words: str) -> None:
    assert words in hint_for(text)
