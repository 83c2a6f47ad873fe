"""Style: a .bib file written anew in one manner, with every word that it says.

One field a line, in the order of ``fields.FIELD_ROWS``, with two blanks before it; small letters for types and names of
fields; braces for quotes; one name a line in a list of names; one blank line between entries. What stands between
entries stays, and so does every entry that is not well formed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from moebib.formats.bibtex.document import BibDocument
from moebib.formats.bibtex.fields import FIELD_ROWS, homes
from moebib.formats.bibtex.names import split_outside_braces
from moebib.formats.bibtex.resolve.macros import pieces
from moebib.formats.bibtex.syntax.blocks import Block
from moebib.formats.bibtex.syntax.scanner import scan
from moebib.formats.bibtex.types import record_type
from moebib.formats.bibtex.writer import SPELLINGS
from moebib.records.record import Type
from moebib.text.lines import LINE_BREAK, newline_of

__all__ = ["format_document", "format_entry"]

_NAMES = frozenset(
    ["author", "editor", "editora", "editorb", "editorc", "translator", "bookauthor", "annotator", "commentator",
     "introduction", "foreword", "afterword", "holder"]
)  # fmt: skip
_COMPANIONS = {
    "year": ("year", "month", "day", "date"),
    "doi": (
        "doi",
        "isbn",
        "issn",
        "verba",
        "eprint",
        "eprinttype",
        "archiveprefix",
        "eprintclass",
        "primaryclass",
        "pmid",
    ),
    "url": ("url", "urldate"),
}
_AND = re.compile(r"[{}]|(?<!\s)\s+and(?=\s)", re.IGNORECASE)
_COMMENT = re.compile(r"%[^\r\n]*")
_BESIDE = re.compile(r"[^\S\r\n]*+,?[^\S\r\n]*+(%[^\r\n]*+)")
_HEAD = re.compile(r"@\s*\S+?\s*[{(]\s*")
_EQUALS = re.compile(r"\s*=\s*")


class _Row(NamedTuple):
    """A field, and the comments that go with it."""

    name: str
    value: str
    above: tuple[str, ...] = ()
    beside: str = ""

    def lines(self, newline: str) -> str:
        """The field on lines of its own."""
        above = "".join(f"  {comment}{newline}" for comment in self.above)
        beside = f" {self.beside}" if self.beside else ""
        return f"{above}  {self.name} = {self.value},{beside}{newline}"


def format_document(document: BibDocument) -> str:
    """The text of a .bib file in one layout; a text that has it already stays as it is.

    >>> print(format_document(BibDocument('@Book{knuth1984, YEAR = 1984, title="The {TeXbook}"}')), end="")
    @book{knuth1984,
      title = {The {TeXbook}},
      year = 1984,
    }
    """
    newline = newline_of(document.text.lstrip())  # empty lines at the top are removed
    written: list[str] = []
    kind = ""
    between = ""
    for block in document.blocks:
        if block.kind == "between":
            between = block.raw
            continue
        written.append(_between(between, (kind, block.kind), newline))
        is_alone = _begins_line(between) or (kind and not between)
        written.append(_formatted(block, newline) if is_alone or not written[0] else block.raw)
        kind, between = block.kind, ""
    written.append(_end(between, newline, is_first=not kind))
    return "".join(written)


def format_entry(block: Block, newline: str = "\n") -> str:
    """An entry in the one manner; as it stands in the file where it is not well formed."""
    rows = _rows(block)
    if block.problem or rows is None or not block.key:
        return block.raw
    order = _order(block)
    rows[:-1] = sorted(rows[:-1], key=lambda row: order.get(row.name.lower(), len(order)))
    *fields, end = rows
    beside = f" {end.beside}" if end.beside else ""
    body = "".join(
        row._replace(name=SPELLINGS.get(row.name.lower(), row.name.lower()), value=_value(row, newline)).lines(newline)
        for row in fields
    )
    last = "".join(f"  {comment}{newline}" for comment in end.above)
    return _if_same(block, f"@{block.type.lower()}{{{block.key},{beside}{newline}{body}{last}}}")


def _formatted(block: Block, newline: str) -> str:
    if block.kind == "entry":
        return format_entry(block, newline)
    if block.kind == "string" and not block.problem and len(block.fields) == 1:
        rows = _rows(block)
        if rows and not any(row.above or row.beside for row in rows):
            return _if_same(block, f"@string{{{rows[0].name} = {_value(rows[0], newline)}}}")
    return block.raw


def _rows(block: Block) -> list[_Row] | None:
    """The fields with their comments, and a last row with those behind the key and at the end of the entry.

    ``None`` if something stands where the one manner has no place for it.
    """
    text = block.text
    head = _HEAD.match(text, block.start)
    at = block.key_start + len(block.key) if block.kind == "entry" else head.end() if head else 0
    if not head or (block.kind == "entry" and head.end() != block.key_start):
        return None
    beside: list[str] = []
    above: list[tuple[str, ...]] = []
    for start, end in [*((field.start, field.end) for field in block.fields), (block.end - 1, block.end)]:
        gap = text[at:start]
        if _COMMENT.sub("", gap).strip() not in ("", ","):
            return None
        first = _BESIDE.match(gap)
        beside.append(first[1].rstrip() if first else "")
        above.append(tuple(one.rstrip() for one in _COMMENT.findall(gap, first.end() if first else 0)))
        at = end
    if not all(_EQUALS.fullmatch(text, one.start + len(one.name), one.value_start) for one in block.fields):
        return None
    rows = [
        _Row(*row)
        for row in zip(
            (one.name for one in block.fields), (one.value for one in block.fields), above, beside[1:], strict=False
        )
    ]
    return [*rows, _Row("", "", above[-1], beside[0])]


def _value(row: _Row, newline: str) -> str:
    """Braces for quotes, blanks around ``#``, and one name a line."""
    found = pieces(row.value)
    if not found or "%" in _between_pieces(row.value, found):
        return row.value
    value = " # ".join(_in_braces(piece) for piece in found)
    if len(found) > 1 or row.name.lower() not in _NAMES or not value.startswith("{"):
        return value
    names = [" ".join(name.split()) for name in split_outside_braces(value[1:-1], _AND)]
    if len(names) < 2 or not all(names):
        return value
    indent = " " * len(f"  {row.name} = {{")
    return f"{{{f' and{newline}{indent}'.join(names)}}}"


