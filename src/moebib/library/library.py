"""The works and models of a list, found by key, identifier, title and tag. A library never changes."""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from copy import copy
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from moebib.errors import InputError, InvalidIdentifier, InvalidRecord
from moebib.library.clashes import find_clashes
from moebib.library.config import Config
from moebib.library.keys import KeyIndex
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.model import Model
from moebib.records.record import Record, Relation
from moebib.text import markup
from moebib.text.fold import fold
from moebib.text.markup import plain
from moebib.text.suggest import suggest

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["Library", "row"]


class Library:
    """The records of a list in the order of their keys, its models and its configuration.

    >>> library = Library([Record(id="knuth1984", type="book", title="The TeXbook", tags=["typography"])])
    >>> library["Knuth1984"].title, len(library), "dijkstra1968" in library
    ('The TeXbook', 1, False)

    Raises:
        InvalidRecord: If two works have the same key (regardless of case) or identifier.
    """

    def __init__(
        self, records: Iterable[Record] = (), models: Iterable[Model] = (), config: Config | None = None
    ) -> None:
        self.records = tuple(sorted(records, key=_sort_key))
        self.models = tuple(sorted(models, key=lambda model: (model.id.lower(), model.id)))
        self.config = config or Config()
        if clashes := find_clashes(self.records, self.models):
            raise InvalidRecord(clash.finding for clash in clashes)
        self._keys: KeyIndex[Record] = KeyIndex()
        self._by_identifier: dict[Identifier, Record] = {}
        for record in self.records:
            self._keys.add(record.id, record, former=record.ids)
            self._by_identifier |= _by_identifier(record)

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.find_key(key) is not None

    def __getitem__(self, key: str) -> Record:
        """The work with *key*, in any case, or with *key* as a former key."""
        if record := self.find_key(key):
            return record
        raise KeyError(self._no_entry(key))

    def _no_entry(self, key: str, more_keys: Iterable[str] = ()) -> str:
        former_keys = (former_key for record in self.records for former_key in record.ids)
        return f"no entry {key!r}{suggest(key, (*self._keys, *former_keys, *more_keys))}"

    def find_key(self, key: str) -> Record | None:
        """The work with *key*, in any case, or with *key* as a former key; ``None`` if there is none."""
        return self._keys.find(key)

    def find_work(self, text: str) -> Record:
        """The work with a key, as :meth:`find_key`, or an identifier, as :meth:`find`.

        Raises:
            InputError: If there is none.
        """
        record = self._find_work(text)
        if record is None and self.find_model(text):
            raise InputError(f"{text!r} is a model, not a work\nhint: `moebib show {text}` shows it")
        if record is None:
            raise InputError(self._no_entry(text))
        return record

    def find_entry(self, text: str) -> Record | Model:
        """The work with a key or an identifier, as :meth:`find_work`, or else the model with a key.

        Raises:
            InputError: If there is none.
        """
        entry = self._find_work(text) or self.find_model(text)
        if entry is None:
            raise InputError(self._no_entry(text, (model.id for model in self.models)))
        return entry

    def _find_work(self, text: str) -> Record | None:
        with suppress(InvalidIdentifier):
            return self.find_key(text) or self.find(text)
        return None

    def find(self, identifier: Identifier | str) -> Record | None:
        """The work with *identifier*, in any form that people paste, of any of its versions.

        Raises:
            InvalidIdentifier: If the text is not an identifier.
        """
        wanted = parse_identifier(identifier) if isinstance(identifier, str) else identifier
        return self._by_identifier.get(wanted) or self._by_identifier.get(wanted.canonical)

    def find_model(self, key: str) -> Model | None:
        """The model with *key*, in any case, or ``None``."""
        return next((model for model in self.models if model.id.lower() == key.lower()), None)

    def related(self, relation: Relation) -> Record | None:
        """The work that *relation* leads to; ``None`` if it is not in the library."""
        if relation.key is not None:
            return self.find_key(relation.key)
        assert relation.identifier
        return self.find(relation.identifier)

    def relations_to(self, record: Record) -> tuple[tuple[Record, Relation], ...]:
        """The works that have a relation to *record*, each with that relation.

        >>> warm = Record(id="warm", type="article", relations=[{"kind": "extended-by", "key": "warmer"}])
        >>> library = Library([warm, Record(id="warmer", type="book")])
        >>> [(work.id, relation.inverse) for work, relation in library.relations_to(library["warmer"])]
        [('warm', 'extends')]
        """
        return tuple(
            (other, relation) for other in self.records for relation in other.relations if relation.is_to(record)
        )

    def replacing(self, record: Record) -> Library:
        """The library with *record* added, or in place of the work with its key.

        Raises:
            InvalidRecord: If another work has its key or one of its identifiers.
        """
        old = self._keys.exact(record.id)
        matches = [self.find_key(key) for key in (record.id, *record.ids)]
        matches += [self.find(identifier) for identifier in record.all_identifiers if identifier.is_of_one_work]
        other_matches = {match.id: match for match in matches if match and match is not old}
        if clashes := find_clashes([*other_matches.values(), record]):
            raise InvalidRecord(clash.finding for clash in clashes)
        records = [other for other in self.records if other is not old]
        insort(records, record, key=_sort_key)
        keys, by_identifier = self._keys.copy(), self._by_identifier.copy()
        if old:
            keys.discard(old.id, former=old.ids)
            by_identifier = {key: other for key, other in by_identifier.items() if other is not old}
        keys.add(record.id, record, former=record.ids)
        library = copy(self)
        library.__dict__.pop("_by_title", None)
        library.records, library._keys = tuple(records), keys
        library._by_identifier = by_identifier | _by_identifier(record)
        return library

    def titled(self, title: str) -> Record | None:
        """The work with *title*, also as that of a version or an alias, regardless of case, accents and markup."""
        return self._by_title.get(fold(plain(title))) if title else None

    @cached_property
    def _by_title(self) -> dict[str, Record]:
        return {fold(title): record for record in self.records for title in reversed(record.titles)}

    def tagged(self, tag: str) -> tuple[Record, ...]:
        """The works with exactly *tag*."""
        return tuple(record for record in self.records if tag in record.tags)

    def in_section(self, tag: str) -> tuple[Record, ...]:
        """The works with *tag* or the tag of a subsection, each once.

        >>> library = Library([Record(id="knuth1984", type="book", tags=["print/typography"])])
        >>> [work.id for work in library.in_section("print")], library.tagged("print")
        (['knuth1984'], ())
        """
        return tuple(record for record in self.records if any(f"{own}/".startswith(f"{tag}/") for own in record.tags))

    def search(self, query: str) -> list[Record]:
        """The works that match *query*, best first: words, ``year:2024..``, ``tag:``, ``OR``, ``NOT``, ``has:code``.

        Raises:
            InputError: If the query is incomplete, or names a field or a tag that does not exist.
        """
        from moebib.library.query import search

        people, tags = self.config.known_people, self.config.tags
        if not people:
            return search(self.records, query, tags)
        return [self[record.id] for record in search(map(people.with_all_names, self.records), query, tags)]

    def select(self, *, tags: Collection[str] = (), keys: Collection[str] | None = None) -> Library:
        """The works with one of *tags* (see ``Config.find_tags``) and, unless it is ``None``, with one of *keys*.

        A filtered library has no models.

        Raises:
            InputError: If a tag does not exist.
            KeyError: If a key does not exist.
        """
        if not tags and keys is None:
            return self
        wanted = {tag for query in tags for tag in self.config.find_tags(query)}
        chosen = self.records if keys is None else {self[key].id: self[key] for key in keys}.values()
        return Library((record for record in chosen if not tags or wanted & set(record.tags)), (), self.config)

    def preferring(self, which: Literal["published", "preprint"]) -> Library:
        """The works with the preferred version at the top level; see ``Record.preferring``."""
        if which == "published":
            return self
        return Library((record.preferring(which) for record in self), self.models, self.config)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Every record as plain data; see ``Record.to_dict``."""
        return [record.to_dict() for record in self.records]

    def to_polars(self) -> polars.DataFrame:
        """One row per work, a column for each field of :meth:`rows`; needs polars."""
        import polars

        return polars.DataFrame(self.rows())

    def to_pandas(self) -> pandas.DataFrame:
        """One row per work, a column for each field of :meth:`rows`; needs pandas."""
        import pandas

        return pandas.DataFrame(self.rows())

    def rows(self) -> list[dict[str, Any]]:
        """One flat row per work; all rows have the same columns."""
        return [row(record) for record in self.records]

    def __repr__(self) -> str:
        return f"<Library: {len(self.records)} works, {len(self.models)} models>"

    def _repr_html_(self) -> str:
        cells = (
            (
                escape(record.id),
                record.issued.year if record.issued else "",
                escape(record.venue),
                markup.html(record.title),
            )
            for record in self
        )
        rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
        head = "".join(f"<th>{name}</th>" for name in ("key", "year", "venue", "title"))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _sort_key(record: Record) -> tuple[str, str]:
    return record.id.lower(), record.id


def _by_identifier(record: Record) -> dict[Identifier, Record]:
    return {same: record for identifier in record.all_identifiers for same in (identifier, identifier.canonical)}


def row(record: Record) -> dict[str, Any]:
    """The fields of a work that fit in a table, as one flat row."""

    def first(scheme: Scheme) -> str | None:
        identifier = record.identifier(scheme)
        return identifier.value if identifier else None

    return {
        "id": record.id,
        "type": record.type,
        "title": plain(record.title),
        "author": [name.display() for name in record.author],
        "year": record.issued.year if record.issued else None,
        "issued": str(record.issued) if record.issued else None,
        "venue": record.venue,
        "container_title": plain(record.container_title),
        "doi": first(Scheme.DOI),
        "arxiv": first(Scheme.ARXIV),
        "link": record.link,
        "code": list(record.links.code),
        "tags": list(record.tags),
        "keyword": list(record.keyword),
    }
