"""Which fields of a record and of its versions are text with markup (``moebib.text.markup``); the others are plain."""

from __future__ import annotations

__all__ = ["MARKUP"]

MARKUP = ("title", "title_short", "container_title", "collection_title", "event_title", "note", "abstract")
