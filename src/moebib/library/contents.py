"""What a library has, and how it is found: by key, identifier, title and tag."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from moebib._arguments import checked
from moebib.errors import InputError, InvalidArgument, InvalidIdentifier, UnknownKey
from moebib.library.config import Config
from moebib.library.guesses import GuessedLibrary
from moebib.library.index import WorkIndex
from moebib.records.identifier import Identifier, parse_identifier
from moebib.records.model import Model
from moebib.records.record import Record, Relation, records_of
from moebib.text.suggest import suggest

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["LibraryContents"]


class LibraryContents(GuessedLibrary):
    """The works, models and configuration of a library."""

    def _set(self, records: Iterable[Record], models: Iterable[Model], config: Config | None) -> None:
        self._works = WorkIndex(records)
        self._models = tuple(sorted(models, key=lambda model: (model.id.lower(), model.id)))
        self._config = config or Config()

    @property
    def records(self) -> tuple[Record, ...]:
        """The works in the order of their keys, regardless of case."""
        return self._works.records

    @property
    def models(self) -> tuple[Model, ...]:
        """The models of a list in the order of their keys."""
        return self._models

    @property
    def config(self) -> Config:
        """What ``moebib.toml`` says; the default values for a library that is not from a list."""
        return self._config

    def __iter__(self) -> Iterator[Record]:
        """The records in the order of their keys, regardless of case."""
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def __contains__(self, work: object) -> bool:
        """Whether the library has this very record, or a work with this key or identifier."""
        if isinstance(work, Record):
            return self._works.keys.exact(work.id) == work
        if isinstance(work, Identifier):
            return self.find(work) is not None
        return isinstance(work, str) and self._find_work(work) is not None

    def __getitem__(self, text: str) -> Record:
        """The work with a key, as :meth:`find_key`, or an identifier, as :meth:`find`.

        Raises:
            UnknownKey: If there is none; it is a ``KeyError``, too.
            InvalidArgument: If it is no string; it is a ``TypeError``, too.
        """
        if not isinstance(text, str):
            hint = "its key is record.id" if isinstance(text, Record) else "library.records[0] is the first work"
            raise InvalidArgument(
                f"a library is indexed by key or identifier, not by {type(text).__name__}\nhint: {hint}"
            )
        if record := self._find_work(text):
            return record
        raise UnknownKey(self._no_entry(text))

    @checked()
    def get(self, text: str, default: Record | None = None) -> Record | None:
        """The work with a key or an identifier, as ``library[text]``, or *default* if there is none.

        >>> from moebib import Library
        >>> Library().get("knuth1984") is None
        True
        """
        return self._find_work(text) or default

    @checked()
    def keys(self) -> tuple[str, ...]:
        """The keys in their order, regardless of case; ``dict(library)`` has the records by their keys."""
        return tuple(record.id for record in self.records)

    def __reversed__(self) -> Iterator[Record]:
        """The records in reverse order."""
        return reversed(self.records)

    def _no_entry(self, key: str, more_keys: Iterable[str] = ()) -> str:
        former_keys = (former_key for record in self.records for former_key in record.ids)
        return f"no entry {key!r}{suggest(key, (*self._works.keys, *former_keys, *more_keys))}"

    @checked()
    def find_key(self, key: str) -> Record | None:
        """The work with *key*, in any case, or with *key* as a former key; ``None`` if there is none."""
        return self._works.keys.find(key)

    @checked()
    def find_work(self, text: str) -> Record:
        """The work with a key, as :meth:`find_key`, or an identifier, as :meth:`find`.

        Raises:
            InputError: If there is none.
        """
        if self.find_model(text) and self._find_work(text) is None:
            raise InputError(f"{text!r} is a model, not a work\nhint: `moebib show {text}` shows it")
        return self[text]

    @checked()
    def find_entry(self, text: str) -> Record | Model:
        """The work with a key or an identifier, as :meth:`find_work`, or else the model with a key.

        Raises:
            UnknownKey: If there is none.
        """
        entry = self._find_work(text) or self.find_model(text)
        if entry is None:
            raise UnknownKey(self._no_entry(text, (model.id for model in self.models)))
        return entry

    def _find_work(self, text: str) -> Record | None:
        with suppress(InvalidIdentifier):
            return self.find_key(text) or self.find(text)
        return None

    @checked("a key is found by library[key] or library.get(key)")
    def find(self, identifier: Identifier | str) -> Record | None:
        """The work with *identifier*, in any form that people paste, of any of its versions.

        Raises:
            InvalidIdentifier: If the text is not an identifier.
        """
        try:
            wanted = parse_identifier(identifier) if isinstance(identifier, str) else identifier
        except InvalidIdentifier as error:
            if not self.find_key(error.given):
                raise
            hint = f"library[{identifier!r}] is the work with this key"
            raise InvalidIdentifier(f"{error}\nhint: {hint}", given=error.given) from None
        return self._works.find(wanted)

    @checked()
    def find_model(self, key: str) -> Model | None:
        """The model with *key*, in any case, or ``None``."""
        return next((model for model in self.models if model.id.lower() == key.lower()), None)

    @checked("record.relations has the relations of a work")
    def related(self, relation: Relation) -> Record | None:
        """The work that *relation* leads to; ``None`` if it is not in the library."""
        if relation.key is not None:
            return self.find_key(relation.key)
        assert relation.identifier
        return self.find(relation.identifier)

    @checked("library[key] is the work with a key")
    def relations_to(self, record: Record) -> tuple[tuple[Record, Relation], ...]:
        """The works that have a relation to *record*, each with that relation.

        >>> from moebib import Library
        >>> warm = Record(id="warm", type="article", relations=[{"kind": "extended-by", "key": "warmer"}])
        >>> library = Library([warm, Record(id="warmer", type="book")])
        >>> [(work.id, relation.inverse) for work, relation in library.relations_to(library["warmer"])]
        [('warm', 'extends')]
        """
        records_of([record])
        return tuple(
            (other, relation) for other in self.records for relation in other.relations if relation.is_to(record)
        )

    @checked()
    def titled(self, title: str) -> Record | None:
        """The work with *title*, also as that of a version or an alias, regardless of case, accents and markup."""
        return self._works.titled(title)

    @checked()
    def tagged(self, tag: str) -> tuple[Record, ...]:
        """The works with exactly *tag*."""
        return tuple(record for record in self.records if tag in record.tags)

    @checked()
    def in_section(self, tag: str) -> tuple[Record, ...]:
        """The works with *tag* or the tag of a subsection, each once.

        >>> from moebib import Library
        >>> library = Library([Record(id="knuth1984", type="book", tags=["print/typography"])])
        >>> [work.id for work in library.in_section("print")], library.tagged("print")
        (['knuth1984'], ())
        """
        return tuple(record for record in self.records if any(f"{own}/".startswith(f"{tag}/") for own in record.tags))

    @checked()
    def to_dicts(self) -> list[dict[str, Any]]:
        """Every record as plain data; see ``Record.to_dict``."""
        return [record.to_dict() for record in self.records]

    @checked()
    def to_polars(self) -> polars.DataFrame:
        """One row per work, a column for each field of :meth:`rows`.

        Raises:
            MissingPackage: If polars is not installed.
        """
        from moebib.library.table import polars_frame

        return polars_frame(self.records)

    @checked()
    def to_pandas(self) -> pandas.DataFrame:
        """One row per work, a column for each field of :meth:`rows`.

        Raises:
            MissingPackage: If pandas is not installed.
        """
        from moebib.library.table import pandas_frame

        return pandas_frame(self.records)

    @checked()
    def rows(self) -> list[dict[str, Any]]:
        """One flat row per work; all rows have the same columns."""
        from moebib.library.table import row

        return [row(record) for record in self.records]
