"""Finds where a title ends that begins with an atom: separators are within titles, too, and brackets, and italics."""

from __future__ import annotations

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
from moebib.formats.paper_list.read.words import means_none

__all__ = ["end_of_title"]

# Separators that a title may contain.
_WEAK = frozenset(
    ("", ",", ":", "?", "!", "-", "\u2013", "\u2014", "\uff0c", "\uff1a", "\u2022", "~", ">", "\u2192", "--", "---")
)
_LISTING = frozenset((";", "\u3001", "/", "&"))
_MOST_ATOMS = 60
"""How many atoms a title may have: there are separators in titles, but not hundreds of them."""


def end_of_title(draft: WorkDraft, first: int) -> int:
    """The last atom of the title that begins with *first*."""
    last = first
    while last + 1 < min(len(draft.atoms), first + _MOST_ATOMS) and _goes_on(draft, first, last, last + 1):
        last += 1
    # A bracket at the end belongs to the title only if it names something: "... (MoE)".
    while (
        last > first
        and draft.atoms[last].wrap[:1] in (IN_PARENTHESES, IN_SQUARE)
        and draft.atoms[last].group != draft.atoms[first].group
    ):
        words = draft.atoms[last].text.split()
        if (
            draft.atoms[last].wrap[:1] == IN_PARENTHESES
            and len(words) <= 3
            and not draft.atoms[last].text.startswith("@")
            and draft.atoms[last].kind == "text"
        ):
            break
        last -= 1
    return last


def _goes_on(draft: WorkDraft, first: int, last: int, index: int) -> bool:
    """Whether the title goes on with the atom *index* after *last*."""
    if _is_another_part(draft, first, index):
        return False
    begin, before, atom = draft.atoms[first], draft.atoms[last], draft.atoms[index]
    if atom.kind == "link":
        # "Ember: [Serving Warm Experts](url)"
        is_name = begin.kind == "text" and len(begin.text.split()) <= 3 < len(atom.text.split())
        return last == first and is_name and _has_colon(draft, first, last, index)
    leaves_wrap = bool(begin.wrap) and before.wrap.startswith(begin.wrap) and not atom.wrap.startswith(begin.wrap)
    if leaves_wrap or (begin.kind == "link" and last == first):
        return _goes_on_outside(draft, first, last, index)
    return _goes_on_within(draft, first, last, index)


def _is_another_part(draft: WorkDraft, first: int, index: int) -> bool:
    """Whether an atom is certainly no part of the title that begins with *first*."""
    atom = draft.atoms[index]
    if atom.kind == "image" or index in draft.labels or index in draft.in_people:
        return True
    if draft.lines[index] != draft.lines[first] or draft.forced.get(index) != draft.forced.get(first):
        return True
    is_bracketed = atom.kind == "text" and atom.wrap[-1:] == IN_PARENTHESES  # "(Extended Abstract)"
    is_label = atom.is_label and bool(atom.link or atom.wrap) and not is_bracketed
    if atom.is_date or is_label or atom.is_slot:
        return True
    is_reference = atom.text == "See" and _wrapped(draft, index + 1, IN_QUOTES)
    return bool(atom.separator) and (means_none(atom.text) or draft.begins_place(index) or is_reference)


def _has_colon(draft: WorkDraft, first: int, last: int, index: int) -> bool:
    """Whether a colon is between a title and the atom *index* after it."""
    colons = (":", "\uff1a")
    return draft.atoms[index].separator[:1] in colons or draft.text_of((first, last)).rstrip().endswith(colons)


def _goes_on_outside(draft: WorkDraft, first: int, last: int, index: int) -> bool:
    """Whether a title that begins in a link or in bold goes on after it: "[Name](url): what it is"."""
    atom = draft.atoms[index]
    if atom.group or set(draft.atoms[first].wrap) & {IN_SQUARE, IN_PARENTHESES, IN_CODE, IN_INSERTED}:
        return False
    if _has_colon(draft, first, last, index) or atom.separator in ("?", "!"):
        return True
    return atom.separator == "" and len(draft.text_of((first, last)).split()) <= 4 and atom.text[:1].isalpha()


def _goes_on_within(draft: WorkDraft, first: int, last: int, index: int) -> bool:
    """Whether a title goes on with text, or with a bracket or a word in italics within it."""
    begin, before, atom = draft.atoms[first], draft.atoms[last], draft.atoms[index]
    inner = atom.wrap.removeprefix(begin.wrap)
    if inner and atom.group == before.group != begin.group:
        return atom.separator in _WEAK or atom.separator in _LISTING
    if inner and atom.group != begin.group:
        if any(other.is_date for other in draft.atoms[index + 1 : index + 4] if other.group == atom.group):
            return False  # "(ICDEW, 2008)"
        is_typography = (
            bool(begin.wrap) and atom.wrap.startswith(begin.wrap) and inner[:1] in (IN_EMPHASIS, IN_STRONG, IN_CODE)
        )
        goes_on = is_typography or inner[:1] == IN_PARENTHESES or _text_follows(draft, index)
        return atom.separator == "" and goes_on and not atom.text.startswith("@")
    is_dash = atom.separator in ("-", "\u2013", "\u2014")
    if is_dash and len(draft.text_of((first, last)).split()) > 3 and draft.lists_people(atom.text):
        return False
    return atom.separator in _WEAK or (atom.separator == "." and (bool(begin.group) or atom.text[:1].islower()))


def _wrapped(draft: WorkDraft, index: int, letter: str) -> bool:
    return index < len(draft.atoms) and draft.atoms[index].wrap == letter


def _text_follows(draft: WorkDraft, index: int) -> bool:
    later = draft.atoms[index + 1] if index + 1 < len(draft.atoms) else None
    return (
        later is not None
        and later.kind == "text"
        and later.separator == ""
        and draft.lines[index + 1] == draft.lines[index]
    )
