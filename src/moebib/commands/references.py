"""The references of a file or a paper, for `moebib verify`: of a document those that it cites."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from moebib import formats, store
from moebib.citations import LANGUAGES
from moebib.citations.documents import Documents, read_documents
from moebib.citations.resolve import missing_keys, read_works, resolve, works_of
from moebib.errors import CODES, Finding, InputError, NoSuchWork, SourceError
from moebib.records.record import Record
from moebib.text.encoding import decode_bytes

if TYPE_CHECKING:
    from moebib.lookup.client import Client

__all__ = ["References", "cited_references", "read_references", "suffixes"]


class References(NamedTuple):
    """What is to be verified, and what of the file could not be read."""

    records: tuple[Record, ...]
    lost: tuple[Finding, ...] = ()
    files: tuple[str, ...] = ()
    """For each of the first records, the file that it is in, or the paper; the others are works of the list."""
    guessed: frozenset[str] = frozenset()
    """The keys of the references whose fields were guessed from their text, also by a source."""
    inputs: tuple[Path, ...] = ()
    """All files that were read."""


def suffixes() -> frozenset[str]:
    """The suffixes of the files that can be read."""
    return frozenset(suffix for name in formats.names("read") for suffix in formats.get(name).suffixes) | {*LANGUAGES}


def read_references(file: Path, format: str | None = None) -> References:
    """The references in *file*: the works that a document cites, or those of a bibliography in any known format.

    Raises:
        InputError: If the format is unknown, the file is not in it, or there is no reference in it.
    """
    language = LANGUAGES.get(file.suffix.lower()) if format is None else None
    documents = read_documents([file]) if language else Documents()
    # A Markdown file without a bibliography is a list of papers.
    if documents.keys and (documents.bibliographies or language != "markdown"):
        cited = _read_cited(file, documents)
        return cited._replace(inputs=(*cited.inputs, *documents.files, *documents.bibliographies))
    return _read_bibliography(file, format)


def cited_references(paper: str, client: Client) -> References:
    """The references of the *paper* with this identifier, as a source gives them, with guessed fields.

    If no source gives any, or did not respond, that is what could not be read.

    Raises:
        InvalidIdentifier: If it is no identifier.
    """
    try:
        cited = client.cited_by(paper)
    except (NoSuchWork, SourceError) as error:
        hint = "verify the .bbl file or the .bib file of the paper"
        return References((), (Finding("MB214", str(error), paper, hint=hint),))
    records = tuple(record.evolve(id=f"ref{number}") for number, record in enumerate(cited, start=1))
    return References(records, (), (paper,) * len(records), frozenset(record.id for record in records))


def _read_cited(file: Path, documents: Documents) -> References:
    """The works that a document cites, from its bibliographies and the list of its folder."""
    sources = [read_works(path) for path in documents.bibliographies]
    if root := store.find_root(file.parent):
        sources.append(works_of(store.load(root)))
    if not documents.bibliographies and (printed := _printed_bibliography(file)):
        return _read_bibliography(printed, "bbl")
    if not sources:
        hint = "verify the file with its bibliography instead"
        raise InputError(f"the document names no .bib file that exists\nhint: {hint}", where=file.as_posix())
    cited = resolve(documents.keys, sources)
    records: list[Record] = []
    files: list[str] = []
    lost = [*documents.findings, *missing_keys(documents.keys, cited, sources)]
    for work in cited.values():
        record, findings = work.read()
        if record:
            records.append(record)
            files.append(work.source.file or "")
        else:
            lost += findings or [Finding("MB121", f"cannot read the entry {work.key!r}", work.cited_as)]
    if not records:
        raise InputError("none of the cited works is in the bibliography", where=file.as_posix())
    return References(tuple(records), tuple(dict.fromkeys(lost)), tuple(files))


def _printed_bibliography(document: Path) -> Path | None:
    """The document itself if it contains a bibliography, or the .bbl file that LaTeX includes in it."""
    text = decode_bytes(store.read_bytes(document)).text
    contained = document if r"\begin{thebibliography}" in text else None
    return contained or store.find_file((document.parent,), (f"{document.stem}.bbl",))


def _read_bibliography(file: Path, format: str | None) -> References:
    data = store.read_bytes(file)
    source = formats.for_file(file.name, data, name=format)
    name = store.printable(file)
    parsed = source.parse(data, name=name)
    if parsed.is_empty:
        formats.check_without_works(source, source.decode(data, name)[0], name)
    lost = tuple(finding for finding in parsed.findings if CODES[finding.code].is_entry_lost)
    if not parsed.records:
        first = f"; {lost[0]}" if lost else ""
        raise InputError(f"no reference can be read{first}", where=name)
    guessed = frozenset(finding.id for finding in parsed.findings if finding.code == "MB144" and finding.id)
    return References(parsed.records, lost, (str(file),) * len(parsed.records), guessed, (file,))