def _between_pieces(value: str, found: list[str]) -> str:
    for piece in found:
        value = value.replace(piece, "", 1)
    return value


def _in_braces(piece: str) -> str:
    written = f"{{{piece[1:-1]}}}" if piece.startswith('"') else piece
    return written if pieces(written) == [written] else piece


def _if_same(block: Block, text: str) -> str:
    """The new *text* of a block if it says what the block says, else that."""
    first, *rest = scan(text)
    before = sorted(_meant(block), key=lambda pair: pair[0])
    same = not rest and not first.problem and (first.kind, first.key) == (block.kind, block.key)
    return text if same and sorted(_meant(first), key=lambda pair: pair[0]) == before else block.raw


def _meant(block: Block) -> Iterator[tuple[str, list[str]]]:
    """Names and values without what the manner changes."""
    for field in block.fields:
        name = field.name.lower()
        found = [f"{{{one[1:-1]}}}" if one.startswith('"') else one for one in pieces(field.value) or [field.value]]
        yield name, [" ".join(one.split()).lower() for one in found] if name in _NAMES else found


def _order(block: Block) -> dict[str, int]:
    fields = {field.name.lower(): field.value.strip('{}"') for field in block.fields}
    found = record_type(block.type.lower(), fields.get("entrysubtype", ""), fields)
    return _order_of(found[0] if found else "document")


@cache
def _order_of(type: Type) -> dict[str, int]:
    """The place of each field: those of the type as an export writes them, the others where the table has them."""
    own = {row.field: row for dialect in ("bibtex", "biblatex") for row, _ in homes(type, dialect)}
    names: list[str] = []
    for row in FIELD_ROWS:
        mine = own[row.field]
        names += [mine.bibtex, mine.biblatex, row.bibtex, row.biblatex]
    wide = (companion for name in names for companion in _COMPANIONS.get(name, (name,)))
    return {name: place for place, name in enumerate(dict.fromkeys(wide))}


def _begins_line(between: str) -> bool:
    return not between.rstrip(" \t") or between.rstrip(" \t").endswith(("\n", "\r"))


def _between(text: str, kinds: tuple[str, str], newline: str) -> str:
    """What stands before a block: a blank line, or the text that is there with as much as one blank line around it."""
    words = text.strip()
    if not words:
        is_tight = kinds == ("string", "string") and len(LINE_BREAK.findall(text)) < 2
        return "" if not kinds[0] else newline if is_tight else newline * 2
    start = text.index(words)
    return _blank(text[:start], newline, is_edge=not kinds[0]) + words + _blank(text[start + len(words) :], newline)


def _blank(text: str, newline: str, *, is_edge: bool = False) -> str:
    lines = len(LINE_BREAK.findall(text))
    indent = LINE_BREAK.split(text)[-1]
    return "" if is_edge else f"{newline * min(lines, 2)}{indent}"


def _end(text: str, newline: str, *, is_first: bool) -> str:
    words = text.strip()
    if not words:
        return "" if is_first else newline
    return f"{_blank(text[: text.index(words)], newline, is_edge=is_first)}{words}{newline}"
