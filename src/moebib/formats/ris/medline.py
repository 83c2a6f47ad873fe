"""PubMed's MEDLINE format (``.nbib``), as tags of RIS.

Its tags: https://www.nlm.nih.gov/bsd/mms/medlineelements.html. What describes the entry in the database rather than the
work (its dates, owner and status) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.formats import ParsedFile
from moebib.formats.ris.reader import read_records
from moebib.formats.ris.records import RisRecord, RisTag
from moebib.formats.ris.tagged import TaggedRecord, left, organisations, person, renamed, split_tags
from moebib.normalise.pubmed import bare_title, pages_or_number
from moebib.records.archives import archive_of
from moebib.records.identifier import Identifier, Scheme
from moebib.records.publication import Status
from moebib.records.written_date import read_written_date

__all__ = ["read"]

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) *- ?(.*)")
_RENAMED = {
    "TA": "J2", "VI": "VL", "IP": "IS", "AB": "AB", "PB": "PB", "PL": "CY", "EN": "ET", "CTI": "T3",
    "IS": "SN", "ISBN": "SN", "GN": "N1",
}  # fmt: skip
_OF_DATABASE = frozenset({
    "PMID", "OWN", "STAT", "DA", "DCOM", "LR", "EDAT", "MHDA", "CRDT", "PHST", "PST", "SB", "SO", "JID", "PUBM",
    "CTDT", "DRDT", "OTO",
})  # fmt: skip
_SHORT = {"FAU": "AU", "FED": "ED", "FIR": "IR", "JT": "TA"}
"""Tags that others have in short."""
_KINDS = frozenset({"Journal Article", "Preprint", "Book", "Book Chapter", "Retracted Publication"})
"""What the type and the status of a record say."""
_SUFFIX = re.compile(r"(?P<name>[^,]+, .*?) (?P<suffix>Jr\.?|Sr\.?|2nd|3rd|4th|II|III|IV)")
# The codes of MARC, of which these have two letters elsewhere.
_LANGUAGES = {
    "eng": "en", "ger": "de", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "dut": "nl", "rus": "ru",
    "pol": "pl", "cze": "cs", "chi": "zh", "jpn": "ja", "kor": "ko", "dan": "da", "swe": "sv", "nor": "no",
    "fin": "fi", "hun": "hu", "tur": "tr", "gre": "el", "heb": "he", "ara": "ar", "per": "fa", "ukr": "uk",
}  # fmt: skip


def read(text: str) -> ParsedFile:
    """The works in *text*, whose keys are made."""
    return read_records(map(_ris, _records(text)))


def _records(text: str) -> Iterator[TaggedRecord]:
    """Each record begins with its PMID."""
    tags: list[RisTag] = []
    for tag in split_tags(text, _TAG):
        if tag.name == "PMID" and tags:
            yield TaggedRecord(tags)
            tags = []
        tags.append(tag)
    if tags:
        yield TaggedRecord(tags)


def _ris(record: TaggedRecord) -> RisRecord:
    kinds = {tag.value for tag in record.all("PT")}
    notices = record.all("RIN", "EIN")[:1]
    status = _status(notices, kinds)
    line = record.tags[0].line
    tags = [RisTag("TY", _type(record, kinds), line), *(RisTag("M3", "preprint", line) for _ in kinds & {"Preprint"})]
    tags += [*_titles(record, is_preprint="Preprint" in kinds), *_people(record), *_date(record)]
    tags += [*_pages(record), *_identifiers(record), *renamed(record.tags, _RENAMED)]
    tags += [tag._replace(value=_LANGUAGES.get(tag.value, tag.value)) for tag in record.all("LA")[:1]]
    tags += _keywords(record)
    in_short = {short for name, short in _SHORT.items() if record.all(name)}
    read = (*tags, *notices, *(tag for tag in record.all("PT") if tag.value in _KINDS))
    return RisRecord(tags, {"status": status} if status else {}, left(record, read, _OF_DATABASE | in_short))


def _keywords(record: TaggedRecord) -> Iterator[RisTag]:
    """The keywords of the authors, or else the headings of MeSH; the main ones have an asterisk."""
    for tag in record.all("OT", "MH"):
        value = tag.value.replace("*", "") if tag.name == "MH" else tag.value.removeprefix("*")
        yield tag._replace(name="KW", given=tag.name, value=value)


def _type(record: TaggedRecord, kinds: set[str]) -> str:
    if record.text("BTI"):
        return "CHAP" if record.text("TI") else "BOOK"
    return "UNPB" if "Preprint" in kinds else "JOUR"


def _titles(record: TaggedRecord, *, is_preprint: bool) -> Iterator[RisTag]:
    """The title in its own language, as the XML has it: a translated one is in brackets. All end in a full stop."""
    is_translated = record.text("TI").startswith("[") or record.text("TI") in ("", "Not available.")
    for tag in record.all(*(("TT",) if is_translated else ()), "TI", "BTI")[:1]:
        yield tag._replace(name="TI", given=tag.name, value=bare_title(tag.value).removesuffix("."))
    container = record.all("BTI" if record.text("TI") else "", "JT", "TA")
    for tag in container[:1]:
        archive = archive_of(tag.value) if is_preprint else None
        yield tag._replace(name="T2", given=tag.name, value=archive.name if archive else tag.value.removesuffix("."))


def _people(record: TaggedRecord) -> Iterator[RisTag]:
    for names, name in ((("FAU", "AU"), "AU"), (("FED", "ED"), "ED")):
        for tag in record.all(*names):
            with_suffix = _SUFFIX.fullmatch(tag.value)
            value = f"{with_suffix['name']}, {with_suffix['suffix']}" if with_suffix else tag.value
            yield tag._replace(name=name, given=tag.name, value=person(value))
    yield from organisations(record.all("CN"))


def _date(record: TaggedRecord) -> Iterator[RisTag]:
    """The date of the issue; of an article that appeared online only, the day, as in the XML."""
    for tag in record.all("DP", "DEP")[:1]:
        issued = read_written_date(tag.value)
        day = read_written_date(re.sub(r"(\d{4})(\d\d)(\d\d)", r"\1-\2-\3", record.text("DEP")))
        is_online = record.text("PST") in ("epublish", "aheadofprint")
        is_day = is_online and day is not None and (issued is None or issued.year == day.year)
        if is_day:
            yield from (tag._replace(name="DA", given="DEP", value=str(day)) for tag in record.all("DEP")[:1])
        yield tag._replace(name="DA", given=tag.name, value=str(day) if is_day else tag.value)


def _pages(record: TaggedRecord) -> Iterator[RisTag]:
    for tag in record.all("PG")[:1]:
        for field, value in pages_or_number(tag.value).items():
            yield tag._replace(name="SP" if field == "page" else "C7", given="PG", value=value)


def _identifiers(record: TaggedRecord) -> Iterator[RisTag]:
    for tag in record.all("PMID")[:1]:
        if tag.value.isdecimal():
            yield tag._replace(name="UR", given="PMID", value=Identifier(Scheme.PMID, tag.value).url or "")
    yield from (tag._replace(name="C2", given="PMC") for tag in record.all("PMC"))
    for tag in (*record.all("LID"), *record.all("AID")):
        if named := re.fullmatch(r"(\S+) \[doi\]", tag.value):
            yield tag._replace(name="DO", given=tag.name, value=named[1])


def _status(notices: list[RisTag], kinds: set[str]) -> Status | None:
    for tag in notices:
        notice = re.search(r"PMID: (\d+)", tag.value)
        page = Identifier(Scheme.PMID, notice[1]).url if notice else None
        return Status(kind="retracted" if tag.name == "RIN" else "corrected", source=page or "pubmed")
    return Status(kind="retracted", source="pubmed") if "Retracted Publication" in kinds else None
