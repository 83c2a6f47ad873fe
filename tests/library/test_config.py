"""The configuration of a list."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from moebib.errors import InputError
from moebib.library.config import Config, Output, Section, matching_tags
from moebib.text.suggest import suggest

CONFIG = Config(sections=tuple(
    Section(tag=tag, heading=tag.title())
    for tag in ("models", "model", "model/compression", "model/compression/pruning", "system/offloading")
))  # fmt: skip


@pytest.mark.parametrize(("query", "tags"), [
    ("model", ("model", "model/compression", "model/compression/pruning")),
    ("compression/pruning", ("model/compression/pruning",)),
    ("pruning", ("model/compression/pruning",)),
    ("models", ("models",)),
])  # fmt: skip
def test_a_section_includes_its_subsections(query: str, tags: tuple[str, ...]) -> None:
    assert matching_tags(CONFIG.tags, query) == tags


def test_an_unknown_tag_suggests_the_closest_one() -> None:
    with pytest.raises(InputError, match="did you mean 'model/compression/pruning'"):
        matching_tags(CONFIG.tags, "prunning")


def test_the_level_of_a_section_is_the_depth_of_its_path() -> None:
    assert [section.level for section in CONFIG.sections] == [1, 1, 2, 3, 2]


@pytest.mark.parametrize("path", ["/etc/passwd", "../up.bib", "a/../../b", "C:\\a.bib", "c:/a", ""])
def test_an_output_stays_inside_the_folder(path: str) -> None:
    with pytest.raises(ValidationError, match="within the folder of the list"):
        Output(format="bibtex", path=path)


def test_nothing_is_suggested_if_nothing_is_similar() -> None:
    assert suggest("zzz", ["year", "tag"]) == ""
