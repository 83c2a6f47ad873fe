"""No record mixes two publications, whichever sources respond, in whatever order (the property of the world)."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, combinations

import pytest

from moebib.lookup.lookup import Lookup
from moebib.lookup.reconcile import reconcile
from moebib.normalise.rules import normalise
from moebib.records.answer import Absent, Found
from moebib.records.identifier import Identifier, Scheme
from moebib.sources import sources
from strategies import is_long
from world.checks import differences, owners_of, parts_of, wrong_in
from world.clients import WORKS, WORLD, World
from world.truth import Publication, Work, identifiers_of, spelling

_MERGING = ("openalex", "semantic-scholar")
"""The sources whose answers are about works, and not about single publications."""
_COPIES: Mapping[str, str] = {"doi": "crossref", "hugging-face": "arxiv"}
"""The sources that have only what another one has, too: in every second case, they are down if that one is."""
_ORDERS = 4
"""The number of orders drawn for each work and each of two sets of sources."""

each_work = pytest.mark.parametrize("work", WORKS.values(), ids=WORKS)


def asked_in(work: Work) -> list[tuple[Identifier, Publication]]:
    """Every identifier of the work, with the publication that it names."""
    return [(identifier, one) for one in work.publications for identifier in identifiers_of(one)]


def knowing(work: Work) -> list[str]:
    """The sources that know something about the work."""
    return sorted(set(chain.from_iterable(WORLD.sources_that_know(identifier) for identifier, _ in asked_in(work))))


def cuts(work: Work) -> list[tuple[str, ...]]:
    """Every set of sources that may be down, with at least one left."""
    names = [name for name in knowing(work) if name not in _COPIES]
    down = [cut for size in range(len(names)) for cut in combinations(names, size)]
    copies = [tuple(name for name, other in _COPIES.items() if other in cut) for cut in down]
    return [
        (*cut, *copied) if number % 2 else cut for number, (cut, copied) in enumerate(zip(down, copies, strict=True))
    ]


def complaints(
    lookup: Lookup, asked: Publication, work: Work, down: Sequence[str] = (), *, world: World = WORLD
) -> Iterator[str]:
    """What is wrong with a lookup of an identifier of *asked*."""
    identifier, answer = lookup.identifier, lookup.answer
    assert identifier is not None
    knowing_it = world.sources_that_know(identifier) - {*down}
    if isinstance(answer, Absent):
        yield "absent, although a source that is down knows it"
    if not isinstance(answer, Found):
        # A record without authors is not taken while a source that may have them does not respond.
        if knowing_it and not lookup.found:
            yield f"not found, although a source has it: {answer}"
        return
    # If only a source that merges works knows what was asked for, its word for what that is has to do.
    is_described = not knowing_it <= {*_MERGING}
    group = work.group(asked) if is_described else work.publications
    yield from wrong_in(answer.record, WORKS.values(), group, but_from=_MERGING)
    own = {one.canonical for found in lookup.found for one in found.record.identifiers} | {identifier.canonical}
    refused = {one.canonical for rejected in lookup.rejected for one in rejected.identifiers} - own
    written = {one.canonical for one in answer.record.all_identifiers}
    yield from (f"refused, but written: {one}" for one in refused & written)
    if asked.name not in work.top and identifier.scheme is not Scheme.URL and identifier.canonical not in written:
        yield f"without what was asked for: {answer.record.to_dict()}"
    if is_described and asked.name not in work.top:
        top, *others = [owners_of(part, work.publications) for part in parts_of(answer.record)]
        if not any(asked in owners for owners in (top, *others)):
            yield f"without the publication that was asked for: {answer.record.to_dict()}"
        elif identifier.scheme is Scheme.DOI and asked not in top:
            yield "asked for by its DOI, but not the top level"
    elif all(answer.source in _MERGING for answer in lookup.found) and not lookup.doubts:
        yield "only from sources that mix publications, without a doubt"


@each_work
def test_each_source_is_read_as_what_it_says(work: Work) -> None:
    wrong = []
    for identifier, publication in asked_in(work):
        if publication.name in work.top:
            continue
        for answer in WORLD.answers_about(identifier):
            if answer.source not in _MERGING:
                wrong += wrong_in(normalise(answer.record), [work], [publication])
    assert wrong == []


@each_work
def test_with_every_source_a_record_is_the_truth(work: Work) -> None:
    wrong = []
    for identifier, publication in asked_in(work):
        (lookup,) = WORLD.look_up(str(identifier))
        found = list(complaints(lookup, publication, work))
        if not found:
            top = work.expected(publication, identifier)
            is_found = any(owners_of(parts_of(answer.record)[0], [top]) for answer in lookup.found)
            found = differences(lookup.reconciled.record, top if is_found else publication, lookup.found)
        wrong += [f"{identifier} ({publication.name}): {complaint}" for complaint in found]
    assert wrong == []


@each_work
def test_without_some_sources_no_publication_is_mixed_and_nothing_is_absent(work: Work) -> None:
    wrong = []
    asked = asked_in(work)
    # In the profile "long", each identifier is asked for in every case.
    each = asked if is_long() else None
    for number, down in enumerate(cuts(work)):
        for identifier, publication in each or [asked[number % len(asked)]]:
            (lookup,) = WORLD.look_up(str(identifier), down=down)
            found = complaints(lookup, publication, work, down)
            wrong += [f"{identifier} ({publication.name}) without {', '.join(down)}: {one}" for one in found]
    assert wrong == []


@each_work
def test_however_services_merge_publications_none_is_mixed(work: Work) -> None:
    chance, wrong = random.Random(work.name), []
    names = [one.name.partition(".")[2] for one in work.publications]
    for _ in range(50 if is_long() else 2):
        merged = []
        for aggregate in work.aggregates:
            of = chance.sample(names, chance.randint(1, len(names)))
            venue, date, title, doi = (chance.choice(of) for _ in range(4))
            merged.append(replace(aggregate, of=tuple(of), venue=venue, date=date, title=title, doi=doi, wire={}))
        mixed = replace(work, aggregates=tuple(merged))
        world = World([mixed])
        for identifier, publication in asked_in(work):
            (lookup,) = world.look_up(str(identifier))
            found = complaints(lookup, publication, mixed, world=world)
            wrong += [f"{identifier} ({publication.name}), {merged}: {complaint}" for complaint in found]
    assert wrong == []


@each_work
def test_nothing_depends_on_the_order_of_sources_and_queries(work: Work) -> None:
    chance, wrong = random.Random(work.name), []
    asked, names = [str(identifier) for identifier, _ in asked_in(work)], list(sources())
    for down in ([], chance.sample(knowing(work), 2)):
        expected = {lookup.query: _outcome(lookup) for lookup in WORLD.look_up(*asked, down=down)}
        for _ in range(_ORDERS):
            chance.shuffle(names)
            chance.shuffle(asked)
            lookups = WORLD.look_up(*asked, down=down, order=names)
            wrong += [f"{one.query} without {down}" for one in lookups if _outcome(one) != expected[one.query]]
    assert wrong == []


def _outcome(lookup: Lookup) -> tuple[object, ...]:
    return (*lookup.reconciled, lookup.doubts, lookup.rejected) if lookup.found else (lookup.answer,)


@each_work
def test_a_record_does_not_depend_on_the_order_of_the_answers(work: Work) -> None:
    chance, wrong = random.Random(work.name), []
    for lookup in WORLD.look_up(*(str(identifier) for identifier, _ in asked_in(work))):
        answers = list(lookup.found)
        for _ in range(_ORDERS):
            chance.shuffle(answers)
            if reconcile(answers, lookup.identifier) != lookup.reconciled:
                wrong.append(f"{lookup.query}: {[answer.source for answer in answers]}")
    assert wrong == []


@each_work
def test_a_title_of_several_works_is_not_chosen_between(work: Work) -> None:
    wrong = []
    for title in dict.fromkeys(one.title for one in work.publications):
        groups = {
            work.group(one) for one in work.publications if spelling("title", one.title) == spelling("title", title)
        }
        (lookup,) = WORLD.look_up(title)
        if len(groups) > 1:
            wrong += [f"{title!r} was chosen: {lookup.reconciled.record.to_dict()}"] if lookup.found else []
        elif not lookup.found:
            searched = [one for one in work.publications if one.title == title and one.agency == "crossref"]
            wrong += [f"{title!r} was not found: {lookup.answer}"] if searched else []
        else:
            wrong += [f"{title!r}: {what}" for what in wrong_in(lookup.reconciled.record, WORKS.values(), *groups)]
    assert wrong == []
