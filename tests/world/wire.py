"""What each service answers about a publication, in the service's own form."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from moebib.records.date import parse_date
from moebib.records.name import Name, parse_name
from world.truth import Publication

__all__ = [
    "abstract",
    "acl_bib",
    "arxiv_entry",
    "cff",
    "crossref_message",
    "csl_item",
    "datacite_attributes",
    "dblp_bib",
    "dblp_info",
    "doi_of",
    "hugging_face_paper",
    "openreview_note",
    "page_html",
    "page_of",
    "people",
    "reading_order",
]  # fmt: skip

_CROSSREF_TYPES = {
    "preprint": "posted-content", "journal": "journal-article", "conference": "proceedings-article",
    "workshop": "proceedings-article", "findings": "proceedings-article", "thesis": "dissertation",
    "dataset": "dataset", "book": "book", "chapter": "book-chapter",
}  # fmt: skip
_DATACITE_TYPES = {
    "preprint": "Preprint", "thesis": "Dissertation", "dataset": "Dataset", "software": "Software",
    "conference": "ConferencePaper", "journal": "JournalArticle",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def arxiv_entry(preprint: Publication) -> str:
    """An entry of arXiv's Atom feed."""
    wire = preprint.wire.get("arxiv", {})
    names = "".join(
        f"<author><name>{html.escape(reading_order(name))}</name></author>" for name in people(preprint, "arxiv")
    )
    optional = "".join(
        f"<arxiv:{name}>{html.escape(wire[name])}</arxiv:{name}>"
        for name in ("doi", "journal_ref", "comment")
        if name in wire
    )
    return f"""<entry>
  <id>http://arxiv.org/abs/{preprint.arxiv}v{wire.get("version", 1)}</id>
  <title>{html.escape(preprint.title)}</title>
  <updated>{wire.get("updated", preprint.date)}T11:12:13Z</updated>
  <published>{preprint.date}T10:00:00Z</published>
  <summary>{html.escape(abstract(preprint))}</summary>
  {names}{optional}
  <arxiv:primary_category term="cs.LG"/>
</entry>"""


def crossref_message(publication: Publication) -> dict[str, Any]:
    """A work of Crossref's REST API."""
    wire = publication.wire.get("crossref", {})
    posted = publication.kind == "preprint"
    message: dict[str, Any] = {
        "DOI": publication.doi,
        "type": _CROSSREF_TYPES[publication.kind],
        "title": [publication.title],
        "container-title": [] if posted or publication.kind == "book" else [publication.venue],
        "short-container-title": [publication.short] if publication.short else [],
        "author": [_crossref_person(name) for name in people(publication, "crossref")],
        "issued": _date_parts(publication.date),
        "posted" if posted else "published-online": _date_parts(publication.date),
        "publisher": publication.publisher,
        "volume": publication.volume,
        "issue": publication.issue,
        "page": publication.page,
        "edition-number": publication.edition,
        "ISSN": [publication.issn] if publication.issn else [],
        "ISBN": [f"http://id.crossref.org/isbn/{publication.isbn}"] if publication.isbn else [],
        "abstract": f"<jats:p>{html.escape(abstract(publication))}</jats:p>",
    }
    if posted:
        message |= {"subtype": "preprint", "institution": [{"name": publication.venue}]}
    if publication.printed:
        message["published-print"] = _date_parts(publication.printed)
    if publication.kind == "thesis":
        message |= {"approved": _date_parts(publication.date), "institution": [{"name": publication.publisher}]}
    if publication.is_proceedings:
        message["event"] = {"name": publication.venue}
    return {name: value for name, value in (message | dict(wire)).items() if value}


def csl_item(publication: Publication) -> dict[str, Any]:
    """What doi.org answers: Crossref's own work with scalars for lists, or the CSL that DataCite makes."""
    if publication.agency == "crossref":
        message = crossref_message(publication)
        return {
            name: value[0] if name in ("title", "container-title") and value else value
            for name, value in message.items()
        }
    types = {"preprint": "article", "software": "software", "dataset": "dataset", "thesis": "thesis"}
    return {
        "type": types.get(publication.kind, "article-journal"),
        "id": f"https://doi.org/{doi_of(publication)}",
        "author": [_csl_person(name) for name in people(publication, "doi")],
        "issued": _date_parts(publication.date[:4]),
        "publisher": publication.publisher,
        "DOI": doi_of(publication),
        "title": publication.title,
    }  # fmt: skip


