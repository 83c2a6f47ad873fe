"""Printed references are read by evidence: people, title, year, venue and identifiers, in the order of many styles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.references.guess import guess
from moebib.normalise.written_people import read_people
from strategies import examples

PEOPLE = ["Lund", "van den Berg", "Quill"]
STYLES = {
    "apa": "Lund, I., van den Berg, J. K., & Quill, A. (2024). Firing pots with care. *Journal of Clay*, *3*(1), 5–9.",
    "ieee": 'I. Lund, J. K. van den Berg, and A. Quill, "Firing pots with care," Journal of Clay, vol. 3, no. 1, 2024.',
    "acm": "Ida Lund, Jan van den Berg, and Ada Quill. 2024. Firing pots with care. Journal of Clay 3, 1 (2024), 5-9.",
    "plain": "Ida Lund, Jan van den Berg, and Ada Quill. Firing pots with care. Journal of Clay, 3(1):5-9, 2024.",
    "abbrv": "I. Lund, J. K. van den Berg, and A. Quill. Firing pots with care. Journal of Clay, 3(1):5–9, May 2024.",
    "lncs": "Lund, I., van den Berg, J., Quill, A.: Firing pots with care. Journal of Clay 3(1), 5–9 (2024)",
    "vancouver": "Lund I, van den Berg JK, Quill A. Firing pots with care. Journal of Clay. 2024;3(1):5-9.",
    "chicago": "Lund, Ida, Jan van den Berg, and Ada Quill. 2024. “Firing Pots with Care.” Journal of Clay 3 (1): 5–9.",
    "mla": "Lund, Ida, Jan van den Berg, and Ada Quill. “Firing Pots with Care.” Journal of Clay, vol. 3, 2024, p. 5.",
    "harvard": "Lund, I., van den Berg, J. and Quill, A. 2024, ‘Firing pots with care’, Journal of Clay, vol. 3.",
    "nature": "Lund, I., van den Berg, J. & Quill, A. Firing pots with care. Journal of Clay 3, 5–9 (2024).",
    "semicolons": "Lund, Ida; van den Berg, Jan; Quill, Ada: Firing pots with care. Journal of Clay 3 (2024), 5–9.",
}  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_the_fields_of_an_article_are_found_in_every_style(style: str) -> None:
    record = guess(STYLES[style].replace("*", ""), "a")
    assert record is not None
    assert [f"{name.non_dropping_particle} {name.family}".strip() for name in record.author] == PEOPLE
    assert record.title.lower() == "firing pots with care"
    assert (record.type, record.container_title, str(record.issued)) == ("article-journal", "Journal of Clay", "2024")


@pytest.mark.parametrize(
    ("text", "kind", "title", "venue"),
    [
        ("I. Lund and A. Quill. Firing pots. In Proceedings of the 3rd Workshop on Clay, pages 1-9. 2024.",
         "paper-conference", "Firing pots", "Proceedings of the 3rd Workshop on Clay"),
        ("I. Lund and A. Quill. Firing pots. In J. Doe and M. Roe (Eds.), Handbook of Clay, pp. 1-9. Clay Press, 2024.",
         "chapter", "Firing pots", "Handbook of Clay"),
        ("Lund, I. et al. Firing pots. Adv. Invent. Process. Syst. 3, 5-9 (2024).",
         "article-journal", "Firing pots", "Adv. Invent. Process. Syst"),
        ("I. Lund and A. Quill. Why Fire Pots? Reasons and Methods. In WIC, 2024.",
         "paper-conference", "Why Fire Pots? Reasons and Methods", "WIC"),
        ("I. Lund. Firing pots. PhD thesis, University of Clay, 2024.", "thesis", "Firing pots", ""),
        ("I. Lund. Firing pots. Technical Report 12, Institute of Clay, 2024.", "report", "Firing pots", ""),
        ("Lund, I. (2024). Firing pots (3rd ed.). Clay Press.", "book", "Firing pots", ""),
        ("Lund, I. (2024). Pot Firer (Version 2.1) [Computer software]. https://clay.example/pots",
         "software", "Pot Firer", ""),
        ("I. Lund. Firing pots. arXiv preprint arXiv:2401.00001, 2024.", "article", "Firing pots", "arXiv"),
        ("World Clay Organization. (2024). Firing pots. Retrieved May 1, 2024, from https://clay.example/pots",
         "webpage", "Firing pots", ""),
    ],
)  # fmt: skip
def test_the_type_is_that_of_the_place(text: str, kind: str, title: str, venue: str) -> None:
    record = guess(text, "a")
    assert record is not None
    assert (record.type, record.title, record.container_title) == (kind, title, venue)


@pytest.mark.parametrize(
    ("written", "identifiers"),
    [
        ("doi:10.5555/pots.1.", ["doi:10.5555/pots.1"]),
        ("https://doi.org/10.5555/pots.1", ["doi:10.5555/pots.1"]),
        ("arXiv:2401.00001v2 [cs.LG].", ["arxiv:2401.00001"]),
        ("CoRR, abs/2401.00001.", ["arxiv:2401.00001"]),
        ("Available at: https://arxiv.org/abs/2401.00001.", ["arxiv:2401.00001"]),
        ("ISBN 978-0-306-40615-7.", ["isbn:9780306406157"]),
        ("PMID: 12345.", ["pmid:12345"]),
    ],
)
def test_identifiers_are_found_in_the_text(written: str, identifiers: list[str]) -> None:
    record = guess(f"I. Lund and A. Quill. Firing pots with care. Journal of Clay, 3(1):5-9, 2024. {written}", "a")
    assert record is not None
    assert [str(identifier) for identifier in record.identifiers] == identifiers
    assert (record.title, str(record.issued)) == ("Firing pots with care", "2024")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "See above.",
        "Firing Pots with Care. Journal of Clay 3, 2024.",
        "Deep Pots. Clay 521, 2015.",
        "I. Lund, J. van den Berg and A. Quill, Firing pots with care",
        "https://clay.example/pots",
    ],
)
def test_no_title_is_guessed_without_evidence(text: str) -> None:
    assert guess(text, "a") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Lund, I., & Quill, A.", ["Lund, I.", "Quill, A."]),
        ("Lund I, Quill AB", ["Lund, I", "Quill, AB"]),
        ("Żuk Ł, Ågerup S", ["Żuk, Ł", "Ågerup, S"]),
        ("Ada Quill、Ida Lund", ["Quill, Ada", "Lund, Ida"]),
        ("李明，王小红", ["李明", "王小红"]),
        ("Ada Quill、Ida Lund 等", ["Quill, Ada", "Lund, Ida", "others"]),
        ("Weinan E, Ada Quill", ["E, Weinan", "Quill, Ada"]),
        ("Lund, Ida and Quill, Ada", ["Lund, Ida", "Quill, Ada"]),
        ("Lund, Ida, and Ada Quill", ["Lund, Ida", "Quill, Ada"]),
        ("J.-P. O’Lund and M. d'Arc", ["O’Lund, J.-P.", "d'Arc, M."]),
        ("Lund, I., Jr., Quill, A., et al.", ["Lund, I.", "Quill, A.", "others"]),
        ("Ida Lund (Ed.)", ["Lund, Ida"]),
    ],
)
def test_people_are_read_in_any_order(text: str, names: list[str]) -> None:
    people = read_people(text)
    assert people is not None
    assert people.texts() == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Firing pots",
        "Lund",
        "Lund, I., Firing pots",
        "I. Lund 2024",
        "et al.",
        "Lund I, Berg J, Quill A. Pots",
        "论文",
        "面向边缘设备的研究, UAI",
    ],
)
def test_what_is_not_a_list_of_people_is_none(text: str) -> None:
    assert read_people(text) is None


@examples(200)
@given(st.text(st.sampled_from("AaBb.,;:&()[]“”\"'\x01\x02 12010é-/"), max_size=80))
def test_any_text_is_a_record_or_none(text: str) -> None:
    record = guess(text, "a")
    assert record is None or record.id == "a"


def test_a_long_text_is_read_in_linear_time() -> None:
    for part in ("A. Berg, ", "Lund. ", "a b ", "“", "(2024) ", "A.-", "d'", "I., ", "et al. ", "Dr. ", "1. a\n"):
        guess(part * 100_000, "a")
