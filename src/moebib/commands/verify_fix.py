"""Correct the entries of .bib files by their verdicts: field by field, and only where it is certain what is cited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from moebib.checks.registration import registered
from moebib.commands.update_bib import BibFile, open_bib_files
from moebib.commands.verify import Verified
from moebib.lookup.claims import claimed_publication
from moebib.lookup.lookup import Lookup
from moebib.lookup.reconcile import reconcile
from moebib.lookup.verify import matching_answers
from moebib.matching.distance import SAME
from moebib.matching.identity import distance_to
from moebib.normalise.rules import normalise
from moebib.records.identifier import Scheme
from moebib.records.record import Record

__all__ = ["Correction", "correct", "corrections"]

_FIELDS: Mapping[str, str] = {"title": "title", "authors": "author", "year": "issued", "venue": "container_title"}
_WITH_VENUE = ("issued", "volume", "issue", "number", "page", "publisher")
"""Fields that are corrected together with the venue, if the entry has them: they are of the same publication."""
_OF_VENUE = ("container_title_short", "editor", "collection_title", "event_title")
"""Fields with which a venue is not corrected, because they would be left of the other one."""


class Correction(NamedTuple):
    """What was corrected in an entry."""

    number: int
    """The position of the reference."""
    key: str
    fields: tuple[str, ...]
    """As the verdict names them: "authors", "year"."""
    is_complete: bool
    """Whether nothing else differs."""


def corrections(verified: Verified) -> dict[str, Any]:
    """The right values of fields of the record, by what registers it, or by all that is known of a work found by title.

    Empty unless it is certain which work is meant: an identifier leads to it, and its title agrees or, with a similar
    title, its people; or nothing differs but the year or the venue.
    """
    record, verdict = verified.record, verified.verdict
    wrong = {difference.field for difference in verdict.differences}
    if verdict.kind != "differs" or "identifiers" in wrong or {"title", "authors"} <= wrong:
        return {}
    right = _registered(record, verified.lookups)
    if right is None and wrong in ({"year"}, {"venue"}):  # if both are wrong, it may be another version
        right = _found_by_title(record, verified.lookups)
    if right is None or ("title" in wrong and distance_to(record, right).get("title", 1) > SAME):
        return {}  # the same people have other works, too
    claimed = claimed_publication(record)
    if claimed and not claimed_publication(right):
        wrong -= {"year", "venue"}  # it may have appeared somewhere, in another year than the preprint
    if claimed is not record:
        wrong -= {"venue"}  # it is in a note, or beside an arXiv ID
    together = {field: getattr(right, field) for field in _WITH_VENUE if getattr(record, field)}
    if right.type != record.type or not all(together.values()) or any(getattr(record, name) for name in _OF_VENUE):
        wrong -= {"venue"}
    values = {_FIELDS[field]: getattr(right, _FIELDS[field]) for field in _FIELDS if field in wrong}
    values |= together if "venue" in wrong else {}
    return {field: value for field, value in values.items() if value}


def _registered(record: Record, lookups: Iterable[Lookup]) -> Record | None:
    """What the registrar of the first identifier that has one says; arXiv says what its preprints are."""
    for lookup in lookups:
        if not lookup.identifier:
            continue
        answer = registered(lookup.identifier, lookup.found)
        if lookup.identifier.scheme is Scheme.ARXIV and claimed_publication(record) is None:
            answer = next((found for found in lookup.found if found.source == "arxiv"), None)
        if answer:
            return answer.record
    return None


def _found_by_title(record: Record, lookups: Iterable[Lookup]) -> Record | None:
    """What sources have on a work, if it has appeared only once."""
    answers = matching_answers(normalise(record), lookups)
    found = reconcile(answers).record if answers else None
    return found if found and all(version.is_preprint for version in found.versions) else None


def correct(
    verdicts: Sequence[Verified], files: Mapping[int, str], bibliography: Sequence[str], today: date
) -> tuple[list[BibFile], list[Correction]]:
    """The .bib files with the edits that correct their references, which are not written yet, and what these correct.

    *files* has the file of each reference that is in a .bib file, by the number of the reference; all these files are
    in *bibliography*, with those of their macros and parents.

    Raises:
        InputError: If a file has an unresolved merge conflict.
    """
    right = {verified.number: corrections(verified) for verified in verdicts if verified.number in files}
    opened = (
        {file.path: file for file in open_bib_files(dict.fromkeys(bibliography), today)} if any(right.values()) else {}
    )
    done: list[Correction] = []
    for verified in verdicts:
        if not (changes := right.get(verified.number)):
            continue
        path = files[verified.number]
        if not opened[path].correct(verified.record, changes):
            continue
        wrong = [difference.field for difference in verified.verdict.differences]
        fields = tuple(field for field in dict.fromkeys(wrong) if _FIELDS[field] in changes)
        done.append(Correction(verified.number, verified.record.id, fields, set(fields) == set(wrong)))
    return list(opened.values()), done