def datacite_attributes(publication: Publication) -> dict[str, Any]:
    """The attributes of a DOI in DataCite's JSON:API."""
    dates = [{"date": publication.date[:4], "dateType": "Issued"}]
    if publication.kind == "preprint":
        dates.insert(0, {"date": f"{publication.date}T09:22:51Z", "dateType": "Submitted", "dateInformation": "v1"})
        dates.insert(1, {"date": publication.date[:7], "dateType": "Available", "dateInformation": "v1"})
    else:
        dates = [{"date": publication.date, "dateType": "Issued"}]
    return {
        "doi": doi_of(publication).lower(),
        "creators": [_creator(name) for name in people(publication, "datacite")],
        "titles": [{"title": publication.title}],
        "publisher": publication.publisher or publication.venue,
        "container": {},
        "publicationYear": int(publication.date[:4]),
        "dates": dates,
        "types": {"resourceTypeGeneral": _DATACITE_TYPES[publication.kind]},
        "relatedIdentifiers": [],
        "descriptions": [{"description": abstract(publication), "descriptionType": "Abstract"}],
        **publication.wire.get("datacite", {}),
    }


def dblp_bib(publication: Publication) -> str:
    """The .bib of a DBLP record; a preprint is in CoRR."""
    names = " and\n                  ".join(reading_order(name) for name in people(publication, "dblp"))
    fields = {"author": names, "title": publication.title, "year": (publication.printed or publication.date)[:4]}
    if publication.kind == "preprint":
        doi, arxiv = doi_of(publication), publication.arxiv
        fields |= {"journal": "CoRR", "volume": f"abs/{arxiv}", "doi": doi, "url": f"https://doi.org/{doi}",
                   "eprinttype": "arXiv", "eprint": arxiv}  # fmt: skip
    else:
        place = "journal" if publication.kind == "journal" else "booktitle"
        fields |= {place: publication.venue, "volume": publication.volume, "number": publication.issue,
                   "pages": publication.page.replace("-", "--"), "publisher": publication.publisher,
                   "url": page_of(publication), "doi": publication.doi}  # fmt: skip
    fields |= publication.wire.get("dblp", {})
    lines = ",\n".join(f"  {name:<12} = {{{value}}}" for name, value in fields.items() if value)
    kind = "inproceedings" if publication.is_proceedings else "article"
    return f"@{kind}{{DBLP:{publication.dblp},\n{lines},\n  bibsource    = {{dblp computer science bibliography, https://dblp.org}}\n}}\n"


def dblp_info(publication: Publication) -> dict[str, Any]:
    """A hit of DBLP's search."""
    is_preprint = publication.kind == "preprint"
    kinds = {"journal": "Journal Articles", "preprint": "Informal and Other Publications"}
    return {
        "authors": {"author": [{"text": reading_order(name)} for name in people(publication, "dblp")]},
        "title": f"{publication.title}.",
        "venue": "CoRR" if is_preprint else publication.short or publication.venue,
        "volume": f"abs/{publication.arxiv}" if is_preprint else publication.volume,
        "number": publication.issue,
        "pages": publication.page,
        "year": (publication.printed or publication.date)[:4],
        "type": kinds.get(publication.kind, "Conference and Workshop Papers"),
        "key": publication.dblp,
        "doi": doi_of(publication) if is_preprint else publication.doi,
        "ee": f"https://doi.org/{doi_of(publication)}" if is_preprint else page_of(publication),
    }


def acl_bib(publication: Publication) -> str:
    """The .bib of the ACL Anthology."""
    names = "  and\n      ".join(publication.authors)
    year, month = publication.date[:4], _MONTHS[int(publication.date[5:7]) - 1]
    return f"""@inproceedings{{{publication.name.replace(".", "-")},
    title = "{publication.title}",
    author = "{names}",
    booktitle = "{publication.venue}",
    month = {month},
    year = "{year}",
    publisher = "{publication.publisher}",
    url = "https://aclanthology.org/{publication.acl}/",
    doi = "10.18653/v1/{publication.acl}",
    pages = "{publication.page.replace("-", "--")}",
    abstract = "{abstract(publication)}"
}}
"""


