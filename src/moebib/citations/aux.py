r"""Files that LaTeX writes: ``\citation`` of LaTeX, and ``\abx@aux@cite`` of biblatex."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.citations.latex import split_keys
from moebib.citations.source import ALL, Source, placed

__all__ = ["read_aux"]

# biblatex writes \abx@aux@cite{0}{key} since 3.8, and \abx@aux@cite{key} before.
_CITED = re.compile(r"^\\(?:citation|abx@aux@cite(?:\{\d+\})?)\{([^{}]*)\}", re.MULTILINE)
_ALL = re.compile(r"^\\abx@aux@nociteall\b", re.MULTILINE)
_INPUT = re.compile(r"^\\@input\{([^{}]*)\}", re.MULTILINE)
_DATA = re.compile(r"^\\bibdata\{([^{}]*)\}", re.MULTILINE)
_BIBLATEX = re.compile(r"^\\abx@aux@", re.MULTILINE)
# Settings that packages pass to BibTeX as if they were works; each writes the .bib with them itself.
_SETTINGS = re.compile(r"biblatex-control|achemso-control|(?:REV|apsrev|aip)\d*Control")


def read_aux(text: str) -> Source:
    r"""The citations of an .aux file, and the .aux files of what was included.

    >>> [found.key for found in read_aux("\\citation{a,b}\n\\abx@aux@cite{0}{c}").citations]
    ['a', 'b', 'c']
    """
    includes = ((match.start(), (match[1],)) for match in _INPUT.finditer(text))
    citations, included = placed(text, _keys(text), includes)
    data = (name.strip() for match in _DATA.finditer(text) for name in match[1].split(","))
    return Source(citations, included, tuple(filter(None, data)), biblatex=bool(_BIBLATEX.search(text)))


def _keys(text: str) -> Iterator[tuple[int, str]]:
    yield from ((match.start(), ALL) for match in _ALL.finditer(text))
    for match in _CITED.finditer(text):
        for at, key in split_keys(text, *match.span(1)):
            if not _SETTINGS.fullmatch(key):
                yield at, key
