"""Which work of a library a record describes: by an identifier, or by a title that no identifier contradicts."""

from __future__ import annotations

import pytest

from moebib.library.library import Library
from moebib.merging.same import contradict, find_same
from moebib.records.identifier import parse_identifier
from moebib.records.record import Record

KNOWN = Record(
    id="du2024sida", type="paper-conference", title="SiDA: Serving", identifiers=["doi:10.1000/a"],
    versions=[{"genre": "preprint", "identifiers": ["arxiv:2310.18859"]}],
)  # fmt: skip


@pytest.mark.parametrize("candidate", [
    Record(id="x", type="article", title="Other", identifiers=["arxiv:2310.18859"]),
    Record(id="x", type="article", title="sida: SERVING"),
    Record(id="x", type="article", title="New name", aliases=["SiDA: Serving"]),
    Record(id="x", type="article", title="SiDA: Serving", identifiers=["acl:2024.acl-long.70"]),
])  # fmt: skip
def test_the_same_work_is_found_by_identifier_or_title(candidate: Record) -> None:
    assert find_same(Library([KNOWN]), candidate) is KNOWN


@pytest.mark.parametrize("candidate", [
    Record(id="x", type="article", title="Another"),
    Record(id="x", type="article", title=""),
    Record(id="x", type="article", title="SiDA: Serving", identifiers=["doi:10.1000/other"]),  # a homonym
])  # fmt: skip
def test_a_different_work_is_not_found(candidate: Record) -> None:
    assert find_same(Library([KNOWN]), candidate) is None


def test_only_identifiers_of_one_scheme_contradict_each_other() -> None:
    doi, other, arxiv = map(parse_identifier, ("10.1000/a", "10.1000/b", "2310.18859"))
    assert contradict([doi], [other, arxiv])
    assert not contradict([doi], [arxiv])