def openreview_note(publication: Publication) -> dict[str, Any]:
    """A note of OpenReview's second API."""
    wire = publication.wire.get("openreview", {})
    year, day = publication.date[:4], datetime.fromisoformat(publication.date).replace(tzinfo=UTC)
    content = {
        "title": publication.title,
        "authors": [reading_order(name) for name in people(publication, "openreview")],
        "authorids": [f"~{reading_order(name).replace(' ', '_')}1" for name in people(publication, "openreview")],
        "abstract": abstract(publication),
        "venue": f"{publication.short} {year} poster",
        "venueid": f"{publication.short}.cc/{year}/Conference",
        "_bibtex": f"@inproceedings{{\nkey,\nbooktitle={{{publication.venue}}},\nyear={{{year}}}\n}}",
        **wire,
    }
    return {
        "id": publication.openreview,
        "forum": publication.openreview,
        "content": {name: {"value": value} for name, value in content.items()},
        "cdate": 1_600_000_000_000,
        "pdate": int(day.timestamp() * 1000),
        "version": 2,
    }


def page_html(publication: Publication) -> str:
    """A landing page with the tags that Google Scholar wants."""
    first, _, last = publication.page.partition("-")
    container = {"journal": "citation_journal_title", "thesis": "citation_dissertation_institution"}
    tags = [
        ("citation_title", publication.title),
        *(("citation_author", reading_order(name)) for name in people(publication, "page")),
        ("citation_publication_date", publication.date.replace("-", "/")),
        (container.get(publication.kind, "citation_conference_title"), publication.venue),
        ("citation_volume", publication.volume),
        ("citation_issue", publication.issue),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_doi", publication.doi),
        ("citation_publisher", publication.publisher),
        *publication.wire.get("page", {}).items(),
    ]
    meta = "\n".join(f'<meta name="{name}" content="{html.escape(value)}">' for name, value in tags if value)
    return f"<!DOCTYPE html><html><head><title>A paper</title>\n{meta}\n</head><body><h1>Paper</h1></body></html>"


def hugging_face_paper(preprint: Publication) -> dict[str, Any]:
    """A paper of Hugging Face, which copies arXiv."""
    return {
        "id": preprint.arxiv,
        "title": preprint.title,
        "authors": [{"name": reading_order(name), "hidden": False} for name in people(preprint, "arxiv")],
        "publishedAt": f"{preprint.date}T10:00:00.000Z",
        "summary": abstract(preprint),
    }


def cff(software: Publication) -> str:
    """The CITATION.cff of a repository; JSON is YAML."""
    return json.dumps(
        {
            "cff-version": "1.2.0",
            "message": "Please cite it.",
            "type": "software",
            "title": software.title,
            "authors": [
                {"family-names": name.family, "given-names": name.given} for name in people(software, "github")
            ],
            "date-released": software.date,
            **software.wire.get("github", {}),
        }
    )


def people(publication: Publication, service: str) -> list[Name]:
    """The names as *service* has them: by default all, in full."""
    return [parse_name(name) for name in publication.wire.get(service, {}).get("authors", publication.authors)]


def reading_order(name: Name) -> str:
    return name.display()


def _crossref_person(name: Name) -> dict[str, str]:
    return (
        {"name": name.literal}
        if name.literal
        else {"family": " ".join(filter(None, (name.particle, name.family))), "given": name.given}
    )


def _csl_person(name: Name) -> dict[str, str]:
    return {"literal": name.literal} if name.literal else {"family": name.family, "given": name.given}


def _creator(name: Name) -> dict[str, str]:
    if name.literal:
        return {"name": name.literal, "nameType": "Organizational"}
    family = " ".join(filter(None, (name.particle, name.family)))
    return {"name": f"{family}, {name.given}", "nameType": "Personal", "givenName": name.given, "familyName": family}


def doi_of(publication: Publication) -> str:
    return publication.doi or (
        f"10.48550/arXiv.{publication.arxiv}"
        if publication.arxiv
        else f"10.18653/v1/{publication.acl}"
        if publication.acl
        else ""
    )


def page_of(publication: Publication) -> str:
    if publication.doi:
        return f"https://doi.org/{publication.doi}"
    return publication.url or (
        f"https://openreview.net/forum?id={publication.openreview}" if publication.openreview else ""
    )


def _date_parts(date: str) -> Mapping[str, Sequence[Sequence[int]]]:
    return {"date-parts": [list(parse_date(date).parts)]}


def abstract(publication: Publication) -> str:
    return f"This is what {publication.name.replace('.', ' ')} says."
