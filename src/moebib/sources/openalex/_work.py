"""What OpenAlex has for a work: which publications and copies it is of, and what is known of its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from moebib.normalise.fields import identifiers, link, make_notice, make_record, part, published, related_as, text
from moebib.normalise.names import all_names, display_name
from moebib.records.answer import Related
from moebib.records.archives import archive_of, archive_of_identifier
from moebib.records.date import Date
from moebib.records.equivalence import equivalent_text
from moebib.records.fields import Type
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.publication import Status
from moebib.records.record import Record
from moebib.records.series import is_book_series

__all__ = ["TYPES", "Work", "identifiers_of_copies", "identifiers_of_publication", "record_of", "related_to"]

Work = Mapping[str, Any]
_TYPES: Mapping[str, Type] = {
    "book": "book",
    "book-chapter": "chapter",
    "conference-paper": "paper-conference",
    "dataset": "dataset",
    "dissertation": "thesis",
    "peer-review": "review",
    "reference-entry": "entry",
    "report": "report",
    "software": "software",
    "standard": "standard",
}
# What is in a journal, in proceedings, in an archive or anywhere else.
_ARTICLES = ("article", "editorial", "letter", "preprint", "review")
# OpenAlex does not say what they are about.
_NOTICES = ("erratum", "retraction")
TYPES: frozenset[Type] = frozenset({*_TYPES.values(), "article", "article-journal", "document"})
_IN_A_CONTAINER = ("article-journal", "paper-conference", "chapter", "entry", "review")
_VOLUME = re.compile(r"^(?:proceedings of|advances in)\b|\b(?:conference|symposium|workshops?)\b", re.I)
_PROCEEDINGS = ("proceedings-article", "proceedings")
# Lists are truncated to that: https://docs.openalex.org/api-entities/authors/limitations
_AUTHORS_IN_LISTS = 100


def record_of(work: Work, *, in_list: bool = False) -> Record | None:
    """The record of a work, without authors if not all are given; ``None`` if it has no title."""
    type_, genre = _type(work)
    is_notice = text(work.get("type")) in _NOTICES
    is_retracted = work.get("is_retracted") is True and not is_notice
    make = make_notice if is_notice else make_record
    return make(
        type=type_,
        genre=genre,
        title=text(work.get("title")),
        author=_authors(work, in_list=in_list),
        issued=None if _is_mixed(work, genre) else _issued(work),
        **_container(work, type_),
        **({} if genre == "preprint" else _biblio(work)),
        identifiers=identifiers(work.get("id"), "" if genre == "preprint" else f"issn:{_issn(work)}"),
        abstract=_abstract(work.get("abstract_inverted_index")),
        links={"pdf": _pdf(work)},
        status=Status(kind="retracted", source="openalex") if is_retracted else None,
    )


def related_to(work: Work, requested: Identifier | None = None) -> tuple[Related, ...]:
    """The identifiers of its publication, in proceedings without DOIs, too, and of its copies in archives.

    Copies in other repositories (of universities, of PubMed Central) are left out, except for the one *requested* for.
    """
    copies = (
        copy
        for copy in identifiers_of_copies(work)
        if copy == requested or archive_of_identifier(copy) or copy.scheme in (Scheme.ACL, Scheme.OPENREVIEW)
    )
    return related_as("same-work", *map(str, (*identifiers_of_publication(work), *copies)))


def _type(work: Work) -> tuple[Type, str]:
    """The type and genre. OpenAlex has "article" also for papers in proceedings, for preprints and for other texts."""
    given = text(work.get("type"))
    if given not in _ARTICLES and given not in _NOTICES:
        return _TYPES.get(given, "document"), ""
    location = part(work, "primary_location")
    source = part(location, "source")
    kind, raw = text(source.get("type")), {text(location.get("raw_type")), text(work.get("type_crossref"))}
    archive = archive_of(text(source.get("display_name")))
    # Some archives also take copies of articles.
    if archive and (archive.has_only_texts or given == "preprint") and given in _ARTICLES:
        return "article", "preprint"
    is_in_proceedings = not source and _VOLUME.search(_printed_name(location))
    if kind == "conference" or raw & {*_PROCEEDINGS} or is_in_proceedings:
        return "paper-conference", ""
    if kind == "journal":
        return "article-journal", ""
    # A repository that is no archive has copies and reports of all kinds.
    if "posted-content" in raw or (given == "preprint" and kind != "repository"):
        return "article", "preprint"
    return "article-journal" if "journal-article" in raw else "document", ""


def _is_mixed(work: Work, genre: str) -> bool:
    """Whether its date may be that of a copy in an archive, and its place that of its publication, or vice versa."""
    if genre == "preprint":
        dois = [identifier for identifier in identifiers_of_publication(work) if identifier.scheme is Scheme.DOI]
        return not all(map(archive_of_identifier, dois))
    return any(map(archive_of_identifier, (*identifiers_of_publication(work), *identifiers_of_copies(work))))


def _authors(work: Work, *, in_list: bool) -> tuple[Name, ...]:
    """All names as printed; empty if one is missing or invalid."""
    authorships = work.get("authorships")
    if not isinstance(authorships, list) or work.get("is_authors_truncated") is True:
        return ()
    if in_list and len(authorships) >= _AUTHORS_IN_LISTS:
        return ()
    return all_names(display_name(_printed(authorship)) for authorship in authorships) or ()


def _printed(authorship: object) -> object:
    printed = authorship.get("raw_author_name") if isinstance(authorship, dict) else None
    return printed or part(authorship, "author").get("display_name")


def _issued(work: Work) -> Date | None:
    day = published(work.get("publication_date"), first_is_unknown=True)
    return day or published(work.get("publication_year"))


def _container(work: Work, type_: Type) -> dict[str, Any]:
    """Where it appeared. An archive is named without its host: "engrXiv (Open Engineering Inc)"."""
    location = part(work, "primary_location")
    source = part(location, "source")
    kind, name = text(source.get("type")), text(source.get("display_name"))
    host = text(source.get("host_organization_name"))
    if type_ == "article":
        archive = archive_of(name)
        return {"container_title": archive.name if archive else re.sub(r" \([^()]*\)$", "", name)}
    if kind == "repository":
        return {"publisher": host or name}
    if type_ not in _IN_A_CONTAINER:
        return {"publisher": host}
    volume = _printed_name(location)
    if kind == "ebook platform":
        return {"container_title": volume, "publisher": host}
    if kind == "book series" or (type_ != "article-journal" and is_book_series(name)):
        is_same = equivalent_text(volume, name) or is_book_series(volume)
        return {"container_title": "" if is_same else volume, "collection_title": name, "publisher": host}
    return {"container_title": name or volume, "publisher": host}


def _printed_name(location: Mapping[str, Any]) -> str:
    """The name of the journal or volume as a registrar or repository has it; some have URLs or numbers there."""
    name = text(location.get("raw_source_name"))
    return "" if re.match(r"(?:ftp|https?|instacron|is[bs]n|reponame):|[\d -]+X?$", name, re.I) else name


def _biblio(work: Work) -> dict[str, str]:
    biblio = part(work, "biblio")
    pages = dict.fromkeys((text(biblio.get("first_page")), text(biblio.get("last_page"))))
    page = "-".join(page for page in pages if page)
    return {"volume": text(biblio.get("volume")), "issue": text(biblio.get("issue")), "page": page}


def identifiers_of_publication(work: Work) -> tuple[Identifier, ...]:
    """The DOI and the numbers in PubMed: OpenAlex often has a preprint and its publication as two works."""
    ids = part(work, "ids")
    pmcid = text(ids.get("pmcid")).rpartition("/")[2]
    return identifiers(f"doi:{text(work.get('doi'))}", ids.get("pmid"), f"pmcid:{pmcid}")


def identifiers_of_copies(work: Work) -> tuple[Identifier, ...]:
    """The identifiers in the landing pages of all copies, without those of data in them."""
    locations = work.get("locations")
    copies = (copy for copy in (locations if isinstance(locations, list) else ()) if isinstance(copy, dict))
    return identifiers(*(copy.get("landing_page_url") for copy in copies if not _is_data(copy)))


def _is_data(copy: Mapping[str, Any]) -> bool:
    return bool(re.fullmatch(r"dataset|image", text(copy.get("raw_type")), re.I))


def _issn(work: Work) -> str:
    source = part(part(work, "primary_location"), "source")
    return text(source.get("issn_l")) if text(source.get("type")) == "journal" else ""


def _pdf(work: Work) -> tuple[str, ...]:
    """The best one of the same version, published or not."""
    best, primary = part(work, "best_oa_location"), part(work, "primary_location")
    is_same = best.get("is_published") == primary.get("is_published")
    return (link(best.get("pdf_url")) if is_same else ()) or link(primary.get("pdf_url"))


def _abstract(index: object) -> str:
    """The abstract from an index: word -> its positions.

    >>> _abstract({"learn": [1, 3], "Experts": [0], "to": [2]})
    'Experts learn to learn'
    """
    words = index.items() if isinstance(index, dict) else ()
    pairs = ((position, word) for word, positions in words if isinstance(positions, list) for position in positions)
    return text(" ".join(word for _, word in sorted(pair for pair in pairs if isinstance(pair[0], int))))
