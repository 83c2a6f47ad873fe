"""The works and models of a list or file, and what is made of them. A library never changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from moebib._arguments import checked
from moebib.errors import Finding, InvalidArgument, InvalidIdentifier, InvalidRecord, UnknownKey
from moebib.library.clashes import find_clashes
from moebib.library.config import Config, matching_tags
from moebib.library.contents import LibraryContents
from moebib.library.index import WorkIndex
from moebib.records.model import Model
from moebib.records.record import Record, records_of

if TYPE_CHECKING:
    from moebib.library.table import SearchResults

__all__ = ["Library"]


class Library(LibraryContents):
    """The records of a list or file, its models and its configuration.

    A library never changes: ``add``, ``replace``, ``remove`` and ``rename`` return a new one, which ``save`` writes.
    Its records are in the order of their keys, regardless of case, however they are ordered in a file. Two libraries
    are equal if their records, models and configuration are.

    >>> library = Library([Record(id="knuth1984", type="book", title="The TeXbook", tags=["typography"])])
    >>> library["Knuth1984"].title, len(library), "dijkstra1968" in library
    ('The TeXbook', 1, False)

    Raises:
        InvalidRecord: If two works have the same key (regardless of case) or identifier.
    """

    findings: tuple[Finding, ...] = ()
    """What was wrong in the file that the library was loaded from: values that were not read, or not as they were
    meant, and identifiers that two works share. There are none in a list, because it must be valid to be loaded."""
    saved: object = None
    """An opaque token: the files that the library was loaded from or saved to last; ``None`` if there are none."""

    @checked('moebib.load("refs.bib") loads a file')
    def __init__(
        self, records: Iterable[Record] = (), models: Iterable[Model] = (), config: Config | None = None
    ) -> None:
        models = tuple(models)
        if wrong := [type(model).__name__ for model in models if not isinstance(model, Model)]:
            raise InvalidArgument(f"should be a Model, not {wrong[0]}\nhint: works are the first argument")
        self._set(records_of(records), models, config)
        if clashes := find_clashes(self.records, self.models):
            raise InvalidRecord(clash.finding for clash in clashes)

    @classmethod
    def of_file(
        cls,
        records: Iterable[Record],
        models: Iterable[Model] = (),
        findings: Iterable[Finding] = (),
        config: Config | None = None,
    ) -> Library:
        """The library of a file that is not a list, or of works of one: two works may have an identifier in common.

        Then the first of them is found by it. *findings* are those of reading.
        """
        library = cls.__new__(cls)
        library._set(records, models, config)
        clashes = (clash.finding for clash in find_clashes(library.records, library.models))
        vars(library)["findings"] = (*findings, *clashes)
        return library

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Library):
            return NotImplemented
        return (self.records, self.models, self.config) == (other.records, other.models, other.config)

    def __hash__(self) -> int:
        return hash((self.records, self.models))

    @checked("library.add(record) adds one record; moebib.Library([*library, *records]) has more")
    def add(self, record: Record) -> Library:
        """A new library that also has *record*.

        >>> library = Library().add(Record(id="knuth1984", type="book", title="The TeXbook"))
        >>> len(library.add(Record(id="lamport1986", type="book", title="LaTeX")))
        2

        Raises:
            InvalidRecord: If another work has its key or one of its identifiers.
        """
        records_of([record])
        if record.id in self._works.keys:
            hint = f"library.replace(record) replaces it, and record.evolve(id={record.id + 'a'!r}) has another key"
            raise InvalidRecord([Finding("MB008", f"there is already an entry {record.id!r}", record.id, hint=hint)])
        return self.replacing(record)

    @checked("library.replace(library[key].evolve(title=...)) replaces the work with its key")
    def replace(self, record: Record) -> Library:
        """A new library with *record* in place of the work with its key.

        Raises:
            UnknownKey: If there is none.
            InvalidRecord: If another work has one of its identifiers.
        """
        records_of([record])
        if record.id not in self._works.keys:
            raise UnknownKey(f"{self._no_entry(record.id)}\nhint: library.add(record) adds it")
        return self.replacing(record)

    @checked("library.remove(key) removes one work; a record has its key in record.id")
    def remove(self, key: str) -> Library:
        """A new library without the work with *key*, in any case.

        Raises:
            UnknownKey: If there is none; a former key or an identifier is not enough to remove a work.
        """
        return self._with(self._works.without(self._with_key(key)))

    @checked("library.rename(old, new) takes both keys")
    def rename(self, old: str, new: str) -> Library:
        """A new library in which the work with the key *old* has the key *new*, as after `moebib rekey`.

        The old key still finds it. What refers to it follows: relations, the papers of models and, when a .bib file is
        saved, ``crossref`` and the like. Its entry stays where it is in the file.

        >>> library = Library([Record(id="knuth1984", type="book", title="The TeXbook")]).rename("knuth1984", "texbook")
        >>> library["knuth1984"].id, library["texbook"].ids
        ('texbook', ('knuth1984',))

        Raises:
            UnknownKey: If there is no work with the key *old*.
            InputError: If *new* cannot be a key, or is that of another work.
        """
        work = self._with_key(old)
        if work.id == new:
            return self
        from moebib.library.renaming import rename

        renaming = rename(work, new, self.records, self.models, self.config)
        changed = {other.id: other for other in renaming.others} | {work.id: renaming.work}
        models = {model.id: model for model in renaming.models}
        library = self._with(WorkIndex(changed.get(record.id, record) for record in self.records))
        library._models = tuple(models.get(model.id, model) for model in self.models)
        library._config = self.config.model_copy(update={"different": renaming.different})
        return library

    def _with_key(self, key: str) -> Record:
        """The work with *key*, in any case; not one with *key* as a former key or an identifier."""
        work = self[key]
        if work.id.lower() != key.lower():
            raise UnknownKey(f"no entry {key!r}; did you mean {work.id!r}?")
        return work

    def replacing(self, record: Record) -> Library:
        """The library with *record* added, or in place of the work with its key.

        Raises:
            InvalidRecord: If another work has its key or one of its identifiers.
        """
        old = self._works.keys.exact(record.id)
        matches = [self.find_key(key) for key in (record.id, *record.ids)]
        matches += [self.find(identifier) for identifier in record.all_identifiers if identifier.is_of_one_work]
        others = list({match.id: match for match in matches if match and match is not old}.values())
        # Of what works of a file share already, nothing is new.
        known = [clash.finding for clash in find_clashes([*others, *([old] if old else [])])] if others else []
        if clashes := [clash.finding for clash in find_clashes([*others, record]) if clash.finding not in known]:
            raise InvalidRecord(clashes)
        return self._with(self._works.replacing(record))

    def _with(self, works: WorkIndex) -> Library:
        """A library with other works that belongs to the same files."""
        library = copy(self)
        library._works = works
        return library

    @checked("library.save(path), or library.save() for where it came from")
    def save(self, path: Path | str | None = None) -> tuple[Finding, ...]:
        """Write what changed back to where the library came from, or to *path*; see :func:`moebib.save`."""
        from moebib.store.saving import save  # the only way down, which makes this method an alias

        return save(self, path)

    @checked('a query is a text: library.search("author:knuth year:1984..")')
    def search(self, query: str) -> SearchResults:
        """The works that match *query*, best first: words, ``year:2024..``, ``tag:``, ``OR``, ``NOT``, ``has:code``.

        A query that is an identifier in any form finds the work that has it.

        Raises:
            InputError: If the query is incomplete, or names a field or a tag that does not exist.
        """
        from moebib.library.query import search
        from moebib.library.table import SearchResults

        with suppress(InvalidIdentifier):
            work = self.find(query)
            return SearchResults([work] if work else [])
        people, tags = self.config.known_people, self.config.tags
        if not people:
            return SearchResults(search(self.records, query, tags))
        matches = search(map(people.with_all_names, self.records), query, tags)
        return SearchResults(self[record.id] for record in matches)

    @checked('library.select(tags="quantization"); for other values, library.search("year:1984..")')
    def select(self, *, tags: str | Collection[str] = (), keys: str | Collection[str] | None = None) -> Library:
        """The works with one of *tags*, in full or their last steps, and, unless it is ``None``, with one of *keys*.

        A filtered library has no models, and belongs to no file.

        >>> library = Library([Record(id="knuth1984", type="book", tags=["print/typography"])])
        >>> library.select(tags="typography")
        <Library: 1 work>

        Raises:
            InputError: If a tag does not exist.
            UnknownKey: If a key does not exist.
        """
        if not tags and keys is None:
            return self
        tags = (tags,) if isinstance(tags, str) else tags
        keys = (keys,) if isinstance(keys, str) else keys
        known = self.config.tags or tuple(dict.fromkeys(tag for record in self.records for tag in record.tags))
        wanted = {tag for query in tags for tag in matching_tags(known, query)}
        chosen = self.records if keys is None else {self[key].id: self[key] for key in keys}.values()
        works = (record for record in chosen if not tags or wanted & set(record.tags))
        return Library.of_file(works, config=self.config)

    @checked()
    def preferring(self, which: Literal["published", "preprint"]) -> Library:
        """The works with the preferred version at the top level; see ``Record.preferring``."""
        if which == "published":
            return self
        return Library.of_file((record.preferring(which) for record in self), self.models, config=self.config)

    def __repr__(self) -> str:
        works, models = (
            f"{len(entries)} {noun}{'s' * (len(entries) != 1)}"
            for entries, noun in ((self.records, "work"), (self.models, "model"))
        )
        return f"<Library: {works}, {models}>" if self.models else f"<Library: {works}>"

    def _repr_html_(self) -> str:
        from moebib.library.table import works_html

        return works_html(self.records, note=repr(self)[1:-1])
