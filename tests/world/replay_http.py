"""An ``Http`` that answers as all services do in the world of invented works, except for those that are down."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from moebib.errors import SourceUnavailable
from moebib.records.equivalence import words_of
from moebib.web.response import Response
from responses import invented, respond
from world import merging, wire
from world.truth import Publication, Work

__all__ = ["HOSTS", "Replay"]

HOSTS: Mapping[str, tuple[str, ...]] = {
    "arxiv": ("export.arxiv.org",),
    "crossref": ("api.crossref.org",),
    "datacite": ("api.datacite.org",),
    "dblp": ("dblp.org",),
    "acl": ("aclanthology.org",),
    "openreview": ("api2.openreview.net", "api.openreview.net"),
    "openalex": ("api.openalex.org",),
    "semantic-scholar": ("api.semanticscholar.org",),
    "hugging-face": ("huggingface.co",),
    "doi": ("doi.org",),
    "github": ("raw.githubusercontent.com",),
}
"""The hosts of each service; all other hosts have landing pages."""
_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" \
xmlns:arxiv="http://arxiv.org/schemas/atom"><id>https://arxiv.org/api/query</id>
<opensearch:totalResults>{total}</opensearch:totalResults><opensearch:startIndex>0</opensearch:startIndex>
<opensearch:itemsPerPage>{total}</opensearch:itemsPerPage>
{entries}</feed>"""
_CONTROL = Publication(
    name="control.preprint", kind="preprint", title="The paper that every request also asks for",
    authors=("Control, Ann",), date="2017-06-12", arxiv="1706.03762",
)  # fmt: skip
_Query = Mapping[str, str]


