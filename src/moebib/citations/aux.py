r"""Files that LaTeX writes: .aux (``\citation``, ``\abx@aux@cite`` of biblatex), and biber's control file, .bcf."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from moebib.citations import ALL, Citation, CitingText, Offsets
from moebib.citations.latex import split_keys
from moebib.errors import InputError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["read_aux", "read_bcf"]

# biblatex writes \abx@aux@cite{0}{key} since 3.8, and \abx@aux@cite{key} before.
_CITED = re.compile(r"^\\(?:citation|abx@aux@cite(?:\{\d+\})?)\{([^{}]*)\}", re.MULTILINE)
_ALL = re.compile(r"^\\abx@aux@nociteall\b", re.MULTILINE)
_INPUT = re.compile(r"^\\@input\{([^{}]*)\}", re.MULTILINE)
_DATA = re.compile(r"^\\bibdata\{([^{}]*)\}", re.MULTILINE)
_BIBLATEX = re.compile(r"^\\abx@aux@", re.MULTILINE)
# Entries with which packages pass settings to BibTeX; each package writes the .bib file with them itself.
_SETTINGS = re.compile(r"biblatex-control|achemso-control|(?:REV|apsrev|aip)\d*Control")
_NAMESPACE = "{https://sourceforge.net/projects/biblatex}"


def read_aux(text: str) -> CitingText:
    r"""The citations of an .aux file, and the .aux files of included files.

    >>> [citation.key for citation in read_aux("\\citation{a,b}\n\\abx@aux@cite{0}{c}").citations]
    ['a', 'b', 'c']
    """
    data = (name.strip() for match in _DATA.finditer(text) for name in match[1].split(","))
    return Offsets(
        keys=_keys(text),
        includes=((match.start(), (match[1],)) for match in _INPUT.finditer(text)),
        bibliographies=filter(None, data),
        biblatex=bool(_BIBLATEX.search(text)),
    ).placed(text)


def _keys(text: str) -> Iterator[tuple[int, str]]:
    yield from ((match.start(), ALL) for match in _ALL.finditer(text))
    for match in _CITED.finditer(text):
        for offset, key in split_keys(text, *match.span(1)):
            if not _SETTINGS.fullmatch(key):
                yield offset, key


def read_bcf(text: str) -> CitingText:
    """The citations of a .bcf file.

    Raises:
        InputError: If it is not the XML of a control file, or contains a document type or entities.
    """
    from lxml import etree

    # No entities and no DTD are loaded, and the limits of libxml2 for depth and size apply.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"not a control file of biber: {error.msg}") from None
    if re.search("<!DOCTYPE", text, re.IGNORECASE) or root.tag != f"{_NAMESPACE}controlfile":
        raise InputError("not a control file of biber")
    data = (element.text or "" for element in root.iter(f"{_NAMESPACE}datasource"))
    return CitingText(tuple(_citations(root)), bibliographies=tuple(filter(None, data)), biblatex=True)


def _citations(root: etree._Element) -> Iterator[Citation]:
    elements = list(root.iter(f"{_NAMESPACE}citekey"))
    # \defbibentryset: the works are the members of the set, not the set itself.
    sets = {element.text: element.get("members", "") for element in elements if element.get("type") == "set"}
    for element in elements:
        keys = sets.get(element.text, element.text or "").split(",")
        line = int(element.sourceline or 1)  # type: ignore[call-overload]
        for key in keys:
            if key.strip():
                yield Citation(key.strip(), line, 1)
