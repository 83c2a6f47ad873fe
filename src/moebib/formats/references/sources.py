"""The sources of a word processor (``b:Source``, ECMA-376 part 1, 22.6) -> records, by way of CSL-JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from moebib.formats.references.docx import read_xml

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["csl_of"]

_B = "{http://schemas.openxmlformats.org/officeDocument/2006/bibliography}"
_TYPES = {
    "ArticleInAPeriodical": "article-magazine", "Book": "book", "BookSection": "chapter",
    "ConferenceProceedings": "paper-conference", "DocumentFromInternetSite": "webpage", "InternetSite": "webpage",
    "JournalArticle": "article-journal", "Patent": "patent", "Report": "report",
}  # fmt: skip
_FIELDS = {
    "Title": "title", "JournalName": "container-title", "PeriodicalTitle": "container-title",
    "BookTitle": "container-title", "ConferenceName": "container-title", "Volume": "volume", "Issue": "issue",
    "Pages": "page", "Publisher": "publisher", "URL": "URL", "DOI": "DOI",
}  # fmt: skip


def csl_of(text: str) -> str:
    """The sources in *text*, the XML of ``b:Sources``, as CSL-JSON.

    Raises:
        InputError: If it is no XML.
    """
    sources = read_xml(text.encode(), "the sources").iter(f"{_B}Source")
    return json.dumps([_item(source, number) for number, source in enumerate(sources, start=1)])


def _item(source: etree._Element, number: int) -> dict[str, Any]:
    def value(name: str) -> str:
        return (source.findtext(f"{_B}{name}") or "").strip()

    people = [
        {"family": person.findtext(f"{_B}Last") or "",
         "given": " ".join(filter(None, (person.findtext(f"{_B}{part}") for part in ("First", "Middle"))))}
        for person in source.iterfind(f"{_B}Author/{_B}Author/{_B}NameList/{_B}Person")
    ]  # fmt: skip
    if organisation := source.findtext(f"{_B}Author/{_B}Author/{_B}Corporate"):
        people.append({"literal": organisation})
    item: dict[str, Any] = {
        "id": value("Tag") or f"source{number}",
        "type": _TYPES.get(value("SourceType"), "document"),
    }
    item |= {name: value(tag) for tag, name in _FIELDS.items() if value(tag)}
    if people:
        item["author"] = people
    if value("Year").isdigit():
        item["issued"] = {"date-parts": [[int(value("Year"))]]}
    return item
