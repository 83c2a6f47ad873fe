"""Works that several recorded services answer: the result has only what they state about each publication."""

from __future__ import annotations

from itertools import combinations

import pytest

from moebib.lookup.reconcile import reconcile
from moebib.records.answer import Found
from moebib.records.archives import archive_of_identifier
from moebib.records.identifier import Scheme
from moebib.sources import source, sources
from recorded_works import REGISTRARS, Said, answered, flaws, requested_in, shown, works
from single_answers import moebibs_answer, recorded_answers

MOST_ANSWERS = 6


@pytest.fixture(scope="module", params=range(4))
def quarter(request: pytest.FixtureRequest) -> tuple[tuple[Said, ...], ...]:
    """A quarter of the works, for four processes."""
    return works()[request.param :: 4]


def test_enough_works_are_answered_by_two_sources() -> None:
    assert len(works()) > 60


def test_each_field_is_stated_by_an_answer_about_its_publication(quarter: tuple[tuple[Said, ...], ...]) -> None:
    for work in quarter:
        for requested in requested_in(work):
            record = reconcile([said.found for said in work], requested=requested).record
            assert list(flaws(work, record)) == [], [said.name for said in work]
            assert requested in record.all_identifiers, (requested, shown(record))


@pytest.mark.parametrize("name", [name for name in sources() if name != "semantic-scholar"])
def test_a_single_answer_is_its_own_result(name: str) -> None:
    """Most of Semantic Scholar's have nothing but a title."""
    for single in recorded_answers():
        said = answered(single) if single.source == name else None
        for requested in requested_in([said])[:1] if said else ():
            assert said
            record = reconcile([said.found], requested=requested).record
            assert list(flaws([said], record)) == [], said.name
            assert requested in record.all_identifiers, (said.name, requested)


@pytest.mark.parametrize("name", sources())
def test_a_record_has_only_the_identifiers_of_one_publication(name: str) -> None:
    """Those of a preprint are in an archive, and those of a publication are not; a work has none of either."""
    for single in recorded_answers():
        answer = moebibs_answer(single) if single.source == name else None
        if not isinstance(answer, Found) or source(name).is_registrar:
            continue
        own = [other for other in answer.record.identifiers if other.scheme in (Scheme.DOI, Scheme.ARXIV)]
        in_archives = {archive_of_identifier(other) is not None for other in own}
        is_of_one = len({other.scheme for other in own}) == len(own) and source(name).about == "publication"
        assert not own or (is_of_one and in_archives == {answer.record.is_preprint}), (single.name, own)


def test_what_was_requested_by_its_own_doi_stays_at_the_top_level(quarter: tuple[tuple[Said, ...], ...]) -> None:
    for work in quarter:
        for requested in requested_in(work):
            registered = any(requested in said.identifiers for said in work if said.found.source in REGISTRARS)
            if requested.scheme is Scheme.DOI and registered:
                record = reconcile([said.found for said in work], requested=requested).record
                assert requested in record.identifiers, (requested, shown(record))


def test_nothing_depends_on_the_order_of_answers_or_on_some_being_missing(
    quarter: tuple[tuple[Said, ...], ...],
) -> None:
    for work in quarter:
        answers = [said.found for said in work][:MOST_ANSWERS]
        requested = requested_in(work)[0]
        forwards, backwards = (reconcile(given, requested=requested).record for given in (answers, answers[::-1]))
        assert forwards == backwards, work[0].name
        for number in range(1, len(answers)):
            for chosen in combinations(work[:MOST_ANSWERS], number):
                record = reconcile([said.found for said in chosen], requested=requested_in(chosen)[0]).record
                assert list(flaws(chosen, record)) == [], [said.name for said in chosen]
