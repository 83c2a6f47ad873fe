"""What Crossref says of a work and others: publications of the same work, notices of it, and of what it is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from moebib.formats.crossref.values import date_of, listed, own_identifiers
from moebib.normalise.fields import identifiers, part, related_as, text
from moebib.normalise.labels import is_titled_as_notice, without_label
from moebib.records.answer import Related, RelatedKind
from moebib.records.identifier import Identifier
from moebib.records.publication import Status, StatusKind

__all__ = ["related_to", "status_of", "subjects"]

_STATUSES: Mapping[str, StatusKind] = {
    "retraction": "retracted", "withdrawal": "withdrawn", "removal": "withdrawn", "correction": "corrected",
    "corrigendum": "corrected", "erratum": "corrected", "partial_retraction": "corrected",
}  # fmt: skip
_SEVERITY = ("retracted", "withdrawn", "corrected")
# The updates that are no notices: the work itself was replaced.
_NEW_TEXTS = ("new_version", "new_edition")
# https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/relationships/: those within one
# work. All others lead to other works: reviews, comments, supplements, data, parts and sequels.
_RELATIONS: Mapping[str, RelatedKind] = {
    "is-preprint-of": "published-as", "is-manuscript-of": "published-as", "has-preprint": "preprint",
    "has-manuscript": "same-work", "is-version-of": "version", "has-version": "version", "replaces": "version",
    "is-replaced-by": "version", "is-translation-of": "translation", "has-translation": "translation",
    "is-identical-to": "same-work", "is-same-as": "same-work", "is-expression-of": "same-work",
    "has-expression": "same-work", "is-manifestation-of": "same-work", "has-manifestation": "same-work",
    "is-format-of": "same-work", "has-format": "same-work", "is-variant-form-of": "same-work",
    "is-original-form-of": "same-work",
}  # fmt: skip


def related_to(work: Mapping[str, Any]) -> Iterator[Related]:
    """The publications that Crossref relates to the work: others of the same work, and what it is a notice of."""
    own = own_identifiers(work)
    stated = [
        related_as(kind, *map(_target, listed(part(work, "relation"), name))) for name, kind in _RELATIONS.items()
    ]
    notices = related_as("notice-of", *(str(subject) for subject in subjects(work)))
    yield from (related for related in (*notices, *chain(*stated)) if related.identifier not in own)


def _target(related: object) -> str:
    """The identifier of a related publication; empty if it is none of a publication, as an ISSN."""
    if not isinstance(related, dict) or related.get("id-type") not in ("doi", "arxiv"):
        return ""
    return f"{related['id-type']}:{text(related.get('id'))}"


def subjects(work: Mapping[str, Any]) -> Iterator[Identifier]:
    """The works of which this one is a correction, retraction or other notice."""
    own = own_identifiers(work)
    for update in listed(work, "update-to"):
        if isinstance(update, dict) and _kind(update) not in _NEW_TEXTS:
            yield from (subject for subject in identifiers(f"doi:{text(update.get('DOI'))}") if subject not in own)


def status_of(work: Mapping[str, Any], title: str) -> Status | None:
    """The most severe status of the work, by notices or by its *title*."""
    _, label = without_label(title)
    statuses = [*_by_notices(work, title), *([Status(kind=label, source="crossref")] if label else [])]
    return min(statuses, key=lambda status: _SEVERITY.index(status.kind), default=None)


def _by_notices(work: Mapping[str, Any], title: str) -> Iterator[Status]:
    own = own_identifiers(work)
    for update in listed(work, "updated-by"):
        kind = _STATUSES.get(_kind(update)) if isinstance(update, dict) else None
        if not kind:
            continue
        # Some publishers name the work itself as the notice; Retraction Watch does so if there is only one page.
        is_own_possible = text(update.get("source")) == "retraction-watch" and not is_titled_as_notice(title)
        for notice in identifiers(f"doi:{text(update.get('DOI'))}"):
            if notice not in own or is_own_possible:
                yield Status(kind=kind, date=date_of(update.get("updated")), source=notice.url or "crossref")


def _kind(update: Mapping[str, Any]) -> str:
    return text(update.get("type")).lower().replace("-", "_")
