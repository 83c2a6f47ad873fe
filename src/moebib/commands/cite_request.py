"""What `moebib cite` is to cite, where the works are taken from, and what is written."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

from moebib import formats
from moebib.formats import Options
from moebib.normalise.journals import JournalNames

__all__ = ["PRINTED", "CiteRequest"]

PRINTED = {".txt": "text", ".html": "html", ".htm": "html", ".md": "markdown"}
"""File name ending -> format in which references are printed in a citation style."""


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

    def format_for(self, *, biblatex: bool) -> str:
        """The format given, else that of the ending of the output, else the dialect of .bib that the documents read."""
        name = self.output.as_posix() if self.output else ""
        printed = PRINTED.get(PurePosixPath(name).suffix.lower())
        if self.format or self.style is not None:
            return self.format or printed or "text"
        if not name or name.lower().endswith(".bib"):
            return "biblatex" if biblatex else "bibtex"
        return printed or formats.for_output(name).name
