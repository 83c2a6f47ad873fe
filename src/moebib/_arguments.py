"""Functions that say what to write instead of arguments that they do not have, or of another type."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from functools import cached_property, wraps
from pathlib import PurePath
from types import FunctionType, NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from moebib.errors import InputError, InvalidArgument
from moebib.text.suggest import unknown

__all__ = ["checked"]

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])

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
_WORDS: Mapping[Any, str] = {
    str: "a string", bool: "True or False", int: "a number", float: "a number", NoneType: "None", bytes: "bytes",
}  # fmt: skip


def checked(hint: str = "") -> Callable[[FunctionT], FunctionT]:
    """A function that rejects arguments which it does not have, or of other types than it declares, with a *hint*."""

    def decorate(function: FunctionT) -> FunctionT:
        arguments = _Arguments(function, hint)

        accepted: set[tuple[type | str, ...]] = set()

        def call(*args: Any, **kwargs: Any) -> Any:
            # Most calls are like an earlier one, and some functions take less time than looking at their arguments.
            given: tuple[type | str, ...] = tuple(map(type, args))
            if kwargs:
                given += (*kwargs, *map(type, kwargs.values()))
            if given not in accepted:
                if not arguments.are_usual(args, kwargs):
                    arguments.check(args, kwargs)
                elif arguments.depend_on_classes(args, kwargs):
                    accepted.add(given)
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
    def _usual(self) -> tuple[list[str], int, dict[str, Any], dict[str, tuple[str, ...]]]:
        """The names of positional arguments, how many are required, and of all, the classes and the strings allowed."""
        positional = [
            parameter for parameter in self._parameters.values() if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        ]
        required = sum(parameter.default is parameter.empty for parameter in positional)
        classes = {name: _classes(kind) for name, kind in self._types.items()}
        choices = {name: found for name, kind in self._types.items() if (found := _choices(kind))}
        return [parameter.name for parameter in positional], required, classes, choices

    def depend_on_classes(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:
        """Whether all usual arguments of the same names and classes are usual, too."""
        names, _, _, choices = self._usual
        return not self._takes_any and choices.keys().isdisjoint((*names[: len(args)], *kwargs))

    @cached_property
    def _takes_any(self) -> bool:
        return any(parameter.kind is parameter.VAR_KEYWORD for parameter in self._parameters.values())

    def are_usual(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:
        """Whether there is nothing wrong with the arguments, as far as can be told in a short time."""
        names, required, classes, choices = self._usual
        given = len(args)
        others: Any = object if self._takes_any else ()
        if given > len(names) or any(name in kwargs for name in names[:given]):
            return False
        for name, value in (*zip(names, args, strict=False), *kwargs.items()):
            if not isinstance(value, classes.get(name, others)) and not (
                type(value) is str and value in choices.get(name, ())
            ):
                return False
        return given >= required or all(name in kwargs for name in names[given:required])

    def check(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
        """Raise InvalidArgument if the function does not take these arguments."""
        name, parameters = self._function.__name__, self._parameters
        name = self._function.__qualname__.partition(".")[0] if name == "__init__" else name
        shown = [parameter for parameter in parameters if parameter != "self"]
        for argument in kwargs:
            if argument not in parameters and not self._takes_any:
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


def _choices(kind: Any) -> tuple[str, ...]:
    """The strings that a type *kind* allows, such as "html"."""
    literals = (part for part in _parts(kind) if get_origin(part) is Literal)
    return tuple(choice for literal in literals for choice in get_args(literal) if type(choice) is str)


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
    if get_args(kind)[:1] == (str,) and isinstance(value, Collection):
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
