"""Whether a record says of each publication only what is true of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from moebib.records.answer import Found
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from world.truth import Publication, Work, spelling

__all__ = ["differences", "owners_of", "parts_of", "wrong_in"]

_FIELDS = ("type", "genre", "title", "author", "issued", "container_title", "container_title_short", "event_title",
           "volume", "issue", "page", "number", "edition", "publisher", "url")  # fmt: skip


def parts_of(record: Record) -> list[dict[str, Any]]:
    """The publications in *record*, the top level first, as plain data with the title and authors that they share.

    A version of which only identifiers are known, and the archive that follows from them, shares nothing.
    """
    versions = [(version, version.issued or version.title or version.author) for version in record.versions]
    shown = [record.evolve(versions=()), *(record.at(one) if is_known else one for one, is_known in versions)]
    return [
        {name: value for name, value in part.to_dict().items() if name in (*_FIELDS, "identifiers")} for part in shown
    ]


def owners_of(part: dict[str, Any], publications: Iterable[Publication]) -> list[Publication]:
    """The publications of which all values of *part* are true."""
    return [one for one in publications if not _not_of(part, one)]


def wrong_in(
    record: Record, works: Iterable[Work], group: Collection[Publication], *, but_from: Collection[str] = ()
) -> list[str]:
    """What in *record* is of no publication, of several, or of a publication of *works* that is not in *group*.

    A publication that is known only from the sources *but_from* is not considered.
    """
    wrong = []
    origins = [record.origin, *(version.origin for version in record.versions)]
    for number, (part, origin) in enumerate(zip(parts_of(record), origins, strict=True)):
        if owners_of(part, group) or (origin and all(one.source in but_from for one in origin.values())):
            continue
        publications = [publication for work in works for publication in work.publications]
        where = f"versions[{number - 1}]" if number else "top level"
        nearest = min(publications, key=lambda one: len(_not_of(part, one)))
        for value in _not_of(part, nearest):
            names = [one.name for one in publications if value not in _not_of(part, one)]
            wrong.append(f"{where} is {nearest.name} with {value} of {', '.join(names) or 'no publication'}")
        if nearest in owners_of(part, publications):
            wrong.append(f"{where} is of another work: {nearest.name}")
    return wrong


def differences(record: Record, publication: Publication, answers: Collection[Found]) -> list[str]:
    """What the top level of *record* lacks of *publication*, as far as the *answers* about it have it."""
    have, wrong = record.to_dict(), []
    if publication not in owners_of(parts_of(record)[0], [publication]):
        return [f"the top level is not {publication.name}: {have}"]
    stated = [answer.record.to_dict() for answer in answers if owners_of(parts_of(answer.record)[0], [publication])]
    place = ("container_title", "volume", "issue", "page", "edition")
    wrong += [f"without {name}" for name in place if any(one.get(name) for one in stated) and not have.get(name)]
    people = [spelling("author", one.get("author", ())) for one in stated]
    best = spelling("author", publication.authors)
    if best in people and spelling("author", have.get("author", ())) != best:
        wrong.append(f"not the best list of authors: {have.get('author')}")
    if have.get("issued", "")[:4] != (publication.printed or publication.date)[:4]:
        wrong.append(f"not the date of the issue: {have.get('issued')}")
    if have.get("status", {}).get("kind", "") != publication.status:
        wrong.append(f"not the status: {have.get('status')}")
    known = {identifier.canonical for answer in answers for identifier in answer.identifiers} & publication.identifiers
    missing = known - {identifier.canonical for identifier in record.identifiers}
    return [*wrong, *(f"without {identifier}" for identifier in missing if identifier.scheme is not Scheme.URL)]


def _not_of(part: dict[str, Any], publication: Publication) -> list[str]:
    """The values in *part* that are not of *publication*."""
    strange = []
    for name, value in part.items():
        if name == "identifiers":
            strange += [text for text in value if not _identifies(text, publication)]
        elif value and not publication.owns(name, value):
            strange.append(f"{name} = {value!r}")
    return strange


def _identifies(text: str, publication: Publication) -> bool:
    scheme, _, value = text.partition(":")
    if scheme in (Scheme.ISBN, Scheme.ISSN):
        return value == (publication.isbn if scheme == Scheme.ISBN else publication.issn)
    return Identifier(Scheme(scheme), value).canonical in publication.identifiers
