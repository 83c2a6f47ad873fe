"""The layout of `moebib fmt`: a .bib file in one layout, with the same content.

One field per line, in the order of ``fields.FIELD_ROWS``, indented by two spaces; types and names of fields in lower
case; braces for quotes; one name per line in a list of names; one empty line between entries. The text between entries
stays, and so does every malformed entry.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from moebib.formats.bibtex.document import BibDocument
from moebib.formats.bibtex.fields import FIELD_ROWS, SPELLINGS
from moebib.formats.bibtex.names import split_outside_braces
from moebib.formats.bibtex.resolve.macros import pieces
from moebib.formats.bibtex.syntax.blocks import Block, scan
from moebib.text.lines import LINE_BREAK, newline_of

__all__ = ["format_document"]

_NAMES = frozenset(
    ["author", "editor", "editora", "editorb", "editorc", "translator", "bookauthor", "annotator", "commentator",
     "introduction", "foreword", "afterword", "holder"]
)  # fmt: skip
_COMPANIONS = {
    "year": ("year", "month", "day", "date"),
    "doi": ("doi", "isbn", "issn", "verba", "eprint", "eprinttype", "archiveprefix", "eprintclass", "primaryclass",
            "pmid", "pmcid", "hal_id"),
    "url": ("url", "urldate"),
}  # fmt: skip
"""The fields that follow another one."""
_AND = re.compile(r"[{}]|(?<!\s)\s+and(?=\s)", re.IGNORECASE)
_COMMENT = re.compile(r"%[^\r\n]*")
_BESIDE = re.compile(r"[^\S\r\n]*+,?[^\S\r\n]*+(%[^\r\n]*+)")
_HEAD = re.compile(r"@\s*\S+?\s*[{(]\s*")
_EQUALS = re.compile(r"\s*=\s*")


class _CommentedField(NamedTuple):
    """A field with its comments: those on lines above it, and the one after it on its line."""

    name: str
    value: str
    above: tuple[str, ...] = ()
    beside: str = ""


def format_document(document: BibDocument) -> str:
    """The text of a .bib file in one layout. Idempotent.

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
        line = between.rstrip(" \t")
        begins_line = not line or line.endswith(("\n", "\r")) or (kind and not between)
        written.append(_format_block(block, newline) if begins_line or not written[0] else block.raw)
        kind, between = block.kind, ""
    words = between.strip()
    if words:
        written.append(_spacing(between[: between.index(words)], newline, is_first=not kind) + words)
    if words or kind:
        written.append(newline)
    return "".join(written)


def _format_block(block: Block, newline: str = "\n") -> str:
    """An entry or ``@string`` in the layout; any other block, and a malformed one, unchanged."""
    rows = _rows(block) if block.kind in ("entry", "string") and not block.problem else None
    if rows is None:
        return block.raw
    if block.kind == "string":
        has_comments = any(row.above or row.beside for row in rows)
        if len(block.fields) != 1 or has_comments:
            return block.raw
        text = f"@string{{{rows[0].name} = {_value(rows[0], newline)}}}"
    elif not block.key:
        return block.raw
    else:
        *fields, end = rows
        order = _order()
        lines = [f"@{block.type.lower()}{{{block.key},{_beside(end)}"]
        for row in sorted(fields, key=lambda row: order.get(row.name.lower(), len(order))):
            name = SPELLINGS.get(row.name.lower(), row.name.lower())
            lines += [f"  {comment}" for comment in row.above]
            lines.append(f"  {name} = {_value(row._replace(name=name), newline)},{_beside(row)}")
        lines += [f"  {comment}" for comment in end.above]
        text = newline.join([*lines, "}"])
    formatted, *rest = scan(text)
    is_same = (
        not rest
        and not formatted.problem
        and (formatted.kind, formatted.key) == (block.kind, block.key)
        and _content(formatted) == _content(block)
    )
    return text if is_same else block.raw


def _beside(row: _CommentedField) -> str:
    return f" {row.beside}" if row.beside else ""


def _rows(block: Block) -> list[_CommentedField] | None:
    """The fields with their comments, and a last row with the comments after the key and at the end of the entry.

    ``None`` if there is something else between the fields, for which the layout has no place.
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
        match = _BESIDE.match(gap)
        beside.append(match[1].rstrip() if match else "")
        above.append(tuple(comment.rstrip() for comment in _COMMENT.findall(gap, match.end() if match else 0)))
        at = end
    if not all(_EQUALS.fullmatch(text, field.start + len(field.name), field.value_start) for field in block.fields):
        return None
    rows = [
        _CommentedField(field.name, field.value, field_above, field_beside)
        for field, field_above, field_beside in zip(block.fields, above[:-1], beside[1:], strict=True)
    ]
    return [*rows, _CommentedField("", "", above[-1], beside[0])]


def _value(row: _CommentedField, newline: str) -> str:
    """The value with braces for quotes, spaces around ``#``, and one name per line."""
    parts = pieces(row.value)
    if not parts:
        return row.value
    between = row.value
    for part in parts:
        between = between.replace(part, "", 1)
    if "%" in between:
        return row.value
    value = " # ".join(_in_braces(part) for part in parts)
    if len(parts) > 1 or row.name.lower() not in _NAMES or not value.startswith("{"):
        return value
    names = [" ".join(name.split()) for name in split_outside_braces(value[1:-1], _AND)]
    if len(names) < 2 or not all(names):
        return value
    indent = " " * len(f"  {row.name} = {{")
    return f"{{{f' and{newline}{indent}'.join(names)}}}"


def _in_braces(part: str) -> str:
    braced = f"{{{part[1:-1]}}}" if part.startswith('"') else part
    return braced if pieces(braced) == [braced] else part


def _content(block: Block) -> list[tuple[str, list[str]]]:
    """Names and values by name, without the differences that the layout makes."""
    content = []
    for field in block.fields:
        name = field.name.lower()
        parts = pieces(field.value) or [field.value]
        parts = [f"{{{part[1:-1]}}}" if part.startswith('"') else part for part in parts]
        content.append((name, [" ".join(part.split()).lower() for part in parts] if name in _NAMES else parts))
    return sorted(content, key=lambda field: field[0])


@cache
def _order() -> dict[str, int]:
    """The rank of each field, one for entries of all types: that of its row in the table."""
    for_all_types = {row.field: row for row in reversed(FIELD_ROWS) if not row.on}
    names: list[str] = []
    for row in FIELD_ROWS:
        general = for_all_types[row.field]
        names += [general.bibtex, general.biblatex, row.bibtex, row.biblatex]
    with_companions = (companion for name in names for companion in _COMPANIONS.get(name, (name,)))
    return {name: rank for rank, name in enumerate(dict.fromkeys(with_companions))}


def _between(text: str, kinds: tuple[str, str], newline: str) -> str:
    """The text before a block: an empty line, or the text that is there with at most one empty line on each side."""
    words = text.strip()
    is_first = not kinds[0]
    if not words:
        is_tight = kinds == ("string", "string") and len(LINE_BREAK.findall(text)) < 2
        return "" if is_first else newline if is_tight else newline * 2
    start = text.index(words)
    before, after = text[:start], text[start + len(words) :]
    return _spacing(before, newline, is_first=is_first) + words + _spacing(after, newline)


def _spacing(text: str, newline: str, *, is_first: bool = False) -> str:
    """White space with at most one empty line, and with the indentation of its last line."""
    lines = len(LINE_BREAK.findall(text))
    return "" if is_first else f"{newline * min(lines, 2)}{LINE_BREAK.split(text)[-1]}"
