"""What is wrong in an entry according to services: the rules that need `moebib check --online`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moebib.checks.registration import contradictions, registered
from moebib.checks.rules import FieldPath, Flaw, Rule
from moebib.checks.rules.identifiers import (
    IDENTIFIER_OF_ANOTHER_PUBLICATION,
    IDENTIFIER_OF_ANOTHER_WORK,
    UNKNOWN_IDENTIFIER,
)
from moebib.checks.rules.state import LOCKED_FIELD_DISAGREES, PUBLICATION_NOT_RECORDED, RETRACTION_NOT_RECORDED
from moebib.lookup.lookup import Lookup
from moebib.lookup.update import update_record
from moebib.lookup.verdict import Verdict
from moebib.lookup.verify import find_publication, matching_answers
from moebib.matching.distance import SAME
from moebib.matching.identity import distance_to
from moebib.records.answer import Absent, Found
from moebib.records.record import Record
from moebib.text.markup import plain
from moebib.text.shorten import quote

__all__ = ["flaws_online"]

_RETRACTED = ("retracted", "withdrawn")
_UPDATE = "`moebib update` records it in the entry"


def flaws_online(record: Record, verdict: Verdict, lookups: Sequence[Lookup]) -> Iterator[tuple[Rule, Flaw]]:
    """What is wrong in *record* according to *lookups* of its identifiers, and the *verdict* on them."""
    answers = matching_answers(record, lookups)
    identifiers = list(dict.fromkeys(str(identifier) for answer in answers for identifier in answer.record.identifiers))
    hint = f"its identifiers are {', '.join(identifiers)}" if identifiers else "correct the identifier, or the title"
    for lookup in lookups:
        path = _path_of(record, lookup.query)
        if path is None:
            continue
        if isinstance(lookup.answer, Absent):
            message = f"no source has {lookup.query} (queried: {lookup.answer.source})"
            yield UNKNOWN_IDENTIFIER, Flaw(path, message, hint)
        elif _has_another_title(record, lookup.found):
            first = lookup.found[0]
            other, title = quote(plain(first.record.title)), quote(plain(record.title))
            message = f"{lookup.query} belongs to {other} according to {first.source}, not to {title}"
            yield IDENTIFIER_OF_ANOTHER_WORK, Flaw(path, message, hint)
        elif message := _mixed(record, path, lookup):
            hint_to_move = "move it to the version that it belongs to, under `versions`, or correct the fields"
            yield IDENTIFIER_OF_ANOTHER_PUBLICATION, Flaw(path, message, hint_to_move)

    is_recorded = record.status is not None and record.status.kind in _RETRACTED
    if verdict.kind in _RETRACTED and not is_recorded:
        yield RETRACTION_NOT_RECORDED, Flaw(("status",), f"the work was {verdict.kind} {verdict.why}", _UPDATE)

    if publication := find_publication(record, answers):
        source = next(answer.source for answer in answers if answer.record is publication)
        year = f" {publication.issued.year}" if publication.issued else ""
        message = f"a preprint that has been published: {quote(publication.venue)}{year}, according to {source}"
        yield PUBLICATION_NOT_RECORDED, Flaw(("genre",) if record.genre else (), message, _UPDATE)

    # A fetched field that `moebib update` leaves alone, because it was modified.
    for finding in update_record(record, answers).findings if record.origin else ():
        if finding.code == "MB201" and finding.field in record.origin:
            message = f"modified after it was fetched; {finding.message}"
            yield LOCKED_FIELD_DISAGREES, Flaw((finding.field,), message, "`moebib why` shows all values")


def _path_of(record: Record, query: str) -> FieldPath | None:
    """The path of the identifier that was looked up."""
    for number, identifier in enumerate(record.identifiers):
        if str(identifier) == query:
            return ("identifiers", number)
    for version_number, version in enumerate(record.versions):
        for number, identifier in enumerate(version.identifiers):
            if str(identifier) == query:
                return ("versions", version_number, "identifiers", number)
    return None


def _mixed(record: Record, path: FieldPath, lookup: Lookup) -> str:
    """In what the publication that has the identifier contradicts its registrar; empty if in nothing."""
    answer = registered(lookup.identifier, lookup.found) if lookup.identifier else None
    if answer is None:
        return ""
    publication = record.versions[int(path[1])] if path[0] == "versions" else record
    differences = [
        f"{field}: {quote(here)} here, {quote(there)} in {answer.source}"
        for field, here, there in contradictions(publication, answer.record)
    ]
    return f"{lookup.query} is of another publication; {'; '.join(differences)}" if differences else ""


def _has_another_title(record: Record, answers: Sequence[Found]) -> bool:
    """Whether no answer has a title of the record. Another first author is left to `moebib verify`."""
    titled = [answer.record for answer in answers if answer.record.title]
    return bool(titled and record.title) and all(distance_to(record, other).get("title", 1) > SAME for other in titled)
