"""A work on a few lines: what is written of it, where that came from, and what to check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from moebib.text import markup
from moebib.text.shorten import quote, shorten

if TYPE_CHECKING:
    from moebib.cli._entries import LabelledValue
    from moebib.lookup.doubts import Doubt
    from moebib.lookup.lookup import Rejected
    from moebib.records.answer import Found
    from moebib.records.identifier import Identifier
    from moebib.records.publication import Publication
    from moebib.records.record import Record

__all__ = [
    "candidate_rows", "candidates_as_json", "card_rows", "doubt_rows", "doubts_as_json", "refusals",
    "work_as_json",
]  # fmt: skip

_MOST_NAMES = 6
_NAMES_SHOWN = 4
_MOST_VERSIONS = 4
_MOST_DOUBTS = 8
_SOURCED = {
    "title": "title", "author": "authors", "editor": "editors", "issued": "date", "container_title": "venue",
    "volume": "volume", "issue": "issue", "page": "pages", "number": "number", "publisher": "publisher",
    "abstract": "abstract",
}  # fmt: skip
"""The fields of which the source is shown, and what they are called."""
_NO_KIND = ("article", "article-journal", "paper-conference", "document")
"""The types that are not shown, because the venue shows them."""


def card_rows(record: Record) -> Iterator[LabelledValue]:
    """What *record* has: people, place, identifiers, status, related works, other versions and sources."""
    from moebib.records.equivalence import words_of

    yield "", _people(record)
    yield "", _place(record)
    yield "", " ".join(map(str, record.identifiers)) or (record.link or "")
    if status := record.status:
        yield "status", " ".join(str(part) for part in (status.kind, status.date, status.source) if part)
    for relation in record.relations:
        yield "related", f"{relation.kind.replace('-', ' ')} {relation.key or relation.identifier}"
    for version in record.versions[:_MOST_VERSIONS]:
        is_renamed = version.title and words_of(markup.plain(version.title)) != words_of(markup.plain(record.title))
        title = f"as {quote(markup.plain(version.title))}" if is_renamed else ""
        named = f"({' '.join(map(str, version.identifiers))})" if version.identifiers else ""
        kind = version.status.kind if version.status else ""
        yield "also", " ".join(filter(None, (_place(version), named, kind, title)))
    if len(record.versions) > _MOST_VERSIONS:
        yield "also", f"{len(record.versions) - _MOST_VERSIONS} more"
    yield "from", _sources(record)


def doubt_rows(doubts: Sequence[Doubt], rejected: Sequence[Rejected]) -> Iterator[LabelledValue]:
    """What to check, and the responses that are not used because they are about other works."""
    rows = [
        *(("check", doubt.message) for doubt in doubts),
        *(("ignored", text) for text in refusals(rejected, doubts)),
    ]
    yield from rows[:_MOST_DOUBTS]
    if len(rows) > _MOST_DOUBTS:
        yield "check", f"{len(rows) - _MOST_DOUBTS} more"


def refusals(rejected: Iterable[Rejected], doubts: Sequence[Doubt]) -> Iterator[str]:
    """The records of other works, without those that a doubt about an identifier names."""
    for refused in rejected:
        names = tuple(f"{identifier}, " for identifier in refused.identifiers)
        if not any(doubt.message.startswith(names) for doubt in doubts if doubt.field == "identifiers"):
            identifiers = f" ({' '.join(map(str, refused.identifiers))})" if refused.identifiers else ""
            yield (
                f"a record of another work from {refused.source}: {quote(refused.title)}{identifiers}, "
                f"distance {refused.why}"
            )


def candidate_rows(works: Sequence[Found]) -> Iterator[LabelledValue]:
    """The works that a title may mean: the identifier to choose each by, title, first author, place and source."""
    names = [str(_identifier_of(work) or "no identifier") for work in works]
    for name, work in zip(names, works, strict=True):
        record = work.record
        first = f"{record.author[0].display()}{' et al.' if len(record.author) > 1 else ''}" if record.author else ""
        year = str(record.issued.year) if record.issued else ""
        place = " ".join(filter(None, (shorten(record.venue), year)))
        known = ", ".join(filter(None, (quote(markup.plain(record.title)), first or "no authors", place)))
        yield "", f"{name.ljust(max(map(len, names)))}  {known} ({work.source})"


def candidates_as_json(works: Iterable[Found]) -> list[dict[str, Any]]:
    """The same as data."""
    return [
        {
            "identifier": str(identifier) if (identifier := _identifier_of(work)) else None,
            "title": markup.plain(work.record.title),
            "authors": work.record.to_dict().get("author", []),
            "year": work.record.issued and work.record.issued.year,
            "venue": work.record.venue,
            "source": work.source,
        }
        for work in works
    ]


def work_as_json(record: Record) -> dict[str, Any]:
    """What the card shows of *record*, as data."""
    sources = {field: origin.source for field, origin in record.origin.items()}
    publication = _publication_as_json(record) | ({"sources": sources} if sources else {})
    facts = {
        "authors": record.to_dict().get("author"),
        "publication": publication,
        "versions": [
            ({"title": markup.plain(version.title)} if version.title else {}) | _publication_as_json(version)
            for version in record.versions
        ],
        "status": record.status and record.status.to_dict(),
        "relations": [relation.to_dict() for relation in record.relations],
    }
    return {name: value for name, value in facts.items() if value}


def doubts_as_json(doubts: Iterable[Doubt], rejected: Iterable[Rejected]) -> dict[str, Any]:
    """The doubts and the refused records, as data."""
    return {
        "doubts": [doubt._asdict() for doubt in doubts],
        "refused": [
            {**refused._asdict(), "identifiers": [str(identifier) for identifier in refused.identifiers]}
            for refused in rejected
        ],
    }


def _publication_as_json(publication: Publication) -> dict[str, Any]:
    facts = {
        "type": publication.type,
        "genre": publication.genre,
        "venue": markup.plain(publication.container_title) or publication.container_title_short,
        "year": publication.issued and publication.issued.year,
        "date": publication.issued and str(publication.issued),
        "page": publication.page,
        "identifiers": [str(identifier) for identifier in publication.identifiers],
    }
    return {name: value for name, value in facts.items() if value}


def _people(record: Record) -> str:
    names = record.author or record.editor
    shown = [name.display() for name in (names if len(names) <= _MOST_NAMES else names[:_NAMES_SHOWN])]
    number = f" ({len(names)} names)" if len(names) > len(shown) and not names.others else ""
    cut = " et al." if len(names) > len(shown) or names.others else ""
    role = "" if record.author or not names else " (editors)" if len(names) > 1 else " (editor)"
    return f"{', '.join(shown)}{cut}{number}{role}"


def _place(publication: Publication) -> str:
    """Where and when it was published: venue, volume, number, pages and date."""
    kind = publication.genre or ("" if publication.type in _NO_KIND else publication.type)
    venue = markup.plain(publication.container_title) or publication.container_title_short or publication.publisher
    parts = (
        f"{venue} ({kind})" if venue and kind and kind != venue else venue or kind,
        publication.volume and f"vol. {publication.volume}",
        publication.issue and f"no. {publication.issue}",
        publication.page and f"pages {publication.page}",
        publication.number and f"number {publication.number}",
        publication.version and f"version {publication.version}",
        str(publication.issued or ""),
    )
    return ", ".join(filter(None, parts))


def _sources(record: Record) -> str:
    """The source of most fields, then the others with their fields: "crossref; authors, abstract from dblp"."""
    fields_of: dict[str, list[str]] = {}
    for field, name in _SOURCED.items():
        if origin := record.origin.get(field):
            fields_of.setdefault(origin.source, []).append(name)
    main = max(fields_of, key=lambda source: len(fields_of[source]), default="")
    others = (f"{', '.join(names)} from {source}" for source, names in fields_of.items() if source != main)
    return "; ".join([main, *others])


def _identifier_of(work: Found) -> Identifier | None:
    """The identifier by which a work is chosen; one of a publication, if there is one."""
    from moebib.records.scheme import schemes

    of_publication = (identifier for identifier in work.identifiers if identifier.scheme in schemes(names="work"))
    return next(of_publication, next(iter(work.identifiers), None))
