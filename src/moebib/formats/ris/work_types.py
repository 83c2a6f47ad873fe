"""What kind of work a RIS record describes: ``TY``, and ``M3``, the type of work."""

from __future__ import annotations

import re
from typing import Any

from moebib.formats.ris.fields import read_type, write_type
from moebib.formats.ris.identifiers import is_doi
from moebib.formats.ris.records import RisTag
from moebib.formats.ris.unread import UnreadTags

__all__ = ["read_work_type"]

_KIND = (
    r"(?:(?:journal|research|original|regular|full)[ -])*(?:article|research|paper)s?|proceedings paper|early access|"
    r"article in press|journal"
)
_ARTICLE = re.compile(rf"(?:{_KIND})(?:;\s*(?:{_KIND}))*", re.I)
"""What databases call each article: as a genre, styles would print it."""


def read_work_type(given: RisTag, tags: UnreadTags) -> dict[str, Any]:
    """The type and the genre by ``TY``, which is *given*, and ``M3``; DOIs there and in ``L3`` become ``DO``."""
    works = []
    for tag in tags.take("M3", "L3"):
        if is_doi(tag.value):
            tags.leave(tag._replace(name="DO"))
        elif tag.name == "L3" or (_is_article(given.value) and _ARTICLE.fullmatch(tag.value)):
            tags.leave(tag)
        else:
            works.append(tag)
    read = read_type(given.value, [tag.value for tag in works])
    if not read:
        tags.find("MB135", f"unknown type {given.value!r}; read as 'GEN'", given)
    type_, genre, unread = read or ("document", "", [tag.value for tag in works])
    for tag in works:
        if tag.value in unread:
            tags.leave(tag)
    if given.value.upper() not in (write_type(type_, genre)[0], "EDBOOK"):  # which is a book with editors
        tags.leave(given)
    return {"type": type_, "genre": genre}


def _is_article(name: str) -> bool:
    read = read_type(name, ())
    return read is not None and read[0] == "article-journal"
