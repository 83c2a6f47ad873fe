"""Values in Python that are wrong: what to write in Python, and not in a file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from moebib.errors import InvalidRecord
from moebib.records.publication import Alternative
from moebib.records.record import Record


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"status": "retracted"}, 'should be a dictionary, not a string\n  hint: write status = {"kind": "retracted"}'),
        ({"pdf": "https://a.example/"}, 'hint: write links = {"pdf": ["https://a.example/"]}'),
        ({"links": ["https://a.example/"]}, 'put it in links, such as {"code": ["https://..."]}'),
        ({"issued": (1984, 6)}, 'write "1984-06"'),
        ({"issued": {"year": 1984, "month": 6, "day": 1}}, 'write "1984-06-01"'),
        ({"issued": date(1984, 6, 1)}, 'write "1984-06-01"'),
        ({"issued": datetime(1984, 6, 1, 10, 30)}, 'write "1984-06-01"'),
        ({"issued": ""}, "write None, or leave it out"),
        ({"issued": ("June", 1984)}, "for example issued = '2024-06"),
        ({"title": None}, "write '', or leave it out"),
        ({"tags": None}, "write [], or leave it out"),
        ({"doi": None}, "unknown field 'doi'\n  hint: write it in identifiers"),
        ({"nope": None}, "unknown field 'nope'"),
        ({"id": None}, "id: should be a string, not None\n  hint: for example id = 'arden2024warm'"),
        ({"identifiers": {"doi": "10.5555/x"}}, "write ['doi:10.5555/x']"),
        ({"identifiers": [("arxiv", "2401.06066")]}, "write ['arxiv:2401.06066']"),
        ({"identifiers": {"doi": "x"}}, "for example identifiers = ["),
        ({"author": [("Donald", "Knuth")]}, "for example author = ['Arden, Mia'"),
        ({"relations": ["b"]}, "should be a dictionary, not a string\n  hint: for example relations = [{'kind':"),
    ],
)
def test_a_wrong_value_is_an_error_with_one_that_python_accepts(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        Record(**{"id": "a", "type": "book", **fields})
    assert message in str(caught.value)


def test_a_value_that_may_have_several_types_is_one_error() -> None:
    with pytest.raises(InvalidRecord) as caught:
        Alternative(value=None, source="dblp")  # type: ignore[arg-type]
    assert (
        str(caught.value)
        == "MB004 value: should be a string, a number or a list of strings\n  hint: for example value = '2023'"
    )
