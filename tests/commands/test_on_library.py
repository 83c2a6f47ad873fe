"""`moebib.check`, `verify` and `dedupe` for Python: of a library or of records, in a file or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import moebib
from moebib.errors import Finding, InputError
from moebib.library.library import Library
from moebib.lookup.client import Client
from moebib.records.model import Model
from moebib.records.record import Record
from services import DAY, services
from small_list import make_list

BOOK = Record(id="knuth1984", type="book", title="The TeXbook.", issued="1984")
BIB = "@book{a, title = {Warm Experts.}}\n\n% moebib: ignore MB371\n@book{b, title = {Cold Experts.}}\n"


def places(findings: tuple[Finding, ...]) -> list[tuple[str | None, str | None]]:
    return [(finding.id, finding.where and Path(finding.where).name) for finding in findings]


def test_records_are_checked_without_a_file_or_a_list() -> None:
    for works in (BOOK, [BOOK], Library([BOOK])):
        (finding,) = moebib.check(works, select="title-ends-with-period")
        assert (finding.id, finding.where, finding.file) == ("knuth1984", "", None)


def test_the_fix_of_a_finding_can_be_applied_to_the_library() -> None:
    library = Library([BOOK])
    for finding in moebib.check(library, select=["MB371"]):
        assert finding.patch
        library = library.replace(library[finding.patch.id].evolve(**finding.patch.changes))
    assert library["knuth1984"].title == "The TeXbook"
    assert moebib.check(library, select=["MB371"]) == ()


def test_entries_of_a_file_have_places_and_comments_until_they_change(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, "utf-8")
    library = moebib.load(tmp_path / "refs.bib")
    assert places(moebib.check(library, select="MB371")) == [("a", "refs.bib:1:10")]
    changed = library.replace(library["b"].evolve(title="Cold Caches.")).add(BOOK)
    assert places(moebib.check(changed, select="MB371")) == [("b", ""), ("knuth1984", ""), ("a", "refs.bib:1:10")]


def test_a_list_is_checked_with_its_own_rules_and_models(tmp_path: Path) -> None:
    library = moebib.load(make_list(tmp_path))
    changed = library.replace(library["cho2022bounds"].evolve(title="Bounds."))
    assert ("cho2022bounds", "") in places(moebib.check(changed))
    assert moebib.check(changed, select="MB371", ignore="MB371") == ()


def test_an_unknown_rule_is_an_error_with_a_suggestion() -> None:
    with pytest.raises(InputError, match="title-ends-with-period"):
        moebib.check(BOOK, select="title-ends-with-periods")


def test_works_are_verified_in_their_order() -> None:
    paper = {
        "type": "article-journal", "title": "Firing Pots with Care", "author": ["Lund, Ida", "Quill, Ada"],
        "issued": "2024", "container_title": "Journal of Clay", "identifiers": ["doi:10.5555/pots.1"],
    }  # fmt: skip
    right = Record.model_validate({"id": "right", **paper})
    library = Library([right.evolve(id="wrong", title="Firing Kilns", identifiers=[]), right])
    with services({"crossref": [paper], "openalex": []}):
        client = Client(SimpleNamespace(keys={}, mailto=None))
        results = moebib.verify(library, client=client, today=DAY)
        (alone,) = moebib.verify(right, client=client, today=DAY)
    assert [result.record.id for result in results] == ["right", "wrong"]
    assert results[0].verdict.kind == alone.verdict.kind == "ok"
    assert results[1].verdict.kind != "ok"


def test_duplicates_are_found_and_can_be_merged() -> None:
    book = BOOK.evolve(author=["Knuth, Donald E."], publisher="Addison-Wesley")
    other = book.evolve(id="texbook", publisher="", page="1-9")
    library = Library([book, other, Record(id="a", type="book", title="B")])
    (pair,) = moebib.dedupe(library)
    assert (pair.first.id, pair.second.id) == ("knuth1984", "texbook")
    assert 0.75 < pair.similarity <= 1
    merged = library.remove(pair.second.id).replace(pair.merged)
    assert (merged["texbook"].publisher, merged["texbook"].page) == ("Addison-Wesley", "1-9")
    assert moebib.dedupe(merged) == []


def test_the_version_and_the_day_are_those_of_the_surroundings() -> None:
    assert moebib.__version__.count(".") == 2
    assert moebib.check(BOOK, today=date(2026, 11, 30)) == moebib.check(BOOK)


def test_models_are_checked_too() -> None:
    library = Library((), [Model(id="hydra", name="Hydra", params_b=1, params_active_b=2)])
    assert {finding.id for finding in moebib.check(library)} == {"hydra"}


@pytest.mark.parametrize(
    "function", [moebib.check, moebib.verify, moebib.dedupe, moebib.export, moebib.format_references]
)
def test_a_path_is_not_taken_for_works(function: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError, match=r"should be a record, not str\nhint: moebib\.load reads a file"):
        function("refs.bib")
