"""What documents cite: the keys in LaTeX, LyX, Markdown, org, reStructuredText, AsciiDoc and Typst, and their works.

The language of a file is recognised by the ending of its name; only its reader is imported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Literal, NamedTuple

from moebib.errors import InputError
from moebib.text.lines import Lines

__all__ = [
    "ALL",
    "LANGUAGES",
    "NO_DEFINITIONS",
    "WRITTEN_BY_HAND",
    "Citation",
    "CitingMacro",
    "CitingText",
    "Include",
    "LatexDefinitions",
    "Offsets",
    "blank",
    "reader_for",
    "without_spans",
]

ALL = "*"
"""The key that cites every work: ``\\nocite{*}``."""


class Citation(NamedTuple):
    """A cited key, with its line and column, both from 1."""

    key: str
    line: int
    column: int


class Include(NamedTuple):
    """Another file of the document; the first of *names* that exists is read."""

    names: tuple[str, ...]
    line: int
    column: int


class CitingMacro(NamedTuple):
    """The arguments of a macro that cites: "m" in braces, "o" in brackets, "s" a star."""

    arguments: str
    keys: tuple[int, ...]
    """The arguments that are keys, by index."""


class LatexDefinitions(NamedTuple):
    """What a document in LaTeX defines that its other files use."""

    commands: Mapping[str, CitingMacro] = {}
    """The macros that cite their arguments, by name."""
    verbatim: frozenset[str] = frozenset()
    """The environments whose content is not read."""

    def __or__(self, other: LatexDefinitions) -> LatexDefinitions:
        return LatexDefinitions({**self.commands, **other.commands}, self.verbatim | other.verbatim)


NO_DEFINITIONS = LatexDefinitions()


class CitingText(NamedTuple):
    """What the text of one file cites and includes; each key as often as it is cited, in the order of the text."""

    citations: tuple[Citation, ...]
    includes: tuple[Include, ...] = ()
    bibliographies: tuple[str, ...] = ()
    """The names of bibliographies, as written."""
    labels: frozenset[str] = frozenset()
    """The labels the document defines: a reference to one is not a citation, in whichever file it occurs."""
    biblatex: bool = False
    """Whether the document reads a .bib file as biblatex does, as far as this text shows; pandoc and Typst do."""
    definitions: LatexDefinitions = NO_DEFINITIONS
    context: tuple[str, ...] = ()
    """The files that are read for bibliographies and definitions if they exist, but not for what they cite."""


class Offsets(NamedTuple):
    """What a text cites and includes, by offset in the text."""

    keys: Iterable[tuple[int, str]] = ()
    includes: Iterable[tuple[int, tuple[str, ...]]] = ()
    bibliographies: Iterable[str] = ()
    labels: Iterable[str] = ()
    biblatex: bool = False
    definitions: LatexDefinitions = NO_DEFINITIONS
    context: Iterable[str] = ()

    def placed(self, text: str) -> CitingText:
        """The same by line and column of *text*."""
        lines = Lines(text)
        return CitingText(
            tuple(Citation(key, *lines.position(offset)) for offset, key in sorted(self.keys)),
            tuple(Include(names, *lines.position(offset)) for offset, names in sorted(self.includes)),
            tuple(self.bibliographies),
            frozenset(self.labels),
            self.biblatex,
            self.definitions,
            tuple(self.context),
        )


def blank(text: str) -> str:
    """*text* with spaces in place of all characters except line breaks."""
    return re.sub(r"[^\n\r]", " ", text)


def without_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """*text* with spaces in place of *spans*, which are in order, so that all offsets and lines stay the same."""
    parts: list[str] = []
    copied = 0
    for start, end in spans:
        parts += text[copied:start], blank(text[start:end])
        copied = end
    return "".join([*parts, text[copied:]])


LANGUAGES: dict[
    str,
    Literal[
        "latex", "knitr", "lyx", "aux", "bcf", "markdown", "notebook", "typst", "org", "restructuredtext", "asciidoc"
    ],
] = {
    ".tex": "latex",
    ".ltx": "latex",
    ".latex": "latex",
    ".rnw": "knitr",
    ".lyx": "lyx",
    ".aux": "aux",
    ".bcf": "bcf",
    ".md": "markdown",
    ".markdown": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
    ".ipynb": "notebook",
    ".typ": "typst",
    ".org": "org",
    ".rst": "restructuredtext",
    ".rest": "restructuredtext",
    ".adoc": "asciidoc",
    ".asciidoc": "asciidoc",
    ".asc": "asciidoc",
}
"""File name ending -> language."""
WRITTEN_BY_HAND = LANGUAGES.keys() - {".aux", ".bcf"}
"""The endings of files in which citations can be rewritten."""


def reader_for(file_name: str, definitions: LatexDefinitions = NO_DEFINITIONS) -> Callable[[str], CitingText]:
    """The reader for a file of this name, in a document with these *definitions*.

    Raises:
        InputError: If there is none.
    """
    suffix = PurePosixPath(file_name).suffix.lower()
    if suffix not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        hint = "a bibliography is given with --from, and what to cite with -k or a document"
        raise InputError(f"cannot determine the language of {file_name!r}; known endings: {known}\nhint: {hint}")
    match LANGUAGES[suffix]:
        case "latex":
            from moebib.citations.latex import read_latex

            return partial(read_latex, known=definitions)
        case "knitr":
            from moebib.citations.lyx import read_knitr

            return partial(read_knitr, known=definitions)
        case "lyx":
            from moebib.citations.lyx import read_lyx

            return read_lyx
        case "aux":
            from moebib.citations.aux import read_aux

            return read_aux
        case "bcf":
            from moebib.citations.aux import read_bcf

            return read_bcf
        case "markdown":
            from moebib.citations.markdown import read_markdown

            return read_markdown
        case "notebook":
            from moebib.citations.notebook import read_notebook

            return read_notebook
        case "typst":
            from moebib.citations.typst import read_typst

            return read_typst
        case "org":
            from moebib.citations.org import read_org

            return read_org
        case "restructuredtext":
            from moebib.citations.restructuredtext import read_restructuredtext

            return read_restructuredtext
        case "asciidoc":
            from moebib.citations.asciidoc import read_asciidoc

            return read_asciidoc
