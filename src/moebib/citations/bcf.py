"""biber's control file, which biblatex writes: XML with every key that is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from moebib.citations.source import Citation, Source
from moebib.errors import InputError

__all__ = ["read_bcf"]

_NAMESPACE = "{https://sourceforge.net/projects/biblatex}"


def read_bcf(text: str) -> Source:
    """The citations of a .bcf file.

    Raises:
        InputError: If it is not the XML of a control file. Document types and entities are refused.
    """
    # Neither entities nor what a DTD names is read, and no depth or size beyond what libxml2 takes for sane.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"not the control file of biber: {error.msg}") from None
    if re.search("<!DOCTYPE", text, re.IGNORECASE) or root.tag != f"{_NAMESPACE}controlfile":
        raise InputError("not the control file of biber, as biblatex writes it")
    data = (element.text or "" for element in root.iter(f"{_NAMESPACE}datasource"))
    return Source(tuple(_citations(root)), bibliographies=tuple(filter(None, data)), biblatex=True)


def _citations(root: etree._Element) -> Iterator[Citation]:
    elements = list(root.iter(f"{_NAMESPACE}citekey"))
    # \defbibentryset: a set is no work, its members are.
    sets = {element.text: element.get("members", "") for element in elements if element.get("type") == "set"}
    for element in elements:
        keys = sets.get(element.text, element.text or "").split(",")
        line = int(element.sourceline or 1)  # type: ignore[call-overload]
        for key in keys:
            if key.strip():
                yield Citation(key.strip(), line, 1)
