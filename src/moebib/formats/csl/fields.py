"""Which fields of a record are CSL variables, and which are not."""

from __future__ import annotations

TITLES = ("container_title", "collection_title", "event_title")
"""The fields that may hold {protected} spans, as the title does."""
TEXTS = (
    "container_title", "container_title_short", "collection_title", "event_title", "event_place", "publisher",
    "publisher_place", "volume", "issue", "page", "number", "edition", "genre", "language", "abstract", "note",
)  # fmt: skip
"""The fields that are text in both."""
ROLES = ("author", "editor")

IN_CSL = ("id", "type", "title", *ROLES, "issued", *TEXTS, "identifiers", "url", "keyword", "extra")
"""The fields that ``from_csl(to_csl(record))`` gives back as they were: ``extra`` as a .bib file would,
``identifiers`` in an order of its own."""
NOT_IN_CSL = ("tags", "ids", "aliases", "links", "versions", "status", "origin")
"""The fields that say something about the list or the history of a work: no part of a reference."""


def variable(field: str) -> str:
    """The CSL variable of a field: "container-title" of ``container_title``."""
    return field.replace("_", "-")
