"""Revise: a record brought up to date with what sources say of it now.

A field is refreshed only as long as its origin fits it (see ``Origin``). What a person wrote stays, and a source that
says otherwise becomes a finding. Values that are alike (see ``alike``) are no change. Twice is the same as once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal, NamedTuple

from moebib.errors import Finding
from moebib.lookup._draft import Draft, is_free, is_unpublished
from moebib.lookup._fields import is_elsewhere, take_fields
from moebib.lookup._published import appear, has_appeared
from moebib.matching.identity import distance_to, is_renamed
from moebib.merging.diff import FieldDiff, diff_records
from moebib.merging.merge import as_version
from moebib.records.answer import Found
from moebib.records.equivalence import alike_text
from moebib.records.identifier import Scheme
from moebib.records.record import Links, Record, Status, Version

__all__ = ["Aspect", "FieldUpdate", "Revision", "answers_about", "is_free", "is_unpublished", "revise"]

Aspect = Literal["published", "withdrawn"]
_SEVERITY = ("corrected", "withdrawn", "retracted")
_NOT_TWO = (Scheme.DOI, Scheme.ARXIV)


class FieldUpdate(NamedTuple):
    """A field with a new value, and the source that has it."""

    diff: FieldDiff
    source: str


class Revision(NamedTuple):
    """What becomes of a record."""

    record: Record
    changes: tuple[FieldUpdate, ...]
    findings: tuple[Finding, ...]


def revise(old: Record, found: Iterable[Found], *, only: Collection[Aspect] = ()) -> Revision:
    """*old* with what is new in the answers *found*; those of another work change nothing (MB202).

    *only* leaves out all but a published version that appeared, or what became of the work.
    """
    answers = list(found)
    own = answers_about(old, answers)
    findings = [_stranger(old, one) for one in answers if one not in own and one.record.type != "software"]
    if not own:
        return Revision(old, (), tuple(dict.fromkeys(findings)))
    draft = Draft(old, own)
    if not only or ("published" in only and has_appeared(old, draft.new)):
        _take_all(draft)
    if not only or "withdrawn" in only:
        _take_status(draft)
    record = draft.record
    findings += draft.findings
    diffs = [
        part
        for diff in diff_records(old, record, ignore={"origin"})
        for part in (diff.parts() if diff.field in ("links", "extra") else (diff,))
    ]
    changes = tuple(FieldUpdate(diff, draft.source_of(diff.field)) for diff in diffs)
    return Revision(record, changes, tuple(dict.fromkeys(findings)))


def answers_about(old: Record, answers: Iterable[Found]) -> list[Found]:
    """Those of *answers* that are of *old*; if its title is as it was fetched, a source may have another one by now."""
    answers = list(answers)
    may_be_renamed = is_free(old, "title")
    own = [one.record for one in answers if distance_to(old, one.record).is_same]
    own += [one.record for one in answers if may_be_renamed and is_renamed(old, one.record)]
    return [one for one in answers if any(distance_to(known, one.record).is_same for known in own)]


def _stranger(old: Record, answer: Found) -> Finding:
    far = distance_to(old, answer.record)
    message = f"the answer of {answer.source} is of another work: {answer.record.title!r}, at a distance of {far}"
    return Finding("MB202", message, old.id, "identifiers", hint="look whether the identifiers are right")


def _take_all(draft: Draft) -> None:
    if has_appeared(draft.old, draft.new):
        appear(draft)
    take_fields(draft)
    if not is_elsewhere(draft):
        _take_identifiers(draft)
        _take_preprint(draft)
    _take_links(draft)


def _take_identifiers(draft: Draft) -> None:
    """Add those there were none of; another DOI or arXiv ID of one work is something for a person to look at."""
    for one in draft.new.identifiers:
        known = draft.record.all_identifiers
        # A version of its own DOI or DBLP key leaves room for those of the work; an arXiv ID is one for all versions.
        near = known if one.scheme is Scheme.ARXIV else draft["identifiers"]
        same = [mine for mine in near if mine.scheme is one.scheme]
        source = draft.who(lambda said, one=one: one in said.all_identifiers)  # type: ignore[misc]
        if one.canonical in {mine.canonical for mine in known}:
            continue
        if not same:
            draft.set("identifiers", (*draft["identifiers"], one), source)
        elif one.scheme in _NOT_TWO:
            draft.contradict("identifiers", one, source, old=same[0])


def _take_preprint(draft: Draft) -> None:
    """Put the preprint of a published work below it, or complete what is said of it there."""
    preprint = _preprint(draft)
    if preprint is None or is_unpublished(draft.record):
        return
    versions: tuple[Version, ...] = draft["versions"]
    mine = next((one for one in versions if one.genre == "preprint"), None)
    if mine is None:
        draft.set("versions", (*versions, preprint), draft.told_by("versions"))
    elif not mine.identifiers or set(mine.identifiers) & set(preprint.identifiers):
        missing = ("issued", "container_title", "identifiers")
        filled = mine.evolve(**{field: getattr(mine, field) or getattr(preprint, field) for field in missing})
        if filled != mine:
            changed = tuple(filled if one is mine else one for one in versions)
            draft.set("versions", changed, draft.told_by("versions"))


def _preprint(draft: Draft) -> Version | None:
    """The preprint that the sources tell of; its title only if it is another one than the work's."""
    new = draft.new
    found = next((one for one in new.versions if one.genre == "preprint"), None)
    if new.is_preprint:
        identifiers = tuple(one for one in new.identifiers if one.scheme is Scheme.ARXIV)
        found = as_version(new.evolve(author=(), note="", identifiers=identifiers), draft.record)
    return found.evolve(title="") if found and alike_text(found.title, draft["title"]) else found


def _take_links(draft: Draft) -> None:
    links: Links = draft["links"]
    for kind, urls in draft.new.links:
        known = {_address(url) for url in getattr(links, kind)}
        added = tuple(url for url in urls if _address(url) not in known)
        links = links.evolve(**{kind: (*getattr(links, kind), *added)})
        for url in added:
            source = draft.who(lambda said, kind=kind, url=url: url in getattr(said.links, kind))  # type: ignore[misc]
            draft.note_source(f"links.{kind}", source)
    draft.set("links", links, draft.told_by("links"))


def _address(url: str) -> str:
    """What a link leads to, however it is written."""
    return url.partition("://")[2].lower().removeprefix("www.").rstrip("/").removesuffix(".git")


def _take_status(draft: Draft) -> None:
    """A work is not un-retracted by a source that does not know of it."""
    old: Status | None = draft["status"]
    new = draft.new.status
    if new and (old is None or _SEVERITY.index(new.kind) > _SEVERITY.index(old.kind)):
        source = draft.who(lambda said: said.status == new)
        draft.set("status", new if new.source else new.evolve(source=source), source)
