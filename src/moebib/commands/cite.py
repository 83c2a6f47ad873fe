"""`moebib cite`: the works that documents cite, taken from files and a list, as a bibliography of exactly those."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from moebib import formats, store
from moebib.citations import ALL
from moebib.citations.documents import CitedKey, Documents, read_documents
from moebib.citations.resolve import (
    CitedWork,
    WorkSource,
    missing_keys,
    read_works,
    resolve,
    works_of,
)
from moebib.commands.cite_bibliography import write_bibliography
from moebib.commands.cite_request import CiteRequest
from moebib.errors import Finding, InputError
from moebib.records.citekey import fit_key, free_key, is_key
from moebib.records.fields import KEY_RULE
from moebib.store import ChangeSet
from moebib.text.encoding import decode_bytes
from moebib.text.shorten import quote

__all__ = ["CiteResult", "cite"]


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
        bundled = [works_of(store.load_nearest(request.folder))]
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

    format = request.format_for(biblatex=documents.biblatex)
    other_files = set(documents.named) - {*documents.bibliographies, output}
    text, found_count, reading = write_bibliography(works, sources, format, request, macros_elsewhere=bool(other_files))
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
