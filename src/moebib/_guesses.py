"""What people guess: hints for names and attributes that other libraries have, but not this one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from types import FunctionType, MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from moebib.errors import Finding, InvalidArgument, InvalidAttribute, Patch
from moebib.text.suggest import suggestion

__all__ = ["OF_PACKAGE", "GuessedType", "guessing", "no_attribute", "short_repr"]

ClassT = TypeVar("ClassT", bound=type)
Guesses = Mapping[str, str] | Callable[[str], str | None]
"""What people write -> the attribute that has it, or what to do in whole words."""

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
    **dict.fromkeys(("parse_author", "parse_authors", "parse_names"), "parse_name"),
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
        variable = re.sub(r".*(?=[A-Z])", "", owner).lower()  # as people call one: "results" for SearchResults
        return meant or f"help({variable}) shows what it has"

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
