"""The sections that are suggested for a work, and the tags that a query means."""

from __future__ import annotations

import pytest

from moebib.errors import InputError
from moebib.library.config import Config, Section
from moebib.library.tags import find_tags, suggest_tags
from moebib.records.record import Record

SECTIONS = (
    Section(tag="system", heading="Systems"),
    Section(tag="system/offloading", heading="Offloading", words=("offload", "expert cache")),
    Section(tag="hardware", heading="Hardware", words=("FPGA", "in-memory", "")),
    Section(tag="other/caching", heading="Caching"),
    Section(tag="caching", heading="Caching"),
)
CONFIG = Config(sections=SECTIONS)


def suggested(title: str, abstract: str = "") -> list[str]:
    return [
        str(suggestion)
        for suggestion in suggest_tags(Record(id="x", type="article", title=title, abstract=abstract), SECTIONS)
    ]


@pytest.mark.parametrize(
    ("title", "explained"),
    [
        ("Offloading Experts", 'system/offloading  because of "offload" in the title'),
        ("{OFFLOAD}ed at Last", 'system/offloading  because of "offload" in the title'),
        ("An Expert-Cache on Disk", 'system/offloading  because of "expert cache" in the title'),
        ("Expert\u2011Caches", 'system/offloading  because of "expert cache" in the title'),
        ("MoE on FPGAs", 'hardware  because of "FPGA" in the title'),
        ("In Memory of Experts", 'hardware  because of "in-memory" in the title'),
    ],
)
def test_a_word_or_its_beginning_suggests_a_section(title: str, explained: str) -> None:
    assert suggested(title) == [explained]


@pytest.mark.parametrize(
    "title", ["Reoffload", "Expert, Cache", "The Cache of an Expert", "AFPGA", "Systems and Caching", ""]
)
def test_other_words_suggest_nothing(title: str) -> None:
    assert suggested(title) == []


def test_the_title_takes_precedence_and_each_section_is_suggested_once() -> None:
    assert suggested("Experts on an FPGA", "An expert cache for offloading; offloaded in memory.") == [
        'system/offloading  because of "offload" in the abstract',
        'hardware  because of "FPGA" in the title',
    ]


@pytest.mark.parametrize(
    ("queries", "tags"),
    [
        (["system"], ("system",)),  # although it has a subsection
        (["offloading"], ("system/offloading",)),
        (["caching"], ("caching",)),  # although another tag ends with it
        (["hardware", "offloading", "system/offloading"], ("hardware", "system/offloading")),
        ([], ()),
    ],
)
def test_a_query_means_one_tag(queries: list[str], tags: tuple[str, ...]) -> None:
    assert find_tags(CONFIG, queries) == tags


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("other/cachng", "unknown tag 'other/cachng'; did you mean 'other/caching'"),
        ("cold", "unknown tag 'cold'"),
    ],
)
def test_a_query_that_means_no_tag_is_refused(query: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        find_tags(CONFIG, [query])


def test_a_query_that_means_several_tags_is_refused() -> None:
    sections = [Section(tag=f"{first}/cold", heading="Cold") for first in ("a", "b")]
    with pytest.raises(InputError, match="'cold' matches 2 tags; choose from a/cold, b/cold"):
        find_tags(Config(sections=tuple(sections)), ["cold"])


def test_a_list_without_sections_may_have_any_valid_tag() -> None:
    assert find_tags(Config(), ["to-read/soon"]) == ("to-read/soon",)
    with pytest.raises(InputError, match="unknown tag 'To Read'"):
        find_tags(Config(), ["To Read"])
