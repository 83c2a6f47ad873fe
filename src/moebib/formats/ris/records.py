"""A RIS file as records, which are lists of tags."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from moebib.errors import Finding
from moebib.formats.ris.fields import TAGS
from moebib.text.shorten import shorten

__all__ = ["RisRecord", "RisTag", "decoded", "split_records"]

# Any two characters before two spaces and a hyphen are a tag. With another number of spaces, only a known tag is.
_TAG = re.compile(r"[ \t]*(?:([A-Za-z][A-Za-z0-9])  -|([A-Z][A-Z0-9])[ \t]*-)(?: |$|(?=\S))(.*)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.I)
_AMPERSAND = re.compile("&amp;")
_URLS = frozenset({"UR", "L1", "L2", "L3", "L4", "LK"})
_HEADER = re.compile(
    r"\s*(?:(?:Provider|Database|Content|Record|Export Date)\s*:|Record #?\d+ of \d+\s*$|\d+\.\s*$|"
    r"Link to the (?:Ovid|Full) )"
)
"""What databases write before the first record, or before each."""


class RisTag(NamedTuple):
    """A tag in upper case, its value without surrounding spaces, and its line."""

    name: str
    value: str
    line: int
    given: str = ""
    """The name that the file has for it, if it is in another format."""


class RisRecord(NamedTuple):
    """The tags of one record, ``TY`` first; ``ER`` is left out."""

    tags: list[RisTag]
    others: Mapping[str, Any] = {}
    """Fields of the record that no tag contains."""
    left: Sequence[RisTag] = ()
    """What a file in another format has, and a record no place for, under the names there."""

    @property
    def line(self) -> int:
        """The line of ``TY``."""
        return self.tags[0].line


def split_records(text: str) -> Iterator[RisRecord | Finding]:
    """The records of *text* in order, and a finding for lines between them and for records without an end.

    A line without a tag continues the value before it; after ``KW`` it is another keyword, as EndNote writes them.
    Without ``ER`` a record ends where the next one begins; one without ``TY`` is "GEN".
    """
    current: RisRecord | None = None
    early: list[RisTag] = []  # some programs write the key or the title before TY
    is_stray = is_apart = False
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), start=1):
        tag = _tag(line, number)
        if tag and tag.name == "TY":
            if current:
                yield from (current, _without_end(current))
            if early and is_apart:  # what Ovid writes between records
                yield _outside(f"{early[0].name}  - {early[0].value}", early[0].line)
                early = []
            current, early, is_stray = RisRecord([tag, *early]), [], False
        elif current and tag and tag.name == "ER":
            yield current
            current = None
        elif current:
            _add(current, tag, line.strip(), number)
        elif early and tag and tag.name == "ER":
            yield from (RisRecord([RisTag("TY", "GEN", early[0].line), *early]), _without_type(early[0]))
            early = []
        elif tag and tag.name != "ER":
            is_apart = bool(early) and is_apart
            early.append(tag)
        elif early and not tag:
            is_apart = is_apart or not line.strip()
            early[-1] = _continued(early[-1], line.strip())
        elif line.strip() and not is_stray and not tag and not _HEADER.match(line):
            is_stray = True
            yield _outside(line, number)
    if current:
        yield from (current, _without_end(current))
    if early:
        yield _outside(f"{early[0].name}  - {early[0].value}", early[0].line)


def _outside(line: str, number: int) -> Finding:
    return Finding("MB133", f"line outside a record, which begins with 'TY  - ': {shorten(line)!r}", line=number)


def _tag(line: str, number: int) -> RisTag | None:
    if line.strip() == "ER":
        return RisTag("ER", "", number)
    match = _TAG.match(line)
    if not match or not (match[1] or match[2] in TAGS):
        return None
    name = (match[1] or match[2]).upper()
    return RisTag(name, decoded(name, match[3].strip()), number)


def decoded(name: str, text: str) -> str:
    """The value of a tag with its entities read; a link only has those of its ampersands."""
    if "&" not in text:
        return text
    return (_AMPERSAND if name in _URLS else _ENTITY).sub(lambda entity: html.unescape(entity[0]), text)


def _add(record: RisRecord, tag: RisTag | None, line: str, number: int) -> None:
    if tag:
        record.tags.append(tag)
    elif line and record.tags[-1].name == "KW":
        record.tags.append(RisTag("KW", decoded("KW", line), number))
    elif line:
        record.tags[-1] = _continued(record.tags[-1], line)


def _continued(tag: RisTag, line: str) -> RisTag:
    return tag._replace(value=f"{tag.value} {decoded(tag.name, line)}".strip())


def _without_type(first: RisTag) -> Finding:
    return Finding("MB136", "the record does not begin with 'TY  - '; read as 'GEN'", line=first.line)


def _without_end(record: RisRecord) -> Finding:
    return Finding("MB136", "the record does not end with 'ER  - '", line=record.line)
