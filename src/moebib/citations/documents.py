"""Documents: files and all that they include, read for what they cite, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.citations import LANGUAGES, NO_DEFINITIONS, Citation, CitingText, Include, LatexDefinitions, reader_for
from moebib.citations.projects import SETTINGS, bibliographies_of_project, may_have_project
from moebib.errors import Finding, InputError
from moebib.text.encoding import decode_bytes

__all__ = ["CitedKey", "Documents", "read_documents"]

_DEEPEST = 50
"""How many files may include one another."""
_MOST_READINGS = 3
_OF_ANY_LANGUAGE = ("", ".txt", ".inc", ".sty", ".cls")
"""The endings of files that are in the language of the file that includes them."""
_BIBLIOGRAPHIES = (".bib", ".bibtex", ".json", ".yaml", ".yml", ".ris")


class CitedKey(NamedTuple):
    """A cited key and where it is cited; a key from the command line has no file."""

    key: str
    file: str | None = None
    line: int | None = None
    column: int | None = None


class Documents(NamedTuple):
    """What several files cite together."""

    keys: tuple[CitedKey, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Included files that do not exist or include themselves (MB142)."""
    files: tuple[Path, ...] = ()
    """All files that were read."""
    bibliographies: tuple[Path, ...] = ()
    """The bibliographies that they name and that exist."""
    named: tuple[Path, ...] = ()
    """All bibliographies that they name."""
    biblatex: bool = False


def read_documents(paths: Iterable[Path]) -> Documents:
    """The citations of *paths* and of what they include.

    Raises:
        InputError: If the language of a file is unknown, or a .bcf file is invalid.
        FileNotFoundError: If one of *paths* does not exist; an include that does not is a finding.
    """
    paths = tuple(paths)
    reader = _DocumentReader()
    reader.read_all(paths)
    for _ in range(_MOST_READINGS):  # what one file defines, another one uses, also in its own definitions
        if reader.definitions == reader.known:
            break
        reader = _DocumentReader(reader.definitions)
        reader.read_all(paths)
    return Documents(
        tuple(cited for cited in reader.keys if cited.key not in reader.labels),
        tuple(reader.findings),
        (*reader.files, *(path for path in reader.context if path not in reader.files)),
        tuple(path for path, exists in reader.bibliographies.items() if exists),
        tuple(reader.bibliographies),
        reader.biblatex,
    )


@dataclass
class _DocumentReader:
    """Reads files one after the other; the fields hold what was read so far."""

    known: LatexDefinitions = NO_DEFINITIONS
    """Those of all files."""
    definitions: LatexDefinitions = NO_DEFINITIONS
    keys: list[CitedKey] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    context: list[Path] = field(default_factory=list)
    """The files whose citations are not those of the document, such as packages and settings."""
    bibliographies: dict[Path, bool] = field(default_factory=dict)
    """Those that are named, and whether they exist."""
    labels: set[str] = field(default_factory=set)
    biblatex: bool = False

    def read_all(self, paths: Iterable[Path]) -> None:
        for path in paths:
            self.read(path, path.suffix or ".tex", path.parent, path.stem, ())
            settings = store.find_above(path.parent, SETTINGS) if may_have_project(path.suffix) else None
            if settings and settings not in self.context:
                self.context.append(settings)
                text = decode_bytes(store.read_bytes(settings)).text
                for name in bibliographies_of_project(settings.name, text):
                    self.bibliographies |= _bibliographies((settings.parent,), name)

    def read(
        self, path: Path, ending: str, root: Path, job: str, parents: tuple[Path, ...], *, cites: bool = True
    ) -> None:
        r"""The file and, where it includes others, those: by their names from its folder or from *root*.

        The language is that of files with *ending*; *job* is what \jobname means.
        """
        read_so_far = self.files if cites else self.context
        if path in read_so_far:
            return  # a file that is included again cites nothing new
        text = _read(path, ending, self.known)
        read_so_far.append(path)
        self.labels |= text.labels
        self.biblatex |= text.biblatex
        self.definitions |= text.definitions
        for name in text.bibliographies:
            self.bibliographies |= _bibliographies((root, path.parent), name.replace("\\jobname", job))
        parts: list[Citation | Include] = sorted((*text.citations, *text.includes), key=lambda part: part[1:])
        for part in parts:
            if isinstance(part, Citation):
                if cites:
                    self.keys.append(CitedKey(part.key, store.printable(path), part.line, part.column))
                continue
            included = store.find_file((root, path.parent), [name.lstrip("/") for name in part.names])
            if problem := _problem(included, (*parents, path)):
                message = f"file {part.names[0]!r} {problem}"
                file_name = store.printable(path)
                if cites:
                    finding = Finding("MB142", message, file=file_name, line=part.line, column=part.column)
                    self.findings.append(finding)
            # Other files are drawings (.pgf, .tikz, .pdf_tex) or code, which cite nothing.
            elif included and included.suffix.lower() in LANGUAGES:
                self.read(included, included.suffix, root, job, (*parents, path), cites=cites)
            elif included and included.suffix.lower() in _OF_ANY_LANGUAGE:
                self.read(included, ending, root, job, (*parents, path), cites=cites)
        for name in text.context:
            file = store.find_file((path.parent, root), (name,))
            if file and not _problem(file, (*parents, path)):
                is_document = file.suffix.lower() in LANGUAGES
                folder, stem = (file.parent, file.stem) if is_document else (root, job)
                self.read(file, ".tex", folder, stem, (*parents, path), cites=False)


def _bibliographies(folders: tuple[Path, ...], name: str) -> dict[Path, bool]:
    """The files of a bibliography, also by a pattern of biber, or where it should be; and whether they exist."""
    files = [file] if (file := store.find_file(folders, (name, f"{name}.bib"))) else []
    if not files and set(name) & set("*?["):
        files = [file for folder in folders for file in store.find_files(folder, name)]
    elif not files:
        path = folders[0] / (name if name.lower().endswith(_BIBLIOGRAPHIES) else f"{name}.bib")
        return {path: False} if "\0" not in name else {}
    return {file: True for file in files if file.suffix.lower() in _BIBLIOGRAPHIES}


def _problem(included: Path | None, parents: tuple[Path, ...]) -> str:
    if included is None:
        return "does not exist; its citations are missing"
    if included in parents:
        return "includes itself"
    return "is included too deeply to be read" if len(parents) > _DEEPEST else ""


def _read(path: Path, ending: str, known: LatexDefinitions) -> CitingText:
    read = reader_for(f"{path.stem}{ending}", known)
    try:
        return read(decode_bytes(store.read_bytes(path)).text)
    except InputError as error:
        raise InputError(str(error), where=store.printable(path)) from error
