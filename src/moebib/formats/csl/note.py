"""The variables in a note: Zotero and others write what their items have no field for as lines of it.

A line is the name of a variable, a colon and the value ("original-date: 1912", also "Original Date"). The older form,
``{:DOI: 10.5555/x}``, may be anywhere in a note. Names are "Family || Given", one per line. citeproc-js reads both
("cheater syntax", https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html), and Zotero the lines
(https://www.zotero.org/support/kb/item_types_and_fields, "citing fields from extra").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from moebib.formats.csl.fields import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES

__all__ = ["NotedVariable", "has_variables", "noted_variables"]

_NOT_IN_NOTES = frozenset({"note", "abstract", "keyword", "title"})
_NAMES = {
    name.lower().replace("_", "-"): name
    for name in (*NAME_VARIABLES, *DATE_VARIABLES, *TEXT_VARIABLES - _NOT_IN_NOTES, "type")
}
_VARIABLE = re.compile(
    r"\{:(?P<old>[A-Za-z_-]{2,40}):(?P<in_braces>[^{}\n]*)\}\n?|"
    r"^(?P<name>[A-Za-z][A-Za-z_ -]{1,40}):(?P<line>[^\n]*)(?:\n|\Z)",
    re.M,
)


class NotedVariable(NamedTuple):
    """A variable in a note, its value as in CSL-JSON, and where it is."""

    name: str
    value: Any
    start: int
    end: int


def noted_variables(note: str) -> Iterator[NotedVariable]:
    r"""The variables in *note*; whether each value can be read is for the reader to say.

    >>> [found[:2] for found in noted_variables("Original Date: 1912\nseen twice\n{:translator: Lund || Ada}")]
    [('original-date', {'raw': '1912'}), ('translator', [{'family': 'Lund', 'given': 'Ada'}])]
    """
    for found in _VARIABLE.finditer(note):
        label = (found["old"] or found["name"]).strip().lower()
        name = _NAMES.get(re.sub("[ _]", "-", label))
        text = (found["in_braces"] or found["line"] or "").strip()
        if name and text:
            yield NotedVariable(name, _value(name, text), found.start(), found.end())


def has_variables(note: str) -> bool:
    """Whether *note* contains what other programs read as a variable."""
    return ":" in note and any(True for _ in noted_variables(note))


def _value(name: str, text: str) -> Any:
    if name in DATE_VARIABLES:
        return {"raw": text}
    if name not in NAME_VARIABLES:
        return text
    family, bars, given = (part.strip() for part in text.partition("||"))
    parts = {"family": family, "given": given}
    return [{part: value for part, value in parts.items() if value} if bars else {"literal": text}]
