"""The edits of a .bib file that give an entry the values of a changed record, and touch nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import islice, product

from moebib.errors import InputError
from moebib.formats.bibtex.dates import MONTHS
from moebib.formats.bibtex.document import BibDocument
from moebib.formats.bibtex.edit.edit import AddEntry, Edit, RemoveField, SetField, SetType, apply_edits
from moebib.formats.bibtex.entry import BibEntry, Dialect
from moebib.formats.bibtex.fields import fields_to_write
from moebib.formats.bibtex.reader import decode_entry
from moebib.formats.bibtex.resolve.macros import pieces
from moebib.formats.bibtex.syntax.blocks import Block
from moebib.formats.bibtex.writer import encode_record
from moebib.records.name import Names
from moebib.records.record import Record

__all__ = ["can_edit", "dialect_of", "joined", "overwriting_edits", "record_edits", "respellings", "value_edits"]

_DATED = {"bibtex": frozenset({"journal", "year"}), "biblatex": frozenset({"journaltitle", "date"})}
_OF_BIBLATEX = frozenset({"location", "eprinttype", "eprintclass", "langid", "subtitle"})
# The names of one field in the two dialects.
_PAIRS = (
    ("journal", "journaltitle"), ("address", "location"), ("school", "institution"), ("archiveprefix", "eprinttype"),
    ("primaryclass", "eprintclass"), ("howpublished", "organization"), ("annote", "annotation"),
)  # fmt: skip
_MOST_SPELLINGS = 30
_WORD = re.compile(r"[^\W_]+|\s+|.", re.S)
_LATEX = re.compile(r"[\\{}$%~^&_#]")
_BRACE = re.compile(r"[{}]")
_COMMENT = re.compile(r"(?<!\\)%.*\n")
_OTHER_NAME = {**dict(_PAIRS), **{biblatex: bibtex for bibtex, biblatex in _PAIRS}}


def dialect_of(blocks: Iterable[Block], default: Dialect = "bibtex") -> Dialect:
    """The dialect in which most entries write their journals and dates.

    If none has any, it is BibLaTeX if any entry has a field that BibTeX does not have, otherwise *default*.
    """
    entries = [{field.name.lower() for field in block.fields} for block in blocks if block.kind == "entry"]
    bibtex, biblatex = (sum(not names.isdisjoint(_DATED[name]) for names in entries) for name in ("bibtex", "biblatex"))
    if bibtex or biblatex:
        return "biblatex" if biblatex > bibtex else "bibtex"
    return "biblatex" if any(names & _OF_BIBLATEX for names in entries) else default


def record_edits(
    block: Block, entry: BibEntry, old: Record, new: Record, dialect: Dialect, *, unicode: bool
) -> list[Edit] | None:
    """The edits of the entry in *block*, which was read as *entry* and *old*, that change nothing else.

    Fields keep their names, and values their spelling in LaTeX, except for the words that differ. ``None`` if that is
    not possible: for another entry type, for a value that is inherited, made of macros or has comments, and if the
    edited entry would not be read as *new*.
    """
    before, after = (encode_record(record, dialect, unicode=unicode) for record in (old, new))
    if before.type != after.type:
        return None
    written = {field.name.lower(): field.value for field in block.fields}
    if len(written) < len(block.fields):
        return None
    plain = {
        name: row.field
        for row, name in fields_to_write(old.type, dialect)
        if row.kind in ("title", "journal", "text", "names")
    }
    options: dict[str, list[str | None]] = {}
    for encoded_name, name in _changed_fields(entry, before, after).items():
        was, becomes = before.fields.get(encoded_name), after.fields.get(encoded_name)
        is_other = name in entry.written or not (name in written and _is_plain_value(written[name]))
        if name in entry.fields and is_other:
            return None
        if becomes is None or name not in entry.fields:
            options[name] = [becomes]
            continue
        texts = [joined(getattr(record, plain[encoded_name])) for record in (old, new)] if encoded_name in plain else []
        options[name] = [*respellings(entry.fields[name], was or "", becomes, texts, unicode=unicode)]
    for values in islice(product(*options.values()), _MOST_SPELLINGS):
        changed = dict(zip(options, values, strict=True))
        fields = {name: value for name, value in {**entry.fields, **changed}.items() if value is not None}
        edits: list[Edit] = [
            RemoveField(block.start, name)
            if value is None
            else SetField(block.start, name, value, is_written=name == "month" and value in MONTHS)
            for name, value in changed.items()
            if value is not None or name in entry.fields
        ]
        if _reads_as(entry, entry._replace(fields=fields), new) and can_edit(block, edits):
            return edits
    return None


def overwriting_edits(
    block: Block, entry: BibEntry, old: Record, new: Record, dialect: Dialect, *, unicode: bool
) -> list[Edit]:
    """The edits that overwrite the type, and the fields in which *new* differs from *old*, whatever they are made of.

    Unlike those of :func:`record_edits`, they also replace macros and inherited values, and change as much as possible
    if the entry cannot have all of *new*.
    """
    before, after = (encode_record(record, dialect, unicode=unicode) for record in (old, new))
    edits: list[Edit] = [] if before.type == after.type else [SetType(block.start, after.type)]
    for encoded_name, name in _changed_fields(entry, before, after).items():
        value = after.fields.get(encoded_name)
        if value is not None:
            edits.append(SetField(block.start, name, value, is_written=name == "month" and value in MONTHS))
        elif name in entry.fields:
            edits.append(RemoveField(block.start, name))
    return edits


def _changed_fields(entry: BibEntry, before: BibEntry, after: BibEntry) -> dict[str, str]:
    """The names of the fields that differ, each with the name that the field has in *entry*, or would have."""
    changed = {}
    for name in dict.fromkeys((*before.fields, *after.fields)):
        if before.fields.get(name) != after.fields.get(name):
            other_name = _OTHER_NAME.get(name, name)
            changed[name] = other_name if other_name in entry.fields and name not in entry.fields else name
    return changed


def value_edits(block: Block, values: Mapping[str, str]) -> list[Edit] | None:
    """The edits that give fields of the entry in *block* these *values*, as LaTeX.

    ``None`` if a field is inherited, repeated, made of macros or has comments.
    """
    for name in values:
        own = [field.value for field in block.fields if field.name.lower() == name]
        if len(own) != 1 or not _is_plain_value(own[0]):
            return None
    edits: list[Edit] = [SetField(block.start, name, value) for name, value in values.items()]
    return edits if can_edit(block, edits) else None


def joined(value: str | Names) -> str:
    """The value of a field as one text, which for names is as in a .bib file."""
    return value if isinstance(value, str) else " and ".join(value.texts())


def respellings(written: str, was: str, becomes: str, texts: Sequence[str], *, unicode: bool) -> list[str]:
    """The ways to change a value *written* like *was*, or otherwise, the one that changes least first.

    *was* and *becomes* are LaTeX; *texts* are the same values as text, if they are more than one value.
    """
    has_other_braces = bool(texts) and texts[0].count("{") != texts[1].count("{")
    if has_other_braces:
        # As LaTeX, other words need braces when these go; without any, those of the old value can stay.
        texts = [_BRACE.sub("", text) for text in texts] if "{" not in texts[1] else []
    if written == was and not (has_other_braces and texts):
        return [becomes]
    options: list[str | None] = [_respelt(written, was, becomes)]
    if not texts and not _LATEX.search(written):
        options.append(becomes)  # pages, a date or an identifier, which are one value
    elif texts and (of_text := _respelt(written, *texts, is_text=True)) and (unicode or of_text.isascii()):
        options.insert(0, of_text)
    return [value for value in options if value is not None]


def _is_plain_value(raw: str) -> bool:
    """Whether a value is a single text or number, or the macro of a month."""
    parts = pieces(raw)
    is_text = parts == [raw] and (raw[0] in '{"' or raw.isdecimal() or raw.lower() in MONTHS)
    return is_text and not _COMMENT.search(raw)


def _respelt(written: str, old: str, new: str, *, is_text: bool = False) -> str | None:
    """The value *written*, which means *old*, with the words in which *new* differs; ``None`` if they are not found.

    If *old* and *new* are text and not LaTeX, a word that would have to be encoded is not found, either.
    """
    old_words, new_words, words = (_WORD.findall(text) for text in (old, new, written))
    places: dict[int, int] = {}
    for match in SequenceMatcher(None, old_words, words, autojunk=False).get_matching_blocks():
        places |= {match.a + step: match.b + step for step in range(match.size)}
    steps = SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes()
    for kind, start, stop, new_start, new_stop in reversed(steps):
        if kind == "equal":
            continue
        at = places[start] if start in places else places.get(start - 1, -2) + 1
        is_found = at >= 0 and all(places.get(start + step) == at + step for step in range(stop - start))
        inserted = new_words[new_start:new_stop]
        if not is_found or (is_text and _LATEX.search("".join(inserted))):
            return None
        words[at : at + stop - start] = inserted
    return "".join(words)


def _reads_as(entry: BibEntry, edited: BibEntry, new: Record) -> bool:
    """Whether the *edited* entry is read as *new*, with no problem that *entry* does not have."""
    record, findings = decode_entry(edited)
    had = {(finding.code, finding.field) for finding in decode_entry(entry)[1]}
    return record == new and {(finding.code, finding.field) for finding in findings} <= had


def can_edit(block: Block, edits: Iterable[Edit]) -> bool:
    """Whether *edits* of the entry in *block* change nothing else."""
    document = BibDocument(block.raw)
    try:
        apply_edits(document, [edit._replace(entry=0) for edit in edits if not isinstance(edit, AddEntry)])
    except InputError:
        return False
    return True
