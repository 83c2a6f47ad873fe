"""What a person wrote in a line of a README, into the entry: only what the line states, and only what differs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from moebib.formats.paper_list.edit.edit import ListDifference
from moebib.merging.merge import merge_records
from moebib.records.equivalence import equivalent_venues
from moebib.records.name import Names
from moebib.records.record import Record
from moebib.text.fold import fold

__all__ = ["take"]


def take(record: Record, stated: Record, differences: Iterable[ListDifference]) -> Record:
    """*record* with the parts of a line that differ from it; *stated* is what the line states.

    The origins of the values stay: their digests no longer match, so the new values count as written by a person. If
    the line names where a preprint was published, the preprint becomes a version of that publication.
    """
    for difference in differences:
        role = difference.role
        if role == "title":
            record = record.evolve(title=stated.title)
        elif role == "authors":
            record = record.evolve(author=_authors(record.author, stated.author))
        elif role == "venue":
            record = _with_venue(record, stated)
        elif role == "date":
            record = record.evolve(issued=stated.issued)
        elif role == "url":
            record = _with_links(record, stated, difference.listed)
        elif role == "keyword":
            labels = (label for label in record.keyword if fold(label) != fold(difference.recorded))
            record = record.evolve(keyword=tuple(dict.fromkeys((*labels, *stated.keyword))))
    return record


def _authors(recorded: Names, listed: Names) -> Names:
    """The authors of a line; if it is cut by "et al.", with those of the entry that follow."""
    if not listed.others:
        return listed
    return Names((*listed, *recorded[len(listed) :]), others=recorded.others or len(recorded) <= len(listed))


def _with_venue(record: Record, stated: Record) -> Record:
    place: dict[str, Any] = {
        "type": record.type if stated.type == "document" else stated.type,
        "genre": stated.genre,
        "container_title_short": stated.container_title_short,
        "container_title": stated.container_title,
        "status": stated.status or record.status,
    }
    if record.is_preprint and not stated.is_preprint:
        published = {name: value for name, value in place.items() if value}
        return merge_records(record, Record(id=record.id, title=record.title, issued=stated.issued, **published))[0]
    if not place["container_title"] and equivalent_venues(stated.venue, record.container_title):
        place["container_title"] = record.container_title
    return record.evolve(**place)


def _with_links(record: Record, stated: Record, url: str) -> Record:
    """The link *url* of the line: in place of another one of its kind, or of an identifier of its scheme."""
    for kind, urls in stated.links:
        if url in urls:
            old = getattr(record.links, kind)
            links = urls if len(old) == 1 else tuple(dict.fromkeys((*old, url)))
            return record.evolve(links={**dict(record.links), kind: links})
    known = {identifier.canonical for identifier in record.all_identifiers}
    added = [identifier for identifier in stated.identifiers if identifier.canonical not in known]
    schemes = {identifier.scheme for identifier in added}
    kept = (identifier for identifier in record.identifiers if identifier.scheme not in schemes)
    changed = record.evolve(identifiers=(*kept, *added), url=stated.url)
    return changed if not stated.link or changed.link == stated.link else changed.evolve(url=stated.link)
