"""Documents: files and all that they include, read for what they cite, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.citations import LANGUAGES, Citation, CitingText, Include, reader_for
from moebib.errors import Finding, InputError
from moebib.text.encoding import decode_bytes

__all__ = ["CitedKey", "Documents", "read_documents"]

_DEEPEST = 50
"""How many files may include one another."""
_OF_ANY_LANGUAGE = ("", ".txt", ".inc")
"""The endings of included files that are in the language of the file that includes them."""


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
    """The .bib files that they name and that exist."""
    biblatex: bool = False


def read_documents(paths: Iterable[Path]) -> Documents:
    """The citations of *paths* and of what they include.

    Raises:
        InputError: If the language of a file is unknown, or a .bcf file is invalid.
        FileNotFoundError: If one of *paths* does not exist; an include that does not is a finding.
    """
    reader = _DocumentReader()
    for path in paths:
        reader.read(path, path.suffix or ".tex", path.parent, ())
    return Documents(
        tuple(cited for cited in reader.keys if cited.key not in reader.labels),
        tuple(reader.findings),
        tuple(reader.files),
        tuple(dict.fromkeys(reader.bibliographies)),
        reader.biblatex,
    )


@dataclass
class _DocumentReader:
    """Reads files one after the other; the fields hold what was read so far."""

    keys: list[CitedKey] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    bibliographies: list[Path] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    biblatex: bool = False

    def read(self, path: Path, ending: str, root: Path, parents: tuple[Path, ...]) -> None:
        """The file and, where it includes others, those: by their names from its folder or from *root*.

        The language is that of files with *ending*.
        """
        if path in self.files:
            return  # a file that is included again cites nothing new
        text = _read(path, ending)
        self.files.append(path)
        self.labels |= text.labels
        self.biblatex |= text.biblatex
        for name in text.bibliographies:
            file = store.find_file((root, path.parent), (name, f"{name}.bib"))
            if file and file.suffix == ".bib":
                self.bibliographies.append(file)
        parts: list[Citation | Include] = sorted((*text.citations, *text.includes), key=lambda part: part[1:])
        for part in parts:
            if isinstance(part, Citation):
                self.keys.append(CitedKey(part.key, store.printable(path), part.line, part.column))
                continue
            included = store.find_file((root, path.parent), [name.lstrip("/") for name in part.names])
            if problem := _problem(included, (*parents, path)):
                message = f"file {part.names[0]!r} {problem}"
                file_name = store.printable(path)
                self.findings.append(Finding("MB142", message, file=file_name, line=part.line, column=part.column))
            # Other files are drawings (.pgf, .tikz, .pdf_tex) or code, which cite nothing.
            elif included and included.suffix.lower() in LANGUAGES:
                self.read(included, included.suffix, root, (*parents, path))
            elif included and included.suffix.lower() in _OF_ANY_LANGUAGE:
                self.read(included, ending, root, (*parents, path))


def _problem(included: Path | None, parents: tuple[Path, ...]) -> str:
    if included is None:
        return "does not exist; its citations are missing"
    if included in parents:
        return "includes itself"
    return "is included too deeply to be read" if len(parents) > _DEEPEST else ""


def _read(path: Path, ending: str) -> CitingText:
    read = reader_for(f"{path.stem}{ending}")
    try:
        return read(decode_bytes(store.read_bytes(path)).text)
    except InputError as error:
        raise InputError(str(error), where=store.printable(path)) from error
