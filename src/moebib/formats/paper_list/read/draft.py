"""A work while it is read: its atoms, with the labels and the names of people that are in them."""

from __future__ import annotations

import re

from moebib.formats.paper_list.document import Role
from moebib.formats.paper_list.read.atoms import IN_EMPHASIS, IN_PARENTHESES, IN_STRONG, Atom, atoms
from moebib.formats.paper_list.read.forms import read_form
from moebib.formats.paper_list.read.line import BREAK, CELL, CODE, EM, EM_END, INS, LINK, STRONG, STRONG_END
from moebib.formats.paper_list.read.people import LIKELY, could_be_people, end_of_leading_people, people_in
from moebib.formats.paper_list.read.unit import TitlePlace, WorkUnit
from moebib.formats.paper_list.read.words import label_role, means_none

__all__ = ["WorkDraft"]


# The number of an entry: "[12]", also in bold or italics, "12." or "(12)".
_NUMBER = re.compile(rf"(?:[{STRONG}{EM}]?\[\d{{1,3}}\][{STRONG_END}{EM_END}]?|\(?\d{{1,3}}[.)])\s+")
_MARKUP = re.compile(f"[{LINK}{EM}{STRONG}{CODE}{INS}{CELL}{BREAK}]")
_LONGEST_PEOPLE = 5_000
"""How many characters a list of people may have, as for ``people_in``."""
_MOST_NAMES = 60
"""How many atoms of a text that is not all names are searched for names."""
_LONGEST_NAME = 14
"""How many words a name may have, with the affiliation after it."""


