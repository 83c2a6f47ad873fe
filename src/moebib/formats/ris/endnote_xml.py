"""EndNote's XML, as tags of RIS: EndNote's filters give both the same generic fields.

The elements are those of EndNote's "RSXML" (https://support.clarivate.com/Endnote/, "EndNote XML DTD"). Each text is
made of ``style`` elements with a font and a face, of which italic, bold, sub- and superscript are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lxml import etree

from moebib.errors import Finding
from moebib.formats import ParsedFile
from moebib.formats.ris.fields import ENDNOTE_TYPES
from moebib.formats.ris.reader import read_records
from moebib.formats.ris.records import RisRecord, RisTag
from moebib.text.tags import quote

__all__ = ["read"]

_FACES = {"italic": "i", "bold": "b", "subscript": "sub", "superscript": "sup"}
_NUMBERS = {
    "5": "CHAP", "6": "BOOK", "9": "COMP", "10": "CONF", "12": "ELEC", "13": "GEN", "17": "JOUR", "19": "MGZN",
    "23": "NEWS", "25": "PAT", "27": "RPRT", "28": "EDBOOK", "32": "THES", "34": "UNPB", "36": "MANSCPT",
    "47": "CPAPER",
}  # fmt: skip
"""Types by their numbers, which have names beside them in most files."""
_PATHS = (
    ("contributors/authors/author", "AU"), ("contributors/secondary-authors/author", "A2"),
    ("contributors/tertiary-authors/author", "A3"), ("contributors/subsidiary-authors/author", "A4"),
    ("titles/title", "TI"), ("titles/secondary-title", "T2"), ("titles/tertiary-title", "T3"),
    ("titles/short-title", "ST"), ("periodical/full-title", "JF"), ("titles/alt-title", "J2"),
    ("alt-periodical/full-title", "J2"), ("alt-periodical/abbr-1", "J2"),
    ("periodical/abbr-1", "J2"),
    ("pages", "SP"), ("volume", "VL"), ("number", "IS"), ("issue", "IS"), ("num-vols", "NV"), ("edition", "ET"),
    ("section", "SE"), ("keywords/keyword", "KW"), ("dates/year", "PY"), ("dates/pub-dates/date", "DA"),
    ("publisher", "PB"), ("pub-location", "CY"), ("isbn", "SN"), ("accession-num", "AN"), ("call-num", "CN"),
    ("electronic-resource-num", "DO"), ("abstract", "AB"), ("notes", "N1"), ("research-notes", "RN"),
    ("work-type", "M3"), ("language", "LA"), ("label", "LB"), ("custom1", "C1"), ("custom2", "C2"), ("custom3", "C3"),
    ("custom4", "C4"), ("custom5", "C5"), ("custom6", "C6"), ("custom7", "C7"), ("access-date", "Y2"),
    ("remote-database-name", "DB"), ("remote-database-provider", "DP"), ("auth-address", "AD"), ("orig-pub", "OP"),
    ("urls/related-urls/url", "UR"), ("urls/web-urls/url", "UR"), ("urls/pdf-urls/url", "L1"),
)  # fmt: skip
_OF_LIBRARY = frozenset({
    "database", "source-app", "rec-number", "foreign-keys/key", "ref-type", "modified-date", "added-date",
})  # fmt: skip
_READ = frozenset(path for path, _ in _PATHS) | _OF_LIBRARY
_MARKED = frozenset({"TI", "T2", "T3", "ST", "AB", "N1"})


def read(text: str) -> ParsedFile:
    """The works in *text*, whose keys are made; the library's own numbers mean nothing elsewhere."""
    # No entities and no DTD are loaded, and the limits of libxml2 for depth and size apply. A decoded text is UTF-8,
    # whatever its declaration says.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.removeprefix("\ufeff").encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    problems = [_problem(error) for error in parser.error_log if error.level >= etree.ErrorLevels.ERROR]
    if root is None:
        return ParsedFile((), findings=(*problems[:1],) or (Finding("MB151", "invalid XML: no elements"),))
    items = (_ris(record) for record in root.iter("record"))
    return read_records(chain(problems[:1], items))


def _problem(error: etree._LogEntry) -> Finding:
    return Finding("MB151", f"invalid XML: {error.message}", line=error.line, column=error.column)


def _ris(record: etree._Element) -> RisRecord:
    line = _line(record)
    return RisRecord([RisTag("TY", _type(record), line, "ref-type"), *_tags(record)], left=list(_left(record)))


def _left(element: etree._Element, path: str = "") -> Iterator[RisTag]:
    """The elements with text that are not read, under their last names."""
    if path in _READ:
        return
    children = [child for child in element if isinstance(child.tag, str) and child.tag != "style"]
    value = "" if children else _text(element, is_marked=False)
    if path and value:
        yield RisTag(str(element.tag), value, _line(element))
    for child in children:
        yield from _left(child, f"{path}/{child.tag}".lstrip("/"))


def _type(record: etree._Element) -> str:
    kind = record.find("ref-type")
    name, number = (kind.get("name", ""), (kind.text or "").strip()) if kind is not None else ("", "")
    return ENDNOTE_TYPES.get(name, name) or _NUMBERS.get(number, number) or "GEN"


def _line(element: etree._Element) -> int:
    return element.sourceline if isinstance(element.sourceline, int) else 1


def _tags(record: etree._Element) -> Iterator[RisTag]:
    for path, name in _PATHS:
        for element in record.iterfind(path):
            value = _text(element, is_marked=name in _MARKED)
            if value:
                yield RisTag(name, value, _line(element), path)


def _text(element: etree._Element, *, is_marked: bool) -> str:
    pieces = [element.text or ""]
    for style in element:
        # Comments and entities that are not resolved have no text.
        text = "".join(map(str, style.itertext())) if isinstance(style.tag, str) else ""
        tags = [tag for face, tag in _FACES.items() if face in style.get("face", "").split()] if is_marked else []
        opening, closing = "".join(f"<{tag}>" for tag in tags), "".join(f"</{tag}>" for tag in reversed(tags))
        pieces += [f"{opening}{quote(text)}{closing}" if is_marked else text, style.tail or ""]
    return " ".join("".join(pieces).split())
