"""Recorded answers about single works, and moebib's records of them.

The works of a list are answers of their own: a list is read as its works.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from html import escape
from typing import Any, NamedTuple
from xml.etree import ElementTree

from moebib.errors import InputError, SourceError
from moebib.normalise.rules import normalise
from moebib.records.answer import Answer, Found, Unavailable
from moebib.records.identifier import Identifier, parse_identifier
from moebib.sources import source
from moebib.web.response import Response
from recorded_answers import SOURCES, recordings
from responses import respond
from shared_data import shared
from stated import Stated, stated_in
from stated.acl_collection import papers

__all__ = ["BULK", "Single", "bulk_answers", "moebibs_answer", "recorded_answers"]

BULK = {
    "crossref": "bulk/crossref_items_from_recorded_lists.jsonl.gz",
    "openalex": "bulk/openalex_works_from_recorded.jsonl.gz",
    "dblp": "bulk/dblp_bib_*.json.gz",
    "acl": "bulk/acl_2022.acl.xml.gz",
    "page": "answers/arxiv_abs/classic_scholar_metadata_tags.json",
}
"""Service -> its files with many works."""
_BIB, _JSON = "application/x-bibtex", "application/json"
_KINDS = {"crossref": _JSON, "openalex": _JSON, "dblp": _BIB, "page": "text/html"}


class Single(NamedTuple):
    """The answer of a service about one work."""

    name: str
    """Its file, and its number in a list: "answers2/crossref_list/sample_5.json#2"."""
    service: str
    response: Response
    stated: Stated
    identifier: str = ""
    """What was asked for."""

    @property
    def source(self) -> str:
        return SOURCES[self.service]


@cache
def recorded_answers() -> tuple[Single, ...]:
    """The recorded answers that state a title."""
    return tuple(_recorded())


def _recorded() -> Iterator[Single]:
    for recorded in recordings():
        response = recorded.response
        if recorded.source and response.status == 200 and stated_in(recorded.service, response.body):
            for number, body in enumerate(_split(recorded.service, response.body), start=1):
                name, single = f"{recorded.name}#{number}", response._replace(body=body)
                yield from _singles(name.removesuffix("#1"), recorded.service, single, recorded.identifier)


def bulk_answers(service: str) -> Iterator[Single]:
    """The works of a service in the bulk files, each as its answer about this work."""
    for file in sorted(shared(".").glob(BULK[service])):
        text = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        if service == "acl":
            for number, paper in enumerate(papers(text), start=1):
                yield Single(f"{file.name}:{number}", service, respond(paper.bib, kind=_BIB), paper.stated)
        else:
            for number, body in enumerate(_bodies(service, text.decode()), start=1):
                yield from _singles(f"{file.name}:{number}", service, respond(body, kind=_KINDS[service]))


def _bodies(service: str, text: str) -> Iterator[str]:
    match service:
        case "crossref":
            yield from (_wrapped(json.loads(line)).decode() for line in text.splitlines())
        case "openalex":
            yield from text.splitlines()
        case "dblp":
            yield from map("".join, json.loads(text).values())
        case "page":
            for tags in json.loads(text).values():
                lines = (f'<meta name="{tag["name"]}" content="{escape(tag["content"])}">' for tag in tags)
                yield "<html><head>" + "".join(lines) + "</head><body></body></html>"


def _singles(name: str, service: str, response: Response, identifier: str = "") -> Iterator[Single]:
    """What the response states, if it is about a work with a title."""
    for stated in stated_in(service, response.body):
        if stated.title:
            yield Single(name, service, response, stated, identifier)


def _wrapped(work: Any) -> bytes:
    return json.dumps({"message-type": "work", "message": work}).encode()


def _split(service: str, body: bytes) -> Sequence[bytes]:
    """The answers about single works that a list of works consists of."""
    match service.partition("_")[0]:
        case "crossref":
            message = json.loads(body)["message"]
            return [_wrapped(work) for work in message.get("items", [message])]
        case "openalex":
            answer = json.loads(body)
            return [json.dumps(work).encode() for work in answer.get("results", [answer])]
        case "semanticscholar":
            answer = json.loads(body)
            papers = answer if isinstance(answer, list) else answer.get("data", [answer])
            return [json.dumps(paper).encode() for paper in papers if paper and paper.get("paperId")]
        case "huggingface":
            return [json.dumps(item["paper"]).encode() for item in json.loads(body)]
        case "arxiv":
            return list(_feeds(body))
    return [body]


def _feeds(body: bytes) -> Iterator[bytes]:
    """A feed for each entry of a feed."""
    feed = ElementTree.fromstring(body)
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    for entry in entries:
        feed.remove(entry)
    for entry in entries:
        feed.append(entry)
        yield ElementTree.tostring(feed)
        feed.remove(entry)


def moebibs_answer(single: Single) -> Answer:
    """What the source answers if it is asked for the work, cleaned as in lookups."""
    asked = next(_askable(single), None)
    if asked is None:
        return Unavailable(single.source, "no identifier that the source can be asked for")
    try:
        answer = source(single.source).parse([single.response], [asked])[asked]
    except SourceError as error:
        return Unavailable(single.source, str(error))
    return replace(answer, record=normalise(answer.record)) if isinstance(answer, Found) else answer


def _askable(single: Single) -> Iterator[Identifier]:
    here = source(single.source)
    urls = {"github": f"https://github.com/{single.identifier.partition('#')[0]}", "page": single.identifier}
    fallback = here.example if single.source in urls else ""
    for text in (*sorted(single.stated.identifiers), urls.get(single.source, ""), fallback):
        try:
            identifier = parse_identifier(text)
        except InputError:
            continue
        if identifier.scheme in here.schemes and (here.takes is None or here.takes(identifier)):
            yield identifier
