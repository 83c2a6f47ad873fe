"""`moebib cite`: the works that documents cite, taken from files and a list, as a bibliography of exactly those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple, cast

from moebib import formats, store
from moebib.citations.documents import CitedKey, Documents, read_documents
from moebib.citations.resolve import (
    CitedWork,
    WorkSource,
    copy_entries,
    missing_keys,
    read_works,
    resolve,
    works_of,
)
from moebib.errors import Finding, InputError
from moebib.formats import Options
from moebib.formats.bibtex import Dialect, Excerpt, Preamble, join_excerpts, unite_preambles, with_container
from moebib.library.library import Library
from moebib.normalise.journals import JournalNames
from moebib.records.citekey import fit_key, free_key, is_key
from moebib.records.fields import KEY_RULE
from moebib.records.record import Record
from moebib.store import ChangeSet
from moebib.text.shorten import quote

__all__ = ["PRINTED", "CiteRequest", "CiteResult", "cite"]

PRINTED = {".txt": "text", ".html": "html", ".htm": "html", ".md": "markdown"}
"""File name ending -> format in which references are printed in a citation style."""


class CiteRequest(NamedTuple):
    """What is cited, where the works are taken from, and what is written."""

    files: tuple[Path, ...] = ()
    """Documents."""
    keys: tuple[str, ...] = ()
    """Keys that are cited in addition."""
    sources: tuple[Path, ...] = ()
    """Files with works; the first that has a work is used, and the list is searched last. All .bib files are one."""
    folder: Path | None = None
    """The list is that of this folder; ``None`` to search no list."""
    format: str | None = None
    """By default that of the output, else the one that the document reads."""
    style: str | None = None
    locale: str = "en-US"
    prefer: Literal["published", "preprint"] = "published"
    options: Options = Options()
    journals: JournalNames | None = None
    output: Path | None = None
    """The file to write; ``None`` for stdout."""


class CiteResult(NamedTuple):
    """The bibliography, and what to report about it."""

    text: str
    found: int
    """How many cited works are in it."""
    missing: int
    """How many cited keys have no work."""
    findings: tuple[Finding, ...]
    """MB141: not found; MB142: an included file not read; MB143: a work cited by two keys; and those of the sources."""
    changes: ChangeSet
    """The change of the output file."""
    files: tuple[Path, ...]
    """All files that were read; if one of them changes, the bibliography may change."""
    unread: tuple[Path, ...]
    """.bib files that the documents name and that were not read."""


def cite(request: CiteRequest) -> CiteResult:
    """The bibliography of the cited works; the output file is not written yet.

    Raises:
        InputError: If a language, format or style is unknown, the output is also an input, or pandoc is not installed.
        FileNotFoundError: If a file does not exist.
    """
    output = request.output
    if output and any(store.is_same_file(output, file) for file in (*request.files, *request.sources)):
        raise InputError(f"output file {store.printable(output)!r} is also an input; choose another one")
    library = None if request.folder is None else store.load_nearest(request.folder)

    documents = read_documents(request.files)
    sources = read_works(dict.fromkeys(request.sources))
    if library is not None:
        sources.append(works_of(library))

    cited_keys = [*documents.keys, *map(CitedKey, request.keys)]
    resolved = resolve(cited_keys, sources)
    works, invalid = _with_valid_keys(resolved, cited_keys)
    findings = [
        *documents.findings,
        *(finding for source in sources for finding in source.findings if _concerns(finding, source, works)),
        *_of_preambles(works),
        *missing_keys(cited_keys, resolved, sources),
        *invalid,
        *_cited_twice(works),
    ]

    text, found_count, reading = _bibliography(works, sources, _format(request, documents), request)
    findings += reading
    used = (*request.sources, *((output,) if output else ()))
    return CiteResult(
        text=text,
        found=found_count,
        missing=len({finding.id for finding in findings if finding.code == "MB141"}),
        findings=tuple(dict.fromkeys(findings)),
        changes=ChangeSet.plan(None, {output.as_posix(): text}) if output else ChangeSet(),
        files=(*documents.files, *request.sources, *_list_files(request, library)),
        unread=tuple(
            file for file in documents.bibliographies if not any(store.is_same_file(file, other) for other in used)
        ),
    )


def _with_valid_keys(
    works: Mapping[str, CitedWork], cited_keys: Iterable[CitedKey]
) -> tuple[list[CitedWork], list[Finding]]:
    """The works under the keys they are cited by or, where that is not a key, under the nearest one, with a finding."""
    taken = {key.lower() for key in works}
    places = {cited.key: cited for cited in reversed(tuple(cited_keys))}
    written: list[CitedWork] = []
    findings: list[Finding] = []
    for cited_as, work in works.items():
        key = cited_as
        if not is_key(cited_as):
            key = free_key(fit_key(cited_as) or "unnamed", taken)
            taken.add(key.lower())
            place = places.get(cited_as, CitedKey(cited_as))
            message = f"invalid key {quote(cited_as)}; written as {quote(key)}"
            hint = f"cite it by that key; {KEY_RULE}"
            findings.append(Finding("MB131", message, key, None, place.file, place.line, place.column, hint))
        written.append(work._replace(cited_as=key))
    return written, findings


def _concerns(finding: Finding, source: WorkSource, works: Iterable[CitedWork]) -> bool:
    """Whether a finding about a file may affect what is taken from it."""
    if finding.id is None:
        return finding.level == "error"
    return any(work.source is source and work.key == finding.id for work in works)


def _of_preambles(works: Iterable[CitedWork]) -> Iterator[Finding]:
    """What is not kept of the preambles of the files that works are taken from."""
    for source in dict.fromkeys(work.source for work in works):
        yield from source.preamble_findings


def _cited_twice(works: Iterable[CitedWork]) -> Iterable[Finding]:
    """A finding for each work that is cited by two keys, and so is in the bibliography twice."""
    first: dict[tuple[int, str], str] = {}
    for work in works:
        other = first.setdefault((id(work.source), work.key), work.cited_as)
        if other != work.cited_as:
            message = f"{work.cited_as!r} and {other!r} are the same work, which is listed twice"
            yield Finding("MB143", message, work.cited_as, hint=f"cite it by {work.key!r} alone")


def _format(request: CiteRequest, documents: Documents) -> str:
    """The format given, else by the ending of the output, else the dialect of .bib that the documents read."""
    name = request.output.as_posix() if request.output else ""
    printed = PRINTED.get(PurePosixPath(name).suffix.lower())
    if request.format or request.style is not None:
        return request.format or printed or "text"
    if not name or name.lower().endswith(".bib"):
        return "biblatex" if documents.biblatex else "bibtex"
    return printed or formats.for_output(name).name


def _bibliography(
    works: Sequence[CitedWork], sources: Iterable[WorkSource], format: str, request: CiteRequest
) -> tuple[str, int, tuple[Finding, ...]]:
    """The bibliography in a format, the number of works in it, and the findings of reading them."""
    if format in ("bibtex", "biblatex"):
        return _bib(works, sources, cast("Dialect", format), request)
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
    works: Sequence[CitedWork], sources: Iterable[WorkSource], dialect: Dialect, request: CiteRequest
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


def _list_files(request: CiteRequest, library: Library | None) -> Iterable[Path]:
    root = store.find_root(request.folder) if request.folder is not None else None
    return store.list_files(root, library.config) if library and root else ()
