"""A value is confirmed by a source that gives it, and the number of sources is that of the independent ones."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from moebib.merging.confirm import confirm, gives
from moebib.records.publication import Origin
from moebib.records.record import Record

DAY = date(2027, 2, 1)
POTS = Record.model_validate(
    {
        "id": "lund2024firing", "type": "article-journal", "title": "Firing <i>Pots</i> with Care",
        "author": ["Lund, Ida", "Quill, Ada M."], "issued": "2024-03", "container_title": "Journal of Clay",
        "page": "12-34", "volume": "7",
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "is_given"),
    [
        ("title", "Firing pots with care", True),
        ("title", "Firing Pots with Care: A Guide", False),
        ("author", ["Lund, Ida", "Quill, Ada M."], True),
        ("author", ["Lund, Ida Berta", "Quill, Ada Maria"], True),
        ("author", ["Lund, I.", "Quill, A. M."], False),
        ("author", ["Lund, Ida"], False),
        ("author", ["Lund, Ida", "others"], False),
        ("author", ["Quill, Ada M.", "Lund, Ida"], False),
        ("issued", "2024-03", True),
        ("issued", "2024-03-05", True),
        ("issued", "2024", False),
        ("issued", "2025-03", False),
        ("container_title", "J. of Clay", True),
        ("container_title", "Journal of Tin", False),
        ("page", "12–34", True),
        ("page", "12", False),
        ("volume", "", False),
    ],
)
def test_a_source_gives_a_value_if_it_has_all_of_it(field: str, value: Any, is_given: bool) -> None:
    assert gives(field, POTS, POTS.evolve(**{field: value})) is is_given


def origin_of(source: str, digest_of: object = POTS.title, **values: Any) -> Origin:
    return Origin.of(source, date(2026, 1, 1), digest_of).evolve(**values)


@pytest.mark.parametrize(
    ("origin", "sources", "confirmed"),
    [
        (None, ["crossref"], 1),
        (None, ["crossref", "doi"], 1),
        (None, ["arxiv", "datacite", "hugging-face"], 1),
        (origin_of("another bibliography"), ["crossref"], 1),
        (origin_of("crossref"), ["crossref"], 1),
        (origin_of("acl"), ["crossref"], 2),
        (origin_of("arxiv:2401.06066"), ["arxiv"], 1),
        (origin_of("https://arxiv.org/abs/2401.06066v2"), ["arxiv"], 1),
        (origin_of("https://aclanthology.org/2024.acl-long.70/"), ["crossref"], 2),
        (origin_of("https://papers.example/pots"), ["crossref"], 2),
        (origin_of("https://papers.example/pots"), ["page"], 1),
        (origin_of("doi:10.5555/pots"), ["crossref"], 1),  # perhaps taken from Crossref, too
        (origin_of("acl", confirmed=5), ["crossref"], 5),
        (origin_of("acl", "an older title", confirmed=5), ["crossref"], 1),
    ],
)
def test_independent_sources_are_counted(origin: Origin | None, sources: list[str], confirmed: int) -> None:
    record = POTS.evolve(origin={"title": origin} if origin else {})
    new = confirm(record, {"title": sources}, DAY).origin["title"]
    assert new.confirmed == confirmed
    assert [other.source for other in new.confirmed_by] == sources


def test_a_field_without_a_value_or_a_source_has_no_evidence() -> None:
    assert confirm(POTS, {"title": [], "issue": ["crossref"]}, DAY) == POTS


def test_a_known_source_keeps_its_day() -> None:
    once = confirm(POTS, {"title": ["crossref"]}, date(2026, 1, 1))
    assert confirm(once, {"title": ["crossref"]}, DAY) == once
    twice = confirm(once, {"title": ["dblp", "crossref"]}, DAY)
    assert [(other.source, str(other.date)) for other in twice.origin["title"].confirmed_by] == [
        ("crossref", "2026-01-01"), ("dblp", "2027-02-01")
    ]  # fmt: skip


def test_a_lock_stays_one_and_a_fetched_value_stays_unlocked() -> None:
    locked = confirm(POTS, {"title": ["crossref"]}, DAY).origin["title"]
    assert not locked.fits(POTS.title)
    fetched = confirm(POTS.evolve(origin={"title": origin_of("acl")}), {"title": ["crossref"]}, DAY).origin["title"]
    assert fetched.fits(POTS.title)
