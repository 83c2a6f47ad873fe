"""The bibliography of a .docx file (ECMA-376): its sources, which have fields, or else its section of references.

Sources are in a custom XML part (``b:Sources``, part 1, 22.6). Text is in ``w:p/w:r/w:t`` of ``word/document.xml``.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from moebib.errors import InputError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["text_of"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST = 100_000_000
"""How many bytes all parts may have: a small archive can hold one without end."""
_MOST_PARTS = 100
_PARTS = re.compile(r"word/document\.xml|customXml/item\d+\.xml")
_HEADING = re.compile(r"\W*(?:\d+\.?\s+)?(?:references|bibliography|literature(?: cited)?|works cited)\W*", re.I)


def text_of(data: bytes, name: str) -> str:
    """The XML of the sources, or else the references as lines, with asterisks around what is in italics.

    Raises:
        InputError: If it is no .docx file, or it is too large.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = _read_parts(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise InputError(f"not a .docx file: {error}", where=name) from None
    if sum(map(len, parts.values())) > _LARGEST:
        raise InputError(f"the text in it has more than {_LARGEST:,} bytes", where=name)
    if "word/document.xml" not in parts:
        raise InputError("not a .docx file: it has no word/document.xml", where=name)
    for path, content in sorted(parts.items()):
        if path.startswith("customXml/") and re.search(rb"<(?:\w+:)?Sources\b", content[:5000]):
            sources = content.decode("utf-8", errors="replace")
            if re.search(r"<(?:\w+:)?Source>", sources):
                return sources
    return "\n".join(_references(read_xml(parts["word/document.xml"], name)))


def _read_parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The parts with text or sources, up to the first byte that is more than they may have."""
    parts: dict[str, bytes] = {}
    left = _LARGEST + 1
    names = [name for name in archive.namelist() if _PARTS.fullmatch(name)]
    for name in names[:_MOST_PARTS]:
        with archive.open(name) as part:
            parts[name] = part.read(left)
        left -= len(parts[name])
    return parts


def read_xml(data: bytes, name: str) -> etree._Element:
    """The root of an XML part.

    Raises:
        InputError: If it is no XML, or contains a document type or entities.
    """
    from lxml import etree

    # No entities and no DTD are loaded, and the limits of libxml2 for depth and size apply.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"not XML: {error}", where=name) from None
    if re.search(rb"<!DOCTYPE", data, re.IGNORECASE):
        raise InputError("XML with a DOCTYPE, which is refused", where=name)
    return root


def _references(root: etree._Element) -> Iterator[str]:
    """The paragraphs after the last heading of a list of references, up to the next heading."""
    paragraphs = [(_style(paragraph), _text(paragraph)) for paragraph in root.iter(f"{_W}p")]
    starts = [number for number, (_, text) in enumerate(paragraphs) if _HEADING.fullmatch(text.replace("*", ""))]
    for style, text in paragraphs[starts[-1] + 1 :] if starts else ():
        if style.startswith("heading"):
            return
        if text:
            yield f"{text}\n"


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else str(style.get(f"{_W}val", "")).lower()


def _text(paragraph: etree._Element) -> str:
    """The text of a paragraph; runs in italics are between asterisks."""
    runs = []
    for run in paragraph.iter(f"{_W}r"):
        text = "".join(
            part.text or "" if part.tag == f"{_W}t" else " " for part in run.iter(f"{_W}t", f"{_W}tab", f"{_W}br")
        )
        italic = run.find(f"{_W}rPr/{_W}i")
        is_italic = italic is not None and italic.get(f"{_W}val", "true") not in ("0", "false")
        runs.append(f"*{text}*" if is_italic and text.strip(" *") else text)
    return re.sub(r"\*\*", "", " ".join("".join(runs).split()))
