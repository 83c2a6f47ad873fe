"""What documents cite: the keys in LaTeX, .aux, .bcf, Markdown and Typst files, and the works they stand for.

The language of a file is recognised by the ending of its name.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from moebib.citations.aux import read_aux, read_bcf
from moebib.citations.citation import ALL, Citation, CitingText, Include
from moebib.citations.latex import read_latex
from moebib.citations.markdown import read_markdown
from moebib.citations.typst import read_typst
from moebib.errors import InputError

__all__ = ["ALL", "READERS", "WRITTEN_BY_HAND", "Citation", "CitingText", "Include", "reader_for"]

READERS: dict[str, Callable[[str], CitingText]] = {
    ".tex": read_latex,
    ".ltx": read_latex,
    ".latex": read_latex,
    ".aux": read_aux,
    ".bcf": read_bcf,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".qmd": read_markdown,
    ".rmd": read_markdown,
    ".typ": read_typst,
}
"""File name ending -> reader."""
WRITTEN_BY_HAND = READERS.keys() - {".aux", ".bcf"}
"""The endings of files in which citations can be rewritten."""


def reader_for(file_name: str) -> Callable[[str], CitingText]:
    """The reader for a file of this name.

    Raises:
        InputError: If there is none.
    """
    suffix = PurePosixPath(file_name).suffix.lower()
    if suffix not in READERS:
        raise InputError(f"cannot determine the language of {file_name!r}; known endings: {', '.join(READERS)}")
    return READERS[suffix]
