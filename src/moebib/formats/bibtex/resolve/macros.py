"""Macros: values of a .bib file with ``@string`` macros, ``#`` and delimiters resolved."""

from __future__ import annotations

import re
from bisect import bisect_left
from copy import copy
from itertools import count
from operator import itemgetter
from sys import maxsize

from moebib.formats.bibtex.bibliography import BibFiles
from moebib.formats.bibtex.dates import MONTHS
from moebib.formats.bibtex.document import BibDocument, Problem
from moebib.formats.bibtex.entry import BibEntry, is_unknown_type
from moebib.formats.bibtex.syntax.blocks import GAP, NO_TYPE, Block, Field
from moebib.formats.bibtex.values import joined_keywords
from moebib.records.citekey import is_key
from moebib.records.date import MONTH_NAMES
from moebib.records.fields import KEY_RULE
from moebib.text.markup import from_latex, plain
from moebib.text.shorten import quote, shorten

__all__ = [
    "STANDARD_JOURNALS",
    "Budget",
    "Macros",
    "TooLong",
    "define_macros",
    "entry_at",
    "own_entry",
    "pieces",
    "read_macros",
]

# The macros that BibTeX's standard styles define (plain.bst, version 0.99b); files use them without a definition.
STANDARD_JOURNALS = {
    "acmcs": "ACM Computing Surveys",
    "acta": "Acta Informatica",
    "cacm": "Communications of the ACM",
    "ibmjrd": "IBM Journal of Research and Development",
    "ibmsj": "IBM Systems Journal",
    "ieeese": "IEEE Transactions on Software Engineering",
    "ieeetc": "IEEE Transactions on Computers",
    "ieeetcad": "IEEE Transactions on Computer-Aided Design of Integrated Circuits",
    "ipl": "Information Processing Letters",
    "jacm": "Journal of the ACM",
    "jcss": "Journal of Computer and System Sciences",
    "scp": "Science of Computer Programming",
    "sicomp": "SIAM Journal on Computing",
    "tocs": "ACM Transactions on Computer Systems",
    "tods": "ACM Transactions on Database Systems",
    "tog": "ACM Transactions on Graphics",
    "toms": "ACM Transactions on Mathematical Software",
    "toois": "ACM Transactions on Office Information Systems",
    "toplas": "ACM Transactions on Programming Languages and Systems",
    "tcs": "Theoretical Computer Science",
}
_FIXED = STANDARD_JOURNALS | dict(zip(MONTHS, MONTH_NAMES, strict=True))

_PIECE = re.compile(rf"""{GAP}([{{"]|[^\s#{{}}"%]+)""")
_NEXT = re.compile(rf"{GAP}(#?)")
_MARKS = re.compile(r'[{}"]')


class TooLong(Exception):
    """The result would be many times longer than the file."""


class Budget:
    """How many characters macros and inheritance may add to a file: many, but bounded."""

    def __init__(self, length: int) -> None:
        self._left = 1_000_000 + 4 * length

    def spend(self, length: int) -> None:
        """Use *length* characters.

        Raises:
            TooLong: If fewer are left.
        """
        if length > self._left:
            raise TooLong
        self._left -= length


class Macros:
    """The macros of a bibliography by name in any case, for the offsets in one of its files.

    A macro is valid from its definition on, also in later files. If it is defined in a later file only, the first
    definition there is valid: a shell gives files in the order of their names, and the user need not know another.
    """

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._values: dict[str, list[tuple[int, str]]] = {name: [(-1, value)] for name, value in _FIXED.items()}
        self._start, self._end = 0, maxsize

    def in_file(self, span: tuple[int, int]) -> Macros:
        """The same macros, for the offsets in the file with this *span*."""
        macros = copy(self)
        macros._start, macros._end = span
        return macros

    def define(self, name: str, value: str, at: int) -> None:
        """From the offset *at* on, *name* is *value*."""
        values, at = self._values.setdefault(name.lower(), []), self._start + at
        place = bisect_left(values, at, key=itemgetter(0))
        is_known = place < len(values) and values[place][0] == at
        values[place : place + is_known] = [(at, value)]

    def value(self, raw: str, at: int, *, field: str = "") -> tuple[str, tuple[str, ...]]:
        """The value of *field*, which is written as *raw* at the offset *at*, and the undefined macros in it.

        In the field ``month``, the names of months stay three letters, even if the file defines them as macros.

        Raises:
            TooLong: If the macros add too many characters.
        """
        raw_pieces = pieces(raw)
        if raw_pieces is None:
            return _without_delimiters(raw), ()
        parts: list[str] = []
        undefined: list[str] = []
        for piece in raw_pieces:
            if piece[0] in '{"':
                parts.append(piece[1:-1])
            elif piece.isdecimal() or (field == "month" and piece.lower() in MONTHS):
                parts.append(piece if piece.isdecimal() else piece.lower())
            elif (value := self._at(piece.lower(), at)) is not None:
                self._budget.spend(len(value))
                parts.append(value)
            else:
                undefined.append(piece)
                parts.append(piece)
        return "".join(parts), tuple(undefined)

    def _at(self, name: str, at: int) -> str | None:
        values = self._values.get(name, ())
        number = bisect_left(values, self._start + at, key=itemgetter(0))
        if number:
            return values[number - 1][1]
        later = bisect_left(values, self._end, key=itemgetter(0))
        return values[later][1] if later < len(values) else None


