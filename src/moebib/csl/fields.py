"""Which fields of a record are CSL variables, and which are not."""

from __future__ import annotations

TEXTS = (
    "container_title", "container_title_short", "collection_title", "event_title", "event_place", "publisher",
    "publisher_place", "volume", "issue", "page", "number", "edition", "genre", "language", "abstract", "note",
)  # fmt: skip
"""The fields that are plain text in both."""
ROLES = ("author", "editor")

IN_CSL = ("id", "type", "title", *ROLES, "issued", *TEXTS, "identifiers", "url", "keyword", "extra")
"""The fields that ``from_csl(to_csl(record))`` gives back as they were."""
NOT_IN_CSL = ("tags", "ids", "aliases", "links", "versions", "status", "origin")
"""The fields that say something about the list or the history of a work: no part of a reference."""

FOREIGN = frozenset({
    "annote", "archive", "archive_collection", "archive_location", "archive-place", "authority", "call-number",
    "chapter-number", "collection-number", "dimensions", "division", "jurisdiction", "medium", "number-of-pages",
    "number-of-volumes", "original-publisher", "original-publisher-place", "original-title", "page-first", "part",
    "part-title", "PMCID", "printing", "references", "reviewed-genre", "reviewed-title", "scale", "section", "source",
    "status", "supplement", "title-short", "version", "volume-title", "volume-title-short",
})  # fmt: skip
"""CSL variables that are text and no field of a record: they wait in ``extra`` as "csl-annote"."""


def variable(field: str) -> str:
    """The CSL variable of a field: "container-title" of ``container_title``."""
    return field.replace("_", "-")
