"""File formats: one module or package each, which declares it as a :class:`Format`.

To add a format, add a file with one constant; a file with several has a tuple ``FORMATS``:

    FORMAT = Format(name="roff", title="roff", suffixes=(".refer",), write=RecordWriter(item), fields=fields)

Every list of formats (options, help, moebib.toml, documentation, tests) is made from these declarations. They are found
by their files, in alphabetical order, and imported one after the other until the right one is found.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from moebib import _registry
from moebib._arguments import checked
from moebib.errors import InputError
from moebib.formats._format import Format, Use, decode_any
from moebib.formats._reading import EMPTY, Continuation, Left, Made, ParsedFile, Piece, Stages, is_blank
from moebib.formats._writing import Home, LibraryWriter, Loss, Options, RecordWriter, Rewritten
from moebib.text.suggest import unknown

if TYPE_CHECKING:
    from moebib.library.library import Library
    from moebib.records.record import Record

__all__ = [
    "EMPTY",
    "Continuation",
    "Format",
    "Home",
    "Left",
    "LibraryWriter",
    "Loss",
    "Made",
    "Options",
    "ParsedFile",
    "Piece",
    "RecordWriter",
    "Rewritten",
    "Stages",
    "Use",
    "all_formats",
    "by_ending",
    "check_without_works",
    "decode_any",
    "export",
    "for_file",
    "for_files",
    "for_output",
    "get",
    "is_blank",
    "names",
    "parse",
]

_CALLED = {
    **dict.fromkeys(("csl", "citeproc", "csljson", "csl_json"), "csl-json"),
    **dict.fromkeys(("latex", "tex", "bibtexparser"), "bibtex"),
    **dict.fromkeys(("typst", "hayagriva-yaml"), "hayagriva"),
    **dict.fromkeys(("markdown", "md", "awesome"), "paper-list readme"),
    **dict.fromkeys(("endnote", "enw", "reference-manager", "refman"), "endnote-xml ris"),
    **dict.fromkeys(("pubmed", "nbib"), "medline"),
    **dict.fromkeys(("wos", "isi", "isi-wos", "webofscience"), "web-of-science"),
    **dict.fromkeys(("word", "ms-word"), "docx"),
    **dict.fromkeys(("excel", "table", "tsv", "xlsx", "dataframe"), "csv"),
    **dict.fromkeys(("ndjson", "json-lines", "jsonlines"), "jsonl"),
}
"""What others call formats -> the names of those that may be meant, the first one that can be used counts."""
_SNIFFED = 1_000_000
"""How many bytes are searched to recognise a format."""
_READ_OTHERWISE = {
    ".toml": "`moebib check` without a file checks all entries of a list",
    **dict.fromkeys(
        (
            ".tex", ".ltx", ".latex", ".rnw", ".lyx", ".aux", ".bcf", ".qmd", ".rmd", ".ipynb", ".typ", ".org", ".rst",
            ".rest", ".adoc", ".asciidoc", ".asc",
        ),
        "`moebib cite` and `moebib verify` read what a document cites",
    ),
}  # fmt: skip
"""What to do with a file that is not a bibliography, by its ending."""


def all_formats(use: Use | None = None) -> Iterator[Format]:
    """The formats, or those that can be read or written; their modules are imported one after the other."""
    for module in _registry.modules(sys.modules[__name__]):
        declared: tuple[Format, ...] = getattr(module, "FORMATS", ()) or (module.FORMAT,)
        yield from (format for format in declared if use is None or format.can(use))


def names(use: Use | None = None) -> tuple[str, ...]:
    """The names of the formats, or of those that can be read or written.

    >>> "csv" in names("write"), "csv" in names("read")
    (True, False)
    """
    return tuple(format.name for format in all_formats(use))


def get(name: str, use: Use | None = None, *, others: Mapping[str, str] = MappingProxyType({})) -> Format:
    """The format called *name*; an error suggests *others*, too: names by endings of files.

    Raises:
        InputError: If there is none, or it cannot be read or written.
    """
    if format := next((format for format in all_formats(use) if format.name == name), None):
        return format
    known = (*names(use), *dict.fromkeys(others.values()))
    if name in names():
        verb = "read" if use == "read" else "written"
        raise InputError(f"format {name!r} cannot be {verb}; choose from {', '.join(known)}")
    ending = f".{name.lower()}"
    of_ending = _by_suffix(ending, use or "write")
    called = (own for own in _CALLED.get(name.lower(), "").split() if own in known)
    meant = others.get(ending) or (of_ending.name if of_ending else next(called, None))
    raise InputError(unknown("format", name, known, meant=meant))


def for_file(file_name: str, data: bytes | None = None, *, name: str | None = None) -> Format:
    """The format to read a file in: the one called *name*, else by the ending of the file name, else by its content.

    A file without content is an empty bibliography, whatever its name.

    Raises:
        InputError: If there is none; with ``where`` if there was *data* to search.
    """
    from moebib.text.encoding import decode_start

    if name is not None:
        return get(name, "read")
    text = re.sub(r"\r\n?", "\n", decode_start((data or b"")[:_SNIFFED]))
    if format := _by_suffix(file_name, "read", text):
        return format
    if format := next((format for format in all_formats("read") if re.search(format.sniff, text)), None):
        return format
    if data is not None and not data.strip():
        return get("bibtex")
    hint = f"choose the input format from {', '.join(names('read'))}"
    if data is not None:
        hint = _READ_OTHERWISE.get(PurePath(file_name).suffix.lower(), f"if it is one, {hint}")
        raise InputError(f"not a bibliography in a known format\nhint: {hint}", where=file_name)
    raise InputError(f"cannot determine the format of {file_name!r}; {hint}")


def for_files(files: Mapping[str, bytes], *, name: str | None = None) -> Format:
    """The format to read *files* in, contents by file names, as one bibliography if there are several.

    Raises:
        InputError: If there is none, or they are several and not all .bib files.
    """
    of_files = {file_name: for_file(file_name, data, name=name) for file_name, data in files.items()}
    first = next(iter(of_files.values()))
    for file_name, format in of_files.items():
        if len(files) > 1 and (format.stages != first.stages or not format.can_be_one_of_several):
            raise InputError(f"several files can be read together if all are .bib files; {file_name!r} is not one")
    return first


def check_without_works(format: Format, text: str, file_name: str | None = None) -> None:
    """Accept *text*, in which no work was found, if it is a bibliography of *format* all the same, or empty.

    Raises:
        InputError: If it is something else, as far as possible with what it is.
    """
    if is_blank(text, format.comment) or re.search(format.sniff, text):
        return
    if "\0" in text:
        raise InputError("a binary file, not a bibliography", where=file_name)
    message = f"not a bibliography in the format {format.name}: it contains no work"
    if file_name is None and "\n" not in text and _by_suffix(text, "read"):
        message += "\nhint: moebib.read(path) reads a file"
    elif other := next((other for other in all_formats("read") if re.search(other.sniff, text[:_SNIFFED])), None):
        message += f"\nhint: it may be in the format {other.name}"
    raise InputError(message, where=file_name)


def for_output(file_name: str, *, name: str | None = None, default: str | None = None) -> Format:
    """The format to write a file in: the one called *name*, else by the ending of the file name.

    ".bib" is BibTeX. A file without an ending, such as stdout ("-"), is in the *default* format.

    Raises:
        InputError: If there is none.
    """
    if name is None and (format := by_ending(file_name)):
        return format
    if name is None and "." not in PurePath(file_name).name:
        name = default
    if name is not None:
        return get(name, "write")
    if file_name == "-":
        raise InputError(f"no output format given; choose it from {', '.join(names('write'))}, or name a file")
    raise InputError(
        f"cannot determine the format of {file_name!r}; choose the output format from {', '.join(names('write'))}"
    )


def by_ending(file_name: str) -> Format | None:
    """The format to write a file in by the ending of its name, if that is the ending of one; ".bib" is BibTeX."""
    return _by_suffix(file_name, "write") if "." in file_name else None  # without importing all formats


def _by_suffix(file_name: str, use: Use, text: str = "") -> Format | None:
    """The format of a file by its ending. One that is only read may share it: then the *text* decides."""
    only_read = None
    for format in all_formats(use):
        if file_name.lower().endswith(format.suffixes):
            if format.write or re.search(format.sniff, text):
                return format
            only_read = only_read or format
    return only_read


@checked("moebib.read(path) reads a file, and moebib.parse(file.read()) the text of an open one")
def parse(text: str | bytes, format: str = "bibtex") -> ParsedFile:
    """The works in a text in *format*: "bibtex" (also for BibLaTeX), "csl-json", "ris", "hayagriva", "jsonl", ...

    What cannot be read becomes a finding with its line and does not affect the rest. A .bib file given as bytes may be
    in any encoding; the other formats are UTF-8.

    >>> records, findings = parse("@book{knuth1984, title = {The {TeXbook}}, year = {soon}}")
    >>> records[0].title, [str(finding) for finding in findings]
    ('The TeXbook', ["1:43: MB122 not a year: 'soon'"])

    Raises:
        InputError: If there is no such format, the bytes are in no encoding that it allows, or the text is something
            else, such as the path of a file.
    """
    source = get(format, "read")
    decoded, findings = source.decode(text, format) if isinstance(text, bytes) else (text, ())
    parsed = source.parse_text(decoded)
    if parsed.is_empty and not parsed.findings:
        check_without_works(source, decoded)
    return ParsedFile(parsed.records, parsed.models, parsed.sections, (*findings, *parsed.findings))


@checked("moebib.export(works, format) returns a text; moebib.write(works, path) writes a file")
def export(
    works: Library | Record | Iterable[Record],
    format: str = "bibtex",
    *,
    prefer: Literal["published", "preprint"] = "published",
    unicode: bool = False,
    style: str | None = None,
    template: str = "",
    omit: Collection[str] = (),
    raw: bool = False,
) -> str:
    """A library, a record, or records in their order, as text in *format*: "bibtex", "csl-json", ...

    "readme" needs a library. The same works give the same text. ``style`` is that of the README, with the text of its
    ``template`` if it is the name of one. ``prefer`` picks the version of each work that has several; ``omit`` names
    fields to leave out of BibTeX and BibLaTeX; with ``raw``, CSV may contain cells that a spreadsheet runs as formulas.

    >>> from moebib.records.record import Record
    >>> print(export(Record(id="knuth1984", type="book", title="The TeXbook", issued="1984")), end="")
    % Written by moebib for BibTeX.
    <BLANKLINE>
    @book{knuth1984,
      title = {The {TeXbook}},
      year = {1984},
    }

    Raises:
        InputError: If there is no such format, or it is made from a library only, or has no style.
    """
    from moebib.library.library import Library
    from moebib.records.record import records_of

    writer, options = get(format, "write").write, Options(unicode, style, frozenset(omit), raw, template)
    if style and format != "readme":
        hint = f"moebib.format_references(works, style={style!r}) writes references in a citation style"
        raise InputError(f"style {style!r} is one of the README, not of {format}\nhint: {hint}")
    if isinstance(works, Library):
        library = works.preferring(prefer)
        return writer.dump(library, options) if writer else ""
    records = records_of(works)
    if not isinstance(writer, RecordWriter):
        hint = "moebib.Library(records) is one"
        raise InputError(f"{format} is made from a library, not from records\nhint: {hint}")
    return writer.dump((record.preferring(prefer) for record in records), options)