def pieces(raw: str) -> list[str] | None:
    """The parts of a value between ``#``, with their delimiters; ``None`` if the value is malformed.

    >>> pieces('acm # " of " # {#Things}')
    ['acm', '" of "', '{#Things}']
    """
    parts, at = [], 0
    while piece := _PIECE.match(raw, at):
        start, at = piece.span(1)
        if piece[1] in ("{", '"'):
            at = _closing(raw, at, "}" if piece[1] == "{" else '"')
        parts.append(raw[start:at])
        after = _NEXT.match(raw, at)
        if not at or not after:
            return None
        at = after.end()
        if not after[1]:
            return parts if at == len(raw) else None
    return None


def _closing(raw: str, start: int, closing: str) -> int:
    """The offset after the *closing* brace or quote, or 0; as in BibTeX, a backslash does not escape it."""
    depth = 0
    for mark in _MARKS.finditer(raw, start):
        if depth == 0 and mark[0] == closing:
            return mark.end()
        depth += (mark[0] == "{") - (mark[0] == "}")
    return 0


def _without_delimiters(raw: str) -> str:
    """A malformed value without its delimiters, or only without the first one if it is not closed."""
    closing = {"{": "}", '"': '"'}.get(raw[:1])
    if not closing:
        return raw
    return raw[1:-1] if len(raw) > 1 and raw.endswith(closing) else raw[1:]


def own_entry(block: Block, macros: Macros, problems: list[Problem]) -> BibEntry:
    """The entry in *block* with its own fields only, their macros resolved; what is wrong goes to *problems*.

    Names of fields are in lower case. A second field of a name, with another value, is kept as ``name-2``; several
    lists of keywords are one list. A field with an empty value counts as absent, as in biber.
    """
    fields: dict[str, str] = {}
    repeats: dict[str, set[str]] = {}
    is_sound = not block.problem
    for field in block.fields:
        name, raw, _, _ = field
        name = name.lower()
        if not is_key(name):
            _report_name("field", field, problems)
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
        elif name == "keywords":
            fields[name] = joined_keywords(fields[name], value)
        elif value not in repeats.setdefault(name, {fields[name]}):
            repeats[name].add(value)
            number = next(n for n in count(len(repeats[name])) if f"{name}-{n}" not in fields)
            fields[f"{name}-{number}"] = value
            message = f"duplicate field {name!r}, kept as '{name}-{number}': {shorten(value)}"
            problems.append(Problem("MB125", message, "remove one of the two", name, field.start))
    return BibEntry(_type(block), block.key, fields)


def _type(block: Block) -> str:
    """The type of an entry; of a malformed one, only if it is known."""
    name = block.type.lower()
    return "misc" if not name or (block.problem == NO_TYPE and is_unknown_type(name)) else name


def define_macros(block: Block, macros: Macros, problems: list[Problem]) -> None:
    """Add the macros of an ``@string`` block to *macros*, where they are valid from its end on."""
    for field in block.fields:
        if not is_key(field.name):
            _report_name("macro", field, problems)
        macros.define(field.name, _evaluate(field, macros, problems), field.end)


def read_macros(document: BibDocument) -> dict[str, str]:
    """The macros of a file by name in lower case, each with its last value as text.

    >>> read_macros(BibDocument('@string{JACM = "J. {ACM}"}'))
    {'jacm': 'J. ACM'}
    """
    macros = Macros(Budget(len(document.text)))
    values: dict[str, str] = {}
    for block in document.blocks:
        if block.kind == "string":
            define_macros(block, macros, [])
            for field in block.fields:
                value, _ = macros.value(field.name, block.end)
                values[field.name.lower()] = plain(from_latex(value))
    return values


def entry_at(files: BibFiles, at: int, macros: Macros) -> BibEntry:
    """The entry that starts at an offset of *files*, with its own fields only; what is wrong in it is not reported."""
    return own_entry(files.block_at(at), macros.in_file(files.span_at(at)), [])


def _report_name(kind: str, field: Field, problems: list[Problem]) -> None:
    message = f"invalid {kind} name {quote(field.name)}"
    hint = KEY_RULE.replace("key", "name")
    problems.append(Problem("MB140", message, hint, field.name.lower() if kind == "field" else None, field.start))


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
        definition = f'@string{{{macro} = "..."}}'
        hint = f"define it with {definition} before this entry or in another file given, or put the value in braces"
        problems.append(Problem("MB124", message, hint, name.lower(), at))
    return value
