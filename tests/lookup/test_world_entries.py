"""Entries of a list never mix two publications either, whichever identifier is added first and whatever is updated."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from moebib.commands.add import Annotations, Proposal, accept, add
from moebib.commands.requests import read_requests
from moebib.library.library import Library
from moebib.lookup.lookup import answers_in, queries_about
from moebib.lookup.update import update_record
from moebib.records.identifier import Identifier
from moebib.records.publication import Origin
from moebib.records.record import Record
from moebib.store import ListSession
from world.checks import owners_of, parts_of, wrong_in
from world.clients import WORKS, WORLD
from world.truth import Publication, Work, identifiers_of

DAY = date(2026, 11, 24)
_PAIRS = 4
"""How many pairs of identifiers of each work are added one after the other."""

each_work = pytest.mark.parametrize("work", WORKS.values(), ids=WORKS)


def added(folder: Path, *texts: str) -> Library:
    """A new list to which *texts* are added, each by a command of its own; nothing is written to the disk."""
    session = ListSession(folder, is_new=True, write=False)
    with WORLD.client() as opened:
        for text in texts:
            for step in add(session, read_requests([text])[0], Annotations(), opened):
                if isinstance(step, Proposal):
                    accept(session, step, Annotations(), with_suggestions=False)
    return session.library


def pairs_of(work: Work) -> list[tuple[tuple[Identifier, Publication], tuple[Identifier, Publication]]]:
    """Pairs of identifiers of different publications of the work, spread evenly over all of them."""
    named = [
        (identifier, one) for one in work.publications if one.name not in work.top for identifier in identifiers_of(one)
    ]
    pairs = [(first, second) for first, second in permutations(named, 2) if first[1] is not second[1]]
    return pairs[:: max(1, len(pairs) // _PAIRS)]


def identifiers_in(library: Library) -> set[Identifier]:
    return {identifier.canonical for record in library for identifier in record.all_identifiers}


def wrong_if_added(work: Work, folder: Path) -> list[str]:
    wrong = []
    for (first, one), (second, other) in pairs_of(work):
        library = added(folder, str(first), str(second))
        is_one_work = one in work.group(other)
        if other.name.endswith((".notice", ".erratum", ".correction")):  # it becomes the status of a listed work
            continue
        is_linked = not identifiers_in(added(folder, str(first))).isdisjoint(identifiers_in(added(folder, str(second))))
        # A notice becomes the status of what it is about, if that is listed.
        is_of_notice = any("update-to" in publication.wire.get("crossref", {}) for publication in (one, other))
        expected = {1} if is_one_work and is_linked else {1, 2} if is_one_work or is_of_notice else {2}
        if len(library) not in expected:
            wrong.append(f"{first} ({one.name}), {second} ({other.name}): {len(library)} entries")
        for record in library:
            group = work.group(owner[0]) if (owner := owners_of(parts_of(record)[0], work.publications)) else ()
            wrong += [
                f"{first} ({one.name}), {second} ({other.name}): {what}"
                for what in wrong_in(record, WORKS.values(), group)
            ]
    return wrong


@each_work
def test_adding_another_identifier_later_finds_the_entry_that_is_there(work: Work, tmp_path: Path) -> None:
    assert wrong_if_added(work, tmp_path) == []


def entry_of(publication: Publication, *, is_fetched: bool) -> Record:
    """An entry that has the truth of one publication, fetched or written by hand."""
    fields = {
        "type": publication.type, "genre": "preprint" if publication.kind == "preprint" else "",
        "title": publication.title, "author": publication.authors, "issued": publication.printed or publication.date,
        "container_title": publication.venue, "volume": publication.volume, "issue": publication.issue,
        "page": publication.page, "edition": publication.edition,
        "identifiers": [str(identifier) for identifier in identifiers_of(publication)],
    }  # fmt: skip
    record = Record.model_validate({"id": "entry", **{name: value for name, value in fields.items() if value}})
    plain = record.to_dict()
    fetched = {
        name: Origin.of("crossref", DAY, plain[name])
        for name in plain
        if name not in ("id", "type", "genre", "identifiers")
    }
    return record.evolve(origin=fetched if is_fetched else {})


def wrong_if_updated(work: Work, *, is_fetched: bool) -> list[str]:
    wrong = []
    for publication in work.publications:
        if publication.name in work.top:
            continue
        old = entry_of(publication, is_fetched=is_fetched)
        with WORLD.client() as opened:
            answers = answers_in(opened.look_up(queries_about(old)))
        new = update_record(old, answers).record
        complaints = wrong_in(new, [work], work.group(publication))
        if not any(publication in owners_of(part, [publication]) for part in parts_of(new)):
            complaints.append(f"the publication itself is lost: {new.to_dict()}")
        if update_record(new, answers).record != new:
            complaints.append("updated again, it changes again")
        wrong += [f"{publication.name}: {complaint}" for complaint in complaints]
    return wrong


@each_work
@pytest.mark.parametrize("is_fetched", [False, True], ids=["by hand", "fetched"])
def test_updating_takes_nothing_from_another_publication_and_is_idempotent(work: Work, is_fetched: bool) -> None:
    assert wrong_if_updated(work, is_fetched=is_fetched) == []
