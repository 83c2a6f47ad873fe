"""Entry: one entry of a .bib file as plain text fields, and the way from a record to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from moebib.bibtex.fields import homes
from moebib.bibtex.identifiers import write_identifiers
from moebib.bibtex.types import Dialect, entry_type
from moebib.bibtex.values import MONTHS, WRITE, Style, write_date
from moebib.identifier import Scheme
from moebib.latex import encode, is_safe
from moebib.record import Record

__all__ = ["Entry", "dump_entry", "encode_record"]

_ARCHIVE = ("archiveprefix", "eprinttype", "primaryclass", "eprintclass")


# As arXiv writes them; case does not count.
_SPELLINGS = {"archiveprefix": "archivePrefix", "primaryclass": "primaryClass"}


class Entry(NamedTuple):
    """An entry: type and field names in lower case, values as LaTeX without the braces around them."""

    type: str
    key: str
    fields: dict[str, str]

    def without(self, names: Collection[str]) -> Entry:
        """The entry without the fields of these names."""
        left = {name: value for name, value in self.fields.items() if name not in names}
        return self._replace(fields=left) if names else self


def dump_entry(entry: Entry) -> str:
    r"""The entry as text, one field a line.

    >>> print(dump_entry(Entry("misc", "knuth1984", {"title": "The {TeXbook}", "month": "jan"})), end="")
    @misc{knuth1984,
      title = {The {TeXbook}},
      month = jan,
    }
    """
    lines = [f"@{entry.type}{{{entry.key},"]
    for name, value in entry.fields.items():
        name = _SPELLINGS.get(name, name)
        macro = name == "month" and value in MONTHS
        lines.append(f"  {name} = {value}," if macro else f"  {name} = {{{value}}},")
    return "\n".join([*lines, "}", ""])


def encode_record(record: Record, dialect: Dialect, *, unicode: bool = False) -> Entry:
    """The record as an entry; what no field is for is in ``fields.NOT_CARRIED``."""
    style = Style(dialect, unicode)
    name, subtype, genre = entry_type(record, dialect)
    fields: dict[str, str] = {}
    for row, home in homes(record.type, dialect):
        value = getattr(record, row.field)
        if row.field == "identifiers":
            fields |= write_identifiers(record, dialect)
        elif row.field == "genre":
            # A thesis without a kind must not become a PhD thesis, and BibLaTeX asks for one.
            value = genre or ("Thesis" if record.type == "thesis" and not record.genre else "")
        elif row.field == "issued" and value:
            fields |= write_date(value, style)
            continue
        if value and row.kind != "identifiers":
            fields[home] = WRITE[row.kind](value, style)
    if subtype:
        fields["entrysubtype"] = subtype
    _write_container(record, style, fields)
    return Entry(name, record.id, fields | dict(_extra(record, fields)))


def _write_container(record: Record, style: Style, fields: dict[str, str]) -> None:
    """An arXiv preprint: BibLaTeX says so by the eprint; BibTeX's styles know no eprint, but print howpublished."""
    arxiv = record.identifier(Scheme.ARXIV)
    if record.is_preprint and arxiv and record.container_title == "arXiv":
        fields.pop("organization", None)
        if style.dialect == "bibtex":
            fields["howpublished"] = str(arxiv).replace("arxiv", "arXiv")
    elif not record.container_title and record.container_title_short:
        home = next(home for row, home in homes(record.type, style.dialect) if row.field == "container_title")
        if home in ("journal", "journaltitle", "booktitle"):  # the styles ask for it
            fields[home] = fields["shortjournal"]


def _extra(record: Record, fields: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What was read and has no home, as it was; but no command that does more than print."""
    for name, value in record.extra.items():
        name = re.sub(r"[^a-z0-9_:+.-]", "-", name.lower())
        if name not in fields and not (name in _ARCHIVE and "eprint" in fields):
            yield name, " ".join((value if is_safe(value) else encode(value)).split())
