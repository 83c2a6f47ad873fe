"""All answers recorded from services: the two folders with an INDEX.tsv in the shared data."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from moebib.web.response import Response
from responses import respond
from shared_data import shared

__all__ = ["SOURCES", "Recorded", "recordings"]

SOURCES = {
    "acl": "acl", "arxiv": "arxiv", "cff": "github", "crossref": "crossref", "crossref_list": "crossref",
    "datacite": "datacite", "dblp": "dblp", "doi_cn": "doi", "html": "page", "huggingface": "hugging-face",
    "openalex": "openalex", "openalex_list": "openalex", "openreview": "openreview", "page": "page",
    "semanticscholar": "semantic-scholar", "semanticscholar_list": "semantic-scholar",
}  # fmt: skip
"""Service, which is a folder of recorded answers -> the source that queries it."""


class Recorded(NamedTuple):
    """A recorded answer, with its row in the index."""

    name: str
    """Its file: "answers2/crossref/10.1063_1.4938384.json"."""
    service: str
    identifier: str
    """What was asked for, as the index or the URL has it: "10.1063/1.4938384", "conf/iclr/LeeK24"; perhaps ""."""
    response: Response

    @property
    def source(self) -> str:
        """The source that queries this service, or ""."""
        return SOURCES.get(self.service, "")


@cache
def recordings() -> tuple[Recorded, ...]:
    """All of them, in the order of the indexes."""
    return tuple(_recorded(folder, row) for folder in ("answers", "answers2") for row in _rows(folder))


def _rows(folder: str) -> list[dict[str, str]]:
    head, *rows = shared(f"{folder}/INDEX.tsv").read_text("utf-8").splitlines()
    return [dict(zip(head.split("\t"), row.split("\t"), strict=False)) for row in rows]


def _recorded(folder: str, row: dict[str, str]) -> Recorded:
    name = f"{folder}/{row['file']}"
    # doi.org is recorded with the type that was asked for; a few files have no status or type.
    status = int(row["http_status"]) if row["http_status"].isdecimal() else 200
    kind = row["content_type"].partition(";")[0].lower()
    response = respond(shared(name).read_bytes(), kind=kind, status=status, url=row["request_url"])
    url = re.sub(r" \[.*|^POST ", "", unquote(row["request_url"]))
    identifier = row.get("identifier") or _identifier_in(url)
    # One of Semantic Scholar's answers was recorded among Crossref's.
    is_misplaced = row["service"] == "crossref" and "//api.semanticscholar.org/" in url
    service = "semanticscholar" if is_misplaced else row["service"]
    return Recorded(name, service, identifier, response)


_IN_URL = re.compile(
    r"api\.crossref\.org/works/(?P<crossref>10\.[^?]+?)(?:/transform/.*|/agency)?(?:\?.*)?$"
    r"|api\.datacite\.org/dois/(?P<datacite>10\.[^?]+)"
    r"|https://doi\.org/(?P<doi>10\.[^?]+)"
    r"|aclanthology\.org/(?P<acl>.+)\.bib"
    r"|dblp\.org/rec/(?P<dblp>.+)\.bib"
    r"|id_list=(?P<arxiv>[^,&]+)"
    r"|api\.openalex\.org/works/(?P<openalex>[^?]+)"
    r"|graph/v1/paper/(?P<s2>(?!search|batch)[^?]+?)(?:/(?:citations|references|authors))?(?:\?.*)?$"
    r"|raw\.githubusercontent\.com/(?P<repository>[^/]+/[^/]+)/"
    r"|api2?\.openreview\.net/notes\?(?:id|forum)=(?P<openreview>[^&]+)"
)


def _identifier_in(url: str) -> str:
    match = _IN_URL.search(url)
    if match:
        return next(value for value in match.groups() if value)
    return url if re.match(r"https?://(?!export|api)", url) else ""
