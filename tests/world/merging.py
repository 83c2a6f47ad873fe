"""What the services that merge publications answer about a work: each part of an answer is of one of them."""

from __future__ import annotations

from typing import Any

from world.truth import Aggregate, Publication, Work
from world.wire import abstract, doi_of, page_of, people, reading_order

__all__ = ["openalex_work", "semantic_scholar_paper"]

_OPENALEX_TYPES = {
    "preprint": "preprint", "thesis": "dissertation", "dataset": "dataset", "book": "book", "chapter": "book-chapter",
}  # fmt: skip


def semantic_scholar_paper(aggregate: Aggregate, work: Work) -> dict[str, Any]:
    """A paper of Semantic Scholar: each part of it is of one of the publications that it merges."""
    merged, venue, date, title, doi = _parts(aggregate, work)
    external: dict[str, Any] = {"CorpusId": aggregate.number}
    for publication in reversed(merged):
        named = {"ArXiv": publication.arxiv, "ACL": publication.acl, "DBLP": publication.dblp}
        external |= {name: value for name, value in named.items() if value}
    if doi:
        external["DOI"] = doi_of(doi)
    kind = "conference" if venue.is_proceedings else "journal"
    place: dict[str, Any] = {"venue": venue.venue}
    if venue.arxiv:
        place = {"venue": "arXiv.org", "journal": {"name": "ArXiv", "volume": f"abs/{venue.arxiv}"}}
    elif venue.venue and venue.kind != "preprint":
        journal = {"name": venue.venue, "volume": venue.volume, "pages": venue.page}
        place |= {"publicationVenue": {"name": venue.venue, "type": kind}, "journal": journal}
    return {
        "paperId": f"{aggregate.number:040x}",
        "externalIds": external,
        "title": title.title,
        "authors": [{"authorId": "1", "name": reading_order(name)} for name in people(title, "semantic-scholar")],
        "year": int(date.date[:4]),
        "publicationDate": date.date,
        "publicationTypes": ["JournalArticle", *(["Conference"] if venue.is_proceedings else [])],
        **place,
        "abstract": abstract(merged[-1]),
        **aggregate.wire,
    }  # fmt: skip


def openalex_work(aggregate: Aggregate, work: Work) -> dict[str, Any]:
    """A work of OpenAlex: its locations are of all publications, and its date is often that of the first."""
    merged, venue, date, title, doi = _parts(aggregate, work)
    first, _, last = venue.page.partition("-")
    url = f"https://openalex.org/W{aggregate.number}"
    locations = [_location(publication) for publication in (venue, *(one for one in merged if one is not venue))]
    return {
        "id": url,
        "ids": {"openalex": url},
        "doi": f"https://doi.org/{doi_of(doi)}" if doi else None,
        "title": title.title,
        "type": _OPENALEX_TYPES.get(venue.kind, "article"),
        "publication_date": date.date,
        "publication_year": int(date.date[:4]),
        "authorships": [{"raw_author_name": reading_order(name)} for name in people(title, "openalex")],
        "primary_location": locations[0],
        "locations": locations,
        "best_oa_location": None,
        "biblio": {"volume": venue.volume, "issue": venue.issue, "first_page": first, "last_page": last},
        "is_retracted": False,
        "abstract_inverted_index": {
            word: [place] for place, word in enumerate(dict.fromkeys(abstract(merged[-1]).split()))
        },
        **aggregate.wire,
    }


def _parts(
    aggregate: Aggregate, work: Work
) -> tuple[list[Publication], Publication, Publication, Publication, Publication | None]:
    """All that it merges; those of its venue, date and title; and the one of its DOI."""
    merged = [work.publication(name) for name in aggregate.of]
    venue, date, title = (
        work.publication(name or aggregate.of[0]) for name in (aggregate.venue, aggregate.date, aggregate.title)
    )
    doi = None if aggregate.doi == "-" else work.publication(aggregate.doi or aggregate.of[0])
    return merged, venue, date, title, doi if doi and doi_of(doi) else None


def _location(publication: Publication) -> dict[str, Any]:
    is_preprint = publication.kind in ("preprint", "thesis", "dataset", "software")
    kind = "repository" if is_preprint else "conference" if publication.is_proceedings else "journal"
    return {
        "landing_page_url": f"http://arxiv.org/abs/{publication.arxiv}" if publication.arxiv else page_of(publication),
        "source": {"display_name": "arXiv (Cornell University)" if publication.arxiv else publication.venue,
                   "type": kind, "issn_l": publication.issn or None, "host_organization_name": publication.publisher},
        "is_published": not is_preprint,
        "version": "submittedVersion" if is_preprint else "publishedVersion",
    }  # fmt: skip