class Replay:
    """The services. Requests for a host of a service in *down* fail."""

    def __init__(self, works: Iterable[Work], down: Collection[str] = ()) -> None:
        self.keys: Mapping[str, str] = {}
        self.mailto: str | None = None
        self.down = set(down)
        self.works = tuple(works)
        self.publications = [publication for work in self.works for publication in work.publications]
        self.aggregates = [(aggregate, work) for work in self.works for aggregate in work.aggregates]
        self._hosts: dict[str, Callable[[str, _Query, Any], Response]] = {
            "export.arxiv.org": self._arxiv, "api.crossref.org": self._crossref, "api.datacite.org": self._datacite,
            "dblp.org": self._dblp, "aclanthology.org": self._acl, "api2.openreview.net": self._openreview,
            "api.openreview.net": self._openreview, "api.openalex.org": self._openalex,
            "api.semanticscholar.org": self._semantic_scholar, "huggingface.co": self._hugging_face,
            "doi.org": self._doi, "raw.githubusercontent.com": self._github,
        }  # fmt: skip

    def get(
        self, url: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        return self._reply(url, params or {}, None)

    def post(self, url: str, *, json: Any, params: Mapping[str, str] | None = None,
             headers: Mapping[str, str] | None = None) -> Response:  # fmt: skip
        return self._reply(url, params or {}, json)

    def _reply(self, url: str, params: _Query, sent: Any) -> Response:
        parts = urlsplit(url)
        host = parts.hostname or ""
        service = next((name for name, hosts in HOSTS.items() if host in hosts), "page")
        if service in self.down:
            raise SourceUnavailable(f"cannot reach {host} (down)", url=url)
        query = {**dict(parse_qsl(parts.query)), **params}
        reply = self._hosts.get(host)
        response = reply(unquote(parts.path).lstrip("/"), query, sent) if reply else self._page(url)
        return response._replace(url=url)

    def _by(self, scheme: str, value: str) -> Publication | None:
        """The publication with that identifier."""
        of_scheme = ((getattr(publication, scheme).lower(), publication) for publication in self.publications)
        return next((publication for spelled, publication in of_scheme if spelled and spelled == value.lower()), None)

    def _by_doi(self, doi: str, agency: str) -> Publication | None:
        arxiv, acl = (re.fullmatch(pattern, doi, re.I) for pattern in (r"10\.48550/arxiv\.(.+)", r"10\.18653/v1/(.+)"))
        if arxiv:
            return self._by("arxiv", arxiv[1]) if agency == "datacite" else None
        if acl:
            found = self._by("acl", acl[1]) if agency == "crossref" else None
            return found and found
        found = self._by("doi", doi)
        return found if found and found.agency == agency else None

    def _titled(self, words: str) -> list[Publication]:
        """The publications with these words in their title, those with no other words last."""
        wanted = words_of(words)
        titled = [one for one in self.publications if _contains(words_of(one.title), wanted)]
        return sorted(titled, key=lambda one: len(words_of(one.title)), reverse=True)

    def _named(self, words: str) -> list[Publication]:
        """The publications with these words in the names of their authors."""
        wanted = set(words_of(words))
        return [one for one in self.publications if wanted <= set(words_of(" ".join(one.authors)))]

    def _arxiv(self, path: str, query: _Query, _: Any) -> Response:
        if ids := [id_ for id_ in query.get("id_list", "").split(",") if id_]:
            bare = [re.sub(r"v\d+$", "", id_) for id_ in ids]
            found = [_CONTROL if id_ == _CONTROL.arxiv else self._by("arxiv", id_) for id_ in bare]
        else:
            titled = self._titled(query.get("search_query", "").partition(":")[2])
            found = [publication for publication in titled if publication.arxiv]
        entries = [wire.arxiv_entry(publication) for publication in found if publication]
        return respond(_FEED.format(total=len(entries), entries="\n".join(entries)), kind="application/atom+xml")

    def _crossref(self, path: str, query: _Query, _: Any) -> Response:
        if path.endswith("/agency"):
            doi = path.removeprefix("works/").removesuffix("/agency")
            known = self._by("doi", doi)
            agency = known.agency if known else "crossref"
            message: dict[str, Any] = {"DOI": doi, "agency": {"id": agency, "label": agency.title()}}
            return respond({"status": "ok", "message-type": "work-agency", "message": message})
        if doi := path.removeprefix("works").lstrip("/"):
            work = self._by_doi(doi, "crossref")
            if work is None:
                return invented("crossref", "absent")
            return respond({"status": "ok", "message-type": "work", "message": self._message(work)})
        if wanted := query.get("filter"):
            dois = [condition.removeprefix("doi:") for condition in wanted.split(",")]
            works = [work for doi in dois if (work := self._by_doi(doi, "crossref"))]
        else:
            people = query.get("query.author")
            titled = self._named(people) if people else self._titled(query.get("query.bibliographic", ""))
            works = [work for work in titled if (work.doi and work.agency == "crossref") or work.acl]
        items = [self._message(work) for work in works]
        message = {"total-results": len(items), "items": items}
        return respond({"status": "ok", "message-type": "work-list", "message": message})

    def _message(self, publication: Publication) -> Mapping[str, Any]:
        message = wire.crossref_message(publication)
        return message | {"DOI": f"10.18653/v1/{publication.acl}"} if publication.acl else message

    def _datacite(self, path: str, query: _Query, _: Any) -> Response:
        if doi := path.removeprefix("dois").lstrip("/"):
            work = self._by_doi(doi, "datacite")
            if work is None:
                return invented("datacite", "absent")
            return respond({"data": {"attributes": wire.datacite_attributes(work)}})
        works = [work for doi in query["ids"].split(",") if (work := self._by_doi(doi, "datacite"))]
        data = [{"attributes": wire.datacite_attributes(work)} for work in works]
        return respond({"data": data, "meta": {"total": len(data)}})

    def _dblp(self, path: str, query: _Query, _: Any) -> Response:
        if path == "search/publ/api":
            having = self._titled(query["q"]) or self._named(query["q"])
            hits = [{"info": wire.dblp_info(one)} for one in having if one.dblp]
            found: dict[str, Any] = {"@total": str(len(hits))} | ({"hit": hits} if hits else {})
            return respond({"result": {"hits": found}})
        record = self._by("dblp", path.removeprefix("rec/").removesuffix(".bib"))
        return respond(wire.dblp_bib(record), kind="text/x-bibtex") if record else invented("dblp", "absent")

    def _acl(self, path: str, query: _Query, _: Any) -> Response:
        paper = self._by("acl", path.removesuffix(".bib"))
        return respond(wire.acl_bib(paper), kind="text/plain") if paper else invented("acl", "absent")

    def _openreview(self, path: str, query: _Query, _: Any) -> Response:
        note = self._by("openreview", query.get("id", ""))
        notes = [wire.openreview_note(note)] if note else []
        return respond({"notes": notes, "count": len(notes)})

    def _hugging_face(self, path: str, query: _Query, _: Any) -> Response:
        paper = self._by("arxiv", path.removeprefix("api/papers/"))
        return respond(wire.hugging_face_paper(paper)) if paper else invented("hugging-face", "absent")

    def _doi(self, path: str, query: _Query, _: Any) -> Response:
        if path.startswith(("ra/", "doiRA/")):
            doi = path.partition("/")[2]
            prefixes = {work.doi.partition("/")[0] for work in self.publications if work.agency == "datacite"}
            agency = "DataCite" if doi.partition("/")[0] in {*prefixes, "10.48550"} else "Crossref"
            return respond([{"DOI": doi, "RA": agency}])
        work = self._by_doi(path, "crossref") or self._by_doi(path, "datacite")
        if work is None:
            return invented("doi", "absent")
        return respond(wire.csl_item(work), kind="application/vnd.citationstyles.csl+json")

    def _github(self, path: str, query: _Query, _: Any) -> Response:
        software = self._by("url", f"https://github.com/{path.removesuffix('/HEAD/CITATION.cff')}")
        return respond(wire.cff(software), kind="text/plain") if software else invented("github", "absent")

    def _page(self, url: str) -> Response:
        page = self._by("url", url)
        return (
            respond(wire.page_html(page), kind="text/html") if page else respond("<html>", kind="text/html", status=404)
        )

    def _openalex(self, path: str, query: _Query, _: Any) -> Response:
        works = [(one, merging.openalex_work(one, work)) for one, work in self.aggregates if one.service == "openalex"]
        if wanted := path.removeprefix("works").lstrip("/"):
            found = [body for _, body in works if _is_openalex(body, wanted)]
            return respond(found[0]) if found else invented("openalex", "absent")
        kind, _, values = query["filter"].partition(":")
        if kind == "title.search":
            found = [body for _, body in works if _contains(words_of(body["title"]), words_of(values))]
        else:
            found = [
                body for _, body in works if any(_is_openalex(body, f"{kind}:{value}") for value in values.split("|"))
            ]
        return respond({"meta": {"count": len(found)}, "results": found})

    def _semantic_scholar(self, path: str, query: _Query, sent: Any) -> Response:
        papers = [
            merging.semantic_scholar_paper(one, work)
            for one, work in self.aggregates
            if one.service == "semantic-scholar"
        ]
        path = path.removeprefix("graph/v1/paper/")
        if path == "search/match":
            found = [paper for paper in papers if words_of(paper["title"]) == words_of(query["query"])]
            return respond({"data": found[:1]}) if found else respond({"error": "Title match not found"}, status=404)
        if path == "batch":
            return respond([next((one for one in papers if _is_paper(one, id_)), None) for id_ in sent["ids"]])
        paper = next((one for one in papers if _is_paper(one, path)), None)
        return respond(paper) if paper else respond({"error": f"Paper with id {path} not found"}, status=404)


def _contains(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether *wanted* occurs in *words* in its order."""
    return bool(wanted) and f" {' '.join(wanted)} " in f" {' '.join(words)} "


def _is_openalex(body: Mapping[str, Any], wanted: str) -> bool:
    """Whether *wanted* ("doi:10.1/x", "https://doi.org/10.1/x", "W123") names the work."""
    kind, _, value = wanted.partition(":") if not wanted.startswith("http") else ("", "", wanted)
    named = {str(body["doi"]).lower(), str(body["doi"]).lower().removeprefix("https://doi.org/"), body["id"].lower(),
             body["id"].lower().rpartition("/")[2]}  # fmt: skip
    return (value or kind).lower() in named or wanted.lower() in named


def _is_paper(paper: Mapping[str, Any], wanted: str) -> bool:
    """Whether *wanted* ("ARXIV:2401.00001", a paper ID, "CorpusID:12") names the paper."""
    kind, _, value = wanted.partition(":")
    external = {name.lower(): str(one).lower() for name, one in paper["externalIds"].items()}
    of_kind = {"corpusid": "corpusid", "arxiv": "arxiv", "doi": "doi", "acl": "acl"}.get(kind.lower(), "")
    if of_kind == "doi" and (arxiv := re.fullmatch(r"10\.48550/arxiv\.(.+)", value, re.I)):
        of_kind, value = "arxiv", arxiv[1]
    return wanted == paper["paperId"] or (bool(of_kind) and external.get(of_kind) == value.lower())
