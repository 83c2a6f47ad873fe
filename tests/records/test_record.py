"""Records: validated, frozen, one work with its versions."""

from __future__ import annotations

import copy
import pickle
import pydoc
import re
from datetime import date as day
from typing import Any

import pytest
from hypothesis import given
from pydantic import BaseModel, ValidationError

from moebib.errors import InvalidRecord
from moebib.records.identifier import Scheme
from moebib.records.model import Model
from moebib.records.publication import Origin, Version
from moebib.records.record import Links, Record
from strategies import records

WORK: dict[str, Any] = {
    "id": "dai2024deepseekmoe",
    "type": "paper-conference",
    "title": "DeepSeekMoE",
    "author": ["Dai, Damai", "{DeepSeek-AI}"],
    "issued": "2024-08",
    "container_title": "Proceedings of ACL",
    "container_title_short": "ACL",
    "publisher": "ACL",
    "identifiers": ["arxiv:2401.06066", "acl:2024.acl-long.70"],
    "tags": ["models"],
    "versions": [
        {"genre": "preprint", "issued": "2024-01", "container_title": "arXiv", "identifiers": ["arxiv:2401.06066"]}
    ],
}


def test_a_record_holds_typed_values_and_returns_plain_ones() -> None:
    record = Record.model_validate(WORK)
    assert record.author[0].family == "Dai"
    assert record.author[1].literal == "DeepSeek-AI"
    assert record.issued is not None
    assert record.issued.month == 8
    assert record.identifiers[0].scheme is Scheme.ARXIV
    assert Record.model_validate(record.to_dict()) == record
    assert Record.model_validate_json(record.model_dump_json()) == record


def test_pasted_identifiers_become_canonical() -> None:
    record = Record(id="a", type="article", identifiers=["https://arxiv.org/pdf/1706.03762v7"])
    assert record.to_dict()["identifiers"] == ["arxiv:1706.03762"]


