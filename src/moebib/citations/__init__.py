"""Citing: the text of a document to what it cites, and where. Nothing here reads a file.

The languages are told by the ending of a file's name; what one file includes of others is for the caller to read.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from moebib.citations.aux import read_aux
from moebib.citations.bcf import read_bcf
from moebib.citations.latex import read_latex
from moebib.citations.markdown import read_markdown
from moebib.citations.source import ALL, Citation, Include, Source
from moebib.citations.typst import read_typst
from moebib.errors import InputError

__all__ = ["ALL", "READERS", "Citation", "Include", "Source", "reader_for"]

READERS: dict[str, Callable[[str], Source]] = {
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
"""The ending of a file's name -> what reads it."""


def reader_for(file_name: str) -> Callable[[str], Source]:
    """What reads a file of this name.

    Raises:
        InputError: If nothing does.
    """
    suffix = PurePosixPath(file_name).suffix.lower()
    if suffix not in READERS:
        endings = ", ".join(READERS)
        raise InputError(f"cannot tell the language of {file_name!r} by its ending; there are {endings}")
    return READERS[suffix]
