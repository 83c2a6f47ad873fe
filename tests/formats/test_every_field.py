"""Every field of an entry is known to every format: it has a place there and comes back, or the report names its loss.

The values are the examples that the fields declare, so that a field that is added is tried, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from every_field import NESTED, example, values
from moebib.formats import Format, Options, all_formats, get
from moebib.formats import names as format_names
from moebib.records.entry import FrozenEntry
from moebib.records.record import Record

WRITTEN = format_names("write")
TYPES = ("article", "article-journal", "book", "paper-conference", "software")


def read_back(record: Record, format: Format) -> Record:
    return format.parse_text(format.record_writer().dump([record], Options())).records[0]


def comparable(record: Record, field: str) -> object:
    """The value of a field; identifiers have no order."""
    return set(record.identifiers) if field == "identifiers" else getattr(record, field)


SHOWN = ("programs show the TeX of a formula", "Typst shows the TeX of a formula")
"""Of what comes back although readers see something else."""


@pytest.mark.parametrize("format", WRITTEN)
def test_every_field_comes_back_or_its_loss_is_reported(format: str, subtests: pytest.Subtests) -> None:
    for name, field, value, _ in values():
        home = get(format).homes()[field]
        for type_ in TYPES:
            with subtests.test(name, type=type_):
                record = Record.model_validate({"id": "arden2024warm", "type": type_, field: value})
                losses = {loss.field: loss for loss in get(format).losses(record) if loss.why not in SHOWN}
                if not home.names:
                    assert losses[field].why == "no place for it"
                elif field in losses:
                    assert home.caveat
                    assert losses[field].why in (home.caveat, get(format).formulas)
                if get(format).read:
                    back = read_back(record, get(format))
                    assert (comparable(back, field) != comparable(record, field)) == (field in losses)


@pytest.mark.parametrize("format", [format.name for format in all_formats("read") if format.write])
def test_a_work_with_every_field_comes_back_except_for_the_losses_reported(format: str) -> None:
    fields = {name: example(Record, name) for name in Record.model_fields}
    record = Record.model_validate(fields | {"genre": "", "status": {"kind": "accepted"}})
    lost = {loss.field for loss in get(format).losses(record)}
    homes = get(format).homes()
    assert {field for field in lost if homes[field].names and not homes[field].caveat} == set()
    back = read_back(record, get(format))
    assert {field for field in fields if comparable(back, field) != comparable(record, field)} == lost


def test_json_lines_lose_nothing() -> None:
    for _, field, value, _ in values():
        record = Record.model_validate({"id": "arden2024warm", "type": "book", field: value})
        assert read_back(record, get("jsonl")) == record


def test_the_tables_are_all_that_a_record_contains() -> None:
    def inside(hint: Any) -> Iterator[type[FrozenEntry]]:
        if isinstance(hint, type) and issubclass(hint, FrozenEntry):
            yield hint
            for field in hint.model_fields.values():
                yield from inside(field.annotation)
        for argument in get_args(hint):
            yield from inside(argument)

    assert {*inside(Record)} == {Record, *(kind for kind, *_ in NESTED)}
