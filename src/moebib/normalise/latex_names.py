"""People who have no field in a record, and are kept in ``extra`` as in a .bib file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moebib.errors import InputError
from moebib.records.name import Name, parse_name
from moebib.text.latex import decode_groups, encode_groups

__all__ = ["bib_names", "names_of_bib"]


def bib_names(names: Iterable[Name]) -> str:
    """The names as in a field of a .bib file, as LaTeX."""
    return " and ".join(encode_groups(str(name)) for name in names)


def names_of_bib(latex: str) -> Iterator[Name]:
    """The names in a field of a .bib file; none of a field with an invalid one."""
    try:
        yield from [parse_name(decode_groups(text)) for text in latex.split(" and ") if text]
    except InputError:
        return
