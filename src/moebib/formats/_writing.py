"""What writing in a format takes, and what is lost by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from moebib.errors import Finding
from moebib.text.shorten import quote

if TYPE_CHECKING:
    from moebib.library.library import Library
    from moebib.records.record import Record

__all__ = ["Home", "LibraryWriter", "Loss", "Options", "RecordWriter", "Rewritten"]


class Options(NamedTuple):
    """Options of an export; a format ignores those that do not concern it."""

    unicode: bool = False
    """Keep Unicode in BibTeX instead of LaTeX commands."""
    style: str | None = None
    """The style of the README; by default the one in moebib.toml."""
    omit: frozenset[str] = frozenset()
    """Fields to leave out of BibTeX and BibLaTeX, by their names there ("isbn", "abstract")."""
    raw: bool = False
    """Write the cells of CSV unchanged, including those that a spreadsheet would run as formulas."""
    template: str = ""
    """The text of the template that is the style of the README, if one is."""


class RecordWriter(NamedTuple):
    """Writes record by record, so that a list of any length needs no more memory than its text."""

    item: Callable[[Record, Options], str]
    r"""The text of one record: deterministic, UTF-8, lines ending in ``\n``; a function that can be pickled."""
    head: str = ""
    between: str = ""
    tail: str = ""
    empty: str | None = None
    """The text of no records at all, if it is not ``head + tail``."""

    def join(self, items: Iterable[str]) -> str:
        """The whole text, made of the texts of the records."""
        body = self.between.join(items)
        return self.empty if not body and self.empty is not None else f"{self.head}{body}{self.tail}"

    def dump(self, records: Iterable[Record], options: Options) -> str:
        """The text of *records*, in their order."""
        return self.join(self.item(record, options) for record in records)


class LibraryWriter(NamedTuple):
    """Writes a whole library at once, with its sections and models."""

    dump: Callable[[Library, Options], str]


class Home(NamedTuple):
    """Where a field goes in a format."""

    names: tuple[str, ...]
    """The names it has there; none if the format has no place for it."""
    caveat: str = ""
    """What is lost of it, if it is carried in part."""


class Loss(NamedTuple):
    """What a format does not give back of a field, what it gives instead, and why."""

    field: str
    lost: tuple[str, ...]
    instead: tuple[str, ...]
    why: str
    code: Literal["MB146", "MB149"] = "MB146"
    """MB149 if the field is kept, but *lost* are characters of it that cannot be printed."""

    def findings(self, key: str, title: str) -> Iterator[Finding]:
        """The findings for the work *key* in the format with this *title*; one for each name in ``extra``."""
        if self.code == "MB149":
            chars = [f"'{char}'" if char.isprintable() else f"U+{ord(char):04X}" for char in self.lost]
            more = f" and {len(chars) - _SHOWN} more" if len(chars) > _SHOWN else ""
            message = f"{self.field} of {key!r} in {title} has {', '.join(chars[:_SHOWN])}{more}, {self.why}"
            yield Finding(self.code, message, key, self.field)
            return
        values = [(self.field, "; ".join(self.lost), "; ".join(self.instead))]
        if self.field == "extra":
            now = dict(value.split(" = ", 1) for value in self.instead)
            before = (value.split(" = ", 1) for value in self.lost)
            values = [(name, value, now.get(name, "")) for name, value in before]
        because = f": {self.why}" if self.why else ""
        for name, old, new in values:
            if not old:
                message = f"{title} adds {name} {quote(new)} to {key!r}{because}"
            elif new:
                message = f"{title} changes {name} {quote(old)} of {key!r} to {quote(new)}{because}"
            else:
                message = f"{title} does not keep {name} {quote(old)} of {key!r}{because}"
            yield Finding(self.code, message, key, name)


_SHOWN = 5
"""How many characters that cannot be printed a finding names."""


class Rewritten(NamedTuple):
    """A record in the characters of what it was read from."""

    text: str
    losses: tuple[Loss, ...]
    """What is written otherwise than it was."""
    back: Record | None
    """What is read of the text."""
