"""Cuts what is beside the title of a work into remarks: runs of atoms that are one venue, comment or list of people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.formats.paper_list.read.line import BREAK, CELL
from moebib.formats.paper_list.read.titles import Signature, TitledDraft

__all__ = ["other_runs", "place_in_work"]


def other_runs(draft: TitledDraft) -> Iterator[tuple[int, int]]:
    """The runs of text atoms that are neither title, date, label nor link."""
    if not draft.title or draft.form:
        return
    index = 0
    while index < len(draft.atoms):
        if (
            draft.title.first <= index <= draft.title.last
            or draft.atoms[index].kind != "text"
            or index in draft.labels
            or _is_forced(draft, index)
        ):
            index += 1
            continue
        people = next(((a, b) for a, b in draft.people if a == index), None)
        if (people and people[1] < draft.title.first) or (people and people[0] > draft.title.last):
            yield people
            index = people[1] + 1
            continue
        last = index
        if re.search(r"\w", draft.atoms[index].text) and not draft.atoms[index].is_date:
            while _same_remark(draft, index, last + 1):
                last += 1
            yield index, last
        index = last + 1


def _is_forced(draft: TitledDraft, index: int) -> bool:
    """Whether a label or a header says what an atom is; beside the title there may be anything in its cell."""
    return draft.forced.get(index, ("title", ""))[0] != "title"


def _same_remark(draft: TitledDraft, first: int, index: int) -> bool:
    """Whether an atom goes on with a remark, and is nothing by itself."""
    if (
        not draft.title
        or index >= len(draft.atoms)
        or index in draft.labels
        or _is_forced(draft, index)
        or index == draft.title.first
        or draft.begins_label(index)
    ):
        return False
    atom, begin = draft.atoms[index], draft.atoms[first]
    return (
        atom.kind == "text"
        and atom.group == begin.group
        and draft.lines[index] == draft.lines[first]
        and atom.separator in (",", ":", "-", "", ".", "?", "!", ";", "\u2013", "\u2014")
        and (begin.group == 0 or atom.separator != ",")
        and not begin.found.issued
        and not begin.is_venue
        and not (atom.is_date or atom.found.issued or atom.is_venue)
        and index not in draft.in_people
    )


def place_in_work(draft: TitledDraft, run: tuple[int, int]) -> Signature:
    """Where a remark is: how it is wrapped, before or after the title, and what is around it."""
    atom = draft.atoms[run[0]]
    assert draft.title is not None
    side = "before" if run[0] < draft.title.first else "after" if run[0] == draft.title.last + 1 else "later"
    line = draft.lines[run[0]] - draft.lines[draft.title.first]
    following = draft.atoms[run[1] + 1] if run[1] + 1 < len(draft.atoms) else None
    with_date = bool(atom.found.issued) or (
        following is not None and following.is_date and following.group == atom.group
    )
    # A question mark before it is that of the title.
    separator = atom.separator.lstrip("?!.").replace(BREAK, "").replace(CELL, "").strip()
    return (
        atom.wrap,
        side,
        str(line),
        separator if not atom.wrap else "",
        "dated" if with_date else "",
        str(draft.cells[run[0]]),
    )
