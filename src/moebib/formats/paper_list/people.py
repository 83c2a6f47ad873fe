"""The authors of an entry of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from moebib.normalise.names import all_names, display_name
from moebib.normalise.written_names import without_additions
from moebib.normalise.written_people import read_people
from moebib.records.name import Name, Names
from moebib.text.markdown import clean

__all__ = ["read_authors"]

_SEPARATORS = str.maketrans({"\u3001": ";", "\uff1b": ";", "\uff0c": ",", "\u00a0": " ", "{": "(", "}": ")"})
_SOFT_HYPHENS = re.compile("(?<![-\u2010\u2011])\u00ad+(?![-\u2010\u2011])")
_HYPHENS = re.compile("[-\u00ad\u2010\u2011]+")
_ORGANISATION = re.compile(
    r"(?:Google|Microsoft|Meta|Facebook|NVIDIA|Amazon|Apple|IBM|Intel|Alibaba|Tencent|Baidu|ByteDance)\b.*|.* AI"
)
_AND = re.compile(r"^(?:and|&|und)\s+|[\s,;&]+$|(?<=\w{3})\.$", re.I)
_BETWEEN = re.compile(r"[,;]\s*|\s+(?:and|&)\s+")


def read_authors(written: Sequence[str], *, has_more: bool = False) -> Names:
    """The people and organisations in *written*, each of which is one name or several.

    >>> read_authors(["Ida Lund", "Jan van den Berg and Ada Quill", "Clay Team"]).texts()
    ['Lund, Ida', 'van den Berg, Jan', 'Quill, Ada', '{Clay Team}']
    >>> read_authors(["Lund, Ida; Quill, Ada et al."]).texts(), read_authors(["Ida Lund"], has_more=True).texts()
    (['Lund, Ida', 'Quill, Ada', 'others'], ['Lund, Ida', 'others'])
    """
    people: list[Name] = []
    for text in written:
        text = _HYPHENS.sub("-", _SOFT_HYPHENS.sub("", text)).translate(_SEPARATORS)
        text = _AND.sub("", clean(text))
        team, colon, members = text.partition(": ")
        if colon and (organisation := _organisation(team)):  # "Clay Team: Ida Lund, Ada Quill"
            people.append(organisation)
            text = members
        parts = _BETWEEN.split(text)
        listed = None if len(parts) == 1 and _organisation(text) else read_people(text)
        if listed is None and len(parts) > 1 and all(" " in part for part in parts):
            listed = read_people(", ".join(map(without_additions, parts)))
        if listed is None:
            people += _named(text)
        else:
            people += (_organisation(name.display()) or name for name in listed)
            has_more = has_more or listed.others
    return Names(people, others=has_more)


def _organisation(name: str) -> Name | None:
    """The organisation that *name*, which may look like that of a person, is the name of; ``None`` if it is none."""
    read = display_name(name)
    is_one = (read and read.literal) or _ORGANISATION.fullmatch(name)
    return Name(literal=name) if is_one else None


def _named(text: str) -> Sequence[Name]:
    """The people in a text in another form, or the text as a name; nothing if it says that nobody is known."""
    names = all_names(name for name in [_organisation(text) or display_name(text)] if name)
    return [Name(literal=text)] if names is None else names
