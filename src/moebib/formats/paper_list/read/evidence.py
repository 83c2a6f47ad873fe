"""Reads the works of a list all together: what most of them have as the title or the venue is evidence for the others.

First every work is read by itself, then with what is in its place in the other works.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from moebib.formats.paper_list.read.dates_and_venues import is_known_venue, read_date_and_venue
from moebib.formats.paper_list.read.facts import SlotShares, WorkReading, read_facts
from moebib.formats.paper_list.read.people import words_of
from moebib.formats.paper_list.read.remarks import other_runs, place_in_work
from moebib.formats.paper_list.read.titles import Signature, TitledDraft, draft_of
from moebib.formats.paper_list.read.unit import WorkUnit

__all__ = ["read_units"]


def read_units(units: Sequence[WorkUnit], words: frozenset[str] | None = None) -> list[WorkReading | None]:
    """What each unit states; ``None`` for one without a title. *words* are those of the list (``words_of``)."""
    words = words_of(unit.line for unit in units) if words is None else words
    drafts = [draft_of(unit, words) for unit in units]
    first = Counter(draft.signature(title) for draft in drafts if (title := draft.first_title))
    total = sum(first.values()) or 1
    prior = {signature: count / total for signature, count in first.items()}
    for draft in drafts:
        draft.title = draft.best_title(prior)
    slots = _slots(drafts)
    return [read_facts(draft, slots) if draft.title else None for draft in drafts]


def _slots(drafts: Sequence[TitledDraft]) -> SlotShares:
    counts: defaultdict[Signature, list[float]] = defaultdict(lambda: [0, 0, 0])
    for draft in drafts:
        for run in other_runs(draft):
            text = draft.text_of(run)
            count = counts[place_in_work(draft, run)]
            found = read_date_and_venue(text)
            count[0] += is_known_venue(text[slice(*found.venue)]) and not draft.likely_people(text) > 0.5
            count[1] += draft.lists_people(text)
            count[2] += 1
    return {place: (venues / n, people / n, int(n)) for place, (venues, people, n) in counts.items()}
