"""refer, in which EndNote exports and Google Scholar and publishers offer references (``.enw``), as tags of RIS.

A line is a percent sign, a character and a value ("refer(1)"; EndNote added ``%0`` and more). In EndNote a record
begins with its type; without types, an empty line ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.formats import ParsedFile
from moebib.formats.ris.fields import ENDNOTE_TYPES
from moebib.formats.ris.reader import read_records
from moebib.formats.ris.records import RisRecord, RisTag
from moebib.formats.ris.tagged import TaggedRecord, left, renamed, split_tags

__all__ = ["read"]

_TAG = re.compile(r"%(\S)(?:\s(.*))?$")
_RENAMED = {
    "A": "AU", "C": "CY", "D": "PY", "E": "A2", "G": "LA", "I": "PB", "K": "KW", "L": "CN", "M": "AN", "N": "IS",
    "P": "SP", "S": "T3", "T": "TI", "U": "UR", "V": "VL", "W": "DP", "X": "AB", "Y": "A3", "Z": "N1", "6": "NV",
    "7": "ET", "8": "DA", "9": "M3", "?": "A4", "@": "SN", "!": "ST", "&": "SE", "(": "OP", "+": "AD", ">": "L1",
    "<": "RN", "[": "Y2", "~": "DB", "1": "C1", "2": "C2", "3": "C3", "4": "C4", "#": "C5", "$": "C6", "]": "C7",
}  # fmt: skip
_BY_TAG = (("J", "JOUR"), ("B", "CHAP"), ("R", "RPRT"), ("I", "BOOK"), ("", "GEN"))
"""The type of a work without one, by the first of these tags that it has."""
_OF_LIBRARY = frozenset({"0", "="})
"""The type, and when the record was changed."""


def read(text: str) -> ParsedFile:
    """The works in *text*. One without a label that can be a key gets a new one."""
    return read_records(map(_ris, _records(text)))


def _records(text: str) -> Iterator[TaggedRecord]:
    all_tags = list(split_tags(text, _TAG, {"K"}))
    have_types = any(tag.name == "0" for tag in all_tags)
    lines = re.split(r"\r\n|\r|\n", text)
    tags: list[RisTag] = []
    for tag in all_tags:
        if tags and (tag.name == "0" if have_types else not lines[tag.line - 2].strip()):
            yield TaggedRecord(tags)
            tags = []
        tags.append(tag)
    if tags:
        yield TaggedRecord(tags)


def _ris(record: TaggedRecord) -> RisRecord:
    given = record.text("0")
    type_ = ENDNOTE_TYPES.get(given, given) or next(type_ for tag, type_ in _BY_TAG if not tag or record.all(tag))
    tags = [RisTag("TY", type_, record.tags[0].line, "0"), *renamed(record.tags, _RENAMED)]
    for tag in record.all(*("JB" if type_ in ("JOUR", "EJOUR", "MGZN", "NEWS") else "BJ"))[:1]:
        tags.append(tag._replace(name="T2", given=tag.name))
    for tag in record.all("O"):  # EndNote has the other name of a journal for other information
        tags.append(tag._replace(name="J2" if given else "N1", given="O"))
    for tag in record.all("R"):
        is_doi = re.search(r"\b10\.\d{4,9}/", tag.value)
        if is_doi or type_ == "RPRT":
            tags.append(tag._replace(name="DO" if is_doi else "M1", given="R"))
    for tag in record.all("F")[:1]:
        tags.append(tag._replace(name="ID" if re.fullmatch(r"[A-Za-z][\w:.+-]*", tag.value) else "LB", given="F"))
    return RisRecord(tags, left=left(record, tags, _OF_LIBRARY))
