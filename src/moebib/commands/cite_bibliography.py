"""Writes a bibliography of works that are cited: entries of .bib files as they are, others in their format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from moebib import formats
from moebib.citations.resolve import CitedWork, WorkSource, copy_entries
from moebib.commands.cite_request import PRINTED, CiteRequest
from moebib.errors import Finding
from moebib.formats.bibtex import Dialect, Excerpt, Preamble, join_excerpts, unite_preambles, with_container
from moebib.records.record import Record

__all__ = ["write_bibliography"]

_UNRESOLVED = ("MB124", "MB129")
"""What an entry that is copied refers to and that is in none of its files: a macro, another entry."""


def write_bibliography(
    works: Sequence[CitedWork],
    sources: Iterable[WorkSource],
    format: str,
    request: CiteRequest,
    *,
    macros_elsewhere: bool = False,
) -> tuple[str, int, tuple[Finding, ...]]:
    """The bibliography in a format, the number of works in it, and the findings of reading them.

    With *macros_elsewhere*, LaTeX may find the macros of entries that are copied in another file: in IEEEabrv.bib.
    """
    if format != "biblatex":
        works = _with_members(works, keep_sets=format == "bibtex")
    if format in ("bibtex", "biblatex"):
        unresolved = _UNRESOLVED[macros_elsewhere:]
        return _bib(works, sources, cast("Dialect", format), request, unresolved)
    if format in PRINTED.values():
        from moebib.citations.format import format_references

        records, reading = _read(works, request)
        text = format_references(records, style=request.style or "apa", format=format, locale=request.locale)
        return text, len(records), reading
    writer = formats.get(format, "write", others=PRINTED).record_writer()
    records, reading = _read(works, request)
    ordered = sorted(records, key=lambda record: (record.id.lower(), record.id))
    return writer.join(writer.item(record, request.options) for record in ordered), len(records), reading


def _bib(
    works: Sequence[CitedWork],
    sources: Iterable[WorkSource],
    dialect: Dialect,
    request: CiteRequest,
    unresolved: Sequence[str],
) -> tuple[str, int, tuple[Finding, ...]]:
    """The text of a .bib file, the number of works in it, and the findings of reading them.

    Entries of .bib files are copied as they are written, unless *dialect* or an option changes them.
    """
    format = formats.get(dialect, "write")
    writer = format.record_writer()
    excerpts: dict[str, Excerpt] = {}
    depths: dict[str, int] = {}
    preambles: list[Preamble] = []
    unknown: dict[Finding, None] = {}
    for source in sources:
        if source.files and not request.options.omit and not request.options.unicode:
            of_source = [work for work in works if work.source is source]
            copied = copy_entries(source.files, of_source, dialect)
            depths |= {excerpt.key: excerpt.depth for excerpt in copied}
            if request.journals:
                copied, of_journals = _in_form(copied, of_source, dialect, request)
                unknown |= dict.fromkeys(of_journals)
            elsewhere = {work.cited_as for work in works if work.source is not source}
            unknown |= dict.fromkeys(
                finding
                for work in of_source
                if work.cited_as in depths
                for finding in work.read()[1]
                if finding.code in unresolved
            )
            if copied:
                preambles += source.preambles
            excerpts |= {excerpt.key: excerpt for excerpt in copied if excerpt.key not in excerpts.keys() | elsewhere}
    written = [work for work in works if work.cited_as not in excerpts]
    unknown |= dict.fromkeys(finding for work in written for finding in work.losses(format.title))
    records, findings = _read(written, request)
    of_bib = {work.cited_as for work in written if work.source.files}
    for record in records:
        item = writer.item(record, request.options)
        excerpts[record.id] = Excerpt(record.id, item, depths.get(record.id, 0))
        if format.shown and record.id not in of_bib:
            for loss in format.shown(record, request.options, item):
                unknown |= dict.fromkeys(loss.findings(record.id, format.title))
    text = join_excerpts(excerpts.values(), (unite_preambles(preambles),), head=writer.head)
    return text, len({work.cited_as for work in works} & excerpts.keys()), (*findings, *unknown)


def _in_form(
    copied: Iterable[Excerpt], works: Iterable[CitedWork], dialect: Dialect, request: CiteRequest
) -> tuple[list[Excerpt], list[Finding]]:
    """The entries that can get the form of names of journals that is requested, and the journals not known in it."""
    of_key = {work.cited_as: work for work in works}
    excerpts: list[Excerpt] = []
    findings: list[Finding] = []
    for excerpt in copied:
        record = of_key[excerpt.key].read()[0] if excerpt.key in of_key else None
        new, unknown = _written(record, request) if record else (None, ())
        edited = with_container(excerpt, new, dialect) if new and new != record else excerpt
        excerpts += [edited] if edited else []
        findings += unknown
    return excerpts, findings


def _read(works: Iterable[CitedWork], request: CiteRequest) -> tuple[list[Record], tuple[Finding, ...]]:
    """The records of the works that can be read, as they are requested, and the findings of reading them."""
    records: list[Record] = []
    findings: dict[Finding, None] = {}
    for work in works:
        record, reading = work.read()
        findings |= dict.fromkeys(reading)
        if record:
            record, unknown = _written(record.preferring(request.prefer), request)
            findings |= dict.fromkeys(unknown)
            records.append(record)
        else:
            findings[Finding("MB141", f"cannot read the entry {work.key!r}", work.cited_as)] = None
    return records, tuple(findings)


def _written(record: Record, request: CiteRequest) -> tuple[Record, tuple[Finding, ...]]:
    return request.journals.written(record) if request.journals else (record, ())


def _with_members(works: Sequence[CitedWork], *, keep_sets: bool) -> list[CitedWork]:
    """The works with the members of sets, which only BibLaTeX has; its backend for BibTeX reads the sets, too."""
    all_works = [
        part for work in works for part in (*((work,) if keep_sets or not work.members else ()), *work.members)
    ]
    return list({work.cited_as: work for work in all_works}.values())