@pytest.mark.parametrize(("field", "value", "reason"), [
    ("titel", "x", "Extra inputs"),
    ("type", "inproceedings", "Input should be"),
    ("issued", "2021-13", "13 is not a month"),
    ("issued", day(2024, 1, 11), "put it in quotes"),
    ("issued", 2024, 'put it in quotes: "2024"'),
    ("volume", 35, "valid string"),
    ("author", [", Jan"], "begin with a comma"),
    ("author", "Dai, Damai", "valid tuple"),
    ("identifiers", ["2413.00001"], "13 is not a month"),
    ("identifiers", ["1706.03762", "arXiv:1706.03762v2"], "listed more than once: arxiv:1706.03762"),
    ("url", "javascript:alert(1)", "http"),
    ("links", {"code": ["github.com/a/b"]}, "http"),
    ("tags", ["Not A Slug"], "pattern"),
    ("tags", ["a", "a"], "listed more than once"),
    ("id", "has blank", "pattern"),
    ("origin", {"title": {"source": "arxiv", "date": "24 Nov"}}, "not a day"),
])  # fmt: skip
def test_an_invalid_value_is_rejected(field: str, value: object, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        Record.model_validate(WORK | {field: value})


def test_evolve_validates_what_it_changes() -> None:
    record = Record.model_validate(WORK)
    assert record.evolve(issued="2025").issued != record.issued
    with pytest.raises(InvalidRecord, match="13 is not a month"):
        record.evolve(issued="2025-13")
    with pytest.raises(InvalidRecord, match=r"unknown field 'titel'\n  hint: did you mean 'title'"):
        record.evolve(titel="x")


def test_a_record_cannot_be_changed_in_place() -> None:
    record = Record.model_validate(WORK)
    with pytest.raises(AttributeError, match=r"cannot set 'title': Record is immutable\nhint: record\.evolve\(title="):
        record.title = "other"  # type: ignore[misc]


def test_the_preprint_can_be_cited_in_place_of_the_published_version() -> None:
    record = Record.model_validate(WORK)
    preprint = record.preferring("preprint")
    assert (preprint.id, preprint.title, str(preprint.issued)) == (record.id, record.title, "2024-01")
    assert preprint.is_preprint
    assert preprint.publisher == preprint.container_title_short == ""
    assert record.evolve(extra={"articleno": "12"}).preferring("preprint").extra == {}
    assert record.preferring("published") is record
    assert preprint.preferring("preprint") is preprint


def _arxiv(label: str, identifier: str = "arxiv:2402.09992") -> dict[str, Any]:
    return {"genre": "preprint", "label": label, "identifiers": [identifier]}


@pytest.mark.parametrize(
    ("preprints", "preferred"),
    [
        ([_arxiv("v1"), _arxiv("v3"), _arxiv("v2")], 1),
        ([_arxiv("v9"), _arxiv("v10")], 1),
        ([_arxiv("v1"), _arxiv("")], 1),
        ([_arxiv("v1"), _arxiv("v5", "doi:10.1101/2024.02.02")], 0),
        ([{"genre": "preprint", "label": "draft"}, {"genre": "preprint", "label": "2024"}], 0),
    ],
)
def test_the_latest_version_of_the_first_preprint_is_preferred(preprints: list[dict[str, Any]], preferred: int) -> None:
    record = Record.model_validate({"id": "a", "type": "paper-conference", "title": "A", "versions": preprints})
    preprint = record.preferring("preprint")
    expected = record.versions[preferred]
    assert (preprint.label, preprint.identifiers) == (expected.label, expected.identifiers)


@pytest.mark.parametrize(("kind", "of_preprint"), [("accepted", None), ("retracted", "retracted")])
def test_a_preprint_is_not_still_to_appear_because_its_publication_is(kind: str, of_preprint: str | None) -> None:
    record = Record.model_validate({
        "id": "doe2024", "type": "paper-conference", "title": "Sparse", "status": {"kind": kind},
        "versions": [{"genre": "preprint", "container_title": "arXiv"}],
    })  # fmt: skip
    preprint = record.preferring("preprint")
    assert (preprint.status and preprint.status.kind) == of_preprint


def test_a_work_without_a_preprint_is_cited_as_it_is() -> None:
    record = Record(id="a", type="book", title="A")
    assert record.preferring("preprint") is record


def test_the_identifiers_of_all_versions_are_those_of_the_work() -> None:
    record = Record(
        id="a", type="article-journal", identifiers=["doi:10.1000/a"],
        versions=[Version(genre="preprint", identifiers=["arxiv:1706.03762"])],
    )  # fmt: skip
    assert [str(identifier) for identifier in record.all_identifiers] == ["doi:10.1000/a", "arxiv:1706.03762"]
    assert str(record.identifier(Scheme.ARXIV)) == "arxiv:1706.03762"
    assert record.identifier(Scheme.PMID) is None


@pytest.mark.parametrize(("fields", "link"), [
    ({"url": "https://example.org/a", "identifiers": ["arxiv:1706.03762"]}, "https://example.org/a"),
    ({"identifiers": ["arxiv:1706.03762", "doi:10.1000/a"]}, "https://doi.org/10.1000/a"),
    ({"identifiers": ["isbn:9781939133359"], "links": {"pdf": ["https://example.org/a.pdf"]}}, "https://example.org/a.pdf"),
    ({}, None),
])  # fmt: skip
def test_a_record_links_to_its_best_page(fields: dict[str, Any], link: str | None) -> None:
    assert Record(id="a", type="article", **fields).link == link


def test_an_origin_fits_only_the_value_that_was_fetched() -> None:
    origin = Origin.of("arxiv", day(2026, 11, 24), ["Dai, Damai"])
    assert origin.fits(["Dai, Damai"])
    assert not origin.fits(["Dai, D."])
    record = Record(id="a", type="article", origin={"author": origin.to_dict()})
    assert record.origin["author"] == origin


def test_the_notebook_view_of_a_record_escapes_its_title() -> None:
    record = Record(id="a", type="article", title="<script>alert(1)</script>", author=["Liu, Tom"] * 4, issued="2024")
    shown = record._repr_html_()
    assert "<script>" not in shown
    assert "Tom Liu et al." in shown


def test_unknown_fields_of_a_model_stay_empty() -> None:
    model = Model(id="grok-1", name="Grok-1", params_b=314, d_ffn=None)
    assert model.to_dict() == {"id": "grok-1", "name": "Grok-1", "params_b": 314}
    with pytest.raises(InvalidRecord, match="greater than 0"):
        Model(id="x", name="X", layers=0)
    assert model.links == Links()


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "\ud800"},
        {"title": "\ud800"},
        {"abstract": "a\udfff"},
        {"author": ["\ud800, Jan"]},
        {"issued": "\ud800"},
        {"identifiers": ["url:http://a.example/\ud800"]},
        {"url": "http://a.example/\ud800"},
        {"keyword": ["\ud800"]},
        {"tags": ["\ud800"]},
        {"ids": ["\ud800"]},
        {"aliases": ["\ud800"]},
        {"links": {"pdf": ["http://a.example/\ud800"]}},
        {"versions": [{"title": "\ud800"}]},
        {"versions": [{"author": ["\ud800"]}]},
        {"status": {"kind": "retracted", "source": "\ud800"}},
        {"relations": [{"kind": "same-work", "key": "b", "source": "\ud800"}]},
        {"origin": {"title": {"source": "\ud800", "date": "2026-11-24"}}},
        {
            "origin": {
                "title": {"source": "x", "date": "2026-11-24", "disputed": [{"value": ("\ud800",), "source": "x"}]}
            }
        },
        {"origin": {"\ud800": {"source": "x", "date": "2026-11-24"}}},
        {"extra": {"a": "\ud800"}},
        {"extra": {"\ud800": "a"}},
    ],
    ids=ascii,
)
def test_half_of_a_surrogate_pair_is_refused_in_every_field(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidRecord):
        Record(**{"id": "a", "type": "book", **fields})
    if "id" not in fields:
        with pytest.raises(InvalidRecord):
            Record(id="a", type="book").evolve(**fields)


