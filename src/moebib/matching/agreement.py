"""Whether two spellings can be those of one title, or of one list of people, and what differs although they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice, starmap
from typing import NamedTuple

from moebib.matching import titles
from moebib.matching.name_words import given_names_of, is_organisation, is_pinyin, letters_of, long_words_of
from moebib.matching.persons import note_on
from moebib.matching.spelling import note_on_words, plain_text, words_of_title
from moebib.records.name import Name, Names
from moebib.text.stop_words import FUNCTION_WORDS

__all__ = ["Agreement", "compare_people", "compare_titles", "is_one_person"]

_SEPARATOR = re.compile(r"\s*(?::|[.?!](?=\s)|\s[-\u2013\u2014]+(?=\s)|\u2014)\s*")
_WITHDRAWN = r"(?:article )?(?:retracted|withdrawn)(?: article| paper)?"
_KIND = (rf"(?:{_WITHDRAWN}|invited|preprint|(?:student |extended )?abstract(?: reprint)?|technical report|"
         r"(?:best|demo|full|invited|journal|long|position|regular|research|short|workshop) (?:article|paper|talk)|"
         r"(?:extended|full|long|preliminary|revised|short|updated) version|(?:version |v)\d[\d.]*)")  # fmt: skip
_BRACKETED = rf"[\[(]\s*{_KIND}\s*[\])]"
_LABEL = re.compile(
    rf"^\s*(?:{_BRACKETED}:?|{_WITHDRAWN}\s*:)\s*|"
    rf"\s*(?:{_BRACKETED}|[:.\u2013\u2014-]\s+(?:an )?(?:extended|student) abstract)\s*\.?\s*$",
    re.I,
)
_ACRONYM = re.compile(r"\s*\((?=[^()\s]*[A-Z][^()\s]*[A-Z])[^()\s]{2,20}\)")
_OF_PARTS = frozenset(
    ("part", "volume", "vol", "chapter", "book", "phase", "section", "episode", "issue", "supplement", "supplementary")
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_LONGEST_NAME = 3
"""How many words a name before a colon may have."""
_MOST_PARTS = 8
"""After how many of its parts a title may be cut."""
_SMALL = 50
"""In lists up to this length, every name is compared with every other one to find another order."""


class Agreement(NamedTuple):
    """Whether two spellings are of one thing, and what differs although they are."""

    is_same: bool
    note: str = ""
    is_error: bool = False
    """Whether one of both is wrong, although they are of one thing: a person with another family name."""


_DIFFERENT = Agreement(False)


def compare_titles(here: str, there: str) -> Agreement:
    """Whether *here*, the title of a reference, is *there*, that of a source; both without markup.

    >>> compare_titles("Modelling Kilns & Clays", "Modeling Kilns and Clays").note
    'British or American spelling'
    >>> compare_titles("Learning to Fire", "Training to Fire").is_same
    False
    """
    plain_here, plain_there = plain_text(here), plain_text(there)
    if (note := _note_on_titles(plain_here, plain_there)) is not None:
        return Agreement(True, note)
    bare_here, bare_there = (_LABEL.sub("", title) for title in (plain_here, plain_there))
    if (bare_here, bare_there) != (plain_here, plain_there):
        note = _note_on_titles(bare_here, bare_there)
        if note is not None:
            return Agreement(True, note or "a label such as 'Extended Abstract'")
    return _DIFFERENT


def _note_on_titles(here: str, there: str) -> str | None:
    if not here or not there:
        return "" if here == there else None
    words_here, words_there = words_of_title(here), words_of_title(there)
    if not words_here or not words_there:
        return "" if here.casefold() == there.casefold() else None
    if (note := note_on_words(words_here, words_there)) is not None:
        return note
    if not (here + there).isascii():
        expanded = [words_of_title(title.translate(_UMLAUTS)) for title in (here, there)]
        if (note := note_on_words(*expanded)) is not None:
            return note
    bare_here, bare_there = (_ACRONYM.sub("", title) for title in (here, there))
    if (bare_here, bare_there) != (here, there) and (note := _note_on_titles(bare_here, bare_there)) is not None:
        return note or "an acronym"
    for shorter, longer, where in ((here, there, ""), (there, here, " in the source")):
        if (note := _note_on_missing(shorter, longer)) is not None:
            return f"{note}{where}"
    return None


def _note_on_missing(shorter: str, longer: str) -> str | None:
    """What *shorter* lacks of *longer*: the subtitle, a name in front, or the rest after an ellipsis."""
    words = words_of_title(shorter)
    cut = re.fullmatch(r"(.*\S)\s*(?:\.\.\.|\u2026)", shorter)
    if cut and len(words) > 3 and "".join(words_of_title(longer)).startswith("".join(words_of_title(cut[1]))):
        return "the end is missing"
    for separator in islice(_SEPARATOR.finditer(longer), _MOST_PARTS):
        head, tail = longer[: separator.start()], longer[separator.end() :]
        rest = words_of_title(tail)
        if not rest or not head:
            continue
        if (
            titles.is_name_of_one_work(head)
            and not _distinguishes(rest)
            and note_on_words(words, words_of_title(head)) is not None
        ):
            return "the subtitle is missing"
        if _is_name(head) and len(rest) > 2 and note_on_words(words, rest) is not None:
            return "the name in front is missing"
    return None


def _distinguishes(rest: Sequence[str]) -> bool:
    """Whether the words after a colon say that it is another part, a correction or a reply."""
    is_part = (
        rest[0] in _OF_PARTS
        or titles.is_generic(" ".join(rest))
        or (len(rest) == 1 and titles.roman_digit(rest[0]).isdigit())
    )
    return is_part or any(mark in ("correction", "reply") for mark in titles.marks(rest[:3]))


def _is_name(head: str) -> bool:
    """Whether the words before a colon are a name or acronym of what the work presents: "KilnBERT", "Mamba 2"."""
    words = words_of_title(head)
    is_short = len(words) <= _LONGEST_NAME and FUNCTION_WORDS.isdisjoint(words)
    is_capital = all(word[:1].isupper() or word[:1].isdigit() or any(map(str.isupper, word)) for word in head.split())
    is_label = any(mark in ("correction", "reply", "not") for mark in titles.marks(words))
    return (
        is_short
        and is_capital
        and not is_label
        and titles.is_name_of_one_work(head)
        and (len(words) == 1 or any(re.search(r"[A-Z].*[A-Z]|\d", word) for word in head.split()))
    )


def is_one_person(a: Name, b: Name) -> Agreement:
    """Whether two names can be of one person.

    >>> is_one_person(Name("Kairui", "Arthur Wang"), Name("Kairui", "AW")).is_same
    True
    """
    return _agreement(note_on(a, b))


def _agreement(note: str | None) -> Agreement:
    return _DIFFERENT if note is None else Agreement(True, note)


def compare_people(here: Names, there: Names) -> Agreement:
    """Whether *here*, the authors of a reference, are those of a source.

    A list that is cut must say so ("et al."). Organisations beside people may be missing.
    """
    lists = _without_organisations(here), _without_organisations(there)
    if not all(lists):
        return _compare_organisations(here, there)
    notes = [] if len(lists[0]) - len(lists[1]) == len(here) - len(there) else ["an organisation beside the people"]
    few, many = sorted(lists, key=len)
    if len(few) < len(many):
        if not (here if few is lists[0] else there).others:
            return _DIFFERENT
        if few is lists[1]:
            notes.append(f"only the first {len(few)} of {len(many)} in the source")
    in_order = list(starmap(note_on, zip(few, many, strict=False)))
    is_changed = _is_one_family_name_another(few, many, in_order)
    if None in in_order:
        if is_changed:
            notes.append("another family name")
        else:
            in_order = _notes_in_any_order(few, many)
            notes.append("in another order")
            if None in in_order or len(few) < len(many):
                return _DIFFERENT
    known = [note for note in in_order if note]
    if _are_doubtful(known, few, many):
        return _DIFFERENT
    return Agreement(True, ", ".join(dict.fromkeys([*notes, *known])), is_changed)


def _without_organisations(names: Names) -> list[Name]:
    return [name for name in names if not is_organisation(name)]


def _compare_organisations(here: Names, there: Names) -> Agreement:
    """Lists of which at least one has no people."""
    organisations = [{letters_of(name.display()) for name in names if is_organisation(name)}
                     for names in (here, there)]  # fmt: skip
    if len(here) == len(there) and all(starmap(lambda a, b: note_on(a, b) is not None, zip(here, there, strict=True))):
        return Agreement(True)
    is_shared = bool(organisations[0] & organisations[1])
    return Agreement(True, "only the organisation") if is_shared else _DIFFERENT


def _are_doubtful(notes: Sequence[str], few: Sequence[Name], many: Sequence[Name]) -> bool:
    """Whether there are typing errors in most names, or one is in the only name, or that is swapped and abbreviated."""
    if len(few) == 1 and any("typing error" in note or "swapped" in note for note in notes):
        if any(len(name.family) < 4 and name.family.isupper() for name in (few[0], many[0])):
            return False  # "Quill AB" can only be read as "Quill, A. B."
        given = [given_names_of(names[0]) for names in (few, many)]
        return given[0] != given[1] or len("".join(given[0])) < 3
    return 2 * sum("typing error" in note for note in notes) > len(few)


def _is_one_family_name_another(few: Sequence[Name], many: Sequence[Name], notes: Sequence[str | None]) -> bool:
    """Whether one person has another family name, as after a marriage or by mistake, and all others agree.

    If the name was changed, some source has the new one, too; so the lists are of one work, but one of them is wrong.
    """
    if len(few) < 2 or len(few) != len(many) or list(notes).count(None) != 1 or any(notes):
        return False
    at = list(notes).index(None)
    given = [given_names_of(names[at]) for names in (few, many)]
    is_full = given[0][:1] == given[1][:1] and len("".join(given[0][:1])) > 2
    words = (given[0][0], *(letters_of(names[at].family) for names in (few, many))) if is_full else ()
    return is_full and not any(map(is_pinyin, words))


def _notes_in_any_order(few: Sequence[Name], many: Sequence[Name]) -> list[str | None]:
    """The note on each of *few* and the name of *many* that is the same person, each used once."""
    by_word: defaultdict[str, set[int]] = defaultdict(set)
    for at, name in enumerate(many):
        for word in long_words_of(name):
            by_word[word].add(at)
    left = set(range(len(many)))
    notes: list[str | None] = []
    for name in few:
        # In long lists, only those with a word in common that is not the given name of many.
        sharing = (by_word[word] for word in long_words_of(name) if len(by_word[word]) <= _SMALL)
        near = left if len(many) <= _SMALL else left & set[int]().union(*sharing)
        known = {at: note for at in sorted(near) if (note := note_on(name, many[at])) is not None}
        if not known:
            return [None]
        best = min(known, key=lambda at: (bool(known[at]), at))
        left.remove(best)
        notes.append(known[best])
    return notes
