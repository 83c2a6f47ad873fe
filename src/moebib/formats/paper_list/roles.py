"""Decides what each atom of a work is: by itself, and by what stands in its place in the other works of the list.

First every work is read by itself. What most works have as the title, the authors or the venue is then evidence for
those in which it is not clear.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from moebib.formats.paper_list.atoms import Atom, atoms, could_be_people, people_in, words_of
from moebib.formats.paper_list.document import Part, Role
from moebib.formats.paper_list.entries import ListItem, ListLink
from moebib.formats.paper_list.inline import (
    BREAK,
    CELL,
    CODE,
    CODE_END,
    EM,
    EM_END,
    INS,
    INS_END,
    LINK,
    STRONG,
    STRONG_END,
    MarkdownLine,
)
from moebib.formats.paper_list.slots import is_known_venue, read_date_and_venue
from moebib.formats.paper_list.words import label_role, link_kind, link_kind_of_url, means_none
from moebib.records.date import MONTH_NAMES, Date
from moebib.records.series import full_year
from moebib.records.written_date import read_written_date

__all__ = ["WorkDraft", "WorkReading", "WorkUnit", "read_units"]


class WorkUnit(NamedTuple):
    """What may be a work: its line, and for a row what its columns hold."""

    line: MarkdownLine
    number: int
    columns: tuple[Role | None, ...] = ()
    """The roles of the columns that the header states."""
    headers: tuple[str, ...] = ()
    is_marked: bool = False
    """Whether it is between the markers of moebib, so that moebib wrote it."""


class WorkReading(NamedTuple):
    """A unit as it was read."""

    item: ListItem
    parts: tuple[Part, ...]
    score: float
    """How much its title looks like one."""
    evidence: int
    """How many other facts there are: a link, a date, a venue, authors."""
    is_first: bool
    """Whether only dates, venues, markers and labels are before the title."""
    is_linked: bool
    """Whether the title is a link, or there is one that says what it leads to by its label or its URL."""


def read_units(units: Sequence[WorkUnit], words: frozenset[str] | None = None) -> list[WorkReading | None]:
    """What each unit states; ``None`` for one without a title. *words* are those of the list (``words_of``)."""
    words = words_of(unit.line for unit in units) if words is None else words
    drafts = [WorkDraft(unit, words) for unit in units]
    first = Counter(draft.signature(title) for draft in drafts if (title := draft.best_title({})))
    total = sum(first.values()) or 1
    prior = {signature: count / total for signature, count in first.items()}
    for draft in drafts:
        draft.title = draft.best_title(prior)
    slots = _slots(drafts)
    return [draft.read(slots) if draft.title else None for draft in drafts]


class _TitlePlace(NamedTuple):
    """The atoms of a title."""

    first: int
    last: int
    score: float
    span: tuple[int, int] | None = None
    """Where exactly it is, if the form of the line says that, so that its punctuation belongs to it."""


Signature = tuple[str, ...]
_Slots = dict[Signature, tuple[float, float, int]]
"""Where an atom stands -> the shares of known venues and of lists of people there, and how many atoms there are."""


def _slots(drafts: Sequence[WorkDraft]) -> _Slots:
    counts: defaultdict[Signature, list[float]] = defaultdict(lambda: [0, 0, 0])
    for draft in drafts:
        for run in draft.other_runs():
            text = draft.text_of(run)
            count = counts[draft.place(run)]
            found = read_date_and_venue(text)
            count[0] += is_known_venue(text[slice(*found.venue)]) and not draft.likely_people(text) > 0.5
            count[1] += draft.likely_people(text) >= 0.8
            count[2] += 1
    return {place: (venues / n, people / n, int(n)) for place, (venues, people, n) in counts.items()}


# Separators that a title may contain.
_WEAK = frozenset(
    ("", ",", ":", "?", "!", "-", "\u2013", "\u2014", "\uff0c", "\uff1a", "\u2022", "~", ">", "\u2192", "--", "---")
)
_AROUND = " '\u2018\u2019()[]{}.,:;-\u2013/|"
_TO_APPEAR = re.compile(r"to appear|forthcoming|in press|accepted", re.I)
_LISTING = frozenset((",", ";", "\u3001", "\uff0c", "\uff1b", "\u00b7", "|", "\uff5c", "."))


_INSIDE = r"[^\[\]]|\[[^\[\]]*\]"
_BRACKETS = re.compile(
    rf"(?:\[(?P<first>(?:(?!{LINK})[^\[\]])*)\]\s*)?(?:(?P<link>{LINK})|\[(?P<title>(?:(?!{LINK})(?:{_INSIDE}))+)\])\s*"
    rf"(?:\[(?:{LINK}(?:,\s*{LINK})*|{LINK}\])\]?\s*)*(?:\[(?P<last>[^\[\]]*)\]\s*)?"
)
_SHORT_DATE = re.compile(r"(?P<venue>.*?)\s*['\u2018\u2019\u00b4] ?(?P<year>\d{4}|\d{2})(?:\.(?P<month>\d{1,2}))? ?")
_WHEN = rf"(?:(?:{'|'.join(MONTH_NAMES)}) )?\d{{4}}|undated"
_WITHIN = rf"(?:(?!\. )[^{LINK}{EM}{EM_END}])"
_LABEL = rf"{EM}[^{EM}{EM_END}]+{EM_END}"
_SENTENCES = re.compile(
    rf" - (?:(?:In (?P<venue>{_WITHIN}+?), )?(?P<when>{_WHEN})\.(?: |$))?"
    rf"(?:{LINK}(?:, {LINK})*\.(?: |$))?"
    rf"(?:(?P<labels>{_LABEL}(?:, {_LABEL})*)\.)?"
    rf"(?P<alone>No link\.|See \"{_WITHIN}+\"\.)?"
)
_OPENINGS = {closing: opening for opening, closing in (
    (EM, EM_END), (STRONG, STRONG_END), (CODE, CODE_END), (INS, INS_END), ("(", ")"), ("[", "]"), ("\uff08", "\uff09"),
    ("\u201c", "\u201d"), ("\u300a", "\u300b"), ("\u3010", "\u3011"), ("\u300c", "\u300d"),
)}  # fmt: skip


class WorkDraft:
    """A unit while it is read."""

    def __init__(self, unit: WorkUnit, words: frozenset[str]) -> None:
        self.unit = unit
        self.words = words
        self.line = unit.line
        self.atoms = atoms(unit.line)
        self.title: _TitlePlace | None = None
        self.cells = self._counted(CELL)
        self.lines = self._counted(BREAK + CELL)
        self.forced, self.labels = self._labelled()
        self.spans: list[tuple[Role, int, int]] = []
        """What the form of the line says, if it has one."""
        self.form = self._form()
        self.people = self._runs_of_people() if self.form is None else []

    def _form(self) -> _TitlePlace | None:
        """The title, if the line has one of the forms that moebib writes, which say what everything is."""
        if self.unit.is_marked and "title" in self.unit.columns:
            stated: tuple[Role, ...] = ("venue", "date", "keyword")
            columns = enumerate(self.unit.columns)
            self.spans += [(role, *self._cell(column)) for column, role in columns if role in stated]
            return self._title_in(self._cell(self.unit.columns.index("title")))
        if self.unit.columns or (self.atoms and self.lines[-1]):
            return None
        return self._bracket_form() or self._sentence_form()

    def _bracket_form(self) -> _TitlePlace | None:
        """The title of "[Venue'24] [Title](url) [[Code](url)] [label]", in which all is in brackets."""
        mask = self.line.mask
        match = _BRACKETS.fullmatch(mask)
        if not match or not (match["link"] or match["first"] is not None or mask.count("[") == 1):
            return None
        if match["first"] is not None:
            self.spans.append(("venue", *match.span("first")))
        last = match["last"]
        if last is not None and LINK not in last:
            self.spans.append(("keyword", *match.span("last")))
        return self._title_in(match.span("link" if match["link"] else "title"))

    def _sentence_form(self) -> _TitlePlace | None:
        """The title of "[Title](url) - In Venue, May 2024. [Code](url). *Label*."."""
        mask = self.line.mask
        start = 1 if mask.startswith(LINK) else mask.find(" - ")
        match = _SENTENCES.fullmatch(mask, start) if start > 0 else None
        if not match or not match[0]:
            return None
        roles: tuple[tuple[str, Role], ...] = (("venue", "venue"), ("when", "date"), ("labels", "keyword"))
        self.spans += [(role, *match.span(name)) for name, role in roles if match[name]]
        return self._title_in((0, start))

    def _title_in(self, span: tuple[int, int]) -> _TitlePlace | None:
        inside = [index for index, atom in enumerate(self.atoms) if span[0] <= atom.start and atom.end <= span[1]]
        before = sum(atom.end <= span[0] for atom in self.atoms)
        return _TitlePlace(inside[0], inside[-1], 6, span) if inside else _TitlePlace(before, before - 1, 6, span)

    def _counted(self, marks: str) -> list[int]:
        """For each atom, how many *marks* are before it."""
        counts, total = [], 0
        for atom in self.atoms:
            total += sum(atom.separator.count(mark) for mark in marks)
            counts.append(total)
        return counts

    def _labelled(self) -> tuple[dict[int, tuple[Role, str]], set[int]]:
        """Atom -> the role and the kind of link that a label or the header of its column gives it; and the labels."""
        forced: dict[int, tuple[Role, str]] = {}
        labels: set[int] = set()
        for index, cell in enumerate(self.cells):
            if cell < len(self.unit.columns) and (role := self.unit.columns[cell]):
                forced[index] = (role, self.unit.headers[cell] if role == "url" else "")
        for index, atom in enumerate(self.atoms[:-1]):
            following = self.atoms[index + 1]
            is_first = index == 0 or bool(set(atom.separator) & {BREAK, CELL, ".", "|"}) or atom.wrap[:1] in ("S", "E")
            has_colon = following.separator.lstrip(" ")[:1] in (":", "\uff1a") or self._colon_at_end(atom)
            if atom.kind != "text" or not is_first or not has_colon or len(atom.text.split()) > 4:
                continue
            role = label_role(atom.text)
            if role == "url" and not (following.kind == "link" or means_none(following.text)):
                continue
            if role is None or (
                role == "title"
                and index + 1 < len(self.atoms)
                and BREAK not in "".join(a.separator for a in self.atoms)
            ):
                continue
            labels.add(index)
            for later in range(index + 1, len(self.atoms)):
                if (later > index + 1 and self._begins_label(later)) or (
                    self.lines[later] != self.lines[index] and later > index + 1
                ):
                    break
                forced[later] = (role, atom.text if role == "url" else "")
        return forced, labels

    def _colon_at_end(self, atom: Atom) -> bool:
        return bool(re.search("[:\uff1a]$", atom.text)) or self.line.text[atom.end : atom.end + 1] in (":", "\uff1a")

    def _begins_label(self, index: int) -> bool:
        atom = self.atoms[index]
        if index + 1 >= len(self.atoms) or atom.kind != "text":
            return False
        following = self.atoms[index + 1]
        return (following.separator[:1] in (":", "\uff1a") or self._colon_at_end(atom)) and label_role(
            atom.text
        ) is not None

    def _runs_of_people(self) -> list[tuple[int, int]]:
        """The longest runs of atoms that list at least two people, or one and "et al."."""
        runs: list[tuple[int, int]] = []
        index = 0
        while index < len(self.atoms):
            end = index
            while end + 1 < len(self.atoms) and self._continues(end + 1):
                end += 1
            found = self._people_between(index, end)
            if found:
                runs.append(found)
                index = found[1] + 1
            else:
                index = end + 1
        return runs

    def _continues(self, index: int) -> bool:
        """Whether an atom may go on with the list of names of the one before it."""
        atom, before = self.atoms[index], self.atoms[index - 1]
        return (
            atom.kind == before.kind == "text"
            and atom.wrap == before.wrap
            and atom.group == before.group
            and atom.separator in (",", ";", "\u3001", "\uff0c", "\uff1b", "\u00b7", "", ".")
            and index not in self.labels
        )

    def _people_between(self, first: int, last: int) -> tuple[int, int] | None:
        if first in self.labels or self.atoms[first].kind != "text":
            return None
        if self.likely_people(self._text(first, last)) >= 0.8:
            return first, last
        last = min(last, first + 60)
        single = [self._is_name(index) for index in range(first, last + 1)]
        best: tuple[int, int] | None = None
        start = None
        for offset, is_name in enumerate([*single, False]):
            if is_name and start is None:
                start = offset
            elif not is_name and start is not None:
                run = (first + start, first + offset - 1)
                length = run[1] - run[0]
                if self.likely_people(self._text(*run)) >= 0.8 and (best is None or length > best[1] - best[0]):
                    best = run
                start = None
        return best

    def _is_name(self, index: int) -> bool:
        atom = self.atoms[index]
        if re.fullmatch(r"(?:and )?et\.? al\.?|and others|etc\.?|al\.?|\u7b49", atom.text.strip(), re.I):
            return index > 0
        if atom.is_date or (atom.is_venue and len(people_in(atom.text)[0]) < 2):
            return False
        text = re.sub(r"^(?:and|&|by)\s+|\s+(?:and|&)$", "", atom.text.strip())
        return bool(people_in(text)[0]) and len(text.split()) <= 14

    def likely_people(self, text: str) -> float:
        """How likely a text lists people."""
        return could_be_people(text, self.words)

    def _text(self, first: int, last: int) -> str:
        return self.line.part(self.atoms[first].start, self.atoms[last].end).plain

    def text_of(self, run: tuple[int, int]) -> str:
        """The text of a run of atoms."""
        return self._text(*run)

    # --- the title

    def best_title(self, prior: dict[Signature, float]) -> _TitlePlace | None:
        """The run of atoms that looks most like a title; *prior* says where titles are in the list."""
        if self.form:
            return self.form
        forced = [index for index, (role, _) in self.forced.items() if role == "title" and index not in self.labels]
        if forced and (title := self._forced_title(forced)):
            return title
        if self.unit.columns and "title" in self.unit.columns:
            return None
        best: _TitlePlace | None = None
        seen: set[int] = set()
        for index in range(len(self.atoms)):
            if index in seen or not self._may_begin(index):
                continue
            last = self._extend(index)
            seen |= set(range(index, last + 1))
            title = _TitlePlace(index, last, self._score(index, last))
            title = title._replace(score=title.score + 3 * prior.get(self.signature(title), 0))
            if best is None or title.score > best.score:
                best = title
        return best if best and best.score >= 0.9 else None

    def _forced_title(self, forced: list[int]) -> _TitlePlace | None:
        """The title in a column or after a label that says so."""
        cell = self.cell_of(forced[0])
        is_plain = all(self.atoms[index].kind == "text" and not self.atoms[index].wrap for index in forced)
        if LINK not in self.line.mask[slice(*cell)] and BREAK not in self.line.mask[slice(*cell)] and is_plain:
            return _TitlePlace(forced[0], forced[-1], 5, cell)
        best: _TitlePlace | None = None
        for index in forced:
            if not self._may_begin(index) and not (
                re.search(r"\w", self.atoms[index].text) and (self.atoms[index].kind == "text" or index == forced[0])
            ):
                continue
            last = self._extend(index)
            score = self._score(index, last) + 4
            if best is None or score > best.score:
                best = _TitlePlace(index, last, score)
        return best

    def _cell(self, column: int) -> tuple[int, int]:
        """Where a cell begins and ends."""
        ends = [*(match.start() for match in re.finditer(CELL, self.line.mask)), len(self.line.mask)]
        return (ends[column - 1] + 1 if column else 0), ends[column]

    def cell_of(self, index: int) -> tuple[int, int]:
        """Where the cell with an atom begins and ends."""
        at = self.atoms[index].start
        end = self.line.mask.find(CELL, at)
        return self.line.mask.rfind(CELL, 0, at) + 1, end if end >= 0 else len(self.line.mask)

    def signature(self, title: _TitlePlace) -> Signature:
        """Where in its unit a title is, and how it is marked."""
        if title.span:
            return ("form",)
        atom = self.atoms[title.first]
        before = [
            other for other in self.atoms[: title.first] if other.kind != "image" and re.search(r"\w", other.text)
        ]
        previous = (
            ""
            if not before
            else "date"
            if before[-1].is_date or before[-1].is_venue
            else before[-1].kind + before[-1].wrap
        )
        return (atom.kind, atom.wrap, previous, str(self.lines[title.first]))

    def _may_begin(self, index: int) -> bool:
        atom = self.atoms[index]
        if atom.kind == "image" or index in self.labels or any(a <= index <= b for a, b in self.people):
            return False
        if self.forced.get(index, ("title", ""))[0] != "title":
            return False
        is_name = bool(re.search(r"[^\W\d_]", atom.text)) and self._before_colon(index)
        is_named = atom.kind == "link" and bool(re.search(r"\w", atom.text))
        if (
            not (re.search(r"[^\W\d_]{2}", atom.text) or is_name or is_named)
            or atom.is_date
            or atom.text.startswith("@")
        ):
            return False
        if (atom.is_label and not (is_name or self._before_colon(index))) or (
            self._is_slot(atom) and (atom.wrap or atom.kind == "link" or atom.found.issued)
        ):
            return False
        return not atom.link or not atom.link.url.startswith("#")

    def _before_colon(self, index: int) -> bool:
        return index + 1 < len(self.atoms) and self.atoms[index + 1].separator == ":"

    def _extend(self, first: int) -> int:
        """The last atom of the title that begins with *first*."""
        last = first
        while last + 1 < len(self.atoms) and self._goes_on(first, last, last + 1):
            last += 1
        # A bracket at the end belongs to the title only if it names something: "... (MoE)".
        while (
            last > first
            and self.atoms[last].wrap[:1] in ("P", "B")
            and self.atoms[last].group != self.atoms[first].group
        ):
            words = self.atoms[last].text.split()
            if (
                self.atoms[last].wrap[:1] == "P"
                and len(words) <= 3
                and not self.atoms[last].text.startswith("@")
                and self.atoms[last].kind == "text"
                and not self.atoms[last].is_label
            ):
                break
            last -= 1
        return last

    def _goes_on(self, first: int, last: int, index: int) -> bool:
        """Whether the title goes on with the atom *index* after *last*."""
        begin, before, atom = self.atoms[first], self.atoms[last], self.atoms[index]
        if atom.kind == "image" or index in self.labels or self.lines[index] != self.lines[first]:
            return False
        if self.forced.get(index) != self.forced.get(first) or any(a <= index <= b for a, b in self.people):
            return False
        if atom.is_date or (atom.is_label and (atom.link or atom.wrap)) or self._is_slot(atom):
            return False
        separator, text = atom.separator, self._text(first, last)
        if separator and (
            means_none(atom.text) or self.begins_place(index) or (atom.text == "See" and self._wrapped(index + 1, "Q"))
        ):
            return False
        has_colon = separator[:1] in (":", "\uff1a") or text.rstrip().endswith((":", "\uff1a"))
        if atom.kind == "link":
            # "SwapMoE: [Serving ...](url)"
            return (
                last == first and begin.kind == "text" and has_colon and len(text.split()) <= 3 < len(atom.text.split())
            )
        leaves_wrap = bool(begin.wrap) and before.wrap.startswith(begin.wrap) and not atom.wrap.startswith(begin.wrap)
        if leaves_wrap or (begin.kind == "link" and last == first):
            return not set(begin.wrap) & set("BPCI") and self._goes_on_outside(
                text, atom, separator, has_colon=has_colon
            )
        inner = atom.wrap[len(begin.wrap) :] if atom.wrap.startswith(begin.wrap) else atom.wrap
        if inner and atom.group != begin.group:
            # A bracket or a word in italics within the title.
            is_typography = bool(begin.wrap) and atom.wrap.startswith(begin.wrap) and inner[:1] in ("E", "S", "C")
            goes_on = is_typography or inner[:1] == "P" or self._text_follows(index)
            return separator == "" and goes_on and not atom.text.startswith("@")
        if separator in ("-", "\u2013", "\u2014") and len(text.split()) > 3 and self.likely_people(atom.text) >= 0.8:
            return False
        return separator in _WEAK or (separator == "." and (bool(begin.group) or atom.text[:1].islower()))

    def begins_place(self, index: int) -> bool:
        """Whether "In ..." begins the place of publication: a date or a known venue comes in it or after it."""
        if not re.match(r"in\s+\S", self.atoms[index].text, re.I):
            return False
        rest = self.atoms[index : index + 6]
        return any(atom.is_date or atom.is_venue for atom in rest)

    def _wrapped(self, index: int, letter: str) -> bool:
        return index < len(self.atoms) and self.atoms[index].wrap == letter

    def _goes_on_outside(self, text: str, atom: Atom, separator: str, *, has_colon: bool) -> bool:
        """Whether a title that begins in a link or in bold goes on after it: "[Name](url): what it is"."""
        if atom.group != 0:
            return False
        if has_colon or separator in ("?", "!"):
            return True
        return separator == "" and len(text.split()) <= 4 and atom.text[:1].isalpha()

    def _is_slot(self, atom: Atom) -> bool:
        """Whether an atom is a venue, or a date with a few words that can be one."""
        words, found = len(atom.text.split()), atom.found
        at_edge = found.issued is not None and (
            not atom.text[: found.date[0]].strip(_AROUND) or not atom.text[found.date[1] :].strip(_AROUND)
        )
        return (atom.is_venue and (words <= 4 or (at_edge and words <= 9))) or (at_edge and words <= 3)

    def _text_follows(self, index: int) -> bool:
        later = self.atoms[index + 1] if index + 1 < len(self.atoms) else None
        return (
            later is not None
            and later.kind == "text"
            and later.separator == ""
            and self.lines[index + 1] == self.lines[index]
        )

    def _score(self, first: int, last: int) -> float:
        atom, text = self.atoms[first], self._text(first, last)
        cjk = len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]", text))
        words = len(text.split()) + cjk / 3
        score = min(words, 8) * 0.5
        if atom.link or any(self.atoms[i].link for i in range(first, last + 1)):
            score += 2.5
        wrap = atom.wrap
        score += 1.5 * ("S" in wrap) + 1.5 * ("Q" in wrap) + 0.5 * ("E" in wrap)
        score -= 1.5 * ("B" in wrap) + 3 * ("P" in wrap) + 2.5 * ("C" in wrap) + 1 * ("I" in wrap)
        score -= 0.5 * self.lines[first] if not self.unit.columns else 0
        score -= 0.3 * sum(
            1
            for other in self.atoms[:first]
            if re.search(r"\w", other.text) and other.kind == "text" and not (other.is_date or other.is_venue)
        )
        if self.likely_people(text) >= 0.8:
            score -= 4
        if atom.is_venue and first == last:
            score -= 3
        if text.endswith((".",)) and words > 30:
            score -= 2
        return score

    def starts_of_titles(self) -> list[int]:
        """Where the titles of several works in one line begin: links with texts of their own, and no words between."""
        starts: list[int] = []
        words = 0
        for index, atom in enumerate(self.atoms):
            if (
                atom.link
                and not atom.link.label.is_image
                and not atom.is_label
                and len(atom.text.split()) >= 4
                and not self._is_slot(atom)
            ):
                if starts and words > 12:
                    return []
                start = atom.start
                while start > 0 and self.line.mask[start - 1] in "[(*_\x05\x03":
                    start -= 1
                starts.append(start)
                words = 0
            elif (
                atom.kind == "text"
                and not (atom.is_date or atom.is_venue)
                and not any(a <= index <= b for a, b in self.people)
            ):
                words += len(atom.text.split())
        return starts

    # --- what is not the title

    def other_runs(self) -> Iterator[tuple[int, int]]:
        """The runs of text atoms that are neither title, date, label nor link."""
        if not self.title or self.form:
            return
        index = 0
        while index < len(self.atoms):
            if (
                self.title.first <= index <= self.title.last
                or self.atoms[index].kind != "text"
                or index in self.labels
                or index in self.forced
            ):
                index += 1
                continue
            people = next(((a, b) for a, b in self.people if a == index), None)
            if (people and people[1] < self.title.first) or (people and people[0] > self.title.last):
                yield people
                index = people[1] + 1
                continue
            last = index
            if re.search(r"\w", self.atoms[index].text) and not self.atoms[index].is_date:
                while self._same_remark(index, last + 1):
                    last += 1
                yield index, last
            index = last + 1

    def _same_remark(self, first: int, index: int) -> bool:
        """Whether an atom goes on with a remark, and is nothing by itself."""
        if (
            not self.title
            or index >= len(self.atoms)
            or index in self.labels
            or index in self.forced
            or index == self.title.first
        ):
            return False
        atom, begin = self.atoms[index], self.atoms[first]
        return (
            atom.kind == "text"
            and atom.group == begin.group
            and self.lines[index] == self.lines[first]
            and atom.separator in (",", ":", "-", "", ".", "?", "!", ";", "\u2013", "\u2014")
            and (begin.group == 0 or atom.separator != ",")
            and not begin.found.issued
            and not begin.is_venue
            and not (atom.is_date or atom.found.issued or atom.is_venue)
            and not any(a <= index <= b for a, b in self.people)
        )

    def place(self, run: tuple[int, int]) -> Signature:
        """Where an atom stands: how it is wrapped, and before or after the title, and what is around it."""
        atom = self.atoms[run[0]]
        assert self.title is not None
        side = "before" if run[0] < self.title.first else "after" if run[0] == self.title.last + 1 else "later"
        line = self.lines[run[0]] - self.lines[self.title.first]
        following = self.atoms[run[1] + 1] if run[1] + 1 < len(self.atoms) else None
        with_date = bool(atom.found.issued) or (
            following is not None and following.is_date and following.group == atom.group
        )
        separator = atom.separator.replace(BREAK, "").replace(CELL, "").strip()
        return (
            atom.wrap,
            side,
            str(line),
            separator if not atom.wrap else "",
            "dated" if with_date else "",
            str(self.cells[run[0]]),
        )

    def read(self, slots: _Slots) -> WorkReading:
        """The unit as a work."""
        return _FactReader(self, slots).reading()


class _FactReader:
    """The facts of one work while its atoms are given their roles."""

    def __init__(self, draft: WorkDraft, slots: _Slots) -> None:
        assert draft.title is not None
        self.draft = draft
        self.slots = slots
        self.line = draft.line
        self.parts: list[Part] = []
        self.title = draft.title
        self.authors: list[str] = []
        self.has_more_authors = False
        self.venue = ""
        self.issued: Date | None = None
        self.invalid_date = ""
        self.links: list[ListLink] = []
        self.page = ""
        self.keywords: list[str] = []
        self.comments: list[str] = []
        self.is_linked = False

    def reading(self) -> WorkReading:
        self._read_title()
        index = 0
        done_until = -1
        runs = {} if self.draft.form else {run[0]: run for run in self.draft.other_runs()}
        for role, start, end in self.draft.spans:
            self._read_span(role, start, end)
        for index, atom in enumerate(self.draft.atoms):
            if self.title.first <= index <= self.title.last or index in self.draft.labels or index <= done_until:
                continue
            if atom.kind == "link":
                self._read_link(index, atom)
            elif atom.kind == "text" and not self.draft.form:
                forced = self.draft.forced.get(index)
                if forced:
                    done_until = self._read_forced(index, forced[0])
                elif atom.is_date:
                    self._read_slot(atom)
                elif index in runs:
                    self._read_run(runs[index])
                    done_until = runs[index][1]
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
            item, tuple(_without_overlaps(parts)), self.title.score, evidence, self._is_first(), self.is_linked
        )

    def _is_first(self) -> bool:
        before = self.draft.atoms[: self.title.first]
        return all(
            atom.is_date or atom.is_venue or atom.kind != "text" or atom.wrap or index in self.draft.labels
            or len(atom.text.split()) <= 2
            for index, atom in enumerate(before)
        )  # fmt: skip

    # --- the title

    def _read_title(self) -> None:
        atoms = self.draft.atoms
        for index in range(self.title.first, self.title.last + 1):
            atom = atoms[index]
            if atom.link:
                label = atom.link.label
                self._add_span("title", label, 0, len(label.text), trim=True)
                self._add_url(atom.link.url, atom.link.start, atom.link.end, "")
                self.page = self.page or atom.link.url
                self.is_linked = True
        if self.title.span and LINK not in self.line.mask[slice(*self.title.span)]:
            self._add_span("title", self.line, *self.title.span, trim=False)
            return
        run_start = None
        pieces: list[tuple[int, int]] = []
        for index in range(self.title.first, self.title.last + 1):
            if atoms[index].link:
                if run_start is not None:
                    pieces.append((run_start, atoms[index - 1].end))
                run_start = None
            elif run_start is None:
                run_start = atoms[index].start
        if run_start is not None:
            pieces.append((run_start, self._end_of_title()))
        for start, end in pieces:
            self._add_span("title", self.line, start, end, trim=True)

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
        atoms = self.draft.atoms
        start, end = atoms[self.title.first].start, self._end_of_title()
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
        label, forced = atom.text, self.draft.forced.get(index)
        kind = link_kind(label)
        if forced and forced[0] == "url" and (not kind or kind == "paper"):
            kind = link_kind(forced[1]) or kind
        found = read_date_and_venue(label)
        bare = label.strip(" []()")
        if not kind or found.issued:
            is_venue = is_known_venue(label[slice(*found.venue)]) if found.venue[0] < found.venue[1] else False
            if found.issued or (is_venue and len(bare.split()) <= 8):
                self._read_slot_in(link.label)
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
            self._add_url(link.url, link.start, link.end, kind or "paper")
            return
        self.links.append(ListLink(text, link.url, text))
        self._add_url(link.url, link.start, link.end, kind or "project")

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
        if role == "title":
            self._read_run_as_other((index, last), text)
            return last
        if means_none(text):
            return last
        if role == "authors":
            self._read_people((index, last), text, certain=True)
        elif role in ("venue", "date"):
            self._read_slot_between(draft.atoms[index].start, draft.atoms[last].end, role)
        elif role == "keyword":
            self._add_keywords(draft.atoms[index].start, draft.atoms[last].end)
        elif role == "comment" or role == "url":
            # What a column holds is said once, by its header.
            self._add_comment((index, last), "" if draft.unit.columns else text)
        return last

    def _read_run(self, run: tuple[int, int]) -> None:
        draft = self.draft
        text = draft.text_of(run)
        venues, people, count = self.slots.get(draft.place(run), (0, 0, 0))
        likely = draft.likely_people(text)
        atom = draft.atoms[run[0]]
        if (likely >= 0.8 and not (atom.is_venue and len(people_in(text)[0]) < 3)) or (
            likely and people >= 0.5 and count > 2
        ):
            self._read_people(run, text, certain=False)
            return
        found = read_date_and_venue(text)
        venue = text[slice(*found.venue)]
        words = len(venue.split())
        is_place = run[0] > self.title.last and draft.begins_place(run[0])
        following = draft.atoms[run[1] + 1] if run[1] + 1 < len(draft.atoms) else None
        beside_date = (
            following is not None
            and following.is_date
            and following.separator in ("", ",", "(")
            and following.group == atom.group
        )
        if (
            not self.venue
            and words
            and not text.startswith("@")
            and (
                is_known_venue(venue)
                or is_place
                or (found.issued and words <= 6 and (atom.wrap or venues >= 0.3))
                or (beside_date and words <= 14 and (venues >= 0.4 or atom.wrap[:1] in ("I", "E", "B", "P")))
                or (words <= 14 and count > 4 and venues >= 0.7)
            )
        ):
            self._read_slot_between(atom.start, draft.atoms[run[1]].end)
            return
        self._read_run_as_other(run, text)

    def _read_run_as_other(self, run: tuple[int, int], text: str) -> None:
        atom, draft_end = self.draft.atoms[run[0]], self.draft.atoms[run[1]].end
        if means_none(text) or not re.search(r"\w", text):
            return
        if _TO_APPEAR.fullmatch(text) and self.venue:
            self.venue += f" ({text})"
            return
        if run[0] > self.title.last and atom.wrap in ("B", "E") and len(text.split()) <= 5 and not text.startswith("@"):
            self._add_keywords(atom.start, draft_end)
        else:
            self._add_comment(run, text)

    def _read_people(self, run: tuple[int, int], text: str, *, certain: bool) -> None:
        if self.authors:
            self._add_comment(run, text)
            return
        names, others = people_in(text)
        if not names and certain:
            names = tuple(
                name.strip(" .") for name in re.split(r"\s*[,;\u3001]\s*|\s+and\s+", text) if name.strip(" .")
            )
        self.authors, self.has_more_authors = list(names), others
        atoms = self.draft.atoms
        self._add_span("authors", self.line, atoms[run[0]].start, atoms[run[1]].end, trim=False)

    def _read_slot(self, atom: Atom) -> None:
        self._read_slot_between(atom.start, atom.end)

    def _read_slot_between(self, start: int, end: int, role: Role | None = None) -> None:
        self._read_slot_in(self.line.part(start, end), role)

    def _read_slot_in(self, part: MarkdownLine, role: Role | None = None) -> None:
        """Take the date and the venue in *part*, unless they are known already; *role* is what a header says it is."""
        if role == "date" and (issued := read_written_date(part.plain)):
            self.issued = issued
            self._add("date", part.strip(), 0, len(part.strip().text))
            return
        found = read_date_and_venue(part.mask)
        venue = part.part(*found.venue).plain
        if found.issued and self._is_better(found.issued, with_venue=bool(venue)):
            self.parts = [part for part in self.parts if part.role != "date"]
            self.issued = found.issued
            self.invalid_date = ""
            self._add("date", part, *found.date)
            if found.invalid_date:
                self.invalid_date = part.plain
        if role == "date" and not found.issued:
            self.invalid_date = part.plain
        elif venue and not self.venue and re.search(r"\w", venue) and (role != "date" or is_known_venue(venue)):
            self.venue = venue
            self._add("venue", part, *found.venue)

    def _is_better(self, issued: Date, *, with_venue: bool) -> bool:
        """Whether a date says more: beside a venue it is that of the publication, else it has to be more precise."""
        if self.issued is None:
            return True
        if issued.year != self.issued.year:
            return with_venue and not self.venue
        return len(issued.parts) > len(self.issued.parts)

    def _add_keywords(self, start: int, end: int) -> None:
        """The labels between commas."""
        separators = "," if self.draft.form else ",;\uff0c\u3001"
        for label in re.compile(f"[^{separators}]+").finditer(self.line.mask, start, end):
            part = self.line.part(*label.span())
            if part.plain:
                self.keywords.append(part.plain)
                self._add_span("keyword", self.line, *label.span(), trim=False)

    def _add_comment(self, run: tuple[int, int], text: str) -> None:
        if text:
            self.comments.append(text)
        atoms = self.draft.atoms
        self._add_span("comment", self.line, atoms[run[0]].start, atoms[run[1]].end, trim=False)

    def _read_span(self, role: Role, start: int, end: int) -> None:
        """Read a part of a line in a form that says exactly what it is."""
        part = self.line.part(start, end)
        if role == "keyword" and EM in part.mask:
            for label in re.compile(rf"{EM}([^{EM}{EM_END}]+){EM_END}").finditer(part.mask):
                self.keywords.append(part.part(*label.span(1)).plain)
                self._add_span("keyword", part, *label.span(1), trim=False)
        elif role == "keyword":
            self._add_keywords(start, end)
        elif role == "date":
            self.issued = read_written_date(part.plain)
            self._add("date", part, 0, len(part.text))
        elif any(other == "date" for other, _, _ in self.draft.spans):
            self._read_venue(part)
        elif role == "venue" and (dated := _SHORT_DATE.fullmatch(part.mask)):
            year, month = int(dated["year"]), int(dated["month"] or 0)
            year = full_year(year) if len(dated["year"]) == 2 else year
            self.invalid_date = part.plain if month > 12 else ""
            self.issued = Date(year, month if 0 < month <= 12 else None)
            self._add("date", part, dated.start("year"), dated.end("month") if dated["month"] else dated.end("year"))
            self._read_venue(part.part(0, dated.end("venue")))
        elif not read_date_and_venue(part.mask).issued:
            self._read_venue(part)
        else:
            self._read_slot_in(part, role)

    def _read_venue(self, part: MarkdownLine) -> None:
        part = part.strip()
        if part.plain:
            self.venue = part.plain
            self._add("venue", part, 0, len(part.text))

    # --- parts

    def _add(self, role: Role, part: MarkdownLine, start: int, end: int) -> None:
        self.parts.append(Part(role, part.at[start], part.at[end]))

    def _add_url(self, url: str, start: int, end: int, kind: str) -> None:
        self.parts.append(Part("url", start, end, kind or link_kind_of_url(url) or "paper"))

    def _add_span(self, role: Role, line: MarkdownLine, start: int, end: int, *, trim: bool) -> None:
        text = line.text
        while start < end and text[start].isspace():
            start += 1
        edges = " .,:;|\n\uff0c\u3002\uff1a" if trim else " \n"
        while end > start and (text[end - 1] in edges or text[end - 1] == "\n"):
            end -= 1
        if trim and text[end : end + 1] in ("?", "!"):
            end += 1
        if start < end:
            self._add(role, line, start, end)


def _without_overlaps(parts: Sequence[Part]) -> Iterator[Part]:
    end = -1
    for part in parts:
        if part.start >= end:
            yield part
            end = part.end
