"""Lists of papers in Markdown: reads any such list, and writes the README of a moebib list.

Reading goes from ``reader`` (blocks and headings) through ``lines`` (Markdown), ``entries`` and ``tables`` (one entry)
to ``works`` (records). Writing goes from ``writer`` (the parts of a README) to ``styles`` (works and models). Both use
``markers``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from moebib.formats import Continuation, Format, LibraryWriter, Options, ParsedFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from moebib.errors import Finding
    from moebib.library.config import Config
    from moebib.library.library import Library
    from moebib.records.record import Record

__all__ = ["FORMATS"]


def _read(text: str, config: Config) -> ParsedFile:
    from moebib.formats.paper_list.reader import read

    return read(text, config)


def _linked(text: str, path: str) -> list[str]:
    from moebib.formats.paper_list.linked import linked_files

    return [linked.path for linked in linked_files(text, path)]


def _read_files(texts: Mapping[str, str], config: Config) -> ParsedFile:
    from moebib.formats.paper_list.reader import read_files

    return read_files(texts, config)


def _conflicts(text: str) -> list[Finding]:
    from moebib.formats.paper_list.markers import find_unresolved

    return find_unresolved(text)


def _dump(library: Library, options: Options) -> str:
    from moebib.formats.paper_list.writer import dump

    return dump(library, options)


def _fields() -> dict[str, list[str]]:
    return {
        "title": ["title"], "url": ["link"], "identifiers": ["link"], "container_title_short": ["venue"],
        "container_title": ["venue"], "issued": ["date"], "links": ["links"], "keyword": ["labels"],
        "tags": ["sections"], "status": ["venue"], "versions.identifiers": ["links"],
    }  # fmt: skip


def _kept_identifiers(record: Record, options: Options) -> object:
    from moebib.records.identifier import Scheme

    return tuple(
        identifier
        for identifier in record.identifiers
        if identifier.scheme is Scheme.ARXIV or (identifier.url and identifier.url == record.link)
    )


def _kept_status(record: Record, options: Options) -> object:
    from moebib.records.publication import Status

    return Status(kind="accepted") if record.status and record.status.kind == "accepted" else None


FORMATS = (
    Format(
        name="paper-list",
        title="paper list",
        suffixes=(".md", ".markdown"),
        read=_read,
        continued=Continuation(_linked, _read_files),
        conflicts=_conflicts,
    ),
    Format(
        name="readme",
        title="README",
        suffixes=(".md",),
        write=LibraryWriter(_dump),
        fields=_fields,
        caveats={
            "container_title": "if there is no container_title_short",
            "identifiers": "the preferred page, and every arXiv ID",
            "url": "the preferred page",
            "issued": "as precisely as the style shows it",
            "status": "only that it is to appear",
            "versions.identifiers": "only arXiv IDs",
        },
        kept={"identifiers": _kept_identifiers, "status": _kept_status},
    ),
)
