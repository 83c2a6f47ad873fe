"""The library: works by key, by identifier, by tag."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from moebib.errors import InputError, InvalidRecord
from moebib.library.config import Config, Section
from moebib.library.library import Library
from moebib.records.model import Model
from moebib.records.record import Record


@pytest.fixture
def library() -> Library:
    sections = (Section(tag="system", heading="Systems"), Section(tag="system/offloading", heading="Offloading"))
    return Library(
        [
            Record(id="kwon2023vllm", type="paper-conference", title="vLLM", author=["Kwon, Woosuk"], issued="2023",
                   ids=["kwon2023paged"], identifiers=["doi:10.1000/vllm"], tags=["system"]),
            Record(id="Du2024sida", type="paper-conference", title="SiDA", issued="2024", tags=["system/offloading"],
                   identifiers=["acl:2024.acl-long.70"], links={"code": ["https://example.org/code"]},
                   versions=[{"genre": "preprint", "identifiers": ["arxiv:2310.18859"]}]),
        ],
        [Model(id="mixtral", name="Mixtral")],
        Config(sections=sections),
    )  # fmt: skip


def test_records_are_in_the_order_of_their_keys(library: Library) -> None:
    assert [record.id for record in library] == ["Du2024sida", "kwon2023vllm"]


@pytest.mark.parametrize("key", ["kwon2023vllm", "KWON2023vllm", "kwon2023paged"])
def test_a_work_is_found_by_its_key_in_any_case_and_by_a_former_key(library: Library, key: str) -> None:
    assert library[key].title == "vLLM"
    assert key in library


def test_an_unknown_key_suggests_the_closest_one(library: Library) -> None:
    with pytest.raises(KeyError, match="did you mean 'kwon2023vllm'"):
        library["kwon2023vlm"]


@pytest.mark.parametrize(("text", "key"), [
    ("https://arxiv.org/abs/2310.18859v3", "Du2024sida"),  # the identifier of a version is one of the work
    ("10.18653/v1/2024.acl-long.70", "Du2024sida"),
    ("doi:10.18653/v1/2024.acl-long.70", "Du2024sida"),
    ("https://doi.org/10.1000/VLLM", "kwon2023vllm"),
])  # fmt: skip
def test_a_work_is_found_by_any_form_of_its_identifiers(library: Library, text: str, key: str) -> None:
    match = library.find(text)
    assert match is not None
    assert match.id == key


def test_a_work_is_found_by_key_or_identifier(library: Library) -> None:
    record = library.records[0]
    texts = (record.id, record.id.upper(), *map(str, record.identifiers))
    assert [library.find_work(text) for text in texts] == [record] * len(texts)
    with pytest.raises(InputError, match="no entry 'absent'"):
        library.find_work("absent")


def test_an_unknown_identifier_finds_nothing(library: Library) -> None:
    assert library.find("1706.03762") is None


def test_a_selection_by_tag_takes_the_sections_below(library: Library) -> None:
    assert [record.id for record in library.select(tags=["system"])] == ["Du2024sida", "kwon2023vllm"]
    assert [record.id for record in library.select(tags=["offloading"])] == ["Du2024sida"]
    assert [record.id for record in library.tagged("system")] == ["kwon2023vllm"]
    with pytest.raises(InputError, match="did you mean 'system/offloading'"):
        library.select(tags=["offlading"])


def test_a_selection_by_key_takes_former_keys(library: Library) -> None:
    assert [record.id for record in library.select(keys=["kwon2023paged"])] == ["kwon2023vllm"]
    with pytest.raises(KeyError):
        library.select(keys=["nobody"])


def test_two_works_with_one_key_or_identifier_are_refused_together() -> None:
    works = [
        Record(id="a", type="article", identifiers=["arxiv:1706.03762"]),
        Record(id="A", type="article", identifiers=["doi:10.18653/v1/2024.acl-long.70"]),
        Record(id="b", type="article", ids=["a"], identifiers=["acl:2024.acl-long.70"],
               versions=[{"identifiers": ["arxiv:1706.03762"]}]),
    ]  # fmt: skip
    with pytest.raises(InvalidRecord) as caught:
        Library(works)
    assert sorted(finding.code for finding in caught.value.findings) == ["MB007", "MB007", "MB008", "MB008"]


def test_the_papers_of_one_volume_share_its_isbn() -> None:
    works = [Record(id=key, type="paper-conference", identifiers=["isbn:9781939133359"]) for key in "ab"]
    assert len(Library(works)) == 2


NEW = Record(id="lee2025new", type="article", title="New", identifiers=["arxiv:2501.00001"])


@pytest.mark.parametrize(
    "record",
    [
        NEW,
        Record(id="Du2024sida", type="article", title="SiDA, again", identifiers=["arxiv:2310.18859"]),
        Record(id="kwon2023vllm", type="article", title="vLLM", ids=["kwon2022paged"]),
        NEW.evolve(identifiers=["isbn:9781939133359"]),
    ],
)
def test_a_library_with_a_replaced_work_equals_a_new_one(library: Library, record: Record) -> None:
    assert library.titled("SiDA")
    changed = library.replacing(record)
    other_records = [other for other in library if other.id != record.id]
    fresh = Library([*other_records, record], library.models, library.config)
    assert changed == fresh
    assert vars(changed._works) == vars(fresh._works)
    assert changed.titled(record.title) == record
    assert record not in library.records


@pytest.mark.parametrize(
    "changes",
    [{"id": "KWON2023vllm"}, {"ids": ["Kwon2023paged"]}, {"identifiers": ["doi:10.18653/v1/2024.acl-long.70"]}],
)
def test_a_replacement_cannot_take_the_key_or_identifier_of_another_work(
    library: Library, changes: dict[str, Any]
) -> None:
    with pytest.raises(InvalidRecord):
        library.replacing(NEW.evolve(**changes))


def test_relations_are_found_from_both_sides() -> None:
    warm = Record(id="warm", type="article", relations=[{"kind": "extended-by", "identifier": "doi:10.1000/a"},
                                                        {"kind": "same-work", "key": "OLD"}])  # fmt: skip
    warmer = Record(id="warmer", type="book", ids=["old"], identifiers=["doi:10.1000/a"])
    related = Library([warm, warmer])
    assert [related.related(relation) for relation in warm.relations] == [warmer, warmer]
    assert related.relations_to(warmer) == tuple((warm, relation) for relation in warm.relations)
    assert related.relations_to(warm) == ()
    assert Library([warm]).related(warm.relations[0]) is None


def test_an_entry_is_a_work_or_a_model(library: Library) -> None:
    models = Library(library, [Model(id="hydra", name="Hydra")])
    assert models.find_entry("HYDRA").id == "hydra"
    assert models.find_entry("du2024sida") is models["du2024sida"]
    with pytest.raises(InputError, match="did you mean 'hydra'"):
        models.find_entry("hydr")


def test_rows_become_data_frames(library: Library) -> None:
    import pandas as pd  # only here, because both are slow to import
    import polars as pl

    polars_frame, pandas_frame = library.to_polars(), library.to_pandas()
    assert isinstance(polars_frame, pl.DataFrame)
    assert isinstance(pandas_frame, pd.DataFrame)
    assert polars_frame["arxiv"].to_list() == ["2310.18859", None]
    assert list(pandas_frame["year"]) == [2024, 2023]
    assert [row["id"] for row in library.to_dicts()] == ["Du2024sida", "kwon2023vllm"]


def test_the_notebook_view_of_a_library_is_escaped() -> None:
    shown = Library([Record(id="a", type="article", title="<b>&")])._repr_html_()
    assert "&lt;b&gt;&amp;" in shown
    assert repr(Library()) == "<Library: 0 works>"


def test_adding_replacing_and_removing_return_new_libraries() -> None:
    one, other = (Record(id=key, type="book", title=key.title()) for key in ("b", "A"))
    library = Library([one])
    assert library.add(other).records == (other, one)
    assert library.replace(one.evolve(title="New"))["b"].title == "New"
    assert library.add(other).remove("a") == library
    assert len(library) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda library: library.add(Record(id="b", type="book")), "already an entry 'b'\n  hint: library.replace"),
        (lambda library: library.add(Record(id="B", type="book")), "the key 'B' is already used by 'b'"),
        (lambda library: library.replace(Record(id="bb", type="book")), "no entry 'bb'; did you mean 'b'"),
        (lambda library: library.remove("bb"), "no entry 'bb'; did you mean 'b'"),
        (lambda library: library.remove("old"), "no entry 'old'; did you mean 'b'"),
        (lambda library: library["bb"], "no entry 'bb'; did you mean 'b'"),
        (lambda library: library.select(keys=["bb"]), "no entry 'bb'; did you mean 'b'"),
    ],
)
def test_what_cannot_be_changed_or_found_is_an_error_of_ours(change: Callable[[Library], object], message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        change(Library([Record(id="b", type="book", ids=["old"])]))


def test_an_unknown_key_is_a_key_error_whose_message_is_readable() -> None:
    with pytest.raises(KeyError) as caught:
        Library()["a"]
    assert str(caught.value) == "no entry 'a'"


def test_a_library_is_not_indexed_by_position() -> None:
    with pytest.raises(TypeError, match=r"by key or identifier, not by int\nhint: library\.records\[0\]"):
        Library()[0]  # type: ignore[index]


def test_a_library_contains_keys_identifiers_and_records() -> None:
    record = Record(id="a", type="article", identifiers=["arxiv:2401.06066"])
    library = Library([record])
    contained = ["a", "A", "2401.06066", "https://arxiv.org/abs/2401.06066v2", record, *record.identifiers]
    assert [value in library for value in contained] == [True] * len(contained)
    others = ["b", "2401.06067", "", 1, record.evolve(title="Other")]
    assert [value in library for value in others] == [False] * len(others)
    assert library["arXiv:2401.06066"] is record


def test_equal_libraries_and_records_have_one_hash() -> None:
    def library() -> Library:
        return Library([Record(id="a", type="book", extra={"x": "y"}, versions=[{"type": "article"}])])

    assert library() == library()
    assert len({library(), library(), Library()}) == 2
    assert len({*library(), *library()}) == 1
    assert library() != "a"


def test_works_of_a_file_may_share_identifiers_and_a_change_adds_no_problem() -> None:
    one, two = (Record(id=key, type="book", identifiers=["doi:10.1000/x"]) for key in "ab")
    library = Library.of_file([one, two], (), ())
    assert library["10.1000/x"] is one
    assert library.replace(one.evolve(identifiers=[]))["10.1000/x"] is two
    assert library.replace(two.evolve(title="Two"))["b"].title == "Two"
    with pytest.raises(InvalidRecord, match="also an identifier of 'a'"):
        library.add(Record(id="c", type="book", identifiers=["doi:10.1000/x"]))


def test_in_a_library_without_sections_the_tags_of_works_are_selected() -> None:
    library = Library([Record(id="a", type="book", tags=["system/offloading"]), Record(id="b", type="book")])
    assert [record.id for record in library.select(tags="offloading")] == ["a"]
    with pytest.raises(InputError, match="did you mean 'system/offloading'"):
        library.select(tags="offload")


def test_a_part_of_a_file_may_have_works_that_share_an_identifier() -> None:
    one, two = (Record(id=key, type="book", tags=["shared"], identifiers=["doi:10.1000/x"]) for key in ("a", "b"))
    library = Library.of_file([one, two])
    assert library.select(tags="shared").records == library.select(keys=["a", "b"]).records == (one, two)
    assert library.preferring("preprint").records == (one, two)
    assert library.select(keys=["a", "b"]).remove("a").find("10.1000/x") == two


def test_one_record_is_not_in_a_library_twice(library: Library) -> None:
    with pytest.raises(InvalidRecord, match="the key 'Du2024sida' is already used"):
        Library([*library, library["Du2024sida"]])


def test_what_is_no_record_is_named_with_what_to_do(library: Library) -> None:
    with pytest.raises(TypeError, match=r"should be a record, not str\nhint: moebib\.load reads a file"):
        library.add("2401.06066")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="should be a record, not dict"):
        library.replace({"id": "kwon2023vllm"})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"not Record\nhint: .* a record has its key in record\.id"):
        library.remove(library.records[0])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["records", "models", "config"])
def test_a_library_cannot_be_changed_in_place(library: Library, name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(library, name, ())
