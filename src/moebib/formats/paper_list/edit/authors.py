"""The forms in which paper lists write authors: order and initials of names, separators, and where "et al." cuts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from moebib.records.name import Name, Names, is_others

__all__ = ["AuthorForm", "common_form", "read_author_form", "written_names"]

_SEPARATOR = re.compile(r"\s*(?:[,;\uff0c\u3001|/](?:\s*(?:and|&)(?=\s))?|(?<=\s)and(?=\s)|&)\s*", re.I)
_INITIALS = re.compile(r"(?:[^\W\d_](?:\.[\s-]?|[\s-]|$))+|[A-Z]{1,3}")
_FAMILY_FIRST = re.compile(r"[^\s.,]{2,}(?: [^\s.,]{2,})? [A-Z]{1,3}")
_OTHERS = re.compile(
    r"(?<![\s,;])[\s,;]*+(?:\b(?:and|&)\s+)?(?:et\.?\s+al\.?|\.\.\.|\u2026|(?:and\s+)?others|\u7b49)[\s.]*$", re.I
)


class AuthorForm(NamedTuple):
    """How a list of authors is written."""

    separator: str = ", "
    last_separator: str = ""
    """Before the last name of a complete list; "" for the same as between the others."""
    order: Literal["Mia Arden", "Arden, Mia", "Arden M"] = "Mia Arden"
    initials: str = ""
    """"." for "J. Doe", " " for "J Doe"; "" for given names in full."""
    others: str = ""
    """What is written after the last name of an incomplete list, with what separates it: ", et al."."""
    end: str = ""
    """A full stop that belongs to the text."""
    names: int = 0
    """How many names there are."""

    def write(self, authors: Names, cut: int, longest: int, escaped: Callable[[str], str]) -> str | None:
        """*authors* in this form, at most *cut* of them if there are more than *longest*; ``None`` if there are none.

        >>> from moebib.records.name import parse_name
        >>> authors = Names([parse_name("Arden, Mia B."), parse_name("van den Berg, Jan")])
        >>> AuthorForm(last_separator=" and ", initials=".").write(authors, 0, 0, str)
        'M. B. Arden and J. van den Berg'
        """
        if not authors:
            return None
        is_cut = bool(cut) and len(authors) > max(cut, longest)
        shown = [escaped(self._name(name)) for name in authors[: cut if is_cut else None]]
        if is_cut or authors.others:
            return self.separator.join(shown) + (self.others or f"{self.separator}et al.")
        last = self.last_separator or self.separator
        return last.join(filter(None, (self.separator.join(shown[:-1]), shown[-1]))) + self.end

    def _name(self, name: Name) -> str:
        if name.literal:
            return name.literal
        given = name.given
        if self.initials and given:
            stop = self.initials.strip()
            given = re.sub(r"[^\W\d_]+\.?", lambda word: word[0][0] + stop, given)
            given = given if stop else given.replace(" ", "").replace("-", "")
        family = " ".join(filter(None, (name.particle, name.family)))
        if self.order == "Arden, Mia":
            return ", ".join(filter(None, (family, name.suffix, given)))
        if self.order == "Arden M":
            return " ".join(filter(None, (family, given)))
        return " ".join(filter(None, (given, family, name.suffix)))


def read_author_form(text: str, names: Sequence[str] = ()) -> AuthorForm | None:
    """The form of *text*, in which *names* are written in this order; without them, separators divide it.

    >>> read_author_form("M. Arden, J. Berg, et al.").others
    ', et al.'
    """
    others = _OTHERS.search(text)
    listed = text[: others.start()] if others else text
    spans = _spans(listed, [name for name in names if not is_others(name)])
    if not spans:
        return None
    between = [listed[end:start] for (_, end), (start, _) in pairwise(spans)]
    plain = [text for text in between if not re.search(r"[\w&]", text)]
    separator = max(plain, key=plain.count) if plain else ", "
    last = between[-1] if between and not others and between[-1] != separator else ""
    written = [listed[start:end] for start, end in spans]
    order: Literal["Mia Arden", "Arden, Mia", "Arden M"] = "Mia Arden"
    if all("," in name for name in written):
        order, given = "Arden, Mia", [name.partition(",")[2].strip() for name in written]
    elif all(map(_FAMILY_FIRST.fullmatch, written)):
        order, given = "Arden M", [name.rpartition(" ")[2] for name in written]
    else:
        given = [name.rpartition(" ")[0] for name in written if " " in name]
    are_initials = bool(given) and all(map(_INITIALS.fullmatch, given))
    return AuthorForm(
        separator,
        last,
        order,
        ("." if any("." in part for part in given) else " ") if are_initials else "",
        text[spans[-1][1] :] if others else "",
        "" if others else listed[spans[-1][1] :],
        len(spans),
    )


def written_names(text: str) -> list[str]:
    """The names in a list of authors, without "et al."."""
    others = _OTHERS.search(text)
    listed = text[: others.start()] if others else text
    return [listed[start:end] for start, end in _spans(listed, ())]


def common_form(forms: Sequence[AuthorForm]) -> AuthorForm:
    """The form that most of *forms* have, in each of its aspects."""

    def most(values: Iterable[str]) -> str:
        return next((value for value, _ in Counter(values).most_common(1)), "")

    full = [form for form in forms if not form.others]
    order = Counter(form.order for form in forms).most_common(1)
    return AuthorForm(
        most(form.separator for form in forms if form.names > 2) or ", ",
        most(form.last_separator for form in full if form.names > 1),
        order[0][0] if order else "Mia Arden",
        most(form.initials for form in forms),
        most(form.others for form in forms if form.others),
        most(form.end for form in full),
    )


def _spans(text: str, names: Sequence[str]) -> list[tuple[int, int]]:
    """Where the names are in *text*."""
    spans, done = [], 0
    for name in names:
        start = text.find(name, done)
        if start < 0:
            break
        done = start + len(name)
        spans.append((start, done))
    if spans and len(spans) == len(names):
        return spans
    ends = [0, *(end for match in _SEPARATOR.finditer(text) for end in match.span()), len(text.rstrip(" ."))]
    spans = [(start, end) for start, end in zip(ends[::2], ends[1::2], strict=True) if start < end]
    if len(spans) % 2 == 0 and all(_INITIALS.fullmatch(text[start:end]) for start, end in spans[1::2]):
        spans = [(start, end) for (start, _), (_, end) in zip(spans[::2], spans[1::2], strict=True)]  # "Li, K., Ma, J."
        return [(start, end + text.startswith(".", end)) for start, end in spans]
    return spans
