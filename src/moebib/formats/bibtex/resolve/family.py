"""Family: an entry completed by what it inherits from others of its file, however they hang together."""

from __future__ import annotations

from moebib.formats.bibtex.resolve.index import Index
from moebib.formats.bibtex.resolve.inheritance import from_container, from_parent, references
from moebib.formats.bibtex.resolve.macros import Budget, TooLong
from moebib.formats.bibtex.syntax.positions import Trouble
from moebib.formats.bibtex.writer import Entry

__all__ = ["Family"]

# A part, its volume, the work in many volumes: three. More than ten is no bibliography.
_DEEPEST = 10

_Step = tuple[str, str]
"""The field that leads to an entry, and its key."""


class Family:
    """The entries of an index, each with what it inherits."""

    def __init__(self, index: Index, budget: Budget) -> None:
        self._index = index
        self._budget = budget
        self._whole: dict[_Step, Entry] = {}
        self.used: set[str] = set()
        """The keys of the ``@xdata`` entries that were named."""

    def complete(self, entry: Entry, troubles: list[Trouble]) -> Entry:
        """The entry with all that it inherits, without ``crossref`` and ``xdata``.

        What of these names no entry is left: it may be in another file.
        """
        first = ("xdata" if entry.type == "xdata" else "crossref", entry.key)
        try:
            return self._complete(entry, (first,), troubles)
        except TooLong:
            message = "with all that is inherited the file would be many times as long: nothing is inherited here"
            field = "crossref" if "crossref" in entry.fields else "xdata"
            troubles.append(Trouble("MB130", message, "shorten the fields of the entry that is named", field))
            return entry

    def _complete(self, entry: Entry, path: tuple[_Step, ...], troubles: list[Trouble]) -> Entry:
        entry = self._with_references(entry, path, troubles)
        for field in ("xdata", "crossref"):
            if field in entry.fields:
                entry = self._inherit(entry, field, path, troubles)
        return entry

    def _inherit(self, entry: Entry, field: str, path: tuple[_Step, ...], troubles: list[Trouble]) -> Entry:
        rule = from_container if field == "xdata" else from_parent
        keys = [key for part in entry.fields[field].split(",") if (key := part.strip())]
        entry = entry.without((field,))
        left = []
        for key in reversed(keys):  # as in biber, the last @xdata wins
            if relative := self._relative(field, key, path, troubles):
                found = rule(entry, relative)
                self._budget.take(sum(map(len, found.values())))
                entry = entry._replace(fields=entry.fields | found)
            else:
                left.append(key)
        return entry._replace(fields=entry.fields | {field: ",".join(reversed(left))}) if left else entry

    def _with_references(self, entry: Entry, path: tuple[_Step, ...], troubles: list[Trouble]) -> Entry:
        """The entry with what its fields have by ``xdata=key-field`` in their values."""

        def resolve(key: str, field: str) -> str | None:
            container = self._relative("xdata", key, path, troubles)
            value = container.fields.get(field) if container else None
            self._budget.take(len(value or ""))
            return value

        found = {name: references(value, resolve) for name, value in entry.fields.items() if "xdata=" in value}
        return entry._replace(fields=entry.fields | found) if found else entry

    def _relative(self, field: str, key: str, path: tuple[_Step, ...], troubles: list[Trouble]) -> Entry | None:
        """The entry that *field* names, completed itself; ``None`` if there is none, or no end."""
        known = self._index.find(key, container=field == "xdata")
        step = (field, known or "")
        if known is None:
            what = "@xdata entry" if field == "xdata" else "entry"
            message = f"{field!r} names {key!r}, and the file has no such {what}"
            troubles.append(Trouble("MB129", message, "correct the key, or add the entry to the file", field))
            return None
        if step in path or len(path) > _DEEPEST:
            what = "goes round in a circle" if step in path else "goes on and on"
            message = f"{field!r} {what}: {', '.join(repr(one) for _, one in (*path, step))}"
            troubles.append(Trouble("MB130", message, "take it out of one of these entries", field))
            return None
        if field == "xdata":
            self.used.add(known)
        return self._whole.get(step) or self._completed(step, path, troubles)

    def _completed(self, step: _Step, path: tuple[_Step, ...], troubles: list[Trouble]) -> Entry:
        field, key = step
        found: list[Trouble] = []
        entry = self._complete(self._index.entry(key, container=field == "xdata"), (*path, step), found)
        # What else is wrong there is told of that entry itself.
        troubles.extend(one for one in found if one.code == "MB130")
        self._whole[step] = entry
        return entry
