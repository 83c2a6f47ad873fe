"""Lists of people, and titles that look like names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clock import in_proportion
from moebib.formats.paper_list.read.inline import read_inline
from moebib.formats.paper_list.read.people import could_be_people, end_of_leading_people, people_in, words_of
from strategies import examples

WORDS = words_of(())


@pytest.mark.parametrize(
    ("text", "names", "others"),
    [
        ("Jan Lund, Ida Berg", ("Jan Lund", "Ida Berg"), False),
        ("J. Lund, I. B. Berg and X. Ma", ("J. Lund", "I. B. Berg", "X. Ma"), False),
        ("Lund J, Berg I", ("Lund J", "Berg I"), False),
        ("Lund, Jan and Berg, Ida", ("Lund, Jan", "Berg, Ida"), False),
        ("Lund, J., Berg, I.", ("Lund, J.", "Berg, I."), False),
        ("Jan Lund et al.", ("Jan Lund",), True),
        ("Jan Lund, Ida Berg, and others", ("Jan Lund", "Ida Berg"), True),
        ("Jan van den Berg; Ida de la Cruz", ("Jan van den Berg", "Ida de la Cruz"), False),
        ("Jan Lund*, Ida Berg†, Jon Arden1", ("Jan Lund", "Ida Berg", "Jon Arden"), False),
        ("王小明，李雷，等", ("王小明", "李雷"), True),
        ("김민수, 이영희", ("김민수", "이영희"), False),
        ("Nguyễn Phước Ầm, Łukasz Żak", ("Nguyễn Phước Ầm", "Łukasz Żak"), False),
        ("Jan Lund · Wei-Hua Li", ("Jan Lund", "Wei-Hua Li"), False),
    ],
)
def test_names_are_read_in_the_forms_that_people_use(text: str, names: tuple[str, ...], others: bool) -> None:
    assert people_in(text) == (names, others)
    assert could_be_people(text, WORDS) >= 0.8


@pytest.mark.parametrize(
    "text",
    ["", "a", "12, 13", "et al.", "Text, Sound, Image and Code", "Deep Learning, Graph Networks, Sparse Experts",
     "Large Language Models", "Attention Is All You Need", "Vision Transformer and Language Model", "GPT, BERT, T5",
     "Switch Transformers, GShard, and GLaM", "Federated Learning for Mobile Edge, Cloud Robots", "MIT, Stanford, CMU",
     "Code, Data, Slides", "Google DeepMind, Meta AI, UC Berkeley", "Warm Lab, Cold Lab", "Tsinghua University",
     "OpenAI", "jan lund, ida berg"],
)  # fmt: skip
def test_titles_topics_and_organisations_are_no_people(text: str) -> None:
    assert could_be_people(text, WORDS) == 0


def test_a_single_name_may_be_anything() -> None:
    assert 0 < could_be_people("Jan Lund", WORDS) < 0.8


def test_a_name_of_words_that_the_list_has_in_small_letters_is_none() -> None:
    text = "Gated Clay, Sandy Loam"
    assert could_be_people(text, WORDS) >= 0.8
    line = read_inline("we mix gated clay with sandy loam", 0, 33)
    assert could_be_people(text, words_of([line])) == 0


@pytest.mark.parametrize(
    ("text", "leading"),
    [
        ("Lund, J. (2020). On clay.", "Lund, J."),
        ("Lund, I. A., & Berg, J. (2020). On clay.", "Lund, I. A., & Berg, J."),
        ("Lund J, Berg I. On clay. Acta. 2020;12.", "Lund J, Berg I"),
        ('J. Lund and I. Berg, "On clay," Acta, 2020.', "J. Lund and I. Berg"),
        ("Jan Lund, Ida Berg. On clay. ICML 2020.", "Jan Lund, Ida Berg"),
        ("Jan Lund, Ida Berg, Jon Arden: On Clay", "Jan Lund, Ida Berg, Jon Arden"),
        ("Lund, Jan, and Ida Berg. “On clay.” Acta", "Lund, Jan, and Ida Berg"),
        ("王小明, 李雷. 粘土研究. 2020", "王小明, 李雷"),
        ("On clay. Acta.", ""),
        ("Deep Learning, Graph Networks. Acta", ""),
        ("Warm Experts at Home: A Survey. Jan Lund", ""),
        ("Jan Lund", ""),
    ],
)
def test_a_citation_may_begin_with_its_authors(text: str, leading: str) -> None:
    assert text[: end_of_leading_people(text, WORDS)] == leading


@examples(200)
@given(st.text(alphabet='JLundIBerg ,.;&王小、()2020*\n"', max_size=60))
def test_any_text_can_be_people_or_not(text: str) -> None:
    names, _ = people_in(text)
    assert all(name.strip() for name in names)
    assert 0 <= end_of_leading_people(text, WORDS) <= len(text)


def test_a_line_of_separators_has_no_people() -> None:
    with in_proportion():
        assert people_in("," * 5_000) == ((), False)
