"""Lists of people as styles and paper lists write them: what in a text is a name, by initials, commas and "and"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from moebib.errors import InputError
from moebib.records.name import Name, Names, parse_name

__all__ = ["read_organisation", "read_people"]

_MOST = 5_000
"""How many characters a list may have: that of a large collaboration is cut off by every style."""
_OTHERS = re.compile(
    r"(?<![\s,;])[\s,;]*+(?:(?:\.\.\.|\u2026)[\s,;]*+)?(?:\b(?:et[. ]+al\b\.?|and\s+others|u\.\s?a\.)|\u7b49\u4eba?)$",
    re.I,
)
_EDITORS = re.compile(r"(?<![\s,])[\s,]*+[(\[]?\b(?:eds?|editors?)\b[\s.)\]]*$", re.I)
_AND = re.compile(r"\s*[,;]?\s+(?:and|&|und|et)\s+|\s*&\s*")
_SUFFIX = re.compile(r",\s*(?:Jr|Sr)\b\.?|,\s*I{2,3}\b(?!\.)")
_INITIAL = r"[^\W\d_a-z](?:[a-z](?=\.))?"
_INITIALS = re.compile(rf"{_INITIAL}(?:\.?[ \u00a0-]?-?{_INITIAL}){{0,4}}\.?")
_PARTICLES = (
    r"(?:af|al|bin|da|de|del|della|den|der|des|di|do|dos|du|el|la|las|le|los|ten|ter|v[ao]n|vom|y|zu|zur|"
    r"'t|d[\u2019']|[oO][\u2019'])"
)
_CAPITAL = r"[^\W\d_a-z]"
_VANCOUVER = re.compile(rf"(?P<family>\S.*\S) (?P<given>{_CAPITAL}{{1,4}}(?:-{_CAPITAL})?)")
_WORD = rf"(?:{_PARTICLES}[ -]?)*(?:{_CAPITAL}(?:[^\W\d_]|[\u2019'\u00b7-])*|(?:-?{_CAPITAL}[a-z]{{0,2}}\.)+)(?!\.)"
# Behind a whole word, two letters and a full stop are mostly a family name at the end of the list: "Wen Sun. RISP".
_LATER_WORD = _WORD.replace("[a-z]{0,2}\\.", "\\.|(?:Chr|Ph|St|Th|Wm)\\.")
_NAME = re.compile(rf"{_WORD}(?:[ \u00a0]{_LATER_WORD}){{0,5}}")
_WITHOUT_SPACES = re.compile("[\u3400-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4}")
_TITLE_WITHOUT_SPACES = re.compile("[\u3040-\u9fff\uac00-\ud7a3]{6}")
_WIDE = str.maketrans("\u3001\uff0c\uff1b", ",,;")


def read_people(text: str) -> Names | None:
    """The people in *text*; ``None`` if anything in it is not a name.

    >>> [str(name) for name in read_people("Lund, I. A., van den Berg, J., & Quill, A.")]
    ['Lund, I. A.', 'van den Berg, J.', 'Quill, A.']
    >>> [str(name) for name in read_people("I. Lund, J. van den Berg, et al.")], read_people("On the Use of Clay")
    (['Lund, I.', 'van den Berg, J.'], None)
    """
    text = _EDITORS.sub("", " ".join(text[:_MOST].translate(_WIDE).split()))
    without_others = _OTHERS.sub("", text)
    others = without_others != text
    text = _SUFFIX.sub("", without_others).strip(" ,;:")
    try:
        names = None if _TITLE_WITHOUT_SPACES.search(text) else _read(text)
    except InputError:
        return None
    return Names(names, others=others) if names else None


def read_organisation(text: str) -> Names | None:
    """The organisation that *text* names, where it can be nothing but an author; ``None`` if it is too long for that.

    >>> [str(name) for name in read_organisation("World Clay Organization")]
    ['{World Clay Organization}']
    """
    text = text.strip(" .,")
    is_name = re.fullmatch(rf"{_CAPITAL}[^,;:.]*", text) and len(text.split()) <= 8
    return Names([Name(literal=text)]) if is_name else None


def _read(text: str) -> list[Name] | None:
    """The names: with semicolons between them, or in one of the orders that commas allow."""
    if ";" in text:
        parts = [part.strip(" ,") for part in re.split(r"[;]|\s(?:and|&)\s", text)]
        return _all(_family_first(*_cut(part)) if "," in part else _given_first(part) for part in parts if part)
    groups = [[part.strip() for part in group.split(",") if part.strip()] for group in _AND.split(text)]
    groups = [group for group in groups if group]
    tokens = [token for group in groups for token in group]
    if len(tokens) > 1 and all(map(_WITHOUT_SPACES.fullmatch, tokens)):
        return [Name(family=token) for token in tokens]  # a single one may be any word
    pairs = list(zip(tokens[::2], tokens[1::2], strict=False))
    if len(tokens) % 2 == 0 and all(_INITIALS.fullmatch(given) for _, given in pairs):
        return _all(_family_first(*pair) for pair in pairs)
    if len(groups) > 1 and all(len(group) == 2 for group in groups):
        return _all(_family_first(family, given) for family, given in groups)
    vancouver = [match for match in map(_VANCOUVER.fullmatch, tokens) if match]
    if len(vancouver) == len(tokens):
        return _all(_family_first(match["family"], match["given"]) for match in vancouver)
    if len(vancouver) > len(tokens) / 2:
        return None
    if all(" " in token or "." in token for token in tokens):
        return _all(map(_given_first, tokens))
    if len(tokens) > 1 and len(groups[0]) > 1 and all(" " in token for token in tokens[2:]):
        first = _family_first(tokens[0], tokens[1])
        return _all([first, *map(_given_first, tokens[2:])])
    return None


def _cut(part: str) -> tuple[str, str]:
    family, _, given = part.partition(",")
    return family.strip(), given.strip()


def _all(names: Iterable[Name | None]) -> list[Name] | None:
    """All of *names*, or nothing."""
    listed = list(names)
    return None if None in listed else [name for name in listed if name]


def _family_first(family: str, given: str) -> Name | None:
    is_name = _NAME.fullmatch(family) and "." not in family and (_NAME.fullmatch(given) or _INITIALS.fullmatch(given))
    return parse_name(f"{family}, {given}") if is_name else None


def _given_first(text: str) -> Name | None:
    return (
        parse_name(text) if _NAME.fullmatch(text) and " " in text.replace(". ", ".").replace(".", " ").strip() else None
    )
