"""What other formats do not have of an entry: commands without a meaning there, and keys of names."""

from __future__ import annotations

from moebib.formats import Loss
from moebib.formats.bibtex.entry import BibEntry
from moebib.formats.bibtex.names import name_keys
from moebib.formats.bibtex.reading_plan import reading_plan
from moebib.records.name import NAME_FIELDS
from moebib.records.record import Record
from moebib.text.latex import commands_without_markup

__all__ = ["only_in_bib"]


def only_in_bib(record: Record, entry: BibEntry) -> tuple[Loss, ...]:
    r"""What other formats do not have of *entry*, which was read as *record*.

    These are commands that are not understood, which other programs show as they are or without what they do, those
    whose look has no markup (``\\texttt``), and keys of names.

    >>> entry = BibEntry("book", "a", {"author": "family=Berg, given=Jan, id=b7"})
    >>> only_in_bib(Record(id="a", type="book", author=["Berg, Jan"]), entry)[0].lost
    ('id=b7',)
    """
    losses = [
        Loss(name, keys, (), "only BibLaTeX has it")
        for name in NAME_FIELDS
        if "=" in entry.fields.get(name, "") and (keys := name_keys(entry.fields[name]))
    ]
    commands: dict[str, list[str]] = {}
    plan = reading_plan(record.type)
    for name, latex in entry.fields.items():
        if "\\" in latex and name in plan and (field := plan[name][1]) in _TEXTS and getattr(record, field):
            commands.setdefault(field, []).extend(commands_without_markup(latex))
    of_fields = ((field, tuple(dict.fromkeys(found))) for field, found in commands.items() if found)
    return (*losses, *(Loss(field, found, (), "it is no command there") for field, found in of_fields))


_TEXTS = (
    "author", "editor", "translator", "title", "title_short", "container_title", "collection_title", "event_title",
    "publisher", "publisher_place", "edition", "abstract", "note",
)  # fmt: skip
