"""Works by key, identifier and title."""

from __future__ import annotations

import pytest

from moebib.library.index import WorkIndex
from moebib.records.identifier import parse_identifier
from moebib.records.record import Record

ISBN = parse_identifier("isbn:9781939133359")
B, C = (Record(id=key, type="paper-conference", identifiers=[ISBN]) for key in "bc")


@pytest.mark.parametrize(
    ("record", "first"),
    [
        (Record(id="a", type="paper-conference", identifiers=[ISBN]), "a"),
        (Record(id="d", type="paper-conference", identifiers=[ISBN]), "b"),
        (B.evolve(identifiers=[]), "c"),
        (C.evolve(title="Sparse Experts"), "b"),
    ],
)
def test_the_first_of_several_works_is_found_whatever_was_added_or_replaced(record: Record, first: str) -> None:
    changed = WorkIndex([B, C]).replacing(record)
    found = changed.find(ISBN)
    assert found
    assert found.id == first
    assert vars(changed) == vars(WorkIndex(changed.records))


def test_a_title_is_found_until_its_work_is_replaced_or_removed() -> None:
    index = WorkIndex([B.evolve(title="Sparse <i>Experts</i>")])
    assert index.titled("sparse experts") is index.records[0]
    assert index.replacing(B).titled("sparse experts") is None
    assert index.without(index.records[0]).titled("sparse experts") is None
