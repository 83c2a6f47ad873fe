"""Lists in the forms that people use, about invented works: what is read is what they state, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lists_world.compare import differences
from lists_world.lists import make_list
from lists_world.templates import TEMPLATES
from moebib.formats.paper_list.edit.edit import edit_list
from moebib.formats.paper_list.edit.match import match_blocks
from moebib.formats.paper_list.reader import read, read_document
from moebib.library.config import Config
from moebib.library.library import Library
from strategies import examples

UNREAD = frozenset(
    (
        "bare URL in angles",
        "full-width, authors",
        "authors with homepages",
        "bold line, labelled items in Chinese",
        "bold line, labelled items",
        "table of a weekly digest",
        "table of methods",
        "table in Korean",
        "citation in Vancouver",
    )
)
"""The templates whose lists are not yet read without a fault."""

READ = [name for name in TEMPLATES if name not in UNREAD]


@pytest.mark.parametrize("template", READ)
@given(seed=st.integers(0, 100_000))
@examples(1)
def test_what_is_read_of_a_list_is_what_it_states(template: str, seed: int) -> None:
    made = make_list([TEMPLATES[template]], seed)
    assert list(differences(made.works, read(made.text, Config()).records)) == []


@given(templates=st.lists(st.sampled_from(READ), min_size=2, max_size=3, unique=True), seed=st.integers(0, 100_000))
@examples(20)
def test_a_list_of_several_forms_is_written_as_it_was(templates: list[str], seed: int) -> None:
    assert_written_as_it_was(make_list([TEMPLATES[template] for template in templates], seed).text)


@pytest.mark.parametrize("template", TEMPLATES)
@given(seed=st.integers(0, 100_000))
@examples(1)
def test_a_list_is_written_as_it_was(template: str, seed: int) -> None:
    assert_written_as_it_was(make_list([TEMPLATES[template]], seed).text)


def assert_written_as_it_was(text: str) -> None:
    parsed = read(text, Config())
    config = Config(sections=parsed.sections)
    document, library = read_document(text, config), Library(parsed.records, parsed.models, config)
    edited = edit_list(document, library, match_blocks(document, library))
    assert edited.text == text
    assert (edited.changes, edited.problems) == ((), ())


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_list_has_the_works_that_it_is_said_to_state(template: str) -> None:
    made = make_list([TEMPLATES[template]], 1)
    lines = made.text.splitlines()
    assert len({work.line for work in made.works}) > 1
    for work in made.works:
        assert work.title.split()[0].strip(":") in "\n".join(lines[work.line - 1 : work.line + 3])