def test_characters_beyond_the_first_plane_are_accepted() -> None:
    assert Record(id="a", type="book", title="\U0001d54f", author=["\U0001d54f, A"]).title == "\U0001d54f"


@pytest.mark.parametrize("number", [float("inf"), float("nan"), -1.0, 0.0])
def test_a_number_of_parameters_is_finite_and_positive(number: float) -> None:
    with pytest.raises(InvalidRecord):
        Model(id="a", name="A", params_b=number)


@given(records())
def test_a_trusted_record_equals_the_validated_one(record: Record) -> None:
    given_ = {name: getattr(record, name) for name in record.model_fields_set}
    trusted = Record.trusted(**given_)
    assert trusted == record
    assert trusted.model_fields_set == record.model_fields_set
    assert list(trusted.model_dump().items()) == list(record.model_dump().items())
    assert trusted.model_dump_json() == record.model_dump_json()
    assert trusted.to_dict() == record.to_dict()
    assert trusted.evolve(id="other") == record.evolve(id="other")
    assert copy.deepcopy(trusted) == pickle.loads(pickle.dumps(trusted)) == record


def test_a_trusted_record_is_frozen_shares_no_default_and_has_no_unknown_field() -> None:
    record = Record.trusted(id="a", type="book")
    with pytest.raises(AttributeError, match="immutable"):
        record.title = "x"  # type: ignore[misc]
    assert record.extra is not Record.trusted(id="a", type="book").extra
    with pytest.raises(TypeError, match="unknown fields of Record: \\['titel'\\]"):
        Record.trusted(id="a", type="book", titel="x")


def test_versions_links_and_models_can_be_trusted_too() -> None:
    assert Version.trusted(title="A") == Version(title="A")
    assert Links.trusted(code=("https://a.example",)) == Links(code=("https://a.example",))
    assert Model.trusted(id="a", name="A") == Model(id="a", name="A")


def test_an_incomplete_list_of_names_ends_in_others() -> None:
    record = Record.model_validate(WORK | {"author": ["Dai, Damai", "others"], "translator": ["Cho, Ada", "et al."]})
    assert [name.family for name in record.author] == ["Dai"]
    assert record.author.others
    assert record.to_dict()["author"] == ["Dai, Damai", "others"]
    assert record.to_dict()["translator"] == ["Cho, Ada", "others"]
    assert record.evolve(title="A").author.others
    assert "Damai Dai et al." in record._repr_html_()
    assert not Record.model_validate(WORK).author.others


