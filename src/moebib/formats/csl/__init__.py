"""Record <-> CSL-JSON item (CSL 1.0.2, appendices III to VI; valid by csl-data.json of the CSL project).

Field names are CSL variables, so most of the conversion is a table of names. The exceptions:

- Processors interpret a few tags in any text (``<i>``, ``<span class="nocase">``) and decode no entities: "A < B & C"
  is written as it is, and a title that contains ``<i>`` as text gets an invisible word joiner after the ``<``.
- An arXiv ID is written as ``number`` "arXiv:2401.06066" with ``publisher`` "arXiv", which APA prints as "(Preprint
  arXiv:2401.06066). arXiv." and IEEE as "arXiv: arXiv:2401.06066". A ``container-title`` would be printed as "In
  arXiv", and IEEE and ACM print nothing of ``archive`` and ``archive_location``.
- What the variables cannot express exactly (a second DOI, an OpenReview ID with a DOI) is repeated in ``custom``,
  which CSL provides for that; what is not part of a reference (``NOT_IN_CSL``) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from moebib.formats import Format, Loss, Made, Options, ParsedFile, Piece, RecordWriter, Stages
from moebib.records.fields import MARKUP

if TYPE_CHECKING:
    from moebib.library.config import Config
    from moebib.records.record import Record
    from moebib.text.json_values import JsonValue

__all__ = ["FORMATS"]


def _read(text: str, config: Config) -> ParsedFile:
    from moebib.formats._json import collected
    from moebib.formats.csl.foreign import make, with_keys
    from moebib.formats.csl.items import read_values

    return collected(map(make, with_keys(read_values(text))))


def _read_zotero(text: str, config: Config) -> ParsedFile:
    from moebib.formats.csl.zotero import read

    return read(text)


def _split(text: str) -> Iterator[Piece]:
    from moebib.formats.csl.foreign import with_keys
    from moebib.formats.csl.items import read_values

    return map(Piece, with_keys(read_values(text)))


def _make(value: JsonValue) -> Made:
    from moebib.formats.csl.foreign import make

    return make(value)


def _item(record: Record, options: Options) -> str:
    from moebib.formats.csl.writer import dump

    return dump(record)


def _shown(record: Record, *_: object) -> tuple[Loss, ...]:
    from moebib.formats._formulas import formulas_beyond_text

    return formulas_beyond_text(record)


def _fields() -> Mapping[str, list[str]]:
    from moebib.formats.csl.fields import IN_CSL, variable

    several = {
        "identifiers": ["DOI", "URL", "number", "PMID", "PMCID", "ISBN", "ISSN"],
        "url": ["URL"],
        "extra": ["custom"],
    }
    return {field: several.get(field, [variable(field)]) for field in IN_CSL}


_FORMULAS = "a formula of more than letters, signs and scripts is TeX"
_CSL_JSON = Format(
    name="csl-json",
    title="CSL-JSON",
    suffixes=(".json",),
    sniff=r"\A\s*(?:\[\s*[{\]]|\{(?!.*\}\s*\n\s*\{))",  # but not one object per line, which is JSON Lines
    read=_read,
    stages=Stages(_split, _make),
    write=RecordWriter(_item, head="[\n", between=",\n", tail="\n]\n", empty="[]\n"),
    shown=_shown,
    fields=_fields,
    caveats={
        **dict.fromkeys(MARKUP, _FORMULAS),
        "extra": "what a .bib file may contain, as LaTeX",
    },
    formulas=_FORMULAS,
)
_ZOTERO = Format(
    name="zotero",
    title="Zotero JSON",
    suffixes=(".json",),
    sniff=r'\A\s*[\[{][\s\S]{0,200000}?"itemType"\s*:\s*"',
    read=_read_zotero,
    notes="""\
The items of the web API (`https://api.zotero.org/users/ID/items`), as an array, alone or as `items`, and the "Better
BibTeX JSON" of that add-on. Each is read as the item of CSL-JSON that Zotero itself makes of it, with the lines of
`extra`. Attachments and notes are no works: `convert` reports them, and rights and relations. Collections, and when an
item was added or changed, are left out.
""",
)
FORMATS = (_ZOTERO, _CSL_JSON)
