"""Finds the title of a work among its atoms, and cuts what is around it into runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import accumulate

from moebib.formats.paper_list.read.atoms import (
    IN_CODE,
    IN_EMPHASIS,
    IN_INSERTED,
    IN_PARENTHESES,
    IN_QUOTES,
    IN_SQUARE,
    IN_STRONG,
    Atom,
)
from moebib.formats.paper_list.read.draft import WorkDraft
from moebib.formats.paper_list.read.line import BREAK, CELL, LINK
from moebib.formats.paper_list.read.unit import TitlePlace, WorkUnit
from moebib.formats.paper_list.read.words import means_none

__all__ = ["Signature", "TitledDraft", "draft_of"]

Signature = tuple[str, ...]
"""Where in a work an atom is, and how it is marked."""

# Separators that a title may contain.
_WEAK = frozenset(
    ("", ",", ":", "?", "!", "-", "\u2013", "\u2014", "\uff0c", "\uff1a", "\u2022", "~", ">", "\u2192", "--", "---")
)
_LISTING = frozenset((";", "\u3001", "/", "&"))
_MOST_ATOMS = 60
"""How many atoms a title may have: there are separators in titles, but not hundreds of them."""
# How much speaks for a title, in points of which two words give one. The differences matter, not the values: a link
# is worth five words, because it leads to the work; what is in brackets or code is seldom the title.
_WEIGHTS = {
    IN_STRONG: 1.5,
    IN_QUOTES: 1.5,
    IN_EMPHASIS: 0.5,
    IN_SQUARE: -1.5,
    IN_PARENTHESES: -3.0,
    IN_CODE: -2.5,
    IN_INSERTED: -1.0,
}
_LINKED, _TEXT_BEFORE, _LINE_BEFORE, _PEOPLE, _VENUE, _SENTENCE = 2.5, 0.3, 0.5, 4.0, 3.0, 2.0
_LEAST = 0.9
"""Points that a title needs: two words, or one that is linked."""
_USUAL_PLACE = 3
"""Points for the place in which all other works have the title."""
_AROUND = " '\u2018\u2019()[]{}.,:;-\u2013/|"


@lru_cache(maxsize=4_000)  # a unit is looked at where lists are cut into units, and again with all others
def draft_of(unit: WorkUnit, words: frozenset[str]) -> TitledDraft:
    """The draft of a unit of a list with these words (``words_of``)."""
    return TitledDraft(unit, words)


class TitledDraft(WorkDraft):
    """A draft whose title is found."""

    # --- the title

    @cached_property
    def first_title(self) -> TitlePlace | None:
        """The best title as far as this unit alone shows it."""
        return self.best_title({})

    def best_title(self, prior: dict[Signature, float]) -> TitlePlace | None:
        """The run of atoms that looks most like a title; *prior* says where titles are in the list."""
        if self.form:
            return self.form.title
        forced = [index for index, (role, _) in self.forced.items() if role == "title" and index not in self.labels]
        if forced and (title := self._forced_title(forced)):
            return title
        if self.unit.columns and "title" in self.unit.columns:
            return None
        best: TitlePlace | None = None
        seen: set[int] = set()
        for index in range(len(self.atoms)):
            if index in seen or not self._may_begin(index):
                continue
            last = self._extend(index)
            seen |= set(range(index, last + 1))
            first = index - 1 if self._is_mark_of_title(index - 1) else index
            title = TitlePlace(first, last, self._score(index, last))
            title = title._replace(score=title.score + _USUAL_PLACE * prior.get(self.signature(title), 0))
            if best is None or title.score > best.score:
                best = title
        return self._with_brackets(best) if best and best.score >= _LEAST else None

    def _with_brackets(self, title: TitlePlace) -> TitlePlace:
        """The title with what is in brackets before or after it in the same bold text, italics or quotation marks.

        What is in brackets is a venue or a date, or belongs to the title: "**[Re] Maps (Extended Abstract)**".
        """
        first, last = title.first, title.last
        if self.atoms[first].wrap[:1] in (IN_STRONG, IN_EMPHASIS, IN_QUOTES):
            while first > 0 and self._is_bracket_beside(first - 1, title.first):
                first -= 1
            while last + 1 < len(self.atoms) and self._is_bracket_beside(last + 1, title.first):
                last += 1
        return title._replace(first=first, last=last)

    def _is_bracket_beside(self, index: int, first: int) -> bool:
        atom = self.atoms[index]
        return (
            atom.outer == self.atoms[first].outer
            and atom.kind == "text"
            and atom.wrap[-1:] in (IN_SQUARE, IN_PARENTHESES)
            and not (atom.found.issued or self._is_slot(atom) or atom.text.startswith("@"))
        )

    def _is_mark_of_title(self, index: int) -> bool:
        """Whether an atom is "[Re]", with which the titles of reproductions begin."""
        return index >= 0 and self.atoms[index].wrap[-1:] == IN_SQUARE and self.atoms[index].text.lower() == "re"

    def _forced_title(self, forced: list[int]) -> TitlePlace | None:
        """The title in a column or after a label that says so."""
        cell = self.cell_of(forced[0])
        is_plain = all(
            self.atoms[index].kind == "text"
            and self.atoms[index].wrap in (("", IN_QUOTES) if index > forced[0] else ("",))
            for index in forced
        )
        if LINK not in self.line.mask[slice(*cell)] and BREAK not in self.line.mask[slice(*cell)] and is_plain:
            return TitlePlace(forced[0], forced[-1], 5, cell)
        best: TitlePlace | None = None
        end = -1
        for index in forced:
            if index <= end:
                continue  # within a title that has been looked at
            if not self._may_begin(index) and not (
                re.search(r"\w", self.atoms[index].text) and (self.atoms[index].kind == "text" or index == forced[0])
            ):
                continue
            last = self._extend(index)
            end = last
            score = self._score(index, last) + 4
            if best is None or score > best.score:
                best = TitlePlace(index - 1 if self._is_mark_of_title(index - 1) else index, last, score)
        return self._with_brackets(best) if best else None

    def signature(self, title: TitlePlace) -> Signature:
        """Where in its unit a title is, and how it is marked."""
        if title.span:
            return ("form",)
        atom = self.atoms[title.first]
        earlier = (self.atoms[index] for index in range(title.first - 1, -1, -1))
        before = next((other for other in earlier if other.kind != "image" and re.search(r"\w", other.text)), None)
        previous = "" if not before else "date" if before.is_date or before.is_venue else before.kind + before.wrap
        return (atom.kind, atom.wrap, previous, str(self.lines[title.first]))

    def _may_begin(self, index: int) -> bool:
        atom = self.atoms[index]
        if atom.kind == "image" or index in self.labels or index in self.in_people:
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
        while last + 1 < min(len(self.atoms), first + _MOST_ATOMS) and self._goes_on(first, last, last + 1):
            last += 1
        # A bracket at the end belongs to the title only if it names something: "... (MoE)".
        while (
            last > first
            and self.atoms[last].wrap[:1] in (IN_PARENTHESES, IN_SQUARE)
            and self.atoms[last].group != self.atoms[first].group
        ):
            words = self.atoms[last].text.split()
            if (
                self.atoms[last].wrap[:1] == IN_PARENTHESES
                and len(words) <= 3
                and not self.atoms[last].text.startswith("@")
                and self.atoms[last].kind == "text"
            ):
                break
            last -= 1
        return last

    def _goes_on(self, first: int, last: int, index: int) -> bool:
        """Whether the title goes on with the atom *index* after *last*."""
        if self._is_another_part(first, index):
            return False
        begin, before, atom = self.atoms[first], self.atoms[last], self.atoms[index]
        if atom.kind == "link":
            # "Ember: [Serving Warm Experts](url)"
            is_name = begin.kind == "text" and len(begin.text.split()) <= 3 < len(atom.text.split())
            return last == first and is_name and self._has_colon(first, last, index)
        leaves_wrap = bool(begin.wrap) and before.wrap.startswith(begin.wrap) and not atom.wrap.startswith(begin.wrap)
        if leaves_wrap or (begin.kind == "link" and last == first):
            return self._goes_on_outside(first, last, index)
        return self._goes_on_within(first, last, index)

    def _is_another_part(self, first: int, index: int) -> bool:
        """Whether an atom is certainly no part of the title that begins with *first*."""
        atom = self.atoms[index]
        if atom.kind == "image" or index in self.labels or index in self.in_people:
            return True
        if self.lines[index] != self.lines[first] or self.forced.get(index) != self.forced.get(first):
            return True
        is_bracketed = atom.kind == "text" and atom.wrap[-1:] == IN_PARENTHESES  # "(Extended Abstract)"
        is_label = atom.is_label and bool(atom.link or atom.wrap) and not is_bracketed
        if atom.is_date or is_label or self._is_slot(atom):
            return True
        is_reference = atom.text == "See" and self._wrapped(index + 1, IN_QUOTES)
        return bool(atom.separator) and (means_none(atom.text) or self.begins_place(index) or is_reference)

    def _has_colon(self, first: int, last: int, index: int) -> bool:
        """Whether a colon is between a title and the atom *index* after it."""
        colons = (":", "\uff1a")
        return self.atoms[index].separator[:1] in colons or self._text(first, last).rstrip().endswith(colons)

    def _goes_on_outside(self, first: int, last: int, index: int) -> bool:
        """Whether a title that begins in a link or in bold goes on after it: "[Name](url): what it is"."""
        atom = self.atoms[index]
        if atom.group or set(self.atoms[first].wrap) & {IN_SQUARE, IN_PARENTHESES, IN_CODE, IN_INSERTED}:
            return False
        if self._has_colon(first, last, index) or atom.separator in ("?", "!"):
            return True
        return atom.separator == "" and len(self._text(first, last).split()) <= 4 and atom.text[:1].isalpha()

    def _goes_on_within(self, first: int, last: int, index: int) -> bool:
        """Whether a title goes on with text, or with a bracket or a word in italics within it."""
        begin, before, atom = self.atoms[first], self.atoms[last], self.atoms[index]
        inner = atom.wrap.removeprefix(begin.wrap)
        if inner and atom.group == before.group != begin.group:
            return atom.separator in _WEAK or atom.separator in _LISTING
        if inner and atom.group != begin.group:
            if any(other.is_date for other in self.atoms[index + 1 : index + 4] if other.group == atom.group):
                return False  # "(ICDEW, 2008)"
            is_typography = (
                bool(begin.wrap) and atom.wrap.startswith(begin.wrap) and inner[:1] in (IN_EMPHASIS, IN_STRONG, IN_CODE)
            )
            goes_on = is_typography or inner[:1] == IN_PARENTHESES or self._text_follows(index)
            return atom.separator == "" and goes_on and not atom.text.startswith("@")
        is_dash = atom.separator in ("-", "\u2013", "\u2014")
        if is_dash and len(self._text(first, last).split()) > 3 and self.likely_people(atom.text) >= 0.8:
            return False
        return atom.separator in _WEAK or (atom.separator == "." and (bool(begin.group) or atom.text[:1].islower()))

    def begins_place(self, index: int) -> bool:
        """Whether "In ..." begins the place of publication: a date or a known venue comes in it or after it."""
        if not re.match(r"in\s+\S", self.atoms[index].text, re.I):
            return False
        rest = self.atoms[index : index + 6]
        return any(atom.is_date or atom.is_venue for atom in rest)

    def _wrapped(self, index: int, letter: str) -> bool:
        return index < len(self.atoms) and self.atoms[index].wrap == letter

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
        """How much a run of atoms looks like a title by itself."""
        atom, text = self.atoms[first], self._text(first, last)
        words = _count_words(text)
        score = min(words, 8) * 0.5 + sum(weight for letter, weight in _WEIGHTS.items() if letter in atom.wrap)
        if any(self.atoms[index].link for index in range(first, last + 1)):
            score += _LINKED
        score -= _TEXT_BEFORE * self._texts_before[first]
        if not self.unit.columns:
            score -= _LINE_BEFORE * self.lines[first]
        if self.likely_people(text) >= 0.8:
            score -= _PEOPLE
        if atom.is_venue and first == last:
            score -= _VENUE
        if text.endswith(".") and words > 30:
            score -= _SENTENCE
        return score

    @cached_property
    def _texts_before(self) -> list[int]:
        """For each atom, how many texts are before it that are no date, venue or names."""
        return list(
            accumulate(
                (
                    bool(re.search(r"\w", atom.text))
                    and atom.kind == "text"
                    and not (atom.is_date or atom.is_venue)
                    and index not in self.in_people
                    for index, atom in enumerate(self.atoms)
                ),
                initial=0,
            )
        )

    def starts_of_titles(self) -> list[int]:
        """Where the titles of several works in one line begin: links with texts of their own, and no words between."""
        starts: list[int] = []
        words = 0
        for index, atom in enumerate(self.atoms):
            if (
                atom.link
                and not atom.link.label.is_image
                and not atom.is_label
                and _count_words(atom.text) >= 4
                and not self._is_slot(atom)
            ):
                if starts and words > 12:
                    return []
                start = atom.start
                while start > 0 and self.line.mask[start - 1] in "[(*_\x05\x03":
                    start -= 1
                starts.append(start)
                words = 0
            elif atom.kind == "text" and not (atom.is_date or atom.is_venue) and index not in self.in_people:
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
                or self._is_forced(index)
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

    def _is_forced(self, index: int) -> bool:
        """Whether a label or a header says what an atom is; beside the title there may be anything in its cell."""
        return self.forced.get(index, ("title", ""))[0] != "title"

    def _same_remark(self, first: int, index: int) -> bool:
        """Whether an atom goes on with a remark, and is nothing by itself."""
        if (
            not self.title
            or index >= len(self.atoms)
            or index in self.labels
            or self._is_forced(index)
            or index == self.title.first
            or self._begins_label(index)
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
            and index not in self.in_people
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
        # A question mark before it is that of the title.
        separator = atom.separator.lstrip("?!.").replace(BREAK, "").replace(CELL, "").strip()
        return (
            atom.wrap,
            side,
            str(line),
            separator if not atom.wrap else "",
            "dated" if with_date else "",
            str(self.cells[run[0]]),
        )


def _count_words(text: str) -> float:
    """How many words a text has; three characters without spaces between words are about one."""
    return len(text.split()) + len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]", text)) / 3
