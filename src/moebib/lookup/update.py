"""Update a record from what sources have on it now.

A value is replaced only if its origin shows that it was fetched (see ``Origin``). A value that a person wrote stays,
and a source with another one is a finding. Equivalent values are no change. Idempotent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Literal, NamedTuple

from moebib.errors import Finding
from moebib.lookup._draft import Draft, is_refreshable, is_unpublished
from moebib.matching.identity import distance_to, is_renamed
from moebib.merging.diff import FieldDiff, are_equivalent, diff_records
from moebib.merging.versions import PLACE_FIELDS, VERSION_FIELDS, as_version
from moebib.records.answer import Found
from moebib.records.equivalence import abbreviates, equivalent_venues, words_of
from moebib.records.fields import Links
from moebib.records.identifier import Identifier, Scheme
from moebib.records.publication import Status, Version
from moebib.records.record import Record
from moebib.text.markup import plain

__all__ = [
    "Aspect",
    "FieldUpdate",
    "RecordUpdate",
    "answers_about",
    "is_refreshable",
    "is_unpublished",
    "update_record",
]

Aspect = Literal["published", "withdrawn"]
"""What an update may be limited to: publications of preprints, or withdrawals, retractions and corrections."""

_NO_PUBLICATION = {"document", "dataset", "post", "post-weblog", "software", "webpage"}
_SEVERITY = ("accepted", "corrected", "withdrawn", "retracted")
_ONE_PER_PUBLICATION = (Scheme.DOI, Scheme.ARXIV)
_CONTRADICTABLE = {"title", "author", "issued", "container_title", "volume", "issue", "page", "number"}
"""Fields for which another value is an error, and not only another spelling."""
_PLACELESS = tuple(field for field in (*VERSION_FIELDS, "abstract") if field not in (*PLACE_FIELDS, "genre"))
"""Fields that do not depend on where the version was published."""
_IS_FULLER: Mapping[str, Callable[[Any, Any], bool]] = {
    "author": lambda new, old: old.others and not new.others,
    "issued": lambda new, old: len(new.parts) > len(old.parts),
    "page": lambda new, old: len(words_of(new)) > len(words_of(old)),
}


class FieldUpdate(NamedTuple):
    """A field with a new value, and the source that has it."""

    diff: FieldDiff
    source: str


class RecordUpdate(NamedTuple):
    """The updated record, what changed in it, and what is for a person to decide."""

    record: Record
    changes: tuple[FieldUpdate, ...]
    findings: tuple[Finding, ...]


def update_record(old: Record, answers: Iterable[Found], *, only: Collection[Aspect] = ()) -> RecordUpdate:
    """*old* with what is new in *answers*; those about another work are findings (MB202).

    With *only*, nothing but those aspects is updated.
    """
    answers = list(answers)
    accepted = answers_about(old, answers)
    findings = [
        Finding(
            "MB202",
            f"the record from {answer.source} is of another work: {answer.record.title!r}, "
            f"distance {distance_to(old, answer.record)}",
            old.id,
            "identifiers",
            hint="check the identifiers",
        )
        for answer in answers
        if answer not in accepted and answer.record.type != "software"
    ]
    if not accepted:
        return RecordUpdate(old, (), tuple(dict.fromkeys(findings)))

    draft = Draft(old, accepted)
    was_published = _is_publication_of(old, draft.new)
    if not only or ("published" in only and was_published):
        if was_published:
            _move_preprint_to_version(draft)
        _update_type(draft)
        _update_fields(draft)
        if not _is_published_elsewhere(draft):
            _add_identifiers(draft)
            _add_preprint(draft)
        _add_links(draft)
    if not only or "withdrawn" in only:
        _update_status(draft)

    diffs = (
        part
        for diff in diff_records(old, draft.record, ignore={"origin"})
        for part in (diff.parts() if diff.field in ("links", "extra") else (diff,))
    )
    changes = tuple(FieldUpdate(diff, draft.source_of_change(diff.field)) for diff in diffs)
    return RecordUpdate(draft.record, changes, tuple(dict.fromkeys((*findings, *draft.findings))))


def answers_about(old: Record, answers: Iterable[Found]) -> list[Found]:
    """Those of *answers* that are about *old*, under another title only if its title is still the fetched one."""
    answers = list(answers)
    same = [answer.record for answer in answers if distance_to(old, answer.record).is_same]
    if is_refreshable(old, "title"):
        same += [answer.record for answer in answers if is_renamed(old, answer.record)]
    return [answer for answer in answers if any(distance_to(record, answer.record).is_same for record in same)]


def _is_publication_of(old: Record, new: Record) -> bool:
    """Whether *old* is a preprint and *new* its publication."""
    return is_unpublished(old) and not is_unpublished(new) and new.type not in _NO_PUBLICATION


def _move_preprint_to_version(draft: Draft) -> None:
    """Move the preprint's own values to a version, so that the top level can become the publication.

    Its values keep their origins. A note is printed with the reference, so one that a person wrote stays where it is.
    """
    source = draft.source_of_new("container_title")
    moved = [field for field in (*PLACE_FIELDS, "url", "label", "status") if draft[field]]
    if draft["title"] and draft.new.title and not are_equivalent("title", draft["title"], draft.new.title):
        moved.append("title")
    old, new = draft["author"], draft.new.author
    if old and new and not (are_equivalent("author", old, new) or new.others or abbreviates(new, old)):
        moved.append("author")
    if draft["note"] and draft.is_refreshable("note"):
        moved.append("note")
    version: dict[str, Any] = {"type": "article", "genre": "preprint"}
    version["origin"] = {field: draft.old.origin[field] for field in moved if field in draft.old.origin}
    version |= {field: draft.clear(field) for field in moved}
    version["identifiers"] = _take_identifiers_of_preprint(draft)
    draft.set("type", draft.new.type, source)
    draft.set("genre", draft.new.genre, source)
    preprint = Version.model_validate(version)
    draft.set("versions", (preprint, *(other for other in draft["versions"] if other != preprint)), source)


def _take_identifiers_of_preprint(draft: Draft) -> tuple[Identifier, ...]:
    """The arXiv ID, and the identifiers that the publication has others of, which leave the top level."""
    old: tuple[Identifier, ...] = draft["identifiers"]
    new = {identifier.scheme: identifier.canonical for identifier in draft.new.identifiers if identifier.is_of_one_work}
    replaced = [
        identifier for identifier in old if new.get(identifier.scheme, identifier.canonical) != identifier.canonical
    ]
    kept = tuple(identifier for identifier in old if identifier not in replaced)
    draft.set("identifiers", kept, draft.source_of_new("identifiers"))
    return tuple(identifier for identifier in old if identifier.scheme is Scheme.ARXIV or identifier in replaced)


def _update_type(draft: Draft) -> None:
    """Replace the type of an entry from a list of links, which does not say what its works are."""
    venue = draft["container_title"] or draft["container_title_short"]
    if draft["type"] == "document" != draft.new.type and not (is_unpublished(draft.new) and venue):
        draft.set("type", draft.new.type, draft.source_of_new("type"))
        draft.set("genre", draft.new.genre, draft.source_of_new("genre"))


def _update_fields(draft: Draft) -> None:
    """Fill and refresh the fields of the top level, if the sources describe that version."""
    if not _is_same_version(draft):
        return
    for field in _PLACELESS:
        _update_field(draft, field)
    if _is_published_elsewhere(draft):
        field = "container_title" if draft["container_title"] else "container_title_short"
        draft.contradict(field, draft.new.container_title, draft.source_of_new("container_title"))
        return
    has_moved = _has_other_venue(draft.record, draft.new)
    for field in PLACE_FIELDS:
        if has_moved and draft.is_refreshable(field) and not getattr(draft.new, field):
            draft.clear(field)
        elif has_moved or not draft[field] or not field.startswith("container_title"):
            _update_field(draft, field)


def _update_field(draft: Draft, field: str) -> None:
    old, new = draft[field], getattr(draft.new, field)
    if not new or draft.is_emptied(field):
        return
    # No list needs abstracts, and a work with an identifier needs no `url`.
    if not old and (field == "abstract" or (field == "url" and draft.record.link)):
        return
    same = bool(old) and are_equivalent(field, old, new)
    if same and not (field in _IS_FULLER and _IS_FULLER[field](new, old)):
        return
    if field in ("author", "editor") and (new.others or abbreviates(new, old)):
        draft.contradict(field, draft.new.to_dict()[field], draft.source_of_new(field))
    elif not old or draft.is_refreshable(field):
        draft.take(field)
    elif field in _CONTRADICTABLE and (field == "author" or not same):
        draft.contradict(field, draft.new.to_dict()[field], draft.source_of_new(field))


def _is_same_version(draft: Draft) -> bool:
    return is_unpublished(draft.record) == is_unpublished(draft.new)


def _is_published_elsewhere(draft: Draft) -> bool:
    """Whether a person wrote another venue, so that the sources describe another publication."""
    fields = [field for field in ("container_title", "container_title_short") if draft[field]]
    has_other_venue = _is_same_version(draft) and _has_other_venue(draft.record, draft.new)
    return has_other_venue and not all(map(draft.is_refreshable, fields))


def _has_other_venue(old: Record, new: Record) -> bool:
    here = [name for name in (plain(old.container_title), old.container_title_short) if name]
    there = [new.container_title_short, *map(plain, (new.container_title, new.event_title, new.collection_title))]
    is_same = any(equivalent_venues(name, other) for name in here for other in there if other)
    return bool(here and new.container_title and not is_same)


def _add_identifiers(draft: Draft) -> None:
    """Add identifiers of new schemes; a second DOI or arXiv ID is for a person to look at."""
    for identifier in draft.new.identifiers:
        listed = draft.record.all_identifiers
        # A version with its own DOI or DBLP key leaves room for those of the work; an arXiv ID is for all versions.
        comparable = listed if identifier.scheme is Scheme.ARXIV else draft["identifiers"]
        same_scheme = [other for other in comparable if other.scheme is identifier.scheme]
        if identifier.canonical in {other.canonical for other in listed}:
            continue
        source = draft.first_source(answer for answer in draft.answers if identifier in answer.record.all_identifiers)
        if not same_scheme:
            draft.set("identifiers", (*draft["identifiers"], identifier), source)
        elif identifier.scheme in _ONE_PER_PUBLICATION:
            draft.contradict("identifiers", identifier, source, old=same_scheme[0])


def _add_preprint(draft: Draft) -> None:
    """Add the preprint of a published work to its versions, or complete the one that is there."""
    preprint = _preprint_of_sources(draft)
    if preprint is None or is_unpublished(draft.record):
        return
    versions: tuple[Version, ...] = draft["versions"]
    listed = next((version for version in versions if version.genre == "preprint"), None)
    if listed is None:
        draft.set("versions", (*versions, preprint), draft.source_of_new("versions"))
    elif not listed.identifiers or set(listed.identifiers) & set(preprint.identifiers):
        missing = ("issued", "container_title", "identifiers")
        filled = listed.evolve(**{field: getattr(listed, field) or getattr(preprint, field) for field in missing})
        if filled != listed:
            changed = tuple(filled if version is listed else version for version in versions)
            draft.set("versions", changed, draft.source_of_new("versions"))


def _preprint_of_sources(draft: Draft) -> Version | None:
    """The preprint as the sources have it, without a title that is equivalent to that of the work."""
    new = draft.new
    preprint = next((version for version in new.versions if version.genre == "preprint"), None)
    if new.is_preprint:
        arxiv = tuple(identifier for identifier in new.identifiers if identifier.scheme is Scheme.ARXIV)
        preprint = as_version(new.evolve(author=(), note="", identifiers=arxiv), draft.record)
    if preprint and are_equivalent("title", preprint.title, draft["title"]):
        return preprint.evolve(
            title="", origin={field: origin for field, origin in preprint.origin.items() if field != "title"}
        )
    return preprint


def _add_links(draft: Draft) -> None:
    """Add links that lead to a new page."""
    links: Links = draft["links"]
    for kind, urls in draft.new.links:
        pages = {_page(url) for url in getattr(links, kind)}
        added = tuple(url for url in urls if _page(url) not in pages)
        links = links.evolve(**{kind: (*getattr(links, kind), *added)})
        for url in added:
            having = (answer for answer in draft.answers if url in getattr(answer.record.links, kind))
            draft.note_source(f"links.{kind}", draft.first_source(having))
    draft.set("links", links, draft.source_of_new("links"))


def _page(url: str) -> str:
    """What is the same in all spellings of a link to one page."""
    return url.partition("://")[2].lower().removeprefix("www.").rstrip("/").removesuffix(".git")


def _update_status(draft: Draft) -> None:
    """Take a more severe status; a source without a status does not undo a retraction."""
    old: Status | None = draft["status"]
    new = draft.new.status
    if new and (old is None or _SEVERITY.index(new.kind) > _SEVERITY.index(old.kind)):
        source = draft.first_source(answer for answer in draft.answers if answer.record.status == new)
        draft.set("status", new if new.source else new.evolve(source=source), source)
