r"""Fallback for an entry that is malformed by BibTeX's rules: bibtexparser does not count ``\{`` and ``\}``."""

from __future__ import annotations

from bibtexparser import model, splitter

from moebib.formats.bibtex.syntax.blocks import Block, Field, head_at

__all__ = ["read_again"]

_LONGEST = 1 << 20


def read_again(text: str, start: int, end: int) -> Block | None:
    """The entry at *start*, if bibtexparser reads all of it before *end*."""
    if end - start > _LONGEST:
        return None
    # bibtexparser calls an entry with a repeated field failed, and keeps it as the ignored block.
    blocks = [getattr(block, "ignore_error_block", None) or block for block in _split(text[start:end])]
    entries = [block for block in blocks if not isinstance(block, model.ImplicitComment)]
    if len(entries) != 1 or not isinstance(entries[0], model.Entry) or entries[0] is not blocks[0]:
        return None
    return _located(entries[0], text, start)


def _split(text: str) -> list[model.Block]:
    # bibtexparser also logs each failure.
    was, splitter.logger.disabled = splitter.logger.disabled, True
    try:
        return splitter.Splitter(text).split().blocks
    finally:
        splitter.logger.disabled = was


def _located(entry: model.Entry, text: str, start: int) -> Block | None:
    head = head_at(text, start)
    key_start = text.index(entry.key, head.end() if head else start)
    at = key_start + len(entry.key)
    fields = []
    for field in entry.fields:
        name_start = text.index(field.key, at)
        value_start = text.index(field.value, text.index("=", name_start + len(field.key)) + 1)
        fields.append(Field(field.key, field.value, name_start, value_start))
        at = fields[-1].end
    end = start + len(entry.raw or "")
    if any(set(field.name) & set('%{}"\r\n') for field in fields):  # it reads comments as parts of names
        return None
    return Block(text, start, end, "entry", entry.entry_type, entry.key, key_start, tuple(fields))
