"""Another key for a work: what refers to it follows."""

from __future__ import annotations

import pytest

from moebib.errors import InputError, UnknownKey
from moebib.library.config import Config
from moebib.library.library import Library
from moebib.library.renaming import find_renamed
from moebib.records.model import Model
from moebib.records.record import Record


@pytest.fixture
def library() -> Library:
    works = [
        Record(id="warm", type="book", title="Warm", relations=[{"kind": "extended-by", "key": "Hot"}], ids=["tepid"]),
        Record(id="hot", type="book", title="Hot", extra={"related": "warm, cold", "xref": "Warm"}),
    ]
    return Library(works, [Model(id="hydra", name="Hydra", papers=["warm"])], Config(different=(("warm", "hot"),)))


def test_relations_papers_pairs_and_fields_of_biblatex_follow(library: Library) -> None:
    renamed = library.rename("warm", "lukewarm").rename("hot", "boiling")
    assert renamed["lukewarm"].relations[0].key == "boiling"
    assert renamed["boiling"].extra == {"related": "lukewarm, cold", "xref": "lukewarm"}
    assert renamed.models[0].papers == ("lukewarm",)
    assert renamed.config.different == (("lukewarm", "boiling"),)


def test_the_old_keys_still_find_the_work_and_can_be_taken_back(library: Library) -> None:
    renamed = library.rename("WARM", "lukewarm")
    assert renamed["lukewarm"].ids == ("tepid", "warm")
    assert renamed["warm"].id == renamed["tepid"].id == "lukewarm"
    assert renamed.rename("lukewarm", "warm")["warm"].ids == ("tepid", "lukewarm")
    assert library["warm"].id == "warm"


@pytest.mark.parametrize("key", ["hot", "Hot", "two words", ""])
def test_a_key_that_is_taken_or_invalid_is_refused(library: Library, key: str) -> None:
    with pytest.raises(InputError, match=r"already used by 'hot'|not a key"):
        library.rename("warm", key)


def test_a_former_key_is_not_enough_to_rename_a_work(library: Library) -> None:
    with pytest.raises(UnknownKey, match="no entry 'tepid'; did you mean 'warm'"):
        library.rename("tepid", "cold")


def test_a_work_that_was_replaced_by_another_one_is_not_renamed(library: Library) -> None:
    old = library.records
    assert find_renamed(old, [*old, Record(id="new", type="book", ids=["old"])]) == {}
    assert find_renamed(old[:1], [Record(id="new", type="book", title="Other")]) == {}
