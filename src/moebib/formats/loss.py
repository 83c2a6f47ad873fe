"""Carrying: where each field of a record goes in each format, and what a record loses there.

``homes`` is put together from the tables that the formats are written and read with; only what a format carries in
part is said here, in ``CAVEATS``. ``losses`` tries it out: it writes the record, reads it again, and compares.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from moebib.formats import exporters, importers
from moebib.formats.bibtex.fields import FIELD_ROWS as BIB_ROWS
from moebib.formats.bibtex.fields import NOT_CARRIED as NOT_IN_BIB
from moebib.formats.bibtex.identifiers import IDENTIFIER_FIELDS
from moebib.formats.csl.fields import IN_CSL, variable
from moebib.formats.exporters import Exporter, Options
from moebib.formats.hayagriva.fields import FIELD_ROWS as HAYAGRIVA_ROWS
from moebib.formats.ris.tags import TAG_ROWS
from moebib.library.config import Config
from moebib.library.library import row
from moebib.merging.diff import diff_records
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Links, Record, Status, Version

__all__ = ["CAVEATS", "FIELDS", "FORMATS", "Home", "Loss", "homes", "losses"]

FORMATS = ("bibtex", "biblatex", "csl-json", "ris", "hayagriva", "csv", "jsonl", "readme")
_OF_VERSIONS = tuple(f"versions.{field}" for field in Version.model_fields)
FIELDS = tuple(one for field in Record.model_fields for one in (field, *(_OF_VERSIONS if field == "versions" else ())))
"""The fields of a record, and of its versions: "versions.title"."""

_PARTICLE = "a name has one particle"
_PAGE = "the page of an identifier comes back as the identifier; the first other page is `url`"
_ONE_EACH = "one each of DOI, arXiv or PubMed ID, ISBN and ISSN, and one page; an arXiv ID may be that of a version"
_BIB = {
    "author": _PARTICLE,
    "editor": _PARTICLE,
    "genre": "a key of BibLaTeX's, as `phdthesis`, comes back in words",
    "identifiers": _ONE_EACH,
    "url": _PAGE + "; without any page it is the PDF",
    "keyword": "one with a brace that has no partner is joined with the next",
    "extra": "what a .bib file may hold, as LaTeX",
    "versions.identifiers": "the arXiv ID, if the work has none",
}
CAVEATS: dict[str, dict[str, str]] = {
    "bibtex": _BIB,
    "biblatex": _BIB,
    "csl-json": {"extra": "what a .bib file may hold, as LaTeX"},
    "ris": {
        "title": "without the braces that keep the case",
        "container_title": "without braces; of a work by itself it comes back as the series",
        "collection_title": "without braces; of a work by itself the container_title may come in its place",
        "event_title": "without braces; of a paper at a conference alone, if it has a container_title",
        "event_place": "of a paper at a conference alone",
        "author": "a particle goes by its small letters; a family alone of several words is an organisation",
        "editor": "a particle goes by its small letters; a family alone of several words is an organisation",
        "identifiers": _PAGE,
        "url": _PAGE,
        "links": "PDFs alone",
        "extra": "what was read from RIS alone",
    },
    "csv": {
        "author": "as they are read, without parts",
        "container_title_short": "the container_title where there is none",
        "identifiers": "the first DOI and arXiv ID alone",
        "url": "the page that people should see",
        "links": "code alone",
    },
    "readme": {
        "container_title": "where there is no container_title_short",
        "identifiers": "the page that people should see, and each arXiv ID",
        "url": "the page that people should see",
        "issued": "as far as the style shows it",
        "versions.identifiers": "arXiv IDs alone",
    },
}
"""What is lost of a field that a format has a place for."""


class Home(NamedTuple):
    """Where a field goes: the names it has there, none if the format has no place for it, and what may be lost."""

    names: tuple[str, ...]
    caveat: str = ""


class Loss(NamedTuple):
    """What of a field does not come back from a format, what comes back in its place, and why."""

    field: str
    lost: tuple[str, ...]
    instead: tuple[str, ...]
    why: str


@cache
def homes(format: str) -> Mapping[str, Home]:
    """For every field of a record and its versions ("versions.title") its place in *format*.

    >>> homes("ris")["page"], homes("ris")["tags"].names
    (Home(names=('SP', 'EP'), caveat=''), ())
    """
    names, caveats = _NAMES[format](), CAVEATS.get(format, {})
    return {field: Home(tuple(dict.fromkeys(names.get(field, ()))), caveats.get(field, "")) for field in FIELDS}


def _bib(dialect: str) -> dict[str, list[str]]:
    found = {"id": ["(key)"], "type": ["(entry type)", "entrysubtype"], "extra": ["(by its name)"]}
    for one in BIB_ROWS:
        found.setdefault(one.field, []).append(getattr(one, dialect))
    found["identifiers"] = [*IDENTIFIER_FIELDS, "url"]
    found["versions.identifiers"] = ["eprint"]
    return {field: names for field, names in found.items() if field not in NOT_IN_BIB}


def _csl() -> dict[str, list[str]]:
    own = {"identifiers": ["DOI", "URL", "number", "PMID", "ISBN", "ISSN"], "url": ["URL"], "extra": ["custom"]}
    return {field: own.get(field, [variable(field)]) for field in IN_CSL}


def _ris() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"type": ["TY", "M3"], "extra": ["(by its tag)"]}
    for one in TAG_ROWS:
        found.setdefault(one.field, []).extend((one.tag, *one.more))
    return found


def _csv() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for column in row(Record(id="a", type="document")):
        found.setdefault(_COLUMNS.get(column, column), []).append(column)
    return found


def _readme() -> dict[str, list[str]]:
    return {
        "title": ["title"], "url": ["link"], "identifiers": ["link"], "container_title_short": ["venue"],
        "container_title": ["venue"], "issued": ["date"], "links": ["links"], "keyword": ["labels"],
        "tags": ["sections"], "versions.identifiers": ["links"],
    }  # fmt: skip


_NAMES: dict[str, Callable[[], Mapping[str, list[str]]]] = {
    "bibtex": lambda: _bib("bibtex"),
    "biblatex": lambda: _bib("biblatex"),
    "csl-json": _csl,
    "ris": _ris,
    "hayagriva": lambda: {one.field: [one.path] for one in HAYAGRIVA_ROWS},
    "csv": _csv,
    "jsonl": lambda: {field: [field] for field in FIELDS},
    "readme": _readme,
}
_COLUMNS = {
    "year": "issued", "venue": "container_title_short", "doi": "identifiers", "arxiv": "identifiers", "link": "url",
    "code": "links",
}  # fmt: skip
"""The columns of a row that are called otherwise than their field."""


def losses(record: Record, format: str) -> tuple[Loss, ...]:
    """What of *record* does not come back from *format*; of one that is not read (CSV, README), what it leaves out.

    The order of identifiers does not count.
    """
    back = _left_in(record, format) if format in _LEFT else _read_again(record, format)
    return tuple(
        _loss(record, back, diff.field, homes(format)[diff.field])
        for diff in diff_records(record, back)
        if not (diff.field == "identifiers" and diff.is_reordered)
    )


def _read_again(record: Record, format: str) -> Record:
    exporter = exporters.exporter(format)
    if not isinstance(exporter, Exporter):
        raise TypeError(f"{format} is written of a whole list, and not in _LEFT")
    text = exporter.dump([record], Options())
    return importers.importer(format).read(text, Config()).records[0]


def _left_in(record: Record, format: str) -> Record:
    gone = (field for field in Record.model_fields if not homes(format)[field].names and field not in ("id", "type"))
    blank = {field: Record.model_fields[field].get_default() for field in gone}
    return record.evolve(**blank, **{field: left(record) for field, left in _LEFT[format].items()})


def _first(record: Record, *schemes: Scheme) -> tuple[Identifier, ...]:
    found = (next((one for one in record.identifiers if one.scheme is scheme), None) for scheme in schemes)
    return tuple(one for one in found if one)


_LEFT: dict[str, dict[str, Callable[[Record], Any]]] = {
    "csv": {
        "identifiers": lambda record: _first(record, Scheme.DOI, Scheme.ARXIV),
        "links": lambda record: Links(code=record.links.code),
    },
    "readme": {
        "identifiers": lambda record: tuple(
            one for one in record.identifiers if one.scheme is Scheme.ARXIV or (one.url and one.url == record.link)
        ),
    },
}
"""What is left of a field that a format which is not read carries in part."""


def _loss(record: Record, back: Record, field: str, home: Home) -> Loss:
    before, after = _values(getattr(record, field)), _values(getattr(back, field))
    lost = tuple(one for one in before if one not in after)
    instead = tuple(one for one in after if one not in before)
    if not lost and not instead:  # their order
        lost, instead = before, after
    return Loss(field, lost, instead, home.caveat if home.names else "no place for it")


def _values(value: Any) -> tuple[str, ...]:
    """The parts of a value as text."""
    if isinstance(value, Links):
        return tuple(f"{kind}: {url}" for kind in Links.model_fields for url in getattr(value, kind))
    if isinstance(value, (Version, Status)):
        return (json.dumps(value.to_dict(), ensure_ascii=False),)
    if isinstance(value, dict):
        return tuple(f"{name} = {one}" for name, one in value.items())
    if isinstance(value, tuple):
        return tuple(text for one in value for text in _values(one))
    return (str(value),) if value else ()
