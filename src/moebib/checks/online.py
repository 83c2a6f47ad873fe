"""Online: what services say against an entry, as the flaws that rules look for but only services know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moebib.checks.rules import FieldPath, Flaw
from moebib.lookup.lookup import Lookup
from moebib.lookup.update import update_record
from moebib.lookup.verify import Verdict, find_publication, own_answers
from moebib.matching.distance import SAME
from moebib.matching.identity import distance_to
from moebib.records.answer import Absent, Found
from moebib.records.record import Record
from moebib.text.shorten import quote

__all__ = ["flaws_online"]

_Flaws = Iterator[tuple[str, Flaw]]
"""The code of a rule, and the flaw."""

_UPDATE = "`moebib update` writes it into the entry"


def flaws_online(record: Record, verdict: Verdict, lookups: Sequence[Lookup]) -> _Flaws:
    """What is wrong with *record* by *lookups* about its identifiers, and by the *verdict* on them."""
    own = own_answers(record, lookups)
    yield from _identifiers(record, lookups, own)
    if verdict.kind in ("retracted", "withdrawn") and not _is_known(record):
        yield "MB427", Flaw(("status",), f"the work was {verdict.kind} {verdict.why}", _UPDATE)
    yield from _published(record, own)
    yield from _contradicted(record, own)


def _identifiers(record: Record, lookups: Sequence[Lookup], own: Sequence[Found]) -> _Flaws:
    right = list(dict.fromkeys(str(one) for answer in own for one in answer.record.identifiers))
    hint = f"its identifiers are {', '.join(right)}" if right else "correct the identifier, or the title"
    for lookup in lookups:
        path = _path_of(record, lookup)
        if path is None:
            continue
        if isinstance(lookup.answer, Absent):
            yield "MB348", Flaw(path, f"no service knows {lookup.query} (asked: {lookup.answer.source})", hint)
        elif _is_of_another_title(record, lookup.found):
            first = lookup.found[0]
            there, here = quote(first.record.title), quote(record.title)
            yield "MB347", Flaw(path, f"{lookup.query} is of {there}, as {first.source} says, not of {here}", hint)


def _path_of(record: Record, lookup: Lookup) -> FieldPath | None:
    """Where the identifier stands that was asked for."""
    for i, one in enumerate(record.identifiers):
        if str(one) == lookup.query:
            return ("identifiers", i)
    for number, version in enumerate(record.versions):
        for i, one in enumerate(version.identifiers):
            if str(one) == lookup.query:
                return ("versions", number, "identifiers", i)
    return None


def _is_of_another_title(record: Record, found: Sequence[Found]) -> bool:
    """Whether no answer has a title of the record; another first author is for `moebib verify` to tell."""
    titled = [one.record for one in found if one.record.title]
    return bool(titled and record.title) and all(distance_to(record, one).get("title", 1) > SAME for one in titled)


def _is_known(record: Record) -> bool:
    return record.status is not None and record.status.kind in ("retracted", "withdrawn")


def _published(record: Record, own: Sequence[Found]) -> _Flaws:
    if published := find_publication(record, own):
        source = next(one.source for one in own if one.record is published)
        year = f" {published.issued.year}" if published.issued else ""
        where = f"{quote(published.venue)}{year}, as {source} says"
        yield "MB428", Flaw(("genre",) if record.genre else (), f"a preprint that has been published: {where}", _UPDATE)


def _contradicted(record: Record, own: Sequence[Found]) -> _Flaws:
    """The fields that `moebib update` would leave alone because a person changed what had been fetched."""
    if not record.origin:
        return
    for finding in update_record(record, own).findings:
        if finding.code == "MB201" and finding.field in record.origin:
            hint = "`moebib why` shows all values"
            yield "MB429", Flaw((finding.field,), f"changed by hand; {finding.message}", hint)
