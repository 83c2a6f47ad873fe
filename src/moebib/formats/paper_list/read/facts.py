"""Makes the facts of a work of its atoms, each with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moebib.formats.paper_list.document import Role, WorkPart
from moebib.formats.paper_list.entries import ListItem, ListLink
from moebib.formats.paper_list.read.atoms import IN_EMPHASIS, IN_INSERTED, IN_PARENTHESES, IN_SQUARE, Atom
from moebib.formats.paper_list.read.badges import read_badge
from moebib.formats.paper_list.read.dates_and_venues import is_known_venue, read_date_and_venue
from moebib.formats.paper_list.read.line import (
    CODE,
    CODE_END,
    EM,
    EM_END,
    INS,
    INS_END,
    LINK,
    STRONG,
    STRONG_END,
    InlineLink,
)
from moebib.formats.paper_list.read.people import BEFORE_PEOPLE, people_in
from moebib.formats.paper_list.read.remarks import other_runs, place_in_work
from moebib.formats.paper_list.read.stated import StatedFacts
from moebib.formats.paper_list.read.titles import Signature, TitledDraft
from moebib.formats.paper_list.read.words import link_kind, link_kind_of_url, means_none
from moebib.normalise.written_people import read_people
from moebib.records.date import Date
from moebib.records.series import full_year
from moebib.records.written_date import read_written_date
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
_NAME_OF_BADGE = re.compile(r"(?:conference|venue|journal|publish(?:ed|er)?|publication|accepted)\b[: ]*(?=\w)", re.I)
_TO_APPEAR = re.compile(r"to appear|forthcoming|in press|accepted", re.I)
_SHORT_DATE = re.compile(r"(?P<venue>.*?)\s*['\u2018\u2019\u00b4] ?(?P<year>\d{4}|\d{2})(?:\.(?P<month>\d{1,2}))? ?")
_OPENINGS = {closing: opening for opening, closing in (
    (EM, EM_END), (STRONG, STRONG_END), (CODE, CODE_END), (INS, INS_END), ("(", ")"), ("[", "]"), ("\uff08", "\uff09"),
    ("\u201c", "\u201d"), ("\u300a", "\u300b"), ("\u3010", "\u3011"), ("\u300c", "\u300d"),
)}  # fmt: skip


def read_facts(draft: TitledDraft, slots: SlotShares) -> WorkReading:
    """The facts of a work whose title is known; *slots* says what is where in the other works of the list."""
    return _FactReader(draft, slots).reading()


class _FactReader(StatedFacts):
    """Gives the atoms of one work their roles.

    Who wins: the form of the line (``spans``), then what a label or the header of a column says (``forced``), then what
    an atom is by itself, and last what is in its place in the other works (``slots``).
    """

    def __init__(self, draft: TitledDraft, slots: SlotShares) -> None:
        assert draft.title is not None
        super().__init__(draft.line, is_exact=draft.form is not None)
        self.draft = draft
        self.slots = slots
        self.title = draft.title
        self.spans = draft.form.spans if draft.form else ()
        self.is_linked = False
        self.words_beside = 0
        self.badge_of = ""
        """OWNER/NAME of a repository of which there is a badge, and maybe no link."""

    def reading(self) -> WorkReading:
        self._read_title()
        index = 0
        done_until = -1
        runs = {} if self.draft.form else {run[0]: run for run in other_runs(self.draft)}
        for role, start, end in self.spans:
            self._read_span(role, start, end)
        for index, atom in enumerate(self.draft.atoms):
            if self.title.first <= index <= self.title.last or index in self.draft.labels or index <= done_until:
                continue
            if atom.kind == "link":
                self._read_link(index, atom)
            elif atom.image:
                self._read_image(atom.image)
            elif atom.kind == "text" and not self.draft.form:
                forced = self.draft.forced.get(index)
                if forced and forced[0] != "title":
                    done_until = self._read_forced(index, forced[0])
                elif atom.is_date:
                    self._read_slot(atom)
                elif index in runs:
                    self._read_run(runs[index])
                    done_until = runs[index][1]
        if self.badge_of and not any(f"github.com/{self.badge_of}".lower() in link.url.lower() for link in self.links):
            self.links.append(ListLink("code", f"https://github.com/{self.badge_of}", "code"))
        item = ListItem(
            self.draft.unit.number,
            self._title_text(),
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

    def _is_first(self) -> bool:
        before = self.draft.atoms[: self.title.first]
        return all(
            atom.is_date or atom.is_venue or atom.kind != "text" or atom.wrap or index in self.draft.labels
            or len(atom.text.split()) <= 2
            or index in self.draft.in_people
            for index, atom in enumerate(before)
        )  # fmt: skip

    # --- the title

    def _read_title(self) -> None:
        atoms = self.draft.atoms
        for index in range(self.title.first, self.title.last + 1):
            atom = atoms[index]
            if atom.link:
                label = atom.link.label
                self.add_span("title", label, 0, len(label.text), trim=True)
                self.add_url(atom.link.url, atom.link.start, atom.link.end, "")
                self.page = self.page or atom.link.url
                self.is_linked = True
        if self.title.span and LINK not in self.line.mask[slice(*self.title.span)]:
            self.add_span("title", self.line, *self.title.span, trim=False)
            return
        run_start = None
        pieces: list[tuple[int, int]] = []
        for index in range(self.title.first, self.title.last + 1):
            if atoms[index].link:
                if run_start is not None:
                    pieces.append((run_start, atoms[index - 1].end))
                run_start = None
            elif run_start is None:
                run_start = atoms[index].start if index > self.title.first else self._start_of_title()
        if run_start is not None:
            pieces.append((run_start, self._end_of_title()))
        for start, end in pieces:
            self.add_span("title", self.line, start, end, trim=True)

    def _start_of_title(self) -> int:
        """Where the title begins: with the bracket of "[Re]"."""
        start = self.draft.atoms[self.title.first].start
        is_mark = self.draft.atoms[self.title.first].wrap[-1:] == IN_SQUARE and self.title.last > self.title.first
        return start - 1 if is_mark and self.line.mask[start - 1 : start] == "[" else start

    def _end_of_title(self) -> int:
        """Where the title ends: with what closes the brackets and marks that were opened in it."""
        atoms = self.draft.atoms
        start, end = atoms[self.title.first].start, atoms[self.title.last].end
        mask = self.line.mask
        while (
            end < len(mask)
            and (opening := _OPENINGS.get(mask[end]))
            and mask.count(opening, start, end) > mask.count(mask[end], start, end)
        ):
            end += 1
        return end

    def _title_text(self) -> str:
        if self.title.span:
            return self.line.part(*self.title.span).marked.strip()
        start, end = self._start_of_title(), self._end_of_title()
        # "What is MoE?" keeps its question mark, which is a separator to the atoms.
        if self.line.mask[end : end + 1] in ("?", "!", "\uff1f", "\uff01"):
            end += 1
        return self.line.part(start, end).marked.strip(' .,:;|\u2013\u2014\uff0c\u3002\uff1a-\u201c\u201d"')

    # --- links

    def _read_link(self, index: int, atom: Atom) -> None:
        link = atom.link
        assert link is not None
        if link.url.startswith("#"):
            return
        forced = self.draft.forced.get(index)
        label = atom.text if not link.label.is_image else self._read_image(link.label.images[0])
        kind = link_kind(label)
        if forced and forced[0] == "url" and (not kind or kind == "paper"):
            kind = link_kind(forced[1]) or kind
        found = read_date_and_venue(label)
        bare = label.strip(" []()")
        if not kind or found.issued:
            is_venue = is_known_venue(label[slice(*found.venue)]) if found.venue[0] < found.venue[1] else False
            if found.issued or (is_venue and len(bare.split()) <= 8):
                self.take_date_and_venue(link.label)
                kind = kind or "paper"
        if not kind:
            kind = link_kind_of_url(link.url)
            if forced and forced[0] == "title":
                kind = kind or "paper"
        self.is_linked = self.is_linked or bool(kind)
        if kind in ("paper", "pdf") and not self.page:
            self.page = link.url
        shown = {"paper": "paper", "code": "code"}.get(kind, "")
        text = label if link_kind(label) == kind or not kind else (shown or kind)
        if link.url == self.page and not any(other.url == link.url for other in self.links) and kind in ("paper", ""):
            self.add_url(link.url, link.start, link.end, kind or "paper")
            return
        self.links.append(ListLink(text, link.url, text))
        self.add_url(link.url, link.start, link.end, kind or "project")

    def _read_image(self, image: InlineLink) -> str:
        """Take the venue, the date or the repository of a badge; what is shown in its place."""
        badge = read_badge(image.url)
        alt = image.label.plain
        if badge.repository:
            self.parts.append(WorkPart("repository", image.start + badge.start, image.start + badge.end))
            if not any(link_kind_of_url(link.url) == "code" for link in self.links):
                self.badge_of = badge.repository
            return alt if link_kind(alt) else "code"
        text = _NAME_OF_BADGE.sub("", badge.text)
        found = read_date_and_venue(text)
        venue = text[slice(*found.venue)]
        is_venue = bool(venue) and is_known_venue(venue) and not (link_kind(venue) and found.issued is None)
        if is_venue and not self.venue:
            self.venue = venue
        if found.issued and (is_venue or not venue) and self.is_better(found.issued, with_venue=is_venue):
            self.issued = found.issued
        return alt if link_kind(alt) else badge.text or alt

    # --- text

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
            self._read_slot_between(draft.atoms[index].start, draft.atoms[last].end, role)
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
            or (likely >= 0.8 and not (atom.is_venue and len(people_in(text)[0]) < 3))
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
                    and words <= 14
                    and (venues >= 0.4 or atom.wrap[:1] in (IN_INSERTED, IN_EMPHASIS, IN_SQUARE, IN_PARENTHESES))
                )
                or (words <= 14 and count > 4 and venues >= 0.7)
            )
        ):
            self._read_slot_between(atom.start, draft.atoms[run[1]].end)
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
        name, colon, _ = self._title_text().partition(":")
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

    def _read_slot(self, atom: Atom) -> None:
        self._read_slot_between(atom.start, atom.end)

    def _read_slot_between(self, start: int, end: int, role: Role | None = None) -> None:
        self.take_date_and_venue(self.line.part(start, end), role)

    def _add_comment(self, run: tuple[int, int], text: str) -> None:
        if text:
            self.comments.append(text)
            if self.draft.lines[run[0]] == self.draft.lines[self.title.first]:
                self.words_beside += len(text.split())
        atoms = self.draft.atoms
        self.add_span("comment", self.line, atoms[run[0]].start, atoms[run[1]].end, trim=False)

    def _read_span(self, role: Role, start: int, end: int) -> None:
        """Read a part of a line in a form that says exactly what it is."""
        part = self.line.part(start, end)
        if role == "keyword" and EM in part.mask:
            for label in re.compile(rf"{EM}([^{EM}{EM_END}]+){EM_END}").finditer(part.mask):
                self.keywords.append(part.part(*label.span(1)).plain)
                self.add_span("keyword", part, *label.span(1), trim=False)
        elif role == "keyword":
            self.add_keywords(start, end)
        elif role == "date":
            self.issued = read_written_date(part.plain)
            self.add("date", part, 0, len(part.text))
        elif any(other == "date" for other, _, _ in self.spans):
            self.take_venue(part)
        elif role == "venue" and (dated := _SHORT_DATE.fullmatch(part.mask)):
            year, month = int(dated["year"]), int(dated["month"] or 0)
            year = full_year(year) if len(dated["year"]) == 2 else year
            self.invalid_date = part.plain if month > 12 else ""
            self.issued = Date(year, month if 0 < month <= 12 else None)
            self.add("date", part, dated.start("year"), dated.end("month") if dated["month"] else dated.end("year"))
            self.take_venue(part.part(0, dated.end("venue")))
        elif not read_date_and_venue(part.mask).issued:
            self.take_venue(part)
        else:
            self.take_date_and_venue(part, role)

    # --- parts


def _without_overlaps(parts: Sequence[WorkPart]) -> Iterator[WorkPart]:
    end = -1
    for part in parts:
        if part.start >= end:
            yield part
            end = part.end
