"""The plain text of Web of Science, as tags of RIS.

Its tags: https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html. A record runs from ``PT`` to ``ER``;
lines with three spaces in front continue a tag. Names of journals are in capitals, as the file has them. Counts, and
what describes the entry in the database, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.errors import Finding
from moebib.formats import ParsedFile
from moebib.formats.ris.reader import read_records
from moebib.formats.ris.records import RisRecord, RisTag
from moebib.formats.ris.tagged import TaggedRecord, left, organisations, person, renamed, split_tags
from moebib.records.identifier import Identifier, Scheme
from moebib.records.publication import Status
from moebib.records.written_date import read_written_date
from moebib.text.language import language_in

__all__ = ["read"]

_TAG = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?$")
_LISTED = frozenset({"AU", "AF", "BA", "BF", "CA", "GP", "BE", "ED", "CR", "C1", "RP"})
_RENAMED = {
    "AB": "AB", "AR": "C7", "BE": "ED", "BN": "SN", "BP": "SP", "D2": "C8", "DI": "DO", "EI": "SN", "EP": "EP",
    "IS": "IS", "JI": "J2", "PI": "CY", "PU": "PB", "SE": "T3", "SN": "SN", "TI": "TI", "UT": "AN", "VL": "VL",
}  # fmt: skip
_OF_DATABASE = frozenset({"PT", "NR", "TC", "Z9", "U1", "U2", "GA", "DA", "HC", "HP"})
_OTHER_FORMS = {"AF": "AU", "BF": "BA", "JI": "J9"}
"""Tags that others have in another form."""
_SEASONS = {"SPR": "spring", "SUM": "summer", "FAL": "fall", "WIN": "winter"}
_CODE = re.compile(r"\s*\([A-Z]{4}-\w+\)\s*;?\s*")
"""The code of a company, behind its name."""
_KINDS = frozenset({"Article", "Book", "Book Chapter", "Early Access", "Proceedings Paper", "Retracted Publication"})
"""What the type and the status of a record say."""
_NO_AUTHOR = "[Anonymous]"
_TYPES = {"B": "BOOK", "S": "CHAP", "P": "PAT", "C": "CONF", "R": "DATA"}


def read(text: str) -> ParsedFile:
    """The works in *text*, whose keys are made."""
    return read_records(item if isinstance(item, Finding) else _ris(item) for item in _records(text))


def _records(text: str) -> Iterator[TaggedRecord | Finding]:
    """The records, and a finding for each that does not end, as in a file that was cut."""
    tags: list[RisTag] = []
    for tag in (*split_tags(text, _TAG, _LISTED), RisTag("EF", "", 0)):
        if tag.name in ("PT", "ER", "EF"):
            if tags:
                yield TaggedRecord(tags)
            if tags and tag.name != "ER":
                yield Finding("MB136", "the record does not end with 'ER'", line=tags[0].line)
            tags = []
        if tag.name == "PT" or tags:
            tags.append(tag)


def _ris(record: TaggedRecord) -> RisRecord:
    kinds = [kind.strip() for kind in record.text("DT").split(";") if kind.strip()]
    type_ = _type(record, kinds)
    tags = [RisTag("TY", type_, record.tags[0].line, "PT"), *_venue(record, type_), *_people(record), *_date(record)]
    tags += renamed(record.tags, _RENAMED)
    tags += _of_patent(record) if type_ == "PAT" else ()
    if not record.all("BP"):  # INSPEC
        tags += renamed(record.all("PS"), {"PS": "SP"})
    for tag in record.all("DE"):
        tags += [tag._replace(name="KW", given="DE", value=word.strip()) for word in tag.value.split(";")]
    tags += [tag._replace(value=language_in(f"in {tag.value}") or tag.value) for tag in record.all("LA")[:1]]
    for tag in record.all("PM"):
        if tag.value.isdecimal():
            tags.append(tag._replace(name="UR", given="PM", value=Identifier(Scheme.PMID, tag.value).url or ""))
    others = {
        "status": Status(kind="retracted", source="web of science") if "Retracted Publication" in kinds else None,
        "event_date": read_written_date(record.text("CY")) if type_ == "CONF" else None,
    }
    also_read = [tag for tag in record.all("DT") if _KINDS.issuperset(kinds)]
    also_read += record.all("CY") if others["event_date"] else []
    also_read += record.all("SO") if record.text("SO") == record.text("TI") else []
    unread = left(
        record, (*tags, *also_read), _OF_DATABASE | {other for name, other in _OTHER_FORMS.items() if record.all(name)}
    )
    authors = {tag.value for tag in record.tags if tag.name in ("AF", "AU")} | {_NO_AUTHOR}
    unread = [tag for tag in unread if tag.name not in ("AF", "AU", "BA", "BF") or tag.value not in authors]
    return RisRecord(tags, {field: value for field, value in others.items() if value}, unread)


def _type(record: TaggedRecord, kinds: list[str]) -> str:
    given = record.text("PT")
    if given != "J" and record.text("CT"):
        return "CONF"
    if given in ("B", "S"):
        return "BOOK" if "Book" in kinds else "CHAP" if record.text("SO") != record.text("TI") else "BOOK"
    return _TYPES.get(given, "JOUR")


def _venue(record: TaggedRecord, type_: str) -> Iterator[RisTag]:
    """The container; of a conference paper also the conference, for which RIS has ``T2``, with its place."""
    is_paper = type_ == "CONF"
    conference = record.all("CT") if is_paper else []
    for tag in conference[:1]:
        yield tag._replace(name="T2", given="CT")
    for tag in record.all("SO")[:1] if type_ != "BOOK" else ():
        yield tag._replace(name="C3" if conference else "T2", given="SO")
    for tag in record.all("CL")[:1] if is_paper else ():
        yield tag._replace(name="C1", given="CL")


def _people(record: TaggedRecord) -> Iterator[RisTag]:
    authors = record.all("AF", "AU") or record.all("BF", "BA")
    for tag in authors:
        if tag.value not in ("", _NO_AUTHOR):
            yield tag._replace(name="AU", given=tag.name, value=person(tag.value))
    yield from organisations((*record.all("CA"), *(() if authors else record.all("GP"))))
    if not record.all("BE"):
        yield from renamed(record.all("ED"), {"ED": "ED"})


def _of_patent(record: TaggedRecord) -> Iterator[RisTag]:
    """Its numbers, its holders, and the day of its first publication, which is beside the number of that."""
    yield from renamed(record.all("PN"), {"PN": "M1"})
    holders = (tag._replace(value=name) for tag in record.all("AE") for name in _CODE.split(tag.value))
    yield from (holder._replace(name="A2") for holder in organisations(holders))
    for tag in record.all("PD")[:1]:
        if day := re.search(r"\b\d{1,2} [A-Z][a-z]{2} \d{4}\b", tag.value, re.A):
            yield tag._replace(name="DA", given="PD", value=day[0])


def _date(record: TaggedRecord) -> Iterator[RisTag]:
    """``PY`` and ``PD``, a day or months without the year; of an article in no issue yet, ``EA``."""
    year = record.all("PY")
    yield from (tag for tag in year)
    for tag in record.all("PD" if year else "EA")[:1]:
        value = re.sub(r"\b(?:SPR|SUM|FAL|WIN)\b", lambda season: _SEASONS[season[0]], tag.value)
        yield tag._replace(name="DA", given=tag.name, value=value)
