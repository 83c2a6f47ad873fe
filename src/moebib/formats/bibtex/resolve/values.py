"""Contents: the fields of a block with their values as they are meant, and the macros that it defines."""

from __future__ import annotations

from itertools import count

from moebib.formats.bibtex.resolve.macros import Macros, TooLong
from moebib.formats.bibtex.syntax.blocks import Block, Field
from moebib.formats.bibtex.syntax.positions import Trouble
from moebib.text.shorten import shorten

__all__ = ["contents", "define"]


def contents(block: Block, macros: Macros, troubles: list[Trouble], *, shift: int = 0) -> dict[str, str]:
    """The values by name in lower case; the second of a name, with another value, is kept as ``name-2``.

    An empty value says nothing and, as in biber, is none. What is wrong goes to *troubles*. The block stands *shift*
    characters further on in the file of *macros*.
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
            value = _evaluate(field, macros, troubles, shift)
        if not value or value.isspace():
            continue
        if name not in fields:
            fields[name] = value
        elif value not in repeats.setdefault(name, {fields[name]}):
            repeats[name].add(value)
            number = next(n for n in count(len(repeats[name])) if f"{name}-{n}" not in fields)
            fields[f"{name}-{number}"] = value
            message = f"a second {name!r}, kept as '{name}-{number}': {shorten(value)}"
            troubles.append(Trouble("MB125", message, "remove one of the two", name, field.start))
    return fields


def define(block: Block, macros: Macros, troubles: list[Trouble]) -> None:
    """Add what an ``@string`` defines, from its end on, to *macros*."""
    for field in block.fields:
        macros.define(field.name, _evaluate(field, macros, troubles, 0), field.end)


def _evaluate(field: Field, macros: Macros, troubles: list[Trouble], shift: int) -> str:
    name, raw, _, at = field
    try:
        value, unknown = macros.value(raw, at + shift, field=name.lower())
    except TooLong:
        message = f"the macros in {name!r} would make the file many times as long: kept as it is written"
        troubles.append(Trouble("MB130", message, "define no macro by many times another", name.lower(), at))
        return raw
    for macro in unknown:
        message = f"a macro that is not defined: {macro!r}"
        hint = f'define it with @string{{{macro} = "..."}} before this place, or put the value in braces'
        troubles.append(Trouble("MB124", message, hint, name.lower(), at))
    return value
