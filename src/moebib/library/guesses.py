"""What people guess of a library: what to write instead of what others call its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from moebib._guesses import GuessedType, guessing
from moebib.errors import InvalidArgument, InvalidAttribute

__all__ = ["GuessedLibrary"]

_GUESSES = {
    **dict.fromkeys(("entries", "works", "papers", "values", "references", "blocks", "to_list", "all"), "records"),
    **dict.fromkeys(("items", "entries_dict", "as_dict", "to_dict"), "dict(library) has the records by their keys"),
    **dict.fromkeys(("ids", "citekeys", "index"), "keys"),
    **dict.fromkeys(
        ("filter", "where", "query", "find_all", "get_by"),
        'library.search("author:knuth year:1984.."), or [record for record in library if ...]',
    ),
    **dict.fromkeys(
        ("sort", "sorted", "sort_by", "order_by"),
        "sorted(library, key=lambda record: record.year or 0) is a sorted list",
    ),
    **dict.fromkeys(("groupby", "group_by"), "library.to_pandas().groupby(...), or a loop over library"),
    **dict.fromkeys(("append", "insert"), "library.add(record) returns a new library"),
    **dict.fromkeys(("delete", "pop", "discard", "drop"), "library.remove(key) returns a new library"),
    **dict.fromkeys(("update", "set", "edit"), "library.replace(library[key].evolve(...)) returns a new library"),
    **dict.fromkeys(("rekey", "rename_key"), "rename"),
    **dict.fromkeys(
        ("extend", "merge", "union", "concat", "add_all", "combine"),
        "moebib.Library([*library, *other]) has the works of both",
    ),
    **dict.fromkeys(
        ("export", "to_bibtex", "to_bib", "to_string", "to_json", "to_csv", "to_ris", "dumps", "format"),
        'moebib.export(library, "bibtex") is the text; moebib.write(library, path) writes a file',
    ),
    **dict.fromkeys(("write", "dump", "to_file"), "save"),
    **dict.fromkeys(("to_dataframe", "to_df", "df", "dataframe", "to_frame"), "to_pandas"),
    **dict.fromkeys(("head", "tail", "iloc", "loc"), "library.records[:5], or library.to_pandas().head()"),
    **dict.fromkeys(("dedupe", "duplicates", "find_duplicates", "deduplicate"), "moebib.dedupe(library)"),
    **dict.fromkeys(("check", "validate", "lint"), "moebib.check(library)"),
    **dict.fromkeys(("errors", "warnings", "failed_blocks", "problems"), "findings"),
    **dict.fromkeys(("tags", "sections"), "library.config.tags has those of a list; those of a work are record.tags"),
    **dict.fromkeys(
        ("authors", "titles", "years", "dois"), "a value of each record: [record.title for record in library]"
    ),
    **dict.fromkeys(
        ("comments", "strings", "preambles", "preamble"), "library.save keeps them as they are in the file"
    ),
    **dict.fromkeys(("path", "filename", "file", "source", "name"), "library.save() writes to where it came from"),
    "verify": "moebib.verify(library)",
    "lookup": "get",
}
"""What people know from dictionaries, data frames and other bibliographies."""
_OF_CLASS = {
    **dict.fromkeys(("load", "read", "open", "from_file", "from_path", "from_bib", "from_bibtex"), "moebib.load(path)"),
    **dict.fromkeys(("parse", "loads", "from_string", "from_text"), "moebib.parse(text)"),
}
"""The same of the class."""


@guessing(_GUESSES)
class GuessedLibrary(metaclass=GuessedType):
    """A library as far as it says what to write instead of what it does not have, or what would change it."""

    _of_class = _OF_CLASS

    if not TYPE_CHECKING:  # what people try, and type checkers refuse

        def __setitem__(self, key: object, record: object) -> NoReturn:
            hint = "library.replace(record) and library.add(record) return a new library"
            raise InvalidArgument(f"a library never changes\nhint: {hint}")

        def __delitem__(self, key: object) -> NoReturn:
            raise InvalidArgument("a library never changes\nhint: library.remove(key) returns a new library")

        def __add__(self, other: object) -> NoReturn:
            hint = "moebib.Library([*library, *other]) has the works of both; library.add(record) adds one"
            raise InvalidArgument(f"a library has no operators\nhint: {hint}")

        __or__ = __and__ = __sub__ = __add__

        def __setattr__(self, name: str, value: object) -> None:
            if name != "saved" and not name.startswith("_"):
                hint = "add, replace, remove and rename return a new library"
                raise InvalidAttribute(f"cannot set {name!r}: a library never changes\nhint: {hint}")
            super().__setattr__(name, value)
