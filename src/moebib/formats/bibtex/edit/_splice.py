"""Splices: an entry of a .bib file with a single change, and every other byte as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats.bibtex.edit._layout import in_case_of, layout_of
from moebib.formats.bibtex.entry import BibEntry
from moebib.formats.bibtex.fields import SPELLINGS
from moebib.formats.bibtex.resolve.macros import pieces
from moebib.formats.bibtex.syntax.blocks import GAP, Block, scan
from moebib.records.citekey import is_key

__all__ = ["new_entry", "renamed", "retyped", "with_field", "without_fields"]

_COMMA = re.compile(r"\s*,")
_LATER_COMMA = re.compile(rf"({GAP}),")
_BESIDE = re.compile(r"(?P<comma>[^\S\r\n]*+,)?[^\S\r\n]*+%[^\r\n]*+")


class EntryContent(NamedTuple):
    """What an edit of an entry changes on purpose, or not at all."""

    fields: list[tuple[str, str]]
    """Names and values, as they are written in the file."""
    others: list[str]
    """The comments between the fields, and any other text there."""
    problem: str


def with_field(
    block: Block, name: str, value: str, newline: str, *, instead: str = "", is_written: bool = False
) -> str:
    """The entry with another value of a field or, if it has no field of this name, with a new field.

    The new field takes the place of the field *instead*, if there is one.
    """
    text, fields = block.text, block.fields
    _check_name(name)
    layout = layout_of(block, newline)
    indices = {field.name.lower(): index for index, field in reversed(list(enumerate(fields)))}
    index = indices.get(name.lower(), indices.get(instead.lower()))
    old = fields[index].value if index is not None else ""
    literal = value if is_written else layout.literal(name, value, old)
    if pieces(literal) is None:
        raise InputError(f"invalid field value: {literal}")
    content = _content(block)
    if index is not None:
        field = fields[index]
        is_same = field.name.lower() == name.lower()
        content.fields[index] = (field.name if is_same else layout.name(name), literal)
        before = text[: field.value_start] + literal if is_same else layout.field(name, literal, text[: field.start])
        return _checked(block, [before + text[field.end :]], content)
    content.fields.append((layout.name(name), literal))
    return _checked(block, _insertions(block, layout.field(name, literal), newline), content)


def without_fields(block: Block, name: str) -> str:
    """The entry without the fields of this name."""
    for index in reversed(range(len(block.fields))):
        if block.fields[index].name.lower() == name.lower():
            rest = _content(block)
            del rest.fields[index]
            block = next(scan(_checked(block, _cuts(block, index), rest)))
    return block.raw


def renamed(block: Block, key: str) -> str:
    """The entry with another key."""
    _check_key(key)
    if block.key_start < 0:
        raise InputError("cannot rename an entry without a key")
    text = block.text[: block.key_start] + key + block.text[block.key_start + len(block.key) :]
    return _checked(block, [text], _content(block), key)


def retyped(block: Block, type: str) -> str:
    """The entry with another type."""
    _check_type(type)
    kind = in_case_of([block.type], type)
    at = block.text.index(block.type, block.start + 1)
    text = block.text[:at] + kind + block.text[at + len(block.type) : block.end]
    return _checked(block, [text], _content(block), type=kind)


def new_entry(entry: BibEntry, model: Block | None, newline: str) -> str:
    """A new entry with the layout of *model*."""
    _check_key(entry.key)
    _check_type(entry.type)
    for name in entry.fields:
        _check_name(name)
    layout = layout_of(model, newline)
    kind = in_case_of([model.type] if model else [], entry.type)
    fields = "".join(
        layout.field(SPELLINGS.get(name, name), layout.literal(name, value)) for name, value in entry.fields.items()
    )
    text = f"@{kind}{{{entry.key}{fields}{layout.tail}"
    (block, *rest) = scan(text)
    if rest or block.key != entry.key or [field.name.lower() for field in block.fields] != list(entry.fields):
        raise InputError(f"invalid .bib entry {entry.key!r}")
    return text


def _insertions(block: Block, field: str, newline: str) -> Iterator[str]:
    """The ways to add a field, which begins with a comma, at the end of the entry, the best one first."""
    text = block.text
    at = block.fields[-1].end if block.fields else block.key_start + len(block.key)
    if beside := _BESIDE.match(text, at):  # a comment about the last field stays beside it
        if not beside["comma"]:
            yield text[: beside.end()] + field + text[beside.end() :]
        bare = field.partition(",")[2].lstrip()
        indent = field[: -len(bare)].rpartition("\n")[2].replace(",", "")
        first, last = ("", ",") if beside["comma"] else (",", "")
        yield f"{text[:at]}{first}{beside[0]}{newline}{indent}{bare}{last}{text[beside.end() :]}"
    end = newline if not block.fields and text[at:] in ("}", ")") else ""
    yield f"{text[:at]}{field}{end}{text[at:]}"


def _cuts(block: Block, index: int) -> Iterator[str]:
    """The ways to cut a field from the entry, the best one first."""
    text, field = block.text, block.fields[index]
    before = block.fields[index - 1].end if index else block.key_start + len(block.key)
    gap = text[before : field.start].rstrip()
    comma = _COMMA.match(text, field.end)
    if gap.strip() == "," and (not comma or index == len(block.fields) - 1):
        yield text[:before] + text[field.end :]
    if comma:
        yield text[: before + len(gap)] + text[comma.end() :]
        yield text[: field.start] + text[comma.end() :]
    yield text[: before + len(gap)] + text[field.end :]
    yield text[: field.start] + text[field.end :]
    if later := _LATER_COMMA.match(text, field.end):
        yield text[: field.start] + later[1] + text[later.end() :]


def _checked(
    block: Block, texts: Iterable[str], content: EntryContent, key: str | None = None, type: str | None = None
) -> str:
    """The first of *texts* that is one entry with this content: a comment may hide what follows it on its line."""
    head = ("entry", block.type if type is None else type, block.key if key is None else key)
    for text in texts:
        first, *rest = scan(text)
        if not rest and (first.kind, first.type, first.key) == head and _content(first) == content:
            return text
    raise InputError(f"cannot edit the malformed entry {block.key!r}: {block.problem or 'unexpected text'}")


def _content(block: Block) -> EntryContent:
    return EntryContent([(field.name, field.value) for field in block.fields], block.other_text, block.problem)


def _check_key(key: str) -> None:
    if not is_key(key) or set(key) & set("()="):
        raise InputError(f"invalid key {key!r}")


def _check_type(type: str) -> None:
    if not is_key(type):
        raise InputError(f"invalid entry type {type!r}")


def _check_name(name: str) -> None:
    if not is_key(name) or set(name) & set("()'=@"):
        raise InputError(f"invalid field name {name!r}")
