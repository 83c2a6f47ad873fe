"""The layout of the fields of an entry, so that a new field is written like them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats.bibtex.dates import MONTHS
from moebib.formats.bibtex.resolve.macros import pieces
from moebib.formats.bibtex.syntax.blocks import Block

__all__ = ["FieldLayout", "in_case_of", "layout_of"]

_GAP = re.compile(r"\s*,\s*")
_EQUALS = re.compile(r"([^\S\r\n]*)=([^\S\r\n]*)")
_TAIL = re.compile(r"\s*+,?\s*+[})]")
_DELIMITERS = ("{", '"')


class FieldLayout(NamedTuple):
    """How the fields of an entry are written."""

    gap: str
    """The text before a field, with the comma."""
    tail: str
    """The text after the last field."""
    before: str = " "
    """The spaces before ``=``."""
    after: str = " "
    quote: str = "{"
    """The opening delimiter of values."""
    bare_numbers: bool = False
    names: tuple[str, ...] = ()
    column: int = 0
    """The column of ``=`` if the field names are left-aligned, otherwise 0."""
    margin: int = 0
    """The column of ``=`` if the field names are right-aligned, otherwise 0."""

    def field(self, name: str, literal: str, gap: str | None = None) -> str:
        """A field after *gap*, by default the comma before it."""
        name = self.name(name)
        before = " " * max(self.column - len(name), 1) if self.column else self.before
        gap = self.gap if gap is None else gap
        if self.margin:
            gap = gap.rstrip(" \t") + " " * max(self.margin - len(name), 1)
        return f"{gap}{name}{before}={self.after}{literal}"

    def name(self, name: str) -> str:
        """The name of a field, in upper case or capitalised if all names are."""
        return in_case_of(self.names, name)

    def literal(self, name: str, value: str, old: str = "") -> str:
        """*value* with delimiters: those of the *old* value, or of the other fields.

        Raises:
            InputError: If its braces are unbalanced.
        """
        if value.isdecimal() and (old.isdecimal() if old else self.bare_numbers):
            return value
        is_delimited = old.startswith(_DELIMITERS)
        if name.lower() == "month" and value in MONTHS and not is_delimited:
            return value
        is_quoted = (old if is_delimited else self.quote).startswith('"')
        for literal in (f'"{value}"' if is_quoted else "", f"{{{value}}}"):
            if literal and pieces(literal) == [literal]:
                return literal
        raise InputError(f"unbalanced braces in the value for {name!r}: {value}")


def in_case_of(others: Sequence[str], name: str) -> str:
    """The *name* of a type or field, in upper case or capitalised if all *others* are."""
    if others and all(other.isupper() for other in others):
        return name.upper()
    if others and all(other[:1].isupper() and other[1:].islower() for other in others):
        return name[:1].upper() + name[1:]
    return name


def layout_of(block: Block | None, newline: str) -> FieldLayout:
    """The layout of the fields of an entry; the default layout if there are none."""
    default = FieldLayout(f",{newline}  ", f",{newline}}}")
    if not block or not block.fields:
        return default
    text, fields = block.text, block.fields
    ends = [block.key_start + len(block.key), *(field.end for field in fields)]
    gaps = [text[end : field.start] for end, field in zip(ends, fields, strict=False)]
    equals = [_EQUALS.fullmatch(text, field.start + len(field.name), field.value_start) for field in fields]
    before, after = equals[-1].groups() if equals[-1] else (" ", " ")
    lengths = [len(field.name) for field in fields]
    columns = [
        length + len(match[1]) if match and match[1] else 0 for length, match in zip(lengths, equals, strict=True)
    ]
    margins = [length + len(gap.rpartition("\n")[2]) * ("\n" in gap) for length, gap in zip(lengths, gaps, strict=True)]
    tail = text[fields[-1].end : block.end]
    return FieldLayout(
        next((gap for gap in reversed(gaps) if _GAP.fullmatch(gap)), default.gap),
        f"{tail[:-1]}}}" if _TAIL.fullmatch(tail) else default.tail,
        before,
        after,
        next((field.value[0] for field in reversed(fields) if field.value.startswith(_DELIMITERS)), "{"),
        any(field.value.isdecimal() for field in fields),
        tuple(field.name for field in fields),
        _common(columns, lengths),
        _common(margins, lengths) if all("\n" in gap for gap in gaps) else 0,
    )


def _common(ends: list[int], lengths: list[int]) -> int:
    """The value that most *ends* have, if the *lengths* of these differ, otherwise 0."""
    value, number = Counter(ends).most_common(1)[0]
    differ = len({length for end, length in zip(ends, lengths, strict=True) if end == value}) > 1
    return value if differ and 2 * number > len(ends) else 0