def test_an_invalid_name_in_an_incomplete_list_has_its_position() -> None:
    with pytest.raises(ValidationError) as error:
        Record.model_validate(WORK | {"author": ["Dai, Damai", "A, B, C, D", "others"]})
    assert [problem["loc"] for problem in error.value.errors()] == [("author", 1)]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"type": "bok"}, "MB004 type: unknown value 'bok'\n  hint: did you mean 'book'?"),
        ({"type": "book", "titel": "A"}, "MB003 unknown field 'titel'\n  hint: did you mean 'title'?"),
        ({"type": "book", "journal": "J"}, "MB003 unknown field 'journal'\n  hint: write container_title = \"J\""),
        ({"type": "book", "author": "A and B"}, 'hint: write author = ["A", "B"]'),
        ({"type": "book", "title": None}, "title: should be a string, not None"),
        ({"type": "book", "volume": object()}, "volume: should be a string, not a value of type object"),
        ({"type": "book", "links": {"cod": ()}}, "unknown field 'cod' in links\n  hint: did you mean 'code'?"),
        ({"type": "book", "relations": [{"kind": "same-work"}]}, "either the key or an identifier"),
        ({}, "the field 'type' is missing"),
    ],
)
def test_an_invalid_record_is_described_as_in_an_entry_file(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        Record(**{"id": "a", **fields})
    assert message in str(caught.value)
    assert caught.value.findings[0].id == "a"
    assert caught.value.__suppress_context__


def test_all_problems_of_a_record_are_reported_at_once() -> None:
    with pytest.raises(InvalidRecord) as caught:
        Record(id="a", type="bok", issued="soon")  # type: ignore[arg-type]
    assert [finding.field for finding in caught.value.findings] == ["type", "issued"]


@pytest.mark.parametrize(
    ("authors", "displayed"),
    [
        ([], ""),
        (["Knuth, Donald E."], "Donald E. Knuth"),
        (["Arden, Mia", "van den Berg, Jan"], "Mia Arden and Jan van den Berg"),
        (["Arden, Mia", "Brook, Jo", "{Warm Lab}"], "Mia Arden, Jo Brook and Warm Lab"),
        (["Arden, Mia", "Brook, Jo", "Cho, Ada", "Dee, Al"], "Mia Arden et al."),
        (["Arden, Mia", "others"], "Mia Arden et al."),
    ],
)
def test_authors_are_displayed_as_in_a_list(authors: list[str], displayed: str) -> None:
    assert Record(id="a", type="book", author=authors).authors_display == displayed


def test_the_usual_values_have_their_own_properties() -> None:
    preprint = Version(type="article", identifiers=["arxiv:2401.06066v2"], issued="2023")
    record = Record(id="a", type="book", issued="2024-05", identifiers=["doi:10.5555/Warm"], versions=[preprint])
    assert (record.doi, record.arxiv, record.year, preprint.year) == ("10.5555/warm", "2401.06066", 2024, 2023)
    empty = Record(id="a", type="book")
    assert (empty.doi, empty.arxiv, empty.year, empty.venue) == (None, None, None, "")


def test_a_record_is_one_line_and_its_repr_is_short() -> None:
    record = Record(
        id="arden2024", type="article-journal", title="Warm\n<i>Experts</i> " + "and more " * 50,
        author=["Arden, Mia"], issued="2024", container_title_short="WIS",
    )  # fmt: skip
    assert str(record).startswith('Mia Arden, "Warm Experts and more')
    assert str(record).endswith('" (WIS 2024)')
    assert len(str(record).splitlines()) == 1
    assert repr(record).startswith('<Record arden2024: Mia Arden, "Warm')
    assert len(repr(record)) < 130
    assert str(Record(id="a", type="book")) == "a"


@given(records())
def test_every_record_is_one_line(record: Record) -> None:
    for text in (str(record), repr(record)):
        assert text == " ".join(text.split())


def test_the_repr_of_another_entry_makes_an_equal_one() -> None:
    version = Version(type="article", genre="preprint", author=["Arden, Mia"], identifiers=["arxiv:2401.06066"])
    assert eval(repr(version)) == version


@pytest.mark.parametrize("kind", [Record, Version, Links, Model])
def test_the_help_of_an_entry_is_a_page_about_its_fields_and_methods(kind: type[BaseModel]) -> None:
    page = pydoc.plain(pydoc.render_doc(kind))
    for name, field in kind.model_fields.items():
        assert f"{name}: {field.description}"[:60] in page
    assert "evolve(self, **changes" in page
    assert len(page.splitlines()) < 160
    for inside in ("__pydantic", "model_config", "model_dump", "Annotated[", "_PydanticGeneralMetadata"):
        assert inside not in page


def test_the_help_of_a_record_begins_with_what_it_needs() -> None:
    lines = pydoc.plain(pydoc.render_doc(Record)).splitlines()
    assert " |  Record(*, id, type, **fields)" in lines[:5]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("titel", "did you mean 'title'?"),
        ("authors", "did you mean 'author'?"),
        ("journal", "did you mean 'container_title'?"),
        ("key", "did you mean 'id'?"),
        ("items", "did you mean 'to_dict'?"),
        ("replace", 'evolve(...) returns a changed copy: record.evolve(tags=[*record.tags, "x"])'),
    ],
)
def test_an_attribute_that_a_record_does_not_have_is_named_with_the_one_that_is_meant(name: str, hint: str) -> None:
    with pytest.raises(AttributeError, match=re.escape(f"Record has no attribute {name!r}\nhint: {hint}")):
        getattr(Record(id="a", type="book"), name)


def test_a_record_keeps_its_fields_and_is_replaced_with_validation() -> None:
    record = Record(id="a", type="book", title="A")
    with pytest.raises(
        AttributeError, match=r"cannot delete 'title': Record is immutable\nhint: record\.evolve\(title="
    ):
        del record.title
    assert record.__replace__(title="B").title == "B"  # what copy.replace calls
    with pytest.raises(InvalidRecord, match="unknown field 'titel'"):
        record.__replace__(titel="B")
