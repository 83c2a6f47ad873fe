"""Finds the title of a work among its atoms: the run of them that looks most like one."""

from __future__ import annotations

import re
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
)
from moebib.formats.paper_list.read.draft import WorkDraft
from moebib.formats.paper_list.read.line import BREAK, EM, LINK, STRONG
from moebib.formats.paper_list.read.title_end import end_of_title
from moebib.formats.paper_list.read.unit import TitlePlace, WorkUnit

__all__ = ["Signature", "TitledDraft", "draft_of"]

Signature = tuple[str, ...]
"""Where in a work an atom is, and how it is marked."""

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
_LONGEST_TITLE = 30
"""Words after which a text that ends in a full stop is a sentence."""
_MOST_BETWEEN = 12
"""Words between the titles of several works in a line: more are a text with links in it."""


@lru_cache(maxsize=4_000)  # a unit is looked at where lists are cut into units, and again with all others
def draft_of(unit: WorkUnit, words: frozenset[str]) -> TitledDraft:
    """The draft of a unit of a list with these words (``words_of``)."""
    return TitledDraft(unit, words)


class TitledDraft(WorkDraft):
    """A draft whose title is found."""

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
            last = end_of_title(self, index)
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
            and not (atom.found.issued or atom.is_slot or atom.text.startswith("@"))
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
            last = end_of_title(self, index)
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
            atom.is_slot and (atom.wrap or atom.kind == "link" or atom.found.issued)
        ):
            return False
        return not atom.link or not atom.link.url.startswith("#")

    def _before_colon(self, index: int) -> bool:
        return index + 1 < len(self.atoms) and self.atoms[index + 1].separator == ":"

    def _score(self, first: int, last: int) -> float:
        """How much a run of atoms looks like a title by itself."""
        atom, text = self.atoms[first], self.text_of((first, last))
        words = _count_words(text)
        score = min(words, 8) * 0.5 + sum(weight for letter, weight in _WEIGHTS.items() if letter in atom.wrap)
        if any(self.atoms[index].link for index in range(first, last + 1)):
            score += _LINKED
        score -= _TEXT_BEFORE * self._texts_before[first]
        if not self.unit.columns:
            score -= _LINE_BEFORE * self.lines[first]
        if self.lists_people(text):
            score -= _PEOPLE
        if atom.is_venue and first == last:
            score -= _VENUE
        if text.endswith(".") and words > _LONGEST_TITLE:
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
                and not atom.is_slot
            ):
                if starts and words > _MOST_BETWEEN:
                    return []
                start = atom.start
                while start > 0 and self.line.mask[start - 1] in f"[(*_{STRONG}{EM}":
                    start -= 1
                starts.append(start)
                words = 0
            elif atom.kind == "text" and not (atom.is_date or atom.is_venue) and index not in self.in_people:
                words += len(atom.text.split())
        return starts


def _count_words(text: str) -> float:
    """How many words a text has; three characters without spaces between words are about one."""
    return len(text.split()) + len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]", text)) / 3
