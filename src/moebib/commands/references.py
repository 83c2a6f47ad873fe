"""The references of a file or a paper, for `moebib verify`: of a document those that it cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from moebib import formats, store
from moebib.citations import LANGUAGES
from moebib.citations.documents import Documents, read_documents
from moebib.citations.resolve import missing_keys, read_works, resolve, works_of
from moebib.codes import CODES
from moebib.commands.inputs import read_each_bib
from moebib.errors import Finding, InputError, NoSuchWork, SourceError
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


def read_references(files: Iterable[Path], format: str | None = None) -> list[References]:
    """The references in each of *files*: the works that a document cites, or those of a bibliography.

    The macros and parents of a .bib file may be in another one.

    Raises:
        InputError: If the format is unknown, a file is not in it, or none of the entries in it can be read; a .bib file
            without entries may be one of several.
    """
    files = list(dict.fromkeys(files))
    bib = [file for file in files if file.suffix.lower() == ".bib" and format in (None, "bibtex", "biblatex")]
    of_bib = dict(zip(bib, _read_bib(bib), strict=True))
    return [of_bib[file] if file in of_bib else _read_file(file, format) for file in files]


def _read_bib(files: Sequence[Path]) -> Iterator[References]:
    decoded = {file: decode_bytes(store.read_bytes(file)) for file in files}
    targets = list(read_each_bib(decoded, date.max))
    has_references = any(target.context.records for target in targets)
    for (file, of_file), target in zip(decoded.items(), targets, strict=True):
        if not has_references and not any(finding.level == "error" for finding in target.findings):
            formats.check_without_works(formats.get("bibtex"), of_file.text, store.printable(file))
        yield _references(file, target.context.records, target.findings, may_be_empty=has_references)


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


def _read_file(file: Path, format: str | None) -> References:
    language = LANGUAGES.get(file.suffix.lower()) if format is None else None
    documents = read_documents([file]) if language else Documents()
    # A Markdown file without a bibliography is a list of papers.
    if documents.keys and (documents.bibliographies or language != "markdown"):
        cited = _read_cited(file, documents)
        return cited._replace(inputs=(*cited.inputs, *documents.files, *documents.bibliographies))
    return _read_bibliography(file, format)


def _read_cited(file: Path, documents: Documents) -> References:
    """The works that a document cites, from its bibliographies and the list of its folder."""
    sources = read_works(documents.bibliographies)
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
            files.append(work.file)
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
    name = store.printable(file)
    source = formats.for_file(name, data, name=format)
    parsed = source.parse(data, name=name)
    if parsed.is_empty:
        formats.check_without_works(source, source.decode(data, name)[0], name)
    return _references(file, parsed.records, parsed.findings)


def _references(
    file: Path, records: tuple[Record, ...], findings: Sequence[Finding], *, may_be_empty: bool = False
) -> References:
    lost = tuple(finding for finding in findings if CODES[finding.code].is_entry_lost)
    if lost and not records and not may_be_empty:
        raise InputError(f"no reference can be read; {lost[0]}", where=store.printable(file))
    guessed = frozenset(finding.id for finding in findings if finding.code == "MB144" and finding.id)
    return References(records, lost, (str(file),) * len(records), guessed, (file,))
