"""People with several names, for example after a marriage: what is one name for comparing, searching and keys.

Publications keep the names that they print.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from moebib.records.name import NAME_FIELDS, Name, Names, parse_name
from moebib.text.fold import fold

if TYPE_CHECKING:
    from moebib.records.record import Record

__all__ = ["NOBODY", "People"]


class People:
    """The names of people who publish under several.

    >>> people = People({"Arden, Mia": ["Berg, Mia"]})
    >>> people.main(parse_name("Berg, Mia")).display(), people.main(parse_name("Cho, Ada")).display()
    ('Mia Arden', 'Ada Cho')
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """Each main name, as BibTeX writes it, with the other ones.

        Raises:
            ValueError: If one name is that of two people.
        """
        self._names: dict[str, tuple[Name, ...]] = {}
        for main, others in names.items():
            of_one = tuple(map(parse_name, (main, *others)))
            for name in of_one:
                if self._names.setdefault(_key(name), of_one) is not of_one:
                    raise ValueError(f"two people have the name {name.display()!r}")

    def __bool__(self) -> bool:
        return bool(self._names)

    def names_of(self, name: Name) -> tuple[Name, ...]:
        """All names of the person, the main one first; only *name* itself, if it is not that of one with several."""
        return self._names.get(_key(name), (name,))

    def main(self, name: Name) -> Name:
        """The main name of the person."""
        return self.names_of(name)[0]

    def with_main_names(self, record: Record) -> Record:
        """*record* with the main names of all people, in place of those that it prints."""
        return self._renamed(record, self.main) if self else record

    def with_names_in(self, record: Record, printed: Names) -> Record:
        """*record* with the names by which the same people are *printed* elsewhere."""
        listed = {_key(other): name for name in printed for other in self.names_of(name)} if self else {}
        return self._renamed(record, lambda name: listed.get(_key(name), name)) if listed else record

    def with_all_names(self, record: Record) -> Record:
        """*record* with all names of each author, to be searched."""
        return record.evolve(author=Names(other for name in record.author for other in self.names_of(name)))

    def _renamed(self, record: Record, rename: Callable[[Name], Name]) -> Record:
        changed: dict[str, Names] = {}
        for field in NAME_FIELDS:
            names: Names = getattr(record, field)
            renamed = Names(map(rename, names), others=names.others)
            if renamed != names:
                changed[field] = renamed
        return record.evolve(**changed) if changed else record


def _key(name: Name) -> str:
    return fold(name.display())


NOBODY = People({})
"""Nobody is known to have several names."""
