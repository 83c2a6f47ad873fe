"""How a file writes the names of people."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from moebib.formats.ris.values import has_initials, person_without_comma, read_name
from moebib.records.name import Name

__all__ = ["NamesOfFile"]


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
