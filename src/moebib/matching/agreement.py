"""Whether two spellings can be those of one title, or of one list of people, and what differs although they are."""

from __future__ import annotations

from typing import NamedTuple

from moebib.records.equivalence import equivalent_name, equivalent_names, equivalent_text
from moebib.records.name import Name, Names

__all__ = ["Agreement", "compare_people", "compare_titles", "is_one_person"]


class Agreement(NamedTuple):
    """Whether two spellings are of one thing, and what differs although they are."""

    is_same: bool
    note: str = ""


def compare_titles(here: str, there: str) -> Agreement:
    """Whether *here*, the title of a reference, is *there*, that of a source; both without markup."""
    return Agreement(equivalent_text(here, there))


def is_one_person(a: Name, b: Name) -> Agreement:
    """Whether two names can be of one person."""
    return Agreement(equivalent_name(a, b))


def compare_people(here: Names, there: Names) -> Agreement:
    """Whether *here*, the authors of a reference, are those of a source."""
    return Agreement(equivalent_names(here, there))
