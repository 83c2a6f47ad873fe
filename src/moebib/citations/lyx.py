r"""LyX: the insets of citations and bibliographies in its own files, and knitr: LaTeX with code of R between.

https://www.lyx.org and https://yihui.org/knitr. Citations in the LaTeX of a LyX document are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.citations import NO_DEFINITIONS, CitingText, LatexDefinitions, Offsets, blank
from moebib.citations.latex import keys_of_commands, read_latex, split_keys

__all__ = ["read_knitr", "read_lyx"]

_INSET = re.compile(
    r"^\\begin_inset CommandInset (?P<kind>citation|bibtex|include)\b(?P<lines>(?:[^\n]*+\n(?!\\)){0,30})", re.MULTILINE
)
_VALUE = re.compile(r'^(?P<name>key|bibfiles|filename|btprint) "(?P<value>[^"\n]*)"', re.MULTILINE)
_IN_OLD_FILES = re.compile(r"^\\begin_inset LatexCommand [^\n]*", re.MULTILINE)  # \cite[p. 3]{key}, before LyX 1.5
_BIBLATEX = re.compile(r"^\\cite_engine biblatex", re.MULTILINE)
_CHUNK = re.compile(r"^<<[^\n]*>>=[^\n]*\n.*?(?:^@[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)


def read_lyx(text: str) -> CitingText:
    r"""The citations of a .lyx file, and the files it includes.

    >>> inset = '\\begin_inset CommandInset citation\nLatexCommand citet\nkey "a,b"\nliteral "false"\n\n\\end_inset'
    >>> [citation.key for citation in read_lyx(inset).citations]
    ['a', 'b']
    """
    keys: list[tuple[int, str]] = []
    includes: list[tuple[int, tuple[str, ...]]] = []
    bibliographies: list[str] = []
    for kind, name, start, end in _values(text):
        value = text[start:end]
        match kind, name:
            case "citation", "key":
                keys += split_keys(text, start, end)
            case "bibtex", "bibfiles":
                bibliographies += (file.strip() for file in value.split(",") if file.strip())
            case "bibtex", "btprint" if value == "btPrintAll":
                keys.append((start, "*"))
            case "include", "filename" if value:
                includes.append((start, (value,)))
    for old in _IN_OLD_FILES.finditer(text):
        keys += ((old.start() + offset, key) for offset, key in keys_of_commands(old[0]))
    return Offsets(keys, includes, bibliographies, biblatex=bool(_BIBLATEX.search(text))).placed(text)


def _values(text: str) -> Iterator[tuple[str, str, int, int]]:
    """The kind of inset, the name and the span of each value in it."""
    for inset in _INSET.finditer(text):
        for value in _VALUE.finditer(text, *inset.span("lines")):
            yield inset["kind"], value["name"], *value.span("value")


def read_knitr(text: str, known: LatexDefinitions = NO_DEFINITIONS) -> CitingText:
    """The citations of an .Rnw file: those of LaTeX outside of the code."""
    return read_latex(_CHUNK.sub(lambda match: blank(match[0]), text), known)
