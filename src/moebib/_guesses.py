"""What people guess: hints for attributes, arguments and types that other libraries have, but not this one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import MISSING, fields
from functools import cached_property, wraps
from pathlib import PurePath
from types import FunctionType, MappingProxyType, NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin

from moebib.errors import Finding, InputError, InvalidArgument, InvalidAttribute, Patch
from moebib.text.suggest import suggestion, unknown

__all__ = ["OF_PACKAGE", "GuessedType", "checked", "guessing", "no_attribute", "short_repr"]

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])
ClassT = TypeVar("ClassT", bound=type)
Guesses = Mapping[str, str] | Callable[[str], str | None]
"""What people write -> the attribute that has it, or what to do in whole words."""

_ARGUMENTS = {
    "format": "fmt dialect to type kind",
    "path": "file filename file_name filepath fname name source target out output dest fp",
    "tags": "tag section sections keyword keywords",
    "keys": "key id ids",
    "text": "string s data content bibtex source",
    "works": "library records record entries lib bib",
    "records": "entries works library",
    "select": "rules rule codes code only",
    "ignore": "exclude skip",
    "omit": "exclude skip without drop",
    "query": "text words author title year",
    "family": "last last_name lastname surname name",
    "given": "first first_name firstname forename middle",
    "non_dropping_particle": "von prefix particle prelast",
    "suffix": "jr lineage",
}
"""Arguments, each with what others call it."""
OF_PACKAGE = {
    **dict.fromkeys(("loads", "parse_string", "from_string", "parse_text", "parse_bibtex", "from_bibtex"), "parse"),
    **dict.fromkeys(("dumps", "to_string", "to_bibtex", "format", "render", "write_string"), "export"),
    **dict.fromkeys(("dump", "to_file", "write_file"), "write"),
    **dict.fromkeys(("open", "read_library", "load_file", "from_file"), "load"),
    **dict.fromkeys(("parse_file", "read_bib", "read_bibtex", "read_file", "read_ris"), "read"),
    **dict.fromkeys(("convert", "transform"), "moebib.write(moebib.read(path).records, other_path) converts a file"),
    **dict.fromkeys(("Entry", "Paper", "Work", "Reference", "Item", "BibEntry", "Article", "Book"), "Record"),
    **dict.fromkeys(("Bibliography", "BibliographyData", "BibDatabase", "Database", "List", "Collection"), "Library"),
    **dict.fromkeys(("Person", "Author", "Organisation"), "Name"),
    **dict.fromkeys(("parse_author", "parse_authors", "parse_names", "Author"), "parse_name"),
    **dict.fromkeys(("lookup", "look_up", "resolve", "get", "doi", "arxiv", "from_doi", "fetch_doi"), "fetch"),
    **dict.fromkeys(("validate", "lint"), "check"),
    **dict.fromkeys(("find_duplicates", "duplicates", "deduplicate", "unique"), "dedupe"),
    **dict.fromkeys(("cite", "bibliography", "reference", "references", "format_reference"), "format_references"),
    **dict.fromkeys(("search", "find", "query", "filter"), 'moebib.load().search("author:knuth year:1984..")'),
    **dict.fromkeys(("add", "remove", "replace", "rename"), "a method of a library: library.add(record)"),
    **dict.fromkeys(("merge", "merge_records"), "pair.merged, for a pair of moebib.dedupe(works)"),
    **dict.fromkeys(
        ("fix", "fmt", "build", "update", "init", "sync"), "a command of the command line: see moebib --help"
    ),
    **dict.fromkeys(("Error", "Exception", "BibError", "MoebibException"), "MoebibError"),
    **dict.fromkeys(("NotFound", "NotFoundError"), "NoSuchWork"),
    **dict.fromkeys(("KeyError", "MissingKey", "NoSuchKey"), "UnknownKey"),
    **dict.fromkeys(("ValidationError", "ParseError", "InvalidEntry"), "InvalidRecord"),
    **dict.fromkeys(("version", "VERSION"), "moebib.__version__"),
    **dict.fromkeys(
        ("errors", "exceptions"), "errors are in moebib itself: moebib.MoebibError, moebib.InputError, ..."
    ),
    **dict.fromkeys(("AsyncClient", "fetch_async", "afetch", "aio"), "await asyncio.to_thread(moebib.fetch, text)"),
}
"""Names of other libraries -> the public name, or what to write."""
_WORDS: Mapping[Any, str] = {
    str: "a string", bool: "True or False", int: "a number", float: "a number", NoneType: "None", bytes: "bytes",
}  # fmt: skip


def no_attribute(owner: str, name: str, names: Iterable[str], guesses: Guesses) -> InvalidAttribute:
    """The error about an attribute that *owner*, which has *names*, does not have.

    >>> print(no_attribute("Name", "last", ["family", "given"], {"last": "family"}))
    Name has no attribute 'last'
    hint: did you mean 'family'?
    """

    def hint() -> str:
        known = list(names)
        guess = guesses(name) if callable(guesses) else guesses.get(name)
        meant = f"did you mean {guess!r}?" if guess in known else guess or suggestion(name, known)
        return meant or f"help({owner.lower()}) shows what it has"

    return InvalidAttribute(f"{owner} has no attribute {name!r}", hint)


def guessing(guesses: Guesses, *, order: str = "", change: str = "", items: str = "") -> Callable[[ClassT], ClassT]:
    """A class that says what to write instead of attributes and operators that it does not have.

    *order* is what to write instead of ``<``, *change* instead of an assignment, and *items* instead of ``[...]``, with
    the class and the attribute in braces.
    """

    def decorate(cls: ClassT) -> ClassT:
        inherited = next((vars(base)["__getattr__"] for base in cls.__mro__ if "__getattr__" in vars(base)), None)

        def get(self: object, name: str) -> Any:
            if not name.startswith("_"):
                raise no_attribute(type(self).__name__, name, _public_names(type(self)), guesses)
            if inherited:  # requested by copy, pickle and notebooks
                return inherited(self, name)
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

        def refuse_order(self: object, _: object) -> NoReturn:
            raise InvalidArgument(f"{type(self).__name__} objects have no order\nhint: {order}")

        def refuse_item(self: object, item: object, _: object = None) -> NoReturn:
            kind, names = type(self).__name__, _public_names(type(self))
            guess = guesses(item) if callable(guesses) and isinstance(item, str) else None
            name = next((name for name in (item, guess) if name in names), None)
            hint = guess if guess and not name else items.format(kind=kind.lower(), name=name or names[0])
            raise InvalidArgument(f"{kind} has attributes, not items\nhint: {hint}")

        def refuse_change(verb: str) -> Callable[..., NoReturn]:
            def refuse(self: object, name: str, _: object = None) -> NoReturn:
                kind = type(self).__name__
                hint = change.format(kind=kind.lower(), name=name)
                raise InvalidAttribute(f"cannot {verb} {name!r}: {kind} is immutable\nhint: {hint}")

            return refuse

        added: dict[str, Any] = {"__getattr__": get, "__format__": lambda self, spec: format(str(self), spec)}
        if order:
            added |= dict.fromkeys(("__lt__", "__le__", "__gt__", "__ge__"), refuse_order)
        if change:
            added |= {"__setattr__": refuse_change("set"), "__delattr__": refuse_change("delete")}
        if items:
            added |= dict.fromkeys(("__getitem__", "__setitem__", "__delitem__", "__contains__"), refuse_item)
        for method, function in added.items():
            setattr(cls, method, function)
        return cls

    return decorate


class GuessedType(type):
    """The type of a class whose ``help`` is a page, and that says what to write for what it does not have."""

    _of_class: Mapping[str, str] = MappingProxyType({})
    """What people write on the class, each with what to write."""

    def __dir__(cls) -> list[str]:
        """The public attributes, and the special methods that have a description."""
        names = super().__dir__()
        special = [name for name in names if name.startswith("__") and _described(cls, name)]
        return [name for name in names if not name.startswith("_")] + special

    if not TYPE_CHECKING:

        def __getattr__(cls, name: str) -> Any:
            if name.startswith("_"):
                raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")
            raise no_attribute(cls.__name__, name, _public_names(cls), cls._of_class)


# The errors are in a room above, and cannot say this themselves.
guessing(
    {
        **dict.fromkeys(("severity", "category", "kind"), "level"),
        **dict.fromkeys(("rule", "name", "number"), "code"),
        **dict.fromkeys(("msg", "text", "description"), "message"),
        **dict.fromkeys(("row", "lineno", "start_line"), "line"),
        **dict.fromkeys(("col", "offset"), "column"),
        **dict.fromkeys(("fix", "edit", "suggestion"), "patch"),
        **dict.fromkeys(("path", "filename"), "file"),
        **dict.fromkeys(("key", "record", "entry"), "id"),
    }
)(Finding)
guessing({**dict.fromkeys(("key", "record"), "id"), **dict.fromkeys(("fields", "values"), "changes")})(Patch)


def _described(cls: type, name: str) -> bool:
    found = next((vars(base)[name] for base in cls.__mro__ if name in vars(base)), None)
    return isinstance(found, FunctionType) and found.__name__ == name and bool(found.__doc__)


def _public_names(kind: type) -> list[str]:
    """The attributes of objects of a class, with the fields of an entry, which its class does not have."""
    return [*getattr(kind, "_defaults", ()), *(name for name in dir(kind) if not name.startswith("_"))]


def short_repr(value: Any) -> str:
    """The call that makes an equal dataclass, without the fields that have their default values."""
    given = ((field, getattr(value, field.name)) for field in fields(value) if field.repr)
    shown = (f"{field.name}={part!r}" for field, part in given if field.default is MISSING or part != field.default)
    return f"{type(value).__name__}({', '.join(shown)})"


def checked(hint: str = "") -> Callable[[FunctionT], FunctionT]:
    """A function that rejects arguments which it does not have, or of other types than it declares, with a *hint*."""

    def decorate(function: FunctionT) -> FunctionT:
        arguments = _Arguments(function, hint)

        def call(*args: Any, **kwargs: Any) -> Any:
            if kwargs or not arguments.are_usual(args):
                arguments.check(args, kwargs)
            return function(*args, **kwargs)

        # doctest takes a function for one of a module only if it has the globals of that module; it needs no others.
        own = FunctionType(
            call.__code__, inspect.unwrap(function).__globals__, function.__name__, None, call.__closure__
        )
        return wraps(function)(own)  # type: ignore[return-value]

    return decorate


class _Arguments:
    """The arguments of a function; their types are looked up when they are needed first."""

    def __init__(self, function: Callable[..., Any], hint: str) -> None:
        self._function, self._hint = function, hint

    @cached_property
    def _parameters(self) -> Mapping[str, inspect.Parameter]:
        return inspect.signature(self._function).parameters

    @cached_property
    def _types(self) -> dict[str, Any]:
        types = {}
        for name, parameter in self._parameters.items():
            types[name] = kind = self._type(parameter.annotation)
            if "record.Record" in str(kind):  # what is given instead is described by ``records_of``
                types[name] = Any
        return types

    def _type(self, annotation: str | type) -> Any:
        if annotation is not inspect.Parameter.empty:
            with suppress(NameError):  # imported for type checkers only
                return eval(annotation, inspect.unwrap(self._function).__globals__)  # type: ignore[arg-type]
        return Any

    @cached_property
    def _usual(self) -> tuple[list[Any], int]:
        """The classes of the positional arguments for ``isinstance``, and how many of them are required."""
        positional = [
            parameter for parameter in self._parameters.values() if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        ]
        return (
            [_classes(self._types[parameter.name]) for parameter in positional],
            sum(parameter.default is parameter.empty for parameter in positional),
        )

    def are_usual(self, args: tuple[Any, ...]) -> bool:
        """Whether there is certainly nothing wrong with positional arguments."""
        classes, required = self._usual
        return required <= len(args) <= len(classes) and all(map(isinstance, args, classes))

    def check(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
        """Raise InvalidArgument if the function does not take these arguments."""
        name, parameters = self._function.__name__, self._parameters
        name = self._function.__qualname__.partition(".")[0] if name == "__init__" else name
        shown = [parameter for parameter in parameters if parameter != "self"]
        takes_any = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values())
        for argument in kwargs:
            if argument not in parameters and not takes_any:
                meant = next(
                    (own for own, others in _ARGUMENTS.items() if own in shown and argument in others.split()), None
                )
                raise self._error(f"{name}: {unknown('argument', argument, shown, meant=meant)}")
        try:
            bound = inspect.signature(self._function).bind(*args, **kwargs)
        except TypeError as error:
            raise self._error(f"{name}({', '.join(shown)}): {error}") from None
        for argument, value in bound.arguments.items():
            kind = self._types[argument]
            if parameters[argument].kind not in (
                inspect.Parameter.VAR_KEYWORD,
                inspect.Parameter.VAR_POSITIONAL,
            ) and not _fits(value, kind):
                raise self._error(_mismatch(argument, value, kind), value)

    def _error(self, message: str, value: object = None) -> InvalidArgument:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        hint = self._hint or (f'put it in quotes: "{value}"' if is_number else "")
        if hasattr(value, "isoformat"):
            hint = "date.isoformat() is a text, and moebib.Date(date.year, date.month, date.day) a date"
        return InvalidArgument(message + (f"\nhint: {hint}" if hint and "did you mean" not in message else ""))


def _parts(kind: Any) -> tuple[Any, ...]:
    """The types of a union, or the type alone."""
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def _classes(kind: Any) -> Any:
    """Classes whose objects certainly are of the type *kind*."""
    if kind is Any or isinstance(kind, TypeVar):
        return object
    return tuple(part for part in _parts(kind) if _is_class(part))


def _is_class(kind: Any) -> bool:
    """Whether an object can be of this class; any object may follow a protocol."""
    is_class = isinstance(kind, type) and get_origin(kind) is None
    return is_class and kind is not Any and not getattr(kind, "_is_protocol", False)


def _fits(value: object, kind: Any) -> bool:
    return any(_fits_part(value, part, get_origin(part) or part) for part in _parts(kind))


def _fits_part(value: object, kind: Any, origin: Any) -> bool:
    if origin is None or origin is NoneType:
        return value is None
    if origin is Literal:
        return any(value == choice and type(value) is type(choice) for choice in get_args(kind))
    if not _is_class(origin):  # what only type checkers know
        return True
    if isinstance(value, str | bytes):
        return origin in type(value).__mro__  # a text is no list of texts
    if issubclass(origin, PurePath):
        return hasattr(value, "__fspath__")
    if get_args(kind)[:1] == (str,) and isinstance(value, list | tuple | set | frozenset):
        return all(isinstance(element, str) for element in value)
    return isinstance(value, origin) or (origin is float and isinstance(value, int))


def _mismatch(name: str, value: object, kind: Any) -> str:
    """What is wrong with a *value* that is not of the type *kind*."""
    parts = [part for part in _parts(kind) if part is not NoneType]
    choices = [choice for part in parts if get_origin(part) is Literal for choice in get_args(part) if choice]
    if choices and isinstance(value, str):
        raise InputError(f"{name}: {unknown('value', value, choices)}")
    words = list(dict.fromkeys(_word(part) for part in parts)) + [repr(choice) for choice in choices]
    given = "None" if value is None else type(value).__name__
    return f"{name} should be {' or '.join(filter(None, words))}, not {given}"


def _word(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return ""
    if kind in _WORDS:
        return _WORDS[kind]
    origin = get_origin(kind) or kind
    if issubclass(origin, PurePath):
        return "a path"
    if get_args(kind) and issubclass(origin, Collection | Iterable):
        element = get_args(kind)[0]
        return f"a list of {'strings' if element is str else 'records' if 'Record' in str(element) else 'values'}"
    name = origin.__name__
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"
