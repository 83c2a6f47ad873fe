"""The tags of a record while it is read: what is left of them, and what is kept of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from moebib.errors import Finding
from moebib.formats.ris.records import RisTag
from moebib.text.latex import encode

__all__ = ["UnreadTags"]


class UnreadTags:
    """The tags of a record that are not read yet, by name, and a finding for each value that cannot be read."""

    def __init__(self, tags: Iterable[RisTag]) -> None:
        self._bib_fields: dict[str, str] = {}
        self._left: dict[str, list[RisTag]] = {}
        for tag in tags:
            if tag.value:
                self.leave(tag)
        self.findings: list[Finding] = []

    def __contains__(self, name: str) -> bool:
        return bool(self._left.get(name))

    def values(self, name: str) -> list[str]:
        """The values of the tags called *name*, which stay."""
        return [tag.value for tag in self._left.get(name, ())]

    def take(self, *names: str) -> list[RisTag]:
        """The tags of these names, which are left no more."""
        return [tag for name in names for tag in self._left.pop(name, ())]

    def first(self, name: str) -> RisTag | None:
        """The first tag called *name*, which is left no more."""
        tags = self._left.get(name)
        return tags.pop(0) if tags else None

    def leave(self, tag: RisTag) -> None:
        """Keep a tag that was taken, or is read in part, in ``extra``."""
        self._left.setdefault(tag.name, []).append(tag)

    def call(self, old: str, new: str) -> None:
        """Read the tags called *old* as *new*."""
        for tag in self.take(old):
            self.leave(tag._replace(name=new))

    def leave_first(self, tag: RisTag) -> None:
        """Keep a tag before the others of its name, to be read in their place."""
        self._left.setdefault(tag.name, []).insert(0, tag)

    def drop(self, name: str, known: Collection[str]) -> None:
        """Drop the tags called *name* that repeat a *known* value."""
        self._left[name] = [tag for tag in self._left.get(name, ()) if tag.value not in known]

    def keep(self, name: str, latex: str) -> None:
        """Keep a value without a field of its own under its name in a .bib file."""
        if latex:
            self._bib_fields[name] = latex

    def keep_words(self, name: str, tag: RisTag) -> None:
        """Keep words in place of a date, "in press", under the name of the date in a .bib file."""
        self._left[tag.name].remove(tag)
        self.keep(name, encode(tag.value))

    def reject(self, tag: RisTag, message: str) -> None:
        """Keep a tag that cannot be read, with a finding."""
        self.leave(tag)
        self.find("MB134", f"{tag.given or tag.name}: {message}", tag)

    def find(self, code: str, message: str, tag: RisTag) -> None:
        """Add a finding about a tag."""
        self.findings.append(Finding(code, message, field=tag.given or tag.name, line=tag.line))

    def extra(self) -> dict[str, str]:
        """What is kept: under its name in a .bib file, or under the name of the tag, one line per value."""
        left = sorted((tag for tags in self._left.values() for tag in dict.fromkeys(tags)), key=lambda tag: tag.line)
        extra: dict[str, list[str]] = {}
        for tag in left:
            extra.setdefault(f"ris-{tag.name.lower()}", []).append(tag.value)
        return self._bib_fields | {name: "\n".join(values) for name, values in extra.items()}
