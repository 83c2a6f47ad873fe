"""Documents: the files given to `cite` and all that they include, read for what they cite, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.citations import Citation, Include, Source, reader_for
from moebib.errors import Finding, InputError
from moebib.text.encoding import decode_bytes

__all__ = ["Documents", "Place", "read_documents"]

_DEEPEST = 50


class Place(NamedTuple):
    """Where a key is cited; a key of the command line has no file."""

    key: str
    file: str | None = None
    line: int | None = None
    column: int | None = None


class Documents(NamedTuple):
    """What all the files say together."""

    places: tuple[Place, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Files that are not there, or include themselves."""
    files: tuple[Path, ...] = ()
    """All that were read."""
    bibliographies: tuple[Path, ...] = ()
    """The .bib files that they name, and that are there."""
    biblatex: bool = False


def read_documents(paths: Iterable[Path]) -> Documents:
    """The citations of *paths* and of what they include.

    Raises:
        InputError: If the language of a file is unknown, or a control file of biber is none.
        FileNotFoundError: If one of *paths* is not there; an include that is not is a finding.
    """
    reading = _Reading()
    for path in paths:
        reading.read(path, path.parent, ())
    return reading.documents()


class _Reading:
    """What was read so far."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._findings: list[Finding] = []
        self._files: list[Path] = []
        self._bibliographies: list[Path] = []
        self._labels: set[str] = set()
        self._biblatex = False

    def documents(self) -> Documents:
        return Documents(
            tuple(place for place in self._places if place.key not in self._labels),
            tuple(self._findings),
            tuple(self._files),
            tuple(dict.fromkeys(self._bibliographies)),
            self._biblatex,
        )

    def read(self, path: Path, root: Path, above: tuple[Path, ...]) -> None:
        """The file, and in their places the files that it includes: by a name from its folder or from *root*."""
        if path in self._files:
            return  # a second time it cites nothing new
        source = self._source(path)
        self._files.append(path)
        self._labels |= source.labels
        self._biblatex |= source.biblatex
        self._bibliographies += _named(source.bibliographies, (root, path.parent))
        parts: list[Citation | Include] = sorted((*source.citations, *source.includes), key=lambda one: one[1:])
        for part in parts:
            if isinstance(part, Citation):
                self._places.append(Place(part.key, store.printable(path), part.line, part.column))
            else:
                self._include(part, path, root, (*above, path))

    def _source(self, path: Path) -> Source:
        read = reader_for(path.name) if path.suffix else reader_for("main.tex")  # \input{chapter}, without an ending
        try:
            return read(decode_bytes(store.read_bytes(path)).text)
        except InputError as error:
            raise InputError(str(error), where=store.printable(path)) from error

    def _include(self, include: Include, by: Path, root: Path, above: tuple[Path, ...]) -> None:
        found = store.find_file((root, by.parent), [name.lstrip("/") for name in include.names])
        name = include.names[0]
        if found is None:
            self._find(include, by, f"the file {name!r} is not there: what it cites is missing")
        elif found in above:
            self._find(include, by, f"the file {name!r} includes itself")
        elif len(above) > _DEEPEST:
            self._find(include, by, f"the file {name!r} is included too deep to be read")
        elif found.suffix and not _is_known(found):
            return  # a drawing (.pgf, .tikz, .pdf_tex), code: nothing that cites
        else:
            self.read(found, root, above)

    def _find(self, include: Include, by: Path, message: str) -> None:
        file = store.printable(by)
        self._findings.append(Finding("MB142", message, file=file, line=include.line, column=include.column))


def _is_known(path: Path) -> bool:
    try:
        reader_for(path.name)
    except InputError:
        return False
    return True


def _named(names: Iterable[str], folders: Iterable[Path]) -> list[Path]:
    found = (store.find_file(folders, (name, f"{name}.bib")) for name in names)
    return [path for path in found if path and path.suffix == ".bib"]
