"""`moebib cite`: the works that documents cite, taken from files and a list, as a bibliography of exactly those."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple, cast

from moebib import formats, store
from moebib.citations import ALL
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
from moebib.normalise.journals import JournalNames
from moebib.records.citekey import fit_key, free_key, is_key
from moebib.records.fields import KEY_RULE
from moebib.records.record import Record
from moebib.store import ChangeSet
from moebib.text.encoding import decode_bytes
from moebib.text.shorten import quote

__all__ = ["PRINTED", "CiteRequest", "CiteResult", "cite"]

PRINTED = {".txt": "text", ".html": "html", ".htm": "html", ".md": "markdown"}
"""File name ending -> format in which references are printed in a citation style."""

_UNRESOLVED = ("MB124", "MB129")
"""What an entry that is copied refers to and that is in none of its files: a macro, another entry."""


class CiteRequest(NamedTuple):
    """What is cited, where the works are taken from, and what is written."""

    files: tuple[Path, ...] = ()
    """Documents."""
    keys: tuple[str, ...] = ()
    """Keys that are cited in addition."""
    sources: tuple[Path, ...] = ()
    """Files with works; the first that has a work is used. All .bib files are one. After them, the list of *folder* is
    searched, then the bibliographies that the documents name, and, if there is no list, the bundled one."""
    folder: Path | None = None
    """``None`` to search no list."""
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
    bundled: bool = False
    """Whether the bundled list was searched for a work."""


def cite(request: CiteRequest) -> CiteResult:
    """The bibliography of the cited works; the output file is not written yet.

    Raises:
        InputError: If a language, format or style is unknown, the output is also an input, or pandoc is not installed.
        FileNotFoundError: If a file does not exist.
    """
    output = request.output
    if output and any(store.is_same_file(output, file) for file in (*request.files, *request.sources)):
        raise InputError(f"output file {store.printable(output)!r} is also an input; choose another one")
    root = None if request.folder is None else store.find_root(request.folder)
    library = store.load(root) if root else None

    documents = read_documents(request.files)
    cited_keys = [*documents.keys, *map(CitedKey, request.keys)]
    used = (*request.sources, *((output,) if output else ()))
    named, unreadable = _named_works(
        [file for file in documents.bibliographies if not any(store.is_same_file(file, other) for other in used)]
    )
    sources = [
        *read_works(dict.fromkeys(request.sources)),
        *((works_of(library),) if library is not None else ()),
        *named,
    ]
    resolved = resolve(cited_keys, sources)
    bundled: list[WorkSource] = []
    if cited_keys and request.folder is not None and not root and (_missing(cited_keys, resolved) or not sources):
        bundled.append(works_of(store.load_nearest(request.folder)))
        resolved = resolve(cited_keys, sources or bundled, bundled)
    if output:
        _keep_output(output, documents, _missing(cited_keys, resolved))
    written = resolved
    if output and any(store.is_same_file(output, file) for file in documents.named):
        # The document reads its other bibliographies besides the output.
        written = {key: work for key, work in resolved.items() if work.source not in named}
    works, invalid = _with_valid_keys(written, cited_keys)
    sources += bundled
    findings = [
        *documents.findings,
        *unreadable,
        *(finding for source in sources for finding in source.findings if _concerns(finding, source, works)),
        *_of_preambles(works),
        *missing_keys(cited_keys, resolved, sources),
        *invalid,
        *_cited_twice(works),
    ]

    format = _format(request, documents)
    if format != "biblatex":
        works = _with_members(works, keep_sets=format == "bibtex")
    text, found_count, reading = _bibliography(works, sources, format, request)
    findings += reading
    return CiteResult(
        text=text,
        found=found_count + len(resolved) - len(written),
        missing=len({finding.id for finding in findings if finding.code == "MB141"}),
        findings=tuple(dict.fromkeys(findings)),
        changes=ChangeSet.plan(None, {output.as_posix(): text}) if output else ChangeSet(),
        files=(
            *documents.files,
            *request.sources,
            *(file for file in documents.bibliographies if file != output),
            *(store.list_files(root, library.config) if library is not None and root else ()),
        ),
        bundled=bool(bundled),
    )


def _missing(cited_keys: Iterable[CitedKey], resolved: Mapping[str, CitedWork]) -> list[str]:
    """The cited keys that have no work."""
    return [cited.key for cited in cited_keys if cited.key not in resolved and cited.key != ALL]


def _named_works(files: Sequence[Path]) -> tuple[list[WorkSource], list[Finding]]:
    """The works of the bibliographies that documents name, and a finding for each that cannot be read."""
    readable: list[Path] = []
    findings: list[Finding] = []
    for file in files:
        try:
            read_works([file])
            readable.append(file)
        except InputError as error:
            findings.append(Finding("MB142", str(error).removeprefix(f"{error.where}: "), file=store.printable(file)))
    return read_works(readable), findings


def _keep_output(output: Path, documents: Documents, missing: Collection[str]) -> None:
    """Refuse to replace a .bib file that moebib has not written, and that alone has works that are cited.

    Raises:
        InputError: If *output* is one.
    """
    if not missing or not any(store.is_same_file(output, file) for file in documents.bibliographies):
        return
    heads = tuple(formats.get(dialect, "write").record_writer().head for dialect in ("bibtex", "biblatex"))
    if output.suffix.lower() != ".bib" or decode_bytes(store.read_bytes(output)).text.startswith(heads):
        return
    lost = [key for key in dict.fromkeys(missing) if any(source.find(key) for source in _named_works([output])[0])]
    if lost:
        works = f"{len(lost)} of the cited works" if len(lost) > 1 else "a cited work"
        hint = "write to another file, which the document then reads instead"
        raise InputError(f"would lose {works}, such as {quote(lost[0])}\nhint: {hint}", where=store.printable(output))


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
    """Whether a finding about a file may affect what is taken from it, or says why that is nothing."""
    if finding.id is None or not source.all_keys():
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


def _with_members(works: Sequence[CitedWork], *, keep_sets: bool) -> list[CitedWork]:
    """The works with the members of sets, which only BibLaTeX has; its backend for BibTeX reads the sets, too."""
    all_works = [
        part for work in works for part in (*((work,) if keep_sets or not work.members else ()), *work.members)
    ]
    return list({work.cited_as: work for work in all_works}.values())


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
            unknown |= dict.fromkeys(
                finding
                for work in of_source
                if work.cited_as in depths
                for finding in work.read()[1]
                if finding.code in _UNRESOLVED
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
