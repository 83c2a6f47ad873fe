"""What documents cite: the keys in LaTeX, .aux, .bcf, Markdown and Typst files, and the works they stand for.

The language of a file is recognised by the ending of its name; only its reader is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Literal

from moebib.citations.citation import ALL, Citation, CitingText, Include
from moebib.errors import InputError

__all__ = ["ALL", "LANGUAGES", "WRITTEN_BY_HAND", "Citation", "CitingText", "Include", "reader_for"]

LANGUAGES: dict[str, Literal["latex", "aux", "bcf", "markdown", "typst"]] = {
    ".tex": "latex",
    ".ltx": "latex",
    ".latex": "latex",
    ".aux": "aux",
    ".bcf": "bcf",
    ".md": "markdown",
    ".markdown": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
    ".typ": "typst",
}
"""File name ending -> language."""
WRITTEN_BY_HAND = LANGUAGES.keys() - {".aux", ".bcf"}
"""The endings of files in which citations can be rewritten."""


def reader_for(file_name: str) -> Callable[[str], CitingText]:
    """The reader for a file of this name.

    Raises:
        InputError: If there is none.
    """
    suffix = PurePosixPath(file_name).suffix.lower()
    if suffix not in LANGUAGES:
        raise InputError(f"cannot determine the language of {file_name!r}; known endings: {', '.join(LANGUAGES)}")
    match LANGUAGES[suffix]:
        case "latex":
            from moebib.citations.latex import read_latex

            return read_latex
        case "aux":
            from moebib.citations.aux import read_aux

            return read_aux
        case "bcf":
            from moebib.citations.aux import read_bcf

            return read_bcf
        case "markdown":
            from moebib.citations.markdown import read_markdown

            return read_markdown
        case "typst":
            from moebib.citations.typst import read_typst

            return read_typst
