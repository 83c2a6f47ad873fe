"""Answers in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from stated import OR, Person, Stated, digits, doi, plain

_CROSSREF_TYPES = {
    "journal-article": "article-journal", "proceedings-article": "paper-conference", "posted-content": "article",
    "book-chapter": "chapter", "monograph": "book", "book": "book", "edited-book": "book", "dissertation": "thesis",
    "dataset": "dataset", "report": "report", "peer-review": "review", "reference-entry": "entry",
    "proceedings": "book", "journal": "periodical", "journal-issue": "periodical", "standard": "standard",
}  # fmt: skip
_DATACITE_TYPES = {
    "Dataset": "dataset", "Software": "software", "Dissertation": "thesis", "JournalArticle": "article-journal",
    "ConferencePaper": "paper-conference", "Preprint": "article", "BookChapter": "chapter", "Book": "book",
    "Report": "report",
}  # fmt: skip
_OPENALEX_TYPES = {
    "book": "book", "book-chapter": "chapter", "dataset": "dataset", "dissertation": "thesis", "preprint": "article",
    "report": "report", "peer-review": "review", "conference-paper": "paper-conference",
}  # fmt: skip
_ADDRESS = re.compile(r", .*\b(?:University|Hospital|Institute)\b|^,")
_UNKNOWN = ("Unknown", "(:Unav)", "[S.N.]")
_RENAMED = {
    "Earth and Space Science Open Archive": "ESS Open Archive", "SSRN Electronic Journal": "SSRN",
    "Open Science Framework": "OSF Preprints",
}  # fmt: skip
"""Archives, which have one name each in all records."""
_LABEL = r"^\W*(?:retracted|withdrawn)\b(?: article| chapter| paper)?\W+"


def crossref(body: bytes) -> Sequence[Stated]:
    """A work, or a list of works."""
    answer = json.loads(body)
    message = answer["message"]
    works = {"work": [message], "work-list": message.get("items", [])}[answer["message-type"]]
    return [_crossref_work(work) for work in works]


def _crossref_work(work: dict[str, Any]) -> Stated:
    """A work; doi.org has texts in place of some lists of one text."""
    title = _first(work.get("title")) or _first(work.get("original-title"))
    subtitle = _first(work.get("subtitle"))
    if subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title} {subtitle}{OR}{title}"
    containers = _list(work.get("container-title"))
    institutions = [archive.get("name") for archive in _list(work.get("institution"))]
    of_group = [work.get("group-title")]
    places = {"blog": of_group, "other": of_group, "preprint": institutions or of_group}
    archives = places.get(work.get("subtype") or "", [])
    first = {"posted-content": ("posted",), "dissertation": ("approved",)}.get(work.get("type", ""), ())
    dates = (_date_parts(work.get(kind)) for kind in (*first, "published-print", "issued", "published", "approved"))
    return Stated(
        identifiers=frozenset(filter(None, map(doi, [work.get("DOI"), *work.get("aliases", [])]))),
        title=title if _is_notice(work) else re.sub(_LABEL, "", title, flags=re.I),
        authors=_people(work.get("author") or []),
        date=next(filter(None, dates), ""),
        container=OR.join(_RENAMED.get(place, place) for place in map(plain, containers or archives) if place),
        volume=plain(work.get("volume")),
        issue=plain(work.get("issue")),
        pages=digits(work.get("page") or work.get("article-number") or ""),
        type=""
        if work.get("subtype") in ("other", "blog") or "SSRN Electronic Journal" in containers
        else _CROSSREF_TYPES.get(work.get("type", ""), ""),
        related=frozenset(
            doi(other.get("id"))
            for kind in ("is-preprint-of", "has-preprint", "is-version-of")
            for other in (work.get("relation") or {}).get(kind, [])
        )
        - {""},
    )


def _is_notice(work: dict[str, Any]) -> bool:
    """Whether the publisher registered it as a notice about another work, or the journal is its author."""
    author = _list(work.get("author"))
    by = f"{author[0].get('given')} {author[0].get('family')}" if len(author) == 1 else ""
    return by in _list(work.get("container-title")) or any(
        str(update.get("DOI")).lower() != str(work.get("DOI")).lower() for update in _list(work.get("update-to"))
    )


def csl(body: bytes) -> Sequence[Stated]:
    """The CSL-JSON of doi.org, alone or in a list."""
    answer = json.loads(body)
    items = answer if isinstance(answer, list) else [answer]
    return [_csl_item(item) if item.get("type") not in _CROSSREF_TYPES else _crossref_work(item) for item in items]


def _csl_item(item: dict[str, Any]) -> Stated:
    work = _crossref_work({**item, "type": ""})
    kind = item.get("type", "")
    known = ("article-journal", "paper-conference", "chapter", "book", "thesis", "dataset", "report")
    return Stated(
        work.identifiers, work.title, work.authors, work.date, work.container, work.volume, work.issue, work.pages,
        # DataCite calls every text an article, in a journal that has the name of its publisher.
        kind if kind in known and (kind != "article-journal" or work.volume or work.pages) else "",
    )  # fmt: skip


def datacite(body: bytes) -> Sequence[Stated]:
    """One work; some have one object in place of a list of one."""
    work = json.loads(body)["data"]["attributes"]
    titles = [title["title"] for title in _list(work.get("titles")) if not title.get("titleType")]
    subtitles = [title["title"] for title in _list(work.get("titles")) if title.get("titleType") == "Subtitle"]
    dates = _list(work.get("dates"))
    issued = [date["date"] for date in dates if date.get("dateType") == "Issued"]
    first = [date["date"] for date in dates if date.get("dateInformation") == "v1"]
    own = doi(work.get("doi"))
    kind = (work.get("types") or {}).get("resourceTypeGeneral") or ""
    container = work.get("container") or {}
    publisher = work.get("publisher")
    archive = publisher.get("name") if isinstance(publisher, dict) else publisher
    pages = "-".join(filter(None, (container.get("firstPage"), container.get("lastPage"))))
    return [
        Stated(
            identifiers=frozenset({own} - {""}),
            title=plain(" ".join([*titles[:1], *subtitles[:1]])),
            authors=_creators(_list(work.get("creators"))),
            date=_day(next(iter([*first, *issued, str(work.get("publicationYear") or "")]), "")),
            container=plain(archive if kind == "Preprint" else container.get("title")),
            volume=plain(container.get("volume")) if container else "",
            issue=plain(container.get("issue")) if container else "",
            pages=digits(pages),
            type=_DATACITE_TYPES.get(kind, ""),
        )
    ]


def openalex(body: bytes) -> Sequence[Stated]:
    """A work, or a list of works."""
    answer = json.loads(body)
    return [_openalex_work(work) for work in answer.get("results", [answer]) if work.get("id")]


def _openalex_work(work: dict[str, Any]) -> Stated:
    """A work of OpenAlex."""
    biblio, source = work.get("biblio") or {}, (work.get("primary_location") or {}).get("source") or {}
    names = [_openalex_name(authorship) for authorship in work.get("authorships") or []]
    names = [name for name in names if not _ADDRESS.search(name)]
    container = plain(source.get("display_name"))
    if source.get("type") == "repository" and work.get("type") == "preprint":
        container = re.sub(r" \([^()]*\)$", "", container)
    elif source.get("type") not in ("journal", "conference"):
        raw = plain((work.get("primary_location") or {}).get("raw_source_name"))
        is_volume = work.get("type") in ("article", "book-chapter", "conference-paper") and ":" not in raw
        container = raw if is_volume and source.get("type") != "repository" else ""
    pmid = str((work.get("ids") or {}).get("pmid") or "").rpartition("/")[2]
    own = {doi(work.get("doi")), f"openalex:{work['id'].rpartition('/')[2]}", f"pmid:{pmid}" if pmid else ""}
    return Stated(
        identifiers=frozenset(own - {""}),
        title=plain(work.get("title")),
        authors=tuple(("", name) for name in names) if all(names) else (),
        date=re.sub("-01-01$", "", work.get("publication_date") or str(work.get("publication_year") or "")),
        container=container,
        volume=plain(biblio.get("volume")),
        issue=plain(biblio.get("issue")),
        pages=digits("-".join(filter(None, (biblio.get("first_page"), biblio.get("last_page"))))),
        type=_OPENALEX_TYPES.get(work.get("type") or "", ""),
    )


def semantic_scholar(body: bytes) -> Sequence[Stated]:
    """A paper, or a list of papers, some of which are null."""
    answer = json.loads(body)
    papers = answer if isinstance(answer, list) else answer.get("data", [answer])
    return [_paper(paper) for paper in papers if isinstance(paper, dict) and paper.get("paperId")]


def _paper(paper: dict[str, Any]) -> Stated:
    external, journal = paper.get("externalIds") or {}, paper.get("journal") or {}
    spelled = {"ArXiv": "arxiv", "ACL": "acl", "PubMed": "pmid", "DBLP": "dblp"}
    own = {f"{scheme}:{external[name]}" for name, scheme in spelled.items() if external.get(name)}
    corpus = {f"s2:CorpusID:{external['CorpusId']}"} if external.get("CorpusId") else set()
    return Stated(
        identifiers=frozenset({doi(external.get("DOI")), f"s2:{paper['paperId']}", *own, *corpus} - {""}),
        # Formulas of IEEE stand in TeX beside the same in other forms.
        title=plain(re.sub("<alternatives>.*?</alternatives>", "", str(paper.get("title") or ""))),
        authors=tuple(("", plain(author.get("name"))) for author in paper.get("authors") or []),
        date=re.sub("-01-01$", "", paper.get("publicationDate") or str(paper.get("year") or "")),
        container=plain((paper.get("publicationVenue") or {}).get("name") or journal.get("name") or paper.get("venue")),
        volume=plain(journal.get("volume")),
        pages=digits(journal.get("pages") or ""),
    )


def openreview(body: bytes) -> Sequence[Stated]:
    """Notes: submissions, and replies, which have no title and authors of a paper."""
    notes = json.loads(body)["notes"]
    return [_note(note) for note in notes if not note.get("replyto") and "authors" in note["content"]]


def _note(note: dict[str, Any]) -> Stated:
    content = {name: value["value"] if isinstance(value, dict) else value for name, value in note["content"].items()}
    # A submission without a venue, or without a decision, is dated by its creation.
    year = re.search(r"\b20\d\d\b", content.get("venue") or "")
    booktitle = re.search(r"^booktitle=\{(.*)\},?$", content.get("_bibtex") or "", re.M)
    created = datetime.fromtimestamp(note["cdate"] / 1000, UTC).date().isoformat()
    return Stated(
        identifiers=frozenset({f"openreview:{note['id']}"}),
        title=plain(content.get("title")),
        authors=tuple(("", plain(name)) for name in content["authors"]),
        date=year[0] if year else created,
        container=plain(booktitle[1]) if booktitle else plain(content.get("venue")) or "OpenReview",
    )


def hugging_face(body: bytes) -> Sequence[Stated]:
    """A paper, or a list of the papers of a day."""
    answer = json.loads(body)
    return [_hugging_face(item["paper"]) for item in answer] if isinstance(answer, list) else [_hugging_face(answer)]


def _hugging_face(paper: dict[str, Any]) -> Stated:
    names = tuple(("", plain(author["name"])) for author in paper["authors"])
    return Stated(
        identifiers=frozenset({f"arxiv:{paper['id']}"}),
        title=plain(paper["title"]),
        authors=names,
        date=_day(paper["publishedAt"]),
        container="arXiv",
        type="article",
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _first(value: object) -> str:
    return next(filter(None, map(plain, _list(value))), "")


def _people(people: list[dict[str, Any]]) -> tuple[Person, ...]:
    """The names of Crossref and of CSL, without addresses and empty ones among them."""
    return tuple(name for name in map(_person, people) if any(name) and not _ADDRESS.search(name[1]))


def _person(person: dict[str, Any]) -> Person:
    family, given = plain(person.get("family")), plain(person.get("given"))
    if literal := person.get("name") or person.get("literal"):
        return "", plain(literal)
    if re.fullmatch(r"(?:[A-Z]\.)+", family) and re.search("[a-z]{3}", given):
        family, given = given, family
    if not given or not re.search(r"\w", family):
        return "", given or family
    return " ".join(filter(None, (family, plain(person.get("suffix"))))), given


def _creators(creators: list[dict[str, Any]]) -> tuple[Person, ...]:
    """The names of DataCite; some have several people in one, and some people an address or dates of life."""
    spelled = ((creator, plain(creator.get("name")) or plain(creator.get("familyName"))) for creator in creators)
    names = ((creator, name.strip()) for creator, names in spelled for name in names.split(";"))
    return tuple(_creator(creator, name) for creator, name in names if re.search(r"\w", name) and name not in _UNKNOWN)


def _creator(creator: dict[str, Any], name: str) -> Person:
    if creator.get("familyName"):
        return plain(creator["familyName"]), plain(creator.get("givenName"))
    if "," in name:
        name = re.sub(r"\s*[(<][^()<>]*[)>]|, \d{4}\??-(?:\d{4})?$", "", name)
    if behind := re.fullmatch(r"([A-Z][a-z]+) ([A-Z]{1,3})", name):
        return behind[1], " ".join(behind[2])
    family, _, given = name.partition(", ")
    return (family, given) if creator.get("nameType") != "Organizational" and given else ("", name)


def _openalex_name(authorship: dict[str, Any]) -> str:
    name = authorship.get("raw_author_name") or (authorship.get("author") or {}).get("display_name")
    return re.sub(r" \(\d+\)$", "", plain(name))


def _date_parts(value: object) -> str:
    parts = value.get("date-parts", [[]])[0] if isinstance(value, dict) and value.get("date-parts") else []
    numbers = [int(part) for part in parts[:3] if part]
    return "-".join(f"{number:02}" for number in numbers) if len(numbers) == len(parts[:3]) else ""


def _day(value: str) -> str:
    match = re.match(r"\d{4}(?:-\d\d){0,2}(?!\d)", value.strip())
    return match[0] if match else ""
