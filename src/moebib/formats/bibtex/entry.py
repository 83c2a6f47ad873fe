"""BibEntry: one entry of a .bib file, with its macros and delimiters resolved."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

__all__ = ["BibEntry"]


class BibEntry(NamedTuple):
    """An entry: type and field names in lower case, values as LaTeX without the braces around them."""

    type: str
    key: str
    fields: dict[str, str]

    def without(self, names: Collection[str]) -> BibEntry:
        """The entry without the fields of these names."""
        kept = {name: value for name, value in self.fields.items() if name not in names}
        return self._replace(fields=kept) if names else self
