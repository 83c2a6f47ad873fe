"""Makes the facts of a work of its atoms, each with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from moebib.formats.paper_list.document import Role, WorkPart
from moebib.formats.paper_list.entries import ListItem
from moebib.formats.paper_list.read.atoms import IN_EMPHASIS, IN_INSERTED, IN_PARENTHESES, IN_SQUARE, Atom
from moebib.formats.paper_list.read.dates_and_venues import LONGEST_VENUE, is_known_venue, read_date_and_venue
from moebib.formats.paper_list.read.line import LINK
from moebib.formats.paper_list.read.link_facts import LinkedFacts
from moebib.formats.paper_list.read.people import BEFORE_PEOPLE, LIKELY, people_in
from moebib.formats.paper_list.read.remarks import other_runs, place_in_work
from moebib.formats.paper_list.read.title_text import spans_of_title, title_text
from moebib.formats.paper_list.read.titles import Signature, TitledDraft
from moebib.formats.paper_list.read.words import means_none
from moebib.normalise.written_people import read_people
from moebib.text.fold import fold
from moebib.text.markup import plain

__all__ = ["SlotShares", "WorkReading", "read_facts"]


class WorkReading(NamedTuple):
    """A unit as it was read."""

    item: ListItem
    parts: tuple[WorkPart, ...]
    score: float
    """How much its title looks like one."""
    evidence: int
    """How many other facts there are: a link, a date, a venue, authors."""
    is_first: bool
    """Whether only dates, venues, markers and labels are before the title."""
    words_beside: int
    """How many words there are in the line of the title that say nothing known."""
    is_linked: bool
    """Whether the title is a link, or there is one that says what it leads to by its label or its URL."""


SlotShares = dict[Signature, tuple[float, float, int]]
"""Where an atom stands -> the shares of known venues and of lists of people there, and how many atoms there are."""


_VOLUME_OR_PAGES = re.compile(r"(?:pages?|pp?|vol(?:ume)?|no|doi)?\.?\s*[\d;():,.\u2013-]*\s*(?:doi:?)?", re.I)
_TO_APPEAR = re.compile(r"to appear|forthcoming|in press|accepted", re.I)


def read_facts(draft: TitledDraft, slots: SlotShares) -> WorkReading:
    """The facts of a work whose title is known; *slots* says what is where in the other works of the list."""
    return _FactReader(draft, slots).reading()


class _FactReader(LinkedFacts):
    """Gives the atoms of one work their roles.

    Who wins: the form of the line (``form``), then what a label or the header of a column says (``forced``), then what
    an atom is by itself, and last what is in its place in the other works (``slots``).
    """

    def __init__(self, draft: TitledDraft, slots: SlotShares) -> None:
        assert draft.title is not None
        super().__init__(draft.line, is_exact=draft.form is not None)
        self.draft = draft
        self.slots = slots
        self.title = draft.title
        self.words_beside = 0

    @cached_property
    def _title(self) -> str:
        return title_text(self.draft, self.title)

    def reading(self) -> WorkReading:
        self._read_title()
        self._read_atoms()
        self.add_repository_of_badge()
        item = ListItem(
            self.draft.unit.number,
            self._title,
            self.page,
            self.venue,
            self.issued,
            tuple(self.links),
            tuple(dict.fromkeys(self.keywords)),
            "; ".join(self.comments),
            self.invalid_date,
            tuple(self.authors),
            self.has_more_authors,
        )
        evidence = bool(item.url or item.links) + bool(item.venue) + bool(item.issued) + bool(item.authors)
        parts = sorted(self.parts, key=lambda part: (part.start, part.end))
        return WorkReading(
            item,
            tuple(_without_overlaps(parts)),
            self.title.score,
            evidence,
            self._is_first(),
            self.words_beside,
            self.is_linked,
        )

    def _read_atoms(self) -> None:
        """Take the facts of all that is beside the title and the labels."""
        done_until = -1
        runs = {} if self.draft.form else {run[0]: run for run in other_runs(self.draft)}
        spans = self.draft.form.spans if self.draft.form else ()
        has_date = any(role == "date" for role, _, _ in spans)
        for role, start, end in spans:
            self.take_exactly(role, start, end, has_date=has_date)
        for index, atom in enumerate(self.draft.atoms):
            if self.title.first <= index <= self.title.last or index in self.draft.labels or index <= done_until:
                continue
            if atom.kind == "link":
                self.take_link(atom, self.draft.forced.get(index))
            elif atom.image:
                self.take_image(atom.image)
            elif atom.kind == "text" and not self.draft.form:
                forced = self.draft.forced.get(index)
                if forced and forced[0] != "title":
                    done_until = self._read_forced(index, forced[0])
                elif atom.is_date:
                    self.take_date_and_venue(self.line.part(atom.start, atom.end))
                elif index in runs:
                    self._read_run(runs[index])
                    done_until = runs[index][1]

    def _is_first(self) -> bool:
        before = self.draft.atoms[: self.title.first]
        return all(
            atom.is_date or atom.is_venue or atom.kind != "text" or atom.wrap or index in self.draft.labels
            or len(atom.text.split()) <= 2
            or index in self.draft.in_people
            for index, atom in enumerate(before)
        )  # fmt: skip

    def _read_title(self) -> None:
        for atom in self.draft.atoms[self.title.first : self.title.last + 1]:
            if atom.link:
                label = atom.link.label
                self.add_span("title", label, 0, len(label.text), trim=True)
                self.add_url(atom.link.url, atom.link.start, atom.link.end, "")
                self.page = self.page or atom.link.url
                self.is_linked = True
        if self.title.span and LINK not in self.line.mask[slice(*self.title.span)]:
            self.add_span("title", self.line, *self.title.span, trim=False)
            return
        for start, end in spans_of_title(self.draft, self.title):
            self.add_span("title", self.line, start, end, trim=True)

    def _read_forced(self, index: int, role: Role) -> int:
        """Read the text that a label or a header gives a role; the last atom of it."""
        draft = self.draft
        last = index
        forced = draft.forced[index]
        while (
            last + 1 < len(draft.atoms)
            and draft.forced.get(last + 1) == forced
            and draft.atoms[last + 1].kind == "text"
            and draft.lines[last + 1] == draft.lines[index]
            and last + 1 not in draft.labels
            and not self.title.first <= last + 1 <= self.title.last
        ):
            last += 1
        text = draft.text_of((index, last))
        if means_none(text):
            return last
        if role == "authors":
            self._read_people((index, last), text, certain=True)
        elif role in ("venue", "date"):
            self.take_date_and_venue(self.line.part(draft.atoms[index].start, draft.atoms[last].end), role)
        elif role == "keyword":
            self.add_keywords(draft.atoms[index].start, draft.atoms[last].end)
        elif role == "comment" or role == "url":
            # What a column holds is said once, by its header.
            self._add_comment((index, last), "" if draft.unit.columns else text)
        return last

    def _read_run(self, run: tuple[int, int]) -> None:
        draft = self.draft
        text = draft.text_of(run)
        venues, people, count = self.slots.get(place_in_work(draft, run), (0, 0, 0))
        likely = draft.likely_people(text)
        atom = draft.atoms[run[0]]
        begins_citation = 0 < draft.leading_people == draft.atoms[run[1]].end
        if (
            begins_citation
            or (likely >= LIKELY and not (atom.is_venue and len(people_in(text)[0]) < 3))
            or (likely and people >= 0.5 and count > 2)
        ):
            run = self._whole_list(run)
            self._read_people(run, draft.text_of(run), certain=True)
            return
        found = read_date_and_venue(text)
        venue = text[slice(*found.venue)]
        words = len(venue.split())
        is_place = run[0] > self.title.last and (draft.begins_place(run[0]) or self._is_place_of_citation(run[0]))
        following = draft.atoms[run[1] + 1] if run[1] + 1 < len(draft.atoms) else None
        beside_date = (
            following is not None
            and following.is_date
            and following.separator in ("", ",", "(")
            and following.group == atom.group
        )
        if (
            (not self.venue or (self.has_archive() and bool(found.issued)))
            and words
            and not text.startswith("@")
            and (
                is_known_venue(venue)
                or is_place
                or (found.issued and words <= 6 and (atom.wrap or venues >= 0.3))
                or (
                    beside_date
                    and words <= LONGEST_VENUE
                    and (venues >= 0.4 or atom.wrap[:1] in (IN_INSERTED, IN_EMPHASIS, IN_SQUARE, IN_PARENTHESES))
                )
                or (words <= LONGEST_VENUE and count > 4 and venues >= 0.7)
            )
        ):
            self.take_date_and_venue(self.line.part(atom.start, draft.atoms[run[1]].end))
            return
        self._read_run_as_other(run, text)

    def _is_place_of_citation(self, index: int) -> bool:
        """Whether the atom is where a citation that begins with its authors has the place: right after the title."""
        if not self.draft.leading_people or not 1 <= len(self.draft.atoms[index].text.split()) <= 12:
            return False
        between = self.draft.atoms[self.title.last + 1 : index]
        return self.draft.atoms[index].text.lower() != "in" and all(
            atom.is_date or atom.text.lower() == "in" or not re.search(r"[^\W\d]", atom.text) for atom in between
        )

    def _read_run_as_other(self, run: tuple[int, int], text: str) -> None:
        atom, draft_end = self.draft.atoms[run[0]], self.draft.atoms[run[1]].end
        if means_none(text) or not re.search(r"\w", text):
            return
        if text.lower() in ("in", "by") or (self.draft.leading_people and _VOLUME_OR_PAGES.fullmatch(text)):
            return
        if _TO_APPEAR.fullmatch(text) and self.venue:
            self.venue += f" ({text})"
            return
        if self._is_name(atom, text):
            self.add_span("name", self.line, atom.start, draft_end, trim=False)
        elif (
            run[0] > self.title.last
            and atom.wrap in (IN_SQUARE, IN_EMPHASIS)
            and len(text.split()) <= 5
            and not text.startswith("@")
        ):
            self.add_keywords(atom.start, draft_end)
        else:
            self._add_comment(run, text)

    def _is_name(self, atom: Atom, text: str) -> bool:
        """Whether a text in brackets or bold is the name with which the title begins: "[vLLM] vLLM: Easy ..."."""
        name, colon, _ = self._title.partition(":")
        return bool(atom.wrap) and bool(colon) and fold(plain(name)) == fold(text)

    def _whole_list(self, run: tuple[int, int]) -> tuple[int, int]:
        """A list of people with all that is in its brackets or italics: after names, there are only names."""
        atoms, (first, last) = self.draft.atoms, run
        while (
            last + 1 < len(atoms)
            and atoms[first].outer
            and atoms[last + 1].outer == atoms[first].outer
            and not (atoms[last + 1].is_date or atoms[last + 1].is_venue)
            and not people_in(atoms[last].text)[1]  # after "et al.", there are none
            and not re.fullmatch(r"et\.? al\.?", atoms[last].text)
        ):
            last += 1
        return first, last

    def _read_people(self, run: tuple[int, int], text: str, *, certain: bool) -> None:
        if self.authors:
            self._add_comment(run, text)
            return
        names, others = people_in(text)
        atoms = self.draft.atoms
        if atoms[run[0]].start < self.draft.leading_people and (people := read_people(text)):
            names, others = tuple(str(name) for name in people), people.others
        if not names and certain:
            names = (text.strip(" ."),)
        self.authors, self.has_more_authors = list(names), others
        atoms = self.draft.atoms
        start, end = atoms[run[0]].start, atoms[run[1]].end
        before = BEFORE_PEOPLE.match(self.line.text, start, end)
        self.add_span("authors", self.line, before.end() if before else start, end, trim=False)

    def _add_comment(self, run: tuple[int, int], text: str) -> None:
        if text:
            self.comments.append(text)
            if self.draft.lines[run[0]] == self.draft.lines[self.title.first]:
                self.words_beside += len(text.split())
        atoms = self.draft.atoms
        self.add_span("comment", self.line, atoms[run[0]].start, atoms[run[1]].end, trim=False)


def _without_overlaps(parts: Sequence[WorkPart]) -> Iterator[WorkPart]:
    end = -1
    for part in parts:
        if part.start >= end:
            yield part
            end = part.end
