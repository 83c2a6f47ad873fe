"""Any record comes back from a format up to the losses that the format declares, and a second trip loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given

from moebib.formats import Format, Options, all_formats
from moebib.records.record import Record
from strategies import records

BOTH = [
    pytest.param(format, id=format.name)
    for format in all_formats("write records")
    if format.read and not format.name.startswith("bib")  # those of .bib files have tests of their own
]


def trip(record: Record, format: Format) -> Record:
    return format.parse_text(format.record_writer().dump([record], Options())).records[0]


@pytest.mark.parametrize("format", BOTH)
@given(record=records())
def test_a_record_comes_back_up_to_the_losses_reported(format: Format, record: Record) -> None:
    lost = {loss.field: loss.why for loss in format.losses(record)}
    assert all(lost.values()), lost
    back = trip(record, format)
    for field in Record.model_fields:
        before, after = getattr(record, field), getattr(back, field)
        if field == "identifiers":
            before, after = set(before), set(after)
        # A backslash that a text may have, but does not need, is no loss.
        is_same = before == after or (isinstance(before, str) and before.replace("\\", "") == after.replace("\\", ""))
        assert is_same or field in lost, field


@pytest.mark.parametrize("format", BOTH)
@given(record=records())
def test_a_second_trip_loses_nothing(format: Format, record: Record) -> None:
    back = trip(record, format)
    assert trip(back, format) == back
