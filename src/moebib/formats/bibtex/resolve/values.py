"""The fields of a block with their macros resolved, and the macros that a block defines."""

from __future__ import annotations

from itertools import count

from moebib.formats.bibtex.document import Problem
from moebib.formats.bibtex.entry import BibEntry
from moebib.formats.bibtex.resolve.macros import Macros, TooLong
from moebib.formats.bibtex.syntax.blocks import Block, Field
from moebib.text.shorten import shorten

__all__ = ["define_macros", "own_entry"]


def own_entry(block: Block, macros: Macros, problems: list[Problem]) -> BibEntry:
    """The entry in *block* with its own fields only, their macros resolved; what is wrong goes to *problems*.

    Names of fields are in lower case. A second field of a name, with another value, is kept as ``name-2``. A field with
    an empty value counts as absent, as in biber.
    """
    fields: dict[str, str] = {}
    repeats: dict[str, set[str]] = {}
    is_sound = not block.problem
    for field in block.fields:
        name, raw, _, _ = field
        name = name.lower()
        # Most values: one piece, whose end the scanner has found.
        if is_sound and "#" not in raw and raw[:1] in '{"':
            value = raw[1:-1]
        elif raw.isdecimal():
            value = raw
        else:
            value = _evaluate(field, macros, problems)
        if not value or value.isspace():
            continue
        if name not in fields:
            fields[name] = value
        elif value not in repeats.setdefault(name, {fields[name]}):
            repeats[name].add(value)
            number = next(n for n in count(len(repeats[name])) if f"{name}-{n}" not in fields)
            fields[f"{name}-{number}"] = value
            message = f"duplicate field {name!r}, kept as '{name}-{number}': {shorten(value)}"
            problems.append(Problem("MB125", message, "remove one of the two", name, field.start))
    return BibEntry(block.type.lower(), block.key, fields)


def define_macros(block: Block, macros: Macros, problems: list[Problem]) -> None:
    """Add the macros of an ``@string`` block to *macros*, where they are valid from its end on."""
    for field in block.fields:
        macros.define(field.name, _evaluate(field, macros, problems), field.end)


def _evaluate(field: Field, macros: Macros, problems: list[Problem]) -> str:
    name, raw, _, at = field
    try:
        value, undefined = macros.value(raw, at, field=name.lower())
    except TooLong:
        message = f"macro expansion in {name!r} is too large; value left unexpanded"
        problems.append(
            Problem("MB130", message, "do not define a macro by repeating another one many times", name.lower(), at)
        )
        return raw
    for macro in undefined:
        message = f"undefined macro {macro!r}"
        hint = f'define it with @string{{{macro} = "..."}} before this entry, or put the value in braces'
        problems.append(Problem("MB124", message, hint, name.lower(), at))
    return value
