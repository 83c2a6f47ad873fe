"""Update a record from what sources have on it now.

A value is replaced only if its origin shows that it was fetched (see ``Origin``). A value that a person wrote stays,
and a source with another one is a finding. Equivalent values are no change. Idempotent.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from moebib.errors import Finding
from moebib.lookup._draft import Draft, is_refreshable, is_unpublished
from moebib.lookup._draft_versions import add_versions, move_preprint_to_version
from moebib.lookup.works import Accepted, accept, without_leads
from moebib.matching.identity import distance_to, is_renamed
from moebib.matching.places import same_place
from moebib.merging.diff import FieldDiff, are_equivalent, diff_parts
from moebib.merging.versions import PLACE_FIELDS, VERSION_FIELDS, is_one_publication
from moebib.records.answer import Found
from moebib.records.equivalence import abbreviates, equivalent_venues, words_of
from moebib.records.identifier import Scheme
from moebib.records.publication import Status, Version
from moebib.records.record import Links, Record
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
_MOST_DRAFTS = 4
_SEVERITY = ("accepted", "corrected", "withdrawn", "retracted")
_ONE_PER_PUBLICATION = (Scheme.DOI, Scheme.ARXIV)
_CONTRADICTABLE = {"title", "author", "issued", "container_title", "volume", "issue", "page", "number"}
"""Fields for which another value is an error, and not only another spelling."""
_PLACELESS = tuple(field for field in (*VERSION_FIELDS, "abstract") if field not in (*PLACE_FIELDS, "genre"))
"""Fields that do not depend on where the version was published."""
_TEXT_OF_VERSION = ("title", "author", "abstract")
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
    accepted, rejected = answers_about(old, answers)
    findings = [
        Finding(
            "MB202",
            f"the record from {answer.source} for {', '.join(map(str, answer.identifiers))} is of another work: "
            f"{answer.record.title!r}, "
            f"distance {distance_to(old, answer.record)}",
            old.id,
            "identifiers",
            hint="check the identifiers",
        )
        for answer in rejected
        if answer.record.type != "software"
    ]
    if not accepted:
        return RecordUpdate(old, (), tuple(dict.fromkeys(findings)))

    drafts = [_drafted(old, accepted, only)]
    # A new date or identifier may show which publication of the sources is that of the entry.
    while drafts[-1].record != drafts[-1].old and len(drafts) < _MOST_DRAFTS:
        drafts.append(_drafted(drafts[-1].record, accepted, only))
    new = drafts[-1].record
    diffs = diff_parts(old, new, ignore={"origin"})
    changes = tuple(FieldUpdate(diff, _source_of_change(diff.field, drafts)) for diff in diffs)
    return RecordUpdate(new, changes, tuple(dict.fromkeys((*findings, *drafts[-1].findings))))


def _drafted(old: Record, answers: Sequence[Found], only: Collection[Aspect]) -> Draft:
    draft = Draft(old, answers)
    was_published = _is_publication_of(old, draft.new)
    if not only or ("published" in only and was_published):
        if was_published:
            move_preprint_to_version(draft)
        _update_type(draft)
        _update_fields(draft)
        if not _is_published_elsewhere(draft):
            _add_identifiers(draft)
        add_versions(draft)
        _add_links(draft)
    if not only or "withdrawn" in only:
        _update_status(draft)
    return draft


def _source_of_change(field: str, drafts: Sequence[Draft]) -> str:
    """The source of the last draft that changed *field*."""
    name = field.partition(".")[0]
    changed = (draft for draft in reversed(drafts) if getattr(draft.old, name) != getattr(draft.record, name))
    return next(changed, drafts[-1]).source_of_change(field)


def answers_about(old: Record, answers: Iterable[Found]) -> Accepted:
    """The *answers* about *old* and about publications that are related to it, which lead to no other work; the others.

    One with the identifier of *old* but another title only if the title of *old* is still the fetched one, or is that
    of the version that its label names.
    """
    answers = list(answers)
    same = [answer for answer in answers if distance_to(old, answer.record).is_same]
    if is_refreshable(old, "title") or old.arxiv_version:
        same += [answer for answer in answers if is_renamed(old, answer.record)]
    accepted, rejected = accept(answers, same)
    return Accepted(tuple(without_leads(accepted, rejected)), rejected)


def _is_publication_of(old: Record, new: Record) -> bool:
    """Whether *old* is a preprint and *new* its publication."""
    return is_unpublished(old) and not is_unpublished(new) and new.type not in _NO_PUBLICATION


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
    if _is_published_elsewhere(draft):
        field = "container_title" if draft["container_title"] else "container_title_short"
        if draft[field] and not draft.is_refreshable(field):
            draft.contradict(field, draft.new.container_title, draft.source_of_new("container_title"))
        return
    if is_one_publication(draft.record, draft.new) is False:
        return
    of_another = _of_another_version(draft)
    for field in _PLACELESS:
        if field not in of_another:
            _update_field(draft, field)
        elif field in _CONTRADICTABLE and _differs(draft, field):
            draft.contradict(field, draft.new.to_dict()[field], draft.source_of_new(field))
    has_moved = _has_other_venue(draft.record, draft.new)
    for field in PLACE_FIELDS:
        if has_moved and draft.is_refreshable(field) and not getattr(draft.new, field):
            draft.clear(field)
        elif field not in of_another and (has_moved or not draft[field] or not field.startswith("container_title")):
            _update_field(draft, field)


def _of_another_version(draft: Draft) -> Collection[str]:
    """The fields that the sources have of another version of the preprint than the entry describes: none, or these.

    Each version has its own title, authors and abstract. So if one of them was written by hand, and the sources have
    another one, the others are not replaced, either; an empty one is filled, with a finding about that one.
    """
    if not is_unpublished(draft.record):
        return ()
    label, described = draft.record.arxiv_version, draft.arxiv_version
    if label and label != described:
        if described and all(version.label != described for version in draft.record.versions):
            draft.contradict("label", described, draft.source_of_new("title"))
        return (*_TEXT_OF_VERSION, "issued")
    is_another = any(_differs(draft, field) and not draft.is_refreshable(field) for field in ("title", "author"))
    return [field for field in _TEXT_OF_VERSION if draft[field]] if is_another else ()


def _differs(draft: Draft, field: str) -> bool:
    """Whether the sources have another value, and not only another spelling or a part of a list of names."""
    old, new = draft[field], getattr(draft.new, field)
    is_part = field == "author" and (old.others or new.others)
    return bool(old and new) and not is_part and not are_equivalent(field, old, new)


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
    """Whether the sources describe a publication in another place, or a person wrote another venue."""
    if not _is_same_version(draft):
        return False
    if is_one_publication(draft.record, draft.new) is False and same_place(draft.record, draft.new) is False:
        return True
    fields = [field for field in ("container_title", "container_title_short") if draft[field]]
    return _has_other_venue(draft.record, draft.new) and not all(map(draft.is_refreshable, fields))


def _has_other_venue(old: Record, new: Record) -> bool:
    here = [name for name in (plain(old.container_title), old.container_title_short) if name]
    there = [new.container_title_short, *map(plain, (new.container_title, new.event_title, new.collection_title))]
    is_same = any(equivalent_venues(name, other) for name in here for other in there if other)
    return bool(here and new.container_title and not is_same)


def _add_identifiers(draft: Draft) -> None:
    """Add identifiers of new schemes; a second DOI or arXiv ID is for a person to look at.

    None of another publication is added: only that it is another one is reported.
    """
    is_another = is_one_publication(draft.record, draft.new) is False
    for identifier in draft.new.identifiers:
        listed = draft.record.all_identifiers
        # A version with its own DOI or DBLP key leaves room for those of the work; an arXiv ID is for all versions.
        comparable = listed if identifier.scheme is Scheme.ARXIV else draft["identifiers"]
        same_scheme = [other for other in comparable if other.scheme is identifier.scheme]
        if identifier.canonical in {other.canonical for other in listed}:
            continue
        source = draft.first_source(answer for answer in draft.answers if identifier in answer.record.all_identifiers)
        if not same_scheme and not is_another:
            draft.set_list("identifiers", (*draft["identifiers"], identifier), source, [identifier])
        elif same_scheme and identifier.scheme in _ONE_PER_PUBLICATION:
            draft.contradict("identifiers", identifier, source, old=same_scheme[0])


def _add_links(draft: Draft) -> None:
    """Add links that lead to a new page."""
    for kind, urls in draft.new.links:
        pages = {_page(url) for url in getattr(draft["links"], kind)}
        for url in (url for url in urls if _page(url) not in pages):
            links: Links = draft["links"]
            source = draft.first_source(answer for answer in draft.answers if url in getattr(answer.record.links, kind))
            draft.note_source(f"links.{kind}", source)
            draft.set_list("links", links.evolve(**{kind: (*getattr(links, kind), url)}), source, [url])


def _page(url: str) -> str:
    """What is the same in all spellings of a link to one page."""
    return url.partition("://")[2].lower().removeprefix("www.").rstrip("/").removesuffix(".git")


def _update_status(draft: Draft) -> None:
    """Take a more severe status; a source without a status does not undo a retraction."""
    old: Status | None = draft["status"]
    new = _status_of_sources(draft)
    if new and (old is None or _SEVERITY.index(new.kind) > _SEVERITY.index(old.kind)):
        source = draft.first_source(answer for answer in draft.answers if answer.record.status == new)
        draft.set("status", new if new.source else new.evolve(source=source), source)


def _status_of_sources(draft: Draft) -> Status | None:
    """The status of the publication at the top level: that of a withdrawn preprint is not that of the paper."""
    described: tuple[Record | Version, ...] = (draft.new, *draft.new.versions)
    is_preprint = is_unpublished(draft.record)
    return next((publication.status for publication in described if publication.is_preprint is is_preprint), None)
