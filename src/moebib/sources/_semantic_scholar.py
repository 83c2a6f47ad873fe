"""A paper of Semantic Scholar as a record.

A paper there is a preprint and what was published of it in one: beside the venue stands the preprint's year. So the
date is left out where it may be of the other version.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from moebib.records.date import Date
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.record import Record, Type
from moebib.sources._people import displayed, whole
from moebib.sources._values import identifiers, link, make_record, published, text

__all__ = ["record_of"]

_Paper = Mapping[str, Any]

_EXTERNAL = {"DOI": "doi", "ArXiv": "arxiv", "ACL": "acl", "PubMed": "pmid", "DBLP": "dblp", "CorpusId": "s2:CorpusID"}
_ARXIV = re.compile(r"arxiv(?:\.org)?|corr", re.I)
_ARCHIVES = re.compile(r"(?:bio|med|chem)rxiv", re.I)
_KINDS: Mapping[str, Type] = {
    "Conference": "paper-conference",
    "Book": "book",
    "BookSection": "chapter",
    "Dataset": "dataset",
}


def record_of(paper: _Paper) -> Record | None:
    """The record of a paper; without authors where a name cannot be read. ``None`` if it has no title."""
    told = _identifiers(paper)
    arxiv = any(one.scheme is Scheme.ARXIV for one in told)
    venue = _venue(paper)
    is_arxiv = arxiv and not venue and not any(one.scheme is Scheme.DOI for one in told)
    return make_record(
        **_preprint(venue or "arXiv") if is_arxiv or _ARCHIVES.fullmatch(venue) else _publication(paper, venue),
        title=text(paper.get("title")),
        author=_authors(paper),
        issued=None if arxiv and not is_arxiv else _issued(paper),
        identifiers=told,
        abstract=text(paper.get("abstract")),
        links={"pdf": link(_part(paper, "openAccessPdf").get("url"))},
    )


def _part(paper: _Paper, name: str) -> Mapping[str, Any]:
    found = paper.get(name)
    return found if isinstance(found, dict) else {}


def _identifiers(paper: _Paper) -> tuple[Identifier, ...]:
    external = _part(paper, "externalIds")
    told = (f"{prefix}:{value}" for name, prefix in _EXTERNAL.items() if (value := text(external.get(name))))
    return identifiers(*told, f"s2:{text(paper.get('paperId'))}")


def _venue(paper: _Paper) -> str:
    """The name of where it was published: never that of arXiv; the one that volume and pages are of."""
    names = (_part(paper, "publicationVenue").get("name"), _part(paper, "journal").get("name"), paper.get("venue"))
    return next((name for value in names if (name := text(value)) and not _ARXIV.fullmatch(name)), "")


def _preprint(archive: str) -> dict[str, Any]:
    return {"type": "article", "genre": "preprint", "container_title": archive}


def _publication(paper: _Paper, venue: str) -> dict[str, Any]:
    journal = _part(paper, "journal")
    if not venue or _ARXIV.fullmatch(text(journal.get("name"))):
        journal = {}
    return {
        "type": _type(paper, venue),
        "container_title": venue,
        "volume": text(journal.get("volume")),
        "page": " ".join(text(journal.get("pages")).split()).replace(" - ", "-"),
    }


def _type(paper: _Paper, venue: str) -> Type:
    """What it was published as; everything is also said to be a JournalArticle."""
    said = paper.get("publicationTypes")
    kinds = [kind for kind in (said if isinstance(said, list) else ()) if isinstance(kind, str)]
    where = text(_part(paper, "publicationVenue").get("type"))
    if where == "conference":
        return "paper-conference"
    if found := next((_KINDS[kind] for kind in kinds if kind in _KINDS and where != "journal"), None):
        return found
    in_journal = where == "journal" or "JournalArticle" in kinds or text(_part(paper, "journal").get("volume"))
    return "article-journal" if venue and in_journal else "document"


def _authors(paper: _Paper) -> tuple[Name, ...]:
    authors = paper.get("authors")
    names = [one.get("name") if isinstance(one, dict) else None for one in authors] if isinstance(authors, list) else []
    return whole(map(displayed, names)) or ()


def _issued(paper: _Paper) -> Date | None:
    day = published(paper.get("publicationDate"), first_is_unknown=True)
    return day or published(paper.get("year"))
