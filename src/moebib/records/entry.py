"""The base of all entries and their parts: values that never change, made with validation or from valid values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from inspect import Parameter, Signature, cleandoc
from textwrap import wrap
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from moebib._arguments import checked
from moebib._guesses import guessing, no_attribute
from moebib.errors import InvalidArgument, InvalidRecord

__all__ = ["FrozenEntry"]

_set = object.__setattr__


if TYPE_CHECKING:
    _ReadableModel = BaseModel
else:
    # Makes the ``help`` of an entry a page about its fields and methods, and not about the inside of pydantic.
    class _EntryType(type(BaseModel)):
        @property
        def __doc__(cls) -> str:
            text = cleandoc(vars(cls).get("__doc__") or "")
            return f"{text}\n\nFields:\n{''.join(map(_described, cls.model_fields.items()))}"

        def __dir__(cls) -> list[str]:
            own = (kind for kind in cls.__mro__ if kind.__module__.partition(".")[0] == "moebib")
            names = {name for kind in own for name in vars(kind) if not name.startswith("_")}
            return sorted(names - {"model_config", "trusted", *_OF_PYDANTIC})

        def __getattr__(cls, name: str) -> Any:
            # While a class is made, pydantic looks up each of its fields.
            if name.startswith("_") or not vars(cls).get("__pydantic_complete__"):
                return super().__getattr__(name)
            guesses = {**_OF_CLASSES, **dict.fromkeys(cls.model_fields, f"an attribute of each {cls.__name__}")}
            raise no_attribute(cls.__name__, name, dir(cls), guesses)

    class _ReadableModel(BaseModel, metaclass=_EntryType):
        pass


_OF_PYDANTIC = ("copy", "dict", "json")
"""Deprecated methods of pydantic, which warn in its own words."""
_OF_CLASSES = {
    **dict.fromkeys(("from_dict", "parse_obj", "load_dict"), "Record(**data) makes one of plain data"),
    **dict.fromkeys(
        ("from_bibtex", "from_string", "parse", "parse_raw", "loads", "read"), "moebib.parse(text) reads records"
    ),
    **dict.fromkeys(("from_doi", "from_arxiv", "fetch"), "moebib.fetch(text) looks up the work with an identifier"),
    **dict.fromkeys(("fields", "field_names"), "Record.model_fields has the fields"),
}
"""What people write on a class -> what to write."""
_OF_ENTRIES = {
    **dict.fromkeys(("key", "citekey", "citation_key", "ID", "bibkey", "cite_key"), "id"),
    **dict.fromkeys(("dict", "json", "items", "keys", "values", "fields", "asdict", "as_dict", "to_json"), "to_dict"),
    **dict.fromkeys(("ENTRYTYPE", "entry_type", "entrytype", "kind"), "type"),
    **dict.fromkeys(("to_bibtex", "to_bib", "bibtex", "to_string", "export"), "moebib.export(record) is its BibTeX"),
    **dict.fromkeys(("cite", "citation", "reference", "format"), "str(record) is one line; moebib.format_references"),
    **dict.fromkeys(("save", "write", "to_file"), "moebib.write(record, path) writes it to a file"),
    **dict.fromkeys(("persons", "people"), "author"),
    "get": "a field is an attribute: record.title, or getattr(record, name)",
    "first_author": "record.author[0], if there is one",
    "copy": "a record never changes, so it needs no copy; record.evolve(...) returns a changed one",
}
"""What objects of other libraries have -> the attribute of an entry, or what to write."""
_CHANGING = ("add_", "append_", "set_", "remove_", "update", "replace", "set", "merge", "delete")


def _guess(name: str) -> str | None:
    from moebib.records.foreign_words import IDENTIFIERS, LINK_FOR, field_for, folded

    if name.startswith(_CHANGING):
        return 'evolve(...) returns a changed copy: record.evolve(tags=[*record.tags, "x"])'
    if scheme := IDENTIFIERS.get(folded(name)):
        return f'record.identifier("{scheme}") is the one of a record; identifiers has those of each publication'
    if link := LINK_FOR.get(folded(name)):
        return f"links.{link} has them, such as record.links.{link}"
    return _OF_ENTRIES.get(name) or field_for(name)


@guessing(
    _guess,
    order="sort by a value: sorted(records, key=lambda record: record.year or 0)",
    change="{kind}.evolve({name}=...) returns a changed copy",
    items="write {kind}.{name}",
)
class FrozenEntry(_ReadableModel, frozen=True):
    """A frozen value with no unknown fields."""

    # Pydantic writes the default of a list of names into a JSON Schema only if it may be of any class, and refuses
    # strings that cannot be encoded only if there is a limit of any kind, even one without effect.
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, str_min_length=0)
    if TYPE_CHECKING:  # pydantic before 2.10 would take them for private attributes, which count in comparisons
        _defaults: ClassVar[dict[str, Any]]
        _tables: ClassVar[frozenset[str]]

    if not TYPE_CHECKING:  # the subclasses say which fields they have

        def __init__(self, /, *values: Any, **fields: Any) -> None:
            if values:
                hint = "write each field with its name, or Record(**fields)".replace("Record", type(self).__name__)
                raise InvalidArgument(f"{type(self).__name__} takes only named values\nhint: {hint}")
            try:
                super().__init__(**fields)
            except ValidationError as error:
                raise _invalid(error, type(self), fields) from None

        # Validation of data does not call it: that of a nested entry reports its place itself.
        __init__.__pydantic_base_init__ = True

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Keep the fields in their order, with their defaults, for ``trusted``; show a short signature in ``help``."""
        super().__pydantic_init_subclass__(**kwargs)
        required = [name for name, field in cls.model_fields.items() if field.is_required()]
        keywords = [Parameter(name, Parameter.KEYWORD_ONLY) for name in required]
        type.__setattr__(cls, "__signature__", Signature([*keywords, Parameter("fields", Parameter.VAR_KEYWORD)]))
        cls._defaults = {name: field.get_default() for name, field in cls.model_fields.items()}
        cls._tables = frozenset(name for name, value in cls._defaults.items() if value == {})

    @classmethod
    def trusted(cls, **values: Any) -> Self:
        """An entry of *values*, which must be valid and have the types of their fields; nothing is checked.

        It equals the validated entry and is made in a quarter of the time, which matters for large files. Pydantic's
        ``model_construct`` also skips validation, but takes four times as long as validation does.

        Raises:
            TypeError: If there is no field of one of the names.
        """
        entry = cls.__new__(cls)
        fields = {**cls._defaults, **values}
        if len(fields) != len(cls._defaults):
            raise TypeError(f"unknown fields of {cls.__name__}: {sorted(values.keys() - cls._defaults.keys())}")
        for name in cls._tables - values.keys():  # a mutable default must not be shared
            fields[name] = {}
        _set(entry, "__dict__", fields)
        _set(entry, "__pydantic_fields_set__", set(values))
        _set(entry, "__pydantic_extra__", None)
        _set(entry, "__pydantic_private__", None)
        return entry

    def __replace__(self, /, **changes: Any) -> Self:
        """For ``copy.replace``, with validation."""
        return self.evolve(**changes)

    def __hash__(self) -> int:
        """Equal entries have the same hash; tables, which cannot be hashed, are left out."""
        return hash(tuple(value for value in self.__dict__.values() if not isinstance(value, dict)))

    @checked("to_dict() leaves out what is empty")
    def to_dict(self) -> dict[str, Any]:
        """Plain data as in an entry file: names, dates and identifiers are strings, empty fields are left out."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @checked('write fields with their names: record.evolve(title="The TeXbook")')
    def evolve(self, **changes: Any) -> Self:
        """A validated copy with *changes*; pydantic's ``model_copy(update=...)`` does not validate.

        Raises:
            InvalidRecord: If a new value is not valid for its field.
        """
        fields = {**{name: getattr(self, name) for name in type(self).model_fields}, **changes}
        try:
            return type(self).model_validate(fields)
        except ValidationError as error:
            raise _invalid(error, type(self), fields) from None

    def __repr__(self) -> str:
        """The call that makes an equal entry."""
        fields = ", ".join(f"{name}={value!r}" for name, value in self.to_dict().items())
        return f"{type(self).__name__}({fields})"

    __str__ = __repr__


for _name in _OF_PYDANTIC:
    setattr(FrozenEntry, _name, property(partial(FrozenEntry.__getattr__, name=_name)))  # type: ignore[attr-defined]


def _described(named: tuple[str, FieldInfo]) -> str:
    """What a field is, and an example, for ``help``."""
    name, field = named
    words = [field.description or "", *(f"for example {example!r}" for example in (field.examples or ())[:1])]
    lines = wrap(f"{name}: {'; '.join(filter(None, words))}", 100, initial_indent="    ", subsequent_indent=" " * 8)
    return "".join(f"{line}\n" for line in lines)


def _invalid(error: ValidationError, kind: type[BaseModel], fields: Mapping[str, Any]) -> InvalidRecord:
    from moebib.toml.python_words import findings_of  # nearly the same words as about an entry file

    return InvalidRecord(findings_of(error, kind, fields))