class WorkDraft:
    """A unit while it is read."""

    def __init__(self, unit: WorkUnit, words: frozenset[str]) -> None:
        self.unit = unit
        self.words = words
        self.line = unit.line
        self.leading_people = 0 if unit.columns else self._end_of_authors()
        """Where the authors end, if the work is a citation that begins with them."""
        self.atoms = atoms(unit.line, self.leading_people)
        self.title: TitlePlace | None = None
        self.cells = self._counted(CELL)
        self.lines = self._counted(BREAK + CELL)
        self.forced, self.labels = self._labelled()
        self.form = read_form(unit, self.atoms, is_on_one_line=not (self.atoms and self.lines[-1]))
        self.people = self._runs_of_people() if self.form is None else []
        self.in_people = frozenset(index for first, last in self.people for index in range(first, last + 1))

    def _end_of_authors(self) -> int:
        begin = len(self.line.mask) - len(self.line.mask.lstrip(" \n"))
        number = _NUMBER.match(self.line.mask, begin)
        begin = number.end() if number else begin
        end = _MARKUP.search(self.line.mask, begin)
        found = end_of_leading_people(self.line.text[begin : end.start() + 1 if end else None], self.words)
        return begin + found if found else 0

    def cell_of(self, index: int) -> tuple[int, int]:
        """Where the cell with an atom begins and ends."""
        at = self.atoms[index].start
        end = self.line.mask.find(CELL, at)
        return self.line.mask.rfind(CELL, 0, at) + 1, end if end >= 0 else len(self.line.mask)

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
            is_first = (
                index == 0
                or bool(set(atom.separator) & {BREAK, CELL, ".", "|"})
                or atom.wrap[:1] in (IN_STRONG, IN_EMPHASIS)
            )
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
                if (later > index + 1 and self.begins_label(later)) or (
                    self.lines[later] != self.lines[index] and later > index + 1
                ):
                    break
                forced[later] = (role, atom.text if role == "url" else "")
        return forced, labels

    def _colon_at_end(self, atom: Atom) -> bool:
        return bool(re.search("[:\uff1a]$", atom.text)) or self.line.text[atom.end : atom.end + 1] in (":", "\uff1a")

    def begins_label(self, index: int) -> bool:
        """Whether an atom is a label such as "Authors:"."""
        atom = self.atoms[index]
        if index + 1 >= len(self.atoms) or atom.kind != "text":
            return False
        following = self.atoms[index + 1]
        return (following.separator[:1] in (":", "\uff1a") or self._colon_at_end(atom)) and label_role(
            atom.text
        ) is not None

    def begins_place(self, index: int) -> bool:
        """Whether "In ..." begins the place of publication: a date or a known venue comes in it or after it."""
        if not re.match(r"in\s+\S", self.atoms[index].text, re.I):
            return False
        rest = self.atoms[index : index + 6]
        return any(atom.is_date or atom.is_venue for atom in rest)

    def _runs_of_people(self) -> list[tuple[int, int]]:
        """The longest runs of atoms that list at least two people, or one and "et al."."""
        runs: list[tuple[int, int]] = []
        index = 0
        if self.leading_people:
            index = max(i for i, atom in enumerate(self.atoms) if atom.start < self.leading_people)
            runs.append((index, index))
            index += 1
        while index < len(self.atoms):
            end = index
            begin = self.atoms[index].start
            while (
                end + 1 < len(self.atoms)
                and self.atoms[end + 1].end - begin <= _LONGEST_PEOPLE
                and self._continues(end + 1)
            ):
                end += 1
            if self._follows_colon(index):
                # In Chinese, a title is followed by a comma, and names have another one between them.
                are_listed = all(atom.separator == "\u3001" for atom in self.atoms[index + 2 : end + 1])
                found = self._people_between(index + 1, end) if are_listed and end > index else None
            else:
                found = self._people_between(index, end)
            if found and not self._begins_title(found):
                runs.append(found)
                index = found[1] + 1
            else:
                index = end + 1
        return runs

    def _follows_colon(self, index: int) -> bool:
        """Whether an atom goes on after a colon that ends no label: "Warm: Easy, Fast, and Cheap Serving"."""
        atom = self.atoms[index]
        if index == 0 or atom.separator[:1] not in (":", "\uff1a") or index - 1 in self.labels:
            return False
        return not atom.wrap or atom.group == self.atoms[index - 1].group

    def _begins_title(self, run: tuple[int, int]) -> bool:
        """Whether a colon follows what could be people: "Weight Decay & Batch Norm: Friends or Foes?"."""
        following = self.atoms[run[1] + 1] if run[1] + 1 < len(self.atoms) else None
        return (
            following is not None
            and following.separator == ":"
            and following.group == self.atoms[run[0]].group
            and (following.group != 0 or run[1] - run[0] < 2)
        )

    def _continues(self, index: int) -> bool:
        """Whether an atom may go on with the list of names of the one before it."""
        atom, before = self.atoms[index], self.atoms[index - 1]
        return (
            atom.kind == before.kind == "text"
            and self._in_one_list(before, atom)
            and atom.separator in (",", ";", "\u3001", "\uff0c", "\uff1b", "\u00b7", "", ".")
            and index not in self.labels
            and not (before.is_date or self.begins_label(index))
        )

    def _in_one_list(self, before: Atom, atom: Atom) -> bool:
        """Whether two atoms are in the same brackets, or one is an affiliation: "Ida Lund (Clay University) et al."."""
        if atom.wrap == before.wrap:
            return atom.group == before.group
        outer = atom.wrap.removesuffix(IN_PARENTHESES) == before.wrap.removesuffix(IN_PARENTHESES)
        return outer and atom.outer == before.outer and bool(atom.outer)

    def _people_between(self, first: int, last: int) -> tuple[int, int] | None:
        if first in self.labels or self.atoms[first].kind != "text":
            return None
        while last > first and not self._may_be_name(self.atoms[last]):
            last -= 1  # the venue, the date and the marks after the names
        begins_with_name = self._is_name(first) or len(self.atoms[first].text.split()) < 4
        if begins_with_name and self.lists_people(self.text_of((first, last))):
            return first, last
        last = min(last, first + _MOST_NAMES)
        single = [self._is_name(index) for index in range(first, last + 1)]
        best: tuple[int, int] | None = None
        start = None
        for offset, is_name in enumerate([*single, False]):
            if is_name and start is None:
                start = offset
            elif not is_name and start is not None:
                run = (first + start, first + offset - 1)
                length = run[1] - run[0]
                if self.lists_people(self.text_of(run)) and (best is None or length > best[1] - best[0]):
                    best = run
                start = None
        return best

    @staticmethod
    def _may_be_name(atom: Atom) -> bool:
        return not (atom.found.issued or atom.is_venue) and re.search(r"[^\W\d_]", atom.text) is not None

    def _is_name(self, index: int) -> bool:
        atom = self.atoms[index]
        if index and atom.wrap[-1:] == IN_PARENTHESES and len(atom.wrap) > 1 and self._is_name(index - 1):
            return True  # an affiliation
        if re.fullmatch(r"(?:and )?et\.? al\.?|and others|etc\.?|al\.?|\u7b49", atom.text.strip(), re.I):
            return index > 0
        if atom.is_date or (atom.is_venue and len(people_in(atom.text)[0]) < 2):
            return False
        text = re.sub(r"^(?:and|&|by)\s+|\s+(?:and|&)$", "", atom.text.strip())
        return bool(people_in(text)[0]) and len(text.split()) <= _LONGEST_NAME

    def likely_people(self, text: str) -> float:
        """How likely a text lists people."""
        return could_be_people(text, self.words)

    def lists_people(self, text: str) -> bool:
        """Whether a text lists people: at least two, or "et al."."""
        return self.likely_people(text) >= LIKELY

    def text_of(self, run: tuple[int, int]) -> str:
        """The text of a run of atoms."""
        return self.line.part(self.atoms[run[0]].start, self.atoms[run[1]].end).plain
