"""Rewriting citations: a document that cites works by other keys, with every other character unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_
from pathlib import Path

from moebib.citations import LANGUAGES, NO_DEFINITIONS, LatexDefinitions, reader_for
from moebib.errors import InputError
from moebib.records.citekey import is_key
from moebib.records.fields import KEY_RULE
from moebib.text.lines import LINE_BREAK
from moebib.text.shorten import quote

__all__ = ["rewrite_citations", "shared_definitions"]

_MOST_READINGS = 3


def shared_definitions(texts: Mapping[Path, str]) -> LatexDefinitions:
    """The definitions in *texts* of files, which may use those of one another."""
    known = NO_DEFINITIONS
    of_latex = [text for file, text in texts.items() if LANGUAGES.get(file.suffix.lower()) in ("latex", "knitr")]
    for _ in range(_MOST_READINGS):
        definitions = reduce(or_, (reader_for("a.tex", known)(text).definitions for text in of_latex), known)
        if definitions == known:
            break
        known = definitions
    return known


def rewrite_citations(
    text: str,
    file_name: str,
    keys: Mapping[str, str],
    definitions: LatexDefinitions = NO_DEFINITIONS,
) -> tuple[str, int]:
    r"""*text* with each cited key replaced by its new one in *keys*, and the number of citations that changed.

    *definitions* are those of the whole document. Only keys in citations are changed: not those in comments, verbatim
    text, labels or prose.

    >>> rewrite_citations(r"\cite{old,older} % \cite{old}", "a.tex", {"old": "new"})
    ('\\cite{new,older} % \\cite{old}', 1)

    Raises:
        InputError: If the ending of *file_name* is not that of a language with citations, or a new key is not a key.
    """
    for key in keys.values():
        if not is_key(key):
            raise InputError(f"invalid key {quote(key)}\nhint: {KEY_RULE}")
    line_starts = [0, *(match.end() for match in LINE_BREAK.finditer(text))]
    changed = 0
    for citation in reversed(reader_for(file_name, definitions)(text).citations):
        if citation.key not in keys:
            continue
        start = line_starts[citation.line - 1] + citation.column - 1
        # The position may be that of "@" or "@{". A key that is written differently (with an escape) is left as it is.
        start = text.find(citation.key, start, start + len(citation.key) + 2)
        if start >= 0:
            text = text[:start] + keys[citation.key] + text[start + len(citation.key) :]
            changed += 1
    return text, changed
