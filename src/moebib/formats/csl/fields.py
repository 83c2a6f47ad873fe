"""The fields of a record that are CSL variables, and what the schema of CSL-JSON allows as a value."""

from __future__ import annotations

import json
from typing import Any

from moebib.records.name import NAME_FIELDS

__all__ = ["DATE_VARIABLES", "NAME_VARIABLES", "TEXT_VARIABLES", "restore_variable"]

TEXT_FIELDS = (
    "title_short", "container_title", "container_title_short", "collection_title", "event_title", "event_place",
    "publisher", "publisher_place", "volume", "issue", "page", "number", "edition", "version", "genre", "language",
    "abstract", "note",
)  # fmt: skip
"""The fields that are text in a record and in CSL."""
DATE_FIELDS = {"issued": "year", "event_date": "eventdate", "original_date": "origdate", "accessed": "urldate"}
"""The fields that are dates, and the names under which ``extra`` has words in place of one, as in a .bib file."""

IN_CSL = (
    "id", "type", "title", *NAME_FIELDS, *DATE_FIELDS, *TEXT_FIELDS, "label", "identifiers", "url", "status", "keyword",
    "extra",
)  # fmt: skip
"""The fields that ``from_csl(to_csl(record))`` gives back unchanged: ``extra`` as from a .bib file, ``identifiers`` in
another order."""
NOT_IN_CSL = ("tags", "ids", "aliases", "links", "versions", "relations", "remark", "origin")
"""The fields about the list or the history of a work, which are not part of a reference."""


def variable(field: str) -> str:
    """The CSL variable of a field: "container-title" of ``container_title``."""
    return field.replace("_", "-")


NAME_VARIABLES = frozenset(
    """
    author chair collection-editor compiler composer container-author contributor curator director editor
    editorial-director executive-producer guest host interviewer illustrator narrator organizer original-author
    performer producer recipient reviewed-author script-writer series-creator translator
    """.split()  # noqa: SIM905 - words read better than a list of quoted words
)
DATE_VARIABLES = frozenset(["accessed", "available-date", "event-date", "issued", "original-date", "submitted"])
TEXT_VARIABLES = frozenset(
    """
    citation-key language journalAbbreviation shortTitle abstract annote archive archive_collection archive_location
    archive-place authority call-number chapter-number citation-number citation-label collection-number
    collection-title container-title container-title-short dimensions division DOI edition event event-title
    event-place first-reference-note-number genre ISBN ISSN issue jurisdiction keyword locator medium note number
    number-of-pages number-of-volumes original-publisher original-publisher-place original-title page page-first part
    part-title PMCID PMID printing publisher publisher-place references reviewed-genre reviewed-title scale section
    source status supplement title title-short URL version volume volume-title volume-title-short year-suffix
    """.split()  # noqa: SIM905
)
_CANONICAL = {
    name.lower(): name for name in NAME_VARIABLES | DATE_VARIABLES | TEXT_VARIABLES | {"custom", "categories"}
}
_NAME_PARTS = frozenset(["family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal"])
_LOOSE_PARTS = frozenset(["comma-suffix", "static-ordering", "parse-names"])
_DATE_PARTS: dict[str, tuple[type, ...]] = {
    "date-parts": (list,), "season": (str, int, float), "circa": (str, int, float, bool), "literal": (str,),
    "raw": (str,),
}  # fmt: skip


def restore_variable(name: str, text: str) -> dict[str, Any] | None:
    """The variable *name*, in any case, with the value that was kept as *text*; ``None`` if the schema rejects it."""
    canonical = _CANONICAL.get(name)
    if not canonical:
        return None
    if canonical in TEXT_VARIABLES:
        return {canonical: text}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if canonical == "custom":
        is_valid = isinstance(value, dict) and "moebib" not in value
    elif canonical == "categories":
        is_valid = isinstance(value, list) and all(isinstance(category, str) for category in value)
    elif canonical in NAME_VARIABLES:
        is_valid = isinstance(value, list) and all(map(_is_name, value))
    else:
        is_valid = _is_date(value)
    return {canonical: value} if is_valid else None


def _is_name(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(text, str) if part in _NAME_PARTS else part in _LOOSE_PARTS and isinstance(text, (str, int, float))
        for part, text in value.items()
    )


def _is_date(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    parts = value.get("date-parts", [[0]])
    return (
        all(isinstance(item, _DATE_PARTS.get(name, ())) for name, item in value.items())
        and 1 <= len(parts) <= 2
        and all(isinstance(part, list) and 1 <= len(part) <= 3 and all(map(_is_number, part)) for part in parts)
    )


def _is_number(value: object) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)
