"""PubMed's MEDLINE format (``.nbib``), as tags of RIS.

Its tags: https://www.nlm.nih.gov/bsd/mms/medlineelements.html. What describes the entry in the database rather than the
work (its dates, owner and status), addresses, grants, conflicts of interest and index terms is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moebib.formats import ParsedFile
from moebib.formats.ris.reader import read_records
from moebib.formats.ris.records import RisRecord, RisTag
from moebib.formats.ris.tagged import TaggedRecord, organisations, renamed, split_tags
from moebib.normalise.pubmed import bare_title, pages_or_number
from moebib.records.archives import archive_of
from moebib.records.identifier import Identifier, Scheme
from moebib.records.publication import Status
from moebib.records.written_date import read_written_date

__all__ = ["read"]

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) *- ?(.*)")
_RENAMED = {
    "TA": "J2", "VI": "VL", "IP": "IS", "AB": "AB", "OT": "KW", "PB": "PB", "PL": "CY", "EN": "ET", "CTI": "T3",
    "IS": "SN", "ISBN": "SN", "GN": "N1",
}  # fmt: skip
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
    status = _status(record, kinds)
    line = record.tags[0].line
    tags = [RisTag("TY", _type(record, kinds), line), *(RisTag("M3", "preprint", line) for _ in kinds & {"Preprint"})]
    tags += [*_titles(record, is_preprint="Preprint" in kinds), *_people(record), *_date(record)]
    tags += [*_pages(record), *_identifiers(record), *renamed(record.tags, _RENAMED)]
    tags += [tag._replace(value=_LANGUAGES.get(tag.value, tag.value)) for tag in record.all("LA")[:1]]
    return RisRecord(tags, {"status": status} if status else {})


def _type(record: TaggedRecord, kinds: set[str]) -> str:
    if record.text("BTI"):
        return "CHAP" if record.text("TI") else "BOOK"
    return "UNPB" if "Preprint" in kinds else "JOUR"


def _titles(record: TaggedRecord, *, is_preprint: bool) -> Iterator[RisTag]:
    """The title in its own language, as the XML has it; every title ends in a full stop."""
    for tag in record.all("TT", "TI", "BTI")[:1]:
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
            yield tag._replace(name=name, given=tag.name, value=value)
    yield from organisations(record.all("CN"))


def _date(record: TaggedRecord) -> Iterator[RisTag]:
    """The date of the issue; of an article that appeared online only, the day, as in the XML."""
    for tag in record.all("DP", "DEP")[:1]:
        issued = read_written_date(tag.value)
        day = read_written_date(re.sub(r"(\d{4})(\d\d)(\d\d)", r"\1-\2-\3", record.text("DEP")))
        is_online = record.text("PST") in ("epublish", "aheadofprint")
        is_day = is_online and day is not None and (issued is None or issued.year == day.year)
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
    named = (re.fullmatch(r"(\S+) \[doi\]", tag.value) for tag in (*record.all("LID"), *record.all("AID")))
    for doi in dict.fromkeys(match[1] for match in named if match):
        yield RisTag("DO", doi, record.tags[0].line, "LID")


def _status(record: TaggedRecord, kinds: set[str]) -> Status | None:
    for name, kind in (("RIN", "retracted"), ("EIN", "corrected")):
        for tag in record.all(name):
            notice = re.search(r"PMID: (\d+)", tag.value)
            page = Identifier(Scheme.PMID, notice[1]).url if notice else None
            return Status.model_validate({"kind": kind, "source": page or "pubmed"})
    return Status(kind="retracted", source="pubmed") if "Retracted Publication" in kinds else None
