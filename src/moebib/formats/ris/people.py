"""How a file writes the names of people."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from moebib.formats.ris.values import has_initials, person_without_comma, read_name
from moebib.records.name import Name, is_others

__all__ = ["NamesOfFile", "is_no_person", "names_in", "without_years"]

_AND = re.compile(r"(?:,|(?<!\s))\s+(?:and|&)\s+")
_COMPANY = re.compile(r"(?:inc|ltd|llc|co|corp|gmbh)\b", re.I)
_INITIALS_BEHIND = r"[^\W\d_][^\d,.;]*[^\W\d_] [A-Z]{1,3}"
_VANCOUVER = re.compile(rf"{_INITIALS_BEHIND}(?:,\s*{_INITIALS_BEHIND})+")
_APA = re.compile(r"[^\W\d_][^\d,.;&]{0,60},\s*(?:[A-Z]\.[ -]?)+(?=,|\s*&|$)")
_SUFFIX = re.compile(r",\s*(?:Jr\.?|Sr\.?|II|III|IV)$")


def names_in(text: str) -> list[str]:
    """The names in a value: one, but some programs write all people of a work into one.

    >>> names_in("Lund A, Berg OB"), names_in("Lund, A., Berg, O. B., & Reed, P.")
    (['Lund A', 'Berg OB'], ['Lund, A.', 'Berg, O. B.', 'Reed, P.'])
    >>> [names_in(text) for text in ("Lund, Ada and Berg, O.; CERN", "Simon, Schuster and Co.", "Lund,, Berg; Reed")]
    [['Lund, Ada', 'Berg, O.', 'CERN'], ['Simon, Schuster and Co.'], ['Lund,, Berg; Reed']]
    """
    if _VANCOUVER.fullmatch(text):
        return re.split(r",\s*", text)
    listed = [part.strip() for part in _APA.findall(text)] if text.count(",") > 2 else []
    if len(listed) > 1 and not re.sub(r"[,&\s]", "", _APA.sub("", text)):
        return listed
    if ";" not in text and not _AND.search(text):  # most values
        return [text]
    parts = [part.strip() for part in text.split(";") if part.strip()]
    names = [name for part in parts for name in _AND.split(part)]
    if len(names) > 1 and all(_is_person(name) or is_others(name) for name in names):
        return names
    if len(parts) > 1 and all(map(person_without_comma, parts)):
        return parts
    are_people = [_is_person(part) or len(names_in(part)) > 1 for part in parts] if ";" in text else []
    organisations = [part for part, is_person in zip(parts, are_people, strict=False) if not is_person]
    if any(are_people) and not any("," in part for part in organisations):
        return [name for part in parts for name in names_in(part)]
    return [text]


_YEARS = re.compile(
    r"(?P<name>[^,]+, [^,]+)"
    r"(?P<beside>, (?:b\. |ca?\. )?\d{4}(?:-(?:\d{4})?)?\.?(?:, [a-z ]+\.?)?|, (?:author|editor|translator)\.?)",
    re.A,
)


def without_years(text: str) -> tuple[str, str]:
    """A name without what catalogues of libraries write behind it, and that: the years of a life, and a role.

    >>> without_years("Lund, Ada, 1950-"), without_years("Lund, Ada, Jr.")
    (('Lund, Ada', '1950-'), ('Lund, Ada, Jr.', ''))
    """
    match = _YEARS.fullmatch(text)
    return (match["name"], match["beside"].removeprefix(", ")) if match else (text, "")


def is_no_person(text: str) -> bool:
    """Whether a value with commas that is one of ``names_in`` is not "Family, Given": several names, or one of an
    organisation.
    """
    return "," in text.replace(",,", "").rstrip(",") and bool(";" in text or _AND.search(text))


def _is_person(text: str) -> bool:
    """Whether a text is certainly the name of a person; without a comma, by its initials."""
    family, comma, given = (part.strip() for part in _SUFFIX.sub("", text).partition(","))
    if not comma:
        return has_initials(text)
    is_company = not given or _COMPANY.match(given) is not None
    return not is_company and person_without_comma(f"{given} {family}") is not None


class NamesOfFile:
    """How a file writes names: as "Family, Given", as EndNote and most others do, or in reading order.

    Where people have commas, a name without one is an organisation, unless it has initials.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.have_commas = any("," in name for name in names)

    def of_record(self, names: Sequence[str]) -> Callable[[str], Name]:
        """The reader of the names of a record; it raises ``InputError`` for one that is invalid."""
        if not self.have_commas or self._in_reading_order(names):
            return self._read_any
        return self._read_with_comma

    def _in_reading_order(self, names: Sequence[str]) -> bool:
        """Whether a record has the names of people without commas, perhaps beside organisations."""
        if len(names) < 2 or any("," in name for name in names):
            return False
        return any(map(has_initials, names)) or all(map(person_without_comma, names))

    def _read_any(self, text: str) -> Name:
        return person_without_comma(text) or read_name(text)

    def _read_with_comma(self, text: str) -> Name:
        return (person_without_comma(text) if has_initials(text) else None) or read_name(text)
