"""A list of references in plain text is split by its numbers, empty lines, indents or lines."""

from __future__ import annotations

import pytest

from moebib import formats
from moebib.formats.references.split import split_references

LUND = "I. Lund and A. Quill. Firing pots with care. In WIC, 2024."
QUILL = "A. Quill. Glazes: A survey. Journal of Clay, 3(1):5-9, 2023."
WRAPPED = ("I. Lund and A. Quill. Firing pots with", "care. In WIC, 2024.")


@pytest.mark.parametrize(
    "text",
    [
        f"{LUND}\n{QUILL}\n",
        f"{LUND}\n\n{QUILL}",
        f"References\n\n[1] {LUND}\n[2] {QUILL}\n",
        f"# Bibliography\n1. {LUND}\n2. {QUILL}\n",
        f"- {LUND}\n- {QUILL}\n",
        f"[LQ24] {WRAPPED[0]}\n{WRAPPED[1]}\n\n[Qui23] {QUILL}\n",
        f"{WRAPPED[0]}\n    {WRAPPED[1]}\n{QUILL}\n",
        f"{WRAPPED[0]}\n{WRAPPED[1]}\n\n{QUILL}\n",
        f"\ufeff{LUND}\r\n{QUILL}\r\n".replace("\r\n", "\n"),
    ],
)
def test_a_list_is_split_by_what_begins_a_reference(text: str) -> None:
    assert [item.text for item in split_references(text)] == [LUND, QUILL]


def test_a_reference_has_its_line_and_its_label() -> None:
    items = split_references(f"References\n\n[7] {WRAPPED[0]}\n{WRAPPED[1]}\n[B8] {QUILL}\n")
    assert [(item.line, item.label) for item in items] == [(3, "7"), (5, "B8")]


def test_a_broken_word_and_a_broken_url_have_no_space() -> None:
    (item,) = split_references("[1] Firing pots self-\nmade. https://doi.org/\n10.5555/pots.1")
    assert item.text == "Firing pots self-made. https://doi.org/10.5555/pots.1"


def test_every_record_says_how_it_was_read_and_what_was_not_is_reported() -> None:
    parsed = formats.for_file("refs.txt", f"[1] {LUND}\n[2] Unclear, 2024\n".encode()).parse_text(
        f"[1] {LUND}\n[2] Unclear, 2024\n"
    )
    assert [record.id for record in parsed.records] == ["ref1"]
    assert [(finding.code, finding.line, finding.message) for finding in parsed.findings] == [
        ("MB144", 1, "fields guessed: 'Firing pots with care' by I. Lund and A. Quill, in 'WIC', 2024"),
        ("MB145", 2, "no title recognised in 'Unclear, 2024'"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("@article{a, title = {[1] In 2024}, year = 2024}", "bibtex"),
        ("TY  - JOUR\nTI  - Firing (2024). Pots\nPY  - 2024\nER  - \n", "ris"),
        ('[{"id": "a", "title": "Firing pots (2024). "}]', "csl-json"),
        ("Lund, I. (2024). Firing pots. Clay.", "references"),
        ("Lund I, Quill A. Firing pots with care. Clay. 2024;3:1-9.", "references"),
        ("References\n\nvan Lund I, et al. Firing pots with care. Clay. 2024;3:1-9.", "references"),
        ('Ida Lund, Ada Quill. "Firing Pots with Care." Clay, 2024.', "references"),
        (
            "[1] I. Lund and A. Quill. Firing pots with\n    care. In Proceedings of the 3rd\n    Workshop, 2024.",
            "references",
        ),
    ],
)
def test_another_format_in_a_text_file_is_recognised(text: str, name: str) -> None:
    assert formats.for_file("refs.txt", text.encode()).name == name


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("references", "a" * 50 + "\n"),
        ("references", " a\nb\n"),
        ("references", "[1] A. Berg, "),
        ("bbl", r"\bibitem{a} \emph{"),
        ("bbl", r"\bibitem["),
        ("bbl", r"\entry{a}{article}{}\field{title}{"),
    ],
)
def test_a_hostile_text_is_read_in_linear_time(name: str, text: str) -> None:
    formats.parse(text * 4_000, name)
